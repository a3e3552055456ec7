//! The chapters on production under drift and on remedies for a rare class.

use protocol::comparison::{ArmSummary, Comparison, Figure};
use statistics::drift::limits::Watch;
use text::Lang;

use super::networks::titled;
use crate::document::{Block, Table, command, heading, list, paragraph};
use crate::facts::{ComparisonFacts, Facts, ProductionFacts, ShiftFacts};
use crate::figures;

pub fn production(facts: &Facts, lang: Lang) -> Vec<Block> {
    if facts.productions.is_empty() {
        return vec![paragraph(lang.report_production_none())];
    }
    let productions = facts.productions.iter();
    productions.flat_map(|own| titled(own.name.clone(), watched(own, lang))).collect()
}

fn watched(own: &ProductionFacts, lang: Lang) -> Vec<Block> {
    let mut items = vec![lang.report_production_records(own.records)];
    if let Some(seed) = own.seed {
        items[0] += &format!(" {}", lang.report_production_seed(&seed.to_string()));
    }
    let window = own.window.filter(|window| *window < own.records);
    let over = |words: String| match window {
        Some(window) => format!("{} {words}", lang.report_production_window(window)),
        None => words,
    };
    let ms = |value: f64| format!("{}\u{a0}ms", lang.number(value, 2));
    let percent = |value: f64| lang.percent(value, 1);
    let more = [
        own.latency_ms.map(|(mean, p95)| over(lang.report_production_latency(&ms(mean), &ms(p95)))),
        own.confidence.map(|(mean, p10)| {
            over(lang.report_production_confidence(&percent(mean), &percent(p10)))
        }),
        own.accuracy.map(|accuracy| lang.report_production_accuracy(&percent(accuracy))),
        own.estimate.map(|estimate| lang.report_production_estimate(&percent(estimate))),
    ];
    items.extend(more.into_iter().flatten());
    items.extend(own.shifts.iter().flatten().map(|shift| shift_words(shift, lang)));
    items.extend(own.alarms.as_ref().map(|alarms| alarm_words(alarms, lang)));
    let mut blocks = vec![list(items)];
    if !own.divergences.is_empty() {
        blocks.push(Block::Table(divergences(own, lang)));
    }
    if let Some(alarms) = own.alarms.as_ref().filter(|alarms| !alarms.is_empty()) {
        blocks.push(Block::Table(alarm_table(alarms, lang)));
    }
    blocks
}

/// How many detectors fired, and which of them first.
pub fn alarm_words(alarms: &[(Watch, u64)], lang: Lang) -> String {
    let Some((watch, at)) = alarms.iter().min_by_key(|(_, at)| *at) else {
        return lang.report_production_quiet().to_owned();
    };
    let first = lang.report_production_noticed(&watch_words(*watch, lang), &lang.count(*at));
    format!("{} {first}", lang.report_production_alarms(alarms.len() as u64))
}

/// What a shift was, who noticed it, and what it did.
pub fn shift_words(shift: &ShiftFacts, lang: Lang) -> String {
    let begun = lang.report_production_shift(lang.shift_kind(shift.kind), &lang.count(shift.start));
    let noticed = match shift.noticed {
        Some((watch, at)) => {
            lang.report_production_noticed(&watch_words(watch, lang), &lang.count(at))
        }
        None => lang.report_production_missed().to_owned(),
    };
    let percent = |value: f64| lang.percent(value, 1);
    let fell = shift
        .accuracies
        .map(|(before, after)| lang.report_production_fell(&percent(before), &percent(after)));
    let expected =
        shift.estimate.map(|estimate| lang.report_production_estimate(&percent(estimate)));
    let words = [Some(begun), Some(noticed), fell, expected];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn watch_words(watch: Watch, lang: Lang) -> String {
    let (signal, method) = (watch.signal, watch.method);
    format!("{}, {}", lang.monitoring_signal_name(signal), lang.monitoring_method_name(method))
}

fn divergences(own: &ProductionFacts, lang: Lang) -> Table {
    let rows = own.divergences.iter().map(|&(signal, value, limit)| {
        let name = lang.monitoring_signal_name(signal).to_owned();
        let limit = limit.map_or(lang.report_none().to_owned(), |limit| lang.number(limit, 4));
        vec![name, lang.number(value, 4), limit]
    });
    Table {
        caption: match own.window.filter(|window| *window < own.records) {
            Some(window) => format!(
                "{} {}",
                lang.report_production_window(window),
                lang.report_table_divergences()
            ),
            None => lang.report_table_divergences().to_owned(),
        },
        head: [
            lang.report_column_signal(),
            lang.report_column_divergence(),
            lang.report_column_limit(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
        words: 1,
    }
}

fn alarm_table(alarms: &[(Watch, u64)], lang: Lang) -> Table {
    let rows = alarms.iter();
    Table {
        caption: lang.report_table_alarms().to_owned(),
        head: vec![
            lang.report_column_detector().to_owned(),
            lang.report_column_record().to_owned(),
        ],
        rows: rows.map(|&(watch, at)| vec![watch_words(watch, lang), lang.count(at)]).collect(),
        words: 1,
    }
}

pub fn augmentation(facts: &Facts, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    if facts.comparisons.is_empty() {
        blocks.push(paragraph(lang.report_augmentation_none()));
    }
    blocks.extend(facts.comparisons.iter().flat_map(|own| compared(own, lang)));
    if !facts.generators.is_empty() {
        blocks.push(command("vitrina models --only generators"));
        blocks.push(Block::Table(generators(facts, lang)));
    }
    blocks
}

fn compared(own: &ComparisonFacts, lang: Lang) -> Vec<Block> {
    let ComparisonFacts { comparison, is_own, summary, verdict } = own;
    let plan = &comparison.plan;
    let n: u64 =
        comparison.trials.first().map_or(0, |trial| trial.confusion.iter().flatten().sum());
    let n = lang.count(n);
    let basis = match *is_own {
        true => lang.report_augmentation_own(&n, lang.part_name(comparison.part)),
        false => lang.report_augmentation_1(
            &lang.count(comparison.counts.iter().map(|&count| u64::from(count)).sum()),
            &lang.count(plan.steps.into()),
            &n,
        ),
    };
    let mut blocks =
        vec![heading(lang.report_table_remedies(lang.class_name(plan.class))), paragraph(basis)];
    if !is_own {
        blocks.push(command("vitrina experiment imbalance"));
    }
    blocks.push(Block::Table(remedies(comparison, summary, lang)));
    blocks.extend(figures::gains(summary, lang));
    blocks.push(paragraph(match verdict {
        Some(verdict) => lang.comparison_verdict(verdict, plan.class),
        None => lang.comparison_waiting().to_owned(),
    }));
    blocks.push(paragraph(lang.comparison_crude()));
    blocks
}

fn remedies(comparison: &Comparison, summary: &[ArmSummary], lang: Lang) -> Table {
    let place = Figure::ALL.iter().position(|figure| *figure == Figure::F1);
    let mut head = vec![lang.comparison_remedy().to_owned(), lang.report_column_seeds().to_owned()];
    head.extend(Figure::ALL.map(|figure| lang.comparison_figure_name(figure).to_owned()));
    head.push(lang.report_column_gain().to_owned());
    let row = |arm: &ArmSummary| {
        let mut row = vec![lang.arm_name(arm.arm).to_owned(), lang.count(arm.seeds as u64)];
        row.extend(arm.means.map(|mean| lang.percent(mean, 1)));
        let gain = place.and_then(|place| arm.gains[place]);
        row.push(gain.map_or(lang.report_none().to_owned(), |gain| lang.comparison_gain_of(&gain)));
        row
    };
    Table {
        caption: lang.report_table_remedies(lang.class_name(comparison.plan.class)),
        head,
        rows: summary.iter().map(row).collect(),
        words: 1,
    }
}

fn generators(facts: &Facts, lang: Lang) -> Table {
    let percent = |value: f64| lang.percent(value, 1);
    let rows = facts.generators.iter().map(|own| {
        let quality = &own.quality;
        vec![
            lang.class_name(quality.class).to_owned(),
            percent(quality.named),
            percent(quality.named_real),
            lang.number(quality.fidelity.coverage, 2),
            lang.number(quality.fidelity_floor.coverage, 2),
        ]
    });
    Table {
        caption: lang.report_table_generators().to_owned(),
        head: [
            lang.report_column_class(),
            lang.report_column_named(),
            lang.report_column_named_real(),
            lang.report_column_coverage(),
            lang.report_column_coverage_real(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
        words: 1,
    }
}
