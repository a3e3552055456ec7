//! The mistakes that teach most: those of which the classifier was surest.

use serde::{Deserialize, Serialize};

use dataset::{CLASSES, Class};
use policy::decision::top;

/// An image that was classified wrong.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// Its place among the images judged.
    pub index: usize,
    /// What it is.
    pub truth: Class,
    /// What it was taken for.
    pub predicted: Class,
    /// How sure the classifier was, in [0, 1].
    pub confidence: f32,
}

/// The `n` mistakes of highest confidence, the surest first and of equals the first. An image
/// whose label is above 9 is of no class and left out.
///
/// ```
/// // Both are taken for class 3, a dress; the second is one.
/// let mut probabilities = [0.02; 10];
/// probabilities[3] = 0.82;
/// let mistakes = statistics::evaluation::most_confident_mistakes(&[probabilities; 2], &[6, 3], 5);
/// assert_eq!((mistakes.len(), mistakes[0].index, mistakes[0].confidence), (1, 0, 0.82));
/// ```
pub fn most_confident_mistakes(
    probabilities: &[[f32; CLASSES]],
    labels: &[u8],
    n: usize,
) -> Vec<Mistake> {
    let judged = probabilities.iter().zip(labels).enumerate();
    let mut mistakes: Vec<Mistake> = judged
        .filter_map(|(index, (probabilities, &label))| {
            let truth = Class::from_label(label)?;
            let (predicted, confidence) = top(probabilities);
            let mistake = Mistake { index, truth, predicted, confidence };
            (predicted != truth).then_some(mistake)
        })
        .collect();
    mistakes.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    mistakes.truncate(n);
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure_of(class: Class, confidence: f32) -> [f32; CLASSES] {
        let mut probabilities = [(1.0 - confidence) / 9.0; CLASSES];
        probabilities[class.index()] = confidence;
        probabilities
    }

    #[test]
    fn the_surest_mistakes_come_first_and_right_answers_not_at_all() {
        let probabilities = [
            sure_of(Class::Shirt, 0.5),
            sure_of(Class::Bag, 0.99),
            sure_of(Class::Coat, 0.75),
            sure_of(Class::Dress, 0.75),
            sure_of(Class::Bag, 0.9),
        ];
        let labels = [0, Class::Bag.label(), 2, 2, 10];
        let mistakes = most_confident_mistakes(&probabilities, &labels, 10);
        let order: Vec<usize> = mistakes.iter().map(|mistake| mistake.index).collect();
        assert_eq!(order, [2, 3, 0]);
        let first =
            Mistake { index: 2, truth: Class::Pullover, predicted: Class::Coat, confidence: 0.75 };
        assert_eq!(most_confident_mistakes(&probabilities, &labels, 1), [first]);
    }
}
