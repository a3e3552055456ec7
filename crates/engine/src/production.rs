//! The production that is open: it judges one image of its stream after the other, at the pace
//! that it is given, and tells what became of them. It knows no statistics.

use std::collections::VecDeque;
use std::rc::Rc;

use dataset::{CLASSES, Class, Dataset, PIXELS, to_unit};
use ml::Networks;
use policy::decision::Policy;
use protocol::messages::{Conduct, Event, JobError, JobId, Pace, Produced, ProductionPlan};
use simulation::records::{Judged, Pixels, record};
use simulation::{Stream, apply};

use crate::engine::device_failure;
use crate::host::Host;

/// Images judged before latencies count.
const WARM_UP: usize = 30;
/// Undisturbed images whose latencies make the baseline, and the time that they may take.
const BASELINE: usize = 400;
const BASELINE_MS: f64 = 2_000.0;
/// Most milliseconds between two of them. At a pace there is rest between images, after which a
/// processor is slower than in a tight loop.
const REST_MOST_MS: f64 = 20.0;
/// Time between two reports.
const REPORT_EVERY_MS: f64 = 125.0;
/// Most records in one report.
const REPORT_MOST: usize = 500;
/// Time that is worked before other requests are looked at.
const TURN_MS: f64 = 12.0;
/// A backlog of more than this is let go: an engine that is too slow does not catch up.
const BACKLOG_MS: f64 = 250.0;
/// Weight of the last report in the speed.
const SPEED_WEIGHT: f64 = 0.4;

/// See the [module](self).
pub struct Production {
    /// The job that opened it.
    pub job: JobId,
    /// Whether it goes on.
    pub is_playing: bool,
    stream: Stream,
    test: Rc<Dataset>,
    policy: Policy,
    /// The policies after it, each with the first record that it decides.
    later: VecDeque<(u64, Policy)>,
    pace: Pace,
    next: u64,
    /// Seconds of the log so far: those of a pace where there is one, else those that were worked.
    seconds: f64,
    /// Time at which record `next` is due.
    due_ms: f64,
    unsent: Vec<Produced>,
    per_second: f64,
    last_report_ms: f64,
}

impl Production {
    /// A production over the test part that has made nothing yet.
    ///
    /// # Errors
    /// A test part that a stream cannot draw from, or no policy.
    pub fn open(job: JobId, plan: ProductionPlan, test: Rc<Dataset>) -> Result<Self, JobError> {
        let ProductionPlan { seed, schedule, policies, pace, from, t, is_playing } = plan;
        let damaged = |reason: String| JobError::Damaged { file: "production".to_owned(), reason };
        let stream = Stream::new(seed, schedule, &test.labels)
            .map_err(|error| damaged(error.to_string()))?;
        let mut later = VecDeque::from(policies);
        let (_, policy) =
            later.pop_front().ok_or_else(|| damaged("there is no policy".to_owned()))?;
        Ok(Self {
            job,
            is_playing,
            stream,
            test,
            policy,
            later,
            pace,
            next: from,
            seconds: t,
            due_ms: 0.0,
            unsent: Vec::new(),
            per_second: 0.0,
            last_report_ms: 0.0,
        })
    }

    /// Takes the time of undisturbed images on this device and tells the page of it; false where
    /// it `is_cancelled` meanwhile.
    ///
    /// # Errors
    /// The device failed.
    pub async fn introduce(
        &mut self,
        networks: &Networks,
        host: &impl Host,
        emit: &dyn Fn(Event),
        mut is_cancelled: impl FnMut() -> bool,
    ) -> Result<bool, JobError> {
        let mut baseline_ms = Vec::new();
        let mut started = host.now_ms();
        for turn in 0..WARM_UP + BASELINE {
            if turn == WARM_UP {
                started = host.now_ms();
            }
            // Two values at least, whatever they cost: one has no spread.
            if baseline_ms.len() > 1 && host.now_ms() - started > BASELINE_MS {
                break;
            }
            let image = self.test.image(turn % self.test.len());
            let before = host.now_ms();
            self.judge(image, networks).await?;
            if turn >= WARM_UP {
                baseline_ms.push(host.now_ms() - before);
            }
            match self.pace {
                Pace::PerSecond(rate) if turn >= WARM_UP => {
                    host.sleep((1_000.0 / rate).min(REST_MOST_MS)).await;
                }
                _ => host.pause().await,
            }
            if is_cancelled() {
                return Ok(false);
            }
        }
        emit(Event::ProductionOpened { job: self.job, baseline_ms });
        self.set_going(host);
        self.report(host, emit);
        Ok(true)
    }

    /// Does as the visitor wishes.
    ///
    /// # Errors
    /// The device failed.
    pub async fn conduct(
        &mut self,
        conduct: Conduct,
        networks: &Networks,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<(), JobError> {
        match conduct {
            Conduct::Play => {
                self.is_playing = true;
                self.set_going(host);
            }
            Conduct::Pause => self.is_playing = false,
            Conduct::Step => {
                self.is_playing = false;
                self.make(networks, host).await?;
            }
            Conduct::Pace(pace) => {
                self.pace = pace;
                self.set_going(host);
            }
            Conduct::Policy(policy) => {
                // Those before it first, so that the page knows which is the first of it.
                self.report(host, emit);
                (self.policy, self.later) = (*policy.clone(), VecDeque::new());
                emit(Event::PolicyChanged { job: self.job, from: self.next, policy });
            }
        }
        self.report(host, emit);
        Ok(())
    }

    /// Milliseconds until the next record is due; 0 where it is.
    pub fn wait_ms(&self, host: &impl Host) -> f64 {
        match self.pace {
            Pace::Fastest => 0.0,
            Pace::PerSecond(_) => (self.due_ms - host.now_ms()).max(0.0),
        }
    }

    /// Makes the records that are due, for a short turn, and reports when it is time.
    ///
    /// # Errors
    /// The device failed.
    pub async fn play(
        &mut self,
        networks: &Networks,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<(), JobError> {
        let started = host.now_ms();
        while self.wait_ms(host) <= 0.0 {
            self.make(networks, host).await?;
            if let Pace::PerSecond(rate) = self.pace {
                let due_ms = self.due_ms + 1_000.0 / rate.max(f64::MIN_POSITIVE);
                self.due_ms = due_ms.max(host.now_ms() - BACKLOG_MS);
            }
            if host.now_ms() - started >= TURN_MS || self.unsent.len() >= REPORT_MOST {
                break;
            }
        }
        let is_time = host.now_ms() - self.last_report_ms >= REPORT_EVERY_MS;
        if (is_time && !self.unsent.is_empty()) || self.unsent.len() >= REPORT_MOST {
            self.report(host, emit);
        }
        Ok(())
    }

    fn set_going(&mut self, host: &impl Host) {
        self.due_ms = host.now_ms();
        self.last_report_ms = host.now_ms();
        self.per_second = 0.0;
    }

    async fn make(&mut self, networks: &Networks, host: &impl Host) -> Result<(), JobError> {
        while let Some((_, policy)) = self.later.pop_front_if(|(from, _)| *from <= self.next) {
            self.policy = policy;
        }
        let draw = self.stream.draw(self.next);
        let image = apply(&draw, self.image(draw.image)?);
        let started = host.now_ms();
        let judged = self.judge(&image, networks).await?;
        let own_ms = host.now_ms() - started;
        let latency_ms = own_ms + f64::from(draw.added_latency_ms);
        let mut record = record(&image, &judged, &self.policy, self.seconds, latency_ms)?;
        self.seconds += match self.pace {
            Pace::PerSecond(rate) => 1.0 / rate.max(f64::MIN_POSITIVE),
            Pace::Fastest => own_ms / 1_000.0,
        };
        record.label = draw.truth.label.map(Class::label);
        self.next += 1;
        self.unsent.push(Produced {
            record,
            place: draw.image as u32,
            original: draw.truth.original_label,
            active: draw.truth.active,
            affected_by: draw.truth.affected_by,
        });
        Ok(())
    }

    fn image(&self, place: usize) -> Result<&Pixels, JobError> {
        <&Pixels>::try_from(self.test.image(place)).map_err(|_| JobError::Damaged {
            file: "test".to_owned(),
            reason: format!("image {place} has not {PIXELS} grey values"),
        })
    }

    /// What the classifier and the one autoencoder that judges think of an image. The errors of
    /// the others are no numbers.
    async fn judge(&self, image: &[u8], networks: &Networks) -> Result<Judged, JobError> {
        let reading = self.policy.reading;
        let glance = networks.judge_by(to_unit(image), reading).await.map_err(device_failure)?;
        let mut errors = [f32::NAN; CLASSES];
        errors[glance.class.index()] = glance.error;
        Ok(Judged { probabilities: glance.probabilities, errors })
    }

    fn report(&mut self, host: &impl Host, emit: &dyn Fn(Event)) {
        let now = host.now_ms();
        let elapsed = (now - self.last_report_ms) / 1_000.0;
        if !self.is_playing {
            self.per_second = 0.0;
        } else if elapsed > 0.0 && !self.unsent.is_empty() {
            let speed = self.unsent.len() as f64 / elapsed;
            let weight = if self.per_second == 0.0 { 1.0 } else { SPEED_WEIGHT };
            self.per_second += weight * (speed - self.per_second);
        }
        self.last_report_ms = now;
        emit(Event::Produced {
            job: self.job,
            records: std::mem::take(&mut self.unsent),
            per_second: self.per_second,
            is_playing: self.is_playing,
        });
    }
}
