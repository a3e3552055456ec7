//! The part of the address that holds state worth sharing: what may stand behind the question
//! mark, and how one value is changed without touching the others. It does not know the browser.

use domain::Class;
use domain::decision::Reading;
use domain::messages::DeviceWish;

/// A value that the address may hold. This list is the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// The language: `?lang=es`.
    Lang,
    /// The device asked for: `?device=cpu`.
    Device,
    /// The class designated normal: `?normal=trouser`.
    Normal,
    /// The sample to judge: `?sample=bag`.
    Sample,
}

impl Param {
    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lang => "lang",
            Self::Device => "device",
            Self::Normal => "normal",
            Self::Sample => "sample",
        }
    }

    /// Whether a link to another page keeps it.
    fn travels(self) -> bool {
        match self {
            Self::Lang | Self::Device | Self::Normal => true,
            Self::Sample => false,
        }
    }

    const ALL: [Self; 4] = [Self::Lang, Self::Device, Self::Normal, Self::Sample];
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

/// The sample that the address asks for.
pub fn sample(search: &str) -> Option<Class> {
    Class::parse(get(search, Param::Sample)?)
}

fn pairs(search: &str) -> impl Iterator<Item = (&str, &str)> {
    search
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_one_value_leaves_the_others() {
        let search = "lang=es&other=1&normal=bag";
        assert_eq!(with(search, Param::Normal, Some("coat")), "lang=es&other=1&normal=coat");
        assert_eq!(with(search, Param::Lang, None), "other=1&normal=bag");
        assert_eq!(with("", Param::Device, Some("cpu")), "device=cpu");
    }

    #[test]
    fn a_link_to_another_page_keeps_language_device_and_reading_but_not_the_sample() {
        let search = "sample=bag&normal=coat&lang=es&x=1&device=cpu";
        assert_eq!(travelling(search), "lang=es&device=cpu&normal=coat");
        assert_eq!(join("/predict/", &travelling("")), "/predict/");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for wish in [DeviceWish::Cpu, DeviceWish::Webgpu] {
            let search = with("", Param::Device, device_value(wish));
            assert_eq!(device(&search), Some(wish));
        }
        for class in Class::ALL {
            let normal = Reading::NormalClass(class);
            assert_eq!(reading(&with("", Param::Normal, reading_value(normal))), Some(normal));
            assert_eq!(sample(&format!("sample={}", class.slug())), Some(class));
        }
    }

    #[test]
    fn nonsense_in_the_address_is_ignored() {
        assert_eq!(device("device=quantum"), None);
        assert_eq!(reading("normal=hat"), None);
        assert_eq!(sample("sample"), None);
    }
}
