//! One decision over all signals of a whole log: does production differ from the reference by more
//! than chance?
//!
//! Each signal has one test: Kolmogorov and Smirnov's for a measured number, which needs no bins and
//! sees values beyond the reference's, chi-square for classes and errors. Eight tests at 5 % each
//! would call every third quiet log drift. Their p-values are therefore corrected (Holm 1979), so
//! that [`SHARE`] is the share of quiet logs in which any of them is below it, whatever the signals
//! have to do with each other.

use serde::{Deserialize, Serialize};

use super::chi_square;
use super::direction::Direction;
use super::reference::Reference;
use super::signal::Signal;
use super::summary::{SignalSummary, Summary};
use super::tail::Tail;

/// Share of quiet logs in which any signal may be said to differ. Beside the one in a thousand of
/// the detectors it makes one in a hundred for the whole report.
pub const SHARE: f64 = 0.009;

/// Values of a signal that a reference needs for the detectors' limits and for chi-square to hold.
/// From here to 5,000, at most 4 of 400 clean runs of 2,000 test images were called drift by detectors
/// and tests together; with 20 labels 18 of 60 were.
pub const SMALLEST_REFERENCE: usize = 200;

/// What a whole log says of one signal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Which signal.
    pub signal: Signal,
    /// The probability of so large a difference by chance, corrected for the number of signals.
    pub p_value: f64,
    /// What follows from it.
    pub verdict: Verdict,
    /// Which way the signal has gone; none where it has none.
    pub direction: Option<Direction>,
}

/// What follows from a signal's difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Chance explains it.
    Chance,
    /// It is more than chance.
    Drift,
    /// Latency alone: it is more than chance, and neither the median nor the 95th percentile is
    /// above the reference's by as much as anybody would notice.
    Unnoticed,
    /// The reference is too small to tell ([`SMALLEST_REFERENCE`]), and the difference not so large
    /// that one could tell all the same.
    ReferenceTooSmall,
}

/// Judges the figures of a whole log at a family-wise level, such as [`SHARE`].
/// `latency_tolerance` is that of [`super::monitor::Settings`].
pub fn judge(
    reference: &Reference,
    summary: &Summary,
    share: f64,
    latency_tolerance: f64,
) -> Vec<Judgement> {
    let tail = reference.signal(Signal::Latency);
    let tail = tail.and_then(|known| Tail::new(known, latency_tolerance));
    let is_noticed = summary
        .latency_ms
        .zip(tail)
        .is_some_and(|(figures, tail)| tail.is_noticed(figures.p50, figures.p95));
    let tests: Vec<Option<f64>> = summary.signals.iter().map(|of| p_value(reference, of)).collect();
    let corrected = holm(&tests.iter().copied().flatten().collect::<Vec<_>>());
    let mut corrected = corrected.into_iter();
    let judgement = |(of, test): (&SignalSummary, &Option<f64>)| {
        let p_value = test.and_then(|_| corrected.next()).unwrap_or(1.0);
        let known = reference.signal(of.signal);
        let verdict = match p_value < share {
            true if of.signal == Signal::Latency && !is_noticed => Verdict::Unnoticed,
            true => Verdict::Drift,
            false if known.is_none_or(|known| known.n < SMALLEST_REFERENCE) => {
                Verdict::ReferenceTooSmall
            }
            false => Verdict::Chance,
        };
        Judgement { signal: of.signal, p_value, verdict, direction: of.direction }
    };
    summary.signals.iter().zip(&tests).map(judgement).collect()
}

/// The p-value of one signal's test; none where the reference is too small for it.
fn p_value(reference: &Reference, of: &SignalSummary) -> Option<f64> {
    if let Some(ks) = of.ks {
        return Some(ks.p_value);
    }
    let known = reference.signal(of.signal)?;
    let counts = (known.n >= SMALLEST_REFERENCE).then_some(&known.counts)?;
    chi_square::two_samples(counts, &of.counts).map(|test| test.p_value)
}

/// P-values corrected for their number by Holm's step-down method, in their order: the smallest of
/// k times k, the next times k − 1, and so on, none less than one before it or more than 1.
///
/// ```
/// // The smallest of three times 3, the next times 2, and the last not below them.
/// let corrected = statistics::drift::overall::holm(&[0.5, 0.125, 0.25]);
/// assert_eq!(corrected, [0.5, 0.375, 0.5]);
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut corrected = vec![1.0; p_values.len()];
    let mut largest = 0f64;
    for (step, &place) in order.iter().enumerate() {
        let times = (p_values.len() - step) as f64;
        largest = largest.max((p_values[place] * times).min(1.0));
        corrected[place] = largest;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::super::record::Record;
    use super::super::reference::Collected;
    use super::super::summary::whole_log;
    use super::*;
    use random::Rng;

    /// Records of a quiet production, the values of each a function of the seed.
    fn quiet(seed: u64, n: usize) -> Vec<Record> {
        let mut rng = Rng::new(seed);
        let record = |index: usize| {
            let mut uniform = || rng.uniform();
            let confidence = 1.0 - 0.3 * uniform().powi(2);
            let latency_ms = f64::from(2.0 + uniform());
            let predicted = (uniform() * 10.0) as u8;
            let mut record = Record::new(index as f64, latency_ms, predicted, confidence);
            record.reconstruction_error = Some(uniform().powi(3) / 20.0);
            record.brightness = Some(0.2 + 0.1 * (uniform() + uniform()));
            record.label = Some((record.predicted + u8::from(uniform() > confidence)) % 10);
            record
        };
        (0..n).map(record).collect()
    }

    fn judged(reference: &[Record], production: &[Record]) -> Vec<Judgement> {
        let reference = Reference::of(reference, 0);
        let mut collected = Collected::new(0);
        production.iter().for_each(|record| collected.push(record));
        let summary = whole_log(&reference, collected, 0.95);
        judge(&reference, &summary, SHARE, 1.0)
    }

    fn verdict(of: &[Judgement], signal: Signal) -> Verdict {
        of.iter().find(|judgement| judgement.signal == signal).unwrap().verdict
    }

    fn constant(latency_ms: f64, confidence: f32, error: f32, n: usize) -> Vec<Record> {
        let record = |index: usize| {
            let mut record = Record::new(index as f64, latency_ms, (index % 10) as u8, confidence);
            record.reconstruction_error = Some(error);
            record
        };
        (0..n).map(record).collect()
    }

    #[test]
    fn holm_corrects_as_published() {
        // R 4.4: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"), the example of statsmodels' tests.
        let found = holm(&[0.01, 0.04, 0.03, 0.005]);
        let expected = [0.03, 0.06, 0.06, 0.02];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert_eq!(holm(&[0.7, 0.6]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn columns_that_do_not_overlap_are_drift_even_where_the_reference_is_constant_or_small() {
        for n in [2_000, 30] {
            let reference = constant(5.0, 0.9, 0.01, n);
            let all = judged(&reference, &constant(5_000.0, 0.99, 10.0, n));
            for signal in [Signal::Latency, Signal::Confidence, Signal::ReconstructionError] {
                assert_eq!(verdict(&all, signal), Verdict::Drift, "{signal:?} of {n}");
            }
            let alike = judged(&reference, &reference);
            assert!(alike.iter().all(|judgement| judgement.p_value == 1.0), "{alike:?}");
        }
    }

    #[test]
    fn a_latency_that_nobody_would_notice_is_told_apart_from_one_that_anybody_would() {
        let (reference, production) = (quiet(1, 2_000), quiet(2, 2_000));
        let slower = |by: f64, share: usize| {
            let slow = |(index, record): (usize, &Record)| Record {
                latency_ms: record.latency_ms + if index % 10 < share { by } else { 0.0 },
                ..record.clone()
            };
            let production: Vec<Record> = production.iter().enumerate().map(slow).collect();
            verdict(&judged(&reference, &production), Signal::Latency)
        };
        assert_eq!(slower(0.0, 10), Verdict::Chance);
        assert_eq!(slower(0.5, 10), Verdict::Unnoticed);
        assert_eq!(slower(4.0, 10), Verdict::Drift);
        // The median stays where it is: the 95th percentile alone has doubled.
        assert_eq!(slower(200.0, 4), Verdict::Drift);
    }

    #[test]
    fn an_accuracy_that_improves_is_told_apart_from_one_that_worsens() {
        let reference = quiet(1, 2_000);
        let with = |label: &dyn Fn(&Record) -> u8| {
            let relabelled =
                |record: &Record| Record { label: Some(label(record)), ..record.clone() };
            let production: Vec<Record> = quiet(2, 2_000).iter().map(relabelled).collect();
            let all = judged(&reference, &production);
            *all.iter().find(|judgement| judgement.signal == Signal::Errors).unwrap()
        };
        let better = with(&|record| record.predicted);
        assert_eq!((better.verdict, better.direction), (Verdict::Drift, Some(Direction::Down)));
        let worse = with(&|record| (record.predicted + 1) % 10);
        assert_eq!((worse.verdict, worse.direction), (Verdict::Drift, Some(Direction::Up)));
    }

    #[test]
    fn a_reference_that_is_too_small_is_told_so() {
        let all = judged(&quiet(1, 20), &quiet(2, 2_000));
        let verdicts = all.iter().map(|judgement| judgement.verdict);
        assert!(verdicts.into_iter().all(|of| of == Verdict::ReferenceTooSmall), "{all:?}");
        let all = judged(&quiet(1, SMALLEST_REFERENCE), &quiet(2, 2_000));
        assert!(all.iter().all(|judgement| judgement.verdict == Verdict::Chance), "{all:?}");
    }

    #[test]
    fn of_many_quiet_logs_no_more_are_called_drift_than_promised() {
        let runs = 2_000;
        for (reference, production) in [(2_000, 1_000), (300, 2_000)] {
            let is_drift = |seed: &u64| {
                let all = judged(&quiet(2 * seed, reference), &quiet(2 * seed + 1, production));
                all.iter().any(|judgement| judgement.verdict == Verdict::Drift)
            };
            let noisy = (0..runs).filter(is_drift).count();
            // 18 are promised, and their standard deviation is 4.2.
            assert!(noisy <= 28, "{noisy} of {runs} against {reference}");
        }
    }
}
