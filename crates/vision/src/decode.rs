//! From an encoded file to a [`Photo`]: PNG, JPEG, GIF, BMP and WebP, the same natively and in
//! the browser. Knows formats; does not know files, networks, nor what the photo is for.
//!
//! A file may come from anywhere, so its size is read from its header and refused before any
//! pixel is allocated, and a picture that is not whole is refused rather than half shown.

use std::io::Cursor;

use image::codecs::{bmp, gif, jpeg, png, webp};
use image::error::UnsupportedErrorKind;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageResult, Limits};

use crate::foreign;
use crate::halved;
pub use crate::photo::{MAX_BYTES, MAX_JPEG_PIXELS, MAX_PIXELS, MAX_WHOLE_PIXELS};
use crate::photo::{Photo, PhotoError, Warning};

/// The most that a decoder may allocate: the pixels at 16 bits in four channels, and as much
/// again as a file may have, for what it carries beside them.
const MAX_ALLOCATION: u64 = MAX_PIXELS * 8 + MAX_BYTES;

/// Decodes a picture: its first frame, upright, on white where it is transparent.
///
/// # Errors
/// Refuses what is empty, of no format that is decoded, too large, cut off or damaged.
///
/// ```
/// use vision::photo::{PhotoError, as_bitmap};
///
/// let photo = vision::decode::decode(&as_bitmap(&[0; 784]))?;
/// assert_eq!((photo.width, photo.height), (28, 28));
/// assert_eq!(vision::decode::decode(b"a letter"), Err(PhotoError::NotAnImage));
/// # Ok::<(), PhotoError>(())
/// ```
pub fn decode(bytes: &[u8]) -> Result<Photo, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(PhotoError::TooManyBytes { bytes: bytes.len() as u64, limit: MAX_BYTES });
    }
    let unknown = || foreign::format(bytes).map_or(PhotoError::NotAnImage, PhotoError::Foreign);
    let format = image::guess_format(bytes).map_err(|_| unknown())?;
    if let (ImageFormat::Jpeg, Some(coding)) = (format, foreign::jpeg_coding(bytes)) {
        return Err(PhotoError::Foreign(coding));
    }
    let (mut decoder, is_animated) = open(bytes, format).map_err(|error| match refusal(error) {
        PhotoError::NotAnImage => unknown(),
        known => known,
    })?;
    let (width, height) = decoder.dimensions();
    let limit = if format == ImageFormat::Jpeg { MAX_JPEG_PIXELS } else { MAX_PIXELS };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limit {
        return Err(PhotoError::TooManyPixels { width, height, limit });
    }
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged("it has no pixels".to_owned()));
    }
    // The JPEG decoder fills what is missing with grey and says nothing.
    if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
        return Err(PhotoError::Damaged("it ends before its end marker".to_owned()));
    }
    decoder.set_limits(limits()).map_err(refusal)?;
    let colour = decoder.color_type();
    let is_deep = colour.bytes_per_pixel() > colour.channel_count();
    // A picture is not lost for an orientation that cannot be read.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let is_large = format == ImageFormat::Jpeg && pixels > MAX_WHOLE_PIXELS;
    let halved = match is_large.then(|| halved::decode(bytes)) {
        // Printers' colours are for the whole decoder alone.
        Some(Err(PhotoError::Unsupported(_))) if pixels <= MAX_PIXELS => None,
        tried => tried.transpose()?,
    };
    let is_halved = halved.is_some();
    let mut image = match halved {
        Some(image) => image,
        None => DynamicImage::from_decoder(decoder).map_err(refusal)?,
    };
    image.apply_orientation(orientation);

    let mut warnings = Vec::new();
    warnings.extend(is_halved.then_some(Warning::Halved));
    warnings.extend(is_animated.then_some(Warning::FirstFrame));
    warnings.extend(is_deep.then_some(Warning::SixteenBit));
    let (width, height) = (image.width(), image.height());
    let rgb = if colour.has_alpha() {
        let (rgb, is_transparent) = on_white(image.into_rgba8().into_raw());
        warnings.extend(is_transparent.then_some(Warning::Transparent));
        rgb
    } else {
        image.into_rgb8().into_raw()
    };
    Ok(Photo { width, height, rgb, warnings })
}

/// Reads the header; the second value says whether more than one frame follows.
fn open(bytes: &[u8], format: ImageFormat) -> ImageResult<(Box<dyn ImageDecoder + '_>, bool)> {
    let reader = Cursor::new(bytes);
    Ok(match format {
        ImageFormat::Png => {
            let decoder = png::PngDecoder::with_limits(reader, limits())?;
            let is_animated = decoder.is_apng()?;
            (Box::new(decoder), is_animated)
        }
        ImageFormat::WebP => {
            let decoder = webp::WebPDecoder::new(reader)?;
            let is_animated = decoder.has_animation();
            (Box::new(decoder), is_animated)
        }
        ImageFormat::Gif => {
            (Box::new(gif::GifDecoder::new(reader)?), gif_frames(bytes).unwrap_or(0) > 1)
        }
        ImageFormat::Jpeg => (Box::new(jpeg::JpegDecoder::new(reader)?), false),
        ImageFormat::Bmp => (Box::new(bmp::BmpDecoder::new(reader)?), false),
        other => {
            let hint = image::error::ImageFormatHint::Exact(other);
            return Err(ImageError::Unsupported(hint.into()));
        }
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    limits
}

fn refusal(error: ImageError) -> PhotoError {
    match error {
        ImageError::Unsupported(error) => match error.kind() {
            UnsupportedErrorKind::Format(_) => PhotoError::NotAnImage,
            _ => PhotoError::Unsupported(error.to_string()),
        },
        error => PhotoError::Damaged(error.to_string()),
    }
}

/// Red, green and blue of RGBA pixels laid on white, and whether any was transparent.
///
/// ```
/// // Black, half transparent.
/// assert_eq!(vision::decode::on_white(vec![0, 0, 0, 128]), (vec![127, 127, 127], true));
/// ```
pub fn on_white(rgba: Vec<u8>) -> (Vec<u8>, bool) {
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    let mut is_transparent = false;
    for pixel in rgba.chunks_exact(4) {
        let alpha = u32::from(pixel[3]);
        is_transparent |= alpha < 255;
        for &value in &pixel[..3] {
            let mixed = u32::from(value) * alpha + 255 * (255 - alpha);
            rgb.push(((mixed + 127) / 255) as u8);
        }
    }
    (rgb, is_transparent)
}

/// Whether the JPEG's own end marker is there. Segments are stepped over by their length, so the
/// end of a thumbnail inside one does not count (ITU T.81, annex B).
fn jpeg_has_end(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|&byte| byte == 0xff) {
        rest = &rest[start + 1..];
        let Some(&marker) = rest.first() else { return false };
        match marker {
            0xd9 => return true,
            // A stuffed zero, a restart or a marker without length; or padding, looked at again.
            0x00 | 0x01 | 0xd0..=0xd8 => rest = &rest[1..],
            0xff => {}
            _ => {
                let &[_, high, low, ..] = rest else { return false };
                let length = usize::from(u16::from_be_bytes([high, low]));
                let Some(after) = rest.get(1 + length..) else { return false };
                rest = after;
            }
        }
    }
    false
}

/// How many frames a GIF has, counted up to two; none where it ends too early to tell.
fn gif_frames(bytes: &[u8]) -> Option<usize> {
    const TABLE: u8 = 0x80;
    let table = |flags: u8| if flags & TABLE == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let sub_blocks = |mut rest| {
        loop {
            let (&length, after): (&u8, &[u8]) = <[u8]>::split_first(rest)?;
            rest = after.get(usize::from(length)..)?;
            if length == 0 {
                return Some(rest);
            }
        }
    };
    let mut rest = bytes.get(13 + table(*bytes.get(10)?)..)?;
    let mut frames = 0;
    while frames < 2 {
        rest = match *rest.first()? {
            // Image descriptor, its colour table, the code size, the data.
            0x2c => {
                frames += 1;
                sub_blocks(rest.get(11 + table(*rest.get(9)?)..)?)?
            }
            // Extension: its label, its data.
            0x21 => sub_blocks(rest.get(2..)?)?,
            _ => break,
        };
    }
    Some(frames)
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::GifEncoder;
    use image::codecs::jpeg::JpegEncoder;
    use image::{Frame, GrayImage, ImageBuffer, ImageEncoder, RgbImage, RgbaImage};
    use proptest::prelude::*;

    use super::*;
    use crate::photo::Foreign;

    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 9) as u8, (y * 7) as u8, (x * y) as u8])
        })
    }

    fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn animation(frames: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = GifEncoder::new(&mut bytes);
        for shade in 0..frames {
            let frame = RgbaImage::from_pixel(8, 6, image::Rgba([shade * 100, 0, 0, 255]));
            encoder.encode_frame(Frame::new(frame)).unwrap();
        }
        drop(encoder);
        bytes
    }

    /// A JPEG of 3×2 whose EXIF says how it lies.
    fn jpeg_lying(orientation: u8) -> Vec<u8> {
        jpeg_of(orientation, 3, 2, |_| 90)
    }

    /// The same, of any size, with the grey value of each column.
    fn jpeg_of(orientation: u8, width: u32, height: u32, grey: impl Fn(u32) -> u8) -> Vec<u8> {
        let exif = [
            b"II*\0".as_slice(),
            &[8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0],
        ];
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
        encoder.set_exif_metadata(exif.concat()).unwrap();
        let pixels: Vec<u8> = (0..width * height).flat_map(|i| [grey(i % width); 3]).collect();
        encoder.write_image(&pixels, width, height, image::ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    fn is_damaged(bytes: &[u8]) -> bool {
        matches!(
            decode(bytes),
            Err(PhotoError::Damaged(_) | PhotoError::NotAnImage | PhotoError::Foreign(_))
        )
    }

    #[test]
    fn every_format_gives_size_and_pixels() {
        use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
        let original = RgbImage::from_pixel(20, 12, image::Rgb([200, 100, 50]));
        for format in [Png, Jpeg, Gif, Bmp, WebP] {
            let image = if format == Gif {
                DynamicImage::from(original.clone()).into_rgba8().into()
            } else {
                DynamicImage::from(original.clone())
            };
            let photo = decode(&encoded(image, format)).unwrap();
            assert_eq!((photo.width, photo.height, photo.rgb.len()), (20, 12, 720), "{format:?}");
            assert_eq!(photo.warnings, [], "{format:?}");
            let close = |(&is, &wanted): (&u8, &u8)| is.abs_diff(wanted) <= 3;
            assert!(photo.rgb.iter().zip(original.as_raw()).all(close), "{format:?}");
        }
    }

    #[test]
    fn a_grey_picture_becomes_rgb() {
        let photo =
            decode(&encoded(GrayImage::from_raw(2, 1, vec![7, 9]).unwrap(), ImageFormat::Png));
        assert_eq!(photo.unwrap().rgb, [7, 7, 7, 9, 9, 9]);
    }

    #[test]
    fn nothing_and_no_picture_are_told_apart() {
        assert_eq!(decode(&[]), Err(PhotoError::Empty));
        assert_eq!(decode(b"%PDF-1.7 and so on"), Err(PhotoError::NotAnImage));
        assert_eq!(
            decode(b"II*\0 a TIFF, which is known but not read"),
            Err(PhotoError::Foreign(Foreign::Tiff))
        );
    }

    #[test]
    fn a_header_of_too_many_pixels_is_refused_unread() {
        let mut bmp = encoded(picture(2, 2), ImageFormat::Bmp);
        bmp[18..22].copy_from_slice(&8000_u32.to_le_bytes());
        bmp[22..26].copy_from_slice(&5001_u32.to_le_bytes());
        let error = PhotoError::TooManyPixels { width: 8000, height: 5001, limit: MAX_PIXELS };
        assert_eq!(decode(&bmp), Err(error));
        let mut gif = animation(1);
        gif[6..10].fill(0xff);
        assert!(matches!(decode(&gif), Err(PhotoError::TooManyPixels { width: 65535, .. })));
    }

    #[test]
    fn a_file_of_too_many_bytes_is_refused() {
        let bytes = vec![0; MAX_BYTES as usize + 1];
        let error = PhotoError::TooManyBytes { bytes: MAX_BYTES + 1, limit: MAX_BYTES };
        assert_eq!(decode(&bytes), Err(error));
    }

    #[test]
    fn a_picture_cut_off_anywhere_is_never_half_shown() {
        use ImageFormat::{Bmp, Jpeg, Png, WebP};
        for format in [Png, Jpeg, Bmp, WebP] {
            let whole = encoded(picture(40, 30), format);
            let whole_photo = decode(&whole).unwrap();
            for length in 1..whole.len() {
                // What ends behind its last pixel is still whole.
                let cut = decode(&whole[..length]);
                let is_told = is_damaged(&whole[..length]) || cut.as_ref() == Ok(&whole_photo);
                assert!(is_told, "{format:?} cut at {length} of {}", whole.len());
            }
            assert!(is_damaged(&whole[..whole.len() * 3 / 4]), "{format:?}");
        }
    }

    #[test]
    fn the_end_of_a_thumbnail_is_not_the_end_of_a_jpeg() {
        let thumbnail = [0xff, 0xd8, 0xff, 0xe1, 0, 4, 0xff, 0xd9];
        assert!(!jpeg_has_end(&thumbnail));
        assert!(jpeg_has_end(&[&thumbnail[..], &[0xff, 0xd9]].concat()));
        // Stuffed and restarted data, padded marker.
        assert!(jpeg_has_end(&[0xff, 0xd8, 5, 0xff, 0x00, 0xff, 0xd0, 6, 0xff, 0xff, 0xd9]));
    }

    #[test]
    fn an_animation_gives_its_first_frame_and_says_so() {
        let photo = decode(&animation(3)).unwrap();
        assert_eq!(photo.warnings, [Warning::FirstFrame]);
        assert_eq!(photo.rgb[..3], [0, 0, 0]);
        assert_eq!(decode(&animation(1)).unwrap().warnings, []);
        // The first frame is whole where a later one is cut off.
        let cut = animation(3);
        assert!(decode(&cut[..cut.len() - 20]).is_ok());
    }

    #[test]
    fn transparency_is_laid_on_white_and_told_only_where_there_is_any() {
        let pixels = vec![0, 0, 0, 0, 10, 20, 30, 255, 100, 0, 0, 51];
        let image = RgbaImage::from_raw(3, 1, pixels).unwrap();
        let photo = decode(&encoded(image, ImageFormat::Png)).unwrap();
        // A fifth of 100 and of 0, and four fifths of white.
        assert_eq!(photo.rgb, [255, 255, 255, 10, 20, 30, 224, 204, 204]);
        assert_eq!(photo.warnings, [Warning::Transparent]);
        let opaque = RgbaImage::from_pixel(3, 1, image::Rgba([1, 2, 3, 255]));
        assert_eq!(decode(&encoded(opaque, ImageFormat::Png)).unwrap().warnings, []);
    }

    #[test]
    fn sixteen_bits_become_eight() {
        let image: ImageBuffer<image::Luma<u16>, _> =
            ImageBuffer::from_raw(3, 1, vec![0_u16, 65535, 257 * 100]).unwrap();
        let photo = decode(&encoded(image, ImageFormat::Png)).unwrap();
        assert_eq!(photo.rgb, [0, 0, 0, 255, 255, 255, 100, 100, 100]);
        assert_eq!(photo.warnings, [Warning::SixteenBit]);
    }

    #[test]
    fn a_photo_that_lies_on_its_side_is_set_upright() {
        let size = |orientation| decode(&jpeg_lying(orientation)).map(|p| (p.width, p.height));
        assert_eq!(size(1), Ok((3, 2)));
        assert_eq!(size(6), Ok((2, 3)));
        assert_eq!(size(8), Ok((2, 3)));
        // Of a picture that is dark on its left, a quarter turn clockwise has the dark above.
        let photo = decode(&jpeg_of(6, 16, 8, |x| if x < 8 { 20 } else { 230 })).unwrap();
        assert_eq!((photo.width, photo.height), (8, 16));
        assert!(photo.rgb[0] < 40 && photo.rgb[(15 * 8 + 4) * 3] > 210);
    }

    #[test]
    fn a_jpeg_of_very_many_pixels_is_halved_and_says_so() {
        let (width, height) = (4_800, 3_402);
        let grey = |x: u32| if x < width / 2 { 40 } else { 200 };
        let photo = decode(&jpeg_of(6, width, height, grey)).unwrap();
        assert_eq!((photo.width, photo.height), (height / 2, width / 2), "upright");
        assert_eq!(photo.warnings, [Warning::Halved]);
        let at = |y: u32| photo.rgb[((y * photo.width + 7) * 3) as usize];
        assert!(at(1).abs_diff(40) <= 2 && at(photo.height - 2).abs_diff(200) <= 2);
        let mut too_many = jpeg_of(1, 16, 8, |_| 90);
        let frame = too_many.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        too_many[frame + 5..frame + 9].copy_from_slice(&[0x33, 0x33, 0x33, 0x33]);
        let limit = MAX_JPEG_PIXELS;
        let error = PhotoError::TooManyPixels { width: 0x3333, height: 0x3333, limit };
        assert_eq!(decode(&too_many), Err(error));
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn a_spoiled_picture_is_decoded_or_refused(
            seed in 0_usize..6,
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
            cut in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
        ) {
            use ImageFormat::{Bmp, Jpeg, Png, WebP};
            let mut bytes = match seed {
                0 => animation(2),
                1 => jpeg_lying(6),
                _ => encoded(picture(24, 17), [Png, Jpeg, Bmp, WebP][seed - 2]),
            };
            for (place, value) in changes {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            if let Ok(photo) = decode(&bytes) {
                prop_assert_eq!(photo.rgb.len() as u32, photo.width * photo.height * 3);
            }
        }
    }
}
