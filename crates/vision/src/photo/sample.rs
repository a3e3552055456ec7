//! Photos made out of the data set's images: the steps of [`super::prepare`] backwards. Sample
//! uploads and tests are made of them. Grey only.

use super::ground::TOLERANCE;
use super::steps::{Cells, centred, sharpen};
use dataset::{PIXELS, SIDE};

/// Iterations of [`unsharpen`]. Each leaves at most a third of the error: the sharpening's
/// eigenvalues lie in 1.0..=1.91.
const ITERATIONS: usize = 12;
/// Step of the iterations; 2 / 2.91 takes the two ends of that range equally fast.
const STEP: f32 = 0.69;

/// The least value of the brightest cell at each edge of the garment. Twice what the trim takes
/// for ground, so that the trim stops at this very edge, also after JPEG compression.
const EDGE: f32 = 2.0 * TOLERANCE;

/// A photo, dark on white, that [`super::prepare`] takes back to `pixels` (garment light on
/// black): width, height and grey values row by row.
///
/// Each cell becomes a square of `scale` pixels, which should be odd so that a pixel lies at its
/// centre; 0 counts as 1. `margin` pixels of white go round the 28×28 cells.
///
/// ```
/// let (width, height, grey) = vision::photo::as_photo(&[0; 784], 5, 10);
/// assert_eq!((width, height, grey.len()), (160, 160, 160 * 160));
/// ```
pub fn as_photo(pixels: &[u8; PIXELS], scale: u32, margin: u32) -> (u32, u32, Vec<u8>) {
    let scale = scale.max(1);
    let side = SIDE as u32 * scale + 2 * margin;
    let mut photo = vec![255; side as usize * side as usize];
    if let Some((x, y, cells)) = garment(pixels) {
        let mut cells = unsharpen(&cells);
        mark_edges(&mut cells);
        let scale = scale as usize;
        let (left, top) = (margin as usize + x * scale, margin as usize + y * scale);
        for row in 0..cells.height * scale {
            let start = (top + row) * side as usize + left;
            for (column, out) in photo[start..][..cells.width * scale].iter_mut().enumerate() {
                *out = (255.5 - enlarged(&cells, column, row, scale)) as u8;
            }
        }
    }
    (side, side, photo)
}

/// The part of the image that its photo was scaled to before it was extended: its longest edge
/// is 28, it is centred, and it holds every pixel that is not black. None on a black image.
fn garment(pixels: &[u8; PIXELS]) -> Option<(usize, usize, Cells)> {
    let lit = |x: usize, y: usize| pixels[y * SIDE + x] > 0;
    let columns = occupied(|x| (0..SIDE).any(|y| lit(x, y)))?;
    let rows = occupied(|y| (0..SIDE).any(|x| lit(x, y)))?;
    let (mut width, mut height) = (around(columns), around(rows));
    if width >= height {
        width = SIDE
    } else {
        height = SIDE
    }
    let (x, y) = (centred(width), centred(height));
    let value = |i: usize| f32::from(pixels[(y + i / width) * SIDE + x + i % width]);
    let rgb = (0..width * height).map(|i| [value(i); 3]).collect();
    Some((x, y, Cells { width, height, rgb }))
}

/// The first and the last line that has something on it.
fn occupied(has_something: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let mut lines = (0..SIDE).filter(|&line| has_something(line));
    let first = lines.next()?;
    Some((first, lines.next_back().unwrap_or(first)))
}

/// The least length that, centred, holds these lines.
fn around((first, last): (usize, usize)) -> usize {
    let holds = |&length: &usize| centred(length) <= first && last < centred(length) + length;
    (1..SIDE).find(holds).unwrap_or(SIDE)
}

/// Cells that sharpen to these, as far as values of 0 to 255 can: Landweber's iteration.
fn unsharpen(target: &Cells) -> Cells {
    let mut cells = target.clone();
    for _ in 0..ITERATIONS {
        let sharpened = sharpen(&cells);
        for ((cell, is), wanted) in cells.rgb.iter_mut().zip(&sharpened.rgb).zip(&target.rgb) {
            let value = (cell[0] + STEP * (wanted[0] - is[0])).clamp(0.0, 255.0);
            *cell = [value; 3];
        }
    }
    cells
}

/// Raises the brightest cell on each of the four edges to at least [`EDGE`].
fn mark_edges(cells: &mut Cells) {
    let (width, height) = (cells.width, cells.height);
    let edges: [Vec<usize>; 4] = [
        (0..width).collect(),
        (0..width).map(|x| (height - 1) * width + x).collect(),
        (0..height).map(|y| y * width).collect(),
        (0..height).map(|y| y * width + width - 1).collect(),
    ];
    for edge in edges {
        let brightest = edge.iter().max_by(|&&a, &&b| cells.rgb[a][0].total_cmp(&cells.rgb[b][0]));
        if let Some(&brightest) = brightest {
            cells.rgb[brightest] = cells.rgb[brightest].map(|value| value.max(EDGE));
        }
    }
}

/// The enlarged picture at one of its pixels: Catmull–Rom between the centres of the cells,
/// which go on as their outermost beyond the edges.
fn enlarged(cells: &Cells, column: usize, row: usize, scale: usize) -> f32 {
    let (x, across) = taps(column, scale);
    let (y, down) = taps(row, scale);
    let at = |first: isize, step: usize, length: usize| {
        (first + step as isize).clamp(0, length as isize - 1) as usize
    };
    let mut sum = 0.0;
    for (j, weight_y) in down.iter().enumerate() {
        let line = at(y, j, cells.height) * cells.width;
        for (i, weight_x) in across.iter().enumerate() {
            sum += weight_y * weight_x * cells.rgb[line + at(x, i, cells.width)][0];
        }
    }
    sum.clamp(0.0, 255.0)
}

/// The first of four cells that a pixel is interpolated from, and their Catmull–Rom weights.
fn taps(pixel: usize, scale: usize) -> (isize, [f32; 4]) {
    // In half pixels, cell centres lie at scale, 3 * scale, 5 * scale …
    let (from_first, period) = ((2 * pixel + 1) as isize - scale as isize, 2 * scale as isize);
    let cell = from_first.div_euclid(period);
    let t = from_first.rem_euclid(period) as f32 / period as f32;
    let (t2, t3) = (t * t, t * t * t);
    let weights = [
        0.5 * (-t + 2.0 * t2 - t3),
        0.5 * (2.0 - 5.0 * t2 + 3.0 * t3),
        0.5 * (t + 4.0 * t2 - 3.0 * t3),
        0.5 * (t3 - t2),
    ];
    (cell - 1, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::{Photo, Polarity, Warning, prepare};

    /// The mean absolute difference after the way to a photo and back, in grey levels.
    fn way_and_back(pixels: &[u8; PIXELS], scale: u32, margin: u32) -> f32 {
        let (width, height, grey) = as_photo(pixels, scale, margin);
        let rgb = grey.iter().flat_map(|&value| [value; 3]).collect();
        let photo = Photo { width, height, rgb, warnings: vec![] };
        let prepared = prepare(&photo, Polarity::Detect);
        let differences = prepared.pixels.iter().zip(pixels).map(|(&a, &b)| a.abs_diff(b));
        differences.map(f32::from).sum::<f32>() / PIXELS as f32
    }

    fn image(value: impl Fn(usize, usize) -> u8) -> [u8; PIXELS] {
        std::array::from_fn(|i| value(i % SIDE, i / SIDE))
    }

    #[test]
    fn garments_come_back_from_their_photos() {
        let trousers = image(|x, y| match (x, y) {
            (9..=18, 0..=5) => 180,
            (9..=12 | 15..=18, _) => 150 + y as u8,
            _ => 0,
        });
        let shoe =
            image(|x, y| if y > 10 && y < 20 && x + 24 > 2 * y { 90 + 4 * x as u8 } else { 0 });
        let bag = image(|x, y| match (x, y) {
            (_, 8..=27) => 120 + (x * y % 17) as u8,
            (9 | 18, 2..=7) | (9..=18, 0..=1) => 200,
            _ => 0,
        });
        for (name, garment) in [("trousers", trousers), ("shoe", shoe), ("bag", bag)] {
            for (scale, margin) in [(15, 30), (9, 5), (15, 3), (1, 4)] {
                let difference = way_and_back(&garment, scale, margin);
                assert!(difference < 2.0, "{name} at {scale}: {difference}");
            }
        }
    }

    #[test]
    fn a_photo_already_trimmed_comes_back() {
        let dress = image(|x, y| if x.abs_diff(13) <= 3 + y / 5 { 60 + 5 * y as u8 } else { 0 });
        let difference = way_and_back(&dress, 15, 0);
        assert!(difference < 2.0, "{difference}");
    }

    #[test]
    fn a_garment_that_is_not_centred_keeps_its_place() {
        let off = image(|x, y| if (3..12).contains(&x) && (5..25).contains(&y) { 170 } else { 0 });
        let difference = way_and_back(&off, 15, 20);
        assert!(difference < 0.5, "{difference}");
    }

    #[test]
    fn a_black_image_gives_a_white_photo() {
        let (width, height, grey) = as_photo(&[0; PIXELS], 3, 2);
        assert_eq!((width, height), (88, 88));
        assert!(grey.iter().all(|&value| value == 255));
        let photo = Photo { width, height, rgb: grey.repeat(3), warnings: vec![] };
        assert_eq!(prepare(&photo, Polarity::Detect).warnings, [Warning::Blank]);
    }

    #[test]
    fn the_pixel_at_a_cells_centre_is_the_cell() {
        // At scale 5, pixels 2, 7, 12 are centres; 4 and 5 lie 0.4 and 0.6 of the way.
        assert_eq!(taps(2, 5), (-1, [0.0, 1.0, 0.0, 0.0]));
        assert_eq!(taps(7, 5), (0, [0.0, 1.0, 0.0, 0.0]));
        let (first, weights) = taps(4, 5);
        assert_eq!(first, -1);
        for (is, wanted) in weights.into_iter().zip([-0.072, 0.696, 0.424, -0.048]) {
            assert!((is - wanted).abs() < 1e-6, "{is} is not {wanted}");
        }
    }
}
