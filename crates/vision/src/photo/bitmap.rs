//! Pictures of the data set as files that pass [`super::prepare`] unchanged. Grey only.

use dataset::{PIXELS, SIDE};

/// Bytes before the pixels: the file header of 14 and the information header of 40.
const HEADER: usize = 54;
/// Blue, green, red.
const CHANNELS: usize = 3;

/// A file of 28×28 pixels that shows an image of the data set (784 grey values, light on black):
/// a bitmap of 24 bits a pixel, without compression (Microsoft's BITMAPINFOHEADER).
///
/// [`super::prepare`] takes an image of this size to have the data set's form already, and with
/// [`super::Polarity::LightOnDark`] it changes nothing. It is written here byte by byte because a
/// canvas may round colours, or add noise to hide whose it is.
///
/// ```
/// let file = vision::photo::as_bitmap(&[0; 784]);
/// assert_eq!((&file[..2], file.len()), (&b"BM"[..], 54 + 3 * 784));
/// ```
pub fn as_bitmap(pixels: &[u8; PIXELS]) -> Vec<u8> {
    let content = PIXELS * CHANNELS;
    let mut file = Vec::with_capacity(HEADER + content);
    file.extend(b"BM");
    for word in [HEADER + content, 0, HEADER, 40, SIDE, SIDE] {
        file.extend((word as u32).to_le_bytes());
    }
    for half in [1, 8 * CHANNELS] {
        file.extend((half as u16).to_le_bytes());
    }
    // No compression, the size of the content, no resolution, no palette.
    for word in [0, content, 0, 0, 0, 0] {
        file.extend((word as u32).to_le_bytes());
    }
    // The lowest row comes first. A row has 84 bytes, which needs no filling up to four.
    for row in pixels.chunks_exact(SIDE).rev() {
        file.extend(row.iter().flat_map(|&value| [value; CHANNELS]));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_its_sizes_and_the_lowest_row_comes_first() {
        let mut pixels = [0; PIXELS];
        (pixels[0], pixels[PIXELS - SIDE]) = (7, 9);
        let file = as_bitmap(&pixels);
        let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!(file.len(), 54 + 2352);
        assert_eq!([word(2), word(10), word(18), word(22)], [2406, 54, 28, 28]);
        assert_eq!(file[54..58], [9, 9, 9, 0]);
        assert_eq!(file[54 + 27 * 84..][..4], [7, 7, 7, 0]);
    }

    #[cfg(feature = "decode")]
    #[test]
    fn the_networks_get_exactly_these_pixels() {
        use crate::decode::decode;
        use crate::photo::{Polarity, prepare};
        let bag = |i: usize| {
            let (x, y) = (i % SIDE, i / SIDE);
            if y > 6 && x > 1 { (90 + 3 * x + 2 * y) as u8 } else { (i % 3) as u8 }
        };
        let pixels: [u8; PIXELS] = std::array::from_fn(bag);
        let photo = decode(&as_bitmap(&pixels)).unwrap();
        let prepared = prepare(&photo, Polarity::LightOnDark);
        assert_eq!(prepared.pixels, pixels);
        assert_eq!(prepared.warnings, []);
    }
}
