//! What a photo costs on its way to 28×28, without decoding: `cargo bench -p vision --profile dev`.

use divan::{Bencher, black_box};
use random::Rng;
use vision::photo::{Photo, Polarity, prepare};

fn main() {
    divan::main();
}

/// A dark garment on light ground with some noise; the argument counts millions of pixels.
#[divan::bench(args = [4, 12, 40])]
fn prepared(bencher: Bencher<'_, '_>, megapixels: u32) {
    let (width, height) = (1_000 * megapixels / 4, 4_000_u32);
    let mut rng = Rng::new(1);
    let mut rgb = Vec::with_capacity(3 * width as usize * height as usize);
    for y in 0..height {
        for x in 0..width {
            let is_garment = x.abs_diff(width / 2) < width / 4 && y.abs_diff(2_000) < 1_200;
            let tone = if is_garment { 40 } else { 225 } + rng.below(16) as u8;
            rgb.extend([tone; 3]);
        }
    }
    let photo = Photo { width, height, rgb, warnings: Vec::new() };
    bencher.bench_local(|| prepare(black_box(&photo), Polarity::Detect));
}
