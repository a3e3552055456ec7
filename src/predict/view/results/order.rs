//! In which order the rows of the table stand. Pure.

use std::cmp::Ordering;

use policy::decision::Verdict;
use text::Lang;

use crate::predict::judgement::Judgement;
use crate::predict::queue::Item;

/// A column that the table can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The image's name.
    Name,
    /// The predicted class, by its name in the reader's language.
    Class,
    /// Its probability.
    Confidence,
    /// Reconstruction error ÷ limit.
    Ratio,
    /// Accept, review, reject.
    Verdict,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 5] =
        [Self::Name, Self::Class, Self::Confidence, Self::Ratio, Self::Verdict];

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Name => lang.image(),
            Self::Class => lang.class(),
            Self::Confidence => lang.confidence(),
            Self::Ratio => lang.error_over_limit(),
            Self::Verdict => lang.verdict_heading(),
        }
    }

    /// Whether it holds numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Confidence | Self::Ratio)
    }
}

/// By what the table is sorted; by the order in which the images came at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorting(Option<(Column, bool)>);

impl Sorting {
    /// The head of a column was pressed: rising, then falling, then as the images came.
    pub fn press(&mut self, column: Column) {
        self.0 = match self.0 {
            Some((before, true)) if before == column => Some((column, false)),
            Some((before, false)) if before == column => None,
            _ => Some((column, true)),
        };
    }

    /// The value of `aria-sort` for a column.
    pub fn of(self, column: Column) -> Option<&'static str> {
        let (sorted, is_rising) = self.0?;
        (sorted == column).then_some(if is_rising { "ascending" } else { "descending" })
    }
}

/// What a row is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    id: u32,
    name: String,
    judged: Option<Judged>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Judged {
    class: &'static str,
    confidence: f32,
    ratio: f32,
    verdict: Verdict,
}

impl Entry {
    /// The row of an image.
    pub fn new(item: &Item, judgement: Option<&Judgement>, lang: Lang) -> Self {
        let judged = judgement.map(|judgement| Judged {
            class: judgement.name(lang),
            confidence: judgement.confidence,
            ratio: judgement.ratio(),
            verdict: judgement.decision.verdict,
        });
        Self { id: item.id, name: item.name(lang).to_lowercase(), judged }
    }
}

/// The images' numbers in order. Images without a verdict stand last either way, and equal ones
/// in the order in which they came.
pub fn sorted(mut entries: Vec<Entry>, Sorting(sorting): Sorting) -> Vec<u32> {
    if let Some((column, is_rising)) = sorting {
        entries.sort_by(|one, other| {
            let order = match (column, &one.judged, &other.judged) {
                (Column::Name, _, _) => one.name.cmp(&other.name),
                (_, Some(one), Some(other)) => compare(one, other, column),
                (_, one, other) => return other.is_some().cmp(&one.is_some()),
            };
            if is_rising { order } else { order.reverse() }
        });
    }
    entries.into_iter().map(|entry| entry.id).collect()
}

fn compare(one: &Judged, other: &Judged, column: Column) -> Ordering {
    let rank = |verdict| match verdict {
        Verdict::Accept => 0,
        Verdict::Review => 1,
        Verdict::Reject => 2,
    };
    match column {
        Column::Name => Ordering::Equal,
        Column::Class => one.class.cmp(other.class),
        Column::Confidence => one.confidence.total_cmp(&other.confidence),
        Column::Ratio => one.ratio.total_cmp(&other.ratio),
        Column::Verdict => rank(one.verdict).cmp(&rank(other.verdict)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u32, name: &str, judged: Option<(&'static str, f32, Verdict)>) -> Entry {
        let judged = judged.map(|(class, confidence, verdict)| Judged {
            class,
            confidence,
            ratio: 1.0 - confidence,
            verdict,
        });
        Entry { id, name: name.to_owned(), judged }
    }

    fn entries() -> Vec<Entry> {
        vec![
            entry(0, "c.png", Some(("Bag", 0.5, Verdict::Reject))),
            entry(1, "a.png", None),
            entry(2, "b.png", Some(("Coat", 0.9, Verdict::Accept))),
            entry(3, "d.png", Some(("Bag", 0.7, Verdict::Review))),
        ]
    }

    fn check(presses: &[Column], expected: [u32; 4]) {
        let mut sorting = Sorting::default();
        presses.iter().for_each(|&column| sorting.press(column));
        assert_eq!(sorted(entries(), sorting), expected, "{presses:?}");
    }

    #[test]
    fn a_column_sorts_up_then_down_then_not_at_all() {
        use Column::{Class, Confidence, Name, Ratio, Verdict};
        check(&[], [0, 1, 2, 3]);
        check(&[Name], [1, 2, 0, 3]);
        check(&[Name, Name], [3, 0, 2, 1]);
        check(&[Name, Name, Name], [0, 1, 2, 3]);
        check(&[Class], [0, 3, 2, 1]);
        check(&[Name, Confidence], [0, 3, 2, 1]);
        check(&[Confidence, Confidence], [2, 3, 0, 1]);
        check(&[Ratio], [2, 3, 0, 1]);
        check(&[Verdict], [2, 3, 0, 1]);
    }

    #[test]
    fn the_sorted_column_alone_says_so() {
        let mut sorting = Sorting::default();
        assert_eq!(sorting.of(Column::Name), None);
        sorting.press(Column::Name);
        sorting.press(Column::Ratio);
        assert_eq!(
            (sorting.of(Column::Name), sorting.of(Column::Ratio)),
            (None, Some("ascending"))
        );
        sorting.press(Column::Ratio);
        assert_eq!(sorting.of(Column::Ratio), Some("descending"));
    }
}
