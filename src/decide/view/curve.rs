//! What it costs in coverage to be right more often: the curve by confidence alone, and where the
//! policy stands. The curve is drawn once; the policy's mark is an element over it.

use leptos::prelude::*;
use statistics::selection::{CoverageRisk, Tally};

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use charts::{Layout, coverage_chart, draw_lines};

/// Coverages that the table behind the curve lists.
const COVERAGES: [f64; 7] = [1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5];

/// The chart as it was laid out, with its size.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Laid {
    layout: Layout,
    width: f64,
    height: f64,
}

/// The card.
#[component]
pub fn Curve() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let laid = RwSignal::new(None::<Laid>);
    let draw = move |sheet: Sheet| {
        let chart = view_model.scored.with(|scored| {
            let curve = scored.as_ref().map(|scored| &scored.curve);
            coverage_chart(curve, lang.get())
        });
        let (width, height) = sheet.pen.size();
        let layout = Layout::new(&chart, (width, height), sheet.pen.em);
        laid.set(Some(Laid { layout, width, height }));
        draw_lines(&sheet.pen, &chart)
    };
    let at = Memo::new(move |_| view_model.tally.get().and_then(operating_point));
    let place = move |axis: fn(&Laid, (f64, f64)) -> f64| {
        move || {
            let (laid, at) = (laid.get()?, at.get()?);
            Some(format!("{:.3}%", 100.0 * axis(&laid, at)))
        }
    };
    let x = place(|laid, (coverage, _)| laid.layout.x.place(coverage) / laid.width);
    let y = place(|laid, (_, risk)| laid.layout.y.place(risk) / laid.height);
    let words = move || match at.get() {
        Some((coverage, risk)) => {
            let lang = lang.get();
            lang.decide_operating(&lang.percent(coverage, 1), &lang.percent(risk, 1))
        }
        None => lang.get().decide_operating_none().to_owned(),
    };
    let area = move |of: fn(&CoverageRisk) -> f64| {
        move || {
            let area = view_model.scored.with(|scored| Some(of(&scored.as_ref()?.curve)));
            area.map_or_else(|| "…".to_owned(), |area| lang.get().number(area, 4))
        }
    };
    let label = Signal::derive(move || lang.get().decide_curve_alt().to_owned());
    view! {
        <section class="card" aria-labelledby="curve-title">
            <h2 id="curve-title">{move || lang.get().decide_curve_title()}</h2>
            <p class="soft">{move || lang.get().decide_curve_note()}</p>
            <div class="decide-curve">
                <Chart label draw/>
                <i
                    class="decide-point"
                    class:is-none=move || at.get().is_none()
                    aria-hidden="true"
                    style:--x=x
                    style:--y=y
                ></i>
            </div>
            <p>{words}</p>
            <dl class="figures decide-areas">
                <div class="figure">
                    <dt>"AURC"</dt>
                    <dd>
                        <b class="num">{area(|curve| curve.aurc)}</b>
                        <span class="soft">{move || lang.get().decide_aurc_note()}</span>
                    </dd>
                </div>
                <div class="figure">
                    <dt>"AUGRC"</dt>
                    <dd>
                        <b class="num">{area(|curve| curve.augrc)}</b>
                        <span class="soft">{move || lang.get().decide_augrc_note()}</span>
                    </dd>
                </div>
            </dl>
            <CurveTable/>
        </section>
    }
    .into_any()
}

/// Coverage and selective risk of the policy; none where nothing is accepted.
fn operating_point(tally: Tally) -> Option<(f64, f64)> {
    let accepted = tally.all().accept;
    let coverage = accepted as f64 / tally.n() as f64;
    (accepted > 0).then(|| (coverage, tally.wrong.accept as f64 / accepted as f64))
}

#[component]
fn CurveTable() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let rows = move || {
        let lang = lang.get();
        view_model.scored.with(|scored| {
            let curve = &scored.as_ref()?.curve;
            let row = |coverage| {
                let point = curve.at_coverage(coverage)?;
                let confidence = lang.percent(point.min_confidence.into(), 1);
                Some(view! {
                    <tr>
                        <th scope="row" class="num">{lang.percent(point.coverage, 1)}</th>
                        <td class="num">{confidence}</td>
                        <td class="num">{lang.percent(point.risk, 2)}</td>
                    </tr>
                })
            };
            Some(COVERAGES.into_iter().filter_map(row).collect_view())
        })
    };
    let label = Signal::derive(move || lang.get().decide_curve_title().to_owned());
    view! {
        <TableBehind label>
            <thead>
                <tr>
                    <th scope="col" class="num">{move || lang.get().decide_coverage()}</th>
                    <th scope="col" class="num">{move || lang.get().decide_min_confidence()}</th>
                    <th scope="col" class="num">{move || lang.get().decide_risk()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBehind>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use statistics::selection::Split;

    use super::*;

    #[test]
    fn the_policy_stands_where_its_accepted_images_are() {
        let right = Split { accept: 45, review: 20, reject: 5 };
        let wrong = Split { accept: 5, review: 20, reject: 5 };
        assert_eq!(operating_point(Tally { right, wrong }), Some((0.5, 0.1)));
        let nothing = Split { accept: 0, ..right };
        assert_eq!(operating_point(Tally { right: nothing, wrong: nothing }), None);
    }
}
