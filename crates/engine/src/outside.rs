//! Pictures that the host decodes: AVIF and its kin, which come in ISO's media container
//! (ISO/IEC 14496-12, with pictures as in 23008-12). Their size is read here before anybody
//! decodes them, for a file of a kilobyte can ask for hundreds of megapixels. It does not know the
//! decoder.

use vision::decode::{MAX_PIXELS, on_white};
use vision::photo::{Photo, PhotoError, Warning};

/// Boxes that hold the boxes in which sizes are.
const CONTAINERS: [&[u8; 4]; 4] = [b"iprp", b"ipco", b"moov", b"trak"];
/// How deep boxes are looked into; sizes lie four deep.
const DEPTH: u32 = 8;

/// Passes for a picture that the host may decode.
///
/// # Errors
/// Bytes that are not of this container or that name no size, which no decoder gets, and sizes
/// that are not decoded.
pub fn check(bytes: &[u8]) -> Result<(), PhotoError> {
    let (width, height) = size(bytes).ok_or(PhotoError::NotAnImage)?;
    check_size(width, height)
}

/// Refuses a size that is not decoded.
///
/// # Errors
/// Says the size, or that there are no pixels.
pub fn check_size(width: u32, height: u32) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoError::TooManyPixels { width, height, limit: MAX_PIXELS });
    }
    Ok(())
}

/// Width and height of the largest picture that a file names, by its `ispe` boxes and, of a
/// sequence, its tracks' headers. None where the bytes are of another format or name no size.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (kind, _, _) = next_box(bytes)?;
    let mut largest = None;
    if kind == b"ftyp" {
        look(bytes, DEPTH, &mut largest);
    }
    largest
}

fn look(mut rest: &[u8], depth: u32, largest: &mut Option<(u32, u32)>) {
    while let Some((kind, content, after)) = next_box(rest) {
        rest = after;
        let found = match kind {
            // Version and flags, then the size.
            b"ispe" => numbers(content, 4),
            b"tkhd" => track_size(content),
            b"meta" if depth > 0 => {
                // Its version and flags come before its boxes.
                look(content.get(4..).unwrap_or_default(), depth - 1, largest);
                None
            }
            kind if depth > 0 && CONTAINERS.contains(&kind) => {
                look(content, depth - 1, largest);
                None
            }
            _ => None,
        };
        let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        if found.map(area) > largest.map(area) {
            *largest = found;
        }
    }
}

/// Width and height of a track, which are fixed-point numbers behind its times and its matrix.
fn track_size(header: &[u8]) -> Option<(u32, u32)> {
    let place = if header.first()? == &0 { 76 } else { 88 };
    let (width, height) = numbers(header, place)?;
    Some((width >> 16, height >> 16))
}

/// Two numbers of four bytes each.
fn numbers(bytes: &[u8], place: usize) -> Option<(u32, u32)> {
    let pair = bytes.get(place..place.checked_add(8)?)?;
    let (first, second) = pair.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*first), u32::from_be_bytes(second.try_into().ok()?)))
}

/// Kind and content of the first box, and what comes after it. None where there is no whole box.
fn next_box(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (head, length) = match u32::from_be_bytes(*length) {
        // To the end of the file.
        0 => (8, bytes.len()),
        1 => {
            let (length, _) = rest.split_first_chunk::<8>()?;
            (16, usize::try_from(u64::from_be_bytes(*length)).ok()?)
        }
        length => (8, length as usize),
    };
    Some((kind, bytes.get(head..length)?, bytes.get(length..)?))
}

/// A photo of what the host decoded: red, green, blue and opacity of each pixel.
pub fn photo(width: u32, height: u32, rgba: Vec<u8>) -> Photo {
    let (rgb, is_transparent) = on_white(rgba);
    let mut warnings = vec![Warning::BrowserDecoded];
    warnings.extend(is_transparent.then_some(Warning::Transparent));
    Photo { width, height, rgb, warnings }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 48×48, transparent around a dark middle.
    const CLEAR: &[u8] = include_bytes!("../tests/pictures/clear.avif");

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = (content.len() + 8) as u32;
        [&length.to_be_bytes(), kind.as_slice(), content].concat()
    }

    fn ispe(width: u32, height: u32) -> Vec<u8> {
        boxed(b"ispe", &[[0; 4], width.to_be_bytes(), height.to_be_bytes()].concat())
    }

    fn avif(properties: &[u8]) -> Vec<u8> {
        let properties = boxed(b"iprp", &boxed(b"ipco", properties));
        let meta = boxed(b"meta", &[&[0; 4], properties.as_slice()].concat());
        [boxed(b"ftyp", b"avif\0\0\0\0"), meta].concat()
    }

    #[test]
    fn the_size_is_read_and_the_largest_of_several_counts() {
        assert_eq!(size(CLEAR), Some((48, 48)));
        let tiles = [ispe(512, 512), ispe(4_000, 3_000), ispe(160, 120)].concat();
        assert_eq!(size(&avif(&tiles)), Some((4_000, 3_000)));
        assert_eq!(size(&avif(&ispe(0, 0))), Some((0, 0)));
    }

    #[test]
    fn the_size_of_a_sequence_is_its_tracks() {
        for (version, before) in [(0, 76), (1, 88)] {
            let mut header = vec![0; before];
            header[0] = version;
            header.extend((640_u32 << 16).to_be_bytes());
            header.extend((480_u32 << 16).to_be_bytes());
            let tracks = boxed(b"moov", &boxed(b"trak", &boxed(b"tkhd", &header)));
            let file = [boxed(b"ftyp", b"avis\0\0\0\0"), tracks].concat();
            assert_eq!(size(&file), Some((640, 480)));
        }
    }

    #[test]
    fn a_small_file_that_asks_for_hundreds_of_megapixels_is_refused_unread() {
        let error = PhotoError::TooManyPixels { width: 17_000, height: 17_000, limit: MAX_PIXELS };
        assert_eq!(check(&avif(&ispe(17_000, 17_000))), Err(error));
        assert!(matches!(check(&avif(&ispe(0, 9))), Err(PhotoError::Damaged(_))));
        assert_eq!(check(CLEAR), Ok(()));
    }

    #[test]
    fn other_formats_and_files_without_a_size_are_no_pictures() {
        for bytes in [&b""[..], b"words", b"\0\0\0\x08ftyp", b"II*\0", &[0xff; 64]] {
            assert_eq!(check(bytes), Err(PhotoError::NotAnImage));
        }
        // A box that claims more than there is, and one shorter than its own head.
        assert_eq!(size(&[&avif(&[])[..], b"\xff\xff\xff\xffmeta"].concat()), None);
        assert_eq!(size(&[&avif(&[])[..], b"\0\0\0\x02meta"].concat()), None);
        assert_eq!(size(&avif(&boxed(b"ispe", &[0; 11]))), None);
    }

    #[test]
    fn boxes_within_boxes_have_an_end() {
        let mut nested = Vec::new();
        for _ in 0..2_000 {
            nested = boxed(b"trak", &nested);
        }
        assert_eq!(size(&[boxed(b"ftyp", b""), nested].concat()), None);
        for length in 0..CLEAR.len() {
            let _ = size(&CLEAR[..length]);
        }
    }

    #[test]
    fn a_transparent_picture_keeps_its_warning() {
        let clear = photo(2, 1, vec![0, 0, 0, 0, 10, 20, 30, 255]);
        assert_eq!(clear.rgb, [255, 255, 255, 10, 20, 30]);
        assert_eq!(clear.warnings, [Warning::BrowserDecoded, Warning::Transparent]);
        let opaque = photo(1, 1, vec![1, 2, 3, 255]);
        assert_eq!(opaque.warnings, [Warning::BrowserDecoded]);
    }
}
