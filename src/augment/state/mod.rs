//! The page's side of augmentation: the shipped study and generators, the training of a generator, what is
//! kept of it, what generators are asked for, and the comparison that is run here. It has no views.

mod asking;
mod comparing;
mod draft;
mod findings;
mod gan;
mod keep;
mod notice;
mod shipped;
pub mod signs;
mod stored;
mod training;

pub use asking::{Asking, Drawn, Origin, PATH, Source, use_asking};
pub use comparing::{Course, Stage, plan, use_comparing};
pub use draft::{Draft, DraftError, Number, images_left};
#[cfg(test)]
pub use findings::tests as sample;
pub use findings::{Findings, use_findings};
pub use gan::{GanRun, GanState};
pub use notice::Notice;
pub use shipped::{Shipped, use_generators, use_study};
pub use training::{GanTraining, Opening, use_gan_training};
