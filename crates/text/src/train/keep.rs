//! Sentences about the list of runs, what is kept of them, and own pictures.

use crate::texts;

texts! {
    train_runs: "Your runs", "Tus ejecuciones";
    train_runs_empty:
        "Runs are listed here and kept in this browser.",
        "Aquí aparecen las ejecuciones; se guardan en este navegador.";
    train_import: "Open a run file", "Abrir un archivo de ejecución";
    train_images_of[n](): "{n} image" | "{n} images", "{n} imagen" | "{n} imágenes";
    train_rare_at(class: &str, share: &str): "{class} at {share}", "{class} al {share}";
    train_epochs_of[n](): "{n} epoch" | "{n} epochs", "{n} época" | "{n} épocas";
    train_fine_tuned: "fine-tuning", "ajuste fino";
    train_score_accuracy(share: &str, n: &str): "Accuracy {share} (n = {n})", "Exactitud {share} (n = {n})";
    train_score_auc(auc: &str, n: &str): "AUC {auc} (n = {n})", "AUC {auc} (n = {n})";
    train_show: "Show", "Mostrar";
    train_compare: "Overlay on chart", "Superponer en el gráfico";
    train_rename(name: &str): "Rename {name}", "Cambiar el nombre de {name}";
    train_rename_short: "Rename", "Renombrar";
    train_remove(name: &str): "Remove {name}", "Quitar {name}";
    train_adopt: "Use for predictions", "Usar para predecir";
    train_use_shipped: "Use the shipped networks again", "Volver a las redes incluidas";
    train_adopted(name: &str):
        "“{name}” is used on the Predict page until you reload or change it back.",
        "«{name}» se usa en la página Predecir hasta que recargues o lo deshagas.";
    train_download: "Download", "Descargar";
    train_download_run: "Run file, to continue later", "Archivo de la ejecución, para seguir después";
    train_download_burnpack: "Weights (burnpack)", "Pesos (burnpack)";
    train_download_safetensors: "Weights (safetensors)", "Pesos (safetensors)";
    train_dismiss: "Close", "Cerrar";
    train_later: "Not now", "Ahora no";
    train_interrupted(name: &str, saved: &str, steps: &str):
        "“{name}” was interrupted. It is kept up to step {saved} of {steps} and continues from there.",
        "«{name}» se interrumpió. Se conserva hasta el paso {saved} de {steps} y sigue desde ahí.";

    train_own: "Your own pictures", "Tus propias imágenes";
    train_own_note:
        "Add photos of garments, check their labels, and mix them into each batch. They stay on this device.",
        "Añade fotos de prendas, revisa sus etiquetas y mézclalas en cada lote. No salen de este dispositivo.";
    train_own_add: "Add pictures", "Añadir imágenes";
    train_own_drop(limit: &str): "or drop them here, up to {limit}", "o suéltalas aquí, hasta {limit}";
    train_own_progress[all](done: &str):
        "{done} of {all} prepared" | "{done} of {all} prepared",
        "{done} de {all} preparada" | "{done} de {all} preparadas";
    train_own_count(all: &str, unseen: &str, open: &str):
        "Pictures: {all}. Labels suggested and not yet confirmed: {unseen}. Without a label, left out: {open}.",
        "Imágenes: {all}. Etiquetas sugeridas sin confirmar: {unseen}. Sin etiqueta, quedan fuera: {open}.";
    train_own_label(name: &str): "Label of {name}", "Etiqueta de {name}";
    train_own_choose: "Choose a class", "Elige una clase";
    train_own_confirm: "Correct", "Correcta";
    train_own_remove(name: &str): "Remove {name}", "Quitar {name}";
    train_own_removed(count: &str): "Pictures removed: {count}.", "Imágenes quitadas: {count}.";
    train_own_use: "Set up fine-tuning with these", "Preparar el ajuste fino con estas";
    train_own_ready:
        "The form is set up for fine-tuning; choose their share of each batch there and press Train.",
        "El formulario está listo para el ajuste fino; elige ahí su proporción en cada lote y pulsa Entrenar.";
}
