//! A picture on a canvas, scaled by the style sheet.

use std::sync::Arc;

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::app::log::Logged;
use crate::components::picture::Picture;

/// A picture with words for those who do not see it.
#[component]
pub fn Pixels(
    /// The picture; an empty frame while there is none.
    #[prop(into)]
    picture: Signal<Option<Arc<Picture>>>,
    /// What it shows; empty for a picture that only repeats the words beside it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            picture.with(|picture| paint(&canvas, picture.as_deref()));
        }
    });
    let is_decoration = Memo::new(move |_| label.with(String::is_empty));
    view! {
        <canvas
            class="pixels"
            node_ref=canvas
            width="28"
            height="28"
            role=move || (!is_decoration.get()).then_some("img")
            aria-hidden=move || is_decoration.get().then_some("true")
            aria-label=move || Some(label.get()).filter(|label| !label.is_empty())
        ></canvas>
    }
    .into_any()
}

/// Draws a picture on a canvas, which takes its size.
pub fn paint(canvas: &HtmlCanvasElement, picture: Option<&Picture>) {
    // Setting the size clears the canvas.
    let (width, height) = picture.map_or((28, 28), |picture| (picture.width, picture.height));
    canvas.set_width(width);
    canvas.set_height(height);
    let (Some(picture), Some(context)) = (picture, context(canvas)) else { return };
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), width, height);
    data.and_then(|data| context.put_image_data(&data, 0.0, 0.0)).logged("draw an image");
}

/// The drawing context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
