//! Mixtures of Gaussians over colours, fitted without chance: clusters are split along their longest
//! axis (Orchard and Bouman 1991), then every colour goes to the likeliest of them a few times.

use crate::exact::ln;

/// Gaussians of a mixture, as Rother, Kolmogorov and Blake took them.
const COMPONENTS: usize = 5;
/// Rounds of assigning colours to Gaussians and fitting these again.
const ROUNDS: usize = 3;
/// Rounds of the power iteration for a cluster's longest axis.
const AXIS_ROUNDS: usize = 12;
/// Least variance of a channel: no ground is even to less than about five levels.
const LEAST_VARIANCE: f64 = 25.0;

pub(super) type Colour = [f32; 3];

/// Some Gaussians, each with its share of the colours.
pub(super) struct Mixture {
    gaussians: Vec<Gaussian>,
}

struct Gaussian {
    mean: Colour,
    /// The inverse covariance: xx, yy, zz, and twice xy, xz, yz.
    inverse: [f32; 6],
    /// Half the logarithm of the covariance's determinant, less that of the share.
    constant: f32,
}

/// Sums over the colours of a cluster.
#[derive(Clone, Copy, Default)]
struct Moments {
    count: f64,
    sum: [f64; 3],
    /// xx, yy, zz, xy, xz, yz.
    products: [f64; 6],
}

impl Moments {
    fn add(&mut self, colour: Colour) {
        let [x, y, z] = colour.map(f64::from);
        self.count += 1.0;
        for (sum, value) in self.sum.iter_mut().zip([x, y, z]) {
            *sum += value;
        }
        for (sum, value) in self.products.iter_mut().zip([x * x, y * y, z * z, x * y, x * z, y * z])
        {
            *sum += value;
        }
    }

    fn mean(&self) -> [f64; 3] {
        self.sum.map(|sum| sum / self.count.max(1.0))
    }

    /// xx, yy, zz, xy, xz, yz.
    fn covariance(&self) -> [f64; 6] {
        let [x, y, z] = self.mean();
        let mut covariance = self.products.map(|sum| sum / self.count.max(1.0));
        for (value, of_means) in
            covariance.iter_mut().zip([x * x, y * y, z * z, x * y, x * z, y * z])
        {
            *value -= of_means;
        }
        covariance
    }

    /// The axis along which the cluster is longest, and its variance there times its count.
    fn longest_axis(&self) -> ([f64; 3], f64) {
        let [xx, yy, zz, xy, xz, yz] = self.covariance();
        let times = |[a, b, c]: [f64; 3]| {
            [xx * a + xy * b + xz * c, xy * a + yy * b + yz * c, xz * a + yz * b + zz * c]
        };
        // Not along an axis of the colours, where it might stay for ever.
        let (mut axis, mut variance) = ([0.6, 0.7, 0.4], 0.0);
        for _ in 0..AXIS_ROUNDS {
            let next = times(axis);
            variance = next.iter().map(|value| value * value).sum::<f64>().sqrt();
            if variance < 1e-9 {
                return (axis, 0.0);
            }
            axis = next.map(|value| value / variance);
        }
        (axis, variance * self.count)
    }
}

impl Gaussian {
    fn fit(moments: &Moments, all: f64) -> Self {
        let mut covariance = moments.covariance();
        for variance in &mut covariance[..3] {
            *variance += LEAST_VARIANCE;
        }
        let [xx, yy, zz, xy, xz, yz] = covariance;
        let cofactors = [
            yy * zz - yz * yz,
            xx * zz - xz * xz,
            xx * yy - xy * xy,
            2.0 * (xz * yz - xy * zz),
            2.0 * (xy * yz - xz * yy),
            2.0 * (xy * xz - yz * xx),
        ];
        let determinant = xx * cofactors[0] + 0.5 * (xy * cofactors[3] + xz * cofactors[4]);
        Self {
            mean: moments.mean().map(|value| value as f32),
            inverse: cofactors.map(|value| (value / determinant) as f32),
            constant: (0.5 * ln(determinant) - ln(moments.count.max(1.0) / all)) as f32,
        }
    }

    fn cost(&self, colour: Colour) -> f32 {
        let [x, y, z] = [0, 1, 2].map(|channel| colour[channel] - self.mean[channel]);
        let [xx, yy, zz, xy, xz, yz] = self.inverse;
        let distance = xx * x * x + yy * y * y + zz * z * z + xy * x * y + xz * x * z + yz * y * z;
        self.constant + 0.5 * distance
    }
}

impl Mixture {
    /// The mixture of some colours; none where there are none.
    pub(super) fn fit(colours: &[Colour]) -> Option<Self> {
        if colours.is_empty() {
            return None;
        }
        let mut of = vec![0; colours.len()];
        let mut clusters = moments(colours, &of, 1);
        while clusters.len() < COMPONENTS {
            let axes: Vec<([f64; 3], f64)> = clusters.iter().map(Moments::longest_axis).collect();
            let Some(widest) = (0..axes.len()).max_by(|&a, &b| axes[a].1.total_cmp(&axes[b].1))
            else {
                break;
            };
            let (axis, spread) = axes[widest];
            if spread <= 0.0 {
                break;
            }
            let mean = clusters[widest].mean();
            let new = clusters.len();
            for (cluster, colour) in of.iter_mut().zip(colours) {
                let along: f64 = (0..3).map(|i| (f64::from(colour[i]) - mean[i]) * axis[i]).sum();
                if *cluster == widest && along > 0.0 {
                    *cluster = new;
                }
            }
            clusters = moments(colours, &of, new + 1);
        }
        let all = colours.len() as f64;
        let mut mixture = Self::of(&clusters, all);
        for _ in 0..ROUNDS {
            for (cluster, &colour) in of.iter_mut().zip(colours) {
                *cluster = mixture.nearest(colour).0;
            }
            mixture = Self::of(&moments(colours, &of, mixture.gaussians.len()), all);
        }
        Some(mixture)
    }

    fn of(clusters: &[Moments], all: f64) -> Self {
        let held = clusters.iter().filter(|cluster| cluster.count > 0.0);
        Self { gaussians: held.map(|cluster| Gaussian::fit(cluster, all)).collect() }
    }

    fn nearest(&self, colour: Colour) -> (usize, f32) {
        let costs = self.gaussians.iter().map(|gaussian| gaussian.cost(colour)).enumerate();
        costs.fold((0, f32::MAX), |best, found| if found.1 < best.1 { found } else { best })
    }

    /// How unlikely a colour is: minus the logarithm of its likelihood under the nearest Gaussian,
    /// less a constant.
    pub(super) fn cost(&self, colour: Colour) -> f32 {
        self.nearest(colour).1
    }
}

fn moments(colours: &[Colour], of: &[usize], count: usize) -> Vec<Moments> {
    let mut clusters = vec![Moments::default(); count];
    for (&cluster, &colour) in of.iter().zip(colours) {
        clusters[cluster].add(colour);
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gaussian_costs_what_its_density_says() {
        // Red 90 and 110, the others still: variances 100 + 25, 25, 25, no covariances.
        let mixture =
            Mixture::of(&moments(&[[90.0, 50.0, 50.0], [110.0, 50.0, 50.0]], &[0, 0], 1), 2.0);
        let half_log_determinant = 0.5 * (125.0_f32 * 25.0 * 25.0).ln();
        assert!((mixture.cost([100.0, 50.0, 50.0]) - half_log_determinant).abs() < 1e-4);
        let off = mixture.cost([100.0, 60.0, 50.0]) - half_log_determinant;
        assert!((off - 0.5 * 100.0 / 25.0).abs() < 1e-4, "{off}");
    }

    #[test]
    fn three_heaps_of_colours_are_found_with_their_shares() {
        let heaps =
            [([10.0, 10.0, 10.0], 600), ([200.0, 30.0, 40.0], 300), ([20.0, 220.0, 90.0], 100)];
        let near = |i: usize| (i % 7) as f32 - 3.0;
        let colours: Vec<Colour> = heaps
            .iter()
            .flat_map(|&(heap, count)| {
                (0..count).map(move |i| {
                    [heap[0] + near(i), heap[1] + near(i / 7), heap[2] + near(i / 49)]
                })
            })
            .collect();
        let mixture = Mixture::fit(&colours).unwrap();
        for (heap, _) in heaps {
            assert!(mixture.cost(heap) + 10.0 < mixture.cost([120.0, 120.0, 120.0]));
        }
        // The common one is the likelier.
        assert!(mixture.cost(heaps[0].0) < mixture.cost(heaps[2].0));
        assert!(Mixture::fit(&[]).is_none());
        assert!(Mixture::fit(&[[5.0; 3]; 4]).unwrap().cost([5.0; 3]).is_finite());
    }
}
