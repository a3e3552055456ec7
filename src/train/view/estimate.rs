//! Roughly how long a run takes on one CPU thread, before it has been measured. Pure.

use protocol::run::{ClassifierShape, NetworkChoice, RunConfig};

/// Training images a second of [`ClassifierShape::PLAIN`] on one thread in Chromium, batch 64, as
/// measured on a 2-core x86-64 machine.
const PLAIN_SPEED: f64 = 1_350.0;
/// Training images a second of the autoencoder, whose strided convolutions are a fifth of the
/// work.
const AUTOENCODER_SPEED: f64 = 1_500.0;
/// Share of the time that grows with multiplications; the rest, pooling and moving data, grows
/// with the channels (measured natively on the shipped network: 38%).
const MULTIPLYING: f64 = 0.38;
/// What is left of the time when the convolutions are not learned: their backward pass is skipped.
const FROZEN: f64 = 0.5;
/// Normalisation's own time.
const NORMALISING: f64 = 1.1;

/// Seconds that a run of `images` images an epoch takes on one CPU thread, to within a factor of
/// about two.
pub fn cpu_seconds(config: &RunConfig, images: u32) -> f64 {
    let seen = f64::from(images) * f64::from(config.epochs);
    match config.network {
        NetworkChoice::Autoencoder(_) => seen / AUTOENCODER_SPEED,
        NetworkChoice::Classifier(shape) => {
            let held = if config.freeze_convolutions { FROZEN } else { 1.0 };
            let normalising = if shape.is_normalised { NORMALISING } else { 1.0 };
            seen / PLAIN_SPEED * relative_time(&shape) * held * normalising
        }
    }
}

/// Time of a step, where [`ClassifierShape::PLAIN`] takes 1.
fn relative_time(shape: &ClassifierShape) -> f64 {
    let plain = &ClassifierShape::PLAIN;
    MULTIPLYING * products(shape) / products(plain)
        + (1.0 - MULTIPLYING) * values(shape) / values(plain)
}

/// Multiplications of a forward pass over one image: two 3×3 convolutions at 28×28 and 14×14,
/// the dense layer over 7×7.
fn products(shape: &ClassifierShape) -> f64 {
    let [first, second] = shape.channels.map(f64::from);
    784.0 * 9.0 * first + 196.0 * 9.0 * first * second + 49.0 * second * f64::from(shape.dense)
}

/// Values that the convolutions put out for one image.
fn values(shape: &ClassifierShape) -> f64 {
    let [first, second] = shape.channels.map(f64::from);
    784.0 * first + 196.0 * second
}

/// Images an epoch sees of a training split with 5,500 images a class.
pub fn images_an_epoch(config: &RunConfig) -> u32 {
    let a_class = f64::from(config.data.images.min(10 * CLASS)) / 10.0;
    let kept = match config.network {
        NetworkChoice::Autoencoder(_) => a_class,
        NetworkChoice::Classifier(_) => {
            let lost: f64 = config.data.rare.iter().map(|rare| 1.0 - rare.ratio).sum();
            a_class * (10.0 - lost)
        }
    };
    kept.round() as u32
}

/// Training images of each class: 6,000 less those for validation.
const CLASS: u32 = 5_500;

#[cfg(test)]
mod tests {
    use protocol::run::Preset;

    use super::*;

    fn seconds(preset: Preset) -> f64 {
        let config = preset.config(42);
        cpu_seconds(&config, images_an_epoch(&config))
    }

    #[test]
    fn the_plain_network_runs_at_the_measured_speed() {
        // 10,000 images, 3 times.
        assert!((seconds(Preset::Plain) - 30_000.0 / PLAIN_SPEED).abs() < 1e-9);
    }

    #[test]
    fn the_quick_presets_stay_under_a_minute_and_the_full_one_takes_a_break() {
        for preset in [Preset::Quick, Preset::QuickRare, Preset::Autoencoder, Preset::FineTune] {
            assert!(seconds(preset) < 60.0, "{preset:?}: {}", seconds(preset));
        }
        assert!((600.0..3_600.0).contains(&seconds(Preset::Full)));
    }

    #[test]
    fn rare_classes_and_one_class_make_an_epoch_shorter() {
        let images = |preset: Preset| images_an_epoch(&preset.config(42));
        assert_eq!(images(Preset::Quick), 5_000);
        // Nine classes of 500 and one of 50.
        assert_eq!(images(Preset::QuickRare), 4_550);
        assert_eq!(images(Preset::Autoencoder), 5_500);
        assert_eq!(images(Preset::Full), 55_000);
    }
}
