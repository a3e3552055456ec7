//! How the statistics went over a run, in bounded memory: where there are too many points, two
//! neighbours become one, and points come half as often from then on. Nothing is lost of a peak.

use statistics::drift::Signal;
use statistics::drift::limits::{Method, Watch};

/// Points that are kept at most.
const MOST: usize = 800;
const METHODS: usize = Method::ALL.len();

/// A look at the run. What is not known is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The record at which it was looked.
    pub index: u64,
    /// Statistic over limit, by signal and method; the largest since the point before.
    ratios: [[f32; METHODS]; Signal::COUNT],
    /// Accuracy estimated from the window's confidences, with three standard errors either way.
    pub estimate: [f32; 3],
    /// True accuracy over the same window.
    pub accuracy: f32,
}

impl Point {
    /// A look in which nothing is known.
    pub fn at(index: u64) -> Self {
        Self {
            index,
            ratios: [[f32::NAN; METHODS]; Signal::COUNT],
            estimate: [f32::NAN; 3],
            accuracy: f32::NAN,
        }
    }

    /// How far a detector is on its way to the limit; NaN before its first look.
    pub fn ratio(&self, watch: Watch) -> f64 {
        f64::from(self.ratios[watch.signal.index()][watch.method as usize])
    }

    /// Notes how far a detector is.
    pub fn set(&mut self, watch: Watch, ratio: f64) {
        self.ratios[watch.signal.index()][watch.method as usize] = ratio as f32;
    }

    /// The later of two with the greater ratios of both.
    fn and(self, later: Self) -> Self {
        let mut both = later;
        for (row, earlier) in both.ratios.iter_mut().zip(self.ratios) {
            for (ratio, earlier) in row.iter_mut().zip(earlier) {
                // The greater of the two, and the number where one is none.
                *ratio = ratio.max(earlier);
            }
        }
        both
    }
}

/// The points of a run.
#[derive(Clone, Debug)]
pub struct Trend {
    points: Vec<Point>,
    /// Looks that make a point.
    every: u32,
    /// The point that is being made, and the looks in it.
    open: Option<(Point, u32)>,
}

impl Default for Trend {
    fn default() -> Self {
        Self { points: Vec::with_capacity(MOST), every: 1, open: None }
    }
}

impl Trend {
    /// Takes the next look.
    pub fn push(&mut self, look: Point) {
        let (point, looks) = match self.open.take() {
            Some((point, looks)) => (point.and(look), looks + 1),
            None => (look, 1),
        };
        if looks < self.every {
            self.open = Some((point, looks));
            return;
        }
        self.points.push(point);
        if self.points.len() == MOST {
            let merged = self.points.chunks(2).map(|pair| match pair {
                [earlier, later] => earlier.and(*later),
                rest => rest[0],
            });
            let merged: Vec<Point> = merged.collect();
            self.points.clear();
            self.points.extend(merged);
            self.every = self.every.saturating_mul(2);
        }
    }

    /// The points, in order.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().chain(self.open.iter().map(|(point, _)| point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WATCH: Watch = Watch { signal: Signal::Brightness, method: Method::Adwin };

    #[test]
    fn a_long_run_keeps_few_points_and_every_peak() {
        let mut trend = Trend::default();
        for look in 0..20_000 {
            let mut point = Point::at(look * 20);
            point.set(WATCH, if look == 12_345 { 7.0 } else { 0.5 });
            trend.push(point);
        }
        let points: Vec<&Point> = trend.points().collect();
        assert!(points.len() <= MOST, "{}", points.len());
        assert_eq!(points.iter().map(|point| point.ratio(WATCH)).fold(0.0, f64::max), 7.0);
        assert!(points.windows(2).all(|pair| pair[0].index < pair[1].index));
        assert!(points[points.len() - 1].index >= 19_990 * 20);
    }

    #[test]
    fn what_is_not_known_stays_so_until_it_is() {
        let mut known = Point::at(20);
        known.set(WATCH, 0.25);
        assert_eq!(Point::at(0).and(known).ratio(WATCH), 0.25);
        assert_eq!(known.and(Point::at(40)).ratio(WATCH), 0.25);
        assert!(Point::at(0).and(Point::at(20)).ratio(WATCH).is_nan());
    }
}
