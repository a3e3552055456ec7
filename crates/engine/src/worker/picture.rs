//! Pictures in formats that only the browser can decode, such as AVIF.

use js_sys::{Array, Uint8Array};
use vision::photo::{Foreign, Photo, PhotoError};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::scope;
use crate::outside;

/// A decoded picture, whose memory the browser gives back when it is dropped.
struct Bitmap(ImageBitmap);

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The picture, on white where it is transparent.
///
/// # Errors
/// The browser cannot decode it either, or it has more pixels than its file says and than are
/// taken.
pub async fn decode(bytes: &[u8]) -> Result<Photo, PhotoError> {
    let bitmap = open(bytes).await.ok_or(PhotoError::NotAnImage)?;
    let (width, height) = (bitmap.0.width(), bitmap.0.height());
    outside::check_size(width, height)?;
    if !gives_pixels() {
        return Err(PhotoError::Foreign(Foreign::Guarded));
    }
    let rgba = pixels(&bitmap, width, height).ok_or(PhotoError::NotAnImage)?;
    Ok(outside::photo(width, height, rgba))
}

async fn open(bytes: &[u8]) -> Option<Bitmap> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    let promise = scope().create_image_bitmap_with_blob(&blob).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok().map(Bitmap)
}

/// Whether a canvas gives back what was drawn: against fingerprints some browsers give noise or nothing.
fn gives_pixels() -> bool {
    let found = || {
        let canvas = OffscreenCanvas::new(1, 1).ok()?;
        let context: OffscreenCanvasRenderingContext2d =
            canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_fill_style_str("rgb(40, 80, 20)");
        context.fill_rect(0.0, 0.0, 1.0, 1.0);
        Some(context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data().0)
    };
    found().is_some_and(|pixel| pixel == [40, 80, 20, 255])
}

/// Red, green, blue and opacity of each pixel.
fn pixels(bitmap: &Bitmap, width: u32, height: u32) -> Option<Vec<u8>> {
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_image_bitmap(&bitmap.0, 0.0, 0.0).ok()?;
    let data = context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()?;
    Some(data.data().0)
}
