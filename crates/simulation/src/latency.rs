//! Latencies that follow from a seed, for files that must come out alike on every machine.

use random::Rng;

/// The latency of a record in ms: 1.5 + u + 4 v⁸ with u and v uniform in [0, 1), a median near
/// 2.2 and a long tail to the right as real ones have. Only products and sums, so that it has the
/// same bits everywhere.
pub fn seeded_ms(seed: u64, record: u64) -> f64 {
    // A stream of its own, apart from those of the record's image and shifts.
    let mut rng = Rng::stream(seed ^ (0x6C61_7465 << 32), record);
    let (u, v) = (f64::from(rng.uniform()), f64::from(rng.uniform()));
    let v4 = v * v * v * v;
    1.5 + u + 4.0 * v4 * v4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_have_the_mean_of_their_law_and_no_two_alike() {
        let mut all: Vec<f64> = (0..10_000).map(|record| seeded_ms(7, record)).collect();
        // 1.5 + 1/2 + 4/9; standard deviation near 0.9.
        let mean = all.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 2.444).abs() < 0.04, "{mean}");
        all.sort_by(f64::total_cmp);
        all.dedup();
        assert!(all.len() > 9_990, "{}", all.len());
        assert_eq!(seeded_ms(7, 3), seeded_ms(7, 3));
        assert_ne!(seeded_ms(7, 3), seeded_ms(8, 3));
    }
}
