//! A canvas for charts: sharp on every screen, redrawn when its size, the theme or its data
//! change. What is drawn is none of its business.

use gloo_events::EventListener;
use leptos::html::Canvas;
use leptos::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlCanvasElement, ResizeObserver};

use crate::app::log::Logged;
use crate::app::preferences::use_preferences;
use charts::{Drawn, Palette, Pen};

/// What a chart is drawn on.
pub struct Sheet {
    /// The canvas, as large as the screen has pixels for it.
    pub canvas: HtmlCanvasElement,
    /// A pen on it.
    pub pen: Pen<CanvasBackend>,
}

/// A chart with words for those who do not see it.
#[component]
pub fn Chart(
    /// What the chart shows.
    #[prop(into)]
    label: Signal<String>,
    /// Draws it; called again whenever a signal that it reads changes.
    #[prop(into)]
    draw: Callback<Sheet, Drawn<CanvasBackend>>,
) -> impl IntoView {
    let preferences = use_preferences();
    let canvas = NodeRef::<Canvas>::new();
    // Width and height in the pixels of the style sheet.
    let size = RwSignal::new((0_i32, 0_i32));
    let scheme_changes = RwSignal::new(0_u32);
    watch_size(canvas, size);
    watch_scheme(scheme_changes);
    Effect::new(move |_| {
        preferences.theme.track();
        preferences.size.track();
        scheme_changes.track();
        let (width, height) = size.get();
        let Some(canvas) = canvas.get() else { return };
        if width > 0
            && height > 0
            && let Some(sheet) = sheet(&canvas, width, height)
        {
            // What was drawn stays, and the table behind the chart says it all.
            draw.run(sheet).logged("draw a chart");
        }
    });
    view! {
        <canvas
            class="chart"
            node_ref=canvas
            role="img"
            aria-label=move || label.get()
        ></canvas>
    }
    .into_any()
}

fn sheet(canvas: &HtmlCanvasElement, width: i32, height: i32) -> Option<Sheet> {
    let style = window().get_computed_style(canvas).ok().flatten()?;
    let ratio = window().device_pixel_ratio();
    let pixels = |length: i32| (f64::from(length) * ratio).round() as u32;
    canvas.set_width(pixels(width));
    canvas.set_height(pixels(height));
    let font_size = style.get_property_value("font-size").unwrap_or_default();
    let font_size = font_size.trim_end_matches("px").parse().unwrap_or(13.0);
    let palette = Palette::read(|token| style.get_property_value(token).ok());
    let backend = CanvasBackend::with_canvas_object(canvas.clone())?;
    let pen = Pen::on(backend, palette, font_size * ratio);
    Some(Sheet { canvas: canvas.clone(), pen })
}

fn watch_size(canvas: NodeRef<Canvas>, size: RwSignal<(i32, i32)>) {
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let measured = canvas.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let now = (measured.client_width(), measured.client_height());
            if size.try_get_untracked().is_some_and(|before| before != now) {
                size.set(now);
            }
        });
        if let Ok(new) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            new.observe(&canvas);
            observer.set_value(Some((new, measure)));
        }
    });
    on_cleanup(move || {
        observer.update_value(|observer| {
            if let Some((observer, _)) = observer.take() {
                observer.disconnect();
            }
        });
    });
}

fn watch_scheme(changes: RwSignal<u32>) {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    let listener = query.map(|query| {
        EventListener::new(&query, "change", move |_| changes.update(|changes| *changes += 1))
    });
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || listener.set_value(None));
}
