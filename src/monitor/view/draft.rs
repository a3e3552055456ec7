//! The form of a schedule as it is being filled in: text fields and choices that may not make
//! sense yet. Pure.

use dataset::{CLASSES, Class};
use simulation::shift::Pattern;
use simulation::{ClassMix, Injection, Onset, Schedule, ScheduleError, Shift, ShiftKind};
use text::Lang;
use vision::corruption::{Corruption, Severity};

/// A number that is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Severity of a corruption.
    Severity,
    /// Added latency in ms.
    AddedMs,
    /// Share of outliers in percent.
    Percent,
    /// Images until half of them are touched.
    Midpoint,
    /// Images that a gradual shift takes.
    Width,
    /// Images from one beginning to the next.
    Period,
    /// Images for which a recurring shift is on.
    On,
    /// The first image.
    Start,
    /// How many images; empty for no end.
    Length,
}

const NUMBERS: usize = Number::Length as usize + 1;

/// How a shift comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnsetKind {
    /// At once.
    Sudden,
    /// Along a curve.
    Gradual,
    /// On and off.
    Recurring,
}

impl OnsetKind {
    /// Every way, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Sudden, Self::Gradual, Self::Recurring];

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Sudden => lang.onset_sudden(),
            Self::Gradual => lang.onset_gradual(),
            Self::Recurring => lang.onset_recurring(),
        }
    }
}

/// A shift that is being set up. What does not belong to its kind is kept for a change of mind.
#[derive(Clone, Debug, PartialEq)]
pub struct RowDraft {
    /// Tells it from the others.
    pub id: u32,
    /// Its kind.
    pub kind: ShiftKind,
    /// What is done to images.
    pub corruption: Corruption,
    /// How often each class comes.
    pub weights: [String; CLASSES],
    /// The two classes that are swapped.
    pub classes: [Class; 2],
    /// What outliers show.
    pub pattern: Option<Pattern>,
    /// How it comes.
    pub onset: OnsetKind,
    numbers: [String; NUMBERS],
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The shifts.
    pub rows: Vec<RowDraft>,
    next: u32,
}

/// Why the form is no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// A field that holds no whole number, in which shift, counted from 1.
    NoNumber(usize, Option<Number>),
    /// No class has any weight.
    NoWeight(usize),
    /// Read, but senseless.
    Schedule(ScheduleError),
}

impl DraftError {
    /// What is wrong and what to do.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::NoNumber(row, field) => {
                let name = field.map_or(lang.monitor_weights(), |field| field.title(lang));
                lang.monitor_no_number(&row.to_string(), name)
            }
            Self::NoWeight(row) => lang.monitor_no_weight(&row.to_string()),
            Self::Schedule(error) => lang.schedule_error(error),
        }
    }
}

impl Number {
    /// What the field is called.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Severity => lang.monitor_severity(),
            Self::AddedMs => lang.monitor_added_ms(),
            Self::Percent => lang.monitor_percent(),
            Self::Midpoint => lang.monitor_midpoint(),
            Self::Width => lang.monitor_width(),
            Self::Period => lang.monitor_period(),
            Self::On => lang.monitor_on(),
            Self::Start => lang.monitor_start(),
            Self::Length => lang.monitor_length(),
        }
    }
}

impl RowDraft {
    fn new(id: u32, kind: ShiftKind) -> Self {
        let mut row = Self {
            id,
            kind,
            corruption: Corruption::GaussianBlur,
            weights: std::array::from_fn(|_| "1".to_owned()),
            classes: [Class::Pullover, Class::Coat],
            pattern: None,
            onset: OnsetKind::Sudden,
            numbers: Default::default(),
        };
        let usual = [
            (Number::Severity, "2"),
            (Number::AddedMs, "40"),
            (Number::Percent, "20"),
            (Number::Midpoint, "100"),
            (Number::Width, "100"),
            (Number::Period, "400"),
            (Number::On, "200"),
            (Number::Start, "500"),
        ];
        usual.into_iter().for_each(|(field, value)| row.set(field, value.to_owned()));
        row
    }

    fn of(id: u32, injection: &Injection) -> Self {
        let mut row = Self::new(id, injection.shift.kind());
        match injection.shift {
            Shift::Covariate { corruption, severity } => {
                row.corruption = corruption;
                row.set(Number::Severity, severity.level().to_string());
            }
            Shift::Prior { mix } => row.weights = mix.weights().map(|weight| weight.to_string()),
            Shift::Concept { first, second } => row.classes = [first, second],
            Shift::Latency { added_ms } => row.set(Number::AddedMs, added_ms.to_string()),
            Shift::Outliers { pattern, percent } => {
                row.pattern = pattern;
                row.set(Number::Percent, percent.to_string());
            }
        }
        match injection.onset {
            Onset::Sudden => {}
            Onset::Gradual { midpoint, width } => {
                row.onset = OnsetKind::Gradual;
                row.set(Number::Midpoint, midpoint.to_string());
                row.set(Number::Width, width.to_string());
            }
            Onset::Recurring { period, on } => {
                row.onset = OnsetKind::Recurring;
                row.set(Number::Period, period.to_string());
                row.set(Number::On, on.to_string());
            }
        }
        row.set(Number::Start, injection.start.to_string());
        let length = injection.end.map(|end| end.saturating_sub(injection.start).to_string());
        row.set(Number::Length, length.unwrap_or_default());
        row
    }

    /// What a field holds.
    pub fn get(&self, field: Number) -> &str {
        &self.numbers[field as usize]
    }

    /// Fills a field in.
    pub fn set(&mut self, field: Number, value: String) {
        self.numbers[field as usize] = value;
    }

    fn number<T: TryFrom<u64>>(&self, place: usize, field: Number) -> Result<T, DraftError> {
        let wrong = DraftError::NoNumber(place, Some(field));
        let number: u64 = self.get(field).trim().parse().map_err(|_| wrong.clone())?;
        T::try_from(number).map_err(|_| wrong)
    }

    fn shift(&self, place: usize) -> Result<Shift, DraftError> {
        Ok(match self.kind {
            ShiftKind::Covariate => {
                let level: u8 = self.number(place, Number::Severity)?;
                let wrong = DraftError::NoNumber(place, Some(Number::Severity));
                let severity = Severity::new(level).ok_or(wrong)?;
                Shift::Covariate { corruption: self.corruption, severity }
            }
            ShiftKind::Prior => {
                let mut weights = [0; CLASSES];
                for (weight, text) in weights.iter_mut().zip(&self.weights) {
                    let wrong = |_| DraftError::NoNumber(place, None);
                    *weight = text.trim().parse().map_err(wrong)?;
                }
                Shift::Prior { mix: ClassMix::new(weights).ok_or(DraftError::NoWeight(place))? }
            }
            ShiftKind::Concept => {
                Shift::Concept { first: self.classes[0], second: self.classes[1] }
            }
            ShiftKind::Latency => Shift::Latency { added_ms: self.number(place, Number::AddedMs)? },
            ShiftKind::Outliers => Shift::Outliers {
                pattern: self.pattern,
                percent: self.number(place, Number::Percent)?,
            },
        })
    }

    /// The shift, which stands at `place` in the form, counted from 1.
    fn read(&self, place: usize) -> Result<Injection, DraftError> {
        let number = |field| self.number::<u64>(place, field);
        let onset = match self.onset {
            OnsetKind::Sudden => Onset::Sudden,
            OnsetKind::Gradual => Onset::Gradual {
                midpoint: number(Number::Midpoint)?,
                width: number(Number::Width)?,
            },
            OnsetKind::Recurring => {
                Onset::Recurring { period: number(Number::Period)?, on: number(Number::On)? }
            }
        };
        let start = number(Number::Start)?;
        let has_end = !self.get(Number::Length).trim().is_empty();
        let length = if has_end { Some(number(Number::Length)?) } else { None };
        let end = length.map(|length| start.saturating_add(length));
        Ok(Injection { shift: self.shift(place)?, onset, start, end })
    }
}

impl Draft {
    /// The form of a schedule.
    pub fn of(schedule: &Schedule) -> Self {
        let mut draft = Self::default();
        for injection in schedule.injections() {
            let row = RowDraft::of(draft.next, injection);
            draft.next += 1;
            draft.rows.push(row);
        }
        draft
    }

    /// Adds a shift.
    pub fn add(&mut self) {
        self.rows.push(RowDraft::new(self.next, ShiftKind::Covariate));
        self.next += 1;
    }

    /// A shift by its number.
    pub fn row(&self, id: u32) -> Option<&RowDraft> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Changes a shift.
    pub fn change(&mut self, id: u32, change: impl FnOnce(&mut RowDraft)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }

    /// The schedule.
    ///
    /// # Errors
    /// The first field that does not make sense.
    pub fn read(&self) -> Result<Schedule, DraftError> {
        let rows = self.rows.iter().zip(1..);
        let injections = rows.map(|(row, place)| row.read(place)).collect::<Result<_, _>>()?;
        Schedule::new(injections).map_err(DraftError::Schedule)
    }
}

#[cfg(test)]
mod tests {
    use simulation::Preset;

    use super::*;

    #[test]
    fn every_preset_goes_through_the_form_unchanged() {
        for preset in Preset::ALL {
            for seed in 1..20 {
                let schedule = preset.schedule(seed);
                assert_eq!(Draft::of(&schedule).read(), Ok(schedule), "{preset:?} {seed}");
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let mut draft = Draft::default();
        draft.add();
        draft.add();
        let id = draft.rows[1].id;
        draft.change(id, |row| row.set(Number::Start, "soon".to_owned()));
        assert_eq!(draft.read(), Err(DraftError::NoNumber(2, Some(Number::Start))));
        draft.change(id, |row| {
            row.set(Number::Start, "10".to_owned());
            row.set(Number::Severity, "9".to_owned());
        });
        let error = draft.read().unwrap_err();
        assert!(error.words(Lang::En).starts_with("Shift 2"), "{}", error.words(Lang::En));
        draft.change(id, |row| {
            row.kind = ShiftKind::Prior;
            row.weights = std::array::from_fn(|_| "0".to_owned());
        });
        assert_eq!(draft.read(), Err(DraftError::NoWeight(2)));
        draft.change(id, |row| {
            row.kind = ShiftKind::Concept;
            row.classes = [Class::Bag, Class::Bag];
        });
        assert!(matches!(draft.read(), Err(DraftError::Schedule(_))));
    }
}
