//! Features and images that tests compare. Tests only.

use dataset::{PIXELS, SIDE};
use random::Rng;

/// `n` rows of features of a seed: each is a uniform number plus `pull` times the feature before it
/// in its row, so that they hang together. Other libraries were run on the same numbers.
pub fn features(seed: u64, n: usize, width: usize, pull: f32) -> Vec<f32> {
    let mut rng = Rng::new(seed);
    let mut rows = Vec::with_capacity(n * width);
    for _ in 0..n {
        let mut previous = 0.0;
        for _ in 0..width {
            previous = rng.uniform() + pull * previous;
            rows.push(previous);
        }
    }
    rows
}

/// `n` images of a seed, each a bright rectangle of its own place, size and grey on black.
pub fn garments(seed: u64, n: usize) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    let mut images = Vec::with_capacity(n * PIXELS);
    for _ in 0..n {
        let (left, top) = (1 + rng.below(10), 1 + rng.below(10));
        let (right, bottom) = (18 + rng.below(10), 18 + rng.below(10));
        let grey = 100 + rng.below(100);
        images.extend((0..PIXELS).map(|place| {
            let (x, y) = (place % SIDE, place / SIDE);
            let is_inside = (left..right).contains(&x) && (top..bottom).contains(&y);
            if is_inside { (grey + rng.below(40)) as u8 } else { 0 }
        }));
    }
    images
}

/// An image, left and right swapped.
pub fn mirrored(image: &[u8]) -> Vec<u8> {
    image.chunks(SIDE).flat_map(|row| row.iter().rev().copied()).collect()
}
