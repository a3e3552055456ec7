//! Max-pooling of one map that halves both sides: the largest value of each window of 2×2, and
//! which of the four it was, so that the gradient finds its way back. Pure.
//!
//! The loops are long and without branches, which the compiler turns into vector instructions;
//! natively they are compiled once more for processors with wider ones.

/// Room for what pooling a map needs.
pub struct Pool {
    width: usize,
    /// Of each two neighbours in a row the larger, and 1 where that is the second.
    pairs: (Vec<f32>, Vec<u32>),
    /// The upper and the lower row of each window, spread.
    rows: [Vec<f32>; 2],
}

impl Pool {
    /// Pools maps of this size.
    pub fn new(height: usize, width: usize) -> Self {
        let pairs = height * (width / 2);
        Self {
            width,
            pairs: (vec![0.0; pairs], vec![0; pairs]),
            rows: [(); 2].map(|()| vec![0.0; pairs]),
        }
    }

    /// Halves a map. Of equal values the first wins. A row or a column that is left over is left
    /// out.
    pub fn halve(&mut self, map: &[f32], values: &mut [f32], winners: &mut [u32]) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has these instructions.
            return unsafe { halve_wide(self, map, values, winners) };
        }
        halve(self, map, values, winners);
    }

    /// The way back: each value at its window's largest pixel, 0 elsewhere in the windows.
    pub fn spread(&mut self, values: &[f32], winners: &[u32], map: &mut [f32]) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has these instructions.
            return unsafe { spread_wide(self, values, winners, map) };
        }
        spread(self, values, winners, map);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn halve_wide(pool: &mut Pool, map: &[f32], values: &mut [f32], winners: &mut [u32]) {
    halve(pool, map, values, winners);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn spread_wide(pool: &mut Pool, values: &[f32], winners: &[u32], map: &mut [f32]) {
    spread(pool, values, winners, map);
}

#[inline(always)]
fn halve(pool: &mut Pool, map: &[f32], values: &mut [f32], winners: &mut [u32]) {
    let (width, half) = (pool.width, pool.width / 2);
    if half == 0 {
        return;
    }
    let (larger, seconds) = &mut pool.pairs;
    if width.is_multiple_of(2) {
        // Then no pair of neighbours lies in two rows.
        pair_up(map, larger, seconds);
    } else {
        let rows = larger.chunks_exact_mut(half).zip(seconds.chunks_exact_mut(half));
        for (row, (larger, seconds)) in map.chunks_exact(width).zip(rows) {
            pair_up(row, larger, seconds);
        }
    }
    let rows = values.chunks_exact_mut(half).zip(winners.chunks_exact_mut(half));
    let pairs = larger.chunks_exact(2 * half).zip(seconds.chunks_exact(2 * half));
    for ((values, winners), (larger, seconds)) in rows.zip(pairs) {
        let (above, below) = larger.split_at(half);
        let (first, second) = seconds.split_at(half);
        let pairs = above.iter().zip(below).zip(first.iter().zip(second));
        for ((value, winner), ((&above, &below), (&first, &second))) in
            values.iter_mut().zip(winners).zip(pairs)
        {
            let wins = beats(below, above);
            *value = if wins { below } else { above };
            *winner = if wins { second + 2 } else { first };
        }
    }
}

/// Of each two values the larger, and 1 where that is the second.
#[inline(always)]
fn pair_up(values: &[f32], larger: &mut [f32], seconds: &mut [u32]) {
    for ((larger, second), pair) in larger.iter_mut().zip(seconds).zip(values.chunks_exact(2)) {
        let wins = beats(pair[1], pair[0]);
        *larger = if wins { pair[1] } else { pair[0] };
        *second = u32::from(wins);
    }
}

/// Whether a value takes the place of one before it: equal ones do not, what is no number does.
#[inline(always)]
pub fn beats(later: f32, earlier: f32) -> bool {
    (later > earlier) | later.is_nan()
}

#[inline(always)]
fn spread(pool: &mut Pool, values: &[f32], winners: &[u32], map: &mut [f32]) {
    let (width, half) = (pool.width, pool.width / 2);
    if half == 0 {
        return;
    }
    let [upper, lower] = &mut pool.rows;
    let windows = upper.chunks_exact_mut(2).zip(lower.chunks_exact_mut(2));
    for ((upper, lower), (&value, &winner)) in windows.zip(values.iter().zip(winners)) {
        let at = |place: u32| if winner == place { value } else { 0.0 };
        (upper[0], upper[1], lower[0], lower[1]) = (at(0), at(1), at(2), at(3));
    }
    let rows = upper.chunks_exact(2 * half).zip(lower.chunks_exact(2 * half));
    for (pair, (upper, lower)) in map.chunks_exact_mut(2 * width).zip(rows) {
        pair[..2 * half].copy_from_slice(upper);
        pair[width..width + 2 * half].copy_from_slice(lower);
    }
}
