//! Sentences of the page that documents the HTTP API.

use super::texts;

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

    api_parameters: "Parameters", "Parámetros";
    api_body: "Body", "Cuerpo";
    api_responses: "Responses", "Respuestas";
    api_fields: "Fields of an answer", "Campos de una respuesta";

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
