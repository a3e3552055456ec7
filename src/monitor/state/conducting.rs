//! Production in the engine: what is sent for it, and what is done about what the engine says.
//! What follows from what is decided in [`super::session`].

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::decision::Policy;
use protocol::messages::{Conduct, JobId, Produced, ProductionPlan};

use super::run::{Run, Setup, whole_microseconds};
use super::session::{Order, Session};
use super::story::end_of;
use super::{Held, Production};
use crate::client::tasks::{self, ProductionNews};
use crate::client::{End, Progress, Word};

impl Production {
    /// Follows the engine and the policy.
    pub(super) fn follow(self) {
        let is_ready = self.engine.readiness();
        Effect::new(move |_| {
            is_ready.track();
            self.shipped.track();
            self.policy.track();
            self.pump();
        });
        Effect::new(move |before: Option<()>| {
            let policy = self.policy.get();
            // The first one is part of the plan, and a replay keeps to the policies of its file.
            let is_replay = self.held.with_value(|held| held.file.is_some());
            if let (Some(()), Some(policy), false) = (before, policy, is_replay) {
                // The engine says from which record on it decides.
                self.conduct(Conduct::Policy(Box::new(policy)));
            }
        });
    }

    /// Goes on.
    pub fn play(self) {
        self.steer(|session| session.play(true));
    }

    /// Goes on, or holds still where it goes on.
    pub fn toggle(self) {
        self.steer(|session| session.play(!session.is_playing()));
    }

    /// Holds still, as where nobody looks at it any more.
    pub fn pause(self) {
        if self.held.with_value(|held| held.session.is_playing()) {
            self.steer(|session| session.play(false));
        }
    }

    /// Makes one record.
    pub fn step(self) {
        self.steer(Session::step);
    }

    fn steer(self, change: impl FnOnce(&mut Session) -> Option<Order>) {
        self.cursor.set(None);
        let order = self.held.try_update_value(|held| change(&mut held.session)).flatten();
        self.follow_order(order);
        self.publish_stage();
        self.pump();
    }

    /// Ends the run and begins it anew.
    pub(super) fn begin_anew(self, wants_play: bool) {
        let order = self.held.try_update_value(|held| {
            (held.run, held.reader, held.file) = (None, None, None);
            held.session.restart(wants_play)
        });
        self.follow_order(order.flatten());
        self.cursor.set(None);
        self.news.set(Vec::new());
        self.replayed.set(None);
        self.publish_stage();
        self.held.update_value(|held| held.is_fresh = false);
        self.show();
        self.pump();
    }

    pub(super) fn publish_stage(self) {
        let stage = self.held.with_value(|held| held.session.stage().clone());
        if self.stage.with_untracked(|now| *now != stage) {
            self.stage.set(stage);
        }
    }

    pub(super) fn conduct(self, conduct: Conduct) {
        let job = self.held.with_value(|held| held.job);
        if let Some(job) = job {
            self.engine.conduct(job, conduct);
        }
    }

    pub(super) fn follow_order(self, order: Option<Order>) {
        match order {
            Some(Order::Conduct(conduct)) => self.conduct(conduct),
            Some(Order::Close) => {
                let job = self.held.try_update_value(|held| held.job.take()).flatten();
                if let Some(job) = job {
                    self.engine.cancel(job);
                }
            }
            Some(Order::Open { from, is_playing }) => self.open(from, is_playing),
            None => {}
        }
    }

    /// Sends the request, once everything that it needs is there.
    pub(super) fn pump(self) {
        let has_policy = self.policy.with_untracked(Option::is_some);
        if !self.engine.is_ready() || self.yardstick().is_none() || !has_policy {
            return;
        }
        let order = self.held.try_update_value(|held| {
            let next = held.run.as_ref().map_or(0, |run| run.tape().end());
            held.session.send(next)
        });
        self.follow_order(order.flatten());
    }

    fn open(self, from: u64, is_playing: bool) {
        let ticket = self.held.with_value(|held| held.session.ticket());
        let plan = self.plan(from, is_playing);
        let Some(job) = plan.and_then(|plan| self.engine.submit(tasks::produce(plan))) else {
            return self.held.update_value(|held| held.session.unsent());
        };
        let id = job.id();
        self.held.update_value(|held| held.job = Some(id));
        spawn_local(async move {
            let end = job.each(|word| self.hear(ticket, id, word)).await;
            self.end(ticket, end);
        });
    }

    fn plan(self, from: u64, is_playing: bool) -> Option<ProductionPlan> {
        let policy = self.policy.get_untracked()?;
        self.held.update_value(|held| held.opened_with = Some(policy.clone()));
        let pace = self.scene.with_untracked(|scene| scene.pace);
        let (of_file, t) = self.held.with_value(|held| {
            let of_file = held.file.as_ref().map(|file| file.policies.clone());
            (of_file, held.run.as_ref().map_or(0.0, |run| run.next_t(pace)))
        });
        let of_file = of_file.filter(|policies| !policies.is_empty());
        Some(self.scene.with_untracked(|scene| ProductionPlan {
            seed: scene.seed,
            schedule: scene.schedule.clone(),
            policies: of_file.unwrap_or_else(|| vec![(0, policy)]),
            pace,
            from,
            t,
            is_playing,
        }))
    }

    fn hear(self, ticket: u32, job: JobId, word: Word<ProductionNews>) {
        if self.held.with_value(|held| held.session.ticket() != ticket) {
            return;
        }
        match word {
            Word::Progress(Progress { phase, done, total }) => {
                self.held.update_value(|held| held.session.progress(phase, done, total));
            }
            Word::Item(ProductionNews::Opened(baseline_ms)) => self.opened(baseline_ms),
            Word::Item(ProductionNews::Produced { records, per_second, is_playing }) => {
                let order = self.held.try_update_value(|held| {
                    let before = held.run.as_ref().map_or(0, |run| run.tape().end());
                    held.session.produced(per_second, is_playing);
                    held.take(&records);
                    // Whoever plays on after the end is not held up again, and a replay goes on to its own.
                    let run = held.run.as_ref()?;
                    let end = end_of(&run.setup().schedule);
                    let has_come = before < end && run.tape().end() >= end;
                    let is_over = is_playing && has_come && held.file.is_none();
                    if is_over { held.session.play(false) } else { None }
                });
                self.engine.set_quiet(job, !is_playing);
                self.follow_order(order.flatten());
                self.work();
            }
            Word::Item(ProductionNews::PolicyChanged { from, policy }) => {
                self.held.update_value(|held| held.decide_by(*policy, from));
            }
        }
        self.publish_stage();
    }

    fn end(self, ticket: u32, end: End) {
        self.held.update_value(|held| {
            if held.session.ticket() != ticket {
                return;
            }
            held.job = None;
            match end {
                End::Failed(error) => held.session.failed(error),
                End::Done | End::Cancelled => held.session.ended(),
                End::Lost => held.session.lost(),
            }
        });
        self.publish_stage();
    }

    fn opened(self, baseline_ms: Vec<f64>) {
        let Some(yardstick) = self.yardstick() else { return };
        let (seed, schedule, window) =
            self.scene.with_untracked(|scene| (scene.seed, scene.schedule.clone(), scene.window));
        let order = self.held.try_update_value(|held| {
            let policy = held.opened_with.take();
            // One that was cut off goes on with the latencies that it began with.
            if let Some(next) = held.run.as_ref().map(|run| run.tape().end()) {
                policy.into_iter().for_each(|policy| held.decide_by(policy, next));
            } else {
                let setup = Setup {
                    seed: Some(seed),
                    schedule,
                    first: 0,
                    window,
                    baseline_ms: baseline_ms.into_iter().map(whole_microseconds).collect(),
                    policies: policy.into_iter().map(|policy| (0, policy)).collect(),
                };
                held.run = Some(Run::new(setup, &yardstick));
            }
            held.session.opened()
        });
        self.follow_order(order.flatten());
        let (job, is_playing) = self.held.with_value(|held| (held.job, held.session.is_playing()));
        if let Some(job) = job {
            self.engine.set_quiet(job, !is_playing);
        }
        self.show();
    }
}

impl Held {
    /// Notes a policy and the first record that it decides. A replay keeps to those of its file.
    fn decide_by(&mut self, policy: Policy, first: u64) {
        if let (Some(run), None) = (&mut self.run, &self.file) {
            run.decide_by(policy, first);
        }
    }

    /// Takes records in; in a replay with the latencies of its file, and no further than it.
    fn take(&mut self, records: &[Produced]) {
        let Some(run) = &mut self.run else { return };
        for produced in records {
            let Some(file) = &self.file else {
                run.hear(produced);
                continue;
            };
            let next = run.tape().end();
            match file.latencies_ms.get((next - file.first) as usize) {
                Some(Some(latency_ms)) => {
                    let mut again = produced.clone();
                    again.record.latency_ms = *latency_ms;
                    run.hear(&again);
                }
                // The run did without this record.
                Some(None) => run.skip(),
                None => {}
            }
        }
    }
}
