//! What a record costs in each detector: `cargo bench -p statistics --profile dev`.

use divan::Bencher;
use divan::counter::ItemsCount;
use random::Rng;
use statistics::drift::detectors::{
    Adwin, AdwinSettings, Ddm, DdmSettings, Detector, PageHinkley, PageHinkleySettings,
};

/// Values of a stream that does not drift.
const VALUES: usize = 20_000;

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, detector: impl Fn() -> Box<dyn Detector>) {
    let mut rng = Rng::new(1);
    // Of 0 and 1, as an error is, so that every detector takes them.
    let values: Vec<f64> = (0..VALUES).map(|_| f64::from(rng.below(10) == 0)).collect();
    bencher.counter(ItemsCount::new(VALUES)).bench_local(|| {
        let mut detector = detector();
        values.iter().map(|value| detector.update(*value)).last()
    });
}

#[divan::bench]
fn adwin(bencher: Bencher<'_, '_>) {
    bench(bencher, || Box::new(Adwin::new(AdwinSettings::default())));
}

#[divan::bench]
fn page_hinkley(bencher: Bencher<'_, '_>) {
    bench(bencher, || Box::new(PageHinkley::new(PageHinkleySettings::default())));
}

#[divan::bench]
fn ddm(bencher: Bencher<'_, '_>) {
    bench(bencher, || Box::new(Ddm::new(DdmSettings::default())));
}
