//! Sentences of the page's frame: the rail of stages, the top bar, the address that is unknown.

use super::texts;

texts! {
    tagline:
        "The life of an image classifier",
        "La vida de un clasificador de imágenes";
    stages: "Stages", "Etapas";
    home: "Home", "Inicio";
    skip_to_content: "Skip to content", "Saltar al contenido";
    stays_here:
        "Everything runs here. No image leaves this device.",
        "Todo se ejecuta aquí. Ninguna imagen sale de este dispositivo.";

    promise:
        "An image that you add stays on this device and is sent to nobody. It is kept, in this browser, only if you add it for training or flag its verdict as wrong.",
        "Una imagen que añades no sale de este dispositivo ni se envía a nadie. Solo se guarda, en este navegador, si la añades para entrenar o marcas su veredicto como error.";

    stage_data: "Data", "Datos";
    stage_train: "Train", "Entrenar";
    stage_evaluate: "Evaluate", "Evaluar";
    stage_decide: "Decide", "Decidir";
    stage_predict: "Predict", "Predecir";
    stage_monitor: "Monitor", "Vigilar";
    stage_augment: "Augment", "Aumentar";
    stage_report: "Report", "Informe";
    about_data:
        "Ten classes of clothing, and one of them made rare.",
        "Diez clases de ropa, y una que se reduce.";
    about_train:
        "A classifier and an autoencoder learn on this device.",
        "Un clasificador y un autoencoder aprenden en este dispositivo.";
    about_evaluate:
        "How good they are on images they never saw.",
        "Qué tal funcionan con imágenes que nunca vieron.";
    about_decide:
        "Two thresholds decide: accept, review or reject.",
        "Dos umbrales deciden: aceptar, revisar o rechazar.";
    about_predict:
        "A photo becomes a class, an error and a verdict.",
        "Una foto se vuelve clase, error y veredicto.";
    about_monitor:
        "Production drifts, and detectors say when they notice.",
        "La producción deriva, y los detectores avisan al notarlo.";
    about_augment:
        "A network generates the rare class; a fair test says whether it helps.",
        "Una red genera la clase escasa; una prueba justa dice si ayuda.";
    about_report:
        "What was really run, as a report to download.",
        "Lo que de verdad se ejecutó, en un informe para descargar.";

    language: "Language", "Idioma";
    display: "Display", "Pantalla";
    theme: "Theme", "Tema";
    theme_system: "System", "Sistema";
    theme_light: "Light", "Claro";
    theme_dark: "Dark", "Oscuro";
    projector: "Projector mode", "Modo proyector";
    projector_help:
        "Everything 25% larger, for the back of the room.",
        "Un 25\u{a0}% más grande, para la última fila.";

    page_coming: "Loading the page…", "Cargando la página…";
    page_failed_title: "This page did not arrive", "Esta página no llegó";
    page_failed:
        "Check the connection and try again. If the site has been updated since you opened it, reload it.",
        "Comprueba la conexión e inténtalo de nuevo. Si el sitio se ha actualizado desde que lo abriste, recárgalo.";
    not_found: "Page not found", "Página no encontrada";
    not_found_lead:
        "The address may contain a typo, or the page does not exist yet.",
        "Puede que la dirección tenga un error o que la página aún no exista.";
    go_home: "Go to the home page", "Ir al inicio";
}

#[cfg(test)]
mod tests {
    use crate::Lang;

    #[test]
    fn the_promise_names_both_ways_in_which_a_picture_is_kept() {
        let ways = [("training", "flag"), ("entrenar", "marcas")];
        for (lang, (training, flag)) in Lang::ALL.into_iter().zip(ways) {
            let promise = lang.promise();
            assert!(promise.contains(training) && promise.contains(flag), "{promise}");
        }
    }
}
