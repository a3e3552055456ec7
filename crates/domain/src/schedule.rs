//! Learning rates over a run.

/// One cycle (Smith 2018, with cosine annealing as in fast.ai and PyTorch): up from `peak / 25`
/// over the first 30 % of the steps, then down to almost nothing.
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
    fn the_cycle_starts_low_peaks_at_30_percent_and_ends_near_zero() {
        assert!((one_cycle(0, 1000, 0.01) - 0.0004).abs() < 1e-12);
        assert!((one_cycle(150, 1000, 0.01) - 0.0052).abs() < 1e-12);
        assert!((one_cycle(300, 1000, 0.01) - 0.01).abs() < 1e-12);
        assert!((one_cycle(1000, 1000, 0.01) - 1e-7).abs() < 1e-12);
    }
}
