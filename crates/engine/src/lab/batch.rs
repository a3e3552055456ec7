//! Which images a run sees, and how many of a batch it names rightly.

use dataset::{CLASSES, Dataset, make_rare};
use protocol::run::{NetworkChoice, RunConfig};

/// Places of the training images that a run sees.
pub fn chosen(config: &RunConfig, train: &Dataset) -> Vec<usize> {
    let some = Dataset::some(&train.labels, config.data.images as usize, config.seed);
    match config.network {
        NetworkChoice::Autoencoder(class) => {
            some.into_iter().filter(|&place| train.labels[place] == class.label()).collect()
        }
        NetworkChoice::Classifier(_) => config
            .data
            .rare
            .iter()
            .fold(some, |some, &rare| make_rare(&train.labels, &some, rare, config.seed)),
    }
}

/// How many images are named rightly by `labels.len() × 10` logits.
pub fn hits(logits: &[f32], labels: &[u8]) -> u16 {
    let is_hit = |(row, label): &(&[f32], &u8)| {
        let best = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        best == Some(usize::from(**label))
    };
    logits.chunks_exact(CLASSES).zip(labels).filter(is_hit).count() as u16
}

#[cfg(test)]
mod tests {
    use dataset::{Class, PIXELS};
    use protocol::run::Preset;

    use super::*;

    #[test]
    fn hits_are_the_rows_whose_largest_logit_is_the_label() {
        let mut logits = vec![0.0; 20];
        logits[3] = 1.0;
        logits[10 + 9] = 1.0;
        assert_eq!(hits(&logits, &[3, 8]), 1);
    }

    #[test]
    fn a_run_sees_the_chosen_images_and_an_autoencoder_its_class_alone() {
        let labels: Vec<u8> = (0..1_000).map(|place| (place % CLASSES) as u8).collect();
        let train = Dataset { pixels: vec![0; 1_000 * PIXELS], labels };
        let mut config = Preset::QuickRare.config(1);
        config.data.images = 500;
        let images = chosen(&config, &train);
        assert_eq!(train.select(&images).counts(), [50, 50, 50, 50, 50, 50, 5, 50, 50, 50]);
        let config = Preset::Autoencoder.config(1);
        assert_eq!(train.select(&chosen(&config, &train)).counts()[Class::Trouser.index()], 100);
        assert_eq!(chosen(&config, &train).len(), 100);
    }
}
