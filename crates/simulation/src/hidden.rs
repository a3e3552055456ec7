//! Text that cannot be read at a glance, for surprises. This keeps a student from seeing the
//! answer in the address; it is no encryption, for the program that shows it is public.
//!
//! The text is mixed with the numbers of a generator whose seed is the text's own checksum, and
//! written in base64url: two surprises do not begin alike, and a changed one is noticed.

use random::Rng;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CHECKSUM_BYTES: usize = 4;

/// The text, obscured, of letters, digits, `-` and `_`.
pub(super) fn hide(text: &str) -> String {
    let checksum = checksum(text.as_bytes());
    let mut bytes = checksum.to_le_bytes().to_vec();
    bytes.extend(mix(text.as_bytes(), checksum));
    to_base64(&bytes)
}

/// The text back, or none if it is not complete and unchanged.
pub(super) fn show(hidden: &str) -> Option<String> {
    let bytes = from_base64(hidden)?;
    let (head, body) = bytes.split_first_chunk::<CHECKSUM_BYTES>()?;
    let expected = u32::from_le_bytes(*head);
    let text = mix(body, expected);
    if checksum(&text) != expected {
        return None;
    }
    String::from_utf8(text).ok()
}

/// Undoes itself.
fn mix(bytes: &[u8], seed: u32) -> Vec<u8> {
    let mut rng = Rng::new(u64::from(seed));
    bytes.iter().map(|byte| byte ^ (rng.next_u64() >> 56) as u8).collect()
}

/// FNV-1a, 32 bits (Fowler, Noll, Vo).
fn checksum(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0x811C_9DC5, |hash: u32, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// RFC 4648, section 5, without padding.
fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            (0..3).fold(0u32, |word, i| word << 8 | u32::from(chunk.get(i).copied().unwrap_or(0)));
        for digit in 0..=chunk.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * digit) & 63) as usize]));
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0u32;
        for &letter in chunk {
            word = word << 6 | DIGITS.iter().position(|&digit| digit == letter)? as u32;
        }
        // A lone digit is six bits of a byte that is not there; other bits left over are zero.
        let spare_bits = match chunk.len() {
            4 => 0,
            3 => 2,
            2 => 4,
            _ => return None,
        };
        if word & ((1 << spare_bits) - 1) != 0 {
            return None;
        }
        let word = (word >> spare_bits).to_be_bytes();
        bytes.extend_from_slice(&word[4 - (chunk.len() - 1)..]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10, without padding.
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(to_base64(plain.as_bytes()), coded);
            assert_eq!(from_base64(coded).unwrap(), plain.as_bytes());
        }
        assert_eq!(from_base64("Z"), None);
        assert_eq!(from_base64("Zh"), None);
        assert_eq!(from_base64("Zm 9"), None);
    }

    #[test]
    fn the_checksum_is_fnv_1a() {
        // From the authors' test suite.
        assert_eq!(checksum(b""), 0x811C_9DC5);
        assert_eq!(checksum(b"a"), 0xE40C_292C);
        assert_eq!(checksum(b"foobar"), 0xBF9C_F968);
    }

    #[test]
    fn similar_texts_do_not_look_alike_and_a_changed_one_is_refused() {
        let (a, b) = (hide("1~latency.40_sudden_500"), hide("1~latency.41_sudden_500"));
        let same = a.bytes().zip(b.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < a.len() / 3, "{a} {b}");
        let changed = a.replacen(&a[10..11], if &a[10..11] == "A" { "B" } else { "A" }, 1);
        assert_eq!(show(&changed), None);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in ".*") {
            prop_assert_eq!(show(&hide(&text)), Some(text));
        }

        #[test]
        fn any_bytes_survive_base64(bytes: Vec<u8>) {
            prop_assert_eq!(from_base64(&to_base64(&bytes)), Some(bytes));
        }
    }
}
