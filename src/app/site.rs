//! Where the site lives: its folder, the addresses of its files, and which build it is.

use leptos::prelude::{document, window};

use crate::app::address;
use crate::app::stage::Stage;

/// The build that page and engine must share.
pub const BUILD: &str = match option_env!("VITRINA_BUILD") {
    Some(build) => build,
    None => "dev",
};

/// The version of the site's files that this page is of, which `scripts/list-files` has named in it; empty where it was
/// not built for release.
pub fn files_version() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-files")).unwrap_or_default()
}

/// The folder of the site without a slash at its end: empty at the root of a host.
pub fn base() -> String {
    let base_uri = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&base_uri).map(|url| url.pathname()).unwrap_or_default();
    folder(&path)
}

/// The absolute address of a file of the site.
pub fn file(relative: &str) -> String {
    let base_uri = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(relative, &base_uri)
        .map(|url| url.href())
        .unwrap_or_else(|_| relative.to_owned())
}

/// The path of the page's address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The query string of the page's address, without its question mark.
pub fn search() -> String {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').to_owned()
}

/// The address of a stage's page, or of the first page for `None`, with what travels of `search`.
pub fn link(base: &str, stage: Option<Stage>, search: &str) -> String {
    let path = match stage {
        Some(stage) => format!("{base}/{}/", stage.slug()),
        None => format!("{base}/"),
    };
    address::join(&path, &address::travelling(search))
}

fn folder(path: &str) -> String {
    path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_what_stands_before_the_last_slash() {
        assert_eq!(folder("/"), "");
        assert_eq!(folder("/vitrina/"), "/vitrina");
        assert_eq!(folder("/a/b/index.html"), "/a/b");
    }

    #[test]
    fn links_end_in_a_slash_so_that_no_server_has_to_redirect() {
        assert_eq!(link("", None, ""), "/");
        assert_eq!(link("/vitrina", Some(Stage::Predict), ""), "/vitrina/predict/");
        assert_eq!(link("", Some(Stage::Predict), "lang=es&sample=bag"), "/predict/?lang=es");
    }
}
