//! Sentences of the page that watches production: player, figures, signals, detectors, scoreboard,
//! evidence. What is set up and taken away is worded in [`super::monitor_form`].

use super::texts;

texts! {
    monitor_title: "Does it still work?", "¿Sigue funcionando?";
    monitor_lead:
        "Production classifies a stream of images and something goes wrong on schedule. The detectors are not told; the simulator knows, so it can say which of them was right, late or wrong.",
        "La producción clasifica un flujo de imágenes y algo va mal según un programa. Los detectores no lo saben; el simulador sí, así que puede decir cuál acertó, llegó tarde o se equivocó.";
    monitor_empty:
        "Choose what happens and press Play. The first time, the engine loads the test images and times this device.",
        "Elige qué pasa y pulsa Reproducir. La primera vez, el motor carga las imágenes de prueba y cronometra este dispositivo.";
    monitor_missing(why: &str):
        "The reference and the limits of the detectors could not be loaded ({why}). Without them nothing can be watched; check the connection and try again.",
        "No se pudieron cargar la referencia y los límites de los detectores ({why}). Sin ellos no se puede vigilar nada; revisa la conexión e inténtalo de nuevo.";
    monitor_failed(why: &str):
        "Production stopped: {why} What was played is kept; press Play to continue.",
        "La producción se detuvo: {why} Lo reproducido se conserva; pulsa Reproducir para seguir.";
    monitor_adopted:
        "One of your own networks is in use. The reference and the limits belong to the shipped networks, so expect alarms that only show this difference.",
        "Se está usando una de tus redes. La referencia y los límites son de las redes incluidas, así que puede haber alarmas que solo señalan esa diferencia.";

    monitor_player: "Player", "Reproductor";
    monitor_play: "Play", "Reproducir";
    monitor_pause: "Pause", "Pausar";
    monitor_step: "One image", "Una imagen";
    monitor_restart: "From the beginning", "Desde el principio";
    monitor_keys:
        "While the player has the focus: Space plays and pauses, the arrow keys go back and forth, with Shift by 100 images.",
        "Con el foco en el reproductor: Espacio reproduce y pausa, las flechas retroceden y avanzan, con Mayús de 100 en 100.";
    monitor_pace: "Pace", "Ritmo";
    monitor_per_second(rate: &str): "{rate} images/s", "{rate} imágenes/s";
    monitor_fastest: "As fast as possible", "Lo más rápido posible";
    monitor_idle: "Nothing has been played yet.", "Aún no se ha reproducido nada.";
    monitor_opening: "Opening…", "Abriendo…";
    monitor_playing[images](rate: &str):
        "{images} image, {rate} per second" | "{images} images, {rate} per second",
        "{images} imagen, {rate} por segundo" | "{images} imágenes, {rate} por segundo";
    monitor_paused(image: &str): "Paused at image {image}", "En pausa en la imagen {image}";
    monitor_log[images]():
        "A log of {images} record" | "A log of {images} records",
        "Un registro de {images} dato" | "Un registro de {images} datos";
    monitor_scrub: "Look back", "Mirar atrás";
    monitor_at(at: &str, last: &str): "image {at} of {last}", "imagen {at} de {last}";
    monitor_now: "To the end", "Al final";
    monitor_record(index: &str, class: &str, confidence: &str):
        "Image {index}: {class}, confidence {confidence}",
        "Imagen {index}: {class}, confianza {confidence}";
    monitor_record_error(error: &str): "; error {error}", "; error {error}";
    monitor_record_label(class: &str): "; the label says {class}", "; la etiqueta dice {class}";

    monitor_figures: "Figures of the window", "Cifras de la ventana";
    monitor_figures_note:
        "Over the last images only, so that a change shows. Verdicts are counted since the beginning.",
        "Solo sobre las últimas imágenes, para que un cambio se note. Los veredictos se cuentan desde el principio.";
    monitor_latency_short: "Latency, mean and p95", "Latencia, media y p95";
    monitor_ms_pair(mean: &str, p95: &str): "{mean} and {p95} ms", "{mean} y {p95} ms";
    monitor_confidence_mean: "Mean confidence", "Confianza media";
    monitor_confidence_p10: "Confidence, p10", "Confianza, p10";
    monitor_estimated: "Estimated accuracy", "Exactitud estimada";
    monitor_true: "True accuracy", "Exactitud real";
    monitor_verdicts: "Accepted, review, rejected", "Aceptadas, en revisión, rechazadas";
    monitor_verdict_counts(accepted: &str, review: &str, rejected: &str):
        "{accepted} · {review} · {rejected}", "{accepted} · {review} · {rejected}";
    monitor_latency_title: "Latency", "Latencia";
    monitor_latency_note:
        "Exact, and as a Prometheus histogram with its usual buckets would estimate it: that only knows how many fell into each bucket, and the first reaches from 0 to 5 ms. The first images stand apart because caches are still cold.",
        "Exacta, y como la estimaría un histograma de Prometheus con sus cubetas habituales: ese solo sabe cuántas cayeron en cada cubeta, y la primera va de 0 a 5 ms. Las primeras imágenes van aparte porque las cachés aún están frías.";
    monitor_latency_head: "in ms", "en ms";
    monitor_exact: "exact", "exacta";
    monitor_bucketed: "from buckets", "por cubetas";
    monitor_warm_up: "warm-up", "calentamiento";
    monitor_mean: "mean", "media";
    monitor_images: "images", "imágenes";
    monitor_window: "Window, in images", "Ventana, en imágenes";
    monitor_window_calibrated(size: &str):
        "The limits were set with windows of {size} images: all detectors together raised a false alarm in at most 0.1% of clean runs of 2,000 images, whose latencies were simulated. Measured latencies wander and may alarm more often.",
        "Los límites se fijaron con ventanas de {size} imágenes: todos los detectores juntos dieron una falsa alarma como mucho en el 0,1\u{a0}% de las ejecuciones limpias de 2\u{a0}000 imágenes, cuyas latencias eran simuladas. Las latencias medidas oscilan y pueden dar más alarmas.";
    monitor_window_other(size: &str, made: &str):
        "The limits were set with windows of {made} images and hold only for those. For {size} they are carried over by theory; how often they are wrong has not been measured.",
        "Los límites se fijaron con ventanas de {made} imágenes y solo valen para ellas. Para {size} se trasladan por teoría; no se ha medido cuántas veces se equivocan.";

    monitor_signals: "Signals", "Señales";
    monitor_signals_note:
        "KL(P‖R) is the divergence of production P from reference R in nats, the one that the windows' alarms watch. R are validation images: training images T have been seen by the networks, which are more confident on them, so production would differ from T even on a quiet day.",
        "KL(P‖R) es la divergencia de la producción P respecto de la referencia R en nats, la que vigilan las alarmas de las ventanas. R son imágenes de validación: las de entrenamiento T ya las vieron las redes, que tienen más confianza con ellas, así que la producción diferiría de T incluso un día tranquilo.";
    monitor_training_note:
        "The last two columns compare with training images, as the exercise asks. Where they are larger than KL(P‖R) while nothing is wrong, the difference is what the networks have learned by heart. They have no limit of their own.",
        "Las dos últimas columnas comparan con las imágenes de entrenamiento, como pide el ejercicio. Si son mayores que KL(P‖R) sin que pase nada, la diferencia es lo que las redes se han aprendido de memoria. No tienen límite propio.";
    monitor_signal: "signal", "señal";
    monitor_chance: "by chance (95%)", "por azar (95\u{a0}%)";
    monitor_limit: "limit", "límite";
    monitor_zeros: "Empty bins", "Intervalos vacíos";
    monitor_smoothed: "Smoothed: ½ count each", "Suavizado: ½ en cada uno";
    monitor_raw: "Raw: may be ∞", "Sin tratar: puede ser ∞";
    monitor_look_at: "Signal", "Señal";
    monitor_over_time(signal: &str): "Over time: {signal}", "En el tiempo: {signal}";
    monitor_over_time_title: "Over time", "En el tiempo";
    monitor_record_axis: "image", "imagen";
    monitor_ratio_axis: "statistic ÷ limit", "estadístico ÷ límite";
    monitor_bands_note:
        "Above 1 a detector is beyond its limit. Along the foot: hatched while an alert is pending, solid while it fires. Hatched over the whole height: what was injected, once it may be shown.",
        "Por encima de 1 un detector supera su límite. Al pie: rayado mientras una alerta está pendiente, lleno mientras está activa. Rayado en toda la altura: lo inyectado, cuando se puede mostrar.";
    monitor_floor_title: "Divergence, noise floor and limit", "Divergencia, suelo de ruido y límite";
    monitor_floor_mean: "noise, mean", "ruido, media";
    monitor_floor_limit: "noise, 95%", "ruido, 95\u{a0}%";
    monitor_floor_note:
        "A window of this size differs from its reference by chance alone. How much follows from the number of images and bins, which is why no fixed number such as 0.1 can say what is drift.",
        "Una ventana de este tamaño difiere de su referencia por puro azar. Cuánto, depende del número de imágenes y de intervalos; por eso ningún número fijo, como 0,1, puede decir qué es deriva.";
    monitor_opened_up(signal: &str): "KL(P‖R) bin by bin: {signal}", "KL(P‖R) por intervalos: {signal}";
    monitor_contribution_axis: "adds to KL(P‖R), nats", "aporta a KL(P‖R), nats";
    monitor_bin: "bin", "intervalo";
    monitor_share_reference: "reference", "referencia";
    monitor_share_production: "production", "producción";
    monitor_right: "right", "acierto";
    monitor_wrong: "wrong", "error";
}

// In two parts, for the macro calls itself once a sentence.
texts! {
    monitor_detectors: "Detectors", "Detectores";
    monitor_detectors_note:
        "A window is looked at every 20 images and fires after two looks in a row above its limit. Page–Hinkley, ADWIN and DDM look at every image and start from the reference. An alarm of latency needs the median or the 95th percentile to double. Errors need labels; all other signals do without.",
        "Una ventana se mira cada 20 imágenes y se activa tras dos miradas seguidas por encima de su límite. Page–Hinkley, ADWIN y DDM miran cada imagen y parten de la referencia. Una alarma de latencia exige que se duplique la mediana o el percentil 95. Los errores necesitan etiquetas; las demás señales, no.";
    monitor_firing_count[firing](all: &str, alarms: &str):
        "{firing} of {all} detectors is firing; alarms so far: {alarms}" | "{firing} of {all} detectors are firing; alarms so far: {alarms}",
        "{firing} de {all} detectores, activo; alarmas hasta ahora: {alarms}" | "{firing} de {all} detectores, activos; alarmas hasta ahora: {alarms}";
    monitor_method: "method", "método";
    monitor_state: "state", "estado";
    monitor_statistic: "statistic", "estadístico";
    monitor_since: "since image", "desde la imagen";
    monitor_state_ok: "ok", "bien";
    monitor_state_pending: "pending", "pendiente";
    monitor_state_firing: "firing", "activa";
    monitor_state_resolved: "resolved", "resuelta";
    monitor_cost_title: "What waiting for a second look costs", "Lo que cuesta esperar una segunda mirada";
    monitor_cost_note:
        "Two looks in a row make false alarms rarer and every true one later. Windows that share most of their images err together, so the gain is smaller than for independent ones; the limits were set with this rule in force.",
        "Exigir dos miradas seguidas hace más raras las falsas alarmas y retrasa las verdaderas. Las ventanas que comparten casi todas sus imágenes se equivocan juntas, así que se gana menos que con ventanas independientes; los límites se fijaron con esta regla.";
    monitor_cost(signal: &str, one: &str, looks: &str, all: &str, shared: &str, waited: &str):
        "For {signal}: one clean window is above its limit with probability {one}. The probability of {looks} in a row is {all} if independent, {one} if identical; they share {shared} of their images, so the true value lies between. A true alarm comes {waited} images later.",
        "Para {signal}: una ventana limpia supera su límite con probabilidad {one}. La probabilidad de {looks} seguidas es {all} si son independientes y {one} si son idénticas; comparten el {shared} de sus imágenes, así que el valor real está entre ambas. Una alarma verdadera llega {waited} imágenes después.";
    monitor_alert_log: "Alerts", "Alertas";
    monitor_no_alerts: "No alert has fired.", "No se ha activado ninguna alerta.";
    monitor_fired(detector: &str, at: &str, statistic: &str, limit: &str):
        "Image {at}: {detector} fires ({statistic} above {limit}).",
        "Imagen {at}: se activa {detector} ({statistic}, por encima de {limit}).";
    monitor_resolved(detector: &str, at: &str):
        "Image {at}: {detector} is resolved.", "Imagen {at}: se resuelve {detector}.";
    monitor_more_news(count: &str): "And {count} more.", "Y {count} más.";

    monitor_accuracy_title: "Accuracy without labels", "Exactitud sin etiquetas";
    monitor_accuracy_note:
        "Calibrated confidences, averaged over the window, say what accuracy to expect. Three standard errors say how far chance alone may take the true one from it; they do not say how wrong the estimate is once calibration breaks.",
        "Las confianzas calibradas, promediadas en la ventana, dicen qué exactitud cabe esperar. Tres errores estándar dicen hasta dónde puede apartarse la real por puro azar; no dicen cuánto se equivoca la estimación cuando la calibración deja de valer.";
    monitor_accuracy_axis: "accuracy", "exactitud";
    monitor_estimated_line: "estimated", "estimada";
    monitor_true_line: "true", "real";
    monitor_per_shift: "How wrong the estimate is", "Cuánto se equivoca la estimación";
    monitor_per_shift_note:
        "By what touched the images. Pure concept shift leaves every confidence as it was, so the estimate cannot notice it. No prediction is right for an image that shows no garment.",
        "Según lo que tocó las imágenes. Un cambio de concepto puro deja cada confianza como estaba, así que la estimación no puede notarlo. Ninguna predicción acierta con una imagen sin prenda.";
    monitor_records_head: "images touched by", "imágenes tocadas por";
    monitor_all_records: "everything", "todo";
    monitor_untouched: "nothing", "nada";
    monitor_error: "error", "error";
    monitor_plus_minus(estimate: &str, points: &str): "{estimate} ± {points}", "{estimate} ± {points}";
    monitor_points(points: &str): "{points} points", "{points} puntos";

    monitor_score: "Scoreboard", "Marcador";
    story_title: "What happened", "Qué pasó";
    story_hidden:
        "The run is over. What was injected stays hidden until you reveal it above: what do you think it was, and when did it begin?",
        "La ejecución terminó. Lo inyectado queda oculto hasta que lo reveles arriba: ¿qué crees que fue y cuándo empezó?";
    story_began(kind: &str, start: &str):
        "At image {start} something was injected: {kind}.",
        "En la imagen {start} se inyectó algo: {kind}.";
    story_over: "The run is over and summed up.", "La ejecución terminó; este es su resumen.";
    story_later[n](): "{n} image later" | "{n} images later", "{n} imagen después" | "{n} imágenes después";
    story_noticed(detector: &str, at: &str, delay: &str):
        "The first to notice was {detector}, at image {at}, {delay}.",
        "El primero en notarlo fue {detector}, en la imagen {at}, {delay}.";
    story_unnoticed:
        "No detector that could see it noticed.",
        "Ninguno de los detectores que podían verlo lo notó.";
    story_accuracy(before: &str, during: &str):
        "The accuracy was {before} on untouched images and {during} on those it touched.",
        "La exactitud fue del {before} en las imágenes intactas y del {during} en las afectadas.";
    story_estimate(share: &str):
        "Without labels, {share} was expected of these.",
        "Sin etiquetas, de estas se esperaba un {share}.";
    story_quiet(records: &str):
        "{records} images were produced, and nothing was injected.",
        "Se produjeron {records} imágenes y no se inyectó nada.";
    story_no_false_alarm:
        "There was no alarm without a cause.",
        "No hubo ninguna alarma sin causa.";
    story_false_alarms[n]():
        "{n} alarm had no cause." | "{n} alarms had no cause.",
        "{n} alarma no tenía causa." | "{n} alarmas no tenían causa.";
    story_copy: "Copy", "Copiar";
    story_copied: "Copied", "Copiado";
    story_not_copied: "Not copied: this browser does not allow it", "Sin copiar: este navegador no lo permite";
    story_again: "Again", "Otra vez";
    story_another: "Again with another seed", "Otra vez con otra semilla";
    story_go_on:
        "The run holds still here. Play goes on from where it stands.",
        "La ejecución se detiene aquí. «Reproducir» sigue desde donde está.";
    monitor_score_hidden:
        "Hidden, like what was injected, until it is revealed above.",
        "Oculto, igual que lo inyectado, hasta que se revele arriba.";
    monitor_unknown:
        "This log does not say what it was made from. Open it together with its run.",
        "Este registro no dice de qué salió. Ábrelo junto con su ejecución.";
    monitor_score_note:
        "Each detector against what was really injected, as far as its signal can see it. Alarms that come at most a window after the end of a shift count neither way, because the window still holds its images. The last two rows are the two ways of being useless.",
        "Cada detector frente a lo que de verdad se inyectó, hasta donde su señal puede verlo. Las alarmas que llegan como mucho una ventana después del fin de un cambio no cuentan ni a favor ni en contra, porque la ventana aún contiene sus imágenes. Las dos últimas filas son las dos formas de no servir para nada.";
    monitor_detector: "detector", "detector";
    monitor_found: "found", "detectados";
    monitor_delay: "mean delay", "retraso medio";
    monitor_missed: "missed", "no detectados";
    monitor_false_alarms: "false alarms", "falsas alarmas";
    monitor_clean: "clean images", "imágenes limpias";
    monitor_blind: "cannot see it", "no puede verlo";
    monitor_of(part: &str, whole: &str): "{part} of {whole}", "{part} de {whole}";
    monitor_together: "all together", "todos juntos";
    monitor_always: "always fires", "siempre activo";
    monitor_never: "never fires", "nunca activo";
    monitor_matrix: "Which signal can see which shift", "Qué señal puede ver qué cambio";
    monitor_matrix_note:
        "Measured where the shift was injected in this run; theory elsewhere, and marked so. Every signal without labels is a function of the image or of time, so pure concept shift, which changes neither, moves only the errors.",
        "Medido donde el cambio se inyectó en esta ejecución; en lo demás, teoría, y así se marca. Toda señal sin etiquetas es función de la imagen o del tiempo; un cambio de concepto puro no altera ni lo uno ni lo otro, así que solo mueve los errores.";
    monitor_saw(delay: &str): "seen after {delay}", "visto tras {delay}";
    monitor_did_not_see: "not seen", "no visto";
    monitor_theory_can: "can (theory)", "puede (teoría)";
    monitor_theory_cannot: "cannot (theory)", "no puede (teoría)";

    monitor_evidence: "Evidence", "Evidencia";
    monitor_evidence_none:
        "As soon as an alert fires, the images behind it are shown here.",
        "En cuanto se active una alerta, aquí se verán las imágenes que hay detrás.";
    monitor_evidence_note:
        "The window in which the alert fired, as the networks saw it.",
        "La ventana en la que se activó la alerta, tal como la vieron las redes.";
    monitor_evidence_loading: "The images are being loaded…", "Cargando las imágenes…";
    monitor_alarm: "Alert", "Alerta";
    monitor_worst: "Highest reconstruction errors", "Errores de reconstrucción más altos";
    monitor_means: "Mean images", "Imágenes medias";
    monitor_mean_production: "mean of the window", "media de la ventana";
    monitor_mean_reference: "mean of the reference", "media de la referencia";
    monitor_mean_difference: "difference", "diferencia";
    monitor_means_note:
        "Orange where production is brighter, blue where the reference is; drawn five times stronger than the difference of two images, because means differ little.",
        "Naranja donde la producción es más clara, azul donde lo es la referencia; cinco veces más intenso que la diferencia de dos imágenes, porque las medias difieren poco.";
}
