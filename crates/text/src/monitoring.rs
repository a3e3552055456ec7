//! Sentences of `vitrina monitor`, `vitrina simulate` and `vitrina calibrate`: signals, detectors,
//! figures of a log, bad lines.

use super::{Lang, texts};
use statistics::drift::Signal;
use statistics::drift::limits::Method;

texts! {
    monitoring_predicted: "predicted class", "clase predicha";
    monitoring_confidence: "confidence", "confianza";
    monitoring_reconstruction_error: "reconstruction error", "error de reconstrucción";
    monitoring_brightness: "brightness", "brillo";
    monitoring_contrast: "contrast", "contraste";
    monitoring_sharpness: "sharpness", "nitidez";
    monitoring_latency: "latency", "latencia";
    monitoring_errors: "errors", "errores";

    monitoring_method_window: "window", "ventana";
    monitoring_method_page_hinkley: "Page–Hinkley", "Page–Hinkley";
    monitoring_method_adwin: "ADWIN", "ADWIN";
    monitoring_method_ddm: "DDM", "DDM";
    monitoring_method_tail: "95th percentile", "percentil 95";

    monitoring_n(n: &str): "Records in production: {n}", "Datos en producción: {n}";
    monitoring_latency_ms(mean: &str, p50: &str, p95: &str):
        "Latency: mean {mean} ms, median {p50} ms, 95th percentile {p95} ms",
        "Latencia: media {mean} ms, mediana {p50} ms, percentil 95 {p95} ms";
    monitoring_confidence_figures(mean: &str, p10: &str):
        "Confidence: mean {mean}, 10th percentile {p10}",
        "Confianza: media {mean}, percentil 10 {p10}";
    monitoring_estimated_accuracy(estimate: &str, low: &str, high: &str):
        "Accuracy estimated from confidence: {estimate} ({low} to {high})",
        "Exactitud estimada a partir de la confianza: {estimate} (de {low} a {high})";
    monitoring_true_accuracy(accuracy: &str):
        "True accuracy, where labels are known: {accuracy}",
        "Exactitud real, donde se conocen las etiquetas: {accuracy}";

    monitoring_kl_title:
        "Divergence of the whole logs, in nats (R reference, P production), with p corrected for the number of signals:",
        "Divergencia de los registros completos, en nats (R referencia, P producción), con p corregida por el número de señales:";
    monitoring_signal: "signal", "señal";
    monitoring_above: "more than chance", "más que el azar";
    monitoring_within: "no more than chance", "no más que el azar";
    monitoring_unnoticed:
        "more than chance, but neither median nor 95th percentile has doubled",
        "más que el azar, pero ni la mediana ni el percentil 95 se han duplicado";
    monitoring_cannot_tell:
        "the reference is too small to tell", "la referencia es demasiado pequeña para saberlo";
    monitoring_higher: "higher", "más alto";
    monitoring_lower: "lower", "más bajo";
    monitoring_better: "fewer errors: better", "menos errores: mejor";
    monitoring_worse: "more errors: worse", "más errores: peor";

    monitoring_quiet(detectors: &str):
        "None of the {detectors} detectors fired.",
        "Ninguno de los {detectors} detectores se activó.";
    monitoring_fired[fired](detectors: &str):
        "{fired} of {detectors} detectors fired (records are counted from 0):" | "{fired} of {detectors} detectors fired (records are counted from 0):",
        "Se activó {fired} de {detectors} detectores (los datos se cuentan desde 0):" | "Se activaron {fired} de {detectors} detectores (los datos se cuentan desde 0):";
    monitoring_fired_at(signal: &str, method: &str, at: &str):
        "{signal}, {method}: first at record {at}",
        "{signal}, {method}: por primera vez en el dato {at}";

    monitoring_small_reference(signal: &str, n: &str, needed: &str):
        "The reference is too small for {signal}: {n} values, {needed} are needed. Its detectors did not run.",
        "La referencia es demasiado pequeña para {signal}: {n} valores, hacen falta {needed}. Sus detectores no se ejecutaron.";
    monitoring_no_drift(share: &str):
        "Decision: no drift. At most {share} of quiet logs of this length are called drift.",
        "Decisión: sin deriva. Como mucho el {share} de los registros tranquilos de esta longitud se daría por deriva.";
    monitoring_drift(share: &str):
        "Decision: drift. At most {share} of quiet logs of this length are called so.",
        "Decisión: deriva. Como mucho el {share} de los registros tranquilos de esta longitud se daría por tal.";
    monitoring_improvement(share: &str):
        "Decision: a change for the better, fewer errors. At most {share} of quiet logs of this length show any change.",
        "Decisión: un cambio a mejor, menos errores. Como mucho el {share} de los registros tranquilos de esta longitud mostraría algún cambio.";
    monitoring_undecided:
        "Undecided: the reference is too small to decide.",
        "Sin decisión: la referencia es demasiado pequeña para decidir.";


    monitoring_one_input:
        "Only one of the two logs can come from standard input.",
        "Solo uno de los dos registros puede venir de la entrada estándar.";

    monitoring_judging: "Running the networks.", "Ejecutando las redes.";
    monitoring_clean_runs: "clean runs", "ejecuciones limpias";
    monitoring_calibrated[flagged](detectors: &str, runs: &str):
        "Limits for {detectors} detectors from {runs} clean runs, of which {flagged} raises an alarm." | "Limits for {detectors} detectors from {runs} clean runs, of which {flagged} raise an alarm.",
        "Límites para {detectors} detectores a partir de {runs} ejecuciones limpias, de las cuales {flagged} da una alarma." | "Límites para {detectors} detectores a partir de {runs} ejecuciones limpias, de las cuales {flagged} dan una alarma.";
    monitoring_preset_kept(preset: &str, seed: &str):
        "{preset} (seed {seed}): the expected alerts and no others",
        "{preset} (semilla {seed}): las alertas esperadas y ninguna más";
    monitoring_preset_broken(preset: &str, seed: &str, what: &str):
        "{preset} (seed {seed}): {what}", "{preset} (semilla {seed}): {what}";
    monitoring_unexpected_alerts(count: &str):
        "Runs that do not keep to what is expected: {count}.",
        "Ejecuciones que no cumplen lo esperado: {count}.";
    monitoring_unknown_preset(names: &str):
        "The presets are: {names}.", "Los ejemplos son: {names}.";
}

impl Lang {
    /// The name of a signal in running text.
    pub fn monitoring_signal_name(self, signal: Signal) -> &'static str {
        match signal {
            Signal::Predicted => self.monitoring_predicted(),
            Signal::Confidence => self.monitoring_confidence(),
            Signal::ReconstructionError => self.monitoring_reconstruction_error(),
            Signal::Brightness => self.monitoring_brightness(),
            Signal::Contrast => self.monitoring_contrast(),
            Signal::Sharpness => self.monitoring_sharpness(),
            Signal::Latency => self.monitoring_latency(),
            Signal::Errors => self.monitoring_errors(),
        }
    }

    /// The name of a way of detecting.
    pub fn monitoring_method_name(self, method: Method) -> &'static str {
        match method {
            Method::Window => self.monitoring_method_window(),
            Method::PageHinkley => self.monitoring_method_page_hinkley(),
            Method::Adwin => self.monitoring_method_adwin(),
            Method::Ddm => self.monitoring_method_ddm(),
            Method::Tail => self.monitoring_method_tail(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_and_method_has_a_name_of_its_own_in_both_languages() {
        for lang in Lang::ALL {
            let mut names: Vec<&str> =
                Signal::ALL.map(|signal| lang.monitoring_signal_name(signal)).to_vec();
            names.extend(Method::ALL.map(|method| lang.monitoring_method_name(method)));
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Signal::COUNT + Method::ALL.len());
        }
    }
}
