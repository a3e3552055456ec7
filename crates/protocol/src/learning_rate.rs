//! Learning rates over a run.

use serde::{Deserialize, Serialize};

/// How the learning rate changes over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Schedule {
    /// Up and down again, see [`one_cycle`].
    #[default]
    OneCycle,
    /// From the peak down to zero along a half cosine (Loshchilov, Hutter 2017, one period).
    Cosine,
    /// The same all along.
    Constant,
}

impl Schedule {
    /// Every schedule.
    pub const ALL: [Self; 3] = [Self::OneCycle, Self::Cosine, Self::Constant];

    /// The learning rate of a step of a run of `steps` steps.
    pub fn rate(self, step: u64, steps: u64, peak: f64) -> f64 {
        match self {
            Self::OneCycle => one_cycle(step, steps, peak),
            Self::Cosine => {
                let progress = (step as f64 / steps.max(1) as f64).clamp(0.0, 1.0);
                peak * (1.0 + (std::f64::consts::PI * progress).cos()) / 2.0
            }
            Self::Constant => peak,
        }
    }
}

/// One cycle (Smith 2018, with cosine annealing as in fast.ai and PyTorch): up from `peak / 25`
/// over the first 30% of the steps, then down to almost nothing.
pub fn one_cycle(step: u64, steps: u64, peak: f64) -> f64 {
    let progress = (step as f64 / steps.max(1) as f64).clamp(0.0, 1.0);
    let between = |from: f64, to: f64, share: f64| {
        to + (from - to) * (1.0 + (std::f64::consts::PI * share).cos()) / 2.0
    };
    if progress < WARM_UP {
        between(peak / 25.0, peak, progress / WARM_UP)
    } else {
        between(peak, peak / 1e5, (progress - WARM_UP) / (1.0 - WARM_UP))
    }
}

const WARM_UP: f64 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_half_way_down_in_the_middle_and_the_constant_stays() {
        assert!((Schedule::Cosine.rate(50, 100, 0.01) - 0.005).abs() < 1e-12);
        assert!(Schedule::Cosine.rate(100, 100, 0.01) < 1e-12);
        assert_eq!(Schedule::Constant.rate(70, 100, 0.01), 0.01);
    }

    #[test]
    fn the_cycle_starts_low_peaks_at_30_percent_and_ends_near_zero() {
        assert!((one_cycle(0, 1000, 0.01) - 0.0004).abs() < 1e-12);
        assert!((one_cycle(150, 1000, 0.01) - 0.0052).abs() < 1e-12);
        assert!((one_cycle(300, 1000, 0.01) - 0.01).abs() < 1e-12);
        assert!((one_cycle(1000, 1000, 0.01) - 1e-7).abs() < 1e-12);
    }
}
