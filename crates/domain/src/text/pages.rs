//! Sentences of the page's frame: the rail of stages, the top bar, the address that is unknown.

use super::texts;

texts! {
    tagline:
        "The life of an image classifier",
        "La vida de un clasificador de imágenes";
    stages: "Stages", "Etapas";
    home: "Home", "Inicio";
    coming: "coming", "próximamente";
    skip_to_content: "Skip to the content", "Saltar al contenido";
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
    stage_report: "Report", "Informar";
    about_data:
        "Ten classes of clothing, and one of them made rare.",
        "Diez clases de ropa, y una que se vuelve escasa.";
    about_train:
        "A classifier and an autoencoder learn on this device.",
        "Un clasificador y un autoencoder aprenden en este dispositivo.";
    about_evaluate:
        "What they are worth on images they never saw.",
        "Lo que valen ante imágenes que nunca vieron.";
    about_decide:
        "Two thresholds make accept, review or reject.",
        "Dos umbrales deciden: aceptar, revisar o rechazar.";
    about_predict:
        "A photo becomes a class, an error and a verdict.",
        "Una foto se vuelve clase, error y veredicto.";
    about_monitor:
        "Production drifts, and detectors say when they notice.",
        "La producción deriva, y los detectores avisan al notarlo.";
    about_augment:
        "A network draws the rare class; a fair test judges.",
        "Una red dibuja la clase escasa; una prueba justa juzga.";
    about_report:
        "What was really run, written up to take away.",
        "Lo que de verdad se ejecutó, escrito para llevar.";

    language: "Language", "Idioma";
    display: "Display", "Pantalla";
    theme: "Theme", "Tema";
    theme_system: "System", "Sistema";
    theme_light: "Light", "Claro";
    theme_dark: "Dark", "Oscuro";
    projector: "Projector mode", "Modo proyector";
    projector_help:
        "Everything a quarter larger, for the back of the room.",
        "Todo un cuarto más grande, para la última fila.";

    not_found: "There is no such page", "Esa página no existe";
    not_found_lead:
        "The address may have a typing error, or the page has not been built yet.",
        "Puede que la dirección tenga un error o que la página aún no exista.";
    go_home: "Go to the start", "Ir al inicio";
}

#[cfg(test)]
mod tests {
    use crate::text::Lang;

    #[test]
    fn the_promise_names_both_ways_in_which_a_picture_is_kept() {
        let ways = [("training", "flag"), ("entrenar", "marcas")];
        for (lang, (training, flag)) in Lang::ALL.into_iter().zip(ways) {
            let promise = lang.promise();
            assert!(promise.contains(training) && promise.contains(flag), "{promise}");
        }
    }
}
