//! The drift detection method on errors (Gama, Medas, Castillo, Rodrigues 2004), as the River
//! library defines it.
//!
//! With p the error rate so far and s = √(p (1 − p) / n), the lowest p + s is remembered. A later
//! p + s above p_min + 2 s_min is a warning, above p_min + 3 s_min a drift. Only more errors
//! count. It needs labels.

use serde::{Deserialize, Serialize};

use super::{Detector, DetectorState, Known, NEVER};

/// What the method is told beforehand. The defaults are those of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DdmSettings {
    /// Records before anything can be reported. With few errors 30 is short: at an error rate of
    /// 7 % one run in ten starts with 31 right answers, and then the first error is a drift.
    pub warm_start: u64,
    /// Multiple of s_min that is a warning.
    pub warning_level: f64,
    /// Multiple of s_min that is a drift.
    pub drift_level: f64,
}

impl Default for DdmSettings {
    fn default() -> Self {
        Self { warm_start: 30, warning_level: 2.0, drift_level: 3.0 }
    }
}

/// The running method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ddm {
    settings: DdmSettings,
    start: Past,
    past: Past,
    state: DetectorState,
}

/// What is forgotten after a drift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Past {
    n: u64,
    rate: f64,
    lowest: Option<(f64, f64)>,
    excess: f64,
}

impl Ddm {
    /// A detector that has seen nothing.
    pub fn new(settings: DdmSettings) -> Self {
        Self::starting_at(settings, Past::default())
    }

    /// A detector that has counted the errors of a reference, one error and one right answer added,
    /// so that a reference without any error leaves it a deviation to measure with.
    pub fn starting_from(settings: DdmSettings, known: Known) -> Self {
        let n = known.n as f64 + 2.0;
        let rate = (known.mean * known.n as f64 + 1.0) / n;
        let lowest = Some((rate, (rate * (1.0 - rate) / n).sqrt()));
        Self::starting_at(settings, Past { n: known.n + 2, rate, lowest, excess: 0.0 })
    }

    fn starting_at(settings: DdmSettings, start: Past) -> Self {
        Self { settings, start, past: start, state: DetectorState::Stable }
    }
}

impl Past {
    /// Takes an error (1) or a right answer (0) in.
    fn push(&mut self, error: f64, warm_start: u64) {
        self.n += 1;
        self.rate += (error - self.rate) / self.n as f64;
        if self.n <= warm_start {
            return;
        }
        let rate = self.rate;
        let deviation = (rate * (1.0 - rate)).max(0.0).sqrt() / (self.n as f64).sqrt();
        let (p, s) = match self.lowest {
            Some((p, s)) if p + s < rate + deviation => (p, s),
            _ => (rate, deviation),
        };
        self.lowest = Some((p, s));
        let above = rate + deviation - p;
        self.excess = if above <= 0.0 {
            0.0
        } else if s == 0.0 {
            NEVER
        } else {
            above / s
        };
    }
}

impl Detector for Ddm {
    /// Takes 1 for an error, 0 for a right answer.
    fn update(&mut self, value: f64) -> DetectorState {
        if self.state == DetectorState::Drift {
            self.past = self.start;
        }
        self.past.push(value, self.settings.warm_start);
        self.state = match self.past.excess {
            excess if excess > self.settings.drift_level => DetectorState::Drift,
            excess if excess > self.settings.warning_level => DetectorState::Warning,
            _ => DetectorState::Stable,
        };
        self.state
    }

    /// (p + s − p_min) / s_min; [`NEVER`] where s_min is 0 and p is not.
    fn statistic(&self) -> f64 {
        self.past.excess
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::vectors::{detections, uniform_stream};
    use super::*;

    /// Errors at 7 %, then from record 3,000 on at 25 %.
    fn errors() -> impl Iterator<Item = f64> {
        let rate = |index| if index < 3000 { 0.07 } else { 0.25 };
        let stream = uniform_stream().into_iter().enumerate();
        stream.map(move |(index, value)| f64::from(u8::from(value < rate(index))))
    }

    #[test]
    fn a_random_stream_of_errors_gives_what_river_gives() {
        // river 0.26.1 on the same 6,000 numbers; the first is the false alarm of a short start.
        let mut ddm = Ddm::new(DdmSettings::default());
        assert_eq!(detections(&mut ddm, errors()), [44, 3370]);
        let mut patient = Ddm::new(DdmSettings { warm_start: 100, ..Default::default() });
        assert_eq!(detections(&mut patient, errors()), [3688]);
    }

    #[test]
    fn warnings_come_before_the_drift() {
        let mut ddm = Ddm::new(DdmSettings { warm_start: 100, ..Default::default() });
        let states: Vec<DetectorState> = errors().map(|error| ddm.update(error)).collect();
        let is_warning = |&index: &usize| states[index] == DetectorState::Warning;
        assert_eq!((0..6000).find(is_warning), Some(223));
        assert_eq!((0..6000).filter(is_warning).count(), 426);
        assert_eq!(states[3687], DetectorState::Warning);
    }

    #[test]
    fn errors_that_are_more_than_the_references_from_the_start_are_a_drift() {
        let known = Known { n: 5000, mean: 0.07, variance: 0.07 * 0.93 };
        let start = || Ddm::starting_from(DdmSettings::default(), known);
        assert!(detections(&mut start(), errors().take(3000)).is_empty());
        assert!(!detections(&mut start(), errors().skip(3000)).is_empty());
        // No error at all in the reference is no division by zero at the first one.
        let faultless = Known { n: 500, mean: 0.0, variance: 0.0 };
        let mut ddm = Ddm::starting_from(DdmSettings::default(), faultless);
        assert_ne!(ddm.update(1.0), DetectorState::Drift);
        assert!(ddm.statistic() < 3.0, "{}", ddm.statistic());
    }

    #[test]
    fn fewer_errors_are_no_drift() {
        let better = (0..4000).map(|index| f64::from(u8::from(index % 4 == 0 && index < 2000)));
        assert!(detections(&mut Ddm::new(DdmSettings::default()), better).is_empty());
    }
}
