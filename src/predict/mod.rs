//! Upload and predict: the prediction [`queue`], pictures that were [flagged](flags), what a
//! prediction means ([`judgement`]), the [`camera`], and the page, [`view`].

pub mod camera;
pub mod flags;
pub mod judgement;
pub mod queue;
pub mod view;
