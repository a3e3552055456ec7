//! The help in Spanish: the same commands and arguments, their words exchanged. What the parser
//! itself says of wrong arguments stays in English.

use clap::{Arg, ArgAction, Command};

use crate::help::{MONITOR, MONITOR_ES, STATUSES, STATUSES_ES};

/// The layout of the help, with Spanish words where clap has English ones.
const TEMPLATE: &str = "{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}";

/// Every sentence of the help, as clap shows it, and its translation.
const WORDS: &[(&str, &str)] = &[
    (
        "vitrina: every page's work without a browser",
        "vitrina: el trabajo de todas las páginas, sin navegador",
    ),
    (
        "Language of messages: en or es. The environment's by default",
        "Idioma de los mensajes y de esta ayuda: en o es. El del entorno si no se indica",
    ),
    // Commands.
    (
        "Find or download the data set, and verify it",
        "Busca o descarga el conjunto de datos y lo verifica",
    ),
    ("Train a network", "Entrena una red"),
    ("Generate images of a class", "Genera imágenes de una clase"),
    ("Run a controlled experiment", "Hace un experimento controlado"),
    (
        "Compare remedies for a rare class, generated images among them",
        "Compara remedios para una clase escasa, entre ellos las imágenes generadas",
    ),
    // generate and experiment
    ("How many images", "Cuántas imágenes"),
    (
        "The shipped generator of this class: shirt, trouser or ankle-boot",
        "El generador incluido de esta clase: shirt, trouser o ankle-boot",
    ),
    (
        "The file of a training or of a generator instead",
        "En su lugar, el archivo de un entrenamiento o de un generador",
    ),
    ("Draws the codes", "Sortea los códigos"),
    (
        "Picture to write: all images in a grid, as PNG",
        "Imagen que se escribe: todas en una cuadrícula, como PNG",
    ),
    (
        "Measure how good its images are, too, and print it as JSON",
        "Mide además lo buenas que son sus imágenes y lo imprime como JSON",
    ),
    ("The rare class", "La clase escasa"),
    (
        "The share of its training images that is left",
        "La proporción de sus imágenes de entrenamiento que queda",
    ),
    ("How many seeds, from 1 on", "Cuántas semillas, desde la 1"),
    ("On how many images", "Con cuántas imágenes"),
    (
        "Part that the classifiers are measured on. Nothing is tuned on test",
        "Parte con la que se miden los clasificadores. Nada se ajusta con la de prueba",
    ),
    (
        "Steps of a classifier instead of the scale's",
        "Pasos de un clasificador, en vez de los de la escala",
    ),
    (
        "Steps of a generator instead of the scale's",
        "Pasos de un generador, en vez de los de la escala",
    ),
    (
        "File of the experiment. What it holds already is not trained again",
        "Archivo del experimento. Lo que ya contiene no se entrena de nuevo",
    ),
    (
        "Folder for the generators of the seeds. Beside the file by default",
        "Carpeta para los generadores de las semillas. Si no se indica, junto al archivo",
    ),
    (
        "The class whose images are generated (gan only)",
        "La clase cuyas imágenes se generan (solo gan)",
    ),
    (
        "The share of that class's images that is left to learn from (gan only)",
        "La proporción de las imágenes de esa clase que queda para aprender (solo gan)",
    ),
    (
        "Retrain every shipped weight from the seed and write the model card",
        "Reentrena desde la semilla todos los pesos incluidos y escribe la ficha de los modelos",
    ),
    (
        "Try recipes with several seeds and record the results",
        "Prueba recetas con varias semillas y anota lo que dieron",
    ),
    (
        "Measure weights on the test set, or the shipped ones on people's photos",
        "Mide pesos con el conjunto de prueba, o los incluidos con fotos de personas",
    ),
    ("Classify pictures", "Juzga imágenes"),
    (
        "Time inference and training on this machine's CPU",
        "Cronometra inferencia y entrenamiento en la CPU de este equipo",
    ),
    (
        "Compare a production log with a reference log",
        "Compara un registro de producción con uno de referencia",
    ),
    ("Write the log of a simulated production", "Escribe el registro de una producción simulada"),
    (
        "Set the detectors' limits and write them with the reference beside the shipped weights",
        "Fija los límites de los detectores y los escribe con la referencia junto a los pesos incluidos",
    ),
    ("Serve the site and the API over HTTP", "Sirve el sitio y la API por HTTP"),
    (
        "Write the shipped weights or your own for other programs",
        "Escribe los pesos incluidos o los tuyos para otros programas",
    ),
    (
        "Make the site's sample pictures from the test set",
        "Hace las imágenes de muestra del sitio con el conjunto de prueba",
    ),
    (
        "Run the exercise's steps one after another and write the measurements",
        "Ejecuta uno tras otro los pasos del ejercicio y escribe lo medido",
    ),
    (
        "Print a shell's completion script",
        "Imprime el guion de autocompletado de un intérprete de órdenes",
    ),
    (
        "Print the manual page, or write one for each command",
        "Imprime la página de manual, o escribe una por orden",
    ),
    // Arguments of several commands.
    ("Folder of the data set", "Carpeta del conjunto de datos"),
    ("Folder of the shipped weights", "Carpeta de los pesos incluidos"),
    ("Print JSON", "Imprime JSON"),
    (
        "Folder for finished weights and checkpoints. In the user's cache by default",
        "Carpeta para los pesos en espera y los puntos de control. Si no se indica, en la caché del usuario",
    ),
    // data
    (
        "Folder that has the four files, compressed or not. Without it: the folder named by VITRINA_DATA, the cache, the package dataset-fashion-mnist, the network",
        "Carpeta con los cuatro archivos, comprimidos o no. Si no se indica: la carpeta de VITRINA_DATA, la caché, el paquete dataset-fashion-mnist, la red",
    ),
    (
        "Folder to put them in, compressed. The cache by default",
        "Carpeta donde ponerlos, comprimidos. Si no se indica, la caché",
    ),
    (
        "Find or download the photos of the clothing data set (CC0), and verify them. A folder of that name for the data set itself is written ./photos",
        "Busca o descarga las fotos del conjunto de prendas (CC0) y las verifica. Una carpeta de ese nombre para el propio conjunto de datos se escribe ./photos",
    ),
    (
        "Folder that has the photos, or a Git repository of alexeygrigorev/clothing-dataset, bare or not. Without it: what VITRINA_PHOTOS names, the cache, the network",
        "Carpeta con las fotos, o un repositorio Git de alexeygrigorev/clothing-dataset, con árbol de trabajo o sin él. Si no se indica: lo que nombre VITRINA_PHOTOS, la caché, la red",
    ),
    (
        "Folder to put the photos in. The cache by default",
        "Carpeta donde poner las fotos. Si no se indica, la caché",
    ),
    (
        "Write only the small pictures that the tests carry, into this folder",
        "Escribe solo las imágenes pequeñas que llevan las pruebas, en esta carpeta",
    ),
    // evaluate
    (
        "Measure the shipped networks on people's photos instead, as `vitrina data photos` finds them",
        "Mide en su lugar las redes incluidas con fotos de personas, las que encuentra `vitrina data photos`",
    ),
    (
        "Which of the photos: people's photos are on one side only. Nothing is tuned on test",
        "Qué fotos: las de cada persona están en un solo lado. Nada se ajusta con las de prueba",
    ),
    ("Steps in all (photos and gan only)", "Pasos en total (solo photos y gan)"),
    ("Folder or Git repository of the photos", "Carpeta o repositorio Git de las fotos"),
    // train
    ("Which network", "Qué red"),
    (
        "Draws initial weights, batch order, augmentation and dropout",
        "Sortea los pesos iniciales, el orden de los lotes, las variaciones y el dropout",
    ),
    ("Passes over the training images", "Pasadas por las imágenes de entrenamiento"),
    ("Images per step", "Imágenes por paso"),
    ("Highest learning rate of the schedule", "Tasa de aprendizaje más alta del programa"),
    (
        "How the learning rate changes over the run",
        "Cómo cambia la tasa de aprendizaje durante la ejecución",
    ),
    (
        "Optimizer; the network's own recipe by default",
        "Qué convierte los gradientes en un paso; si no se indica, lo que dice la receta de la red",
    ),
    (
        "Train on this many images, stratified and drawn by seed, instead of all",
        "Entrena con este número de imágenes, estratificadas y según la semilla, en vez de con todas",
    ),
    (
        "Make a class rare, as in shirt=0.1 (classifier only). Can be given several times",
        "Reduce una clase, como en shirt=0.1 (solo el clasificador). Se puede repetir",
    ),
    (
        "Start from the weights in this file instead of weights drawn from the seed",
        "Parte de los pesos de este archivo en vez de pesos sorteados con la semilla",
    ),
    (
        "Freeze the convolutions, so that only the dense layers learn",
        "Congela las convoluciones, de modo que solo aprenden las capas densas",
    ),
    ("The class that the autoencoder knows", "La clase que conoce el autoencoder"),
    ("Weights file to write", "Archivo de pesos que se escribe"),
    (
        "Start again even where an interrupted run could be resumed",
        "Empieza de nuevo aunque se pueda continuar una ejecución interrumpida",
    ),
    // models and study
    (
        "Train only these (classifier, imbalanced, or a class for its autoencoder) and write no card; or photos, the classifier for people's photos, which has a card of its own and is shipped with it",
        "Entrena solo estas redes (classifier, imbalanced o una clase, para su autoencoder) y no escribe la ficha; o photos, el clasificador de fotos de personas, que tiene su propia ficha y se publica con ella",
    ),
    (
        "Folder or Git repository of people's photos, as `vitrina data photos` finds them",
        "Carpeta o repositorio Git de las fotos de personas, como los encuentra `vitrina data photos`",
    ),
    (
        "Train again what the work folder already holds",
        "Entrena de nuevo lo que espera en la carpeta de trabajo",
    ),
    (
        "Train nothing and ship nothing: measure the shipped weights and write card, limits, reference and answers again; with --only photos, the card of photos alone; with --only answers, what the pages show without waiting",
        "No entrena nada: mide los pesos incluidos y escribe de nuevo la ficha, los límites, la referencia y las respuestas; con --only photos, solo la ficha de las fotos; con --only answers, lo que las páginas muestran sin esperar",
    ),
    ("Try only this recipe", "Prueba solo esta receta"),
    ("The seeds to try", "Las semillas que se prueban"),
    (
        "Try the classifier with this many epochs instead of the recipe's. Only validation images measure what is not a recipe",
        "Prueba el clasificador con este número de épocas en vez de las de la receta. Lo que no es receta se mide solo con imágenes de validación",
    ),
    (
        "Try the classifier with this optimizer instead of the recipe's",
        "Prueba el clasificador con este optimizador en vez del de la receta",
    ),
    ("File of the study", "Archivo del estudio"),
    // evaluate and predict
    (
        "One weights file instead of all shipped ones",
        "Un archivo de pesos en vez de todos los incluidos",
    ),
    (
        "Pictures, folders of pictures (all inside, sorted), or - for standard input",
        "Imágenes, carpetas de imágenes (todas las que contienen, ordenadas) o - para la entrada estándar",
    ),
    (
        "Print one JSON object per line. A name that is no UTF-8 also comes percent-encoded, as `file_encoded`",
        "Imprime un objeto JSON por línea. Un nombre que no es UTF-8 va también codificado con porcentajes, en `file_encoded`",
    ),
    (
        "Compare every picture with this class's autoencoder instead of the predicted class's",
        "Compara cada imagen con el autoencoder de esta clase en vez del de la clase predicha",
    ),
    (
        "Give up a pipe or a device that gives nothing for so long. Standard input may take its time",
        "Abandona una tubería o un dispositivo que no da nada durante este tiempo. La entrada estándar puede tardar",
    ),
    // monitor
    (
        "Log to compare with; `-` reads standard input",
        "Registro con el que se compara; `-` lee la entrada estándar",
    ),
    (
        "Log of production; `-` reads standard input",
        "Registro de producción; `-` lee la entrada estándar",
    ),
    (
        "Records in a detector's window; that of the limits by default",
        "Datos en la ventana de un detector; si no se indica, la de los límites",
    ),
    (
        "Records at the start of each log whose latency is left out; those of the run by default",
        "Datos al principio de cada registro cuya latencia no cuenta; si no se indica, los de la ejecución",
    ),
    (
        "Run that /monitor saved beside the log: window, warm-up, and the latencies that its device had before anything happened, which take the place of the reference's",
        "Ejecución que /monitor guardó junto al registro: ventana, calentamiento y las latencias que tenía su dispositivo antes de que pasara nada, que sustituyen a las de la referencia",
    ),
    ("End with status 3 where there is drift", "Termina con el estado 3 cuando hay deriva"),
    ("Fail at the first bad line", "Termina con error en la primera línea defectuosa"),
    (
        "The detectors' limits; those beside the shipped weights by default",
        "Los límites de los detectores; si no se indica, los que hay junto a los pesos incluidos",
    ),
    // simulate and calibrate
    (
        "What is injected: quiet-day, dirty-camera, winter-collection, labels-changed, slow-gpu or surprise",
        "Qué se inyecta: quiet-day, dirty-camera, winter-collection, labels-changed, slow-gpu o surprise",
    ),
    ("What is injected, as the text of a link", "Qué se inyecta, como el texto de un enlace"),
    (
        "Seed of the stream, of a surprise, and of simulated latencies",
        "Semilla del flujo, de una sorpresa y de las latencias inventadas",
    ),
    ("How many records", "Cuántos datos"),
    ("Records per second", "Datos por segundo"),
    ("Where latencies come from", "De dónde salen las latencias"),
    (
        "Leave out what production would not know: labels and shifts",
        "Omite lo que la producción no sabría: etiquetas y cambios",
    ),
    (
        "Write the validation images as they are, one record each: a log to compare with",
        "Escribe las imágenes de validación tal cual, un dato cada una: un registro con el que comparar",
    ),
    (
        "File to write; standard output by default",
        "Archivo que se escribe; si no se indica, la salida estándar",
    ),
    (
        "Folder of the shipped weights, into which limits and reference are written. `public/models` by default",
        "Carpeta de los pesos incluidos, en la que se escriben los límites y la referencia. Si no se indica, `public/models`",
    ),
    (
        "File for the predictions that tests without networks replay",
        "Archivo para las predicciones que repiten las pruebas sin redes",
    ),
    ("Clean runs", "Ejecuciones sin cambios"),
    (
        "Share of clean runs that may raise any alarm",
        "Proporción de ejecuciones sin cambios que puede dar alguna alarma",
    ),
    (
        "Set the limits anew even where those that are there rest on the same reference and plan",
        "Fija de nuevo los límites aunque los que hay se basen en la misma referencia y el mismo plan",
    ),
    // serve
    ("Port to listen on; 0 takes a free one", "Puerto en el que escucha; 0 toma uno libre"),
    (
        "Address to listen on. 0.0.0.0 lets other machines in",
        "Dirección en la que escucha. 0.0.0.0 deja entrar a otros equipos",
    ),
    (
        "Folder of the built site. `dist` by default, where there is one",
        "Carpeta del sitio construido. Si no se indica, `dist`, donde exista",
    ),
    (
        "Let the pages of this site read the answers, as in https://shop.example; * lets all. Can be given several times",
        "Permite que las páginas de este sitio lean las respuestas, como en https://shop.example; * permite todos. Se puede repetir",
    ),
    (
        "Write a line for each request to standard error: when, who, what, status, time",
        "Escribe una línea por petición en la salida de errores: cuándo, quién, qué, estado, tiempo",
    ),
    // report
    (
        "Write the technical report as HTML, Markdown, a notebook or JSON",
        "Escribe el informe técnico como HTML, Markdown, notebook o JSON",
    ),
    (
        "File for the report; its ending says what is written: .html, .md, .ipynb or .json",
        "Archivo del informe; su terminación dice qué se escribe: .html, .md, .ipynb o .json",
    ),
    (
        "Run file of /train, measured on the test images and put in. May be repeated",
        "Archivo de ejecución de /train, que se mide con las imágenes de prueba y se incluye. Puede repetirse",
    ),
    ("Log of a production that is put in", "Registro de una producción que se incluye"),
    ("Log that the production is compared with", "Registro con el que se compara la producción"),
    (
        "Folder of the data set; needed for runs alone",
        "Carpeta del conjunto de datos; solo hace falta para las ejecuciones",
    ),
    // export, samples, reproduce, completions, man
    ("File format", "Formato de los archivos"),
    (
        "Own weights, as `vitrina train` and /train write them (.bpk, run files too), instead of the shipped ones. Can be given several times",
        "Pesos propios, como los escriben `vitrina train` y /train (.bpk, también archivos de ejecución), en vez de los incluidos. Se puede repetir",
    ),
    (
        "Folder for the files; it is created where there is none",
        "Carpeta para los archivos; se crea si no existe",
    ),
    ("Folder for the pictures", "Carpeta para las imágenes"),
    ("Draws the split and everything after it", "Sortea la división y todo lo que sigue"),
    ("How much of it", "En qué medida"),
    (
        "File for the measurements. The technical report and the networks' weights are written beside it, and so is the state of an interrupted run, which continues where it stopped",
        "Archivo para lo medido. Junto a él se escriben el informe técnico, los pesos de las redes y lo que espera de una ejecución interrumpida, que continúa donde estaba",
    ),
    ("Which shell", "Qué intérprete de órdenes"),
    (
        "Folder for all pages, one a command. Without it the program's own page is printed",
        "Carpeta para todas las páginas, una por orden. Si no se indica, se imprime la del programa",
    ),
];

/// The command with its help in Spanish.
pub fn translated(command: Command) -> Command {
    in_spanish(command)
        .disable_version_flag(true)
        .arg(flag("version", 'V', "Muestra la versión").action(ArgAction::Version))
}

fn in_spanish(command: Command) -> Command {
    let about = command.get_about().map(|words| spanish(&words.to_string()));
    let after = command.get_after_help().map(|words| after(&words.to_string()));
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Órdenes")
        .subcommand_value_name("ORDEN")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .mut_args(argument)
        .mut_subcommands(in_spanish)
        .arg(flag("help", 'h', "Muestra esta ayuda").action(ArgAction::Help));
    if let Some(about) = about {
        command = command.about(about);
    }
    match after {
        Some(after) => command.after_help(after),
        None => command,
    }
}

fn flag(name: &'static str, short: char, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).help(help).help_heading("Opciones")
}

/// clap's own notes in brackets are in English, so they are written here instead.
fn argument(argument: Arg) -> Arg {
    let words = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let mut help = spanish(&words);
    let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let defaults: Vec<_> = defaults.collect();
    // Whether a flag is given is no value that one could choose.
    if argument.get_action().takes_values() {
        if !defaults.is_empty() {
            help += &format!(" [si no se indica: {}]", defaults.join(","));
        }
        let values = argument.get_possible_values();
        let values: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        if !values.is_empty() {
            help += &format!(" [valores: {}]", values.join(", "));
        }
    }
    let heading = if argument.is_positional() { "Argumentos" } else { "Opciones" };
    argument.help(help).help_heading(heading).hide_default_value(true).hide_possible_values(true)
}

fn after(words: &str) -> String {
    match words {
        STATUSES => STATUSES_ES.to_owned(),
        MONITOR => MONITOR_ES.to_owned(),
        _ => words.replace("Examples:", "Ejemplos:"),
    }
}

/// The translation of a sentence; the sentence itself where there is none, which a test finds.
fn spanish(words: &str) -> String {
    let known = WORDS.iter().find(|(english, _)| *english == words);
    known.map_or(words, |(_, spanish)| spanish).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Arguments;

    #[test]
    fn every_sentence_of_the_help_has_its_translation_and_none_is_left_over() {
        let mut said = Vec::new();
        let mut commands = vec![Arguments::command()];
        while let Some(command) = commands.pop() {
            said.extend(command.get_about().map(ToString::to_string));
            said.extend(command.get_arguments().filter_map(Arg::get_help).map(ToString::to_string));
            commands.extend(command.get_subcommands().cloned());
        }
        let missing: Vec<&String> = said
            .iter()
            .filter(|words| !WORDS.iter().any(|(english, _)| english == words))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
        let unused: Vec<_> = WORDS
            .iter()
            .filter(|(english, _)| !said.iter().any(|words| words == english))
            .collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn the_help_of_every_command_is_in_spanish_throughout() {
        let mut command = translated(Arguments::command());
        command.build();
        let commands = command.get_subcommands().cloned();
        for mut command in commands.chain([command.clone()]) {
            let help = command.render_long_help().to_string();
            for english in ["Usage", "Options:", "Arguments:", "Commands:", "default:", "Print"] {
                assert!(!help.contains(english), "{english}: {help}");
            }
            assert!(help.contains("Uso:") && help.contains("Opciones:"), "{help}");
        }
    }
}
