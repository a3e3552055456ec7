//! What the shipped classifier's second convolution costs with its pooling, with and without gradients, on one
//! thread: `RAYON_NUM_THREADS=1 cargo bench --workspace --profile dev --bench convolution`.

use burn::tensor::{Device, Distribution, Tensor};
use divan::Bencher;
use divan::counter::ItemsCount;
use kernels::convolve_and_halve;

fn main() {
    divan::main();
}

fn operands(images: usize, device: &Device) -> (Tensor<4>, Tensor<4>) {
    let drawn = |shape: [usize; 4]| Tensor::random(shape, Distribution::Default, device);
    (drawn([images, 64, 14, 14]), drawn([128, 64, 3, 3]))
}

#[divan::bench(args = [1, 128])]
fn values(bencher: Bencher<'_, '_>, images: usize) {
    let (x, weight) = operands(images, &Device::flex());
    let bencher = bencher.counter(ItemsCount::new(images));
    bencher.bench_local(|| convolve_and_halve(x.clone(), weight.clone()).into_data());
}

#[divan::bench(args = [128])]
fn gradients(bencher: Bencher<'_, '_>, images: usize) {
    let (x, weight) = operands(images, &Device::flex().autodiff());
    let (x, weight) = (x.require_grad(), weight.require_grad());
    bencher.counter(ItemsCount::new(images)).bench_local(|| {
        let gradients = convolve_and_halve(x.clone(), weight.clone()).sum().backward();
        weight.grad(&gradients).map(Tensor::into_data)
    });
}
