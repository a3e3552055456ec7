//! Explains an answer of the classifier: the same image again and again, each time with another
//! patch hidden.

use dataset::{PIXELS, to_unit};
use futures::Stream;
use ml::{combined, logits};
use policy::decision::AnsweredBy;
use protocol::messages::{Event, JobError, JobId, Phase, Request};
use vision::crop::Canvas;
use vision::occlusion;
use vision::occlusion::Explanation;

use crate::engine::{BATCH, End, Engine, device_failure};
use crate::host::Host;
use crate::inbox::Inbox;

impl<H: Host> Engine<'_, H> {
    /// Asks the classifiers that judge, in batches of the size that a GPU was warmed up for.
    pub async fn explain(
        &self,
        job: JobId,
        pixels: &[u8],
        canvas: &[u8],
        by: AnsweredBy,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let networks = self.judges.as_ref().ok_or(JobError::NotStarted)?;
        let damaged = |reason: &str| JobError::Damaged {
            file: "image".to_owned(),
            reason: reason.to_owned(),
        };
        let pixels: &[u8; PIXELS] =
            pixels.try_into().map_err(|_| damaged("784 grey values are needed"))?;
        let photos = networks.photos.as_ref().filter(|_| by != AnsweredBy::DataSet);
        let canvases = match photos {
            Some(_) => occlusion::canvases(
                &Canvas::from_bytes(canvas)
                    .ok_or_else(|| damaged("the canvas has another size"))?,
            ),
            None => Vec::new(),
        };
        let images = occlusion::images(pixels);
        let mut answers = Vec::with_capacity(images.len());
        for start in (0..images.len()).step_by(BATCH) {
            self.progress(job, Phase::Predicting, start as u64, images.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let end = (start + BATCH).min(images.len());
            let of_photos = match photos {
                Some(photos) => self.answer_photos(photos, &canvases[start..end], BATCH).await?,
                None => Vec::new(),
            };
            if by == AnsweredBy::Photos && photos.is_some() {
                answers.extend(of_photos.iter().map(|answer| answer.probabilities));
                continue;
            }
            let mut unit = to_unit(&images[start..end].concat());
            unit.resize(BATCH * PIXELS, 0.0);
            let rows = logits(&networks.classifier, unit, BATCH, &networks.device).await;
            let rows = rows.map_err(device_failure)?;
            for (place, logits) in rows.iter().take(end - start).enumerate() {
                let of_data_set = networks.probabilities(logits)?;
                answers.push(combined(of_data_set, of_photos.get(place), false).0);
            }
        }
        let explanation = Explanation::new(&answers);
        let explanation = Box::new(explanation.ok_or_else(|| damaged("answers are missing"))?);
        (self.emit)(Event::Explained { job, explanation });
        Ok(End::Done)
    }
}
