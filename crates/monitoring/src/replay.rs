//! Predictions that were made once, for tests that must not wait for networks: what the judge
//! thought of each test image, and of the images that one run of a preset had touched. Any run
//! that leaves the images as they are, and those runs, can be played again from it.

use dataset::Class;
use serde::{Deserialize, Serialize};
use simulation::stream::Draw;
use simulation::{Preset, Stream};
use statistics::drift::Record;

use crate::shipped::{FORMAT, ShippedError, check_version};
use simulation::seeded_ms;

/// The file's content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predictions {
    format: u32,
    /// SHA-256 of the card of the networks that judged.
    pub card_sha256: String,
    labels: Vec<u8>,
    clean: Columns,
    touched: Vec<Touched>,
}

/// The touched records of one run, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Touched {
    preset: Preset,
    seed: u64,
    columns: Columns,
}

/// What production knows of some images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Columns {
    predicted: Vec<u8>,
    confidence: Vec<f32>,
    reconstruction_error: Vec<f32>,
    brightness: Vec<f32>,
    contrast: Vec<f32>,
    sharpness: Vec<f32>,
}

impl Columns {
    fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut columns = Self::default();
        for record in records {
            let known = |value: Option<f32>| value.unwrap_or(0.0);
            columns.predicted.push(record.predicted);
            columns.confidence.push(record.confidence);
            columns.reconstruction_error.push(known(record.reconstruction_error));
            columns.brightness.push(known(record.brightness));
            columns.contrast.push(known(record.contrast));
            columns.sharpness.push(known(record.sharpness));
        }
        columns
    }

    fn record(&self, at: usize) -> Option<Record> {
        let get = |column: &Vec<f32>| column.get(at).copied();
        Some(Record {
            reconstruction_error: get(&self.reconstruction_error),
            brightness: get(&self.brightness),
            contrast: get(&self.contrast),
            sharpness: get(&self.sharpness),
            ..Record::new(0.0, 0.0, *self.predicted.get(at)?, get(&self.confidence)?)
        })
    }
}

impl Predictions {
    /// What was thought of each test image, from their records in the order of the images.
    pub fn new(card_sha256: String, labels: &[u8], clean: &[Record]) -> Self {
        Self {
            format: FORMAT,
            card_sha256,
            labels: labels.to_vec(),
            clean: Columns::of(clean),
            touched: Vec::new(),
        }
    }

    /// Adds a run, so that it can be replayed: all of its records from the first on.
    pub fn add(&mut self, preset: Preset, seed: u64, records: &[Record]) {
        let Some(stream) = self.stream(preset, seed) else { return };
        let is_touched = |(index, _): &(u64, &Record)| is_touched(&stream.draw(*index));
        let touched = (0..).zip(records).filter(is_touched).map(|(_, record)| record);
        let columns = Columns::of(touched);
        self.touched.push(Touched { preset, seed, columns });
    }

    /// The file with this content.
    ///
    /// # Errors
    /// It is damaged or of another version.
    pub fn from_json(json: &[u8]) -> Result<Self, ShippedError> {
        check_version(json)?;
        Ok(serde_json::from_slice(json)?)
    }

    /// The first `records` records of a run of a preset, with made-up latencies
    /// ([`seeded_ms`]) from its seed; none where it touches images that it was not asked
    /// about.
    pub fn replay(&self, preset: Preset, seed: u64, records: u64) -> Option<Vec<Record>> {
        let stream = self.stream(preset, seed)?;
        let kept = self.touched.iter().find(|run| (run.preset, run.seed) == (preset, seed));
        let mut next = 0;
        let record = |index| {
            let draw = stream.draw(index);
            let known = if is_touched(&draw) {
                next += 1;
                kept?.columns.record(next - 1)?
            } else {
                self.clean.record(draw.image)?
            };
            Some(Record {
                t: index as f64 / 50.0,
                latency_ms: seeded_ms(seed, index) + f64::from(draw.added_latency_ms),
                label: draw.truth.label.map(Class::label),
                ..known
            })
        };
        (0..records).map(record).collect()
    }

    fn stream(&self, preset: Preset, seed: u64) -> Option<Stream> {
        Stream::new(seed, preset.schedule(seed), &self.labels).ok()
    }
}

/// Whether a record's image is not the one of the test set.
fn is_touched(draw: &Draw) -> bool {
    draw.outlier.is_some() || !draw.corruptions.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(index: usize) -> Record {
        let confidence = 0.5 + index as f32 / 1_000.0;
        let mut record = Record::new(0.0, 0.0, (index % 10) as u8, confidence);
        record.brightness = Some(index as f32);
        record
    }

    fn predictions() -> Predictions {
        let labels: Vec<u8> = (0..100).map(|index| index % 10).collect();
        let clean: Vec<Record> = (0..100).map(record).collect();
        Predictions::new("ab".to_owned(), &labels, &clean)
    }

    #[test]
    fn a_run_that_leaves_the_images_alone_is_played_from_the_images() {
        let quiet = predictions().replay(Preset::QuietDay, 3, 600).unwrap();
        let slow = predictions().replay(Preset::SlowGpu, 3, 600).unwrap();
        assert!(quiet.iter().all(|record| record.error() == Some(false)));
        assert_eq!(quiet[499], slow[499]);
        assert_eq!(slow[500].latency_ms - quiet[500].latency_ms, 40.0);
        assert_eq!((slow[599].brightness, slow[599].t), (quiet[599].brightness, 11.98));
        let swapped = predictions().replay(Preset::LabelsChanged, 3, 600).unwrap();
        assert!(swapped[500..].iter().any(|record| record.error() == Some(true)));
    }

    #[test]
    fn a_run_that_touches_images_is_played_where_it_was_added_only() {
        let mut predictions = predictions();
        assert_eq!(predictions.replay(Preset::DirtyCamera, 3, 600), None);
        let whole: Vec<Record> = (0..600).map(|index| record(1_000 + index)).collect();
        predictions.add(Preset::DirtyCamera, 3, &whole);
        let json = serde_json::to_vec(&predictions).unwrap();
        let read = Predictions::from_json(&json).unwrap();
        assert_eq!(read, predictions);
        let played = read.replay(Preset::DirtyCamera, 3, 600).unwrap();
        let touched = (0..600).filter(|&at| played[at].brightness == whole[at].brightness).count();
        assert!((30..70).contains(&touched), "{touched} of the 100 records of the ramp");
        assert_eq!(read.replay(Preset::DirtyCamera, 4, 600), None);
        assert_eq!(read.replay(Preset::DirtyCamera, 3, 2_000), None);
    }
}
