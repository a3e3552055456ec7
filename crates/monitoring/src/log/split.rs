//! Text cut into lines, or into the elements of a JSON array, with the number of the line that each
//! begins on. Knows where a record ends, not what is in it.

use std::io::{self, BufRead};

use super::MOST_BYTES;

/// What was read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A line, or an element; the buffer holds it.
    Whole,
    /// One that is longer than [`MOST_BYTES`]; nothing of it is kept.
    TooLong,
    /// There is no further one.
    End,
    /// The text ends within the array.
    Cut,
}

/// Text that is read piece by piece. Lines end with `\n`, `\r\n` or `\r`.
pub struct Pieces<R> {
    input: R,
    lines: LineCount,
}

/// Lines that have ended.
#[derive(Default)]
struct LineCount {
    ended: u64,
    /// Whether the last byte was a `\r`, whose `\n` ends no further line.
    is_after_return: bool,
}

impl LineCount {
    fn pass(&mut self, byte: u8) {
        self.ended += u64::from(byte == b'\r' || byte == b'\n' && !self.is_after_return);
        self.is_after_return = byte == b'\r';
    }
}

impl<R: BufRead> Pieces<R> {
    /// All of this text.
    pub fn new(input: R) -> Self {
        Self { input, lines: LineCount::default() }
    }

    /// How many lines have ended.
    pub fn ended(&self) -> u64 {
        self.lines.ended
    }

    /// The next byte that is no white space, which stays to be read; none at the end.
    pub fn peek(&mut self) -> io::Result<Option<u8>> {
        while let Some(&byte) = self.input.fill_buf()?.first() {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.pass(byte);
        }
        Ok(None)
    }

    /// Leaves one byte behind.
    pub fn pass(&mut self, byte: u8) {
        self.lines.pass(byte);
        self.input.consume(1);
    }

    /// Reads a line without its end into the buffer.
    pub fn line(&mut self, buffer: &mut Vec<u8>) -> io::Result<Piece> {
        buffer.clear();
        let (mut length, mut has_begun) = (0, false);
        loop {
            let available = self.input.fill_buf()?;
            let Some(&first) = available.first() else { break };
            if std::mem::take(&mut self.lines.is_after_return) && first == b'\n' {
                self.input.consume(1);
                continue;
            }
            has_begun = true;
            let end = available.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &available[..end.unwrap_or(available.len())];
            length += part.len();
            if length <= MOST_BYTES {
                buffer.extend_from_slice(part);
            }
            let read = part.len();
            match end.map(|end| available[end]) {
                Some(byte) => {
                    self.input.consume(read + 1);
                    self.lines.pass(byte);
                    return Ok(whole_or_too_long(length, buffer));
                }
                None => self.input.consume(read),
            }
        }
        if has_begun {
            self.lines.ended += 1;
            return Ok(whole_or_too_long(length, buffer));
        }
        Ok(Piece::End)
    }

    /// Reads the next element of an array, whose opening bracket has been left behind, into the
    /// buffer, and tells the number of the line that it begins on.
    pub fn element(&mut self, buffer: &mut Vec<u8>) -> io::Result<(Piece, u64)> {
        buffer.clear();
        loop {
            match self.peek()? {
                None => return Ok((Piece::Cut, self.lines.ended + 1)),
                Some(b',') => self.pass(b','),
                Some(b']') => {
                    self.pass(b']');
                    return Ok((Piece::End, self.lines.ended + 1));
                }
                Some(_) => break,
            }
        }
        let line = self.lines.ended + 1;
        let (mut nesting, mut length) = (Nesting::default(), 0);
        loop {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                return Ok((Piece::Cut, line));
            }
            let end = available.iter().position(|&byte| nesting.ends_before(byte));
            let part = &available[..end.unwrap_or(available.len())];
            length += part.len();
            if length <= MOST_BYTES {
                buffer.extend_from_slice(part);
            }
            part.iter().for_each(|&byte| self.lines.pass(byte));
            let read = part.len();
            self.input.consume(read);
            if end.is_some() {
                return Ok((whole_or_too_long(length, buffer), line));
            }
        }
    }
}

fn whole_or_too_long(length: usize, buffer: &mut Vec<u8>) -> Piece {
    if length <= MOST_BYTES {
        return Piece::Whole;
    }
    buffer.clear();
    Piece::TooLong
}

/// How deep in brackets and strings a byte lies.
#[derive(Default)]
struct Nesting {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    is_over: bool,
}

impl Nesting {
    /// Whether the element ended before this byte. A string that a line's end cuts off ends it too,
    /// so that what follows can be read.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.is_over {
            return true;
        }
        if self.is_in_string {
            let was_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                b'\n' | b'\r' => return true,
                b'\\' => self.is_escaped = !was_escaped,
                b'"' => self.is_in_string = was_escaped,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => self.depth += 1,
            b']' | b',' | b'\n' | b'\r' if self.depth == 0 => return true,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.is_over = self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8]) -> Pieces<io::BufReader<&[u8]>> {
        Pieces::new(io::BufReader::with_capacity(3, text))
    }

    fn lines(text: &str) -> Vec<String> {
        let (mut pieces, mut buffer, mut lines) = (pieces(text.as_bytes()), Vec::new(), Vec::new());
        while pieces.line(&mut buffer).unwrap() != Piece::End {
            lines.push(format!("{} {}", pieces.ended(), String::from_utf8_lossy(&buffer)));
        }
        lines
    }

    fn elements(text: &str) -> (Vec<String>, Piece) {
        let (mut pieces, mut buffer, mut found) = (pieces(text.as_bytes()), Vec::new(), Vec::new());
        assert_eq!(pieces.peek().unwrap(), Some(b'['));
        pieces.pass(b'[');
        loop {
            match pieces.element(&mut buffer).unwrap() {
                (Piece::Whole, line) => {
                    found.push(format!("{line} {}", String::from_utf8_lossy(&buffer)));
                }
                (piece, _) => return (found, piece),
            }
        }
    }

    #[test]
    fn lines_end_as_on_every_system() {
        assert_eq!(lines("a\nbcd\n\ne"), ["1 a", "2 bcd", "3 ", "4 e"]);
        assert_eq!(lines("a\r\nbcd\r\n\r\ne\r\n"), ["1 a", "2 bcd", "3 ", "4 e"]);
        assert_eq!(lines("a\rbcd\r\re\r"), ["1 a", "2 bcd", "3 ", "4 e"]);
        assert_eq!(lines(""), [""; 0]);
    }

    #[test]
    fn elements_end_where_their_brackets_do() {
        let text = " \n[\n {\"a\": [1, 2],\n  \"b\": \"]},\\\"\"},{}\r\n, 3,[4] ,\n]";
        let all = ["3 {\"a\": [1, 2],\n  \"b\": \"]},\\\"\"}", "4 {}", "5 3", "5 [4]"];
        assert_eq!(elements(text), (all.map(str::to_owned).to_vec(), Piece::End));
    }

    #[test]
    fn an_array_that_is_broken_off_is_not_one_that_ends() {
        assert_eq!(elements("[{\"a\": 1},").1, Piece::Cut);
        assert_eq!(elements("[{\"a\": {}").1, Piece::Cut);
        // A string that is not closed costs its own element and no other.
        let (found, end) = elements("[{\"a\": \"x},\n{\"b\": 2}]");
        assert_eq!((found.last().unwrap().as_str(), end), ("2 {\"b\": 2}", Piece::End));
    }
}
