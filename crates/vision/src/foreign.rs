//! Which known format a file is of that is not decoded here, by its first bytes.

use crate::photo::Foreign;

/// How far the beginning of a drawing's text may be from the beginning of its file, in bytes.
const PROLOGUE: usize = 1024;

/// The format of a file that no decoder here takes; none where it is not known.
pub fn format(bytes: &[u8]) -> Option<Foreign> {
    let boxed = |kind: &[u8]| bytes.get(4..8) == Some(kind);
    if boxed(b"ftyp") {
        // The major brand of ISO/IEC 14496-12; pictures as in 23008-12 and AV1 Image File Format.
        return Some(match bytes.get(8..12)? {
            b"avif" | b"avis" => Foreign::Avif,
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
                Foreign::Heic
            }
            _ => Foreign::Video,
        });
    }
    if boxed(b"JXL ") || bytes.starts_with(&[0xff, 0x0a]) {
        return Some(Foreign::JpegXl);
    }
    if boxed(b"jP  ") {
        return Some(Foreign::Jpeg2000);
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        return Some(Foreign::Tiff);
    }
    let start = &bytes[..bytes.len().min(PROLOGUE)];
    let is_text = start.trim_ascii_start().starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf<");
    (is_text && start.windows(4).any(|word| word == b"<svg")).then_some(Foreign::Svg)
}

/// What a JPEG is coded in that is not decoded here, by its frame header (ITU T.81, table B.1).
pub fn jpeg_coding(bytes: &[u8]) -> Option<Foreign> {
    let mut rest = bytes.get(2..)?;
    loop {
        let &[0xff, marker, ref after @ ..] = rest else { return None };
        if marker == 0xff {
            rest = &rest[1..];
            continue;
        }
        let &[high, low, precision, ..] = after else { return None };
        return match marker {
            0xc3 | 0xc7 | 0xcb | 0xcf => Some(Foreign::LosslessJpeg),
            0xc9 | 0xca | 0xcd | 0xce => Some(Foreign::ArithmeticJpeg),
            0xc0..=0xc2 | 0xc5 | 0xc6 if precision > 8 => Some(Foreign::DeepJpeg),
            0xc0..=0xc2 | 0xc5 | 0xc6 | 0xd9 | 0xda => None,
            _ => {
                rest = after.get(usize::from(u16::from_be_bytes([high, low]))..)?;
                continue;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (bytes, wanted) in [
            (b"\0\0\0\x18ftypheic\0\0\0\0".as_slice(), Some(Foreign::Heic)),
            (b"\0\0\0\x20ftypavif", Some(Foreign::Avif)),
            (b"\0\0\0\x14ftypqt  ", Some(Foreign::Video)),
            (b"\0\0\0\x0cJXL \r\n\x87\n", Some(Foreign::JpegXl)),
            (b"\xff\x0a\x10\x20", Some(Foreign::JpegXl)),
            (b"\0\0\0\x0cjP  \r\n\x87\n", Some(Foreign::Jpeg2000)),
            (b"MM\0*\0\0\0\x08", Some(Foreign::Tiff)),
            (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg width='9'/>", Some(Foreign::Svg)),
            (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", Some(Foreign::Svg)),
            (b"<html><body>", None),
            (b"words about <svg", None),
            (b"\0\0\0\x18ftyp", None),
            (b"", None),
        ] {
            assert_eq!(format(bytes), wanted, "{bytes:?}");
        }
    }

    #[test]
    fn a_jpegs_coding_is_read_from_its_frame_header() {
        // An application segment of four bytes, then the frame header.
        let jpeg = |marker: u8, precision: u8| {
            [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, 0xff, marker, 0, 11, precision][..], &[0; 9]]
                .concat()
        };
        assert_eq!(jpeg_coding(&jpeg(0xc0, 8)), None);
        assert_eq!(jpeg_coding(&jpeg(0xc2, 8)), None);
        assert_eq!(jpeg_coding(&jpeg(0xc1, 12)), Some(Foreign::DeepJpeg));
        assert_eq!(jpeg_coding(&jpeg(0xc3, 8)), Some(Foreign::LosslessJpeg));
        assert_eq!(jpeg_coding(&jpeg(0xc9, 8)), Some(Foreign::ArithmeticJpeg));
        assert_eq!(jpeg_coding(&[0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), None);
        assert_eq!(jpeg_coding(&[]), None);
    }
}
