//! A prediction that many parts of the page look at. It is large, so it is shared, and two are
//! equal when they are the very same: comparing every pixel at every change would be slow.

use std::ops::Deref;
use std::sync::Arc;

use domain::messages::Prediction;

/// A shared prediction, compared by identity.
#[derive(Clone, Debug)]
pub struct Numbers(Arc<Prediction>);

impl Numbers {
    /// Shares a prediction.
    pub fn new(prediction: Prediction) -> Self {
        Self(Arc::new(prediction))
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Numbers {
    type Target = Prediction;

    fn deref(&self) -> &Prediction {
        &self.0
    }
}
