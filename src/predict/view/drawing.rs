//! The drawing pad as a way in. What is drawn is kept as [`Drawing`]; here it is painted, always in dark
//! ink on white paper, whatever the theme.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;
use web_sys::HtmlCanvasElement;

use super::paper::{Paper, WidthSlider, paint_line};
use crate::app::preferences::use_lang;
use crate::components::{context, snapshot};
use crate::predict::drawing::Drawing;
use crate::predict::queue::{Source, use_prediction_queue};

/// Side of the paper, in pixels: ten for each that the networks see.
const SIDE: u32 = 280;
/// The colours belong to the picture, not to the page.
const PAPER: &str = "#ffffff";
const INK: &str = "#1a1a1a";
/// What the pad holds: one pen, one paper.
type Pad = Drawing<(), ()>;
/// Pen widths in pixels: least, most, and at first.
const WIDTHS: [u32; 3] = [4, 60, 24];

/// The pad with its tools.
#[component]
pub fn DrawingPad() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let canvas = NodeRef::<Canvas>::new();
    let drawing = RwSignal::new(Pad::default());
    let width = RwSignal::new(WIDTHS[2]);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            drawing.with(|drawing| paint(&canvas, drawing));
        }
    });
    let is_empty = Memo::new(move |_| drawing.with(Pad::is_empty));
    let can_undo = Memo::new(move |_| drawing.with(Pad::can_undo));
    let strokes = Memo::new(move |_| drawing.with(Pad::count));
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
            <Paper
                canvas
                drawing
                tool=Signal::stored(())
                width=Signal::derive(move || f64::from(width.get()))
                size=Signal::stored((SIDE, SIDE))
                role=Signal::derive(move || lang.get().draw_pad_role().to_owned())
                label=Signal::derive(move || words(strokes.get(), lang.get()))
                help="draw-keyboard"
            />
            <div class="way-side">
                <WidthSlider
                    id="pen-width"
                    name=Signal::derive(move || lang.get().draw_width().to_owned())
                    range=[WIDTHS[0], WIDTHS[1]]
                    width
                />
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        disabled=move || !can_undo.get()
                        on:click=move |_| drawing.update(Pad::undo)
                    >
                        {move || lang.get().draw_undo()}
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_empty.get()
                        on:click=move |_| drawing.update(|drawing| drawing.renew(()))
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

fn words(strokes: usize, lang: Lang) -> String {
    format!("{}. {}", lang.draw_pad(), lang.draw_count(&lang.count(strokes as u64)))
}

fn paint(canvas: &HtmlCanvasElement, drawing: &Pad) {
    let Some(context) = context(canvas) else { return };
    let side = f64::from(SIDE);
    context.set_fill_style_str(PAPER);
    context.fill_rect(0.0, 0.0, side, side);
    context.set_stroke_style_str(INK);
    for stroke in drawing.strokes() {
        paint_line(&context, stroke);
    }
}
