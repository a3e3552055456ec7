//! How good a classifier or an autoencoder is. Slices in, plain numbers out.

use serde::{Deserialize, Serialize};

use dataset::CLASSES;

/// A proportion with its 95% Wilson interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// The estimate, in [0, 1].
    pub value: f64,
    /// How many images it rests on.
    pub n: usize,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Proportion {
    /// How far the interval reaches from the estimate, to the farther side.
    pub fn reach(self) -> f64 {
        (self.high - self.value).max(self.value - self.low)
    }
}

/// The standard normal's 97.5% quantile: how many standard errors a 95% interval reaches.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// Confusion matrix: rows are true labels, columns predicted ones, entries counts.
pub type Confusion = [[u64; CLASSES]; CLASSES];

/// Counts pairs of true and predicted label.
///
/// ```
/// let matrix = statistics::metrics::confusion(&[0, 0, 1], &[0, 1, 1]);
/// assert_eq!((matrix[0][0], matrix[0][1], matrix[1][1]), (1, 1, 1));
/// ```
pub fn confusion(truth: &[u8], predicted: &[u8]) -> Confusion {
    let mut matrix = [[0; CLASSES]; CLASSES];
    for (&truth, &predicted) in truth.iter().zip(predicted) {
        matrix[usize::from(truth)][usize::from(predicted)] += 1;
    }
    matrix
}

/// How one class fares. A ratio whose denominator is 0 is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    /// Of those predicted as this class, the share that is.
    pub precision: f64,
    /// Of those that are this class, the share predicted so.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Precision, recall and F1 of each class.
///
/// ```
/// use statistics::metrics::{confusion, per_class};
///
/// let scores = per_class(&confusion(&[0, 0, 0, 1], &[0, 0, 1, 1]));
/// assert_eq!((scores[0].precision, scores[0].recall, scores[0].f1), (1.0, 2.0 / 3.0, 0.8));
/// ```
pub fn per_class(matrix: &Confusion) -> [ClassScores; CLASSES] {
    std::array::from_fn(|class| {
        let hits = matrix[class][class];
        let actual: u64 = matrix[class].iter().sum();
        let predicted: u64 = matrix.iter().map(|row| row[class]).sum();
        ClassScores {
            precision: ratio(hits, predicted),
            recall: ratio(hits, actual),
            f1: ratio(2 * hits, actual + predicted),
        }
    })
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The mean; NaN for no values.
///
/// ```
/// assert_eq!(statistics::metrics::mean(&[1.0, 2.0, 6.0]), 3.0);
/// ```
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The exponential moving average of `values` where the past weighs `weight`, in [0, 1), without
/// the pull towards the start (Kingma, Ba 2015, section 3).
///
/// ```
/// // The second value: (¼ · 1 + ½ · 4) / ¾.
/// assert_eq!(statistics::metrics::moving_average(&[1.0, 4.0], 0.5), [1.0, 3.0]);
/// ```
pub fn moving_average(values: &[f64], weight: f64) -> Vec<f64> {
    let (mut sum, mut total) = (0.0, 0.0);
    values
        .iter()
        .map(|value| {
            sum = weight * sum + (1.0 - weight) * value;
            total = weight * total + (1.0 - weight);
            sum / total
        })
        .collect()
}

/// The share of values above `limit`. What is not a number is above every limit.
///
/// ```
/// let share = statistics::metrics::share_above(&[0.1, 0.2, 0.3, f32::NAN], 0.25);
/// assert_eq!((share.value, share.n), (0.5, 4));
/// ```
pub fn share_above(values: &[f32], limit: f64) -> Proportion {
    let within = values.iter().filter(|&&value| f64::from(value) <= limit).count();
    proportion((values.len() - within) as u64, values.len() as u64)
}

/// The share of hits with its 95% Wilson score interval (Wilson 1927).
///
/// ```
/// let share = statistics::metrics::proportion(8, 10);
/// assert_eq!(share.value, 0.8);
/// assert!((share.low - 0.490).abs() < 1e-3 && (share.high - 0.943).abs() < 1e-3);
/// ```
pub fn proportion(hits: u64, n: u64) -> Proportion {
    let value = ratio(hits, n);
    if n == 0 {
        return Proportion { value, n: 0, low: 0.0, high: 1.0 };
    }
    let count = n as f64;
    let spread = Z_95 * Z_95 / count;
    let centre = (value + spread / 2.0) / (1.0 + spread);
    let half =
        Z_95 / (1.0 + spread) * (value * (1.0 - value) / count + spread / count / 4.0).sqrt();
    Proportion {
        value,
        n: n as usize,
        low: (centre - half).max(0.0),
        high: (centre + half).min(1.0),
    }
}

/// Accuracy of a confusion matrix with its interval.
///
/// ```
/// use statistics::metrics::{accuracy, confusion};
///
/// assert_eq!(accuracy(&confusion(&[0, 0, 1, 2], &[0, 1, 1, 2])).value, 0.75);
/// ```
pub fn accuracy(matrix: &Confusion) -> Proportion {
    let hits = (0..CLASSES).map(|class| matrix[class][class]).sum();
    proportion(hits, matrix.iter().flatten().sum())
}

/// Expected calibration error over `bins` equal bins of confidence (Guo et al. 2017): the mean
/// distance of confidence and accuracy, weighted by the images in a bin. 0 for no images.
///
/// ```
/// // Nine tenths sure, and right half of the time.
/// let error = statistics::metrics::expected_calibration_error(&[0.9, 0.9], &[true, false], 10);
/// assert!((error - 0.4).abs() < 1e-6);
/// ```
pub fn expected_calibration_error(confidence: &[f32], correct: &[bool], bins: usize) -> f64 {
    let mut sums = vec![(0u64, 0.0f64, 0u64); bins];
    for (&confidence, &correct) in confidence.iter().zip(correct) {
        let bin = ((f64::from(confidence) * bins as f64) as usize).min(bins - 1);
        sums[bin].0 += 1;
        sums[bin].1 += f64::from(confidence);
        sums[bin].2 += u64::from(correct);
    }
    let n: u64 = sums.iter().map(|bin| bin.0).sum();
    let gap: f64 = sums.iter().map(|&(_, confidence, hits)| (confidence - hits as f64).abs()).sum();
    if n == 0 { 0.0 } else { gap / n as f64 }
}

/// Area under the ROC curve: the probability that a positive scores above a negative, ties
/// counting half (Mann–Whitney). A score that is no number counts as infinite. NaN where one side
/// is empty.
///
/// ```
/// // Of four pairs two are in order and one is level.
/// assert_eq!(statistics::metrics::area_under_roc(&[0.1, 0.4], &[0.3, 0.4]), 2.5 / 4.0);
/// ```
pub fn area_under_roc(negatives: &[f32], positives: &[f32]) -> f64 {
    let number = |score: f32| if score.is_nan() { f32::INFINITY } else { score };
    let mut scores: Vec<(f32, bool)> =
        negatives.iter().map(|&score| (number(score), false)).collect();
    scores.extend(positives.iter().map(|&score| (number(score), true)));
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut rank_sum, mut start) = (0.0, 0);
    while start < scores.len() {
        let ties = scores[start..].iter().take_while(|s| s.0 == scores[start].0).count();
        let positives = scores[start..start + ties].iter().filter(|score| score.1).count();
        rank_sum += positives as f64 * (start as f64 + (ties as f64 + 1.0) / 2.0);
        start += ties;
    }
    let (n, m) = (positives.len() as f64, negatives.len() as f64);
    (rank_sum - n * (n + 1.0) / 2.0) / (n * m)
}

/// The `q`-quantile by linear interpolation at h = (n − 1) q (Hyndman–Fan type 7). NaN for no
/// values.
///
/// ```
/// assert_eq!(statistics::metrics::quantile(&[3.0, 1.0, 2.0, 4.0], 0.5), 2.5);
/// ```
pub fn quantile(values: &[f32], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = last as f64 * q.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let (low, high) = (f64::from(sorted[below]), f64::from(sorted[(below + 1).min(last)]));
    low + (high - low) * (place - below as f64)
}

/// Class probabilities of logits divided by a temperature. The arithmetic is in `f64`.
///
/// ```
/// let probabilities = statistics::metrics::softmax(&[0.0; 10], 1.0);
/// assert_eq!(probabilities, [0.1; 10]);
/// ```
pub fn softmax<const N: usize>(logits: &[f32; N], temperature: f64) -> [f32; N] {
    let scaled = logits.map(|logit| f64::from(logit) / temperature);
    let highest = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers = scaled.map(|value| (value - highest).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| (power / sum) as f32)
}

/// The temperature that minimises the negative log-likelihood (Guo et al. 2017), by golden
/// section over [0.2, 5].
///
/// ```
/// // Two classes 4 apart, right in 3 of 4: odds of 3 need logits ln 3 apart.
/// let mut logits = [-1e4; 10];
/// (logits[0], logits[1]) = (4.0, 0.0);
/// let temperature = statistics::metrics::fit_temperature(&[logits; 4], &[0, 0, 0, 1]);
/// assert!((temperature - 4.0 / 3f64.ln()).abs() < 1e-6);
/// ```
pub fn fit_temperature(logits: &[[f32; CLASSES]], labels: &[u8]) -> f64 {
    fit_temperature_to_any(logits, |row, answer| usize::from(labels[row]) == answer)
}

/// The same where several answers may be right, which then count together. `is_right` is asked of a row
/// and an answer; a row without a right answer has no say.
///
/// ```
/// // As likely as nine others together: whichever of two is right, no temperature is better than 1 …
/// let logits = [[9f32.ln(), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]; 2];
/// let one = statistics::metrics::fit_temperature_to_any(&logits, |row, answer| answer == row);
/// // … than where both are right of both.
/// let both = statistics::metrics::fit_temperature_to_any(&logits, |_, answer| answer < 2);
/// assert!(both < one);
/// ```
pub fn fit_temperature_to_any<const N: usize>(
    logits: &[[f32; N]],
    is_right: impl Fn(usize, usize) -> bool,
) -> f64 {
    let loss = |temperature: f64| -> f64 {
        let loss = |(row, logits): (usize, &[f32; N])| {
            let scaled = logits.map(|logit| f64::from(logit) / temperature);
            let right: Vec<f64> = (0..N)
                .filter(|&answer| is_right(row, answer))
                .map(|answer| scaled[answer])
                .collect();
            if right.is_empty() { 0.0 } else { log_sum_exp(&scaled) - log_sum_exp(&right) }
        };
        logits.iter().enumerate().map(loss).sum()
    };
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.2f64, 5.0f64);
    for _ in 0..40 {
        let width = (high - low) * golden;
        if loss(high - width) < loss(low + width) {
            high = low + width;
        } else {
            low = high - width;
        }
    }
    (low + high) / 2.0
}

fn log_sum_exp(values: &[f64]) -> f64 {
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    highest + values.iter().map(|value| (value - highest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn scores_follow_from_the_confusion_matrix() {
        let matrix = confusion(&[0, 0, 0, 1, 1, 2], &[0, 0, 1, 1, 2, 2]);
        let scores = per_class(&matrix);
        close(scores[0].precision, 1.0);
        close(scores[0].recall, 2.0 / 3.0);
        close(scores[0].f1, 0.8);
        close(scores[1].precision, 0.5);
        close(scores[9].f1, 0.0);
        close(accuracy(&matrix).value, 4.0 / 6.0);
    }

    #[test]
    fn the_wilson_interval_is_the_textbooks() {
        // 8 of 10: statsmodels proportion_confint(8, 10, method="wilson").
        let interval = proportion(8, 10);
        assert!((interval.low - 0.490_162_47).abs() < 1e-7, "{}", interval.low);
        assert!((interval.high - 0.943_317_76).abs() < 1e-7, "{}", interval.high);
        assert_eq!(proportion(0, 0).high, 1.0);
    }

    #[test]
    fn a_moving_average_is_not_pulled_towards_the_start() {
        assert_eq!(moving_average(&[2.0, 2.0, 2.0], 0.9), [2.0, 2.0, 2.0]);
        // (0.5·0.5·1 + 0.5·4) / 0.75 at the second value.
        close(moving_average(&[1.0, 4.0], 0.5)[1], 3.0);
        assert_eq!(moving_average(&[3.0, 1.0], 0.0), [3.0, 1.0]);
    }

    #[test]
    fn what_is_no_number_is_above_every_limit() {
        let share = share_above(&[0.01, 0.02, 0.03, f32::NAN], 0.025);
        assert_eq!((share.value, share.n), (0.5, 4));
    }

    #[test]
    fn the_area_counts_pairs_and_halves_ties() {
        close(area_under_roc(&[0.1, 0.2], &[0.3, 0.4]), 1.0);
        close(area_under_roc(&[0.1, 0.4], &[0.3, 0.4]), 0.625);
        close(area_under_roc(&[0.5, 0.5], &[0.5]), 0.5);
        assert!(area_under_roc(&[], &[0.5]).is_nan());
        close(area_under_roc(&[0.1, 0.2], &[f32::NAN, f32::NAN]), 1.0);
    }

    #[test]
    fn calibration_error_is_the_gap_of_confidence_and_accuracy() {
        let confidence = [0.9, 0.9, 0.9, 0.9, 0.6, 0.6];
        let correct = [true, true, true, false, false, true];
        let error = expected_calibration_error(&confidence, &correct, 10);
        assert!((error - (4.0 * 0.15 + 2.0 * 0.1) / 6.0).abs() < 1e-6, "{error}");
        close(expected_calibration_error(&[], &[], 15), 0.0);
    }

    #[test]
    fn quantiles_interpolate() {
        // numpy test_function_base.py
        close(quantile(&[15.0, 20.0, 35.0, 40.0, 50.0], 0.40), 29.0);
        close(quantile(&[3.0], 0.99), 3.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn probabilities_add_up_and_a_temperature_flattens_them() {
        let mut logits = [0.0; CLASSES];
        logits[4] = 2.0;
        let sharp = softmax(&logits, 1.0);
        let flat = softmax(&logits, 4.0);
        assert!((f64::from(sharp[4]) - 2f64.exp() / (2f64.exp() + 9.0)).abs() < 1e-7);
        assert!((sharp.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(flat[4] < sharp[4]);
        assert_eq!(softmax(&[1e30; CLASSES], 1.0), [0.1; CLASSES]);
    }

    #[test]
    fn the_temperature_of_overconfident_logits_is_recovered() {
        // Two classes 4 apart, right in 3 of 4: the odds 3 need a difference of ln 3.
        let mut logits = [-1e4f32; CLASSES];
        logits[0] = 4.0;
        logits[1] = 0.0;
        let fitted = fit_temperature(&[logits; 4], &[0, 0, 0, 1]);
        assert!((fitted - 4.0 / 3f64.ln()).abs() < 1e-6, "{fitted}");
    }
}
