//! `vitrina predict`: pictures to verdicts, one JSON object or one sentence a picture.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::tensor::Device;
use domain::answer::{Answer, Judged, Refusal};
use domain::decision::Reading;
use domain::decode::{MAX_BYTES, decode};
use domain::photo::{PhotoError, Polarity, Prepared, prepare};
use domain::quality::detail;
use domain::{Class, Lang, to_unit};
use ml::{DeviceError, Judgement, Networks};

use crate::shipped;
use crate::train::{block_on, parse_class};

/// Arguments of `vitrina predict`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Pictures.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per line.
    #[arg(long)]
    json: bool,
    /// Compare every picture with this class's autoencoder instead of the predicted class's.
    #[arg(long, value_name = "NAME", value_parser = parse_class)]
    normal_class: Option<Class>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// Judges each file. A file that cannot be judged gets its sentence, and the program ends with
/// failure after the others.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let device = Device::flex();
    let (card, networks) =
        shipped::networks(&shipped::folder(arguments.models.as_deref()), &device)?;
    let reading = arguments.normal_class.map_or(Reading::PredictedClass, Reading::NormalClass);
    let policy = card.policy(reading);
    // The first pass allocates; the latencies printed are of a warm program.
    block_on(networks.judge(vec![0.0; domain::PIXELS], 1))?;
    let mut refused = 0;
    for path in &arguments.files {
        let file = path.display().to_string();
        match judged(path, &file, &networks, lang)? {
            Ok(judged) => {
                let answer = Answer::new(file, &judged, &policy, lang);
                if arguments.json {
                    println!("{}", serde_json::to_string(&answer)?);
                } else {
                    print(&answer, lang);
                }
            }
            Err(refusal) => {
                refused += 1;
                if arguments.json {
                    println!("{}", serde_json::to_string(&refusal)?);
                } else {
                    eprintln!("{file}: {}", refusal.error);
                }
            }
        }
    }
    if refused > 0 {
        anyhow::bail!("{}", lang.predict_refused(refused));
    }
    Ok(())
}

/// What the networks find in the picture in a file, or why there is nothing to be found.
fn judged(
    path: &Path,
    file: &str,
    networks: &Networks,
    lang: Lang,
) -> Result<Result<Judged, Refusal>, DeviceError> {
    let prepared = match picture(path, file, lang) {
        Ok(prepared) => prepared,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match judge(prepared, networks) {
        Ok(judged) => Ok(Ok(judged)),
        Err(DeviceError::NotFinite(error)) => Ok(Err(Refusal {
            file: file.to_owned(),
            error: lang.not_finite(error),
            code: "not_finite",
        })),
        Err(error) => Err(error),
    }
}

/// The picture in a file as the networks see it, or why there is none.
fn picture(path: &Path, file: &str, lang: Lang) -> Result<Prepared, Refusal> {
    let refused = |error: PhotoError| Refusal::new(file.to_owned(), &error, lang);
    let unreadable = |error: std::io::Error| Refusal {
        file: file.to_owned(),
        error: lang.predict_unreadable(&error.to_string()),
        code: "unreadable",
    };
    let bytes = fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAX_BYTES {
        return Err(refused(PhotoError::TooManyBytes { bytes, limit: MAX_BYTES }));
    }
    let content = fs::read(path).map_err(unreadable)?;
    let photo = decode(&content).map_err(refused)?;
    Ok(prepare(&photo, Polarity::Detect))
}

/// What the networks find in a prepared picture, timed with its readback.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub fn judge(prepared: Prepared, networks: &Networks) -> Result<Judged, DeviceError> {
    let pixels = to_unit(&prepared.pixels);
    let detail = detail(&prepared.pixels);
    let started = Instant::now();
    let judged = block_on(networks.judge(pixels, 1))?;
    let latency_ms = started.elapsed().as_secs_f64() * 1e3;
    let Some(Judgement { probabilities, errors, .. }) = judged.into_iter().next() else {
        return Err(DeviceError::Readback("the networks gave no answer".to_owned()));
    };
    Ok(Judged { probabilities, errors, detail, warnings: prepared.warnings, latency_ms })
}

fn print(answer: &Answer, lang: Lang) {
    let class = answer.class().map_or("", |class| class.title(lang));
    println!("{}: {} · {class}", answer.file, lang.verdict(answer.verdict));
    for line in answer.reasons.iter().chain(&answer.warnings) {
        println!("    {line}");
    }
}
