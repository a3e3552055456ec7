//! Sentences of the page that measures networks on test images.

use super::{Lang, texts};
use statistics::evaluation::{McNemar, Method};

texts! {
    evaluate_title: "How good are they?", "¿Qué tal funcionan?";
    evaluate_lead:
        "Two models side by side, measured with images that neither has seen.",
        "Dos modelos lado a lado, medidos con imágenes que ninguno ha visto.";
    evaluate_measured_on(test: &str, validation: &str):
        "Measured on the test set: {test} images that nothing was trained or tuned on. Temperatures and limits come from {validation} validation images.",
        "Medido con el conjunto de prueba: {test} imágenes con las que no se entrenó ni se ajustó nada. Las temperaturas y los límites salen de {validation} imágenes de validación.";

    evaluate_models: "Models", "Modelos";
    evaluate_model_a: "Model A", "Modelo A";
    evaluate_model_b: "Model B", "Modelo B";
    evaluate_shipped: "Shipped with the site", "Incluidos en el sitio";
    evaluate_own_runs: "Your runs", "Tus ejecuciones";
    evaluate_no_own:
        "Runs that you finish or stop in Train can be chosen here too.",
        "Aquí también se pueden elegir las ejecuciones que termines o detengas en Entrenar.";
    evaluate_none: "none", "ninguno";
    evaluate_full: "Full", "Completo";
    evaluate_imbalanced: "Imbalanced", "Desbalanceado";
    evaluate_imbalanced_of(class: &str, ratio: &str):
        "Imbalanced ({class} at {ratio})",
        "Desbalanceado ({class} al {ratio})";
    evaluate_unnamed(number: &str): "Run {number}", "Ejecución {number}";
    evaluate_missing_run:
        "This run is not in this browser, or it is not finished. Choose another model.",
        "Esa ejecución no está en este navegador o no ha terminado. Elige otro modelo.";
    evaluate_no_model: "Choose a model to measure.", "Elige un modelo para medirlo.";

    evaluate_not_measured: "Not measured.", "Sin medir.";

    evaluate_waiting_engine: "Waiting for the engine", "A la espera del motor";
    evaluate_waiting_turn: "Waiting for its turn", "A la espera de su turno";
    evaluate_measuring[total](done: &str, phase: &str):
        "{done} of {total} measurement done. {phase}" | "{done} of {total} measurements done. {phase}",
        "{done} de {total} medición lista. {phase}" | "{done} de {total} mediciones listas. {phase}";
    evaluate_measuring_short: "Measuring…", "Midiendo…";
    evaluate_time(seconds: &str): "Measured in {seconds} s.", "Medido en {seconds} s.";
    evaluate_beforehand:
        "Measured beforehand, when the networks were trained.",
        "Medido de antemano, cuando se entrenaron las redes.";
    evaluate_partly_beforehand(seconds: &str):
        "The shipped networks were measured beforehand, the rest here in {seconds} s.",
        "Las redes incluidas se midieron de antemano y el resto aquí, en {seconds} s.";
    evaluate_here: "Measure on this device", "Medir en este dispositivo";
    evaluate_cancelled:
        "Cancelled. What had been measured is kept.",
        "Cancelado. Lo que ya se midió se conserva.";
    evaluate_measure: "Measure", "Medir";
    evaluate_no_file:
        "The file of this run is no longer in the browser's storage. Choose another model, or load the run from its file in Train.",
        "El archivo de esta ejecución ya no está en el almacenamiento del navegador. Elige otro modelo o carga la ejecución desde su archivo en Entrenar.";
    evaluate_lost:
        "The engine stopped twice while it measured this. What had been measured is kept; try again, or choose the CPU.",
        "El motor se detuvo dos veces durante esta medición. Lo que ya se midió se conserva; inténtalo de nuevo o elige la CPU.";

    evaluate_accuracy_title: "Accuracy", "Exactitud";
    evaluate_interval(range: &str, n: &str):
        "95% interval {range}, n\u{a0}=\u{a0}{n}",
        "intervalo de confianza del 95\u{a0}%: {range}, n\u{a0}=\u{a0}{n}";
    evaluate_difference: "A minus B", "A menos B";
    evaluate_points(value: &str): "{value} points", "{value} puntos";
    evaluate_difference_interval(low: &str, high: &str, n: &str):
        "95% interval {low} to {high} points, paired, n\u{a0}=\u{a0}{n}",
        "intervalo de confianza del 95\u{a0}%: de {low} a {high} puntos, pareado, n\u{a0}=\u{a0}{n}";
    evaluate_mcnemar: "McNemar's test", "Prueba de McNemar";
    evaluate_only_a: "only A correct", "solo acierta A";
    evaluate_only_b: "only B correct", "solo acierta B";
    evaluate_both_right: "both correct", "aciertan ambos";
    evaluate_both_wrong: "both wrong", "fallan ambos";
    evaluate_p_tiny:
        "p\u{a0}<\u{a0}0.001: if both were equally good, the images that only one of them gets right would split at least this unevenly in fewer than 1 of 1,000 such tests.",
        "p\u{a0}<\u{a0}0,001: si ambos fueran igual de buenos, las imágenes que solo acierta uno se repartirían de forma al menos así de desigual en menos de 1 de cada 1\u{a0}000 pruebas como esta.";
    evaluate_p_small(p: &str, share: &str):
        "p\u{a0}=\u{a0}{p}: if both were equally good, the images that only one of them gets right would split at least this unevenly in {share} of such tests.",
        "p\u{a0}=\u{a0}{p}: si ambos fueran igual de buenos, las imágenes que solo acierta uno se repartirían de forma al menos así de desigual en el {share} de las pruebas como esta.";
    evaluate_p_large(p: &str, share: &str):
        "p\u{a0}=\u{a0}{p}: if both were equally good, a split at least this uneven would appear in {share} of such tests. The test does not tell them apart.",
        "p\u{a0}=\u{a0}{p}: si ambos fueran igual de buenos, un reparto al menos así de desigual aparecería en el {share} de las pruebas como esta. La prueba no los distingue.";
    evaluate_mcnemar_note:
        "The p-value says how often a difference this large would appear if nothing differed; it is not the probability that nothing does. The test compares these two networks, not two ways of training: another seed gives other networks.",
        "El valor p dice con qué frecuencia aparecería una diferencia así de grande si los modelos no difirieran; no es la probabilidad de que no difieran. La prueba compara estas dos redes, no dos formas de entrenar: con otra semilla salen otras redes.";
    evaluate_exact: "exact binomial test", "prueba binomial exacta";
    evaluate_chi_square(statistic: &str):
        "χ²\u{a0}=\u{a0}{statistic}, with continuity correction",
        "χ²\u{a0}=\u{a0}{statistic}, con corrección de continuidad";
}

texts! {
    evaluate_matrix_of(model: &str): "Confusion matrix: {model}", "Matriz de confusión: {model}";
    evaluate_matrix_difference: "Confusion matrix: A minus B", "Matriz de confusión: A menos B";
    evaluate_difference_hint:
        "Blue cells favour A, red ones favour B: on the diagonal more is better, elsewhere less.",
        "Las celdas azules favorecen a A y las rojas a B: en la diagonal más es mejor; fuera de ella, menos.";
    evaluate_cell_hint: "Choose a cell to see its images.", "Elige una celda para ver sus imágenes.";
    evaluate_cell_only_a: "Only A puts these here", "Solo A las pone aquí";
    evaluate_cell_only_b: "Only B puts these here", "Solo B las pone aquí";
    evaluate_cell_empty: "No image is in this cell.", "No hay imágenes en esta celda.";
    evaluate_close: "Close", "Cerrar";
    evaluate_show: "Show", "Mostrar";

    gallery_range(first: &str, last: &str, total: &str):
        "{first}\u{2060}–\u{2060}{last} of {total}",
        "{first}\u{2060}–\u{2060}{last} de {total}";
    gallery_previous: "Previous images", "Imágenes anteriores";
    gallery_next: "Next images", "Imágenes siguientes";
    gallery_missing(why: &str):
        "The images could not be loaded. {why}",
        "No se pudieron cargar las imágenes. {why}";
    gallery_alt(place: &str, truth: &str, predicted: &str):
        "Test image {place}: {truth}, predicted {predicted}",
        "Imagen de prueba {place}: {truth}, predicha como {predicted}";
    gallery_sure(share: &str): "{share} confidence", "{share} de confianza";
}

texts! {
    evaluate_classes: "Class by class", "Clase por clase";
    evaluate_precision: "Precision", "Precisión";
    evaluate_recall: "Recall", "Exhaustividad";
    evaluate_f1: "F1", "F1";
    evaluate_images: "Images", "Imágenes";
    evaluate_macro: "Macro mean", "Media macro";
    evaluate_classes_note:
        "Precision: of all images predicted as this class, the share that belong to it. Recall: of all images of this class, the share predicted as it. F1 is their harmonic mean; the macro mean gives every class the same weight.",
        "Precisión: de todas las imágenes predichas como esta clase, la proporción que lo es. Exhaustividad (recall): de todas las imágenes de esta clase, la proporción predicha como tal. F1 es su media armónica; la media macro da el mismo peso a todas las clases.";
    evaluate_recall_interval(points: &str, n: &str):
        "The 95% interval of a recall reaches up to ±\u{2060}{points} points here (n\u{a0}=\u{a0}{n} per class).",
        "El intervalo de confianza del 95\u{a0}% de una exhaustividad llega aquí a ±\u{2060}{points} puntos (n\u{a0}=\u{a0}{n} por clase).";
    evaluate_recall_chart: "Recall of each class, in percent", "Exhaustividad de cada clase, en porcentaje";
    evaluate_recall_alt(lowest: &str, value: &str):
        "Chart: recall of each class. The lowest of A is {lowest} with {value}. The table has every value.",
        "Gráfico: exhaustividad de cada clase. La menor de A es {lowest}, con {value}. La tabla tiene todos los valores.";

    evaluate_calibration: "Is the confidence reliable?", "¿Es fiable la confianza?";
    evaluate_calibration_note:
        "Of the images classified with 80% confidence, 80% should be correct. Dividing the network's outputs by a temperature, fitted on validation images, brings the two together; it changes no prediction.",
        "De las imágenes clasificadas con un 80\u{a0}% de confianza, el 80\u{a0}% debería ser correcto. Dividir las salidas de la red por una temperatura, ajustada con imágenes de validación, acerca ambas cosas; no cambia ninguna predicción.";
    evaluate_ece: "Expected calibration error", "Error de calibración esperado";
    evaluate_ece_before: "before temperature scaling", "sin escalar la temperatura";
    evaluate_ece_after(temperature: &str):
        "with temperature {temperature}",
        "con temperatura {temperature}";
    evaluate_ece_note(n: &str, bins: &str):
        "over {bins} bins, n\u{a0}=\u{a0}{n}; 0 would be perfect",
        "en {bins} intervalos, n\u{a0}=\u{a0}{n}; 0 sería perfecto";
    evaluate_before: "before", "antes";
    evaluate_after: "after", "después";
    evaluate_perfect: "perfect", "perfecta";
    evaluate_confidence_axis: "confidence, %", "confianza, %";
    evaluate_accuracy_axis: "accuracy, %", "exactitud, %";
    evaluate_reliability_of(model: &str): "Reliability diagram: {model}", "Diagrama de fiabilidad: {model}";
    evaluate_reliability_alt(model: &str, before: &str, after: &str):
        "Reliability diagram of {model}: the calibration error is {before} before and {after} after temperature scaling. The table below has every bin.",
        "Diagrama de fiabilidad de {model}: el error de calibración es {before} antes y {after} después de escalar la temperatura. La tabla de abajo tiene cada intervalo.";
    evaluate_bin: "Confidence", "Confianza";
    evaluate_bin_accuracy: "Accuracy", "Exactitud";
    evaluate_bin_images: "Images", "Imágenes";
}

texts! {
    evaluate_mistakes: "The most confident mistakes", "Los errores con mayor confianza";
    evaluate_mistakes_note:
        "Wrong, yet with high confidence; some labels of the data set are doubtful too. The confidence includes the fitted temperature.",
        "Se equivoca con mucha confianza; también hay etiquetas dudosas en los datos. La confianza incluye la temperatura ajustada.";
    evaluate_mistakes_of(model: &str): "Most confident mistakes of {model}", "Errores con mayor confianza de {model}";
    evaluate_is(truth: &str): "is {truth}", "es {truth}";
    evaluate_taken_for(predicted: &str): "predicted {predicted}", "predicha {predicted}";
    evaluate_no_mistakes: "It made no mistake.", "No cometió ningún error.";
}

texts! {
    evaluate_autoencoders: "Autoencoder: one class against the rest", "Autoencoder: una clase contra el resto";
    evaluate_autoencoders_note:
        "It knows one class, designated normal. What it reconstructs badly is atypical.",
        "Conoce una sola clase, designada normal. Lo que reconstruye mal es atípico.";
    evaluate_normal: "Normal class", "Clase normal";
    evaluate_normal_note:
        "The normal class of the whole site: Predict then checks against it too.",
        "La clase normal de todo el sitio: Predecir también comparará con ella.";
    evaluate_autoencoder: "Autoencoder", "Autoencoder";
    evaluate_autoencoder_shipped: "Shipped", "Incluido";
    evaluate_auc: "Area under the ROC curve", "Área bajo la curva ROC";
    evaluate_auc_note(range: &str, normal: &str, rest: &str):
        "95% interval {range}; {normal} normal, {rest} other images",
        "intervalo de confianza del 95\u{a0}%: {range}; {normal} imágenes normales y {rest} de otras clases";
    evaluate_novelty: "The area by novelty", "El área por novedad";
    evaluate_novelty_note(range: &str):
        "95% interval {range}; how unusual image and reconstruction are inside the encoder",
        "intervalo de confianza del 95\u{a0}%: {range}; cuán inusuales son la imagen y su reconstrucción dentro del codificador";
    evaluate_rejected: "Normal images rejected", "Imágenes normales rechazadas";
    evaluate_caught: "Others caught", "Otras detectadas";
    evaluate_limit: "Limit", "Límite";
    evaluate_limit_note:
        "the error that 99% of the class's validation images stay below",
        "el error bajo el que queda el 99\u{a0}% de las imágenes de validación de la clase";
    evaluate_limit_means(limit: &str, class: &str, rejected: &str, caught: &str):
        "At the limit {limit}, {rejected} of the test images of {class} are rejected and {caught} of the others are caught.",
        "Con el límite {limit}, se rechaza el {rejected} de las imágenes de prueba de {class} y se detecta el {caught} de las demás.";
    evaluate_roc: "ROC curve", "Curva ROC";
    evaluate_roc_x: "normal images rejected, %", "normales rechazadas, %";
    evaluate_roc_y: "others caught, %", "otras detectadas, %";
    evaluate_chance: "chance", "azar";
    evaluate_roc_alt(class: &str, area: &str):
        "ROC curve of {class} against the rest: area {area}. The table below lists points on it.",
        "Curva ROC de {class} contra el resto: área {area}. La tabla de abajo enumera puntos de ella.";
    evaluate_errors: "Reconstruction errors", "Errores de reconstrucción";
    evaluate_errors_x: "reconstruction error", "error de reconstrucción";
    evaluate_errors_y: "share of each group, %", "parte de cada grupo, %";
    evaluate_errors_alt(class: &str):
        "Histogram of the reconstruction errors of {class} and of the rest, with the limit. The table below has every bin.",
        "Histograma de los errores de reconstrucción de {class} y del resto, con el límite. La tabla de abajo tiene cada intervalo.";
    evaluate_error_bin: "Error", "Error";
    evaluate_rest: "the rest", "el resto";
    evaluate_beyond(normal: &str, rest: &str):
        "Beyond the right edge, normal images: {normal}; others: {rest}.",
        "Más allá del borde derecho, imágenes normales: {normal}; de las demás: {rest}.";

    evaluate_ten: "All ten shipped autoencoders", "Los diez autoencoders incluidos";
    evaluate_ten_note:
        "Each takes its own class as the normal one, on all test images. Novelty looks inside the encoder: how unusual its response to an image and to the reconstruction is, compared with the training images of the class.",
        "Cada uno toma su propia clase como normal, con todas las imágenes de prueba. La novedad mira dentro del codificador: cuán inusual es su respuesta a una imagen y a la reconstrucción, en comparación con las imágenes de entrenamiento de la clase.";
    evaluate_auc_short: "AUC by error", "AUC por error";
    evaluate_novelty_short: "AUC by novelty", "AUC por novedad";
    evaluate_interval_short: "95% interval", "Intervalo de confianza del 95\u{a0}%";
    evaluate_mean: "Mean", "Media";
    evaluate_mean_of(done: &str): "Mean of {done}", "Media de {done}";
    evaluate_range(low: &str, high: &str): "{low}\u{2060}–\u{2060}{high}", "{low}\u{2060}–\u{2060}{high}";
}

impl Lang {
    /// A number with its sign: `+3.6`, `−0.4`, `0.0`.
    pub fn signed_number(self, value: f64, digits: usize) -> String {
        let size = self.number(value.abs(), digits);
        let is_zero = size.chars().all(|sign| !sign.is_ascii_digit() || sign == '0');
        match value {
            _ if is_zero => size,
            value if value < 0.0 => format!("\u{2212}{size}"),
            _ => format!("+{size}"),
        }
    }

    /// What McNemar's p-value means: how often two equally good models would split the images on
    /// which they differ at least this unevenly. Never how likely it is that they are.
    pub fn mcnemar_meaning(self, test: &McNemar) -> String {
        match test.p_value {
            p if p < 0.001 => self.evaluate_p_tiny().to_owned(),
            p if p < 0.05 => self.evaluate_p_small(&self.number(p, 3), &self.percent(p, 1)),
            p => self.evaluate_p_large(&self.number(p, 2), &self.percent(p, 0)),
        }
    }

    /// How McNemar's p value was computed.
    pub fn mcnemar_method(self, test: &McNemar) -> String {
        match test.method {
            Method::ExactBinomial => self.evaluate_exact().to_owned(),
            Method::ChiSquare { statistic } => self.evaluate_chi_square(&self.number(statistic, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statistics::evaluation::mcnemar;

    #[test]
    fn a_signed_number_has_no_sign_where_it_is_written_as_nothing() {
        assert_eq!(Lang::En.signed_number(3.64, 1), "+3.6");
        assert_eq!(Lang::Es.signed_number(-0.44, 1), "\u{2212}0,4");
        assert_eq!(Lang::En.signed_number(-0.04, 1), "0.0");
    }

    #[test]
    fn a_p_value_is_said_as_a_frequency_if_nothing_differed() {
        let only_a = |count: usize| {
            mcnemar(&[true; 50], &[[false].repeat(count), [true].repeat(50 - count)].concat())
        };
        // Six of six one way: 2 × ½⁶ = 0.031. Two of two: 0.5.
        let [rare, usual] = [6, 2].map(only_a);
        let says = |lang: Lang, test: &McNemar| lang.mcnemar_meaning(test).replace('\u{a0}', " ");
        assert_eq!(
            says(Lang::En, &rare),
            "p = 0.031: if both were equally good, the images that only one of them gets right \
             would split at least this unevenly in 3.1% of such tests."
        );
        assert_eq!(
            says(Lang::Es, &usual),
            "p = 0,50: si ambos fueran igual de buenos, un reparto al menos así de desigual \
             aparecería en el 50 % de las pruebas como esta. La prueba no los distingue."
        );
        for lang in Lang::ALL {
            for count in [50, 6, 2] {
                let text = lang.mcnemar_meaning(&only_a(count));
                let condition = if lang == Lang::En { ": if both" } else { ": si ambos" };
                assert!(text.contains(condition), "{text}");
            }
        }
    }

    #[test]
    fn equal_models_are_not_told_apart_and_very_different_ones_are() {
        let same = mcnemar(&[true; 50], &[true; 50]);
        assert!(Lang::En.mcnemar_meaning(&same).contains("does not tell them apart"));
        let different = mcnemar(&[true; 50], &[false; 50]);
        assert!(Lang::Es.mcnemar_meaning(&different).contains("0,001"));
        assert_eq!(Lang::En.mcnemar_method(&same), "exact binomial test");
    }
}
