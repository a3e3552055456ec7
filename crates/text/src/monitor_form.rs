//! Sentences of the page that watches production: what is set up, shared, taken away and replayed.

use super::texts;

texts! {
    monitor_scenes: "What happens", "Qué pasa";
    monitor_seed: "Seed", "Semilla";
    monitor_new_seed: "New seed", "Otra semilla";
    monitor_injected: "What is injected", "Lo que se inyecta";
    monitor_nothing_injected: "Nothing is injected.", "No se inyecta nada.";
    monitor_reveal: "Reveal", "Revelar";
    monitor_copy_link: "Copy link", "Copiar enlace";
    monitor_copy_surprise: "Copy as a surprise", "Copiar como sorpresa";
    monitor_link: "Link", "Enlace";
    monitor_copied: "Copied.", "Copiado.";
    monitor_copied_surprise:
        "Copied. Whoever opens it sees what happens, but not what is injected, until they reveal it.",
        "Copiado. Quien lo abra verá lo que pasa, pero no lo que se inyecta, hasta que lo revele.";
    monitor_copy_by_hand: "Select the link and copy it.", "Selecciona el enlace y cópialo.";

    monitor_form: "Set up your own schedule", "Prepara tu propio programa";
    monitor_form_note:
        "Shifts are applied in this order. Images are counted from 0; without a length a shift lasts until the end.",
        "Los cambios se aplican en este orden. Las imágenes se cuentan desde 0; sin duración, un cambio sigue hasta el final.";
    monitor_add_shift: "Add a shift", "Añadir un cambio";
    monitor_remove_shift: "Remove", "Quitar";
    monitor_use_schedule: "Use this schedule", "Usar este programa";
    monitor_shift_number(number: &str): "Shift {number}", "Cambio {number}";
    monitor_kind: "Kind", "Tipo";
    monitor_corruption: "What is done to images", "Qué se hace a las imágenes";
    monitor_pattern: "What they show", "Qué muestran";
    monitor_first_class: "One class", "Una clase";
    monitor_second_class: "The other class", "La otra clase";
    monitor_onset: "How it starts", "Cómo empieza";
    monitor_weights: "How often each class appears", "Con qué frecuencia aparece cada clase";
    monitor_severity: "Severity, 1 to 5", "Intensidad, de 1 a 5";
    monitor_added_ms: "Added latency, ms", "Latencia añadida, ms";
    monitor_percent: "Share of the images, %", "Proporción de imágenes, %";
    monitor_midpoint: "Halfway after, images", "Mitad de la transición tras, imágenes";
    monitor_width: "Width of the transition, images", "Anchura de la transición, imágenes";
    monitor_period: "Period, images", "Periodo, imágenes";
    monitor_on: "On for, images", "Activo durante, imágenes";
    monitor_start: "First image", "Primera imagen";
    monitor_length: "Length, images (empty: to the end)", "Duración, imágenes (vacío: hasta el final)";
    monitor_no_number(shift: &str, field: &str):
        "Shift {shift}: “{field}” needs a whole number within its range. Correct it and use the schedule again.",
        "Cambio {shift}: «{field}» necesita un número entero dentro de su rango. Corrígelo y vuelve a usar el programa.";
    monitor_no_weight(shift: &str):
        "Shift {shift}: at least one class must appear. Give one a weight above 0.",
        "Cambio {shift}: debe aparecer al menos una clase. Dale a alguna un peso mayor que 0.";

    monitor_take: "Download", "Descargar";
    monitor_take_note:
        "The log is what vitrina monitor reads; with --run and the run file it watches as this page did. Its labels and shifts are in fields of their own, and the shifts only once they are revealed. The last 200,000 images are kept.",
        "El registro es lo que lee vitrina monitor; con --run y el archivo de la ejecución vigila como lo hizo esta página. Las etiquetas y los cambios van en campos propios, y los cambios solo una vez revelados. Se conservan las últimas 200\u{a0}000 imágenes.";
    monitor_save_log: "Log (JSON Lines)", "Registro (JSON Lines)";
    monitor_save_run: "Run (JSON)", "Ejecución (JSON)";
    monitor_save_report: "Report (HTML)", "Informe (HTML)";
    monitor_replay: "Replay", "Repetir";
    monitor_replay_note:
        "Open a run, its log, or both. A log (JSON Lines, a JSON array or CSV with a header, also as gzip) is watched again as it stands. A run alone is classified again image by image from its seed; only the latencies come from the file.",
        "Abre una ejecución, su registro o ambos. Un registro (JSON Lines, una lista JSON o CSV con encabezado, también en gzip) se vigila de nuevo tal cual. Una ejecución sola se vuelve a clasificar imagen por imagen desde su semilla; solo las latencias salen del archivo.";
    monitor_open_run: "Open a run or a log", "Abrir una ejecución o un registro";
    monitor_judging_again: "The images are being classified again…", "Se vuelven a clasificar las imágenes…";
    monitor_reading_log: "The log is being watched…", "Se está vigilando el registro…";
    monitor_same(alarms: &str):
        "The same numbers as in the file, and the same alarms: {alarms}.",
        "Los mismos números que en el archivo y las mismas alarmas: {alarms}.";
    monitor_not_same(alarms: &str):
        "Not the same numbers as in the file; alarms now: {alarms}. Another device, another policy or an incomplete log can be why.",
        "Los números no son los del archivo; alarmas ahora: {alarms}. Puede deberse a otro dispositivo, otra política o un registro incompleto.";
    monitor_replayed(alarms: &str):
        "Watched to its end; alarms: {alarms}. Without the run file, latency is not watched and what was injected is not known.",
        "Vigilado hasta el final; alarmas: {alarms}. Sin el archivo de la ejecución no se vigila la latencia ni se sabe qué se inyectó.";
    monitor_bad_lines(count: &str):
        "Lines left out because they are not records: {count}.",
        "Líneas omitidas porque no son datos: {count}.";
    monitor_unreadable:
        "A file cannot be read, or is larger than 256 MiB. Nothing was changed; choose another one.",
        "Un archivo no se puede leer o supera los 256 MiB. No se cambió nada; elige otro.";
    monitor_other_version(found: &str):
        "The run has version {found}, which this page cannot read. Open it with the version that wrote it.",
        "La ejecución es de la versión {found}, que esta página no puede leer. Ábrela con la versión que la escribió.";
    monitor_damaged(why: &str):
        "This file is not a run, or it is damaged ({why}). Choose the one that “Run (JSON)” wrote.",
        "Este archivo no es una ejecución o está dañado ({why}). Elige el que escribió «Ejecución (JSON)».";
    monitor_bad_schedule:
        "The run has no seed, or a schedule that cannot be read, so it cannot be replayed. Open its log alone, or choose another run.",
        "La ejecución no tiene semilla o su programa no se puede leer, así que no se puede repetir. Abre solo su registro o elige otra ejecución.";
    monitor_no_file: "No file was chosen.", "No se eligió ningún archivo.";
    monitor_no_reference:
        "The reference has not been loaded yet. Try again in a moment.",
        "La referencia aún no se ha cargado. Inténtalo de nuevo en un momento.";

    monitor_report_title: "A run of production", "Una ejecución de producción";
    monitor_report_settings: "Settings", "Ajustes";
    monitor_settings(window: &str, stride: &str, looks: &str, calm: &str, warm_up: &str):
        "windows of {window} images, looked at every {stride}; {looks} looks in a row above the limit fire, {calm} within it resolve; latency of the first {warm_up} apart",
        "ventanas de {window} imágenes, miradas cada {stride}; {looks} miradas seguidas por encima activan, {calm} dentro del límite resuelven; la latencia de las primeras {warm_up}, aparte";
    monitor_policy: "Policy", "Política";
    monitor_policy_from(from: &str, confidence: &str):
        "from image {from}: minimum confidence {confidence}",
        "desde la imagen {from}: confianza mínima {confidence}";
}
