//! What verdicts on photos are worth: of garments and of other things, with intervals that know that
//! one person's photos are alike.

use std::collections::BTreeMap;

use random::Rng;
use serde::{Deserialize, Serialize};

use crate::metrics::{Proportion, proportion};

/// Rounds of the bootstrap.
const ROUNDS: usize = 2_000;
/// Its seed: the same verdicts have the same intervals.
const SEED: u64 = 42;

/// What became of one photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoVerdict {
    /// Who sent it.
    pub sender: u32,
    /// Whether one of the ten classes is right for it.
    pub is_garment: bool,
    /// Whether the predicted class is; never of other things.
    pub is_right: bool,
    /// Whether it was accepted.
    pub is_accepted: bool,
}

/// Shares of photos, each with a 95% interval: the wider ends of Wilson's and of a bootstrap over
/// senders (percentiles of 2,000 rounds; Davison and Hinkley 1997, section 3.8).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoFigures {
    /// Right among the garments, accepted or not.
    pub right: Proportion,
    /// Accepted among the garments.
    pub accepted: Proportion,
    /// Wrong among all that is accepted, other things counted.
    pub wrong_among_accepted: Proportion,
    /// Accepted among the other things.
    pub others_accepted: Proportion,
}

/// How many photos count for a share, and how many of those are hits.
type Counts = [(u64, u64); 4];

/// The figures of some verdicts.
pub fn photo_figures(verdicts: &[PhotoVerdict]) -> PhotoFigures {
    let mut by_sender: BTreeMap<u32, Counts> = BTreeMap::new();
    for verdict in verdicts {
        add(by_sender.entry(verdict.sender).or_default(), &counts(verdict));
    }
    let senders: Vec<Counts> = by_sender.into_values().collect();
    let mut rng = Rng::new(SEED);
    let mut shares: [Vec<f64>; 4] = Default::default();
    for _ in 0..ROUNDS {
        let mut drawn = Counts::default();
        for _ in 0..senders.len() {
            add(&mut drawn, &senders[rng.below(senders.len())]);
        }
        for (shares, (hits, n)) in shares.iter_mut().zip(drawn).filter(|(_, (_, n))| *n > 0) {
            shares.push(hits as f64 / n as f64);
        }
    }
    let mut all = Counts::default();
    senders.iter().for_each(|sender| add(&mut all, sender));
    let [right, accepted, wrong_among_accepted, others_accepted] = [0, 1, 2, 3].map(|share| {
        let (hits, n) = all[share];
        widened(proportion(hits, n), &mut shares[share])
    });
    PhotoFigures { right, accepted, wrong_among_accepted, others_accepted }
}

fn counts(verdict: &PhotoVerdict) -> Counts {
    let &PhotoVerdict { is_garment, is_right, is_accepted, .. } = verdict;
    let count = |counts: bool, is_hit: bool| (u64::from(counts && is_hit), u64::from(counts));
    [
        count(is_garment, is_right),
        count(is_garment, is_accepted),
        count(is_accepted, !is_right),
        count(!is_garment, is_accepted),
    ]
}

fn add(sum: &mut Counts, other: &Counts) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum = (sum.0 + other.0, sum.1 + other.1);
    }
}

/// A share with the wider ends of its own interval and of the middle 95% of `drawn`.
fn widened(share: Proportion, drawn: &mut [f64]) -> Proportion {
    drawn.sort_by(f64::total_cmp);
    let at = |quantile: f64| drawn.get((quantile * drawn.len() as f64) as usize).copied();
    let (low, high) = (at(0.025).unwrap_or(share.low), at(0.975).unwrap_or(share.high));
    Proportion { low: share.low.min(low), high: share.high.max(high), ..share }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(sender: u32, letters: &str) -> PhotoVerdict {
        let has = |letter| letters.contains(letter);
        PhotoVerdict { sender, is_garment: has('g'), is_right: has('r'), is_accepted: has('a') }
    }

    #[test]
    fn other_things_count_among_the_wrong_and_never_among_the_right() {
        // Five garments: four right, three accepted, one of those wrong. Two others: one accepted.
        let found = ["gra", "gra", "ga", "gr", "gr", "a", ""];
        let verdicts: Vec<_> = (0..).zip(found).map(|(i, letters)| verdict(i, letters)).collect();
        let figures = photo_figures(&verdicts);
        let share = |share: Proportion| (share.value, share.n);
        assert_eq!(share(figures.right), (0.8, 5));
        assert_eq!(share(figures.accepted), (0.6, 5));
        assert_eq!(share(figures.wrong_among_accepted), (0.5, 4));
        assert_eq!(share(figures.others_accepted), (0.5, 2));
        assert_eq!(figures, photo_figures(&verdicts));
    }

    #[test]
    fn photos_of_few_people_have_wider_intervals_than_as_many_of_many() {
        // 400 garments, half of them right; once by four people who are all right or all wrong.
        let of = |people: u32| -> PhotoFigures {
            let one =
                |i: u32| verdict(i % people, if i % people < people / 2 { "gr" } else { "g" });
            photo_figures(&(0..400).map(one).collect::<Vec<_>>())
        };
        let (few, many) = (of(4).right, of(400).right);
        assert_eq!((few.value, many.value), (0.5, 0.5));
        assert!(few.low < 0.1 && few.high > 0.9, "{few:?}");
        assert!(many.low > 0.44 && many.high < 0.56, "{many:?}");
    }

    #[test]
    fn no_photos_leave_everything_open() {
        let figures = photo_figures(&[]);
        assert_eq!(figures.right, proportion(0, 0));
    }
}
