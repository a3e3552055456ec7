//! Convolution, pooling, normalisation and dropout by Burn's extension interface: on the CPU they are
//! done here, elsewhere they are Burn's. Each is tested with its gradient against Burn's own. It
//! knows no network.

mod conv;
#[cfg(test)]
mod drawn;
mod dropout;
mod flex;
mod matrix;
mod norm;
mod pool;

pub use conv::convolve_and_halve;
pub use dropout::drop_out;
pub use norm::normalise_and_rectify;
