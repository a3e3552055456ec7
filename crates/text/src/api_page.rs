//! Sentences of the page that documents the HTTP API.

use super::{Lang, texts};

texts! {
    api_title: "The API", "La API";
    api_name: "API", "API";
    api_lead:
        "Programs can get the same results that /predict shows. There is no server: a service worker takes the request inside your browser, the engine of this page answers, and no picture leaves the device.",
        "Los programas pueden obtener los mismos resultados que muestra /predict. No hay servidor: un service worker recibe la petición dentro de tu navegador, responde el motor de esta página y ninguna imagen sale del dispositivo.";
    api_from_predict: "The same results for programs:", "Los mismos resultados, para programas:";
    api_document: "OpenAPI document", "Documento OpenAPI";

    api_worker: "Service worker", "Service worker";
    api_worker_active:
        "Active. Pages of this site can send requests now, as long as one of its tabs is open.",
        "Activo. Las páginas de este sitio ya pueden enviar peticiones mientras haya una pestaña suya abierta.";
    api_worker_installing:
        "Installing. If this does not change, reload the page.",
        "Instalándose. Si no cambia, recarga la página.";
    api_worker_insecure:
        "Not available: this page came over plain http from another machine, and browsers allow service workers over https or on localhost only. Open the site in one of these ways, or use vitrina serve below.",
        "No disponible: esta página llegó por http sin cifrar desde otra máquina, y los navegadores solo permiten service workers con https o en localhost. Abre el sitio de una de esas formas o usa vitrina serve, más abajo.";
    api_worker_unknown:
        "Not available: this browser does not offer service workers to pages, as happens in some private windows. Use a normal window, or vitrina serve below.",
        "No disponible: este navegador no ofrece service workers a las páginas, como pasa en algunas ventanas privadas. Usa una ventana normal o vitrina serve, más abajo.";
    api_worker_refused(why: &str):
        "Not available: the browser refused it ({why}). Reload the page; cookies and site data must be allowed for this site.",
        "No disponible: el navegador lo rechazó ({why}). Recarga la página; este sitio necesita permiso para guardar cookies y datos.";

    api_health_summary: "Whether an engine is running, and which one", "Si hay un motor y cuál es";
    api_predict_summary: "Classify one picture, or several in a form", "Clasificar una imagen, o varias en un formulario";
    api_predict_about:
        "One picture gets the object that vitrina predict --json prints; several fields named file get a list, where one bad picture does not affect the others.",
        "Una imagen recibe el objeto que imprime vitrina predict --json; varios campos llamados file reciben una lista, en la que una imagen mala no afecta a las demás.";
    api_parameters: "Parameters", "Parámetros";
    api_in_query: "query parameter", "parámetro de consulta";
    api_in_header: "header", "cabecera";
    api_normal_class:
        "One of the ten classes: its autoencoder is used instead of the predicted class's.",
        "Una de las diez clases: se usa su autoencoder en lugar del de la clase predicha.";
    api_min_confidence:
        "From 0 to 1. The minimum confidence that is accepted, instead of the current one.",
        "De 0 a 1. La confianza mínima que se acepta, en lugar de la actual.";
    api_max_ratio:
        "From 0 to 100. How many times its calibrated limits the reconstruction may reach (1 means as calibrated), instead of the current value.",
        "De 0 a 100. Hasta cuántas veces sus límites calibrados puede llegar la reconstrucción (1 significa como se calibró), en lugar del valor actual.";
    api_accept_language: "en or es: the language of the sentences.", "en o es: el idioma de las frases.";
    api_body: "Body", "Cuerpo";
    api_body_about(mebibytes: &str, files: &str, pixels: &str):
        "A picture as it is, or a form of at most {files} fields named file: at most {mebibytes} MiB in all. PNG, JPEG, WebP, GIF or BMP of at most {pixels} million pixels, whatever the type says.",
        "Una imagen tal cual, o un formulario de hasta {files} campos llamados file: como máximo {mebibytes} MiB en total. PNG, JPEG, WebP, GIF o BMP de hasta {pixels} millones de píxeles, diga lo que diga el tipo.";
    api_responses: "Responses", "Respuestas";
    api_fields: "Fields of an answer", "Campos de una respuesta";

    api_200_health: "There is an engine.", "Hay un motor.";
    api_200_predict: "Classified.", "Clasificada.";
    api_400: "A parameter or the form cannot be read, or the body ended early.",
        "Un parámetro o el formulario no se puede leer, o el cuerpo llegó incompleto.";
    api_405: "Another method; Allow lists those that work.",
        "Otro método; Allow enumera los que funcionan.";
    api_408: "The body did not arrive in time (vitrina serve only).",
        "El cuerpo no llegó a tiempo (solo vitrina serve).";
    api_413: "The body is too large.", "El cuerpo es demasiado grande.";
    api_415: "A type that is not accepted, none at all, or a compressed body.",
        "Un tipo que no se acepta, ninguno, o un cuerpo comprimido.";
    api_422: "No picture that can be classified, or a form with no picture, too many pictures or other fields.",
        "Ninguna imagen que se pueda clasificar, o un formulario sin imágenes, con demasiadas o con otros campos.";
    api_500: "The engine failed.", "El motor falló.";
    api_503: "The prediction queue is full, or no open page has an engine that is ready.",
        "La cola de predicciones está llena, o ninguna página abierta tiene un motor listo.";
    api_503_health: "No open page has an engine that is ready (in the browser).",
        "Ninguna página abierta tiene un motor listo (en el navegador).";

    api_field_file: "The file's name; image where there is none.", "El nombre del archivo; image si no tiene.";
    api_field_predicted: "Label and name of the most probable class.", "Etiqueta y nombre de la clase más probable.";
    api_field_probabilities: "Calibrated probability of each class, in label order.",
        "Probabilidad calibrada de cada clase, en el orden de las etiquetas.";
    api_field_confidence: "Probability of the predicted class.", "Probabilidad de la clase predicha.";
    api_field_error: "Of the autoencoder that was used.", "El del autoencoder que se usó.";
    api_field_quality: "Which autoencoder was used, what it measured, and the limits.",
        "Qué autoencoder se usó, qué midió y los límites.";
    api_field_verdict: "accept, review or reject.", "accept (aceptar), review (revisar) o reject (rechazar).";
    api_field_reasons: "Both rules in words, the one that decided first.",
        "Las dos reglas en palabras, primero la que decidió.";
    api_field_warnings: "What may make the answer unreliable, and what to do.",
        "Qué puede hacer poco fiable la respuesta y qué hacer.";
    api_field_latency: "How long the networks took. The only field that changes from one request to the next.",
        "Cuánto tardaron las redes. El único campo que cambia de una petición a otra.";

    api_try: "Try it", "Pruébalo";
    api_picture: "Picture", "Imagen";
    api_choose_file: "Choose a file", "Elegir un archivo";
    api_no_picture: "or one of the samples:", "o una de las muestras:";
    api_chosen(name: &str): "Chosen: {name}", "Elegida: {name}";
    api_send_as: "Send as", "Enviar como";
    api_as_body: "the picture itself", "la imagen sola";
    api_as_form: "a form", "un formulario";
    api_predicted_class: "not set: the current choice", "sin indicar: la elección actual";
    api_in_force: "current", "actual";
    api_send: "Send", "Enviar";
    api_send_health: "Send GET api/health", "Enviar GET api/health";
    api_send_predict: "Send POST api/predict", "Enviar POST api/predict";
    api_choose_first: "Choose a picture first.", "Elige primero una imagen.";
    api_worker_first: "The service worker must be active first.", "Primero tiene que estar activo el service worker.";
    api_request: "Request", "Petición";
    api_response: "Response", "Respuesta";
    api_waiting: "Waiting for the answer…", "Esperando la respuesta…";
    api_no_answer(why: &str):
        "There was no answer ({why}). Reload the page and try again.",
        "No hubo respuesta ({why}). Recarga la página e inténtalo de nuevo.";
    api_took(status: &str, ms: &str): "{status} after {ms} ms", "{status} en {ms} ms";
    api_file_of(name: &str, bytes: &str): "[{name}, {bytes} bytes]", "[{name}, {bytes} bytes]";

    api_snippets: "From a program", "Desde un programa";
    api_snippet_fetch: "JavaScript, in a page of this site", "JavaScript, en una página de este sitio";
    api_snippet_fetch_note: "Paste it into the console of this page.", "Pégalo en la consola de esta página.";
    api_snippet_server: "vitrina serve, from anywhere", "vitrina serve, desde cualquier parte";
    api_snippet_server_note:
        "Only pages of this site reach the service worker. For other programs, the command line serves the same API natively.",
        "Al service worker solo llegan las páginas de este sitio. Para otros programas, la línea de órdenes sirve la misma API de forma nativa.";
    api_snippet_python: "Python, against vitrina serve", "Python, con vitrina serve";
    api_copy: "Copy", "Copiar";
    api_copy_snippet(name: &str): "Copy: {name}", "Copiar: {name}";
    api_copied: "Copied", "Copiado";
    api_not_copied: "Select it and copy by hand", "Selecciónalo y cópialo a mano";
}

impl Lang {
    /// What a status of `api/predict` means; none where it is never sent.
    pub fn api_status(self, status: u16) -> Option<&'static str> {
        Some(match status {
            200 => self.api_200_predict(),
            400 => self.api_400(),
            405 => self.api_405(),
            408 => self.api_408(),
            413 => self.api_413(),
            415 => self.api_415(),
            422 => self.api_422(),
            500 => self.api_500(),
            503 => self.api_503(),
            _ => return None,
        })
    }
}
