//! Play, pause, single steps, stop, and how far the training is; its file, saved and opened.

use gloo_file::futures::read_as_bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::gan::{GanSteer, Player};
use text::Lang;
use web_sys::FileList;

use super::context::use_augment;
use crate::app::preferences::use_lang;
use crate::augment::state::{GanRun, GanState, Opening};
use crate::components::FileButton;
use crate::components::download::save_bytes;

/// The buttons.
#[component]
pub fn Controls() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let (training, opening) = (context.training, context.training.opening());
    let is_opening = Memo::new(move |_| opening.with(Option::is_some));
    let is_open = context.of_run(GanRun::is_open);
    let is_here = move || is_open.get() == Some(true);
    let is_resting = move || is_open.get() == Some(false) && !is_opening.get();
    let is_playing = context.of_run(GanRun::is_playing);
    let has_more = context.of_run(GanRun::has_more);
    let was_opened = context.of_run(GanRun::was_opened);
    let toggle = move |_| {
        let is_playing = is_playing.get_untracked() == Some(true);
        training.steer(if is_playing { GanSteer::Pause } else { GanSteer::Play });
    };
    let toggle_name = move || match is_playing.get() {
        Some(true) => lang.get().train_pause(),
        _ => lang.get().train_play(),
    };
    let again = move |_| {
        let config = training.run().with_untracked(|run| Some(run.as_ref()?.config.clone()));
        if let Some(config) = config {
            context.frame.set(None);
            training.start(config);
        }
    };
    let resume_name = move || match has_more.get() {
        Some(true) => lang.get().train_resume(),
        _ => lang.get().augment_reopen(),
    };
    view! {
        <div class="actions">
            <Show when=is_here>
                <button type="button" class="button is-primary" on:click=toggle aria-keyshortcuts="Space">
                    {toggle_name}
                </button>
                <StepButton name=Lang::augment_step_both of=None/>
                <StepButton name=Lang::augment_step_generator of=Some(Player::Generator)/>
                <StepButton name=Lang::augment_step_discriminator of=Some(Player::Discriminator)/>
            </Show>
            <Show when=move || is_here() || is_opening.get()>
                <button type="button" class="button" on:click=move |_| training.steer(GanSteer::Stop)>
                    {move || lang.get().train_stop()}
                </button>
            </Show>
            <Show when=move || is_resting() && (has_more.get() == Some(true) || was_opened.get() == Some(false))>
                <button type="button" class="button is-primary" on:click=move |_| training.resume()>
                    {resume_name}
                </button>
            </Show>
            <Show when=move || is_open.get().is_some() && !is_opening.get()>
                <button type="button" class="button" on:click=again>
                    {move || lang.get().augment_again()}
                </button>
            </Show>
        </div>
        <Show when=is_here>
            <p class="soft">{move || lang.get().augment_keys()}</p>
        </Show>
    }
    .into_any()
}

#[component]
fn StepButton(
    /// What it says.
    name: fn(Lang) -> &'static str,
    /// Which network takes a step; none for both.
    of: Option<Player>,
) -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let is_playing = context.of_run(GanRun::is_playing);
    let key = match of {
        Some(Player::Generator) => Some("G"),
        Some(Player::Discriminator) => Some("D"),
        None => None,
    };
    view! {
        <button
            type="button"
            class="button"
            disabled=move || is_playing.get() == Some(true)
            aria-keyshortcuts=key
            on:click=move |_| context.training.steer(GanSteer::Step(of))
        >
            {move || name(lang.get())}
        </button>
    }
    .into_any()
}

/// Where the training is: a bar, and the figures.
#[component]
pub fn Progress() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let (run, opening) = (context.training.run(), context.training.opening());
    let shown = Memo::new(move |_| {
        opening.with(|opening| {
            run.with(|run| {
                let way = Way::of(opening.as_ref(), run.as_ref())?;
                Some((way.share(), way.headline(lang.get())))
            })
        })
    });
    let share = move || shown.with(|shown| shown.as_ref().map_or(0.0, |shown| shown.0));
    let headline = move || shown.with(|shown| shown.as_ref().map(|shown| shown.1.clone()));
    let figures = Memo::new(move |_| {
        run.with(|run| run.as_ref().map(|run| figures(run, lang.get())).unwrap_or_default())
    });
    let is_shown = Memo::new(move |_| shown.with(Option::is_some));
    let was_opened = context.of_run(GanRun::was_opened);
    let cells = move || {
        let cells = figures.get().into_iter();
        cells
            .map(|(name, value)| view! { <div><dt>{name}</dt><dd class="num">{value}</dd></div> })
            .collect_view()
    };
    view! {
        <Show when=move || is_shown.get()>
            <progress
                class="bar"
                max="1"
                prop:value=share
                aria-label=move || headline().unwrap_or_default()
            ></progress>
            <p class="train-headline num">{headline}</p>
            <Show when=move || was_opened.get() == Some(true)>
                <dl class="train-figures">{cells}</dl>
            </Show>
        </Show>
    }
    .into_any()
}

/// What there is to tell of the way.
enum Way<'a> {
    Opening(&'a Opening),
    Run(&'a GanRun),
}

impl<'a> Way<'a> {
    /// What is being opened comes first.
    fn of(opening: Option<&'a Opening>, run: Option<&'a GanRun>) -> Option<Self> {
        opening.map(Self::Opening).or(run.map(Self::Run))
    }

    /// The share that is done, in [0, 1].
    fn share(&self) -> f64 {
        match self {
            Self::Opening(opening) => {
                opening.progress.and_then(|progress| progress.share()).unwrap_or(0.0)
            }
            Self::Run(run) => f64::from(run.step()) / f64::from(run.config.steps.max(1)),
        }
    }

    fn headline(&self, lang: Lang) -> String {
        match self {
            Self::Opening(Opening { name, progress: None }) => lang.augment_opening(name),
            Self::Opening(Opening { progress: Some(progress), .. }) => {
                let name = lang.phase(progress.phase);
                match progress.phase {
                    protocol::messages::Phase::LoadingData => {
                        format!("{name}: {}", lang.loaded(progress.done, progress.total))
                    }
                    _ => format!("{name}…"),
                }
            }
            Self::Run(run) => {
                let [step, steps] =
                    [run.step(), run.config.steps].map(|step| lang.count(step.into()));
                lang.augment_progress(&step, &steps)
            }
        }
    }
}

/// Speed, time taken, time left, newest file.
fn figures(run: &GanRun, lang: Lang) -> Vec<(&'static str, String)> {
    let none = || "–".to_owned();
    let (speed, left) = match run.state {
        GanState::Open { steps_per_second, seconds_left, .. } => {
            (Some(steps_per_second).filter(|speed| *speed > 0.0), seconds_left)
        }
        _ => (None, None),
    };
    let mean = (run.record.seconds > 0.0).then(|| f64::from(run.step()) / run.record.seconds);
    let speed = speed.or(mean).map(|speed| lang.augment_speed(&lang.number(speed, 1)));
    let saved = run.saved_step.map(|step| lang.train_at_step(&lang.count(step.into())));
    vec![
        (lang.train_speed(), speed.unwrap_or_else(none)),
        (lang.train_time(), lang.duration(run.record.seconds)),
        (lang.train_time_left(), left.map_or_else(none, |left| lang.duration(left))),
        (lang.train_saved(), saved.unwrap_or_else(none)),
    ]
}

/// The newest file for the visitor's disk, and one from there.
#[component]
pub fn Files() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let training = context.training;
    let is_saved = context.of_run(|run| run.saved_step.is_some());
    let save = move |_| {
        let name = training.run().with_untracked(|run| run.as_ref().map(file_name));
        if let (Some(name), Some(file)) = (name, training.file()) {
            save_bytes(&name, &file);
        }
    };
    let take = Callback::new(move |files: FileList| {
        let Some(file) = files.get(0).map(gloo_file::File::from) else { return };
        spawn_local(async move {
            let bytes = read_as_bytes(&file).await;
            // A file that the browser cannot read is refused by the engine as an empty one.
            training.open(file.name(), bytes.unwrap_or_default());
        });
    });
    view! {
        <div class="actions augment-files">
            <Show when=move || is_saved.get() == Some(true)>
                <button type="button" class="button" on:click=save>{move || lang.get().augment_save()}</button>
            </Show>
            <FileButton label=Signal::derive(move || lang.get().augment_open().to_owned()) take/>
        </div>
    }
    .into_any()
}

/// What the newest file is called.
fn file_name(run: &GanRun) -> String {
    let step = run.saved_step.unwrap_or(0);
    format!("vitrina-generator-{}-step-{step}.gan.bpk", run.config.class.slug())
}

#[cfg(test)]
mod tests {
    use protocol::gan::GanConfig;
    use protocol::messages::Phase;

    use super::*;
    use crate::client::Progress as Done;

    fn kept() -> GanRun {
        GanRun::kept(GanConfig::default(), 500, GanState::Interrupted)
    }

    #[test]
    fn what_is_being_opened_is_told_before_what_is_there() {
        let run = kept();
        let way = Way::of(None, Some(&run)).unwrap();
        assert_eq!((way.share(), way.headline(Lang::En).as_str()), (0.25, "Step 500 of 2,000"));
        let progress = Some(Done { phase: Phase::LoadingData, done: 3_200_000, total: 26_000_000 });
        let opening = Opening { name: "Shirt at 5%".into(), progress };
        let words = Way::of(Some(&opening), Some(&run)).unwrap().headline(Lang::En);
        assert_eq!(words, "Loading images: 3.2 of 26.0 MB");
        let opening = Opening { progress: None, ..opening };
        let words = Way::of(Some(&opening), None).unwrap().headline(Lang::En);
        assert_eq!(words, "Getting ready: Shirt at 5%");
        assert!(Way::of(None, None).is_none());
    }

    #[test]
    fn a_training_that_holds_still_shows_its_mean_speed() {
        let mut run = kept();
        run.record.seconds = 100.0;
        let values: Vec<String> =
            figures(&run, Lang::Es).into_iter().map(|figure| figure.1).collect();
        assert_eq!(values, ["5,0 pasos/s", "1 min 40 s", "–", "paso 500"]);
        assert_eq!(file_name(&run), "vitrina-generator-shirt-step-500.gan.bpk");
    }
}
