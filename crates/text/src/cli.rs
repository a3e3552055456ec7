//! Sentences of the command line.

use super::{Lang, texts};
use simulation::LinkError;

texts! {
    serve_ready(address: &str):
        "Serving on {address} (API: {address}/docs, {address}/api/health, {address}/api/openapi.json). Ctrl-C stops it.",
        "Sirviendo en {address} (API: {address}/docs, {address}/api/health, {address}/api/openapi.json). Ctrl-C lo detiene.";
    serve_without_site:
        "There is no built site here, so only the API is served. Build one with: make build",
        "Aquí no hay un sitio construido, así que solo se sirve la API. Constrúyelo con: make build";
    data_downloading:
        "The data set is not on this machine: downloading it (30 MB).",
        "El conjunto de datos no está en este equipo: descargándolo (30 MB).";
    data_unreachable(file: &str):
        "{file} could not be downloaded. Check the connection, install the package dataset-fashion-mnist, or name a folder that has the four files with --from or VITRINA_DATA.",
        "No se pudo descargar {file}. Comprueba la conexión, instala el paquete dataset-fashion-mnist o indica una carpeta con los cuatro archivos con --from o VITRINA_DATA.";
    photos_downloading:
        "The photos are not on this machine: downloading them (161 MB). If it is interrupted, what has arrived is kept.",
        "Las fotos no están en este equipo: descargándolas (161 MB). Si se interrumpe, se conserva lo que haya llegado.";
    photos_unreachable:
        "The photos could not be downloaded. Check the connection, or name a folder or a Git repository of alexeygrigorev/clothing-dataset with --from or VITRINA_PHOTOS.",
        "No se pudieron descargar las fotos. Comprueba la conexión o indica una carpeta o un repositorio Git de alexeygrigorev/clothing-dataset con --from o VITRINA_PHOTOS.";
    photos_not_there(folder: &str):
        "{folder} has none of the photos and is no Git repository.",
        "{folder} no tiene ninguna de las fotos ni es un repositorio Git.";
    photos_unpacking(folder: &str):
        "Taking the photos out of the Git repository {folder}.",
        "Sacando las fotos del repositorio Git {folder}.";
    photos_without_git:
        "The program git, which takes the photos out of a repository, cannot be started.",
        "No se puede iniciar el programa git, que saca las fotos de un repositorio.";
    photos_stored(count: &str, folder: &str):
        "{count} photos, each as published: {folder}",
        "{count} fotos, todas como se publicaron: {folder}";
    photos_trained(accuracy: &str, n: &str, least: &str):
        "these are validation photos, on which the minimum accepted confidence was set to {least}; of the data set's {n} validation images {accuracy} are classified correctly",
        "son fotos de validación, con las que la confianza mínima aceptada quedó en {least}; de las {n} imágenes de validación del conjunto de datos acierta el {accuracy}";
    photos_judged: "As the site does it: cut out, by the classifier for photos", "Como lo hace el sitio: recortadas, por el clasificador de fotos";
    photos_as_they_are: "By the data set's classifier, as they are", "Por el clasificador del conjunto de datos, tal cual";
    photos_cut_out: "By the data set's classifier, cut out", "Por el clasificador del conjunto de datos, recortadas";
    photos_right: "right, garments", "aciertos, prendas";
    photos_accepted: "garments accepted", "prendas aceptadas";
    photos_wrong_among_accepted:
        "wrong among the accepted, other things counted",
        "errores entre lo aceptado, con las demás cosas";
    photos_others_accepted: "other things accepted", "otras cosas aceptadas";
    photos_share(name: &str, share: &str, low: &str, high: &str, n: &str):
        "{name}: {share} (95% interval {low} to {high}, n = {n})",
        "{name}: {share} (intervalo de confianza del 95\u{a0}% de {low} a {high}, n = {n})";
    train_imbalance_is_for_classifiers:
        "--imbalance is for the classifier: an autoencoder sees one class only.",
        "--imbalance es para el clasificador: un autoencoder ve una sola clase.";
    train_not_for_photos:
        "The classifier for photos has a recipe of its own: --epochs, --images, --imbalance, --from, --freeze-convolutions and --optimizer are not for it. --steps, --batch and --learning-rate are.",
        "El clasificador de fotos tiene su propia receta: --epochs, --images, --imbalance, --from, --freeze-convolutions y --optimizer no son para él. Sí lo son --steps, --batch y --learning-rate.";
    train_not_for_gan:
        "A generator takes --class, --keep, --images, --steps, --batch and --learning-rate; --class and --keep are for a generator alone: vitrina train gan.",
        "Un generador admite --class, --keep, --images, --steps, --batch y --learning-rate; --class y --keep son solo para un generador: vitrina train gan.";
    generate_no_such_generator(class: &str):
        "there is no shipped generator of {class}: vitrina train gan --class {class} makes one",
        "no se incluye ningún generador de {class}: vitrina train gan --class {class} crea uno";
    experiment_heading:
        "remedy                seeds   gen. recall  prec.     F1  macroF1  acc.   gain in F1 [95% interval]",
        "remedio               sem.   gen.  exhaus. prec.    F1  macroF1  exact. ganancia en F1 [IC 95\u{a0}%]";
    train_for_photos_alone:
        "--steps and --photos-from are for the classifier for photos: vitrina train photos.",
        "--steps y --photos-from son para el clasificador de fotos: vitrina train photos.";
    train_nothing_to_do:
        "There is nothing to train: no epochs, or fewer images than one batch.",
        "No hay nada que entrenar: ninguna época, o menos imágenes que un lote.";
    train_diverged(step: &str):
        "The loss is no longer a number at step {step}. Lower the learning rate.",
        "La pérdida dejó de ser un número en el paso {step}. Baja la tasa de aprendizaje.";
    training_at(title: &str, step: &str, steps: &str, left: &str):
        "{title} {step}/{steps}, {left} left",
        "{title} {step}/{steps}, quedan {left}";
    training_at_with_loss(title: &str, step: &str, steps: &str, loss: &str, left: &str):
        "{title} {step}/{steps}, loss {loss}, {left} left",
        "{title} {step}/{steps}, pérdida {loss}, quedan {left}";
    output_without_folder(folder: &str):
        "There is no folder {folder} to write into. Create it first, or name another with --output.",
        "No existe la carpeta {folder} en la que escribir. Créala antes o indica otra con --output.";
    report_unknown_ending(file: &str):
        "The ending of {file} does not say what to write: .html, .md, .ipynb or .json.",
        "La terminación de {file} no dice qué escribir: .html, .md, .ipynb o .json.";
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
        "{count} of the files could not be classified." | "{count} of the files could not be classified.",
        "{count} de los archivos no se pudo clasificar." | "{count} de los archivos no se pudieron clasificar.";
    predict_unreadable(why: &str):
        "The file cannot be read: {why}.",
        "No se puede leer el archivo: {why}.";
    simulate_schedule_empty:
        "The schedule is empty. Copy it from a link of /monitor, what follows schedule=, or choose one with --preset.",
        "El programa de cambios está vacío. Cópialo de un enlace de /monitor, lo que sigue a schedule=, o elige uno con --preset.";
    simulate_schedule_version(version: &str):
        "The schedule begins with “{version}”, which this program does not know. Copy it whole from a link of /monitor, what follows schedule=, or choose one with --preset.",
        "El programa de cambios empieza por «{version}», que este programa no conoce. Cópialo entero de un enlace de /monitor, lo que sigue a schedule=, o elige uno con --preset.";
    simulate_schedule_word(number: &str, word: &str):
        "In shift {number} of the schedule, “{word}” is not understood. Copy it whole from a link of /monitor, what follows schedule=.",
        "En el cambio {number} del programa no se entiende «{word}». Cópialo entero de un enlace de /monitor, lo que sigue a schedule=.";
    export_same_name(name: &str):
        "Two of the files are named {name}, and one would overwrite the other. Rename one.",
        "Dos de los archivos se llaman {name} y uno pisaría al otro. Cambia el nombre de uno.";
    export_no_network(file: &str):
        "{file} is not a classifier or an autoencoder of this program.",
        "{file} no es un clasificador ni un autoencoder de este programa.";
    bench_threads(threads: &str):
        "native CPU, threads: {threads}",
        "CPU nativa, hilos: {threads}";
    bench_plain:
        "the plain network, by which speed is compared (no normalisation)",
        "la red sencilla, con la que se compara la velocidad (sin normalización)";
    bench_shipped:
        "the shipped classifier and its recipe",
        "el clasificador incluido y su receta";
    bench_inference(count: &str, milliseconds: &str):
        "inference, {count} at once: {milliseconds} ms (median)",
        "inferencia, {count} a la vez: {milliseconds} ms (mediana)";
    bench_generator: "Generator of rare images (DCGAN)", "Generador de imágenes de una clase escasa (DCGAN)";
    bench_gan_training(batch: &str, rate: &str):
        "training, batches of {batch}: {rate} steps of both networks a second",
        "entrenamiento, lotes de {batch}: {rate} pasos de ambas redes por segundo";
    bench_drawing(images: &str, milliseconds: &str):
        "{images} images generated: {milliseconds} ms", "{images} imágenes generadas: {milliseconds} ms";
    bench_training(optimizer: &str, batch: &str, rate: &str):
        "training by {optimizer}, batch {batch}: {rate} images/s",
        "entrenamiento con {optimizer}, lote de {batch}: {rate} imágenes/s";
    predict_silent(seconds: &str):
        "Nothing came from it for {seconds} s. Is anything writing to it? Wait longer with --patience.",
        "No llegó nada en {seconds} s. ¿Hay algo que escriba en él? Espera más con --patience.";
    predict_empty_folder:
        "There is no picture in this folder.",
        "No hay ninguna imagen en esta carpeta.";
}

impl Lang {
    /// How far a training is, with its last loss where there is one.
    pub fn training_progress(
        self,
        title: &str,
        step: &str,
        steps: &str,
        loss: Option<f64>,
        left: &str,
    ) -> String {
        match loss {
            Some(loss) => {
                self.training_at_with_loss(title, step, steps, &self.number(loss, 4), left)
            }
            None => self.training_at(title, step, steps, left),
        }
    }

    /// Why the schedule of an argument cannot be used and what to do.
    pub fn schedule_argument_error(self, error: &LinkError) -> String {
        match error {
            LinkError::Empty => self.simulate_schedule_empty().to_owned(),
            LinkError::Version(version) => self.simulate_schedule_version(version),
            LinkError::Word { number, word } => {
                self.simulate_schedule_word(&number.to_string(), word)
            }
            LinkError::Damaged | LinkError::Schedule(_) => self.link_error(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simulation::Schedule;

    #[test]
    fn progress_tells_no_loss_before_there_is_one() {
        let progress = |loss| Lang::En.training_progress("bag", "5", "80", loss, "9 s");
        assert_eq!(progress(None), "bag 5/80, 9 s left");
        assert_eq!(progress(Some(0.25)), "bag 5/80, loss 0.2500, 9 s left");
    }

    #[test]
    fn a_schedule_that_cannot_be_read_on_the_command_line_sends_nobody_to_a_page() {
        for (text, word) in [("", "--preset"), ("9~x", "“9”"), ("1~x", "shift 1"), ("s1~x", "")]
        {
            let error = Schedule::from_link(text).unwrap_err();
            for lang in Lang::ALL {
                let sentence = lang.schedule_argument_error(&error);
                for page in ["Reload", "Recarga", "form"] {
                    assert!(!sentence.contains(page), "{text}: {sentence}");
                }
            }
            let sentence = Lang::En.schedule_argument_error(&error);
            assert!(sentence.contains(word), "{text}: {sentence}");
        }
    }
}
