//! What page and engine say to each other ([`messages`]) and what it carries: the configuration and
//! the record of a training run ([`run`]), the model card ([`card`]), that of the classifier for photos
//! ([`photos_card`]), the study ([`study`]) and what shipped networks gave when they were measured
//! ([`precomputed`]), a generator in training ([`gan`]) and remedies for a rare class compared
//! ([`comparison`]).
//! Plain data: who sends it is not known here.

pub mod card;
pub mod comparison;
pub mod gan;
pub mod learning_rate;
pub mod messages;
pub mod photos_card;
pub mod precomputed;
pub mod run;
pub mod study;
