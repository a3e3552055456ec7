//! Occlusion: which parts of an image a classifier's answer depends on. A patch of the image is
//! hidden in the colour of its background, the classifier is asked again, and so for every patch
//! (Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014, §4.2).
//!
//! It makes the images that are asked about and reads the answers; who asks, and whom, is not
//! known here.

use serde::{Deserialize, Serialize};

use crate::crop::Canvas;
use dataset::{CLASSES, Class, PIXELS, SIDE};

/// Side of a patch, in pixels: a sleeve or a heel fits in.
pub const PATCH: usize = 6;
/// Pixels from one patch to the next. With this and [`PATCH`] the patches end at the image's edge.
pub const STRIDE: usize = 2;
/// Patches side by side.
pub const ACROSS: usize = (SIDE - PATCH) / STRIDE + 1;
/// Patches in all.
pub const PATCHES: usize = ACROSS * ACROSS;
/// Regions of the image side by side, for those who read the map instead of seeing it.
pub const REGIONS_ACROSS: usize = 3;
/// Regions in all, row by row from the top left.
pub const REGIONS: usize = REGIONS_ACROSS * REGIONS_ACROSS;

const _: () = assert!((SIDE - PATCH).is_multiple_of(STRIDE), "a patch would hang over the edge");
const _: () = assert!(ACROSS.is_multiple_of(REGIONS_ACROSS), "regions of unequal size");

/// What a classifier says of an image, whole and with each patch hidden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Class probabilities of the whole image.
    pub whole: [f32; CLASSES],
    /// Class probabilities with one patch hidden: [`PATCHES`] of them, row by row.
    pub hidden: Vec<[f32; CLASSES]>,
}

/// How much the probability of one class depends on each part of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Relevance {
    /// The class's probability for the whole image.
    pub probability: f32,
    /// What hiding each patch takes from the probability, row by row; below 0 where hiding it
    /// adds.
    pub drops: Vec<f32>,
}

/// The background of an image: the most frequent grey value on its border, the darkest of equals.
///
/// ```
/// let mut pixels = [0; 784];
/// pixels[400] = 255;
/// assert_eq!(vision::occlusion::background(&pixels), 0);
/// ```
pub fn background(pixels: &[u8; PIXELS]) -> u8 {
    let mut counts = [0_u32; 256];
    for (place, &grey) in pixels.iter().enumerate() {
        let (row, column) = (place / SIDE, place % SIDE);
        let is_edge = |at: usize| at == 0 || at == SIDE - 1;
        counts[usize::from(grey)] += u32::from(is_edge(row) || is_edge(column));
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|&count| count == most).unwrap_or_default() as u8
}

/// First row and column of a patch, in pixels.
pub fn corner(patch: usize) -> (usize, usize) {
    (patch / ACROSS * STRIDE, patch % ACROSS * STRIDE)
}

/// The image with one patch hidden in the colour of `background`.
///
/// ```
/// use vision::occlusion::{PATCH, hide};
///
/// let hidden = hide(&[255; 784], 0, 0);
/// assert_eq!(hidden.iter().filter(|grey| **grey == 0).count(), PATCH * PATCH);
/// ```
pub fn hide(pixels: &[u8; PIXELS], patch: usize, background: u8) -> [u8; PIXELS] {
    let mut hidden = *pixels;
    let (top, left) = corner(patch);
    for line in hidden.chunks_exact_mut(SIDE).skip(top).take(PATCH) {
        line[left..left + PATCH].fill(background);
    }
    hidden
}

/// The images that a classifier is asked about: the whole one, then each patch hidden.
///
/// ```
/// use vision::occlusion::{PATCHES, images};
///
/// assert_eq!(images(&[0; 784]).len(), 1 + PATCHES);
/// ```
pub fn images(pixels: &[u8; PIXELS]) -> Vec<[u8; PIXELS]> {
    let background = background(pixels);
    let hidden = (0..PATCHES).map(|patch| hide(pixels, patch, background));
    std::iter::once(*pixels).chain(hidden).collect()
}

/// The same of what the classifier for photos sees: its garment lies as that of the image does, so a
/// patch hides the same part.
pub fn canvases(canvas: &Canvas) -> Vec<Canvas> {
    let share = |at: usize| at as f32 / SIDE as f32;
    let hidden = (0..PATCHES).map(|patch| {
        let (top, left) = corner(patch);
        canvas.without([share(left), share(top), share(left + PATCH), share(top + PATCH)])
    });
    std::iter::once(canvas.clone()).chain(hidden).collect()
}

impl Explanation {
    /// The answers to [`images`] or [`canvases`], in their order. None when there are not `1 + PATCHES`.
    pub fn new(answers: &[[f32; CLASSES]]) -> Option<Self> {
        let (whole, hidden) = answers.split_first()?;
        (hidden.len() == PATCHES).then(|| Self { whole: *whole, hidden: hidden.to_vec() })
    }

    /// What the probability of a class depends on.
    pub fn of(&self, class: Class) -> Relevance {
        let probability = self.whole[class.index()];
        let drop = |hidden: &[f32; CLASSES]| probability - hidden[class.index()];
        Relevance { probability, drops: self.hidden.iter().map(drop).collect() }
    }
}

impl Relevance {
    /// The drops spread back over the image: a pixel has the mean of the patches that hide it.
    pub fn pixels(&self) -> Vec<f32> {
        let mut sums = vec![(0.0_f32, 0.0_f32); PIXELS];
        for (patch, &drop) in self.drops.iter().enumerate().take(PATCHES) {
            let (top, left) = corner(patch);
            for line in sums.chunks_exact_mut(SIDE).skip(top).take(PATCH) {
                for (sum, count) in &mut line[left..left + PATCH] {
                    *sum += drop;
                    *count += 1.0;
                }
            }
        }
        sums.into_iter().map(|(sum, count)| sum / f32::max(count, 1.0)).collect()
    }

    /// The patch whose hiding takes most from the probability, with what it takes; the first of
    /// equals. None when hiding takes nothing anywhere.
    pub fn strongest_for(&self) -> Option<(usize, f32)> {
        self.extreme(1.0)
    }

    /// The patch whose hiding adds most to the probability, with what it adds, likewise.
    pub fn strongest_against(&self) -> Option<(usize, f32)> {
        self.extreme(-1.0)
    }

    /// The mean drop of the patches in each of [`REGIONS`].
    pub fn regions(&self) -> [f32; REGIONS] {
        let mut sums = [0.0; REGIONS];
        for (patch, drop) in self.drops.iter().enumerate().take(PATCHES) {
            sums[region(patch)] += drop;
        }
        sums.map(|sum| sum * REGIONS as f32 / PATCHES as f32)
    }

    fn extreme(&self, sign: f32) -> Option<(usize, f32)> {
        let mut best = None;
        for (patch, drop) in self.drops.iter().map(|drop| sign * drop).enumerate() {
            if drop > best.map_or(0.0, |(_, most)| most) {
                best = Some((patch, drop));
            }
        }
        best
    }
}

/// The region in which a patch lies.
pub fn region(patch: usize) -> usize {
    let a_region = ACROSS / REGIONS_ACROSS;
    patch / ACROSS / a_region * REGIONS_ACROSS + patch % ACROSS / a_region
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An explanation in which hiding a patch leaves trousers the probability that is given.
    fn explained(whole: f32, hidden: impl Fn(usize) -> f32) -> Relevance {
        let answer = |probability: f32| {
            let mut answer = [0.0; CLASSES];
            answer[Class::Trouser.index()] = probability;
            answer
        };
        let answers: Vec<_> = std::iter::once(answer(whole))
            .chain((0..PATCHES).map(|patch| answer(hidden(patch))))
            .collect();
        Explanation::new(&answers).unwrap().of(Class::Trouser)
    }

    #[test]
    fn the_background_is_what_the_border_mostly_shows() {
        let mut pixels = [9; PIXELS];
        assert_eq!(background(&pixels), 9);
        // 108 pixels of border: 54 of each of two values, and the darker one is taken.
        pixels[..SIDE].fill(3);
        pixels[PIXELS - 26..].fill(3);
        assert_eq!(background(&pixels), 3);
        pixels[SIDE * 10 + 5] = 200;
        assert_eq!(background(&pixels), 3, "what is inside does not count");
    }

    #[test]
    fn twelve_by_twelve_patches_of_six_reach_from_edge_to_edge() {
        assert_eq!((ACROSS, PATCHES), (12, 144));
        assert_eq!((corner(0), corner(1), corner(143)), ((0, 0), (0, 2), (22, 22)));
        let last = hide(&[7; PIXELS], PATCHES - 1, 1);
        assert_eq!(last.iter().filter(|&&grey| grey == 1).count(), 36);
        assert_eq!((last[PIXELS - 1], last[22 * SIDE + 22], last[22 * SIDE + 21]), (1, 1, 7));
    }

    #[test]
    fn the_whole_image_is_asked_about_first() {
        let mut pixels = [0; PIXELS];
        pixels[0] = 50;
        let images = images(&pixels);
        assert_eq!((images.len(), images[0][0], images[1][0], images[2][0]), (145, 50, 0, 50));
    }

    #[test]
    fn a_pixel_has_the_mean_of_the_patches_that_hide_it() {
        // Hiding the first patch takes 0.9 − 0.3 and hiding any other nothing.
        let pixels = explained(0.9, |patch| if patch == 0 { 0.3 } else { 0.9 }).pixels();
        let near = |place: usize, expected: f32| {
            assert!((pixels[place] - expected).abs() < 1e-6, "{place}: {}", pixels[place]);
        };
        // The corner lies in that patch alone, the third pixel in two, one row and column 2 in 4.
        near(0, 0.6);
        near(2, 0.3);
        near(2 * SIDE + 2, 0.15);
        near(5 * SIDE + 5, 0.6 / 9.0);
        near(6, 0.0);
    }

    #[test]
    fn what_speaks_against_the_class_is_below_zero_and_found_too() {
        let relevance = explained(0.5, |patch| match patch {
            20 => 0.1,
            30 => 0.9,
            _ => 0.5,
        });
        let found = relevance.strongest_for().zip(relevance.strongest_against());
        let ((patch_for, drop), (patch_against, gain)) = found.unwrap();
        assert_eq!((patch_for, patch_against), (20, 30));
        assert!((drop - 0.4).abs() < 1e-6 && (gain - 0.4).abs() < 1e-6);
        // Patch 30 is the seventh of the third row.
        assert_eq!(corner(30), (4, 12));
        assert!(relevance.pixels()[4 * SIDE + 12] < 0.0);
    }

    #[test]
    fn where_nothing_changes_nothing_is_strongest() {
        let relevance = explained(1.0, |_| 1.0);
        assert_eq!((relevance.strongest_for(), relevance.strongest_against()), (None, None));
        assert_eq!(relevance.regions(), [0.0; REGIONS]);
    }

    #[test]
    fn a_region_has_the_mean_of_its_sixteen_patches() {
        assert_eq!([region(0), region(3), region(4), region(143)], [0, 0, 1, 8]);
        // Four rows of twelve patches lie above the middle row of regions.
        assert_eq!((region(47), region(48)), (2, 3));
        let regions = explained(0.8, |patch| if patch < 8 { 0.0 } else { 0.8 }).regions();
        // Of the first row, four patches lie in each of the first two regions.
        assert!((regions[0] - 0.2).abs() < 1e-6 && (regions[1] - 0.2).abs() < 1e-6);
        assert_eq!(regions[2], 0.0);
    }

    #[test]
    fn too_few_answers_are_no_explanation() {
        assert_eq!(Explanation::new(&[[0.0; CLASSES]; PATCHES]), None);
        assert_eq!(Explanation::new(&[]), None);
    }
}
