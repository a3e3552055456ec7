//! Production without a browser: logs of records read and written, held against a reference,
//! and the limits of the detectors set on clean runs.
//!
//! The arithmetic is [`statistics::drift`]'s and the stream is [`simulation`]'s. This crate
//! knows JSON, CSV and readers; it knows no network (who has one brings a [`simulation::records::Judge`]), no
//! clock (who has one brings it along) and no folder.
//!
//! | file | holds |
//! |---|---|
//! | [`log`] | logs read in every layout, bad lines named by number; JSON Lines out |
//! | [`coverage`] | what was not looked at: signals that stop, unknown fields, too few records |
//! | [`report`] | two logs compared: what `vitrina monitor` prints |
//! | [`decision`] | what a report comes to, and how often that is wrong |
//! | [`calibrate`] | the limits, from clean runs drawn from validation images |
//! | [`shipped`] | reference and limits as the files that the site carries |
//! | [`replay`] | predictions that were made once, for tests without networks |
//! | [`expectations`] | which alerts each schedule must raise, may raise, and must not |

pub mod calibrate;
pub mod coverage;
pub mod decision;
pub mod expectations;
pub mod log;
mod print;
pub mod replay;
pub mod report;
mod say;
pub mod shipped;
pub mod signals;

pub use log::{BadRecord, Log, LogError};
pub use report::{Report, monitor};
