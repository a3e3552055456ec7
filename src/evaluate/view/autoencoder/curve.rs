//! The ROC curve: which share of the others is caught at the price of which share of the normal
//! images.

use leptos::prelude::*;
use text::Lang;

use super::limit;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use crate::evaluate::view::one_class::Limit;
use crate::evaluate::view::view_model::use_view_model;
use charts::{Axis, Ink, Line, LineChart, Spread, draw_lines};

/// Shares of rejected normal images in the table.
const TABLE: [f64; 10] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0];

/// The curve with its table.
#[component]
pub fn Curve() -> impl IntoView {
    let (lang, view) = (use_lang(), use_view_model().autoencoder);
    let points = Memo::new(move |_| {
        view.measured.with(|all| all.as_ref().map(|all| all.curve()).unwrap_or_default())
    });
    let limit = limit();
    let draw = move |sheet: Sheet| {
        let chart = points.with(|points| chart(points, limit.get(), lang.get()));
        draw_lines(&sheet.pen, &chart)
    };
    let label = Signal::derive(move || {
        let lang = lang.get();
        let area = view.measured.with(|all| all.as_ref().map(|all| all.area.value));
        let area = area.map(|area| lang.percent(area, 1)).unwrap_or_default();
        lang.evaluate_roc_alt(lang.class_name(view.normal.get()), &area)
    });
    let table = Signal::derive(move || lang.get().evaluate_roc().to_owned());
    let rows = move || {
        let lang = lang.get();
        points.with(|points| {
            let row = |share: f64| {
                let caught = height(points, share)?;
                Some(view! {
                    <tr>
                        <th scope="row" class="num">{lang.percent(share, 0)}</th>
                        <td class="num">{lang.percent(caught, 1)}</td>
                    </tr>
                })
            };
            TABLE.into_iter().filter_map(row).collect_view()
        })
    };
    view! {
        <div class="side">
            <h3>{move || lang.get().evaluate_roc()}</h3>
            <Chart label draw/>
            <TableBehind label=table>
                <thead>
                    <tr>
                        <th scope="col" class="num">{move || lang.get().evaluate_rejected()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_caught()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableBehind>
        </div>
    }
    .into_any()
}

fn chart(points: &[(f64, f64)], limit: Option<Limit>, lang: Lang) -> LineChart {
    let ticks: Vec<_> =
        [0.0, 25.0, 50.0, 75.0, 100.0].map(|value| (value, lang.number(value, 0))).to_vec();
    let axis = |title: &str| Axis {
        title: title.to_owned(),
        spread: Spread::Linear,
        domain: (0.0, 100.0),
        ticks: ticks.clone(),
    };
    let line = |label: &str, points: Vec<(f64, f64)>, ink, is_dashed, dots| Line {
        label: label.to_owned(),
        points: points.into_iter().map(|(x, y)| (x * 100.0, y * 100.0)).collect(),
        ink,
        is_dashed,
        dots,
    };
    let mut lines = vec![
        line(lang.evaluate_chance(), vec![(0.0, 0.0), (1.0, 1.0)], Ink::Soft, true, false),
        line("ROC", points.to_vec(), Ink::Accent, false, false),
    ];
    lines.extend(limit.map(|limit| {
        let point = (limit.rejected.value, limit.caught.value);
        line(lang.evaluate_limit(), vec![point], Ink::Reject, false, true)
    }));
    LineChart {
        x: axis(lang.evaluate_roc_x()),
        y: axis(lang.evaluate_roc_y()),
        lines,
        marks: Vec::new(),
    }
}

/// The height of the curve at `x`: of several points above each other, the highest.
fn height(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 <= x);
    let (left, right) = (points.get(after.checked_sub(1)?)?, points.get(after));
    Some(match right {
        Some(right) => left.1 + (right.1 - left.1) * (x - left.0) / (right.0 - left.0),
        None => left.1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_read_between_its_points_and_at_the_top_of_its_steps() {
        let points = [(0.0, 0.0), (0.0, 0.5), (0.5, 0.5), (0.5, 0.75), (1.0, 1.0)];
        assert_eq!(height(&points, 0.0), Some(0.5));
        assert_eq!(height(&points, 0.5), Some(0.75));
        assert_eq!(height(&points, 0.75), Some(0.875));
        assert_eq!(height(&points, 1.0), Some(1.0));
        assert_eq!(height(&[], 0.5), None);
    }
}
