//! A report as text for people. Knows no terminal: lines of plain text.

use statistics::drift::overall::{Judgement, Verdict};
use statistics::drift::{Direction, Signal};
use text::Lang;

use crate::decision::Conclusion;
use crate::report::{Alarm, Report, Status};

impl Report {
    /// The report in sentences and one table, the decision last. Bad lines are not in it ([`Report::bad_lines_text`]).
    pub fn to_text(&self, lang: Lang) -> String {
        let ms = |value| lang.number(value, 2);
        let mut lines = vec![lang.monitoring_n(&lang.count(self.n))];
        lines.extend(self.latency_ms.map(|figures| {
            lang.monitoring_latency_ms(&ms(figures.mean), &ms(figures.p50), &ms(figures.p95))
        }));
        lines.extend(self.confidence.map(|figures| {
            let [mean, p10] = [figures.mean, figures.p10].map(|value| lang.percent(value, 1));
            lang.monitoring_confidence_figures(&mean, &p10)
        }));
        lines.extend(self.cbpe.map(|cbpe| {
            let shares = [cbpe.estimate, cbpe.low, cbpe.high];
            let [estimate, low, high] = shares.map(|value| lang.percent(value, 1));
            lang.monitoring_estimated_accuracy(&estimate, &low, &high)
        }));
        lines.extend(
            self.accuracy.map(|accuracy| lang.monitoring_true_accuracy(&lang.percent(accuracy, 1))),
        );
        lines.extend(self.divergences(lang));
        lines.extend(self.notes.iter().map(|note| note.to_text(lang)));
        lines.extend(self.verdicts(lang));
        lines.extend(self.decision(lang));
        lines.join("\n")
    }

    /// Which lines were left out and why; nothing where none was.
    pub fn bad_lines_text(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> = self.bad.iter().map(|bad| bad.to_text(lang)).collect();
        if self.bad_lines > 0 {
            lines.push(lang.monitoring_bad_lines(&lang.count(self.bad_lines)));
        }
        lines
    }

    fn divergences(&self, lang: Lang) -> Vec<String> {
        let head = ["KL(R‖P)", "KL(P‖R)", "PSI", "JS", "KS", "p"].map(str::to_owned);
        let mut rows = vec![row(lang.monitoring_signal(), &head, "")];
        for (signal, kl) in self.kl.iter() {
            let number = |value: f64| lang.number(value, 4);
            let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
            let judgement = self.judgements.get(signal);
            let numbers = [
                number(kl.reference_production),
                number(kl.production_reference),
                or_nothing(self.psi.get(signal).copied().map(number)),
                or_nothing(self.js.get(signal).copied().map(number)),
                or_nothing(self.ks.get(signal).map(|ks| number(ks.statistic))),
                or_nothing(judgement.map(|judgement| probability(judgement.p_value, lang))),
            ];
            let verdict = judgement.map_or(String::new(), |judgement| verdict(judgement, lang));
            rows.push(row(lang.monitoring_signal_name(signal), &numbers, &verdict));
        }
        if rows.len() > 1 {
            rows.insert(0, lang.monitoring_kl_title().to_owned());
        } else {
            rows.clear();
        }
        rows
    }

    fn verdicts(&self, lang: Lang) -> Vec<String> {
        let count = lang.count(self.detectors.len() as u64);
        let mut first = Vec::new();
        for alarm in &self.alarms {
            if !first.iter().any(|other: &&Alarm| other.watch() == alarm.watch()) {
                first.push(alarm);
            }
        }
        if self.status == Status::NotEnough && self.n < self.needed {
            return vec![lang.monitoring_not_enough(&lang.count(self.n), &lang.count(self.needed))];
        }
        if self.detectors.is_empty() {
            return Vec::new();
        }
        if first.is_empty() {
            return vec![lang.monitoring_quiet(&count)];
        }
        let mut lines = vec![lang.monitoring_fired(first.len() as u64, &count)];
        lines.extend(first.iter().map(|alarm| {
            let signal = lang.monitoring_signal_name(alarm.watch().signal);
            let method = lang.monitoring_method_name(alarm.watch().method);
            let line = lang.monitoring_fired_at(signal, method, &lang.count(alarm.at));
            let gone = alarm.direction.map(|way| gone(alarm.watch().signal, way, lang));
            format!("  {line}{}", in_brackets(gone))
        }));
        lines
    }

    /// What the report comes to, and for which signals the reference is too small.
    fn decision(&self, lang: Lang) -> Vec<String> {
        let small = self.decision.too_small.iter().map(|small| {
            let [n, needed] = [small.n, small.needed].map(|count| lang.count(count as u64));
            lang.monitoring_small_reference(lang.monitoring_signal_name(small.signal), &n, &needed)
        });
        let share = lang.percent(self.decision.false_alarms, 1);
        let decision = match self.decision.outcome {
            // That there is too little to look at has been said; it is no all-clear.
            Conclusion::Quiet if self.status == Status::NotEnough => return small.collect(),
            Conclusion::Quiet => lang.monitoring_no_drift(&share),
            Conclusion::Drift => lang.monitoring_drift(&share),
            Conclusion::Improvement => lang.monitoring_improvement(&share),
            Conclusion::Undecided => lang.monitoring_undecided().to_owned(),
        };
        small.chain(std::iter::once(decision)).collect()
    }
}

/// A probability, or that it is less than can be written.
fn probability(value: f64, lang: Lang) -> String {
    const LEAST: f64 = 0.0001;
    if value < LEAST { format!("<{}", lang.number(LEAST, 4)) } else { lang.number(value, 4) }
}

/// What a signal's difference means, and which way it goes.
fn verdict(judgement: &Judgement, lang: Lang) -> String {
    let gone = judgement.direction.map(|way| gone(judgement.signal, way, lang));
    match judgement.verdict {
        Verdict::Chance => lang.monitoring_within().to_owned(),
        Verdict::Drift => format!("{}{}", lang.monitoring_above(), in_brackets(gone)),
        Verdict::Unnoticed => lang.monitoring_unnoticed().to_owned(),
        Verdict::ReferenceTooSmall => lang.monitoring_cannot_tell().to_owned(),
    }
}

/// Which way a signal has gone; of errors, whether that is better or worse.
fn gone(signal: Signal, way: Direction, lang: Lang) -> &'static str {
    match (signal, way) {
        (Signal::Errors, Direction::Up) => lang.monitoring_worse(),
        (Signal::Errors, Direction::Down) => lang.monitoring_better(),
        (_, Direction::Up) => lang.monitoring_higher(),
        (_, Direction::Down) => lang.monitoring_lower(),
    }
}

fn in_brackets(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(" ({text})"))
}

/// A name, right-aligned numbers, and words after them.
fn row(name: &str, numbers: &[String; 6], words: &str) -> String {
    let [a, b, psi, js, ks, p] = numbers;
    let line = format!("  {name:<24} {a:>8} {b:>8} {psi:>8} {js:>8} {ks:>8} {p:>8}  {words}");
    line.trim_end().to_owned()
}
