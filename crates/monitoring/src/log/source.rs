//! The bytes of a log as UTF-8 text, whatever they came as: plain or gzip, with a byte-order mark or
//! without, UTF-16 with one. Knows nothing of records.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

/// Text that is read as a stream. It may be kept and sent, as the page keeps it between two looks.
pub type Text<'a> = Box<dyn BufRead + Send + Sync + 'a>;

/// Bytes that are looked at to see what a log is.
const HEAD: usize = 6;
/// Units of UTF-16 that are decoded at once.
const UNITS: usize = 1 << 13;

/// A kind of file that holds no text. The name is a proper one in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign(pub &'static str);

/// First bytes of files that people take for logs.
const FOREIGN: [(&[u8], Foreign); 7] = [
    (b"PK\x03\x04", Foreign("ZIP (.zip, .xlsx)")),
    (b"\x28\xb5\x2f\xfd", Foreign("Zstandard (.zst)")),
    (b"\xfd7zXZ\0", Foreign("xz")),
    (b"BZh", Foreign("bzip2")),
    (b"PAR1", Foreign("Parquet")),
    (b"ARROW1", Foreign("Arrow (.feather)")),
    (b"%PDF", Foreign("PDF")),
];

/// What a log turned out to be.
pub enum Opened<'a> {
    /// Text.
    Text(Text<'a>),
    /// A file that cannot be read.
    Foreign(Foreign),
}

/// The text of a log.
///
/// # Errors
/// The reader's. A gzip file that is damaged further on fails where it is read.
pub fn open<'a>(input: impl BufRead + Send + Sync + 'a) -> io::Result<Opened<'a>> {
    let (head, input) = with_head(input)?;
    if head.starts_with(b"\x1f\x8b") {
        let (head, input) = with_head(BufReader::new(MultiGzDecoder::new(input)))?;
        return decoded(&head, input);
    }
    decoded(&head, input)
}

/// The first bytes, and the reader with them still to come.
fn with_head(mut input: impl BufRead) -> io::Result<(Vec<u8>, impl BufRead)> {
    let mut head = Vec::with_capacity(HEAD);
    Read::take(&mut input, HEAD as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(input)))
}

fn decoded<'a>(head: &[u8], mut input: impl BufRead + Send + Sync + 'a) -> io::Result<Opened<'a>> {
    if let Some((_, foreign)) = FOREIGN.iter().find(|(start, _)| head.starts_with(start)) {
        return Ok(Opened::Foreign(*foreign));
    }
    Ok(Opened::Text(match head {
        [0xef, 0xbb, 0xbf, ..] => {
            input.read_exact(&mut [0; 3])?;
            Box::new(input)
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            input.read_exact(&mut [0; 2])?;
            Box::new(BufReader::new(Utf16::new(input, head[0] == 0xfe)))
        }
        _ => Box::new(input),
    }))
}

/// UTF-16 as UTF-8. Units that stand for nothing become U+FFFD.
struct Utf16<R> {
    input: R,
    is_big: bool,
    text: Vec<u8>,
    at: usize,
    /// The first half of a character whose second half has not been read yet.
    high: Option<u16>,
}

impl<R: BufRead> Utf16<R> {
    fn new(input: R, is_big: bool) -> Self {
        Self { input, is_big, text: Vec::new(), at: 0, high: None }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(2 * UNITS);
        Read::take(&mut self.input, 2 * UNITS as u64).read_to_end(&mut bytes)?;
        let unit = |pair: &[u8]| match *pair {
            [a, b] if self.is_big => u16::from_be_bytes([a, b]),
            [a, b] => u16::from_le_bytes([a, b]),
            _ => char::REPLACEMENT_CHARACTER as u16,
        };
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(bytes.chunks(2).map(unit));
        if !bytes.is_empty() && matches!(units.last(), Some(0xd800..=0xdbff)) {
            self.high = units.pop();
        }
        let chars = char::decode_utf16(units);
        let text: String = chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        (self.text, self.at) = (text.into_bytes(), 0);
        Ok(())
    }
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.refill()?;
        }
        let read = (&self.text[self.at..]).read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const TEXT: &str = "Camisón 👗\n{\"t\":0}\n";

    fn text(bytes: &[u8]) -> io::Result<String> {
        // A small buffer, so that the head and characters come in parts.
        match open(BufReader::with_capacity(1, bytes))? {
            Opened::Text(mut input) => {
                let mut text = String::new();
                input.read_to_string(&mut text)?;
                Ok(text)
            }
            Opened::Foreign(Foreign(name)) => Ok(format!("foreign: {name}")),
        }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn utf16(to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        format!("\u{feff}{TEXT}").encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn text_is_the_same_however_it_is_packed() {
        let marked = format!("\u{feff}{TEXT}").into_bytes();
        let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        for bytes in [TEXT.as_bytes(), &marked, &little, &big] {
            assert_eq!(text(bytes).unwrap(), TEXT);
            assert_eq!(text(&gzip(bytes)).unwrap(), TEXT);
        }
        let two_members = [gzip(TEXT.as_bytes()), gzip(TEXT.as_bytes())].concat();
        assert_eq!(text(&two_members).unwrap(), TEXT.repeat(2));
    }

    #[test]
    fn characters_that_lie_across_two_refills_stay_whole() {
        let long = format!("x{}", "👗".repeat(UNITS));
        let bytes: Vec<u8> =
            format!("\u{feff}{long}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&bytes).unwrap(), long);
        assert_eq!(text(b"\xff\xfea\0\x3d\xd8").unwrap(), "a\u{fffd}");
    }

    #[test]
    fn what_is_empty_is_empty_text_and_what_is_cut_off_is_an_error() {
        assert_eq!(text(b"").unwrap(), "");
        assert_eq!(text(b"\xef\xbb\xbf").unwrap(), "");
        let whole = gzip(TEXT.repeat(100).as_bytes());
        assert!(text(&whole[..whole.len() - 9]).is_err());
        assert!(text(b"\x1f\x8b").is_err());
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        assert_eq!(text(b"PK\x03\x04....").unwrap(), "foreign: ZIP (.zip, .xlsx)");
        assert_eq!(text(&gzip(b"PAR1")).unwrap(), "foreign: Parquet");
    }
}
