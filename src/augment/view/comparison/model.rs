//! A comparison as charts, tables and words. Pure.

use dataset::Class;
use protocol::comparison::{Arm, ArmSummary, Figure};
use statistics::evaluation::PairedDifference;
use text::Lang;

use crate::augment::state::Findings;
use crate::components::Table;
use charts::{
    Axis, BarChart, BarSeries, Ink, IntervalRow, Intervals, Line, LineChart, TICKS, nice_domain,
};

/// The place of a figure among all.
pub fn place(figure: Figure) -> usize {
    Figure::ALL.iter().position(|one| *one == figure).unwrap_or_default()
}

/// What is said of the generator's images.
pub fn verdict(found: &Findings, lang: Lang) -> String {
    match &found.verdict {
        Some(verdict) => lang.comparison_verdict(verdict, found.comparison.plan.class),
        None => lang.comparison_waiting().to_owned(),
    }
}

/// What the figures rest on.
pub fn basis(found: &Findings, lang: Lang) -> String {
    let class = lang.class_name(found.comparison.plan.class);
    lang.comparison_basis(
        found.left().into(),
        &lang.count(found.n()),
        lang.part_name(found.comparison.part),
        &lang.comparison_seeds(found.seeds() as u64),
        class,
    )
}

/// What the columns of the table are.
pub fn columns(found: &Findings, lang: Lang) -> String {
    lang.comparison_columns(lang.class_name(found.comparison.plan.class))
}

/// A row of the table of remedies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the remedy is called.
    pub name: &'static str,
    /// What it does, and how many images were generated for it.
    pub about: String,
    /// The mean of each figure, and its gain.
    pub cells: Vec<(String, String)>,
}

/// The table of remedies.
pub fn rows(found: &Findings, lang: Lang) -> Vec<Row> {
    let row = |arm: &ArmSummary| {
        let drawn = arm.drawn.round() as u64;
        let drawn = if drawn > 0 { lang.arm_drawn(drawn) } else { String::new() };
        let gain = |gain: &Option<PairedDifference>| {
            gain.map(|gain| lang.comparison_gain_of(&gain)).unwrap_or_default()
        };
        let cells = arm.means.iter().zip(&arm.gains);
        Row {
            name: lang.arm_name(arm.arm),
            about: format!("{} {drawn}", lang.arm_about(arm.arm)).trim_end().to_owned(),
            cells: cells.map(|(mean, of)| (lang.percent(*mean, 1), gain(of))).collect(),
        }
    };
    found.summary.iter().map(row).collect()
}

/// The generator's remedies stand out.
fn ink(arm: Arm) -> Ink {
    if arm.needs_generator() { Ink::Accent } else { Ink::Soft }
}

/// An axis of points on which zero and all intervals are.
fn points_axis(title: &str, gains: &[PairedDifference], lang: Lang) -> Axis {
    let ends = || gains.iter().flat_map(|gain| [gain.low * 100.0, gain.high * 100.0]);
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let domain = if high > low { nice_domain(low, high, TICKS) } else { (-1.0, 1.0) };
    Axis::linear(title, domain, |value, digits| lang.signed_number(value, digits))
}

/// The gain of each remedy beside nothing in a figure.
pub fn gains(found: &Findings, figure: Figure, lang: Lang) -> Intervals {
    let remedies = || found.summary.iter().filter(|arm| arm.arm != Arm::Nothing);
    let of = |arm: &ArmSummary| arm.gains[place(figure)];
    let known: Vec<PairedDifference> = remedies().filter_map(of).collect();
    let row = |arm: &ArmSummary| {
        let gain = of(arm);
        let ends = gain.map(|gain| (gain.low * 100.0, gain.high * 100.0));
        IntervalRow {
            name: lang.arm_name(arm.arm).to_owned(),
            written: gain.map_or("–".to_owned(), |gain| lang.points(gain.mean)),
            value: gain.map(|gain| gain.mean * 100.0),
            range: ends.unwrap_or_default(),
            ink: ink(arm.arm),
        }
    };
    Intervals {
        x: points_axis(lang.comparison_gains_axis(), &known, lang),
        rows: remedies().map(row).collect(),
    }
}

/// The gains in words; that there are none yet before two seeds have ended.
pub fn gains_alt(found: &Findings, figure: Figure, lang: Lang) -> String {
    let entry = |arm: &ArmSummary| {
        let gain = lang.comparison_gain_of(arm.gains[place(figure)].as_ref()?);
        Some(format!("{} {gain}", lang.arm_name(arm.arm)))
    };
    let entries: Vec<String> = found.summary.iter().filter_map(entry).collect();
    match entries.is_empty() {
        true => lang.comparison_gains_none().to_owned(),
        false => lang.comparison_gains_alt(&entries.join("; ")),
    }
}

/// The table behind the gains.
pub fn gains_table(found: &Findings, figure: Figure, lang: Lang) -> Table {
    let head = [lang.comparison_remedy(), lang.comparison_mean(), lang.comparison_gain_short()];
    let row = |arm: &ArmSummary| {
        let gain = arm.gains[place(figure)];
        vec![
            lang.arm_name(arm.arm).to_owned(),
            lang.percent(arm.means[place(figure)], 1),
            gain.map_or("–".to_owned(), |gain| lang.comparison_gain_of(&gain)),
        ]
    };
    Table { head: head.map(str::to_owned).to_vec(), rows: found.summary.iter().map(row).collect() }
}

/// Numbers of generated images with the gain of each.
fn curve_points(found: &Findings, figure: Figure) -> Vec<(u32, PairedDifference)> {
    let gain = |(drawn, arm): &(u32, ArmSummary)| Some((*drawn, arm.gains[place(figure)]?));
    found.curve.iter().filter_map(gain).collect()
}

/// The gain by number of generated images.
pub fn curve(found: &Findings, figure: Figure, lang: Lang) -> LineChart {
    let points = curve_points(found, figure);
    let known: Vec<PairedDifference> = points.iter().map(|(_, gain)| *gain).collect();
    let most = points.last().map_or(1.0, |(drawn, _)| f64::from(*drawn));
    let reach = nice_domain(0.0, most, TICKS).1;
    let line = |label: &str, ink, is_dashed, of: fn(&PairedDifference) -> f64| {
        let place = |(drawn, gain): &(u32, PairedDifference)| (f64::from(*drawn), of(gain) * 100.0);
        let points = points.iter().map(place).collect();
        Line { label: label.to_owned(), points, ink, is_dashed, dots: !label.is_empty() }
    };
    let zero = Line {
        points: vec![(0.0, 0.0), (reach, 0.0)],
        dots: false,
        ..line(lang.comparison_zero(), Ink::Soft, true, |_| 0.0)
    };
    LineChart {
        x: Axis::linear(lang.comparison_curve_x(), (0.0, reach), |value, digits| {
            lang.number(value, digits)
        }),
        y: points_axis(lang.comparison_curve_y(), &known, lang),
        lines: vec![
            zero,
            line("", Ink::Accent, true, |gain| gain.low),
            line("", Ink::Accent, true, |gain| gain.high),
            line(lang.comparison_curve_line(), Ink::Accent, false, |gain| gain.mean),
        ],
        marks: Vec::new(),
    }
}

/// The curve in words.
pub fn curve_alt(found: &Findings, figure: Figure, lang: Lang) -> String {
    let entry = |(drawn, gain): (u32, PairedDifference)| {
        lang.comparison_curve_entry(&lang.count(drawn.into()), &lang.comparison_gain_of(&gain))
    };
    let entries: Vec<String> = curve_points(found, figure).into_iter().map(entry).collect();
    lang.comparison_curve_alt(&entries.join("; "))
}

/// The table behind the curve.
pub fn curve_table(found: &Findings, figure: Figure, lang: Lang) -> Table {
    let head = [lang.comparison_curve_x(), lang.comparison_mean(), lang.comparison_gain_short()];
    let row = |(drawn, arm): &(u32, ArmSummary)| {
        let gain = arm.gains[place(figure)];
        vec![
            lang.count((*drawn).into()),
            lang.percent(arm.means[place(figure)], 1),
            gain.map_or("–".to_owned(), |gain| lang.comparison_gain_of(&gain)),
        ]
    };
    Table { head: head.map(str::to_owned).to_vec(), rows: found.curve.iter().map(row).collect() }
}

/// What share of the rare class's images is named as each class.
fn shares(found: &Findings, arm: Arm) -> [f64; Class::ALL.len()] {
    let row = found.comparison.confusions_of(arm);
    let all = row.iter().sum::<u64>().max(1) as f64;
    row.map(|count| count as f64 / all)
}

/// What the rare class is named as, with nothing and with another remedy.
pub fn taken(found: &Findings, arm: Arm, lang: Lang) -> BarChart {
    let series = |arm: Arm, ink| BarSeries {
        label: lang.arm_name(arm).to_owned(),
        values: shares(found, arm).map(|share| share * 100.0).to_vec(),
        ink,
    };
    BarChart {
        categories: Class::ALL.map(|class| lang.class_name(class).to_owned()).to_vec(),
        series: vec![series(Arm::Nothing, Ink::Soft), series(arm, Ink::Accent)],
        y_title: lang.comparison_taken_axis().to_owned(),
        y_ticks: [0.0, 25.0, 50.0, 75.0, 100.0].map(|v| (v, lang.number(v, 0))).to_vec(),
        marks: Vec::new(),
    }
}

/// The same in words.
pub fn taken_alt(found: &Findings, arm: Arm, lang: Lang) -> String {
    let class = found.comparison.plan.class;
    let right = |arm| lang.percent(shares(found, arm)[class.index()], 1);
    let (nothing, beside) = (right(Arm::Nothing), right(arm));
    lang.comparison_taken_alt(lang.class_name(class), &nothing, lang.arm_name(arm), &beside)
}

/// The table behind it.
pub fn taken_table(found: &Findings, arm: Arm, lang: Lang) -> Table {
    let head = [lang.confusion_predicted(), lang.arm_name(Arm::Nothing), lang.arm_name(arm)];
    let (nothing, beside) = (shares(found, Arm::Nothing), shares(found, arm));
    let row = |class: Class| {
        let share = |shares: &[f64]| lang.percent(shares[class.index()], 1);
        vec![lang.class_name(class).to_owned(), share(&nothing), share(&beside)]
    };
    Table { head: head.map(str::to_owned).to_vec(), rows: Class::ALL.map(row).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::state::sample::findings;

    #[test]
    fn gains_are_in_points_and_leave_nothing_out_but_nothing() {
        let chart = gains(&findings(), Figure::Recall, Lang::En);
        let rows: Vec<_> = chart
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.written.as_str(), row.ink))
            .collect();
        let expected =
            [("Class weights", "+20.0", Ink::Soft), ("Generated images", "+10.0", Ink::Accent)];
        assert_eq!(rows, expected);
        assert_eq!(chart.x.domain, (0.0, 20.0));
        assert!(
            chart.rows.iter().all(|row| row.range.0 == row.range.1),
            "every seed gains the same"
        );
    }

    #[test]
    fn the_table_has_each_mean_with_its_gain_below() {
        let rows = rows(&findings(), Lang::En);
        assert_eq!(rows.len(), 3);
        // 41, 42 and 43 of 100.
        assert_eq!(rows[0].cells[0], ("42.0%".to_owned(), String::new()));
        assert_eq!(rows[2].cells[0], ("52.0%".to_owned(), "+10.0 (+10.0 to +10.0)".to_owned()));
        assert!(rows[2].about.ends_with("475 generated images."), "{}", rows[2].about);
    }

    #[test]
    fn the_curve_goes_by_number_of_generated_images() {
        let chart = curve(&findings(), Figure::Recall, Lang::En);
        let gain = chart.lines.last().unwrap();
        let rounded: Vec<_> = gain.points.iter().map(|point| (point.0, point.1.round())).collect();
        assert_eq!(rounded, [(25.0, 5.0), (475.0, 10.0)]);
        let table = curve_table(&findings(), Figure::Recall, Lang::Es);
        assert_eq!(table.rows[0][..2], ["25", "47,0\u{a0}%"]);
    }

    #[test]
    fn what_the_rare_class_is_taken_for_is_a_share_of_its_own_images() {
        let chart = taken(&findings(), Arm::ClassWeights, Lang::En);
        let at = |series: usize, class: Class| chart.series[series].values[class.index()].round();
        assert_eq!(
            [at(0, Class::Shirt), at(1, Class::Shirt), at(1, Class::Coat)],
            [42.0, 62.0, 38.0]
        );
        let words = taken_alt(&findings(), Arm::ClassWeights, Lang::En);
        assert!(words.contains("42.0% with “Nothing”") && words.contains("62.0%"), "{words}");
    }

    #[test]
    fn what_the_figures_rest_on_is_said() {
        assert_eq!(
            basis(&findings(), Lang::En),
            "Measured on 100 test images, means over 3 seeds. 25 training images of Shirt were left."
        );
        assert!(verdict(&findings(), Lang::En).contains("did better: "), "class weights gain more");
        assert_eq!(place(Figure::Accuracy), 4);
    }
}
