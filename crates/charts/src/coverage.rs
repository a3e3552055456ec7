//! What it costs in coverage to be right more often, as a chart.

use statistics::selection::CoverageRisk;
use text::Lang;

use super::{Axis, Ink, Line, LineChart, Spread, nice_ticks, tick_digits};

/// The curve by confidence alone, with the generalised risk beside it; empty before there is one.
pub fn coverage_chart(curve: Option<&CoverageRisk>, lang: Lang) -> LineChart {
    let points = curve.map(|curve| curve.points.as_slice()).unwrap_or_default();
    let highest = points.iter().map(|point| point.risk).fold(0.02, f64::max);
    let percent = |ticks: Vec<f64>| {
        let digits = tick_digits(&ticks.iter().map(|tick| tick * 100.0).collect::<Vec<_>>());
        ticks.into_iter().map(|tick| (tick, lang.percent(tick, digits))).collect::<Vec<_>>()
    };
    let line = |label: &str, points: Vec<(f64, f64)>, is_dashed| Line {
        label: label.to_owned(),
        points,
        ink: if is_dashed { Ink::Soft } else { Ink::Accent },
        is_dashed,
        dots: false,
    };
    let risk = points.iter().map(|point| (point.coverage, point.risk));
    let generalised = points.iter().map(|point| (point.coverage, point.generalised_risk()));
    LineChart {
        x: Axis {
            title: lang.decide_coverage().to_owned(),
            spread: Spread::Linear,
            domain: (0.0, 1.0),
            ticks: percent(nice_ticks(0.0, 1.0, 5)),
        },
        y: Axis {
            title: lang.decide_risk().to_owned(),
            spread: Spread::Linear,
            domain: (0.0, highest * 1.05),
            ticks: percent(nice_ticks(0.0, highest * 1.05, 4)),
        },
        lines: vec![
            line(lang.decide_generalised_line(), generalised.collect(), true),
            line(lang.decide_risk_line(), risk.collect(), false),
        ],
        marks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use statistics::selection::Outcome;

    use super::*;

    #[test]
    fn the_chart_holds_the_whole_curve_and_stands_before_there_is_one() {
        let outcome = |confidence, is_right| Outcome { confidence, error_ratio: 0.0, is_right };
        let curve = CoverageRisk::new(&[outcome(0.9, false), outcome(0.8, true)]);
        let laid = coverage_chart(Some(&curve), Lang::En);
        assert_eq!(laid.lines[1].points, [(0.5, 1.0), (1.0, 0.5)]);
        assert_eq!(laid.lines[0].points, [(0.5, 0.5), (1.0, 0.5)]);
        assert!(laid.y.domain.1 >= 1.0);
        assert!(coverage_chart(None, Lang::Es).lines.iter().all(|line| line.points.is_empty()));
    }
}
