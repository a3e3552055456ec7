//! Sentences of the ways in beside files: webcam, drawing pad, test set.

use vision::cutout::Doubt;

use crate::{Lang, texts};

texts! {
    ways: "Other ways to add a picture", "Otras formas de añadir una imagen";
    way_close: "Close", "Cerrar";
    insecure_page:
        "No webcam and no WebGPU here: browsers offer both only over https or on localhost, and this page came over plain http from another machine. The CPU does the work. Open the page over https, or on the machine that serves it, to have both.",
        "Aquí no hay webcam ni WebGPU: los navegadores solo los ofrecen por https o en localhost, y esta página llegó por http sin cifrar desde otra máquina. El trabajo lo hace la CPU. Abre la página por https, o en la máquina que la sirve, para tener ambas cosas.";

    webcam: "Webcam", "Webcam";
    webcam_use: "Use the webcam", "Usar la webcam";
    webcam_name: "Webcam picture", "Foto de la webcam";
    webcam_asking:
        "Your browser is asking whether this page may use the webcam.",
        "El navegador te está preguntando si esta página puede usar la webcam.";
    webcam_preview: "What the webcam sees now", "Lo que ve la webcam ahora";
    webcam_take: "Take the picture", "Tomar la foto";
    webcam_tip:
        "Hold one garment in front of a plain wall, so that it fills the frame. Only the picture that you take is classified, and it stays on this device.",
        "Pon una sola prenda ante una pared lisa, de modo que llene el encuadre. Solo se clasifica la foto que tomes, y no sale de este dispositivo.";
    webcam_again: "Ask again", "Preguntar de nuevo";
    webcam_refused:
        "The webcam was not allowed. If you change your mind, allow the camera for this page in the browser's address bar, then ask again. Files, drawings and the test set work without it.",
        "No se permitió la webcam. Si cambias de idea, permite la cámara para esta página en la barra de direcciones del navegador y pregunta de nuevo. Los archivos, los dibujos y el conjunto de prueba funcionan sin ella.";
    webcam_missing:
        "No webcam was found. Plug one in, then ask again.",
        "No se encontró ninguna webcam. Conecta una y pregunta de nuevo.";
    webcam_busy:
        "The webcam cannot be started; another program may be using it. Close that one, then ask again.",
        "La webcam no arranca; quizá la usa otro programa. Ciérralo y pregunta de nuevo.";
    webcam_ended:
        "The webcam stopped: it was unplugged, or the permission was revoked. Ask again to continue.",
        "La webcam se detuvo: se desconectó o se retiró el permiso. Pregunta de nuevo para seguir.";
    webcam_unknown:
        "This browser does not let pages use the webcam. Photograph the garment with another program and choose the file.",
        "Este navegador no ofrece la webcam a las páginas. Fotografía la prenda con otro programa y elige el archivo.";
    webcam_failed(why: &str):
        "The webcam cannot be used: {why}. Ask again, or choose a file.",
        "No se puede usar la webcam: {why}. Pregunta de nuevo o elige un archivo.";
    webcam_no_picture:
        "The webcam has not sent a picture yet. Wait a moment and try again.",
        "La webcam aún no ha enviado ninguna imagen. Espera un momento e inténtalo de nuevo.";

    draw: "Draw", "Dibujar";
    draw_use: "Draw a garment", "Dibujar una prenda";
    drawing_name: "Drawing", "Dibujo";
    draw_pad:
        "Drawing pad, 280\u{a0}×\u{a0}280, dark ink on white paper",
        "Lienzo de 280\u{a0}×\u{a0}280, tinta oscura sobre papel blanco";
    draw_count(strokes: &str): "Strokes drawn: {strokes}.", "Trazos dibujados: {strokes}.";
    draw_width: "Pen width", "Grosor del lápiz";
    draw_width_value(pixels: &str): "{pixels} pixels", "{pixels} píxeles";
    draw_undo: "Undo the last step", "Deshacer el último paso";
    draw_clear: "Clear the paper", "Limpiar el papel";
    draw_judge: "Classify this drawing", "Clasificar este dibujo";
    draw_tip:
        "Fill the garment in with a wide pen: the networks know solid shapes, not outlines.",
        "Rellena la prenda con un lápiz grueso: las redes conocen formas macizas, no contornos.";
    draw_keyboard:
        "With the keyboard: Tab to the paper, arrow keys move the pen (with Shift in small steps), Space puts it down and lifts it, Ctrl+Z undoes.",
        "Con el teclado: llega al papel con Tab, mueve el lápiz con las flechas (con Mayús, en pasos pequeños), bájalo y levántalo con Espacio y deshaz con Ctrl+Z.";
    draw_pad_role: "drawing pad", "lienzo de dibujo";
    draw_pen_down: "Pen down", "Lápiz abajo";
    draw_pen_up: "Pen up", "Lápiz arriba";

    correct: "Correct the cut", "Corregir el recorte";
    correct_close: "Done", "Listo";
    correct_tool: "Mark", "Marcar";
    correct_garment: "garment", "prenda";
    correct_ground: "ground", "fondo";
    correct_box: "box", "recuadro";
    correct_width: "Brush width", "Grosor del pincel";
    correct_turn_left: "Turn left", "Girar a la izquierda";
    correct_turn_right: "Turn right", "Girar a la derecha";
    correct_straighten: "Straighten", "Enderezar";
    degrees(degrees: &str): "{degrees}°", "{degrees}°";
    correct_reset: "Start over", "Empezar de nuevo";
    correct_tip:
        "What lies under the chequerboard was cut away. Paint over what belongs to the garment or to the ground, or drag a box round the garment. The verdict follows each stroke.",
        "Lo que queda bajo el tablero se recortó. Pinta lo que es de la prenda o del fondo, o traza un recuadro alrededor de la prenda. El veredicto sigue a cada trazo.";
    correct_keyboard:
        "With the keyboard: Tab to the photo, arrow keys move the brush (with Shift in small steps), Space puts it down and lifts it, Ctrl+Z undoes. A box goes from where it is put down to where it is lifted.",
        "Con el teclado: llega a la foto con Tab, mueve el pincel con las flechas (con Mayús, en pasos pequeños), bájalo y levántalo con Espacio y deshaz con Ctrl+Z. Un recuadro va de donde lo bajas a donde lo levantas.";
    correct_role: "photo to correct", "foto que corregir";
    correct_paper(strokes: &str, share: &str):
        "The photo; {share} of it was cut away. Strokes drawn: {strokes}.",
        "La foto; se recortó el {share}. Trazos dibujados: {strokes}.";
    doubt_nothing:
        "No garment was found in the picture, so all of it was classified. Correct the cut: draw a box round the garment.",
        "No se encontró ninguna prenda en la imagen, así que se clasificó entera. Corrige el recorte: traza un recuadro alrededor de la prenda.";
    doubt_everything:
        "Nothing was cut away, for the ground looks like the garment. Correct the cut: mark garment and ground.",
        "No se recortó nada, porque el fondo se parece a la prenda. Corrige el recorte: marca la prenda y el fondo.";
    doubt_every_edge:
        "What was cut out touches every edge of the picture, so it may be more than the garment. Correct the cut: draw a box round the garment.",
        "Lo recortado toca todos los bordes de la imagen, así que puede ser más que la prenda. Corrige el recorte: traza un recuadro alrededor de la prenda.";

    test_use: "Pick from the test set", "Elegir del conjunto de prueba";
    test_name(place: &str): "Test image {place}", "Imagen de prueba {place}";
    test_class: "Class of the images", "Clase de las imágenes";
    test_add(place: &str, class: &str):
        "Classify test image {place}, {class}",
        "Clasificar la imagen de prueba {place}, {class}";
    test_add_page: "Classify all shown", "Clasificar todas las que se ven";
    test_range(first: &str, last: &str, total: &str):
        "{first} to {last} of {total}",
        "{first} a {last} de {total}";
    test_before: "Previous images", "Imágenes anteriores";
    test_after: "Next images", "Imágenes siguientes";
    test_caption:
        "Their class is known, so each answer is right or wrong. They are 28\u{a0}×\u{a0}28 already: they skip the photo steps and reach the networks exactly as they are.",
        "Se conoce su clase, así que cada respuesta acierta o falla. Ya miden 28\u{a0}×\u{a0}28: se saltan los pasos de la foto y llegan a las redes tal como son.";
    test_loading(amount: &str): "Loading the test set {amount}", "Cargando el conjunto de prueba {amount}";
    test_waiting:
        "The engine is still starting; the images come as soon as it runs.",
        "El motor aún arranca; las imágenes llegarán en cuanto funcione.";
    test_failed(why: &str):
        "The test set could not be shown. {why}",
        "No se pudo mostrar el conjunto de prueba. {why}";
    test_again: "Load again", "Cargar de nuevo";

    truth_right(class: &str): "True class: {class}. The classifier is right.", "Clase verdadera: {class}. El clasificador acierta.";
    truth_wrong(class: &str): "True class: {class}. The classifier is wrong.", "Clase verdadera: {class}. El clasificador se equivoca.";
    truth_known(class: &str): "True class: {class}.", "Clase verdadera: {class}.";
    film_gone:
        "The pictures of the steps could not be produced again; the file may have changed or moved. Class and verdict are kept.",
        "No se pudieron volver a generar las imágenes de los pasos; quizá el archivo cambió o se movió. La clase y el veredicto se conservan.";
}

impl Lang {
    /// Why a cut is hardly the garment, and what to do.
    pub fn doubt(self, doubt: Doubt) -> &'static str {
        match doubt {
            Doubt::Nothing => self.doubt_nothing(),
            Doubt::Everything => self.doubt_everything(),
            Doubt::EveryEdge => self.doubt_every_edge(),
        }
    }

    /// Whether a prediction is the true class, in words.
    pub fn truth(self, class: &str, is_right: Option<bool>) -> String {
        match is_right {
            Some(true) => self.truth_right(class),
            Some(false) => self.truth_wrong(class),
            None => self.truth_known(class),
        }
    }
}
