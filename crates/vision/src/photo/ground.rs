//! The ground that a garment lies on: its colour at each place, and how noisy it is.
//!
//! The data set's authors took the colour of the corner pixel, on studio photos whose ground is
//! one white. Here a corner pixel may be a speck of dust or a JPEG artefact, so the colour is
//! the median of zones at the four corners: a garment that is trimmed tight touches the middles
//! of the edges, seldom the corners. Where light falls off over the ground, a quadratic surface
//! through the border replaces the one colour.

use super::Photo;

/// How far from the ground's colour a pixel still counts as ground: 5% of the way from black to
/// white, as root mean square over the channels (the data set's authors' and ImageMagick's fuzz).
pub(super) const TOLERANCE: f32 = 0.05 * 255.0;

/// The largest deviation that may still be the ground's: noise, or light that falls off.
const PLAUSIBLE: f32 = 0.15 * 255.0;

/// A ground is plain where at most these shares of its corners and of its whole border stand out: a
/// garment that is trimmed tight touches the edges, but leaves the corners.
const PLAIN_CORNERS: f32 = 0.02;
const PLAIN_BORDER: f32 = 0.5;

/// Border pixels looked at along one side and depth.
const SAMPLES_A_SIDE: usize = 1024;

/// The ground of one photo.
#[derive(Debug)]
pub(super) struct Ground {
    /// Median colour of the corner zones.
    colour: [f32; 3],
    /// Correction to `colour` at each place, a quadratic a channel; none on an even ground.
    surface: Option<[[f64; TERMS]; 3]>,
    /// Root mean square deviation over the channels up to which a pixel is ground.
    pub(super) tolerance: f32,
    /// The standard deviation of the ground's brightness, at most [`TOLERANCE`].
    pub(super) noise: f32,
    width: usize,
    height: usize,
}

/// Terms of a quadratic in two variables: 1, u, v, u², uv, v².
const TERMS: usize = 6;

/// A pixel of the border.
#[derive(Clone, Copy)]
struct Sample {
    x: usize,
    y: usize,
    rgb: [f32; 3],
    corner: bool,
}

impl Ground {
    /// Estimates the ground of a photo of at least 1×1 pixels.
    pub(super) fn estimate(photo: &Photo) -> Self {
        let (width, height) = (photo.width as usize, photo.height as usize);
        let border = border(photo);
        let colour = median(border.iter().filter(|sample| sample.corner));
        let mut ground =
            Self { colour, surface: None, tolerance: TOLERANCE, noise: 0.0, width, height };
        let plausible = |ground: &Self| -> Vec<Sample> {
            let deviates = |s: &&Sample| distance(s.rgb, ground.at(s.x, s.y)) <= PLAUSIBLE;
            border.iter().filter(deviates).copied().collect()
        };
        // An even ground keeps to the authors' one colour: a surface would follow the garment's
        // shadow for nothing. Three rounds let it reach places that one colour leaves out.
        if spread(&plausible(&ground), |s| distance(s.rgb, colour)) > TOLERANCE {
            for _ in 0..3 {
                ground.surface = fit(&ground, &plausible(&ground)).or(ground.surface);
            }
        }
        let inside = plausible(&ground);
        let deviation = spread(&inside, |s| distance(s.rgb, ground.at(s.x, s.y)));
        // Four standard deviations leave out one pixel in ten thousand.
        ground.tolerance = (2.0 * deviation).clamp(TOLERANCE, PLAUSIBLE);
        let brightness = |s: &Sample| (luma(s.rgb) - luma(ground.at(s.x, s.y))).abs();
        ground.noise = (0.5 * spread(&inside, brightness)).min(TOLERANCE);
        ground
    }

    /// Whether the border of its photo is of one even colour, or light that falls off over one.
    pub(super) fn is_plain(&self, photo: &Photo) -> bool {
        let border = border(photo);
        let shares = |is_counted: &dyn Fn(&&Sample) -> bool| {
            let counted: Vec<&Sample> = border.iter().filter(is_counted).collect();
            let out = counted.iter().filter(|s| self.stands_out(s.x, s.y, s.rgb)).count();
            out as f32 / counted.len().max(1) as f32
        };
        self.tolerance <= TOLERANCE
            && shares(&|sample| sample.corner) <= PLAIN_CORNERS
            && shares(&|_| true) <= PLAIN_BORDER
    }

    /// The ground's colour at a pixel, each channel in 0..=255.
    pub(super) fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let Some(surface) = &self.surface else { return self.colour };
        let terms = self.terms(x, y);
        let mut colour = self.colour;
        for (value, factors) in colour.iter_mut().zip(surface) {
            let shift: f64 = factors.iter().zip(&terms).map(|(factor, term)| factor * term).sum();
            // The border says little about the middle: the surface may not run away there.
            let most = f64::from(2.0 * PLAUSIBLE);
            *value = (*value + shift.clamp(-most, most) as f32).clamp(0.0, 255.0);
        }
        colour
    }

    /// Whether a pixel of this colour at this place is not ground.
    pub(super) fn stands_out(&self, x: usize, y: usize, rgb: [f32; 3]) -> bool {
        squared(rgb, self.at(x, y)) > self.tolerance * self.tolerance
    }

    /// The quadratic's terms at a pixel; u and v run from -1 to 1 over the photo.
    fn terms(&self, x: usize, y: usize) -> [f64; TERMS] {
        let unit = |place: usize, length: usize| (2 * place + 1) as f64 / length as f64 - 1.0;
        let (u, v) = (unit(x, self.width), unit(y, self.height));
        [1.0, u, v, u * u, u * v, v * v]
    }
}

/// Brightness of a colour as ImageMagick makes grey: Rec. 709 luma of the encoded channels.
pub(super) fn luma(rgb: [f32; 3]) -> f32 {
    0.212_656 * rgb[0] + 0.715_158 * rgb[1] + 0.072_186 * rgb[2]
}

/// Root mean square difference over the channels.
fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    squared(a, b).sqrt()
}

/// Mean square difference over the channels.
fn squared(a: [f32; 3], b: [f32; 3]) -> f32 {
    let [r, g, b] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (r * r + g * g + b * b) / 3.0
}

/// The outermost lines, thinned out on large photos; four lines deep where there is room, so
/// that a frame of one line drawn round the picture does not pass for its ground.
fn border(photo: &Photo) -> Vec<Sample> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let depths = (width.min(height) / 50).clamp(1, 4);
    let mut samples = Vec::new();
    let mut push = |x: usize, y: usize, place: usize, length: usize| {
        let zone = length.div_ceil(8);
        let at = (y * width + x) * 3;
        let rgb = [photo.rgb[at], photo.rgb[at + 1], photo.rgb[at + 2]].map(f32::from);
        samples.push(Sample { x, y, rgb, corner: place < zone || place + zone >= length });
    };
    for depth in 0..depths {
        for x in (0..width).step_by(width.div_ceil(SAMPLES_A_SIDE)) {
            push(x, depth, x, width);
            push(x, height - 1 - depth, x, width);
        }
        for y in (0..height).step_by(height.div_ceil(SAMPLES_A_SIDE)) {
            push(depth, y, y, height);
            push(width - 1 - depth, y, y, height);
        }
    }
    samples
}

/// The median of each channel.
fn median<'a>(samples: impl Iterator<Item = &'a Sample>) -> [f32; 3] {
    let mut counts = [[0_usize; 256]; 3];
    let mut total = 0;
    for sample in samples {
        total += 1;
        for (counts, value) in counts.iter_mut().zip(sample.rgb) {
            counts[value as usize] += 1;
        }
    }
    counts.map(|counts| {
        let mut seen = 0;
        let reaches = |&count: &usize| {
            seen += count;
            2 * seen >= total
        };
        counts.iter().position(reaches).unwrap_or(255) as f32
    })
}

/// What 95% of the samples' values stay within were they Gaussian deviations: three times their
/// median, which a garment that touches up to half of the border does not move. 0 without any.
fn spread(samples: &[Sample], value: impl Fn(&Sample) -> f32) -> f32 {
    let mut values: Vec<f32> = samples.iter().map(value).collect();
    values.sort_by(f32::total_cmp);
    3.0 * values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Least squares of a quadratic a channel through the samples' deviations from the ground's
/// colour. None where the samples do not tell its terms apart.
fn fit(ground: &Ground, samples: &[Sample]) -> Option<[[f64; TERMS]; 3]> {
    // Six sums of products a row and three right-hand sides.
    let mut rows = [[0.0_f64; TERMS + 3]; TERMS];
    for sample in samples {
        let terms = ground.terms(sample.x, sample.y);
        for (row, &a) in rows.iter_mut().zip(&terms) {
            for (cell, &b) in row.iter_mut().zip(&terms) {
                *cell += a * b;
            }
            for channel in 0..3 {
                let shift = sample.rgb[channel] - ground.colour[channel];
                row[TERMS + channel] += a * f64::from(shift);
            }
        }
    }
    eliminate(&mut rows, samples.len() as f64 * 1e-6)?;
    let mut surface = [[0.0; TERMS]; 3];
    for (channel, factors) in surface.iter_mut().enumerate() {
        for (factor, row) in factors.iter_mut().zip(&rows) {
            *factor = row[TERMS + channel];
        }
    }
    Some(surface)
}

/// Gauss–Jordan elimination with row pivots; none where a pivot is not above `least`.
fn eliminate(rows: &mut [[f64; TERMS + 3]; TERMS], least: f64) -> Option<()> {
    for column in 0..TERMS {
        let size = |row: &usize| rows[*row][column].abs();
        let pivot = (column..TERMS).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        if size(&pivot) <= least {
            return None;
        }
        rows.swap(column, pivot);
        let divisor = rows[column][column];
        let pivot_row = rows[column].map(|value| value / divisor);
        rows[column] = pivot_row;
        for row in (0..TERMS).filter(|&row| row != column) {
            let factor = rows[row][column];
            for (cell, &value) in rows[row].iter_mut().zip(&pivot_row) {
                *cell -= factor * value;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Photo {
        let at = |i: u32| grey(i % width, i / width);
        let rgb = (0..width * height).flat_map(|i| [at(i); 3]).collect();
        Photo { width, height, rgb, warnings: vec![] }
    }

    #[test]
    fn a_speck_in_the_corner_is_not_the_ground() {
        let ground = Ground::estimate(&photo(40, 40, |x, y| if x + y == 0 { 0 } else { 250 }));
        assert_eq!(ground.at(20, 20), [250.0; 3]);
        assert_eq!((ground.noise, ground.tolerance), (0.0, TOLERANCE));
    }

    #[test]
    fn twelve_levels_off_is_ground_and_thirteen_stand_out() {
        let ground = Ground::estimate(&photo(30, 30, |_, _| 200));
        assert!(!ground.stands_out(5, 5, [188.0; 3]));
        assert!(ground.stands_out(5, 5, [187.0; 3]));
        // One channel alone has to differ by the square root of 3 times as much: 22.08.
        assert!(!ground.stands_out(5, 5, [200.0, 178.0, 200.0]));
        assert!(ground.stands_out(5, 5, [200.0, 177.0, 200.0]));
    }

    #[test]
    fn light_that_falls_off_is_followed() {
        let light = |x: u32, y: u32| {
            let square = |place: u32| (f64::from(place) - 49.5) * (f64::from(place) - 49.5);
            (240.0 - (square(x) + square(y)) * 0.01).round() as u8
        };
        let ground = Ground::estimate(&photo(100, 100, light));
        for (x, y) in [(0, 0), (50, 50), (99, 20), (30, 70)] {
            let (is, wanted) = (ground.at(x, y)[0], f32::from(light(x as u32, y as u32)));
            assert!((is - wanted).abs() < 1.0, "{is} for {wanted} at {x}, {y}");
        }
    }

    #[test]
    fn noise_widens_the_tolerance() {
        // The ground alternates between 200 and 210: median 200, and half of it is 10 off.
        let ground = Ground::estimate(&photo(64, 64, |x, y| 200 + (x + y) as u8 % 2 * 10));
        assert_eq!(ground.colour, [200.0; 3]);
        assert!(ground.tolerance > TOLERANCE);
    }
}
