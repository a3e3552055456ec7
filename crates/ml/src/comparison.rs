//! Remedies for a rare class, each a training of the same classifier: the same images, initial weights and number
//! of steps; only what the remedy is about differs. One step is a function; looping is the caller's.

use burn::module::Module;
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use dataset::{CLASSES, Class, Dataset, PIXELS};
use protocol::comparison::{Arm, ComparisonPlan};
use protocol::learning_rate::Schedule;
use random::Rng;
use statistics::metrics::Confusion;
use vision::augment::{Augmentation, augment};

use crate::gan_run::missing;
use crate::inference::{images, logits};
use crate::{Classifier, ClassifierConfig, DeviceError, Optimizer, OptimizerConfig, Weights};

/// How the images of the rare class are varied in [`Arm::AugmentedOversampling`].
const VARIED: Augmentation = Augmentation { flip: true, shift: 2, erase: 0.0 };

/// Parts of the seed's streams.
const ORDER: u64 = 10 << 40;
const VARIATION: u64 = 11 << 40;
const NOISE: u64 = 12 << 40;
const REPEATS: u64 = 13 << 40;

/// An image that a training sees once an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Example {
    /// Of the data set, at this place.
    Real(usize),
    /// Drawn by a generator: its place among those.
    Drawn(usize),
}

/// See the [module](self).
#[derive(Debug)]
pub struct ArmTraining {
    network: Classifier,
    optimizer: Optimizer,
    plan: ComparisonPlan,
    arm: Arm,
    seed: u64,
    examples: Vec<Example>,
    /// What the loss of an image of each class counts.
    weights: [f32; CLASSES],
    /// What is added to the logit of each class in training.
    shifts: [f32; CLASSES],
    drawn: Dataset,
    order: Vec<Example>,
    step: u32,
    device: Device,
}

impl ArmTraining {
    /// A training at its beginning. `places` are those of the images that are left in `data`, `drawn` the images
    /// of a generator, which arms without one do not look at.
    pub fn new(
        plan: &ComparisonPlan,
        arm: Arm,
        seed: u64,
        (data, places): (&Dataset, &[usize]),
        drawn: Dataset,
        on: &Device,
    ) -> Self {
        let device = on.clone().autodiff();
        let config = ClassifierConfig::from(plan.shape);
        let network = Weights::draw(config.init(&device), &device, seed);
        let counts = counts(data, places);
        let uses_drawn = arm.needs_generator();
        let drawn = if uses_drawn { drawn } else { Dataset::default() };
        let own: Vec<usize> = places
            .iter()
            .copied()
            .filter(|&place| data.labels[place] == plan.class.label())
            .collect();
        let mut examples: Vec<Example> = places.iter().copied().map(Example::Real).collect();
        examples.extend((0..drawn.len()).map(Example::Drawn));
        let repeats = repeats(arm, counts, plan.class, drawn.len());
        examples.extend(repeated(&own, repeats, seed).into_iter().map(Example::Real));
        Self {
            network,
            optimizer: Optimizer::new(OptimizerConfig::default()),
            plan: plan.clone(),
            arm,
            seed,
            weights: if arm == Arm::ClassWeights { balanced(counts) } else { [1.0; CLASSES] },
            shifts: if arm == Arm::LogitAdjustment { log_shares(counts) } else { [0.0; CLASSES] },
            order: examples.clone(),
            examples,
            drawn,
            step: 0,
            device,
        }
    }

    /// Takes a step, and says whether there was one left. `data` is what the training was made with.
    pub fn step(&mut self, data: &Dataset) -> bool {
        if self.step >= self.plan.steps {
            return false;
        }
        let batch = self.plan.batch as usize;
        let mut rng = Rng::stream(self.seed, VARIATION + u64::from(self.step));
        let mut pixels = vec![0.0; batch * PIXELS];
        let mut labels = Vec::with_capacity(batch);
        for (slot, out) in pixels.chunks_exact_mut(PIXELS).enumerate() {
            let example = self.example(self.step as usize * batch + slot);
            let (image, label) = match example {
                Example::Real(place) => (data.image(place), data.labels[place]),
                Example::Drawn(place) => (self.drawn.image(place), self.drawn.labels[place]),
            };
            let is_varied =
                self.arm == Arm::AugmentedOversampling && label == self.plan.class.label();
            let how = if is_varied { VARIED } else { Augmentation::default() };
            augment(image, how, &mut rng, out);
            labels.push(label);
        }
        self.device.seed(Rng::stream(self.seed, NOISE + u64::from(self.step)).next_u64());
        let logits = self.network.forward(images(pixels, batch, &self.device));
        let loss = loss(logits, &labels, &self.weights, &self.shifts);
        let gradients = loss.backward();
        let steps = u64::from(self.plan.steps);
        let rate = Schedule::OneCycle.rate(self.step.into(), steps, self.plan.learning_rate);
        self.network = self.optimizer.step(self.network.clone(), &gradients, rate);
        self.step += 1;
        true
    }

    /// The example at a place of the endless row of shuffled epochs.
    fn example(&mut self, place: usize) -> Example {
        let count = self.examples.len().max(1);
        if place.is_multiple_of(count) {
            self.order.clone_from(&self.examples);
            Rng::stream(self.seed, ORDER + (place / count) as u64).shuffle(&mut self.order);
        }
        self.order[place % count]
    }

    /// The network as it infers.
    pub fn network(&self) -> Classifier {
        self.network.valid()
    }
}

/// Images of each class at these places.
pub fn counts(data: &Dataset, places: &[usize]) -> [usize; CLASSES] {
    let mut counts = [0; CLASSES];
    for &place in places {
        counts[usize::from(data.labels[place])] += 1;
    }
    counts
}

/// How many images a generator is to draw for an arm, where all that is missing is filled up.
pub fn drawn_for(arm: Arm, counts: [usize; CLASSES], class: Class) -> usize {
    match arm {
        Arm::Gan => missing(counts, class),
        Arm::GanOversampling => missing(counts, class).div_ceil(2),
        _ => 0,
    }
}

/// How many images of the rare class are repeated.
fn repeats(arm: Arm, counts: [usize; CLASSES], class: Class, drawn: usize) -> usize {
    match arm {
        Arm::Oversampling | Arm::AugmentedOversampling => missing(counts, class),
        Arm::GanOversampling => missing(counts, class).saturating_sub(drawn),
        _ => 0,
    }
}

/// `count` of these places, each as often as another but for one.
fn repeated(places: &[usize], count: usize, seed: u64) -> Vec<usize> {
    let mut order = places.to_vec();
    Rng::stream(seed, REPEATS).shuffle(&mut order);
    order.iter().copied().cycle().take(if order.is_empty() { 0 } else { count }).collect()
}

/// n / (10 · n of the class): King, Zeng, "Logistic regression in rare events data" (2001).
fn balanced(counts: [usize; CLASSES]) -> [f32; CLASSES] {
    let all: usize = counts.iter().sum();
    counts.map(|count| all as f32 / (CLASSES * count.max(1)) as f32)
}

/// The logarithm of each class's share.
fn log_shares(counts: [usize; CLASSES]) -> [f32; CLASSES] {
    let all: usize = counts.iter().sum();
    counts.map(|count| (count.max(1) as f32 / all.max(1) as f32).ln())
}

/// Mean cross-entropy of shifted logits, in nats, the images weighted by their class.
fn loss(
    logits: Tensor<2>,
    labels: &[u8],
    weights: &[f32; CLASSES],
    shifts: &[f32; CLASSES],
) -> Tensor<1> {
    let device = logits.device();
    let mut targets = vec![0.0; labels.len() * CLASSES];
    let mut sum = 0.0;
    for (row, &label) in labels.iter().enumerate() {
        let weight = weights[usize::from(label)];
        targets[row * CLASSES + usize::from(label)] = weight;
        sum += weight;
    }
    let targets = Tensor::from_data(TensorData::new(targets, [labels.len(), CLASSES]), &device);
    let shifts = Tensor::from_data(TensorData::new(shifts.to_vec(), [1, CLASSES]), &device);
    -(log_softmax(logits + shifts, 1) * targets).sum() / sum
}

/// The confusion matrix of a classifier over images, `batch` at a time, from those at `done` on, added to
/// `confusion`; how many are done then.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn confuse(
    classifier: &Classifier,
    data: &Dataset,
    (done, batch): (usize, usize),
    confusion: &mut Confusion,
    device: &Device,
) -> Result<usize, DeviceError> {
    let until = (done + batch).min(data.len());
    let pixels = dataset::to_unit(&data.pixels[done * PIXELS..until * PIXELS]);
    let rows = logits(classifier, pixels, until - done, &device.clone().inner()).await?;
    for (row, &label) in rows.iter().zip(&data.labels[done..until]) {
        let best = (0..CLASSES).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or_default();
        confusion[usize::from(label)][best] += 1;
    }
    Ok(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: [usize; CLASSES] = [100, 100, 100, 100, 100, 100, 5, 100, 100, 100];

    #[test]
    fn arms_fill_the_class_up_by_repeating_drawing_or_half_of_each() {
        let class = Class::Shirt;
        let of = |arm| {
            let drawn = drawn_for(arm, COUNTS, class);
            (drawn, repeats(arm, COUNTS, class, drawn))
        };
        let all = Arm::ALL.map(of);
        assert_eq!(all, [(0, 0), (0, 0), (0, 95), (0, 95), (0, 0), (95, 0), (48, 47)]);
        let often = repeated(&[3, 5], 5, 1);
        assert_eq!(often.len(), 5);
        assert!([2, 3].contains(&often.iter().filter(|&&place| place == 3).count()));
        assert_eq!(repeated(&[], 5, 1), Vec::<usize>::new());
    }

    #[test]
    fn weights_and_shifts_follow_from_the_counts() {
        let weights = balanced(COUNTS);
        assert!((weights[6] - 905.0 / 50.0).abs() < 1e-4 && (weights[0] - 0.905).abs() < 1e-4);
        let shifts = log_shares(COUNTS);
        assert!((shifts[6] - (5.0_f32 / 905.0).ln()).abs() < 1e-6);
    }

    #[test]
    fn the_loss_is_the_weighted_mean_of_shifted_cross_entropies() {
        let device = Device::flex();
        let mut values = vec![0.0; 2 * CLASSES];
        values[0] = 2.0;
        let logits = Tensor::from_data(TensorData::new(values, [2, CLASSES]), &device);
        let mut weights = [1.0; CLASSES];
        weights[6] = 3.0;
        let mut shifts = [0.0; CLASSES];
        shifts[6] = -1.0;
        let found: f32 = loss(logits, &[0, 6], &weights, &shifts).into_scalar();
        let sum = |first: f32| (first.exp() + 8.0 + (-1.0_f32).exp()).ln();
        let expected = ((sum(2.0) - 2.0) + 3.0 * (sum(0.0) + 1.0)) / 4.0;
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
}
