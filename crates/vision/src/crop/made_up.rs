//! Pictures of nothing in particular, from a seed: to teach what is none of the ten classes beside
//! photos of other things.

use random::Rng;

use super::{CANVAS_SIDE, CHANNELS, Canvas};

/// Most ellipses or boxes that a shape is made of.
const PARTS: usize = 5;

/// A canvas with a shape of a few ellipses or boxes, or all of it, in a pattern of two colours.
///
/// ```
/// use vision::crop::made_up;
///
/// assert_eq!(made_up(3), made_up(3));
/// assert_ne!(made_up(3), made_up(4));
/// ```
pub fn made_up(seed: u64) -> Canvas {
    let mut rng = Rng::stream(seed, 0);
    let shape = Shape::draw(&mut rng);
    let pattern = Pattern::draw(&mut rng);
    let pixels = (0..CANVAS_SIDE * CANVAS_SIDE).map(|pixel| {
        let place = |at: usize| (at as f32 + 0.5) / CANVAS_SIDE as f32 * 2.0 - 1.0;
        let (x, y) = (place(pixel % CANVAS_SIDE), place(pixel / CANVAS_SIDE));
        if !shape.contains(x, y) {
            return [0; CHANNELS];
        }
        let [red, green, blue] = pattern.colour(x, y);
        [red, green, blue, 255]
    });
    Canvas { pixels: pixels.collect() }
}

/// A part: its middle, its half sides, and whether it is a box.
struct Part {
    middle: [f32; 2],
    half: [f32; 2],
    is_box: bool,
}

struct Shape(Vec<Part>);

impl Shape {
    fn draw(rng: &mut Rng) -> Self {
        // A fifth fill the frame, as what could not be cut out does.
        if rng.below(5) == 0 {
            return Self(vec![Part { middle: [0.0; 2], half: [0.92; 2], is_box: true }]);
        }
        let is_box = rng.below(3) == 0;
        let count = 1 + rng.below(PARTS);
        let part = |_| {
            let mut within = |least: f32, most: f32| least + (most - least) * rng.uniform();
            let half = [within(0.08, 0.7), within(0.08, 0.7)];
            let middle = half.map(|half| within(half - 0.92, 0.92 - half));
            Part { middle, half, is_box }
        };
        Self((0..count).map(part).collect())
    }

    fn contains(&self, x: f32, y: f32) -> bool {
        self.0.iter().any(|part| {
            let along = |at: f32, axis: usize| (at - part.middle[axis]) / part.half[axis];
            let (x, y) = (along(x, 0), along(y, 1));
            if part.is_box { x.abs().max(y.abs()) <= 1.0 } else { x * x + y * y <= 1.0 }
        })
    }
}

/// Two colours mixed by stripes, or by random heights between which it is smooth, coarse and fine.
struct Pattern {
    colours: [[f32; 3]; 2],
    /// Pairs of sides and heights.
    grids: Vec<(usize, Vec<f32>)>,
    /// Steps of the mixture a unit of either axis, where it is stripes.
    stripes: Option<[f32; 2]>,
}

impl Pattern {
    fn draw(rng: &mut Rng) -> Self {
        let colours = [(); 2].map(|()| [(); 3].map(|()| 255.0 * rng.uniform()));
        let mut grids = Vec::new();
        let finest = 2 + rng.below(5);
        for level in 0..finest {
            let side = 2 << level;
            grids.push((side, (0..(side + 1) * (side + 1)).map(|_| rng.uniform()).collect()));
        }
        let stripes = (rng.below(4) == 0)
            .then(|| [12.0 * (rng.uniform() - 0.5), 12.0 * (rng.uniform() - 0.5)]);
        Self { colours, grids, stripes }
    }

    fn colour(&self, x: f32, y: f32) -> [u8; 3] {
        let mixture = match self.stripes {
            Some([across, down]) => {
                let phase = across * x + down * y;
                if phase - phase.floor() < 0.5 { 0.1 } else { 0.9 }
            }
            None => {
                let heights = self.grids.iter().map(|(side, heights)| height(*side, heights, x, y));
                heights.sum::<f32>() / self.grids.len().max(1) as f32
            }
        };
        let [first, second] = self.colours;
        [0, 1, 2].map(|i| (first[i] + (second[i] - first[i]) * mixture + 0.5) as u8)
    }
}

/// The height at a place of [-1, 1]², between the four round it.
fn height(side: usize, heights: &[f32], x: f32, y: f32) -> f32 {
    let along = |at: f32| ((at + 1.0) / 2.0).clamp(0.0, 0.999) * side as f32;
    let (x, y) = (along(x), along(y));
    let (column, row) = (x as usize, y as usize);
    let (right, down) = (x - column as f32, y - row as f32);
    let at = |dx: usize, dy: usize| heights[(row + dy) * (side + 1) + column + dx];
    let upper = at(0, 0) + (at(1, 0) - at(0, 0)) * right;
    let lower = at(0, 1) + (at(1, 1) - at(0, 1)) * right;
    upper + (lower - upper) * down
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_shows_something_and_they_differ() {
        let share = |canvas: &Canvas| canvas.pixels.iter().filter(|pixel| pixel[3] > 0).count();
        let shares: Vec<usize> = (0..40).map(|seed| share(&made_up(seed))).collect();
        assert!(shares.iter().all(|&share| share > 50));
        assert!(shares.iter().any(|&share| share > 7_000));
        assert!(shares.iter().any(|&share| share < 2_000));
    }
}
