//! What a record's image looks like once the shifts are through with it.

use super::shift::Pattern;
use super::stream::{Draw, Outlier};
use dataset::{PIXELS, SIDE};
use random::Rng;
use vision::corruption::{corrupt_0_1, to_0_1, to_bytes};

/// The 784 bytes that the networks get for a record, from the image that it drew. An outlier
/// stands in for the garment first; then the corruptions follow each other, rounded to bytes
/// once at the end.
pub fn apply(draw: &Draw, pixels: &[u8; PIXELS]) -> [u8; PIXELS] {
    let shown = draw.outlier.map_or(*pixels, |outlier| picture(outlier, pixels));
    if draw.corruptions.is_empty() {
        return shown;
    }
    let damaged = draw.corruptions.iter().fold(to_0_1(&shown), |image, damage| {
        corrupt_0_1(&image, damage.corruption, damage.severity, &mut Rng::new(damage.seed))
    });
    to_bytes(&damaged)
}

fn picture(outlier: Outlier, garment: &[u8; PIXELS]) -> [u8; PIXELS] {
    let mut rng = Rng::new(outlier.seed);
    match outlier.pattern {
        Pattern::Blank => [0; PIXELS],
        Pattern::Noise => std::array::from_fn(|_| (rng.next_u64() >> 56) as u8),
        Pattern::Inverted => garment.map(|value| 255 - value),
        Pattern::Stripes => stripes(&mut rng),
    }
}

/// Stripes 2 to 5 pixels wide, lying, standing or slanting.
fn stripes(rng: &mut Rng) -> [u8; PIXELS] {
    let width = 2 + rng.below(4);
    let direction = rng.below(3);
    std::array::from_fn(|i| {
        let (x, y) = (i % SIDE, i / SIDE);
        let along = [x, y, x + y][direction];
        if (along / width).is_multiple_of(2) { 0 } else { 255 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Injection, Onset, Schedule};
    use crate::shift::Shift;
    use crate::stream::Stream;
    use vision::corruption::{Corruption, Severity};

    fn image() -> [u8; PIXELS] {
        std::array::from_fn(|i| (i % 200) as u8)
    }

    fn shown(shifts: &[Shift], record: u64) -> [u8; PIXELS] {
        let always = |&shift| Injection { shift, onset: Onset::Sudden, start: 0, end: None };
        let schedule = Schedule::new(shifts.iter().map(always).collect()).unwrap();
        apply(&Stream::new(1, schedule, &[0]).unwrap().draw(record), &image())
    }

    fn all(pattern: Pattern) -> Shift {
        Shift::Outliers { pattern: Some(pattern), percent: 100 }
    }

    #[test]
    fn without_shift_the_image_stays_as_it_is() {
        assert_eq!(shown(&[], 5), image());
        assert_eq!(shown(&[Shift::Latency { added_ms: 9 }], 5), image());
    }

    #[test]
    fn each_outlier_shows_its_pattern() {
        assert_eq!(shown(&[all(Pattern::Blank)], 5), [0; PIXELS]);
        assert_eq!(shown(&[all(Pattern::Inverted)], 5), image().map(|value| 255 - value));
        let noise = shown(&[all(Pattern::Noise)], 5);
        let mean = noise.iter().map(|&v| f64::from(v)).sum::<f64>() / PIXELS as f64;
        // Uniform bytes: mean 127.5, standard error 73.9 / 28 = 2.6.
        assert!((mean - 127.5).abs() < 10.0, "{mean}");
        let stripes = shown(&[all(Pattern::Stripes)], 5);
        let white = stripes.iter().filter(|&&value| value == 255).count();
        assert!(stripes.iter().all(|&value| value == 0 || value == 255));
        assert!((300..500).contains(&white), "{white}");
    }

    #[test]
    fn two_records_have_different_noise_and_one_record_has_the_same_again() {
        let severity = Severity::new(3).unwrap();
        let noise = [Shift::Covariate { corruption: Corruption::GaussianNoise, severity }];
        assert_ne!(shown(&noise, 5), shown(&noise, 6));
        assert_eq!(shown(&noise, 5), shown(&noise, 5));
    }

    #[test]
    fn a_dirty_camera_sees_outliers_dimly_too() {
        let severity = Severity::new(2).unwrap();
        let brighter = Shift::Covariate { corruption: Corruption::Brightness, severity };
        // 0 + 0.2 is 51 of 255, in whichever order the shifts stand.
        assert_eq!(shown(&[brighter, all(Pattern::Blank)], 5), [51; PIXELS]);
        assert_eq!(shown(&[brighter, brighter, all(Pattern::Blank)], 5), [102; PIXELS]);
    }
}
