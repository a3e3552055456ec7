//! One image on the desk. It does not know its own bytes: those stay with the browser.

use dataset::Class;
use text::Lang;
use vision::cutout::Guidance;
use vision::photo::{PhotoError, Polarity};

use super::numbers::Numbers;
use crate::predict::correction::Correction;

/// Where an image came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, by its name.
    File(String),
    /// The clipboard, where images have no name.
    Clipboard,
    /// A sample of a class: the first of its images in the test set.
    Sample(Class),
    /// The webcam.
    Webcam,
    /// The drawing pad.
    Drawing,
    /// The test set.
    Test {
        /// Its place there.
        place: u32,
        /// Its class there.
        class: Class,
    },
}

impl Source {
    /// The class that the image is known to be of.
    pub fn truth(&self) -> Option<Class> {
        match self {
            Self::Sample(class) | Self::Test { class, .. } => Some(*class),
            Self::File(_) | Self::Clipboard | Self::Webcam | Self::Drawing => None,
        }
    }

    /// What is known of garment and ground: paper is white, and images of the test set have the
    /// form that the networks get.
    fn polarity(&self) -> Polarity {
        match self {
            Self::Drawing => Polarity::DarkOnLight,
            Self::Test { .. } => Polarity::LightOnDark,
            Self::File(_) | Self::Clipboard | Self::Sample(_) | Self::Webcam => Polarity::Detect,
        }
    }
}

/// What became of an image.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Its turn is to come; the earlier judgement, when it is judged anew.
    Waiting(Option<Numbers>),
    /// The engine has it; the earlier judgement, when it is judged anew.
    InWork(Option<Numbers>),
    /// It was judged.
    Judged(Numbers),
    /// The engine refused it.
    Refused(PhotoError),
    /// The browser could not read the file.
    Unreadable,
    /// The visitor cancelled before its turn came.
    Stopped,
    /// The engine stopped at it twice.
    Lost,
}

/// An image on the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its number, never used twice.
    pub id: u32,
    /// Where it came from.
    pub source: Source,
    /// How it is to be looked at.
    pub guidance: Guidance,
    /// What was drawn over it, of which the guidance is made.
    pub correction: Correction,
    /// What became of it.
    pub outcome: Outcome,
    /// How often the engine was lost while it had this image.
    pub losses: u8,
}

impl Item {
    /// An image that has just arrived.
    pub fn new(id: u32, source: Source) -> Self {
        let guidance = Guidance { polarity: source.polarity(), ..Guidance::default() };
        let (correction, outcome) = (Correction::default(), Outcome::Waiting(None));
        Self { id, source, guidance, correction, outcome, losses: 0 }
    }

    /// What it is called.
    pub fn name(&self, lang: Lang) -> String {
        match &self.source {
            Source::File(name) => name.clone(),
            Source::Clipboard => lang.pasted().to_owned(),
            Source::Sample(class) => lang.sample_name(lang.class_name(*class)),
            Source::Webcam => lang.webcam_name().to_owned(),
            Source::Drawing => lang.drawing_name().to_owned(),
            Source::Test { place, .. } => lang.test_name(&place.to_string()),
        }
    }

    /// The numbers to show: the judgement, or the earlier one while it is judged anew.
    pub fn prediction(&self) -> Option<&Numbers> {
        match &self.outcome {
            Outcome::Judged(prediction) => Some(prediction),
            Outcome::Waiting(earlier) | Outcome::InWork(earlier) => earlier.as_ref(),
            Outcome::Refused(_) | Outcome::Unreadable | Outcome::Stopped | Outcome::Lost => None,
        }
    }

    /// Whether it still has to be judged.
    pub fn is_pending(&self) -> bool {
        matches!(self.outcome, Outcome::Waiting(_) | Outcome::InWork(_))
    }

    /// Has it judged anew where it is to be looked at otherwise.
    pub fn guide(&mut self, guidance: Guidance) {
        if self.guidance != guidance {
            self.guidance = guidance;
            self.requeue();
        }
    }

    /// Puts it back in the queue, keeping what is shown of it.
    pub fn requeue(&mut self) {
        self.outcome = Outcome::Waiting(self.prediction().cloned());
    }
}
