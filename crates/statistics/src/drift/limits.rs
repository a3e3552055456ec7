//! Limits from clean runs: how suspicious must a detector be, so that all of them together raise
//! a false alarm in at most a given share of runs?
//!
//! Each clean run gives the largest statistic that each detector reached in it. The limits are a
//! *joint quantile*: every detector is allowed the same rank j from the top among the runs, and j
//! is as large as it can be while the runs that any detector would have flagged stay within the
//! share. A Bonferroni share (1 % divided by the number of detectors) would need no joint runs,
//! but it supposes the worst: detectors of brightness and contrast, or two methods on one signal,
//! mostly err in the same runs, and their shared error would be paid for twice, in sensitivity.
//! Equal ranks make every detector equally rare to be wrong, whatever the scale of its statistic.
//!
//! A run must not be judged by limits that it helped to set: the share is counted leaving one out,
//! each run against the limits of the others. So d detectors that err independently need more
//! than d / share runs, 2,600 for 26 detectors and 1 %; with fewer there is an error, not a limit
//! that looks better than it is. What a run is (its length, window, stride and consecutive looks)
//! must be as in production.

use serde::{Deserialize, Serialize};

use super::detectors::NEVER;
use super::signal::Signal;
use crate::metrics::{Proportion, proportion};

/// A way of detecting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Divergence of the window from the reference; statistic KL(production ‖ reference),
    /// smoothed, in nats.
    Window,
    /// Page–Hinkley; statistic the excursion that is held against λ.
    PageHinkley,
    /// ADWIN; statistic −ln δ.
    Adwin,
    /// DDM, on errors only; statistic the multiple of s_min.
    Ddm,
    /// The slow end of the window, on latency only; statistic KL(production ‖ reference) of the
    /// share above the reference's 95th percentile, in nats ([`super::tail`]).
    Tail,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 5] =
        [Self::Window, Self::PageHinkley, Self::Adwin, Self::Ddm, Self::Tail];

    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::PageHinkley => "page_hinkley",
            Self::Adwin => "adwin",
            Self::Ddm => "ddm",
            Self::Tail => "tail",
        }
    }
}

/// A detector: a method on a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Watch {
    /// What is watched.
    pub signal: Signal,
    /// How.
    pub method: Method,
}

impl Watch {
    /// Every detector there is: three a signal, DDM on errors, and the tail of latency.
    pub fn all() -> Vec<Self> {
        let methods = |signal| Method::ALL.map(|method| Self { signal, method });
        let fits = |watch: &Self| match watch.method {
            Method::Ddm => watch.signal == Signal::Errors,
            Method::Tail => watch.signal == Signal::Latency,
            Method::Window | Method::PageHinkley | Method::Adwin => true,
        };
        Signal::ALL.into_iter().flat_map(methods).filter(fits).collect()
    }
}

/// The limit of one detector.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Which detector.
    pub watch: Watch,
    /// What its statistic may reach; none for a detector that is followed but never fires.
    pub limit: Option<f64>,
}

/// The limits of the detectors that run. A detector that is not listed does not run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// One entry a detector.
    pub entries: Vec<Limit>,
}

impl Limits {
    /// All detectors run and none fires: for the clean runs that limits are set on.
    pub fn open() -> Self {
        let entries = Watch::all().into_iter().map(|watch| Limit { watch, limit: None });
        Self { entries: entries.collect() }
    }

    /// The entry of a detector, if it runs.
    pub fn get(&self, watch: Watch) -> Option<Limit> {
        self.entries.iter().copied().find(|entry| entry.watch == watch)
    }

    /// Only those of the detectors that need no label.
    pub fn label_free(&self) -> Self {
        let entries = self.entries.iter().copied();
        Self { entries: entries.filter(|entry| entry.watch.signal.is_label_free()).collect() }
    }
}

/// Limits, and how they were derived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The limits.
    pub limits: Limits,
    /// The share of clean runs that may raise an alarm.
    pub share: f64,
    /// The share that did, each run held against the limits of the others.
    pub false_alarms: Proportion,
    /// In how many runs each detector alone is above its limit.
    pub rank: usize,
}

/// Why no limits can be set.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum LimitsError {
    /// A run has not one number for each detector.
    #[error("run {run} has {found} maxima for {detectors} detectors")]
    Uneven {
        /// Index of the run.
        run: usize,
        /// How many numbers it has.
        found: usize,
        /// How many detectors there are.
        detectors: usize,
    },
    /// Even with each limit at the highest statistic of any run too many runs raise an alarm.
    #[error("{runs} runs are too few: {flagged} of them hold a record of some detector")]
    TooFewRuns {
        /// How many runs there are.
        runs: usize,
        /// How many would be flagged by limits at the highest of the others.
        flagged: usize,
    },
}

/// Sets limits such that at most `share` of clean runs raise any alarm. `maxima` holds a row a
/// run and in it, in the order of `watches`, the largest statistic of each detector, or none
/// where the run has no such signal. A detector without any number gets no limit.
///
/// # Errors
/// Rows of another length, or too few runs for the share.
pub fn calibrate(
    watches: &[Watch],
    maxima: &[Vec<Option<f64>>],
    share: f64,
) -> Result<Calibration, LimitsError> {
    let (runs, detectors) = (maxima.len(), watches.len());
    if let Some(run) = maxima.iter().position(|row| row.len() != detectors) {
        return Err(LimitsError::Uneven { run, found: maxima[run].len(), detectors });
    }
    let columns: Vec<Vec<f64>> = (0..detectors).map(|column| descending(maxima, column)).collect();
    let best: Vec<usize> = maxima.iter().map(|row| best_rank(row, &columns)).collect();
    let flagged = |rank: usize| best.iter().filter(|&&best| best <= rank).count();
    let allowed = (share * runs as f64).floor() as usize;
    let fits = |rank: &usize| flagged(*rank) <= allowed;
    let Some(rank) = (0..runs).take_while(fits).last() else {
        return Err(LimitsError::TooFewRuns { runs, flagged: flagged(0) });
    };
    let limit = |(&watch, column): (&Watch, &Vec<f64>)| Limit {
        watch,
        limit: column.get(rank).copied().filter(|&limit| limit.abs() < NEVER),
    };
    Ok(Calibration {
        limits: Limits { entries: watches.iter().zip(&columns).map(limit).collect() },
        share,
        false_alarms: proportion(flagged(rank) as u64, runs as u64),
        rank,
    })
}

/// One detector's maxima, the largest first; a run without one counts as never suspicious.
fn descending(maxima: &[Vec<Option<f64>>], column: usize) -> Vec<f64> {
    if maxima.iter().all(|row| row[column].is_none()) {
        return Vec::new();
    }
    let number = |row: &Vec<Option<f64>>| row[column].unwrap_or(f64::NEG_INFINITY);
    let mut values: Vec<f64> = maxima.iter().map(number).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// The lowest rank at which the run is flagged by the limits of the others: of its detectors'
/// numbers of other runs that reach at least as high, the smallest.
fn best_rank(row: &[Option<f64>], columns: &[Vec<f64>]) -> usize {
    let others = |(value, column): (&Option<f64>, &Vec<f64>)| {
        let value = (*value)?;
        Some(column.partition_point(|&other| other >= value).saturating_sub(1))
    };
    row.iter().zip(columns).filter_map(others).min().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use random::Rng;

    fn watches(count: usize) -> Vec<Watch> {
        Watch::all().into_iter().take(count).collect()
    }

    #[test]
    fn one_detector_gets_the_plain_quantile() {
        let maxima: Vec<_> = (1..=100).map(|value| vec![Some(f64::from(value))]).collect();
        let calibration = calibrate(&watches(1), &maxima, 0.05).unwrap();
        // Above 96 are 97 to 100; 96 itself would be flagged by the other 99, whose fifth is 95.
        assert_eq!(calibration.limits.entries[0].limit, Some(96.0));
        assert_eq!(calibration.rank, 4);
        assert!((calibration.false_alarms.value - 0.05).abs() < 1e-12);
    }

    #[test]
    fn detectors_that_err_together_are_not_paid_for_twice() {
        let together: Vec<_> =
            (1..=100).map(|v| vec![Some(f64::from(v)), Some(f64::from(v) * 10.0)]).collect();
        let apart: Vec<_> =
            (1..=100).map(|v| vec![Some(f64::from(v)), Some(f64::from(-v))]).collect();
        let rank = |maxima: &[Vec<Option<f64>>]| calibrate(&watches(2), maxima, 0.1).unwrap().rank;
        assert_eq!(rank(&together), 9);
        assert_eq!(rank(&apart), 4);
    }

    #[test]
    fn fresh_runs_raise_no_more_alarms_than_promised() {
        let mut rng = Rng::new(11);
        let mut run = || -> Vec<Option<f64>> {
            let shared = f64::from(rng.uniform());
            (0..10).map(|_| Some(shared + f64::from(rng.uniform()).powi(2) * 3.0)).collect()
        };
        let clean: Vec<_> = (0..4_000).map(|_| run()).collect();
        let calibration = calibrate(&watches(10), &clean, 0.02).unwrap();
        let is_above = |row: &Vec<Option<f64>>| {
            let pairs = row.iter().zip(&calibration.limits.entries);
            pairs.into_iter().any(|(value, entry)| *value > entry.limit)
        };
        let fresh = (0..20_000).map(|_| run()).filter(is_above).count() as f64 / 20_000.0;
        assert!((0.012..0.027).contains(&fresh), "{fresh}");
    }

    #[test]
    fn too_few_runs_are_an_error_and_not_a_limit() {
        let maxima: Vec<_> = (1..=50).map(|value| vec![Some(f64::from(value))]).collect();
        let error = calibrate(&watches(1), &maxima, 0.01).unwrap_err();
        assert_eq!(error, LimitsError::TooFewRuns { runs: 50, flagged: 1 });
        assert!(matches!(
            calibrate(&watches(2), &maxima, 0.1),
            Err(LimitsError::Uneven { run: 0, found: 1, detectors: 2 })
        ));
    }

    #[test]
    fn a_detector_without_numbers_gets_no_limit() {
        let maxima: Vec<_> = (1..=200).map(|value| vec![Some(f64::from(value)), None]).collect();
        let limits = calibrate(&watches(2), &maxima, 0.01).unwrap().limits;
        assert_eq!(limits.entries[0].limit, Some(199.0));
        assert_eq!(limits.entries[1].limit, None);
    }

    #[test]
    fn there_are_three_detectors_a_signal_and_one_more_on_errors_and_on_latency() {
        assert_eq!(Watch::all().len(), 26);
        assert_eq!(Limits::open().label_free().entries.len(), 22);
    }
}
