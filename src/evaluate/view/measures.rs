//! What a classifier's answers say about it. Pure: slices in, numbers out; it does not know where
//! the answers came from.

use dataset::{CLASSES, Class};
use policy::decision::top;
use statistics::evaluation::{
    McNemar, Mistake, ReliabilityBin, macro_average, mcnemar, most_confident_mistakes, reliability,
};
use statistics::metrics::{
    ClassScores, Confusion, Proportion, accuracy, confusion, expected_calibration_error, per_class,
    proportion, softmax,
};

use crate::evaluate::state::Answered;

/// Bins of the reliability diagram and of the calibration error.
pub const BINS: usize = 15;
/// Mistakes that are listed.
const MISTAKES: usize = 60;

/// How a classifier fares on labelled images.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// True labels, in order.
    pub labels: Vec<u8>,
    /// Predicted labels, in order.
    pub predicted: Vec<u8>,
    /// Counts of true and predicted labels.
    pub confusion: Confusion,
    /// The share named rightly.
    pub accuracy: Proportion,
    /// Precision, recall and F1 of each class.
    pub scores: [ClassScores; CLASSES],
    /// Their mean over the classes.
    pub average: ClassScores,
    logits: Vec<[f32; CLASSES]>,
}

impl Measures {
    /// Measures a classifier by its answers; none for an autoencoder.
    pub fn new(answered: &Answered) -> Option<Self> {
        let logits = answered.logits()?;
        let labels = answered.labels.clone();
        let predicted: Vec<u8> = logits.iter().map(|logits| top(logits).0.label()).collect();
        let confusion = confusion(&labels, &predicted);
        let scores = per_class(&confusion);
        Some(Self {
            accuracy: accuracy(&confusion),
            average: macro_average(&scores),
            labels,
            predicted,
            confusion,
            scores,
            logits,
        })
    }

    /// Whether each image is named rightly.
    pub fn is_right(&self) -> Vec<bool> {
        self.labels.iter().zip(&self.predicted).map(|(truth, named)| truth == named).collect()
    }

    /// Recall of a class with its interval.
    pub fn recall(&self, class: Class) -> Proportion {
        let row = &self.confusion[class.index()];
        proportion(row[class.index()], row.iter().sum())
    }

    /// Whether the image at `place` is of the class `truth` and taken for `predicted`.
    pub fn is_in_cell(&self, place: usize, (truth, predicted): (Class, Class)) -> bool {
        self.labels.get(place) == Some(&truth.label())
            && self.predicted.get(place) == Some(&predicted.label())
    }

    /// The places of a cell's images.
    pub fn places(&self, cell: (Class, Class)) -> Vec<u32> {
        (0..self.labels.len())
            .filter(|place| self.is_in_cell(*place, cell))
            .filter_map(|place| u32::try_from(place).ok())
            .collect()
    }

    /// The probability of the predicted class of the image at `place`.
    pub fn confidence(&self, place: u32, temperature: f64) -> Option<f32> {
        self.logits.get(place as usize).map(|logits| top(&softmax(logits, temperature)).1)
    }
}

/// The paired test of two classifiers on the same images; none where the images differ.
pub fn compare(a: &Measures, b: &Measures) -> Option<McNemar> {
    (a.labels == b.labels).then(|| mcnemar(&a.is_right(), &b.is_right()))
}

/// Images that `one` has in a cell and `other` has not.
pub fn only_in(one: &Measures, other: &Measures, cell: (Class, Class)) -> Vec<u32> {
    let mut places = one.places(cell);
    places.retain(|place| !other.is_in_cell(*place as usize, cell));
    places
}

/// Confidence held against accuracy.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Images by confidence.
    pub bins: Vec<ReliabilityBin>,
    /// Expected calibration error.
    pub error: f64,
}

/// How far a classifier's confidence can be believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Divides the logits; fitted on validation images.
    pub temperature: f64,
    /// As the network gives it.
    pub before: Reliability,
    /// With the temperature.
    pub after: Reliability,
    /// The mistakes of highest confidence, with the temperature.
    pub mistakes: Vec<Mistake>,
}

impl Calibration {
    /// Holds confidence against accuracy, before and after dividing by the temperature.
    pub fn new(measures: &Measures, temperature: f64) -> Self {
        let probabilities: Vec<_> =
            measures.logits.iter().map(|logits| softmax(logits, temperature)).collect();
        Self {
            temperature,
            before: Reliability::new(measures, 1.0),
            after: Reliability::new(measures, temperature),
            mistakes: most_confident_mistakes(&probabilities, &measures.labels, MISTAKES),
        }
    }
}

impl Reliability {
    fn new(measures: &Measures, temperature: f64) -> Self {
        let confidence: Vec<f32> =
            measures.logits.iter().map(|logits| top(&softmax(logits, temperature)).1).collect();
        let is_right = measures.is_right();
        Self {
            bins: reliability(&confidence, &is_right, BINS),
            error: expected_calibration_error(&confidence, &is_right, BINS),
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::messages::Answers;

    use super::*;

    /// Images of the given labels, each named by the label beside it with a logit of 3 above 0.
    fn measures(pairs: &[(u8, u8)]) -> Measures {
        let labels = pairs.iter().map(|pair| pair.0).collect();
        let mut logits = vec![0.0; pairs.len() * CLASSES];
        for (place, pair) in pairs.iter().enumerate() {
            logits[place * CLASSES + usize::from(pair.1)] = 3.0;
        }
        Measures::new(&Answered::new(labels, vec![], Answers::Logits(logits), None)).unwrap()
    }

    #[test]
    fn answers_are_counted_by_true_and_predicted_class() {
        let measures = measures(&[(6, 6), (6, 0), (6, 0), (0, 0)]);
        assert_eq!(measures.confusion[6], [2, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!((measures.accuracy.value, measures.accuracy.n), (0.5, 4));
        assert_eq!(measures.places((Class::Shirt, Class::TShirt)), [1, 2]);
        assert_eq!(measures.recall(Class::Shirt).n, 3);
        assert_eq!(measures.scores[0].precision, 1.0 / 3.0);
    }

    #[test]
    fn two_classifiers_are_compared_image_by_image() {
        let a = measures(&[(6, 6), (6, 0), (6, 0), (0, 0)]);
        let b = measures(&[(6, 0), (6, 6), (6, 0), (0, 0)]);
        let test = compare(&a, &b).unwrap();
        assert_eq!((test.both_right, test.only_a, test.only_b, test.both_wrong), (1, 1, 1, 1));
        let cell = (Class::Shirt, Class::TShirt);
        assert_eq!((only_in(&a, &b, cell), only_in(&b, &a, cell)), (vec![1], vec![0]));
        assert_eq!(compare(&a, &measures(&[(1, 1)])), None);
    }

    #[test]
    fn a_temperature_below_1_makes_the_classifier_surer_and_no_more_right() {
        let measures = measures(&[(6, 6), (6, 0), (0, 0), (1, 1)]);
        let calibration = Calibration::new(&measures, 0.5);
        // e³ / (e³ + 9) and e⁶ / (e⁶ + 9), three of four right.
        let (plain, sharp) = (20.0855 / 29.0855, 403.4288 / 412.4288);
        assert!((calibration.before.error - (0.75 - plain)).abs() < 1e-4);
        assert!((calibration.after.error - (sharp - 0.75)).abs() < 1e-4);
        assert_eq!(calibration.mistakes.len(), 1);
        assert_eq!(calibration.mistakes[0].index, 1);
        assert_eq!(measures.confidence(4, 1.0), None);
    }
}
