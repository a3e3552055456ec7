//! Sentences of the first page.

use super::texts;

texts! {
    home_title:
        "The life of a classifier, in one tab",
        "La vida de un clasificador, en una pestaña";
    home_lead:
        "Vitrina shows the life of an image classifier on your own device. No server, no account: train it, measure it, then give it a photo of a garment and see what it makes of it.",
        "Vitrina muestra la vida de un clasificador de imágenes en tu propio dispositivo. Sin servidor ni cuenta: entrénalo, mídelo, dale la foto de una prenda y mira qué hace con ella.";
    start: "Classify an image", "Clasificar una imagen";
    start_hint: "your own, or one of these", "tuya, o una de estas";
    try_sample(class: &str): "Classify the sample: {class}", "Clasificar la muestra: {class}";

    figures: "What ships with the site", "Lo que trae el sitio";
    pretrained: "pretrained", "preentrenado";
    figures_lead:
        "Networks trained beforehand, so that every stage works right away. Measured on test images they never saw.",
        "Redes ya entrenadas, para que cada etapa funcione desde el principio. Medidas con imágenes de prueba que nunca vieron.";
    figure_accuracy: "Test accuracy", "Exactitud en prueba";
    figure_accuracy_rare(class: &str, ratio: &str):
        "Accuracy, {class} kept at {ratio}",
        "Exactitud, {class} al {ratio}";
    figure_recall_rare(recall: &str, class: &str, full: &str):
        "recall of {class} {recall}, against {full} for the full one",
        "exhaustividad de {class}: {recall}, frente al {full} del completo";
    figure_interval(range: &str, n: &str):
        "95% interval over other test images {range}, n\u{a0}=\u{a0}{n}",
        "intervalo de confianza del 95\u{a0}% ante otras imágenes de prueba: {range}, n\u{a0}=\u{a0}{n}";
    figure_mean_of_seeds(seeds: &str, range: &str, shipped: &str, interval: &str):
        "mean of {seeds} networks trained with different seeds, {range}; the one that ships: {shipped}, {interval}",
        "media de {seeds} redes entrenadas con semillas distintas, {range}; la incluida: {shipped}, {interval}";
    figure_auc: "Mean one-class AUROC", "AUROC media de una clase";
    figure_auc_note(error: &str, n: &str):
        "ten autoencoders by novelty, each with its own class against the rest ({error} by reconstruction error alone), n\u{a0}=\u{a0}{n}",
        "diez autoencoders por novedad, cada uno con su clase frente al resto ({error} solo por error de reconstrucción), n\u{a0}=\u{a0}{n}";
    live_title:
        "Just now, on this device: a photo that somebody took and no network has seen",
        "Ahora mismo, en este dispositivo: una foto que alguien tomó y que ninguna red ha visto";
    live_photo: "the photo", "la foto";
    live_cut: "the garment, cut out", "la prenda, recortada";
    live_seen: "what the autoencoders see", "lo que ven los autoencoders";
    live_waiting: "Being classified…", "Clasificando…";
    live_failed: "The photo could not be classified.", "No se pudo clasificar la foto.";
    live_time(ms: &str): "cut out and classified in {ms} ms", "recortada y clasificada en {ms} ms";
    figure_photos: "Right on people's photos", "Aciertos en fotos de la gente";
    figure_photos_note(range: &str, n: &str, accepted: &str, wrong: &str):
        "photos of people whose photos it never saw, 95% interval {range}, n\u{a0}=\u{a0}{n}; it accepts {accepted} of them, and of what it accepts {wrong} is wrong",
        "fotos de personas cuyas fotos nunca vio, intervalo de confianza del 95\u{a0}%: {range}, n\u{a0}=\u{a0}{n}; acepta el {accepted}, y de lo que acepta está mal el {wrong}";
    figure_ece: "Calibration error", "Error de calibración";
    figure_ece_note(n: &str):
        "expected, over 15 bins, n\u{a0}=\u{a0}{n}; 0 would be perfect",
        "esperado, en 15 intervalos, n\u{a0}=\u{a0}{n}; 0 sería perfecto";
    figures_data(name: &str, train: &str, validation: &str, test: &str, seed: &str):
        "{name}: {train} training, {validation} validation and {test} test images; split seed {seed}.",
        "{name}: {train} imágenes de entrenamiento, {validation} de validación y {test} de prueba; semilla de la división {seed}.";
    figures_waiting:
        "The figures appear once the networks have loaded.",
        "Las cifras aparecerán cuando se hayan cargado las redes.";

    life_cycle: "The life cycle", "El ciclo de vida";
    life_cycle_whole(all: &str):
        "{all} stages, each of which can be used on its own.",
        "{all} etapas, y cada una se puede usar por sí sola.";
}
