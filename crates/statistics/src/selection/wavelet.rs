//! Counting on a plane of ranks. Knows whole numbers only.

/// A wavelet matrix (Claude, Navarro, Ordóñez 2015) of a permutation, one level a bit: after a
/// stable partition by each bit from the highest, it counts small values in any prefix by walking
/// down the levels. O(n log n) to build and to hold, O(log n) to ask.
#[derive(Clone, Debug)]
pub(super) struct Wavelet {
    /// A level's entry `i` is how many of its first `i` values have a 0 in the level's bit.
    zeros: Vec<Vec<u32>>,
}

impl Wavelet {
    /// Of a permutation of `0..n`.
    pub(super) fn new(permutation: &[u32]) -> Self {
        let bits = usize::BITS - permutation.len().leading_zeros();
        let mut values = permutation.to_vec();
        let mut levels = Vec::with_capacity(bits as usize);
        for bit in (0..bits).rev() {
            let mut zeros = Vec::with_capacity(values.len() + 1);
            let mut count = 0;
            zeros.push(0);
            for value in &values {
                count += u32::from(value >> bit & 1 == 0);
                zeros.push(count);
            }
            let (low, high): (Vec<u32>, Vec<u32>) = values.iter().partition(|&v| v >> bit & 1 == 0);
            values = low;
            values.extend(high);
            levels.push(zeros);
        }
        Self { zeros: levels }
    }

    /// How many of the first `prefix` values are below `bound`; both at most n.
    pub(super) fn count_below(&self, prefix: usize, bound: usize) -> usize {
        let (mut start, mut end, mut count) = (0, prefix, 0);
        for (level, zeros) in self.zeros.iter().enumerate() {
            let bit = self.zeros.len() - 1 - level;
            let (zeros_before, zeros_to) = (zeros[start] as usize, zeros[end] as usize);
            if bound >> bit & 1 == 0 {
                (start, end) = (zeros_before, zeros_to);
            } else {
                count += zeros_to - zeros_before;
                let all = zeros[zeros.len() - 1] as usize;
                (start, end) = (all + start - zeros_before, all + end - zeros_to);
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use random::Rng;

    #[test]
    fn it_counts_as_looking_at_each_value_would() {
        for n in [0usize, 1, 2, 3, 4, 7, 8, 9, 33] {
            let mut values: Vec<u32> = (0..n as u32).collect();
            Rng::new(n as u64).shuffle(&mut values);
            let wavelet = Wavelet::new(&values);
            for prefix in 0..=n {
                for bound in 0..=n {
                    let expected =
                        values[..prefix].iter().filter(|&&value| (value as usize) < bound).count();
                    assert_eq!(
                        wavelet.count_below(prefix, bound),
                        expected,
                        "{n} {prefix} {bound}"
                    );
                }
            }
        }
    }
}
