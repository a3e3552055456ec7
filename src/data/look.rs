//! Which images are looked at: a class or all, a part of the data set, a page. Pure.

use dataset::{Class, PIXELS, Part};
use protocol::messages::{Pick, Survey};

/// Images on a page: whole rows of ten, of six and of five.
pub const PER_PAGE: u32 = 60;

/// A page of images of the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// The class; none for all of them.
    pub class: Option<Class>,
    /// The part.
    pub part: Part,
    /// The page, from 0.
    pub page: u32,
}

/// The images of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Which page.
    pub look: Look,
    /// Their places in the part.
    pub places: Vec<u32>,
    /// Their labels.
    pub labels: Vec<u8>,
    /// 784 grey values each.
    pub pixels: Vec<u8>,
}

impl Look {
    /// What to ask the engine for.
    pub fn pick(&self) -> Pick {
        let skip = self.page * PER_PAGE;
        match self.class {
            Some(class) => Pick::Class { class, skip, count: PER_PAGE },
            None => Pick::Places((skip..skip + PER_PAGE).collect()),
        }
    }

    /// How many images there are on all its pages.
    pub fn total(&self, survey: &Survey) -> u32 {
        let counts = &survey.counts[self.part.index()];
        self.class.map_or_else(|| counts.iter().sum(), |class| counts[class.index()])
    }

    /// Turns to another page; beyond the ends to the last or the first.
    pub fn turned_to(self, page: i64, total: u32) -> Self {
        let last = i64::from(pages(total)) - 1;
        Self { page: u32::try_from(page.clamp(0, last.max(0))).unwrap_or_default(), ..self }
    }

    /// First and last image of the page, counted from 1; none on a page without images.
    pub fn range(&self, total: u32) -> Option<(u32, u32)> {
        let first = self.page * PER_PAGE + 1;
        (first <= total).then(|| (first, (first + PER_PAGE - 1).min(total)))
    }
}

/// How many pages that many images fill.
pub fn pages(total: u32) -> u32 {
    total.div_ceil(PER_PAGE)
}

impl Leaf {
    /// How many images there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The grey values of an image.
    pub fn image(&self, index: usize) -> Option<&[u8]> {
        self.pixels.chunks_exact(PIXELS).nth(index)
    }

    /// The class of an image.
    pub fn class(&self, index: usize) -> Option<Class> {
        self.labels.get(index).copied().and_then(Class::from_label)
    }
}

/// Where a key leads from an image: to another on the page, or to the image at that place of the
/// page before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To this image.
    To(usize),
    /// To the page before, at this image.
    Back(usize),
    /// To the page after, at this image.
    On(usize),
}

/// What a key does at image `at` of `len` on a page of `columns` columns. None for a key that
/// means nothing here.
pub fn step(key: &str, at: usize, len: usize, columns: usize) -> Option<Step> {
    let last = len.saturating_sub(1);
    let per_page = PER_PAGE as usize;
    let back = |by: usize| match at.checked_sub(by) {
        Some(to) => Step::To(to),
        None => Step::Back((at + per_page).saturating_sub(by)),
    };
    let on = |by: usize| {
        if at + by <= last { Step::To(at + by) } else { Step::On((at + by).saturating_sub(len)) }
    };
    match key {
        "ArrowLeft" => Some(back(1)),
        "ArrowUp" => Some(back(columns)),
        "ArrowRight" => Some(on(1)),
        "ArrowDown" => Some(on(columns)),
        "Home" => Some(Step::To(0)),
        "End" => Some(Step::To(last)),
        "PageUp" => Some(Step::Back(at)),
        "PageDown" => Some(Step::On(at)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { class: Some(Class::Bag), part: Part::Validation, page: 2 };

    #[test]
    fn a_page_asks_for_its_own_images() {
        let pick = Pick::Class { class: Class::Bag, skip: 120, count: 60 };
        assert_eq!(LOOK.pick(), pick);
        let Pick::Places(places) = (Look { class: None, ..LOOK }).pick() else {
            panic!("all classes are picked by place")
        };
        assert_eq!((places.len(), places[0], places[59]), (60, 120, 179));
    }

    #[test]
    fn totals_come_from_the_part_and_the_class() {
        let mut survey = Survey::default();
        survey.counts[1] = [500; 10];
        survey.counts[1][Class::Bag.index()] = 130;
        assert_eq!(LOOK.total(&survey), 130);
        assert_eq!(Look { class: None, ..LOOK }.total(&survey), 4_630);
        assert_eq!(LOOK.range(130), Some((121, 130)));
        assert_eq!(LOOK.range(120), None);
    }

    #[test]
    fn pages_end_where_the_images_do() {
        assert_eq!([0, 1, 60, 61].map(pages), [0, 1, 1, 2]);
        assert_eq!(LOOK.turned_to(99, 130).page, 2);
        assert_eq!(LOOK.turned_to(-1, 130).page, 0);
        assert_eq!(LOOK.turned_to(5, 0).page, 0);
    }

    #[test]
    fn arrows_move_by_one_or_a_row_and_leave_the_page_at_its_ends() {
        assert_eq!(step("ArrowRight", 3, 60, 10), Some(Step::To(4)));
        assert_eq!(step("ArrowDown", 3, 60, 10), Some(Step::To(13)));
        assert_eq!(step("ArrowRight", 59, 60, 10), Some(Step::On(0)));
        assert_eq!(step("ArrowDown", 53, 60, 10), Some(Step::On(3)));
        assert_eq!(step("ArrowUp", 3, 60, 10), Some(Step::Back(53)));
        assert_eq!(step("ArrowLeft", 0, 60, 10), Some(Step::Back(59)));
        assert_eq!(step("PageDown", 7, 60, 10), Some(Step::On(7)));
        assert_eq!(step("End", 7, 10, 10), Some(Step::To(9)));
        assert_eq!(step("x", 7, 10, 10), None);
    }
}
