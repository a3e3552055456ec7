//! Sentences about a run that is watched.

use crate::texts;

texts! {
    train_empty: "Nothing has been trained here yet", "Aquí aún no se ha entrenado nada";
    train_empty_choose:
        "Pick a ready-made run and press Train. The small ones take under a minute.",
        "Elige una ejecución preparada y pulsa Entrenar. Las pequeñas tardan menos de un minuto.";
    train_empty_watch:
        "Loss, accuracy and the confusion matrix change before your eyes. Pause it, advance it step by step, change its learning rate.",
        "La pérdida, la exactitud y la matriz de confusión cambian ante tus ojos. Páusala, avanza paso a paso, cambia su tasa de aprendizaje.";
    train_empty_keep:
        "What it learned is kept in this browser, even if you reload. Take it with you as a file.",
        "Lo aprendido se guarda en este navegador aunque recargues. Llévatelo en un archivo.";
}

texts! {
    train_run: "Run", "Ejecución";
    train_play: "Play", "Continuar";
    train_pause: "Pause", "Pausar";
    train_step: "One step", "Un paso";
    train_stop: "Stop", "Detener";
    train_resume: "Resume", "Reanudar";
    train_space_hint:
        "The space bar plays and pauses while no field or button has the focus.",
        "La barra espaciadora continúa y pausa si ningún campo ni botón tiene el foco.";
    train_opening: "Getting ready…", "Preparando…";
    train_of(part: &str, whole: &str): "{part} of {whole}", "{part} de {whole}";
    train_progress(epoch: &str, epochs: &str, step: &str, steps: &str):
        "Epoch {epoch} of {epochs} · step {step} of {steps}",
        "Época {epoch} de {epochs} · paso {step} de {steps}";
    train_speed: "Speed", "Velocidad";
    train_images_per_second(n: &str): "{n} images/s", "{n} imágenes/s";
    train_time: "Time taken", "Tiempo empleado";
    train_time_left: "Time left", "Tiempo restante";
    train_saved: "Saved", "Guardado";
    train_at_step(step: &str): "step {step}", "paso {step}";
    train_saved_at(step: &str): "saved at step {step}", "guardada en el paso {step}";
    train_parameters(n: &str): "{n} parameters", "{n} parámetros";
    train_state_opening: "getting ready", "preparándose";
    train_state_playing: "training", "entrenando";
    train_state_paused: "paused", "en pausa";
    train_state_interrupted: "interrupted", "interrumpida";
    train_state_stopped: "stopped", "detenida";
    train_state_finished: "finished", "terminada";
    train_rate_peak: "Highest learning rate", "Tasa de aprendizaje máxima";
    train_rate_set: "Set", "Fijar";
    train_rate_now(rate: &str): "Learning rate at the last step: {rate}", "Tasa de aprendizaje en el último paso: {rate}";
    train_rate_mark(rate: &str): "rate {rate}", "tasa {rate}";

    train_loss: "Loss", "Pérdida";
    train_accuracy: "Accuracy", "Exactitud";
    train_auc: "Normal against the rest", "Lo normal frente al resto";
    train_recall: "Recall of the rare classes", "Exhaustividad de las clases escasas";
    train_unit_entropy: "cross-entropy, in nats", "entropía cruzada, en nats";
    train_unit_squares: "mean squared error", "error cuadrático medio";
    train_unit_accuracy: "of the images, correctly classified", "de las imágenes, bien clasificadas";
    train_unit_auc: "area under the ROC curve", "área bajo la curva ROC";
    train_unit_recall: "of the class, found", "de la clase, encontradas";
    train_epoch: "Epoch", "Época";
    train_line_training: "training", "entrenamiento";
    train_line_validation: "validation", "validación";
    train_smoothing: "Smoothing", "Suavizado";
    train_close: "Zoom to the latest values", "Ampliar los últimos valores";
    train_chart_alt(title: &str): "Chart: {title} over the epochs.", "Gráfico: {title} por época.";
    train_words_run(name: &str, epoch: &str, values: &str):
        "{name}, epoch {epoch}: {values}.",
        "{name}, época {epoch}: {values}.";
    train_values_both(training: &str, validation: &str):
        "training {training}, validation {validation}",
        "entrenamiento {training}, validación {validation}";
    train_values_training(value: &str): "training {value}", "entrenamiento {value}";
    train_values_validation(value: &str): "validation {value}", "validación {value}";
    train_values_none: "nothing measured yet", "aún sin medir";
}

texts! {
    train_matrix_caption(epoch: &str, share: &str, low: &str, high: &str, n: &str):
        "Epoch {epoch}, fixed validation images: accuracy {share} (95% interval {low} to {high}, n = {n}).",
        "Época {epoch}, imágenes fijas de validación: exactitud {share} (intervalo de confianza del 95\u{a0}% de {low} a {high}, n = {n}).";
    train_pairs: "Original and reconstruction", "Original y reconstrucción";
    train_pairs_note:
        "On the left the input, on the right the output. Its own class comes first.",
        "A la izquierda, la entrada; a la derecha, la salida. Su propia clase va primero.";
    train_original_alt(class: &str): "Original: {class}", "Original: {class}";
    train_redrawn_alt(class: &str): "Reconstruction: {class}", "Reconstrucción: {class}";
    train_errors: "Reconstruction errors on validation images", "Errores de reconstrucción en validación";
    train_errors_normal: "normal class", "clase normal";
    train_errors_other: "the rest", "el resto";
    train_errors_share: "share of images", "parte de las imágenes";
    train_errors_alt(normal: &str, other: &str):
        "Histogram of reconstruction errors: median {normal} for the normal class, {other} for the rest.",
        "Histograma de errores de reconstrucción: mediana {normal} en la clase normal, {other} en el resto.";
    train_maps: "What the convolutions see", "Lo que ven las convoluciones";
    train_maps_note:
        "Each square is one channel's response to the image, from its lowest value (black) to its highest (white).",
        "Cada cuadro es la respuesta de un canal a la imagen, de su valor mínimo (negro) al máximo (blanco).";
    train_maps_class: "Validation image of", "Imagen de validación de";
    train_maps_any: "any class", "cualquier clase";
    train_maps_place: "Which image", "Qué imagen";
    train_previous: "Previous", "Anterior";
    train_next: "Next", "Siguiente";
    train_maps_image: "The watched image", "La imagen observada";
    train_maps_at[step](): "after {step} step" | "after {step} steps", "tras {step} paso" | "tras {step} pasos";
    train_maps_waiting: "waiting for the engine", "esperando al motor";
    train_maps_layer[channels](layer: &str, side: &str):
        "{layer}: {channels} map of {side}\u{a0}×\u{a0}{side}" | "{layer}: {channels} maps of {side}\u{a0}×\u{a0}{side}",
        "{layer}: {channels} mapa de {side}\u{a0}×\u{a0}{side}" | "{layer}: {channels} mapas de {side}\u{a0}×\u{a0}{side}";
    train_before_after: "Before and after", "Antes y después";
    train_measured: "Measured", "Medida";
    train_before: "Before", "Antes";
    train_after: "Now", "Ahora";
    train_fixed_images: "Fixed validation images", "Imágenes fijas de validación";
    train_own_hits: "Own pictures correctly classified", "Imágenes propias bien clasificadas";
    train_own_loss: "Loss on own pictures", "Pérdida en imágenes propias";
}
