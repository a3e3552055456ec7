//! Jobs over a simulated production: opening, conducting, and its turns between other jobs.

use dataset::Part;
use futures::Stream;
use protocol::messages::{Conduct, JobError, JobId, ProductionPlan, Request};

use crate::engine::{End, Engine};
use crate::host::Host;
use crate::inbox::Inbox;
use crate::production::Production;

/// Most milliseconds that the engine sleeps before it looks for requests.
const SLEEP_MOST_MS: f64 = 10.0;

impl<H: Host> Engine<'_, H> {
    /// Opens a production in the place of the one that is open.
    pub async fn open_production(
        &mut self,
        job: JobId,
        plan: ProductionPlan,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        if let Some(last) = self.production.take() {
            self.tell_end(last.job, Ok(End::Cancelled));
        }
        let networks = self.judges.clone().ok_or(JobError::NotStarted)?;
        let test = self.part(job, Part::Test).await?;
        let mut production = Production::open(job, plan, test)?;
        let is_cancelled = || inbox.is_cancelled(job);
        if !production.introduce(&networks, self.host, self.emit, is_cancelled).await? {
            return Ok(End::Cancelled);
        }
        self.production = Some(production);
        Ok(End::Open)
    }

    /// Conducts the open production. A word for one that is over is passed over.
    pub async fn conduct(&mut self, job: JobId, conduct: Conduct) -> Result<End, JobError> {
        let networks = self.judges.clone().ok_or(JobError::NotStarted)?;
        match self.production.take_if(|production| production.job == job) {
            None => Ok(End::Open),
            Some(mut production) => {
                production.conduct(conduct, &networks, self.host, self.emit).await?;
                self.production = Some(production);
                Ok(End::Open)
            }
        }
    }

    /// Whether a production goes on.
    pub fn is_producing(&self) -> bool {
        self.production.as_ref().is_some_and(|production| production.is_playing)
    }

    /// Lets messages come in, for as long as nothing is to be done.
    pub async fn rest(&self) {
        let trains = self.session.as_ref().is_some_and(|session| session.is_playing);
        let wait_ms = self.production.as_ref().map_or(0.0, |open| open.wait_ms(self.host));
        if trains || wait_ms <= 0.0 {
            self.host.pause().await;
        } else {
            self.host.sleep(wait_ms.min(SLEEP_MOST_MS)).await;
        }
    }

    /// Lets the open production make what is due.
    pub async fn produce(&mut self) {
        let Some(networks) = self.judges.clone() else { return };
        let Some(mut production) = self.production.take_if(|production| production.is_playing)
        else {
            return;
        };
        let job = production.job;
        match production.play(&networks, self.host, self.emit).await {
            Ok(()) => self.production = Some(production),
            Err(error) => self.tell_end(job, Err(error)),
        }
    }
}
