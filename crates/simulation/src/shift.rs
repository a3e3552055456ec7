//! What can be injected into production: five kinds of shift. When it happens is not known here.

use serde::{Deserialize, Serialize};

use dataset::{CLASSES, Class};
use vision::corruption::{Corruption, Severity};

/// A shift that the simulator injects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// Covariate shift: the images change, their meaning does not.
    Covariate {
        /// What is done to the image.
        corruption: Corruption,
        /// How strongly.
        severity: Severity,
    },
    /// Prior shift: some classes come more often than others.
    Prior {
        /// How often each comes.
        mix: ClassMix,
    },
    /// Concept shift: the images stay, and two labels change their meaning.
    Concept {
        /// One class; its images are now labelled as the other.
        first: Class,
        /// The other, and the other way round.
        second: Class,
    },
    /// A slow engine.
    Latency {
        /// Added to what the engine takes, in milliseconds.
        added_ms: u32,
    },
    /// Pictures that show no garment.
    Outliers {
        /// What they show; anything where none is named.
        pattern: Option<Pattern>,
        /// Share of the images, 1 to 100%.
        percent: u8,
    },
}

/// The kind of a shift: a row of the matrix of signals and shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ShiftKind {
    Covariate,
    Prior,
    Concept,
    Latency,
    Outliers,
}

/// What a picture shows that is no garment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Black all over: the lens cap.
    Blank,
    /// Every pixel at random.
    Noise,
    /// A negative: the garment dark on white.
    Inverted,
    /// Black and white stripes: the conveyor belt.
    Stripes,
}

/// Relative weights of the ten classes. At least one is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "[u16; 10]", into = "[u16; 10]")]
pub struct ClassMix([u16; CLASSES]);

impl Shift {
    /// Its kind.
    pub fn kind(&self) -> ShiftKind {
        match self {
            Self::Covariate { .. } => ShiftKind::Covariate,
            Self::Prior { .. } => ShiftKind::Prior,
            Self::Concept { .. } => ShiftKind::Concept,
            Self::Latency { .. } => ShiftKind::Latency,
            Self::Outliers { .. } => ShiftKind::Outliers,
        }
    }
}

impl ShiftKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Covariate, Self::Prior, Self::Concept, Self::Latency, Self::Outliers];

    /// The name in links.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Covariate => "covariate",
            Self::Prior => "prior",
            Self::Concept => "concept",
            Self::Latency => "latency",
            Self::Outliers => "outliers",
        }
    }
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 4] = [Self::Blank, Self::Noise, Self::Inverted, Self::Stripes];

    /// The name in links.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Noise => "noise",
            Self::Inverted => "inverted",
            Self::Stripes => "stripes",
        }
    }

    /// The pattern of a slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pattern| pattern.slug() == slug)
    }
}

impl ClassMix {
    /// Every class as often as any other.
    pub const EVEN: Self = Self([1; CLASSES]);

    /// The mix of these weights, in the order of the labels; none if all are zero.
    pub const fn new(weights: [u16; CLASSES]) -> Option<Self> {
        let mut class = 0;
        while class < CLASSES {
            if weights[class] > 0 {
                return Some(Self(weights));
            }
            class += 1;
        }
        None
    }

    /// The weights, in the order of the labels.
    pub fn weights(self) -> [u16; CLASSES] {
        self.0
    }

    /// The share of each class; together 1.
    pub fn shares(self) -> [f64; CLASSES] {
        let total: u32 = self.0.iter().copied().map(u32::from).sum();
        self.0.map(|weight| f64::from(weight) / f64::from(total))
    }
}

impl TryFrom<[u16; CLASSES]> for ClassMix {
    type Error = &'static str;

    fn try_from(weights: [u16; CLASSES]) -> Result<Self, Self::Error> {
        Self::new(weights).ok_or("every class has weight 0")
    }
}

impl From<ClassMix> for [u16; CLASSES] {
    fn from(mix: ClassMix) -> Self {
        mix.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_needs_one_class_and_its_shares_add_up_to_one() {
        assert_eq!(ClassMix::new([0; CLASSES]), None);
        let mix = ClassMix::new([3, 1, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        assert_eq!(mix.shares()[..3], [0.75, 0.25, 0.0]);
        assert!(serde_json::from_str::<ClassMix>("[0,0,0,0,0,0,0,0,0,0]").is_err());
        assert_eq!(serde_json::to_string(&mix).unwrap(), "[3,1,0,0,0,0,0,0,0,0]");
    }

    #[test]
    fn names_in_links_are_the_names_in_json() {
        for pattern in Pattern::ALL {
            assert_eq!(Pattern::from_slug(pattern.slug()), Some(pattern));
            assert_eq!(serde_json::to_string(&pattern).unwrap(), format!("\"{}\"", pattern.slug()));
        }
        for kind in ShiftKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.slug()));
        }
    }
}
