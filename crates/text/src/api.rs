//! Sentences of the HTTP API: why a request is refused, and what to do.

use super::texts;

texts! {
    api_unknown_route(path: &str):
        "There is nothing at {path}. The API has /api/health, /api/predict and /api/openapi.json.",
        "No hay nada en {path}. La API tiene /api/health, /api/predict y /api/openapi.json.";
    api_wrong_method(method: &str, allowed: &str):
        "{method} is not allowed here. Use {allowed}.",
        "Aquí no se permite {method}. Usa {allowed}.";
    api_wrong_type(given: &str):
        "A body of type {given} is not accepted. Send a picture as image/png or image/jpeg, any file as application/octet-stream, or a multipart/form-data form with a field named file.",
        "No se acepta un cuerpo de tipo {given}. Envía una imagen como image/png o image/jpeg, cualquier archivo como application/octet-stream, o un formulario multipart/form-data con un campo llamado file.";
    api_no_type:
        "The request does not say what it sends. Set Content-Type: image/png or image/jpeg for a picture, application/octet-stream for any file, or multipart/form-data for a form.",
        "La petición no dice qué envía. Pon Content-Type: image/png o image/jpeg para una imagen, application/octet-stream para cualquier archivo, o multipart/form-data para un formulario.";
    api_encoded(encoding: &str):
        "The body is compressed ({encoding}). Send it uncompressed: image files are compressed already.",
        "El cuerpo viene comprimido ({encoding}). Envíalo sin comprimir: los archivos de imagen ya lo están.";
    api_form_too_large(bytes: &str, limit: &str):
        "The form has {bytes} MiB; at most {limit} MiB are read. Send fewer or smaller pictures at once.",
        "El formulario ocupa {bytes} MiB; se leen como máximo {limit} MiB. Envía menos imágenes a la vez, o más pequeñas.";
    api_too_many_files(limit: &str):
        "The form has more than {limit} files. Send the rest in another request.",
        "El formulario trae más de {limit} archivos. Envía el resto en otra petición.";
    api_malformed_form(why: &str):
        "The form cannot be read ({why}). Check the boundary and that the whole body was sent.",
        "No se puede leer el formulario ({why}). Comprueba el delimitador y que se envió el cuerpo completo.";
    api_no_file:
        "The form has no field named file. Put the picture in it; send several pictures as several fields named file.",
        "El formulario no tiene ningún campo llamado file. Pon ahí la imagen; para enviar varias, usa varios campos llamados file.";
    api_unknown_field(name: &str):
        "The form has a field {name}; only fields named file are read. Put settings in the query parameters, as in ?min_confidence=0.9.",
        "El formulario trae un campo {name}; solo se leen los campos llamados file. Pon los ajustes en los parámetros de consulta, como en ?min_confidence=0.9.";
    api_cut_off:
        "The body ended before it was complete. Send it again.",
        "El cuerpo terminó antes de estar completo. Envíalo de nuevo.";
    api_unknown_parameter(name: &str):
        "There is no query parameter {name}. The parameters are normal_class, min_confidence and max_ratio.",
        "No existe el parámetro de consulta {name}. Los parámetros son normal_class, min_confidence y max_ratio.";
    api_repeated_parameter(name: &str):
        "The query parameter {name} is given more than once. Give it once.",
        "El parámetro de consulta {name} aparece más de una vez. Ponlo una sola vez.";
    api_not_a_class(value: &str):
        "{value} is not one of the ten classes. Use a name such as trouser or ankle-boot.",
        "{value} no es ninguna de las diez clases. Usa un nombre como trouser o ankle-boot.";
    api_not_in_range(name: &str, value: &str, low: &str, high: &str):
        "{name} must be a number from {low} to {high}, not {value}.",
        "{name} debe ser un número de {low} a {high}, no {value}.";
    api_too_slow(seconds: &str):
        "The body did not arrive within {seconds} seconds. Send a smaller picture, or try over a faster connection.",
        "El cuerpo no llegó en {seconds} segundos. Envía una imagen más pequeña o usa una conexión más rápida.";
    api_busy:
        "The prediction queue is full. Try again in a moment.",
        "La cola de predicciones está llena. Inténtalo de nuevo en un momento.";
    api_no_engine:
        "No open page of this site has an engine that is ready. Open the site in a tab, wait until it is ready, and try again.",
        "Ninguna página abierta de este sitio tiene un motor listo. Abre el sitio en una pestaña, espera a que esté listo e inténtalo de nuevo.";
    api_engine_failed(why: &str):
        "The engine failed on this picture ({why}). The engine keeps running; try again, or try another picture.",
        "El motor falló con esta imagen ({why}). Sigue en marcha; inténtalo de nuevo o prueba con otra imagen.";
    api_docs_title(name: &str): "The API of {name}", "La API de {name}";
    api_docs_source(link: &str):
        "For programs, the same as an OpenAPI document: {link}.",
        "Para programas, lo mismo como documento OpenAPI, en inglés: {link}.";
    api_docs_parameters: "Parameters", "Parámetros";
    api_docs_body: "Body", "Cuerpo";
    api_docs_fields: "Fields", "Campos";
    api_docs_objects: "Objects", "Objetos";
    api_engine_lost:
        "it stopped and is starting again",
        "se detuvo y está arrancando de nuevo";
}
