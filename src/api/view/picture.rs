//! The picture that the form sends: a file or a sample.

use dataset::Class;
use gloo_file::Blob;
use leptos::prelude::*;
use web_sys::FileList;

use crate::app::preferences::use_lang;
use crate::components::samples::use_samples;
use crate::components::{FileButton, SampleStrip};

/// A picture with its name.
#[derive(Clone)]
pub struct Picture {
    /// The file's name.
    pub name: String,
    /// Its bytes; not in memory.
    pub blob: web_sys::Blob,
}

impl Picture {
    /// What the browser takes its type to be.
    pub fn content_type(&self) -> String {
        let known = self.blob.type_();
        if known.is_empty() { "application/octet-stream".to_owned() } else { known }
    }
}

/// The ways to choose one.
#[component]
pub fn ChoosePicture(
    /// What is chosen.
    picture: RwSignal<Option<Picture>, LocalStorage>,
) -> impl IntoView {
    let (lang, samples) = (use_lang(), use_samples());
    let take = Callback::new(move |files: FileList| {
        if let Some(file) = files.get(0) {
            picture.set(Some(Picture { name: file.name(), blob: file.into() }));
        }
    });
    let label = Signal::derive(move || lang.get().api_choose_file().to_owned());
    let choose = Callback::new(move |class: Class| {
        if let Some(bytes) = samples.get(class).with_untracked(|sample| sample.bytes()) {
            let blob = Blob::new_with_options(&bytes[..], Some("image/png"));
            let name = format!("{}.png", class.slug());
            picture.set(Some(Picture { name, blob: blob.into() }));
        }
    });
    let chosen =
        move || picture.with(|picture| picture.as_ref().map(|picture| picture.name.clone()));
    view! {
        <fieldset class="api-picture">
            <legend class="field-name">{move || lang.get().api_picture()}</legend>
            <div class="api-send">
                <FileButton label take/>
                <span class="soft" role="status">
                    {move || match chosen() {
                        Some(name) => lang.get().api_chosen(&name),
                        None => lang.get().api_no_picture().to_owned(),
                    }}
                </span>
            </div>
            <SampleStrip choose/>
        </fieldset>
    }
    .into_any()
}
