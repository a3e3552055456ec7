//! Which pixels belong to the garment: cleaned of crumbs, enlarged. Knows no colours.

use super::{Mark, Mask};

/// Things of less than this share of the most important one are not the garment. The second shoe of
/// a pair is one.
const CRUMB: f32 = 0.25;

/// Holes up to this share of the garment are filled: prints and buttons in the ground's colour.
const HOLE: f32 = 0.10;

/// Neighbours that share a side.
const SIDES: [(isize, isize); 4] = [(0, -1), (-1, 0), (1, 0), (0, 1)];

impl Mask {
    /// Nothing but what makes up the garment: crumbs and threads gone, small holes filled. Parts and
    /// holes with a stroke that says otherwise stay.
    pub(super) fn cleaned(mut self, strokes: &[Mark]) -> Self {
        self.drop_threads(strokes);
        self.drop_crumbs(strokes);
        self.fill_holes(strokes);
        self
    }

    /// Share of the picture that is inside.
    pub fn share(&self) -> f32 {
        self.inside.iter().filter(|&&inside| inside).count() as f32
            / self.inside.len().max(1) as f32
    }

    /// The share of each edge of the picture that is inside: top, bottom, left, right.
    pub(super) fn edges(&self) -> [f32; 4] {
        let (width, height) = (self.width, self.height);
        let share = |length: usize, at: &dyn Fn(usize) -> usize| {
            (0..length).filter(|&i| self.inside[at(i)]).count() as f32 / length as f32
        };
        [
            share(width, &|x| x),
            share(width, &|x| (height - 1) * width + x),
            share(height, &|y| y * width),
            share(height, &|y| y * width + width - 1),
        ]
    }

    /// Drops parts that are nowhere three pixels wide and high, and what is less than five where it
    /// leads to the picture's border: a joint of tiles, a skirting board. Straps are threads too: they
    /// stay where they hang on something wider.
    fn drop_threads(&mut self, strokes: &[Mark]) {
        let is_sure = |part: &[usize]| part.iter().any(|&pixel| strokes[pixel] == Mark::Garment);
        let has_core = self.near(&self.inside, 1, true);
        for part in self.parts(&self.inside) {
            if !part.iter().any(|&pixel| has_core[pixel]) && !is_sure(&part) {
                part.iter().for_each(|&pixel| self.inside[pixel] = false);
            }
        }
        let opened = self.near(&self.near(&self.inside, 2, true), 2, false);
        let thin: Vec<bool> =
            self.inside.iter().zip(&opened).map(|(is, wide)| *is && !wide).collect();
        for part in self.parts(&thin) {
            if part.iter().any(|&pixel| self.is_border(pixel)) && !is_sure(&part) {
                part.iter().for_each(|&pixel| self.inside[pixel] = false);
            }
        }
    }

    /// Whether all pixels of the square that reaches so far round each are set, or else any: erosion
    /// and dilation. What lies beyond the border is neither.
    fn near(&self, set: &[bool], reach: usize, all: bool) -> Vec<bool> {
        let (width, height) = (self.width, self.height);
        let around = |place: usize, length: usize| {
            place.saturating_sub(reach)..(place + reach + 1).min(length)
        };
        let along = |from: &[bool], vertical: bool| -> Vec<bool> {
            let is_set = |pixel: usize| {
                let (x, y) = (pixel % width, pixel / width);
                if vertical {
                    around(y, height).all(|y| from[y * width + x] == all) == all
                } else {
                    around(x, width).all(|x| from[y * width + x] == all) == all
                }
            };
            (0..from.len()).map(is_set).collect()
        };
        along(&along(set, false), true)
    }

    fn is_border(&self, pixel: usize) -> bool {
        let (x, y) = (pixel % self.width, pixel / self.width);
        x == 0 || y == 0 || x + 1 == self.width || y + 1 == self.height
    }

    /// Connected parts of what is set, in the order of their first pixel.
    fn parts(&self, set: &[bool]) -> Vec<Vec<usize>> {
        let mut is_open = set.to_vec();
        let mut parts = Vec::new();
        for start in 0..is_open.len() {
            if !std::mem::take(&mut is_open[start]) {
                continue;
            }
            let (mut part, mut next) = (vec![start], 0);
            while let Some(&pixel) = part.get(next) {
                next += 1;
                let (x, y) = (pixel % self.width, pixel / self.width);
                for (dx, dy) in SIDES {
                    let (x, y) = (x.wrapping_add_signed(dx), y.wrapping_add_signed(dy));
                    if x < self.width && y < self.height {
                        let near = y * self.width + x;
                        if std::mem::take(&mut is_open[near]) {
                            part.push(near);
                        }
                    }
                }
            }
            parts.push(part);
        }
        parts
    }

    /// Keeps the most important part and those near it in importance. A pixel counts the more the
    /// nearer it is to the middle, where garments lie; furniture and feet stand at the edges.
    fn drop_crumbs(&mut self, strokes: &[Mark]) {
        let weight = |pixel: usize| {
            let unit = |place: usize, length: usize| (2 * place + 1) as f32 / length as f32 - 1.0;
            let (u, v) =
                (unit(pixel % self.width, self.width), unit(pixel / self.width, self.height));
            (1.0 - 0.5 * (u * u + v * v)).max(0.05)
        };
        let parts = self.parts(&self.inside);
        let weights: Vec<f32> =
            parts.iter().map(|part| part.iter().map(|&pixel| weight(pixel)).sum()).collect();
        let most = weights.iter().copied().fold(0.0, f32::max);
        for (part, weight) in parts.iter().zip(weights) {
            let is_sure = part.iter().any(|&pixel| strokes[pixel] == Mark::Garment);
            if weight < CRUMB * most && !is_sure {
                part.iter().for_each(|&pixel| self.inside[pixel] = false);
            }
        }
    }

    fn fill_holes(&mut self, strokes: &[Mark]) {
        let most = HOLE * self.inside.iter().filter(|&&inside| inside).count() as f32;
        let outside: Vec<bool> = self.inside.iter().map(|inside| !inside).collect();
        for part in self.parts(&outside) {
            let is_open =
                part.iter().any(|&pixel| self.is_border(pixel) || strokes[pixel] == Mark::Ground);
            if !is_open && part.len() as f32 <= most {
                part.iter().for_each(|&pixel| self.inside[pixel] = true);
            }
        }
    }

    /// The mask at another size, by bilinear interpolation.
    pub(crate) fn enlarged(&self, width: usize, height: usize) -> Self {
        // The two lines round a place and the share of the second.
        let between = |place: usize, length: usize, mine: usize| {
            let at = (2 * place + 1) as f32 * mine as f32 / (2 * length) as f32 - 0.5;
            let first = (at.max(0.0) as usize).min(mine - 1);
            (first, (first + 1).min(mine - 1), (at - first as f32).clamp(0.0, 1.0))
        };
        let columns: Vec<_> = (0..width).map(|x| between(x, width, self.width)).collect();
        let value = |x: usize, y: usize| f32::from(u8::from(self.inside[y * self.width + x]));
        let mut inside = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom, down) = between(y, height, self.height);
            for &(left, right, along) in &columns {
                let line = |y| value(left, y) * (1.0 - along) + value(right, y) * along;
                inside.push(line(top) * (1.0 - down) + line(bottom) * down >= 0.5);
            }
        }
        Self { width, height, inside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mask of lines of `#` and `.`.
    fn mask(lines: &[&str]) -> Mask {
        let inside = lines.iter().flat_map(|line| line.bytes().map(|byte| byte == b'#')).collect();
        Mask { width: lines[0].len(), height: lines.len(), inside }
    }

    fn cleaned(mask: &Mask) -> Mask {
        mask.clone().cleaned(&vec![Mark::None; mask.inside.len()])
    }

    #[test]
    fn strokes_keep_a_crumb_and_a_hole() {
        let lines = ["..........", ".#######..", ".###.###..", ".#######.#", ".........."];
        let drawn = mask(&lines);
        let mut strokes = vec![Mark::None; 50];
        (strokes[24], strokes[39]) = (Mark::Ground, Mark::Garment);
        assert_eq!(drawn.clone().cleaned(&strokes), drawn);
        let filled = ["..........", ".#######..", ".#######..", ".#######..", ".........."];
        assert_eq!(cleaned(&drawn), mask(&filled));
    }

    #[test]
    fn crumbs_and_loose_threads_go_straps_stay_and_small_holes_are_filled() {
        let drawn = mask(&[
            "..............#.",
            "....#.........#.",
            "....#.........#.",
            "..#######.....#.",
            "..#######.....#.",
            "..###.###.....#.",
            "..#######.......",
            "..#######..##...",
            "..#######..##...",
            "................",
        ]);
        let wanted = mask(&[
            "................",
            "....#...........",
            "....#...........",
            "..#######.......",
            "..#######.......",
            "..#######.......",
            "..#######.......",
            "..#######.......",
            "..#######.......",
            "................",
        ]);
        assert_eq!(cleaned(&drawn), wanted);
    }

    #[test]
    fn a_joint_of_tiles_that_leads_to_the_border_goes_and_a_sleeve_that_reaches_it_stays() {
        let wide = "..########..";
        let drawn = mask(&[
            ".....#......",
            wide,
            wide,
            "##########..",
            "##########..",
            "##########..",
            "##########..",
            "##########..",
            wide,
            ".....#......",
            ".....##.....",
            "......#.....",
        ]);
        let wanted = mask(&[
            "............",
            wide,
            wide,
            "##########..",
            "##########..",
            "##########..",
            "##########..",
            "##########..",
            wide,
            "............",
            "............",
            "............",
        ]);
        assert_eq!(cleaned(&drawn), wanted);
    }

    #[test]
    fn both_shoes_of_a_pair_stay_and_a_large_hole_too() {
        let pair =
            mask(&["............", ".###....###.", ".###....###.", ".###....###.", "............"]);
        assert_eq!(cleaned(&pair), pair);
        let ring = mask(&[
            "##########",
            "##########",
            "##########",
            "###....###",
            "###....###",
            "##########",
            "##########",
            "##########",
        ]);
        assert_eq!(cleaned(&ring), ring);
        let nothing = mask(&["..........."]);
        assert_eq!(cleaned(&nothing), nothing);
    }

    #[test]
    fn an_enlarged_mask_keeps_its_edges_where_they_were() {
        let enlarged = mask(&["..##", "..##"]).enlarged(16, 8);
        assert!((0..8).all(|y| (0..16).all(|x| enlarged.inside[y * 16 + x] == (x >= 8))));
        assert_eq!(enlarged.edges(), [0.5, 0.5, 0.0, 1.0]);
    }
}
