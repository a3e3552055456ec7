//! Pictures, canvases and videos as picture files.

use gloo_file::Blob;
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use crate::app::log::Logged;
use crate::components::picture::Picture;
use crate::components::{context, paint};

/// A canvas as a PNG file; none where the browser refuses.
pub async fn of_canvas(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            resolve.call1(&JsValue::UNDEFINED, &blob).logged("settle a promise");
        });
        if let Err(error) = canvas.to_blob(done.unchecked_ref()) {
            reject.call1(&JsValue::UNDEFINED, &error).logged("settle a promise");
        }
    });
    let blob = JsFuture::from(promise).await.logged("write a canvas as a picture")?;
    Some(Blob::from(blob.dyn_into::<web_sys::Blob>().logged("take a canvas's picture")?))
}

/// A picture as a PNG file.
pub async fn of_picture(picture: &Picture) -> Option<Blob> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    paint(&canvas, Some(picture));
    of_canvas(&canvas).await
}

/// What a video shows now as a PNG file; none before it shows something.
pub async fn of_video(video: &HtmlVideoElement) -> Option<Blob> {
    let (width, height) = (video.video_width(), video.video_height());
    if width == 0 || height == 0 {
        return None;
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let drawn = context(&canvas)?.draw_image_with_html_video_element(video, 0.0, 0.0);
    drawn.logged("draw a video's picture")?;
    of_canvas(&canvas).await
}
