//! Explains an answer of the classifier: the same image again and again, each time with another
//! patch hidden.

use dataset::{PIXELS, to_unit};
use futures::Stream;
use ml::logits;
use protocol::messages::{Event, JobError, JobId, Phase, Request};
use vision::occlusion;
use vision::occlusion::Explanation;

use crate::engine::{BATCH, End, Engine, device_failure};
use crate::host::Host;
use crate::inbox::Inbox;

impl<H: Host> Engine<'_, H> {
    /// Asks the classifier that judges, in batches of the size that a GPU was warmed up for.
    pub async fn explain(
        &self,
        job: JobId,
        pixels: &[u8],
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let networks = self.judges.as_ref().ok_or(JobError::NotStarted)?;
        let damaged = |reason: &str| JobError::Damaged {
            file: "image".to_owned(),
            reason: reason.to_owned(),
        };
        let pixels: &[u8; PIXELS] =
            pixels.try_into().map_err(|_| damaged("784 grey values are needed"))?;
        let images = occlusion::images(pixels);
        let mut answers = Vec::with_capacity(images.len());
        for batch in images.chunks(BATCH) {
            self.progress(job, Phase::Predicting, answers.len() as u64, images.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let mut unit = to_unit(&batch.concat());
            unit.resize(BATCH * PIXELS, 0.0);
            let rows = logits(&networks.classifier, unit, BATCH, &networks.device).await;
            let rows = rows.map_err(device_failure)?;
            for logits in rows.iter().take(batch.len()) {
                answers.push(networks.probabilities(logits)?);
            }
        }
        let explanation = Explanation::new(&answers);
        let explanation = Box::new(explanation.ok_or_else(|| damaged("answers are missing"))?);
        (self.emit)(Event::Explained { job, explanation });
        Ok(End::Done)
    }
}
