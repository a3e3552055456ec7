//! The stages of the life cycle. The rail, the first page and the addresses all come from here.

use text::Lang;

/// A stage of the life cycle, in the order of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Look at the data and make a class rare.
    Data,
    /// Train the networks.
    Train,
    /// Measure them on test images.
    Evaluate,
    /// Set the thresholds.
    Decide,
    /// Judge images.
    Predict,
    /// Watch production drift.
    Monitor,
    /// Draw more of the rare class.
    Augment,
    /// Read what was run.
    Report,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 8] = [
        Self::Data,
        Self::Train,
        Self::Evaluate,
        Self::Decide,
        Self::Predict,
        Self::Monitor,
        Self::Augment,
        Self::Report,
    ];

    /// Its place on the rail, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its folder in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Train => "train",
            Self::Evaluate => "evaluate",
            Self::Decide => "decide",
            Self::Predict => "predict",
            Self::Monitor => "monitor",
            Self::Augment => "augment",
            Self::Report => "report",
        }
    }

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Data => lang.stage_data(),
            Self::Train => lang.stage_train(),
            Self::Evaluate => lang.stage_evaluate(),
            Self::Decide => lang.stage_decide(),
            Self::Predict => lang.stage_predict(),
            Self::Monitor => lang.stage_monitor(),
            Self::Augment => lang.stage_augment(),
            Self::Report => lang.stage_report(),
        }
    }

    /// What one does there, in a sentence.
    pub fn about(self, lang: Lang) -> &'static str {
        match self {
            Self::Data => lang.about_data(),
            Self::Train => lang.about_train(),
            Self::Evaluate => lang.about_evaluate(),
            Self::Decide => lang.about_decide(),
            Self::Predict => lang.about_predict(),
            Self::Monitor => lang.about_monitor(),
            Self::Augment => lang.about_augment(),
            Self::Report => lang.about_report(),
        }
    }

    /// The stage whose page is at `path`, where the application lives at `base`.
    pub fn at(path: &str, base: &str) -> Option<Self> {
        let rest = path.strip_prefix(base)?.trim_matches('/');
        Self::ALL.into_iter().find(|stage| stage.slug() == rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_found_by_its_address_with_and_without_a_slash_at_the_end() {
        assert_eq!(Stage::at("/predict", ""), Some(Stage::Predict));
        assert_eq!(Stage::at("/vitrina/predict/", "/vitrina"), Some(Stage::Predict));
        assert_eq!(Stage::at("/vitrina/", "/vitrina"), None);
        assert_eq!(Stage::at("/elsewhere/", ""), None);
    }

    #[test]
    fn stages_are_numbered_as_on_the_rail() {
        let numbers: Vec<_> = Stage::ALL.into_iter().map(Stage::number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
