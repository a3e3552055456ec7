//! A convolution of 3×3 tile by tile, by [Winograd's filtering](super::winograd): at each of the
//! 36 points one product of matrices over the channels, with a third of the multiplications that
//! the definition needs for 14×14 pixels.
//!
//! The batch is cut into parts that threads share, and sums are taken part by part: the values
//! do not depend on how many threads there are.

use std::mem::take;

use super::planes::{Planes, Tiles, Windows};
use super::winograd::{
    KERNEL, OUT, POINTS, of_inputs, of_kernel, of_outputs, to_inputs, to_kernel, to_outputs,
    transform,
};
use super::{Halved, Sizes, Wanted};
use crate::matrix::{Matrix, multiply};

/// Tiles that are transformed at a time, about: what they fill stays in the cache.
const AT_ONCE: usize = 48;
/// Kernels that are transformed at a time.
const KERNELS_AT_ONCE: usize = 64;
/// Fewest channels on either side, and fewest tiles, for which the transforms are worth their
/// while.
const FEWEST: usize = 8;
const FEWEST_TILES: usize = 64;
/// Parts of a batch, each for one thread.
#[cfg(not(target_family = "wasm"))]
const PARTS: usize = 4;
#[cfg(target_family = "wasm")]
const PARTS: usize = 1;

impl Sizes {
    /// Whether this is the shorter way.
    pub(super) fn suits_tiles(self) -> bool {
        self.kernel == KERNEL
            && self.from.min(self.to) >= FEWEST
            && self.batch * self.tiles().each() >= FEWEST_TILES
    }

    fn tiles(self) -> Tiles {
        Tiles { down: self.height.div_ceil(OUT), across: self.width.div_ceil(OUT) }
    }

    /// Values of an image, and of what becomes of it.
    fn per_image(self) -> [usize; 2] {
        [self.from * self.area(), self.to * (self.height / 2) * (self.width / 2)]
    }

    /// Images of a part.
    fn part(self) -> usize {
        self.batch.div_ceil(PARTS)
    }

    pub(super) fn forward_by_tiles(self, x: &[f32], weight: &[f32]) -> Halved {
        let kernels = transform_kernels(weight);
        let [image, map] = self.per_image();
        let count = self.batch * map;
        let mut halved = Halved { values: vec![0.0; count], winners: vec![0; count] };
        let (images, maps) = (self.part() * image, self.part() * map);
        let parts = halved.values.chunks_mut(maps).zip(halved.winners.chunks_mut(maps));
        share(x.chunks(images).zip(parts), |(x, (values, winners))| {
            Part::new(self, &kernels).forward(x, values, winners);
        });
        halved
    }

    pub(super) fn backward_by_tiles(
        self,
        x: &[f32],
        weight: &[f32],
        gradient: &[f32],
        winners: &[u32],
        wanted: Wanted<'_>,
    ) {
        let kernels = transform_kernels(weight);
        let [image, map] = self.per_image();
        let (images, maps) = (self.part() * image, self.part() * map);
        let count = x.len().div_ceil(images);
        let of_kernels = || wanted.kernels.is_some().then(|| vec![0.0; kernels.len()]);
        let mut of_kernels: Vec<_> = (0..count).map(|_| of_kernels()).collect();
        let mut of_images: Vec<Option<&mut [f32]>> = match wanted.image {
            Some(image) => image.chunks_mut(images).map(Some).collect(),
            None => (0..count).map(|_| None).collect(),
        };
        let inputs = x.chunks(images).zip(gradient.chunks(maps).zip(winners.chunks(maps)));
        let outputs = of_kernels.iter_mut().zip(&mut of_images);
        share(inputs.zip(outputs), |((x, (gradient, winners)), (kernels_there, image))| {
            let kernels_there = kernels_there.as_deref_mut();
            let wanted = Wanted { image: image.as_deref_mut(), kernels: kernels_there };
            Part::new(self, &kernels).backward(x, gradient, winners, wanted);
        });
        if let Some(kernels) = wanted.kernels {
            let mut parts = of_kernels.into_iter().flatten();
            let Some(mut sum) = parts.next() else { return };
            for part in parts {
                sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            }
            kernels_back(&sum, kernels);
        }
    }
}

/// Does the work of each part, natively by several threads where there are some.
#[cfg(not(target_family = "wasm"))]
fn share<T: Send>(parts: impl Iterator<Item = T>, work: impl Fn(T) + Sync) {
    let work = &work;
    rayon::in_place_scope(|scope| parts.for_each(|part| scope.spawn(move |_| work(part))));
}

#[cfg(target_family = "wasm")]
fn share<T>(parts: impl Iterator<Item = T>, work: impl Fn(T)) {
    parts.for_each(work);
}

/// `[to, from, 3, 3]` to `[36, to, from]`.
fn transform_kernels(weight: &[f32]) -> Vec<f32> {
    let count = weight.len() / (KERNEL * KERNEL);
    let mut there = vec![0.0; POINTS * count];
    let mut block = vec![0.0; POINTS * KERNELS_AT_ONCE];
    for (group, some) in weight.chunks(KERNELS_AT_ONCE * KERNEL * KERNEL).enumerate() {
        for (at, one) in some.chunks_exact(KERNEL * KERNEL).enumerate() {
            for (tap, &value) in one.iter().enumerate() {
                block[point_of(tap) * KERNELS_AT_ONCE + at] = value;
            }
        }
        transform(&mut block, of_kernel);
        let kernels = some.len() / (KERNEL * KERNEL);
        for (there, block) in there.chunks_exact_mut(count).zip(block.chunks(KERNELS_AT_ONCE)) {
            there[group * KERNELS_AT_ONCE..][..kernels].copy_from_slice(&block[..kernels]);
        }
    }
    there
}

/// The way back of [`transform_kernels`].
fn kernels_back(there: &[f32], weight: &mut [f32]) {
    let mut block = vec![0.0; POINTS * KERNELS_AT_ONCE];
    let count = there.len() / POINTS;
    for (group, some) in weight.chunks_mut(KERNELS_AT_ONCE * KERNEL * KERNEL).enumerate() {
        let kernels = some.len() / (KERNEL * KERNEL);
        for (block, there) in block.chunks_mut(KERNELS_AT_ONCE).zip(there.chunks_exact(count)) {
            block[..kernels].copy_from_slice(&there[group * KERNELS_AT_ONCE..][..kernels]);
        }
        transform(&mut block, to_kernel);
        for (at, one) in some.chunks_exact_mut(KERNEL * KERNEL).enumerate() {
            for (tap, value) in one.iter_mut().enumerate() {
                *value = block[point_of(tap) * KERNELS_AT_ONCE + at];
            }
        }
    }
}

/// Where a place in the kernel is in a tile of 6×6.
fn point_of(tap: usize) -> usize {
    tap / KERNEL * super::winograd::IN + tap % KERNEL
}

/// A part of a batch, worked on a few images at a time.
struct Part<'a> {
    sizes: Sizes,
    kernels: &'a [f32],
    /// Images at a time, and their tiles.
    at_once: usize,
    row: usize,
    inputs: Planes,
    windows: Windows,
    /// `[from, 36, row]`.
    inputs_there: Vec<f32>,
    /// `[to, 36, row]`.
    outputs_there: Vec<f32>,
}

impl<'a> Part<'a> {
    fn new(sizes: Sizes, kernels: &'a [f32]) -> Self {
        let tiles = sizes.tiles();
        let at_once = AT_ONCE.div_ceil(tiles.each()).min(sizes.part());
        let row = at_once * tiles.each();
        let halved = [sizes.height / 2, sizes.width / 2];
        Self {
            sizes,
            kernels,
            at_once,
            row,
            inputs: Planes::new(at_once, tiles),
            windows: Windows::new(at_once, tiles, sizes.to, halved),
            inputs_there: vec![0.0; sizes.from * POINTS * row],
            outputs_there: vec![0.0; sizes.to * POINTS * row],
        }
    }

    fn forward(&mut self, x: &[f32], values: &mut [f32], winners: &mut [u32]) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has these instructions.
            return unsafe { forward_wide(self, x, values, winners) };
        }
        self.forward_inlined(x, values, winners);
    }

    fn backward(&mut self, x: &[f32], gradient: &[f32], winners: &[u32], wanted: Wanted<'_>) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has these instructions.
            return unsafe { backward_wide(self, x, gradient, winners, wanted) };
        }
        self.backward_inlined(x, gradient, winners, wanted);
    }

    #[inline(always)]
    fn forward_inlined(&mut self, x: &[f32], values: &mut [f32], winners: &mut [u32]) {
        let [image, map] = self.sizes.per_image().map(|values| values * self.at_once);
        let outputs = values.chunks_mut(map).zip(winners.chunks_mut(map));
        for (x, (values, winners)) in x.chunks(image).zip(outputs) {
            self.transform_inputs(x);
            self.multiply_forward(self.tiles_of(x));
            self.halve_outputs(values, winners);
        }
    }

    #[inline(always)]
    fn backward_inlined(
        &mut self,
        x: &[f32],
        gradient: &[f32],
        winners: &[u32],
        mut wanted: Wanted<'_>,
    ) {
        let [image, map] = self.sizes.per_image().map(|values| values * self.at_once);
        let inputs = x.chunks(image).zip(gradient.chunks(map).zip(winners.chunks(map)));
        for (portion, (x, (gradient, winners))) in inputs.enumerate() {
            let tiles = self.tiles_of(x);
            self.spread_gradient(gradient, winners);
            if let Some(kernels) = wanted.kernels.as_deref_mut() {
                self.transform_inputs(x);
                self.multiply_for_kernels(tiles, kernels);
            }
            if let Some(of_image) = wanted.image.as_deref_mut() {
                self.multiply_for_inputs(tiles);
                self.inputs_back(tiles, &mut of_image[portion * image..][..x.len()]);
            }
        }
    }

    fn tiles_of(&self, x: &[f32]) -> usize {
        x.len() / self.sizes.per_image()[0] * self.sizes.tiles().each()
    }

    /// The inputs at one point: `[from, tiles]`.
    fn inputs_at(&self, point: usize, tiles: usize) -> Matrix<'_> {
        let values = &self.inputs_there[point * self.row..];
        Matrix::part(values, self.sizes.from, tiles, POINTS * self.row)
    }

    /// The outputs, or their gradients, at one point: `[to, tiles]`.
    fn outputs_at(&self, point: usize, tiles: usize) -> Matrix<'_> {
        let values = &self.outputs_there[point * self.row..];
        Matrix::part(values, self.sizes.to, tiles, POINTS * self.row)
    }

    /// The kernels at one point: `[to, from]`.
    fn kernels_at(&self, point: usize) -> Matrix<'a> {
        let values = &self.kernels[point * (self.kernels.len() / POINTS)..];
        Matrix::rows(values, self.sizes.to, self.sizes.from)
    }

    fn multiply_forward(&mut self, tiles: usize) {
        let mut outputs = take(&mut self.outputs_there);
        for point in 0..POINTS {
            let (kernels, inputs) = (self.kernels_at(point), self.inputs_at(point, tiles));
            multiply(kernels, inputs, &mut outputs[point * self.row..], POINTS * self.row, false);
        }
        self.outputs_there = outputs;
    }

    /// Adds up the kernels' gradients at all points.
    fn multiply_for_kernels(&self, tiles: usize, kernels: &mut [f32]) {
        let count = kernels.len() / POINTS;
        for (point, kernels) in kernels.chunks_exact_mut(count).enumerate() {
            let inputs = self.inputs_at(point, tiles).transposed();
            multiply(self.outputs_at(point, tiles), inputs, kernels, self.sizes.from, true);
        }
    }

    fn multiply_for_inputs(&mut self, tiles: usize) {
        let mut inputs = take(&mut self.inputs_there);
        for point in 0..POINTS {
            let kernels = self.kernels_at(point).transposed();
            let (outputs, row) = (self.outputs_at(point, tiles), self.row);
            multiply(kernels, outputs, &mut inputs[point * row..], POINTS * row, false);
        }
        self.inputs_there = inputs;
    }

    #[inline(always)]
    fn transform_inputs(&mut self, x: &[f32]) {
        let (row, area) = (self.row, self.sizes.area());
        let Sizes { from, width, .. } = self.sizes;
        for (channel, there) in self.inputs_there.chunks_exact_mut(POINTS * row).enumerate() {
            for (image, planes) in x.chunks_exact(from * area).enumerate() {
                self.inputs.load(image, &planes[channel * area..][..area], width);
            }
            self.inputs.read(there);
            transform(there, of_inputs);
        }
    }

    #[inline(always)]
    fn inputs_back(&mut self, tiles: usize, of_image: &mut [f32]) {
        let (row, area) = (self.row, self.sizes.area());
        let Sizes { from, width, .. } = self.sizes;
        for (channel, there) in self.inputs_there.chunks_exact_mut(POINTS * row).enumerate() {
            transform(there, to_inputs);
            self.inputs.clear();
            self.inputs.add(there, tiles);
            for (image, planes) in of_image.chunks_exact_mut(from * area).enumerate() {
                self.inputs.store(image, &mut planes[channel * area..][..area], width);
            }
        }
        // What is beyond the images has to be black again.
        self.inputs.clear();
    }

    #[inline(always)]
    fn halve_outputs(&mut self, values: &mut [f32], winners: &mut [u32]) {
        let area = self.sizes.per_image()[1] / self.sizes.to;
        let channels = self.outputs_there.chunks_exact_mut(POINTS * self.row);
        for (channel, there) in channels.enumerate() {
            transform(there, to_outputs);
            self.windows.halve(there, channel * area, values, winners);
        }
    }

    #[inline(always)]
    fn spread_gradient(&mut self, gradient: &[f32], winners: &[u32]) {
        let area = self.sizes.per_image()[1] / self.sizes.to;
        let channels = self.outputs_there.chunks_exact_mut(POINTS * self.row);
        for (channel, there) in channels.enumerate() {
            self.windows.spread(there, channel * area, gradient, winners);
            transform(there, of_outputs);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn forward_wide(part: &mut Part<'_>, x: &[f32], values: &mut [f32], winners: &mut [u32]) {
    part.forward_inlined(x, values, winners);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn backward_wide(
    part: &mut Part<'_>,
    x: &[f32],
    gradient: &[f32],
    winners: &[u32],
    wanted: Wanted<'_>,
) {
    part.backward_inlined(x, gradient, winners, wanted);
}
