//! `vitrina predict`: pictures to verdicts, one JSON object or one sentence a picture.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use api::answer::{Answer, Judged, Refusal};
use burn::tensor::Device;
use dataset::{Class, to_unit};
use ml::{DeviceError, Judgement, Networks, combined};
use policy::decision::{Answered, Reading};
use policy::quality::detail;
use serde::Serialize;
use text::Lang;
use vision::crop::{Pose, VALUES};
use vision::cutout::{self, Guidance, Seen};
use vision::decode::{MAX_BYTES, decode};
use vision::photo::PhotoError;

use crate::choices::parse_class;
use crate::output::say;
use crate::shipped::{self, Shipped};
use crate::sources::{self, SourceError};
use futures::executor::block_on;

/// Arguments of `vitrina predict`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Pictures, folders of pictures (all inside, sorted), or - for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per line. A name that is no UTF-8 also comes percent-encoded, as
    /// `file_encoded`.
    #[arg(long)]
    json: bool,
    /// Compare every picture with this class's autoencoder instead of the predicted class's.
    #[arg(long, value_name = "NAME", value_parser = parse_class)]
    normal_class: Option<Class>,
    /// Give up a pipe or a device that gives nothing for so long. Standard input may take its time.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    patience: u64,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// Judges each file. A file that cannot be judged gets its sentence, and the program ends with
/// failure after the others.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let device = Device::flex();
    let shipped = Shipped::open(&shipped::folder(arguments.models.as_deref()), &device)?;
    let reading = arguments.normal_class.map_or(Reading::PredictedClass, Reading::NormalClass);
    let policy = shipped.policy(reading);
    warm_up(&shipped.networks)?;
    let mut refused = 0;
    for (path, found) in expand(&arguments.files, lang) {
        let patience = Duration::from_secs(arguments.patience);
        let found = match found {
            Ok(()) => judged(&path, patience, &shipped.networks, lang)?,
            Err(refusal) => Err(refusal),
        };
        match found {
            Ok(judged) => {
                let answer = Answer::new(path.display().to_string(), &judged, &policy, lang);
                if arguments.json {
                    print_json(&path, &answer)?;
                } else {
                    print(&path, &answer, lang)?;
                }
            }
            Err(refusal) => {
                refused += 1;
                if arguments.json {
                    print_json(&path, &refusal)?;
                } else {
                    let line = [path.as_os_str().as_encoded_bytes(), b": "].concat();
                    io::stderr().write_all(&[&line, refusal.error.as_bytes(), b"\n"].concat())?;
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
    patience: Duration,
    networks: &Networks,
    lang: Lang,
) -> Result<Result<Judged, Refusal>, DeviceError> {
    let seen = match picture(path, patience, lang) {
        Ok(seen) => seen,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match judge(seen, networks) {
        Ok(judged) => Ok(Ok(judged)),
        Err(DeviceError::NotFinite(error)) => Ok(Err(Refusal {
            file: path.display().to_string(),
            error: lang.not_finite(error),
            code: "not_finite",
        })),
        Err(error) => Err(error),
    }
}

/// Every file that is named, and those in the folders that are named. A folder with none is
/// refused.
fn expand(named: &[PathBuf], lang: Lang) -> Vec<(PathBuf, Result<(), Refusal>)> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push((path.clone(), Ok(())));
            continue;
        }
        let refuse = |error, code| {
            (path.clone(), Err(Refusal { file: path.display().to_string(), error, code }))
        };
        match sources::pictures(path) {
            Ok(found) if found.is_empty() => {
                files.push(refuse(lang.predict_empty_folder().to_owned(), "no_file"));
            }
            Ok(found) => files.extend(found.into_iter().map(|path| (path, Ok(())))),
            Err(error) => {
                files.push(refuse(lang.predict_unreadable(&error.to_string()), "unreadable"));
            }
        }
    }
    files
}

/// The picture in a file as the networks see it, or why there is none.
fn picture(path: &Path, patience: Duration, lang: Lang) -> Result<Seen, Refusal> {
    let file = || path.display().to_string();
    let refused = |error: PhotoError| Refusal::new(file(), &error, lang);
    let unreadable = |error| Refusal { file: file(), error, code: "unreadable" };
    let content = sources::read(path, patience).map_err(|error| match error {
        SourceError::TooManyBytes(bytes) => {
            refused(PhotoError::TooManyBytes { bytes, limit: MAX_BYTES })
        }
        SourceError::Silent(time) => unreadable(lang.predict_silent(&time.as_secs().to_string())),
        SourceError::System(error) => unreadable(lang.predict_unreadable(&error.to_string())),
    })?;
    let photo = decode(&content).map_err(refused)?;
    Ok(cutout::look(&photo, &Guidance::default()))
}

/// Runs each network once: the first pass allocates, and the latencies printed are of a warm program.
pub fn warm_up(networks: &Networks) -> Result<(), DeviceError> {
    block_on(networks.judge(vec![0.0; dataset::PIXELS], 1))?;
    if let Some(photos) = &networks.photos {
        block_on(photos.answer(vec![0.0; VALUES], 1, &networks.device))?;
    }
    Ok(())
}

/// What the networks find in a picture that was looked at, timed with its readback.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub fn judge(seen: Seen, networks: &Networks) -> Result<Judged, DeviceError> {
    let has_person = seen.has_person();
    let Seen { prepared, cut, canvas } = seen;
    let pixels = to_unit(&prepared.pixels);
    let detail = detail(&prepared.pixels);
    let started = Instant::now();
    let judged = block_on(networks.judge(pixels, 1))?;
    let answered = match (&networks.photos, canvas) {
        (Some(photos), Some(canvas)) => {
            let values = canvas.sampled(&Pose::default());
            block_on(photos.answer(values, 1, &networks.device))?
        }
        _ => Vec::new(),
    };
    let latency_ms = started.elapsed().as_secs_f64() * 1e3;
    let Some(Judgement { probabilities, errors, .. }) = judged.into_iter().next() else {
        return Err(DeviceError::Readback("the networks gave no answer".to_owned()));
    };
    let (probabilities, by, none_of_the_ten) =
        combined(probabilities, answered.first(), cut.is_some());
    Ok(Judged {
        probabilities,
        answered: Answered { by, none_of_the_ten, has_person },
        errors,
        detail,
        warnings: prepared.warnings,
        latency_ms,
    })
}

/// What is printed of a file, with its name for programs where that is no text.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(flatten)]
    found: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_encoded: Option<String>,
}

fn print_json(path: &Path, found: &impl Serialize) -> anyhow::Result<()> {
    let line = Line { found, file_encoded: sources::encoded(path.as_os_str()) };
    Ok(say!("{}", serde_json::to_string(&line)?)?)
}

fn print(path: &Path, answer: &Answer, lang: Lang) -> io::Result<()> {
    let class = answer.class().map_or("", |class| lang.class_name(class));
    // The name's own bytes, whatever they are.
    io::stdout().write_all(path.as_os_str().as_encoded_bytes())?;
    say!(": {} · {class}", lang.verdict(answer.verdict))?;
    for line in answer.reasons.iter().chain(&answer.warnings) {
        say!("    {line}")?;
    }
    Ok(())
}
