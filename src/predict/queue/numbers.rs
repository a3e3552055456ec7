//! What is kept of a prediction. Its numbers are kept for every image; the pictures of its steps
//! are a hundred times as large and kept for a few (see [`super::gallery`]). Both are shared, and
//! two are equal when they are the very same: comparing every pixel at every change would be slow.

use std::ops::Deref;
use std::sync::Arc;

use protocol::messages::Prediction;
use vision::cutout::Cut;
use vision::photo::Film;

use super::thumbnail::thumbnail;
use crate::components::picture::Picture;

/// A shared prediction without its pictures: its film has no frames, and there are no
/// reconstructions, no canvas and no cut.
#[derive(Clone, Debug)]
pub struct Numbers(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    prediction: Prediction,
    thumbnail: Option<Arc<Picture>>,
}

/// The shared pictures of a prediction.
#[derive(Clone, Debug)]
pub struct Sight(Arc<Views>);

/// What [`Sight`] shares.
#[derive(Debug)]
pub struct Views {
    /// From the photo to 28×28, a picture a step.
    pub film: Film,
    /// Reconstruction by each class's autoencoder: 10 × 784 grey values.
    pub reconstructions: Vec<u8>,
    /// How the garment was cut out, where that was needed.
    pub cut: Option<Cut>,
    /// What the classifier for photos saw; empty where the other one answered.
    pub canvas: Vec<u8>,
}

impl Numbers {
    /// Takes a prediction apart. A brief one has no pictures but the small one.
    pub fn split(mut prediction: Prediction) -> (Self, Option<Sight>) {
        let reconstructions = std::mem::take(&mut prediction.reconstructions);
        let canvas = std::mem::take(&mut prediction.canvas);
        let cut = prediction.cut.take();
        let frames = std::mem::take(&mut prediction.film.frames);
        let thumbnail = frames.first().and_then(thumbnail).map(Arc::new);
        let film = Film { frames, ..prediction.film };
        let is_brief = reconstructions.is_empty();
        let views = Views { film, reconstructions, cut, canvas };
        let sight = (!is_brief).then(|| Sight(Arc::new(views)));
        (Self(Arc::new(Kept { prediction, thumbnail })), sight)
    }

    /// The picture as it came, small enough to be kept.
    pub fn thumbnail(&self) -> Option<Arc<Picture>> {
        self.0.thumbnail.clone()
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
        &self.0.prediction
    }
}

impl PartialEq for Sight {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Sight {
    type Target = Views;

    fn deref(&self) -> &Views {
        &self.0
    }
}
