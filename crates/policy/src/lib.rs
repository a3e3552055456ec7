//! The decision about a picture, from numbers: accept, send to review or reject, with its reasons as
//! data; and what is typical of a class in quality. What it says in words is not known here.

pub mod decision;
pub mod quality;
