//! What `vitrina monitor` costs for a million lines: `million [LINES]` writes such a log to a
//! temporary file, compares it with a reference of 5,000, and prints seconds and peak memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use dataset::CLASSES;
use monitoring::log;
use monitoring::report::{Options, monitor};
use monitoring::shipped::{LimitsFile, Made};
use policy::decision::Verdict;
use random::Rng;
use simulation::seeded_ms;
use statistics::drift::Record;
use statistics::drift::limits::{Calibration, Limits};
use statistics::drift::monitor::Settings;
use statistics::drift::reference::Reference;
use statistics::metrics::proportion;

/// Records of the reference.
const REFERENCE: u64 = 5_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lines = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("vitrina-million-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder, lines);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &Path, lines: u64) -> Result<(), Box<dyn std::error::Error>> {
    let [reference, production] = ["R.jsonl", "P.jsonl"].map(|name| folder.join(name));
    write(&reference, 1, REFERENCE)?;
    write(&production, 2, lines)?;
    let bytes = std::fs::metadata(&production)?.len();
    let started = Instant::now();
    let mut records = 0;
    let mut input = BufReader::new(File::open(&production)?);
    log::read(&mut input, log::Log::Production, true, |_| records += 1)?;
    let reading = started.elapsed().as_secs_f64();

    let limits = limits();
    let open = |path| Ok::<_, io::Error>(BufReader::with_capacity(1 << 16, File::open(path)?));
    let started = Instant::now();
    let report = monitor(open(&reference)?, open(&production)?, &limits, &Options::default())?;
    let seconds = started.elapsed().as_secs_f64();
    let memory = peak_mib().map_or("unknown".to_owned(), |mib| format!("{mib:.0} MiB"));
    println!(
        "monitor: {} lines ({:.0} MB), {} detectors: {seconds:.2} s, of which reading {reading:.2} s; \
         peak memory {memory}",
        report.n,
        bytes as f64 / 1e6,
        report.detectors.len(),
    );
    Ok(())
}

/// A log in which every field is there.
fn write(path: &Path, seed: u64, records: u64) -> io::Result<()> {
    let mut rng = Rng::new(seed);
    let mut output = BufWriter::new(File::create(path)?);
    for index in 0..records {
        let mut uniform = || rng.uniform();
        let confidence = 1.0 - 0.6 * uniform().powi(4);
        let predicted = (uniform() * 10.0) as u8;
        let rest = (1.0 - confidence) / 9.0;
        let probability = |class| if class == usize::from(predicted) { confidence } else { rest };
        let latency_ms = seeded_ms(seed, index);
        let record = Record {
            probabilities: Some(std::array::from_fn::<f32, CLASSES, _>(probability)),
            reconstruction_error: Some(uniform().powi(2) / 30.0),
            label: Some((predicted + u8::from(uniform() > confidence)) % 10),
            brightness: Some(uniform() / 2.0),
            contrast: Some(uniform() / 3.0),
            sharpness: Some(uniform()),
            verdict: Some(Verdict::Accept),
            ..Record::new(index as f64 / 50.0, latency_ms, predicted, confidence)
        };
        log::write(&mut output, &record)?;
    }
    output.flush()
}

/// All detectors run and none fires, which costs as much as any limits.
fn limits() -> LimitsFile {
    let made = Made { runs: 0, records: 0, validation: 0, test: 0, seed: 0 };
    let calibration =
        Calibration { limits: Limits::open(), share: 0.0, false_alarms: proportion(0, 0), rank: 0 };
    let nothing = Reference { n: 0, signals: Vec::new(), accuracy: None };
    LimitsFile::new(String::new(), made, Settings::default(), &nothing, calibration)
}

/// The largest memory that this process had, as Linux tells it.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}
