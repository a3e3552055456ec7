//! Sentences of the shell: stages, device, verdicts, errors of a job.

use super::{Lang, texts};
use policy::decision::{Reason, Verdict};
use protocol::messages::JobError;
use statistics::finite::{NotFinite, Output};

texts! {
    verdict_accept: "Accept", "Aceptar";
    verdict_review: "Review", "Revisar";
    verdict_reject: "Reject", "Rechazar";
    quality_typical(error: &str, relative: &str, class: &str):
        "the reconstruction error {error}, {relative} of the image's detail, is within the limits for {class}",
        "el error de reconstrucción {error}, el {relative} del detalle de la imagen, está dentro de los límites de {class}";
    confidence_below(confidence: &str, min: &str):
        "the confidence {confidence} is below {min}",
        "la confianza {confidence} es menor que {min}";
    person_reason:
        "there seems to be a person in the picture",
        "parece que en la imagen hay una persona";
    none_of_the_ten(probability: &str, nearest: &str):
        "this does not look like one of the ten classes ({probability}); it is nearest to {nearest}",
        "esto no parece ninguna de las diez clases ({probability}); a lo que más se acerca es a {nearest}";
    confidence_enough(confidence: &str, min: &str):
        "the confidence {confidence} is at least {min}",
        "la confianza {confidence} es al menos {min}";
    job_other_build(page: &str, engine: &str):
        "This page ({page}) and its engine ({engine}) are of different versions. Reload the page.",
        "Esta página ({page}) y su motor ({engine}) son de versiones distintas. Recarga la página.";
    job_no_webgpu(why: &str):
        "WebGPU was chosen but cannot start here: {why}. Choose the CPU instead.",
        "Se eligió WebGPU, pero aquí no puede iniciarse: {why}. Elige la CPU.";
    job_not_loaded(file: &str, why: &str):
        "{file} could not be loaded: {why}. Check the connection and try again.",
        "No se pudo cargar {file}: {why}. Comprueba la conexión e inténtalo de nuevo.";
    job_damaged(file: &str, why: &str):
        "{file} is damaged or of another version: {why}. Reload the page; if that does not help, the site's copy needs to be replaced.",
        "{file} está dañado o es de otra versión: {why}. Recarga la página; si sigue igual, hay que reponer la copia del sitio.";
    job_not_started:
        "The engine has not been started.",
        "El motor no se ha iniciado.";
    job_message(why: &str):
        "A message between this page and its engine was lost: {why}. Try again; if it stays so, reload the page.",
        "Se perdió un mensaje entre esta página y su motor: {why}. Inténtalo de nuevo; si sigue igual, recarga la página.";
    output_logits: "logits", "logits";
    output_probabilities: "class probabilities", "probabilidades de las clases";
    output_reconstruction: "reconstructions", "reconstrucciones";
    output_error: "reconstruction errors", "errores de reconstrucción";
    output_novelty: "values of novelty", "valores de novedad";
    output_maps: "feature maps", "mapas de características";
    job_not_finite(output: &str):
        "The network gave {output} that are not finite numbers, so there is no answer. Try again; if it stays so, choose the CPU or another network.",
        "La red dio {output} que no son números finitos, así que no hay respuesta. Inténtalo de nuevo; si sigue igual, elige la CPU u otra red.";
    job_device(why: &str):
        "The device failed: {why}. Nothing you added is lost; try again, or choose the CPU.",
        "Falló el dispositivo: {why}. No se pierde nada de lo que añadiste; inténtalo de nuevo o elige la CPU.";
}

impl Lang {
    /// The verdict in one word.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Accept => self.verdict_accept(),
            Verdict::Review => self.verdict_review(),
            Verdict::Reject => self.verdict_reject(),
        }
    }

    /// A rule with its numbers, as the beginning or the middle of a sentence.
    pub fn reason(self, reason: Reason) -> String {
        let error = |value: f32| self.number(f64::from(value), 4);
        let share = |value: f32| self.percent(f64::from(value), 1);
        match reason {
            Reason::QualityAtypical { outlier, class } => self.outlier(outlier, class),
            Reason::QualityTypical { quality, class } => self.quality_typical(
                &error(quality.error),
                &share(quality.relative),
                self.class_name(class),
            ),
            Reason::ConfidenceBelow { confidence, min } => {
                self.confidence_below(&share(confidence), &share(min))
            }
            Reason::ConfidenceEnough { confidence, min } => {
                self.confidence_enough(&share(confidence), &share(min))
            }
            Reason::Person => self.person_reason().to_owned(),
            Reason::NoneOfTheTen { probability, nearest } => {
                self.none_of_the_ten(&share(probability), self.class_name(nearest))
            }
        }
    }

    /// Why a job failed and what to do.
    pub fn job_error(self, error: &JobError) -> String {
        match error {
            JobError::OtherBuild { page, engine } => self.job_other_build(page, engine),
            JobError::NoWebgpu(why) => self.job_no_webgpu(why),
            JobError::NotLoaded { file, reason } => self.job_not_loaded(file, reason),
            JobError::Damaged { file, reason } => self.job_damaged(file, reason),
            JobError::NotStarted => self.job_not_started().to_owned(),
            JobError::OtherVersion { file, expected, found } => {
                self.job_other_version(file, found, expected)
            }
            JobError::Config(error) => self.job_config(&self.config_error(error)),
            JobError::Diverged { step } => self.job_diverged(&self.count(*step)),
            JobError::NotFinite(error) => self.not_finite(*error),
            JobError::Message(why) => self.job_message(why),
            JobError::Busy => self.job_busy().to_owned(),
            JobError::Device(why) => self.job_device(why),
        }
    }

    /// Which output is not finite, and what to do.
    pub fn not_finite(self, NotFinite(output): NotFinite) -> String {
        self.job_not_finite(match output {
            Output::Logits => self.output_logits(),
            Output::Probabilities => self.output_probabilities(),
            Output::Reconstruction => self.output_reconstruction(),
            Output::ReconstructionError => self.output_error(),
            Output::Novelty => self.output_novelty(),
            Output::FeatureMaps => self.output_maps(),
        })
    }
}
