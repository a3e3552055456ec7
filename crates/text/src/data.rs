//! Sentences of the page that shows the data and makes classes rare.

use super::{Lang, texts};
use dataset::Part;

texts! {
    data_title: "What do the networks learn from?", "¿De qué aprenden las redes?";
    data_lead:
        "Fashion-MNIST: pictures of clothing in ten classes, 28\u{a0}×\u{a0}28 grey pixels each. Look through them, then make a class rare and train on that.",
        "Fashion-MNIST: imágenes de ropa en diez clases, de 28\u{a0}×\u{a0}28 píxeles en grises. Recórrelas, reduce una clase y entrena con eso.";

    data_waiting:
        "The engine is still starting; the data loads next.",
        "El motor aún arranca; después se cargan los datos.";
    data_measuring: "Analysing the data", "Analizando los datos";
    data_amount(done: &str, total: &str): "{done} of {total} MB", "{done} de {total} MB";
    data_loading_note:
        "Once per visit. It stays on this device.",
        "Una vez por visita. No sale de este dispositivo.";
    data_stopped:
        "Loading was stopped, so there is nothing to look at yet.",
        "Se detuvo la carga, así que aún no hay nada que ver.";
    data_load: "Load the data", "Cargar los datos";
    data_failed_title: "The data could not be loaded", "No se pudieron cargar los datos";

    part_train: "training", "entrenamiento";
    part_validation: "validation", "validación";
    part_test: "test", "prueba";
    data_part: "Set", "Conjunto";
    data_total: "Total", "Total";

    counts_title: "Images per class", "Imágenes por clase";
    counts_lead(train: &str, validation: &str, test: &str):
        "{train} for training, {validation} for choosing settings, {test} only for measuring.",
        "{train} para entrenar, {validation} para elegir ajustes y {test} que solo sirven para medir.";
    counts_axis: "images", "imágenes";
    counts_alt(least: &str, most: &str):
        "Bar chart: training images per class, from {least} to {most}, with validation and test images beside them. The table below has every number.",
        "Gráfico de barras: imágenes de entrenamiento por clase, de {least} a {most}, con las de validación y prueba al lado. La tabla de abajo tiene cada número.";

    means_title: "Ten classes, on average", "Diez clases, en promedio";
    means_lead:
        "Each picture is the mean of all training images of its class. Choose one to look closer.",
        "Cada imagen es el promedio de todas las imágenes de entrenamiento de su clase. Elige una para verla de cerca.";
    data_all_classes: "All classes", "Todas las clases";
    mean_of(class: &str): "Look closer at {class}", "Ver de cerca: {class}";

    grid_title(class: &str, part: &str): "{class}, {part}", "{class}, {part}";
    grid_range(first: &str, last: &str, total: &str):
        "{first}\u{2060}–\u{2060}{last} of {total}",
        "{first}\u{2060}–\u{2060}{last} de {total}";
    grid_none: "There are no images of this kind.", "No hay imágenes de este tipo.";
    grid_hint:
        "Arrow keys move, Page Up and Page Down turn the page.",
        "Las flechas mueven; Re Pág y Av Pág pasan de página.";
    grid_page: "Page", "Página";
    grid_of_pages(pages: &str): "of {pages}", "de {pages}";
    previous_page: "Previous page", "Página anterior";
    next_page: "Next page", "Página siguiente";
    grid_image(class: &str, place: &str, part: &str):
        "{class}, image {place} of the {part} set",
        "{class}, imagen {place} del conjunto de {part}";
    grid_place: "Index in the set, from 0", "Índice en el conjunto, desde 0";
    grid_mean: "Mean grey value, 0 to 255", "Gris medio, de 0 a 255";
    grid_black: "Pure black", "Negro puro";
    grid_failed: "These images could not be loaded.", "No se pudieron cargar estas imágenes.";

    tones_title(class: &str): "Grey values: {class}", "Grises: {class}";
    tones_axis: "grey value, 1 to 255", "gris, de 1 a 255";
    tones_share: "share of the pixels", "proporción de los píxeles";
    tones_note(share: &str, mean: &str):
        "{share} of the pixels are pure black, the background; they are left out of the chart. The mean of all pixels is {mean} of 255. Training images only.",
        "El {share} de los píxeles es negro puro, el fondo, y no entra en el gráfico. La media de todos los píxeles es {mean} de 255. Solo imágenes de entrenamiento.";
    tones_alt(low: &str, high: &str):
        "Histogram of grey values; the most common ones above black are {low} to {high}. The table below has every bin.",
        "Histograma de grises; los más comunes por encima del negro van de {low} a {high}. La tabla de abajo tiene cada intervalo.";
    tones_bin: "Grey values", "Grises";
    tones_range(low: &str, high: &str): "{low} to {high}", "{low} a {high}";
    tones_zero: "0, the background", "0, el fondo";

    rare_title: "Make a class rare", "Reduce una clase";
    rare_lead:
        "Real data is seldom balanced. Choose what share of a class's training images to keep; the run's seed decides which ones. Validation and test images stay as they are.",
        "Los datos reales rara vez están equilibrados. Elige qué proporción de las imágenes de entrenamiento de una clase se conserva; la semilla de la ejecución decide cuáles. Las de validación y prueba no cambian.";
    rare_presets: "Ready-made choices", "Opciones preparadas";
    rare_balanced: "Balanced", "Equilibrado";
    rare_one(class: &str, ratio: &str): "{class} at {ratio}", "{class} al {ratio}";
    rare_three(ratio: &str): "Three classes at {ratio}", "Tres clases al {ratio}";
    rare_keep(class: &str): "Share of {class} to keep, in percent", "Porcentaje de {class} que se conserva";
    rare_kept: "Keep", "Se conserva";
    rare_images: "Images", "Imágenes";
    rare_of(kept: &str, all: &str): "{kept} of {all}", "{kept} de {all}";
    rare_total(kept: &str, all: &str):
        "{kept} of {all} training images.",
        "{kept} de {all} imágenes de entrenamiento.";
    rare_even:
        "Every class keeps all its images.",
        "Cada clase conserva todas sus imágenes.";
    rare_ratio(most: &str, times: &str, least: &str):
        "For each image of {least} there are {times} of {most}.",
        "Por cada imagen de {least} hay {times} de {most}.";
    rare_alt(kept: &str, all: &str):
        "Bar chart of the training images that each class keeps, {kept} of {all} in all. The table has every number.",
        "Gráfico de barras de las imágenes de entrenamiento que conserva cada clase, {kept} de {all} en total. La tabla tiene cada número.";
    rare_limit:
        "At least one class must keep all its images, so that the others are rare by comparison.",
        "Al menos una clase debe conservar todas sus imágenes, para que las demás sean escasas en comparación.";
    train_on_this: "Train on this", "Entrenar con esto";

    origin_title: "Where it comes from", "De dónde viene";
    origin_text(all: &str, validation: &str, train: &str, test: &str):
        "The data set's {all} training images are split: {validation} become validation images, drawn at random by seed with the same share of each class, and {train} remain for training. Its {test} test images are used only for measuring.",
        "Las {all} imágenes de entrenamiento del conjunto se dividen: {validation} pasan a validación, elegidas al azar con la semilla y en igual proporción de cada clase, y quedan {train} para entrenar. Sus {test} imágenes de prueba solo sirven para medir.";
    origin_seed: "Seed of the split", "Semilla de la división";
    origin_licence: "Licence", "Licencia";
    origin_set: "Data set", "Conjunto de datos";
    origin_checksums:
        "SHA-256 of the uncompressed files",
        "SHA-256 de los archivos descomprimidos";
    origin_file: "File", "Archivo";
    origin_bytes: "Bytes", "Bytes";
    origin_checksum: "SHA-256", "SHA-256";
}

impl Lang {
    /// A part of the data set in a word.
    pub fn part_name(self, part: Part) -> &'static str {
        match part {
            Part::Train => self.part_train(),
            Part::Validation => self.part_validation(),
            Part::Test => self.part_test(),
        }
    }

    /// How much has been loaded, in megabytes, where the total may not be known (0).
    pub fn loaded(self, done: u64, total: u64) -> String {
        let done = self.number(done as f64 / 1e6, 1);
        match total {
            0 => self.megabytes(&done),
            total => self.data_amount(&done, &self.number(total as f64 / 1e6, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_is_told_against_the_total_where_there_is_one() {
        assert_eq!(Lang::En.loaded(3_240_000, 26_000_000), "3.2 of 26.0 MB");
        assert_eq!(Lang::Es.loaded(3_240_000, 0), "3,2 MB");
    }
}
