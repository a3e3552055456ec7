//! The simulator of production: which image comes when, and what is done to it.
//!
//! It knows no network, no clock and no statistics. Everything about record k follows from
//! (seed, schedule, k), so the page, the command line and a replay next year see the same stream.
//! What production would measure is made elsewhere from what this gives out; [`stream::Truth`] is
//! what only the simulator knows, for the scoreboard.
//!
//! # The map
//!
//! | file | holds |
//! |---|---|
//! | [`shift`] | the five kinds of shift |
//! | [`schedule`] | shifts with their onset and time; strength at a record |
//! | [`link`] | a schedule as text for an address; the obscured form, in `hidden`, for surprises |
//! | [`presets`] | ready-made schedules, and surprises from a seed |
//! | [`stream`] | record k: image, corruptions, latency, outlier, truth |
//! | [`apply`](apply()) | a record's pixels |
//! | [`truth`] | when each shift was active |
//!
//! # Which signal can see which shift
//!
//! | shift | moves | does not move |
//! |---|---|---|
//! | covariate | image properties, as a rule first; reconstruction error; confidence, when severe also the predicted classes and the errors | latency |
//! | prior | the predicted classes; through them, as classes differ in brightness and difficulty, also image properties, reconstruction error, confidence and the errors | latency |
//! | concept | the errors, where labels come back | every signal without labels |
//! | latency | latency | all the rest |
//! | outliers | reconstruction error, confidence, image properties; the errors, for no prediction is right | latency |
//!
//! # Why no signal without labels sees pure concept shift
//!
//! Every such signal is a function of the image, and of the time that the engine took: s = f(x).
//! The law of s therefore depends on P(x) alone. Pure concept shift changes P(y | x) and leaves
//! P(x) as it is, so each of these signals keeps its law exactly; here even its values, for the
//! records of a seed are the same with and without the swapped labels (tested in [`stream`]). A
//! detector that fires then fires by chance. Only the errors, which compare with y, can tell;
//! and confidence-based estimates of accuracy, being functions of x too, stay where they were
//! while the true accuracy falls.

mod apply;
mod hidden;
mod latency;
pub mod link;
pub mod presets;
pub mod records;
pub mod schedule;
pub mod shift;
pub mod stream;
#[cfg(test)]
mod testing;
pub mod truth;

pub use apply::apply;
pub use latency::seeded_ms;
pub use link::{LinkError, Linked};
pub use presets::Preset;
pub use schedule::{Injection, Onset, Schedule, ScheduleError};
pub use shift::{ClassMix, Pattern, Shift, ShiftKind};
pub use stream::{Draw, Stream, StreamError, Truth};
pub use truth::{Interval, intervals};
