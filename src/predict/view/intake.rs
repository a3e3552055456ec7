//! The ways in: choosing, dropping, pasting, and the samples.

use dataset::Class;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_file::Blob;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, FileList};

use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::components::samples::use_samples;
use crate::components::{FileButton, Icon, SampleStrip};
use crate::predict::queue::{LIMIT, Notice, Source, use_prediction_queue};

/// The button, the hint and the samples.
#[component]
pub fn Intake() -> impl IntoView {
    let (lang, desk, address, samples) =
        (use_lang(), use_prediction_queue(), use_address(), use_samples());
    let add_files = use_add_files();
    let take = Callback::new(move |files: FileList| add_files.run(Some(files)));
    let label = Signal::derive(move || lang.get().choose_images().to_owned());
    let add_sample = Callback::new(move |class: Class| {
        let bytes = samples.get(class).with_untracked(|sample| sample.bytes());
        if let Some(bytes) = bytes {
            desk.add(vec![(Source::Sample(class), Blob::new(&bytes[..]))]);
            address.set(Param::Sample, Some(class.slug()));
        }
    });
    follow_address(add_sample);
    view! {
        <section class="intake" aria-label=move || lang.get().choose_images()>
            <div class="intake-own">
                <FileButton
                    label
                    class="button is-primary is-large"
                    multiple=true
                    accept="image/*"
                    take
                />
                <p class="soft">
                    {move || lang.get().or_drop()} ". "
                    <span class="intake-limit">{move || lang.get().up_to(&LIMIT.to_string())}</span>
                    <span class="intake-tip">" " {move || lang.get().empty_one()}</span>
                </p>
            </div>
            <div class="intake-samples">
                <p class="soft">{move || lang.get().samples()}</p>
                <SampleStrip choose=add_sample/>
                <Show when=move || samples.are_missing()>
                    <p class="notice">{Icon::Warning.draw()} {move || lang.get().samples_missing()}</p>
                </Show>
            </div>
            <IntakeNotice/>
        </section>
    }
    .into_any()
}

#[component]
fn IntakeNotice() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let words = move || {
        let lang = lang.get();
        desk.notice.get().map(|notice| match notice {
            Notice::NotFiles => lang.not_files().to_owned(),
            Notice::TooMany { taken, offered } => {
                lang.too_many(&lang.count(taken as u64), &lang.count(offered as u64))
            }
        })
    };
    view! {
        <div role="status" class="intake-notice">
            {move || words().map(|words| view! { <p class="notice">{Icon::Warning.draw()} {words}</p> })}
        </div>
    }
    .into_any()
}

/// Covers the page while files are held over it, and takes them wherever they are dropped.
#[component]
pub fn DropVeil() -> impl IntoView {
    let lang = use_lang();
    let depth = RwSignal::new(0_i32);
    let add_files = use_add_files();
    let is_held = move || depth.get() > 0;
    let listeners = StoredValue::new_local(vec![
        on_drag("dragenter", move |_| depth.update(|depth| *depth += 1)),
        on_drag("dragleave", move |_| depth.update(|depth| *depth -= 1)),
        on_drag("dragover", |_| {}),
        on_drag("drop", move |data| {
            depth.set(0);
            add_files.run(data.files());
        }),
        EventListener::new(&document(), "paste", move |event| {
            if let Some(data) =
                event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data)
            {
                add_files.run(data.files());
            }
        }),
    ]);
    on_cleanup(move || listeners.set_value(Vec::new()));
    view! {
        <div class="veil" class:is-held=is_held aria-hidden="true">
            <div>
                {Icon::Drop.draw()}
                <b>{move || lang.get().drop_here()}</b>
                <span>{move || lang.get().drop_here_note()}</span>
            </div>
        </div>
    }
    .into_any()
}

/// Hears a drag over the whole page; without the refusal of the default the browser would open
/// the file instead.
fn on_drag(name: &'static str, handle: impl Fn(&DataTransfer) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), name, options, move |event| {
        if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
            event.prevent_default();
            handle(&data);
        }
    })
}

/// Puts a list of files on the desk, or says that there were none.
fn use_add_files() -> Callback<Option<FileList>> {
    let (desk, address) = (use_prediction_queue(), use_address());
    Callback::new(move |files: Option<FileList>| {
        let files = files.map(gloo_file::FileList::from);
        let images: Vec<_> = files
            .iter()
            .flat_map(|files| files.iter())
            .map(|file| (source(&file.name()), Blob::from(file.clone())))
            .collect();
        if images.is_empty() {
            desk.notice.set(Some(Notice::NotFiles));
        } else {
            address.set(Param::Sample, None);
            desk.add(images);
        }
    })
}

/// Browsers call every image from the clipboard the same; that name says nothing.
fn source(name: &str) -> Source {
    if name.is_empty() || name == "image.png" {
        Source::Clipboard
    } else {
        Source::File(name.to_owned())
    }
}

/// Puts the sample that the address names on the desk, unless it is the one looked at.
fn follow_address(add_sample: Callback<Class>) {
    let (address, desk, samples) = (use_address(), use_prediction_queue(), use_samples());
    let wanted = Memo::new(move |_| address.search().with(|search| address::sample(search)));
    Effect::new(move |_| {
        let Some(class) = wanted.get() else { return };
        let is_here = samples.get(class).with(|sample| sample.bytes().is_some());
        let is_shown = desk.tray.with_untracked(|tray| {
            let item = tray.selected().and_then(|id| tray.item(id));
            item.is_some_and(|item| item.source == Source::Sample(class))
        });
        if is_here && !is_shown {
            add_sample.run(class);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_from_the_clipboard_has_no_name_of_its_own() {
        assert_eq!(source("image.png"), Source::Clipboard);
        assert_eq!(source("coat.jpg"), Source::File("coat.jpg".into()));
    }
}
