//! Sentences about photos: steps, warnings, refusals.
