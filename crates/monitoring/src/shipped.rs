//! The two files that the site carries for monitoring, beside the weights that they belong to:
//! the reference and the limits. Knows their layout; who reads and writes them is elsewhere.

mod limits;
mod reference;

use serde::Deserialize;

pub use limits::{Basis, LimitsFile, Made};
pub use reference::{ReferenceFile, with_latencies};

/// Version of both files' layout.
pub const FORMAT: u32 = 2;
/// Name of the reference in the folder of the weights.
pub const REFERENCE_FILE: &str = "reference.json";
/// Name of the limits in the folder of the weights.
pub const LIMITS_FILE: &str = "limits.json";
/// Values of each signal that a monitor's reference keeps. A log that is read as a reference is
/// thinned alike, so that it gives the same levels, and so the same alarms, as the shipped file.
pub const VALUES: usize = 1_000;

/// Why a shipped file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ShippedError {
    /// It is not such a file.
    #[error("it is damaged")]
    Damaged(#[from] serde_json::Error),
    /// It is of another version.
    #[error("it is of version {found}, this program reads version {FORMAT}")]
    Version {
        /// The version that it says.
        found: u32,
    },
    /// An edge between bins that is no number.
    #[error("`{0}` is no edge between bins")]
    Edge(String),
}

/// Only the version, which is looked at before the rest.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

pub(crate) fn check_version(json: &[u8]) -> Result<(), ShippedError> {
    let Versioned { format: found } = serde_json::from_slice(json)?;
    if found == FORMAT { Ok(()) } else { Err(ShippedError::Version { found }) }
}

#[cfg(test)]
mod testing {
    use random::Rng;
    use statistics::drift::Record;
    use statistics::drift::reference::Reference;

    /// The reference of records that use this many classes.
    pub fn reference(n: usize, classes: u8) -> Reference {
        let mut rng = Rng::new(4);
        let record = |_| {
            let mut record = Record::new(0.0, f64::from(rng.uniform()), 0, 0.0);
            record.predicted = (rng.next_u64() % u64::from(classes)) as u8;
            // Many ties, as sure networks have.
            record.confidence = (0.4 + rng.uniform()).min(1.0);
            record.reconstruction_error = Some(rng.uniform().powi(3) / 30.0);
            record.label = Some(record.predicted);
            record
        };
        Reference::of(&(0..n).map(record).collect::<Vec<_>>(), 0)
    }
}
