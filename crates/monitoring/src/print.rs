//! A report as text for people. Knows no terminal: lines of plain text.

use domain::Lang;

use crate::report::{Kl, Report, Status};

impl Report {
    /// The report in sentences and one table. Bad lines are not in it ([`Report::bad_lines_text`]).
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
        let head = ["KL(R‖P)", "KL(P‖R)", lang.monitoring_limit(), "PSI", "JS"].map(str::to_owned);
        let mut rows = vec![row(lang.monitoring_signal(), &head, "")];
        for (signal, kl) in self.kl.iter() {
            let of = |figures: &crate::report::Signals<f64>| {
                figures.iter().find(|(other, _)| *other == signal).map_or(f64::NAN, |(_, v)| *v)
            };
            let Kl { reference_production, production_reference, limit } = *kl;
            let (psi, js) = (of(&self.psi), of(&self.js));
            let numbers = [reference_production, production_reference, limit, psi, js];
            let numbers = numbers.map(|value| lang.number(value, 4));
            let is_above = reference_production.max(production_reference) > limit;
            let verdict = if is_above { lang.monitoring_above() } else { lang.monitoring_within() };
            rows.push(row(lang.monitoring_signal_name(signal), &numbers, verdict));
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
            if !first.iter().any(|other: &&crate::report::Alarm| other.watch() == alarm.watch()) {
                first.push(alarm);
            }
        }
        if self.status == Status::NotEnough {
            return vec![lang.monitoring_not_enough(&lang.count(self.n), &lang.count(self.needed))];
        }
        if first.is_empty() {
            return vec![lang.monitoring_quiet(&count)];
        }
        let mut lines = vec![lang.monitoring_fired(&lang.count(first.len() as u64), &count)];
        lines.extend(first.iter().map(|alarm| {
            let signal = lang.monitoring_signal_name(alarm.watch().signal);
            let method = lang.monitoring_method_name(alarm.watch().method);
            format!("  {}", lang.monitoring_fired_at(signal, method, &lang.count(alarm.at)))
        }));
        lines
    }
}

/// A name, right-aligned numbers, and a word after them.
fn row(name: &str, numbers: &[String; 5], word: &str) -> String {
    let [a, b, limit, psi, js] = numbers;
    let line = format!("  {name:<24} {a:>8} {b:>8} {limit:>15} {psi:>8} {js:>8}  {word}");
    line.trim_end().to_owned()
}
