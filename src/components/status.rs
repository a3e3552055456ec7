//! The engine's state in words, as the chip and the first page show it. Pure.

use protocol::messages::{Device, Phase};
use text::Lang;

use crate::client::{EngineState, Failure, StartStep, Startup};

/// The colour of the dot, which the words beside it repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// On its way.
    Busy,
    /// All is well.
    Good,
    /// Not running.
    Bad,
}

impl Tone {
    /// The style sheet's name.
    pub fn class(self) -> &'static str {
        match self {
            Self::Busy => "dot is-busy",
            Self::Good => "dot is-good",
            Self::Bad => "dot is-bad",
        }
    }
}

/// The engine's state in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The dot.
    pub tone: Tone,
    /// The kind of device, or what the engine is doing, in a word or two.
    pub headline: String,
    /// The device's name, or how far the start is.
    pub detail: String,
    /// The share of the start that is done, in [0, 1], where it is known.
    pub share: Option<f64>,
}

impl Status {
    /// Puts a state into words.
    pub fn new(state: &EngineState, lang: Lang) -> Self {
        match state {
            EngineState::Starting(startup) => Self {
                tone: Tone::Busy,
                headline: step(startup, lang).to_owned(),
                detail: amount(startup, lang),
                share: startup.share(),
            },
            EngineState::Ready(ready) => Self {
                tone: Tone::Good,
                headline: lang.device_kind(&ready.report.device).to_owned(),
                detail: match &ready.report.device {
                    Device::Webgpu { adapter, .. } => format!("{adapter} · WebGPU"),
                    Device::Cpu => "WebAssembly".to_owned(),
                },
                share: None,
            },
            EngineState::Failed(_) => Self {
                tone: Tone::Bad,
                headline: lang.engine_stopped().to_owned(),
                detail: String::new(),
                share: None,
            },
        }
    }
}

/// What the visitor reads when there is no engine.
pub fn failure(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::NoWorker(why) => lang.engine_no_worker(why),
        Failure::NotLoaded(why) => lang.engine_unloadable(why),
        Failure::Job(error) => lang.job_error(error),
        Failure::Unstable(why) => lang.engine_unstable(why),
    }
}

fn step(startup: &Startup, lang: Lang) -> &'static str {
    match startup.step {
        StartStep::Program => lang.engine_file(),
        StartStep::Phase(phase) => lang.phase(phase),
    }
}

/// How far the start is: a share where the total is known, else the megabytes so far.
fn amount(startup: &Startup, lang: Lang) -> String {
    let counts_bytes =
        matches!(startup.step, StartStep::Program | StartStep::Phase(Phase::LoadingWeights));
    match startup.share() {
        Some(share) => lang.percent(share, 0),
        None if counts_bytes && startup.done > 0 => {
            lang.megabytes(&lang.number(startup.done as f64 / 1e6, 1))
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Cause;

    fn starting(step: StartStep, done: u64, total: u64) -> Status {
        let startup = Startup { step, done, total, cause: Cause::Asked };
        Status::new(&EngineState::Starting(startup), Lang::En)
    }

    #[test]
    fn the_start_shows_a_share_where_the_total_is_known_and_megabytes_where_not() {
        assert_eq!(starting(StartStep::Program, 1, 4).detail, "25%");
        assert_eq!(starting(StartStep::Program, 2_300_000, 0).detail, "2.3 MB");
        assert_eq!(starting(StartStep::Phase(Phase::WarmingUp), 1, 0).detail, "");
    }

    #[test]
    fn a_failure_says_what_happened() {
        let state = EngineState::Failed(Failure::NotLoaded("404".into()));
        assert_eq!(Status::new(&state, Lang::En).tone, Tone::Bad);
        let words = failure(&Failure::NotLoaded("404".into()), Lang::Es);
        assert!(words.contains("404") && words.contains("inténtalo"), "{words}");
    }
}
