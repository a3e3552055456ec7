//! Dropout (Srivastava et al. 2014). On the CPU its mask comes from our own generator, seeded by
//! Burn's: Burn draws each value with a cipher, which took a tenth of a training step.

use burn::backend::{Autodiff, Flex};
use burn::nn::DropoutConfig;
use burn::tensor::{Distribution, Tensor, TensorData};
use random::Rng;

/// In training, zero in place of each value with this probability, and the others the larger for
/// it; otherwise the values as they are.
pub fn drop_out(x: Tensor<2>, probability: f64) -> Tensor<2> {
    if probability <= 0.0 || !x.is_autodiff() {
        return x;
    }
    if x.clone().try_into_primitive::<Autodiff<Flex>>().is_err() {
        return DropoutConfig::new(probability).init().forward(x);
    }
    let device = x.device();
    let drawn = Tensor::<1>::random([3], Distribution::Default, &device).into_data();
    let seed = drawn
        .iter::<f32>()
        .fold(0, |seed, value| Rng::stream(seed, value.to_bits().into()).next_u64());
    let mask = TensorData::new(mask(x.shape().num_elements(), probability, seed), x.dims());
    x * Tensor::from_data(mask, &device)
}

/// What to multiply each value by.
fn mask(count: usize, probability: f64, seed: u64) -> Vec<f32> {
    const STEPS: f64 = 65_536.0;
    let dropped = (probability * STEPS).round() as u64;
    let kept = (1.0 / (1.0 - probability)) as f32;
    let mut rng = Rng::new(seed);
    let mut mask = Vec::with_capacity(count.next_multiple_of(4));
    while mask.len() < count {
        let bits = rng.next_u64();
        mask.extend(
            [0, 16, 32, 48].map(|at| if (bits >> at) & 0xFFFF < dropped { 0.0 } else { kept }),
        );
    }
    mask.truncate(count);
    mask
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    #[test]
    fn so_many_are_zero_and_the_mean_stays() {
        for probability in [0.2, 0.5, 0.9] {
            let mask = mask(100_001, probability, 7);
            assert_eq!(mask.len(), 100_001);
            let zeros = mask.iter().filter(|&&factor| factor == 0.0).count() as f64 / 100_001.0;
            let mean = mask.iter().sum::<f32>() / 100_001.0;
            assert!((zeros - probability).abs() < 0.01, "{zeros}");
            assert!((mean - 1.0).abs() < 0.04, "{mean}");
        }
    }

    #[test]
    fn the_devices_seed_decides_and_only_training_drops() {
        let device = Device::flex().autodiff();
        let x = Tensor::<2>::ones([8, 16], &device);
        let of = |seed: u64| {
            device.seed(seed);
            drop_out(x.clone(), 0.5).into_data()
        };
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
        let plain = Tensor::<2>::ones([8, 16], &Device::flex());
        assert_eq!(drop_out(plain.clone(), 0.5).into_data(), plain.into_data());
    }
}
