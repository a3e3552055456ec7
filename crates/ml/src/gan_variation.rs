//! Variations of images that gradients go through, so that real and drawn images can be varied alike before
//! a discriminator sees them (Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training",
//! 2020): shifted, partly blanked, made lighter or darker. Not mirrored: shoes all point one way, and a
//! generator that only ever meets mirrored images learns to draw them.

use burn::tensor::{Device, Tensor, TensorData};
use dataset::{PIXELS, SIDE};
use random::Rng;

/// Furthest shift, in pixels: an eighth of the side, as in the paper.
const SHIFT: usize = 3;
/// Side of the square that is blanked, in pixels.
const HOLE: usize = 10;
/// How much lighter or darker an image is at most.
const BRIGHTNESS: f32 = 0.2;
/// Share of the images that are left as they are in each respect, so that the generator can tell which way up
/// they are (Karras et al. 2020).
const UNTOUCHED: f32 = 0.2;

/// How each image of a batch is varied, as matrices: rows that are shifted, columns that are shifted, what each
/// pixel is multiplied by.
pub struct Variations {
    rows: Tensor<3>,
    columns: Tensor<3>,
    factors: Tensor<3>,
}

impl Variations {
    /// Variations of a batch.
    pub fn draw(batch: usize, rng: &mut Rng, device: &Device) -> Self {
        let mut rows = vec![0.0; batch * PIXELS];
        let mut columns = vec![0.0; batch * PIXELS];
        let mut factors = vec![1.0; batch * PIXELS];
        for image in 0..batch {
            let part = image * PIXELS..(image + 1) * PIXELS;
            let (down, right) = match rng.uniform() < UNTOUCHED {
                true => (SHIFT, SHIFT),
                false => (rng.below(2 * SHIFT + 1), rng.below(2 * SHIFT + 1)),
            };
            for place in 0..SIDE {
                // Row `place` of the result is row `place + down - SHIFT` of the image.
                if let Some(from) = (place + down).checked_sub(SHIFT).filter(|&from| from < SIDE) {
                    rows[part.start + place * SIDE + from] = 1.0;
                }
                if let Some(from) = (place + right).checked_sub(SHIFT).filter(|&from| from < SIDE) {
                    columns[part.start + from * SIDE + place] = 1.0;
                }
            }
            let factors = &mut factors[part];
            if rng.uniform() >= UNTOUCHED {
                factors.fill(1.0 + BRIGHTNESS * (2.0 * rng.uniform() - 1.0));
            }
            if rng.uniform() >= UNTOUCHED {
                let (top, left) = (rng.below(SIDE - HOLE + 1), rng.below(SIDE - HOLE + 1));
                for row in factors.chunks_exact_mut(SIDE).skip(top).take(HOLE) {
                    row[left..left + HOLE].fill(0.0);
                }
            }
        }
        let tensor =
            |values| Tensor::from_data(TensorData::new(values, [batch, SIDE, SIDE]), device);
        Self { rows: tensor(rows), columns: tensor(columns), factors: tensor(factors) }
    }

    /// The images varied: `[batch, 1, 28, 28]`, both ways.
    pub fn apply(&self, images: Tensor<4>) -> Tensor<4> {
        let [batch, ..] = images.dims();
        let images = images.reshape([batch, SIDE, SIDE]);
        let shifted = self.rows.clone().matmul(images).matmul(self.columns.clone());
        (shifted * self.factors.clone()).reshape([batch, 1, SIDE, SIDE])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_shifted_whole_and_black_comes_in() {
        let device = Device::flex();
        let image: Vec<f32> = (0..PIXELS).map(|place| place as f32 / PIXELS as f32).collect();
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let variations = Variations::draw(1, &mut Rng::new(seed), &device);
            let variations =
                Variations { factors: Tensor::ones([1, SIDE, SIDE], &device), ..variations };
            let batch =
                Tensor::from_data(TensorData::new(image.clone(), [1, 1, SIDE, SIDE]), &device);
            let varied: Vec<f32> = variations.apply(batch).into_data().iter::<f32>().collect();
            let shift = (-3..=3).flat_map(|down| (-3..=3).map(move |right| (down, right)));
            let expected = |(down, right): (i32, i32)| -> Vec<f32> {
                let from = |place: usize| {
                    let (y, x) = ((place / SIDE) as i32 + down, (place % SIDE) as i32 + right);
                    let inside = (0..28).contains(&y) && (0..28).contains(&x);
                    if inside { image[y as usize * SIDE + x as usize] } else { 0.0 }
                };
                (0..PIXELS).map(from).collect()
            };
            let found = shift.into_iter().find(|&shift| expected(shift) == varied);
            seen.insert(found.expect("no shift gives this image"));
        }
        assert!(seen.len() > 15, "{seen:?}");
    }

    #[test]
    fn a_hole_is_black_and_the_rest_is_lighter_or_darker_by_a_fifth_at_most() {
        let device = Device::flex();
        let batch = 40;
        let variations = Variations::draw(batch, &mut Rng::new(3), &device);
        let factors: Vec<f32> = variations.factors.into_data().iter::<f32>().collect();
        let mut with_a_hole = 0;
        for image in factors.chunks_exact(PIXELS) {
            let blank = image.iter().filter(|&&factor| factor == 0.0).count();
            assert!(blank == 0 || blank == HOLE * HOLE, "{blank}");
            with_a_hole += usize::from(blank > 0);
            assert!(image.iter().all(|&factor| factor == 0.0 || (0.8..=1.2).contains(&factor)));
        }
        assert!((20..40).contains(&with_a_hole), "{with_a_hole}");
    }
}
