//! The one source of randomness: a small generator whose numbers depend on the seed alone, on
//! every machine and in every version. Nothing here knows a clock or an entropy source.

/// SplitMix64 (Steele, Lea, Flood 2014): 64 bits of state, passes BigCrush, and any seed is as
/// good as any other, so streams can be derived by hashing.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// An independent stream for a part of the work, such as (seed, epoch) or (seed, step).
    pub fn stream(seed: u64, part: u64) -> Self {
        let mut outer = Self::new(seed);
        let base = outer.next_u64();
        let mut inner = Self::new(base ^ part.wrapping_mul(0xA24B_AED4_963E_E407));
        Self::new(inner.next_u64())
    }

    /// The next 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1), on a grid of 2⁻²⁴, so that it is exact as `f32`.
    pub fn uniform(&mut self) -> f32 {
        (self.next_u64() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// Uniform in `0..bound`; 0 where `bound` is 0. Lemire's multiplication, whose bias is below
    /// 2⁻³² for any bound used here.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next_u64()) * bound as u128) >> 64) as usize
    }

    /// Puts a slice in random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        // Vigna's splitmix64.c gives these for seed 1234567.
        let mut rng = Rng::new(1_234_567);
        assert_eq!(rng.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn uniform_numbers_have_the_mean_and_variance_of_the_uniform_law() {
        let mut rng = Rng::new(1);
        let n = 100_000;
        let values: Vec<f64> = (0..n).map(|_| f64::from(rng.uniform())).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 0.005, "{mean}");
        assert!((variance - 1.0 / 12.0).abs() < 0.002, "{variance}");
    }

    #[test]
    fn shuffling_keeps_every_item_and_two_streams_differ() {
        let order = |part| {
            let mut items: Vec<u32> = (0..100).collect();
            Rng::stream(42, part).shuffle(&mut items);
            items
        };
        let mut sorted = order(1);
        assert_ne!(order(1), order(2));
        assert_eq!(order(1), order(1));
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<_>>());
    }
}
