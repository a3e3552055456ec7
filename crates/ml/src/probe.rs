//! A small piece of work that shows whether a device computes what the CPU computes: one forward
//! and one backward pass through every kind of layer that the networks use.

use burn::tensor::{Device, Tensor, Transaction};
use dataset::PIXELS;
use random::Rng;

use crate::inference::images;
use crate::optimizer::rows;
use crate::train::Network;
use crate::{Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig, DeviceError, Weights};

/// Largest difference, relative to 1 + |value|, at which a device passes.
pub const TOLERANCE: f32 = 1e-3;

const BATCH: usize = 4;

/// The numbers of the probe on a device: logits, reconstructions, losses, gradients.
///
/// # Errors
/// The device's words where the readback fails.
pub async fn probe(device: &Device) -> Result<Vec<f32>, DeviceError> {
    let device = device.clone().autodiff();
    let classifier =
        ClassifierConfig { channels: [4, 8], dense: 16, dropout: [0.0, 0.0], is_normalised: true };
    let autoencoder = AutoencoderConfig { channels: [4, 8], dense: 16, code: 4 };
    let mut numbers = of_network::<Classifier>(classifier, Classifier::forward, &device).await?;
    let reconstruct = |network: &Autoencoder, images| network.forward(images).flatten::<2>(1, 3);
    numbers.extend(of_network::<Autoencoder>(autoencoder, reconstruct, &device).await?);
    Ok(numbers)
}

async fn of_network<N: Network>(
    config: N::Config,
    forward: impl Fn(&N, Tensor<4>) -> Tensor<2>,
    device: &Device,
) -> Result<Vec<f32>, DeviceError> {
    let network = Weights::draw(N::build(config, device), device, 1);
    let mut rng = Rng::new(2);
    let pixels: Vec<f32> = (0..BATCH * PIXELS).map(|_| rng.uniform()).collect();
    let labels: [u8; BATCH] = [0, 3, 6, 9];
    let batch = images(pixels, BATCH, device);
    let output = forward(&network, batch.clone()).inner();
    let loss = network.loss(batch, &labels);
    let gradients = loss.backward();
    let first = Transaction::default().register(output).register(loss.inner());
    let transaction = rows(&network, &gradients)
        .into_iter()
        .fold(first, |transaction, (_, row)| transaction.register(row));
    let data =
        transaction.execute_async().await.map_err(|e| DeviceError::Readback(e.to_string()))?;
    Ok(data.iter().flat_map(|data| data.iter::<f32>()).collect())
}

/// Largest difference of two probes, relative to 1 + |value|; infinite where they cannot be
/// compared.
pub fn difference(reference: &[f32], other: &[f32]) -> f32 {
    if reference.len() != other.len() {
        return f32::INFINITY;
    }
    let gaps = reference.iter().zip(other).map(|(a, b)| (a - b).abs() / (1.0 + a.abs()));
    gaps.fold(0.0, |most, gap| if gap.is_nan() { f32::INFINITY } else { most.max(gap) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cpu_agrees_with_itself_and_a_wrong_number_is_seen() {
        let run = || futures::executor::block_on(probe(&Device::flex())).unwrap();
        let reference = run();
        assert_eq!(difference(&reference, &run()), 0.0);
        let mut wrong = reference.clone();
        wrong[7] += 0.1;
        assert!(difference(&reference, &wrong) > TOLERANCE);
        wrong[7] = f32::NAN;
        assert_eq!(difference(&reference, &wrong), f32::INFINITY);
        assert_eq!(difference(&reference, &wrong[1..]), f32::INFINITY);
    }
}
