//! The correction of a cut-out: the photo with what was cut away, and what is drawn over it by mouse, finger
//! or keys.

use std::sync::Arc;

use dataset::SIDE;
use leptos::html::Canvas;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::paper::{Paper, WidthSlider, paint_line};
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Pixels, Segmented, context};
use crate::predict::correction::{Correction, Tool};
use crate::predict::drawing::Stroke;
use crate::predict::queue::{Sight, use_prediction_queue};

/// Brush widths in pixels of the photo as it is shown: least, most, and at first.
const WIDTHS: [u32; 3] = [2, 60, 14];
const TOOLS: [Tool; 3] = [Tool::Garment, Tool::Ground, Tool::Frame];
/// The colours belong to the picture, not to the page: seen on every photo, told apart by everyone.
const GARMENT: &str = "rgba(47, 75, 216, .55)";
const GROUND: &str = "rgba(196, 60, 20, .55)";
const BOX: &str = "#2f4bd8";
/// Width of a box's line, in pixels of the photo as it is shown.
const BOX_LINE: f64 = 2.0;
/// How far a photo can be straightened either way, in degrees.
const ASKEW: i16 = 45;
/// Where the panel is, for the button that opens it.
const PANEL: &str = "correction";

/// The photo as it is shown: what is drawn on.
fn size(sight: &Sight) -> Option<(u32, u32)> {
    let first = sight.film.frames.first()?;
    // An image in the data set's own form has no ground to be cut away.
    let is_own_form = first.size == (SIDE as u32, SIDE as u32);
    (!is_own_form).then_some((first.width, first.height))
}

/// Opens and closes the panel; nothing for pictures that cannot be cut out.
#[component]
pub fn CorrectionButton(
    /// Whether the panel is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let can_correct =
        Memo::new(move |_| view_model.sight.with(|sight| sight.as_ref().and_then(size).is_some()));
    let words = move || {
        let lang = lang.get();
        if is_open.get() { lang.correct_close() } else { lang.correct() }
    };
    let toggle = move |_| is_open.update(|is_open| *is_open = !*is_open);
    view! {
        <Show when=move || can_correct.get()>
            <button
                type="button"
                class="button"
                class:is-open=move || is_open.get()
                aria-expanded=move || is_open.get().to_string()
                aria-controls=PANEL
                on:click=toggle
            >
                {words}
            </button>
        </Show>
    }
    .into_any()
}

/// The panel of the image that is looked at.
#[component]
pub fn CorrectionPanel(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let view_model = use_view_model();
    // Pictures are gone for a moment while the image is judged anew: the panel stays.
    let shown = Memo::new(move |last: Option<&Option<(u32, Sight)>>| {
        let id = view_model.selected_id.get()?;
        let sight = view_model.sight.get().filter(|sight| size(sight).is_some());
        let last = last.and_then(Option::as_ref).filter(|(last, _)| *last == id);
        sight.map(|sight| (id, sight)).or_else(|| last.cloned())
    });
    let id = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|(id, _)| *id)));
    let sight = Signal::derive(move || shown.with(|shown| shown.as_ref().map(|(_, s)| s.clone())));
    let panel = move || id.get().filter(|_| is_open.get()).map(|id| view! { <Panel id sight/> });
    view! { <div id=PANEL class="correction-place">{panel}</div> }.into_any()
}

#[component]
fn Panel(
    /// The image's number.
    id: u32,
    /// Its pictures.
    sight: Signal<Option<Sight>>,
) -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let earlier =
        desk.tray.with_untracked(|tray| tray.item(id).map(|item| item.correction.clone()));
    let drawing = RwSignal::new(earlier.unwrap_or_default());
    let tool = RwSignal::new(Tool::Garment);
    let width = RwSignal::new(WIDTHS[2]);
    let shown_size =
        Memo::new(move |_| sight.with(|sight| sight.as_ref().and_then(size)).unwrap_or((1, 1)));
    // Once a stroke is done, not while it is drawn.
    Effect::new(move |_| {
        if !drawing.with(Correction::is_drawing) {
            desk.correct(id, drawing.get_untracked(), shown_size.get_untracked());
        }
    });
    let degrees = Memo::new(move |_| drawing.with(Correction::paper));
    let turn = move |quarter: i16| {
        drawing.update(|drawing| drawing.renew((drawing.paper() + quarter).rem_euclid(360)));
    };
    let is_untouched =
        Memo::new(move |_| drawing.with(|drawing| drawing.is_empty() && drawing.paper() == 0));
    let can_undo = Memo::new(move |_| drawing.with(Correction::can_undo));
    view! {
        <div class="correction">
            <Photo sight drawing tool width size=shown_size/>
            <div class="way-side">
                <p class="soft">{move || lang.get().correct_tip()}</p>
                <ToolChoice tool/>
                <WidthSlider
                    id="brush-width"
                    name=Signal::derive(move || lang.get().correct_width().to_owned())
                    range=[WIDTHS[0], WIDTHS[1]]
                    width
                />
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| turn(-90)>
                        {move || lang.get().correct_turn_left()}
                    </button>
                    <button type="button" class="button" on:click=move |_| turn(90)>
                        {move || lang.get().correct_turn_right()}
                    </button>
                </div>
                <Straighten degrees drawing/>
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        disabled=move || !can_undo.get()
                        on:click=move |_| drawing.update(Correction::undo)
                    >
                        {move || lang.get().draw_undo()}
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_untouched.get()
                        on:click=move |_| drawing.update(|drawing| drawing.renew(0))
                    >
                        {move || lang.get().correct_reset()}
                    </button>
                </div>
                <p class="soft" id="correct-keyboard">{move || lang.get().correct_keyboard()}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The photo, what was cut away over it, and the strokes over that.
#[component]
fn Photo(
    /// Its pictures.
    sight: Signal<Option<Sight>>,
    /// The strokes.
    drawing: RwSignal<Correction>,
    /// What is drawn with.
    tool: RwSignal<Tool>,
    /// The brush's width.
    width: RwSignal<u32>,
    /// Width and height of the photo as it is shown.
    size: Memo<(u32, u32)>,
) -> impl IntoView {
    let lang = use_lang();
    let photo = Memo::new(move |_| {
        sight.with(|sight| Picture::from_frame(sight.as_ref()?.film.frames.first()?).map(Arc::new))
    });
    let mask = Memo::new(move |_| {
        sight.with(|sight| sight.as_ref()?.cut.as_ref().map(|cut| cut.mask.clone()))
    });
    let veil = Memo::new(move |_| {
        mask.with(|mask| mask.as_ref().map(|mask| Arc::new(Picture::cut_away(mask))))
    });
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            // A canvas whose size changes is empty.
            size.track();
            drawing.with(|drawing| paint(&canvas, drawing));
        }
    });
    let strokes = Memo::new(move |_| drawing.with(Correction::count));
    let cut_away =
        Memo::new(move |_| mask.with(|mask| mask.as_ref().map_or(0.0, |mask| 1.0 - mask.share())));
    let label = Signal::derive(move || {
        let lang = lang.get();
        let share = lang.percent(f64::from(cut_away.get()), 0);
        lang.correct_paper(&lang.count(strokes.get() as u64), &share)
    });
    // A box has no width that one could set.
    let width = Signal::derive(move || match tool.get() {
        Tool::Frame => BOX_LINE * 3.0,
        Tool::Garment | Tool::Ground => f64::from(width.get()),
    });
    view! {
        <div class="correction-photo">
            <Pixels picture=photo label=String::new()/>
            <Show when=move || veil.with(Option::is_some)>
                <Pixels picture=veil label=String::new()/>
            </Show>
            <Paper
                canvas
                drawing
                tool=tool.into()
                width
                size=size.into()
                role=Signal::derive(move || lang.get().correct_role().to_owned())
                label
                help="correct-keyboard"
            />
        </div>
    }
    .into_any()
}

#[component]
fn ToolChoice(
    /// What is drawn with.
    tool: RwSignal<Tool>,
) -> impl IntoView {
    let lang = use_lang();
    let labels = Signal::derive(move || {
        let lang = lang.get();
        [lang.correct_garment(), lang.correct_ground(), lang.correct_box()]
            .map(str::to_owned)
            .to_vec()
    });
    let chosen = Signal::derive(move || {
        TOOLS.iter().position(|choice| *choice == tool.get()).unwrap_or_default()
    });
    view! {
        <div class="field is-inline">
            <span class="field-name" aria-hidden="true">{move || lang.get().correct_tool()}</span>
            <Segmented
                name="correct-tool"
                legend=Signal::derive(move || lang.get().correct_tool().to_owned())
                labels
                chosen
                choose=move |place: usize| tool.set(TOOLS[place])
            />
        </div>
    }
    .into_any()
}

/// A slider for what is left of the angle beside quarters.
#[component]
fn Straighten(
    /// How far the photo is turned.
    degrees: Memo<i16>,
    /// Where a turn is taken down.
    drawing: RwSignal<Correction>,
) -> impl IntoView {
    let lang = use_lang();
    let askew = move |degrees: i16| (degrees + ASKEW).rem_euclid(90) - ASKEW;
    let value = move || lang.get().degrees(&askew(degrees.get()).to_string());
    // When the slider is let go: each new angle is fresh paper, and the image is judged anew.
    let change = move |event: web_sys::Event| {
        if let Ok(chosen) = event_target_value(&event).parse::<i16>() {
            let degrees = degrees.get_untracked();
            let upright = degrees - askew(degrees);
            let turned = (upright + chosen.clamp(1 - ASKEW, ASKEW - 1)).rem_euclid(360);
            drawing.update(|drawing| drawing.renew(turned));
        }
    };
    view! {
        <div class="field">
            <label class="field-name" for="straighten">
                {move || lang.get().correct_straighten()} ": " <span class="num">{value}</span>
            </label>
            <input
                type="range"
                id="straighten"
                min=(1 - ASKEW).to_string()
                max=(ASKEW - 1).to_string()
                prop:value=move || askew(degrees.get()).to_string()
                aria-valuetext=value
                on:change=change
            />
        </div>
    }
    .into_any()
}

fn paint(canvas: &HtmlCanvasElement, drawing: &Correction) {
    let Some(context) = context(canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    let newest_box = drawing.strokes().filter(|stroke| stroke.tool == Tool::Frame).last();
    for stroke in drawing.strokes() {
        match stroke.tool {
            Tool::Garment => context.set_stroke_style_str(GARMENT),
            Tool::Ground => context.set_stroke_style_str(GROUND),
            Tool::Frame => continue,
        }
        paint_line(&context, stroke);
    }
    if let Some(Stroke { points, .. }) = newest_box
        && let (Some(&(x1, y1)), Some(&(x2, y2))) = (points.first(), points.last())
    {
        context.set_stroke_style_str(BOX);
        context.set_line_width(BOX_LINE);
        context.stroke_rect(x1, y1, x2 - x1, y2 - y1);
    }
}
