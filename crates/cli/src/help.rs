//! What `--help` says beyond the arguments: examples of each command, and the exit statuses.

/// Exit statuses of every command.
pub const STATUSES: &str = "\
Exit statuses:
  0    All is done. So it is where the reader of the output leaves early, as `head` does.
  1    Something failed; standard error says what. The other files are classified.
  2    The arguments are wrong; nothing was done.
  3    `monitor --exit-code` found drift.
  4    `monitor` saw nothing, but there was too little to look at.
  130  Interrupted. `serve` ends with 0 when it is told to stop, once or twice.

Each command's --help has examples.";

/// The same in Spanish.
pub const STATUSES_ES: &str = "\
Estados de salida:
  0    Todo está hecho. También donde quien lee la salida se va antes, como `head`.
  1    Algo falló; la salida de errores dice qué. Los demás archivos se clasifican.
  2    Los argumentos no son válidos; no se hizo nada.
  3    `monitor --exit-code` encontró deriva.
  4    `monitor` no vio nada, pero había demasiado poco que mirar.
  130  Interrumpido. `serve` termina con 0 cuando se le dice que pare, una o dos veces.

La ayuda de cada orden tiene ejemplos.";

/// Of `vitrina data`.
pub const DATA: &str = "\
Examples:
  vitrina data
  vitrina data --from ~/fashion-mnist ./data
  vitrina data photos
  vitrina data photos --from ~/clothing-dataset ./clothes";

/// Of `vitrina train`.
pub const TRAIN: &str = "\
Examples:
  vitrina train classifier --epochs 5 -o classifier.bpk
  vitrina train classifier --imbalance shirt=0.1 --seed 7 -o imbalanced.bpk
  vitrina train classifier --from imbalanced.bpk --freeze-convolutions --epochs 1 -o tuned.bpk
  vitrina train autoencoder --normal-class bag -o bag.bpk
  vitrina train photos --steps 200 -o photos.bpk
  vitrina train gan --class shirt --keep 0.05 -o gan.run";

/// Of `vitrina models`.
pub const MODELS: &str = "\
Examples:
  vitrina models
  vitrina models --only classifier --only bag
  vitrina models --only photos
  vitrina models --only generators
  vitrina models --card-only";

/// Of `vitrina study`.
pub const STUDY: &str = "\
Examples:
  vitrina study --seeds 42,43,44
  vitrina study --only classifier --epochs 12 --optimizer adamw --output study.json";

/// Of `vitrina generate`.
pub const GENERATE: &str = "\
Examples:
  vitrina generate -n 64 -o grid.png
  vitrina generate --class trouser --seed 7
  vitrina generate --weights gan.run --measure";

/// Of `vitrina experiment`.
pub const EXPERIMENT: &str = "\
Examples:
  vitrina experiment imbalance --class shirt --keep 0.05 --seeds 10
  vitrina experiment imbalance --scale full --seeds 3 -o full.json";

/// Of `vitrina evaluate`.
pub const EVALUATE: &str = "\
Examples:
  vitrina evaluate --json
  vitrina evaluate --weights classifier.bpk
  vitrina evaluate --photos --part validation";

/// Of `vitrina predict`.
pub const PREDICT: &str = "\
Examples:
  vitrina predict photo.jpg
  vitrina predict --json photos/
  vitrina predict --normal-class trouser - < photo.jpg";

/// Of `vitrina bench`.
pub const BENCH: &str = "\
Examples:
  vitrina bench";

/// Of `vitrina monitor`.
pub const MONITOR: &str = "\
Logs: one record per image as JSON Lines, a JSON array, or CSV with a header; plain or gzip; UTF-8, or
UTF-16 with a byte-order mark. Times may be ISO 8601, classes may be named, numbers may be quoted. A log
of which more than one line in ten is no record is an error.

Detectors watch production record by record and start from the reference; whole logs are compared by
one test per signal, corrected for their number. Both together give one decision, with its rate of false
alarms. A latency alarm needs the median or the 95th percentile to double.

Exit status:
  0  no drift; without --exit-code also where there is
  1  error: a log cannot be read, or is none
  2  wrong arguments
  3  drift (only with --exit-code)
  4  nothing was seen, but production has fewer records than two windows hold, or the reference is
     too small

Examples:
  vitrina monitor --reference reference.jsonl --production production.jsonl
  vitrina monitor --reference reference.jsonl --production - --json < production.jsonl";

/// The same in Spanish.
pub const MONITOR_ES: &str = "\
Registros: un dato por imagen, como JSON Lines, lista JSON o CSV con encabezado; tal cual o en gzip;
UTF-8, o UTF-16 con marca de orden de bytes. Las horas pueden ser ISO 8601, las clases pueden ir por su
nombre y los números entre comillas. Un registro en el que más de una línea de cada diez no es un dato es
un error.

Los detectores vigilan la producción dato por dato y parten de la referencia; los registros completos se
comparan con una prueba por señal, corregida por su número. De ambos sale una sola decisión, con su tasa
de falsas alarmas. Una alarma de latencia exige que se duplique la mediana o el percentil 95.

Estado de salida:
  0  sin deriva; sin --exit-code, también cuando la hay
  1  error: no se puede leer un registro, o no lo es
  2  argumentos no válidos
  3  deriva (solo con --exit-code)
  4  no se vio nada, pero la producción tiene menos datos que dos ventanas o la referencia es demasiado
     pequeña

Ejemplos:
  vitrina monitor --reference reference.jsonl --production production.jsonl
  vitrina monitor --reference reference.jsonl --production - --json < production.jsonl";

/// Of `vitrina simulate`.
pub const SIMULATE: &str = "\
Examples:
  vitrina simulate --reference -o reference.jsonl
  vitrina simulate --preset dirty-camera --seed 1 -o production.jsonl
  vitrina simulate --schedule 1~latency.40_sudden_700 --latency seeded";

/// Of `vitrina calibrate`.
pub const CALIBRATE: &str = "\
Examples:
  vitrina calibrate";

/// Of `vitrina serve`.
pub const SERVE: &str = "\
Examples:
  vitrina serve
  vitrina serve --host 0.0.0.0 --port 80 --site dist
  vitrina serve --cors https://shop.example --access-log";

/// Of `vitrina export`.
pub const EXPORT: &str = "\
Examples:
  vitrina export weights
  vitrina export --weights trained.bpk weights";

/// Of `vitrina samples`.
pub const SAMPLES: &str = "\
Examples:
  vitrina samples --output samples";

/// Of `vitrina reproduce`.
pub const REPRODUCE: &str = "\
Examples:
  vitrina reproduce --scale small
  vitrina reproduce --scale full --output full.json";

/// Of `vitrina report`.
pub const REPORT: &str = "\
Examples:
  vitrina report
  vitrina report --run my-run.bpk -o report.ipynb
  vitrina report --reference reference.jsonl --production production.jsonl --lang es -o informe.md";

/// Of `vitrina completions`.
pub const COMPLETIONS: &str = "\
Examples:
  vitrina completions bash > ~/.local/share/bash-completion/completions/vitrina
  vitrina completions fish > ~/.config/fish/completions/vitrina.fish";

/// Of `vitrina man`.
pub const MAN: &str = "\
Examples:
  vitrina man > vitrina.1
  vitrina man ~/.local/share/man/man1";

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use crate::Arguments;

    #[test]
    fn every_command_has_examples_and_each_is_understood() {
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let start = format!("  vitrina {}", command.get_name());
            let examples: Vec<&str> =
                help.lines().filter(|line| line.starts_with(&start)).collect();
            assert!(!examples.is_empty(), "{}", command.get_name());
            for example in examples {
                let words = example.split_whitespace().take_while(|word| !"<>".contains(word));
                if let Err(error) = Arguments::try_parse_from(words) {
                    panic!("{example}: {error}");
                }
            }
        }
    }

    #[test]
    fn the_help_lists_the_exit_statuses() {
        let help = Arguments::command().render_help().to_string();
        for status in ["  0  ", "  1  ", "  2  "] {
            assert!(help.contains(status), "{help}");
        }
    }
}
