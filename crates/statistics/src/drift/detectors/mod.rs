//! Detectors of change in a stream of numbers, one value at a time. They know neither the signal
//! nor the window that a number came from; each can be saved and resumed with serde.
//!
//! Each also tells its statistic: what it holds against its limit. The largest that clean runs
//! reach is what [`super::limits`] sets limits from.

mod adwin;
mod ddm;
mod limit;
mod page_hinkley;

use serde::{Deserialize, Serialize};

pub use adwin::{Adwin, AdwinSettings};
pub use ddm::{Ddm, DdmSettings};
pub use limit::LimitTest;
pub use page_hinkley::{PageHinkley, PageHinkleySettings, Side};

/// A number that no statistic comes near and that JSON can carry: the limit of a detector that is
/// followed and never fires, and the statistic of one that has divided by zero.
pub const NEVER: f64 = 1e300;

/// What a detector says after a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetectorState {
    /// Nothing to report.
    #[default]
    Stable,
    /// Something may be coming; only some detectors know this.
    Warning,
    /// The stream has changed.
    Drift,
}

/// What a detector that starts from a reference takes for its past, as if it had seen that many
/// values of this mean and variance before the first.
///
/// One that starts from nothing takes the first values for what is normal, and so never learns of
/// a production that was different from its first record on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// How many values.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Their variance.
    pub variance: f64,
}

/// What all detectors can do.
///
/// ```
/// use statistics::drift::detectors::{Detector, PageHinkley, PageHinkleySettings, DetectorState};
///
/// let settings = PageHinkleySettings { threshold: 5.0, ..PageHinkleySettings::default() };
/// let mut detector = PageHinkley::new(settings);
/// let calm = (0..100).all(|_| detector.update(0.2) == DetectorState::Stable);
/// let noticed = (0..100).any(|_| detector.update(0.8) == DetectorState::Drift);
/// assert!(calm && noticed);
/// ```
pub trait Detector {
    /// Takes the next value. A detector that keeps a past forgets it with the value after a
    /// drift, so that it can find the next one. One that started from a reference starts from it
    /// again, and so reports for as long as production stays different.
    fn update(&mut self, value: f64) -> DetectorState;

    /// What is held against the limit, as of the last value; more is more suspicious.
    fn statistic(&self) -> f64;
}
