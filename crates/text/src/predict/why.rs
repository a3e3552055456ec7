//! Sentences of the map that shows which parts of an image the class depends on.

use crate::{Lang, texts};

texts! {
    why: "Why this class?", "¿Por qué esta clase?";
    why_lead:
        "See which parts of the image the class depends on: each patch of 6\u{a0}×\u{a0}6 pixels is hidden in turn, and the classifier is asked again.",
        "Mira de qué partes de la imagen depende la clase: se tapa cada recuadro de 6\u{a0}×\u{a0}6 píxeles, uno tras otro, y se vuelve a preguntar al clasificador.";
    why_show: "Show what it depends on", "Mostrar de qué depende";
    why_hide: "Hide the map", "Ocultar el mapa";
    why_asking: "Hiding one patch after another…", "Tapando un recuadro tras otro…";
    why_failed(why: &str): "There is no map. {why}", "No hay mapa. {why}";
    why_again: "Try again", "Reintentar";
    why_class: "Evidence for", "Evidencia a favor de";
    why_for(class: &str, place: &str, points: &str, whole: &str, left: &str):
        "The strongest evidence for {class} is at the {place}: hiding that patch lowers its probability by {points} percentage points, from {whole} to {left}.",
        "La mayor evidencia a favor de {class} está {place}: al tapar ese recuadro, su probabilidad baja {points} puntos porcentuales, de {whole} a {left}.";
    why_against(class: &str, place: &str, points: &str):
        "The strongest evidence against {class} is at the {place}: hiding that patch raises its probability by {points} percentage points.",
        "La mayor evidencia en contra de {class} está {place}: al tapar ese recuadro, su probabilidad sube {points} puntos porcentuales.";
    why_even(class: &str, whole: &str):
        "No single patch matters: whichever is hidden, the probability of {class}, {whole}, moves by less than one percentage point.",
        "Ningún recuadro importa por sí solo: se tape el que se tape, la probabilidad de {class}, {whole}, cambia menos de un punto porcentual.";
    why_alt(class: &str, sentences: &str):
        "Map of the evidence for and against {class}. {sentences}",
        "Mapa de la evidencia a favor y en contra de {class}. {sentences}";
    why_raises(points: &str): "against (+{points})", "en contra (+{points})";
    why_lowers(points: &str): "for (−{points})", "a favor (−{points})";
    why_marks:
        "In brackets: percentage points when that part is hidden. The solid frame is the patch with the strongest evidence for the class, the dashed one the patch with the strongest evidence against it.",
        "Entre paréntesis, los puntos porcentuales al tapar esa parte. El marco continuo es el recuadro con la mayor evidencia a favor de la clase; el discontinuo, el que tiene la mayor evidencia en contra.";
    why_note:
        "It shows where this classifier looks in this image (occlusion map, Zeiler and Fergus 2014). It does not show that the reason is a good one. Parts that only count together, or can stand in for each other, stay pale.",
        "Muestra dónde mira este clasificador en esta imagen (mapa de oclusión, Zeiler y Fergus 2014). No dice que el motivo sea bueno. Las partes que solo cuentan juntas, o que se suplen entre sí, quedan pálidas.";
    why_table: "Change of the probability by region", "Cambio de la probabilidad por zona";
    why_region: "Hidden region", "Zona tapada";
    why_change: "Mean change, percentage points", "Cambio medio, puntos porcentuales";

    region_top_left: "top left", "arriba a la izquierda";
    region_top: "top centre", "arriba en el centro";
    region_top_right: "top right", "arriba a la derecha";
    region_left: "middle left", "en el medio a la izquierda";
    region_centre: "centre", "en el centro";
    region_right: "middle right", "en el medio a la derecha";
    region_bottom_left: "bottom left", "abajo a la izquierda";
    region_bottom: "bottom centre", "abajo en el centro";
    region_bottom_right: "bottom right", "abajo a la derecha";
}

impl Lang {
    /// A ninth of an image by its place, row by row from the top left; the last for any other.
    pub fn region(self, region: usize) -> &'static str {
        match region {
            0 => self.region_top_left(),
            1 => self.region_top(),
            2 => self.region_top_right(),
            3 => self.region_left(),
            4 => self.region_centre(),
            5 => self.region_right(),
            6 => self.region_bottom_left(),
            7 => self.region_bottom(),
            _ => self.region_bottom_right(),
        }
    }
}
