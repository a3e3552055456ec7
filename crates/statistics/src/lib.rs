//! Metrics, intervals, paired tests, calibration, divergences, detectors of drift, estimation without
//! labels, and the selection of thresholds: slices in, plain structs out. It knows no image, no
//! sentence and no message.

pub mod drift;
pub mod evaluation;
pub mod finite;
pub mod metrics;
pub mod selection;
