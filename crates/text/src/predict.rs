//! Sentences of the page that judges images.

mod flags;
mod results;
mod ways;
mod why;

use super::{Lang, texts};
use policy::decision::{AnsweredBy, Decision, Reason};
use vision::photo::Polarity;

texts! {
    predict_title: "What is in the picture?", "¿Qué hay en la imagen?";
    predict_lead:
        "Give it a photo of one garment. The classifier names it, and an autoencoder says whether it looks the way that garment should.",
        "Dale la foto de una prenda. El clasificador la nombra y un autoencoder dice si tiene el aspecto que debería.";

    choose_images: "Choose images", "Elegir imágenes";
    or_drop: "or drop them anywhere, or paste", "o suéltalas donde sea, o pégalas";
    up_to(limit: &str): "Up to {limit} at once.", "Hasta {limit} a la vez.";
    drop_here: "Drop to classify", "Suelta para clasificar";
    drop_here_note:
        "They stay on this device.",
        "No salen de este dispositivo.";
    samples: "Samples from the test set", "Muestras del conjunto de prueba";
    samples_missing:
        "The samples did not load. Your own images work all the same.",
        "Las muestras no se cargaron. Tus propias imágenes funcionan igual.";
    not_files:
        "This is not an image file. Save the picture first, then drop the file.",
        "Esto no es un archivo de imagen. Guarda primero la imagen y suelta el archivo.";
    too_many(taken: &str, offered: &str):
        "Images added: {taken} of {offered}. The list is full; clear it to make room.",
        "Imágenes añadidas: {taken} de {offered}. La lista está llena; vacíala para hacer sitio.";
    pasted: "Pasted image", "Imagen pegada";
    sample_name(class: &str): "Sample: {class}", "Muestra: {class}";

    empty_one: "A photo of one garment on a plain background works best.",
        "Lo mejor: la foto de una sola prenda sobre un fondo liso.";
    empty_steps: "What happens next", "Qué pasa después";
    empty_step_photo: "The photo shrinks to 28\u{a0}×\u{a0}28 the way the data set was made.",
        "La foto se reduce a 28\u{a0}×\u{a0}28 como se hizo el conjunto de datos.";
    empty_step_class: "The classifier gives ten probabilities.",
        "El clasificador da diez probabilidades.";
    empty_step_error: "An autoencoder reconstructs it; the difference is the reconstruction error.",
        "Un autoencoder la reconstruye; la diferencia es el error de reconstrucción.";
    empty_step_verdict: "Two limits turn that into accept, review or reject.",
        "Dos límites lo convierten en aceptar, revisar o rechazar.";

    images: "Images", "Imágenes";
    image_count[n](): "{n} image" | "{n} images", "{n} imagen" | "{n} imágenes";
    judged_of[total](done: &str):
        "{done} of {total} classified" | "{done} of {total} classified",
        "{done} de {total} clasificada" | "{done} de {total} clasificadas";
    cancel: "Cancel", "Cancelar";
    judge_rest: "Classify the rest", "Clasificar el resto";
    clear_all: "Clear all", "Vaciar";
    remove: "Remove", "Quitar";
    undo: "Undo", "Deshacer";
    cleared(n: &str): "The list was cleared ({n}).", "Se vació la lista ({n}).";
    removed(name: &str): "{name} was removed.", "Se quitó {name}.";
    move_hint: "Arrow keys move, Delete removes.", "Las flechas mueven, Supr quita.";

    waiting: "waiting", "en espera";
    in_work: "in progress", "en proceso";
    stopped: "stopped", "detenida";
    refused: "file rejected", "archivo rechazado";
    not_judged: "Not classified", "Sin clasificar";
    waiting_for_engine:
        "The engine is still starting; this image is next.",
        "El motor aún arranca; esta imagen es la siguiente.";
    waiting_without_engine:
        "Kept here; it will be classified once the engine runs.",
        "Se conserva aquí; se clasificará en cuanto funcione el motor.";
    waiting_turn: "Waiting for its turn.", "Espera su turno.";
    stopped_note: "Stopped before its turn came.", "Se detuvo antes de su turno.";
    unreadable:
        "The browser could not read this file. It may have been moved, or it is a folder.",
        "El navegador no pudo leer este archivo. Quizá se movió o es una carpeta.";
    lost:
        "The engine stopped twice while classifying this image, so it is left out. The other images continue.",
        "El motor se detuvo dos veces al clasificar esta imagen, así que se deja fuera. Las demás siguen.";

    sure_of(share: &str): "{share} confidence", "{share} de confianza";
    both_agree(first: &str, second: &str): "{first}, and {second}.", "{first}, y {second}.";
    one_decides(first: &str, second: &str): "{first}, although {second}.", "{first}, aunque {second}.";
    verdict_heading: "Verdict", "Veredicto";

    film_title: "From the photo to 28\u{a0}×\u{a0}28", "De la foto a 28\u{a0}×\u{a0}28";
    polarity_label: "Garment and background", "Prenda y fondo";
    polarity_detected(what: &str): "Detected: {what}", "Detectado: {what}";
    detect: "Detect", "Detectar";
    dark_on_light: "dark on light", "oscuro sobre claro";
    light_on_dark: "light on dark", "claro sobre oscuro";
    polarity_wrong:
        "If the garment came out dark on light, choose the right option.",
        "Si la prenda quedó oscura sobre claro, elige la opción correcta.";

    probabilities: "Class probabilities", "Probabilidades por clase";
    class: "Class", "Clase";
    probability: "Probability", "Probabilidad";
    show_all_ten: "Show all ten", "Ver las diez";
    show_top_four: "Show the top four", "Ver las cuatro primeras";

    quality: "Quality control", "Control de calidad";
    original: "Input", "Entrada";
    reconstruction: "Reconstruction", "Reconstrucción";
    difference: "Difference", "Diferencia";
    only_in_reconstruction: "only in the reconstruction", "solo en la reconstrucción";
    only_in_original: "only in the input", "solo en la entrada";
    difference_alt(error: &str):
        "Where input and reconstruction differ; mean squared error {error}",
        "Dónde difieren entrada y reconstrucción; error cuadrático medio {error}";
    original_alt(class: &str): "What the networks saw: {class}", "Lo que vieron las redes: {class}";
    reconstruction_alt(class: &str):
        "The input as the autoencoder of {class} reconstructs it",
        "La entrada reconstruida por el autoencoder de {class}";
    row_error: "Reconstruction error", "Error de reconstrucción";
    row_relative: "Error ÷ detail of the image", "Error ÷ detalle de la imagen";
    row_typical(low: &str, high: &str, class: &str):
        "typical of {class}: {low} to {high}",
        "lo típico de {class}: de {low} a {high}";
    row_ratio: "Times the limit", "Veces el límite";
    row_ratio_note:
        "1 is the nearest of the four current limits; as calibrated, 99% of the class's validation images are within",
        "1 es el más cercano de los cuatro límites actuales; tal como se calibró, el 99\u{a0}% de las imágenes de validación de la clase queda dentro";
    why_two_measures: "Why two measures?", "¿Por qué dos medidas?";
    row_checked: "Checked against", "Se compara con";
    none_of_the_ten_short: "None of the ten", "Ninguna de las diez";
    answered_by_photos:
        "Answered by the classifier for photos: it looks at the garment in colour, cut out.",
        "Respondió el clasificador de fotos: mira la prenda en color, recortada.";
    answered_by_data_set:
        "Answered by the data set's classifier: the picture has the data set's own form, 28×28.",
        "Respondió el clasificador del conjunto de datos: la imagen tiene su misma forma, 28×28.";
    answered_by_both:
        "Answered by both classifiers, because the ground is plain: the mean of the two counts.",
        "Respondieron los dos clasificadores, porque el fondo es liso: cuenta la media de ambos.";
    row_latency: "Networks, readback included", "Redes, lectura incluida";
    row_preparation: "Decoding and preparation", "Decodificación y preparación";
    reading_predicted: "the predicted class", "la clase predicha";
    reading_predicted_is(class: &str): "the predicted class ({class})", "la clase predicha ({class})";
    reading_normal: "One normal class", "Una clase normal";
    milliseconds(value: &str): "{value} ms", "{value} ms";

    position: "Where it stands", "Dónde queda";
    position_x: "confidence", "confianza";
    position_y: "times the limit", "veces el límite";
    position_alt(confidence: &str, ratio: &str, verdict: &str):
        "Chart: confidence {confidence}, reconstruction {ratio} times its limit: {verdict}. The table below has every image.",
        "Gráfico: confianza {confidence}, reconstrucción {ratio} veces su límite: {verdict}. La tabla de abajo tiene cada imagen.";
    as_table: "As a table", "Como tabla";
    image: "Image", "Imagen";
    confidence: "Confidence", "Confianza";
    error_over_limit: "Times the limit", "Veces el límite";
    announce(name: &str, verdict: &str, class: &str, share: &str):
        "{name}: {verdict}. {class}, {share}.",
        "{name}: {verdict}. {class}, {share}.";
    announce_not_judged(name: &str, why: &str): "{name}: not classified. {why}", "{name}: sin clasificar. {why}";
}

impl Lang {
    /// Which is darker, in as few words as fit on a button.
    pub fn polarity_short(self, polarity: Polarity) -> &'static str {
        match polarity {
            Polarity::Detect => self.detect(),
            Polarity::DarkOnLight => self.dark_on_light(),
            Polarity::LightOnDark => self.light_on_dark(),
        }
    }

    /// Which classifier answered, and what it looks at.
    pub fn answered_by(self, by: AnsweredBy) -> &'static str {
        match by {
            AnsweredBy::DataSet => self.answered_by_data_set(),
            AnsweredBy::Photos => self.answered_by_photos(),
            AnsweredBy::Both => self.answered_by_both(),
        }
    }

    /// A decision as one sentence, the rule that decided first.
    pub fn decision(self, decision: &Decision) -> String {
        let [first, second] = decision.reasons;
        let opening = capitalised(&self.reason(first));
        let rest = self.reason(second);
        if is_in_favour(first) == is_in_favour(second) {
            self.both_agree(&opening, &rest)
        } else {
            self.one_decides(&opening, &rest)
        }
    }
}

fn is_in_favour(reason: Reason) -> bool {
    matches!(reason, Reason::QualityTypical { .. } | Reason::ConfidenceEnough { .. })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dataset::Class;
    use policy::decision::{PhotoThresholds, Policy, Reading};
    use policy::quality::QualityLimits;

    fn check(confidence: f32, error: f32, expected: &str) {
        let mut probabilities = [0.0; 10];
        probabilities[1] = confidence;
        let policy = Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits: [QualityLimits::error_alone(0.02); 10],
            reading: Reading::NormalClass(Class::Trouser),
            photos: PhotoThresholds::NOTHING,
        };
        let decision = policy.decide(&probabilities, &[error; 10], 0.1);
        assert_eq!(Lang::En.decision(&decision), expected);
    }

    #[test]
    fn the_rule_that_decided_comes_first_and_the_other_agrees_or_not() {
        check(
            0.9,
            0.01,
            "The confidence 90.0% is at least 70.0%, and the reconstruction error 0.0100, 10.0% of the image's detail, is within the limits for Trouser.",
        );
        check(
            0.9,
            0.03,
            "The reconstruction error 0.0300 is above the limit 0.0200 for Trouser, although the confidence 90.0% is at least 70.0%.",
        );
        check(
            0.5,
            0.03,
            "The reconstruction error 0.0300 is above the limit 0.0200 for Trouser, and the confidence 50.0% is below 70.0%.",
        );
    }
}
