//! From the planes of a channel to its tiles and back. What belongs to the same
//! place of each tile lies side by side: `[6, 6, tiles]`. Pure.

use super::winograd::{IN, OUT};
use crate::pool::beats;

/// How many tiles cover an image.
#[derive(Clone, Copy)]
pub(super) struct Tiles {
    pub down: usize,
    pub across: usize,
}

impl Tiles {
    pub fn each(self) -> usize {
        self.down * self.across
    }

    /// Which image a tile is of, and its row and column there.
    pub fn place(self, tile: usize) -> [usize; 3] {
        let (image, tile) = (tile / self.each(), tile % self.each());
        [image, tile / self.across, tile % self.across]
    }
}

/// The planes of one channel of a few images, each with a margin of one pixel, in whole tiles.
pub struct Planes {
    values: Vec<f32>,
    /// Of an image with its margin.
    height: usize,
    width: usize,
    /// Where each tile begins.
    starts: Vec<usize>,
}

impl Planes {
    /// Black planes.
    pub fn new(images: usize, tiles: Tiles) -> Self {
        let (height, width) = (tiles.down * OUT + 2, tiles.across * OUT + 2);
        let starts = (0..images * tiles.each()).map(|tile| {
            let [image, down, across] = tiles.place(tile);
            (image * height + down * OUT) * width + across * OUT
        });
        let starts = starts.collect();
        Self { values: vec![0.0; images * height * width], height, width, starts }
    }

    /// Makes the planes black.
    pub fn clear(&mut self) {
        self.values.fill(0.0);
    }

    /// Takes the plane of an image whose rows are so wide.
    #[inline(always)]
    pub fn load(&mut self, image: usize, plane: &[f32], width: usize) {
        let inside = &mut self.values[(image * self.height + 1) * self.width + 1..];
        for (to, from) in inside.chunks_mut(self.width).zip(plane.chunks_exact(width)) {
            copy_row(from, &mut to[..width]);
        }
    }

    /// Gives the plane of an image.
    #[inline(always)]
    pub fn store(&self, image: usize, plane: &mut [f32], width: usize) {
        let inside = &self.values[(image * self.height + 1) * self.width + 1..];
        for (from, to) in inside.chunks(self.width).zip(plane.chunks_exact_mut(width)) {
            copy_row(&from[..width], to);
        }
    }

    /// Writes the tiles, margins and all.
    #[inline(always)]
    pub fn read(&self, tiles: &mut [f32]) {
        let rows = tiles.chunks_exact_mut(self.starts.len());
        for (point, row) in rows.enumerate() {
            let values = &self.values[point / IN * self.width + point % IN..];
            for (to, &start) in row.iter_mut().zip(&self.starts) {
                *to = values[start];
            }
        }
    }

    /// Adds the first tiles, margins and all, to what is there.
    #[inline(always)]
    pub fn add(&mut self, tiles: &[f32], first: usize) {
        let rows = tiles.chunks_exact(self.starts.len());
        for (point, row) in rows.enumerate() {
            let values = &mut self.values[point / IN * self.width + point % IN..];
            for (&from, &start) in row.iter().zip(&self.starts).take(first) {
                values[start] += from;
            }
        }
    }
}

/// Windows of 2×2 in a tile of outputs.
const WINDOWS: usize = 4;

/// Where the windows of each tile are in what pooling makes of a channel of a few images.
pub struct Windows {
    /// Window by window: of each tile the place, or [`NOWHERE`].
    places: [Vec<usize>; WINDOWS],
    largest: Vec<f32>,
    which: Vec<u32>,
}

/// Beyond every map.
const NOWHERE: usize = usize::MAX / 2;

impl Windows {
    /// The maps of so many channels become `height` by `width`.
    pub fn new(images: usize, tiles: Tiles, channels: usize, [height, width]: [usize; 2]) -> Self {
        let count = images * tiles.each();
        let place = |window: usize, tile| {
            let [image, down, across] = tiles.place(tile);
            let (y, x) = (down * 2 + window / 2, across * 2 + window % 2);
            let is_inside = y < height && x < width;
            if is_inside { (image * channels * height + y) * width + x } else { NOWHERE }
        };
        let places =
            [0, 1, 2, 3].map(|window| (0..count).map(|tile| place(window, tile)).collect());
        Self { places, largest: vec![0.0; count], which: vec![0; count] }
    }

    /// The largest output of each window, and which it is: of equal ones the first. The channel's
    /// first value is at `first`.
    #[inline(always)]
    pub fn halve(&mut self, tiles: &[f32], first: usize, values: &mut [f32], winners: &mut [u32]) {
        let count = self.largest.len();
        for (window, places) in self.places.iter().enumerate() {
            let at = |pixel| &tiles[pixel_of(window, pixel) * count..][..count];
            largest([at(0), at(1), at(2), at(3)], &mut self.largest, &mut self.which);
            let found = self.largest.iter().zip(&self.which);
            for (place, (&value, &winner)) in places.iter().zip(found) {
                let place = place.wrapping_add(first);
                if let (Some(to), Some(which)) = (values.get_mut(place), winners.get_mut(place)) {
                    (*to, *which) = (value, winner);
                }
            }
        }
    }

    /// The way back: each value at its window's largest output, 0 elsewhere.
    #[inline(always)]
    pub fn spread(&mut self, tiles: &mut [f32], first: usize, values: &[f32], winners: &[u32]) {
        let count = self.largest.len();
        for (window, places) in self.places.iter().enumerate() {
            let found = self.largest.iter_mut().zip(&mut self.which);
            for (place, (value, winner)) in places.iter().zip(found) {
                let place = place.wrapping_add(first);
                *value = values.get(place).copied().unwrap_or(0.0);
                *winner = winners.get(place).copied().unwrap_or(0);
            }
            for pixel in 0..4 {
                let outputs = &mut tiles[pixel_of(window, pixel) * count..][..count];
                let found = self.largest.iter().zip(&self.which);
                for (output, (&value, &winner)) in outputs.iter_mut().zip(found) {
                    *output = if winner == pixel as u32 { value } else { 0.0 };
                }
            }
        }
    }
}

/// Where one of the four pixels of a window is in a tile.
fn pixel_of(window: usize, pixel: usize) -> usize {
    (window / 2 * 2 + pixel / 2) * IN + window % 2 * 2 + pixel % 2
}

/// At each place the largest of four values and which it is.
#[inline(always)]
fn largest([a, b, c, d]: [&[f32]; 4], values: &mut [f32], which: &mut [u32]) {
    let pixels = a.iter().zip(b).zip(c.iter().zip(d));
    for ((value, which), ((&a, &b), (&c, &d))) in values.iter_mut().zip(which).zip(pixels) {
        let (above, below) = (beats(b, a), beats(d, c));
        let (upper, lower) = (if above { b } else { a }, if below { d } else { c });
        let wins = beats(lower, upper);
        *value = if wins { lower } else { upper };
        *which = if wins { 2 + u32::from(below) } else { u32::from(above) };
    }
}

/// Copies a row. Most are short, for which a few vectors are quicker than the general way.
#[inline(always)]
fn copy_row(from: &[f32], to: &mut [f32]) {
    const VECTOR: usize = 4;
    let (pieces, _) = from.as_chunks::<VECTOR>();
    let (room, _) = to.as_chunks_mut::<VECTOR>();
    room.iter_mut().zip(pieces).for_each(|(to, from)| *to = *from);
    match (from.last_chunk::<VECTOR>(), to.last_chunk_mut::<VECTOR>()) {
        (Some(from), Some(to)) => *to = *from,
        _ => to.iter_mut().zip(from).for_each(|(to, from)| *to = *from),
    }
}
