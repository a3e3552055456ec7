//! Metrics, intervals, paired tests, calibration, divergences, detectors of drift, estimation without
//! labels, the selection of thresholds, and what generated images are worth: slices in, plain structs
//! out. It knows no sentence and no message, and an image only as numbers.

pub mod drift;
pub mod evaluation;
pub mod finite;
pub mod generation;
pub mod metrics;
pub mod selection;
