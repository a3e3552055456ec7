//! Sentences about the logs that `vitrina monitor` and `/monitor` read: what a log should be, what is
//! wrong with a line, what was not looked at.

use super::{Lang, texts};
use dataset::CLASSES;
use statistics::drift::Signal;
use statistics::drift::record::BadLine;

texts! {
    monitoring_log_reference: "reference", "referencia";
    monitoring_log_production: "production", "producción";
    monitoring_bad_line(log: &str, line: &str, why: &str):
        "{log}, line {line}, was left out: {why}",
        "{log}, línea {line}, omitida: {why}";
    monitoring_bad_record(log: &str, line: &str, why: &str):
        "{log} log, line {line}: {why}",
        "archivo de {log}, línea {line}: {why}";
    monitoring_bad_lines(count: &str):
        "Lines left out because they are not records: {count}. With --strict the first one ends the program.",
        "Líneas omitidas porque no son registros: {count}. Con --strict, el programa termina en la primera.";

    monitoring_log_format:
        "Expected: one record per image as JSON Lines, a JSON array, or CSV with a header; plain or gzip; UTF-8, or UTF-16 with a byte-order mark. Every record has t (seconds, or a time such as 2026-11-27T10:00:00Z), latency_ms, predicted (0 to 9, or the name of a class) and confidence (0 to 1, not in percent); it may have label, reconstruction_error, probabilities, brightness, contrast, sharpness and verdict.",
        "Se espera un registro por imagen en JSON Lines, una lista JSON o CSV con encabezado; sin comprimir o en gzip; UTF-8, o UTF-16 con marca de orden de bytes. Cada registro tiene t (segundos o una hora como 2026-11-27T10:00:00Z), latency_ms, predicted (de 0 a 9, o el nombre de una clase) y confidence (de 0 a 1, no en porcentaje); puede tener label, reconstruction_error, probabilities, brightness, contrast, sharpness y verdict.";
    monitoring_log_empty(log: &str):
        "The {log} log is empty.", "El archivo de {log} está vacío.";
    monitoring_no_record(log: &str, bad: &str):
        "The {log} log holds no record; lines that are none: {bad}. The first:",
        "El archivo de {log} no contiene ningún registro; líneas que no lo son: {bad}. Las primeras:";
    monitoring_mostly_bad(log: &str, bad: &str, all: &str, one_in: &str):
        "The {log} log cannot be relied on: {bad} of {all} lines are not records, more than one in {one_in}. The first:",
        "El archivo de {log} no es fiable: {bad} de {all} líneas no son registros, más de una de cada {one_in}. Las primeras:";
    monitoring_reason(line: &str, why: &str): "line {line}: {why}", "línea {line}: {why}";
    monitoring_log_unreadable(log: &str, line: &str, why: &str):
        "The {log} log cannot be read after line {line}: {why}",
        "El archivo de {log} no se puede leer después de la línea {line}: {why}";
    monitoring_log_foreign(log: &str, kind: &str):
        "The {log} log is a file of another kind: {kind}.",
        "El archivo de {log} es de otro tipo: {kind}.";
    monitoring_log_cut(log: &str, line: &str):
        "The {log} log is cut off: its JSON array is not closed, and the record in line {line} is the last. Write it again, or save it as JSON Lines.",
        "El archivo de {log} está cortado: su lista JSON no se cierra y el registro de la línea {line} es el último. Vuelve a escribirlo o guárdalo como JSON Lines.";
    monitoring_log_goes_on(log: &str, line: &str):
        "The {log} log goes on after its JSON array, in line {line}. Write one array, or one record a line.",
        "El archivo de {log} sigue después de su lista JSON, en la línea {line}. Escribe una sola lista o un registro por línea.";

    monitoring_not_enough(n: &str, needed: &str):
        "Not enough records to look: {n} of {needed}.",
        "No hay suficientes registros para evaluar: {n} de {needed}.";
    monitoring_unknown_field(log: &str, field: &str, n: &str, of: &str):
        "Unknown field “{field}” in {n} of {of} records ({log}): left out.",
        "Campo desconocido «{field}» en {n} de {of} registros ({log}): omitido.";
    monitoring_meant(field: &str): "Is “{field}” meant?", "¿Se trata de «{field}»?";
    monitoring_production_lacks(field: &str):
        "{field}: in no record of production, so it was not watched.",
        "{field}: en ningún registro de producción, así que no se vigiló.";
    monitoring_reference_lacks(field: &str):
        "{field}: in no record of the reference, so it was not watched.",
        "{field}: en ningún registro de la referencia, así que no se vigiló.";
    monitoring_partial(log: &str, field: &str, n: &str, of: &str):
        "{field}: only in {n} of {of} records ({log}).",
        "{field}: solo en {n} de {of} registros ({log}).";
    monitoring_stops(field: &str, n: &str, of: &str, last: &str):
        "{field}: only in {n} of {of} records, in none after record {last}; what came later was not watched.",
        "{field}: solo en {n} de {of} registros, en ninguno después del registro {last}; lo posterior no se vigiló.";
    monitoring_too_few(field: &str, n: &str, needed: &str):
        "{field}: not enough values to look: {n} of {needed}.",
        "{field}: no hay suficientes valores para evaluar: {n} de {needed}.";
    monitoring_labels: "labels", "etiquetas";

    bad_line_not_a_record: "not a record", "no es un registro";
    bad_line_not_json(column: &str):
        "not a record: invalid JSON at column {column}",
        "no es un registro: JSON no válido en la columna {column}";
    bad_line_columns(found: &str, expected: &str):
        "{found} fields instead of {expected}", "{found} campos en vez de {expected}";
    bad_line_unclosed: "a quotation mark is not closed", "unas comillas no se cierran";
    bad_line_not_text: "not UTF-8 text", "no es texto UTF-8";
    bad_line_too_long(bytes: &str):
        "not a record: longer than {bytes} bytes", "no es un registro: más de {bytes} bytes";
    bad_line_missing(field: &str): "missing field `{field}`", "falta el campo `{field}`";
    bad_line_twice(field: &str):
        "the field `{field}` is there twice", "el campo `{field}` está dos veces";
    bad_line_not_a_number(field: &str, value: &str):
        "{field} {value} is not a number", "{field} {value} no es un número";
    bad_line_not_a_time(value: &str):
        "t {value} is neither a number of seconds nor a time such as 2026-11-27T10:00:00Z",
        "t {value} no es un número de segundos ni una hora como 2026-11-27T10:00:00Z";
    bad_line_not_a_class(field: &str, value: &str):
        "{field} {value} is neither a class from 0 to 9 nor the name of one",
        "{field} {value} no es una clase de 0 a 9 ni el nombre de una";
    bad_line_not_a_label(field: &str, value: &str):
        "{field} {value} is not a class from 0 to 9",
        "{field} {value} no es una clase de 0 a 9";
    bad_line_not_a_verdict(value: &str):
        "verdict {value} is not accept, review or reject",
        "verdict {value} no es accept, review ni reject";
    bad_line_probabilities(found: &str, expected: &str):
        "{found} probabilities instead of {expected}",
        "{found} probabilidades en vez de {expected}";
    bad_line_not_finite(field: &str):
        "{field} is not a finite number", "{field} no es un número finito";
    bad_line_not_a_probability(field: &str, value: &str):
        "{field} {value} is outside 0 to 1 (a share, not a percentage)",
        "{field} {value} está fuera de 0 a 1 (una proporción, no un porcentaje)";
    bad_line_negative(field: &str, value: &str):
        "{field} {value} is negative", "{field} {value} es negativo";
}

impl Lang {
    /// What is wrong with a line of a log. The decoder's own words are English, so Spanish tells the
    /// column alone.
    pub fn bad_line(self, error: &BadLine) -> String {
        match error {
            BadLine::NotJson { .. } | BadLine::Unreadable(_) if self == Self::En => {
                error.to_string()
            }
            BadLine::Unreadable(_) => self.bad_line_not_a_record().to_owned(),
            BadLine::NotJson { column, .. } => self.bad_line_not_json(&column.to_string()),
            BadLine::Columns { found, expected } => {
                self.bad_line_columns(&found.to_string(), &expected.to_string())
            }
            BadLine::Unclosed => self.bad_line_unclosed().to_owned(),
            BadLine::NotText => self.bad_line_not_text().to_owned(),
            BadLine::TooLong(bytes) => self.bad_line_too_long(&bytes.to_string()),
            BadLine::Missing(field) => self.bad_line_missing(field),
            BadLine::Twice(field) => self.bad_line_twice(field),
            BadLine::NotANumber { field, value } => self.bad_line_not_a_number(field, value),
            BadLine::NotATime(value) => self.bad_line_not_a_time(value),
            BadLine::NotAClassName { field, value } => self.bad_line_not_a_class(field, value),
            BadLine::NotAClass { field, value } => {
                self.bad_line_not_a_label(field, &value.to_string())
            }
            BadLine::NotAVerdict(value) => self.bad_line_not_a_verdict(value),
            BadLine::Probabilities(found) => {
                self.bad_line_probabilities(&found.to_string(), &CLASSES.to_string())
            }
            BadLine::NotFinite(field) => self.bad_line_not_finite(field),
            BadLine::NotAProbability { field, value } => {
                self.bad_line_not_a_probability(field, &value.to_string())
            }
            BadLine::Negative { field, value } => self.bad_line_negative(field, &value.to_string()),
        }
    }

    /// What a log must hold for a signal to be watched, in running text.
    pub fn monitoring_field(self, signal: Signal) -> &'static str {
        match signal {
            Signal::Errors => self.monitoring_labels(),
            other => self.monitoring_signal_name(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_says_of_a_bad_line_what_the_error_itself_does_and_spanish_something_else() {
        let (field, value) = ("label", "“x”".to_owned());
        let errors = [
            BadLine::Unreadable("x".to_owned()),
            BadLine::NotJson { what: "x".to_owned(), column: 3 },
            BadLine::Columns { found: 3, expected: 4 },
            BadLine::Unclosed,
            BadLine::NotText,
            BadLine::TooLong(9_999),
            BadLine::Missing(field),
            BadLine::Twice(field),
            BadLine::NotANumber { field, value: value.clone() },
            BadLine::NotATime(value.clone()),
            BadLine::NotAClassName { field, value: value.clone() },
            BadLine::NotAClass { field, value: 11.0 },
            BadLine::NotAVerdict(value),
            BadLine::Probabilities(3),
            BadLine::NotFinite(field),
            BadLine::NotAProbability { field, value: 1.5 },
            BadLine::Negative { field, value: -1.5 },
        ];
        for error in errors {
            assert_eq!(Lang::En.bad_line(&error), error.to_string());
            assert_ne!(Lang::Es.bad_line(&error), error.to_string());
        }
    }
}
