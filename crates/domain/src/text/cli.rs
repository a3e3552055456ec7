//! Sentences of the command line.

use super::texts;

texts! {
    serve_ready(address: &str):
        "Serving on {address} (API: {address}/api/health, {address}/api/openapi.json). Ctrl-C stops it.",
        "Sirviendo en {address} (API: {address}/api/health, {address}/api/openapi.json). Ctrl-C lo detiene.";
    serve_without_site:
        "There is no built site here, so only the API is served. Build one with: make build",
        "Aquí no hay un sitio construido, así que solo se sirve la API. Constrúyelo con: make build";
    data_downloading:
        "The data set is not on this machine: downloading it (30 MB).",
        "El conjunto de datos no está en este equipo: descargándolo (30 MB).";
    data_unreachable(file: &str):
        "{file} could not be downloaded. Check the connection, install the package dataset-fashion-mnist, or name a folder that has the four files with --from or VITRINA_DATA.",
        "No se pudo descargar {file}. Comprueba la conexión, instala el paquete dataset-fashion-mnist o indica una carpeta con los cuatro archivos con --from o VITRINA_DATA.";
    train_imbalance_is_for_classifiers:
        "--imbalance is for the classifier: an autoencoder sees one class only.",
        "--imbalance es para el clasificador: un autoencoder ve una sola clase.";
    train_nothing_to_do:
        "There is nothing to train: no epochs, or fewer images than one batch.",
        "No hay nada que entrenar: ninguna época, o menos imágenes que un lote.";
    train_diverged(step: &str):
        "The loss is no longer a number at step {step}. Lower the learning rate.",
        "La pérdida dejó de ser un número en el paso {step}. Baja la tasa de aprendizaje.";
    train_checkpoint_damaged(file: &str):
        "The checkpoint {file} cannot be read. Remove it, or start again with --fresh.",
        "No se puede leer el punto de control {file}. Bórralo o empieza de nuevo con --fresh.";
    train_checkpoint_of_another_run(file: &str):
        "The checkpoint {file} belongs to another run: starting again.",
        "El punto de control {file} es de otra ejecución: se empieza de nuevo.";
    train_resumed(file: &str, step: &str):
        "Resuming from {file} at step {step}.",
        "Se continúa desde {file} en el paso {step}.";
    evaluate_accuracy(accuracy: &str, low: &str, high: &str, n: &str, ece: &str):
        "Accuracy on the test set {accuracy} (95% interval {low} to {high}, n = {n}), calibration error {ece}",
        "Exactitud en el conjunto de prueba {accuracy} (intervalo de confianza del 95\u{a0}% de {low} a {high}, n = {n}), error de calibración {ece}";
    evaluate_scores(precision: &str, recall: &str, f1: &str):
        "precision {precision}  recall {recall}  F1 {f1}",
        "precisión {precision}  exhaustividad {recall}  F1 {f1}";
    evaluate_risk(risk: &str, low: &str, high: &str, n: &str):
        "Error rate of the 90% most confident predictions: {risk} (95% interval {low} to {high}, n = {n})",
        "Tasa de error del 90\u{a0}% de predicciones con mayor confianza: {risk} (intervalo de confianza del 95\u{a0}% de {low} a {high}, n = {n})";
    evaluate_areas(error: &str, novelty: &str):
        "AUC by reconstruction error {error}, by novelty {novelty}",
        "AUC por error de reconstrucción {error}, por novedad {novelty}";
    evaluate_mean_auc(error: &str, novelty: &str):
        "Mean AUC of the ten autoencoders on the test set: by reconstruction error {error}, by novelty {novelty}",
        "AUC media de los diez autoencoders en el conjunto de prueba: por error de reconstrucción {error}, por novedad {novelty}";
    study_known(recipe: &str, seed: &str):
        "{recipe}, seed {seed}: already in the study.",
        "{recipe}, semilla {seed}: ya está en el estudio.";
    study_trial(recipe: &str, seed: &str):
        "{recipe}, seed {seed}",
        "{recipe}, semilla {seed}";
    models_unknown(name: &str, names: &str):
        "There is no network {name}. The networks are {names}.",
        "No hay ninguna red {name}. Las redes son {names}.";
    models_measuring:
        "Measuring on validation and test images.",
        "Midiendo con las imágenes de validación y de prueba.";
    predict_refused[count]():
        "{count} of the files could not be read." | "{count} of the files could not be read.",
        "{count} de los archivos no se pudo leer." | "{count} de los archivos no se pudieron leer.";
    predict_unreadable(why: &str):
        "The file cannot be read: {why}.",
        "No se puede leer el archivo: {why}.";
}
