//! Every sentence that the page, the command line and the report share, in English and Spanish.
//!
//! A sentence is a method of [`Lang`]; both languages stand side by side in `texts!`, and one
//! that lacks a translation does not compile.

mod api;
mod api_page;
mod api_reference;
mod augment;
mod cli;
mod confusion;
mod data;
mod decide;
mod device;
mod evaluate;
mod home;
mod lab;
mod monitor;
mod monitor_form;
mod monitoring;
mod monitoring_log;
mod number;
mod offline;
mod pages;
mod photo;
mod photos;
mod predict;
mod production;
mod report;
mod runs;
mod shell;
mod train;
#[cfg(test)]
mod wording;

use dataset::Class;
use serde::{Deserialize, Serialize};

/// A language that Vitrina speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The code of the language, as in `?lang=es` and the `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The name of a class, for people.
    pub fn class_name(self, class: Class) -> &'static str {
        match self {
            Self::En => class.name(),
            Self::Es => class.spanish_name(),
        }
    }

    /// The language of a tag such as `es`, `es-MX` or `es_ES.UTF-8`; none if it is not spoken.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// Declares sentences as methods of [`Lang`]: `name: "English", "Spanish";` for a fixed one,
/// `name(argument: Type, …): "English {argument}", "Spanish {argument}";` for one with values, and
/// `name[n](argument: Type, …): "{n} image" | "{n} images", "{n} imagen" | "{n} imágenes";` for one
/// that counts: `n` is a `u64`, written by [`Lang::count`], and chooses the singular or the plural.
macro_rules! texts {
    () => {};
    ($name:ident: $en:literal, $es:literal; $($rest:tt)*) => {
        impl $crate::Lang {
            #[doc = $en]
            pub fn $name(self) -> &'static str {
                match self {
                    Self::En => $en,
                    Self::Es => $es,
                }
            }
        }
        $crate::texts! { $($rest)* }
    };
    ($name:ident($($arg:ident: $type:ty),+): $en:literal, $es:literal; $($rest:tt)*) => {
        impl $crate::Lang {
            #[doc = $en]
            pub fn $name(self, $($arg: $type),+) -> String {
                match self {
                    Self::En => format!($en),
                    Self::Es => format!($es),
                }
            }
        }
        $crate::texts! { $($rest)* }
    };
    ($name:ident[$n:ident]($($arg:ident: $type:ty),*):
        $en_one:literal | $en:literal, $es_one:literal | $es:literal; $($rest:tt)*) => {
        impl $crate::Lang {
            #[doc = $en]
            pub fn $name(self, $n: u64 $(, $arg: $type)*) -> String {
                let is_one = self.is_singular($n);
                let $n = self.count($n);
                match (self, is_one) {
                    (Self::En, true) => format!($en_one),
                    (Self::En, false) => format!($en),
                    (Self::Es, true) => format!($es_one),
                    (Self::Es, false) => format!($es),
                }
            }
        }
        $crate::texts! { $($rest)* }
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_singular_for_one_and_plural_for_none_or_more() {
        let images = |lang: Lang| [0, 1, 2, 5_000].map(|count| lang.image_count(count));
        assert_eq!(images(Lang::En), ["0 images", "1 image", "2 images", "5,000 images"]);
        assert_eq!(
            images(Lang::Es),
            ["0 imágenes", "1 imagen", "2 imágenes", "5\u{a0}000 imágenes"]
        );
        assert_eq!(Lang::En.predict_refused(1), "1 of the files could not be classified.");
        assert_eq!(Lang::Es.predict_refused(1), "1 de los archivos no se pudo clasificar.");
        assert_eq!(Lang::Es.predict_refused(2), "2 de los archivos no se pudieron clasificar.");
    }

    #[test]
    fn a_language_is_found_in_any_usual_tag() {
        assert_eq!(Lang::parse("es-MX"), Some(Lang::Es));
        assert_eq!(Lang::parse("es_ES.UTF-8"), Some(Lang::Es));
        assert_eq!(Lang::parse("EN"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
