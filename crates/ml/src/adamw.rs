//! AdamW whose moments can be read without blocking and put back on any device, which Burn's own
//! optimizer does not offer in the browser. Tested against Burn's.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::tensor::{Device, Gradients, Tensor, TensorData, Transaction};

use crate::DeviceError;
use crate::traverse::{NamedMapper, map_named};
use crate::weights::NamedTensor;

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

/// The optimizer and its moments, a row a parameter.
#[derive(Clone, Debug)]
pub struct AdamW {
    config: AdamWConfig,
    steps: u32,
    moments: BTreeMap<String, [Tensor<1>; 2]>,
}

/// The optimizer's state as plain numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moments {
    /// Steps taken.
    pub steps: u32,
    /// Means of gradients, then of squared gradients, each named after its parameter.
    pub tensors: [Vec<NamedTensor>; 2],
}

impl AdamW {
    /// An optimizer that has not yet seen a gradient.
    pub fn new(config: AdamWConfig) -> Self {
        Self { config, steps: 0, moments: BTreeMap::new() }
    }

    /// One step on a network. Parameters without a gradient are left alone.
    pub fn step<M: Module>(&mut self, module: M, gradients: &Gradients, learning_rate: f64) -> M {
        struct Step<'a> {
            optimizer: &'a mut AdamW,
            gradients: BTreeMap<ParamId, Tensor<1>>,
            learning_rate: f32,
        }
        impl NamedMapper for Step<'_> {
            fn map<const D: usize>(
                &mut self,
                name: &str,
                id: ParamId,
                value: Tensor<D>,
            ) -> Option<Tensor<D>> {
                let gradient = self.gradients.remove(&id)?;
                let decays = D > 1;
                let row = value.clone().reshape([gradient.dims()[0]]);
                let row = self.optimizer.update(name, row, gradient, self.learning_rate, decays);
                Some(row.reshape(value.dims()))
            }
        }
        self.steps += 1;
        let gradients = rows(&module, gradients).into_iter().collect();
        let learning_rate = learning_rate as f32;
        map_named(module, &mut Step { optimizer: self, gradients, learning_rate })
    }

    /// The new value of one parameter, all as rows.
    fn update(
        &mut self,
        name: &str,
        value: Tensor<1>,
        gradient: Tensor<1>,
        learning_rate: f32,
        decays: bool,
    ) -> Tensor<1> {
        let AdamWConfig { beta_1, beta_2, epsilon, weight_decay } = self.config;
        let square = gradient.clone() * gradient.clone();
        let [mean, mean_square] = match self.moments.remove(name) {
            Some([mean, mean_square]) => [
                mean * beta_1 + gradient * (1.0 - beta_1),
                mean_square * beta_2 + square * (1.0 - beta_2),
            ],
            None => [gradient * (1.0 - beta_1), square * (1.0 - beta_2)],
        };
        self.moments.insert(name.to_owned(), [mean.clone(), mean_square.clone()]);
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
        for [mean, mean_square] in self.moments.values() {
            transaction = transaction.register(mean.clone()).register(mean_square.clone());
        }
        let data = transaction.execute_async().await.map_err(|e| DeviceError(e.to_string()))?;
        let mut moments = Moments { steps: self.steps, ..Moments::default() };
        for (name, pair) in self.moments.keys().zip(data.chunks_exact(2)) {
            for (tensors, data) in moments.tensors.iter_mut().zip(pair) {
                let values: Vec<f32> = data.iter::<f32>().collect();
                let (name, shape) = (name.clone(), vec![values.len()]);
                tensors.push(NamedTensor { name, shape, values });
            }
        }
        Ok(moments)
    }

    /// An optimizer that goes on where the moments were read.
    pub fn resume(config: AdamWConfig, moments: &Moments, device: &Device) -> Self {
        let device = device.clone().inner();
        let row = |tensor: &NamedTensor| {
            let data = TensorData::new(tensor.values.clone(), [tensor.values.len()]);
            Tensor::from_data(data, &device)
        };
        let pairs = moments.tensors[0].iter().zip(&moments.tensors[1]);
        let moments_by_name =
            pairs.map(|(mean, square)| (mean.name.clone(), [row(mean), row(square)]));
        Self { config, steps: moments.steps, moments: moments_by_name.collect() }
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
