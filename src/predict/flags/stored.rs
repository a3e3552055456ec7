//! How a flag is written into the browser's storage. Pure: it does not know the storage itself.
//!
//! The first byte is the version of the format; the rest is in the codec of
//! [`protocol::messages`], which cannot skip what it does not know.

use std::borrow::Cow;

use dataset::{Class, PIXELS};
use protocol::messages::{decode, encode};
use serde::{Deserialize, Serialize};

use super::list::Flag;

const FORMAT: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    name: Cow<'a, str>,
    pixels: Cow<'a, [u8]>,
    label: Class,
    predicted: Class,
    is_from_test: bool,
}

/// The bytes of a flag, without its number.
pub fn encode_flag(flag: &Flag) -> Vec<u8> {
    let stored = Stored {
        name: Cow::Borrowed(&flag.name),
        pixels: Cow::Borrowed(&flag.pixels),
        label: flag.label,
        predicted: flag.predicted,
        is_from_test: flag.is_from_test,
    };
    // The codec writes any of these; were it to fail, the flag would not be read again.
    [vec![FORMAT], encode(&stored).unwrap_or_default()].concat()
}

/// The flag in bytes that [`encode_flag`] wrote; none where another version wrote them or they
/// are damaged.
pub fn decode_flag(id: u64, bytes: &[u8]) -> Option<Flag> {
    let (&FORMAT, rest) = bytes.split_first()? else { return None };
    let stored: Stored = decode(rest).ok()?;
    (stored.pixels.len() == PIXELS).then(|| Flag {
        id,
        name: stored.name.into_owned(),
        pixels: stored.pixels.into_owned(),
        label: stored.label,
        predicted: stored.predicted,
        is_from_test: stored.is_from_test,
    })
}

#[cfg(test)]
mod tests {
    use super::super::list::tests::flag;
    use super::*;

    #[test]
    fn a_flag_comes_back_and_another_format_or_half_of_it_does_not() {
        let bytes = encode_flag(&flag(4));
        assert_eq!(decode_flag(4, &bytes), Some(flag(4)));
        assert_eq!(decode_flag(4, &bytes[..bytes.len() / 2]), None);
        assert_eq!(decode_flag(4, &[vec![FORMAT + 1], bytes[1..].to_vec()].concat()), None);
        assert_eq!(decode_flag(4, &[]), None);
    }
}
