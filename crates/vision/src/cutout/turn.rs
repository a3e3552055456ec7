//! A photo turned upright.

use std::f64::consts::PI;

use super::{WORK_SIDE, reduced};
use crate::exact::sin_cos;
use crate::photo::Photo;

/// A photo turned clockwise by some degrees; none where that changes nothing. By quarters no pixel changes.
/// What is left of the angle is done on a copy of the size that is worked on: what leaves the picture is
/// lost, and where nothing was the edge goes on.
pub(super) fn turned(photo: &Photo, degrees: i16) -> Option<Photo> {
    let degrees = degrees.rem_euclid(360);
    let quarters = (degrees + 45) / 90;
    let askew = degrees - 90 * quarters;
    let upright = by_quarters(photo, quarters % 4);
    if askew == 0 {
        return upright;
    }
    let upright = reduced(upright.as_ref().unwrap_or(photo), WORK_SIDE)?;
    Some(tilted(&upright, f64::from(askew) * PI / 180.0))
}

/// Turned by quarters; none for no quarter, and where the photo has not as many pixels as it says.
fn by_quarters(photo: &Photo, quarters: i16) -> Option<Photo> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    if quarters == 0 || photo.rgb.len() != width * height * 3 {
        return None;
    }
    let (new_width, new_height) = if quarters % 2 == 1 { (height, width) } else { (width, height) };
    let mut rgb = Vec::with_capacity(photo.rgb.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (from_x, from_y) = match quarters {
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * 3;
            rgb.extend_from_slice(&photo.rgb[at..at + 3]);
        }
    }
    Some(Photo {
        width: new_width as u32,
        height: new_height as u32,
        rgb,
        warnings: photo.warnings.clone(),
    })
}

/// Turned clockwise about its middle by `radians`, in its own size.
fn tilted(photo: &Photo, radians: f64) -> Photo {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let (sine, cosine) = sin_cos(radians);
    let middle = ((width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0);
    let mut rgb = Vec::with_capacity(photo.rgb.len());
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f64 - middle.0, y as f64 - middle.1);
            let from_x = (middle.0 + cosine * dx + sine * dy).clamp(0.0, width as f64 - 1.0);
            let from_y = (middle.1 - sine * dx + cosine * dy).clamp(0.0, height as f64 - 1.0);
            let (left, top) = (from_x as usize, from_y as usize);
            let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
            let (u, v) = (from_x - left as f64, from_y - top as f64);
            for channel in 0..3 {
                let at = |x: usize, y: usize| f64::from(photo.rgb[(y * width + x) * 3 + channel]);
                let upper = at(left, top) * (1.0 - u) + at(right, top) * u;
                let lower = at(left, bottom) * (1.0 - u) + at(right, bottom) * u;
                rgb.push((upper * (1.0 - v) + lower * v + 0.5) as u8);
            }
        }
    }
    Photo { rgb, ..photo.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_takes_the_left_edge_to_the_top() {
        let rgb = (0..6).flat_map(|i| [i; 3]).collect();
        let wide = Photo { width: 3, height: 2, rgb, warnings: vec![] };
        let reds = |photo: &Photo| photo.rgb.chunks(3).map(|p| p[0]).collect::<Vec<u8>>();
        let turn = turned(&wide, 90).unwrap();
        assert_eq!((turn.width, turn.height, reds(&turn)), (2, 3, vec![3, 0, 4, 1, 5, 2]));
        assert_eq!(turned(&turn, 90), turned(&wide, 180));
        assert_eq!(turned(&turned(&wide, -90).unwrap(), 90), Some(wide.clone()));
        assert_eq!((turned(&wide, 0), turned(&wide, 360)), (None, None));
    }

    #[test]
    fn a_line_that_is_askew_is_straightened() {
        // A bar that leans to the left by 20° above, so to be turned clockwise by 20°.
        let (width, lean) = (101, 20.0_f64.to_radians().tan());
        let mut rgb = Vec::new();
        for y in 0..width {
            for x in 0..width {
                let middle = 50.0 + (y as f64 - 50.0) * lean;
                let is_bar = (x as f64 - middle).abs() < 6.0;
                rgb.extend([if is_bar { 0 } else { 255 }; 3]);
            }
        }
        let photo = Photo { width: 101, height: 101, rgb, warnings: Vec::new() };
        let upright = turned(&photo, 20).unwrap();
        let darkest = |photo: &Photo, y: usize| {
            let dark = (0..101).filter(|x| photo.rgb[(y * 101 + x) * 3] < 128);
            let dark: Vec<usize> = dark.collect();
            dark.iter().sum::<usize>() as f64 / dark.len() as f64
        };
        assert!((darkest(&photo, 10) - darkest(&photo, 90)).abs() > 25.0);
        assert!((darkest(&upright, 10) - darkest(&upright, 90)).abs() < 1.0);
    }
}
