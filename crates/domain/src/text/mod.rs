//! Every sentence that the page, the command line and the report share, in English and Spanish.
//!
//! A sentence is a method of [`Lang`]; both languages stand side by side in [`texts!`], and one
//! that lacks a translation does not compile.

mod api;
mod api_page;
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
mod number;
mod pages;
mod photo;
mod predict;
mod production;
mod runs;
mod shell;
mod train;

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

    /// The language of a tag such as `es`, `es-MX` or `es_ES.UTF-8`; none if it is not spoken.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// Declares sentences as methods of [`Lang`]: `name: "English", "Spanish";` for a fixed one and
/// `name(argument: Type, …): "English {argument}", "Spanish {argument}";` for one with values.
macro_rules! texts {
    () => {};
    ($name:ident: $en:literal, $es:literal; $($rest:tt)*) => {
        impl $crate::text::Lang {
            #[doc = $en]
            pub fn $name(self) -> &'static str {
                match self {
                    Self::En => $en,
                    Self::Es => $es,
                }
            }
        }
        $crate::text::texts! { $($rest)* }
    };
    ($name:ident($($arg:ident: $type:ty),+): $en:literal, $es:literal; $($rest:tt)*) => {
        impl $crate::text::Lang {
            #[doc = $en]
            pub fn $name(self, $($arg: $type),+) -> String {
                match self {
                    Self::En => format!($en),
                    Self::Es => format!($es),
                }
            }
        }
        $crate::text::texts! { $($rest)* }
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_in_any_usual_tag() {
        assert_eq!(Lang::parse("es-MX"), Some(Lang::Es));
        assert_eq!(Lang::parse("es_ES.UTF-8"), Some(Lang::Es));
        assert_eq!(Lang::parse("EN"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
