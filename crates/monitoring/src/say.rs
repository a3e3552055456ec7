//! What reading a log has to say, for people: bad lines, logs that cannot be read, what was not looked
//! at.

use std::fmt;

use text::Lang;

use crate::coverage::Note;
use crate::log::{BadRecord, Log, LogError, LogSummary, ONE_BAD_IN};

/// Reasons that a message repeats.
const REASONS: usize = 3;

fn name(log: Log, lang: Lang) -> &'static str {
    match log {
        Log::Reference => lang.monitoring_log_reference(),
        Log::Production => lang.monitoring_log_production(),
    }
}

impl BadRecord {
    /// The line and what is wrong with it.
    pub fn to_text(&self, lang: Lang) -> String {
        let why = lang.bad_line(&self.error);
        lang.monitoring_bad_line(name(self.log, lang), &lang.count(self.line), &why)
    }
}

impl LogError {
    /// What is wrong, the first reasons, and what a log should be.
    pub fn to_text(&self, lang: Lang) -> String {
        let line_of = |line: &u64| lang.count(*line);
        match self {
            Self::Read { log, line, why } => {
                lang.monitoring_log_unreadable(name(*log, lang), &line_of(line), why)
            }
            Self::Bad(bad) => {
                let why = lang.bad_line(&bad.error);
                lang.monitoring_bad_record(name(bad.log, lang), &line_of(&bad.line), &why)
            }
            Self::Foreign { log, kind } => {
                let what = lang.monitoring_log_foreign(name(*log, lang), kind.0);
                with_format(vec![what], lang)
            }
            Self::Broken { log, line, is_cut: true } => {
                lang.monitoring_log_cut(name(*log, lang), &line_of(line))
            }
            Self::Broken { log, line, is_cut: false } => {
                lang.monitoring_log_goes_on(name(*log, lang), &line_of(line))
            }
            Self::Empty { log } => {
                with_format(vec![lang.monitoring_log_empty(name(*log, lang))], lang)
            }
            Self::Mostly { log, outcome } => mostly(name(*log, lang), outcome, lang),
        }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Lang::En))
    }
}

fn mostly(log: &str, outcome: &LogSummary, lang: Lang) -> String {
    let [bad, all] = [outcome.bad_lines, outcome.bad_lines + outcome.records];
    let [bad, all] = [bad, all].map(|count| lang.count(count));
    let what = if outcome.records == 0 {
        lang.monitoring_no_record(log, &bad)
    } else {
        lang.monitoring_mostly_bad(log, &bad, &all, &lang.count(ONE_BAD_IN))
    };
    let reasons = outcome.bad.iter().take(REASONS);
    let reasons = reasons.map(|bad| {
        let why = lang.bad_line(&bad.error);
        format!("  {}", lang.monitoring_reason(&lang.count(bad.line), &why))
    });
    with_format([what].into_iter().chain(reasons).collect(), lang)
}

fn with_format(mut lines: Vec<String>, lang: Lang) -> String {
    lines.push(lang.monitoring_log_format().to_owned());
    lines.join("\n")
}

impl Note {
    /// What was not looked at.
    pub fn to_text(&self, lang: Lang) -> String {
        let count = |count: &u64| lang.count(*count);
        match self {
            Self::Unknown { log, field, of, meant } => {
                let (n, of) = (count(&field.records), count(of));
                let what = lang.monitoring_unknown_field(name(*log, lang), &field.name, &n, &of);
                match meant {
                    Some(meant) => format!("{what} {}", lang.monitoring_meant(meant)),
                    None => what,
                }
            }
            Self::Lacks { log: Log::Production, signal } => {
                lang.monitoring_production_lacks(lang.monitoring_field(*signal))
            }
            Self::Lacks { log: Log::Reference, signal } => {
                lang.monitoring_reference_lacks(lang.monitoring_field(*signal))
            }
            Self::Partial { log, signal, n, of } => {
                let field = lang.monitoring_field(*signal);
                lang.monitoring_partial(name(*log, lang), field, &count(n), &count(of))
            }
            Self::Stops { signal, n, of, last } => {
                let field = lang.monitoring_field(*signal);
                lang.monitoring_stops(field, &count(n), &count(of), &count(last))
            }
            Self::TooFew { signal, n, needed } => {
                let field = lang.monitoring_field(*signal);
                lang.monitoring_too_few(field, &count(n), &count(needed))
            }
        }
    }
}
