//! What the figures of a training say: whether either network wins, and whether the images are all alike. Pure.

use dataset::{PIXELS, to_unit};
use protocol::gan::{DiscriminatorStep, GanRecord};
use statistics::generation::Variety;
use statistics::metrics::mean;
use text::Lang;

/// Steps before which nothing is said.
const SETTLED: u32 = 50;
/// The last steps that count.
const WINDOW: usize = 100;
/// The discriminator wins where it recognises more than this of both kinds of images.
const SEES_THROUGH: f64 = 0.95;
/// The generator wins where less than this of its images is recognised.
const FOOLED: f64 = 0.25;
/// A loss of the generator that is high, in nats: its images are given a probability of 5% to be real.
const HIGH_LOSS: f64 = 3.0;
/// A loss that is growing: the later half of the window above the earlier by this factor.
const GROWING: f64 = 1.1;

/// What is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// Nothing yet.
    Early,
    /// The images of the fixed codes are nearly one: their variety, as a share of the real images'.
    Collapsed(f64),
    /// The discriminator recognises these shares of real and generated images, and the generator does not learn.
    DiscriminatorWins(f64, f64),
    /// The discriminator recognises this share of the generated images.
    GeneratorWins(f64),
    /// Neither; the shares of real and generated images that are recognised.
    Balanced(f64, f64),
}

impl Sign {
    /// In words, with what to try.
    pub fn words(self, lang: Lang) -> String {
        let percent = |share: f64| lang.percent(share, 0);
        match self {
            Self::Early => lang.augment_early().to_owned(),
            Self::Collapsed(share) => lang.augment_collapsed(&percent(share)),
            Self::DiscriminatorWins(real, fake) => {
                lang.augment_discriminator_wins(&percent(real), &percent(fake))
            }
            Self::GeneratorWins(fake) => lang.augment_generator_wins(&percent(fake)),
            Self::Balanced(real, fake) => lang.augment_balanced(&percent(real), &percent(fake)),
        }
    }

    /// Whether something should be changed.
    pub fn is_trouble(self) -> bool {
        !matches!(self, Self::Early | Self::Balanced(..))
    }
}

/// What is seen of a training whose real images are `real`.
pub fn signs(record: &GanRecord, real: &[u8]) -> Vec<Sign> {
    if record.steps() < SETTLED {
        return vec![Sign::Early];
    }
    collapse(record, real).into_iter().chain(balance(record)).collect()
}

fn collapse(record: &GanRecord, real: &[u8]) -> Option<Sign> {
    let frame = record.frames.last()?;
    let variety = Variety::of(&to_unit(&frame.pixels), &to_unit(real), PIXELS)?;
    variety.is_collapsed().then(|| Sign::Collapsed(variety.generated / variety.real))
}

/// None where the discriminator has taken no step.
fn balance(record: &GanRecord) -> Option<Sign> {
    let steps = last(&record.discriminator);
    if steps.is_empty() {
        return None;
    }
    let share = |of: fn(&DiscriminatorStep) -> f32| {
        mean(&steps.iter().map(|step| f64::from(of(step))).collect::<Vec<f64>>())
    };
    let (real, fake) = (share(|step| step.real), share(|step| step.fake));
    let losses: Vec<f64> = last(&record.generator).iter().map(|&loss| loss.into()).collect();
    let (earlier, later) = losses.split_at(losses.len() / 2);
    let is_stuck = mean(&losses) > HIGH_LOSS || mean(later) > GROWING * mean(earlier);
    Some(if real > SEES_THROUGH && fake > SEES_THROUGH && is_stuck {
        Sign::DiscriminatorWins(real, fake)
    } else if fake < FOOLED {
        Sign::GeneratorWins(fake)
    } else {
        Sign::Balanced(real, fake)
    })
}

fn last<T>(values: &[T]) -> &[T] {
    &values[values.len().saturating_sub(WINDOW)..]
}

#[cfg(test)]
mod tests {
    use protocol::gan::Frame;

    use super::*;

    fn record(steps: usize, real: f32, fake: f32, loss: impl Fn(usize) -> f32) -> GanRecord {
        GanRecord {
            discriminator: vec![DiscriminatorStep { loss: 1.0, real, fake }; steps],
            generator: (0..steps).map(loss).collect(),
            ..GanRecord::default()
        }
    }

    fn seen(record: &GanRecord) -> Vec<Sign> {
        signs(record, &[])
    }

    #[test]
    fn before_fifty_steps_it_is_too_early() {
        assert_eq!(seen(&record(49, 1.0, 1.0, |_| 9.0)), [Sign::Early]);
        assert!(!seen(&record(50, 0.75, 0.75, |_| 0.7)).contains(&Sign::Early));
    }

    #[test]
    fn a_discriminator_wins_that_sees_through_everything_while_the_loss_is_high_or_grows() {
        let won = [Sign::DiscriminatorWins(1.0, 1.0)];
        assert_eq!(seen(&record(200, 1.0, 1.0, |_| 3.5)), won);
        // From 1 to 2: 1.25 and 1.75 on average in the halves of the window.
        assert_eq!(seen(&record(100, 1.0, 1.0, |step| 1.0 + step as f32 / 100.0)), won);
        assert_eq!(seen(&record(200, 1.0, 1.0, |_| 2.0)), [Sign::Balanced(1.0, 1.0)]);
        assert_eq!(seen(&record(200, 1.0, 0.875, |_| 9.0)), [Sign::Balanced(1.0, 0.875)]);
    }

    #[test]
    fn a_generator_wins_whose_images_are_seldom_recognised() {
        assert_eq!(seen(&record(60, 0.5, 0.125, |_| 0.2)), [Sign::GeneratorWins(0.125)]);
    }

    #[test]
    fn only_the_last_hundred_steps_count() {
        let mut all = record(500, 1.0, 1.0, |_| 9.0);
        for step in &mut all.discriminator[400..] {
            (step.real, step.fake) = (0.5, 0.75);
        }
        assert_eq!(seen(&all), [Sign::Balanced(0.5, 0.75)]);
    }

    #[test]
    fn images_that_are_all_alike_are_told_beside_the_balance() {
        let mut record = record(60, 0.5, 0.5, |_| 0.7);
        let real: Vec<u8> = [[0; PIXELS], [255; PIXELS]].concat();
        record.frames.push(Frame { step: 60, pixels: [[100; PIXELS], [110; PIXELS]].concat() });
        let found = signs(&record, &real);
        let [Sign::Collapsed(share), Sign::Balanced(..)] = found[..] else { panic!("{found:?}") };
        assert!((share - 10.0 / 255.0).abs() < 1e-6, "{share}");
        record.frames.push(Frame { step: 61, pixels: [[0; PIXELS], [200; PIXELS]].concat() });
        assert_eq!(signs(&record, &real).len(), 1);
    }

    #[test]
    fn every_sign_of_trouble_says_what_to_try() {
        for sign in
            [Sign::Collapsed(0.1), Sign::DiscriminatorWins(1.0, 1.0), Sign::GeneratorWins(0.1)]
        {
            assert!(sign.is_trouble());
            assert!(
                sign.words(Lang::En).contains("Try ") && sign.words(Lang::Es).contains("Prueba ")
            );
        }
        assert!(!Sign::Early.is_trouble() && !Sign::Balanced(0.7, 0.7).is_trouble());
    }
}
