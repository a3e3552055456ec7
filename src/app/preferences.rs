//! What the visitor chose for good: language, theme, size, device, reading. The address wins over
//! what was saved, and what was saved over what the browser suggests.

use leptos::prelude::*;
use policy::decision::Reading;
use protocol::messages::DeviceWish;
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::app::log::Logged;
use crate::app::{address, site};
use crate::storage::{load_setting, save_setting};

/// Name in the browser's storage; `public/early.js` reads it too.
const KEY: &str = "vitrina.preferences";

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::System => lang.theme_system(),
            Self::Light => lang.theme_light(),
            Self::Dark => lang.theme_dark(),
        }
    }

    /// The value of `data-theme`; none for the system's.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// How large everything is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// For a desk.
    #[default]
    Desk,
    /// For the back of a room.
    Projector,
}

/// What was saved. Every field may be missing, so that an older record still reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The language, if one was chosen.
    pub lang: Option<Lang>,
    /// The theme.
    pub theme: Theme,
    /// The size.
    pub size: Size,
    /// The device asked for.
    pub device: Option<DeviceWish>,
    /// How quality is read.
    pub reading: Option<Reading>,
}

/// The language to begin with.
pub fn first_lang(search: &str, saved: &Saved, browser: &[String]) -> Lang {
    address::get(search, address::Param::Lang)
        .and_then(Lang::parse)
        .or(saved.lang)
        .or_else(|| browser.iter().find_map(|tag| Lang::parse(tag)))
        .unwrap_or_default()
}

/// The visitor's choices as signals.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// The language.
    pub lang: RwSignal<Lang>,
    /// The theme.
    pub theme: RwSignal<Theme>,
    /// The size.
    pub size: RwSignal<Size>,
    /// The device asked for.
    pub device: RwSignal<DeviceWish>,
    /// How quality is read.
    pub reading: RwSignal<Reading>,
}

impl Preferences {
    /// Reads address, storage and browser, and writes every later choice back to the storage and
    /// to the attributes of the document.
    pub fn load() -> Self {
        let saved: Saved = load_setting(KEY).unwrap_or_default();
        let search = site::search();
        let preferences = Self {
            lang: RwSignal::new(first_lang(&search, &saved, &browser_languages())),
            theme: RwSignal::new(saved.theme),
            size: RwSignal::new(saved.size),
            device: RwSignal::new(address::device(&search).or(saved.device).unwrap_or_default()),
            reading: RwSignal::new(address::reading(&search).or(saved.reading).unwrap_or_default()),
        };
        preferences.keep(saved);
        preferences
    }

    /// A choice made through a link is for this visit; only what the visitor changes is saved.
    fn keep(self, saved: Saved) {
        Effect::new(move |_| self.apply());
        let lang = changed(self.lang, saved.lang);
        let device = changed(self.device, saved.device);
        let reading = changed(self.reading, saved.reading);
        Effect::new(move |_| {
            let record = Saved {
                lang: lang.get(),
                theme: self.theme.get(),
                size: self.size.get(),
                device: device.get(),
                reading: reading.get(),
            };
            if record != saved {
                save_setting(KEY, &record);
            }
        });
    }

    fn apply(self) {
        let Some(root) = document().document_element() else { return };
        let set = |name: &str, value: Option<&str>| {
            let done = match value {
                Some(value) => root.set_attribute(name, value),
                None => root.remove_attribute(name),
            };
            done.logged("tell the document a preference");
        };
        set("lang", Some(self.lang.get().code()));
        set("data-theme", self.theme.get().attribute());
        set("data-mode", (self.size.get() == Size::Projector).then_some("projector"));
    }
}

/// What to save of a signal: what was saved before until the visitor changes it.
fn changed<T>(signal: RwSignal<T>, saved: Option<T>) -> Memo<Option<T>>
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let first = signal.get_untracked();
    Memo::new(move |last: Option<&Option<T>>| {
        let now = signal.get();
        let was_changed = last.is_some_and(|last| *last != saved);
        if now == first && !was_changed { saved } else { Some(now) }
    })
}

fn browser_languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The choices, provided by the application.
pub fn use_preferences() -> Preferences {
    expect_context()
}

/// The language, provided by the application.
pub fn use_lang() -> RwSignal<Lang> {
    use_preferences().lang
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_storage_and_the_storage_over_the_browser() {
        let saved = Saved { lang: Some(Lang::Es), ..Saved::default() };
        let browser = ["fr-FR".to_owned(), "es-MX".to_owned()];
        assert_eq!(first_lang("lang=en", &saved, &browser), Lang::En);
        assert_eq!(first_lang("", &saved, &[]), Lang::Es);
        assert_eq!(first_lang("", &Saved::default(), &browser), Lang::Es);
        assert_eq!(first_lang("lang=xx", &Saved::default(), &[]), Lang::En);
    }
}
