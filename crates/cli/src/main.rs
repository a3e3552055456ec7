//! `vitrina`: every page's work without a browser.
//!
//! Each command is a module; this file only knows their names and arguments.

mod bench;
mod calibrate;
mod choices;
mod data;
mod evaluate;
mod experiment;
mod export;
mod generators;
mod help;
mod judge;
mod models;
mod monitor;
mod output;
mod photo_training;
mod photos;
mod precomputed;
mod predict;
mod probes;
mod report;
mod reproduce;
mod samples;
mod serve;
mod shell;
mod shipped;
mod simulate;
mod sources;
mod spanish;
mod study;
mod train;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use mimalloc::MiMalloc;
use text::Lang;

/// A training step allocates and frees the same large arrays again and again, which the system's
/// allocator gives back to the system each time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The life of an image classifier, without a browser.
#[derive(Parser)]
#[command(name = "vitrina", version, about, after_help = help::STATUSES)]
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
    #[command(after_help = help::DATA)]
    Data(data::Arguments),
    /// Train a network.
    #[command(after_help = help::TRAIN)]
    Train(train::Arguments),
    /// Retrain every shipped weight from the seed and write the model card.
    #[command(after_help = help::MODELS)]
    Models(models::Arguments),
    /// Try recipes with several seeds and record the results.
    #[command(after_help = help::STUDY)]
    Study(study::Arguments),
    /// Generate images of a class.
    #[command(after_help = help::GENERATE)]
    Generate(generators::Arguments),
    /// Run a controlled experiment.
    #[command(after_help = help::EXPERIMENT)]
    Experiment(experiment::Arguments),
    /// Measure weights on the test set, or the shipped ones on people's photos.
    #[command(after_help = help::EVALUATE)]
    Evaluate(evaluate::Arguments),
    /// Classify pictures.
    #[command(after_help = help::PREDICT)]
    Predict(predict::Arguments),
    /// Time inference and training on this machine's CPU.
    #[command(after_help = help::BENCH)]
    Bench,
    /// Compare a production log with a reference log.
    #[command(after_help = help::MONITOR)]
    Monitor(monitor::Arguments),
    /// Write the log of a simulated production.
    #[command(after_help = help::SIMULATE)]
    Simulate(simulate::Arguments),
    /// Set the detectors' limits and write them with the reference beside the shipped weights.
    #[command(after_help = help::CALIBRATE)]
    Calibrate(calibrate::Arguments),
    /// Serve the site and the API over HTTP.
    #[command(after_help = help::SERVE)]
    Serve(serve::Arguments),
    /// Write the shipped weights or your own for other programs.
    #[command(after_help = help::EXPORT)]
    Export(export::Arguments),
    /// Make the site's sample pictures from the test set.
    #[command(after_help = help::SAMPLES)]
    Samples(samples::Arguments),
    /// Run the exercise's steps one after another and write the measurements.
    #[command(after_help = help::REPRODUCE)]
    Reproduce(reproduce::Arguments),
    /// Write the technical report as HTML, Markdown, a notebook or JSON.
    #[command(after_help = help::REPORT)]
    Report(report::Arguments),
    /// Print a shell's completion script.
    #[command(after_help = help::COMPLETIONS)]
    Completions(shell::CompletionsArguments),
    /// Print the manual page, or write one for each command.
    #[command(after_help = help::MAN)]
    Man(shell::ManArguments),
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

/// The language that the program is called with, before its arguments are looked at: the help is
/// in it too.
fn called_lang(words: impl Iterator<Item = OsString>) -> Lang {
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let named = words.iter().zip(words.iter().skip(1)).filter(|(word, _)| *word == "--lang");
    let named = named.map(|(_, value)| value.as_str());
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    named.chain(joined).find_map(Lang::parse).unwrap_or_else(environment_lang)
}

/// What the program takes, with its help in this language.
fn command(lang: Lang) -> clap::Command {
    match lang {
        Lang::En => Arguments::command(),
        Lang::Es => spanish::translated(Arguments::command()),
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let matches = command(called_lang(std::env::args_os())).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(arguments) {
        // As with `vitrina … | head`: who reads has enough, and nothing is wrong.
        Err(error) if output::is_reader_gone(&error) => Ok(ExitCode::SUCCESS),
        result => result,
    }
}

fn run(Arguments { lang, command }: Arguments) -> anyhow::Result<ExitCode> {
    let lang = lang.unwrap_or_else(environment_lang);
    match command {
        Command::Monitor(arguments) => return monitor::run(&arguments, lang),
        Command::Data(arguments) => data::run(&arguments, lang),
        Command::Train(arguments) => train::run(&arguments, lang),
        Command::Models(arguments) => models::run(&arguments, lang),
        Command::Study(arguments) => study::run(&arguments, lang),
        Command::Generate(arguments) => generators::run(&arguments, lang),
        Command::Experiment(arguments) => experiment::run(&arguments, lang),
        Command::Evaluate(arguments) => evaluate::run(&arguments, lang),
        Command::Predict(arguments) => predict::run(&arguments, lang),
        Command::Bench => bench::run(lang),
        Command::Simulate(arguments) => simulate::run(&arguments, lang),
        Command::Calibrate(arguments) => calibrate::run(&arguments, lang),
        Command::Serve(arguments) => serve::run(&arguments, lang),
        Command::Export(arguments) => export::run(&arguments, lang),
        Command::Samples(arguments) => samples::run(&arguments, lang),
        Command::Reproduce(arguments) => reproduce::run(&arguments, lang),
        Command::Report(arguments) => report::run(&arguments, lang),
        Command::Completions(arguments) => shell::completions(&arguments, self::command(lang)),
        Command::Man(arguments) => shell::man(&arguments, Arguments::command()),
    }?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_is_in_the_language_that_the_program_is_called_with() {
        let lang = |words: &[&str]| called_lang(words.iter().map(OsString::from));
        assert_eq!(lang(&["vitrina", "--lang", "es", "--help"]), Lang::Es);
        assert_eq!(lang(&["vitrina", "predict", "--lang=es", "-h"]), Lang::Es);
        assert_eq!(lang(&["vitrina", "--lang", "en"]), Lang::En);
    }
}
