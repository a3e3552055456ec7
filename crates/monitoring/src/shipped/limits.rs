//! The limits as a file, and carried over to another reference or window.

use serde::{Deserialize, Serialize};
use statistics::drift::limits::{Calibration, Limit, Limits, Method};
use statistics::drift::monitor::Settings;
use statistics::drift::reference::{Reference, SignalReference};
use statistics::drift::{Signal, chi_square, noise};

use super::{FORMAT, ShippedError, check_version};

/// `limits.json`: what the detectors' statistics may reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitsFile {
    format: u32,
    /// SHA-256 of the card of the networks that judged.
    pub card_sha256: String,
    /// How the limits were made.
    pub made: Made,
    /// How production is looked at. The limits hold for these settings.
    pub settings: Settings,
    /// What they rest on for each signal, so that they can be carried over to another reference.
    pub basis: Vec<Basis>,
    /// The limits.
    pub calibration: Calibration,
}

/// How limits were made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// Clean runs.
    pub runs: usize,
    /// Records of each.
    pub records: usize,
    /// Images of the reference.
    pub validation: usize,
    /// Images that production draws from.
    pub test: usize,
    /// Seed of the first run; the others follow.
    pub seed: u64,
}

/// What a signal's limits rest on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// The signal.
    pub signal: Signal,
    /// Values of the reference.
    n: usize,
    /// Degrees of freedom of the divergence: bins that are not empty, less one; 1 at least, for
    /// what lies beyond a reference that is constant.
    degrees: usize,
    /// The divergence that smoothing alone gives a window without any drift, in nats.
    bias: f64,
    /// Largest variance of one category's indicator; none for a measured number.
    variance: Option<f64>,
}

impl Basis {
    /// What limits rest on for a signal with this reference and windows of `window` values.
    pub fn new(known: &SignalReference, window: usize) -> Self {
        let live = noise::live_bins(&known.counts, &known.counts);
        let share = |&count: &u64| count as f64 / known.n.max(1) as f64;
        let variance = known.counts.iter().map(share).map(|share| share * (1.0 - share));
        Self {
            signal: known.signal,
            n: known.n,
            degrees: live.saturating_sub(1).max(1),
            bias: noise::smoothing(&known.counts, window),
            variance: known.signal.categories().map(|_| variance.fold(0.0, f64::max)),
        }
    }

    /// The same with the bins beyond the reference's own values, of a measured number: what comes
    /// there is rare and weighs much, the more the smaller the reference.
    fn with_bins_beyond(&self) -> Self {
        let beyond = if self.variance.is_none() { 2 } else { 0 };
        Self { degrees: self.degrees + beyond, ..*self }
    }

    /// The same for the share above one value.
    fn of_two_bins(&self) -> Self {
        Self { degrees: 1, bias: 0.0, ..*self }
    }

    /// Whether both are the same, but for the last digits that a file may have lost.
    fn is_like(&self, other: &Self) -> bool {
        let is_near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        (self.signal, self.n, self.degrees) == (other.signal, other.n, other.degrees)
            && is_near(self.bias, other.bias)
            && is_near(self.variance.unwrap_or(0.0), other.variance.unwrap_or(0.0))
    }
}

impl LimitsFile {
    /// The file of a calibration.
    pub fn new(
        card_sha256: String,
        made: Made,
        settings: Settings,
        reference: &Reference,
        calibration: Calibration,
    ) -> Self {
        let basis = |known| Basis::new(known, settings.window);
        let basis = reference.signals.iter().map(basis).collect();
        Self { format: FORMAT, card_sha256, made, settings, basis, calibration }
    }

    /// The file with this content.
    ///
    /// # Errors
    /// It is damaged or of another version.
    pub fn from_json(json: &[u8]) -> Result<Self, ShippedError> {
        check_version(json)?;
        Ok(serde_json::from_slice(json)?)
    }

    /// The standard deviation of DDM's running rate around the reference's at the end of a clean
    /// run, in standard errors of the reference's: with n labels in the reference and r records in
    /// the run √(r / (n + r)).
    fn spread_of_ddm(&self, n: usize) -> f64 {
        let (n, records) = (n as f64, self.made.records.max(1) as f64);
        (records / (n + records)).sqrt()
    }

    /// The limits for another reference and window. With those that they were made with they
    /// come out unchanged.
    ///
    /// - *Windows*: without drift 2n·KL is nearly chi-square ([`noise`]), so a limit stands for a
    ///   probability, and the same probability has another limit where windows, reference or
    ///   number of bins differ. What smoothing alone gives is set apart before and added after.
    /// - *The tail of latency*: the same with two bins.
    /// - *Page–Hinkley on categories*: the excursion of a sum that sinks by δ grows with the
    ///   variance of what is summed; the limit grows with it where that is larger.
    /// - *DDM* measures in standard errors of the reference's error rate, and its running rate is
    ///   the further from it the more of what it has counted is production.
    /// - ADWIN measures in its own standard errors, and Page–Hinkley on measured numbers sees levels,
    ///   which always have the same law.
    pub fn fit(&self, reference: &Reference, window: usize) -> Limits {
        let fit = |entry: &Limit| {
            let signal = entry.watch.signal;
            let old = self.basis.iter().find(|basis| basis.signal == signal);
            let new = reference.signal(signal).map(|known| Basis::new(known, window));
            let (Some(old), Some(new), Some(limit)) = (old, new, entry.limit) else {
                return *entry;
            };
            let limit = match entry.watch.method {
                _ if old.is_like(&new) && self.settings.window == window => limit,
                Method::Window => {
                    let old = (old, self.settings.window);
                    of_window(limit, old, (&new.with_bins_beyond(), window))
                }
                Method::Tail => {
                    let old = (&old.of_two_bins(), self.settings.window);
                    of_window(limit, old, (&new.of_two_bins(), window))
                }
                Method::PageHinkley => match (old.variance, new.variance) {
                    (Some(old), Some(new)) if new > old && old > 0.0 => limit * new / old,
                    _ => limit,
                },
                Method::Ddm => {
                    limit * (self.spread_of_ddm(new.n) / self.spread_of_ddm(old.n)).max(1.0)
                }
                Method::Adwin => limit,
            };
            Limit { limit: Some(limit), ..*entry }
        };
        Limits { entries: self.calibration.limits.entries.iter().map(fit).collect() }
    }
}

/// A window's limit carried over from one basis and window size to another.
fn of_window(limit: f64, old: (&Basis, usize), new: (&Basis, usize)) -> f64 {
    let half_variance = |(basis, window): (&Basis, usize)| {
        (1.0 / window.max(1) as f64 + 1.0 / basis.n.max(1) as f64) / 2.0
    };
    let value = (limit - old.0.bias).max(0.0) / half_variance(old);
    let quantile =
        chi_square::quantile(chi_square::probability(value, old.0.degrees), new.0.degrees);
    // So far out that the probability is 1 to the last digit: only the scale can be kept.
    let value = if quantile.is_finite() { quantile } else { value };
    new.0.bias + value * half_variance(new)
}

#[cfg(test)]
mod tests {
    use statistics::drift::limits::Watch;
    use statistics::metrics::proportion;

    use super::super::ReferenceFile;
    use super::super::testing::reference;
    use super::*;

    fn limits(reference: &Reference) -> LimitsFile {
        let mut limits = Limits::open();
        limits.entries.iter_mut().for_each(|entry| entry.limit = Some(0.2));
        let (share, rank) = (0.01, 3);
        let calibration = Calibration { limits, share, false_alarms: proportion(4, 400), rank };
        let made = Made { runs: 400, records: 2_000, validation: 5_000, test: 10_000, seed: 1 };
        LimitsFile::new("ab".to_owned(), made, Settings::default(), reference, calibration)
    }

    fn limit(limits: &Limits, signal: Signal, method: Method) -> f64 {
        limits.get(Watch { signal, method }).unwrap().limit.unwrap()
    }

    #[test]
    fn another_version_is_refused_and_so_is_what_is_no_file() {
        let reference = reference(500, 10);
        let file = limits(&reference);
        let json = serde_json::to_string(&file).unwrap();
        let read = LimitsFile::from_json(json.as_bytes()).unwrap();
        assert_eq!((read.made, read.settings), (file.made, file.settings));
        assert_eq!(read.fit(&reference, 200), file.calibration.limits);
        let other = json.replace("\"format\":2", "\"format\":9");
        let error = LimitsFile::from_json(other.as_bytes()).unwrap_err();
        assert!(matches!(error, ShippedError::Version { found: 9 }), "{error}");
        assert!(matches!(LimitsFile::from_json(b"{}"), Err(ShippedError::Damaged(_))));
        assert!(matches!(ReferenceFile::from_json(b"[2]"), Err(ShippedError::Damaged(_))));
    }

    #[test]
    fn limits_stay_as_they_are_for_what_they_were_made_with() {
        let reference = reference(5_000, 10);
        let file = limits(&reference);
        assert_eq!(file.fit(&reference, 200), file.calibration.limits);
    }

    #[test]
    fn a_small_window_or_reference_has_a_wider_limit() {
        let file = limits(&reference(5_000, 10));
        let of = |n, window| {
            limit(&file.fit(&reference(n, 10), window), Signal::ReconstructionError, Method::Window)
        };
        // What smoothing adds is set apart, mostly half a count in the bins beyond the reference.
        let bias = |n, window| {
            let reference = reference(n, 10);
            let known = reference.signal(Signal::ReconstructionError).unwrap();
            noise::smoothing(&known.counts, window)
        };
        // Half variances 1/400 + 1/10,000 = 0.0026 against 1/100 + 1/10,000 = 0.0101 nats.
        let expected = |n, window, half_variance: f64| {
            let tail = chi_square::probability((0.2 - bias(5_000, 200)) / 0.0026, 9);
            bias(n, window) + chi_square::quantile(tail, 9 + 2) * half_variance
        };
        let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 0.02;
        let (small, few) = (of(5_000, 50), of(200, 200));
        assert!(near(small, expected(5_000, 50, 0.0101)), "{small}");
        assert!(near(few, expected(200, 200, 0.0050)), "{few}");
        assert!(of(5_000, 1_000) < 0.06);
    }

    #[test]
    fn few_labels_in_the_reference_have_a_wider_limit_of_ddm() {
        let file = limits(&reference(5_000, 10));
        let of = |n| limit(&file.fit(&reference(n, 10), 200), Signal::Errors, Method::Ddm);
        assert_eq!(of(5_000), 0.2);
        // Runs of 2,000 records: √(2,000 / 7,000) against √(2,000 / 2,500).
        let expected = 0.2 * (0.8f64 / (2.0 / 7.0)).sqrt();
        assert!((of(500) - expected).abs() < 1e-9, "{}", of(500));
        assert_eq!(of(50_000), 0.2);
    }

    #[test]
    fn classes_that_never_come_leave_fewer_degrees_and_the_bias_of_smoothing() {
        let file = limits(&reference(5_000, 10));
        let few = reference(5_000, 2);
        let basis = Basis::new(few.signal(Signal::Predicted).unwrap(), 200);
        assert_eq!(basis.degrees, 1);
        // Eight empty bins of 0.5 / 205 against 0.5 / 5,005, and the other two the smaller for it.
        let empty: f64 = 8.0 * (0.5 / 205.0) * (5_005.0f64 / 205.0).ln();
        let full: f64 = (200.0f64 + 1.0) / 205.0 * (201.0f64 / 205.0 * 5_005.0 / 5_001.0).ln();
        assert!((basis.bias - empty - full).abs() < 1e-4, "{}", basis.bias);
        let fitted = file.fit(&few, 200);
        let predicted = limit(&fitted, Signal::Predicted, Method::Window);
        assert!(predicted > basis.bias && predicted < 0.2, "{predicted}");
        // Variances 0.25 and 0.09, but for the draw.
        let grown = limit(&fitted, Signal::Predicted, Method::PageHinkley) / 0.2;
        assert!((2.4..2.9).contains(&grown), "{grown}");
        assert_eq!(limit(&fitted, Signal::Predicted, Method::Adwin), 0.2);
    }
}
