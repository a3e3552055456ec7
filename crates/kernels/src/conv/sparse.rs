//! The kernels' gradient of a convolution of 3×3 over few channels. Pooling leaves one pixel of
//! four with a gradient, and each of those adds what its kernel saw.

use super::Sizes;

const KERNEL: usize = 3;
/// A row of the kernel and one value beside it, so that it is a vector.
const ROW: usize = KERNEL + 1;
/// Most channels for which this is quicker than a product of matrices with all pixels.
const MOST_CHANNELS: usize = 4;

impl Sizes {
    /// Whether this is the shorter way to the kernels' gradient.
    pub(super) fn suits_sparse(self) -> bool {
        self.kernel == KERNEL && self.from <= MOST_CHANNELS
    }

    /// Adds to the kernels' gradient.
    pub(super) fn kernels_by_windows(
        self,
        x: &[f32],
        gradient: &[f32],
        winners: &[u32],
        kernels: &mut [f32],
    ) {
        let Self { from, height, width, .. } = self;
        let wide = width + 2;
        // The last row's vector reaches beyond the plane by one.
        let mut plane = vec![0.0; (height + 2) * wide + 1];
        let area = (height / 2) * (width / 2);
        let starts: Vec<usize> =
            (0..area).map(|at| at / (width / 2) * 2 * wide + at % (width / 2) * 2).collect();
        let images =
            gradient.chunks_exact(self.to * area).zip(winners.chunks_exact(self.to * area));
        for (x, (gradient, winners)) in x.chunks_exact(from * self.area()).zip(images) {
            for (channel, x) in x.chunks_exact(self.area()).enumerate() {
                for (inside, row) in plane[wide + 1..].chunks_mut(wide).zip(x.chunks_exact(width)) {
                    inside[..width].copy_from_slice(row);
                }
                let maps = gradient.chunks_exact(area).zip(winners.chunks_exact(area));
                for (to, (gradient, winners)) in maps.enumerate() {
                    let sum = seen(&plane, wide, &starts, gradient, winners);
                    let kernel = &mut kernels[(to * from + channel) * KERNEL * KERNEL..];
                    for (weights, sum) in kernel.chunks_exact_mut(KERNEL).zip(sum) {
                        weights.iter_mut().zip(sum).for_each(|(weight, sum)| *weight += sum);
                    }
                }
            }
        }
    }
}

/// The sum of what the kernel sees from each window's largest pixel, times its gradient.
fn seen(
    plane: &[f32],
    wide: usize,
    starts: &[usize],
    gradient: &[f32],
    winners: &[u32],
) -> [[f32; ROW]; KERNEL] {
    let mut sum = [[0.0; ROW]; KERNEL];
    for ((&start, &gradient), &winner) in starts.iter().zip(gradient).zip(winners) {
        let (down, right) = ((winner / 2) as usize, (winner % 2) as usize);
        let pixels = &plane[start + down * wide + right..];
        for (y, sum) in sum.iter_mut().enumerate() {
            if let Some(row) = pixels[y * wide..].first_chunk::<ROW>() {
                for (sum, pixel) in sum.iter_mut().zip(row) {
                    *sum += gradient * pixel;
                }
            }
        }
    }
    sum
}
