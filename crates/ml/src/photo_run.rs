//! The training of the [classifier for photos](crate::PhotoClassifier): what it sees, in which order, and
//! one step. Everything random is drawn from (seed, step).

use burn::tensor::{Device, Tensor, TensorData};
use dataset::Dataset;
use dataset::photos::{ClassSet, Truth};
use protocol::learning_rate::Schedule;
use random::Rng;
use vision::crop::{Canvas, VALUES, Variation, made_up, vary};

use burn::module::Module;

use crate::photo_classifier::{ANSWERS, HIDDEN, NONE, PhotoClassifier, pictures};
use crate::{MuonConfig, Optimizer, OptimizerConfig, Weights};

/// How the classifier for photos is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhotoPlan {
    /// Draws initial weights, the choice of pictures, their variation and dropout.
    pub seed: u64,
    /// Steps in all.
    pub steps: u64,
    /// Pictures a step.
    pub batch: usize,
    /// Highest learning rate of the one-cycle schedule.
    pub learning_rate: f64,
    /// Shares of a batch that are photos of garments, photos of other things, pieces of their grounds,
    /// and made-up pictures. The rest are images of the data set.
    pub shares: [f32; 4],
}

/// What it is trained on.
#[derive(Clone, Debug, Default)]
pub struct PhotoSource {
    /// Places of a data set that is given to each step.
    pub images: Vec<usize>,
    /// Photos of garments cut out, each with its right answers.
    pub garments: Vec<(Canvas, ClassSet)>,
    /// Photos of other things, cut out.
    pub others: Vec<Canvas>,
    /// Pieces of grounds.
    pub grounds: Vec<Canvas>,
}

/// Parts of the seed's streams.
const CHOICE: u64 = 5 << 40;
const NOISE: u64 = 6 << 40;

/// See the [module](self).
#[derive(Debug)]
pub struct PhotoRun {
    network: PhotoClassifier,
    optimizer: Optimizer,
    plan: PhotoPlan,
    source: PhotoSource,
    device: Device,
    step: u64,
}

impl PhotoRun {
    /// A run at its beginning, its weights drawn from the seed.
    pub fn new(plan: PhotoPlan, source: PhotoSource, device: &Device) -> Self {
        let device = device.clone().autodiff();
        let network = Weights::draw(PhotoClassifier::new(&device), &device, plan.seed);
        let optimizer = Optimizer::new(OptimizerConfig {
            muon: Some((MuonConfig::default(), HIDDEN)),
            ..OptimizerConfig::default()
        });
        Self { network, optimizer, plan, source, device, step: 0 }
    }

    /// Steps taken.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// The network as it infers: no dropout, running statistics.
    pub fn network(&self) -> PhotoClassifier {
        self.network.valid()
    }

    /// Takes a step and returns its loss before it, still on the device; none when all are taken.
    pub fn step(&mut self, data: &Dataset) -> Option<Tensor<1>> {
        if self.step >= self.plan.steps {
            return None;
        }
        let (values, right) = self.draw(data);
        self.device.seed(Rng::stream(self.plan.seed, NOISE + self.step).next_u64());
        let batch = pictures(values, self.plan.batch, &self.device);
        let loss = loss(self.network.forward(batch), right);
        let gradients = loss.backward();
        let rate = Schedule::OneCycle.rate(self.step, self.plan.steps, self.plan.learning_rate);
        self.network = self.optimizer.step(self.network.clone(), &gradients, rate);
        self.step += 1;
        Some(loss.inner())
    }

    /// The pictures of the next step, and a row a picture of 1 at each right answer and 0 else.
    fn draw(&self, data: &Dataset) -> (Vec<f32>, Vec<f32>) {
        let PhotoPlan { seed, batch, shares, .. } = self.plan;
        let PhotoSource { images, garments, others, grounds } = &self.source;
        let mut rng = Rng::stream(seed, CHOICE + self.step);
        let mut values = vec![0.0; batch * VALUES];
        let mut right = vec![0.0; batch * ANSWERS];
        let rows = values.chunks_exact_mut(VALUES).zip(right.chunks_exact_mut(ANSWERS));
        for (slot, (values, right)) in rows.enumerate() {
            // The shares of a batch are the same in every step.
            let place = (slot as f32 + 0.5) / batch as f32;
            let part = shares
                .iter()
                .scan(0.0, |sum, share| {
                    *sum += share;
                    Some(*sum)
                })
                .position(|sum| place < sum);
            let photos = Variation::PHOTOS;
            match part {
                Some(0) => {
                    let (canvas, set) = &garments[rng.below(garments.len())];
                    vary(canvas, &photos, &mut rng, values);
                    set.classes().for_each(|class| right[class.index()] = 1.0);
                }
                Some(which) => {
                    let canvas = match which {
                        1 => &others[rng.below(others.len())],
                        2 => &grounds[rng.below(grounds.len())],
                        _ => &made_up(rng.next_u64()),
                    };
                    vary(canvas, &photos, &mut rng, values);
                    right[NONE] = 1.0;
                }
                None => {
                    let index = images[rng.below(images.len())];
                    let image = data.image(index).try_into().unwrap_or(&[0; dataset::PIXELS]);
                    vary(&Canvas::of_image(image), &Variation::IMAGES, &mut rng, values);
                    right[usize::from(data.labels[index])] = 1.0;
                }
            }
        }
        (values, right)
    }
}

/// The mean of −log of the probability that all right answers have together, in nats: cross-entropy
/// where one is right.
///
/// # Shapes
/// - `logits`: `[batch, 11]`
/// - `right`: `batch × 11` values, 1 at right answers and 0 else
/// - output: `[1]`
fn loss(logits: Tensor<2>, right: Vec<f32>) -> Tensor<1> {
    let [batch, answers] = logits.dims();
    let right = Tensor::<2>::from_data(TensorData::new(right, [batch, answers]), &logits.device());
    // So far below that its exponential is 0.
    let only_right = logits.clone() + (right - 1.0) * 1e4;
    (log_sum(logits) - log_sum(only_right)).mean()
}

/// log Σ exp of each row: `[batch, 1]`.
fn log_sum(logits: Tensor<2>) -> Tensor<2> {
    let most = logits.clone().detach().max_dim(1);
    (logits - most.clone()).exp().sum_dim(1).log() + most
}

/// What a photo teaches: its garment with the right answers, or that it shows another thing.
pub fn add_photo(source: &mut PhotoSource, canvas: Canvas, truth: Truth) {
    match truth {
        Truth::OneOf(set) => source.garments.push((canvas, set)),
        Truth::NoneOfTheTen => source.others.push(canvas),
        Truth::Unused => {}
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;

    #[test]
    fn the_loss_counts_all_right_answers_together() {
        let device = Device::flex();
        let mut logits = vec![0.0; 2 * ANSWERS];
        logits[ANSWERS] = 3.0;
        let mut right = vec![0.0; 2 * ANSWERS];
        (right[0], right[4], right[ANSWERS]) = (1.0, 1.0, 1.0);
        let logits = Tensor::from_data(TensorData::new(logits, [2, ANSWERS]), &device);
        let found: f32 = loss(logits, right).into_scalar();
        let expected =
            (-(2.0_f32 / 11.0).ln() - (3.0_f32.exp() / (3.0_f32.exp() + 10.0)).ln()) / 2.0;
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }

    #[test]
    fn a_few_steps_tell_a_bar_from_a_made_up_picture() {
        let image: Vec<u8> =
            (0..784).map(|i| if (11..17).contains(&(i % 28)) { 200 } else { 0 }).collect();
        let data = Dataset { pixels: image, labels: vec![Class::Trouser.label()] };
        let plan = PhotoPlan {
            seed: 1,
            steps: 12,
            batch: 8,
            learning_rate: 3e-3,
            shares: [0.0, 0.0, 0.0, 0.5],
        };
        let source = PhotoSource { images: vec![0], ..PhotoSource::default() };
        let mut run = PhotoRun::new(plan, source, &Device::flex());
        let mut losses: Vec<f32> = Vec::new();
        while let Some(loss) = run.step(&data) {
            losses.push(loss.into_scalar());
        }
        assert_eq!(losses.len(), 12);
        assert!(losses[11] < 0.5 * losses[0], "{losses:?}");
    }
}
