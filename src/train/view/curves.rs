//! The curves of runs as plain numbers: what is measured, and which chart, table and
//! words they make. It does not know the canvas.

use protocol::run::{NetworkChoice, RateMark, Score, Validation};
use statistics::metrics::{accuracy, moving_average, per_class};
use text::Lang;

use crate::train::state::{RunState, RunView};
use charts::{Axis, Ink, Line, LineChart, TICKS, nice_domain};

/// What a chart shows over the epochs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Mean loss of batches and of validation images.
    Loss,
    /// Share named rightly, of batches and of validation images.
    Accuracy,
    /// Area under the ROC curve on validation images.
    Auc,
    /// Recall of the rare classes on validation images.
    Recall,
}

/// A run among those that are drawn; the first is the one that is looked at.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    /// Its numbers.
    pub run: &'a RunView,
    /// Its colour.
    pub ink: Ink,
}

/// How curves are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// Weight of the past in the smoothed curve, in [0, 1).
    pub smoothing: f64,
    /// Whether the scale fits what has been measured lately, instead of everything.
    pub is_close: bool,
}

/// The colours of runs in the order in which they are drawn.
pub const INKS: [Ink; 6] =
    [Ink::Accent, Ink::Review, Ink::Accept, Ink::Reject, Ink::Ink, Ink::Soft];

/// Epochs with values.
pub type Points = Vec<(f64, f64)>;

/// The curve of one run, or of one class of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What the points are of, where a run has several curves.
    pub part: String,
    /// Epoch and value of each step, as measured; empty for what only validation measures.
    pub raw: Points,
    /// The same, smoothed.
    pub smooth: Points,
    /// Epoch and value of each validation.
    pub validation: Points,
}

impl Measure {
    /// The charts of a run: what its network can be measured by.
    pub fn of(run: &RunView) -> &'static [Self] {
        match run.config.network {
            NetworkChoice::Autoencoder(_) => &[Self::Loss, Self::Auc],
            NetworkChoice::Classifier(_) if run.config.data.rare.is_empty() => {
                &[Self::Loss, Self::Accuracy]
            }
            NetworkChoice::Classifier(_) => &[Self::Loss, Self::Accuracy, Self::Recall],
        }
    }

    /// The chart's title.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Loss => lang.train_loss(),
            Self::Accuracy => lang.train_accuracy(),
            Self::Auc => lang.train_auc(),
            Self::Recall => lang.train_recall(),
        }
    }

    /// What the values are, as the axis says it.
    fn unit(self, run: Option<&RunView>, lang: Lang) -> &'static str {
        let is_autoencoder =
            run.is_some_and(|run| matches!(run.config.network, NetworkChoice::Autoencoder(_)));
        match self {
            Self::Loss if is_autoencoder => lang.train_unit_squares(),
            Self::Loss => lang.train_unit_entropy(),
            Self::Accuracy => lang.train_unit_accuracy(),
            Self::Auc => lang.train_unit_auc(),
            Self::Recall => lang.train_unit_recall(),
        }
    }

    /// A value as it is written.
    pub fn write(self, value: f64, lang: Lang) -> String {
        match self {
            Self::Accuracy | Self::Recall => lang.percent(value, 1),
            Self::Auc => lang.number(value, 3),
            Self::Loss if value < 0.1 => lang.number(value, 4),
            Self::Loss => lang.number(value, 3),
        }
    }

    fn is_share(self) -> bool {
        self != Self::Loss
    }

    /// The curves of a run.
    pub fn curves(self, run: &RunView, smoothing: f64, lang: Lang) -> Vec<Curve> {
        let (raw, smooth) = match self {
            Self::Loss => {
                batches(run, smoothing, run.record.losses.iter().map(|&loss| loss.into()))
            }
            Self::Accuracy => {
                let size = f64::from(run.config.batch.max(1));
                batches(run, smoothing, run.record.hits.iter().map(|&hits| f64::from(hits) / size))
            }
            Self::Auc | Self::Recall => (Vec::new(), Vec::new()),
        };
        if self == Self::Recall {
            let rare = run.config.data.rare.iter();
            return rare
                .map(|rare| {
                    let of_class = |score: &Score| match score {
                        Score::Classifier { confusion, .. } => {
                            Some(per_class(confusion)[rare.class.index()].recall)
                        }
                        Score::Autoencoder { .. } => None,
                    };
                    let validation = validations(run, of_class);
                    Curve {
                        part: lang.class_name(rare.class).to_owned(),
                        validation,
                        ..Curve::default()
                    }
                })
                .collect();
        }
        let validation = validations(run, |score| self.of_score(score));
        vec![Curve { part: String::new(), raw, smooth, validation }]
    }

    fn of_score(self, score: &Score) -> Option<f64> {
        match (self, score) {
            (Self::Loss, score) => Some(score.loss().into()),
            (Self::Accuracy, Score::Classifier { confusion, .. }) => {
                Some(accuracy(confusion).value)
            }
            (Self::Auc, Score::Autoencoder { auc, .. }) => Some(*auc),
            _ => None,
        }
    }

    /// The chart of some runs, the first of which is looked at.
    pub fn chart(self, drawn: &[Drawn], manner: Manner, lang: Lang) -> LineChart {
        let curves: Vec<(Drawn, Vec<Curve>)> = drawn
            .iter()
            .map(|drawn| (*drawn, self.curves(drawn.run, manner.smoothing, lang)))
            .collect();
        let is_alone = drawn.len() == 1;
        let mut lines = Vec::new();
        // The run that is looked at comes last, over the others.
        for (drawn, curves) in curves.iter().rev() {
            let inks = curves.iter().enumerate().map(|(place, _)| match curves.len() {
                1 => drawn.ink,
                _ => INKS[place % INKS.len()],
            });
            for (curve, ink) in curves.iter().zip(inks) {
                lines.extend(lines_of(drawn, curve, ink, is_alone, lang));
            }
        }
        let reach = drawn.iter().map(|drawn| planned(drawn.run)).fold(0.0, f64::max).max(1.0);
        let values = self.range(curves.iter().flat_map(|(_, curves)| curves), manner);
        let marks = drawn.first().map(|drawn| rate_marks(drawn.run, lang)).unwrap_or_default();
        let unit = self.unit(drawn.first().map(|drawn| drawn.run), lang);
        LineChart {
            x: Axis::linear(lang.train_epoch(), (0.0, reach), |value, digits| {
                lang.number(value, digits)
            }),
            y: Axis::linear(unit, values, |value, digits| match self.is_share() {
                true if self != Self::Auc => lang.percent(value, digits.saturating_sub(2)),
                _ => lang.number(value, digits),
            }),
            lines,
            marks,
        }
    }

    /// Least and greatest value that the scale shows.
    fn range<'a>(self, curves: impl Iterator<Item = &'a Curve>, manner: Manner) -> (f64, f64) {
        let mut values = Vec::new();
        for curve in curves {
            let points = || curve.smooth.iter().chain(&curve.validation);
            let end = points().map(|point| point.0).fold(0.0, f64::max);
            let start = if manner.is_close { LATELY * end } else { 0.0 };
            values.extend(points().filter(|point| point.0 >= start).map(|point| point.1));
        }
        values.retain(|value| value.is_finite());
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match (self.is_share(), manner.is_close) {
            (true, false) => (0.0, 1.0),
            (false, false) => (0.0, nice_domain(0.0, high, TICKS).1),
            (is_share, true) => {
                let (low, high) = nice_domain(low, high, TICKS);
                (low.max(0.0), if is_share { high.min(1.0) } else { high })
            }
        }
    }
}

/// Share of the way after which values count for a scale that fits what was measured lately.
const LATELY: f64 = 0.3;
/// Epoch and value of each step, as measured and smoothed.
fn batches(run: &RunView, smoothing: f64, values: impl Iterator<Item = f64>) -> (Points, Points) {
    let values: Vec<f64> = values.collect();
    let at = |place: usize| epoch(run, place as u64 + 1);
    let smooth = moving_average(&values, smoothing);
    let place = |values: Vec<f64>| {
        values.into_iter().enumerate().map(|(place, value)| (at(place), value)).collect()
    };
    (place(values), place(smooth))
}

fn validations(run: &RunView, value: impl Fn(&Score) -> Option<f64>) -> Points {
    let point =
        |validation: &Validation| Some((epoch(run, validation.step), value(&validation.score)?));
    run.record.validations.iter().filter_map(point).collect()
}

/// The epoch, with its fraction, after `step` steps.
pub fn epoch(run: &RunView, step: u64) -> f64 {
    step as f64 / run.steps_per_epoch.max(1) as f64
}

/// The last epoch that a run reaches: the planned one while it may go on.
fn planned(run: &RunView) -> f64 {
    let may_go_on = !matches!(run.state, RunState::Finished | RunState::Stopped);
    epoch(run, if may_go_on { run.steps.max(run.step) } else { run.step })
}

fn rate_marks(run: &RunView, lang: Lang) -> Vec<(f64, String)> {
    let mark = |mark: &RateMark| {
        (epoch(run, mark.step), lang.train_rate_mark(&lang.plain_number(mark.rate)))
    };
    run.record.rates.iter().map(mark).collect()
}

fn lines_of(drawn: &Drawn, curve: &Curve, ink: Ink, is_alone: bool, lang: Lang) -> Vec<Line> {
    let line = |label: String, points: &[(f64, f64)], is_dashed, dots| Line {
        label,
        points: points.to_vec(),
        ink,
        is_dashed,
        dots,
    };
    let named = |name: &str, part: &str| match (name.is_empty(), part.is_empty()) {
        (false, false) => format!("{} · {part}", shortened(name)),
        (true, _) => part.to_owned(),
        (_, true) => shortened(name),
    };
    let mut lines = Vec::new();
    if is_alone {
        lines.push(line(String::new(), &curve.raw, false, false));
        lines.push(line(lang.train_line_training().to_owned(), &curve.smooth, false, false));
        let part = match curve.part.is_empty() {
            true => lang.train_line_validation(),
            false => &curve.part,
        };
        lines.push(line(part.to_owned(), &curve.validation, true, true));
    } else {
        // Among several runs the training curve stands back, or there would be twice the labels.
        lines.push(line(String::new(), &curve.smooth, false, false));
        let label = named(&drawn.run.config.name, &curve.part);
        lines.push(line(label, &curve.validation, drawn.ink != INKS[0], true));
    }
    lines.retain(|line| !line.points.is_empty());
    lines
}

/// A name as it fits beside a line.
fn shortened(name: &str) -> String {
    const ROOM: usize = 16;
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    let start: String = name.chars().take(ROOM - 1).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{classifier, validated};
    use super::*;

    const PLAIN: Manner = Manner { smoothing: 0.0, is_close: false };

    #[test]
    fn a_step_stands_at_its_share_of_an_epoch() {
        let run = classifier("a", &[2.0, 1.0, 0.5, 0.25]);
        let curves = Measure::Loss.curves(&run, 0.0, Lang::En);
        let epochs: Vec<f64> = curves[0].raw.iter().map(|point| point.0).collect();
        assert_eq!(epochs, [0.5, 1.0, 1.5, 2.0]);
    }

    #[test]
    fn accuracy_counts_hits_of_batches_and_of_validation() {
        let run = validated(classifier("a", &[2.0, 1.0]), 2, 3, 1);
        let curve = &Measure::Accuracy.curves(&run, 0.0, Lang::En)[0];
        // Half of a batch of 4 is right in every step.
        assert_eq!(curve.raw, [(0.5, 0.5), (1.0, 0.5)]);
        assert_eq!(curve.validation, [(1.0, 0.75)]);
    }

    #[test]
    fn one_run_names_its_lines_and_several_are_named_by_their_runs() {
        let run = validated(classifier("a", &[2.0, 1.0]), 2, 3, 1);
        let other = validated(classifier("a rather long name", &[2.0, 1.0]), 2, 3, 1);
        let alone = Measure::Loss.chart(&[Drawn { run: &run, ink: INKS[0] }], PLAIN, Lang::En);
        let labels = |chart: &LineChart| {
            chart.lines.iter().map(|line| line.label.clone()).collect::<Vec<_>>()
        };
        assert_eq!(labels(&alone), ["", "training", "validation"]);
        let two = [Drawn { run: &run, ink: INKS[0] }, Drawn { run: &other, ink: INKS[1] }];
        let chart = Measure::Loss.chart(&two, PLAIN, Lang::En);
        assert_eq!(labels(&chart), ["", "a rather long n…", "", "a"]);
        let dashed: Vec<_> = chart.lines.iter().map(|line| line.is_dashed).collect();
        assert_eq!(dashed, [false, true, false, false]);
    }

    #[test]
    fn the_scale_shows_everything_or_what_was_measured_lately() {
        let run = classifier("a", &[9.0, 0.5, 0.375, 0.25]);
        let drawn = [Drawn { run: &run, ink: INKS[0] }];
        let range = |is_close| {
            let manner = Manner { smoothing: 0.0, is_close };
            Measure::Loss.chart(&drawn, manner, Lang::En).y.domain
        };
        assert_eq!(range(false), (0.0, 10.0));
        assert_eq!(range(true), (0.25, 0.5));
    }

    #[test]
    fn a_rate_set_by_hand_is_marked_at_its_epoch() {
        let mut run = classifier("a", &[2.0, 1.0]);
        run.record.rates.push(RateMark { step: 1, rate: 0.001 });
        let chart = Measure::Loss.chart(&[Drawn { run: &run, ink: INKS[0] }], PLAIN, Lang::Es);
        assert_eq!(chart.marks, [(0.5, "tasa 0,001".to_owned())]);
    }
}
