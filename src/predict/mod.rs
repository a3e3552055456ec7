//! Upload and predict: the prediction [`queue`], pictures that were [flagged](flags), what a
//! prediction means ([`judgement`]), what is [corrected](correction) of a cut-out, what is
//! [drawn](drawing) by hand, the [`camera`], and the page, [`view`].

pub mod camera;
pub mod correction;
pub mod drawing;
pub mod flags;
pub mod judgement;
pub mod queue;
pub mod view;
