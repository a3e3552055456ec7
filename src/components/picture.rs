//! Pictures as plain pixels: grey values, frames of the film and difference maps become RGBA.
//! It does not know the canvas that they are drawn on.

use dataset::{CLASSES, Class, PIXELS, SIDE};
use vision::cutout::Mask;
use vision::photo::Frame;

/// The squared difference at full colour is the square of this, in grey values in [0, 1].
pub const FULL_DIFFERENCE: f32 = 0.5;
/// The colour of pixels that are brighter in the input, as in `--difference-more`.
const MORE: [f32; 3] = [255.0, 150.0, 70.0];
/// The colour of pixels that are brighter in the reconstruction, as in `--difference-less`.
const LESS: [f32; 3] = [110.0, 150.0, 255.0];
/// The colour of no difference, as in `--difference-none`.
const NONE: [f32; 3] = [16.0, 16.0, 20.0];

/// Side of a field of the chequerboard over what was cut away, in pixels of the cut's copy.
const CHEQUER: usize = 4;

/// A picture ready to be drawn: red, green, blue, opacity of each pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `4 × width × height` values.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// A frame of the film. None when its bytes do not fit its size.
    pub fn from_frame(frame: &Frame) -> Option<Self> {
        let expected = frame.width as usize * frame.height as usize * 3;
        if expected == 0 || frame.rgb.len() != expected {
            return None;
        }
        let rgba = frame.rgb.chunks_exact(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]);
        Some(Self { width: frame.width, height: frame.height, rgba: rgba.collect() })
    }

    /// What of a photo was cut away, as a chequerboard to be laid over it, as programs for pictures show
    /// what is transparent.
    pub fn cut_away(mask: &Mask) -> Self {
        let veil = |place: usize| {
            let (x, y) = (place % mask.width, place / mask.width);
            let is_light = (x / CHEQUER + y / CHEQUER).is_multiple_of(2);
            let grey = if is_light { 255 } else { 190 };
            if mask.inside[place] { [0; 4] } else { [grey, grey, grey, 205] }
        };
        let rgba = (0..mask.inside.len()).flat_map(veil).collect();
        Self { width: mask.width as u32, height: mask.height as u32, rgba }
    }

    /// 784 grey values, row by row. None when there are not 784.
    pub fn from_grey(grey: &[u8]) -> Option<Self> {
        let rgba = grey.iter().flat_map(|value| [*value, *value, *value, 255]).collect();
        square(grey.len(), rgba)
    }

    /// Images of 784 grey values each, row by row in so many columns, a pixel apart. None where the values
    /// are no whole images.
    pub fn sheet(grey: &[u8], columns: usize) -> Option<Self> {
        let (images, rest) = grey.as_chunks::<PIXELS>();
        if images.is_empty() || !rest.is_empty() || columns == 0 {
            return None;
        }
        let side = |count: usize| count * (SIDE + 1) - 1;
        let (width, height) = (side(columns), side(images.len().div_ceil(columns)));
        let mut rgba = vec![0; 4 * width * height];
        for (place, image) in images.iter().enumerate() {
            let (left, top) = (place % columns * (SIDE + 1), place / columns * (SIDE + 1));
            for (y, row) in image.chunks_exact(SIDE).enumerate() {
                let start = 4 * ((top + y) * width + left);
                let line = row.iter().flat_map(|value| [*value, *value, *value, 255]);
                rgba.splice(start..start + 4 * SIDE, line);
            }
        }
        Some(Self { width: width as u32, height: height as u32, rgba })
    }

    /// Where `input` and `reconstruction` differ, pixel by pixel: the sign is the colour, the
    /// size its strength, on a scale that is the same for every image.
    pub fn difference(input: &[u8], reconstruction: &[u8]) -> Option<Self> {
        if input.len() != reconstruction.len() {
            return None;
        }
        let rgba = input
            .iter()
            .zip(reconstruction)
            .flat_map(|(input, redrawn)| difference_colour(*input, *redrawn));
        square(input.len(), rgba.collect())
    }

    /// A signed value for each pixel laid over grey values in the colours of a difference; from
    /// `scale` on, either way, a colour is full.
    pub fn overlaid(grey: &[u8], values: &[f32], scale: f32) -> Option<Self> {
        if grey.len() != values.len() {
            return None;
        }
        let rgba =
            grey.iter().zip(values).flat_map(|(grey, value)| overlaid_colour(*grey, value / scale));
        square(grey.len(), rgba.collect())
    }
}

/// How much of the garment's own grey stays under the colours of [`Picture::overlaid`].
const UNDERLAY: f32 = 0.6;

/// The reconstruction by the autoencoder of `class` out of the ten of a prediction.
pub fn reconstruction_of(all: &[u8], class: Class) -> Option<&[u8]> {
    if all.len() != CLASSES * PIXELS {
        return None;
    }
    all.chunks_exact(PIXELS).nth(class.index())
}

fn square(pixels: usize, rgba: Vec<u8>) -> Option<Picture> {
    let side = SIDE as u32;
    (pixels == PIXELS).then_some(Picture { width: side, height: side, rgba })
}

fn difference_colour(input: u8, reconstruction: u8) -> [u8; 4] {
    let difference = (f32::from(input) - f32::from(reconstruction)) / 255.0;
    let strength = (difference.abs() / FULL_DIFFERENCE).min(1.0);
    let colour = if difference >= 0.0 { MORE } else { LESS };
    let mix = |place: usize| (NONE[place] + (colour[place] - NONE[place]) * strength).round() as u8;
    [mix(0), mix(1), mix(2), 255]
}

/// The colour grows over the grey as the value does, and is never all that is seen.
fn overlaid_colour(grey: u8, value: f32) -> [u8; 4] {
    let colour = if value >= 0.0 { MORE } else { LESS };
    let strength = 0.85 * value.abs().min(1.0);
    let ground = f32::from(grey) * UNDERLAY;
    let mix = |place: usize| (ground + (colour[place] - ground) * strength).round() as u8;
    [mix(0), mix(1), mix(2), 255]
}

#[cfg(test)]
mod tests {
    use vision::photo::Step;

    use super::*;

    fn frame(width: u32, height: u32, rgb: Vec<u8>) -> Frame {
        Frame { step: Step::Photo, size: (width, height), width, height, rgb }
    }

    #[test]
    fn only_what_was_cut_away_is_covered() {
        let inside = vec![true, false, false, false, false, false];
        let veil = Picture::cut_away(&Mask { width: 6, height: 1, inside });
        let pixels = veil.rgba.as_chunks::<4>().0;
        assert_eq!((veil.width, veil.height, pixels[0][3]), (6, 1, 0));
        assert!(pixels[1..].iter().all(|pixel| pixel[3] > 200));
        assert_ne!(pixels[3], pixels[4], "two fields");
    }

    #[test]
    fn a_frame_becomes_opaque_pixels() {
        let picture = Picture::from_frame(&frame(2, 1, vec![1, 2, 3, 4, 5, 6])).unwrap();
        assert_eq!(picture.rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
        assert_eq!(Picture::from_frame(&frame(2, 1, vec![1, 2, 3])), None);
        assert_eq!(Picture::from_frame(&frame(0, 0, vec![])), None);
    }

    #[test]
    fn only_28_by_28_grey_values_are_a_picture() {
        assert_eq!(Picture::from_grey(&[0; 783]), None);
        assert_eq!(Picture::from_grey(&[7; PIXELS]).map(|picture| picture.rgba[0]), Some(7));
    }

    #[test]
    fn a_sheet_has_its_images_row_by_row_with_a_pixel_between_them() {
        let images: Vec<u8> = [[1; PIXELS], [2; PIXELS], [3; PIXELS]].concat();
        let sheet = Picture::sheet(&images, 2).unwrap();
        assert_eq!((sheet.width, sheet.height), (57, 57));
        let at = |x: usize, y: usize| &sheet.rgba[4 * (y * 57 + x)..][..4];
        assert_eq!(
            [at(0, 0), at(29, 0), at(0, 29)],
            [[1, 1, 1, 255], [2, 2, 2, 255], [3, 3, 3, 255]]
        );
        assert_eq!([at(28, 3), at(56, 56)], [[0; 4]; 2]);
        assert_eq!((Picture::sheet(&images[1..], 2), Picture::sheet(&[], 2)), (None, None));
    }

    #[test]
    fn the_sign_of_a_difference_is_its_colour_and_half_the_range_its_full_strength() {
        assert_eq!(difference_colour(90, 90), [16, 16, 20, 255]);
        assert_eq!(difference_colour(255, 0), [255, 150, 70, 255]);
        assert_eq!(difference_colour(0, 128), [110, 150, 255, 255]);
        assert_eq!(difference_colour(64, 0)[0], 136);
    }

    #[test]
    fn an_overlay_is_grey_where_nothing_matters_and_coloured_by_sign_where_something_does() {
        assert_eq!(overlaid_colour(200, 0.0), [120, 120, 120, 255]);
        // 15% of 60 stays under 85% of the colour.
        assert_eq!(overlaid_colour(100, 1.0), [226, 137, 69, 255]);
        assert_eq!(overlaid_colour(100, -3.0), [103, 137, 226, 255]);
        assert_eq!(Picture::overlaid(&[0; PIXELS], &[0.0; 3], 1.0), None);
        let picture = Picture::overlaid(&[0; PIXELS], &[0.5; PIXELS], 0.5).unwrap();
        assert_eq!(picture.rgba[..2], [217, 128]);
    }

    #[test]
    fn each_class_has_its_own_reconstruction() {
        let all: Vec<u8> = (0..CLASSES).flat_map(|class| vec![class as u8; PIXELS]).collect();
        assert_eq!(reconstruction_of(&all, Class::Bag).unwrap()[0], 8);
        assert_eq!(reconstruction_of(&all[1..], Class::Bag), None);
    }
}
