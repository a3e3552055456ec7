//! The ten sample garments as a strip, each a button or a link named by its class.

use dataset::Class;
use gloo_file::Blob;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, ImageBitmap};

use super::pixels::context;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::samples::{Sample, use_samples};

/// The strip.
#[component]
pub fn SampleStrip(
    /// Called with the class of the sample that was chosen.
    #[prop(into)]
    choose: Callback<Class>,
) -> impl IntoView {
    let tiles = Class::ALL
        .into_iter()
        .map(|class| view! { <li><SampleTile class choose/></li> })
        .collect_view();
    view! { <ul class="samples">{tiles}</ul> }
}

#[component]
fn SampleTile(
    /// Which.
    class: Class,
    /// Called when it is chosen.
    choose: Callback<Class>,
) -> impl IntoView {
    let (lang, sample) = (use_lang(), use_samples().get(class));
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let (Some(canvas), Some(bytes)) = (canvas.get(), sample.with(Sample::bytes)) {
            spawn_local(async move {
                // A tile that cannot be drawn still has its name.
                draw(&canvas, &bytes).await.logged("draw a sample");
            });
        }
    });
    let is_missing = move || sample.with(|sample| !matches!(sample, Sample::Loaded(_)));
    view! {
        <button
            type="button"
            class="sample"
            disabled=is_missing
            aria-label=move || lang.get().try_sample(lang.get().class_name(class))
            on:click=move |_| choose.run(class)
        >
            <canvas class="pixels" node_ref=canvas width="28" height="28" aria-hidden="true"></canvas>
            <span>{move || breakable(lang.get().class_name(class))}</span>
        </button>
    }
    .into_any()
}

/// A name that may be broken after a stroke, where a tile is narrow.
fn breakable(name: &str) -> String {
    name.replace('/', "/\u{200b}")
}

/// Decodes the file from memory, which makes no request.
async fn draw(canvas: &HtmlCanvasElement, bytes: &[u8]) -> Result<(), JsValue> {
    let blob = Blob::new(bytes);
    let promise = window().create_image_bitmap_with_blob(blob.as_ref())?;
    let bitmap: ImageBitmap = JsFuture::from(promise).await?.dyn_into()?;
    canvas.set_width(bitmap.width());
    canvas.set_height(bitmap.height());
    let context = context(canvas).ok_or("a canvas without a context")?;
    context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0)
}
