//! The simplest detector: a statistic of a window above a limit.

use serde::{Deserialize, Serialize};

use super::{Detector, DetectorState};

/// A windowed test: it is given the statistic of each window and has no past.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitTest {
    limit: f64,
    statistic: f64,
}

impl LimitTest {
    /// Reports drift above `limit`.
    pub fn new(limit: f64) -> Self {
        Self { limit, statistic: 0.0 }
    }
}

impl Detector for LimitTest {
    fn update(&mut self, value: f64) -> DetectorState {
        self.statistic = value;
        if value > self.limit { DetectorState::Drift } else { DetectorState::Stable }
    }

    fn statistic(&self) -> f64 {
        self.statistic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_above_the_limit_is_drift() {
        let mut test = LimitTest::new(0.2);
        assert_eq!(test.update(0.2), DetectorState::Stable);
        assert_eq!(test.update(0.21), DetectorState::Drift);
        assert_eq!(test.update(0.0), DetectorState::Stable);
        assert_eq!(test.update(f64::NAN), DetectorState::Stable);
    }
}
