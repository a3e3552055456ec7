//! From what the page knows to what a report is made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use dataset::{CLASSES, Class, Part};
use policy::decision::Reading;
use protocol::card::Card;
use protocol::gan::GeneratorCard;
use protocol::photos_card::PhotosCard;
use protocol::run::NetworkChoice;
use report::{
    Chapter, ClassifierFacts, ComparisonFacts, Document, Facts, Made, Measured, Origin,
    PolicyFacts, ProductionFacts, TrainingFacts, fill,
};
use text::Lang;

use leptos::prelude::*;

use crate::evaluate::state::{Assessments, Candidate, Key, Model, Shared};
use crate::train::state::{RunView, Training};

/// What the page has of it.
pub struct Sources {
    pub device: Option<String>,
    pub card: Arc<Card>,
    pub photos: Option<PhotosCard>,
    pub chosen: Vec<Candidate>,
    pub comparisons: Vec<ComparisonFacts>,
    pub generators: Option<Vec<GeneratorCard>>,
    pub productions: Vec<ProductionFacts>,
    pub own: BTreeMap<Chapter, String>,
}

/// The report of it, with what has been measured so far.
pub fn gather(
    sources: Sources,
    assessments: Assessments,
    training: Training,
    lang: Lang,
) -> Document {
    let Sources { device, card, photos, chosen, comparisons, generators, productions, own } =
        sources;
    let answered =
        |model: Model, part: Part| assessments.get(&Key { model, part }).answered().cloned();
    let shipped = |origin: Origin| {
        let (own, model) = match origin {
            Origin::Imbalanced => (&card.imbalanced, Model::Imbalanced),
            Origin::Shipped | Origin::Own => (&card.classifier, Model::Classifier),
        };
        let answered = answered(model, Part::Test);
        let measured = answered.and_then(|answered| measured(&answered, own.temperature));
        ClassifierFacts { measured, ..ClassifierFacts::shipped(own, origin) }
    };
    let mut classifiers = vec![shipped(Origin::Shipped), shipped(Origin::Imbalanced)];
    let mut is_own_measured = false;
    // The newest last, for a report is about the newest one.
    for candidate in chosen.iter().rev() {
        let Some(run) = training.run(&candidate.id).get() else { continue };
        let temperature = answered(candidate.model(), Part::Validation)
            .and_then(|validation| validation.temperature());
        let test = answered(candidate.model(), Part::Test);
        let measured =
            test.zip(temperature).and_then(|(test, temperature)| measured(&test, temperature));
        is_own_measured |= measured.is_some();
        classifiers.extend(own_classifier(candidate, &run, measured, lang));
    }
    let policy = policy(&card, &answered);
    let facts = Facts {
        made: Made {
            date: today(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            device: device.filter(|_| is_own_measured || !productions.is_empty()),
        },
        card: (*card).clone(),
        photos,
        classifiers,
        policy,
        productions,
        comparisons,
        generators: generators.unwrap_or_default(),
        own,
    };
    report::report(&facts, lang)
}

fn measured(answered: &Shared, temperature: f64) -> Option<Measured> {
    Some(Measured::of(&answered.labels, &answered.logits()?, temperature))
}

fn own_classifier(
    candidate: &Candidate,
    run: &RunView,
    measured: Option<Measured>,
    lang: Lang,
) -> Option<ClassifierFacts> {
    let NetworkChoice::Classifier(shape) = run.config.network else { return None };
    let epochs = run.step as f64 / run.steps_per_epoch.max(1) as f64;
    Some(ClassifierFacts {
        name: candidate.title(lang),
        origin: Origin::Own,
        shape,
        parameters: run.parameters as usize,
        training: TrainingFacts::of_run(&run.config, run.images as usize, epochs),
        record: Some(run.record.clone()),
        measured,
    })
}

/// What the calibrated policy makes of the test images, once all ten autoencoders have answered.
fn policy(card: &Card, answered: &impl Fn(Model, Part) -> Option<Shared>) -> Option<PolicyFacts> {
    let classifier = answered(Model::Classifier, Part::Test)?;
    let logits = classifier.logits()?;
    let mut errors = vec![[0.0; CLASSES]; logits.len()];
    for class in Class::ALL {
        let own = answered(Model::Autoencoder(class), Part::Test)?;
        let (_, values) = own.errors()?;
        fill(&mut errors, class, values);
    }
    let policy = card.policy(Reading::PredictedClass);
    let answers = (&logits[..], card.classifier.temperature);
    Some(PolicyFacts::of(&policy, &classifier.labels, &classifier.details, answers, &errors))
}

/// The day in the visitor's time zone.
fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
