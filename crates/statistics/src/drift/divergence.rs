//! How far two sets of counts over the same bins are from each other.
//!
//! Always reference and production, and always with the direction named, for the Kullback–Leibler
//! divergence is not symmetric. An empty bin is not hidden: the raw figures say "infinite", the
//! smoothed ones add half a count to each bin on both sides.

use serde::{Deserialize, Serialize};

/// A divergence in nats, which may be infinite. In JSON `{"value": 0.1, "infinite": false}`, and
/// `{"value": null, "infinite": true}`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Flagged", into = "Flagged")]
pub enum Nats {
    /// A number.
    Finite(f64),
    /// Something happened that the other side holds for impossible.
    Infinite,
}

/// How [`Nats`] is written.
#[derive(Serialize, Deserialize)]
struct Flagged {
    value: Option<f64>,
    infinite: bool,
}

impl From<Nats> for Flagged {
    fn from(nats: Nats) -> Self {
        Self { value: nats.finite(), infinite: nats == Nats::Infinite }
    }
}

impl From<Flagged> for Nats {
    fn from(flagged: Flagged) -> Self {
        flagged.value.map_or(Self::Infinite, Self::Finite)
    }
}

impl Nats {
    /// The number, or none where it is infinite.
    pub fn finite(self) -> Option<f64> {
        match self {
            Self::Finite(value) => Some(value),
            Self::Infinite => None,
        }
    }

    /// The number as a float, which has an infinity of its own.
    pub fn to_f64(self) -> f64 {
        self.finite().unwrap_or(f64::INFINITY)
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => Self::Finite(a + b),
            _ => Self::Infinite,
        }
    }
}

impl std::iter::Sum for Nats {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::Finite(0.0), Self::plus)
    }
}

/// What is done with empty bins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// Nothing: an empty bin may make a divergence infinite.
    Raw,
    /// Half a count is added to each bin on both sides.
    #[default]
    Smoothed,
}

/// Both directions of a divergence that is not symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Directions {
    /// KL(reference ‖ production).
    pub reference_production: Nats,
    /// KL(production ‖ reference).
    pub production_reference: Nats,
}

/// What one bin adds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Share of the reference in this bin, smoothed or not.
    pub reference: f64,
    /// Share of production in this bin, smoothed or not.
    pub production: f64,
    /// Its term in each direction of KL. A term may be negative; their sum is not.
    pub kl: Directions,
}

/// All divergences of two sets of counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Kullback–Leibler divergence in nats, both directions.
    pub kl: Directions,
    /// Population stability index, the sum of both directions.
    pub psi: Nats,
    /// Jensen–Shannon distance, in [0, √ln 2].
    pub js_distance: f64,
}

/// Two sets of counts compared, with both ways of treating empty bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// With empty bins as they are.
    pub raw: Figures,
    /// With half a count added to each bin: the figures that are reported.
    pub smoothed: Figures,
    /// What each bin adds to the smoothed figures.
    pub bins: Vec<Contribution>,
}

/// Compares counts over the same bins.
pub fn compare(reference: &[u64], production: &[u64]) -> Comparison {
    Comparison {
        raw: figures(reference, production, Zeros::Raw),
        smoothed: figures(reference, production, Zeros::Smoothed),
        bins: contributions(reference, production, Zeros::Smoothed),
    }
}

/// The divergences of counts over the same bins.
///
/// ```
/// use statistics::drift::divergence::{Nats, Zeros, figures};
///
/// // A bin that only production has makes one direction infinite, unless counts are smoothed.
/// let of = |zeros| figures(&[10, 0], &[5, 5], zeros).kl.production_reference;
/// assert_eq!(of(Zeros::Raw), Nats::Infinite);
/// assert!(of(Zeros::Smoothed).finite().is_some_and(|nats| nats > 0.0));
/// ```
pub fn figures(reference: &[u64], production: &[u64], zeros: Zeros) -> Figures {
    let (p, q) = (shares(reference, zeros), shares(production, zeros));
    Figures {
        kl: Directions { reference_production: kl(&p, &q), production_reference: kl(&q, &p) },
        psi: psi(&p, &q),
        js_distance: js_distance(&p, &q),
    }
}

/// What each bin adds to both directions of KL.
///
/// ```
/// use statistics::drift::divergence::{Zeros, contributions};
///
/// let bins = contributions(&[1, 1], &[3, 1], Zeros::Raw);
/// // ¾ ln (¾ / ½) and ¼ ln (¼ / ½).
/// assert!((bins[0].kl.production_reference.to_f64() - 0.75 * 1.5f64.ln()).abs() < 1e-12);
/// assert!((bins[1].kl.production_reference.to_f64() - 0.25 * 0.5f64.ln()).abs() < 1e-12);
/// ```
pub fn contributions(reference: &[u64], production: &[u64], zeros: Zeros) -> Vec<Contribution> {
    let (p, q) = (shares(reference, zeros), shares(production, zeros));
    p.iter()
        .zip(&q)
        .map(|(&reference, &production)| Contribution {
            reference,
            production,
            kl: Directions {
                reference_production: term(reference, production),
                production_reference: term(production, reference),
            },
        })
        .collect()
}

/// Counts as shares that add up to 1: c / n, or (c + ½) / (n + k / 2) smoothed. Without any
/// count the raw shares are all 0, which no divergence can be told from.
///
/// ```
/// use statistics::drift::divergence::{Zeros, shares};
///
/// assert_eq!(shares(&[3, 0, 1], Zeros::Raw), [0.75, 0.0, 0.25]);
/// assert_eq!(shares(&[3, 0], Zeros::Smoothed), [0.875, 0.125]);
/// ```
pub fn shares(counts: &[u64], zeros: Zeros) -> Vec<f64> {
    let added = match zeros {
        Zeros::Raw => 0.0,
        Zeros::Smoothed => 0.5,
    };
    let n: u64 = counts.iter().sum();
    let whole = n as f64 + added * counts.len() as f64;
    let share = |&count: &u64| if whole == 0.0 { 0.0 } else { (count as f64 + added) / whole };
    counts.iter().map(share).collect()
}

/// KL(p ‖ q) = Σ p ln(p / q) in nats, of shares.
///
/// ```
/// let nats = statistics::drift::divergence::kl(&[1.0, 0.0], &[0.5, 0.5]);
/// assert!((nats.to_f64() - 2f64.ln()).abs() < 1e-12);
/// ```
pub fn kl(p: &[f64], q: &[f64]) -> Nats {
    p.iter().zip(q).map(|(&p, &q)| term(p, q)).sum()
}

/// PSI = Σ (p − q) ln(p / q), symmetric and the sum of both directions of KL.
///
/// ```
/// // ½ ln 3 from one half and another from the other.
/// let psi = statistics::drift::divergence::psi(&[0.75, 0.25], &[0.25, 0.75]);
/// assert!((psi.to_f64() - 3f64.ln()).abs() < 1e-12);
/// ```
pub fn psi(p: &[f64], q: &[f64]) -> Nats {
    kl(p, q).plus(kl(q, p))
}

/// √JSD, where JSD = ½ KL(p ‖ m) + ½ KL(q ‖ m) in nats and m is the mean of p and q.
///
/// ```
/// // Nothing in common: the largest distance there is.
/// let distance = statistics::drift::divergence::js_distance(&[1.0, 0.0], &[0.0, 1.0]);
/// assert!((distance - 2f64.ln().sqrt()).abs() < 1e-12);
/// ```
pub fn js_distance(p: &[f64], q: &[f64]) -> f64 {
    let half = |a: f64, b: f64| if a == 0.0 { 0.0 } else { a / 2.0 * (2.0 * a / (a + b)).ln() };
    let jsd: f64 = p.iter().zip(q).map(|(&p, &q)| half(p, q) + half(q, p)).sum();
    jsd.max(0.0).sqrt()
}

/// The Hellinger distance √(½ Σ (√p − √q)²), in [0, 1].
///
/// ```
/// assert_eq!(statistics::drift::divergence::hellinger(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
/// ```
pub fn hellinger(p: &[f64], q: &[f64]) -> f64 {
    let squares: f64 = p.iter().zip(q).map(|(p, q)| (p.sqrt() - q.sqrt()).powi(2)).sum();
    (squares / 2.0).sqrt()
}

/// Smoothed KL(production ‖ reference) in nats, straight from counts. This is what the windowed
/// detectors watch, once a stride, so it makes no lists.
pub fn smoothed_kl_production_reference(reference: &[u64], production: &[u64]) -> f64 {
    let half_bins = reference.len() as f64 / 2.0;
    let whole = |counts: &[u64]| counts.iter().sum::<u64>() as f64 + half_bins;
    let (of_reference, of_production) = (whole(reference), whole(production));
    let add = |(&reference, &production): (&u64, &u64)| {
        let q = (reference as f64 + 0.5) / of_reference;
        let p = (production as f64 + 0.5) / of_production;
        p * (p / q).ln()
    };
    reference.iter().zip(production).map(add).sum()
}

/// p ln(p / q), 0 where p is 0 and infinite where only q is.
fn term(p: f64, q: f64) -> Nats {
    if p == 0.0 {
        Nats::Finite(0.0)
    } else if q == 0.0 {
        Nats::Infinite
    } else {
        Nats::Finite(p * (p / q).ln())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_shares_have_no_divergence_whatever_the_counts() {
        let figures = figures(&[10, 20, 70], &[1, 2, 7], Zeros::Raw);
        assert_eq!(figures.kl.reference_production, Nats::Finite(0.0));
        assert_eq!(figures.psi, Nats::Finite(0.0));
        assert_eq!(figures.js_distance, 0.0);
    }

    #[test]
    fn an_empty_bin_is_infinite_in_one_direction_only() {
        let comparison = compare(&[5, 5], &[10, 0]);
        assert_eq!(comparison.raw.kl.reference_production, Nats::Infinite);
        assert_eq!(comparison.raw.kl.production_reference, Nats::Finite(2f64.ln()));
        assert_eq!(comparison.raw.psi, Nats::Infinite);
        // Smoothed: reference 5.5 / 11 each, production 10.5 / 11 and 0.5 / 11.
        let expected = 0.5 * (11f64 / 21.0).ln() + 0.5 * 11f64.ln();
        let smoothed = comparison.smoothed.kl.reference_production.to_f64();
        assert!((smoothed - expected).abs() < 1e-12, "{smoothed}");
    }

    #[test]
    fn disjoint_shares_are_as_far_as_can_be() {
        assert!((js_distance(&[1.0, 0.0], &[0.0, 1.0]) - 2f64.ln().sqrt()).abs() < 1e-15);
        assert!((hellinger(&[1.0, 0.0], &[0.0, 1.0]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn infinity_is_null_with_a_flag_in_json_and_survives_postcard() {
        let json = serde_json::to_string(&Nats::Infinite).unwrap();
        assert_eq!(json, r#"{"value":null,"infinite":true}"#);
        assert_eq!(serde_json::from_str::<Nats>(&json).unwrap(), Nats::Infinite);
        let bytes = postcard::to_allocvec(&Nats::Finite(0.5)).unwrap();
        assert_eq!(postcard::from_bytes::<Nats>(&bytes).unwrap(), Nats::Finite(0.5));
    }

    #[test]
    fn nothing_counted_gives_no_divergence_rather_than_nan() {
        let comparison = compare(&[0, 0], &[0, 0]);
        assert_eq!(comparison.raw.kl.reference_production, Nats::Finite(0.0));
        assert_eq!(comparison.smoothed.psi, Nats::Finite(0.0));
    }

    fn two_counts() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
        (1usize..12).prop_flat_map(|k| {
            let counts = || prop::collection::vec(0u64..500, k);
            (counts(), counts())
        })
    }

    proptest! {
        #[test]
        fn divergences_are_not_negative_and_psi_and_js_are_symmetric((a, b) in two_counts()) {
            let (there, back) = (compare(&a, &b).smoothed, compare(&b, &a).smoothed);
            prop_assert!(there.kl.reference_production.to_f64() >= -1e-12);
            prop_assert!(there.kl.production_reference.to_f64() >= -1e-12);
            prop_assert!((there.psi.to_f64() - back.psi.to_f64()).abs() < 1e-12);
            prop_assert!((there.js_distance - back.js_distance).abs() < 1e-12);
            prop_assert!(there.js_distance <= 2f64.ln().sqrt() + 1e-12);
        }

        #[test]
        fn contributions_add_up_to_the_divergence((a, b) in two_counts(), raw in any::<bool>()) {
            let zeros = if raw { Zeros::Raw } else { Zeros::Smoothed };
            let bins = contributions(&a, &b, zeros);
            let sum: Nats = bins.iter().map(|bin| bin.kl.production_reference).sum();
            prop_assert_eq!(sum, figures(&a, &b, zeros).kl.production_reference);
        }

        #[test]
        fn the_short_way_from_counts_gives_the_same((a, b) in two_counts()) {
            let long = figures(&a, &b, Zeros::Smoothed).kl.production_reference.to_f64();
            prop_assert!((smoothed_kl_production_reference(&a, &b) - long).abs() < 1e-12);
        }
    }
}
