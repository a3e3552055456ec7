//! A class made rare.

use serde::{Deserialize, Serialize};

use crate::Class;

/// A class that was made rare in training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imbalance {
    /// The minority class.
    pub class: Class,
    /// The share of its training images that was kept, in (0, 1].
    pub ratio: f64,
}
