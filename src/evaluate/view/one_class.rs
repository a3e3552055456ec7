//! What an autoencoder's reconstruction errors say about it: how well they tell its class from the
//! rest. Pure.

use dataset::Class;
use statistics::evaluation::{Auroc, Histogram, auroc, histogram, roc_points};
use statistics::metrics::{Proportion, quantile, share_above};

use crate::evaluate::state::Answered;

/// Bins of the histograms.
const BINS: usize = 32;
/// Points of the drawn curve.
const CURVE_POINTS: usize = 400;
/// The share of normal validation images that are typical by definition.
const TYPICAL: f64 = 0.99;

/// What the limit does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The largest error that counts as typical.
    pub error: f64,
    /// The share of normal images above it.
    pub rejected: Proportion,
    /// The share of the others above it.
    pub caught: Proportion,
}

/// How an autoencoder tells its class from the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct OneClass {
    /// The class it knows.
    pub class: Class,
    /// Errors of the images of its class.
    pub normal: Vec<f32>,
    /// Errors of all others.
    pub rest: Vec<f32>,
    /// The area under the curve.
    pub area: Auroc,
    /// The area by novelty instead of error, where the autoencoder knows what is usual.
    pub novelty: Option<Auroc>,
}

impl OneClass {
    /// Measures an autoencoder by its errors; none for a classifier.
    pub fn new(answered: &Answered) -> Option<Self> {
        let (class, errors) = answered.errors()?;
        let [normal, rest] = split(errors, &answered.labels, class);
        let novelty = answered.novelty().map(|all| {
            let [normal, rest] = split(all, &answered.labels, class);
            auroc(&normal, &rest)
        });
        Some(Self { class, area: auroc(&normal, &rest), novelty, normal, rest })
    }

    /// The curve as (share of normal images rejected, share of others caught).
    pub fn curve(&self) -> Vec<(f64, f64)> {
        roc_points(&self.normal, &self.rest, CURVE_POINTS)
    }

    /// What a limit does on these images.
    pub fn limit(&self, error: f64) -> Limit {
        let [rejected, caught] =
            [&self.normal, &self.rest].map(|errors| share_above(errors, error));
        Limit { error, rejected, caught }
    }

    /// Both groups' errors in the same bins, from 0 to where nearly all of them are.
    pub fn histograms(&self, limit: Option<f64>) -> [Histogram; 2] {
        let end = quantile(&self.rest, 0.98).max(quantile(&self.normal, 0.98));
        let end = end.max(limit.unwrap_or(0.0) * 1.25);
        let end = if end.is_finite() && end > 0.0 { end } else { 1.0 };
        [&self.normal, &self.rest].map(|errors| histogram(errors, BINS, 0.0..end))
    }
}

/// The largest error that counts as typical: the 99th percentile of the validation images of the
/// autoencoder's class, as the shipped ones have it. None for a classifier.
pub fn typical_limit(validation: &Answered) -> Option<f64> {
    let (class, errors) = validation.errors()?;
    let [normal, _] = split(errors, &validation.labels, class);
    Some(quantile(&normal, TYPICAL)).filter(|limit| limit.is_finite())
}

/// The values of the class's images and those of the rest. What is no number counts as infinite,
/// so that it is ranked above everything and beyond every limit.
fn split(values: &[f32], labels: &[u8], class: Class) -> [Vec<f32>; 2] {
    [true, false].map(|is_normal| {
        let pairs = values.iter().zip(labels);
        pairs
            .filter(|(_, label)| (**label == class.label()) == is_normal)
            .map(|(value, _)| if value.is_nan() { f32::INFINITY } else { *value })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use protocol::messages::Answers;

    use super::*;

    fn answered(pairs: &[(u8, f32)]) -> Answered {
        let labels = pairs.iter().map(|pair| pair.0).collect();
        let errors = pairs.iter().map(|pair| pair.1).collect();
        let novelty = vec![];
        let answers = Answers::Errors { class: Class::Trouser, errors, novelty };
        Answered::new(labels, vec![], answers, None)
    }

    #[test]
    fn novelty_has_an_area_of_its_own_where_it_is_known() {
        let answers = |novelty| Answers::Errors {
            class: Class::Trouser,
            errors: vec![0.1, 0.2, 0.3],
            novelty,
        };
        let of = |novelty| Answered::new(vec![1, 0, 2], vec![], answers(novelty), None);
        let measured = OneClass::new(&of(vec![5.0, 1.0, 9.0])).unwrap();
        assert_eq!((measured.area.value, measured.novelty.unwrap().value), (1.0, 0.5));
        assert_eq!(OneClass::new(&of(vec![])).unwrap().novelty, None);
    }

    #[test]
    fn a_limit_rejects_what_is_above_it_and_what_is_no_number() {
        let pairs = [(1, 0.01), (1, 0.02), (1, 0.03), (1, f32::NAN), (0, 0.02), (2, 0.5)];
        let measured = OneClass::new(&answered(&pairs)).unwrap();
        // Of eight pairs, 0.5 is above three and 0.02 above one and level with one.
        assert!((measured.area.value - 4.5 / 8.0).abs() < 1e-12);
        let limit = measured.limit(0.025);
        assert_eq!((limit.rejected.value, limit.rejected.n), (0.5, 4));
        assert_eq!((limit.caught.value, limit.caught.n), (0.5, 2));
    }

    #[test]
    fn the_area_counts_the_others_above_the_normal_ones() {
        let pairs = [(1, 0.1), (1, 0.4), (0, 0.3), (5, 0.4)];
        let measured = OneClass::new(&answered(&pairs)).unwrap();
        assert!((measured.area.value - 0.625).abs() < 1e-12);
        assert_eq!(measured.curve().first(), Some(&(0.0, 0.0)));
        assert_eq!(measured.curve().last(), Some(&(1.0, 1.0)));
    }

    #[test]
    fn the_limit_is_the_99th_percentile_of_the_normal_ones() {
        let pairs: Vec<_> = (0..101).map(|n| (1, n as f32)).chain([(2, 1e6)]).collect();
        assert!((typical_limit(&answered(&pairs)).unwrap() - 99.0).abs() < 1e-9);
        assert_eq!(typical_limit(&answered(&[(2, 1.0)])), None);
    }

    #[test]
    fn both_histograms_share_their_bins_and_reach_past_the_limit() {
        let pairs = [(1, 0.1), (1, 0.2), (0, 0.3), (2, 0.4)];
        let [normal, rest] = OneClass::new(&answered(&pairs)).unwrap().histograms(Some(1.0));
        assert_eq!((normal.low, normal.high), (rest.low, rest.high));
        assert_eq!((normal.high, normal.n(), rest.n()), (1.25, 2, 2));
    }
}
