//! Products of matrices that lie in slices.

/// A matrix in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    /// From a value to the one below it, and to the one on its right.
    strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// A matrix whose rows follow each other.
    pub fn rows(values: &'a [f32], rows: usize, columns: usize) -> Self {
        Self::part(values, rows, columns, columns)
    }

    /// The first columns of a matrix whose rows are `stride` long.
    pub fn part(values: &'a [f32], rows: usize, columns: usize, stride: usize) -> Self {
        Self { values, rows, columns, strides: [stride, 1] }
    }

    /// The same with rows for columns.
    pub fn transposed(self) -> Self {
        let [down, right] = self.strides;
        Self { rows: self.columns, columns: self.rows, strides: [right, down], ..self }
    }

    fn fits(self) -> bool {
        fits(self.values.len(), self.rows, self.columns, self.strides)
    }
}

/// Whether a slice holds the last value of a matrix.
fn fits(len: usize, rows: usize, columns: usize, [down, right]: [usize; 2]) -> bool {
    if rows == 0 || columns == 0 {
        return true;
    }
    let down = (rows - 1).checked_mul(down);
    let last = down.zip((columns - 1).checked_mul(right)).and_then(|(a, b)| a.checked_add(b));
    last.is_some_and(|last| last < len)
}

/// Writes the product to `out`, whose rows are `stride` long, or adds it to what is there.
///
/// # Panics
/// Where the sizes do not fit each other.
pub fn multiply(lhs: Matrix<'_>, rhs: Matrix<'_>, out: &mut [f32], stride: usize, adds: bool) {
    let (rows, inner, columns) = (lhs.rows, lhs.columns, rhs.columns);
    let out_fits = fits(out.len(), rows, columns, [stride, 1]) && (rows < 2 || stride >= columns);
    assert!(
        inner == rhs.rows && lhs.fits() && rhs.fits() && out_fits,
        "matrices that do not fit each other"
    );
    let [lhs_strides, rhs_strides] =
        [lhs, rhs].map(|matrix| matrix.strides.map(|stride| stride as isize));
    // SAFETY: every value that is read or written lies within its slice and the rows of `out` do
    // not overlap, as was just checked, and `out` is borrowed by nobody else.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            inner,
            out.as_mut_ptr(),
            1,
            stride as isize,
            adds,
            lhs.values.as_ptr(),
            lhs_strides[1],
            lhs_strides[0],
            rhs.values.as_ptr(),
            rhs_strides[1],
            rhs_strides[0],
            1.0,
            1.0,
            false,
            false,
            false,
            parallelism(rows * columns * inner),
        );
    }
}

/// Several threads where there are some and the work is worth their while; the sums are the same.
#[cfg(not(target_family = "wasm"))]
fn parallelism(products: usize) -> gemm::Parallelism {
    if products < 192 * 192 * 192 { gemm::Parallelism::None } else { gemm::Parallelism::Rayon(0) }
}

#[cfg(target_family = "wasm")]
fn parallelism(_: usize) -> gemm::Parallelism {
    gemm::Parallelism::None
}
