//! Pictures of the steps, reduced for display. Knows nothing of what a step does.

use std::ops::Range;

use super::steps::{Cells, Rect, to_byte};
use super::{FRAME_SIDE, Frame, Photo, Step};

/// A frame of a part of the photo, reduced with a box filter where it is larger than
/// [`FRAME_SIDE`]; never enlarged.
pub(super) fn of_photo(step: Step, photo: &Photo, part: Rect) -> Frame {
    let longest = part.width.max(part.height);
    let side = FRAME_SIDE as usize;
    let reduced = |length: usize| {
        if longest <= side { length } else { ((length * side + longest / 2) / longest).max(1) }
    };
    let (width, height) = (reduced(part.width), reduced(part.height));
    let mut rgb = Vec::with_capacity(width * height * 3);
    for row in 0..height {
        let rows = part.y + row * part.height / height..part.y + (row + 1) * part.height / height;
        for column in 0..width {
            let start = part.x + column * part.width / width;
            let end = part.x + (column + 1) * part.width / width;
            rgb.extend(mean(&photo.rgb, photo.width as usize, start..end, rows.clone()));
        }
    }
    frame(step, (part.width as u32, part.height as u32), (width, height), rgb)
}

impl Frame {
    /// The frame as it is, or reduced by the mean of square blocks so that no side is longer
    /// than `side`. None when its bytes do not fit its size.
    pub fn reduced(&self, side: u32) -> Option<Self> {
        let (width, height) = (self.width as usize, self.height as usize);
        if width * height == 0 || self.rgb.len() != width * height * 3 {
            return None;
        }
        let block = width.max(height).div_ceil(side.max(1) as usize);
        let (columns, rows) = (width.div_ceil(block), height.div_ceil(block));
        let mut rgb = Vec::with_capacity(columns * rows * 3);
        for row in 0..rows {
            let rows = row * block..((row + 1) * block).min(height);
            for column in 0..columns {
                let columns = column * block..((column + 1) * block).min(width);
                rgb.extend(mean(&self.rgb, width, columns, rows.clone()));
            }
        }
        Some(frame(self.step, self.size, (columns, rows), rgb))
    }
}

/// A frame of cells as they are.
pub(super) fn of_cells(step: Step, cells: &Cells) -> Frame {
    let rgb = cells.rgb.iter().flatten().map(|&value| to_byte(value)).collect();
    let size = (cells.width, cells.height);
    frame(step, (size.0 as u32, size.1 as u32), size, rgb)
}

/// Mean colour of a block that has at least one pixel, rounded; `width` is that of the picture.
fn mean(rgb: &[u8], width: usize, columns: Range<usize>, rows: Range<usize>) -> [u8; 3] {
    let count = (columns.len() * rows.len()).max(1) as u64;
    let mut sum = [0_u64; 3];
    for y in rows {
        let line = y * width;
        for pixel in rgb[(line + columns.start) * 3..(line + columns.end) * 3].chunks(3) {
            for (sum, &value) in sum.iter_mut().zip(pixel) {
                *sum += u64::from(value);
            }
        }
    }
    sum.map(|sum| ((sum + count / 2) / count) as u8)
}

fn frame(step: Step, size: (u32, u32), shown: (usize, usize), rgb: Vec<u8>) -> Frame {
    Frame { step, size, width: shown.0 as u32, height: shown.1 as u32, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_photo_is_averaged_down_and_a_small_one_is_left_alone() {
        let rgb = (0..448 * 2).flat_map(|i| [if i % 2 == 0 { 0 } else { 100 }; 3]).collect();
        let photo = Photo { width: 448, height: 2, rgb, warnings: vec![] };
        let frame = of_photo(Step::Photo, &photo, Rect { x: 0, y: 0, width: 448, height: 2 });
        assert_eq!((frame.size, frame.width, frame.height), ((448, 2), FRAME_SIDE, 1));
        assert!(frame.rgb.iter().all(|&value| value == 50));

        let part = Rect { x: 1, y: 0, width: 3, height: 2 };
        let frame = of_photo(Step::Trimmed, &photo, part);
        assert_eq!((frame.size, frame.width, frame.height), ((3, 2), 3, 2));
        assert_eq!(frame.rgb[..9], [100, 100, 100, 0, 0, 0, 100, 100, 100]);
    }

    #[test]
    fn a_frame_is_reduced_by_blocks_and_a_small_one_kept() {
        let rgb = (0..224 * 3).flat_map(|i| [if i % 2 == 0 { 10 } else { 20 }; 3]).collect();
        let large = frame(Step::Photo, (448, 6), (224, 3), rgb);
        let halved = large.reduced(112).unwrap();
        assert_eq!((halved.size, halved.width, halved.height), ((448, 6), 112, 2));
        assert!(halved.rgb.iter().all(|&value| value == 15));
        assert_eq!(halved.reduced(112), Some(halved));
        assert_eq!(frame(Step::Photo, (0, 0), (0, 0), vec![]).reduced(112), None);
    }
}
