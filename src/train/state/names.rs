//! What runs and their files are called. Pure.

use protocol::run::{NetworkChoice, Preset, RunConfig, Start};
use text::Lang;

use super::run::Download;

/// The longest name of a run, in letters.
pub const MAX_NAME: usize = 60;
/// The longest part of a file name that comes from a run's name, in letters.
const MAX_SLUG: usize = 40;

/// A name for a run that has none: that of the preset it is, else of what it trains.
pub fn suggested(config: &RunConfig, lang: Lang) -> String {
    let nameless = RunConfig { name: String::new(), ..config.clone() };
    let preset = Preset::ALL.into_iter().find(|preset| preset.config(config.seed) == nameless);
    match (preset, config.network, config.start) {
        (Some(preset), ..) => lang.run_preset(preset).to_owned(),
        (None, NetworkChoice::Autoencoder(class), _) => {
            lang.run_autoencoder(lang.class_name(class))
        }
        (None, NetworkChoice::Classifier(_), Start::Scratch) => lang.run_classifier().to_owned(),
        (None, NetworkChoice::Classifier(_), _) => lang.run_fine_tuned().to_owned(),
    }
}

/// The name without space around it and not too long; when it is taken, with the next number in
/// the place of the one that it may have.
pub fn free<'a>(name: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let name: String = name.trim().chars().take(MAX_NAME).collect();
    let is_free = |name: &str| taken.clone().all(|taken| taken != name);
    if is_free(&name) {
        return name;
    }
    let (stem, first) = match name.rsplit_once(' ').map(|(stem, last)| (stem, last.parse())) {
        Some((stem, Ok(number))) if !stem.is_empty() => (stem, number),
        _ => (name.as_str(), 1_u32),
    };
    let numbered = (first.saturating_add(1)..).map(|number| format!("{stem} {number}"));
    numbered.into_iter().find(|name| is_free(name)).unwrap_or(name)
}

/// The name of a run that comes from a file: without folders and what follows the first dot.
pub fn of_file(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').find(|part| !part.is_empty()).unwrap_or("?").to_owned()
}

/// The name of a file to download.
pub fn download(name: &str, step: u64, what: Download) -> String {
    let ending = match what {
        Download::Run => "run.bpk",
        Download::Burnpack => "bpk",
        Download::Safetensors => "safetensors",
    };
    format!("vitrina-{}-step-{step}.{ending}", slug(name))
}

/// A name in small letters, digits and dashes, as every system takes it.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars().map(plain) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() == MAX_SLUG {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "run".to_owned() } else { slug.to_owned() }
}

/// A letter of Spanish without its accent.
fn plain(letter: char) -> char {
    match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let free = |name| free(name, ["Quick", "Quick 2", "Full"].into_iter());
        assert_eq!(free(" Quick "), "Quick 3");
        assert_eq!(free("Quick 2"), "Quick 3");
        assert_eq!(free("Full"), "Full 2");
        assert_eq!(free("7"), "7");
        assert_eq!(free("New"), "New");
        assert_eq!(free(&"x".repeat(80)).len(), MAX_NAME);
    }

    #[test]
    fn a_file_name_is_plain_letters_and_tells_the_step() {
        let file = |name, what| download(name, 1_234, what);
        assert_eq!(
            file("Clasificador rápido 2", Download::Run),
            "vitrina-clasificador-rapido-2-step-1234.run.bpk"
        );
        assert_eq!(file("  ¿Ñandú?  ", Download::Burnpack), "vitrina-nandu-step-1234.bpk");
        assert_eq!(file("衣服", Download::Safetensors), "vitrina-run-step-1234.safetensors");
        assert_eq!(slug(&"long ".repeat(20)).len(), 39);
    }

    #[test]
    fn a_file_gives_its_name_without_folder_and_ending() {
        assert_eq!(of_file("C:\\runs\\mine.run.bpk"), "mine");
        assert_eq!(of_file("/tmp/a b.safetensors"), "a b");
        assert_eq!(of_file(".bpk"), "bpk");
    }

    #[test]
    fn a_preset_gives_its_name_until_a_setting_is_changed() {
        let mut config = Preset::QuickRare.config(7);
        assert_eq!(suggested(&config, Lang::En), "Quick classifier, Shirt at 10%");
        config.epochs += 1;
        assert_eq!(suggested(&config, Lang::En), "Classifier");
        config.start = Start::Shipped;
        assert_eq!(suggested(&config, Lang::Es), "Clasificador ajustado");
        config.network = NetworkChoice::Autoencoder(Class::Bag);
        assert_eq!(suggested(&config, Lang::En), "Autoencoder: Bag");
    }
}
