//! A schedule as text that fits in an address, of letters, digits and `-._~` only.
//!
//! `1~covariate.gaussian-blur.2_gradual.60.60_500-2000~latency.40_sudden_700`: the version, then
//! each shift with its onset and its first and end record. A surprise begins with `s1~` and
//! cannot be read at a glance (module `hidden`).

use super::hidden;
use super::schedule::{Injection, Onset, Schedule, ScheduleError};
use super::shift::{ClassMix, Pattern, Shift};
use dataset::{CLASSES, Class};
use vision::corruption::{Corruption, Severity};

const VERSION: &str = "1";
const HIDDEN_VERSION: &str = "s1";

/// A schedule that came by link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The schedule.
    pub schedule: Schedule,
    /// Whether it was sent as a surprise, so that the page does not show it yet.
    pub surprise: bool,
}

/// Why a text is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is nothing.
    #[error("the link holds no schedule")]
    Empty,
    /// Another version, or something else altogether.
    #[error("`{0}` is no version of a schedule that is known here")]
    Version(String),
    /// A surprise that was cut off or changed.
    #[error("the surprise is incomplete or was changed on its way")]
    Damaged,
    /// A word or number that is not understood.
    #[error("shift {number}: `{word}` is not understood")]
    Word {
        /// Which shift, counted from 1.
        number: usize,
        /// The word.
        word: String,
    },
    /// Read, but senseless.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
}

impl Schedule {
    /// The schedule as text for a link, readable by people.
    pub fn to_link(&self) -> String {
        let shifts = self.injections().iter().map(write_injection);
        std::iter::once(VERSION.to_owned()).chain(shifts).collect::<Vec<_>>().join("~")
    }

    /// The schedule as text for a link that does not show at a glance what is in it.
    pub fn to_surprise_link(&self) -> String {
        format!("{HIDDEN_VERSION}~{}", hidden::hide(&self.to_link()))
    }

    /// Reads either form. Blanks and separators around the text, an escaped `~` and capitals are
    /// forgiven.
    pub fn from_link(link: &str) -> Result<Linked, LinkError> {
        let link = link.replace("%7E", "~").replace("%7e", "~");
        let link = link.trim().trim_matches(['~', '/', '&', '#', '?']);
        let (version, rest) = link.split_once('~').unwrap_or((link, ""));
        match version.to_ascii_lowercase().as_str() {
            "" => Err(LinkError::Empty),
            VERSION => Ok(Linked { schedule: read(rest)?, surprise: false }),
            HIDDEN_VERSION => {
                let text = hidden::show(rest).ok_or(LinkError::Damaged)?;
                Ok(Linked { surprise: true, ..Self::from_plain_link(&text)? })
            }
            _ => Err(LinkError::Version(version.to_owned())),
        }
    }

    /// What is inside a surprise is always the plain form, so nothing is nested.
    fn from_plain_link(text: &str) -> Result<Linked, LinkError> {
        let rest = text.strip_prefix(VERSION).ok_or(LinkError::Damaged)?;
        Ok(Linked { schedule: read(rest.trim_start_matches('~'))?, surprise: false })
    }
}

fn write_injection(injection: &Injection) -> String {
    let slug = injection.shift.kind().slug();
    let shift = match injection.shift {
        Shift::Covariate { corruption, severity } => {
            format!("{slug}.{}.{}", corruption.slug(), severity.level())
        }
        Shift::Prior { mix } => {
            format!("{slug}.{}", mix.weights().map(|w| w.to_string()).join("."))
        }
        Shift::Concept { first, second } => format!("{slug}.{}.{}", first.label(), second.label()),
        Shift::Latency { added_ms } => format!("{slug}.{added_ms}"),
        Shift::Outliers { pattern, percent } => {
            format!("{slug}.{}.{percent}", pattern.map_or("any", Pattern::slug))
        }
    };
    let onset = match injection.onset {
        Onset::Sudden => "sudden".to_owned(),
        Onset::Gradual { midpoint, width } => format!("gradual.{midpoint}.{width}"),
        Onset::Recurring { period, on } => format!("recurring.{period}.{on}"),
    };
    let end = injection.end.map_or(String::new(), |end| format!("-{end}"));
    format!("{shift}_{onset}_{}{end}", injection.start)
}

fn read(text: &str) -> Result<Schedule, LinkError> {
    let text = text.to_ascii_lowercase();
    let injections = text
        .split('~')
        .filter(|part| !part.is_empty())
        .enumerate()
        .map(|(place, part)| {
            read_injection(part)
                .map_err(|word| LinkError::Word { number: place + 1, word: word.to_owned() })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Schedule::new(injections)?)
}

/// The error is the word that was not understood.
fn read_injection(text: &str) -> Result<Injection, &str> {
    let parts: Vec<&str> = text.trim().split('_').collect();
    let [shift, onset, range] = parts[..] else { return Err(text) };
    let (start, end) = match range.split_once('-') {
        None | Some((_, "")) => (range.trim_end_matches('-'), None),
        Some((start, end)) => (start, Some(end)),
    };
    Ok(Injection {
        shift: read_shift(shift)?,
        onset: read_onset(onset)?,
        start: number(start)?,
        end: end.map(number).transpose()?,
    })
}

fn read_shift(text: &str) -> Result<Shift, &str> {
    let words: Vec<&str> = text.split('.').collect();
    match words[..] {
        ["covariate", kind, level] => Ok(Shift::Covariate {
            corruption: Corruption::from_slug(kind).ok_or(kind)?,
            severity: Severity::new(number(level)?).ok_or(level)?,
        }),
        ["prior", ref weights @ ..] if weights.len() == CLASSES => {
            let mut mix = [0; CLASSES];
            for (weight, word) in mix.iter_mut().zip(weights) {
                *weight = number(word)?;
            }
            Ok(Shift::Prior { mix: ClassMix::new(mix).ok_or(text)? })
        }
        ["concept", first, second] => {
            Ok(Shift::Concept { first: class(first)?, second: class(second)? })
        }
        ["latency", added_ms] => Ok(Shift::Latency { added_ms: number(added_ms)? }),
        ["outliers", pattern, percent] => Ok(Shift::Outliers {
            pattern: match pattern {
                "any" => None,
                named => Some(Pattern::from_slug(named).ok_or(named)?),
            },
            percent: number(percent)?,
        }),
        _ => Err(text),
    }
}

fn read_onset(text: &str) -> Result<Onset, &str> {
    let words: Vec<&str> = text.split('.').collect();
    match words[..] {
        ["sudden"] => Ok(Onset::Sudden),
        ["gradual", midpoint, width] => {
            Ok(Onset::Gradual { midpoint: number(midpoint)?, width: number(width)? })
        }
        ["recurring", period, on] => {
            Ok(Onset::Recurring { period: number(period)?, on: number(on)? })
        }
        _ => Err(text),
    }
}

fn class(word: &str) -> Result<Class, &str> {
    Class::from_label(number(word)?).ok_or(word)
}

fn number<T: std::str::FromStr>(word: &str) -> Result<T, &str> {
    word.parse().map_err(|_| word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::Fault;
    use crate::testing::schedules;

    fn url_safe(link: &str) -> bool {
        link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    }

    #[test]
    fn the_text_of_a_link_is_the_one_in_the_documentation() {
        let link = "1~covariate.gaussian-blur.2_gradual.60.60_500-2000~latency.40_sudden_700";
        let linked = Schedule::from_link(link).unwrap();
        assert!(!linked.surprise);
        assert_eq!(linked.schedule.to_link(), link);
        assert_eq!(linked.schedule.injections()[1].end, None);
        assert_eq!(Schedule::default().to_link(), "1");
        assert!(Schedule::from_link("1").unwrap().schedule.is_quiet());
    }

    #[test]
    fn what_mail_and_chat_do_to_a_link_is_forgiven() {
        let clean = Schedule::from_link("1~latency.40_sudden_500").unwrap();
        for link in [
            " 1~latency.40_sudden_500\n",
            "1%7ELatency.40_SUDDEN_500-~",
            "1~~latency.40_sudden_500#",
        ] {
            assert_eq!(Schedule::from_link(link).as_ref(), Ok(&clean), "{link}");
        }
    }

    #[test]
    fn an_error_names_the_shift_and_the_word() {
        let error = |link| Schedule::from_link(link).unwrap_err();
        let word = |number, word: &str| LinkError::Word { number, word: word.to_owned() };
        assert_eq!(error(" "), LinkError::Empty);
        assert_eq!(error("2~latency.40_sudden_5"), LinkError::Version("2".to_owned()));
        assert_eq!(error("1~latency.40_sudden_5~latency.x_sudden_5"), word(2, "x"));
        assert_eq!(error("1~covariate.fog.2_sudden_5"), word(1, "fog"));
        assert_eq!(error("1~covariate.rotate.6_sudden_5"), word(1, "6"));
        assert_eq!(error("1~concept.2.10_sudden_5"), word(1, "10"));
        assert_eq!(error("1~latency.40_later_5"), word(1, "later"));
        assert_eq!(error("1~latency.40"), word(1, "latency.40"));
        assert_eq!(
            error("1~latency.40_sudden_5-2"),
            ScheduleError::Injection { number: 1, fault: Fault::Interval }.into()
        );
    }

    #[test]
    fn a_surprise_that_was_cut_off_is_refused() {
        let schedule = Schedule::from_link("1~latency.40_sudden_500").unwrap().schedule;
        let link = schedule.to_surprise_link();
        for end in 3..link.len() {
            assert_eq!(Schedule::from_link(&link[..end]), Err(LinkError::Damaged), "{end}");
        }
    }

    proptest! {
        #[test]
        fn any_schedule_comes_back_from_both_links(schedule in schedules()) {
            for (link, surprise) in
                [(schedule.to_link(), false), (schedule.to_surprise_link(), true)]
            {
                prop_assert!(url_safe(&link), "{}", link);
                let linked = Schedule::from_link(&link);
                prop_assert_eq!(linked, Ok(Linked { schedule: schedule.clone(), surprise }));
            }
        }

        #[test]
        fn any_schedule_comes_back_from_json_and_from_a_message(schedule in schedules()) {
            let json = serde_json::to_string(&schedule).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Schedule>(&json).unwrap(), &schedule);
            let bytes = postcard::to_allocvec(&schedule).unwrap();
            prop_assert_eq!(&postcard::from_bytes::<Schedule>(&bytes).unwrap(), &schedule);
        }

        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(text in "(1~|s1~)?.{0,60}") {
            if let Ok(linked) = Schedule::from_link(&text) {
                let again = Schedule::from_link(&linked.schedule.to_link());
                prop_assert_eq!(again.unwrap().schedule, linked.schedule);
            }
        }
    }
}
