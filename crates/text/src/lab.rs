//! Sentences about training runs: what cannot be run and why, what values are called.

use super::{Lang, texts};
use protocol::run::{ConfigError, Field};

texts! {
    job_other_version(file: &str, found: &str, expected: &str):
        "{file} has version {found}; this page reads version {expected}. Open it with the version that wrote it.",
        "{file} es de la versión {found}; esta página lee la {expected}. Ábrelo con la versión que lo escribió.";
    job_config(why: &str): "These settings do not work: {why}.", "Estos ajustes no funcionan: {why}.";
    job_diverged(step: &str):
        "The loss is no longer a number at step {step}. Lower the learning rate and run again; the last checkpoint is kept.",
        "La pérdida dejó de ser un número en el paso {step}. Baja la tasa de aprendizaje y repite; se conserva el último punto de control.";
    job_busy:
        "Another run is open, in Train or in Augment. Stop it there first.",
        "Hay otra ejecución abierta, en Entrenar o en Aumentar. Detenla allí primero.";
    config_range(field: &str, least: &str, most: &str):
        "{field} must be between {least} and {most}", "{field}: valor entre {least} y {most}";
    config_shape: "the shipped weights fit only the shipped network",
        "los pesos incluidos solo sirven para la red incluida";
    config_images[images](batch: &str):
        "a batch of {batch} needs more than the {images} image there is" | "a batch of {batch} needs more than the {images} images there are",
        "un lote de {batch} necesita más que la {images} imagen que hay" | "un lote de {batch} necesita más que las {images} imágenes que hay";
    field_epochs: "Epochs", "Épocas";
    field_batch: "Images per step", "Imágenes por paso";
    field_learning_rate: "Learning rate", "Tasa de aprendizaje";
    field_own_share: "Share of your own pictures", "Proporción de tus imágenes";
    field_shift: "Shift", "Desplazamiento";
    field_erase: "Random erasing", "Borrado aleatorio";
    field_rare_classes: "Rare classes", "Clases escasas";
    field_ratio: "Share kept", "Proporción conservada";
    field_channels: "Channels", "Canales";
    field_dense: "Width of the dense layer", "Ancho de la capa densa";
    field_dropout: "Dropout", "Dropout";
    field_images: "Images", "Imágenes";
    field_steps: "Steps", "Pasos";
    field_smoothing: "Label smoothing", "Suavizado de etiquetas";
    field_average: "Moving average of the weights", "Media móvil de los pesos";
    field_seeds: "Number of seeds", "Número de semillas";
}

impl Lang {
    /// What a value of a configuration is called.
    pub fn field(self, field: Field) -> &'static str {
        match field {
            Field::Epochs => self.field_epochs(),
            Field::Batch => self.field_batch(),
            Field::LearningRate => self.field_learning_rate(),
            Field::OwnShare => self.field_own_share(),
            Field::Shift => self.field_shift(),
            Field::Erase => self.field_erase(),
            Field::RareClasses => self.field_rare_classes(),
            Field::Ratio => self.field_ratio(),
            Field::Channels => self.field_channels(),
            Field::Dense => self.field_dense(),
            Field::Dropout => self.field_dropout(),
            Field::Images => self.field_images(),
            Field::Steps => self.field_steps(),
            Field::Smoothing => self.field_smoothing(),
            Field::Average => self.field_average(),
            Field::Seed => self.field_seeds(),
        }
    }

    /// Why a run's settings do not work.
    pub fn config_error(self, error: &ConfigError) -> String {
        match error {
            ConfigError::Range { field, least, most } => {
                let [least, most] = [*least, *most].map(|bound| self.plain_number(bound));
                self.config_range(self.field(*field), &least, &most)
            }
            ConfigError::Shape => self.config_shape().to_owned(),
            ConfigError::TooFewImages { batch, images } => {
                self.config_images((*images).into(), &self.count((*batch).into()))
            }
        }
    }

    /// A number with as many decimals as it has.
    pub fn plain_number(self, value: f64) -> String {
        let text = value.to_string();
        match self {
            Self::En => text,
            Self::Es => text.replace('.', ","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_out_of_range_is_named_with_its_bounds() {
        let error = ConfigError::Range { field: Field::LearningRate, least: 1e-6, most: 0.1 };
        assert_eq!(
            Lang::Es.config_error(&error),
            "Tasa de aprendizaje: valor entre 0,000001 y 0,1"
        );
    }
}
