//! The fields of one record as people and programs write them: numbers that may stand in quotes,
//! classes by label or name, times in seconds or as ISO 8601. Knows neither JSON Lines nor CSV; both
//! bring the cells.

use std::borrow::Cow;
use std::fmt;

use dataset::Class;
use policy::decision::Verdict;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use statistics::drift::Record;
use statistics::drift::record::{BadLine, Line};

use super::time;

/// A field that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    T,
    LatencyMs,
    Predicted,
    Confidence,
    Probabilities,
    ReconstructionError,
    Label,
    Brightness,
    Contrast,
    Sharpness,
    Verdict,
    OriginalLabel,
    Shift,
    Active,
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = 14;
    /// All of them. Those after the verdict are a simulator's.
    pub const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::T, "t"),
        (Self::LatencyMs, "latency_ms"),
        (Self::Predicted, "predicted"),
        (Self::Confidence, "confidence"),
        (Self::Probabilities, "probabilities"),
        (Self::ReconstructionError, "reconstruction_error"),
        (Self::Label, "label"),
        (Self::Brightness, "brightness"),
        (Self::Contrast, "contrast"),
        (Self::Sharpness, "sharpness"),
        (Self::Verdict, "verdict"),
        (Self::OriginalLabel, "original_label"),
        (Self::Shift, "shift"),
        (Self::Active, "active"),
    ];

    /// The field of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == name).map(|(field, _)| field)
    }

    fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What a field holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell<'a> {
    /// The record does not have the field.
    #[default]
    Absent,
    /// It is not known.
    Null,
    /// A number.
    Number(f64),
    /// A text, which may stand for any of the others.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Cell<'a>>),
    /// Anything else.
    Other,
}

/// What only a simulator knows of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The data set's own label of the image.
    pub original_label: u8,
    /// Kinds of the shifts that touched this record.
    pub shift: Vec<String>,
    /// Kinds of the shifts whose time it was.
    pub active: Vec<String>,
}

/// The cells of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row<'a> {
    cells: [Cell<'a>; Field::COUNT],
    twice: Option<Field>,
    /// Names of fields that are not known.
    pub unknown: Vec<Cow<'a, str>>,
    /// Whether a comma may stand before the decimals, as where semicolons separate the fields.
    pub has_decimal_commas: bool,
}

impl<'a> Row<'a> {
    /// Puts a cell into its place.
    pub fn set(&mut self, field: Field, cell: Cell<'a>) {
        let place = &mut self.cells[field as usize];
        if *place != Cell::Absent {
            self.twice = Some(field);
        }
        *place = cell;
    }

    /// The record. ISO times become seconds since `origin`, the first such time of the log.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order of the fields.
    pub fn record(&self, origin: &mut Option<f64>) -> Result<Record, BadLine> {
        if let Some(field) = self.twice {
            return Err(BadLine::Twice(field.name()));
        }
        Record::try_from(Line {
            t: self.time(origin)?,
            latency_ms: required(Field::LatencyMs, self.number(Field::LatencyMs)?)?,
            predicted: required(Field::Predicted, self.class(Field::Predicted)?)?,
            confidence: required(Field::Confidence, self.number(Field::Confidence)?)?,
            probabilities: self.probabilities()?,
            reconstruction_error: self.number(Field::ReconstructionError)?,
            label: self.class(Field::Label)?,
            brightness: self.number(Field::Brightness)?,
            contrast: self.number(Field::Contrast)?,
            sharpness: self.number(Field::Sharpness)?,
            verdict: self.verdict()?,
        })
    }

    /// What a simulator wrote beside the record; none where it is not there or makes no sense.
    pub fn told(&self) -> Option<Told> {
        let label = self.class(Field::OriginalLabel).ok()??;
        let is_label = label.fract() == 0.0 && (0.0..256.0).contains(&label);
        let texts = |field| texts(self.cell(field));
        is_label.then(|| Told {
            original_label: label as u8,
            shift: texts(Field::Shift),
            active: texts(Field::Active),
        })
    }

    fn cell(&self, field: Field) -> &Cell<'a> {
        &self.cells[field as usize]
    }

    fn number(&self, field: Field) -> Result<Option<f64>, BadLine> {
        let cell = self.cell(field);
        let wrong = || BadLine::NotANumber { field: field.name(), value: shown(cell) };
        match cell {
            Cell::Absent | Cell::Null => Ok(None),
            Cell::Number(value) => Ok(Some(*value)),
            Cell::Text(text) if is_unknown(text) => Ok(None),
            Cell::Text(text) => self.parse(text).map(Some).ok_or_else(wrong),
            Cell::List(_) | Cell::Other => Err(wrong()),
        }
    }

    fn parse(&self, text: &str) -> Option<f64> {
        let text = text.trim();
        match text.parse() {
            Err(_) if self.has_decimal_commas => text.replacen(',', ".", 1).parse().ok(),
            parsed => parsed.ok(),
        }
    }

    fn time(&self, origin: &mut Option<f64>) -> Result<f64, BadLine> {
        let Cell::Text(text) = self.cell(Field::T) else {
            return required(Field::T, self.number(Field::T)?);
        };
        if is_unknown(text) {
            return Err(BadLine::Missing(Field::T.name()));
        }
        if let Some(seconds) = self.parse(text) {
            return Ok(seconds);
        }
        let at = time::seconds(text);
        let at = at.ok_or_else(|| BadLine::NotATime(shown(self.cell(Field::T))))?;
        Ok(at - *origin.get_or_insert(at))
    }

    /// A label as a number, which may still be none of a class.
    fn class(&self, field: Field) -> Result<Option<f64>, BadLine> {
        let Cell::Text(text) = self.cell(field) else { return self.number(field) };
        if is_unknown(text) {
            return Ok(None);
        }
        let named = || Class::parse(&text.replace('_', " ")).map(|class| f64::from(class.label()));
        self.parse(text).or_else(named).map(Some).ok_or_else(|| BadLine::NotAClassName {
            field: field.name(),
            value: shown(self.cell(field)),
        })
    }

    fn verdict(&self) -> Result<Option<Verdict>, BadLine> {
        let cell = self.cell(Field::Verdict);
        let wrong = || BadLine::NotAVerdict(shown(cell));
        let text = match cell {
            Cell::Absent | Cell::Null => return Ok(None),
            Cell::Text(text) if is_unknown(text) => return Ok(None),
            Cell::Text(text) => text,
            _ => return Err(wrong()),
        };
        match text.trim().to_lowercase().as_str() {
            "accept" => Ok(Some(Verdict::Accept)),
            "review" => Ok(Some(Verdict::Review)),
            "reject" => Ok(Some(Verdict::Reject)),
            _ => Err(wrong()),
        }
    }

    fn probabilities(&self) -> Result<Option<Vec<f64>>, BadLine> {
        let cell = self.cell(Field::Probabilities);
        let field = Field::Probabilities.name();
        let wrong = || BadLine::NotANumber { field, value: shown(cell) };
        let number = |cell: &Cell<'_>| match cell {
            Cell::Number(value) => Ok(*value),
            Cell::Text(text) => self.parse(text).ok_or_else(wrong),
            _ => Err(wrong()),
        };
        match cell {
            Cell::Absent | Cell::Null => Ok(None),
            Cell::Text(text) if is_unknown(text) => Ok(None),
            Cell::Text(text) => {
                let parts = parts(text, self.has_decimal_commas);
                let all = parts.map(|part| self.parse(part).ok_or_else(wrong));
                Ok(Some(all.collect::<Result<_, _>>()?))
            }
            Cell::List(cells) => Ok(Some(cells.iter().map(number).collect::<Result<_, _>>()?)),
            Cell::Number(_) | Cell::Other => Err(wrong()),
        }
    }
}

fn required(field: Field, value: Option<f64>) -> Result<f64, BadLine> {
    value.ok_or(BadLine::Missing(field.name()))
}

/// Whether a text stands for "not known", as CSV files have it.
fn is_unknown(text: &str) -> bool {
    let text = text.trim();
    ["", "null", "none", "nan", "na", "n/a"].iter().any(|none| text.eq_ignore_ascii_case(none))
}

/// The parts of a list that is written as text, such as `[0.1, 0.9]` or `prior covariate`.
fn parts(text: &str, has_decimal_commas: bool) -> impl Iterator<Item = &str> {
    let is_between = move |c: char| {
        c.is_whitespace() || "[](){};|'\"".contains(c) || (c == ',' && !has_decimal_commas)
    };
    text.split(is_between).filter(|part| !part.is_empty())
}

fn texts(cell: &Cell<'_>) -> Vec<String> {
    match cell {
        Cell::Text(text) => parts(text, false).map(str::to_owned).collect(),
        Cell::List(cells) => cells.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// What a cell holds, for a message.
fn shown(cell: &Cell<'_>) -> String {
    /// Characters of a text that are repeated in a message.
    const MOST: usize = 40;
    match cell {
        Cell::Absent | Cell::Null => "null".to_owned(),
        Cell::Number(value) => value.to_string(),
        Cell::Text(text) if text.chars().count() > MOST => {
            format!("“{}…”", text.chars().take(MOST).collect::<String>())
        }
        Cell::Text(text) => format!("“{text}”"),
        Cell::List(_) => "[…]".to_owned(),
        Cell::Other => "{…}".to_owned(),
    }
}

impl<'de> Deserialize<'de> for Row<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Row<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with the fields of a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
                let mut row = Row::default();
                while let Some(key) = map.next_key::<Cell<'de>>()? {
                    let Cell::Text(name) = key else { continue };
                    match Field::named(&name) {
                        Some(field) => row.set(field, map.next_value()?),
                        None => {
                            map.next_value::<IgnoredAny>()?;
                            row.unknown.push(name);
                        }
                    }
                }
                Ok(row)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl<'de> Deserialize<'de> for Cell<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Cell<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_unit<E>(self) -> Result<Cell<'de>, E> {
                Ok(Cell::Null)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Cell<'de>, E> {
                Ok(Cell::Other)
            }

            fn visit_u64<E>(self, value: u64) -> Result<Cell<'de>, E> {
                Ok(Cell::Number(value as f64))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Cell<'de>, E> {
                Ok(Cell::Number(value as f64))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Cell<'de>, E> {
                Ok(Cell::Number(value))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cell<'de>, E> {
                Ok(Cell::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell<'de>, E> {
                Ok(Cell::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell<'de>, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = seq.next_element()? {
                    cells.push(cell);
                }
                Ok(Cell::List(cells))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell<'de>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Other)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
