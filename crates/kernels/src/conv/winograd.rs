//! The arithmetic of Winograd's minimal filtering F(4×4, 3×3): a tile of 4×4 outputs of a kernel
//! of 3×3 needs 36 multiplications where the definition has 144, once the 6×6 inputs and the
//! kernel are transformed (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
//! 2016, with the points 0, ±1, ±2 and infinity). Each transform is a small matrix along both
//! axes, and the gradients' way back is the same matrices transposed. Pure.

use std::array::from_fn;

/// Side of the tile of outputs.
pub const OUT: usize = 4;
/// Side of the tile of inputs.
pub const IN: usize = 6;
/// Products for a tile.
pub const POINTS: usize = IN * IN;
/// Side of the kernel.
pub const KERNEL: usize = 3;

/// Transforms many tiles along both axes, in place: first down each column, then along each row.
///
/// # Shapes
/// - `tiles`: `[6, 6, count]`, of which the first `N` rows and columns are read and the first `M`
///   written
#[inline(always)]
pub fn transform<const N: usize, const M: usize>(
    tiles: &mut [f32],
    along: impl Fn([f32; N]) -> [f32; M] + Copy,
) {
    let count = tiles.len() / POINTS;
    let place = |y: usize, x: usize| (y * IN + x) * count..(y * IN + x + 1) * count;
    for x in 0..N {
        if let Ok(rows) = tiles.get_disjoint_mut(from_fn(|y| place(y, x))) {
            each(rows, along);
        }
    }
    for y in 0..M {
        if let Ok(rows) = tiles.get_disjoint_mut(from_fn(|x| place(y, x))) {
            each(rows, along);
        }
    }
}

/// Transforms what lies at the same place of each row.
#[inline(always)]
fn each<const N: usize, const M: usize>(
    [a, b, c, d, e, f]: [&mut [f32]; IN],
    along: impl Fn([f32; N]) -> [f32; M],
) {
    rows(a, b, c, d, e, f, |values: [f32; IN]| {
        let after = along(from_fn(|at| values[at]));
        from_fn(|at| if at < M { after[at] } else { values[at] })
    });
}

/// As arguments of their own the compiler knows that the rows do not overlap.
#[inline(always)]
fn rows(
    a: &mut [f32],
    b: &mut [f32],
    c: &mut [f32],
    d: &mut [f32],
    e: &mut [f32],
    f: &mut [f32],
    along: impl Fn([f32; IN]) -> [f32; IN],
) {
    let pairs = a.iter_mut().zip(b).zip(c.iter_mut().zip(d)).zip(e.iter_mut().zip(f));
    for (((a, b), (c, d)), (e, f)) in pairs {
        [*a, *b, *c, *d, *e, *f] = along([*a, *b, *c, *d, *e, *f]);
    }
}

/// Inputs to the points at which they are multiplied.
#[inline(always)]
pub fn of_inputs([a, b, c, d, e, f]: [f32; IN]) -> [f32; IN] {
    let (even, odd) = (e - c * 4.0, d - b * 4.0);
    let (wide_even, wide_odd) = (e - c, (d - b) * 2.0);
    [
        a * 4.0 - c * 5.0 + e,
        even + odd,
        even - odd,
        wide_even + wide_odd,
        wide_even - wide_odd,
        b * 4.0 - d * 5.0 + f,
    ]
}

/// The way back of [`of_inputs`].
#[inline(always)]
pub fn to_inputs([a, b, c, d, e, f]: [f32; IN]) -> [f32; IN] {
    let (near, near_turned) = (b + c, c - b);
    let (far, far_turned) = (d + e, e - d);
    [
        a * 4.0,
        near_turned * 4.0 + far_turned * 2.0 + f * 4.0,
        a * -5.0 - near * 4.0 - far,
        f * -5.0 - near_turned - far_turned * 2.0,
        a + near + far,
        f,
    ]
}

/// A kernel to the points at which it is multiplied.
#[inline(always)]
pub fn of_kernel([a, b, c]: [f32; KERNEL]) -> [f32; IN] {
    let (sides, middle) = ((a + c) * (-1.0 / 6.0), b * (1.0 / 6.0));
    let (wide_sides, wide_middle) = (a * (1.0 / 24.0) + c * (1.0 / 6.0), b * (1.0 / 12.0));
    [
        a * 0.25,
        sides - middle,
        sides + middle,
        wide_sides + wide_middle,
        wide_sides - wide_middle,
        c,
    ]
}

/// The way back of [`of_kernel`].
#[inline(always)]
pub fn to_kernel([a, b, c, d, e, f]: [f32; IN]) -> [f32; KERNEL] {
    let (near, far) = ((b + c) * (1.0 / 6.0), d + e);
    [
        a * 0.25 - near + far * (1.0 / 24.0),
        (c - b) * (1.0 / 6.0) + (d - e) * (1.0 / 12.0),
        far * (1.0 / 6.0) - near + f,
    ]
}

/// Products to outputs.
#[inline(always)]
pub fn to_outputs([a, b, c, d, e, f]: [f32; IN]) -> [f32; OUT] {
    let (near, near_odd) = (b + c, b - c);
    let (far, far_odd) = (d + e, d - e);
    [a + near + far, near_odd + far_odd * 2.0, near + far * 4.0, near_odd + far_odd * 8.0 + f]
}

/// The way back of [`to_outputs`].
#[inline(always)]
pub fn of_outputs([a, b, c, d]: [f32; OUT]) -> [f32; IN] {
    let (even, odd) = (a + c, b + d);
    let (wide_even, wide_odd) = (a + c * 4.0, b * 2.0 + d * 8.0);
    [a, even + odd, even - odd, wide_even + wide_odd, wide_even - wide_odd, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row by row what the transform makes of a one at each place.
    fn matrix<const N: usize, const M: usize>(
        along: impl Fn([f32; N]) -> [f32; M],
    ) -> [[f32; N]; M] {
        let columns: [[f32; M]; N] =
            from_fn(|one| along(from_fn(|at| f32::from(u8::from(at == one)))));
        from_fn(|row| from_fn(|column| columns[column][row]))
    }

    fn transposed<const N: usize, const M: usize>(matrix: [[f32; N]; M]) -> [[f32; M]; N] {
        from_fn(|row| from_fn(|column| matrix[column][row]))
    }

    fn assert_close<const N: usize, const M: usize>(one: [[f32; N]; M], other: [[f32; N]; M]) {
        for (one, other) in one.iter().flatten().zip(other.iter().flatten()) {
            assert!((one - other).abs() < 1e-6, "{one} and {other}");
        }
    }

    #[test]
    fn each_way_back_is_the_transposed_matrix() {
        assert_close(matrix(to_inputs), transposed(matrix(of_inputs)));
        assert_close(matrix(to_kernel), transposed(matrix(of_kernel)));
        assert_close(matrix(of_outputs), transposed(matrix(to_outputs)));
    }

    #[test]
    fn products_at_the_points_are_a_convolution() {
        let (inputs, kernel) = ([3.0, -1.0, 4.0, 1.5, -5.0, 9.0], [2.0, 6.0, -5.0]);
        let (inputs_there, kernel_there) = (of_inputs(inputs), of_kernel(kernel));
        let products = from_fn(|point| inputs_there[point] * kernel_there[point]);
        for (at, output) in to_outputs(products).into_iter().enumerate() {
            let expected: f32 = (0..KERNEL).map(|tap| kernel[tap] * inputs[at + tap]).sum();
            assert!((output - expected).abs() < 1e-4, "{at}: {output} {expected}");
        }
    }

    #[test]
    fn along_both_axes_every_tile_rows_and_columns_keep_their_places() {
        // Two tiles of 2×2, the second one ten times the first.
        let mut tiles = [0.0; POINTS * 2];
        for (place, value) in [(0, 1.0), (1, 2.0), (IN, 3.0), (IN + 1, 5.0)] {
            (tiles[place * 2], tiles[place * 2 + 1]) = (value, value * 10.0);
        }
        transform(&mut tiles, |[a, b]| [a, b, a + b]);
        let expected = [[1.0, 2.0, 3.0], [3.0, 5.0, 8.0], [4.0, 7.0, 11.0]];
        for (factor, tile) in [(1.0, 0), (10.0, 1)] {
            let sums = from_fn(|y| from_fn(|x| tiles[(y * IN + x) * 2 + tile]));
            assert_close(sums, expected.map(|row| row.map(|value| value * factor)));
        }
    }
}
