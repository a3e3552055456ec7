//! The garment cut out of a photo whose ground is not plain: on a bed, a floor, a patterned carpet.
//!
//! GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH 2004) on a small copy: mixtures of Gaussians say how
//! like each side's colours a pixel is, a least cut of the grid puts the edge where neighbours differ,
//! and both are repeated. It starts from the border instead of a box drawn by hand; a box and strokes
//! are taken where there are any. Whole numbers decide the cut, and the rest is plain arithmetic, so
//! that it is the same natively and in WebAssembly. Knows pixels, not networks.

mod flow;
mod hints;
mod look;
mod mask;
mod mixture;
mod person;
mod turn;

use serde::{Deserialize, Serialize};

use crate::exact::exp;
use crate::photo::Photo;
use flow::{DIRECTIONS, FORWARD, Grid};
pub use hints::{Frame, Hints, Mark, Strokes};
pub use look::{Guidance, Seen, canvas, look};
use mixture::{Colour, Mixture};
pub use person::shows_person;

/// Longest side of the copy that is cut.
const SIDE: usize = 128;
/// Longest side of the copy that goes on to 28×28: sixteen pixels a cell.
const WORK_SIDE: usize = 448;
/// Lines and columns of a block of the photo that its mean is taken over at most.
const TAPS: usize = 4;

/// Rounds of fitting and cutting.
const ROUNDS: usize = 3;
/// Lines of the border that are taken for ground at first.
const RING: usize = 4;
/// How far round a frame its ground is looked at, in shares of the photo: what lies farther off, such
/// as a second garment, says nothing of it.
const NEAR: f32 = 0.1;
/// What parting two equal neighbours costs, in logarithms of likelihood.
const SMOOTHNESS: f64 = 12.0;
/// What a colour counts at most, either way: one pixel never outvotes its neighbours.
const MOST: f32 = 12.0;
/// What being in the middle counts for the garment, and in the corners against it.
const MIDDLE: f32 = 1.5;
/// Whole numbers a unit of the costs above.
const SCALE: f32 = 256.0;
/// A terminal that no cut parts.
const SURE: i32 = 1 << 24;

/// Shares of the picture below and above which the cut cannot be the garment.
const LEAST_SHARE: f32 = 0.02;
const MOST_SHARE: f32 = 0.95;
/// A picture's edge is touched where more than this share of it is garment.
const TOUCHED: f32 = 0.25;

/// Which pixels of a picture of `width` × `height` belong to the garment, row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mask {
    /// Width in pixels, at least 1.
    pub width: usize,
    /// Height in pixels, at least 1.
    pub height: usize,
    /// A value a pixel.
    pub inside: Vec<bool>,
}

/// Why a cut is hardly the garment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Less than 2% of the picture is left.
    Nothing,
    /// More than 95% of the picture is left.
    Everything,
    /// What is left touches every edge of the picture.
    EveryEdge,
}

/// A garment cut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The garment, on a copy of at most 128 pixels.
    pub mask: Mask,
    /// Why it is hardly right, where it is.
    pub doubt: Option<Doubt>,
}

/// Cuts the garment out of a photo. A photo whose `rgb` is not `width * height * 3` bytes has
/// nothing to be cut out.
pub fn segment(photo: &Photo, hints: &Hints) -> Cut {
    let Some(small) = reduced(photo, SIDE) else {
        let mask = Mask { width: 1, height: 1, inside: vec![false] };
        return Cut { mask, doubt: Some(Doubt::Nothing) };
    };
    let picture = Picture::of(&small, hints);
    let mask = Mask { width: picture.width, height: picture.height, inside: picture.garment() };
    let mask = mask.cleaned(&picture.strokes);
    let share = mask.share();
    let doubt = if share < LEAST_SHARE {
        Some(Doubt::Nothing)
    } else if share > MOST_SHARE {
        Some(Doubt::Everything)
    } else {
        mask.edges().iter().all(|&edge| edge > TOUCHED).then_some(Doubt::EveryEdge)
    };
    Cut { mask, doubt }
}

/// A copy whose longest side is at most `side`, each pixel the mean of some of its block; never
/// enlarged. None where the photo has no pixels or not as many as it says.
pub fn reduced(photo: &Photo, side: usize) -> Option<Photo> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let is_whole = photo.rgb.len() == width.checked_mul(height)?.checked_mul(3)?;
    if photo.rgb.is_empty() || !is_whole {
        return None;
    }
    let longest = width.max(height);
    let new = |length: usize| {
        if longest <= side { length } else { ((length * side + longest / 2) / longest).max(1) }
    };
    let (new_width, new_height) = (new(width), new(height));
    // Where a block's taps are: its start, and every so many pixels.
    let taps = |place: usize, length: usize, new: usize| {
        let (start, end) = (place * length / new, (place + 1) * length / new);
        let step = (end - start).div_ceil(TAPS).max(1);
        (start..end).step_by(step)
    };
    let columns: Vec<_> = (0..new_width).map(|x| taps(x, width, new_width)).collect();
    let mut rgb = Vec::with_capacity(new_width * new_height * 3);
    for y in 0..new_height {
        let rows = taps(y, height, new_height);
        for columns in &columns {
            let mut sum = [0_u32; 3];
            for row in rows.clone() {
                for column in columns.clone() {
                    let at = (row * width + column) * 3;
                    let pixel = &photo.rgb[at..at + 3];
                    for (sum, &value) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(value);
                    }
                }
            }
            let count = (rows.len() * columns.len()) as u32;
            rgb.extend(sum.map(|sum| ((sum + count / 2) / count) as u8));
        }
    }
    let warnings = photo.warnings.clone();
    Some(Photo { width: new_width as u32, height: new_height as u32, rgb, warnings })
}

/// A small photo that is cut. All but the sizes has a value a pixel.
struct Picture {
    width: usize,
    height: usize,
    colours: Vec<Colour>,
    /// Whether it is outside the frame: surely ground.
    is_outside: Vec<bool>,
    /// Whether its colour counts: not far outside the frame.
    counts: Vec<bool>,
    strokes: Vec<Mark>,
    /// What a pixel's place counts for the garment.
    places: Vec<f32>,
}

impl Picture {
    fn of(photo: &Photo, hints: &Hints) -> Self {
        let (width, height) = (photo.width as usize, photo.height as usize);
        let colours =
            photo.rgb.chunks_exact(3).map(|p| [p[0], p[1], p[2]].map(f32::from)).collect();
        let share = |place: usize, length: usize| (2 * place + 1) as f32 / (2 * length) as f32;
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let shares: Vec<(f32, f32)> =
            pixels.map(|(x, y)| (share(x, width), share(y, height))).collect();
        let place = |&(x, y): &(f32, f32)| {
            let (u, v) = (2.0 * x - 1.0, 2.0 * y - 1.0);
            MIDDLE * (1.0 - 1.5 * (u * u + v * v)).max(-1.0)
        };
        Self {
            width,
            height,
            colours,
            is_outside: shares.iter().map(|&at| !hints.is_framed(at, 0.0)).collect(),
            counts: shares.iter().map(|&at| hints.is_framed(at, NEAR)).collect(),
            strokes: shares.iter().map(|&at| hints.stroke(at)).collect(),
            places: shares.iter().map(place).collect(),
        }
    }

    /// Whether each pixel is the garment. What is painted comes last, when the colours of both sides
    /// are known: ground painted over a second garment does not make its colours the ground's.
    fn garment(&self) -> Vec<bool> {
        let edges = self.edges();
        let mark = |&is_outside: &bool| if is_outside { Mark::Ground } else { Mark::None };
        let framed: Vec<Mark> = self.is_outside.iter().map(mark).collect();
        let inside = self.rounds(self.start(), &framed, &edges);
        if self.strokes.iter().all(|&mark| mark == Mark::None) {
            return inside;
        }
        let painted = framed.iter().zip(&self.strokes);
        let marks: Vec<Mark> = painted
            .map(|(&framed, &stroke)| if stroke == Mark::None { framed } else { stroke })
            .collect();
        let settled = inside.iter().zip(&marks).map(|(&inside, &mark)| match mark {
            Mark::None => inside,
            sure => sure == Mark::Garment,
        });
        self.rounds(settled.collect(), &marks, &edges)
    }

    /// Fits both sides' colours and cuts, until nothing changes or for some rounds.
    fn rounds(&self, mut inside: Vec<bool>, marks: &[Mark], edges: &[[i32; 4]]) -> Vec<bool> {
        for _ in 0..ROUNDS {
            let of = |wanted: bool| {
                let is_counted = |&pixel: &usize| self.counts[pixel] && inside[pixel] == wanted;
                Mixture::fit(&self.colours_of(is_counted))
            };
            let (Some(ground), Some(garment)) = (of(false), of(true)) else { break };
            let next = self.cut(&ground, &garment, marks, edges);
            if next == inside {
                break;
            }
            inside = next;
        }
        inside
    }

    /// The colours of some pixels.
    fn colours_of(&self, is_one: impl Fn(&usize) -> bool) -> Vec<Colour> {
        (0..self.colours.len()).filter(is_one).map(|pixel| self.colours[pixel]).collect()
    }

    /// Before any cut: the half of what may be the garment that is least like the ground round the
    /// frame, or like the border where there is no frame.
    fn start(&self) -> Vec<bool> {
        let has_outside = self.is_outside.contains(&true);
        let is_ring = |pixel: usize| {
            let (x, y) = (pixel % self.width, pixel / self.width);
            x < RING || y < RING || x + RING >= self.width || y + RING >= self.height
        };
        let is_ground =
            |pixel: usize| if has_outside { self.is_outside[pixel] } else { is_ring(pixel) };
        let ground = self.colours_of(|&pixel| is_ground(pixel) && self.counts[pixel]);
        let Some(ground) = Mixture::fit(&ground) else {
            return (0..self.colours.len()).map(|pixel| !is_ground(pixel)).collect();
        };
        let unlike = self
            .colours
            .iter()
            .zip(&self.places)
            .map(|(&colour, place)| ground.cost(colour) + place);
        let unlike: Vec<f32> = unlike.collect();
        let open = (0..unlike.len()).filter(|&pixel| !is_ground(pixel));
        let mut open: Vec<f32> = open.map(|pixel| unlike[pixel]).collect();
        open.sort_by(f32::total_cmp);
        let middle = open.get(open.len() / 2).copied().unwrap_or(f32::MAX);
        (0..unlike.len()).map(|pixel| !is_ground(pixel) && unlike[pixel] >= middle).collect()
    }

    /// What parting each pixel from its four later neighbours costs.
    fn edges(&self) -> Vec<[i32; 4]> {
        let squared =
            |a: Colour, b: Colour| -> f32 { a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum() };
        let mut differences = vec![[None; 4]; self.colours.len()];
        let (mut sum, mut count) = (0.0_f64, 0_u32);
        for (pixel, differences) in differences.iter_mut().enumerate() {
            let (x, y) = (pixel % self.width, pixel / self.width);
            for (difference, direction) in differences.iter_mut().zip(FORWARD) {
                let (dx, dy) = DIRECTIONS[direction];
                let (to_x, to_y) = (x.wrapping_add_signed(dx), y.wrapping_add_signed(dy));
                if to_x < self.width && to_y < self.height {
                    let found = f64::from(squared(
                        self.colours[pixel],
                        self.colours[to_y * self.width + to_x],
                    ));
                    *difference = Some(found);
                    sum += found;
                    count += 1;
                }
            }
        }
        let beta = f64::from(count) / (2.0 * sum).max(1e-6);
        let cost = |difference: Option<f64>, direction: usize| {
            let (dx, dy) = DIRECTIONS[direction];
            let length = ((dx * dx + dy * dy) as f64).sqrt();
            let cost = |difference: f64| SMOOTHNESS / length * exp(-beta * difference);
            difference.map_or(0, |difference| (cost(difference) * f64::from(SCALE)) as i32)
        };
        let costs = |differences: &[Option<f64>; 4]| {
            [0, 1, 2, 3].map(|i| cost(differences[i], FORWARD.start + i))
        };
        differences.iter().map(costs).collect()
    }

    fn cut(
        &self,
        ground: &Mixture,
        garment: &Mixture,
        marks: &[Mark],
        edges: &[[i32; 4]],
    ) -> Vec<bool> {
        let mut grid = Grid::new(self.width, self.height);
        for (pixel, &colour) in self.colours.iter().enumerate() {
            let (x, y) = (pixel % self.width, pixel / self.width);
            let cost = match marks[pixel] {
                Mark::Ground => -SURE,
                Mark::Garment => SURE,
                Mark::None => {
                    let of_colour = ground.cost(colour) - garment.cost(colour);
                    ((of_colour.clamp(-MOST, MOST) + self.places[pixel]) * SCALE) as i32
                }
            };
            grid.set_terminal(x, y, cost);
            for (&cost, direction) in edges[pixel].iter().zip(FORWARD) {
                if cost > 0 {
                    grid.set_edge(x, y, direction, cost);
                }
            }
        }
        grid.cut()
    }
}

#[cfg(test)]
mod tests;
