//! Sentences of verdicts that were flagged as wrong.

use crate::texts;

texts! {
    flag_title: "Is this wrong?", "¿Es un error?";
    flag_note:
        "Choose what the garment is. The 28\u{a0}×\u{a0}28 image is kept on this device with your label, to download or to fine-tune with.",
        "Elige qué prenda es. La imagen de 28\u{a0}×\u{a0}28 se guarda en este dispositivo con tu etiqueta, para descargarla o para hacer un ajuste fino con ella.";
    flag_class: "The correct class", "La clase correcta";
    flag_choose: "Choose a class", "Elige una clase";
    flag: "Flag as wrong", "Marcar como error";
    flag_change: "Change the flag", "Cambiar la marca";
    flag_made(right: &str, said: &str):
        "Flagged: it is {right}, and the classifier said {said}.",
        "Marcada: es {right} y el clasificador dijo {said}.";
    flag_made_same(class: &str):
        "Flagged: it is {class}, as the classifier said; the verdict was wrong.",
        "Marcada: es {class}, como dijo el clasificador; el veredicto estaba mal.";
    flag_take_back: "Remove flag", "Quitar la marca";

    flags: "Flagged images", "Imágenes marcadas";
    flags_count(n: &str): "Flagged: {n}", "Marcadas: {n}";
    flags_note:
        "Kept in this browser only.",
        "Se guardan solo en este navegador.";
    flags_entry(said: &str, right: &str): "{said} → {right}", "{said} → {right}";
    flags_entry_alt(name: &str, said: &str, right: &str):
        "{name}: the classifier said {said}, you say {right}",
        "{name}: el clasificador dijo {said}, tú dices {right}";
    flags_from_test:
        "from the test set, left out of training",
        "del conjunto de prueba, fuera del entrenamiento";
    flags_export: "Download the flagged images", "Descargar las imágenes marcadas";
    flags_train: "Fine-tune with them", "Ajuste fino con ellas";
    flags_train_note(n: &str):
        "{n} of them can be used for training. Test images are left out: a network trained on them could no longer be measured with them.",
        "Se pueden usar para entrenar: {n}. Las imágenes del conjunto de prueba se quedan fuera: una red entrenada con ellas ya no se podría medir con ellas.";
    flags_remove(name: &str): "Remove the flag of {name}", "Quitar la marca de {name}";
    flags_clear: "Remove all flags", "Quitar todas las marcas";
    flags_removed(n: &str): "Flags removed: {n}.", "Marcas quitadas: {n}.";
    flags_full(limit: &str):
        "There is room for {limit} flagged images. Download them and remove some to flag more.",
        "Caben {limit} imágenes marcadas. Descárgalas y quita algunas para marcar más.";
    flags_not_kept(why: &str):
        "The browser did not keep the flags ({why}). They stay until this page is closed: download them first.",
        "El navegador no guardó las marcas ({why}). Se conservan hasta que cierres esta página: descárgalas antes.";
    flags_unreadable:
        "Some flagged images were kept by another version of this page, or are damaged, and cannot be read here. Reload the page to get its newest version.",
        "Algunas imágenes marcadas las guardó otra versión de esta página, o están dañadas, y aquí no se pueden leer. Recarga la página para obtener la versión más reciente.";
}
