//! The chapters on data, networks, their training and the decisions behind them.

use dataset::{Class, FILES};
use protocol::run::{ClassifierShape, OptimizerChoice};
use text::Lang;

use super::name;
use crate::document::{Block, Table, command, heading, list, paragraph};
use crate::facts::{ClassifierFacts, Facts, Origin};
use crate::{figures, layers};

pub fn data(facts: &Facts, lang: Lang) -> Vec<Block> {
    let data = &facts.card.data;
    let count = |count: usize| lang.count(count as u64);
    let seed = data.split_seed.to_string();
    let mut blocks = vec![paragraph(lang.report_data_1(
        &data.name,
        &count(data.train),
        &count(data.validation),
        &count(data.test),
        &seed,
    ))];
    let imbalanced = &facts.card.imbalanced.training;
    let mut counts = Table {
        caption: lang.report_table_counts().to_owned(),
        head: vec![lang.report_column_class().to_owned(), lang.report_column_full().to_owned()],
        rows: Vec::new(),
        words: 1,
    };
    let each = data.train / Class::ALL.len();
    if let Some(rare) = imbalanced.imbalance {
        let kept = lang.percent(rare.ratio, 0);
        blocks.push(paragraph(lang.report_data_2(
            lang.class_name(rare.class),
            &kept,
            &count(imbalanced.images),
        )));
        counts.head.push(lang.evaluate_imbalanced().to_owned());
    }
    for class in Class::ALL {
        let mut row = vec![lang.class_name(class).to_owned(), count(each)];
        if let Some(rare) = imbalanced.imbalance {
            let is_rare = rare.class == class;
            // All that is missing of the images is missing of that class.
            let left = if is_rare { each - (data.train - imbalanced.images) } else { each };
            row.push(count(left));
        }
        counts.rows.push(row);
    }
    let files = FILES.iter().zip(&data.sha256);
    let checksums = Table {
        caption: lang.report_data_checksums().to_owned(),
        head: vec![lang.report_column_file().to_owned(), "SHA-256".to_owned()],
        rows: files.map(|(file, sha256)| vec![file.name.to_owned(), sha256.clone()]).collect(),
        words: 2,
    };
    blocks.extend([command("vitrina data"), Block::Table(counts), Block::Table(checksums)]);
    blocks
}

pub fn architecture(facts: &Facts, lang: Lang) -> Vec<Block> {
    let count = |count: usize| lang.count(count as u64);
    let classifier = layers::classifier(&ClassifierShape::SHIPPED, lang);
    let (autoencoder, generator) = (layers::autoencoder(lang), layers::generator(lang));
    let mut blocks = vec![
        paragraph(lang.report_architecture_1(&count(layers::parameters(&classifier)))),
        figures::layers(lang.report_full(), &classifier, lang),
    ];
    let own = facts.classifiers.iter().filter(|own| own.origin == Origin::Own);
    for own in own.filter(|own| !own.shape.same_layers(&ClassifierShape::SHIPPED)) {
        let layers = layers::classifier(&own.shape, lang);
        blocks.push(figures::layers(&own.name, &layers, lang));
    }
    blocks.extend([
        paragraph(lang.report_architecture_2(&count(layers::parameters(&autoencoder)))),
        figures::layers("autoencoder", &autoencoder, lang),
        paragraph(lang.report_architecture_3(&count(layers::parameters(&generator)))),
        figures::layers("DCGAN", &generator, lang),
    ]);
    let photos = facts.photos.iter();
    blocks.extend(
        photos.map(|card| paragraph(lang.report_architecture_photos(&count(card.parameters)))),
    );
    blocks
}

pub fn training(facts: &Facts, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![paragraph(lang.report_training_1())];
    if facts.classifiers.iter().all(|own| own.origin != Origin::Own) {
        blocks.push(paragraph(lang.report_training_own_none()));
    }
    blocks.push(command("vitrina models"));
    blocks.push(Block::Table(settings(&facts.classifiers, lang)));
    for own in &facts.classifiers {
        let curves = own.record.as_ref().and_then(|record| {
            figures::curves(&name(own, lang), record, own.training.epochs_done, lang)
        });
        blocks.extend(curves);
    }
    blocks
}

/// The settings, a column a classifier.
fn settings(classifiers: &[ClassifierFacts], lang: Lang) -> Table {
    let mut head = vec![lang.report_column_setting().to_owned()];
    head.extend(classifiers.iter().map(|own| name(own, lang)));
    let epochs = |own: &ClassifierFacts| {
        let (done, planned) = (own.training.epochs_done, own.training.epochs);
        let planned = lang.count(planned.into());
        match own.training.epochs_done >= f64::from(own.training.epochs) {
            true => planned,
            false => lang.report_row_epochs_of(&lang.number(done, 1), &planned),
        }
    };
    let rare = |own: &ClassifierFacts| {
        let words = own.training.rare.iter();
        let words: Vec<String> = words
            .map(|rare| format!("{} {}", lang.class_name(rare.class), lang.percent(rare.ratio, 0)))
            .collect();
        if words.is_empty() { lang.report_none().to_owned() } else { words.join(", ") }
    };
    let start = |own: &ClassifierFacts| match own.training.is_fine_tuned {
        true => lang.report_row_start_tuned().to_owned(),
        false => lang.report_row_start_random().to_owned(),
    };
    let optimizer = |own: &ClassifierFacts| {
        match own.training.optimizer {
            OptimizerChoice::AdamW => "AdamW",
            OptimizerChoice::Muon => "Muon, AdamW",
        }
        .to_owned()
    };
    let device = |own: &ClassifierFacts| {
        own.training.device.clone().unwrap_or_else(|| lang.report_none().to_owned())
    };
    let row = |title: &str, cell: &dyn Fn(&ClassifierFacts) -> String| {
        let mut row = vec![title.to_owned()];
        row.extend(classifiers.iter().map(cell));
        row
    };
    let rows = vec![
        row(lang.report_row_seed(), &|own| own.training.seed.to_string()),
        row(lang.report_row_images(), &|own| lang.count(own.training.images as u64)),
        row(lang.report_row_rare(), &rare),
        row(lang.report_row_epochs(), &epochs),
        row(lang.report_row_batch(), &|own| lang.count(own.training.batch as u64)),
        row(lang.report_row_rate(), &|own| lang.plain_number(own.training.learning_rate)),
        row(lang.report_row_optimizer(), &optimizer),
        row(lang.report_row_start(), &start),
        row(lang.report_row_parameters(), &|own| lang.count(own.parameters as u64)),
        row(lang.report_row_device(), &device),
    ];
    Table { caption: lang.report_table_training().to_owned(), head, rows, words: 1 }
}

pub fn decisions(lang: Lang) -> Vec<Block> {
    let reasons = [
        lang.report_decision_browser(),
        lang.report_decision_adam(),
        lang.report_decision_norm(),
        lang.report_decision_temperature(),
        lang.report_decision_autoencoders(),
        lang.report_decision_order(),
        lang.report_decision_kl(),
        lang.report_decision_remedies(),
    ];
    vec![list(reasons.map(str::to_owned))]
}

/// A title, for chapters with a part a classifier.
pub fn titled(title: String, blocks: Vec<Block>) -> Vec<Block> {
    std::iter::once(heading(title)).chain(blocks).collect()
}
