//! The plane of confidence and quality: the images on a canvas that is drawn once, and over it the
//! areas of the verdicts and the lines between them, which are elements that the style sheet
//! places. Moving a line sets two numbers of a style and draws nothing.

use dataset::Class;
use leptos::html::Div;
use leptos::prelude::*;
use policy::decision::Verdict;
use statistics::selection::Thresholds;
use text::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::axes::{
    CONFIDENCE_TICKS, RATIO_TICKS, confidence_at, confidence_share, ratio_at, ratio_share,
};
use super::points::draw_points;
use super::scored::Scored;
use super::view_model::use_view_model;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind, verdict_class};

/// Which of the lines a handle moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handle {
    Confidence,
    Ratio,
    Both,
}

impl Handle {
    /// The thresholds once the pointer is at these shares of the plane, from its lower left.
    fn drag(self, now: Thresholds, x: f64, y: f64) -> Thresholds {
        let min_confidence =
            if self == Self::Ratio { now.min_confidence } else { confidence_at(x) };
        let max_error_ratio =
            if self == Self::Confidence { now.max_error_ratio } else { ratio_at(y) };
        Thresholds { min_confidence, max_error_ratio }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Confidence => "decide-line is-confidence",
            Self::Ratio => "decide-line is-ratio",
            Self::Both => "decide-line is-both",
        }
    }
}

/// The plane with its axes, its legend and the table behind it.
#[component]
pub fn PlaneView() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let field = NodeRef::<Div>::new();
    let draw = move |sheet: Sheet| {
        view_model.scored.with(|scored| {
            let outcomes = scored.as_ref().map(|scored| scored.outcomes.as_slice());
            draw_points(&sheet, outcomes.unwrap_or_default());
        });
        Ok(())
    };
    let label = Signal::derive(move || {
        view_model.scored.with(|scored| match scored {
            Some(scored) => {
                lang.get().decide_plane_alt(&lang.get().count(scored.outcomes.len() as u64))
            }
            None => lang.get().decide_plane_empty().to_owned(),
        })
    });
    let across = move |share: fn(Thresholds) -> f64| {
        move || {
            let thresholds = view_model.thresholds.get();
            thresholds.map(|thresholds| format!("{:.3}%", 100.0 * share(thresholds)))
        }
    };
    let x = across(|thresholds| confidence_share(thresholds.min_confidence.into()));
    let y = across(|thresholds| 1.0 - ratio_share(thresholds.max_error_ratio.into()));
    let is_empty = Memo::new(move |_| view_model.scored.with(Option::is_none));
    let areas = [Verdict::Reject, Verdict::Review, Verdict::Accept].map(|verdict| {
        view! {
            <div class=format!("decide-area {}", verdict_class(verdict)) aria-hidden="true">
                {move || lang.get().verdict(verdict)}
            </div>
        }
    });
    view! {
        <div class="decide-plane">
            <p class="decide-axis is-y" aria-hidden="true">
                "↑ " {move || lang.get().decide_axis_ratio()}
            </p>
            <div class="decide-ticks is-y" aria-hidden="true">{ratio_ticks()}</div>
            <div
                class="decide-field"
                class:is-empty=is_empty
                node_ref=field
                style:--x=x
                style:--y=y
            >
                {areas.into_iter().collect_view()}
                <Chart label draw/>
                <Line handle=Handle::Ratio field/>
                <Line handle=Handle::Confidence field/>
                <Line handle=Handle::Both field/>
            </div>
            <div class="decide-ticks is-x" aria-hidden="true">{confidence_ticks()}</div>
            <p class="decide-axis is-x" aria-hidden="true">
                {move || lang.get().decide_axis_confidence()} " →"
            </p>
            <ul class="decide-legend">
                <li><i class="decide-dot"></i>{move || lang.get().decide_right()}</li>
                <li><i class="decide-cross"></i>{move || lang.get().decide_wrong()}</li>
            </ul>
            <ClassTable/>
        </div>
    }
    .into_any()
}

fn confidence_ticks() -> impl IntoView {
    let lang = use_lang();
    let tick = |confidence: f64| {
        let place = format!("{:.3}%", 100.0 * confidence_share(confidence));
        let label = move || lang.get().number(100.0 * confidence, 0);
        view! { <span style:--at=place>{label}</span> }
    };
    CONFIDENCE_TICKS.map(tick).into_iter().collect_view()
}

fn ratio_ticks() -> impl IntoView {
    let tick = |(ratio, label): (f64, &'static str)| {
        let place = format!("{:.3}%", 100.0 * (1.0 - ratio_share(ratio)));
        view! { <span style:--at=place>{label}</span> }
    };
    RATIO_TICKS.map(tick).into_iter().collect_view()
}

/// A line that the pointer drags. Keys move the sliders beside the plane, which move the lines, so
/// it is not there for those who do not see it.
#[component]
fn Line(
    /// What it moves.
    handle: Handle,
    /// The plane that it is on.
    field: NodeRef<Div>,
) -> impl IntoView {
    let view_model = use_view_model();
    let is_held = RwSignal::new(false);
    let hold = move |event: PointerEvent| {
        let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(element) = element.filter(|_| event.button() == 0) else { return };
        // Without capture the line stops at the edge of the plane, which is no harm.
        element.set_pointer_capture(event.pointer_id()).logged("hold a line");
        event.prevent_default();
        is_held.set(true);
    };
    let drag = move |event: PointerEvent| {
        if !is_held.get_untracked() {
            return;
        }
        let Some(field) = field.get_untracked() else { return };
        let frame = field.get_bounding_client_rect();
        if frame.width() > 0.0 && frame.height() > 0.0 {
            let x = (f64::from(event.client_x()) - frame.left()) / frame.width();
            let y = 1.0 - (f64::from(event.client_y()) - frame.top()) / frame.height();
            view_model.slide(|now| handle.drag(now, x, y));
        }
    };
    let release = move |_: PointerEvent| is_held.set(false);
    view! {
        <div
            class=handle.class()
            class:is-held=is_held
            aria-hidden="true"
            on:pointerdown=hold
            on:pointermove=drag
            on:pointerup=release
            on:pointercancel=release
        ></div>
    }
    .into_any()
}

/// The verdicts class by class.
#[component]
fn ClassTable() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let rows = move || {
        let (lang, thresholds) = (lang.get(), view_model.thresholds.get()?);
        view_model.scored.with(|scored| {
            let scored = scored.as_ref()?;
            let row = |class| row(class, scored, thresholds, lang);
            Some(Class::ALL.map(row).into_iter().collect_view())
        })
    };
    let label = Signal::derive(move || lang.get().decide_by_class().to_owned());
    view! {
        <TableBehind label>
            <thead>
                <tr>
                    <th scope="col">{move || lang.get().class()}</th>
                    <th scope="col" class="num">{move || lang.get().decide_images()}</th>
                    <th scope="col" class="num">{move || lang.get().verdict_accept()}</th>
                    <th scope="col" class="num">{move || lang.get().verdict_review()}</th>
                    <th scope="col" class="num">{move || lang.get().verdict_reject()}</th>
                    <th scope="col" class="num">{move || lang.get().decide_accuracy_short()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBehind>
    }
    .into_any()
}

fn row(class: Class, scored: &Scored, thresholds: Thresholds, lang: Lang) -> impl IntoView + use<> {
    let tally = scored.of_class(class, thresholds);
    let all = tally.all();
    let accuracy = tally.accepted_accuracy();
    let accuracy = if accuracy.n == 0 { "–".to_owned() } else { lang.percent(accuracy.value, 1) };
    let counts = [all.n(), all.accept, all.review, all.reject];
    let cells = counts.map(|count| view! { <td class="num">{lang.count(count)}</td> });
    view! {
        <tr>
            <th scope="row">{lang.class_name(class)}</th>
            {cells.into_iter().collect_view()}
            <td class="num">{accuracy}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_moves_its_own_line_alone() {
        let now = Thresholds { min_confidence: 0.7, max_error_ratio: 1.0 };
        let dragged = Handle::Confidence.drag(now, 0.5, 0.9);
        assert_eq!(dragged, Thresholds { min_confidence: 0.888, max_error_ratio: 1.0 });
        let dragged = Handle::Ratio.drag(now, 0.5, 4.0 / 6.0);
        assert_eq!(dragged, Thresholds { min_confidence: 0.7, max_error_ratio: 2.0 });
        let dragged = Handle::Both.drag(now, 1.0, 0.5);
        assert_eq!(dragged, Thresholds { min_confidence: 1.0, max_error_ratio: 1.0 });
    }
}
