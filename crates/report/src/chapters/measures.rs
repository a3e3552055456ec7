//! The chapters with what was measured of classifiers, autoencoders, the policy and people's photos.

use dataset::Class;
use policy::decision::Verdict;
use protocol::card::{FALSE_REJECT_SHARE, PROBE_FALSE_REJECTS};
use statistics::evaluation::macro_average;
use statistics::metrics::{Proportion, per_class};
use text::Lang;

use super::networks::titled;
use super::{name, share};
use crate::document::{Block, Table, command, paragraph};
use crate::facts::{BINS, ClassifierFacts, Facts, Measured, Origin};
use crate::figures;

pub fn evaluation(facts: &Facts, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    for classifier in &facts.classifiers {
        let own = match &classifier.measured {
            Some(measured) => measured_blocks(classifier, measured, lang),
            None => vec![paragraph(lang.report_evaluation_none())],
        };
        blocks.extend(titled(name(classifier, lang), own));
    }
    blocks.extend(imbalance(facts, lang));
    blocks
}

fn measured_blocks(classifier: &ClassifierFacts, measured: &Measured, lang: Lang) -> Vec<Block> {
    let name = name(classifier, lang);
    let scores = per_class(&measured.confusion);
    let mean = macro_average(&scores);
    let n = lang.count(measured.accuracy.n as u64);
    let percent = |value: f64| lang.percent(value, 1);
    let row = |name: &str, [precision, recall, f1]: [f64; 3]| {
        vec![name.to_owned(), percent(precision), percent(recall), percent(f1)]
    };
    let rows = Class::ALL.into_iter().zip(&scores);
    let rows =
        rows.map(|(class, own)| row(lang.class_name(class), [own.precision, own.recall, own.f1]));
    let last = row(lang.evaluate_macro(), [mean.precision, mean.recall, mean.f1]);
    let table = Table {
        caption: lang.report_table_classes(&name, &n),
        head: [
            lang.report_column_class(),
            lang.evaluate_precision(),
            lang.evaluate_recall(),
            lang.evaluate_f1(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.chain([last]).collect(),
        words: 1,
    };
    let command = match classifier.origin {
        Origin::Shipped => Some(command("vitrina evaluate")),
        Origin::Imbalanced => {
            Some(command("vitrina evaluate --weights public/models/imbalanced.bpk"))
        }
        Origin::Own => None,
    };
    let mut blocks = vec![paragraph(lang.report_evaluation_accuracy(
        &share(measured.accuracy, lang),
        &n,
        &percent(mean.f1),
    ))];
    blocks.extend(command);
    blocks.extend([
        Block::Table(table),
        figures::recall(&name, measured, lang),
        figures::confusion(&name, &measured.confusion, lang),
        paragraph(lang.report_evaluation_calibration(
            &lang.percent(measured.ece_before, 2),
            &lang.percent(measured.ece, 2),
            &lang.number(measured.temperature, 2),
            &BINS.to_string(),
        )),
        figures::reliability(&name, measured, lang),
    ]);
    blocks
}

/// Both shipped classifiers on the same images.
fn imbalance(facts: &Facts, lang: Lang) -> Vec<Block> {
    let Some(test) = facts.imbalance_test() else { return Vec::new() };
    let (full, rare) = (facts.of(Origin::Shipped), facts.of(Origin::Imbalanced));
    let (Some(full), Some(rare)) = (full, rare) else { return Vec::new() };
    let (Some(a), Some(b)) = (&full.measured, &rare.measured) else { return Vec::new() };
    let Some(made_rare) = rare.training.rare.first() else { return Vec::new() };
    let class = made_rare.class;
    let recall = |of: &Measured| per_class(&of.confusion)[class.index()].recall;
    let [before, after] = [recall(a), recall(b)];
    let told = if after < before { Lang::report_imbalance } else { Lang::report_imbalance_not };
    let words = told(
        lang,
        lang.class_name(class),
        &lang.percent(before, 1),
        &lang.percent(after, 1),
        &lang.percent(made_rare.ratio, 0),
    );
    let percent = |value: f64| lang.percent(value, 1);
    let difference = test.difference;
    let gap = lang.comparison_gain(
        &lang.points(difference.value),
        &lang.points(difference.low),
        &lang.points(difference.high),
    );
    let none = || lang.report_none().to_owned();
    let table = Table {
        caption: lang.report_table_comparison().to_owned(),
        head: vec![
            lang.report_column_figure().to_owned(),
            lang.report_column_full().to_owned(),
            lang.evaluate_imbalanced().to_owned(),
        ],
        rows: vec![
            vec![
                lang.report_row_accuracy().to_owned(),
                percent(a.accuracy.value),
                percent(b.accuracy.value),
            ],
            vec![lang.report_row_minority(lang.class_name(class)), percent(before), percent(after)],
            vec![lang.report_row_difference().to_owned(), lang.evaluate_points(&gap), none()],
        ],
        words: 1,
    };
    let title = lang.report_table_comparison().to_owned();
    titled(
        title,
        vec![paragraph(words), Block::Table(table), paragraph(lang.mcnemar_meaning(&test))],
    )
}

pub fn quality(facts: &Facts, lang: Lang) -> Vec<Block> {
    let card = &facts.card;
    let area = |value: f64| lang.number(value, 3);
    let rows = card.autoencoders.iter().map(|own| {
        vec![lang.class_name(own.class).to_owned(), area(own.test_auc), area(own.test_novelty_auc)]
    });
    let mean =
        vec![lang.evaluate_macro().to_owned(), area(card.mean_auc), area(card.mean_novelty_auc)];
    let areas = Table {
        caption: lang.report_table_autoencoders(&lang.count(card.data.test as u64)),
        head: vec![
            lang.report_column_class().to_owned(),
            lang.report_column_error().to_owned(),
            lang.report_column_novelty().to_owned(),
        ],
        rows: rows.chain([mean]).collect(),
        words: 1,
    };
    let caught = card.probes.caught.iter();
    let probes = Table {
        caption: lang.report_table_probes().to_owned(),
        head: proportion_head(lang.report_column_kind(), lang.report_column_rejected(), lang),
        rows: caught.map(|own| proportion_row(lang.probe(own.kind), own.caught, lang)).collect(),
        words: 1,
    };
    let rejects = card.probes.false_rejects;
    vec![
        paragraph(lang.report_quality_1(&lang.percent(FALSE_REJECT_SHARE, 0))),
        command("vitrina evaluate"),
        Block::Table(areas),
        paragraph(lang.report_quality_probes(
            &lang.percent(PROBE_FALSE_REJECTS, 0),
            &lang.percent(rejects.value, 1),
            &lang.count(rejects.n as u64),
        )),
        Block::Table(probes),
    ]
}

fn proportion_head(first: &str, value: &str, lang: Lang) -> Vec<String> {
    [first, value, lang.report_column_interval(), lang.report_column_images()]
        .map(str::to_owned)
        .to_vec()
}

fn proportion_row(name: &str, share: Proportion, lang: Lang) -> Vec<String> {
    vec![
        name.to_owned(),
        lang.percent(share.value, 1),
        lang.percent_range([share.low, share.high], 1),
        lang.count(share.n as u64),
    ]
}

pub fn policy(facts: &Facts, lang: Lang) -> Vec<Block> {
    let Some(policy) = &facts.policy else { return vec![paragraph(lang.report_policy_none())] };
    let confidence = lang.percent(policy.thresholds.min_confidence.into(), 0);
    let ratio = lang.number(policy.thresholds.max_error_ratio.into(), 1);
    let tally = policy.tally;
    let row = |verdict: Verdict| {
        let of = |split: statistics::selection::Split| match verdict {
            Verdict::Accept => split.accept,
            Verdict::Review => split.review,
            Verdict::Reject => split.reject,
        };
        vec![
            lang.verdict(verdict).to_owned(),
            lang.count(tally.of(verdict)),
            lang.count(of(tally.right)),
            lang.count(of(tally.wrong)),
        ]
    };
    let table = Table {
        caption: lang.report_table_verdicts(&lang.count(tally.n())),
        head: [
            lang.report_column_verdict(),
            lang.report_column_all(),
            lang.report_column_right(),
            lang.report_column_wrong(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [Verdict::Accept, Verdict::Review, Verdict::Reject].map(row).to_vec(),
        words: 1,
    };
    vec![
        paragraph(lang.report_policy_1(&confidence, &ratio)),
        Block::Table(table),
        figures::risk(policy, lang),
    ]
}

pub fn photos(facts: &Facts, lang: Lang) -> Vec<Block> {
    let Some(card) = &facts.photos else { return vec![paragraph(lang.report_photos_none())] };
    let count = |count: usize| lang.count(count as u64);
    let test = &card.test;
    let row = |name: &str, share: Proportion| proportion_row(name, share, lang);
    let table = Table {
        caption: lang.report_table_photos().to_owned(),
        head: proportion_head(lang.report_column_figure(), lang.report_column_value(), lang),
        rows: vec![
            row(lang.report_row_photos_right(), test.right),
            row(lang.report_row_photos_accepted(), test.accepted),
            row(lang.report_row_photos_wrong(), test.wrong_among_accepted),
            row(lang.report_row_photos_others(), test.others_accepted),
            row(lang.report_row_photos_data_set(), facts.card.classifier.test_accuracy),
        ],
        words: 1,
    };
    let (training, seed) = (&card.training, card.sender_seed.to_string());
    vec![
        paragraph(lang.report_photos_1(&count(training.garments), &count(training.others), &seed)),
        command("vitrina evaluate --photos"),
        Block::Table(table),
    ]
}
