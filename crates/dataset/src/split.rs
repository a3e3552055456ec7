//! The stratified split, and classes made rare. Labels in, places out.

use crate::{CLASSES, Imbalance};
use random::Rng;

/// Indices of training and validation images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Training images, in order.
    pub train: Vec<usize>,
    /// Validation images, in order.
    pub validation: Vec<usize>,
}

/// Takes `validation` images out, as many of each class as its share (stratified), by seed.
/// Shares are rounded by largest remainder, so the sizes are exact.
pub fn split(labels: &[u8], validation: usize, seed: u64) -> Split {
    let mut classes: Vec<Vec<usize>> = vec![Vec::new(); CLASSES];
    for (index, &label) in labels.iter().enumerate() {
        classes[usize::from(label)].push(index);
    }
    let sizes: Vec<usize> = classes.iter().map(Vec::len).collect();
    let quotas = apportion(validation.min(labels.len()), &sizes);
    let mut split = Split { train: Vec::new(), validation: Vec::new() };
    for (class, (mut indices, quota)) in classes.into_iter().zip(quotas).enumerate() {
        Rng::stream(seed, class as u64).shuffle(&mut indices);
        split.train.extend_from_slice(&indices[quota..]);
        split.validation.extend_from_slice(&indices[..quota]);
    }
    split.train.sort_unstable();
    split.validation.sort_unstable();
    split
}

/// Shares `seats` among groups in proportion to their sizes, by largest remainder.
fn apportion(seats: usize, sizes: &[usize]) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    if total == 0 {
        return vec![0; sizes.len()];
    }
    let mut quotas: Vec<usize> = sizes.iter().map(|size| size * seats / total).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(sizes[group] * seats % total));
    let left = seats - quotas.iter().sum::<usize>();
    for &group in order.iter().take(left) {
        quotas[group] += 1;
    }
    quotas
}

/// Makes a class rare: of its `indices` keeps the share `ratio`, rounded to the nearest whole
/// image, chosen by seed; other classes are untouched and the order is kept.
pub fn make_rare(labels: &[u8], indices: &[usize], rare: Imbalance, seed: u64) -> Vec<usize> {
    let (mut of_class, mut kept): (Vec<usize>, Vec<usize>) =
        indices.iter().partition(|&&index| labels[index] == rare.class.label());
    let keep = (of_class.len() as f64 * rare.ratio.clamp(0.0, 1.0)).round() as usize;
    Rng::stream(seed, u64::from(rare.class.label())).shuffle(&mut of_class);
    of_class.truncate(keep);
    kept.extend(of_class);
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;

    #[test]
    fn the_split_is_stratified_disjoint_and_the_seeds_own() {
        let labels: Vec<u8> = (0..6_000).map(|i| (i % 10) as u8).collect();
        let first = split(&labels, 500, 42);
        assert_eq!((first.train.len(), first.validation.len()), (5_500, 500));
        for class in 0..10 {
            let of_class = first.validation.iter().filter(|&&i| labels[i] == class).count();
            assert_eq!(of_class, 50);
        }
        let mut all: Vec<usize> = first.train.iter().chain(&first.validation).copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..6_000).collect::<Vec<_>>());
        assert_eq!(first, split(&labels, 500, 42));
        assert_ne!(first, split(&labels, 500, 43));
    }

    #[test]
    fn uneven_classes_share_the_validation_images_exactly() {
        assert_eq!(apportion(10, &[50, 30, 20]), [5, 3, 2]);
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(3, &[0, 0]), [0, 0]);
    }

    #[test]
    fn a_rare_class_keeps_its_ratio_and_the_others_everything() {
        let labels: Vec<u8> = (0..1_000).map(|i| (i % 10) as u8).collect();
        let indices: Vec<usize> = (0..1_000).collect();
        let rare = Imbalance { class: Class::Shirt, ratio: 0.1 };
        let kept = make_rare(&labels, &indices, rare, 42);
        let counts = |kept: &[usize], class| kept.iter().filter(|&&i| labels[i] == class).count();
        assert_eq!(kept.len(), 910);
        assert_eq!(counts(&kept, 6), 10);
        assert_eq!(counts(&kept, 5), 100);
        assert_eq!(kept, make_rare(&labels, &indices, rare, 42));
    }
}
