//! The sliding window over one signal. What it costs to push a value depends on the window's
//! size, never on the length of the run.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::bins::{Bins, percentile_of_sorted};

/// The last values of one signal with all that is asked of them, kept up to date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    capacity: usize,
    bins: Bins,
    values: VecDeque<f64>,
    sorted: Vec<f64>,
    counts: Vec<u64>,
    sum: f64,
    pushed: u64,
}

impl Window {
    /// An empty window over the last `capacity` values, at least 1.
    pub fn new(capacity: usize, bins: Bins) -> Self {
        let counts = vec![0; bins.len()];
        let capacity = capacity.max(1);
        Self {
            capacity,
            bins,
            values: VecDeque::with_capacity(capacity),
            sorted: Vec::with_capacity(capacity),
            counts,
            sum: 0.0,
            pushed: 0,
        }
    }

    /// Takes a value in and, where the window is full, gives out the oldest. The value must not
    /// be NaN ([`super::Signal::value`] gives none). Costs two binary searches and two moves within the sorted values.
    ///
    /// ```
    /// use statistics::drift::bins::Bins;
    /// use statistics::drift::window::Window;
    ///
    /// let mut window = Window::new(2, Bins::Edges(vec![5.0]));
    /// assert_eq!([1.0, 9.0, 7.0].map(|value| window.push(value)), [None, None, Some(1.0)]);
    /// assert_eq!((window.mean(), window.counts()), (Some(8.0), &[0, 2][..]));
    /// ```
    pub fn push(&mut self, value: f64) -> Option<f64> {
        let evicted = if self.is_full() { self.values.pop_front() } else { None };
        if let Some(old) = evicted {
            self.change_count(old, |count| count.saturating_sub(1));
            self.sum -= old;
            let place = self.sorted.partition_point(|&other| other < old);
            if place < self.sorted.len() {
                self.sorted.remove(place);
            }
        }
        self.values.push_back(value);
        self.change_count(value, |count| count + 1);
        self.sum += value;
        let place = self.sorted.partition_point(|&other| other < value);
        self.sorted.insert(place, value);
        self.pushed += 1;
        // Adding and taking away leaves rounding errors behind; once per window they are cleared.
        if self.pushed.is_multiple_of(self.capacity as u64) {
            self.sum = self.values.iter().sum();
        }
        evicted
    }

    fn change_count(&mut self, value: f64, change: impl Fn(u64) -> u64) {
        let bin = self.bins.index(value);
        if let Some(count) = bin.and_then(|bin| self.counts.get_mut(bin)) {
            *count = change(*count);
        }
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether the next value drives out the oldest.
    pub fn is_full(&self) -> bool {
        self.values.len() == self.capacity
    }

    /// How many values fall into each bin.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The values in ascending order.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// The values in the order in which they came.
    pub fn values(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
        self.values.iter().copied()
    }

    /// Their mean; none for an empty window.
    pub fn mean(&self) -> Option<f64> {
        // A sum that has overflowed does not come back when the large values have left.
        if self.sum.is_finite() {
            (!self.is_empty()).then(|| self.sum / self.len() as f64)
        } else {
            super::latency::mean(self.sorted.iter().copied())
        }
    }

    /// Their exact `q`-percentile; none for an empty window.
    pub fn percentile(&self, q: f64) -> Option<f64> {
        percentile_of_sorted(&self.sorted, q)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::drift::bins::percentile;

    #[test]
    fn the_oldest_value_leaves_when_the_window_is_full() {
        let mut window = Window::new(3, Bins::Categories(4));
        assert_eq!(window.push(0.0), None);
        assert_eq!(window.push(3.0), None);
        assert_eq!(window.mean(), Some(1.5));
        assert_eq!(window.push(3.0), None);
        assert!(window.is_full());
        assert_eq!(window.push(1.0), Some(0.0));
        assert_eq!(window.counts(), [0, 1, 0, 2]);
        assert_eq!(window.values().collect::<Vec<_>>(), [3.0, 3.0, 1.0]);
        assert_eq!(window.percentile(0.25), Some(2.0));
    }

    #[test]
    fn the_mean_of_values_whose_sum_overflows_is_a_number_and_later_ones_have_theirs() {
        let mut window = Window::new(2, Bins::deciles(&[]));
        window.push(1e308);
        window.push(1.5e308);
        assert_eq!(window.mean(), Some(1.25e308));
        window.push(2.0);
        window.push(4.0);
        assert_eq!(window.mean(), Some(3.0));
        window.push(6.0);
        assert_eq!(window.mean(), Some(5.0));
    }

    #[test]
    fn an_empty_window_has_no_figures() {
        let window = Window::new(5, Bins::deciles(&[1.0, 2.0]));
        assert_eq!(window.mean(), None);
        assert_eq!(window.percentile(0.1), None);
    }

    #[test]
    fn rounding_does_not_pile_up_over_a_long_run() {
        let mut window = Window::new(100, Bins::deciles(&[]));
        window.push(1e15);
        (0..100_000).for_each(|_| {
            window.push(0.1);
        });
        assert!((window.mean().unwrap() - 0.1).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_window_equals_recomputation_from_scratch(
            values in prop::collection::vec(-5i16..20, 1..200), capacity in 1usize..40,
        ) {
            let values: Vec<f64> = values.into_iter().map(|v| f64::from(v) / 8.0).collect();
            let bins = Bins::deciles(&[0.0, 0.25, 0.5, 1.0, 1.5, 2.0]);
            let mut window = Window::new(capacity, bins.clone());
            for (index, &value) in values.iter().enumerate() {
                window.push(value);
                let last = &values[(index + 1).saturating_sub(capacity)..=index];
                prop_assert_eq!(window.counts(), bins.count(last));
                prop_assert_eq!(window.percentile(0.1), percentile(last, 0.1));
                let mean = last.iter().sum::<f64>() / last.len() as f64;
                prop_assert!((window.mean().unwrap() - mean).abs() < 1e-12);
            }
        }
    }
}
