//! The report's figures: what the page's charts draw, on paper, as SVG.

use charts::{
    Area, Axis, BarChart, BarSeries, Drawn, HPos, Ink, IntervalRow, Intervals, Line, LineChart,
    Pen, Spread, TICKS, VPos, coverage_chart, draw_bars, draw_intervals, draw_lines, nice_domain,
    svg_figure,
};
use dataset::{CLASSES, Class};
use protocol::comparison::{Arm, ArmSummary, Figure as Compared};
use protocol::run::{RunRecord, Score};
use statistics::evaluation::PairedDifference;
use statistics::metrics::{Confusion, moving_average, per_class};
use text::Lang;

use crate::document::{Block, Figure, paragraph};
use crate::facts::{Measured, PolicyFacts};
use crate::layers::Layer;

/// Width of a figure in pixels.
const WIDTH: u32 = 760;
/// How much the past weighs in a smoothed loss.
const SMOOTHING: f64 = 0.9;

/// What draws figures on paper.
type Paper<'a> = Pen<charts::SvgBackend<'a>>;

/// A figure; the words of what went wrong where it cannot be drawn.
fn figure<F>(height: u32, caption: String, alt: String, draw: F) -> Block
where
    F: for<'a> FnOnce(&Paper<'a>) -> Drawn<charts::SvgBackend<'a>>,
{
    let mut svg = String::new();
    match svg_figure(&mut svg, (WIDTH, height), |pen| draw(pen)) {
        Ok(()) => Block::Figure(Figure { caption, alt, svg: svg.trim().to_owned() }),
        Err(why) => paragraph(format!("{caption}: {why}")),
    }
}

/// A network's layers as boxes from left to right.
pub fn layers(name: &str, layers: &[Layer], lang: Lang) -> Block {
    let written = |layer: &Layer| format!("{} ({})", layer.names.join(", "), layer.shape);
    let alt = lang.report_diagram_alt(&layers.iter().map(written).collect::<Vec<_>>().join("; "));
    let lines = layers.iter().map(|layer| layer.names.len()).max().unwrap_or_default();
    let height = 16 * lines as u32 + 96;
    figure(height, lang.report_diagram(name), alt, |pen| {
        let (width, height) = pen.size();
        let slot = width / layers.len().max(1) as f64;
        let (gap, em) = (14.0, pen.em);
        for (place, layer) in layers.iter().enumerate() {
            let left = place as f64 * slot + gap / 2.0;
            let area = Area { left, top: 8.0, right: left + slot - gap, bottom: height - 40.0 };
            let middle = (area.left + area.right) / 2.0;
            let is_end = place == 0 || place + 1 == layers.len();
            pen.fill(&area, pen.palette.ink_of(Ink::Accent), if is_end { 0.18 } else { 0.08 })?;
            for (line, name) in layer.names.iter().enumerate() {
                let at = (middle, area.top + 10.0 + line as f64 * 1.35 * em);
                pen.text(name, at, (HPos::Center, VPos::Top), pen.palette.ink)?;
            }
            let shape = (middle, area.bottom - 10.0);
            pen.text(
                &layer.shape,
                shape,
                (HPos::Center, VPos::Bottom),
                pen.palette.ink_of(Ink::Accent),
            )?;
            let under = (middle, area.bottom + 8.0);
            let parameters = match layer.parameters {
                0 => String::new(),
                count => lang.count(count as u64),
            };
            pen.text(&parameters, under, (HPos::Center, VPos::Top), pen.palette.ink_soft)?;
            if place > 0 {
                let across = (area.top + area.bottom) / 2.0;
                pen.line((left - gap, across), (left, across), pen.palette.ink_soft)?;
            }
        }
        Ok(())
    })
}

/// Recall of each class.
pub fn recall(name: &str, measured: &Measured, lang: Lang) -> Block {
    let recalls = per_class(&measured.confusion).map(|scores| scores.recall);
    let weakest =
        Class::ALL.into_iter().min_by(|a, b| recalls[a.index()].total_cmp(&recalls[b.index()]));
    let alt = weakest.map_or_else(String::new, |class| {
        lang.report_recall_alt(lang.class_name(class), &lang.percent(recalls[class.index()], 1))
    });
    let chart = BarChart {
        categories: Class::ALL.map(|class| lang.class_name(class).to_owned()).to_vec(),
        series: vec![BarSeries {
            label: String::new(),
            values: recalls.map(|recall| 100.0 * recall).to_vec(),
            ink: Ink::Accent,
        }],
        y_title: lang.evaluate_recall_chart().to_owned(),
        y_ticks: [0.0, 50.0, 100.0].map(|tick| (tick, lang.number(tick, 0))).to_vec(),
        marks: Vec::new(),
    };
    figure(240, lang.report_recall_figure(name), alt, |pen| draw_bars(pen, &chart))
}

/// The confusion matrix as a grid of shades with its counts.
pub fn confusion(name: &str, matrix: &Confusion, lang: Lang) -> Block {
    let mistakes = Class::ALL.into_iter().flat_map(|truth| {
        let others = Class::ALL.into_iter().filter(move |predicted| *predicted != truth);
        others.map(move |predicted| (truth, predicted, matrix[truth.index()][predicted.index()]))
    });
    let alt = mistakes.max_by_key(|(_, _, count)| *count).map_or_else(
        String::new,
        |(truth, as_, count)| {
            lang.report_confusion_alt(
                lang.class_name(truth),
                lang.class_name(as_),
                &lang.count(count),
            )
        },
    );
    figure(390, lang.report_confusion_figure(name), alt, |pen| {
        let (width, height) = pen.size();
        let em = pen.em;
        let (left, top) = (9.5 * em, 2.2 * em);
        let cell =
            ((width - left - em) / CLASSES as f64, (height - top - 4.6 * em) / CLASSES as f64);
        pen.text(
            lang.report_confusion_true(),
            (0.2 * em, 0.3 * em),
            (HPos::Left, VPos::Top),
            pen.palette.ink_soft,
        )?;
        for (row, truth) in Class::ALL.into_iter().enumerate() {
            let y = top + (row as f64 + 0.5) * cell.1;
            pen.text(
                lang.class_name(truth),
                (left - 0.6 * em, y),
                (HPos::Right, VPos::Center),
                pen.palette.ink,
            )?;
            let all = matrix[row].iter().sum::<u64>().max(1) as f64;
            for (column, &count) in matrix[row].iter().enumerate() {
                let x = left + column as f64 * cell.0;
                let area = Area {
                    left: x + 1.0,
                    top: y - cell.1 / 2.0 + 1.0,
                    right: x + cell.0 - 1.0,
                    bottom: y + cell.1 / 2.0 - 1.0,
                };
                let (ink, share) = match row == column {
                    true => (Ink::Accent, 0.55 * count as f64 / all),
                    false => (Ink::Reject, (2.5 * count as f64 / all).min(0.6)),
                };
                pen.fill(&area, pen.palette.line, 0.35)?;
                pen.fill(&area, pen.palette.ink_of(ink), share)?;
                let at = (x + cell.0 / 2.0, y);
                let colour = if count == 0 { pen.palette.ink_soft } else { pen.palette.ink };
                pen.text(&count.to_string(), at, (HPos::Center, VPos::Center), colour)?;
            }
        }
        let under = height - 4.2 * em;
        for (column, predicted) in Class::ALL.into_iter().enumerate() {
            let x = left + (column as f64 + 0.5) * cell.0;
            // Names are wider than cells: every other one stands a row lower.
            let y = under + if column % 2 == 1 { 1.4 * em } else { 0.0 };
            pen.text(
                lang.class_name(predicted),
                (x, y),
                (HPos::Center, VPos::Top),
                pen.palette.ink,
            )?;
        }
        let corner = (width - em, height - 0.2 * em);
        pen.text(
            lang.report_confusion_predicted(),
            corner,
            (HPos::Right, VPos::Bottom),
            pen.palette.ink_soft,
        )
    })
}

/// Confidence against accuracy.
pub fn reliability(name: &str, measured: &Measured, lang: Lang) -> Block {
    let ticks: Vec<_> =
        [0.0, 25.0, 50.0, 75.0, 100.0].map(|tick| (tick, lang.number(tick, 0))).to_vec();
    let axis = |title: &str| Axis {
        title: title.to_owned(),
        spread: Spread::Linear,
        domain: (0.0, 100.0),
        ticks: ticks.clone(),
    };
    let filled = measured.bins.iter().filter(|bin| bin.n > 0);
    let points =
        filled.map(|bin| (bin.mean_confidence * 100.0, bin.accuracy.value * 100.0)).collect();
    let line = |label: &str, points, ink, is_dashed| Line {
        label: label.to_owned(),
        points,
        ink,
        is_dashed,
        dots: !is_dashed,
    };
    let chart = LineChart {
        x: axis(lang.evaluate_confidence_axis()),
        y: axis(lang.evaluate_accuracy_axis()),
        lines: vec![
            line(lang.evaluate_perfect(), vec![(0.0, 0.0), (100.0, 100.0)], Ink::Soft, true),
            line(lang.evaluate_bin_accuracy(), points, Ink::Accent, false),
        ],
        marks: Vec::new(),
    };
    let alt = lang.report_reliability_alt(&lang.percent(measured.ece, 1));
    figure(280, lang.report_reliability_figure(name), alt, |pen| draw_lines(pen, &chart))
}

/// Coverage against risk.
pub fn risk(policy: &PolicyFacts, lang: Lang) -> Block {
    let chart = coverage_chart(Some(&policy.curve), lang);
    let risk = policy.curve.at_coverage(0.9).map_or(f64::NAN, |point| point.risk);
    let alt = lang.report_policy_alt(&lang.percent(risk, 1));
    figure(260, lang.report_policy_figure().to_owned(), alt, |pen| draw_lines(pen, &chart))
}

/// The loss over a run's epochs; none without measurements.
pub fn curves(name: &str, record: &RunRecord, epochs: f64, lang: Lang) -> Option<Block> {
    let steps = record.losses.len();
    if steps == 0 || epochs <= 0.0 {
        return None;
    }
    let at = |step: f64| step / steps as f64 * epochs;
    let losses: Vec<f64> = record.losses.iter().copied().map(f64::from).collect();
    let smooth = moving_average(&losses, SMOOTHING);
    let training: Vec<(f64, f64)> =
        smooth.iter().enumerate().map(|(step, loss)| (at(step as f64 + 1.0), *loss)).collect();
    let validation: Vec<(f64, f64)> = record
        .validations
        .iter()
        .filter(|validation| matches!(validation.score, Score::Classifier { .. }))
        .map(|validation| (at(validation.step as f64), f64::from(validation.score.loss())))
        .collect();
    let highest = training.iter().chain(&validation).map(|(_, loss)| *loss).fold(0.0, f64::max);
    let line = |label: &str, points: Vec<(f64, f64)>, ink, is_dashed| Line {
        label: label.to_owned(),
        points,
        ink,
        is_dashed,
        dots: is_dashed,
    };
    let number = |value: f64, digits| lang.number(value, digits);
    let last = |points: &[(f64, f64)]| {
        points.last().map_or(lang.report_none().to_owned(), |(_, loss)| lang.number(*loss, 3))
    };
    let alt = lang.report_training_curves_alt(
        &last(&training),
        &last(&validation),
        &lang.number(epochs, 1),
    );
    let chart = LineChart {
        x: Axis::linear(lang.report_epoch_axis(), (0.0, epochs), number),
        y: Axis::linear(lang.report_loss_axis(), (0.0, nice_domain(0.0, highest, TICKS).1), number),
        lines: vec![
            line(lang.report_training_line(), training, Ink::Accent, false),
            line(lang.report_validation_line(), validation, Ink::Review, true),
        ],
        marks: Vec::new(),
    };
    Some(figure(260, lang.report_training_curves(name), alt, |pen| draw_lines(pen, &chart)))
}

/// How much each remedy raises F1 of the rare class.
pub fn gains(summary: &[ArmSummary], lang: Lang) -> Option<Block> {
    let place = Compared::ALL.iter().position(|figure| *figure == Compared::F1)?;
    let known: Vec<(Arm, PairedDifference)> =
        summary.iter().filter_map(|arm| Some((arm.arm, arm.gains[place]?))).collect();
    let (most, gain) = known.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let alt = lang.report_gains_alt(lang.arm_name(*most), &lang.points(gain.mean));
    let ends = || known.iter().flat_map(|(_, gain)| [gain.low * 100.0, gain.high * 100.0]);
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let rows = known.iter().map(|(arm, gain)| IntervalRow {
        name: lang.arm_name(*arm).to_owned(),
        written: lang.comparison_gain_of(gain),
        value: Some(gain.mean * 100.0),
        range: (gain.low * 100.0, gain.high * 100.0),
        ink: if arm.needs_generator() { Ink::Accent } else { Ink::Soft },
    });
    let chart = Intervals {
        x: Axis::linear(
            lang.comparison_gains_axis(),
            nice_domain(low, high, TICKS),
            |value, digits| lang.signed_number(value, digits),
        ),
        rows: rows.collect(),
    };
    let height = 44 * known.len() as u32 + 50;
    let caption = lang.comparison_gains(lang.evaluate_f1());
    Some(figure(height, caption, alt, |pen| draw_intervals(pen, &chart)))
}
