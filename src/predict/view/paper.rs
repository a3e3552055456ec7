//! A canvas that is drawn on, with mouse, pen, finger or keys. What is drawn is painted by whoever owns it.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::predict::drawing::keys::Deed;
use crate::predict::drawing::{Drawing, Stroke};

/// The canvas.
#[component]
pub fn Paper<T, P>(
    /// Where it is painted.
    canvas: NodeRef<Canvas>,
    /// What is drawn.
    drawing: RwSignal<Drawing<T, P>>,
    /// What is drawn with.
    tool: Signal<T>,
    /// The tool's width, in pixels of the paper.
    width: Signal<f64>,
    /// Width and height of the paper, in its pixels.
    size: Signal<(u32, u32)>,
    /// What it is, in a word or two.
    role: Signal<String>,
    /// What is on it.
    label: Signal<String>,
    /// Where it is written how the keys draw.
    help: &'static str,
) -> impl IntoView
where
    T: Copy + Send + Sync + 'static,
    P: Copy + Default + PartialEq + Send + Sync + 'static,
{
    let lang = use_lang();
    let sides = Signal::derive(move || {
        let (width, height) = size.get();
        (f64::from(width.max(1)), f64::from(height.max(1)))
    });
    let place = move |event: &PointerEvent, canvas: &HtmlCanvasElement| {
        let scale = sides.get_untracked().0 / f64::from(canvas.client_width().max(1));
        (f64::from(event.offset_x()) * scale, f64::from(event.offset_y()) * scale)
    };
    let down = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        event.prevent_default();
        // A pointer that is already gone draws a dot.
        canvas.set_pointer_capture(event.pointer_id()).logged("hold the pen");
        let at = place(&event, &canvas);
        drawing.update(|drawing| drawing.begin(tool.get_untracked(), width.get_untracked(), at));
    };
    let go = move |event: PointerEvent| {
        let is_drawing = drawing.with_untracked(Drawing::is_drawing);
        if let (true, true, Some(canvas)) = (is_drawing, event.is_primary(), canvas.get_untracked())
        {
            let at = place(&event, &canvas);
            drawing.update(|drawing| drawing.go(at));
        }
    };
    let lift = move || {
        if drawing.with_untracked(Drawing::is_drawing) {
            drawing.update(Drawing::lift);
        }
    };
    let lift_pointer = move |event: PointerEvent| {
        if event.is_primary() {
            lift();
        }
    };
    // Where the keys have brought the pen; seen only while they are what is drawn with.
    let (wide, high) = sides.get_untracked();
    let pen = RwSignal::new((wide / 2.0, high / 2.0));
    let key = move |event: KeyboardEvent| {
        let is_command = event.ctrl_key() || event.meta_key();
        let Some(deed) = Deed::of(&event.key(), event.shift_key(), is_command) else { return };
        event.prevent_default();
        let tool = (tool.get_untracked(), width.get_untracked());
        drawing.update(|drawing| {
            pen.update(|pen| *pen = deed.apply(drawing, *pen, tool, sides.get_untracked()));
        });
    };
    let is_down = Memo::new(move |_| drawing.with(Drawing::is_drawing));
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    let pen_words =
        move || if is_down.get() { lang.get().draw_pen_down() } else { lang.get().draw_pen_up() };
    view! {
        <div class="paper-place">
            <canvas
                class="paper"
                node_ref=canvas
                width=move || size.get().0.to_string()
                height=move || size.get().1.to_string()
                tabindex="0"
                // Not an image: a reader that browses would keep the arrow keys for itself.
                role="application"
                aria-roledescription=role
                aria-label=label
                aria-describedby=help
                on:pointerdown=down
                on:pointermove=go
                on:pointerup=lift_pointer
                on:pointercancel=lift_pointer
                on:keydown=key
                on:blur=move |_| lift()
            ></canvas>
            <i
                class="pen"
                class:is-down=move || is_down.get()
                style:--x=move || percent(pen.get().0 / sides.get().0)
                style:--y=move || percent(pen.get().1 / sides.get().1)
                style:--w=move || percent(width.get() / sides.get().0)
                aria-hidden="true"
            ></i>
        </div>
        <p class="hidden" role="status">{pen_words}</p>
    }
    .into_any()
}

/// A slider for the width of what is drawn with.
#[component]
pub fn WidthSlider(
    /// Its name in the document.
    id: &'static str,
    /// What it sets.
    name: Signal<String>,
    /// Least and most, in pixels of the paper.
    range: [u32; 2],
    /// The width, in pixels of the paper.
    width: RwSignal<u32>,
) -> impl IntoView {
    let lang = use_lang();
    let [least, most] = range;
    let value = move || lang.get().draw_width_value(&width.get().to_string());
    let change = move |event: web_sys::Event| {
        if let Ok(chosen) = event_target_value(&event).parse::<u32>() {
            width.set(chosen.clamp(least, most));
        }
    };
    view! {
        <div class="field">
            <label class="field-name" for=id>
                {name} ": " <span class="num">{value}</span>
            </label>
            <input
                type="range"
                id=id
                min=least.to_string()
                max=most.to_string()
                step="2"
                prop:value=move || width.get().to_string()
                aria-valuetext=value
                on:input=change
            />
        </div>
    }
    .into_any()
}

/// Paints the line of a stroke in the colour that is set.
pub fn paint_line<T>(context: &CanvasRenderingContext2d, stroke: &Stroke<T>) {
    let Some(&(x, y)) = stroke.points.first() else { return };
    context.set_line_cap("round");
    context.set_line_join("round");
    context.begin_path();
    context.set_line_width(stroke.width);
    context.move_to(x, y);
    // A line without length would not be painted, and a touch is to leave a dot.
    context.line_to(x + 0.01, y);
    for &(x, y) in &stroke.points[1..] {
        context.line_to(x, y);
    }
    context.stroke();
}
