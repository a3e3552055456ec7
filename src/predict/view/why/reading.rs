//! An occlusion map in words, with the scale of its colours. Pure but for how a mark is drawn.

use dataset::{Class, SIDE};
use leptos::prelude::*;
use text::Lang;
use vision::occlusion::{Explanation, PATCH, Relevance, corner, region};

/// The scale ends here at the least, so that a map of next to nothing does not look like much.
const LEAST_SCALE: f32 = 0.02;
/// A change of the probability below this is hardly one: one percentage point.
const HARDLY: f32 = 0.01;

/// What hiding parts of an image does to the probability of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    class: Class,
    relevance: Relevance,
    /// What each pixel stands for: 784 drops of the probability.
    pub pixels: Vec<f32>,
    /// The drop that has the full colour, either way.
    pub scale: f32,
}

/// A frame around a patch of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    patch: usize,
    is_for: bool,
}

impl Reading {
    /// Reads the map of a class.
    pub fn new(explanation: &Explanation, class: Class) -> Self {
        let relevance = explanation.of(class);
        let pixels = relevance.pixels();
        let scale = pixels.iter().fold(LEAST_SCALE, |most, pixel| most.max(pixel.abs()));
        Self { class, relevance, pixels, scale }
    }

    /// The patches that matter most, the one that speaks for the class first.
    pub fn marks(&self) -> impl Iterator<Item = Mark> + use<> {
        let strong = |found: Option<(usize, f32)>| found.filter(|(_, change)| *change >= HARDLY);
        let mark = |is_for| move |(patch, _)| Mark { patch, is_for };
        let speaks_for = strong(self.relevance.strongest_for()).map(mark(true));
        let speaks_against = strong(self.relevance.strongest_against()).map(mark(false));
        [speaks_for, speaks_against].into_iter().flatten()
    }

    /// What there is to see.
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let Relevance { probability, .. } = self.relevance;
        let class = lang.class_name(self.class);
        let share = |share: f32| lang.percent(f64::from(share), 1);
        let points = |change: f32| lang.number(f64::from(change) * 100.0, 1);
        let sentence = |mark: Mark| {
            let drop = self.relevance.drops[mark.patch];
            let place = lang.region(region(mark.patch));
            if mark.is_for {
                let left = share(probability - drop);
                lang.why_for(class, place, &points(drop), &share(probability), &left)
            } else {
                lang.why_against(class, place, &points(-drop))
            }
        };
        let sentences: Vec<String> = self.marks().map(sentence).collect();
        if sentences.is_empty() {
            vec![lang.why_even(class, &share(probability))]
        } else {
            sentences
        }
    }

    /// The same for somebody who does not see the picture.
    pub fn alt(&self, lang: Lang) -> String {
        lang.why_alt(lang.class_name(self.class), &self.sentences(lang).join(" "))
    }

    /// The end of the scale, in percentage points.
    pub fn end(&self, lang: Lang) -> String {
        lang.number(f64::from(self.scale) * 100.0, 1)
    }

    /// Each region of the image with what hiding a patch in it does on average, in percentage
    /// points of the probability: below 0 where the class loses.
    pub fn rows(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let row = |(region, drop): (usize, f32)| (lang.region(region), signed(-drop, lang));
        self.relevance.regions().into_iter().enumerate().map(row).collect()
    }
}

impl Mark {
    /// The frame, placed in shares of the picture.
    pub fn draw(self) -> impl IntoView {
        let (top, left) = corner(self.patch);
        let share = |pixels: usize| format!("{:.3}%", pixels as f64 / SIDE as f64 * 100.0);
        let (top, left, side) = (share(top), share(left), share(PATCH));
        view! {
            <i
                class="why-mark"
                class:is-against=!self.is_for
                style:--top=top
                style:--left=left
                style:--side=side
                aria-hidden="true"
            ></i>
        }
        .into_any()
    }
}

/// Percentage points with one decimal and a sign, but for nothing.
fn signed(share: f32, lang: Lang) -> String {
    let points = lang.number(f64::from(share.abs()) * 100.0, 1);
    match (share * 1_000.0).round() {
        0.0 => points,
        rounded if rounded < 0.0 => format!("−{points}"),
        _ => format!("+{points}"),
    }
}

#[cfg(test)]
mod tests {
    use dataset::CLASSES;
    use vision::occlusion::PATCHES;

    use super::*;

    fn reading(whole: f32, hidden: impl Fn(usize) -> f32) -> Reading {
        let answer = |probability: f32| {
            let mut answer = [0.0; CLASSES];
            answer[Class::Coat.index()] = probability;
            answer
        };
        let answers: Vec<_> = std::iter::once(answer(whole))
            .chain((0..PATCHES).map(|patch| answer(hidden(patch))))
            .collect();
        Reading::new(&Explanation::new(&answers).unwrap(), Class::Coat)
    }

    #[test]
    fn the_strongest_patches_are_told_with_their_numbers_and_framed() {
        let reading = reading(0.9, |patch| match patch {
            0 => 0.6,
            143 => 1.0,
            _ => 0.9,
        });
        let [first, second] = &reading.sentences(Lang::En)[..] else { panic!("two sentences") };
        for part in ["top left", "30.0", "90.0%", "60.0%", "Coat"] {
            assert!(first.contains(part), "{part}: {first}");
        }
        assert!(second.contains("bottom right") && second.contains("10.0"), "{second}");
        let marks: Vec<Mark> = reading.marks().collect();
        let expected = [Mark { patch: 0, is_for: true }, Mark { patch: 143, is_for: false }];
        assert_eq!(marks, expected);
        // The corner pixel lies in the first patch alone.
        assert!((reading.scale - 0.3).abs() < 1e-6);
    }

    #[test]
    fn where_no_patch_matters_nothing_is_framed_and_that_is_said() {
        let reading = reading(0.999, |patch| if patch == 5 { 0.995 } else { 0.999 });
        assert_eq!(reading.marks().count(), 0);
        assert_eq!(reading.sentences(Lang::Es).len(), 1);
        assert_eq!(reading.scale, LEAST_SCALE);
    }

    #[test]
    fn a_table_row_has_the_sign_of_what_happens_to_the_probability() {
        let rows = reading(0.8, |patch| if patch < 4 { 0.4 } else { 0.8 }).rows(Lang::Es);
        assert_eq!(rows.len(), 9);
        // Four of sixteen patches take 40 points each.
        assert_eq!(rows[0].1, "−10,0");
        assert_eq!(rows[8].1, "0,0");
        assert_eq!(signed(0.004, Lang::En), "+0.4");
    }
}
