//! The drawing pad as a way in. What is drawn is kept in [`strokes`]; here it is painted on a
//! canvas, always in dark ink on white paper, whatever the theme.

mod keys;
mod strokes;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;
use web_sys::HtmlCanvasElement;

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::{context, snapshot};
use crate::predict::queue::{Source, use_prediction_queue};
use keys::Deed;
use strokes::Drawing;

/// Side of the paper, in pixels: ten for each that the networks see.
const SIDE: u32 = 280;
/// The colours belong to the picture, not to the page.
const PAPER: &str = "#ffffff";
const INK: &str = "#1a1a1a";
/// Pen widths in pixels: least, most, and at first.
const WIDTHS: [u32; 3] = [4, 60, 24];

/// The pad with its tools.
#[component]
pub fn DrawingPad() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let canvas = NodeRef::<Canvas>::new();
    let drawing = RwSignal::new(Drawing::default());
    let width = RwSignal::new(WIDTHS[2]);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            drawing.with(|drawing| paint(&canvas, drawing));
        }
    });
    let is_empty = Memo::new(move |_| drawing.with(Drawing::is_empty));
    let can_undo = Memo::new(move |_| drawing.with(Drawing::can_undo));
    let judge = move |_| {
        let Some(canvas) = canvas.get_untracked() else { return };
        spawn_local(async move {
            if let Some(picture) = snapshot::of_canvas(&canvas).await {
                desk.add(vec![(Source::Drawing, picture)]);
            }
        });
    };
    view! {
        <div class="drawing">
            <Paper canvas drawing width/>
            <div class="way-side">
                <PenWidth width/>
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        disabled=move || !can_undo.get()
                        on:click=move |_| drawing.update(Drawing::undo)
                    >
                        {move || lang.get().draw_undo()}
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_empty.get()
                        on:click=move |_| drawing.update(Drawing::clear)
                    >
                        {move || lang.get().draw_clear()}
                    </button>
                </div>
                <button
                    type="button"
                    class="button is-primary is-large"
                    disabled=move || is_empty.get()
                    on:click=judge
                >
                    {move || lang.get().draw_judge()}
                </button>
                <p class="soft">{move || lang.get().draw_tip()}</p>
                <p class="soft" id="draw-keyboard">{move || lang.get().draw_keyboard()}</p>
            </div>
        </div>
    }
}

/// The canvas that follows the pointer, mouse, pen or finger, and the keys.
#[component]
fn Paper(
    /// Where it is painted.
    canvas: NodeRef<Canvas>,
    /// What is drawn.
    drawing: RwSignal<Drawing>,
    /// The pen's width, in pixels of the paper.
    width: RwSignal<u32>,
) -> impl IntoView {
    let lang = use_lang();
    let down = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        event.prevent_default();
        // A pointer that is already gone draws a dot.
        canvas.set_pointer_capture(event.pointer_id()).logged("hold the pen");
        let at = place(&event, &canvas);
        drawing.update(|drawing| drawing.begin(f64::from(width.get_untracked()), at));
    };
    let go = move |event: PointerEvent| {
        let is_drawing = drawing.with_untracked(Drawing::is_drawing);
        if let (true, true, Some(canvas)) = (is_drawing, event.is_primary(), canvas.get_untracked())
        {
            let at = place(&event, &canvas);
            drawing.update(|drawing| drawing.go(at));
        }
    };
    let lift = move |event: PointerEvent| {
        if event.is_primary() && drawing.with_untracked(Drawing::is_drawing) {
            drawing.update(Drawing::lift);
        }
    };
    // Where the keys have brought the pen; seen only while they are what is drawn with.
    let pen = RwSignal::new((f64::from(SIDE) / 2.0, f64::from(SIDE) / 2.0));
    let key = move |event: KeyboardEvent| {
        let is_command = event.ctrl_key() || event.meta_key();
        let Some(deed) = Deed::of(&event.key(), event.shift_key(), is_command) else { return };
        event.prevent_default();
        let width = f64::from(width.get_untracked());
        drawing.update(|drawing| {
            pen.update(|pen| *pen = deed.apply(drawing, *pen, width, f64::from(SIDE)));
        });
    };
    let is_down = Memo::new(move |_| drawing.with(Drawing::is_drawing));
    let share = |pixels: f64| format!("{:.2}%", pixels / f64::from(SIDE) * 100.0);
    let strokes = Memo::new(move |_| drawing.with(Drawing::count));
    let label = move || words(strokes.get(), lang.get());
    view! {
        <div class="paper-place">
            <canvas
                class="paper"
                node_ref=canvas
                width=SIDE.to_string()
                height=SIDE.to_string()
                tabindex="0"
                // Not an image: a reader that browses would keep the arrow keys for itself.
                role="application"
                aria-roledescription=move || lang.get().draw_pad_role()
                aria-label=label
                aria-describedby="draw-keyboard"
                on:pointerdown=down
                on:pointermove=go
                on:pointerup=lift
                on:pointercancel=lift
                on:keydown=key
                on:blur=move |_| drawing.update(Drawing::lift)
            ></canvas>
            <i
                class="pen"
                class:is-down=move || is_down.get()
                style:--x=move || share(pen.get().0)
                style:--y=move || share(pen.get().1)
                style:--w=move || share(f64::from(width.get()))
                aria-hidden="true"
            ></i>
        </div>
        <p class="hidden" role="status">{move || pen_words(is_down.get(), lang.get())}</p>
    }
}

#[component]
fn PenWidth(
    /// In pixels of the paper.
    width: RwSignal<u32>,
) -> impl IntoView {
    let lang = use_lang();
    let value = move || lang.get().draw_width_value(&width.get().to_string());
    let change = move |event: web_sys::Event| {
        if let Ok(chosen) = event_target_value(&event).parse::<u32>() {
            width.set(chosen.clamp(WIDTHS[0], WIDTHS[1]));
        }
    };
    view! {
        <div class="field">
            <label class="field-name" for="pen-width">
                {move || lang.get().draw_width()} ": " <span class="num">{value}</span>
            </label>
            <input
                type="range"
                id="pen-width"
                min=WIDTHS[0].to_string()
                max=WIDTHS[1].to_string()
                step="2"
                prop:value=move || width.get().to_string()
                aria-valuetext=value
                on:input=change
            />
        </div>
    }
}

fn words(strokes: usize, lang: Lang) -> String {
    format!("{}. {}", lang.draw_pad(), lang.draw_count(&lang.count(strokes as u64)))
}

fn pen_words(is_down: bool, lang: Lang) -> &'static str {
    if is_down { lang.draw_pen_down() } else { lang.draw_pen_up() }
}

/// Where the pointer is, in pixels of the paper.
fn place(event: &PointerEvent, canvas: &HtmlCanvasElement) -> (f64, f64) {
    let scale = f64::from(SIDE) / f64::from(canvas.client_width().max(1));
    (f64::from(event.offset_x()) * scale, f64::from(event.offset_y()) * scale)
}

fn paint(canvas: &HtmlCanvasElement, drawing: &Drawing) {
    let Some(context) = context(canvas) else { return };
    let side = f64::from(SIDE);
    context.set_fill_style_str(PAPER);
    context.fill_rect(0.0, 0.0, side, side);
    context.set_stroke_style_str(INK);
    context.set_line_cap("round");
    context.set_line_join("round");
    for stroke in drawing.strokes() {
        let Some(&(x, y)) = stroke.points.first() else { continue };
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
}
