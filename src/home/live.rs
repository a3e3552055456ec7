//! A photo that somebody took, classified as soon as the engine can, so that a visitor sees at once what
//! all this is about.

use std::sync::Arc;

use gloo_file::Blob;
use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::decision::top;
use policy::quality::detail;
use protocol::messages::Prediction;
use vision::cutout::Guidance;
use vision::photo::Step;

use crate::app::fetch::fetch;
use crate::app::lasting::lasting;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::client::tasks::{Picture as Upload, predict};
use crate::client::{Engine, use_engine};
use crate::components::picture::Picture;
use crate::components::{Pixels, VerdictMark, verdict_class};
use crate::decide::state::use_policy;

/// The photo: of the test part, so that no network has seen it.
const PHOTO: &str = "samples/photo.jpg";
/// Engines that may be lost over it.
const MAX_LOSSES: u32 = 2;

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    #[default]
    Waiting,
    There(Arc<Prediction>),
    Failed,
}

/// What the engine made of the photo, once it has; kept as long as the tab lives.
#[derive(Clone, Copy)]
struct Example {
    engine: Engine,
    state: RwSignal<State>,
}

impl Example {
    fn start(engine: Engine) -> Self {
        let example = Self { engine, state: RwSignal::new(State::Waiting) };
        example.ask();
        example
    }

    fn ask(self) {
        self.state.set(State::Waiting);
        spawn_local(async move {
            self.state.set(self.judged().await.map_or(State::Failed, State::There));
        });
    }

    async fn judged(self) -> Option<Arc<Prediction>> {
        let file = Blob::new(fetch(PHOTO).await?.as_slice());
        let task = || {
            let (name, file) = (String::new(), file.clone());
            predict(vec![Upload { id: 0, name, file, guidance: Guidance::default() }], false)
        };
        let answer = self.engine.ask_until_answered(task, MAX_LOSSES, |_| {}).await;
        let (_, found) = answer.logged("classify the first page's photo")?;
        found.logged("classify the first page's photo").map(Arc::from)
    }

    fn prediction(self) -> Option<Arc<Prediction>> {
        self.state.with(|state| match state {
            State::There(found) => Some(found.clone()),
            State::Waiting | State::Failed => None,
        })
    }
}

/// The frame of a step, the last one for none.
fn frame(prediction: &Prediction, step: Option<Step>) -> Option<Arc<Picture>> {
    let frames = &prediction.film.frames;
    let frame = match step {
        Some(step) => frames.iter().find(|frame| frame.step == step),
        None => frames.last(),
    };
    frame.and_then(Picture::from_frame).map(Arc::new)
}

/// The photo, its garment, what the networks see, and the verdict.
#[component]
pub fn Live() -> impl IntoView {
    let lang = use_lang();
    let example = lasting(|| Example::start(use_engine()));
    let step = move |step: Option<Step>, words: fn(text::Lang) -> &'static str| {
        let picture = Memo::new(move |_| frame(&*example.prediction()?, step));
        let label = Signal::derive(move || words(lang.get()).to_owned());
        view! {
            <li>
                <Pixels picture label=Signal::derive(String::new)/>
                <span class="soft">{label}</span>
            </li>
        }
    };
    view! {
        <section class="live" aria-labelledby="live-title">
            <h2 id="live-title" class="soft">{move || lang.get().live_title()}</h2>
            <ol>
                {step(Some(Step::Photo), text::Lang::live_photo)}
                {step(Some(Step::Cut), text::Lang::live_cut)}
                {step(None, text::Lang::live_seen)}
                <li class="live-said">
                    <div role="status">
                        <Said example/>
                    </div>
                </li>
            </ol>
        </section>
    }
    .into_any()
}

/// The verdict in words, or what is waited for.
#[component]
fn Said(
    /// The classified photo.
    example: Example,
) -> impl IntoView {
    let (lang, policy) = (use_lang(), use_policy());
    move || {
        let lang = lang.get();
        if example.state.with(|state| *state == State::Failed) {
            return view! {
                <p class="soft">{lang.live_failed()}</p>
                <button type="button" class="button" on:click=move |_| example.ask()>
                    {lang.try_again()}
                </button>
            }
            .into_any();
        }
        let (Some(found), Some(policy)) = (example.prediction(), policy.get()) else {
            return view! { <p class="soft">{lang.live_waiting()}</p> }.into_any();
        };
        let Prediction { probabilities, answered, errors, pixels, .. } = &*found;
        let decision = policy.decide_picture(probabilities, *answered, errors, detail(pixels));
        let (class, confidence) = top(probabilities);
        let sure = lang.sure_of(&lang.percent(f64::from(confidence), 1));
        let time = lang.number(found.latency_ms + found.preparation_ms, 0);
        view! {
            <p class=format!("live-verdict {}", verdict_class(decision.verdict))>
                <VerdictMark verdict=decision.verdict/>
                {lang.verdict(decision.verdict)}
            </p>
            <p><b>{lang.class_name(class)}</b> " " <span class="soft">{sure}</span></p>
            <p class="soft">{lang.live_time(&time)}</p>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use vision::photo::{Film, Frame, Polarity};

    use super::*;
    use crate::predict::queue::testing::prediction;

    #[test]
    fn a_step_that_was_not_taken_has_no_picture_and_the_last_one_is_what_is_seen() {
        let frame_of =
            |step, grey: u8| Frame { step, size: (1, 1), width: 1, height: 1, rgb: vec![grey; 3] };
        let frames = vec![frame_of(Step::Photo, 1), frame_of(Step::Grey, 9)];
        let film = Film { frames, detected: Polarity::Detect, used: Polarity::Detect };
        let prediction = Prediction { film, ..prediction(1) };
        assert_eq!(frame(&prediction, Some(Step::Cut)), None);
        assert_eq!(frame(&prediction, Some(Step::Photo)).map(|picture| picture.rgba[0]), Some(1));
        assert_eq!(frame(&prediction, None).map(|picture| picture.rgba[0]), Some(9));
    }
}
