//! Curves for those who do not see them: a table and a sentence. And what a run is, in words. Pure.

use protocol::run::{ClassifierShape, LIVE_VALIDATION, NetworkChoice, RunConfig, Score, Start};
use statistics::metrics::accuracy;
use text::Lang;

use super::curves::{Curve, Drawn, Measure, epoch};
use super::estimate::images_an_epoch;
use crate::components::Table;
use crate::train::state::{RunState, RunView};

impl Measure {
    /// The table: a row a validation, with the smoothed training value at its step where there
    /// is one.
    pub fn table(self, drawn: &[Drawn], smoothing: f64, lang: Lang) -> Table {
        let has_training = matches!(self, Self::Loss | Self::Accuracy);
        let mut head = vec![lang.train_run().to_owned(), lang.train_epoch().to_owned()];
        if has_training {
            head.push(lang.train_line_training().to_owned());
        }
        head.push(lang.train_line_validation().to_owned());
        let mut rows = Vec::new();
        for drawn in drawn {
            for curve in self.curves(drawn.run, smoothing, lang) {
                let name = match curve.part.is_empty() {
                    true => drawn.run.config.name.clone(),
                    false => format!("{} · {}", drawn.run.config.name, curve.part),
                };
                rows.extend(self.rows(&name, &curve, has_training, lang));
            }
        }
        Table { head, rows }
    }

    fn rows(self, name: &str, curve: &Curve, has_training: bool, lang: Lang) -> Vec<Vec<String>> {
        let row = |&(epoch, value): &(f64, f64)| {
            let mut row = vec![name.to_owned(), lang.number(epoch, 2)];
            if has_training {
                let upto = curve.smooth.partition_point(|point| point.0 <= epoch + 1e-9);
                let last = upto.checked_sub(1).and_then(|last| curve.smooth.get(last));
                row.push(last.map_or("–".to_owned(), |point| self.write(point.1, lang)));
            }
            row.push(self.write(value, lang));
            row
        };
        curve.validation.iter().map(row).collect()
    }

    /// The last values of each run in a sentence each.
    pub fn words(self, drawn: &[Drawn], smoothing: f64, lang: Lang) -> String {
        let mut words = lang.train_chart_alt(self.title(lang));
        for drawn in drawn {
            for curve in self.curves(drawn.run, smoothing, lang) {
                let training = curve.smooth.last().map(|point| self.write(point.1, lang));
                let validation = curve.validation.last().map(|point| self.write(point.1, lang));
                let values = match (training, validation) {
                    (Some(training), Some(validation)) => {
                        lang.train_values_both(&training, &validation)
                    }
                    (Some(training), None) => lang.train_values_training(&training),
                    (None, Some(validation)) => lang.train_values_validation(&validation),
                    (None, None) => lang.train_values_none().to_owned(),
                };
                let name = &drawn.run.config.name;
                let part = if curve.part.is_empty() { name } else { &curve.part };
                let at = lang.number(epoch(drawn.run, drawn.run.step), 1);
                words += &format!(" {}", lang.train_words_run(part, &at, &values));
            }
        }
        words
    }
}

/// What a run trains, in a line: network, images an epoch, length.
pub fn description(config: &RunConfig, images: u32, lang: Lang) -> String {
    let mut parts = vec![network(config, lang)];
    parts.push(lang.train_images_of(images.into()));
    for rare in config.data.rare.iter().filter(|_| is_classifier(config)) {
        parts.push(lang.train_rare_at(lang.class_name(rare.class), &lang.percent(rare.ratio, 0)));
    }
    parts.push(lang.train_epochs_of(config.epochs.into()));
    if config.start != Start::Scratch {
        parts.push(lang.train_fine_tuned().to_owned());
    }
    parts.join(" · ")
}

/// The same of a run; how many images it sees is known exactly once it was opened.
pub fn about(run: &RunView, lang: Lang) -> String {
    let expected = images_an_epoch(&run.config);
    description(&run.config, if run.images > 0 { run.images } else { expected }, lang)
}

/// The network's name.
pub fn network(config: &RunConfig, lang: Lang) -> String {
    match config.network {
        NetworkChoice::Autoencoder(class) => lang.train_autoencoder_of(lang.class_name(class)),
        NetworkChoice::Classifier(shape) => shape_name(&shape, lang).to_owned(),
    }
}

/// What a classifier of this shape is called.
pub fn shape_name(shape: &ClassifierShape, lang: Lang) -> &'static str {
    if shape.same_layers(&ClassifierShape::SMALL) {
        lang.train_small()
    } else if shape.same_layers(&ClassifierShape::SHIPPED) {
        lang.train_shipped()
    } else if shape.same_layers(&ClassifierShape::PLAIN) {
        lang.train_plain()
    } else {
        lang.train_custom()
    }
}

/// Whether a configuration trains a classifier.
pub fn is_classifier(config: &RunConfig) -> bool {
    matches!(config.network, NetworkChoice::Classifier(_))
}

/// The last measurement of a run with its number of images: "Accuracy 85.3% (n = 1,000)".
pub fn last_score(run: &RunView, lang: Lang) -> Option<String> {
    run.record.validations.last().map(|validation| score(&validation.score, lang))
}

/// A measurement with its number of images.
pub fn score(score: &Score, lang: Lang) -> String {
    match score {
        Score::Classifier { confusion, .. } => {
            let accuracy = accuracy(confusion);
            let n = lang.count(accuracy.n as u64);
            lang.train_score_accuracy(&lang.percent(accuracy.value, 1), &n)
        }
        Score::Autoencoder { auc, .. } => {
            lang.train_score_auc(&lang.number(*auc, 3), &lang.count(LIVE_VALIDATION as u64))
        }
    }
}

/// What a run is doing, in a word or two.
pub fn state(run: &RunView, lang: Lang) -> &'static str {
    match run.state {
        RunState::Opening(_) => lang.train_state_opening(),
        RunState::Open { is_playing: true, .. } => lang.train_state_playing(),
        RunState::Open { is_playing: false, .. } => lang.train_state_paused(),
        RunState::Interrupted => lang.train_state_interrupted(),
        RunState::Stopped => lang.train_state_stopped(),
        RunState::Finished => lang.train_state_finished(),
    }
}

#[cfg(test)]
mod tests {
    use protocol::run::Preset;

    use super::super::curves::INKS;
    use super::super::sample::{classifier, validated};
    use super::*;

    #[test]
    fn the_table_has_a_row_a_validation_with_the_training_value_before_it() {
        let run = validated(validated(classifier("a", &[2.0, 1.0]), 0, 0, 4), 2, 3, 1);
        let drawn = [Drawn { run: &run, ink: INKS[0] }];
        let table = Measure::Loss.table(&drawn, 0.0, Lang::En);
        assert_eq!(table.head, ["Run", "Epoch", "training", "validation"]);
        assert_eq!(table.rows, [["a", "0.00", "–", "0.500"], ["a", "1.00", "1.000", "0.500"]]);
        let recall = Measure::Recall.table(&drawn, 0.0, Lang::Es);
        assert_eq!(recall.rows[1], ["a · Camisa", "1,00", "75,0\u{a0}%"]);
    }

    #[test]
    fn the_last_values_are_said_in_words() {
        let run = validated(classifier("Quick", &[2.0, 1.0]), 2, 3, 1);
        let drawn = [Drawn { run: &run, ink: INKS[0] }];
        assert_eq!(
            Measure::Loss.words(&drawn, 0.0, Lang::En),
            "Chart: Loss over the epochs. Quick, epoch 1.0: training 1.000, validation 0.500."
        );
    }

    #[test]
    fn a_run_is_described_by_network_data_and_length() {
        let text = description(&Preset::QuickRare.config(1), 4_550, Lang::En);
        assert_eq!(text, "Small classifier · 4,550 images · Shirt at 10% · 10 epochs");
        let text = description(&Preset::FineTune.config(1), 2_000, Lang::Es);
        assert!(text.ends_with("3 épocas · ajuste fino"), "{text}");
    }

    #[test]
    fn a_score_names_its_number_of_images() {
        let run = validated(classifier("a", &[]), 0, 3, 1);
        let words = last_score(&run, Lang::En).unwrap();
        assert_eq!(words, "Accuracy 75.0% (n = 4)");
    }
}
