//! Records of a simulated production: the stream says which image comes and what happens to it,
//! a judge says what the networks think of it. Knows no network, and no clock but the one that it
//! is given.

use std::ops::Range;

use crate::stream::{Draw, ShiftSet};
use crate::{Schedule, Stream, apply};
use dataset::{CLASSES, Class, Dataset, PIXELS};
use policy::decision::{Policy, top};
use policy::quality::detail;
use serde::Serialize;
use statistics::drift::Record;
use statistics::finite::{NotFinite, Output, check_finite};
use vision::properties::Properties;

use crate::latency::seeded_ms;

#[cfg(test)]
mod tests;

/// An image as the networks get it: 784 grey values, row by row.
pub type Pixels = [u8; PIXELS];

/// Images that are asked about at once where the time of one does not matter.
const BATCH: usize = 250;

/// Who judges images.
pub trait Judge {
    /// Why it cannot.
    type Error;

    /// What it thinks of each image, in their order.
    ///
    /// # Errors
    /// Its own.
    fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, Self::Error>;
}

/// What a judge thinks of an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Calibrated class probabilities.
    pub probabilities: [f32; CLASSES],
    /// Mean squared reconstruction error by each class's autoencoder.
    pub errors: [f32; CLASSES],
}

/// Where latencies come from.
pub enum Latency<'a> {
    /// Measured by a clock that tells ms since whenever; images are judged one by one.
    Measured(&'a mut dyn FnMut() -> f64),
    /// Made up from a seed ([`seeded_ms`]), so that the same run gives the same file; images are
    /// judged in batches.
    Seeded(u64),
}

/// A record, and what only the simulator knows of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulated {
    /// What production knows, and the label as it would learn it.
    #[serde(flatten)]
    pub record: Record,
    /// The data set's own label of the image.
    pub original_label: u8,
    /// Kinds of the shifts that touched this record.
    pub shift: Vec<&'static str>,
    /// Kinds of the shifts whose time it was.
    pub active: Vec<&'static str>,
}

impl Simulated {
    /// What production knows, its label taken away.
    pub fn blind(self) -> Record {
        Record { label: None, ..self.record }
    }
}

/// Why there is no further record.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError<E> {
    /// The judge's reason.
    #[error("the images could not be judged")]
    Judge(#[source] E),
    /// The judge answered for more or fewer images than it was asked about.
    #[error("asked about {asked} images, the judge answered for {answered}")]
    Answers {
        /// Images.
        asked: usize,
        /// Answers.
        answered: usize,
    },
    /// The judge's answer is no finite number.
    #[error(transparent)]
    NotFinite(#[from] NotFinite),
    /// The stream was made for other images.
    #[error("there is no image {0}")]
    Image(usize),
    /// A record could not be written.
    #[error("a record could not be written")]
    Write(#[from] std::io::Error),
}

/// A production that is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Simulation<'a> {
    /// Which image comes when, and what is done to it.
    pub stream: &'a Stream,
    /// The images that the stream draws from.
    pub images: &'a Dataset,
    /// The production logic.
    pub policy: &'a Policy,
    /// Records a second.
    pub rate: f64,
}

impl Simulation<'_> {
    /// Makes the records of these indices and gives them to `take`, in order.
    ///
    /// # Errors
    /// See [`SimulateError`].
    pub fn run<J: Judge>(
        &self,
        records: Range<u64>,
        judge: &mut J,
        latency: &mut Latency<'_>,
        mut take: impl FnMut(Simulated) -> std::io::Result<()>,
    ) -> Result<(), SimulateError<J::Error>> {
        let batch = if matches!(latency, Latency::Measured(_)) { 1 } else { BATCH };
        let mut next = records.start;
        while next < records.end {
            let end = records.end.min(next + batch as u64);
            let draws: Vec<Draw> = (next..end).map(|record| self.stream.draw(record)).collect();
            let images = draws.iter().map(|draw| self.shown(draw));
            let images = images.collect::<Result<Vec<Pixels>, _>>()?;
            let (judged, took_ms) = ask(judge, &images, latency)?;
            for ((draw, image), judged) in draws.iter().zip(&images).zip(&judged) {
                let own_ms = match latency {
                    Latency::Measured(_) => took_ms,
                    Latency::Seeded(seed) => seeded_ms(*seed, draw.record),
                };
                take(self.simulated(draw, image, judged, own_ms)?)?;
            }
            next = end;
        }
        Ok(())
    }

    fn shown<E>(&self, draw: &Draw) -> Result<Pixels, SimulateError<E>> {
        let image = image(self.images, draw.image).ok_or(SimulateError::Image(draw.image))?;
        Ok(apply(draw, image))
    }

    fn simulated(
        &self,
        draw: &Draw,
        image: &Pixels,
        judged: &Judged,
        own_ms: f64,
    ) -> Result<Simulated, NotFinite> {
        let t = draw.record as f64 / self.rate;
        let latency_ms = own_ms + f64::from(draw.added_latency_ms);
        let mut record = record(image, judged, self.policy, t, latency_ms)?;
        record.label = draw.truth.label.map(Class::label);
        let kinds = |set: ShiftSet| kinds(set, self.stream.schedule());
        Ok(Simulated {
            record,
            original_label: draw.truth.original_label.label(),
            shift: kinds(draw.truth.affected_by),
            active: kinds(draw.truth.active),
        })
    }
}

/// The records of labelled images as they are, one after the other: the log of a reference.
///
/// # Errors
/// See [`SimulateError`].
pub fn reference<J: Judge>(
    images: &Dataset,
    policy: &Policy,
    rate: f64,
    judge: &mut J,
    latency: &mut Latency<'_>,
    mut take: impl FnMut(Record) -> std::io::Result<()>,
) -> Result<(), SimulateError<J::Error>> {
    let batch = if matches!(latency, Latency::Measured(_)) { 1 } else { BATCH };
    let indices: Vec<usize> = (0..images.len()).collect();
    for part in indices.chunks(batch) {
        let shown = part
            .iter()
            .map(|&index| image(images, index).copied().ok_or(SimulateError::Image(index)));
        let shown = shown.collect::<Result<Vec<Pixels>, _>>()?;
        let (judged, took_ms) = ask(judge, &shown, latency)?;
        for ((&index, image), judged) in part.iter().zip(&shown).zip(&judged) {
            let latency_ms = match latency {
                Latency::Measured(_) => took_ms,
                Latency::Seeded(seed) => seeded_ms(*seed, index as u64),
            };
            let t = index as f64 / rate;
            let mut record = record(image, judged, policy, t, latency_ms)?;
            record.label = images.labels.get(index).copied();
            take(record)?;
        }
    }
    Ok(())
}

/// What production knows of an image that was judged so, its label not yet. Of the errors only
/// the one that the policy reads is looked at.
///
/// # Errors
/// A probability or that error is not finite: a network that fails gives no record, least of all
/// a confident one.
pub fn record(
    image: &Pixels,
    judged: &Judged,
    policy: &Policy,
    t: f64,
    latency_ms: f64,
) -> Result<Record, NotFinite> {
    check_finite(&judged.probabilities, Output::Probabilities)?;
    let (predicted, confidence) = top(&judged.probabilities);
    let error = judged.errors[policy.reading.class(predicted).index()];
    check_finite(&[error], Output::ReconstructionError)?;
    let properties = Properties::of_bytes(image);
    Ok(Record {
        // What rounding leaves above 1 is no probability.
        confidence: confidence.min(1.0),
        probabilities: Some(judged.probabilities.map(|probability| probability.min(1.0))),
        reconstruction_error: Some(error),
        label: None,
        brightness: Some(properties.brightness as f32),
        contrast: Some(properties.contrast as f32),
        sharpness: Some(properties.sharpness as f32),
        verdict: Some(policy.decide(&judged.probabilities, &judged.errors, detail(image)).verdict),
        ..Record::new(t, latency_ms, predicted.label(), confidence)
    })
}

/// Asks the judge, and tells how many ms it took where there is a clock, else 0.
fn ask<J: Judge>(
    judge: &mut J,
    images: &[Pixels],
    latency: &mut Latency<'_>,
) -> Result<(Vec<Judged>, f64), SimulateError<J::Error>> {
    let mut now = || match latency {
        Latency::Measured(clock) => clock(),
        Latency::Seeded(_) => 0.0,
    };
    let started = now();
    let judged = judge.judge(images).map_err(SimulateError::Judge)?;
    let took_ms = (now() - started).max(0.0);
    if judged.len() != images.len() {
        return Err(SimulateError::Answers { asked: images.len(), answered: judged.len() });
    }
    Ok((judged, took_ms))
}

fn image(images: &Dataset, index: usize) -> Option<&Pixels> {
    images.pixels.chunks_exact(PIXELS).nth(index)?.try_into().ok()
}

/// The kinds of some shifts of a schedule, in its order.
fn kinds(set: ShiftSet, schedule: &Schedule) -> Vec<&'static str> {
    let kind = |place: usize| Some(schedule.injections().get(place)?.shift.kind().slug());
    set.iter().filter_map(kind).collect()
}
