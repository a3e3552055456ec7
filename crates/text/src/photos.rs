//! The measures on photos that people took, on the page about evaluation.

use dataset::Class;

use crate::{Lang, texts};

texts! {
    photos_title: "Real photos", "Fotos reales";
    photos_lead(garments: &str, others: &str):
        "Everything above is about the data set's own images. Here the classifier for photos looks at {garments} photos of garments and {others} of other things, sent by people of whom it learned nothing. Measured beforehand, when it was trained.",
        "Todo lo anterior trata de las imágenes del propio conjunto de datos. Aquí el clasificador de fotos mira {garments} fotos de prendas y {others} de otras cosas, enviadas por personas de las que no aprendió nada. Medido de antemano, cuando se entrenó.";
    photos_figure_right: "Right", "Aciertos";
    photos_figure_accepted: "Garments accepted", "Prendas aceptadas";
    photos_figure_wrong: "Wrong among the accepted", "Errores entre lo aceptado";
    photos_figure_others: "Other things accepted", "Otras cosas aceptadas";
    photos_curve_note:
        "The surest photos are accepted first, then less and less sure ones. The shares are of all photos, other things included; accepting one of those is wrong.",
        "Primero se aceptan las fotos más seguras y luego otras cada vez menos seguras. Las proporciones son de todas las fotos, también de las otras cosas; aceptar una de estas es un error.";
    photos_table_title: "What it saw in them", "Qué vio en ellas";
    photos_table_note:
        "Each row is what photos show, some with two right answers; each column is what the classifier saw. Right answers are shaded.",
        "Cada fila es lo que muestran las fotos, algunas con dos respuestas correctas; cada columna, lo que vio el clasificador. Las respuestas correctas están sombreadas.";
    photos_shows: "The photo shows", "La foto muestra";
    photos_all: "Photos", "Fotos";
    photos_gallery_title(n: &str): "{n} of them, drawn by chance", "{n} de ellas, al azar";
    photos_gallery_note:
        "What was said of each, good and bad. Photos: clothing dataset by Alexey Grigorev and the people who sent them (CC0).",
        "Lo que se dijo de cada una, bueno y malo. Fotos: clothing dataset, de Alexey Grigorev y de quienes las enviaron (CC0).";
    photos_show: "Photos that are shown", "Fotos que se muestran";
    photos_show_all: "All", "Todas";
    photos_show_mistakes: "Mistakes", "Errores";
    photos_none_such: "None of these photos is of this kind.", "Ninguna de estas fotos es de este tipo.";
    photos_saw(what: &str, sure: &str): "seen as {what}, {sure}", "vista como {what}, {sure}";
    photos_none: "none of the ten", "ninguna de las diez";
    photos_missing:
        "What was said of the photos did not arrive.",
        "No llegó lo que se dijo de las fotos.";
    photos_or(first: &str, second: &str): "{first} or {second}", "{first} o {second}";
}

impl Lang {
    /// What a photo shows, within a sentence: any of these classes would be right, none of the ten where
    /// there are none.
    pub fn photo_truth(self, right: &[Class]) -> String {
        let names = right.iter().map(|&class| self.class_name(class).to_owned());
        names
            .reduce(|all, name| self.photos_or(&all, &name))
            .unwrap_or_else(|| self.photos_none().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_with_several_right_answers_names_them_all() {
        let both = [Class::Pullover, Class::Coat];
        assert_eq!(Lang::En.photo_truth(&both), "Pullover or Coat");
        assert_eq!(Lang::Es.photo_truth(&both[..1]), Lang::Es.class_name(Class::Pullover));
        assert_eq!(Lang::En.photo_truth(&[]), "none of the ten");
    }
}
