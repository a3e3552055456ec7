//! The whole way from images to alarms, with a stand-in for the networks: a judge that compares
//! images with what each class looks like on average.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::convert::Infallible;

use dataset::{CLASSES, Dataset, PIXELS, SIDE};
use monitoring::calibrate::{self, Plan};
use monitoring::expectations::{self, Breach, Fired};
use monitoring::report::{Options, of_records};
use monitoring::shipped::{LimitsFile, ReferenceFile, with_latencies};
use monitoring::{Report, log};
use policy::decision::{PhotoThresholds, Policy, Reading};
use policy::quality::QualityLimits;
use random::Rng;
use simulation::presets::PRESET_RECORDS;
use simulation::records::{self, Judge, Judged, Latency, Pixels, Simulation};
use simulation::{Preset, Stream, seeded_ms};
use statistics::drift::{Record, Signal};
use statistics::metrics::softmax;
use text::Lang;

/// Grey values of an image of a class: stripes whose number and slant are the class's own, their
/// place, light and noise the image's.
fn image(class: u8, rng: &mut Rng) -> Pixels {
    let (across, along) = (1.0 + f32::from(class % 5) / 2.0, f32::from(class / 5));
    let (place, light) = (rng.uniform() * 1.6, 0.6 + 0.4 * rng.uniform());
    std::array::from_fn(|at| {
        let (x, y) = ((at % SIDE) as f32 / 28.0, (at / SIDE) as f32 / 28.0);
        let wave = (6.3 * (across * x + along * y) + place).sin();
        let value = light * (0.5 + 0.4 * wave) + 0.1 * (rng.uniform() - 0.5);
        (value.clamp(0.0, 1.0) * 255.0) as u8
    })
}

fn images(count: usize, seed: u64) -> Dataset {
    let mut rng = Rng::new(seed);
    let labels: Vec<u8> = (0..count).map(|index| (index % CLASSES) as u8).collect();
    let pixels = labels.iter().flat_map(|&label| image(label, &mut rng)).collect();
    Dataset { pixels, labels }
}

/// Judges by the distance to the mean image of each class.
struct Means([[f32; PIXELS]; CLASSES]);

impl Means {
    fn of(images: &Dataset) -> Self {
        let mut means = [[0.0; PIXELS]; CLASSES];
        let counts = images.counts();
        for (pixels, &label) in images.pixels.chunks_exact(PIXELS).zip(&images.labels) {
            let class = usize::from(label);
            for (mean, &pixel) in means[class].iter_mut().zip(pixels) {
                *mean += f32::from(pixel) / 255.0 / counts[class] as f32;
            }
        }
        Self(means)
    }
}

impl Judge for Means {
    type Error = Infallible;

    fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, Infallible> {
        let judged = |image: &Pixels| {
            let errors = self.0.each_ref().map(|mean| {
                let squares = mean.iter().zip(image);
                let squares = squares.map(|(m, &p)| (f32::from(p) / 255.0 - m).powi(2));
                squares.sum::<f32>() / PIXELS as f32
            });
            Judged { probabilities: softmax(&errors.map(|error| -error), 0.012), errors }
        };
        Ok(images.iter().map(judged).collect())
    }
}

struct World {
    judge: Means,
    test: Dataset,
    policy: Policy,
    validation: Vec<Record>,
    limits: LimitsFile,
}

const SEED: u64 = 11;

fn world(runs: usize, share: f64) -> World {
    let mut judge = Means::of(&images(2_000, 1));
    let limits = [QualityLimits::error_alone(0.1); CLASSES];
    let policy = Policy {
        min_confidence: 0.5,
        max_ratio: 1.0,
        limits,
        reading: Reading::PredictedClass,
        photos: PhotoThresholds::NOTHING,
    };
    let mut validation = Vec::new();
    let take = |record: Record| {
        validation.push(record);
        Ok(())
    };
    let mut latency = Latency::Seeded(SEED);
    let images_of_validation = images(1_000, 2);
    records::reference(&images_of_validation, &policy, 50.0, &mut judge, &mut latency, take)
        .unwrap();
    let test = images(1_500, 3);
    let plan = Plan { runs, share, seed: SEED, ..Plan::new(test.len()) };
    let limits = calibrate::calibrate(&validation, "ab".to_owned(), &plan, 2, |_| {}).unwrap();
    World { judge, test, policy, validation, limits }
}

impl World {
    fn log(&mut self, preset: Preset, seed: u64) -> Vec<u8> {
        let stream = Stream::new(seed, preset.schedule(seed), &self.test.labels).unwrap();
        let (images, policy) = (&self.test, &self.policy);
        let simulation = Simulation { stream: &stream, images, policy, rate: 50.0 };
        let mut text = Vec::new();
        let take = |simulated: records::Simulated| log::write(&mut text, &simulated);
        let mut latency = Latency::Seeded(seed + 1_000);
        simulation.run(0..PRESET_RECORDS, &mut self.judge, &mut latency, take).unwrap();
        text
    }

    fn reference_log(&self) -> Vec<u8> {
        let mut text = Vec::new();
        self.validation.iter().for_each(|record| log::write(&mut text, record).unwrap());
        text
    }

    fn monitor(&self, production: &[u8]) -> Report {
        let (reference, options) = (self.reference_log(), Options::default());
        monitoring::monitor(&*reference, production, &self.limits, &options).unwrap()
    }
}

fn breaches(report: &Report, preset: Preset) -> Vec<String> {
    let alarms: Vec<Fired> = report.alarms.iter().map(|alarm| alarm.fired()).collect();
    let expectation = expectations::of_preset(preset, 1, PRESET_RECORDS);
    expectations::check(&expectation, &alarms).iter().map(Breach::to_string).collect()
}

#[test]
fn each_preset_raises_what_it_should_and_a_log_says_all_there_is_to_say() {
    let mut world = world(1_000, 0.05);
    for preset in [
        Preset::QuietDay,
        Preset::DirtyCamera,
        Preset::WinterCollection,
        Preset::LabelsChanged,
        Preset::SlowGpu,
    ] {
        let text = world.log(preset, 1);
        let report = world.monitor(&text);
        assert_eq!(breaches(&report, preset), [""; 0], "{preset:?}");
        assert_eq!((report.n, report.bad_lines), (PRESET_RECORDS, 0));
    }
    the_blind_see_the_same_without_labels(&mut world);
    the_shipped_reference_gives_the_same_alarms(&mut world);
    the_report_has_the_fields_that_are_promised(&mut world);
}

fn the_blind_see_the_same_without_labels(world: &mut World) {
    let text = world.log(Preset::DirtyCamera, 4);
    let seeing = world.monitor(&text);
    let mut blind = Vec::new();
    log::read(&mut &*text, log::Log::Production, true, |record| {
        log::write(&mut blind, &Record { label: None, ..record }).unwrap();
    })
    .unwrap();
    let report = world.monitor(&blind);
    let label_free = |report: &Report| -> Vec<Fired> {
        let alarms = report.alarms.iter().map(|alarm| alarm.fired());
        alarms.filter(|fired| fired.watch.signal != Signal::Errors).collect()
    };
    assert!(!report.alarms.is_empty());
    assert_eq!(label_free(&report), label_free(&seeing));
    let without_labels = seeing.kl.iter().filter(|(signal, _)| *signal != Signal::Errors);
    assert!(report.kl.iter().eq(without_labels));
    assert_eq!(report.accuracy, None);
    assert!(report.detectors.iter().all(|detector| detector.signal != "errors"));
}

fn the_shipped_reference_gives_the_same_alarms(world: &mut World) {
    let whole = calibrate::reference(&world.validation, SEED);
    let json = serde_json::to_vec(&ReferenceFile::new("ab".to_owned(), &whole, &whole)).unwrap();
    let shipped = ReferenceFile::from_json(&json).unwrap().validation().unwrap();
    let latencies = (0..1_000).map(|index| seeded_ms(SEED, index)).collect();
    let shipped = with_latencies(shipped, latencies);
    let mut records = Vec::new();
    let text = world.log(Preset::WinterCollection, 5);
    log::read(&mut &*text, log::Log::Production, true, |record| records.push(record)).unwrap();
    let report = of_records(shipped, &records, &world.limits, &Options::default());
    let from_logs = world.monitor(&text);
    let at = |report: &Report| -> Vec<Fired> { report.alarms.iter().map(|a| a.fired()).collect() };
    assert_eq!(at(&report), at(&from_logs));
    assert_eq!(report.psi, from_logs.psi);
}

fn the_report_has_the_fields_that_are_promised(world: &mut World) {
    let mut text = world.log(Preset::SlowGpu, 6);
    text.extend(b"not a record\n");
    let report = world.monitor(&text);
    let json: serde_json::Value = serde_json::to_value(&report).unwrap();
    assert_eq!(json["n"], PRESET_RECORDS);
    assert_eq!(json["bad_lines"], 1);
    assert_eq!(json["bad"][0]["line"], 2_001);
    for path in [
        "/latency_ms/mean",
        "/latency_ms/p50",
        "/latency_ms/p95",
        "/confidence/mean",
        "/confidence/p10",
        "/kl/predicted/reference_production",
        "/kl/confidence/production_reference",
        "/kl/reconstruction_error/limit",
        "/psi/predicted",
        "/js/confidence",
        "/kl/latency/production_reference",
        "/ks/latency/statistic",
        "/judgements/errors/p_value",
        "/decision/false_alarms",
        "/cbpe/estimate",
        "/cbpe/low",
        "/cbpe/high",
        "/accuracy",
    ] {
        assert!(json.pointer(path).is_some_and(serde_json::Value::is_f64), "{path}: {json}");
    }
    let fired = json["detectors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|detector| detector["signal"] == "latency" && detector["name"] == "window");
    let at = fired.unwrap()["fired_at"].as_u64().unwrap();
    assert!((500..800).contains(&at), "{at}");
    let text = report.to_text(Lang::Es);
    assert!(text.contains("latencia, ventana: por primera vez en el dato"), "{text}");
    assert_eq!(report.bad_lines_text(Lang::En).len(), 2);
    assert_eq!((&json["status"], &json["needed"]), (&"alarm".into(), &400.into()));
}

#[test]
fn a_log_without_records_is_an_error_and_no_report() {
    let world = world(60, 0.9);
    let options = Options::default();
    let fails = |reference: &[u8], production: &[u8]| {
        let report = monitoring::monitor(reference, production, &world.limits, &options);
        report.unwrap_err().to_string()
    };
    let good = world.reference_log();
    let error = fails(b"?\n", &good);
    assert!(
        error.starts_with("The reference log holds no record; lines that are none: 1."),
        "{error}"
    );
    assert!(error.contains("line 1: not a record: ") && error.contains("Expected: "), "{error}");
    assert!(fails(b"", &good).starts_with("The reference log is empty."));
    assert!(fails(&good, b"\n \n").starts_with("The production log is empty."));
}
