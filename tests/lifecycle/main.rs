//! The whole life on tiny data, natively.
