//! A convolution as one product of matrices: of the kernels, and of what each of them sees of the
//! image from each pixel. Suits any kernel.

use super::{Halved, Sizes, Wanted};
use crate::matrix::{Matrix, multiply};
use crate::pool::Pool;

/// Values that are laid out for one multiplication, at most: 1 MiB, half of a core's nearest
/// large cache.
const AT_ONCE: usize = 1 << 18;

impl Sizes {
    /// Images at a time, where so many channels are laid out.
    pub(super) fn images_at_once(self, channels: usize) -> usize {
        let each = (channels * self.taps()).max(self.to) * self.area();
        (AT_ONCE / each.max(1)).clamp(1, self.batch.max(1))
    }

    pub(super) fn forward_by_patches(self, x: &[f32], weight: &[f32]) -> Halved {
        let (area, at_once) = (self.area(), self.images_at_once(self.from));
        let mut patches = Patches::new(self, self.from, at_once);
        let mut maps = vec![0.0; self.to * at_once * area];
        let count = self.halved_dims().iter().product();
        let mut halved = Halved { values: vec![0.0; count], winners: vec![0; count] };
        let mut pool = Pool::new(self.height, self.width);
        let halved_area = (self.height / 2) * (self.width / 2);
        for first in (0..self.batch).step_by(at_once) {
            let images = at_once.min(self.batch - first);
            patches.lay_out(&x[first * self.from * area..], Order::ImagesFirst, images);
            let kernels = Matrix::rows(weight, self.to, self.from * self.taps());
            multiply(kernels, patches.matrix(images), &mut maps, at_once * area, false);
            for image in 0..images {
                for channel in 0..self.to {
                    let map = &maps[(channel * at_once + image) * area..][..area];
                    let place = ((first + image) * self.to + channel) * halved_area;
                    let values = &mut halved.values[place..][..halved_area];
                    pool.halve(map, values, &mut halved.winners[place..][..halved_area]);
                }
            }
        }
        halved
    }

    pub(super) fn backward_by_patches(
        self,
        x: &[f32],
        weight: &[f32],
        gradient: &[f32],
        winners: &[u32],
        mut wanted: Wanted<'_>,
    ) {
        let area = self.area();
        let at_once = self.images_at_once(match wanted.image {
            Some(_) => self.from.max(self.to),
            None => self.from,
        });
        let mut patches = Patches::new(self, self.from, at_once);
        let mut back = wanted.image.is_some().then(|| Back::new(self, weight, at_once));
        let mut maps = vec![0.0; self.to * at_once * area];
        let mut pool = Pool::new(self.height, self.width);
        let halved_area = (self.height / 2) * (self.width / 2);
        for first in (0..self.batch).step_by(at_once) {
            let images = at_once.min(self.batch - first);
            for image in 0..images {
                for channel in 0..self.to {
                    let map = &mut maps[(channel * at_once + image) * area..][..area];
                    let place = ((first + image) * self.to + channel) * halved_area;
                    let place = place..place + halved_area;
                    pool.spread(&gradient[place.clone()], &winners[place], map);
                }
            }
            let images_at = first * self.from * area;
            if let Some(kernels) = wanted.kernels.as_deref_mut() {
                patches.lay_out(&x[images_at..], Order::ImagesFirst, images);
                let maps = Matrix::part(&maps, self.to, images * area, at_once * area);
                let row = self.from * self.taps();
                multiply(maps, patches.matrix(images).transposed(), kernels, row, true);
            }
            if let (Some(image), Some(back)) = (wanted.image.as_deref_mut(), &mut back) {
                back.gather(&maps, images, &mut image[images_at..]);
            }
        }
    }
}

/// The way back to the image: a convolution of the maps' gradients with the kernels turned by
/// half a turn.
struct Back {
    sizes: Sizes,
    turned: Vec<f32>,
    patches: Patches,
    sums: Vec<f32>,
}

impl Back {
    fn new(sizes: Sizes, weight: &[f32], at_once: usize) -> Self {
        let Sizes { from, to, .. } = sizes;
        let taps = sizes.taps();
        let mut turned = vec![0.0; weight.len()];
        for (place, kernel) in weight.chunks_exact(taps.max(1)).enumerate() {
            let (outer, inner) = (place / from.max(1), place % from.max(1));
            let turned = &mut turned[(inner * to + outer) * taps..][..taps];
            for (turned, &weight) in turned.iter_mut().zip(kernel.iter().rev()) {
                *turned = weight;
            }
        }
        let patches = Patches::new(sizes, to, at_once);
        Self { sizes, turned, patches, sums: vec![0.0; from * at_once * sizes.area()] }
    }

    /// The gradients of so many images from those of their maps.
    fn gather(&mut self, maps: &[f32], images: usize, to: &mut [f32]) {
        let (sizes, area) = (self.sizes, self.sizes.area());
        let row = self.patches.images * area;
        self.patches.lay_out(maps, Order::ChannelsFirst, images);
        let turned = Matrix::rows(&self.turned, sizes.from, sizes.to * sizes.taps());
        multiply(turned, self.patches.matrix(images), &mut self.sums, row, false);
        for image in 0..images {
            for channel in 0..sizes.from {
                let sums = &self.sums[channel * row + image * area..][..area];
                to[(image * sizes.from + channel) * area..][..area].copy_from_slice(sums);
            }
        }
    }
}

/// How the planes of a few images follow each other.
#[derive(Clone, Copy)]
enum Order {
    /// All channels of an image, then the next image.
    ImagesFirst,
    /// A channel of all images there is room for, then the next channel.
    ChannelsFirst,
}

/// For each channel and each place in the kernel, a row with the pixel that lies there, seen from
/// each pixel of each image: black where that is outside.
struct Patches {
    sizes: Sizes,
    channels: usize,
    /// There is room for so many.
    images: usize,
    values: Vec<f32>,
}

impl Patches {
    fn new(sizes: Sizes, channels: usize, images: usize) -> Self {
        let values = vec![0.0; channels * sizes.taps() * images * sizes.area()];
        Self { sizes, channels, images, values }
    }

    /// What is outside lies at the same places for every image, and stays black from the start.
    fn lay_out(&mut self, planes: &[f32], order: Order, images: usize) {
        let Sizes { height, width, kernel, .. } = self.sizes;
        let area = self.sizes.area();
        let margin = kernel / 2;
        let rows = self.values.chunks_exact_mut((self.images * area).max(1));
        for (row, patches) in rows.enumerate() {
            let (channel, tap) = (row / self.sizes.taps(), row % self.sizes.taps());
            let [(top, from_y, lines), (left, from_x, pixels)] =
                [(tap / kernel, height), (tap % kernel, width)].map(|(at, size)| {
                    let (to, from) = (margin.saturating_sub(at), at.saturating_sub(margin));
                    (to, from, size.saturating_sub(to + from))
                });
            for image in 0..images {
                let plane = match order {
                    Order::ImagesFirst => image * self.channels + channel,
                    Order::ChannelsFirst => channel * self.images + image,
                };
                let plane = &planes[plane * area..][..area];
                let patches = &mut patches[image * area..][..area];
                let to = patches[top * width..].chunks_exact_mut(width);
                let from = plane[from_y * width..].chunks_exact(width);
                for (to, from) in to.zip(from).take(lines) {
                    to[left..left + pixels].copy_from_slice(&from[from_x..from_x + pixels]);
                }
            }
        }
    }

    /// `[channels × taps, images × area]`.
    fn matrix(&self, images: usize) -> Matrix<'_> {
        let area = self.sizes.area();
        let rows = self.channels * self.sizes.taps();
        Matrix::part(&self.values, rows, images * area, self.images * area)
    }
}
