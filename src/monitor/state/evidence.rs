//! What the images of a window look like: those with the highest reconstruction errors, and their
//! mean beside that of the reference. Pixels are made anew from seed, schedule and test images.

use std::sync::Arc;

use dataset::{PIXELS, Part};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobError, Pick};
use simulation::{Schedule, Stream, apply};

use super::Production;
use super::record_log::Entry;
use super::run::Run;
use crate::client::End;
use crate::client::tasks::{self, Images};
use crate::components::picture::Picture;

/// How much stronger a difference of means is drawn than one of images.
const STRONGER: f32 = 5.0;

/// Grey values from 0 to 255, averaged.
type Mean = Vec<f32>;

/// The images behind the records.
#[derive(Debug)]
pub struct Gallery {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    reference: Mean,
}

/// Where they are.
#[derive(Clone, Debug)]
pub enum GalleryState {
    /// Nobody has asked for them.
    None,
    /// On their way.
    Loading,
    /// Here.
    Ready(Arc<Gallery>),
    /// They did not come.
    Failed(JobError),
}

/// An image that is hard to reconstruct.
#[derive(Clone, Debug, PartialEq)]
pub struct Worst {
    /// Its record.
    pub index: u64,
    /// The record.
    pub entry: Entry,
    /// Its reconstruction error.
    pub error: f32,
}

/// The records with the highest reconstruction errors within the window that ends with record
/// `at`, the highest first.
pub fn worst(run: &Run, at: u64, count: usize) -> Vec<Worst> {
    let window = window(run, at);
    let of = |(index, entry): (u64, Entry)| {
        let error = entry.record.reconstruction_error?;
        Some(Worst { index, entry, error })
    };
    let mut all: Vec<Worst> = run.tape().range(window).filter_map(of).collect();
    all.sort_by(|a, b| b.error.total_cmp(&a.error));
    all.truncate(count);
    all
}

/// The records of the window that ends with record `at`.
fn window(run: &Run, at: u64) -> std::ops::Range<u64> {
    (at + 1).saturating_sub(run.setup().window as u64)..at + 1
}

impl Gallery {
    /// The stream of a seed and a schedule over these images.
    fn stream(&self, seed: u64, schedule: &Schedule) -> Option<Stream> {
        Stream::new(seed, schedule.clone(), &self.labels).ok()
    }

    /// The images of some records, as the networks saw them; those that are not here are left out.
    pub fn shown(&self, run: &Run, records: impl Iterator<Item = u64>) -> Vec<[u8; PIXELS]> {
        let setup = run.setup();
        let stream = setup.seed.and_then(|seed| self.stream(seed, &setup.schedule));
        let Some(stream) = stream else { return Vec::new() };
        let image = |record| {
            let draw = stream.draw(record);
            let pixels = self.pixels.chunks_exact(PIXELS).nth(draw.image)?;
            Some(apply(&draw, pixels.try_into().ok()?))
        };
        records.filter_map(image).collect()
    }

    /// Pictures for the window that ends with record `at`: the mean of its images, the mean of the
    /// reference, and their difference.
    pub fn means(&self, run: &Run, at: u64) -> Option<[Picture; 3]> {
        let images = self.shown(run, window(run, at));
        let production = mean(images.iter().map(|image| image.as_slice()))?;
        let grey = |mean: &Mean| {
            let bytes: Vec<u8> = mean.iter().map(|value| value.round() as u8).collect();
            Picture::from_grey(&bytes)
        };
        Some([
            grey(&production)?,
            grey(&self.reference)?,
            difference(&production, &self.reference)?,
        ])
    }
}

fn mean<'a>(images: impl Iterator<Item = &'a [u8]>) -> Option<Mean> {
    let (mut sum, mut count) = (vec![0_f32; PIXELS], 0_u32);
    for image in images {
        sum.iter_mut().zip(image).for_each(|(sum, value)| *sum += f32::from(*value));
        count += 1;
    }
    (count > 0).then(|| sum.into_iter().map(|sum| sum / count as f32).collect())
}

/// Where two means differ, drawn stronger than the difference of two images, for means differ
/// little.
fn difference(one: &Mean, other: &Mean) -> Option<Picture> {
    let pairs = one.iter().zip(other);
    let around = pairs.map(|(one, other)| STRONGER * (one - other) / 2.0);
    let (more, less): (Vec<u8>, Vec<u8>) = around
        .map(|half| {
            ((127.5 + half).clamp(0.0, 255.0) as u8, (127.5 - half).clamp(0.0, 255.0) as u8)
        })
        .unzip();
    Picture::difference(&more, &less)
}

impl Production {
    /// Sees to it that the images will be here.
    pub fn want_gallery(self) {
        let is_open = self.gallery.with_untracked(|gallery| {
            matches!(gallery, GalleryState::None | GalleryState::Failed(_))
        });
        if !self.engine.is_ready() || !is_open {
            return;
        }
        self.gallery.set(GalleryState::Loading);
        spawn_local(async move {
            self.gallery.set(match self.load_gallery().await {
                Ok(gallery) => GalleryState::Ready(Arc::new(gallery)),
                Err(End::Failed(error)) => GalleryState::Failed(error),
                Err(End::Done | End::Cancelled | End::Lost) => GalleryState::None,
            });
        });
    }

    async fn load_gallery(self) -> Result<Gallery, End> {
        let whole = |part: Part| {
            let pick = Pick::Places((0..part.images() as u32).collect());
            self.engine.ask(tasks::images(part, pick))
        };
        let reference = mean(whole(Part::Validation).await?.pixels.chunks_exact(PIXELS));
        let Images { pixels, labels, .. } = whole(Part::Test).await?;
        Ok(Gallery { pixels, labels, reference: reference.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_of_pixels_and_their_difference_shows() {
        let (dark, light) = (vec![10_u8; PIXELS], vec![30_u8; PIXELS]);
        let production = mean([dark.as_slice(), light.as_slice()].into_iter()).unwrap();
        assert!(production.iter().all(|value| *value == 20.0));
        assert_eq!(mean(std::iter::empty()), None);
        let same = difference(&production, &production).unwrap();
        let other = difference(&production, &vec![10.0; PIXELS]).unwrap();
        assert_ne!(same.rgba, other.rgba);
    }
}
