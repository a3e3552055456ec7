//! `vitrina`: every page's work without a browser.
//!
//! Each command is a module; this file only knows their names and arguments.

mod bench;
mod calibrate;
mod data;
mod evaluate;
mod export;
mod judge;
mod models;
mod monitor;
mod predict;
mod probes;
mod reproduce;
mod samples;
mod serve;
mod shipped;
mod simulate;
mod study;
mod train;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::Lang;
use mimalloc::MiMalloc;

/// A training step allocates and frees the same large arrays again and again, which the system's
/// allocator gives back to the system each time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The life of an image classifier, without a browser.
#[derive(Parser)]
#[command(name = "vitrina", version, about)]
struct Arguments {
    /// Language of messages: en or es. The environment's by default.
    #[arg(long, global = true, value_parser = parse_lang)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find or download the data set, and verify it.
    Data(data::Arguments),
    /// Train a network.
    Train(train::Arguments),
    /// Retrain every shipped weight from the seed and write the model card.
    Models(models::Arguments),
    /// Try recipes with several seeds and record the results.
    Study(study::Arguments),
    /// Measure weights on the test set.
    Evaluate(evaluate::Arguments),
    /// Classify pictures.
    Predict(predict::Arguments),
    /// Time inference and training on this machine's CPU.
    Bench,
    /// Compare a production log with a reference log.
    Monitor(monitor::Arguments),
    /// Write the log of a simulated production.
    Simulate(simulate::Arguments),
    /// Set the detectors' limits and write them with the reference beside the shipped weights.
    Calibrate(calibrate::Arguments),
    /// Serve the site and the API over HTTP.
    Serve(serve::Arguments),
    /// Write the shipped weights for other programs.
    Export(export::Arguments),
    /// Make the site's sample pictures from the test set.
    Samples(samples::Arguments),
    /// Run the exercise's steps one after another and write the measurements.
    Reproduce(reproduce::Arguments),
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "the languages are en and es".to_owned())
}

/// The language of the environment, as POSIX programs find it.
fn environment_lang() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Lang::parse(&value))
        .unwrap_or_default()
}

fn main() -> anyhow::Result<ExitCode> {
    let Arguments { lang, command } = Arguments::parse();
    let lang = lang.unwrap_or_else(environment_lang);
    match command {
        Command::Monitor(arguments) => return monitor::run(&arguments, lang),
        Command::Data(arguments) => data::run(&arguments, lang),
        Command::Train(arguments) => train::run(&arguments, lang),
        Command::Models(arguments) => models::run(&arguments, lang),
        Command::Study(arguments) => study::run(&arguments, lang),
        Command::Evaluate(arguments) => evaluate::run(&arguments, lang),
        Command::Predict(arguments) => predict::run(&arguments, lang),
        Command::Bench => bench::run(),
        Command::Simulate(arguments) => simulate::run(&arguments, lang),
        Command::Calibrate(arguments) => calibrate::run(&arguments, lang),
        Command::Serve(arguments) => serve::run(&arguments, lang),
        Command::Export(arguments) => export::run(&arguments),
        Command::Samples(arguments) => samples::run(&arguments, lang),
        Command::Reproduce(arguments) => reproduce::run(&arguments, lang),
    }?;
    Ok(ExitCode::SUCCESS)
}
