//! The curves of a training as plain numbers: losses, and what the discriminator recognises. Pure.

use protocol::gan::DiscriminatorStep;
use statistics::metrics::moving_average;
use text::Lang;

use crate::augment::state::{GanRun, GanState};
use crate::components::Table;
use charts::{Axis, Ink, Line, LineChart, TICKS, nice_domain};

/// Words about a training.
pub type Words = fn(&GanRun, Lang) -> String;

/// Weight of the past in the smoothed curves.
const SMOOTHING: f64 = 0.9;
/// Rows of a table, at equal distances.
const ROWS: usize = 20;

fn generator(run: &GanRun) -> Vec<f64> {
    run.record.generator.iter().map(|&loss| loss.into()).collect()
}

fn discriminator(run: &GanRun, of: fn(&DiscriminatorStep) -> f32) -> Vec<f64> {
    run.record.discriminator.iter().map(|step| of(step).into()).collect()
}

/// The values of each step, faint, and the smoothed ones over them.
fn lines(label: &str, values: Vec<f64>, ink: Ink, is_dashed: bool) -> [Line; 2] {
    let at = |values: Vec<f64>| (1..).map(f64::from).zip(values).collect();
    let line = |label: &str, points, is_dashed| Line {
        label: label.to_owned(),
        points,
        ink,
        is_dashed,
        dots: false,
    };
    let smooth = moving_average(&values, SMOOTHING);
    [line("", at(values), false), line(label, at(smooth), is_dashed)]
}

/// The steps: those that are planned while it may go on.
fn steps_axis(run: &GanRun, lang: Lang) -> Axis {
    let taken = run.record.generator.len().max(run.record.discriminator.len()) as f64;
    let may_go_on = !matches!(run.state, GanState::Finished | GanState::Stopped);
    let planned = if may_go_on { f64::from(run.config.steps) } else { 0.0 };
    Axis::linear(lang.augment_step(), (0.0, planned.max(taken).max(1.0)), |value, digits| {
        lang.number(value, digits)
    })
}

/// Both losses.
pub fn losses(run: &GanRun, lang: Lang) -> LineChart {
    let generator = lines(lang.augment_generator(), generator(run), Ink::Accent, false);
    let of_discriminator = discriminator(run, |step| step.loss);
    let other = lines(lang.augment_discriminator(), of_discriminator, Ink::Review, true);
    let lines: Vec<Line> = other.into_iter().chain(generator).collect();
    let smooth = lines.iter().filter(|line| !line.label.is_empty());
    let highest = smooth.flat_map(|line| &line.points).map(|point| point.1).fold(0.0, f64::max);
    let reach = nice_domain(0.0, if highest > 0.0 { highest } else { 1.0 }, TICKS).1;
    LineChart {
        x: steps_axis(run, lang),
        y: Axis::linear(lang.train_unit_entropy(), (0.0, reach), |v, digits| {
            lang.number(v, digits)
        }),
        lines,
        marks: Vec::new(),
    }
}

/// What the discriminator recognises of real and of generated images.
pub fn told(run: &GanRun, lang: Lang) -> LineChart {
    let real = lines(lang.augment_told_real(), discriminator(run, |s| s.real), Ink::Accent, false);
    let fake = lines(lang.augment_told_fake(), discriminator(run, |s| s.fake), Ink::Review, true);
    LineChart {
        x: steps_axis(run, lang),
        y: Axis::linear(lang.augment_told_axis(), (0.0, 1.0), |value, digits| {
            lang.percent(value, digits.saturating_sub(2))
        }),
        lines: real.into_iter().chain(fake).collect(),
        marks: Vec::new(),
    }
}

/// The smoothed value at the end, as it is written.
fn last(values: &[f64], write: impl Fn(f64) -> String) -> String {
    moving_average(values, SMOOTHING).last().map_or("–".to_owned(), |value| write(*value))
}

/// Both losses in words.
pub fn losses_alt(run: &GanRun, lang: Lang) -> String {
    let write = |value| lang.number(value, 2);
    let generator = last(&generator(run), write);
    let discriminator = last(&discriminator(run, |step| step.loss), write);
    lang.augment_losses_alt(&lang.count(run.step().into()), &generator, &discriminator)
}

/// What the discriminator recognises, in words.
pub fn told_alt(run: &GanRun, lang: Lang) -> String {
    let write = |value| lang.percent(value, 0);
    let real = last(&discriminator(run, |step| step.real), write);
    let fake = last(&discriminator(run, |step| step.fake), write);
    lang.augment_told_alt(&lang.count(run.step().into()), &real, &fake)
}

/// Two smoothed curves at some steps.
fn table(
    names: [&str; 2],
    curves: [Vec<f64>; 2],
    write: impl Fn(f64) -> String,
    lang: Lang,
) -> Table {
    let curves = curves.map(|values| moving_average(&values, SMOOTHING));
    let steps = curves.iter().map(Vec::len).max().unwrap_or(0);
    let every = steps.div_ceil(ROWS).max(1);
    let row = |step: usize| {
        let cell = |curve: &Vec<f64>| curve.get(step - 1).map_or("–".to_owned(), |v| write(*v));
        let cells = curves.iter().map(cell);
        std::iter::once(lang.count(step as u64)).chain(cells).collect()
    };
    let head = std::iter::once(lang.augment_step()).chain(names).map(str::to_owned);
    Table {
        head: head.collect(),
        rows: (1..=steps).filter(|step| step % every == 0 || *step == steps).map(row).collect(),
    }
}

/// The table behind the losses.
pub fn losses_table(run: &GanRun, lang: Lang) -> Table {
    let names = [lang.augment_generator(), lang.augment_discriminator()];
    let curves = [generator(run), discriminator(run, |step| step.loss)];
    table(names, curves, |value| lang.number(value, 3), lang)
}

/// The table behind what the discriminator recognises.
pub fn told_table(run: &GanRun, lang: Lang) -> Table {
    let names = [lang.augment_told_real(), lang.augment_told_fake()];
    let curves = [discriminator(run, |step| step.real), discriminator(run, |step| step.fake)];
    table(names, curves, |value| lang.percent(value, 1), lang)
}

#[cfg(test)]
mod tests {
    use protocol::gan::GanConfig;

    use super::*;

    fn run(steps: usize) -> GanRun {
        let mut run = GanRun::kept(GanConfig::default(), 0, GanState::Interrupted);
        run.images = 275;
        run.record.generator = vec![0.75; steps];
        run.record.discriminator =
            vec![DiscriminatorStep { loss: 1.5, real: 0.75, fake: 0.5 }; steps];
        run
    }

    #[test]
    fn both_losses_are_drawn_by_step_and_the_scale_reaches_to_the_planned_end() {
        let chart = losses(&run(4), Lang::En);
        let labels: Vec<_> = chart.lines.iter().map(|line| line.label.as_str()).collect();
        assert_eq!(labels, ["", "discriminator", "", "generator"]);
        let steps: Vec<f64> = chart.lines[3].points.iter().map(|point| point.0).collect();
        assert_eq!(steps, [1.0, 2.0, 3.0, 4.0]);
        assert_eq!((chart.x.domain, chart.y.domain), ((0.0, 2_000.0), (0.0, 1.5)));
        let finished = GanRun { state: GanState::Finished, ..run(4) };
        assert_eq!(told(&finished, Lang::En).x.domain, (0.0, 4.0));
    }

    #[test]
    fn shares_go_from_none_to_all() {
        let chart = told(&run(2), Lang::Es);
        assert_eq!(chart.y.domain, (0.0, 1.0));
        assert_eq!(chart.y.ticks[0].1, "0\u{a0}%");
        assert_eq!(
            told_alt(&run(2), Lang::En),
            "Chart of the discriminator's accuracy. At step 2: 75% of the real images, 50% of the generated ones."
        );
        assert!(losses_alt(&run(0), Lang::En).contains("generator –"));
    }

    #[test]
    fn a_long_training_has_a_table_of_some_steps_with_the_last() {
        let table = losses_table(&run(47), Lang::En);
        let steps: Vec<_> = table.rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!((steps[0], steps[15]), ("3", "47"));
        assert_eq!(table.rows[0][1..], ["0.750", "1.500"]);
        assert!(told_table(&run(0), Lang::En).rows.is_empty());
    }

    #[test]
    fn a_network_that_has_taken_fewer_steps_has_no_value_there() {
        let mut run = run(2);
        run.record.generator.push(0.5);
        assert_eq!(losses_table(&run, Lang::En).rows[2][2], "–");
    }
}
