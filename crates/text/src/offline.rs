//! Sentences about use without a connection, and about a newer version of the site.

use super::texts;

texts! {
    offline_title: "Without a connection", "Sin conexión";
    offline_starting: "Being set up…", "Preparándolo…";
    offline_unavailable:
        "Not available here: it needs a built site over https or on localhost, and a browser that offers service workers to pages, which some private windows do not.",
        "No disponible aquí: hace falta el sitio compilado, por https o en localhost, y un navegador que ofrezca service workers a las páginas, cosa que no hacen algunas ventanas privadas.";
    offline_empty:
        "Nothing is kept on this device at the moment. What you open from now on is kept.",
        "Ahora mismo no hay nada guardado en este dispositivo. Lo que abras a partir de ahora se guarda.";
    offline_partial(amount: &str):
        "{amount} are kept on this device. What you have opened so far works without a connection.",
        "{amount} guardados en este dispositivo. Lo que has abierto hasta ahora funciona sin conexión.";
    offline_keeping: "Downloading the rest…", "Descargando el resto…";
    offline_complete(amount: &str):
        "The whole site is kept on this device ({amount}). Every stage works without a connection.",
        "Todo el sitio está guardado en este dispositivo ({amount}). Todas las etapas funcionan sin conexión.";
    offline_full(amount: &str):
        "The browser has no room for more; {amount} are kept. Make room on this device and try again.",
        "El navegador no tiene sitio para más; hay {amount} guardados. Haz sitio en este dispositivo e inténtalo de nuevo.";
    offline_refused(why: &str):
        "The browser does not keep this site's files: {why}. Allow it to store data, or use a normal window, and try again.",
        "El navegador no guarda los archivos de este sitio: {why}. Permítele almacenar datos, o usa una ventana normal, e inténtalo de nuevo.";
    offline_missing(why: &str, amount: &str):
        "A file could not be downloaded ({why}); {amount} are kept. Check the connection and try again: what has arrived is not downloaded twice.",
        "No se pudo descargar un archivo ({why}); hay {amount} guardados. Comprueba la conexión e inténtalo de nuevo: lo que ya llegó no se descarga otra vez.";
    offline_keep(amount: &str):
        "Keep everything for offline use ({amount} to download)",
        "Guardar todo para usarlo sin conexión (descargar {amount})";
    offline_free(amount: &str): "Free {amount}", "Liberar {amount}";
    offline_free_note:
        "Freeing removes the site's files only. Your runs, pictures and flags stay.",
        "Liberar solo quita los archivos del sitio. Tus ejecuciones, imágenes y marcas se conservan.";

    update_ready: "A new version is ready.", "Hay una versión nueva disponible.";
    update_note:
        "This tab goes on with the one that it has until you reload it. A run that is training can then be resumed from its last checkpoint.",
        "Esta pestaña sigue con la que tiene hasta que la recargues. Un entrenamiento en marcha se puede reanudar entonces desde su último punto de control.";
    update_later: "Later", "Más tarde";
}
