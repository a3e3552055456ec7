//! The part of the address that holds state worth sharing: what may stand behind the question
//! mark, and how one value is changed without touching the others. It does not know the browser.

mod remedies;

use dataset::{Class, Imbalance, Part};
use policy::decision::Reading;
use protocol::messages::DeviceWish;
use protocol::run::{MAX_RARE, Preset};

pub use remedies::{figure, figure_value, minority, number};

/// A value that the address may hold. This list is the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// The language: `?lang=es`.
    Lang,
    /// The device asked for: `?device=cpu`.
    Device,
    /// The class designated normal: `?normal=trouser`.
    Normal,
    /// The least confidence that is accepted: `?confidence=0.85`.
    Confidence,
    /// How many times over the calibrated limits a reconstruction may be: `?ratio=1.2`.
    Ratio,
    /// The sample to judge: `?sample=bag`.
    Sample,
    /// The classes made rare, with the share that is kept: `?rare=coat:0.05,shirt:0.1`.
    Rare,
    /// The class that is looked at: `?class=shirt`.
    Class,
    /// The part of the data set that is looked at: `?part=test`.
    Part,
    /// The ready-made run that the form begins with: `?preset=quick`.
    Preset,
    /// The seed of the production that is played: `?seed=7`.
    Seed,
    /// What is injected into it, as a link: `?schedule=1~latency.40_sudden_700`.
    Schedule,
    /// The first model that is measured: `?a=full`, `?a=run-3`.
    ModelA,
    /// The model beside it: `?b=imbalanced`, `?b=none`.
    ModelB,
    /// The visitor's autoencoder that is measured: `?autoencoder=run-4`.
    Autoencoder,
    /// The share of the class that a generator learns from: `?keep=0.05`.
    Keep,
    /// The scale of the study of a rare class, by its training images: `?scale=55000`.
    Scale,
    /// The figure that remedies for a rare class are compared by: `?figure=f1`.
    Figure,
    /// Fewer seeds of the comparison that is run on /augment, for those who have no three minutes: `?seeds=2`.
    Seeds,
    /// Fewer steps of its networks: `?steps=20`.
    Steps,
}

impl Param {
    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lang => "lang",
            Self::Device => "device",
            Self::Normal => "normal",
            Self::Confidence => "confidence",
            Self::Ratio => "ratio",
            Self::Sample => "sample",
            Self::Rare => "rare",
            Self::Class => "class",
            Self::Part => "part",
            Self::Preset => "preset",
            Self::Seed => "seed",
            Self::Schedule => "schedule",
            Self::ModelA => "a",
            Self::ModelB => "b",
            Self::Autoencoder => "autoencoder",
            Self::Keep => "keep",
            Self::Scale => "scale",
            Self::Figure => "figure",
            Self::Seeds => "seeds",
            Self::Steps => "steps",
        }
    }

    /// Whether a link to another page keeps it.
    fn travels(self) -> bool {
        match self {
            Self::Lang | Self::Device | Self::Normal | Self::Rare => true,
            Self::Confidence | Self::Ratio => true,
            Self::Sample
            | Self::Class
            | Self::Part
            | Self::Preset
            | Self::Seed
            | Self::Schedule
            | Self::ModelA
            | Self::ModelB
            | Self::Autoencoder
            | Self::Keep
            | Self::Scale
            | Self::Figure
            | Self::Seeds
            | Self::Steps => false,
        }
    }

    const ALL: [Self; 20] = [
        Self::Lang,
        Self::Device,
        Self::Normal,
        Self::Confidence,
        Self::Ratio,
        Self::Sample,
        Self::Rare,
        Self::Class,
        Self::Part,
        Self::Preset,
        Self::Seed,
        Self::Schedule,
        Self::ModelA,
        Self::ModelB,
        Self::Autoencoder,
        Self::Keep,
        Self::Scale,
        Self::Figure,
        Self::Seeds,
        Self::Steps,
    ];
}

/// The value of `param` in a query string without its question mark. Values are slugs, so
/// nothing needs to be unescaped.
pub fn get(search: &str, param: Param) -> Option<&str> {
    pairs(search).find(|(name, _)| *name == param.name()).map(|(_, value)| value)
}

/// The query string with `param` set, or removed for `None`. Unknown parameters stay.
pub fn with(search: &str, param: Param, value: Option<&str>) -> String {
    let kept = pairs(search)
        .filter(|(name, _)| *name != param.name())
        .map(|(name, value)| format!("{name}={value}"));
    let added = value.map(|value| format!("{}={value}", param.name()));
    kept.chain(added).collect::<Vec<_>>().join("&")
}

/// What of a query string a link to another page keeps.
pub fn travelling(search: &str) -> String {
    Param::ALL
        .into_iter()
        .filter(|param| param.travels())
        .filter_map(|param| get(search, param).map(|value| format!("{}={value}", param.name())))
        .collect::<Vec<_>>()
        .join("&")
}

/// A path with a query string, which may be empty.
pub fn join(path: &str, search: &str) -> String {
    if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") }
}

/// The device that the address asks for.
pub fn device(search: &str) -> Option<DeviceWish> {
    match get(search, Param::Device)? {
        "cpu" => Some(DeviceWish::Cpu),
        "webgpu" => Some(DeviceWish::Webgpu),
        "best" => Some(DeviceWish::Best),
        _ => None,
    }
}

/// A device as the address writes it; the default needs no word.
pub fn device_value(wish: DeviceWish) -> Option<&'static str> {
    match wish {
        DeviceWish::Best => None,
        DeviceWish::Cpu => Some("cpu"),
        DeviceWish::Webgpu => Some("webgpu"),
    }
}

/// The reading of quality control that the address asks for.
pub fn reading(search: &str) -> Option<Reading> {
    match get(search, Param::Normal)? {
        "predicted" => Some(Reading::PredictedClass),
        name => Class::parse(name).map(Reading::NormalClass),
    }
}

/// A reading as the address writes it; the default needs no word.
pub fn reading_value(reading: Reading) -> Option<&'static str> {
    match reading {
        Reading::PredictedClass => None,
        Reading::NormalClass(class) => Some(class.slug()),
    }
}

/// The least confidence and the largest ratio of quality that the address asks for.
pub fn thresholds(search: &str) -> (Option<f32>, Option<f32>) {
    let number = |param| get(search, param).and_then(|text| text.parse::<f32>().ok());
    (
        number(Param::Confidence).filter(|value| is_confidence(*value)),
        number(Param::Ratio).filter(|value| is_ratio(*value)),
    )
}

/// Whether a number can be a least confidence: a probability, or a hair above 1, which nothing
/// reaches.
pub fn is_confidence(value: f32) -> bool {
    (0.0..1.001).contains(&value)
}

/// Whether a number can be a largest ratio of quality: above 0 and at most 100, as the API has it.
pub fn is_ratio(value: f32) -> bool {
    value > 0.0 && value <= 100.0
}

/// A threshold as the address writes it: in as few digits as it is read back from.
pub fn threshold_value(value: f32) -> String {
    value.to_string()
}

/// The sample that the address asks for.
pub fn sample(search: &str) -> Option<Class> {
    Class::parse(get(search, Param::Sample)?)
}

/// The classes that the address makes rare, in the order of their labels, each once: the share of
/// its training images that is kept, in whole percents from 1 to 99. What is no class or no such
/// share is passed over, and so is what comes after [`MAX_RARE`] of them.
pub fn rare(search: &str) -> Vec<Imbalance> {
    // Some programs escape the signs between the values when they pass an address on.
    let text = get(search, Param::Rare).unwrap_or_default();
    let text = text.replace("%3A", ":").replace("%3a", ":").replace("%2C", ",").replace("%2c", ",");
    let mut choice: Vec<Imbalance> = Vec::new();
    for entry in text.split(',').filter_map(rare_entry) {
        let is_new = choice.iter().all(|known| known.class != entry.class);
        if is_new && choice.len() < MAX_RARE {
            choice.push(entry);
        }
    }
    choice.sort_by_key(|entry| entry.class);
    choice
}

/// Rare classes as the address writes them; none of them needs no word.
pub fn rare_value(choice: &[Imbalance]) -> Option<String> {
    let entries: Vec<_> =
        choice.iter().map(|entry| format!("{}:{}", entry.class.slug(), entry.ratio)).collect();
    (!entries.is_empty()).then(|| entries.join(","))
}

fn rare_entry(text: &str) -> Option<Imbalance> {
    let (class, ratio) = text.split_once(':')?;
    let (class, ratio) = (Class::parse(class)?, share(ratio)?);
    (ratio < 1.0).then_some(Imbalance { class, ratio })
}

/// A share in whole percents, from 1 to 100.
fn share(text: &str) -> Option<f64> {
    let percent = (text.parse::<f64>().ok()? * 100.0).round();
    (1.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

/// The class that the address looks at.
pub fn class(search: &str) -> Option<Class> {
    Class::parse(get(search, Param::Class)?)
}

/// The part of the data set that the address looks at; the training part needs no word.
pub fn part(search: &str) -> Part {
    let name = get(search, Param::Part).unwrap_or_default();
    Part::ALL.into_iter().find(|part| part.slug() == name).unwrap_or(Part::Train)
}

/// A part as the address writes it.
pub fn part_value(part: Part) -> Option<&'static str> {
    (part != Part::Train).then(|| part.slug())
}

/// The ready-made run that the address names.
pub fn preset(search: &str) -> Option<Preset> {
    Preset::parse(get(search, Param::Preset)?)
}

/// A classifier that the address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelChoice {
    /// No model.
    None,
    /// The shipped classifier.
    Full,
    /// The shipped classifier that saw little of one class.
    Imbalanced,
    /// The visitor's run of this number.
    Run(String),
}

impl ModelChoice {
    /// The model as the address writes it.
    pub fn value(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Full => "full".to_owned(),
            Self::Imbalanced => "imbalanced".to_owned(),
            Self::Run(number) => run_value(number),
        }
    }

    /// The model of this value.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "none" => Some(Self::None),
            "full" => Some(Self::Full),
            "imbalanced" => Some(Self::Imbalanced),
            _ => run(value).map(Self::Run),
        }
    }
}

/// The number of a run as the address writes it.
pub fn run_value(number: &str) -> String {
    format!("run-{number}")
}

/// The number of the run of this value.
pub fn run(value: &str) -> Option<String> {
    let number = value.strip_prefix("run-")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_owned())
}

fn pairs(search: &str) -> impl Iterator<Item = (&str, &str)> {
    search
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

#[cfg(test)]
mod tests;
