//! The order of the steps: which of them a photo needs, and what to warn of.

use super::film::{of_cells, of_photo};
use super::ground::{Ground, TOLERANCE, luma};
use super::steps::{self, Cells, Rect, Standout};
use super::{Film, Photo, Polarity, Prepared, Step, Warning, look};
use dataset::{PIXELS, SIDE};

/// Polarity is unsure where what stands out is darker and lighter than the ground in nearly
/// equal parts: the two differ by less than this share of their sum.
const UNSURE: f32 = 0.25;

/// The contrast is low where the garment's mean brightness after all steps is below this, of
/// 255. 18 of the data set's 10,000 test images are that dark.
const LOW_CONTRAST: u32 = 38;

/// Takes a photo to 28×28 grey values, garment light on black.
///
/// An image of 28×28 is taken to have the data set's form already: it is only negated where it
/// has to be, and made grey. A photo whose `rgb` is not `width * height * 3` bytes counts as
/// blank.
///
/// ```
/// use vision::photo::{Photo, Polarity, as_photo, prepare};
///
/// // A light square on black, made into a photo and back.
/// let mut square = [0; 784];
/// (4..24).for_each(|row| square[28 * row + 4..][..20].fill(200));
/// let (width, height, grey) = as_photo(&square, 5, 10);
/// let rgb = grey.iter().flat_map(|grey| [*grey; 3]).collect();
/// let photo = Photo { width, height, rgb, warnings: Vec::new() };
/// let prepared = prepare(&photo, Polarity::Detect);
/// assert_eq!(prepared.film.used, Polarity::DarkOnLight);
/// assert!(prepared.pixels[0] == 0 && prepared.pixels[28 * 14 + 14] > 150);
/// ```
pub fn prepare(photo: &Photo, polarity: Polarity) -> Prepared {
    prepare_sampled(photo, polarity, steps::REACH)
}

/// The same with samples that reach one `reach`th of a cell's side.
fn prepare_sampled(photo: &Photo, polarity: Polarity, reach: usize) -> Prepared {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let whole = Rect { x: 0, y: 0, width, height };
    let mut warnings = photo.warnings.clone();
    if photo.rgb.is_empty() || Some(photo.rgb.len()) != bytes(width, height) {
        return blank(start(polarity, Polarity::DarkOnLight), warnings);
    }
    let ground = Ground::estimate(photo);
    let brightness = luma(ground.at(width / 2, height / 2));
    let of_ground = if brightness < 127.5 { Polarity::LightOnDark } else { Polarity::DarkOnLight };
    let standout = steps::trim(photo, &ground);
    let part = standout.map_or(whole, |standout| standout.part);
    let is_ready = (width, height) == (SIDE, SIDE);
    if part.width.max(part.height) < SIDE && !is_ready {
        warnings.push(Warning::TooSmall);
    }
    let Some(standout) = standout else {
        let mut film = start(polarity, of_ground);
        film.frames.push(of_photo(Step::Photo, photo, whole));
        return blank(film, warnings);
    };
    let (detected, is_sure) = detect(&standout, of_ground);
    if polarity == Polarity::Detect && !is_sure {
        warnings.push(Warning::PolarityUnsure);
    }
    let mut film = start(polarity, detected);
    film.frames.push(of_photo(Step::Photo, photo, whole));
    if !is_ready {
        warnings.extend(look::warnings(photo, part, &ground, film.used));
    }
    let cells = if is_ready {
        let rgb = photo.rgb.chunks_exact(3).map(|p| [p[0], p[1], p[2]].map(f32::from)).collect();
        Cells { width, height, rgb }
    } else {
        reduce(photo, whole, part, &ground, reach, &mut film)
    };
    let pixels = finish(&cells, &mut film);
    if is_low_contrast(&pixels) {
        warnings.push(Warning::LowContrast);
    }
    Prepared { pixels, film, warnings }
}

/// Which pixels of a photo stand out of its ground, row by row.
pub(crate) fn standing_out(photo: &Photo) -> Vec<bool> {
    let width = (photo.width as usize).max(1);
    let ground = Ground::estimate(photo);
    let pixels = photo.rgb.as_chunks::<3>().0.iter().enumerate();
    let stands_out = |(at, rgb): (usize, &[u8; 3])| {
        ground.stands_out(at % width, at / width, rgb.map(f32::from))
    };
    pixels.map(stands_out).collect()
}

/// Whether the steps of [`prepare`] see the ground as it is: it is of one even colour, or the photo
/// has the data set's own form already, or no pixels.
pub fn is_plain(photo: &Photo) -> bool {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let has_pixels = !photo.rgb.is_empty() && Some(photo.rgb.len()) == bytes(width, height);
    (width, height) == (SIDE, SIDE) || !has_pixels || Ground::estimate(photo).is_plain(photo)
}

/// Takes a copy of a photo of `size` pixels to 28×28 with all that is not `inside` cut away: it lies
/// on pure white where it is darker than what was cut away, else on pure black.
pub(crate) fn prepare_cut(
    mut photo: Photo,
    size: (u32, u32),
    inside: &[bool],
    polarity: Polarity,
) -> Prepared {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let whole = Rect { x: 0, y: 0, width, height };
    let mut original = of_photo(Step::Photo, &photo, whole);
    original.size = size;
    let (detected, is_sure) = detect_cut(&photo, inside);
    let used = if polarity == Polarity::Detect { detected } else { polarity };
    let ground = if used == Polarity::LightOnDark { 0 } else { 255 };
    for (pixel, _) in photo.rgb.chunks_exact_mut(3).zip(inside).filter(|(_, inside)| !**inside) {
        pixel.fill(ground);
    }
    let mut prepared = prepare_sampled(&photo, used, steps::WHOLE_CELL);
    if polarity == Polarity::Detect && !is_sure {
        prepared.warnings.push(Warning::PolarityUnsure);
    }
    prepared.film.detected = detected;
    if let Some(first) = prepared.film.frames.first_mut() {
        first.step = Step::Cut;
    }
    prepared.film.frames.insert(0, original);
    prepared
}

/// As [`detect`], with what was cut away for the ground.
fn detect_cut(photo: &Photo, inside: &[bool]) -> (Polarity, bool) {
    let brightness: Vec<f32> =
        photo.rgb.chunks_exact(3).map(|p| luma([p[0], p[1], p[2]].map(f32::from))).collect();
    let of = |wanted: bool| brightness.iter().zip(inside).filter(move |(_, is)| **is == wanted);
    let sum: f64 = of(false).map(|(value, _)| f64::from(*value)).sum();
    let ground = (sum / of(false).count().max(1) as f64) as f32;
    let (mut darker, mut lighter) = (0.0, 0.0);
    for (value, _) in of(true) {
        darker += (ground - value).max(0.0);
        lighter += (value - ground).max(0.0);
    }
    let part = Rect { x: 0, y: 0, width: 0, height: 0 };
    let of_ground = if ground < 127.5 { Polarity::LightOnDark } else { Polarity::DarkOnLight };
    detect(&Standout { part, darker: darker as u64, lighter: lighter as u64 }, of_ground)
}

/// A film without frames yet.
fn start(wish: Polarity, detected: Polarity) -> Film {
    let used = if wish == Polarity::Detect { detected } else { wish };
    Film { frames: Vec::new(), detected, used }
}

/// All black, with a warning.
fn blank(mut film: Film, mut warnings: Vec<Warning>) -> Prepared {
    let pixels = [0; PIXELS];
    film.frames.push(of_cells(Step::Grey, &as_cells(&pixels)));
    warnings.push(Warning::Blank);
    Prepared { pixels, film, warnings }
}

/// Trims, scales, sharpens and extends.
fn reduce(
    photo: &Photo,
    whole: Rect,
    part: Rect,
    ground: &Ground,
    reach: usize,
    film: &mut Film,
) -> Cells {
    if part != whole {
        film.frames.push(of_photo(Step::Trimmed, photo, part));
    }
    let scaled = steps::scale(photo, part, ground, film.used, reach);
    film.frames.push(of_cells(Step::Scaled, &scaled));
    let blank = if film.used == Polarity::LightOnDark { 0.0 } else { 255.0 };
    let sharpened = steps::extend(&steps::sharpen(&scaled), blank);
    film.frames.push(of_cells(Step::Sharpened, &sharpened));
    sharpened
}

/// Negates where the garment was darker, and makes grey.
fn finish(cells: &Cells, film: &mut Film) -> [u8; PIXELS] {
    let pixels = if film.used == Polarity::DarkOnLight {
        let negated = steps::negate(cells);
        film.frames.push(of_cells(Step::Negated, &negated));
        steps::grey(&negated)
    } else {
        steps::grey(cells)
    };
    film.frames.push(of_cells(Step::Grey, &as_cells(&pixels)));
    pixels
}

/// Whether what stands out is mostly darker or mostly lighter than the ground, and whether that
/// is clear. Where neither is more, as between colours of one brightness, the ground decides.
fn detect(standout: &Standout, of_ground: Polarity) -> (Polarity, bool) {
    let (darker, lighter) = (standout.darker as f32, standout.lighter as f32);
    let polarity = match standout.darker.cmp(&standout.lighter) {
        std::cmp::Ordering::Greater => Polarity::DarkOnLight,
        std::cmp::Ordering::Less => Polarity::LightOnDark,
        std::cmp::Ordering::Equal => of_ground,
    };
    (polarity, (darker - lighter).abs() > UNSURE * (darker + lighter))
}

/// Whether the pixels that are not ground are dark on average, or there are none.
fn is_low_contrast(pixels: &[u8; PIXELS]) -> bool {
    let garment = pixels.iter().map(|&value| u32::from(value)).filter(|&v| v as f32 > TOLERANCE);
    let (count, sum) = garment.fold((0, 0), |(count, sum), value| (count + 1, sum + value));
    sum <= count * LOW_CONTRAST
}

fn as_cells(pixels: &[u8; PIXELS]) -> Cells {
    let rgb = pixels.iter().map(|&value| [f32::from(value); 3]).collect();
    Cells { width: SIDE, height: SIDE, rgb }
}

/// The length of `rgb`, or none where it would not fit into memory.
fn bytes(width: usize, height: usize) -> Option<usize> {
    width.checked_mul(height)?.checked_mul(3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn photo(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Photo {
        let rgb = (0..width * height).flat_map(|i| colour(i % width, i / width)).collect();
        Photo { width, height, rgb, warnings: vec![] }
    }

    /// A block of 56×140 pixels at (60, 30), two by five of which make a cell.
    fn block(ground: u8, garment: u8) -> Photo {
        let inside = |x, y| (60..116).contains(&x) && (30..170).contains(&y);
        photo(200, 200, |x, y| [if inside(x, y) { garment } else { ground }; 3])
    }

    fn steps(film: &Film) -> Vec<Step> {
        film.frames.iter().map(|frame| frame.step).collect()
    }

    /// 28×28 with `garment` in the middle and `ground` round it.
    fn small(ground: u8, garment: u8) -> Photo {
        let inside = |x, y| (8..20).contains(&x) && (4..24).contains(&y);
        photo(28, 28, |x, y| [if inside(x, y) { garment } else { ground }; 3])
    }

    fn centre_and_corner(prepared: &Prepared) -> (u8, u8) {
        (prepared.pixels[14 * SIDE + 14], prepared.pixels[0])
    }

    #[test]
    fn a_dark_block_on_white_takes_every_step() {
        let prepared = prepare(&block(255, 55), Polarity::Detect);
        assert_eq!(prepared.warnings, []);
        assert_eq!(prepared.film.used, Polarity::DarkOnLight);
        use Step::{Grey, Negated, Photo, Scaled, Sharpened, Trimmed};
        let all = [Photo, Trimmed, Scaled, Sharpened, Negated, Grey];
        assert_eq!(steps(&prepared.film), all);
        let sizes: Vec<_> = prepared.film.frames.iter().map(|frame| frame.size).collect();
        assert_eq!(sizes[..4], [(200, 200), (56, 140), (11, 28), (28, 28)]);
        // 11 columns from 9 on (14 - 11 / 2), all rows: 255 - 55 = 200.
        for (i, &value) in prepared.pixels.iter().enumerate() {
            assert_eq!(value, if (9..20).contains(&(i % SIDE)) { 200 } else { 0 }, "pixel {i}");
        }
    }

    #[test]
    fn a_light_block_on_black_is_not_negated() {
        let prepared = prepare(&block(0, 200), Polarity::Detect);
        assert_eq!(prepared.film.used, Polarity::LightOnDark);
        assert!(!steps(&prepared.film).contains(&Step::Negated));
        assert_eq!(centre_and_corner(&prepared), (200, 0));
    }

    #[test]
    fn a_grey_ground_comes_out_black() {
        assert_eq!(centre_and_corner(&prepare(&block(204, 100), Polarity::Detect)), (130, 0));
    }

    #[test]
    fn stray_pixels_and_a_hair_line_of_dust_do_not_stop_the_trim() {
        let mut dusty = block(255, 55);
        for (x, y) in [(0, 0), (7, 190), (180, 3), (181, 3)] {
            let at = (y * 200 + x) * 3;
            dusty.rgb[at..at + 3].fill(0);
        }
        let prepared = prepare(&dusty, Polarity::Detect);
        assert_eq!(prepared.film.frames[1].size, (56, 140));
        assert_eq!(prepared.pixels, prepare(&block(255, 55), Polarity::Detect).pixels);
    }

    #[test]
    fn a_photo_without_edges_to_trim_has_no_such_frame() {
        let halves = photo(56, 56, |x, y| [if x > 3 && y < 52 { 60 } else { 255 }; 3]);
        let prepared = prepare(&halves, Polarity::Detect);
        assert_eq!(prepared.film.frames[1].size, (52, 52));
        let cross = photo(84, 84, |x, y| [if x / 28 == 1 || y / 28 == 1 { 9 } else { 255 }; 3]);
        assert!(!steps(&prepare(&cross, Polarity::Detect).film).contains(&Step::Trimmed));
    }

    #[test]
    fn the_data_sets_own_form_passes_unchanged() {
        let image = small(0, 180);
        let prepared = prepare(&image, Polarity::Detect);
        assert_eq!(steps(&prepared.film), [Step::Photo, Step::Grey]);
        let grey: Vec<u8> = image.rgb.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!(prepared.pixels.to_vec(), grey);
        assert_eq!(prepared.warnings, []);
    }

    #[test]
    fn a_28_by_28_image_on_white_is_only_negated() {
        let prepared = prepare(&small(255, 75), Polarity::Detect);
        assert_eq!(steps(&prepared.film), [Step::Photo, Step::Negated, Step::Grey]);
        assert_eq!(prepared.pixels, prepare(&small(0, 180), Polarity::Detect).pixels);
    }

    #[test]
    fn the_caller_may_force_a_polarity() {
        let prepared = prepare(&small(0, 180), Polarity::DarkOnLight);
        assert_eq!(prepared.film.detected, Polarity::LightOnDark);
        assert_eq!(prepared.film.used, Polarity::DarkOnLight);
        assert_eq!(centre_and_corner(&prepared), (75, 255));
    }

    #[test]
    fn stripes_darker_and_lighter_than_the_ground_leave_the_polarity_unsure() {
        let stripe = |x: u32| if x.is_multiple_of(2) { 28 } else { 228 };
        let inside = |x, y| (20..80).contains(&x) && (20..80).contains(&y);
        let striped = photo(100, 100, |x, y| [if inside(x, y) { stripe(x) } else { 128 }; 3]);
        let unsure =
            |polarity| prepare(&striped, polarity).warnings.contains(&Warning::PolarityUnsure);
        assert!(unsure(Polarity::Detect));
        assert!(!unsure(Polarity::DarkOnLight));
    }

    #[test]
    fn a_blank_photo_is_black_and_says_so() {
        for (value, detected) in [(255, Polarity::DarkOnLight), (9, Polarity::LightOnDark)] {
            let prepared = prepare(&photo(50, 40, |_, _| [value; 3]), Polarity::Detect);
            assert_eq!(prepared.warnings, [Warning::Blank]);
            assert_eq!(prepared.pixels, [0; PIXELS]);
            assert_eq!(prepared.film.used, detected);
            assert_eq!(steps(&prepared.film), [Step::Photo, Step::Grey]);
        }
    }

    #[test]
    fn too_few_pixels_and_too_little_contrast_are_told() {
        let tiny = photo(20, 10, |x, y| [if x > 3 && x < 16 && y > 1 { 50 } else { 255 }; 3]);
        assert_eq!(prepare(&tiny, Polarity::Detect).warnings, [Warning::TooSmall]);
        assert_eq!(prepare(&block(255, 225), Polarity::Detect).warnings, [Warning::LowContrast]);
        assert_eq!(prepare(&block(255, 205), Polarity::Detect).warnings, []);
    }

    #[test]
    fn the_photos_own_warnings_come_first() {
        let mut blank = photo(30, 30, |_, _| [255; 3]);
        blank.warnings.push(Warning::Transparent);
        let warnings = prepare(&blank, Polarity::Detect).warnings;
        assert_eq!(warnings, [Warning::Transparent, Warning::Blank]);
    }

    #[test]
    fn a_photo_of_the_wrong_length_counts_as_blank() {
        let short = Photo { width: 9, height: 9, rgb: vec![0; 5], warnings: vec![] };
        assert_eq!(prepare(&short, Polarity::Detect).warnings, [Warning::Blank]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_photo_is_prepared_the_same_way_twice(
            width in 1_u32..64,
            height in 1_u32..64,
            noise in prop::collection::vec(any::<u8>(), 64 * 64 * 3),
            levels in 1_u8..=255,
            wish in prop::sample::select(vec![
                Polarity::Detect, Polarity::DarkOnLight, Polarity::LightOnDark,
            ]),
        ) {
            let rgb = noise[..(width * height * 3) as usize].iter().map(|v| 255 - v % levels);
            let photo = Photo { width, height, rgb: rgb.collect(), warnings: vec![] };
            let prepared = prepare(&photo, wish);
            prop_assert_eq!(&prepared, &prepare(&photo, wish));
            prop_assert!(prepared.film.used != Polarity::Detect);
            for frame in &prepared.film.frames {
                prop_assert_eq!(frame.rgb.len() as u32, frame.width * frame.height * 3);
            }
        }
    }
}
