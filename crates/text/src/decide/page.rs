//! Sentences of the page that draws the lines.

use crate::texts;

texts! {
    decide_title: "Where do you draw the lines?", "¿Dónde pones los límites?";
    decide_lead:
        "One line says how confident the classifier must be, the other how far an image may be from what its autoencoder knows. Move them and see what it costs.",
        "Una línea dice cuánta confianza debe tener el clasificador; la otra, cuánto puede alejarse una imagen de lo que conoce su autoencoder. Muévelas y mira lo que cuesta.";
    decide_lines_title: "The two lines", "Las dos líneas";
    decide_lines_note:
        "Every point is a validation image that the shipped networks have just classified. Above the horizontal line it is rejected; below it and to the left of the vertical one it goes to a person; the rest are accepted. The lines apply on every page.",
        "Cada punto es una imagen de validación que acaban de clasificar las redes incluidas. Por encima de la línea horizontal se rechaza; por debajo y a la izquierda de la vertical la revisa una persona; el resto se acepta. Las líneas se aplican en todas las páginas.";
    decide_plane_alt(n: &str):
        "Chart: {n} validation images by confidence and distance from what is typical. The table below has the verdicts class by class.",
        "Gráfico: {n} imágenes de validación según la confianza y la distancia a lo típico. La tabla de abajo tiene los veredictos clase por clase.";
    decide_plane_empty:
        "Chart: the validation images have not been classified yet.",
        "Gráfico: las imágenes de validación aún no están clasificadas.";
    decide_axis_confidence: "confidence, %", "confianza, %";
    decide_axis_ratio: "times the calibrated limit", "veces el límite calibrado";
    decide_right: "correctly classified", "bien clasificada";
    decide_wrong: "misclassified", "mal clasificada";
    decide_by_class: "Verdicts class by class", "Veredictos clase por clase";
    decide_images: "Images", "Imágenes";
    decide_accuracy_short: "Correct among accepted", "Correctas entre las aceptadas";

    decide_min_confidence: "Minimum confidence", "Confianza mínima";
    decide_calibrated_at(value: &str): "Calibrated: {value}", "Calibrada: {value}";
    decide_max_ratio: "Times the limit", "Veces el límite";
    decide_ratio_note:
        "1 means as calibrated: 99% of each class's validation images are within",
        "1 significa como se calibró: el 99\u{a0}% de las imágenes de validación de cada clase queda dentro";
    decide_no_number(max: &str):
        "A number from 0 to {max} is needed; the line stays where it was.",
        "Hace falta un número de 0 a {max}; la línea se queda donde estaba.";
    decide_reset: "Reset to calibrated", "Volver a lo calibrado";
    decide_presets: "Preset rules", "Reglas predefinidas";

    decide_counts_title: "What the lines do", "Lo que hacen las líneas";
    decide_spoken(accept: &str, review: &str, reject: &str, accuracy: &str):
        "Accept {accept}, review {review}, reject {reject}; {accuracy} of the accepted are correct.",
        "Aceptar {accept}, revisar {review}, rechazar {reject}; el {accuracy} de las aceptadas es correcto.";
    decide_accepted_accuracy: "Correct among the accepted", "Correctas entre las aceptadas";
    decide_accuracy_note:
        "what you can rely on without checking",
        "en lo que se puede confiar sin comprobar";
    decide_without(share: &str): "without any lines: {share}", "sin líneas: {share}";
    decide_false_accepts: "False accepts", "Aceptadas por error";
    decide_false_accepts_note:
        "wrong predictions that are accepted, out of all wrong ones",
        "predicciones erróneas que se aceptan, de todas las erróneas";
    decide_false_rejects: "False rejects", "Rechazadas por error";
    decide_false_rejects_note:
        "correct predictions that are rejected, out of all correct ones",
        "predicciones correctas que se rechazan, de todas las correctas";

    decide_curve_title: "Coverage and risk", "Cobertura y riesgo";
    decide_curve_note:
        "If the most confident images are accepted first: how many are accepted, and how many of those are wrong.",
        "Si se aceptan primero las de mayor confianza: cuántas se aceptan y cuántas de ellas son erróneas.";
    decide_curve_alt:
        "Chart: the risk among the accepted as more images are accepted, the most confident first. The table below has its numbers.",
        "Gráfico: el riesgo entre las aceptadas a medida que se aceptan más imágenes, primero las de mayor confianza. La tabla de abajo tiene sus números.";
    decide_operating(coverage: &str, risk: &str):
        "With these lines {coverage} are accepted at a risk of {risk}; the point marks it. The curve uses confidence alone, so the quality limit moves the point off it.",
        "Con estas líneas se acepta el {coverage} con un riesgo del {risk}; el punto lo señala. La curva solo usa la confianza, así que el límite de calidad aparta el punto de ella.";
    decide_operating_none: "The lines accept nothing.", "Las líneas no aceptan nada.";
    decide_aurc_note:
        "mean risk over all coverages; lower is better",
        "riesgo medio sobre todas las coberturas; menos es mejor";
    decide_augrc_note:
        "of two images drawn at random, how often the first is wrong and more confident than the second; lower is better",
        "de dos imágenes tomadas al azar, con qué frecuencia la primera es errónea y de mayor confianza que la segunda; menos es mejor";
    decide_coverage: "accepted", "aceptadas";
    decide_risk: "wrong among the accepted", "erróneas entre las aceptadas";
    decide_risk_line: "risk", "riesgo";
    decide_generalised_line: "× accepted", "× aceptadas";

    decide_costs_title: "What it costs", "Lo que cuesta";
    decide_costs_note:
        "Enter what each of these costs you, in any unit.",
        "Indica cuánto te cuesta cada cosa, en la unidad que quieras.";
    decide_cost_false_accept: "A false accept", "Una aceptada por error";
    decide_cost_false_reject: "A false reject", "Una rechazada por error";
    decide_cost_review: "A review", "Una revisión";
    decide_cost_probes: "Count the probes too", "Contar también las imágenes de sondeo";
    decide_cost_probes_note:
        "With garments alone, quality control usually costs more than it saves. The probes are the images below that should not be accepted.",
        "Solo con prendas, el control de calidad suele costar más de lo que ahorra. Las imágenes de sondeo son las de más abajo, que no deben aceptarse.";
    decide_cost_now(cost: &str, n: &str, per_thousand: &str):
        "With the current lines: {cost} for {n} images, {per_thousand} per 1,000.",
        "Con las líneas actuales: {cost} por {n} imágenes, {per_thousand} por cada 1\u{a0}000.";
    decide_cost_best(cost: &str, confidence: &str, ratio: &str):
        "The lowest possible: {cost}, with a minimum confidence of {confidence} and up to {ratio} times the limit.",
        "Lo mínimo posible: {cost}, con una confianza mínima del {confidence} y hasta {ratio} veces el límite.";
    decide_take_best: "Best lines for these costs", "Mejores líneas para estos costes";
    decide_no_cost: "A number from 0 to 1,000,000 is needed.", "Hace falta un número de 0 a 1\u{a0}000\u{a0}000.";

    decide_probes_title: "What should not be accepted", "Lo que no debe aceptarse";
    decide_probes_note(n: &str):
        "{n} images of each kind that are not garments, or not upright, classified by the same networks. Whatever is neither rejected nor sent to review is accepted.",
        "{n} imágenes de cada tipo que no son prendas, o no están derechas, clasificadas por las mismas redes. Lo que no se rechaza ni va a revisión se acepta.";
    decide_probes_waiting:
        "They are classified after the validation images.",
        "Se clasifican después de las imágenes de validación.";
    decide_probes_judging(done: &str, total: &str):
        "Classifying the probes: {done} of {total}",
        "Clasificando las imágenes de sondeo: {done} de {total}";
    decide_probes_cancelled: "Classifying the probes was cancelled.", "Se canceló la clasificación de las imágenes de sondeo.";
    decide_probe: "Kind", "Tipo";
    decide_all_probes: "All kinds", "Todos los tipos";
    decide_by_error: "Rejected by error alone", "Rechazadas solo por el error";
    decide_by_both: "Rejected by both measures", "Rechazadas con ambas medidas";
    decide_to_review: "To review", "A revisión";
    decide_let_through: "Accepted", "Aceptadas";
}
