//! The Page–Hinkley test (Page 1954) with a forgetting factor, as the River library defines it.
//!
//! With x̄ the running mean, two sums are kept, both fading by α: of x − x̄ − δ, whose rise above
//! its lowest point speaks for a higher mean, and of x − x̄ + δ, whose fall below its highest
//! point speaks for a lower one. More than λ is a change.

use serde::{Deserialize, Serialize};

use super::{Detector, DetectorState, Known};

/// Which changes of the mean count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Upwards only.
    Up,
    /// Downwards only.
    Down,
    /// Both.
    #[default]
    Both,
}

/// What the test is told beforehand. The defaults are River's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageHinkleySettings {
    /// Values before anything can be reported.
    pub min_instances: u64,
    /// δ: how far the mean may move unpunished, in units of the values.
    pub delta: f64,
    /// λ: the limit.
    pub threshold: f64,
    /// α: how much of a sum is left after each value, in (0, 1].
    pub alpha: f64,
    /// Which changes count.
    pub side: Side,
}

impl Default for PageHinkleySettings {
    fn default() -> Self {
        Self { min_instances: 30, delta: 0.005, threshold: 50.0, alpha: 0.9999, side: Side::Both }
    }
}

/// The running test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageHinkley {
    settings: PageHinkleySettings,
    start: Past,
    past: Past,
    state: DetectorState,
}

/// What is forgotten after a drift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Past {
    n: u64,
    mean: f64,
    rise: f64,
    lowest_rise: f64,
    fall: f64,
    highest_fall: f64,
}

impl PageHinkley {
    /// A test that has seen nothing.
    pub fn new(settings: PageHinkleySettings) -> Self {
        Self::starting_at(settings, Past::default())
    }

    /// A test whose running mean is that of a reference, and goes on from there.
    pub fn starting_from(settings: PageHinkleySettings, known: Known) -> Self {
        Self::starting_at(settings, Past { n: known.n, mean: known.mean, ..Past::default() })
    }

    fn starting_at(settings: PageHinkleySettings, start: Past) -> Self {
        Self { settings, start, past: start, state: DetectorState::Stable }
    }
}

impl Past {
    fn push(&mut self, value: f64, settings: &PageHinkleySettings) {
        self.n += 1;
        self.mean += (value - self.mean) / self.n as f64;
        let deviation = value - self.mean;
        self.rise = settings.alpha * self.rise + deviation - settings.delta;
        self.fall = settings.alpha * self.fall + deviation + settings.delta;
        if self.n == 1 {
            (self.lowest_rise, self.highest_fall) = (self.rise, self.fall);
        }
        self.lowest_rise = self.lowest_rise.min(self.rise);
        self.highest_fall = self.highest_fall.max(self.fall);
    }
}

impl Detector for PageHinkley {
    fn update(&mut self, value: f64) -> DetectorState {
        if self.state == DetectorState::Drift {
            self.past = self.start;
        }
        self.past.push(value, &self.settings);
        let above = self.statistic() > self.settings.threshold;
        self.state = if above { DetectorState::Drift } else { DetectorState::Stable };
        self.state
    }

    fn statistic(&self) -> f64 {
        let past = &self.past;
        if past.n < self.settings.min_instances {
            return 0.0;
        }
        let up = past.rise - past.lowest_rise;
        let down = past.highest_fall - past.fall;
        match self.settings.side {
            Side::Up => up,
            Side::Down => down,
            Side::Both => up.max(down),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::vectors::{detections, random_stream};
    use super::*;

    fn step(from: f64, to: f64) -> impl Iterator<Item = f64> {
        (0..2000).map(move |index| if index < 1000 { from } else { to })
    }

    #[test]
    fn a_step_down_is_found_as_fast_as_a_step_up() {
        let both = || PageHinkley::new(PageHinkleySettings::default());
        assert_eq!(detections(&mut both(), step(0.2, 0.8)), [1088]);
        assert_eq!(detections(&mut both(), step(0.8, 0.2)), [1088]);
    }

    #[test]
    fn a_side_that_does_not_count_is_not_reported() {
        let on = |side| PageHinkley::new(PageHinkleySettings { side, ..Default::default() });
        assert!(detections(&mut on(Side::Down), step(0.2, 0.8)).is_empty());
        assert!(detections(&mut on(Side::Up), step(0.8, 0.2)).is_empty());
        assert_eq!(detections(&mut on(Side::Up), step(0.2, 0.8)), [1088]);
    }

    #[test]
    fn random_streams_give_what_river_gives() {
        // river 0.26.1 on the same 6,000 numbers.
        let mut river = PageHinkley::new(PageHinkleySettings::default());
        assert_eq!(detections(&mut river, random_stream()), [2176, 4076]);
        let quick = PageHinkleySettings {
            delta: 0.01,
            threshold: 10.0,
            alpha: 0.999,
            ..Default::default()
        };
        let found = detections(&mut PageHinkley::new(quick), random_stream());
        assert_eq!(found, [1599, 2045, 4005]);
    }

    #[test]
    fn a_test_that_starts_from_a_reference_sees_what_differs_from_the_first_value_on() {
        let known = Known { n: 1000, mean: 0.2, variance: 0.0 };
        let mut test = PageHinkley::starting_from(PageHinkleySettings::default(), known);
        // river 0.26.1: 1,000 values of 0.2, then 0.8, is seen at 1088.
        let found = detections(&mut test, std::iter::repeat_n(0.8, 500));
        assert_eq!(found[0], 88);
        // It starts from the reference again, and so keeps reporting.
        assert_eq!(found[1], 2 * 88 + 1);
        let alike = std::iter::repeat_n(0.2, 5000);
        let mut test = PageHinkley::starting_from(PageHinkleySettings::default(), known);
        assert!(detections(&mut test, alike).is_empty());
    }

    #[test]
    fn a_saved_test_goes_on_where_it_was() {
        let mut test = PageHinkley::new(PageHinkleySettings::default());
        step(0.2, 0.8).take(1050).for_each(|value| {
            test.update(value);
        });
        let json = serde_json::to_string(&test).unwrap();
        let mut resumed: PageHinkley = serde_json::from_str(&json).unwrap();
        assert_eq!(detections(&mut resumed, step(0.2, 0.8).skip(1050)), [1088 - 1050]);
    }
}
