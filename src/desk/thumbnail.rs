//! A small picture of an image, for the list. Pure.

use domain::photo::Frame;

use crate::picture::Picture;

/// The longest side of a thumbnail: a list of 500 then takes 25 MB, where the frames that they are
/// made from would take 75 MB and the whole films 150 MB.
const SIDE: u32 = 112;

/// A frame as it is, or reduced by the mean of blocks of pixels so that no side is longer than
/// [`SIDE`]. None when its bytes do not fit its size.
pub fn thumbnail(frame: &Frame) -> Option<Picture> {
    let whole = Picture::from_frame(frame)?;
    let block = whole.width.max(whole.height).div_ceil(SIDE);
    if block <= 1 {
        return Some(whole);
    }
    let (width, height) = (whole.width.div_ceil(block), whole.height.div_ceil(block));
    let mut rgba = Vec::with_capacity(4 * width as usize * height as usize);
    for row in 0..height {
        for column in 0..width {
            rgba.extend(mean(&whole, column * block, row * block, block));
        }
    }
    Some(Picture { width, height, rgba })
}

/// The mean colour of a block that may end at the picture's edge, rounded.
fn mean(picture: &Picture, left: u32, top: u32, block: u32) -> [u8; 4] {
    let right = (left + block).min(picture.width);
    let bottom = (top + block).min(picture.height);
    let count = ((right - left) * (bottom - top)).max(1);
    let mut sum = [0_u32; 4];
    for y in top..bottom {
        let line = |x: u32| 4 * (y * picture.width + x) as usize;
        for pixel in picture.rgba[line(left)..line(right)].chunks_exact(4) {
            for (sum, &value) in sum.iter_mut().zip(pixel) {
                *sum += u32::from(value);
            }
        }
    }
    sum.map(|sum| ((sum + count / 2) / count) as u8)
}

#[cfg(test)]
mod tests {
    use domain::photo::Step;

    use super::*;

    fn frame(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Frame {
        let rgb = (0..width * height).flat_map(|i| [grey(i % width, i / width); 3]).collect();
        Frame { step: Step::Photo, size: (width, height), width, height, rgb }
    }

    #[test]
    fn a_large_frame_is_halved_and_a_small_one_kept() {
        let halved = thumbnail(&frame(224, 3, |x, _| if x % 2 == 0 { 10 } else { 20 })).unwrap();
        assert_eq!((halved.width, halved.height, halved.rgba.len()), (112, 2, 112 * 2 * 4));
        assert!(halved.rgba.chunks_exact(4).all(|pixel| pixel == [15, 15, 15, 255]));
        let small = thumbnail(&frame(112, 28, |_, y| y as u8)).unwrap();
        assert_eq!((small.width, small.rgba[4 * 112]), (112, 1));
        assert_eq!(thumbnail(&frame(0, 0, |_, _| 0)), None);
    }
}
