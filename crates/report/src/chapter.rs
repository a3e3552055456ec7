//! The chapters of the report, in their order.

use serde::{Deserialize, Serialize};
use text::Lang;

/// A chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chapter {
    /// The most important figures.
    Summary,
    /// What it is for and what was used.
    Purpose,
    /// The data and its split.
    Data,
    /// The networks.
    Architecture,
    /// How they were trained.
    Training,
    /// What was decided, and why.
    Decisions,
    /// The classifiers measured.
    Evaluation,
    /// The autoencoders measured.
    Quality,
    /// The thresholds, and what they let through.
    Policy,
    /// People's photos.
    Photos,
    /// Production under drift.
    Production,
    /// Remedies for a rare class.
    Augmentation,
    /// What the numbers say against it.
    Analysis,
    /// What should be done next.
    Improvements,
    /// The exercise's criteria.
    Criteria,
    /// How to get the same numbers.
    Reproduction,
    /// Where methods come from.
    References,
}

impl Chapter {
    /// Every chapter, in order.
    pub const ALL: [Self; 17] = [
        Self::Summary,
        Self::Purpose,
        Self::Data,
        Self::Architecture,
        Self::Training,
        Self::Decisions,
        Self::Evaluation,
        Self::Quality,
        Self::Policy,
        Self::Photos,
        Self::Production,
        Self::Augmentation,
        Self::Analysis,
        Self::Improvements,
        Self::Criteria,
        Self::Reproduction,
        Self::References,
    ];

    /// Its name in addresses and files.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Purpose => "purpose",
            Self::Data => "data",
            Self::Architecture => "architecture",
            Self::Training => "training",
            Self::Decisions => "decisions",
            Self::Evaluation => "evaluation",
            Self::Quality => "quality",
            Self::Policy => "policy",
            Self::Photos => "photos",
            Self::Production => "production",
            Self::Augmentation => "augmentation",
            Self::Analysis => "analysis",
            Self::Improvements => "improvements",
            Self::Criteria => "criteria",
            Self::Reproduction => "reproduction",
            Self::References => "references",
        }
    }

    /// Its title.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Summary => lang.report_summary(),
            Self::Purpose => lang.report_purpose(),
            Self::Data => lang.report_data(),
            Self::Architecture => lang.report_architecture(),
            Self::Training => lang.report_training(),
            Self::Decisions => lang.report_decisions(),
            Self::Evaluation => lang.report_evaluation(),
            Self::Quality => lang.report_quality(),
            Self::Policy => lang.report_policy(),
            Self::Photos => lang.report_photos(),
            Self::Production => lang.report_production(),
            Self::Augmentation => lang.report_augmentation(),
            Self::Analysis => lang.report_analysis(),
            Self::Improvements => lang.report_improvements(),
            Self::Criteria => lang.report_criteria(),
            Self::Reproduction => lang.report_reproduction(),
            Self::References => lang.report_references(),
        }
    }
}
