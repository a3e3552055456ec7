use proptest::prelude::*;
use random::Rng;

use super::*;
use crate::crop::Pose;
use crate::photo::{self, Polarity, Step, as_photo};
use dataset::PIXELS;

const SIZE: u32 = 240;

fn photo(colour: impl Fn(u32, u32) -> [u8; 3]) -> Photo {
    let rgb = (0..SIZE * SIZE).flat_map(|i| colour(i % SIZE, i / SIZE)).collect();
    Photo { width: SIZE, height: SIZE, rgb, warnings: vec![] }
}

/// Tiles of two browns, each pixel up to eight levels off.
fn tiles() -> impl Fn(u32, u32) -> [u8; 3] {
    |x, y| {
        let off = Rng::stream(u64::from(x), u64::from(y)).below(17) as u8;
        let base: [u8; 3] =
            if (x / 24 + y / 24).is_multiple_of(2) { [150, 110, 80] } else { [110, 75, 50] };
        base.map(|value| value + off - 8)
    }
}

/// A T-shirt: body and two sleeves.
fn is_shirt(x: u32, y: u32) -> bool {
    let body = (80..160).contains(&x) && (40..200).contains(&y);
    body || ((40..200).contains(&x) && (40..90).contains(&y))
}

fn shirt_on_tiles() -> Photo {
    let ground = tiles();
    photo(move |x, y| if is_shirt(x, y) { [40, 60, 160] } else { ground(x, y) })
}

/// The share of the places where the mask says what `wanted` does.
fn agreement(mask: &Mask, wanted: impl Fn(u32, u32) -> bool) -> f64 {
    let full = mask.enlarged(SIZE as usize, SIZE as usize);
    let right =
        (0..SIZE * SIZE).filter(|&i| full.inside[i as usize] == wanted(i % SIZE, i / SIZE)).count();
    right as f64 / f64::from(SIZE * SIZE)
}

#[test]
fn on_a_plain_ground_nothing_changes() {
    let mut pixels = [0; PIXELS];
    for y in 4..24 {
        pixels[y * 28 + 8..y * 28 + 20].fill(90 + 5 * y as u8);
    }
    for (scale, margin) in [(15, 30), (9, 0), (1, 0)] {
        let (width, height, grey) = as_photo(&pixels, scale, margin);
        let rgb = grey.into_iter().flat_map(|value| [value; 3]).collect();
        let plain = Photo { width, height, rgb, warnings: vec![] };
        let wanted = photo::prepare(&plain, Polarity::Detect);
        let Seen { prepared, cut, canvas } = look(&plain, &Guidance::default());
        assert!((&prepared, &cut) == (&wanted, &None), "at a scale of {scale}");
        // The data set's own form is for the data set's classifier alone.
        let is_own_form = (width, height) == (28, 28);
        assert_eq!(canvas.is_none(), is_own_form, "at a scale of {scale}");
    }
}

#[test]
fn a_shirt_on_tiles_comes_out_as_on_white() {
    let Seen { prepared, cut, canvas } = look(&shirt_on_tiles(), &Guidance::default());
    let cut = cut.unwrap();
    assert_eq!(cut.doubt, None);
    assert!(agreement(&cut.mask, is_shirt) > 0.98, "{}", agreement(&cut.mask, is_shirt));
    let steps: Vec<Step> = prepared.film.frames.iter().map(|frame| frame.step).collect();
    assert_eq!(steps[..3], [Step::Photo, Step::Cut, Step::Trimmed]);
    assert_eq!(prepared.film.frames[0].size, (SIZE, SIZE));

    let on_white = photo(|x, y| if is_shirt(x, y) { [40, 60, 160] } else { [255; 3] });
    let wanted = photo::prepare(&on_white, Polarity::Detect).pixels;
    let near = |(is, wanted): (&u8, &u8)| is.abs_diff(*wanted) < 40;
    let count = prepared.pixels.iter().zip(&wanted).filter(|&pair| near(pair)).count();
    assert!(count > PIXELS * 93 / 100, "{count} of {PIXELS}");

    // In colour it is blue, and nothing of the tiles is left beside it.
    let values = canvas.unwrap().sampled(&Pose::default());
    let middle = |channel: usize| values[(channel * 64 + 32) * 64 + 32];
    assert!(middle(2) > middle(0) && middle(3) == 1.0);
    assert_eq!(values[3 * 64 * 64 + 63 * 64], 0.0);
}

#[test]
fn a_light_garment_on_a_dark_ground_is_laid_on_black() {
    let ground = tiles();
    let light = photo(move |x, y| if is_shirt(x, y) { [235; 3] } else { ground(x, y) });
    let Seen { prepared, cut, .. } = look(&light, &Guidance::default());
    assert!(cut.is_some());
    assert_eq!(prepared.film.used, Polarity::LightOnDark);
    // The corner below the left sleeve, and the middle.
    assert_eq!((prepared.pixels[27 * 28], prepared.pixels[14 * 28 + 14]), (0, 235));
}

#[test]
fn a_box_leaves_what_is_outside_and_strokes_outvote_the_cut() {
    let ground = tiles();
    let is_left = |x, y| (30..100).contains(&x) && (60..180).contains(&y);
    let is_right = |x, y| (140..210).contains(&x) && (60..180).contains(&y);
    let two = photo(
        move |x, y| {
            if is_left(x, y) || is_right(x, y) { [40, 60, 160] } else { ground(x, y) }
        },
    );
    let both = |x, y| is_left(x, y) || is_right(x, y);
    assert!(agreement(&segment(&two, &Hints::default()).mask, both) > 0.98);

    let frame = Some(Frame { left: 0.05, top: 0.1, right: 0.5, bottom: 0.9 });
    let boxed = segment(&two, &Hints { frame, strokes: None });
    assert!(agreement(&boxed.mask, is_left) > 0.98);

    // Twelve places across: ground over the right one.
    let marks = (0..144).map(|i| if i % 12 >= 7 { Mark::Ground } else { Mark::None }).collect();
    let strokes = Some(Strokes { width: 12, height: 12, marks });
    let painted = segment(&two, &Hints { frame: None, strokes });
    assert!(agreement(&painted.mask, is_left) > 0.98);

    // The garment painted in beats a box that leaves it out.
    let mut marks = vec![Mark::None; 144];
    marks[6 * 12 + 8] = Mark::Garment;
    let strokes = Some(Strokes { width: 12, height: 12, marks });
    let mixed = segment(&two, &Hints { frame, strokes });
    assert!(mixed.mask.enlarged(240, 240).inside[130 * 240 + 170]);
}

#[test]
fn what_cannot_be_the_garment_is_doubted() {
    let frame = Some(Frame { left: 0.0, top: 0.0, right: 0.05, bottom: 0.05 });
    let cut = segment(&shirt_on_tiles(), &Hints { frame, strokes: None });
    assert_eq!(cut.doubt, Some(Doubt::Nothing));
    let strokes = Some(Strokes { width: 1, height: 1, marks: vec![Mark::Garment] });
    let cut = segment(&shirt_on_tiles(), &Hints { frame: None, strokes });
    assert_eq!(cut.doubt, Some(Doubt::Everything));
    let short = Photo { width: 9, height: 9, rgb: vec![0; 5], warnings: vec![] };
    assert_eq!(segment(&short, &Hints::default()).doubt, Some(Doubt::Nothing));
}

#[test]
fn a_copy_has_the_means_of_its_blocks() {
    let stripes = photo(|x, _| [if x.is_multiple_of(2) { 0 } else { 100 }; 3]);
    let small = reduced(&stripes, 120).unwrap();
    assert_eq!((small.width, small.height), (120, 120));
    assert!(small.rgb.iter().all(|&value| value == 50));
    assert_eq!(reduced(&small, 120).unwrap(), small);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_photo_is_cut_the_same_way_twice(
        width in 1_u32..40,
        height in 1_u32..40,
        noise in prop::collection::vec(any::<u8>(), 40 * 40 * 3),
        levels in 1_u8..=255,
        place in prop::option::of((0.0_f32..1.0, 0.0_f32..1.0)),
        degrees in -400_i16..400,
        mark in prop::sample::select(vec![Mark::None, Mark::Ground, Mark::Garment]),
    ) {
        let rgb = noise[..(width * height * 3) as usize].iter().map(|v| 255 - v % levels);
        let photo = Photo { width, height, rgb: rgb.collect(), warnings: vec![] };
        let frame = place.map(|(left, top)| Frame { left, top, right: 0.8, bottom: 0.7 });
        let strokes = Some(Strokes { width: 2, height: 1, marks: vec![mark, Mark::None] });
        let hints = Hints { frame, strokes };
        let guidance = Guidance { degrees, hints, ..Guidance::default() };
        let seen = look(&photo, &guidance);
        prop_assert_eq!(&seen, &look(&photo, &guidance));
        prop_assert_eq!(seen.cut.is_some(), (width, height) != (28, 28));
        if let Some(Cut { mask, .. }) = seen.cut {
            prop_assert_eq!(mask.inside.len(), mask.width * mask.height);
        }
    }
}
