//! The run as one HTML file that needs nothing else: styles and charts are in it, and every word
//! that comes from outside is escaped.

use report::files::escape;
use statistics::drift::alert::Change;
use statistics::drift::divergence::Zeros;
use text::Lang;

use super::models::{accuracy, alert_bands, injected_bands, ratios};
use super::report_charts::figure;
use super::tables::{
    Table, Tone, accuracies, detectors, latencies, matrix, news, scores, signals, too_short,
    watch_name,
};
use crate::monitor::state::{Baseline, Run, judged};

/// Light and dark, on paper too.
const STYLE: &str = "
:root { color-scheme: light dark; --soft: light-dark(#5c5a63, #a8a7b3); --line: light-dark(#e2dfd7, #2e2e38); --bad: light-dark(#c02a37, #ff8088); }
body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
.soft { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0 1rem; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.num { text-align: end; white-space: nowrap; }
.is-bad { color: var(--bad); }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; border-radius: .5rem; }
code { overflow-wrap: anywhere; }
";

/// The report. What was injected is only in it where it `is_revealed`.
pub fn report(run: &Run, yardstick: &Baseline, is_revealed: bool, lang: Lang) -> String {
    let summary = run.summary(None);
    let title = lang.monitor_report_title();
    let mut parts = vec![format!("<h1>{title}</h1>"), facts(run, is_revealed, lang)];
    let mut add = |name: &str, note: &str, content: String| {
        parts.push(section(name, note, &content));
    };
    add(
        lang.monitor_latency_title(),
        lang.monitor_latency_note(),
        table(&latencies(&summary, lang)),
    );
    let of_signals = signals(&summary, run, yardstick, Zeros::Smoothed, None, lang);
    let notes = format!("{} {}", lang.monitor_signals_note(), lang.monitor_training_note());
    add(lang.monitor_signals(), &notes, table(&of_signals));
    add(
        lang.monitor_detectors(),
        lang.monitor_detectors_note(),
        table(&detectors(&run.standings(), |count| run.place_of(count), lang)) + &log(run, lang),
    );
    add(lang.monitor_over_time_title(), "", charts(run, is_revealed, lang));
    let groups = accuracies(&run.tallies().groups(), run.spread(), is_revealed, lang);
    let chart = figure(&accuracy(run, lang), &injected_bands(run, is_revealed, lang));
    add(lang.monitor_accuracy_title(), lang.monitor_accuracy_note(), chart + &table(&groups));
    if is_revealed {
        let board = table(&scores(&judged(run), lang));
        add(lang.monitor_score(), lang.monitor_score_note(), board);
        add(lang.monitor_matrix(), lang.monitor_matrix_note(), table(&matrix(run, lang)));
    } else {
        add(lang.monitor_score(), lang.monitor_score_hidden(), String::new());
    }
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta \
         name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\
         \n<style>{STYLE}</style>\n</head>\n<body>\n{}\n</body>\n</html>\n",
        lang.code(),
        parts.join("\n"),
    )
}

/// What was run, and with which settings.
fn facts(run: &Run, is_revealed: bool, lang: Lang) -> String {
    let (setup, settings) = (run.setup(), run.measure().settings);
    let injected: Vec<String> = if !is_revealed {
        vec![lang.surprise_linked().to_owned()]
    } else if setup.schedule.is_quiet() {
        vec![lang.monitor_nothing_injected().to_owned()]
    } else {
        setup.schedule.injections().iter().map(|injection| lang.injection(injection)).collect()
    };
    let link =
        if is_revealed { setup.schedule.to_link() } else { setup.schedule.to_surprise_link() };
    let policies = setup.policies.iter().map(|(from, policy)| {
        let confidence = lang.percent(policy.min_confidence.into(), 1);
        lang.monitor_policy_from(&lang.count(*from), &confidence)
    });
    let window = lang.monitor_settings(
        &lang.count(settings.window as u64),
        &lang.count(settings.stride),
        &lang.count(settings.consecutive.into()),
        &lang.count(settings.resolve_after.into()),
        &lang.count(settings.warm_up),
    );
    let facts = [
        (lang.monitor_seed(), setup.seed.iter().map(u64::to_string).collect()),
        (lang.monitor_images(), vec![lang.count(run.watched())]),
        (lang.monitor_injected(), injected),
        (lang.monitor_link(), vec![link]),
        (lang.monitor_report_settings(), vec![window]),
        (lang.monitor_policy(), policies.collect()),
    ];
    let line = |(name, lines): &(&str, Vec<String>)| {
        let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(name), lines.join("<br>"))
    };
    let rows: String = facts.iter().map(line).collect();
    format!("<table><tbody>{rows}</tbody></table>")
}

fn section(name: &str, note: &str, content: &str) -> String {
    let note = if note.is_empty() {
        String::new()
    } else {
        format!("<p class=\"soft\">{}</p>", escape(note))
    };
    format!("<section><h2>{}</h2>{note}{content}</section>", escape(name))
}

fn table(table: &Table) -> String {
    let class = |place: usize| if place < table.words { "" } else { " class=\"num\"" };
    let head = table.head.iter().enumerate();
    let head: String = head
        .map(|(place, name)| format!("<th scope=\"col\"{}>{}</th>", class(place), escape(name)))
        .collect();
    let mut rows = String::new();
    for row in &table.rows {
        let tone = if row.tone == Tone::Bad { " class=\"is-bad\"" } else { "" };
        rows += &format!("<tr{tone}>");
        for (place, cell) in row.cells.iter().enumerate() {
            rows += &match place {
                0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
                _ => format!("<td{}>{}</td>", class(place), escape(cell)),
            };
        }
        rows += "</tr>";
    }
    format!(
        "<div class=\"wide\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

/// Every alarm and its end.
fn log(run: &Run, lang: Lang) -> String {
    let lines: String = run
        .events()
        .filter_map(|event| news(event, lang))
        .map(|line| format!("<li>{}</li>", escape(&line)))
        .collect();
    let lines = if lines.is_empty() {
        let short = too_short(run, lang);
        format!("<p>{}</p>", escape(short.as_deref().unwrap_or(lang.monitor_no_alerts())))
    } else {
        format!("<ol>{lines}</ol>")
    };
    format!("<h3>{}</h3>{lines}", escape(lang.monitor_alert_log()))
}

/// The statistics over time of the signals that fired, or of the first where none did.
fn charts(run: &Run, is_revealed: bool, lang: Lang) -> String {
    let fired = run.events().filter(|event| event.change == Change::Fired);
    let mut watched: Vec<_> = fired.map(|event| event.watch.signal).collect();
    watched.sort_unstable();
    watched.dedup();
    if watched.is_empty() {
        watched.extend(run.standings().first().map(|standing| standing.watch.signal));
    }
    let mut html = String::new();
    for signal in watched {
        let mut bands = injected_bands(run, is_revealed, lang);
        bands.extend(alert_bands(run.events(), signal, run.seen()));
        let name = lang.monitor_over_time(lang.monitoring_signal_name(signal));
        let alarms = run.alarms().into_iter().filter(|(watch, _)| watch.signal == signal);
        let alarms: Vec<String> = alarms
            .map(|(watch, at)| format!("{} ({})", watch_name(watch, lang), lang.count(at)))
            .collect();
        html += &format!(
            "<h3>{}</h3>{}<p class=\"soft\">{}</p>",
            escape(&name),
            figure(&ratios(run, signal, lang), &bands),
            escape(&alarms.join("; ")),
        );
    }
    html
}

#[cfg(test)]
mod tests {
    use simulation::Preset;

    use super::*;
    use crate::monitor::state::sample::played;
    use crate::monitor::state::shipped;

    #[test]
    fn the_report_stands_alone_in_both_languages() {
        let run = played(Preset::DirtyCamera, 1_000);
        for lang in Lang::ALL {
            let html = report(&run, &shipped(), true, lang);
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.code())));
            assert!(html.contains(&escape(&lang.injection(&run.setup().schedule.injections()[0]))));
            assert!(html.contains(lang.monitor_always()) && html.contains("<svg"));
            for outside in ["<script", "http", "src=", "href=", "NaN", "url("] {
                assert!(!html.contains(outside), "{outside}");
            }
        }
    }

    #[test]
    fn the_report_of_a_surprise_does_not_give_it_away() {
        let run = played(Preset::SlowGpu, 800);
        let html = report(&run, &shipped(), false, Lang::En);
        assert!(!html.contains("slow engine") && !html.contains("40\u{a0}ms"), "{html}");
        assert!(html.contains(Lang::En.monitor_score_hidden()));
    }

    #[test]
    fn the_tables_of_a_run_tell_who_noticed_what() {
        let run = played(Preset::DirtyCamera, 1_200);
        let scores = scores(&judged(&run), Lang::En);
        let found = |name: &str| {
            let row = scores.rows.iter().find(|row| row.cells[0] == name);
            row.map(|row| row.cells[1].clone()).unwrap_or_default()
        };
        assert_eq!(found("all together"), "1 of 1");
        assert_eq!(found("never fires"), "0 of 1");
        assert_eq!(found("latency, window"), "cannot see it");
        let matrix = matrix(&run, Lang::En);
        let sharpness = matrix.rows.iter().find(|row| row.cells[0] == "sharpness").unwrap();
        assert!(sharpness.cells[1].starts_with("seen after"), "{:?}", sharpness.cells);
        assert_eq!(sharpness.cells[3], "cannot (theory)");
        let yardstick = shipped();
        let summary = run.summary(None);
        let table = signals(&summary, &run, &yardstick, Zeros::Raw, None, Lang::En);
        assert!(table.rows.iter().all(|row| row.cells.len() == table.head.len()));
        let hidden = accuracies(&run.tallies().groups(), run.spread(), false, Lang::En);
        assert_eq!(hidden.rows.len(), 1);
    }
}
