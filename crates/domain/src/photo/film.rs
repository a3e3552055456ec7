//! Pictures of the steps, reduced for display. Knows nothing of what a step does.

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
            rgb.extend(mean(photo, start..end, rows.clone()));
        }
    }
    frame(step, (part.width, part.height), (width, height), rgb)
}

/// A frame of cells as they are.
pub(super) fn of_cells(step: Step, cells: &Cells) -> Frame {
    let rgb = cells.rgb.iter().flatten().map(|&value| to_byte(value)).collect();
    let size = (cells.width, cells.height);
    frame(step, size, size, rgb)
}

/// Mean colour of a block that has at least one pixel, rounded.
fn mean(photo: &Photo, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> [u8; 3] {
    let count = (columns.len() * rows.len()).max(1) as u64;
    let mut sum = [0_u64; 3];
    for y in rows {
        let line = y * photo.width as usize;
        for pixel in photo.rgb[(line + columns.start) * 3..(line + columns.end) * 3].chunks(3) {
            for (sum, &value) in sum.iter_mut().zip(pixel) {
                *sum += u64::from(value);
            }
        }
    }
    sum.map(|sum| ((sum + count / 2) / count) as u8)
}

fn frame(step: Step, size: (usize, usize), shown: (usize, usize), rgb: Vec<u8>) -> Frame {
    Frame {
        step,
        size: (size.0 as u32, size.1 as u32),
        width: shown.0 as u32,
        height: shown.1 as u32,
        rgb,
    }
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
}
