//! Sentences about production: presets, shifts and how they come, links that cannot be read.

use super::{Lang, texts};
use simulation::schedule::{Fault, MAX_ADDED_MS, MAX_INDEX, MAX_INJECTIONS, MIN_PERIOD};
use simulation::shift::Pattern;
use simulation::{Injection, LinkError, Onset, Preset, ScheduleError, Shift, ShiftKind};
use vision::corruption::Corruption;

texts! {
    preset_quiet_day: "a quiet day", "un día tranquilo";
    preset_dirty_camera: "the camera gets dirty", "la cámara se ensucia";
    preset_winter_collection: "winter collection", "colección de invierno";
    preset_labels_changed: "labels changed", "cambian las etiquetas";
    preset_slow_gpu: "slow GPU", "GPU lenta";
    preset_surprise: "a surprise", "una sorpresa";

    preset_quiet_day_about:
        "Nothing is injected, so every alarm is a false one.",
        "No se inyecta nada, así que toda alarma es falsa.";
    preset_dirty_camera_about:
        "The lens blurs little by little: the garments stay the same, their images do not.",
        "La lente se ensucia y desenfoca poco a poco: las prendas son las mismas, sus imágenes ya no.";
    preset_winter_collection_about:
        "More and more coats, pullovers and ankle boots arrive, and hardly any sandals.",
        "Llegan cada vez más abrigos, jerséis y botines, y casi ninguna sandalia.";
    preset_labels_changed_about:
        "From one image to the next, pullovers are called coats and coats pullovers; the images stay as they were.",
        "De una imagen a otra, los jerséis pasan a llamarse abrigos y los abrigos, jerséis; las imágenes no cambian.";
    preset_slow_gpu_about:
        "Another program takes the GPU for a while: the answers are the same, but they come late.",
        "Otro programa ocupa la GPU durante un rato: las respuestas son las mismas, pero llegan tarde.";
    preset_surprise_about:
        "One or two shifts that nobody has told you about; find out what happened and when.",
        "Uno o dos cambios que nadie te ha anunciado; averigua qué pasó y cuándo.";
    surprise_linked:
        "This link brings a surprise: what is injected stays hidden until you reveal it.",
        "Este enlace trae una sorpresa: lo que se inyecta queda oculto hasta que lo reveles.";

    shift_kind_covariate: "covariate shift", "cambio de covariables";
    shift_kind_prior: "prior shift", "cambio de frecuencias de clase";
    shift_kind_concept: "concept shift", "cambio de concepto";
    shift_kind_latency: "slow engine", "motor lento";
    shift_kind_outliers: "outliers", "imágenes atípicas";

    shift_covariate(corruption: &str, level: &str):
        "{corruption}, severity {level} of 5", "{corruption}, intensidad {level} de 5";
    shift_prior(first: &str, second: &str, third: &str):
        "class mix; most frequent: {first}, {second}, {third}",
        "mezcla de clases; las más frecuentes: {first}, {second}, {third}";
    shift_concept(first: &str, second: &str):
        "labels swapped: {first} and {second}", "etiquetas intercambiadas: {first} y {second}";
    shift_latency(added_ms: &str): "{added_ms} ms more latency", "{added_ms} ms más de latencia";
    shift_outliers(percent: &str, pattern: &str):
        "{percent} of the images show no garment ({pattern})",
        "{percent} de las imágenes no muestran ninguna prenda ({pattern})";

    corruption_gaussian_noise: "Gaussian noise", "ruido gaussiano";
    corruption_shot_noise: "shot noise", "ruido de disparo";
    corruption_impulse_noise: "impulse noise", "ruido impulsivo";
    corruption_gaussian_blur: "Gaussian blur", "desenfoque gaussiano";
    corruption_brightness: "brightness", "brillo";
    corruption_contrast: "contrast", "contraste";
    corruption_pixelate: "coarse pixels", "pixelado";
    corruption_rotate: "rotation", "rotación";
    corruption_shear: "shear", "cizallamiento";
    corruption_shrink: "shrinking", "reducción";
    corruption_translate: "translation", "traslación";
    corruption_quantize: "few grey levels", "pocos niveles de gris";

    pattern_any: "of any kind", "de cualquier tipo";
    pattern_blank: "all black", "en negro";
    pattern_noise: "noise", "ruido";
    pattern_inverted: "negative", "negativo";
    pattern_stripes: "stripes", "rayas";

    onset_sudden: "sudden", "súbito";
    onset_gradual: "gradual", "gradual";
    onset_recurring: "recurring", "recurrente";
    onset_gradual_with[midpoint](width: &str):
        "gradual, halfway after {midpoint} image, over a width of {width}" | "gradual, halfway after {midpoint} images, over a width of {width}",
        "gradual, a mitad de camino tras {midpoint} imagen, con una anchura de {width}" | "gradual, a mitad de camino tras {midpoint} imágenes, con una anchura de {width}";
    onset_recurring_with[on](period: &str):
        "recurring, {on} image out of every {period}" | "recurring, {on} images out of every {period}",
        "recurrente, {on} imagen de cada {period}" | "recurrente, {on} imágenes de cada {period}";
    injection_from(shift: &str, onset: &str, start: &str):
        "{shift}; {onset}; from image {start} on",
        "{shift}; {onset}; desde la imagen {start}";
    injection_between(shift: &str, onset: &str, start: &str, end: &str):
        "{shift}; {onset}; from image {start} up to, but not including, image {end}",
        "{shift}; {onset}; desde la imagen {start} hasta antes de la {end}";

    link_empty:
        "The link holds no schedule. Ask for the link again, or choose a preset.",
        "El enlace no contiene ningún programa de cambios. Pídelo de nuevo o elige un ejemplo.";
    link_version(version: &str):
        "The link begins with “{version}”, which this version of Vitrina does not know. Reload the page to get the newest one, or choose a preset.",
        "El enlace empieza por «{version}», que esta versión de Vitrina no conoce. Recarga la página para obtener la más reciente o elige un ejemplo.";
    link_damaged:
        "The surprise is incomplete or was changed in transit. Copy the whole link again.",
        "La sorpresa está incompleta o se alteró por el camino. Copia otra vez el enlace entero.";
    link_word(number: &str, word: &str):
        "In shift {number} of the link, “{word}” is not understood. Copy the whole link again, or set the shift in the form.",
        "En el cambio {number} del enlace no se entiende «{word}». Copia otra vez el enlace entero o define el cambio en el formulario.";
    schedule_too_many(count: &str, limit: &str):
        "There are {count} shifts; at most {limit} fit. Remove some.",
        "Hay {count} cambios; caben como máximo {limit}. Quita alguno.";
    schedule_fault(number: &str, fault: &str): "Shift {number}: {fault}", "Cambio {number}: {fault}";
    fault_interval:
        "it must end after it starts.", "tiene que terminar después de empezar.";
    fault_index(limit: &str):
        "image numbers go up to {limit}.", "los números de imagen llegan hasta {limit}.";
    fault_width:
        "a gradual shift needs a width of at least 1 image.",
        "un cambio gradual necesita una anchura de al menos 1 imagen.";
    fault_period(least: &str):
        "its period must be at least {least} images, and it must be on for at least 1 of them and at most all.",
        "su periodo tiene que ser de al menos {least} imágenes, y el cambio tiene que estar activo en al menos 1 de ellas y como máximo en todas.";
    fault_same_class:
        "choose two different classes.", "elige dos clases distintas.";
    fault_share:
        "the share must be between 1 and 100 percent.",
        "la proporción tiene que estar entre el 1 y el 100 por ciento.";
    fault_latency(limit: &str):
        "the added latency must be between 1 and {limit} ms.",
        "la latencia añadida tiene que estar entre 1 y {limit} ms.";
    fault_severity:
        "the severity must be between 1 and 5.", "la intensidad tiene que estar entre 1 y 5.";
}

impl Lang {
    /// The name of a preset.
    pub fn preset(self, preset: Preset) -> &'static str {
        match preset {
            Preset::QuietDay => self.preset_quiet_day(),
            Preset::DirtyCamera => self.preset_dirty_camera(),
            Preset::WinterCollection => self.preset_winter_collection(),
            Preset::LabelsChanged => self.preset_labels_changed(),
            Preset::SlowGpu => self.preset_slow_gpu(),
            Preset::Surprise => self.preset_surprise(),
        }
    }

    /// What a preset does, in a sentence.
    pub fn preset_about(self, preset: Preset) -> &'static str {
        match preset {
            Preset::QuietDay => self.preset_quiet_day_about(),
            Preset::DirtyCamera => self.preset_dirty_camera_about(),
            Preset::WinterCollection => self.preset_winter_collection_about(),
            Preset::LabelsChanged => self.preset_labels_changed_about(),
            Preset::SlowGpu => self.preset_slow_gpu_about(),
            Preset::Surprise => self.preset_surprise_about(),
        }
    }

    /// The name of a kind of shift.
    pub fn shift_kind(self, kind: ShiftKind) -> &'static str {
        match kind {
            ShiftKind::Covariate => self.shift_kind_covariate(),
            ShiftKind::Prior => self.shift_kind_prior(),
            ShiftKind::Concept => self.shift_kind_concept(),
            ShiftKind::Latency => self.shift_kind_latency(),
            ShiftKind::Outliers => self.shift_kind_outliers(),
        }
    }

    /// The name of a corruption.
    pub fn corruption(self, corruption: Corruption) -> &'static str {
        match corruption {
            Corruption::GaussianNoise => self.corruption_gaussian_noise(),
            Corruption::ShotNoise => self.corruption_shot_noise(),
            Corruption::ImpulseNoise => self.corruption_impulse_noise(),
            Corruption::GaussianBlur => self.corruption_gaussian_blur(),
            Corruption::Brightness => self.corruption_brightness(),
            Corruption::Contrast => self.corruption_contrast(),
            Corruption::Pixelate => self.corruption_pixelate(),
            Corruption::Rotate => self.corruption_rotate(),
            Corruption::Shear => self.corruption_shear(),
            Corruption::Shrink => self.corruption_shrink(),
            Corruption::Translate => self.corruption_translate(),
            Corruption::Quantize => self.corruption_quantize(),
        }
    }

    /// What an outlier shows; none stands for a mixture of all.
    pub fn pattern(self, pattern: Option<Pattern>) -> &'static str {
        match pattern {
            None => self.pattern_any(),
            Some(Pattern::Blank) => self.pattern_blank(),
            Some(Pattern::Noise) => self.pattern_noise(),
            Some(Pattern::Inverted) => self.pattern_inverted(),
            Some(Pattern::Stripes) => self.pattern_stripes(),
        }
    }

    /// A shift with its settings.
    pub fn shift(self, shift: &Shift) -> String {
        match shift {
            Shift::Covariate { corruption, severity } => {
                self.shift_covariate(self.corruption(*corruption), &severity.level().to_string())
            }
            Shift::Prior { mix } => {
                let weights = mix.weights();
                let mut classes = dataset::Class::ALL;
                classes.sort_by_key(|class| std::cmp::Reverse(weights[class.index()]));
                let [first, second, third, ..] = classes.map(|class| self.class_name(class));
                self.shift_prior(first, second, third)
            }
            Shift::Concept { first, second } => {
                self.shift_concept(self.class_name(*first), self.class_name(*second))
            }
            Shift::Latency { added_ms } => self.shift_latency(&self.count((*added_ms).into())),
            Shift::Outliers { pattern, percent } => self.shift_outliers(
                &self.percent(f64::from(*percent) / 100.0, 0),
                self.pattern(*pattern),
            ),
        }
    }

    /// How a shift comes, with its settings.
    pub fn onset(self, onset: &Onset) -> String {
        match onset {
            Onset::Sudden => self.onset_sudden().to_owned(),
            Onset::Gradual { midpoint, width } => {
                self.onset_gradual_with(*midpoint, &self.count(*width))
            }
            Onset::Recurring { period, on } => self.onset_recurring_with(*on, &self.count(*period)),
        }
    }

    /// A shift of a schedule in one line: what, how, from when to when.
    pub fn injection(self, injection: &Injection) -> String {
        let shift = self.shift(&injection.shift);
        let onset = self.onset(&injection.onset);
        let start = self.count(injection.start);
        match injection.end {
            None => self.injection_from(&shift, &onset, &start),
            Some(end) => self.injection_between(&shift, &onset, &start, &self.count(end)),
        }
    }

    /// Why a link cannot be used and what to do.
    pub fn link_error(self, error: &LinkError) -> String {
        match error {
            LinkError::Empty => self.link_empty().to_owned(),
            LinkError::Version(version) => self.link_version(version),
            LinkError::Damaged => self.link_damaged().to_owned(),
            LinkError::Word { number, word } => self.link_word(&number.to_string(), word),
            LinkError::Schedule(error) => self.schedule_error(error),
        }
    }

    /// Why shifts make no schedule and what to do.
    pub fn schedule_error(self, error: &ScheduleError) -> String {
        match error {
            ScheduleError::TooMany(count) => {
                self.schedule_too_many(&count.to_string(), &MAX_INJECTIONS.to_string())
            }
            ScheduleError::Injection { number, fault } => {
                self.schedule_fault(&number.to_string(), &self.fault(*fault))
            }
        }
    }

    /// What is wrong with one shift.
    pub fn fault(self, fault: Fault) -> String {
        match fault {
            Fault::Interval => self.fault_interval().to_owned(),
            Fault::Index => self.fault_index(&self.count(MAX_INDEX)),
            Fault::Width => self.fault_width().to_owned(),
            Fault::Period => self.fault_period(&self.count(MIN_PERIOD)),
            Fault::SameClass => self.fault_same_class().to_owned(),
            Fault::Share => self.fault_share().to_owned(),
            Fault::Latency => self.fault_latency(&self.count(MAX_ADDED_MS.into())),
            Fault::Severity => self.fault_severity().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simulation::Schedule;

    #[test]
    fn a_preset_reads_as_a_line_in_both_languages() {
        let line = |lang: Lang, preset: Preset| {
            lang.injection(&preset.schedule(1).injections()[0]).replace('\u{a0}', " ")
        };
        assert_eq!(
            line(Lang::En, Preset::DirtyCamera),
            "Gaussian blur, severity 2 of 5; gradual, halfway after 60 images, over a width of 60; \
             from image 500 on"
        );
        assert_eq!(
            line(Lang::Es, Preset::SlowGpu),
            "40 ms más de latencia; súbito; desde la imagen 500 hasta antes de la 1 500"
        );
        let winter = line(Lang::Es, Preset::WinterCollection);
        assert!(winter.contains("las más frecuentes: Jersey, Abrigo, Botín"), "{winter}");
    }

    #[test]
    fn a_link_that_cannot_be_read_says_where_and_what_to_do() {
        let error = Schedule::from_link("1~latency.40_sudden_5~latency.x_sudden_5").unwrap_err();
        let text = Lang::Es.link_error(&error);
        assert!(text.starts_with("En el cambio 2 del enlace no se entiende «x»."), "{text}");
        let error = Schedule::from_link("1~latency.70000_sudden_5").unwrap_err();
        let text = Lang::En.link_error(&error);
        assert_eq!(text, "Shift 1: the added latency must be between 1 and 60,000 ms.");
    }
}
