//! A JPEG of very many pixels at half its width and height, so that all of it is never in memory.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, Error, PixelFormat, UnsupportedFeature};

use crate::photo::PhotoError;

/// Decodes a JPEG at half its width and height, as it lies in the file. The halves are made by a smaller
/// inverse transform of each block.
///
/// # Errors
/// Refuses what is damaged, and colours that are neither grey nor red, green and blue.
pub fn decode(bytes: &[u8]) -> Result<DynamicImage, PhotoError> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.read_info().map_err(refusal)?;
    let info = decoder.info().ok_or_else(|| PhotoError::Damaged("it has no header".to_owned()))?;
    let (width, height) =
        decoder.scale(info.width.div_ceil(2), info.height.div_ceil(2)).map_err(refusal)?;
    let pixels = decoder.decode().map_err(refusal)?;
    let (width, height) = (u32::from(width), u32::from(height));
    let image = match info.pixel_format {
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        other => return Err(PhotoError::Unsupported(format!("{other:?}"))),
    };
    image.ok_or_else(|| PhotoError::Damaged("it has too few pixels".to_owned()))
}

fn refusal(error: Error) -> PhotoError {
    match error {
        Error::Unsupported(UnsupportedFeature::DNL) => PhotoError::Damaged(error.to_string()),
        Error::Unsupported(_) => PhotoError::Unsupported(error.to_string()),
        error => PhotoError::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;

    use super::*;

    fn jpeg(image: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(image).unwrap();
        bytes
    }

    #[test]
    fn each_pixel_is_about_the_mean_of_four() {
        let image = RgbImage::from_fn(50, 39, |x, y| {
            image::Rgb([(x * 5) as u8, (y * 6) as u8, (x + y) as u8])
        });
        let halved = decode(&jpeg(&image)).unwrap().into_rgb8();
        assert_eq!(halved.dimensions(), (25, 20));
        for (x, y, pixel) in halved.enumerate_pixels().filter(|(_, y, _)| *y < 19) {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| (2 * x + dx, 2 * y + dy));
            for channel in 0..3 {
                let sum: u32 =
                    four.iter().map(|&(x, y)| u32::from(image.get_pixel(x, y)[channel])).sum();
                let is = pixel[channel];
                assert!(is.abs_diff((sum / 4) as u8) <= 8, "{x}, {y}: {is} for {}", sum / 4);
            }
        }
    }

    #[test]
    fn a_grey_one_stays_grey_and_a_spoiled_one_is_told() {
        let mut bytes = Vec::new();
        let grey = GrayImage::from_pixel(32, 16, image::Luma([77]));
        JpegEncoder::new(&mut bytes).encode_image(&grey).unwrap();
        let halved = decode(&bytes).unwrap().into_rgb8();
        assert_eq!(halved.dimensions(), (16, 8));
        assert!(halved.pixels().all(|pixel| pixel.0.iter().all(|value| value.abs_diff(77) <= 1)));
        assert!(matches!(decode(&bytes[..40]), Err(PhotoError::Damaged(_))));
    }
}
