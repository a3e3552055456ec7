//! What the network for photos sees: the garment alone in colour, as large as it fits, and where it is.
//!
//! A [`Canvas`] is the cut-out at rest, in bytes; [`Canvas::sampled`] makes the network's values of it, in a
//! pose and under a light that training varies ([`vary`]). Plain arithmetic, the same natively and in
//! WebAssembly.

mod made_up;
mod vary;

use dataset::{PIXELS, SIDE as IMAGE_SIDE};
use random::Rng;

use crate::cutout::Mask;
use crate::photo::Photo;

pub use made_up::made_up;
pub use vary::{Variation, vary};

/// Side of what the network sees, in pixels.
pub const SIDE: usize = 64;
/// Red, green, blue, and the share of the pixel that is garment.
pub const CHANNELS: usize = 4;
/// Values of one picture for the network: `CHANNELS` planes of `SIDE` × `SIDE`.
pub const VALUES: usize = CHANNELS * SIDE * SIDE;

/// Side of a canvas: half as much again, so that a garment that is turned stays sharp.
const CANVAS_SIDE: usize = 96;
/// Longest side of the garment on a canvas; the rest is a margin all round.
const GARMENT_SIDE: usize = 88;
/// Above this share of its pixels, in 255ths, an image of the data set is garment.
const LEAST_GREY: u8 = 8;

/// Pieces of a ground that are drawn until one is free.
const GROUND_TRIES: usize = 40;
/// Share of a piece of ground that may be garment.
const GROUND_GARMENT: f32 = 0.05;

/// A garment on nothing: for each pixel its colour and how much of it is garment, 0 to 255. The
/// longest side of the garment fills 88 of 96 pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canvas {
    /// Red, green, blue, share, a pixel after another.
    pixels: Vec<[u8; CHANNELS]>,
}

/// Where on a canvas the network looks, and in what light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Canvas pixels for a step to the right, and for one down, in what the network sees: x then y.
    pub right: [f32; 2],
    /// See `right`.
    pub down: [f32; 2],
    /// The canvas' place, from its middle, that the network's middle lies on.
    pub middle: [f32; 2],
}

impl Default for Pose {
    /// The whole canvas, upright.
    fn default() -> Self {
        let step = CANVAS_SIDE as f32 / SIDE as f32;
        Self { right: [step, 0.0], down: [0.0, step], middle: [0.0, 0.0] }
    }
}

impl Canvas {
    /// The garment of a photo, by a mask over all of it. A mask without garment takes the whole photo.
    /// A photo whose `rgb` is not `width * height * 3` bytes gives an empty canvas.
    pub fn of_photo(photo: &Photo, mask: &Mask) -> Self {
        let (width, height) = (photo.width as usize, photo.height as usize);
        let is_whole = width.checked_mul(height).and_then(|area| area.checked_mul(3));
        let fits = mask.inside.len() == mask.width * mask.height && !mask.inside.is_empty();
        if photo.rgb.is_empty() || is_whole != Some(photo.rgb.len()) || !fits {
            return Self::empty();
        }
        let is_empty = !mask.inside.contains(&true);
        let enlarged = mask.enlarged(width, height);
        let inside = |pixel: usize| is_empty || enlarged.inside[pixel];
        let garment = |pixel: usize| {
            let at = pixel * 3;
            inside(pixel).then(|| [photo.rgb[at], photo.rgb[at + 1], photo.rgb[at + 2]])
        };
        Self::of(width, height, garment)
    }

    /// An image of the data set: garment is what is not black.
    pub fn of_image(image: &[u8; PIXELS]) -> Self {
        let garment = |pixel: usize| (image[pixel] >= LEAST_GREY).then_some([image[pixel]; 3]);
        Self::of(IMAGE_SIDE, IMAGE_SIDE, garment)
    }

    /// A piece of what lies round the garment of a photo, drawn by seed: a picture of none of the ten
    /// classes. None where the garment leaves no room.
    pub fn of_ground(photo: &Photo, mask: &Mask, seed: u64) -> Option<Self> {
        let mut rng = Rng::stream(seed, 1);
        (0..GROUND_TRIES).find_map(|_| {
            let [wide, high] = [mask.width, mask.height].map(|length| {
                let least = (length / 4).max(1);
                (length, least + rng.below(least + 1))
            });
            let [(left, width), (top, height)] =
                [wide, high].map(|(length, side)| (rng.below(length - side + 1), side));
            let is_round = rng.next_u64() & 1 == 1;
            let contains = |pixel: usize| {
                let (x, y) = (pixel % mask.width, pixel / mask.width);
                let along = |at: usize, start: usize, side: usize| {
                    (2.0 * (at as f32 + 0.5 - start as f32) / side as f32 - 1.0).abs()
                };
                let (x, y) = (along(x, left, width), along(y, top, height));
                if is_round { x * x + y * y <= 1.0 } else { x.max(y) <= 1.0 }
            };
            let piece: Vec<bool> = (0..mask.inside.len()).map(contains).collect();
            let both = piece.iter().zip(&mask.inside).filter(|(a, b)| **a && **b).count();
            let all = piece.iter().filter(|inside| **inside).count();
            let is_free = (both as f32) < GROUND_GARMENT * all as f32;
            is_free.then(|| Self::of_photo(photo, &Mask { inside: piece, ..mask.clone() }))
        })
    }

    fn empty() -> Self {
        Self { pixels: vec![[0; CHANNELS]; CANVAS_SIDE * CANVAS_SIDE] }
    }

    /// Red, green, blue and share of each pixel, row by row.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.pixels.as_flattened().to_vec()
    }

    /// What [`Self::to_bytes`] wrote; none of another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (pixels, rest) = bytes.as_chunks();
        let is_whole = rest.is_empty() && pixels.len() == CANVAS_SIDE * CANVAS_SIDE;
        is_whole.then(|| Self { pixels: pixels.to_vec() })
    }

    /// The canvas without a rectangle, which is given in shares of the garment's longest side, that
    /// side's square lying round the middle: left, top, right, bottom.
    pub fn without(&self, [left, top, right, bottom]: [f32; 4]) -> Self {
        let margin = (CANVAS_SIDE - GARMENT_SIDE) as f32 / 2.0;
        // What reaches the square's edge takes the margin with it, where a garment may leave a seam.
        let place = |share: f32| match share {
            ..=0.0 => 0,
            1.0.. => CANVAS_SIDE,
            _ => (margin + share * GARMENT_SIDE as f32).round() as usize,
        };
        let mut rest = self.clone();
        for row in rest.pixels.chunks_exact_mut(CANVAS_SIDE).take(place(bottom)).skip(place(top)) {
            row[place(left)..place(right).max(place(left))].fill([0; CHANNELS]);
        }
        rest
    }

    /// Fits the box round what is garment onto the canvas.
    fn of(width: usize, height: usize, garment: impl Fn(usize) -> Option<[u8; 3]>) -> Self {
        let mut canvas = Self::empty();
        let (mut left, mut right, mut top, mut bottom) = (width, 0, height, 0);
        for pixel in (0..width * height).filter(|&pixel| garment(pixel).is_some()) {
            let (x, y) = (pixel % width, pixel / width);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
        }
        if left >= right {
            return canvas;
        }
        let longest = (right - left).max(bottom - top) as f32;
        // Pixels of the picture for one of the canvas.
        let step = longest / GARMENT_SIDE as f32;
        let corner =
            |start: usize, end: usize| (start + end) as f32 / 2.0 - CANVAS_SIDE as f32 / 2.0 * step;
        let (corner_x, corner_y) = (corner(left, right), corner(top, bottom));
        let columns: Vec<_> = (0..CANVAS_SIDE).map(|x| taps(corner_x, step, x, width)).collect();
        let rows: Vec<_> = (0..CANVAS_SIDE).map(|y| taps(corner_y, step, y, height)).collect();
        for (pixel, out) in canvas.pixels.iter_mut().enumerate() {
            let (columns, rows) = (&columns[pixel % CANVAS_SIDE], &rows[pixel / CANVAS_SIDE]);
            let (mut colour, mut share, mut all) = ([0.0; 3], 0.0, 0.0);
            for &(y, high) in rows {
                for &(x, wide) in columns {
                    let weight = high * wide;
                    all += weight;
                    let inside = y < height && x < width;
                    if let Some(rgb) = inside.then(|| garment(y * width + x)).flatten() {
                        share += weight;
                        for (sum, value) in colour.iter_mut().zip(rgb) {
                            *sum += weight * f32::from(value);
                        }
                    }
                }
            }
            if share > 0.0 {
                let [red, green, blue] = colour.map(|sum| (sum / share + 0.5) as u8);
                *out = [red, green, blue, (255.0 * share / all + 0.5) as u8];
            }
        }
        canvas
    }

    /// What the network sees: `CHANNELS` planes of `SIDE` × `SIDE`. Colours are in [-1, 1] times the
    /// share, which is in [0, 1]; all are 0 where there is nothing.
    pub fn sampled(&self, pose: &Pose) -> Vec<f32> {
        let mut values = vec![0.0; VALUES];
        self.sample(pose, &mut values);
        values
    }

    /// The same, into `values` of `VALUES` zeros.
    fn sample(&self, pose: &Pose, values: &mut [f32]) {
        let half = (SIDE as f32 - 1.0) / 2.0;
        let centre = (CANVAS_SIDE as f32 - 1.0) / 2.0;
        let area = SIDE * SIDE;
        for pixel in 0..area {
            let (x, y) = ((pixel % SIDE) as f32 - half, (pixel / SIDE) as f32 - half);
            let at = |axis: usize| {
                centre + pose.middle[axis] + x * pose.right[axis] + y * pose.down[axis]
            };
            let [red, green, blue, share] = self.between(at(0), at(1));
            if share > 0.0 {
                for (channel, value) in [red, green, blue].into_iter().enumerate() {
                    values[channel * area + pixel] = value;
                }
                values[3 * area + pixel] = share;
            }
        }
    }

    /// Colours in [-1, 1] times the share, and the share in [0, 1], between four pixels; nothing beyond
    /// the edge.
    fn between(&self, x: f32, y: f32) -> [f32; CHANNELS] {
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let mut sums = [0.0; CHANNELS];
        for (dx, dy, weight) in [
            (0, 0, (1.0 - right) * (1.0 - down)),
            (1, 0, right * (1.0 - down)),
            (0, 1, (1.0 - right) * down),
            (1, 1, right * down),
        ] {
            let (x, y) = (left as i32 + dx, top as i32 + dy);
            let side = CANVAS_SIDE as i32;
            if (0..side).contains(&x) && (0..side).contains(&y) {
                let pixel = self.pixels[(y * side + x) as usize];
                let share = weight * f32::from(pixel[3]) / 255.0;
                for (sum, value) in sums.iter_mut().zip(&pixel[..3]) {
                    *sum += share * (f32::from(*value) / 127.5 - 1.0);
                }
                sums[3] += share;
            }
        }
        sums
    }
}

/// The places along an axis that a pixel of the canvas covers, with how much of each: the two that its
/// middle lies between where the picture is coarser than the canvas. A place may be beyond the edge.
fn taps(corner: f32, step: f32, pixel: usize, length: usize) -> Vec<(usize, f32)> {
    let outside = length;
    let place = |place: f32| if place < 0.0 { outside } else { place as usize };
    if step < 1.0 {
        let middle = corner + (pixel as f32 + 0.5) * step - 0.5;
        let first = middle.floor();
        let rest = middle - first;
        return vec![(place(first), 1.0 - rest), (place(first + 1.0), rest)];
    }
    let (start, end) = (corner + pixel as f32 * step, corner + (pixel + 1) as f32 * step);
    let mut taps = Vec::new();
    let mut at = start.floor();
    while at < end {
        let covered = end.min(at + 1.0) - start.max(at);
        if covered > 0.0 {
            taps.push((place(at), covered));
        }
        at += 1.0;
    }
    taps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A red block of 40×80 on a blue ground of 200×100, and its mask.
    fn block() -> (Photo, Mask) {
        let inside = |i: usize| (60..100).contains(&(i % 200)) && (10..90).contains(&(i / 200));
        let colour = |i| if inside(i) { [255, 0, 0] } else { [0, 0, 255] };
        let rgb = (0..200 * 100).flat_map(colour).collect();
        let photo = Photo { width: 200, height: 100, rgb, warnings: vec![] };
        let mask = Mask { width: 200, height: 100, inside: (0..200 * 100).map(inside).collect() };
        (photo, mask)
    }

    fn plane(values: &[f32], channel: usize) -> &[f32] {
        &values[channel * SIDE * SIDE..(channel + 1) * SIDE * SIDE]
    }

    #[test]
    fn a_garment_fills_the_canvas_and_nothing_of_its_ground_is_left() {
        let (photo, mask) = block();
        let values = Canvas::of_photo(&photo, &mask).sampled(&Pose::default());
        let share = plane(&values, 3);
        // 88 / 96 of the height and half of that of the width.
        let sum: f32 = share.iter().sum();
        assert!((sum - 58.67 * 29.33).abs() < 30.0, "{sum}");
        assert_eq!(share[32 * SIDE + 32], 1.0);
        assert_eq!((share[32 * SIDE + 2], share[SIDE + 32]), (0.0, 0.0));
        for (channel, colour) in [(0, 1.0), (1, -1.0), (2, -1.0)] {
            for (value, share) in plane(&values, channel).iter().zip(share) {
                assert!((value - colour * share).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_canvas_does_not_depend_on_where_in_the_photo_or_how_large_the_garment_is() {
        let (photo, mask) = block();
        let at = Canvas::of_photo(&photo, &mask);
        let doubled = |value: usize| (value / 400 / 2) * 200 + value % 400 / 2;
        let rgb = (0..400 * 200).flat_map(|i| {
            let from = doubled(i) * 3;
            [photo.rgb[from], photo.rgb[from + 1], photo.rgb[from + 2]]
        });
        let large = Photo { width: 400, height: 200, rgb: rgb.collect(), warnings: vec![] };
        let values = at.sampled(&Pose::default());
        let others = Canvas::of_photo(&large, &mask).sampled(&Pose::default());
        let off = values.iter().zip(&others).map(|(a, b)| (a - b).abs()).sum::<f32>();
        assert!(off / (VALUES as f32) < 0.01, "{off}");
    }

    #[test]
    fn bytes_are_read_again_and_a_hidden_half_is_gone() {
        let (photo, mask) = block();
        let canvas = Canvas::of_photo(&photo, &mask);
        let bytes = canvas.to_bytes();
        assert_eq!(Canvas::from_bytes(&bytes), Some(canvas.clone()));
        assert_eq!(Canvas::from_bytes(&bytes[1..]), None);
        let rest = canvas.without([0.0, 0.5, 1.0, 1.0]);
        let share = |canvas: &Canvas| canvas.pixels.iter().filter(|p| p[3] > 0).count();
        assert!((2 * share(&rest)).abs_diff(share(&canvas)) < 200);
        assert_eq!(canvas.without([0.0, 0.0, 1.0, 1.0]), Canvas::empty());
    }

    #[test]
    fn an_image_of_the_data_set_lies_as_a_photo_does() {
        let mut image = [0; PIXELS];
        for (i, value) in image.iter_mut().enumerate() {
            if (8..20).contains(&(i % 28)) {
                *value = 200;
            }
        }
        let values = Canvas::of_image(&image).sampled(&Pose::default());
        let share = plane(&values, 3);
        assert_eq!(share[32 * SIDE + 32], 1.0);
        let colour = values[32 * SIDE + 32];
        assert!((colour - (200.0 / 127.5 - 1.0)).abs() < 0.01, "{colour}");
        // 12 of 28 columns.
        let row: f32 = share[32 * SIDE..33 * SIDE].iter().sum();
        assert!((row - 58.67 * 12.0 / 28.0).abs() < 2.0, "{row}");
    }

    #[test]
    fn a_mask_without_garment_takes_everything_and_a_photo_without_pixels_gives_nothing() {
        let (photo, mut mask) = block();
        mask.inside.fill(false);
        let values = Canvas::of_photo(&photo, &mask).sampled(&Pose::default());
        let sum: f32 = plane(&values, 3).iter().sum();
        assert!((sum - 58.67 * 29.33).abs() < 40.0, "{sum}");
        let none = Photo { width: 3, height: 3, rgb: vec![], warnings: vec![] };
        assert_eq!(Canvas::of_photo(&none, &mask), Canvas::empty());
        assert_eq!(Canvas::of_image(&[0; PIXELS]), Canvas::empty());
    }
}
