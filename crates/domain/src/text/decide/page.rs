//! Sentences of the page that draws the lines.

use crate::text::texts;

texts! {
    decide_title: "Where do you draw the lines?", "¿Dónde trazas las líneas?";
    decide_lead:
        "One line says how sure the classifier has to be, the other how far an image may be from what its autoencoder knows. Move them and see what it costs.",
        "Una línea dice cuán seguro tiene que estar el clasificador; la otra, cuánto puede alejarse una imagen de lo que conoce su autoencoder. Muévelas y mira lo que cuesta.";
    decide_lines_title: "The two lines", "Las dos líneas";
    decide_lines_note:
        "Every point is a validation image, judged just now by the shipped networks. Above the level line it is rejected, below it and left of the upright one it goes to a person, the rest is accepted. The lines hold on every page.",
        "Cada punto es una imagen de validación que acaban de juzgar las redes incluidas. Por encima de la línea horizontal se rechaza; por debajo y a la izquierda de la vertical la revisa una persona; el resto se acepta. Las líneas rigen en todas las páginas.";
    decide_plane_alt(n: &str):
        "Chart: {n} validation images by confidence and distance from what is typical. The table below has the verdicts class by class.",
        "Gráfico: {n} imágenes de validación según la confianza y la distancia a lo típico. La tabla de abajo tiene los veredictos clase por clase.";
    decide_plane_empty:
        "Chart: the validation images are not judged yet.",
        "Gráfico: las imágenes de validación aún no están juzgadas.";
    decide_axis_confidence: "confidence, %", "confianza, %";
    decide_axis_ratio: "times the calibrated limit", "veces el límite calibrado";
    decide_right: "named rightly", "bien nombrada";
    decide_wrong: "named wrongly", "mal nombrada";
    decide_by_class: "Verdicts class by class", "Veredictos clase por clase";
    decide_images: "Images", "Imágenes";
    decide_accuracy_short: "Right among accepted", "Correctas entre las aceptadas";

    decide_min_confidence: "Least confidence", "Confianza mínima";
    decide_calibrated_at(value: &str): "Calibrated: {value}", "Calibrada: {value}";
    decide_max_ratio: "Times the limit", "Veces el límite";
    decide_ratio_note:
        "1 as calibrated: 99% of each class's validation images are within",
        "1 tal como se calibró: el 99\u{a0}% de las imágenes de validación de cada clase queda dentro";
    decide_no_number(max: &str):
        "A number from 0 to {max} is needed; the line stays where it was.",
        "Hace falta un número de 0 a {max}; la línea se queda donde estaba.";
    decide_reset: "As calibrated", "Como se calibró";
    decide_presets: "By rule", "Por regla";

    decide_counts_title: "What the lines do", "Lo que hacen las líneas";
    decide_spoken(accept: &str, review: &str, reject: &str, accuracy: &str):
        "Accept {accept}, review {review}, reject {reject}; {accuracy} of the accepted are right.",
        "Aceptar {accept}, revisar {review}, rechazar {reject}; el {accuracy} de las aceptadas es correcto.";
    decide_accepted_accuracy: "Right among the accepted", "Correctas entre las aceptadas";
    decide_accuracy_note:
        "what one can rely on without looking",
        "en lo que se puede confiar sin mirar";
    decide_without(share: &str): "without any lines: {share}", "sin líneas: {share}";
    decide_false_accepts: "False accepts", "Aceptadas por error";
    decide_false_accepts_note:
        "wrong predictions that are used, of all wrong ones",
        "predicciones erróneas que se usan, de todas las erróneas";
    decide_false_rejects: "False rejects", "Rechazadas por error";
    decide_false_rejects_note:
        "right predictions that are thrown away, of all right ones",
        "predicciones correctas que se descartan, de todas las correctas";

    decide_curve_title: "Coverage and risk", "Cobertura y riesgo";
    decide_curve_note:
        "Accept the surest images first: how many are accepted, and how many of those are wrong.",
        "Si se aceptan primero las más seguras: cuántas se aceptan y cuántas de ellas son erróneas.";
    decide_curve_alt:
        "Chart: the risk among the accepted as more images are accepted, from the surest. The table below has its numbers.",
        "Gráfico: el riesgo entre las aceptadas a medida que se aceptan más imágenes, desde la más segura. La tabla de abajo tiene sus números.";
    decide_operating(coverage: &str, risk: &str):
        "The lines accept {coverage} with a risk of {risk}: the point. The curve knows confidence alone, so the quality limit moves the point off it.",
        "Las líneas aceptan el {coverage} con un riesgo del {risk}: el punto. La curva solo conoce la confianza, así que el límite de calidad aparta el punto de ella.";
    decide_operating_none: "The lines accept nothing.", "Las líneas no aceptan nada.";
    decide_aurc_note:
        "mean risk over all coverages; lower is better",
        "riesgo medio sobre todas las coberturas; menos es mejor";
    decide_augrc_note:
        "of two images drawn at random, how often the first is wrong and surer than the second; lower is better",
        "de dos imágenes tomadas al azar, con qué frecuencia la primera es errónea y más segura que la segunda; menos es mejor";
    decide_coverage: "accepted", "aceptadas";
    decide_risk: "wrong among the accepted", "erróneas entre las aceptadas";
    decide_risk_line: "risk", "riesgo";
    decide_generalised_line: "× accepted", "× aceptadas";

    decide_costs_title: "What it costs", "Lo que cuesta";
    decide_costs_note:
        "Say what each of these costs you, in any unit.",
        "Di cuánto te cuesta cada cosa, en la unidad que quieras.";
    decide_cost_false_accept: "A false accept", "Una aceptada por error";
    decide_cost_false_reject: "A false reject", "Una rechazada por error";
    decide_cost_review: "A review", "Una revisión";
    decide_cost_probes: "Count the probes too", "Contar también las intrusas";
    decide_cost_probes_note:
        "Among garments alone, quality control usually costs more than it saves. The probes are the images below that should not pass.",
        "Con prendas solas, el control de calidad suele costar más de lo que ahorra. Las intrusas son las imágenes de más abajo, que no deben pasar.";
    decide_cost_now(cost: &str, n: &str, per_thousand: &str):
        "As the lines are: {cost} for {n} images, {per_thousand} per 1,000.",
        "Con las líneas actuales: {cost} por {n} imágenes, {per_thousand} por cada 1\u{a0}000.";
    decide_cost_best(cost: &str, confidence: &str, ratio: &str):
        "The least there is: {cost}, from a confidence of {confidence} and within {ratio} times the limit.",
        "Lo mínimo posible: {cost}, desde una confianza del {confidence} y dentro de {ratio} veces el límite.";
    decide_take_best: "Best lines for these costs", "Mejores líneas para estos costes";
    decide_no_cost: "A number from 0 to 1,000,000 is needed.", "Hace falta un número de 0 a 1\u{a0}000\u{a0}000.";

    decide_probes_title: "What should not pass", "Lo que no debe pasar";
    decide_probes_note(n: &str):
        "{n} images of each kind that are no garments, or no upright ones, judged by the same networks. What is neither rejected nor sent to a person is let through.",
        "{n} imágenes de cada tipo que no son prendas, o no están derechas, juzgadas por las mismas redes. Lo que no se rechaza ni va a revisión pasa.";
    decide_probes_waiting:
        "They are judged after the validation images.",
        "Se juzgan después de las imágenes de validación.";
    decide_probes_judging(done: &str, total: &str):
        "Judging the probes: {done} of {total}",
        "Juzgando las intrusas: {done} de {total}";
    decide_probes_cancelled: "Judging the probes was cancelled.", "No se terminó de juzgar las intrusas: se canceló.";
    decide_probe: "Kind", "Tipo";
    decide_all_probes: "All kinds", "Todos los tipos";
    decide_by_error: "Rejected by error alone", "Rechazadas solo por el error";
    decide_by_both: "Rejected by both measures", "Rechazadas con ambas medidas";
    decide_to_review: "To review", "A revisión";
    decide_let_through: "Let through", "Pasan";
}
