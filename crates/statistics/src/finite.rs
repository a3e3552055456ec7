//! Outputs of networks that are no finite numbers. A device that fails silently and a network that
//! has diverged both give them; `f32::min` and comparisons then make a confident answer out of
//! none, so they are refused where they come out.

use serde::{Deserialize, Serialize};

/// What a network gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// A classifier's logits.
    Logits,
    /// Class probabilities.
    Probabilities,
    /// An autoencoder's reconstruction.
    Reconstruction,
    /// Mean squared reconstruction errors.
    ReconstructionError,
    /// How unusual images are to an autoencoder, or what that is measured on.
    Novelty,
    /// What convolutions make of an image.
    FeatureMaps,
}

/// An output has a value that is infinite or no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the network's output ({0:?}) has a value that is not finite")]
pub struct NotFinite(pub Output);

/// Passes when every value is a finite number.
///
/// # Errors
/// Names the output where one is not.
///
/// ```
/// use statistics::finite::{NotFinite, Output, check_finite};
///
/// assert_eq!(check_finite(&[0.5, -1.0], Output::Logits), Ok(()));
/// assert_eq!(check_finite(&[f32::NAN], Output::Logits), Err(NotFinite(Output::Logits)));
/// ```
pub fn check_finite(values: &[f32], output: Output) -> Result<(), NotFinite> {
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(NotFinite(output)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_that_is_not_finite_is_enough() {
        assert_eq!(check_finite(&[0.0, -1.5, f32::MAX], Output::Logits), Ok(()));
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let found = check_finite(&[0.0, bad, 1.0], Output::ReconstructionError);
            assert_eq!(found, Err(NotFinite(Output::ReconstructionError)));
        }
    }
}
