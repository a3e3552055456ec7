//! Sentences about runs that are kept, resumed, imported and taken away, and about own pictures.

use super::{Lang, texts};
use protocol::run::Preset;

texts! {
    run_quick: "Quick classifier", "Clasificador rápido";
    run_quick_rare: "Quick classifier, Shirt at 10%", "Clasificador rápido, Camisa al 10\u{a0}%";
    run_plain: "Plain classifier", "Clasificador simple";
    run_quick_autoencoder: "Quick autoencoder", "Autoencoder rápido";
    run_own_pictures: "Fine-tuning on my pictures", "Ajuste fino con mis imágenes";
    run_full: "Full classifier", "Clasificador completo";
    run_classifier: "Classifier", "Clasificador";
    run_fine_tuned: "Fine-tuned classifier", "Clasificador ajustado";
    run_autoencoder(class: &str): "Autoencoder: {class}", "Autoencoder: {class}";

    run_failed(name: &str, why: &str): "“{name}”: {why}", "«{name}»: {why}";
    run_damaged(name: &str, why: &str):
        "“{name}” is damaged or not a file of this kind, so it was not opened: {why}. Nothing else has changed.",
        "«{name}» está dañado o no es un archivo de este tipo, así que no se abrió: {why}. Todo lo demás sigue igual.";
    run_lost(name: &str, step: &str):
        "The engine had to start again. “{name}” is kept up to step {step}; resume it to continue from there.",
        "El motor tuvo que arrancar de nuevo. «{name}» se conserva hasta el paso {step}; reanúdala para seguir desde ahí.";
    run_lost_unsaved(name: &str):
        "The engine had to start again before the first checkpoint of “{name}”. Resume it to repeat the same steps.",
        "El motor tuvo que arrancar de nuevo antes del primer punto de control de «{name}». Reanúdala para repetir los mismos pasos.";
    run_importing(name: &str): "Opening “{name}”…", "Abriendo «{name}»…";
    run_import_lost(name: &str):
        "The engine had to start again while it was opening “{name}”. The file is as it was; open it again.",
        "El motor tuvo que arrancar de nuevo mientras abría «{name}». El archivo sigue igual; ábrelo otra vez.";
    run_no_engine(name: &str):
        "The engine is not ready, so this could not be done for “{name}”. Try again once it is.",
        "El motor no está listo, así que esto no se pudo hacer con «{name}». Inténtalo de nuevo cuando lo esté.";
    run_put_aside(name: &str):
        "“{name}” was paused and set aside to make room. Resume it whenever you like.",
        "«{name}» se pausó y quedó en espera para hacer sitio. Reanúdala cuando quieras.";
    run_elsewhere(name: &str):
        "“{name}” is open in another tab. Continue there, or close that tab and resume it here.",
        "«{name}» está abierta en otra pestaña. Sigue allí, o cierra esa pestaña y reanúdala aquí.";
    run_no_file(name: &str):
        "“{name}” has no checkpoint yet. Pause it, or let it run until its first one.",
        "«{name}» aún no tiene ningún punto de control. Páusala o deja que llegue al primero.";
    run_file_gone(name: &str):
        "The checkpoint of “{name}” is no longer in the browser's storage. Its settings are kept: resume it to train it again from the first step.",
        "El punto de control de «{name}» ya no está en el almacenamiento del navegador. Sus ajustes se conservan: reanúdala para entrenarla de nuevo desde el primer paso.";
    run_no_origin(name: &str):
        "The weights that “{name}” is to start from are no longer there. Choose others to start from.",
        "Los pesos de los que parte «{name}» ya no están. Elige otros como punto de partida.";

    storage_missing(why: &str):
        "This browser does not let the page store anything ({why}). Everything works, but runs and pictures last only until this tab is closed: download what you want to keep.",
        "Este navegador no permite que la página guarde nada ({why}). Todo funciona, pero las ejecuciones y las imágenes duran solo hasta cerrar esta pestaña: descarga lo que quieras conservar.";
    storage_full:
        "The browser's storage for this page is full. The newest checkpoint is kept only until this tab is closed: download it, or remove runs that you no longer need.",
        "El almacenamiento del navegador para esta página está lleno. El último punto de control dura solo hasta cerrar esta pestaña: descárgalo o quita ejecuciones que ya no necesites.";
    storage_failed(why: &str):
        "The browser could not store the last change ({why}). It is kept only until this tab is closed: download what you want to keep.",
        "El navegador no pudo guardar el último cambio ({why}). Dura solo hasta cerrar esta pestaña: descarga lo que quieras conservar.";
    storage_other_version(count: &str):
        "Kept runs or pictures that another version of this page wrote, or that are damaged: {count}. This version cannot read them; they are left as they are.",
        "Ejecuciones o imágenes guardadas que escribió otra versión de esta página, o que están dañadas: {count}. Esta versión no puede leerlas; se dejan como están.";
    storage_no_answer: "it does not answer", "no responde";
    storage_no_room: "there is no room left", "no queda espacio";
    storage_refused(why: &str):
        "it refuses, as some do in private windows or with storage switched off: {why}",
        "se niega, como hacen algunos en ventanas privadas o con el almacenamiento desactivado: {why}";
    storage_newer:
        "a newer version of this page has the storage; reload this tab to get it",
        "una versión más nueva de esta página tiene el almacenamiento; recarga esta pestaña para obtenerla";
    storage_blocked:
        "another tab has an older version of this page open; close that tab and reload this one",
        "otra pestaña tiene abierta una versión anterior de esta página; ciérrala y recarga esta";

    own_too_many[taken](offered: &str):
        "There is room for 200 pictures of your own: {taken} of {offered} was added. Remove some to add others." | "There is room for 200 pictures of your own: {taken} of {offered} were added. Remove some to add others.",
        "Caben 200 imágenes tuyas: se añadió {taken} de {offered}. Quita algunas para añadir otras." | "Caben 200 imágenes tuyas: se añadieron {taken} de {offered}. Quita algunas para añadir otras.";
    own_flagged(taken: &str):
        "Pictures added to your own: {taken}.",
        "Imágenes añadidas a las tuyas: {taken}.";
    own_left_out(count: &str):
        "Left out because they belong to the test set: {count}. A network trained on test images can no longer be measured with them.",
        "Excluidas por ser del conjunto de prueba: {count}. Una red entrenada con imágenes de prueba ya no se puede medir con ellas.";
    own_unreadable: "The file could not be read.", "No se pudo leer el archivo.";
    own_lost: "The engine stopped on it twice, so it was left out.", "El motor se detuvo dos veces con ella, así que quedó fuera.";
    own_refused_more(count: &str): "And {count} more.", "Y {count} más.";
}

impl Lang {
    /// The name of a run of a preset.
    pub fn run_preset(self, preset: Preset) -> &'static str {
        match preset {
            Preset::Quick => self.run_quick(),
            Preset::QuickRare => self.run_quick_rare(),
            Preset::Plain => self.run_plain(),
            Preset::Autoencoder => self.run_quick_autoencoder(),
            Preset::FineTune => self.run_own_pictures(),
            Preset::Full => self.run_full(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_have_names_of_their_own() {
        for lang in Lang::ALL {
            let mut names = Preset::ALL.map(|preset| lang.run_preset(preset));
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        }
    }
}
