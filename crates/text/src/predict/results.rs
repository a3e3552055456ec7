//! Sentences of the table of results and its downloads.

use crate::texts;

texts! {
    results: "Results", "Resultados";
    results_table: "Table of results", "Tabla de resultados";
    results_sort(column: &str): "Sort by {column}", "Ordenar por {column}";
    results_csv: "Download as CSV", "Descargar en CSV";
    results_json: "Download as JSON", "Descargar en JSON";
    results_none: "Nothing has been classified yet.", "Aún no se ha clasificado nada.";
    results_busy:
        "The table is completed when all images have been classified.",
        "La tabla se completará cuando se hayan clasificado todas las imágenes.";
    results_truth: "True class", "Clase verdadera";
    results_right: "right", "acierta";
    results_wrong: "wrong", "falla";
    results_hits(right: &str, known: &str):
        "The classifier is right on {right} of {known} images whose class is known.",
        "El clasificador acierta en {right} de {known} imágenes cuya clase se conoce.";
    results_show(name: &str): "Look at {name}", "Ver {name}";
}
