//! What can be seen in a photo that its steps do not change, and that makes an answer unreliable:
//! a white garment, several things. Only looks; what the networks get is not touched here.

use super::ground::{Ground, TOLERANCE, luma};
use super::steps::Rect;
use super::{Photo, Polarity, Warning};

/// Points that are looked at along the longest edge.
const POINTS: usize = 64;

/// The least channel of a colour that may be white cloth in ordinary light, and how far its
/// channels may lie apart.
const WHITE: u8 = 190;
const NEUTRAL: u8 = 30;

/// Points at most so far apart belong to one thing: a sixteenth of the longest edge, wider than
/// the gaps between a sandal's straps and narrower than those between two garments.
const GAP: usize = 4;

/// Things count from this share of all that stands out; less is a shadow, a label or a speck. Of
/// the first 3,000 training images made into photos by [`super::as_photo`], one is several.
const THING: f64 = 0.15;

/// A point is seen as standing out or not, row by row.
struct Points {
    columns: usize,
    rows: usize,
    /// The colour of what stands out; none where the ground is.
    seen: Vec<Option<[u8; 3]>>,
}

/// What to warn of in the part of a photo that stands out from its ground.
pub(super) fn warnings(
    photo: &Photo,
    part: Rect,
    ground: &Ground,
    polarity: Polarity,
) -> Vec<Warning> {
    let points = Points::look(photo, part, ground);
    // On pure black it is the data set's own form, where dark garments are light.
    let is_lit = luma(ground.at(part.x + part.width / 2, part.y + part.height / 2)) > TOLERANCE;
    let is_white = polarity == Polarity::LightOnDark && is_lit && points.are_white();
    let mut warnings = Vec::new();
    warnings.extend(is_white.then_some(Warning::WhiteGarment));
    warnings.extend(points.are_several().then_some(Warning::SeveralObjects));
    warnings
}

impl Points {
    fn look(photo: &Photo, part: Rect, ground: &Ground) -> Self {
        let longest = part.width.max(part.height);
        let points = |length: usize| (length * POINTS / longest.max(POINTS)).max(1);
        let (columns, rows) = (points(part.width), points(part.height));
        let mut seen = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            let y = part.y + (2 * row + 1) * part.height / (2 * rows);
            for column in 0..columns {
                let x = part.x + (2 * column + 1) * part.width / (2 * columns);
                let at = (y * photo.width as usize + x) * 3;
                let rgb = [photo.rgb[at], photo.rgb[at + 1], photo.rgb[at + 2]];
                seen.push(ground.stands_out(x, y, rgb.map(f32::from)).then_some(rgb));
            }
        }
        Self { columns, rows, seen }
    }

    /// Whether most of what stands out is white.
    fn are_white(&self) -> bool {
        let is_white = |&&[red, green, blue]: &&[u8; 3]| {
            let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
            least >= WHITE && most - least <= NEUTRAL
        };
        let all = self.seen.iter().flatten().count();
        2 * self.seen.iter().flatten().filter(is_white).count() > all
    }

    /// Whether what stands out falls into two or more things of some size.
    fn are_several(&self) -> bool {
        let sizes = self.things();
        let all: usize = sizes.iter().sum();
        sizes.iter().filter(|&&size| size as f64 >= THING * all as f64).count() > 1
    }

    /// How many points each thing has.
    fn things(&self) -> Vec<usize> {
        let mut is_open: Vec<bool> = self.seen.iter().map(Option::is_some).collect();
        let mut sizes = Vec::new();
        for start in 0..is_open.len() {
            if !std::mem::take(&mut is_open[start]) {
                continue;
            }
            let (mut size, mut edge) = (0, vec![start]);
            while let Some(point) = edge.pop() {
                size += 1;
                let (x, y) = (point % self.columns, point / self.columns);
                for row in y.saturating_sub(GAP)..(y + GAP + 1).min(self.rows) {
                    for column in x.saturating_sub(GAP)..(x + GAP + 1).min(self.columns) {
                        let near = row * self.columns + column;
                        if std::mem::take(&mut is_open[near]) {
                            edge.push(near);
                        }
                    }
                }
            }
            sizes.push(size);
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use crate::photo::{Photo, Polarity, Warning, prepare};

    /// 200×200 pixels of ground with blocks (left, top, right, bottom) of a colour.
    fn drawn(ground: [u8; 3], blocks: &[[u32; 4]], colour: [u8; 3]) -> Vec<Warning> {
        let inside = |x: u32, y: u32| {
            blocks.iter().any(|b| (b[0]..b[2]).contains(&x) && (b[1]..b[3]).contains(&y))
        };
        let rgb = (0..200 * 200)
            .flat_map(|i| if inside(i % 200, i / 200) { colour } else { ground })
            .collect();
        let photo = Photo { width: 200, height: 200, rgb, warnings: vec![] };
        prepare(&photo, Polarity::Detect).warnings
    }

    const SHIRT: [u32; 4] = [50, 20, 150, 180];

    #[test]
    fn a_white_garment_on_a_darker_ground_is_told_and_a_coloured_or_dark_one_is_not() {
        let on_grey = |colour| drawn([110; 3], &[SHIRT], colour);
        assert_eq!(on_grey([235, 233, 228]), [Warning::WhiteGarment]);
        assert_eq!(on_grey([190; 3]), [Warning::WhiteGarment]);
        assert_eq!(on_grey([189; 3]), []);
        // Light blue: the channels lie 50 apart.
        assert_eq!(on_grey([190, 210, 240]), []);
        assert_eq!(on_grey([20; 3]), []);
    }

    #[test]
    fn a_light_garment_on_pure_black_may_be_dark_cloth_in_the_data_sets_own_form() {
        assert_eq!(drawn([0; 3], &[SHIRT], [230; 3]), []);
        assert_eq!(drawn([30; 3], &[SHIRT], [230; 3]), [Warning::WhiteGarment]);
    }

    #[test]
    fn two_things_are_several_and_two_legs_a_stripe_or_a_crumb_are_one() {
        let dark = |blocks: &[[u32; 4]]| drawn([250; 3], blocks, [40; 3]);
        let several = [Warning::SeveralObjects];
        assert_eq!(dark(&[[20, 40, 90, 160], [120, 40, 190, 160]]), several);
        // Points lie 2.8 pixels apart, so that a gap of 4 of them is 11 pixels wide.
        assert_eq!(dark(&[[10, 40, 96, 160], [104, 40, 190, 160]]), []);
        assert_eq!(dark(&[[60, 20, 140, 60], [60, 60, 90, 180], [110, 60, 140, 180]]), []);
        // 20 × 20 beside 100 × 160 is a fortieth of all.
        assert_eq!(dark(&[SHIRT, [175, 20, 195, 40]]), []);
    }

    #[test]
    fn a_small_garment_is_looked_at_pixel_by_pixel() {
        let two = [[90, 90, 100, 120], [110, 90, 120, 120]];
        assert_eq!(drawn([250; 3], &two, [40; 3]), [Warning::SeveralObjects]);
    }
}
