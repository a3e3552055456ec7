//! Tests of every sentence at once, read from the source of this folder: how percentages are
//! spaced, which claims and which words are not made.

use std::path::{Path, PathBuf};

use super::Lang;

/// A sentence as it stands in the source, its values still in braces.
struct Sentence {
    file: String,
    lang: Lang,
    text: String,
}

/// Every literal of every `texts!`.
fn sentences() -> Vec<Sentence> {
    let mut all = Vec::new();
    for (file, pair) in all_pairs() {
        for (lang, texts) in Lang::ALL.into_iter().zip(pair) {
            all.extend(texts.into_iter().map(|text| Sentence { file: file.clone(), lang, text }));
        }
    }
    assert!(all.len() > 1_500, "only {} sentences were found", all.len());
    all
}

/// The literals of each sentence in English and in Spanish, with the file that it stands in.
fn all_pairs() -> Vec<(String, [Vec<String>; 2])> {
    let mut all = Vec::new();
    for path in sources(&folder()) {
        let source = std::fs::read_to_string(&path).unwrap();
        for block in source.split("\ntexts! {\n").skip(1) {
            let block = block.split("\n}\n").next().unwrap();
            all.extend(pairs(block).into_iter().map(|pair| (path.display().to_string(), pair)));
        }
    }
    all
}

/// This file's folder, wherever the tests run.
fn folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = here.ancestors().map(|folder| folder.join(file!())).find(|file| file.exists());
    file.unwrap().parent().unwrap().to_owned()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The English and the Spanish literals of each sentence; two of each where it counts.
fn pairs(block: &str) -> Vec<[Vec<String>; 2]> {
    let mut pairs = Vec::new();
    let mut languages = [Vec::new(), Vec::new()];
    let mut lang = 0;
    let mut rest = block;
    while let Some(at) = rest.find(['"', ',', ';', '(', '/']) {
        let (sign, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = match sign {
            b'"' => {
                let (text, after) = literal(after);
                languages[lang].push(text);
                after
            }
            b'(' => after.split_once("):").unwrap().1,
            b'/' => after.split_once('\n').unwrap().1,
            b',' => {
                lang = 1;
                after
            }
            _ => {
                pairs.push(std::mem::take(&mut languages));
                lang = 0;
                after
            }
        };
    }
    pairs
}

/// A literal up to its closing quote, with its escapes undone, and what follows.
fn literal(source: &str) -> (String, &str) {
    let end = source.find('"').unwrap();
    let escapes = [("\\u{a0}", "\u{a0}"), ("\\u{2060}", "\u{2060}"), ("\\u{2212}", "\u{2212}")];
    let text = escapes
        .into_iter()
        .fold(source[..end].to_owned(), |text, (escape, sign)| text.replace(escape, sign));
    assert!(!text.contains('\\'), "an escape that this test does not know: {text}");
    (text, &source[end + 1..])
}

#[test]
fn both_languages_have_the_same_values_in_every_sentence() {
    for (file, [english, spanish]) in all_pairs() {
        assert_eq!(english.len(), spanish.len(), "{file}: {english:?} {spanish:?}");
        for (english, spanish) in english.iter().zip(&spanish) {
            assert_eq!(values(english), values(spanish), "{file}: {english} / {spanish}");
        }
    }
}

/// The names in braces, sorted.
fn values(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_percentage_is_spaced_as_its_language_spaces_it() {
    for Sentence { file, lang, text } in sentences() {
        for (at, _) in text.match_indices('%') {
            let before = text[..at].chars().next_back();
            // An axis or a field names its unit after a comma: "accuracy, %".
            let is_unit = text[..at].ends_with(", ");
            let is_right = match lang {
                Lang::En => before.is_some_and(|sign| sign.is_ascii_digit()),
                Lang::Es => before == Some('\u{a0}') && !text[..at].ends_with("}\u{a0}"),
            };
            assert!(is_unit || is_right, "{file}: {text}");
        }
    }
}

/// A p-value is how often a difference this large would appear if nothing differed; these say the
/// converse, how likely it is that nothing differs.
const INVERTED: [[&str; 8]; 2] = [
    [
        "no chance",
        "not chance",
        "chance explains",
        "by luck",
        "due to chance",
        "probability that they differ",
        "certainly differ",
        "is significant",
    ],
    [
        "no es azar",
        "no es casualidad",
        "azar lo explica",
        "por suerte",
        "debido al azar",
        "probabilidad de que difieran",
        "seguro que difieren",
        "es significativ",
    ],
];

#[test]
fn no_sentence_says_how_likely_it_is_that_chance_was_at_work() {
    for Sentence { file, lang, text } in sentences() {
        for claim in INVERTED[usize::from(lang == Lang::Es)] {
            assert!(!text.to_lowercase().contains(claim), "{file}: {text}");
        }
    }
}

/// Words of this project's own, of its code's past or of no native reader, with what is said
/// instead.
const AVOIDED: [(Lang, &str); 22] = [
    (Lang::En, "named rightly"),    // correctly classified
    (Lang::En, "named wrongly"),    // misclassified
    (Lang::En, "less b"),           // A minus B
    (Lang::En, "% sure"),           // confidence
    (Lang::En, "redraw"),           // reconstruct
    (Lang::En, "judge"),            // classify
    (Lang::En, "anew"),             // again
    (Lang::En, "least confidence"), // minimum confidence
    (Lang::En, "desk"),
    (Lang::En, "yardstick"),
    (Lang::En, "errand"),
    (Lang::En, "farewell"),
    (Lang::En, "did not come"), // could not be loaded
    (Lang::Es, "juzga"),        // clasificar
    (Lang::Es, "juzgue"),
    (Lang::Es, "redibuj"), // reconstruir
    (Lang::Es, "casilla"), // intervalo
    (Lang::Es, "intrusa"), // imagen de sondeo
    (Lang::Es, "unos {"),  // aproximadamente
    (Lang::Es, "no llegaron"),
    (Lang::Es, "debe estar entre"), // valor entre
    (Lang::Es, "intervalo del 95"), // intervalo de confianza del 95 %
];

#[test]
fn no_sentence_uses_a_private_word_or_one_that_makes_a_native_reader_stumble() {
    for Sentence { file, lang, text } in sentences() {
        for (of, word) in AVOIDED {
            assert!(lang != of || !text.to_lowercase().contains(word), "{file}: {text}");
        }
    }
}

#[test]
fn every_term_of_the_glossary_has_a_meaning_and_stands_once_in_order() {
    let folder = folder();
    let page = folder.ancestors().map(|at| at.join("docs/glossary.md")).find(|at| at.exists());
    let page = std::fs::read_to_string(page.unwrap()).unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() > 50, "{} rows", rows.len());
    assert!(rows.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.is_empty())));
    let terms: Vec<String> = rows[1..].iter().map(|row| row[0].to_lowercase()).collect();
    assert!(terms.is_sorted(), "{terms:?}");
}
