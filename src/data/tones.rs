//! How grey values are distributed over the training images. Pure.

use dataset::{CLASSES, Class};
use protocol::messages::Survey;

/// Grey values in a bin: the 255 above black make 51 bins.
pub const PER_BIN: usize = 5;
/// How many grey values there are.
const VALUES: usize = 256;

/// The grey values of a class, or of all classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tones {
    /// Share of the pixels that are pure black, in [0, 1].
    pub black: f64,
    /// Share of the pixels in each bin of [`PER_BIN`] values from 1 up, in [0, 1].
    pub bins: Vec<f64>,
    /// Mean grey value of all pixels, black ones too, from 0 to 255.
    pub mean: f64,
}

impl Tones {
    /// Reads the measures. None where nothing was measured.
    pub fn new(survey: &Survey, class: Option<Class>) -> Option<Self> {
        if survey.histogram.len() != CLASSES * VALUES {
            return None;
        }
        let mut counts = [0_u64; VALUES];
        for (label, of_class) in survey.histogram.chunks_exact(VALUES).enumerate() {
            if class.is_none_or(|class| class.index() == label) {
                for (count, more) in counts.iter_mut().zip(of_class) {
                    *count += more;
                }
            }
        }
        let total = counts.iter().sum::<u64>() as f64;
        if total == 0.0 {
            return None;
        }
        let sum: f64 = counts.iter().enumerate().map(|(value, n)| value as f64 * *n as f64).sum();
        let share = |bin: &[u64]| bin.iter().sum::<u64>() as f64 / total;
        Some(Self {
            black: share(&counts[..1]),
            bins: counts[1..].chunks(PER_BIN).map(share).collect(),
            mean: sum / total,
        })
    }

    /// The place of the highest bin.
    pub fn peak(&self) -> usize {
        let places = 0..self.bins.len();
        places.max_by(|a, b| self.bins[*a].total_cmp(&self.bins[*b])).unwrap_or_default()
    }
}

/// First and last grey value of a bin.
pub fn range(bin: usize) -> (usize, usize) {
    (1 + bin * PER_BIN, (bin + 1) * PER_BIN)
}

/// Edges of the bins, one more than there are: a value counts from itself to the next.
pub fn edges() -> Vec<f64> {
    (1..=VALUES).step_by(PER_BIN).map(|value| value as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey() -> Survey {
        let mut survey = Survey { histogram: vec![0; CLASSES * VALUES], ..Survey::default() };
        // T-shirts: half black, half 255; trousers: all 4.
        survey.histogram[0] = 50;
        survey.histogram[255] = 50;
        survey.histogram[VALUES + 4] = 300;
        survey
    }

    #[test]
    fn black_stands_apart_and_the_rest_falls_into_bins_of_five() {
        let tones = Tones::new(&survey(), Some(Class::TShirt)).unwrap();
        assert_eq!((tones.black, tones.mean, tones.bins.len()), (0.5, 127.5, 51));
        assert_eq!((tones.bins[0], tones.bins[50], tones.peak()), (0.0, 0.5, 50));
        assert_eq!((range(0), range(50)), ((1, 5), (251, 255)));
        let edges = edges();
        assert_eq!((edges.len(), edges[0], edges[1], edges[51]), (52, 1.0, 6.0, 256.0));
    }

    #[test]
    fn all_classes_are_counted_together() {
        let tones = Tones::new(&survey(), None).unwrap();
        assert_eq!((tones.black, tones.bins[0], tones.peak()), (0.125, 0.75, 0));
        assert_eq!(Tones::new(&survey(), Some(Class::Bag)), None);
        assert_eq!(Tones::new(&Survey::default(), None), None);
    }
}
