//! Play, pause, one step, stop, and how far the run is.

use leptos::prelude::*;
use protocol::messages::{Phase, Steer};
use text::Lang;

use super::curves::epoch;
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::train::state::{RunState, RunView};

/// The buttons. A run that is not open has one, which resumes it.
#[component]
pub fn Controls() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let lab = workshop.lab;
    let is_steerable = workshop.of_focus(|run| matches!(run.state, RunState::Open { .. }));
    let is_opening = workshop.of_focus(|run| matches!(run.state, RunState::Opening(_)));
    let is_playing = workshop.of_focus(RunView::is_playing);
    let can_resume =
        workshop.of_focus(|run| matches!(run.state, RunState::Interrupted | RunState::Stopped));
    let toggle = move |_| {
        let is_playing = is_playing.get_untracked() == Some(true);
        lab.steer(if is_playing { Steer::Pause } else { Steer::Play });
    };
    let toggle_name = move || match is_playing.get() {
        Some(true) => lang.get().train_pause(),
        _ => lang.get().train_play(),
    };
    let resume = move |_| {
        if let Some(run) = workshop.focus.get_untracked() {
            lab.resume(&run.id, true);
        }
    };
    view! {
        <div class="actions">
            <Show when=move || is_steerable.get() == Some(true)>
                <button type="button" class="button is-primary" on:click=toggle aria-keyshortcuts="Space">
                    {toggle_name}
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=move || is_playing.get() == Some(true)
                    on:click=move |_| lab.steer(Steer::Step)
                >
                    {move || lang.get().train_step()}
                </button>
            </Show>
            <Show when=move || is_steerable.get() == Some(true) || is_opening.get() == Some(true)>
                <button type="button" class="button" on:click=move |_| lab.steer(Steer::Stop)>
                    {move || lang.get().train_stop()}
                </button>
            </Show>
            <Show when=move || can_resume.get() == Some(true)>
                <button type="button" class="button is-primary" on:click=resume>
                    {move || lang.get().train_resume()}
                </button>
            </Show>
        </div>
        <Show when=move || is_steerable.get() == Some(true)>
            <p class="soft">{move || lang.get().train_space_hint()}</p>
        </Show>
    }
    .into_any()
}

/// Where the run is: a bar, and the figures.
#[component]
pub fn Progress() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let share = workshop.of_focus(share);
    let label = Signal::derive(move || {
        let lang = lang.get();
        workshop.focus.with(|run| run.as_ref().map(|run| headline(run, lang)).unwrap_or_default())
    });
    let figures = Memo::new(move |_| {
        let lang = lang.get();
        workshop.focus.with(|run| run.as_ref().map(|run| figures(run, lang)).unwrap_or_default())
    });
    let cells = [0, 1, 2, 3].map(|place| {
        let name = move || figures.with(|figures| figures.get(place).map(|figure| figure.0));
        let value =
            move || figures.with(|figures| figures.get(place).map(|figure| figure.1.clone()));
        view! { <div><dt>{name}</dt><dd class="num">{value}</dd></div> }
    });
    view! {
        <progress
            class="bar"
            max="1"
            prop:value=move || share.get().unwrap_or(0.0)
            aria-label=move || label.get()
        ></progress>
        <p class="train-headline num">{move || label.get()}</p>
        <dl class="train-figures">{cells.into_iter().collect_view()}</dl>
    }
    .into_any()
}

/// The share of the way that is done, in [0, 1].
fn share(run: &RunView) -> f64 {
    match run.state {
        RunState::Opening(Some((_, done, total))) if total > 0 => done as f64 / total as f64,
        RunState::Opening(_) => 0.0,
        _ => run.step as f64 / run.steps.max(1) as f64,
    }
}

/// What the engine is doing, or which epoch and step the run is at.
fn headline(run: &RunView, lang: Lang) -> String {
    match &run.state {
        RunState::Opening(None) => lang.train_opening().to_owned(),
        RunState::Opening(Some((phase, done, total))) => {
            let name = lang.phase(*phase);
            match (phase, *total) {
                (_, 0) => format!("{name}…"),
                (Phase::LoadingData, total) => {
                    let amount = |bytes: u64| lang.number(bytes as f64 / 1e6, 1);
                    let amount = lang.train_of(&amount(*done), &amount(total));
                    format!("{name}: {}", lang.megabytes(&amount))
                }
                (_, total) => {
                    format!("{name}: {}", lang.train_of(&lang.count(*done), &lang.count(total)))
                }
            }
        }
        _ => {
            let [step, steps] = [run.step, run.steps].map(|steps| lang.count(steps));
            let at = lang.number(epoch(run, run.step), 1);
            lang.train_progress(&at, &lang.count(run.config.epochs.into()), &step, &steps)
        }
    }
}

/// Speed, time taken, time left, last checkpoint.
fn figures(run: &RunView, lang: Lang) -> Vec<(&'static str, String)> {
    let none = || "–".to_owned();
    let (speed, left) = match run.state {
        RunState::Open { images_per_second, seconds_left, .. } => {
            (Some(images_per_second).filter(|speed| *speed > 0.0), seconds_left)
        }
        _ => (None, None),
    };
    let mean = (run.record.seconds > 0.0)
        .then(|| run.step as f64 * f64::from(run.config.batch) / run.record.seconds);
    let speed = speed
        .or(mean)
        .map_or_else(none, |speed| lang.train_images_per_second(&lang.count(speed.round() as u64)));
    vec![
        (lang.train_speed(), speed),
        (lang.train_time(), lang.duration(run.record.seconds)),
        (lang.train_time_left(), left.map_or_else(none, |left| lang.duration(left))),
        (
            lang.train_saved(),
            run.saved_step.map_or_else(none, |step| lang.train_at_step(&lang.count(step))),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sample::classifier;
    use super::*;

    #[test]
    fn loading_is_counted_in_megabytes_and_steps_in_epochs() {
        let mut run = classifier("a", &[1.0; 5]);
        run.steps = 20;
        assert_eq!(share(&run), 0.25);
        assert_eq!(headline(&run, Lang::En), "Epoch 2.5 of 10 · step 5 of 20");
        run.state = RunState::Opening(Some((Phase::LoadingData, 12_000_000, 30_000_000)));
        assert_eq!(headline(&run, Lang::Es), "Cargando imágenes: 12,0 de 30,0 MB");
        assert_eq!(share(&run), 0.4);
    }

    #[test]
    fn a_run_that_is_over_shows_its_mean_speed() {
        let mut run = classifier("a", &[1.0; 5]);
        run.record.seconds = 2.0;
        // Five steps of four images in two seconds.
        assert_eq!(figures(&run, Lang::En)[0].1, "10 images/s");
        assert_eq!(figures(&run, Lang::En)[2].1, "–");
    }
}
