//! Sentences of the HTTP API's reference: what its paths, parameters, bodies, statuses and fields mean.
//! The OpenAPI document and both pages about the API have them.

use super::texts;

texts! {
    api_document_about:
        "Classifies pictures of garments: a classifier predicts the class, an autoencoder says whether the picture looks the way that class should, and two thresholds decide between accept, review and reject. `vitrina serve` answers natively; the site's service worker answers the same requests in the browser. A method that a path does not take gets 405 with `Allow`; an unknown path under `/api/` gets 404. Sentences are in English or Spanish, as `Accept-Language` asks.",
        "Clasifica imágenes de prendas: un clasificador predice la clase, un autoencoder dice si la imagen es como suele ser esa clase y dos umbrales deciden entre aceptar (accept), revisar (review) y rechazar (reject). `vitrina serve` responde de forma nativa; el service worker del sitio responde a las mismas peticiones en el navegador. Un método que una ruta no admite recibe 405 con `Allow`; una ruta desconocida bajo `/api/`, 404. Las frases van en inglés o en español, según pida `Accept-Language`.";
    api_document_server: "Where this document comes from", "De donde viene este documento";
    api_content_language: "The language of the sentences.", "El idioma de las frases.";
    api_retry_after: "Seconds after which to try again.", "Segundos tras los que volver a intentarlo.";
    api_one_picture: "One picture", "Una imagen";
    api_several_pictures: "Several in a form", "Varias en un formulario";

    api_health_summary: "Whether an engine is running, and which one", "Si hay un motor y cuál es";
    api_predict_summary: "Classify one picture, or several in a form", "Clasificar una imagen, o varias en un formulario";
    api_predict_about:
        "One picture gets the object that vitrina predict --json prints; several fields named file get a list, where one bad picture does not affect the others.",
        "Una imagen recibe el objeto que imprime vitrina predict --json; varios campos llamados file reciben una lista, en la que una imagen mala no afecta a las demás.";
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
    api_body_about(mebibytes: &str, files: &str, pixels: &str, jpeg_pixels: &str):
        "A picture as it is, or a form of at most {files} fields named file: at most {mebibytes} MiB in all. PNG, JPEG, WebP, GIF or BMP, whatever the type says, of at most {pixels} million pixels, a JPEG of {jpeg_pixels} million.",
        "Una imagen tal cual, o un formulario de hasta {files} campos llamados file: como máximo {mebibytes} MiB en total. PNG, JPEG, WebP, GIF o BMP, diga lo que diga el tipo, de hasta {pixels} millones de píxeles; un JPEG, de {jpeg_pixels} millones.";

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
    api_500_health: "The model card cannot be read (in the browser).",
        "No se puede leer la ficha del modelo (en el navegador).";
    api_503_health: "No open page has an engine that is ready (in the browser).",
        "Ninguna página abierta tiene un motor listo (en el navegador).";

    api_field_file: "The file's name; image where there is none.", "El nombre del archivo; image si no tiene.";
    api_field_predicted: "Label and name of the most probable class.", "Etiqueta y nombre de la clase más probable.";
    api_field_probabilities: "Calibrated probability of each class, in label order.",
        "Probabilidad calibrada de cada clase, en el orden de las etiquetas.";
    api_field_confidence: "Probability of the predicted class.", "Probabilidad de la clase predicha.";
    api_field_none_of_the_ten: "Probability that it is none of the ten classes; 0 where the data set's classifier answered.",
        "Probabilidad de que no sea ninguna de las diez clases; 0 si respondió el clasificador del conjunto de datos.";
    api_field_classifier: "Which classifier answered: photos where the garment had to be cut out, data_set for pictures of 28\u{a0}×\u{a0}28, both on a plain ground, where the mean of the two counts.",
        "Qué clasificador respondió: photos si hubo que recortar la prenda, data_set para imágenes de 28\u{a0}×\u{a0}28, both con fondo liso, donde cuenta la media de los dos.";
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

    api_object_health: "What answers.", "Qué responde.";
    api_field_status: "Always ok.", "Siempre ok.";
    api_field_version: "The program's version.", "La versión del programa.";
    api_field_device: "What the networks run on.", "Dónde se ejecutan las redes.";
    api_field_card: "SHA-256 of the model card in use.", "SHA-256 de la ficha del modelo en uso.";
    api_object_answer:
        "The answer for one picture. Two answers for the same file differ in latency_ms only.",
        "La respuesta para una imagen. Dos respuestas para el mismo archivo solo difieren en latency_ms.";
    api_field_label: "The data set's label.", "La etiqueta del conjunto de datos.";
    api_field_name:
        "The data set's own name, whatever the language of the sentences.",
        "El nombre propio del conjunto de datos, sea cual sea el idioma de las frases.";
    api_field_reading:
        "Whether the predicted class's autoencoder was used, or that of a class that was asked for.",
        "Si se usó el autoencoder de la clase predicha o el de una clase que se pidió.";
    api_field_class: "The class whose autoencoder was used.", "La clase cuyo autoencoder se usó.";
    api_field_limit: "Largest reconstruction error that is typical.", "El mayor error de reconstrucción típico.";
    api_field_min_error:
        "Smallest reconstruction error that is typical: emptier pictures are not garments.",
        "El menor error de reconstrucción típico: las imágenes más vacías no son prendas.";
    api_field_relative_error:
        "The reconstruction error divided by the energy of the picture's own detail.",
        "El error de reconstrucción dividido entre la energía del detalle de la propia imagen.";
    api_field_min_relative_error: "Smallest relative error that is typical.", "El menor error relativo típico.";
    api_field_max_relative_error: "Largest relative error that is typical.", "El mayor error relativo típico.";
    api_field_ratio:
        "How far the worse measure is from typical: 1 is at a calibrated limit, 2 twice as high or half as low.",
        "Cuánto se aleja de lo típico la peor de las dos medidas: 1 está en un límite calibrado; 2, al doble o a la mitad.";
    api_field_max_ratio: "Largest ratio that counts as typical.", "La mayor razón que cuenta como típica.";
    api_object_refusal: "Why one picture has no answer.", "Por qué una imagen no tiene respuesta.";
    api_object_reason: "Why a request has no answer.", "Por qué una petición no tiene respuesta.";
    api_field_message: "What happened and what to do, in words.", "Qué pasó y qué hacer, en palabras.";
    api_field_code: "The same for programs.", "Lo mismo, para programas.";
}
