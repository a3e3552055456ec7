//! Sentences of the confusion matrix, which several pages show.

use super::{Lang, texts};
use dataset::Class;

texts! {
    confusion: "Confusion matrix", "Matriz de confusión";
    confusion_true: "True class", "Clase real";
    confusion_predicted: "Predicted class", "Clase predicha";
    confusion_hits(class: &str, count: &str):
        "{class}, correctly classified: {count}",
        "Imágenes de {class} bien clasificadas: {count}";
    confusion_misses(truth: &str, predicted: &str, count: &str):
        "{truth} classified as {predicted}: {count}",
        "Imágenes de {truth} clasificadas como {predicted}: {count}";
    confusion_how_to_read:
        "Rows are true classes, columns predicted ones. The darker a cell, the larger its share of the row.",
        "Las filas son clases reales y las columnas, predichas. Cuanto más oscura la celda, mayor es su parte de la fila.";
    confusion_keys:
        "Arrow keys move from cell to cell, Enter shows its images.",
        "Las flechas pasan de una celda a otra; Intro muestra sus imágenes.";
}

impl Lang {
    /// A cell of a confusion matrix in words, with its count or difference as it is written.
    pub fn confusion_cell(self, truth: Class, predicted: Class, count: &str) -> String {
        if truth == predicted {
            self.confusion_hits(self.class_name(truth), count)
        } else {
            self.confusion_misses(self.class_name(truth), self.class_name(predicted), count)
        }
    }

    /// A difference of counts with its sign: `+3`, `−3`, `0`.
    pub fn signed_count(self, value: i64) -> String {
        let sign = match value {
            0 => "",
            1.. => "+",
            _ => "\u{2212}",
        };
        format!("{sign}{}", self.count(value.unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_what_was_classified_as_what() {
        let words = |truth, predicted| Lang::En.confusion_cell(truth, predicted, "12");
        assert_eq!(words(Class::Shirt, Class::Coat), "Shirt classified as Coat: 12");
        assert_eq!(words(Class::Bag, Class::Bag), "Bag, correctly classified: 12");
    }

    #[test]
    fn a_difference_shows_its_sign() {
        assert_eq!(Lang::En.signed_count(-1_200), "\u{2212}1,200");
        assert_eq!(Lang::Es.signed_count(7), "+7");
        assert_eq!(Lang::Es.signed_count(0), "0");
    }
}
