//! What the report says of itself, of the exercise's criteria and of how to get its numbers again; and its page.

use crate::texts;

texts! {
    criteria_intro: "Where each criterion of the exercise is met:", "Dónde se cumple cada criterio del ejercicio:";
    criterion_reproducibility: "Reproducibility: every random choice follows from a seed, files are checked by SHA-256, and the command line repeats every step.", "Reproducibilidad: toda elección aleatoria se deriva de una semilla, los archivos se verifican con SHA-256 y la línea de comandos repite cada paso.";
    criterion_modelling: "Modelling: convolutional classifier, autoencoders and GAN, each with its settings and its figures on images that it never saw.", "Modelado: clasificador convolucional, autoencoders y GAN, cada uno con sus ajustes y sus cifras en imágenes que nunca vio.";
    criterion_integration: "Integration: classifier and quality control make one decision, with its reason.", "Integración: el clasificador y el control de calidad forman una sola decisión, con su motivo.";
    criterion_deployment: "Deployment: a static site that runs in the browser, an HTTP API and a command line over the same code.", "Despliegue: un sitio estático que funciona en el navegador, una API HTTP y una línea de comandos sobre el mismo código.";
    criterion_monitoring: "Monitoring: latency, confidence and KL divergence against the reference, with detectors whose limits were calibrated.", "Monitorización: latencia, confianza y divergencia KL respecto a la referencia, con detectores de límites calibrados.";
    criterion_code: "Code: small modules with tests, a lint without warnings, and a document of every decision.", "Código: módulos pequeños con pruebas, un análisis sin avisos y un documento con cada decisión.";
    criterion_see(chapter: &str): "See “{chapter}”.", "Ver «{chapter}».";

    reproduction_intro: "With the command line of the repository, in this order; the data set is found or downloaded and verified.", "Con la línea de comandos del repositorio, en este orden; el conjunto de datos se busca o se descarga y se verifica.";
    reproduction_all: "The exercise's steps one after another, in one command:", "Los pasos del ejercicio, uno tras otro, en una sola orden:";
    reproduction_data: "the data, its checksums and its split", "los datos, sus sumas de verificación y su división";
    reproduction_own: "The visitor's runs are repeated in Train: the settings above and the seed give the same network on the same kind of device.", "Las ejecuciones del visitante se repiten en Entrenar: los ajustes de arriba y la semilla dan la misma red en el mismo tipo de dispositivo.";

    report_file_name: "vitrina-report", "vitrina-informe";
    report_contents: "Contents", "Contenido";
    report_command: "Command", "Orden";
}

texts! {
    report_page_title: "What was really run?", "¿Qué se ejecutó de verdad?";
    report_page_lead: "The technical report of this visit: choose what goes in, add your own remarks, and take it away.", "El informe técnico de esta visita: elige qué incluye, añade tus comentarios y llévatelo.";
    report_page_choose: "What goes in", "Qué incluye";
    report_page_choose_note:
        "The shipped networks are always in it. Your classifiers are measured on the 10,000 test images when you choose them.",
        "Las redes incluidas están siempre. Tus clasificadores se miden con las 10\u{a0}000 imágenes de prueba cuando los eliges.";
    report_page_runs: "Your classifiers", "Tus clasificadores";
    report_page_no_runs:
        "No classifier of yours is finished or stopped in this browser.",
        "En este navegador no hay ningún clasificador tuyo terminado o detenido.";
    report_page_to_train: "Train one", "Entrenar uno";
    report_page_production: "The production of this visit", "La producción de esta visita";
    report_page_no_production: "No production was played in this visit.", "En esta visita no se reprodujo ninguna producción.";
    report_page_to_monitor: "Play one", "Reproducir una";
    report_page_comparison: "Your comparison of remedies", "Tu comparación de remedios";
    report_page_no_comparison: "You have not compared remedies in this visit.", "En esta visita no has comparado remedios.";
    report_page_to_augment: "Compare", "Comparar";
    report_page_take: "Take it away", "Llevárselo";
    report_page_take_note:
        "HTML and the notebook need nothing else; for a PDF, print and choose “Save as PDF”. Some Markdown viewers, GitHub's among them, leave its figures out.",
        "El HTML y el notebook no necesitan nada más; para un PDF, imprime y elige «Guardar como PDF». Algunos visores de Markdown, como el de GitHub, omiten sus figuras.";
    report_page_print: "Print or PDF", "Imprimir o PDF";
    report_page_html: "HTML", "HTML";
    report_page_markdown: "Markdown", "Markdown";
    report_page_notebook: "Notebook (.ipynb)", "Notebook (.ipynb)";
    report_page_json: "JSON", "JSON";
    report_page_coming: "Gathering the figures…", "Reuniendo las cifras…";
    report_page_measuring(name: &str): "Measuring {name}…", "Midiendo {name}…";
    report_page_failed(name: &str): "{name} could not be measured, so its figures are missing.", "{name} no se pudo medir, por lo que faltan sus cifras.";
    report_page_again: "Measure again", "Medir de nuevo";
    report_page_remark(chapter: &str): "Own remarks on “{chapter}”", "Comentarios propios sobre «{chapter}»";
    report_page_add_remark: "Add a remark", "Añadir un comentario";
    report_page_remark_hint: "Kept in this browser. An empty line begins a new paragraph.", "Se guarda en este navegador. Una línea vacía empieza un párrafo nuevo.";
    report_page_lacking: "The figures of the shipped networks could not be loaded. Check the connection and reload the page.", "No se pudieron cargar las cifras de las redes incluidas. Comprueba la conexión y recarga la página.";
}
