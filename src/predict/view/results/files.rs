//! The results as files: JSON as `vitrina predict --json` gives it, and CSV (RFC 4180). Pure.

use api::answer::{Answer, Judged, Refusal};
use dataset::Class;
use policy::decision::{Policy, Verdict};
use serde::Serialize;
use text::Lang;

use crate::predict::queue::{Item, Outcome};

/// What is said of one image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Said {
    Answer(Box<Answer>),
    Refusal(Refusal),
}

/// What is said of one image, and the class that it is known to be of.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    said: Said,
    truth: Option<Class>,
}

/// The columns of the CSV file. Class names are the data set's, so that programs can read them.
const COLUMNS: [&str; 11] = [
    "file",
    "true_class",
    "class",
    "confidence",
    "reconstruction_error",
    "limit",
    "ratio",
    "verdict",
    "latency_ms",
    "warnings",
    "error",
];

/// A line for each image that was judged or refused, in order.
pub fn lines(items: &[Item], policy: &Policy, lang: Lang) -> Vec<Line> {
    let line =
        |item: &Item| Some(Line { said: say(item, policy, lang)?, truth: item.source.truth() });
    items.iter().filter_map(line).collect()
}

/// An array of the objects that the command line prints, one an image.
///
/// # Errors
/// None for lines; the codec's own error otherwise.
pub fn json(lines: &[Line]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&lines.iter().map(|line| &line.said).collect::<Vec<_>>())
}

/// A table with a head, its fields quoted where they need it.
pub fn csv(lines: &[Line]) -> String {
    let head = COLUMNS.map(str::to_owned);
    let rows = std::iter::once(head).chain(lines.iter().map(row));
    rows.map(|row| row.map(|field| quoted(&field)).join(",") + "\r\n").collect()
}

fn say(item: &Item, policy: &Policy, lang: Lang) -> Option<Said> {
    let file = item.name(lang);
    let refusal = |error: &str, code| Refusal { file: file.clone(), error: error.to_owned(), code };
    Some(match &item.outcome {
        Outcome::Judged(numbers) => {
            let judged = Judged {
                probabilities: numbers.probabilities,
                answered: numbers.answered,
                errors: numbers.errors,
                detail: policy::quality::detail(&numbers.pixels),
                warnings: numbers.warnings.clone(),
                latency_ms: numbers.latency_ms,
            };
            Said::Answer(Box::new(Answer::new(file, &judged, policy, lang)))
        }
        Outcome::Refused(error) => Said::Refusal(Refusal::new(file, error, lang)),
        Outcome::Unreadable => Said::Refusal(refusal(lang.unreadable(), "unreadable")),
        Outcome::Lost => Said::Refusal(refusal(lang.lost(), "engine_failed")),
        Outcome::Waiting(_) | Outcome::InWork(_) | Outcome::Stopped => return None,
    })
}

fn row(line: &Line) -> [String; 11] {
    let truth = line.truth.map(Class::name).unwrap_or_default().to_owned();
    match &line.said {
        Said::Answer(answer) => [
            answer.file.clone(),
            truth,
            answer.predicted.name.to_owned(),
            answer.confidence.to_string(),
            answer.reconstruction_error.to_string(),
            answer.quality.limit.to_string(),
            answer.quality.ratio.to_string(),
            word(answer.verdict).to_owned(),
            answer.latency_ms.to_string(),
            answer.warnings.join(" "),
            String::new(),
        ],
        Said::Refusal(refusal) => {
            let mut row = [const { String::new() }; 11];
            (row[0], row[1], row[10]) = (refusal.file.clone(), truth, refusal.error.clone());
            row
        }
    }
}

/// A verdict as JSON has it.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accept",
        Verdict::Review => "review",
        Verdict::Reject => "reject",
    }
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use dataset::CLASSES;
    use policy::decision::{PhotoThresholds, Reading};
    use vision::photo::PhotoError;

    use super::*;
    use crate::predict::queue::testing::prediction;
    use crate::predict::queue::{Numbers, Source};

    fn items() -> Vec<Item> {
        let mut judged = Item::new(0, Source::Test { place: 7, class: Class::Bag });
        let mut numbers = prediction(0);
        numbers.probabilities[8] = 0.75;
        numbers.errors[8] = 0.5;
        judged.outcome = Outcome::Judged(Numbers::split(numbers).0);
        let mut refused = Item::new(1, Source::File("a, \"b\".png".into()));
        refused.outcome = Outcome::Refused(PhotoError::Empty);
        vec![judged, refused, Item::new(2, Source::Clipboard)]
    }

    fn policy() -> Policy {
        let limits = [policy::quality::QualityLimits::error_alone(0.25); CLASSES];
        let reading = Reading::PredictedClass;
        Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits,
            reading,
            photos: PhotoThresholds::NOTHING,
        }
    }

    #[test]
    fn json_has_the_command_lines_objects_and_nothing_of_what_waits() {
        let text = json(&lines(&items(), &policy(), Lang::En)).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(2));
        assert_eq!(value[0]["file"], "Test image 7");
        assert_eq!(value[0]["predicted"]["name"], "Bag");
        assert_eq!(value[0]["verdict"], "reject");
        assert_eq!(value[1]["code"], "empty");
    }

    #[test]
    fn csv_has_a_head_and_quotes_what_needs_it() {
        let text = csv(&lines(&items(), &policy(), Lang::En));
        let rows: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(rows[0].split(',').count(), 11);
        assert_eq!(rows[1], "Test image 7,Bag,Bag,0.75,0.5,0.25,2,reject,1,,");
        assert!(rows[2].starts_with("\"a, \"\"b\"\".png\",,,"), "{}", rows[2]);
        assert_eq!(rows.len(), 3);
    }
}
