//! Small settings in the local storage, as JSON by name. A browser that keeps none still works for
//! this visit: what cannot be read is as if it had never been saved.

use leptos::logging::warn;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was saved under a name; none where there is nothing, or nothing of this kind.
pub fn load_setting<T: DeserializeOwned>(name: &str) -> Option<T> {
    let json = local(name)?.get_item(name).unwrap_or_else(|error| {
        warn!("{name} was not read: {error:?}");
        None
    })?;
    serde_json::from_str(&json).map_err(|error| warn!("{name} cannot be read: {error}")).ok()
}

/// Saves something under a name.
pub fn save_setting(name: &str, value: &impl Serialize) {
    let Some(storage) = local(name) else { return };
    match serde_json::to_string(value) {
        Ok(json) => {
            if let Err(error) = storage.set_item(name, &json) {
                warn!("{name} was not saved: {error:?}");
            }
        }
        Err(error) => warn!("{name} cannot be saved: {error}"),
    }
}

/// The local storage. Some browsers throw where others give none.
fn local(name: &str) -> Option<web_sys::Storage> {
    window().local_storage().unwrap_or_else(|error| {
        warn!("the browser keeps no settings, {name} among them: {error:?}");
        None
    })
}
