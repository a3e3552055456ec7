//! Files of the site.

use gloo_net::http::Request;
use leptos::logging::warn;

use crate::app::log::Logged;
use crate::app::site;

/// The bytes of a file of the site; where they do not come the console says why.
pub async fn fetch(relative: &str) -> Option<Vec<u8>> {
    let response = Request::get(&site::file(relative)).send().await.logged(relative)?;
    if !response.ok() {
        warn!("{relative} gets {}", response.status());
        return None;
    }
    response.binary().await.logged(relative)
}
