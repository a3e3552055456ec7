//! How good a generator of images is: whether its images are like real ones ([`frechet_distance`]),
//! whether each is plausible and all kinds are there ([`density_and_coverage`]), whether it repeats
//! its training images ([`copy_check`]) or one image over and over ([`Variety`]). It does not know
//! the generator, nor the network that features come from.
//!
//! Features and images come as slices of rows, one row after the other. A slice whose length is no
//! whole number of rows, or that has a value that is not finite, is refused with None.

mod collapse;
mod copying;
mod coverage;
mod frechet;
mod nearest;
mod symmetric;

#[cfg(test)]
mod samples;

use std::slice::ChunksExact;

pub use collapse::{Variety, variety};
pub use copying::{CopyCheck, copy_check};
pub use coverage::{Fidelity, density_and_coverage};
pub use frechet::frechet_distance;
pub use nearest::{Nearest, nearest};

/// `values` in rows of `width`.
fn rows(values: &[f32], width: usize) -> Option<ChunksExact<'_, f32>> {
    let fits = width > 0 && values.len().is_multiple_of(width);
    let is_finite = || values.iter().all(|value| value.is_finite());
    (fits && is_finite()).then(|| values.chunks_exact(width))
}

/// The mean of each column of at least one row.
fn means(rows: &ChunksExact<'_, f32>, width: usize) -> Vec<f64> {
    let mut sums = vec![0.0; width];
    for row in rows.clone() {
        for (sum, &value) in sums.iter_mut().zip(row) {
            *sum += f64::from(value);
        }
    }
    sums.iter().map(|sum| sum / rows.len() as f64).collect()
}
