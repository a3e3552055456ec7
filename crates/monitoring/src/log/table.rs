//! CSV with a header (RFC 4180), fields separated by commas, semicolons or tabs. Written here rather
//! than taken from a crate, so that every row keeps the number of its line, and a quotation mark that
//! is never closed costs the rows that it swallows and is told, instead of the rest of the file.

use std::borrow::Cow;

use statistics::drift::record::BadLine;

use super::row::{Cell, Field, Row};

/// What may separate fields.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// What the header says of the columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    separator: char,
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
enum Column {
    Known(Field),
    Unknown(String),
    /// It has no name, as the index that pandas writes, or what a trailing comma leaves.
    Nameless,
}

impl Table {
    /// The table that begins with this line; none where it names no field of a record.
    pub fn of_header(line: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(line).ok()?;
        let table = |separator| Self::new(line, separator);
        let best = SEPARATORS.map(table).into_iter().max_by_key(Self::known)?;
        (best.known() > 0).then_some(best)
    }

    fn new(line: &str, separator: char) -> Self {
        let column = |name: Cow<'_, str>| match name.trim() {
            "" => Column::Nameless,
            name => {
                Field::named(name).map_or_else(|| Column::Unknown(name.to_owned()), Column::Known)
            }
        };
        Self { separator, columns: fields(line, separator).0.into_iter().map(column).collect() }
    }

    fn known(&self) -> usize {
        self.columns.iter().filter(|column| matches!(column, Column::Known(_))).count()
    }

    /// Whether a row goes on in the next line, for a quotation mark is open at its end.
    pub fn goes_on(&self, line: &[u8]) -> bool {
        std::str::from_utf8(line).is_ok_and(|line| fields(line, self.separator).1)
    }

    /// The cells of a row.
    ///
    /// # Errors
    /// It has not as many as the header, is no text, or a quotation mark is not closed.
    pub fn row<'a>(&'a self, line: &'a [u8]) -> Result<Row<'a>, BadLine> {
        let line = std::str::from_utf8(line).map_err(|_| BadLine::NotText)?;
        let (fields, is_open) = fields(line, self.separator);
        if is_open {
            return Err(BadLine::Unclosed);
        }
        let (found, expected) = (fields.len(), self.columns.len());
        let is_padding = fields.iter().skip(expected).all(|field| field.trim().is_empty());
        let is_nameless = |column: &Column| *column == Column::Nameless;
        if !is_padding || !self.columns.iter().skip(found).all(is_nameless) {
            return Err(BadLine::Columns { found, expected });
        }
        let mut row = Row::default();
        row.has_decimal_commas = self.separator != ',';
        for (column, text) in self.columns.iter().zip(fields) {
            match column {
                Column::Known(field) => row.set(*field, Cell::Text(text)),
                Column::Unknown(name) => row.unknown.push(Cow::Borrowed(name)),
                Column::Nameless => {}
            }
        }
        Ok(row)
    }
}

/// The fields of a line, and whether a quotation mark is open at its end.
fn fields(line: &str, separator: char) -> (Vec<Cow<'_, str>>, bool) {
    let (mut fields, mut rest) = (Vec::new(), line);
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let (field, after) = match trimmed.strip_prefix('"') {
            Some(quoted) => {
                let Some((text, rest)) = closed(quoted) else { return (fields, true) };
                // What stands between the mark and the separator belongs to the field.
                let (tail, after) = up_to(rest, separator);
                let tail = tail.trim_end();
                (if tail.is_empty() { text } else { Cow::Owned(text.into_owned() + tail) }, after)
            }
            None => {
                let (field, after) = up_to(rest, separator);
                (Cow::Borrowed(field), after)
            }
        };
        fields.push(field);
        let Some(after) = after else { return (fields, false) };
        rest = after;
    }
}

/// What comes before the separator, and what after it, where there is one.
fn up_to(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(field, after)| (field, Some(after)))
}

/// A quoted text up to its closing mark, with doubled marks made single, and what comes after; none
/// where it is not closed.
fn closed(quoted: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut at = 0;
    loop {
        at += quoted[at..].find('"')?;
        if !quoted[at + 1..].starts_with('"') {
            break;
        }
        at += 2;
    }
    let text = &quoted[..at];
    let text = if text.contains('"') { text.replace("\"\"", "\"").into() } else { text.into() };
    Some((text, &quoted[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Vec<String> {
        let (fields, is_open) = fields(line, ',');
        assert!(!is_open, "{line}");
        fields.into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn fields_are_split_as_rfc_4180_says() {
        assert_eq!(split("a,b c,"), ["a", "b c", ""]);
        assert_eq!(split(r#""a,b", "say ""hi""",c"d"#), ["a,b", r#"say "hi""#, r#"c"d"#]);
        assert_eq!(split(""), [""]);
        assert_eq!(split(r#""","""""#), ["", "\""]);
        assert_eq!(split(r#""93" ,"93"%"#), ["93", "93%"]);
        assert!(fields("a,\"b,c", ',').1);
    }

    #[test]
    fn a_header_names_a_field_and_tells_the_separator() {
        for (header, separator) in
            [("t,latency_ms", ','), ("t;latency_ms;x", ';'), ("\"t\"\tlatency_ms", '\t')]
        {
            assert_eq!(Table::of_header(header.as_bytes()).unwrap().separator, separator);
        }
        assert_eq!(Table::of_header(b"{\"t\": 0}"), None);
        assert_eq!(Table::of_header(b"0,2,3"), None);
    }

    #[test]
    fn a_row_has_as_many_fields_as_the_header_but_for_empty_ones() {
        let table = Table::of_header(b",t,latency_ms,note,").unwrap();
        let row = table.row(b"0,1,2,x,").unwrap();
        assert_eq!(row.unknown, ["note"]);
        assert!(table.row(b"0,1,2,x").is_ok() && table.row(b"0,1,2,x,,").is_ok());
        let columns = |found| Err(BadLine::Columns { found, expected: 5 });
        assert_eq!(table.row(b"0,1,2"), columns(3));
        assert_eq!(table.row(b"0,1,2,x,,y"), columns(6));
        assert_eq!(table.row(b"0,1,\"2"), Err(BadLine::Unclosed));
        assert_eq!(table.row(b"0,1,\xff"), Err(BadLine::NotText));
    }
}
