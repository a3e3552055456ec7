//! What each chapter says.

mod ends;
mod life;
mod measures;
mod networks;

use statistics::metrics::Proportion;
use text::Lang;

use crate::chapter::Chapter;
use crate::document::{Block, Document, Section};
use crate::facts::{ClassifierFacts, Facts, Origin};

/// Writes the report.
pub fn report(facts: &Facts, lang: Lang) -> Document {
    let made = &facts.made;
    let mut words = lang.report_made(&made.date, &made.version);
    if let Some(device) = &made.device {
        words += &format!(" {}", lang.report_made_device(device));
    }
    let sections = Chapter::ALL.into_iter().zip(1..).map(|(chapter, number)| {
        let mut blocks = blocks(chapter, facts, lang);
        blocks.extend(own_words(facts, chapter));
        Section { chapter, title: format!("{number}. {}", chapter.title(lang)), blocks }
    });
    Document {
        lang,
        title: format!("Vitrina: {}", lang.report_title()),
        made: words,
        sections: sections.collect(),
    }
}

fn blocks(chapter: Chapter, facts: &Facts, lang: Lang) -> Vec<Block> {
    match chapter {
        Chapter::Summary => ends::summary(facts, lang),
        Chapter::Purpose => ends::purpose(lang),
        Chapter::Data => networks::data(facts, lang),
        Chapter::Architecture => networks::architecture(facts, lang),
        Chapter::Training => networks::training(facts, lang),
        Chapter::Decisions => networks::decisions(lang),
        Chapter::Evaluation => measures::evaluation(facts, lang),
        Chapter::Quality => measures::quality(facts, lang),
        Chapter::Policy => measures::policy(facts, lang),
        Chapter::Photos => measures::photos(facts, lang),
        Chapter::Production => life::production(facts, lang),
        Chapter::Augmentation => life::augmentation(facts, lang),
        Chapter::Analysis => ends::analysis(facts, lang),
        Chapter::Improvements => ends::improvements(facts, lang),
        Chapter::Criteria => ends::criteria(lang),
        Chapter::Reproduction => ends::reproduction(facts, lang),
        Chapter::References => ends::references(),
    }
}

/// The visitor's own words; an empty line parts two paragraphs.
fn own_words(facts: &Facts, chapter: Chapter) -> Vec<Block> {
    let words = facts.own.get(&chapter).map(String::as_str).unwrap_or_default();
    let paragraphs = words.split("\n\n").map(str::trim).filter(|words| !words.is_empty());
    paragraphs.map(|words| Block::Own { text: words.to_owned() }).collect()
}

/// What a classifier is called.
pub fn name(classifier: &ClassifierFacts, lang: Lang) -> String {
    match (classifier.origin, classifier.training.rare.first()) {
        (Origin::Own, _) => classifier.name.clone(),
        (Origin::Imbalanced, Some(rare)) => {
            lang.report_rare(lang.class_name(rare.class), &lang.percent(rare.ratio, 0))
        }
        (Origin::Shipped | Origin::Imbalanced, _) => lang.report_full().to_owned(),
    }
}

/// A share with its interval.
fn share(share: Proportion, lang: Lang) -> String {
    let [value, low, high] =
        [share.value, share.low, share.high].map(|value| lang.percent(value, 1));
    lang.report_share(&value, &low, &high)
}
