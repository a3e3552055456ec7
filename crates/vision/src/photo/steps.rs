//! The steps of the data set's authors, one function each, on plain arrays. Does not know in
//! which order they are taken nor which of them a photo needs.

use super::ground::{Ground, luma};
use super::{Photo, Polarity};
use dataset::{PIXELS, SIDE};

/// A part of a photo, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// A picture of at most 28×28 between the steps, each channel in 0.0..=255.0, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cells {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) rgb: Vec<[f32; 3]>,
}

/// What stands out from the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standout {
    /// The smallest part of the photo that holds it.
    pub(super) part: Rect,
    /// Brightness by which it is darker and lighter than the ground, summed over its pixels.
    pub(super) darker: u64,
    /// See `darker`.
    pub(super) lighter: u64,
}

/// A line of the photo is ground while at most this share of its pixels stands out: less than a
/// third of one of the 28 cells, so nothing that subsampling would show reliably is lost, and
/// specks of dust and of JPEG do not stop the trim.
const STRAY: usize = 100;

/// A cell is sampled as the mean of a square round its centre that reaches a seventh of its side
/// either way: about a tenth of its area, still subsampling, where the authors took one pixel.
/// Measured on photos made of test images by [`super::as_photo`] with Gaussian noise of 6 levels,
/// 15 pixels a cell: 1.8 levels off on average, where the one pixel was 4.4 off; without noise
/// 0.4 and 0.2.
pub(super) const REACH: usize = 7;

/// The same where the ground was cut away: half of the side either way, the whole cell.
pub(super) const WHOLE_CELL: usize = 2;

/// Exposure is raised at most so far, lest the noise of a dark photo be raised with it.
const MAX_GAIN: f32 = 2.0;

/// ImageMagick's `-sharpen 1x1.0`: a 3×3 kernel of minus the Gaussian with sigma 1, its centre
/// twice the Gaussian's sum, divided by the kernel's sum. Gaussian: 1 at the centre, exp(-1/2)
/// at a side, exp(-1) at a corner.
const GAUSS_SIDE: f32 = 0.606_530_66;
const GAUSS_CORNER: f32 = 0.367_879_44;
const GAUSS_SUM: f32 = 1.0 + 4.0 * GAUSS_SIDE + 4.0 * GAUSS_CORNER;
const KERNEL_SUM: f32 = GAUSS_SUM + 1.0;
const KERNEL: [[f32; 3]; 3] = {
    let centre = 2.0 * GAUSS_SUM / KERNEL_SUM;
    let side = -GAUSS_SIDE / KERNEL_SUM;
    let corner = -GAUSS_CORNER / KERNEL_SUM;
    [[corner, side, corner], [side, centre, side], [corner, side, corner]]
};

/// Finds what stands out from the ground; none on a blank photo.
pub(super) fn trim(photo: &Photo, ground: &Ground) -> Option<Standout> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (mut columns, mut rows) = (vec![0_usize; width], vec![0_usize; height]);
    let (mut darker, mut lighter) = (0_u64, 0_u64);
    for (y, line) in photo.rgb.chunks_exact(width * 3).enumerate() {
        for (x, pixel) in line.chunks_exact(3).enumerate() {
            let rgb = [pixel[0], pixel[1], pixel[2]].map(f32::from);
            if !ground.stands_out(x, y, rgb) {
                continue;
            }
            columns[x] += 1;
            rows[y] += 1;
            let difference = luma(ground.at(x, y)) - luma(rgb);
            if difference > 0.0 {
                darker += difference as u64;
            } else {
                lighter += -difference as u64;
            }
        }
    }
    let (x, width) = extent(&columns, height / STRAY)?;
    let (y, height) = extent(&rows, photo.width as usize / STRAY)?;
    Some(Standout { part: Rect { x, y, width, height }, darker, lighter })
}

/// Start and length of the lines from the first to the last with more than `stray` pixels.
fn extent(counts: &[usize], stray: usize) -> Option<(usize, usize)> {
    let first = counts.iter().position(|&count| count > stray)?;
    let last = counts.iter().rposition(|&count| count > stray)?;
    Some((first, last + 1 - first))
}

/// Scales a part of the photo so that its longest edge is 28, by subsampling, and sets its
/// ground to pure white (garment darker) or pure black (garment lighter). The samples reach one
/// `reach`th of a cell's side.
pub(super) fn scale(
    photo: &Photo,
    part: Rect,
    ground: &Ground,
    polarity: Polarity,
    reach: usize,
) -> Cells {
    let longest = part.width.max(part.height);
    let reach = longest / SIDE / reach;
    let scaled = |length: usize| ((2 * length * SIDE + longest) / (2 * longest)).max(1);
    let (width, height) = (scaled(part.width), scaled(part.height));
    let mut rgb = Vec::with_capacity(width * height);
    for row in 0..height {
        let y = part.y + (2 * row + 1) * part.height / (2 * height);
        for column in 0..width {
            let x = part.x + (2 * column + 1) * part.width / (2 * width);
            let sampled = centre_of_cell(photo, part, x, y, reach);
            rgb.push(level(sampled, ground.at(x, y), ground.noise, polarity));
        }
    }
    Cells { width, height, rgb }
}

/// The mean of a square that reaches so many pixels from the centre of a cell.
fn centre_of_cell(photo: &Photo, part: Rect, x: usize, y: usize, reach: usize) -> [f32; 3] {
    let columns = x.saturating_sub(reach).max(part.x)..(x + reach + 1).min(part.x + part.width);
    let rows = y.saturating_sub(reach).max(part.y)..(y + reach + 1).min(part.y + part.height);
    let count = (columns.len() * rows.len()).max(1) as f32;
    let mut sum = [0_u32; 3];
    for y in rows {
        let line = y * photo.width as usize;
        for pixel in photo.rgb[(line + columns.start) * 3..(line + columns.end) * 3].chunks(3) {
            for (sum, &value) in sum.iter_mut().zip(pixel) {
                *sum += u32::from(value);
            }
        }
    }
    sum.map(|sum| sum as f32 / count)
}

/// Puts the ground, less its noise, at pure white or pure black, and scales the rest as a longer
/// exposure would (a factor on the light is a factor on the encoded values).
///
/// The authors' grounds were white already, so theirs became exactly 0. Contrast beyond the
/// ground's own is not stretched: they did not, and how dark a garment is tells classes apart.
fn level(rgb: [f32; 3], ground: [f32; 3], noise: f32, polarity: Polarity) -> [f32; 3] {
    let mut levelled = [0.0; 3];
    for ((out, value), ground) in levelled.iter_mut().zip(rgb).zip(ground) {
        *out = if polarity == Polarity::LightOnDark {
            let black = (ground + noise).min(255.0);
            gain(255.0 - black) * (value - black)
        } else {
            let white = (ground - noise).max(0.0);
            255.0 - gain(white) * (white - value)
        }
        .clamp(0.0, 255.0);
    }
    levelled
}

fn gain(range: f32) -> f32 {
    (255.0 / range.max(1.0)).min(MAX_GAIN)
}

/// Sharpens as ImageMagick's `-sharpen 1x1.0`; beyond its edges the picture goes on as its
/// outermost pixels.
pub(super) fn sharpen(cells: &Cells) -> Cells {
    let mut rgb = Vec::with_capacity(cells.rgb.len());
    for y in 0..cells.height {
        for x in 0..cells.width {
            let mut sum = [0.0; 3];
            for (dy, weights) in KERNEL.iter().enumerate() {
                let row = (y + dy).saturating_sub(1).min(cells.height - 1);
                for (dx, weight) in weights.iter().enumerate() {
                    let column = (x + dx).saturating_sub(1).min(cells.width - 1);
                    for (sum, value) in sum.iter_mut().zip(cells.rgb[row * cells.width + column]) {
                        *sum += weight * value;
                    }
                }
            }
            rgb.push(sum.map(|value: f32| value.clamp(0.0, 255.0)));
        }
    }
    Cells { rgb, ..*cells }
}

/// Where `length` cells start when they are centred on 28: an odd one out goes before them, as
/// ImageMagick's `-gravity center -extent 28x28` puts it.
pub(super) fn centred(length: usize) -> usize {
    SIDE / 2 - length / 2
}

/// Extends to 28×28 with the ground, centred.
pub(super) fn extend(cells: &Cells, ground: f32) -> Cells {
    let mut rgb = vec![[ground; 3]; PIXELS];
    let (left, top) = (centred(cells.width), centred(cells.height));
    for (y, line) in cells.rgb.chunks(cells.width).enumerate() {
        let start = (top + y) * SIDE + left;
        rgb[start..start + cells.width].copy_from_slice(line);
    }
    Cells { width: SIDE, height: SIDE, rgb }
}

/// Negates.
pub(super) fn negate(cells: &Cells) -> Cells {
    let rgb = cells.rgb.iter().map(|rgb| rgb.map(|value| 255.0 - value)).collect();
    Cells { rgb, ..*cells }
}

/// 8-bit grey of 28×28 cells: Rec. 709 luma.
pub(super) fn grey(cells: &Cells) -> [u8; PIXELS] {
    let mut pixels = [0; PIXELS];
    for (pixel, &rgb) in pixels.iter_mut().zip(&cells.rgb) {
        *pixel = to_byte(luma(rgb));
    }
    pixels
}

/// Rounds to 0..=255.
pub(super) fn to_byte(value: f32) -> u8 {
    (value + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(width: usize, grey: &[f32]) -> Cells {
        let rgb = grey.iter().map(|&value| [value; 3]).collect();
        Cells { width, height: grey.len() / width, rgb }
    }

    fn close(is: f32, wanted: f32) {
        assert!((is - wanted).abs() < 0.01, "{is} is not {wanted}");
    }

    #[test]
    fn the_kernel_is_imagemagicks() {
        // Gaussian sum 4.8976, kernel sum 5.8976.
        close(KERNEL[1][1], 9.7952 / 5.8976);
        close(KERNEL[0][1], -0.6065 / 5.8976);
        close(KERNEL[0][0], -0.3679 / 5.8976);
        close(KERNEL.iter().flatten().sum(), 1.0);
    }

    #[test]
    fn sharpening_leaves_an_even_picture_and_steepens_an_edge() {
        let even = cells(3, &[90.0; 9]);
        sharpen(&even).rgb.iter().for_each(|rgb| close(rgb[0], 90.0));
        // One side takes 0.1028 + 2 × 0.0624 = 0.2276 of the difference of 100 at an edge.
        let edge = cells(4, &[50.0, 50.0, 150.0, 150.0]);
        let sharp: Vec<f32> = sharpen(&edge).rgb.iter().map(|rgb| rgb[0]).collect();
        for (is, wanted) in sharp.into_iter().zip([50.0, 27.24, 172.76, 150.0]) {
            close(is, wanted);
        }
    }

    #[test]
    fn an_odd_cell_out_goes_before_the_garment() {
        assert_eq!([28, 27, 26, 17, 1].map(centred), [0, 1, 1, 6, 14]);
        let extended = extend(&cells(1, &[7.0]), 255.0);
        assert_eq!(extended.rgb[14 * SIDE + 14], [7.0; 3]);
        assert_eq!(extended.rgb.iter().filter(|rgb| rgb[0] == 255.0).count(), PIXELS - 1);
    }

    #[test]
    fn levelling_takes_the_ground_to_the_end_of_the_scale_as_exposure_would() {
        use Polarity::{DarkOnLight, LightOnDark};
        let check = |value: f32, ground: f32, noise: f32, polarity, wanted| {
            close(level([value; 3], [ground; 3], noise, polarity)[0], wanted);
        };
        // White ground: nothing changes.
        check(100.0, 255.0, 0.0, DarkOnLight, 100.0);
        // Ground 204 is white at 1.25 times the exposure.
        check(204.0, 204.0, 0.0, DarkOnLight, 255.0);
        check(100.0, 204.0, 0.0, DarkOnLight, 125.0);
        check(0.0, 204.0, 0.0, DarkOnLight, 0.0);
        // With noise of 4, all from 200 up is white.
        check(200.0, 204.0, 4.0, DarkOnLight, 255.0);
        // A dark ground is raised to twice at most.
        check(20.0, 50.0, 0.0, DarkOnLight, 255.0 - 60.0);
        // On a black ground nothing changes; ground 51 leaves 204 levels for 255.
        check(100.0, 0.0, 0.0, LightOnDark, 100.0);
        check(51.0, 51.0, 0.0, LightOnDark, 0.0);
        check(153.0, 51.0, 0.0, LightOnDark, 127.5);
    }

    #[test]
    fn grey_is_rec_709_luma() {
        let mut rgb = vec![[0.0; 3]; PIXELS];
        rgb[0] = [255.0, 0.0, 0.0];
        rgb[1] = [0.0, 255.0, 0.0];
        rgb[2] = [0.0, 0.0, 255.0];
        rgb[3] = [255.0; 3];
        let pixels = grey(&Cells { width: SIDE, height: SIDE, rgb });
        assert_eq!(pixels[..5], [54, 182, 18, 255, 0]);
    }
}
