//! `vitrina predict`: pictures to verdicts, one JSON object or one sentence a picture.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::tensor::Device;
use domain::card::Card;
use domain::decision::{Decision, Reading, Verdict, top};
use domain::decode::{MAX_BYTES, decode};
use domain::photo::{PhotoError, Polarity, Prepared, prepare};
use domain::{CLASSES, Class, Lang};
use ml::{Judgement, Networks};
use serde::Serialize;

use crate::shipped;
use crate::train::{block_on, parse_class};

/// Arguments of `vitrina predict`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Pictures.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Hold every picture against this class's autoencoder instead of the predicted class's.
    #[arg(long, value_name = "NAME", value_parser = parse_class)]
    normal_class: Option<Class>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// A line of output.
#[derive(Debug, Serialize)]
pub struct Answer {
    file: String,
    predicted: Predicted,
    probabilities: [f32; CLASSES],
    confidence: f32,
    reconstruction_error: f32,
    quality: Quality,
    verdict: Verdict,
    reasons: Vec<String>,
    warnings: Vec<String>,
    latency_ms: f64,
}

#[derive(Debug, Serialize)]
struct Predicted {
    label: u8,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Quality {
    reading: &'static str,
    class: &'static str,
    limit: f32,
}

#[derive(Serialize)]
struct Refusal {
    file: String,
    error: String,
}

/// Judges each file. A file that cannot be judged gets its sentence, and the program ends with
/// failure after the others.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let device = Device::flex();
    let (card, networks) =
        shipped::networks(&shipped::folder(arguments.models.as_deref()), &device)?;
    let reading = arguments.normal_class.map_or(Reading::PredictedClass, Reading::NormalClass);
    // The first pass allocates; the latencies printed are of a warm program.
    block_on(networks.judge(vec![0.0; domain::PIXELS], 1))?;
    let mut refused = 0;
    for path in &arguments.files {
        let file = path.display().to_string();
        match picture(path, lang) {
            Ok(prepared) => {
                let answer = answer(file, &prepared, &networks, &card, reading, lang)?;
                if arguments.json {
                    println!("{}", serde_json::to_string(&answer)?);
                } else {
                    print(&answer, lang);
                }
            }
            Err(error) => {
                refused += 1;
                if arguments.json {
                    println!("{}", serde_json::to_string(&Refusal { file, error })?);
                } else {
                    eprintln!("{file}: {error}");
                }
            }
        }
    }
    if refused > 0 {
        anyhow::bail!("{}", lang.predict_refused(&refused.to_string()));
    }
    Ok(())
}

/// The picture in a file as the networks see it, or why there is none.
fn picture(path: &Path, lang: Lang) -> Result<Prepared, String> {
    let unreadable = |error: std::io::Error| lang.predict_unreadable(&error.to_string());
    let bytes = fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAX_BYTES {
        return Err(lang.photo_error(&PhotoError::TooManyBytes { bytes, limit: MAX_BYTES }));
    }
    let content = fs::read(path).map_err(unreadable)?;
    let photo = decode(&content).map_err(|error| lang.photo_error(&error))?;
    Ok(prepare(&photo, Polarity::Detect))
}

fn answer(
    file: String,
    prepared: &Prepared,
    networks: &Networks,
    card: &Card,
    reading: Reading,
    lang: Lang,
) -> anyhow::Result<Answer> {
    let pixels: Vec<f32> = prepared.pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let started = Instant::now();
    let judged = block_on(networks.judge(pixels, 1))?;
    let latency_ms = started.elapsed().as_secs_f64() * 1e3;
    let Some(Judgement { probabilities, errors, .. }) = judged.into_iter().next() else {
        anyhow::bail!("the networks gave no answer");
    };
    let policy = card.policy(reading);
    let Decision { verdict, reasons } = policy.decide(&probabilities, &errors);
    let (predicted, confidence) = top(&probabilities);
    let class = reading.class(predicted);
    Ok(Answer {
        file,
        predicted: Predicted { label: predicted.label(), name: predicted.name() },
        probabilities,
        confidence,
        reconstruction_error: errors[class.index()],
        quality: Quality {
            reading: match reading {
                Reading::PredictedClass => "predicted_class",
                Reading::NormalClass(_) => "normal_class",
            },
            class: class.name(),
            limit: policy.max_error[class.index()],
        },
        verdict,
        reasons: reasons.map(|reason| lang.reason(reason)).to_vec(),
        warnings: prepared.warnings.iter().map(|&w| lang.warning(w).to_owned()).collect(),
        latency_ms,
    })
}

fn print(answer: &Answer, lang: Lang) {
    let class = Class::from_label(answer.predicted.label).map_or("", |class| class.title(lang));
    println!("{}: {} · {class}", answer.file, lang.verdict(answer.verdict));
    for line in answer.reasons.iter().chain(&answer.warnings) {
        println!("    {line}");
    }
}
