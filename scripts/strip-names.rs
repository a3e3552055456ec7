//! Takes the custom sections out of a WebAssembly file, which no browser needs: `strip-names FILE`. The function names
//! among them are a fifth of the engine. They are left in until here because scripts/finish-site reads them.

use std::{env, fs, io};

fn main() -> io::Result<()> {
    let file = env::args().nth(1).ok_or_else(|| io::Error::other("usage: strip-names FILE"))?;
    let bytes = fs::read(&file)?;
    let stripped = strip(&bytes).ok_or_else(|| io::Error::other("not a whole WebAssembly file"))?;
    fs::write(&file, stripped)
}

/// The module without its custom sections.
fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let (length, content) = leb128(bytes, at + 1)?;
        let section = bytes.get(at..content + length)?;
        if bytes[at] != 0 {
            kept.extend_from_slice(section);
        }
        at = content + length;
    }
    Some(kept)
}

/// An unsigned number and where it ends.
fn leb128(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(at)?;
        value |= usize::from(byte & 127).checked_shl(shift)?;
        (at, shift) = (at + 1, shift + 7);
        if byte < 128 {
            return Some((value, at));
        }
    }
}
