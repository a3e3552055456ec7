//! ADWIN, the adaptive window (Bifet and Gavaldà 2007), as the River library defines it.
//!
//! The window grows as long as nothing happens. It is kept as an exponential histogram: row i
//! holds buckets of 2ⁱ values, at most five of them, so that n values need O(log n) memory. Now
//! and then every cut between old and new buckets is tried; where the two means differ by more
//! than ε, the stream has changed:
//!
//! ε = √(2 σ² d / m) + 2 d / (3 m), d = ln(2 ln W / δ), 1/m = 1/(n₀ − 4) + 1/(n₁ − 4),
//!
//! with W the window's width, σ² its variance, and 4 one less than the shortest part allowed.
//! The second term supposes values in [0, 1].

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{Detector, DetectorState, Known};

/// What ADWIN is told beforehand. The defaults are River's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdwinSettings {
    /// δ: the confidence of one check, in (0, 1); 0 never reports.
    pub delta: f64,
    /// Values from one check to the next.
    pub clock: u64,
    /// Buckets of one size before two are merged.
    pub max_buckets: usize,
    /// Values that each side of a cut must have.
    pub min_part: u64,
    /// Values before the first check.
    pub grace: u64,
}

impl Default for AdwinSettings {
    fn default() -> Self {
        Self { delta: 0.002, clock: 32, max_buckets: 5, min_part: 5, grace: 10 }
    }
}

/// Values of a reference that count at most. What production is told from then errs less by the
/// reference than by any window of production.
const MOST_KNOWN: u64 = 20_000;

/// The running detector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Adwin {
    settings: AdwinSettings,
    start: Past,
    past: Past,
    evidence: f64,
    state: DetectorState,
}

/// The window. Forgotten after a drift.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Past {
    /// Row i holds buckets of 2ⁱ values, the oldest first.
    rows: Vec<VecDeque<Bucket>>,
    all: Moments,
    seen: u64,
}

/// A bucket's values in sum.
type Bucket = Moments;

/// Size, total and sum of squared deviations of some values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Moments {
    n: f64,
    total: f64,
    squares: f64,
}

impl Moments {
    fn mean(self) -> f64 {
        self.total / self.n
    }

    /// Squared deviations that arise from putting two groups together, beyond their own.
    fn between(self, other: Self) -> f64 {
        if self.n == 0.0 || other.n == 0.0 {
            return 0.0;
        }
        self.n * other.n * (self.mean() - other.mean()).powi(2) / (self.n + other.n)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            total: self.total + other.total,
            squares: self.squares + other.squares + self.between(other),
        }
    }

    fn minus(self, part: Self) -> Self {
        let rest = Self { n: self.n - part.n, total: self.total - part.total, squares: 0.0 };
        Self { squares: self.squares - part.squares - rest.between(part), ..rest }
    }
}

impl Past {
    /// The window after values that are all alike but for their variance.
    fn of(known: Known, max_buckets: usize) -> Self {
        let mut past = Self::default();
        (0..known.n.min(MOST_KNOWN)).for_each(|_| past.push(known.mean, max_buckets));
        let buckets = past.rows.iter_mut().flatten();
        for group in buckets.chain(std::iter::once(&mut past.all)) {
            group.squares = group.n * known.variance.max(0.0);
        }
        past
    }

    fn push(&mut self, value: f64, max_buckets: usize) {
        let one = Moments { n: 1.0, total: value, squares: 0.0 };
        self.all = self.all.plus(one);
        self.seen += 1;
        let mut carried = Some(one);
        let mut row = 0;
        while let Some(bucket) = carried.take() {
            if row == self.rows.len() {
                self.rows.push(VecDeque::new());
            }
            let buckets = &mut self.rows[row];
            buckets.push_back(bucket);
            if buckets.len() > max_buckets
                && let (Some(first), Some(second)) = (buckets.pop_front(), buckets.pop_front())
            {
                carried = Some(first.plus(second));
            }
            row += 1;
        }
    }

    fn drop_oldest(&mut self) {
        let Some(buckets) = self.rows.last_mut() else { return };
        if let Some(oldest) = buckets.pop_front() {
            self.all = self.all.minus(oldest);
        }
        if buckets.is_empty() {
            self.rows.pop();
        }
    }

    /// The strongest evidence −ln δ over all cuts: what δ would have to be for a cut to count
    /// just so. At least 0.
    fn evidence(&self, min_part: u64) -> f64 {
        let shortest = min_part as f64;
        let variance = (self.all.squares / self.all.n).max(0.0);
        let (mut old_n, mut old_total) = (0.0, 0.0);
        let mut strongest = 0f64;
        for bucket in self.rows.iter().rev().flatten() {
            old_n += bucket.n;
            old_total += bucket.total;
            let (new_n, new_total) = (self.all.n - old_n, self.all.total - old_total);
            if old_n < shortest || new_n < shortest {
                continue;
            }
            let difference = (old_total / old_n - new_total / new_n).abs();
            let recip = 1.0 / (old_n - shortest + 1.0) + 1.0 / (new_n - shortest + 1.0);
            strongest = strongest.max(root_of_d(difference, recip, variance));
        }
        (strongest * strongest - (2.0 * self.all.n.ln()).ln()).max(0.0)
    }
}

/// Solves ε = `difference` for √d, in which ε is a quadratic; `recip` is 1/m.
fn root_of_d(difference: f64, recip: f64, variance: f64) -> f64 {
    if difference == 0.0 {
        return 0.0;
    }
    let (square, linear_squared) = (2.0 / 3.0 * recip, 2.0 * recip * variance);
    // The form of the solution in which nothing cancels.
    2.0 * difference / ((linear_squared + 4.0 * square * difference).sqrt() + linear_squared.sqrt())
}

impl Adwin {
    /// A detector that has seen nothing.
    pub fn new(settings: AdwinSettings) -> Self {
        Self::starting_at(settings, Past::default())
    }

    /// A detector whose window is full of a reference.
    pub fn starting_from(settings: AdwinSettings, known: Known) -> Self {
        Self::starting_at(settings, Past::of(known, settings.max_buckets))
    }

    fn starting_at(settings: AdwinSettings, start: Past) -> Self {
        let past = start.clone();
        Self { settings, start, past, evidence: 0.0, state: DetectorState::Stable }
    }

    /// How many values the window holds. Just after a drift, what is left of it when the oldest
    /// buckets have been dropped until no cut counts.
    pub fn width(&self) -> usize {
        self.past.all.n as usize
    }

    /// Mean of the window; none when it is empty.
    pub fn mean(&self) -> Option<f64> {
        (self.past.all.n > 0.0).then(|| self.past.all.mean())
    }

    fn is_due(&self) -> bool {
        self.past.seen.is_multiple_of(self.settings.clock.max(1))
            && self.past.all.n > self.settings.grace as f64
    }
}

impl Detector for Adwin {
    fn update(&mut self, value: f64) -> DetectorState {
        if self.state == DetectorState::Drift {
            self.past = self.start.clone();
            self.evidence = 0.0;
        }
        self.state = DetectorState::Stable;
        self.past.push(value, self.settings.max_buckets);
        if self.is_due() {
            self.evidence = self.past.evidence(self.settings.min_part);
            // A δ above 1 would ask for less than no evidence, which every window has.
            let needed = (-self.settings.delta.ln()).max(0.0);
            let mut found = self.evidence;
            while found > needed {
                self.state = DetectorState::Drift;
                self.past.drop_oldest();
                found = self.past.evidence(self.settings.min_part);
            }
        }
        self.state
    }

    /// The largest −ln δ at which the last check would have reported a change; at least 0.
    fn statistic(&self) -> f64 {
        self.evidence
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::vectors::{detections, random_stream, uniform_stream};
    use super::*;

    #[test]
    fn random_streams_give_what_river_gives() {
        // river 0.26.1 on the same 6,000 numbers.
        let found = detections(&mut Adwin::new(AdwinSettings::default()), random_stream());
        assert_eq!(found, [2079, 4031]);
        let often = AdwinSettings { delta: 0.5, clock: 1, ..Default::default() };
        let wave = uniform_stream().into_iter().enumerate();
        let wave = wave.map(|(i, v)| if i % 700 < 350 { v } else { v * 0.7 + 0.3 });
        let expected = [
            421, 742, 1090, 1449, 1764, 2130, 2519, 2840, 3247, 3534, 3915, 4294, 4595, 4922, 5298,
            5616, 5989,
        ];
        assert_eq!(detections(&mut Adwin::new(often), wave), expected);
    }

    #[test]
    fn the_window_of_a_clean_stream_holds_it_all_with_its_mean_and_variance() {
        let mut adwin = Adwin::new(AdwinSettings::default());
        assert!(detections(&mut adwin, uniform_stream()).is_empty());
        // river 0.26.1: width, total, variance.
        assert_eq!(adwin.width(), 6000);
        assert!((adwin.past.all.total - 2_982.344_486_832_618_7).abs() < 1e-6);
        assert!((adwin.past.all.squares - 494.391_849_937_89).abs() < 1e-6);
        let kept: usize = adwin.past.rows.iter().map(VecDeque::len).sum();
        assert!(kept < 60, "{kept} buckets for 6,000 values");
    }

    #[test]
    fn the_statistic_is_the_confidence_at_which_the_check_would_just_report() {
        let stream: Vec<f64> = random_stream().into_iter().take(2080).collect();
        let mut open = Adwin::new(AdwinSettings { delta: 0.0, ..Default::default() });
        assert!(detections(&mut open, stream.clone()).is_empty());
        let found = |evidence: f64| {
            let settings = AdwinSettings { delta: (-evidence).exp(), ..Default::default() };
            detections(&mut Adwin::new(settings), stream.clone())
        };
        assert_eq!(found(open.statistic() - 1e-6), [2079]);
        assert!(found(open.statistic() + 1e-6).is_empty());
    }

    #[test]
    fn a_drift_drops_the_oldest_buckets_until_no_cut_is_left() {
        let mut adwin = Adwin::new(AdwinSettings::default());
        for index in 0..1024 {
            adwin.update(if index < 1000 { 0.2 } else { 0.8 });
        }
        // river 0.26.1: 88 values of 0.2 and 24 of 0.8 are left; the next value starts anew.
        assert_eq!(adwin.width(), 112);
        assert!((adwin.mean().unwrap() - (88.0 * 0.2 + 24.0 * 0.8) / 112.0).abs() < 1e-9);
        adwin.update(0.8);
        assert_eq!(adwin.width(), 1);
    }

    #[test]
    fn a_window_full_of_a_reference_is_left_by_the_first_values_that_differ() {
        let known = Known { n: 1000, mean: 0.2, variance: 0.0 };
        let start = || Adwin::starting_from(AdwinSettings::default(), known);
        // river 0.26.1: 1,000 values of 0.2, then 0.8, is seen at 1023.
        assert_eq!(detections(&mut start(), std::iter::repeat_n(0.8, 24)), [23]);
        assert!(detections(&mut start(), std::iter::repeat_n(0.2, 3000)).is_empty());
        let mut again = start();
        let found = detections(&mut again, std::iter::repeat_n(0.8, 300));
        assert!(found.len() > 5, "{found:?}");
    }

    #[test]
    fn a_reference_is_kept_with_its_size_mean_and_variance() {
        let known = Known { n: 5000, mean: 0.5, variance: 1.0 / 12.0 };
        let mut adwin = Adwin::starting_from(AdwinSettings::default(), known);
        assert_eq!((adwin.width(), adwin.mean()), (5000, Some(0.5)));
        assert!((adwin.past.all.squares - 5000.0 / 12.0).abs() < 1e-9);
        let clean = uniform_stream();
        assert!(detections(&mut adwin, clean.iter().copied()).is_empty());
        assert_eq!(adwin.width(), 11_000);
        // All of production is different, and no value of it from another.
        let mut adwin = Adwin::starting_from(AdwinSettings::default(), known);
        let shifted = clean.iter().take(500).map(|value| 0.5 + value / 2.0);
        assert!(!detections(&mut adwin, shifted).is_empty());
    }

    proptest! {
        #[test]
        fn a_constant_stream_never_drifts(value in 0.0f64..1.0, n in 1usize..3000) {
            let mut adwin = Adwin::new(AdwinSettings { clock: 1, ..Default::default() });
            prop_assert!(detections(&mut adwin, std::iter::repeat_n(value, n)).is_empty());
            prop_assert!((adwin.mean().unwrap() - value).abs() < 1e-9);
        }
    }
}
