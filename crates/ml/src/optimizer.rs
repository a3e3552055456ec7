//! AdamW, and [Muon](crate::muon) beside it, whose moments can be read without blocking and put
//! back on any device, which Burn's own optimizers do not offer in the browser. Tested against
//! Burn's.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::tensor::{Device, Gradients, Tensor, TensorData, Transaction};

use crate::DeviceError;
use crate::muon::{self, MuonConfig};
use crate::traverse::{NamedMapper, NamedTensor, map_named};

/// Settings of AdamW (Loshchilov, Hutter 2019).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamWConfig {
    /// Decay of the mean of gradients.
    pub beta_1: f32,
    /// Decay of the mean of squared gradients.
    pub beta_2: f32,
    /// Keeps the division finite.
    pub epsilon: f32,
    /// Share of a weight that is taken away a step, times the learning rate. Biases and scales
    /// are left alone.
    pub weight_decay: f32,
}

impl Default for AdamWConfig {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, weight_decay: 0.01 }
    }
}

/// The settings of an optimizer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OptimizerConfig {
    /// For the weights that Muon does not step.
    pub adamw: AdamWConfig,
    /// Muon's, and the names of the weights that it steps.
    pub muon: Option<(MuonConfig, &'static [&'static str])>,
}

/// The optimizer and its moments, a row a parameter.
#[derive(Clone, Debug)]
pub struct Optimizer {
    config: OptimizerConfig,
    steps: u32,
    /// The mean of gradients, and of their squares where AdamW steps.
    moments: BTreeMap<String, (Tensor<1>, Option<Tensor<1>>)>,
}

/// The optimizer's state as plain numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moments {
    /// Steps taken.
    pub steps: u32,
    /// Means of gradients, then of squared gradients, each named after its parameter. Muon has
    /// no second one.
    pub tensors: [Vec<NamedTensor>; 2],
}

impl Optimizer {
    /// An optimizer that has not yet seen a gradient.
    pub fn new(config: OptimizerConfig) -> Self {
        Self { config, steps: 0, moments: BTreeMap::new() }
    }

    /// One step on a network. Parameters without a gradient are left alone.
    pub fn step<M: Module>(&mut self, module: M, gradients: &Gradients, learning_rate: f64) -> M {
        struct Update<'a> {
            optimizer: &'a mut Optimizer,
            gradients: BTreeMap<ParamId, Tensor<1>>,
            learning_rate: f32,
        }
        impl NamedMapper for Update<'_> {
            fn map<const D: usize>(
                &mut self,
                name: &str,
                id: ParamId,
                value: Tensor<D>,
            ) -> Option<Tensor<D>> {
                let gradient = self.gradients.remove(&id)?;
                let (dims, rate) = (value.dims(), self.learning_rate);
                let row = value.reshape([gradient.dims()[0]]);
                let row = match self.optimizer.config.muon {
                    Some((muon, names)) if names.contains(&name) => {
                        self.optimizer.muon(muon, name, row, gradient, rate, dims[0])
                    }
                    _ => self.optimizer.adamw(name, row, gradient, rate, D > 1),
                };
                Some(row.reshape(dims))
            }
        }
        self.steps += 1;
        let gradients = rows(&module, gradients).into_iter().collect();
        let learning_rate = learning_rate as f32;
        map_named(module, &mut Update { optimizer: self, gradients, learning_rate })
    }

    /// The new value of one parameter by Muon, all as rows; the parameter as a matrix has `rows`.
    fn muon(
        &mut self,
        config: MuonConfig,
        name: &str,
        value: Tensor<1>,
        gradient: Tensor<1>,
        learning_rate: f32,
        rows: usize,
    ) -> Tensor<1> {
        let MuonConfig { momentum, weight_decay } = config;
        let fresh = gradient.clone() * (1.0 - momentum);
        let mean = match self.moments.remove(name) {
            Some((mean, _)) => mean * momentum + fresh.clone(),
            None => fresh.clone(),
        };
        self.moments.insert(name.to_owned(), (mean.clone(), None));
        let [count] = value.dims();
        let ahead = (mean * momentum + fresh).reshape([rows, count / rows.max(1)]);
        let direction = muon::direction(ahead).reshape([count]);
        value * (1.0 - learning_rate * weight_decay) - direction * learning_rate
    }

    /// The new value of one parameter by AdamW, all as rows.
    fn adamw(
        &mut self,
        name: &str,
        value: Tensor<1>,
        gradient: Tensor<1>,
        learning_rate: f32,
        decays: bool,
    ) -> Tensor<1> {
        let AdamWConfig { beta_1, beta_2, epsilon, weight_decay } = self.config.adamw;
        let square = gradient.clone() * gradient.clone();
        let [mean, mean_square] = match self.moments.remove(name) {
            Some((mean, Some(mean_square))) => [
                mean * beta_1 + gradient * (1.0 - beta_1),
                mean_square * beta_2 + square * (1.0 - beta_2),
            ],
            _ => [gradient * (1.0 - beta_1), square * (1.0 - beta_2)],
        };
        self.moments.insert(name.to_owned(), (mean.clone(), Some(mean_square.clone())));
        // The two bias corrections are folded into the step size and epsilon.
        let steps = self.steps as i32;
        let correction_1 = 1.0 - beta_1.powi(steps);
        let correction_2 = (1.0 - beta_2.powi(steps)).sqrt();
        let direction = mean / (mean_square.sqrt() + epsilon * correction_2);
        let kept = if decays { value * (1.0 - learning_rate * weight_decay) } else { value };
        kept - direction * (learning_rate * correction_2 / correction_1)
    }

    /// Reads the moments back, in one readback.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn moments(&self) -> Result<Moments, DeviceError> {
        let mut transaction = Transaction::default();
        let mut names = Vec::new();
        for (name, (mean, mean_square)) in &self.moments {
            for (moment, tensor) in [Some(mean), mean_square.as_ref()].into_iter().enumerate() {
                if let Some(tensor) = tensor {
                    names.push((moment, name.clone()));
                    transaction = transaction.register(tensor.clone());
                }
            }
        }
        let data =
            transaction.execute_async().await.map_err(|e| DeviceError::Readback(e.to_string()))?;
        let mut moments = Moments { steps: self.steps, ..Moments::default() };
        for ((moment, name), data) in names.into_iter().zip(data) {
            let values: Vec<f32> = data.iter::<f32>().collect();
            let shape = vec![values.len()];
            moments.tensors[moment].push(NamedTensor { name, shape, values });
        }
        Ok(moments)
    }

    /// An optimizer that goes on where the moments were read.
    pub fn resume(config: OptimizerConfig, moments: &Moments, device: &Device) -> Self {
        let device = device.clone().inner();
        let row = |tensor: &NamedTensor| {
            let data = TensorData::new(tensor.values.clone(), [tensor.values.len()]);
            Tensor::from_data(data, &device)
        };
        let [means, squares] = &moments.tensors;
        let mut squares: BTreeMap<_, _> =
            squares.iter().map(|tensor| (&tensor.name, row(tensor))).collect();
        let pairs = means
            .iter()
            .map(|tensor| (tensor.name.clone(), (row(tensor), squares.remove(&tensor.name))));
        Self { config, steps: moments.steps, moments: pairs.collect() }
    }
}

/// The gradients of a network's parameters as rows, in the network's order.
pub(crate) fn rows<M: Module>(module: &M, gradients: &Gradients) -> Vec<(ParamId, Tensor<1>)> {
    struct Collect<'a> {
        gradients: &'a Gradients,
        rows: Vec<(ParamId, Tensor<1>)>,
    }
    impl ModuleVisitor for Collect<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if param.is_require_grad()
                && let Some(gradient) = param.val().grad(self.gradients)
            {
                let count = gradient.shape().num_elements();
                self.rows.push((param.id, gradient.reshape([count])));
            }
        }
    }
    let mut collect = Collect { gradients, rows: Vec::new() };
    module.visit(&mut collect);
    collect.rows
}
