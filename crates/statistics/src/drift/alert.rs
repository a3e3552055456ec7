//! The life of an alert: ok → pending → firing → resolved.
//!
//! One look above the limit makes an alert pending; only k looks in a row make it fire, and r
//! looks in a row within the limit resolve it. Knows no signal: it is told whether a look was
//! above.
//!
//! # What waiting costs and buys
//! Where one clean window is above its limit with probability p and windows are independent, k in
//! a row are so with probability pᵏ; the price is that a real shift waits k − 1 looks longer.
//! Windows that overlap are not independent: two that share the part s of their images have
//! statistics whose correlation is near s, so an unlucky window is likely followed by another
//! unlucky one. The true probability then lies between pᵏ and p, and the nearer to p the more they
//! overlap: at a stride of one image, k in a row buy next to nothing. That is why limits are set
//! on runs that are looked at with the same stride and the same k ([`super::limits`]), not by pᵏ.

use serde::{Deserialize, Serialize};

/// Where an alert is in its life. Indices are those of the records that it was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing above the limit.
    #[default]
    Ok,
    /// Above the limit, not yet often enough.
    Pending {
        /// First record of the looks above.
        since: u64,
        /// How many looks in a row were above.
        looks: u32,
    },
    /// Above the limit often enough.
    Firing {
        /// Record at which it fired.
        since: u64,
        /// How many looks in a row have been within the limit again.
        calm: u32,
    },
    /// Fired, and within the limit again.
    Resolved {
        /// Record at which it had fired.
        fired: u64,
        /// Record at which it was resolved.
        at: u64,
    },
}

/// What a look has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Nothing.
    None,
    /// The alert is pending now.
    Pending,
    /// It was pending, and it was nothing.
    Cancelled,
    /// The alert fires: this is the alarm.
    Fired,
    /// The alert is over.
    Resolved,
}

/// One alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    consecutive: u32,
    resolve_after: u32,
    phase: Phase,
}

impl Alert {
    /// An alert that fires after `consecutive` looks in a row above the limit and is resolved
    /// after `resolve_after` in a row within it; both at least 1.
    pub fn new(consecutive: u32, resolve_after: u32) -> Self {
        let (consecutive, resolve_after) = (consecutive.max(1), resolve_after.max(1));
        Self { consecutive, resolve_after, phase: Phase::Ok }
    }

    /// Where it is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Takes a look: whether the statistic was above its limit at record `index`.
    ///
    /// ```
    /// use statistics::drift::alert::{Alert, Change};
    ///
    /// let mut alert = Alert::new(2, 1);
    /// let looks = [true, true, false].into_iter().enumerate();
    /// let changes: Vec<Change> = looks.map(|(at, is_above)| alert.update(at as u64, is_above)).collect();
    /// assert_eq!(changes, [Change::Pending, Change::Fired, Change::Resolved]);
    /// ```
    pub fn update(&mut self, index: u64, is_above: bool) -> Change {
        let (phase, change) = if is_above { self.above(index) } else { self.within(index) };
        self.phase = phase;
        change
    }

    fn above(&self, index: u64) -> (Phase, Change) {
        let (since, looks) = match self.phase {
            Phase::Firing { since, .. } => {
                return (Phase::Firing { since, calm: 0 }, Change::None);
            }
            Phase::Pending { since, looks } => (since, looks + 1),
            Phase::Ok | Phase::Resolved { .. } => (index, 1),
        };
        if looks >= self.consecutive {
            return (Phase::Firing { since: index, calm: 0 }, Change::Fired);
        }
        let change = if looks == 1 { Change::Pending } else { Change::None };
        (Phase::Pending { since, looks }, change)
    }

    fn within(&self, index: u64) -> (Phase, Change) {
        match self.phase {
            Phase::Pending { .. } => (Phase::Ok, Change::Cancelled),
            Phase::Firing { since, calm } if calm + 1 >= self.resolve_after => {
                (Phase::Resolved { fired: since, at: index }, Change::Resolved)
            }
            Phase::Firing { since, calm } => {
                (Phase::Firing { since, calm: calm + 1 }, Change::None)
            }
            phase => (phase, Change::None),
        }
    }
}

/// What requiring windows in a row does to false alarms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FalseAlarmCost {
    /// Probability that the last k windows are all above, were they independent: pᵏ.
    pub independent: f64,
    /// The same were they all alike: p. The truth for overlapping windows lies between.
    pub identical: f64,
    /// Looks from the start to the first false alarm on average, were windows independent:
    /// (p⁻ᵏ − 1) / (1 − p) (Feller, volume 1, XIII.7). Infinite for p = 0.
    pub looks_between: f64,
}

/// The cost for windows that are above their limit with probability `p` in [0, 1) when nothing
/// has changed, where `k` in a row are required.
///
/// ```
/// let cost = statistics::drift::alert::false_alarm_cost(0.05, 2);
/// assert!((cost.independent - 0.0025).abs() < 1e-12);
/// assert!((cost.looks_between - 420.0).abs() < 1e-9);
/// ```
pub fn false_alarm_cost(p: f64, k: u32) -> FalseAlarmCost {
    let independent = p.powf(f64::from(k));
    FalseAlarmCost {
        independent,
        identical: p,
        looks_between: (1.0 / independent - 1.0) / (1.0 - p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use random::Rng;

    fn run(consecutive: u32, resolve_after: u32, looks: &str) -> Vec<Change> {
        let mut alert = Alert::new(consecutive, resolve_after);
        let looks = looks.chars().enumerate();
        looks.map(|(index, look)| alert.update(index as u64, look == 'X')).collect()
    }

    #[test]
    fn an_alert_lives_through_pending_firing_and_resolved() {
        use Change::*;
        let changes = run(3, 2, "..XXXX.X..X.");
        let expected = [
            None, None, Pending, None, Fired, None, None, None, None, Resolved, Pending, Cancelled,
        ];
        assert_eq!(changes, expected);
    }

    #[test]
    fn one_look_is_enough_where_one_is_required() {
        assert_eq!(run(1, 1, "X.X"), [Change::Fired, Change::Resolved, Change::Fired]);
    }

    #[test]
    fn the_phase_knows_its_records() {
        let mut alert = Alert::new(2, 1);
        alert.update(40, true);
        assert_eq!(alert.phase(), Phase::Pending { since: 40, looks: 1 });
        alert.update(50, true);
        assert_eq!(alert.phase(), Phase::Firing { since: 50, calm: 0 });
        alert.update(60, false);
        assert_eq!(alert.phase(), Phase::Resolved { fired: 50, at: 60 });
        alert.update(70, false);
        assert_eq!(alert.phase(), Phase::Resolved { fired: 50, at: 60 });
    }

    #[test]
    fn two_in_a_row_square_the_false_alarms_of_independent_windows() {
        let cost = false_alarm_cost(0.05, 2);
        assert!((cost.independent - 0.0025).abs() < 1e-15);
        assert!((cost.looks_between - 420.0).abs() < 1e-9);
        assert!((false_alarm_cost(0.05, 1).looks_between - 20.0).abs() < 1e-9);
    }

    /// Share of clean looks whose last two windows of 100 coins are both above 58 heads.
    fn two_in_a_row(stride: usize) -> (f64, f64) {
        let mut rng = Rng::new(9);
        let coins: Vec<u32> = (0..400_000).map(|_| (rng.next_u64() >> 63) as u32).collect();
        let above = |start: usize| coins[start..start + 100].iter().sum::<u32>() > 58;
        let looks: Vec<bool> = (0..coins.len() - 100).step_by(stride).map(above).collect();
        let share = |hits: usize| hits as f64 / looks.len() as f64;
        let twice = looks.windows(2).filter(|pair| pair[0] && pair[1]).count();
        (share(looks.iter().filter(|&&above| above).count()), share(twice))
    }

    #[test]
    fn overlapping_windows_buy_less_than_independent_ones() {
        let (apart, twice_apart) = two_in_a_row(100);
        let (sliding, twice_sliding) = two_in_a_row(5);
        assert!((twice_apart / apart.powi(2) - 1.0).abs() < 0.8, "{twice_apart} of {apart}");
        assert!(twice_sliding > 0.6 * sliding, "{twice_sliding} of {sliding}");
    }
}
