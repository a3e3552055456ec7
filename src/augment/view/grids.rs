//! Sixteen images from the same codes as the training goes on, beside real ones, and the film of them.

use std::sync::Arc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use protocol::gan::Frame;
use text::Lang;

use super::context::{turned, use_augment};
use crate::app::preferences::use_lang;
use crate::augment::state::GanRun;
use crate::components::Pixels;
use crate::components::picture::Picture;

/// Images in a row.
const COLUMNS: usize = 4;
/// Time between two frames of the film.
const FRAME_MS: u32 = 160;

/// The two grids with the film.
#[component]
pub fn Grids() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let run = context.training.run();
    let generated = Memo::new(move |_| {
        let place = context.frame.get();
        run.with(|run| Picture::sheet(&shown(run.as_ref()?, place)?.pixels, COLUMNS).map(Arc::new))
    });
    let real = Memo::new(move |_| {
        run.with(|run| Picture::sheet(&run.as_ref()?.real, COLUMNS).map(Arc::new))
    });
    let step = Memo::new(move |_| {
        let place = context.frame.get();
        run.with(|run| Some(shown(run.as_ref()?, place)?.step))
    });
    let class = context.of_run(|run| run.config.class);
    let name =
        move |lang: Lang| class.get().map(|class| lang.class_name(class)).unwrap_or_default();
    let when = move || when(step.get(), lang.get());
    view! {
        <div class="augment-grids">
            <figure>
                <Pixels
                    picture=generated
                    label=Signal::derive(move || lang.get().augment_grid_alt(name(lang.get()), &when()))
                />
                <figcaption>{move || lang.get().augment_grid(&when())}</figcaption>
            </figure>
            <figure>
                <Pixels
                    picture=real
                    label=Signal::derive(move || lang.get().augment_real(name(lang.get())))
                />
                <figcaption>{move || lang.get().augment_real(name(lang.get()))}</figcaption>
            </figure>
            <Film when=Signal::derive(when)/>
        </div>
    }
    .into_any()
}

/// The frame that is looked at; the newest where none is chosen.
fn shown(run: &GanRun, place: Option<usize>) -> Option<&Frame> {
    let frames = &run.record.frames;
    place.and_then(|place| frames.get(place)).or(frames.last())
}

fn when(step: Option<u32>, lang: Lang) -> String {
    lang.train_maps_at(step.unwrap_or(0).into())
}

/// The slider through the frames, and the button that runs them. For those who want no motion the slider is
/// enough.
#[component]
fn Film(
    /// When the frame that is looked at was made.
    when: Signal<String>,
) -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let (frames, frame) = (context.frames, context.frame);
    let is_rolling = RwSignal::new(false);
    roll(is_rolling);
    let last = move || frames.get().saturating_sub(1);
    let slide = move |event| {
        if let Ok(to) = event_target_value(&event).parse::<i64>() {
            is_rolling.set(false);
            frame.set(turned(Some(0), to, frames.get_untracked()));
        }
    };
    let has_film = Memo::new(move |_| frames.get() > 1);
    let is_still = wants_no_motion();
    view! {
        <Show when=move || has_film.get()>
            <div class="augment-film">
                <label class="field is-inline">
                    <span class="field-name">{move || lang.get().augment_film()}</span>
                    <input
                        type="range"
                        min="0"
                        max=move || last().to_string()
                        step="1"
                        prop:value=move || frame.get().unwrap_or_else(last).to_string()
                        on:input=slide
                        aria-valuetext=when
                    />
                </label>
                <Show when=move || !is_still>
                    <button type="button" class="button" on:click=move |_| is_rolling.update(|is| *is = !*is)>
                        {move || match is_rolling.get() {
                            true => lang.get().augment_film_stop(),
                            false => lang.get().augment_film_play(),
                        }}
                    </button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

/// Goes through the film as long as it rolls, from the beginning where it was at its end.
fn roll(is_rolling: RwSignal<bool>) {
    let context = use_augment();
    let timer = StoredValue::new_local(None::<Interval>);
    Effect::new(move |_| {
        if !is_rolling.get() {
            return timer.set_value(None);
        }
        if context.frame.with_untracked(Option::is_none) {
            context.frame.set(Some(0));
        }
        timer.set_value(Some(Interval::new(FRAME_MS, move || {
            context.turn(1);
            if context.frame.with_untracked(Option::is_none) {
                is_rolling.set(false);
            }
        })));
    });
    on_cleanup(move || timer.set_value(None));
}

fn wants_no_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

#[cfg(test)]
mod tests {
    use protocol::gan::GanConfig;

    use super::*;
    use crate::augment::state::GanState;

    #[test]
    fn the_newest_frame_is_shown_unless_another_one_is_chosen() {
        let mut run = GanRun::kept(GanConfig::default(), 0, GanState::Interrupted);
        assert_eq!(shown(&run, None), None);
        run.record.frames = [0, 50, 100].map(|step| Frame { step, pixels: Vec::new() }).to_vec();
        let step = |place| shown(&run, place).map(|frame| frame.step);
        assert_eq!([step(None), step(Some(1)), step(Some(9))], [Some(100), Some(50), Some(100)]);
        assert_eq!(when(Some(50), Lang::En), "after 50 steps");
    }
}
