//! The training of a generator as the page shows it, and what each word of the engine does to it. Pure: what
//! is to be done in the world comes back as [`Effect`]s.

use protocol::gan::{GanConfig, GanOpened, GanRecord, GanStepped};
use protocol::messages::JobError;

use super::notice::Notice;
use crate::client::End;
use crate::client::tasks::GanNews;

/// A training and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct GanRun {
    /// What is trained and how.
    pub config: GanConfig,
    /// What has been measured; empty before it was opened in this tab.
    pub record: GanRecord,
    /// Real images that it learns from; 0 before it was opened.
    pub images: u32,
    /// Some of them: 784 grey values each.
    pub real: Vec<u8>,
    /// Weights and biases of generator and discriminator.
    pub parameters: [u32; 2],
    /// What it is doing.
    pub state: GanState,
    /// The step of its newest file; none before the first checkpoint.
    pub saved_step: Option<u32>,
}

/// What a training is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GanState {
    /// It is open in the engine.
    Open {
        /// Whether it is going on; held still otherwise.
        is_playing: bool,
        /// Steps of both networks a second; 0 before it is known.
        steps_per_second: f64,
        /// Time left; none before it is known.
        seconds_left: Option<f64>,
    },
    /// It is not open and can be resumed from its newest file.
    Interrupted,
    /// The visitor ended it early. It can be resumed too.
    Stopped,
    /// All steps are taken.
    Finished,
}

/// What follows from a word of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The training is to be stored, with this file where there is a new one.
    Keep(Option<Vec<u8>>),
    /// Whether the engine's silence about it is fine.
    Quiet(bool),
    /// Something to tell the visitor.
    Tell(Notice),
}

impl GanRun {
    /// A training that the engine has opened; from a file that was written at `saved_step`.
    pub fn open(opened: GanOpened, saved_step: Option<u32>) -> Self {
        let GanOpened { config, record, images, real, parameters, is_playing, .. } = opened;
        let state = GanState::Open { is_playing, steps_per_second: 0.0, seconds_left: None };
        Self { config, record, images, real, parameters, state, saved_step }
    }

    /// What was kept of a training when the page was opened.
    pub fn kept(config: GanConfig, saved_step: u32, state: GanState) -> Self {
        let (record, saved_step) = (GanRecord::default(), Some(saved_step));
        Self { config, record, images: 0, real: Vec::new(), parameters: [0; 2], state, saved_step }
    }

    /// Steps that the generator has taken, as far as is known.
    pub fn step(&self) -> u32 {
        self.record.steps().max(if self.was_opened() { 0 } else { self.saved_step.unwrap_or(0) })
    }

    /// Whether this tab has had it open, so that there are curves.
    pub fn was_opened(&self) -> bool {
        self.images > 0
    }

    /// Whether the engine has it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, GanState::Open { .. })
    }

    /// Whether it is going on.
    pub fn is_playing(&self) -> bool {
        matches!(self.state, GanState::Open { is_playing: true, .. })
    }

    /// Whether there are steps left to take.
    pub fn has_more(&self) -> bool {
        self.step() < self.config.steps
    }

    /// What the engine says of the open training; nothing of one that is being opened.
    pub fn hear(&mut self, news: GanNews) -> Vec<Effect> {
        match news {
            GanNews::Opened(_) => Vec::new(),
            GanNews::Stepped(stepped) => {
                let is_quiet = !stepped.is_playing;
                self.take(stepped);
                vec![Effect::Quiet(is_quiet)]
            }
            GanNews::Checkpoint { step, file } => {
                self.saved_step = Some(step as u32);
                vec![Effect::Keep(Some(file))]
            }
        }
    }

    fn take(&mut self, stepped: GanStepped) {
        self.record.discriminator.extend(stepped.discriminator);
        self.record.generator.extend(stepped.generator);
        self.record.seconds = stepped.seconds;
        if let Some(frame) = stepped.frame {
            // It takes the place of an earlier one of the same step.
            self.record.frames.retain(|earlier| earlier.step != frame.step);
            self.record.frames.push(frame);
        }
        self.state = GanState::Open {
            is_playing: stepped.is_playing,
            steps_per_second: stepped.steps_per_second,
            seconds_left: stepped.seconds_left,
        };
    }

    /// The job of the open training is over.
    pub fn end(&mut self, end: &End, name: &str) -> Vec<Effect> {
        let told = match end {
            End::Done => {
                self.state = if self.has_more() { GanState::Stopped } else { GanState::Finished };
                return vec![Effect::Keep(None)];
            }
            End::Cancelled => None,
            End::Failed(error) => Some(failed(name, error)),
            End::Lost => Some(Notice::Lost { saved_step: self.saved_step }),
        };
        self.state = GanState::Interrupted;
        told.map(Effect::Tell).into_iter().collect()
    }
}

/// Why a training of this name could not be opened or could not go on.
pub fn failed(name: &str, error: &JobError) -> Notice {
    Notice::Failed { name: name.to_owned(), error: error.clone() }
}

#[cfg(test)]
pub mod tests {
    use protocol::gan::{DiscriminatorStep, Frame};

    use super::*;

    /// An open training of so many steps with nothing measured.
    pub fn run(steps: u32) -> GanRun {
        let opened = GanOpened {
            config: GanConfig { steps, ..GanConfig::default() },
            record: GanRecord::default(),
            images: 275,
            real: Vec::new(),
            parameters: [10, 20],
            frame_every: 50,
            is_playing: true,
        };
        GanRun::open(opened, None)
    }

    fn stepped(steps: usize, frame: Option<Frame>, is_playing: bool) -> GanNews {
        GanNews::Stepped(GanStepped {
            discriminator: vec![DiscriminatorStep { loss: 1.0, real: 0.5, fake: 0.5 }; steps],
            generator: vec![0.7; steps],
            frame,
            steps_per_second: 5.0,
            seconds: 1.5,
            seconds_left: Some(9.0),
            is_playing,
        })
    }

    fn frame(step: u32, grey: u8) -> Frame {
        Frame { step, pixels: vec![grey; 4] }
    }

    #[test]
    fn steps_are_gathered_and_a_training_that_holds_still_may_be_silent() {
        let mut run = run(10);
        assert_eq!(run.hear(stepped(3, None, true)), [Effect::Quiet(false)]);
        assert_eq!(run.hear(stepped(1, None, false)), [Effect::Quiet(true)]);
        assert_eq!((run.step(), run.record.discriminator.len()), (4, 4));
        assert!(run.is_open() && !run.is_playing());
    }

    #[test]
    fn a_frame_of_the_same_step_takes_the_earlier_ones_place() {
        let mut run = run(10);
        for (step, grey) in [(0, 1), (4, 2), (4, 3)] {
            run.hear(stepped(0, Some(frame(step, grey)), true));
        }
        assert_eq!(run.record.frames, [frame(0, 1), frame(4, 3)]);
    }

    #[test]
    fn a_training_that_ends_is_finished_or_stopped_by_its_steps() {
        let mut whole = run(4);
        whole.hear(stepped(4, None, true));
        assert_eq!(whole.end(&End::Done, ""), [Effect::Keep(None)]);
        assert_eq!(whole.state, GanState::Finished);
        let mut part = run(10);
        part.hear(stepped(4, None, true));
        part.end(&End::Done, "");
        assert_eq!((part.state, part.has_more()), (GanState::Stopped, true));
    }

    #[test]
    fn what_is_lost_with_its_engine_says_what_was_kept() {
        let mut run = run(10);
        let file = vec![1, 2];
        let saved = run.hear(GanNews::Checkpoint { step: 3, file: file.clone() });
        assert_eq!(saved, [Effect::Keep(Some(file))]);
        let told = Effect::Tell(Notice::Lost { saved_step: Some(3) });
        assert_eq!(run.end(&End::Lost, ""), [told]);
        assert_eq!(run.state, GanState::Interrupted);
    }

    #[test]
    fn of_a_kept_training_only_its_saved_step_is_known() {
        let kept = GanRun::kept(GanConfig::default(), 700, GanState::Interrupted);
        assert_eq!((kept.step(), kept.has_more(), kept.was_opened()), (700, true, false));
    }
}
