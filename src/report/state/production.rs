//! The production of the visit as the report tells of it.

use leptos::prelude::*;
use report::ProductionFacts;
use statistics::drift::Signal;
use text::Lang;

use crate::monitor::state::story::story;
use crate::monitor::state::{Group, Production, Run, judged};

/// What was watched; none before a production was played. What a surprise hides stays hidden.
pub fn facts(production: Production, lang: Lang) -> Option<ProductionFacts> {
    let preset = production.scene().with(|scene| scene.preset());
    let name =
        preset.map_or(lang.report_production_own_scene(), |preset| lang.preset(preset)).to_owned();
    let is_revealed = production.is_revealed();
    production.read(|run| of_run(run, name, is_revealed)).filter(|facts| facts.records > 0)
}

fn of_run(run: &Run, name: String, is_revealed: bool) -> ProductionFacts {
    let summary = run.summary(None);
    let told = is_revealed.then(|| story(run, judged(run).together.false_alarms));
    let all = run.tallies().groups().into_iter().find(|(group, _)| *group == Group::All);
    let all = all.map(|(_, tally)| tally);
    let divergences = summary.signals.iter().map(|own| {
        let divergence = own.comparison.smoothed.kl.production_reference.to_f64();
        (own.signal, divergence, Some(own.floor.limit))
    });
    ProductionFacts {
        name,
        records: run.seen(),
        seed: run.setup().seed,
        window: Some(run.setup().window as u64),
        latency_ms: summary.latency_ms.map(|latency| (latency.mean, latency.p95)),
        confidence: summary.confidence_mean.zip(summary.confidence_p10),
        divergences: divergences.filter(|(signal, ..)| *signal != Signal::Errors).collect(),
        alarms: Some(run.alarms()),
        false_alarms: told.as_ref().map(|story| story.false_alarms),
        shifts: told.map(|story| story.chapters),
        accuracy: all.and_then(|tally| tally.accuracy()),
        estimate: all.and_then(|tally| Some(tally.estimate(run.spread())?.estimate)),
    }
}
