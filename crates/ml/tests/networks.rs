//! What holds for each network: its shapes, that a step lowers the loss, that weights come back
//! as they went, and that a seed gives the same run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use dataset::{CLASSES, Dataset, PIXELS};
use futures::executor::block_on;
use ml::whitening::Whitening;
use ml::{
    AdamWConfig, Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig, MuonConfig,
    NamedTensor, Network, Optimizer, OptimizerConfig, Plan, Precision, ResumeError, Run, Source,
    Trainer, Weights, WeightsError, images,
};
use protocol::learning_rate::Schedule;
use protocol::run::{OptimizerChoice, RateMark};
use random::Rng;
use vision::augment::Augmentation;

/// Flex has one generator for the whole process, for dropout and for the weights that a layer has
/// before ours are drawn, so tests that compare to the bit take turns.
static DROPOUT: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    DROPOUT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Images whose class is a bright band at its own height, with noise.
fn bands(count: usize) -> Dataset {
    let mut rng = Rng::new(5);
    let labels: Vec<u8> = (0..count).map(|index| (index % CLASSES) as u8).collect();
    let mut pixels = Vec::with_capacity(count * PIXELS);
    for &label in &labels {
        for place in 0..PIXELS {
            let inside = place / 28 / 3 == usize::from(label);
            let bright = if inside { 200 } else { 0 };
            pixels.push(bright + rng.below(50) as u8);
        }
    }
    Dataset { pixels, labels }
}

fn floats(data: &Dataset) -> Vec<f32> {
    data.pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect()
}

fn plan(batch: usize, epochs: u32) -> Plan {
    let augmentation = Augmentation { flip: true, shift: 1, erase: 0.2 };
    Plan { batch, ..Plan::new(7, epochs, augmentation) }
}

fn new_run<N: Network>(plan: Plan, images: usize, device: &Device) -> Run<N> {
    Run::new(plan, N::Config::default(), (0..images).collect::<Vec<_>>().into(), device)
}

fn weights<N: Network>(network: &N) -> Weights {
    block_on(Weights::of(network)).unwrap()
}

fn values(tensor: Tensor<2>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

#[test]
fn shapes_are_as_documented() {
    let _turn = turn();
    let device = Device::flex();
    let batch = || images(floats(&bands(3)), 3, &device);
    let classifier = Classifier::build(ClassifierConfig::default(), &device);
    let autoencoder = Autoencoder::build(AutoencoderConfig::default(), &device);
    assert_eq!(classifier.forward(batch()).dims(), [3, 10]);
    assert_eq!(autoencoder.encode(batch()).dims(), [3, 16]);
    assert_eq!(autoencoder.forward(batch()).dims(), [3, 1, 28, 28]);
}

#[test]
fn a_trace_tells_where_image_and_reconstruction_part() {
    let _turn = turn();
    let device = Device::flex();
    let network = Weights::draw(AutoencoderConfig::default().init(&device), &device, 3);
    let batch = || images(floats(&bands(3)), 3, &device);
    let (reconstructed, inner) = network.trace(batch());
    assert_eq!(inner.dims(), [3, 160]);
    assert_eq!(reconstructed.clone().into_data(), network.forward(batch()).into_data());
    let (code, again) = (network.encode(batch()), network.encode(reconstructed));
    assert_eq!(inner.clone().narrow(1, 128, 16).into_data(), code.clone().into_data());
    assert_eq!(inner.narrow(1, 144, 16).into_data(), (code - again).into_data());
}

#[test]
fn what_is_usual_travels_with_the_weights_and_stays_out_of_the_network() {
    let _turn = turn();
    let device = Device::flex();
    let fresh = || AutoencoderConfig::default().init(&device);
    let mut all = weights(&Weights::draw(fresh(), &device, 3));
    assert_eq!(all.whitening(), None);
    let parameters = all.parameters();
    let fit = |width: usize| {
        let rows: Vec<f32> = (0..3 * width).map(|i| (i * i % 7) as f32).collect();
        Whitening::fit(&rows, width).unwrap()
    };
    all.set_whitening(&fit(3));
    assert_eq!(all.whitening(), None, "of another width than the traces");
    let usual = fit(160);
    all.set_whitening(&usual);
    assert_eq!(all.parameters(), parameters);
    let read = Weights::from_burnpack(all.to_burnpack(Precision::Single).unwrap()).unwrap();
    assert_eq!(read.whitening(), Some(usual));
    read.load(fresh(), &device).unwrap();
}

fn a_few_steps_lower_the_loss<N: Network>(choice: OptimizerChoice) {
    let _turn = turn();
    let data = bands(16);
    let optimizer = N::optimizer(choice);
    let mut trainer = Trainer::<N>::new(N::Config::default(), optimizer, 1, &Device::flex());
    let losses: Vec<f32> = (0..6)
        .map(|step| trainer.step(floats(&data), &data.labels, 2e-3, step).loss.into_scalar())
        .collect();
    assert!(losses[5] < losses[0], "{losses:?}");
}

#[test]
fn a_few_steps_lower_the_classifiers_loss() {
    OptimizerChoice::ALL.into_iter().for_each(a_few_steps_lower_the_loss::<Classifier>);
}

#[test]
fn a_few_steps_lower_the_autoencoders_loss() {
    OptimizerChoice::ALL.into_iter().for_each(a_few_steps_lower_the_loss::<Autoencoder>);
}

#[test]
fn saved_and_loaded_weights_give_equal_output() {
    let _turn = turn();
    let device = Device::flex();
    let data = bands(4);
    let mut run = new_run::<Classifier>(plan(4, 2), 4, &device);
    while run.step(&data).is_some() {}
    let network = run.network();
    let file = weights(&network).to_burnpack(Precision::Single).unwrap();
    let read = Weights::from_burnpack(file).unwrap();
    let loaded = read.load(ClassifierConfig::default().init(&device), &device).unwrap();
    let output = |network: &Classifier| values(network.forward(images(floats(&data), 4, &device)));
    assert_eq!(output(&network), output(&loaded));
}

#[test]
fn weights_that_do_not_fit_are_refused_by_name() {
    let _turn = turn();
    let device = Device::flex();
    let fresh = || ClassifierConfig::default().init(&device);
    let good = weights(&fresh());
    let refused = |change: &dyn Fn(&mut Weights)| {
        let mut weights = good.clone();
        change(&mut weights);
        weights.load(fresh(), &device).unwrap_err()
    };
    let missing = refused(&|weights| drop(weights.tensors.remove(0)));
    assert_eq!(missing, WeightsError::Missing("conv1.weight".into()));
    let unknown = refused(&|weights| {
        let extra = NamedTensor { name: "conv3.weight".into(), ..weights.tensors[0].clone() };
        weights.tensors.push(extra);
    });
    assert_eq!(unknown, WeightsError::Unknown("conv3.weight".into()));
    let shape = refused(&|weights| weights.tensors[0].shape = vec![9, 1, 3, 3]);
    assert!(matches!(shape, WeightsError::Shape { .. }));
    let infinite = refused(&|weights| weights.tensors[0].values[0] = f32::NAN);
    assert_eq!(infinite, WeightsError::NotFinite("conv1.weight".into()));
    assert!(matches!(
        Weights::from_burnpack(vec![1, 2, 3]).unwrap_err(),
        WeightsError::Unreadable(_)
    ));
}

#[test]
fn the_same_seed_gives_the_same_losses_bit_for_bit() {
    let _turn = turn();
    let data = bands(32);
    let losses = || {
        let mut run = new_run::<Classifier>(plan(8, 2), 32, &Device::flex());
        let mut losses = Vec::new();
        while let Some(step) = run.step(&data) {
            losses.push(step.outcome.loss.into_scalar::<f32>().to_bits());
        }
        losses
    };
    let first = losses();
    assert_eq!(first.len(), 8);
    assert_eq!(first, losses());
}

fn a_resumed_run_equals_one_that_was_never_stopped<N: Network>(optimizer: OptimizerChoice) {
    let plan = |batch, epochs| Plan { optimizer, ..plan(batch, epochs) };
    let _turn = turn();
    let data = bands(32);
    let device = Device::flex();
    let start = || new_run::<N>(plan(8, 3), 32, &device);
    let mut whole = start();
    while whole.step(&data).is_some() {}
    let mut first = start();
    for _ in 0..5 {
        first.step(&data);
    }
    let bytes = block_on(first.checkpoint()).unwrap().to_burnpack(Precision::Single).unwrap();
    let checkpoint = Weights::from_burnpack(bytes).unwrap();
    let resume = |plan| {
        let source = Source::from((0..32).collect::<Vec<_>>());
        Run::<N>::resume(plan, N::Config::default(), source, &checkpoint, &device)
    };
    let mut resumed = resume(plan(8, 3)).unwrap();
    assert_eq!(resumed.step_count(), 5);
    while resumed.step(&data).is_some() {}
    assert_eq!(weights(&whole.network()), weights(&resumed.network()));
    assert_eq!(resume(plan(8, 4)).unwrap_err(), ResumeError::OtherRun);

    // As checkpoints were written before there was an identity.
    let mut earlier = checkpoint.clone();
    earlier.metadata.remove("identity");
    let source = || Source::from((0..32).collect::<Vec<_>>());
    let line = ml::identity::<N>(&plan(8, 3), &N::Config::default(), &source());
    earlier.metadata.insert("plan".to_owned(), line);
    let resume = |plan| Run::<N>::resume(plan, N::Config::default(), source(), &earlier, &device);
    assert_eq!(resume(plan(8, 3)).unwrap().step_count(), 5);
    assert_eq!(resume(plan(8, 4)).unwrap_err(), ResumeError::OtherRun);

    let mut damaged = checkpoint.clone();
    let moment =
        damaged.tensors.iter_mut().find(|tensor| tensor.name.starts_with("mean/")).unwrap();
    moment.values.pop();
    let source = Source::from((0..32).collect::<Vec<_>>());
    let error = Run::<N>::resume(plan(8, 3), N::Config::default(), source, &damaged, &device);
    let error = error.unwrap_err();
    assert!(matches!(error, ResumeError::Weights(WeightsError::Shape { .. })), "{error}");
}

#[test]
fn a_resumed_classifier_run_equals_one_that_was_never_stopped() {
    let equals = a_resumed_run_equals_one_that_was_never_stopped::<Classifier>;
    OptimizerChoice::ALL.into_iter().for_each(equals);
}

#[test]
fn a_resumed_autoencoder_run_equals_one_that_was_never_stopped() {
    let equals = a_resumed_run_equals_one_that_was_never_stopped::<Autoencoder>;
    OptimizerChoice::ALL.into_iter().for_each(equals);
}

#[test]
fn frozen_convolutions_stay_and_dense_layers_learn() {
    let _turn = turn();
    let device = Device::flex();
    let data = bands(32);
    let plan = Plan { freeze_features: true, ..plan(8, 2) };
    let mut run = new_run::<Classifier>(plan, 32, &device);
    let before = weights(&run.network());
    while run.step(&data).is_some() {}
    let after = weights(&run.network());
    for (before, after) in before.tensors.iter().zip(&after.tensors) {
        let is_feature = before.name.starts_with("conv") || before.name.starts_with("norm");
        assert_eq!(before.values == after.values, is_feature, "{}", before.name);
    }
}

#[test]
fn extra_images_take_their_share_of_each_batch() {
    let _turn = turn();
    let device = Device::flex();
    let data = bands(32);
    let plan = Plan { extra_share: 0.25, ..plan(8, 1) };
    let extra = Dataset { pixels: vec![9; PIXELS], labels: vec![9] };
    let source = Source { images: (0..9).collect(), extra };
    let mut run = Run::<Classifier>::new(plan, ClassifierConfig::default(), source, &device);
    assert_eq!(run.steps_per_epoch(), 1);
    let labels = run.step(&data).unwrap().labels;
    assert_eq!(labels.len(), 8);
    assert_eq!(labels[6..], [9, 9]);
}

#[test]
fn a_rate_set_by_hand_holds_from_the_next_step_on() {
    let _turn = turn();
    let data = bands(32);
    let plan = Plan { schedule: Schedule::Constant, ..plan(8, 1) };
    let mut run = new_run::<Autoencoder>(plan, 32, &Device::flex());
    let first = run.step(&data).unwrap().rate;
    run.set_rate(0.5);
    run.set_rate(0.25);
    assert_eq!((first, run.step(&data).unwrap().rate), (3e-3, 0.25));
    assert_eq!(run.rates, [RateMark { step: 1, rate: 0.25 }]);
}

#[test]
fn a_network_without_normalisation_is_known_by_its_weights() {
    let _turn = turn();
    let device = Device::flex();
    let config = ClassifierConfig {
        channels: [4, 6],
        dense: 8,
        is_normalised: false,
        ..ClassifierConfig::default()
    };
    let weights = weights(&config.init(&device));
    assert_eq!(ClassifierConfig::of(&weights).unwrap(), config);
    assert!(weights.tensors.iter().any(|tensor| tensor.name == "conv1.bias"));
}

#[test]
fn decay_takes_its_share_of_a_matrix_and_nothing_of_a_bias() {
    let _turn = turn();
    let device = Device::flex().autodiff();
    let config = AutoencoderConfig { channels: [2, 2], dense: 8, code: 2 };
    let network = Weights::draw(config.init(&device), &device, 3);
    let before = weights(&network.valid());
    for choice in OptimizerChoice::ALL {
        let stepped = |decay: f32| {
            let mut config = Autoencoder::optimizer(choice);
            config.adamw.weight_decay = decay;
            config.muon = config
                .muon
                .map(|(muon, names)| (MuonConfig { weight_decay: decay, ..muon }, names));
            let batch = images(floats(&bands(4)), 4, &device);
            let gradients = network.loss(batch, &[0; 4]).backward();
            let network = Optimizer::new(config).step(network.clone(), &gradients, 0.1);
            weights(&network.valid())
        };
        let (with, without) = (stepped(0.5), stepped(0.0));
        for ((with, without), before) in
            with.tensors.iter().zip(&without.tensors).zip(&before.tensors)
        {
            let share = if before.shape.len() > 1 { 0.1 * 0.5 } else { 0.0 };
            let values = with.values.iter().zip(&without.values).zip(&before.values);
            for ((with, without), before) in values {
                assert!((without - with - share * before).abs() < 1e-5, "{choice:?}");
            }
        }
    }
}

#[test]
fn sides_that_no_classifier_has_are_refused() {
    let _turn = turn();
    let good = weights(&ClassifierConfig::default().init(&Device::flex()));
    for side in [0, 1_000_000_000] {
        let mut weights = good.clone();
        weights.tensors.iter_mut().find(|t| t.name == "conv2.weight").unwrap().shape[0] = side;
        let error = ClassifierConfig::of(&weights).unwrap_err();
        assert!(matches!(error, WeightsError::Side { side: found, .. } if found == side));
    }
}

#[test]
fn the_optimizer_steps_as_burns_own_does() {
    let _turn = turn();
    use burn::optim::{AdamWConfig as BurnConfig, GradientsParams};
    let device = Device::flex().autodiff();
    let config = AutoencoderConfig { channels: [2, 2], dense: 8, code: 2 };
    let batch = || images(floats(&bands(4)), 4, &device);
    // Without decay, for Burn's decays biases too.
    let mut ours = Weights::draw(config.init(&device), &device, 3);
    let mut burns = ours.clone();
    let adamw = AdamWConfig { weight_decay: 0.0, ..AdamWConfig::default() };
    let mut optimizer = Optimizer::new(OptimizerConfig { adamw, muon: None });
    let burn = BurnConfig::new().with_weight_decay(0.0).with_epsilon(1e-8);
    let mut burn = burn.init();
    for _ in 0..4 {
        let gradients = ours.loss(batch(), &[0; 4]).backward();
        ours = optimizer.step(ours, &gradients, 1e-3);
        let gradients = burns.loss(batch(), &[0; 4]).backward();
        let gradients = GradientsParams::from_grads(gradients, &burns);
        burns = burn.step(1e-3, burns, gradients);
    }
    for (a, b) in weights(&ours.valid()).tensors.iter().zip(&weights(&burns.valid()).tensors) {
        for (a, b) in a.values.iter().zip(&b.values) {
            assert!((a - b).abs() < 2e-5, "{a} and {b}");
        }
    }
}
