//! The figures of production beside the reference, over a window or over a whole log.

use serde::{Deserialize, Serialize};

use super::bins::Bins;
use super::cbpe::{self, Spread};
use super::direction::Direction;
use super::divergence::{self, Comparison};
use super::ks::{self, Ks};
use super::latency::{self, DEFAULT_BOUNDS_MS, Latency, LatencyHistogram};
use super::noise::{self, Floor};
use super::reference::{Collected, Reference, SignalReference};
use super::signal::Signal;
use super::window::Window;
use crate::metrics::{Proportion, proportion};

/// Values of one signal, however they were kept.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// In ascending order.
    pub sorted: &'a [f64],
    /// In the reference's bins.
    pub counts: &'a [u64],
}

impl<'a> Sample<'a> {
    /// The values of a window.
    pub fn of_window(window: &'a Window) -> Self {
        Self { sorted: window.sorted(), counts: window.counts() }
    }

    fn mean(self) -> Option<f64> {
        let n = self.sorted.len();
        (n > 0).then(|| self.sorted.iter().sum::<f64>() / n as f64)
    }

    fn percentile(self, q: f64) -> Option<f64> {
        super::bins::percentile_of_sorted(self.sorted, q)
    }
}

/// One signal compared with its reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalSummary {
    /// Which signal.
    pub signal: Signal,
    /// How many production values.
    pub n: usize,
    /// Their mean; for categories of no meaning but for errors, where it is the error rate.
    pub mean: Option<f64>,
    /// Their 10th percentile.
    pub p10: Option<f64>,
    /// How many of them fall into each of the reference's bins.
    pub counts: Vec<u64>,
    /// Which way they have gone from the reference; none for classes.
    pub direction: Option<Direction>,
    /// Divergences in both directions, raw and smoothed, with what each bin adds.
    pub comparison: Comparison,
    /// Kolmogorov–Smirnov test; none for categories.
    pub ks: Option<Ks>,
    /// What KL(production ‖ reference) comes to by chance, for this many values and bins and this
    /// reference, with what smoothing adds.
    pub floor: Floor,
}

/// All figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Records seen since the start, or in the whole log.
    pub records: usize,
    /// Exact latencies without the warm-up, in ms.
    pub latency_ms: Option<Latency>,
    /// The same as a Prometheus histogram would estimate them.
    pub bucketed_ms: Option<Latency>,
    /// Exact latencies of the warm-up, in ms.
    pub warm_up_ms: Option<Latency>,
    /// Mean confidence.
    pub confidence_mean: Option<f64>,
    /// 10th percentile of confidence.
    pub confidence_p10: Option<f64>,
    /// The signals that both sides have.
    pub signals: Vec<SignalSummary>,
    /// Estimated accuracy.
    pub cbpe: Option<cbpe::Estimate>,
    /// True accuracy over the records with a label.
    pub accuracy: Option<Proportion>,
    /// How many were accepted, sent to review, rejected, since the start.
    pub verdicts: [u64; 3],
}

impl Summary {
    /// The figures of one signal.
    pub fn signal(&self, signal: Signal) -> Option<&SignalSummary> {
        self.signals.iter().find(|summary| summary.signal == signal)
    }
}

/// Compares production values of a signal with its reference. `probability` is that of the noise
/// floor's limit, such as 0.95.
pub fn compare_signal(
    reference: &SignalReference,
    sample: Sample<'_>,
    probability: f64,
) -> SignalSummary {
    let n = sample.sorted.len();
    // The reference's sample may have been thinned; its size has not.
    let with_true_size = |ks: Ks| Ks { p_value: ks::p_value(ks.statistic, reference.n, n), ..ks };
    SignalSummary {
        signal: reference.signal,
        n,
        mean: sample.mean(),
        p10: sample.percentile(0.1),
        comparison: divergence::compare(&reference.counts, sample.counts),
        ks: ks::two_sorted(&reference.sorted, sample.sorted).map(with_true_size),
        floor: floor(reference, sample.counts, n, probability),
        counts: sample.counts.to_vec(),
        direction: Direction::of(reference, sample.sorted),
    }
}

/// The floor of `n` values. The bins beyond the reference's own values count among those that can
/// hold noise whether or not a value came there, for one that does weighs much.
fn floor(reference: &SignalReference, counts: &[u64], n: usize, probability: f64) -> Floor {
    let live = noise::live_bins(&reference.counts, counts);
    let beyond = match &reference.bins {
        Bins::Categories(_) => 0,
        Bins::Edges(_) => reference.bins.len() - noise::live_bins(&reference.counts, counts),
    };
    let bias = noise::smoothing(&reference.counts, n);
    let of = |bins| noise::floor(n, bins, Some(reference.n), probability);
    Floor {
        expected: of(live).expected + bias,
        limit: of(live + beyond.min(2)).limit + bias,
        probability,
    }
}

/// The figures of production given the sample of each signal that it has.
pub(super) fn summarise<'a>(
    reference: &Reference,
    sample: impl Fn(Signal) -> Option<Sample<'a>>,
    probability: f64,
) -> Summary {
    let spread = reference.accuracy.map_or(Spread::Confidence, |a| Spread::Reference(a.value));
    let latencies = sample(Signal::Latency).map_or(&[][..], |sample| sample.sorted);
    let confidence = sample(Signal::Confidence);
    let errors = sample(Signal::Errors).filter(|sample| !sample.sorted.is_empty());
    let both = |reference: &SignalReference| {
        let sample = sample(reference.signal).filter(|sample| !sample.sorted.is_empty())?;
        Some(compare_signal(reference, sample, probability))
    };
    Summary {
        records: 0,
        latency_ms: latency::exact_of_sorted(latencies),
        bucketed_ms: LatencyHistogram::of(latencies, &DEFAULT_BOUNDS_MS).figures(),
        warm_up_ms: None,
        confidence_mean: confidence.and_then(Sample::mean),
        confidence_p10: confidence.and_then(|sample| sample.percentile(0.1)),
        signals: reference.signals.iter().filter_map(both).collect(),
        cbpe: confidence.and_then(|sample| cbpe::estimate(sample.sorted, spread)),
        accuracy: errors.map(|sample| {
            let wrong = sample.sorted.iter().sum::<f64>() as u64;
            let n = sample.sorted.len() as u64;
            proportion(n - wrong, n)
        }),
        verdicts: [0; 3],
    }
}

/// The figures of a whole production log beside the reference.
pub fn whole_log(reference: &Reference, production: Collected, probability: f64) -> Summary {
    let Collected { records, warm_up_ms, mut values, verdicts, .. } = production;
    values.iter_mut().for_each(|values| values.sort_by(f64::total_cmp));
    let counts: [Vec<u64>; Signal::COUNT] = std::array::from_fn(|index| {
        let known = reference.signal(Signal::ALL[index]);
        known.map_or(Vec::new(), |known| known.bins.count(&values[index]))
    });
    let sample = |signal: Signal| {
        let index = signal.index();
        Some(Sample { sorted: &values[index], counts: &counts[index] })
    };
    let summary = summarise(reference, sample, probability);
    Summary { records, warm_up_ms: latency::exact(&warm_up_ms), verdicts, ..summary }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::record::Record;

    fn records(confidence: f32, label: u8) -> Vec<Record> {
        let record = |index: u8| {
            let confidence = confidence + f32::from(index) / 1000.0;
            let mut record = Record::new(0.0, f64::from(index + 1), index % 10, confidence);
            record.label = Some(label);
            record
        };
        (0..100).map(record).collect()
    }

    fn whole(reference: &[Record], production: &[Record]) -> Summary {
        let mut collected = Collected::new(0);
        production.iter().for_each(|record| collected.push(record));
        whole_log(&Reference::of(reference, 0), collected, 0.95)
    }

    #[test]
    fn the_same_log_on_both_sides_differs_in_nothing() {
        let summary = whole(&records(0.8, 3), &records(0.8, 3));
        for signal in &summary.signals {
            assert_eq!(signal.comparison.smoothed.psi.to_f64(), 0.0);
            assert!(signal.ks.is_none_or(|ks| ks.statistic == 0.0));
        }
        assert_eq!(summary.signals.len(), 4);
        assert_eq!(summary.latency_ms.unwrap().mean, 50.5);
        assert!((summary.confidence_mean.unwrap() - 0.8495).abs() < 1e-6);
        assert!((summary.confidence_p10.unwrap() - 0.8099).abs() < 1e-6);
        assert_eq!(summary.accuracy.unwrap().value, 0.1);
    }

    #[test]
    fn lower_confidence_shows_in_its_signal_and_lowers_the_estimate() {
        let summary = whole(&records(0.8, 3), &records(0.6, 3));
        let confidence = summary.signal(Signal::Confidence).unwrap();
        assert_eq!(confidence.ks.unwrap().statistic, 1.0);
        // All below the reference's smallest: smoothed shares 0.5 / 106 against 100.5 / 106 there,
        // 10.5 / 106 against 0.5 / 106 in the ten deciles.
        let (decile, none) = (10.5 / 106.0, 0.5 / 106.0);
        let full = 100.5 / 106.0;
        let expected = full * f64::ln(full / none) + 10.0 * none * f64::ln(none / decile);
        let kl = confidence.comparison.smoothed.kl.production_reference.to_f64();
        assert!((kl - expected).abs() < 1e-12, "{kl}");
        assert!(kl > confidence.floor.limit);
        let estimate = summary.cbpe.unwrap();
        assert!((estimate.estimate - 0.6495).abs() < 1e-6);
        // The reference is right in 10 of 100.
        assert!((estimate.standard_error - 0.03).abs() < 1e-12);
    }

    #[test]
    fn an_empty_log_has_no_figures() {
        let summary = whole(&records(0.8, 3), &[]);
        assert_eq!((summary.records, summary.signals.len()), (0, 0));
        assert_eq!(summary.latency_ms, None);
        assert_eq!(summary.cbpe, None);
    }
}
