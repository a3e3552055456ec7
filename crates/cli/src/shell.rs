//! `vitrina completions` and `vitrina man`: the program's arguments for shells and for `man`.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Command;
use clap_complete::Shell;

/// Arguments of `vitrina completions`.
#[derive(clap::Args)]
pub struct CompletionsArguments {
    /// Which shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints what a shell needs to complete the program's arguments.
pub fn completions(arguments: &CompletionsArguments, mut command: Command) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "vitrina", &mut script);
    Ok(io::stdout().write_all(&script)?)
}

/// Arguments of `vitrina man`.
#[derive(clap::Args)]
pub struct ManArguments {
    /// Folder for all pages, one a command. Without it the program's own page is printed.
    folder: Option<PathBuf>,
}

/// Prints or writes manual pages.
pub fn man(arguments: &ManArguments, command: Command) -> anyhow::Result<()> {
    let Some(folder) = &arguments.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        return Ok(io::stdout().write_all(&page)?);
    };
    clap_mangen::generate_to(command, folder)
        .with_context(|| format!("cannot write into {}", folder.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use clap::{CommandFactory, ValueEnum};

    use super::*;
    use crate::Arguments;

    #[test]
    fn every_shells_script_and_the_manual_know_every_command() {
        let mut page = Vec::new();
        clap_mangen::Man::new(Arguments::command()).render(&mut page).unwrap();
        let mut texts = vec![String::from_utf8(page).unwrap()];
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "vitrina", &mut script);
            texts.push(String::from_utf8(script).unwrap());
        }
        for command in Arguments::command().get_subcommands() {
            for text in &texts {
                assert!(text.contains(command.get_name()), "{}: {text}", command.get_name());
            }
        }
        assert!(texts[0].starts_with(".ie") && texts[0].contains("Exit statuses"), "{}", texts[0]);
    }
}
