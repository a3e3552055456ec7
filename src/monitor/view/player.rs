//! The player: play, pause, one image, pace, from the beginning, and back through what was
//! played.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use protocol::messages::{Pace, Phase};
use text::Lang;

use super::context::use_monitor_context;
use super::tables::{event_name, news};
use crate::app::preferences::use_lang;
use crate::monitor::state::{Entry, PACES, Production, Stage};

/// Records that the arrow keys go with Shift held.
const LEAP: i64 = 100;

/// The card.
#[component]
pub fn Player() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let on_key = move |event: KeyboardEvent| press(production, &event);
    view! {
        <section
            class="card monitor-player"
            role="group"
            tabindex="0"
            aria-labelledby="player-title"
            aria-describedby="player-keys"
            on:keydown=on_key
        >
            <h2 id="player-title">{move || lang.get().monitor_player()}</h2>
            <Buttons/>
            <PaceField/>
            <Headline/>
            <Scrub/>
            <p class="soft" id="player-keys">{move || lang.get().monitor_keys()}</p>
        </section>
    }
    .into_any()
}

/// Keys count while the player itself has the focus; what is in it has keys of its own.
fn press(production: Production, event: &KeyboardEvent) {
    let is_own = event.target().is_some() && event.target() == event.current_target();
    if !is_own || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let step = if event.shift_key() { LEAP } else { 1 };
    match event.key().as_str() {
        " " if !event.repeat() => production.toggle(),
        "ArrowLeft" => scrub_by(production, -step),
        "ArrowRight" => scrub_by(production, step),
        "Home" => scrub_by(production, i64::MIN / 2),
        "End" => production.cursor().set(None),
        _ => return,
    }
    event.prevent_default();
}

fn scrub_by(production: Production, by: i64) {
    let bounds = production.peek(|run| (run.back(), run.seen()));
    let Some((back, last)) = bounds.filter(|(back, seen)| back < seen) else { return };
    let last = last - 1;
    let at = production.cursor().get_untracked().unwrap_or(last) as i64;
    let at = (at.saturating_add(by)).clamp(back as i64, last as i64) as u64;
    production.cursor().set((at < last).then_some(at));
}

#[component]
fn Buttons() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let stage = production.stage();
    let is_playing = Memo::new(move |_| {
        stage
            .with(|stage| matches!(stage, Stage::Open { is_playing: true, .. } | Stage::Opening(_)))
    });
    let is_log = Memo::new(move |_| stage.with(|stage| *stage == Stage::Log));
    let name = move || {
        let lang = lang.get();
        if is_playing.get() { lang.monitor_pause() } else { lang.monitor_play() }
    };
    view! {
        <div class="actions">
            <button
                type="button"
                class="button is-primary"
                disabled=move || is_log.get()
                on:click=move |_| production.toggle()
            >
                {name}
            </button>
            <button
                type="button"
                class="button"
                disabled=move || is_log.get() || is_playing.get()
                on:click=move |_| production.step()
            >
                {move || lang.get().monitor_step()}
            </button>
            <button type="button" class="button" on:click=move |_| production.restart()>
                {move || lang.get().monitor_restart()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn PaceField() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let pace = Memo::new(move |_| production.scene().with(|scene| scene.pace));
    let rate = RwSignal::new(match pace.get_untracked() {
        Pace::PerSecond(rate) => rate,
        Pace::Fastest => PACES.1,
    });
    let is_fastest = Memo::new(move |_| pace.get() == Pace::Fastest);
    let slide = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>() {
            rate.set(value.clamp(PACES.0, PACES.1));
            production.set_pace(Pace::PerSecond(rate.get_untracked()));
        }
    };
    let switch = move |event| {
        let fastest = event_target_checked(&event);
        let pace = if fastest { Pace::Fastest } else { Pace::PerSecond(rate.get_untracked()) };
        production.set_pace(pace);
    };
    let words = move || {
        let lang = lang.get();
        lang.monitor_per_second(&lang.number(rate.get(), 0))
    };
    view! {
        <div class="monitor-pace">
            <label class="field is-inline">
                <span class="field-name">{move || lang.get().monitor_pace()}</span>
                <input
                    type="range"
                    min=PACES.0.to_string()
                    max=PACES.1.to_string()
                    step="1"
                    disabled=move || is_fastest.get()
                    prop:value=move || rate.get().to_string()
                    on:input=slide
                    aria-valuetext=words
                />
                <output class="num">{words}</output>
            </label>
            <label class="switch">
                <input type="checkbox" prop:checked=move || is_fastest.get() on:change=switch/>
                <span class="switch-track" aria-hidden="true"></span>
                <span>{move || lang.get().monitor_fastest()}</span>
            </label>
        </div>
    }
    .into_any()
}

/// What is going on, how far it is and how fast.
#[component]
fn Headline() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let seen = Memo::new(move |_| production.read(|run| run.seen()).unwrap_or_default());
    let words = Memo::new(move |_| {
        let (lang, seen) = (lang.get(), seen.get());
        production.stage().with(|stage| headline(stage, seen, lang))
    });
    view! { <p class="monitor-headline num">{words}</p> }
}

fn headline(stage: &Stage, seen: u64, lang: Lang) -> String {
    let images = lang.count(seen);
    match stage {
        Stage::Idle | Stage::Failed(_) if seen == 0 => lang.monitor_idle().to_owned(),
        Stage::Idle | Stage::Failed(_) => lang.monitor_paused(&images),
        Stage::Log => lang.monitor_log(seen),
        Stage::Open { is_playing: true, per_second } => {
            lang.monitor_playing(seen, &lang.number(*per_second, 0))
        }
        Stage::Open { is_playing: false, .. } => lang.monitor_paused(&images),
        Stage::Opening(None) => lang.monitor_opening().to_owned(),
        Stage::Opening(Some((phase, _, 0))) => format!("{}…", lang.phase(*phase)),
        Stage::Opening(Some((Phase::LoadingData, done, total))) => {
            let amount = |bytes: u64| lang.number(bytes as f64 / 1e6, 1);
            let amount = lang.monitor_of(&amount(*done), &amount(*total));
            format!("{}: {}", lang.phase(Phase::LoadingData), lang.megabytes(&amount))
        }
        Stage::Opening(Some((phase, done, total))) => {
            let amount = lang.monitor_of(&lang.count(*done), &lang.count(*total));
            format!("{}: {amount}", lang.phase(*phase))
        }
    }
}

/// Back through the last records.
#[component]
fn Scrub() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let cursor = production.cursor();
    let bounds = Memo::new(move |_| {
        production.read(|run| (run.back(), run.seen())).filter(|(back, seen)| back < seen)
    });
    let last = Memo::new(move |_| bounds.get().map_or(0, |(_, seen)| seen - 1));
    // What has been left behind cannot be looked at any more.
    Effect::new(move |_| {
        let back = bounds.get().map_or(0, |(back, _)| back);
        if cursor.get_untracked().is_some_and(|at| at < back) {
            cursor.set(Some(back));
        }
    });
    let at = Memo::new(move |_| cursor.get().unwrap_or(last.get()));
    let slide = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<u64>() {
            cursor.set((value < last.get_untracked()).then_some(value));
        }
    };
    let words = move || {
        let lang = lang.get();
        lang.monitor_at(&lang.count(at.get()), &lang.count(last.get()))
    };
    let record = Memo::new(move |_| {
        let (lang, at) = (lang.get(), at.get());
        let entry = production.read(|run| run.tape().get(at)).flatten();
        entry.map(|entry| describe(&entry, at, lang)).unwrap_or_default()
    });
    let is_back = Memo::new(move |_| cursor.get().is_some());
    view! {
        <Show when=move || bounds.with(Option::is_some)>
            <div class="monitor-scrub">
                <label class="field is-inline">
                    <span class="field-name">{move || lang.get().monitor_scrub()}</span>
                    <input
                        type="range"
                        min=move || bounds.get().map_or(0, |(back, _)| back).to_string()
                        max=move || last.get().to_string()
                        step="1"
                        prop:value=move || at.get().to_string()
                        on:input=slide
                        aria-valuetext=words
                    />
                    <output class="num">{words}</output>
                </label>
                <button
                    type="button"
                    class="button"
                    disabled=move || !is_back.get()
                    on:click=move |_| cursor.set(None)
                >
                    {move || lang.get().monitor_now()}
                </button>
            </div>
            <p class="soft num monitor-record">{record}</p>
        </Show>
    }
    .into_any()
}

/// A record in a line.
pub fn describe(entry: &Entry, index: u64, lang: Lang) -> String {
    let record = &entry.record;
    let class = |label: u8| {
        dataset::Class::from_label(label).map_or("–", |class| lang.class_name(class)).to_owned()
    };
    let mut words = lang.monitor_record(
        &lang.count(index),
        &class(record.predicted),
        &lang.percent(record.confidence.into(), 1),
    );
    let error = record.reconstruction_error;
    words.extend(error.map(|error| lang.monitor_record_error(&lang.number(error.into(), 4))));
    words.extend(record.verdict.map(|verdict| format!("; {}", lang.verdict(verdict))));
    words.extend(record.label.map(|label| lang.monitor_record_label(&class(label))));
    words
}

/// An alert that fires, for a list.
pub fn short(event: &statistics::drift::monitor::Event, lang: Lang) -> String {
    let (name, at) = (event_name(event, lang), lang.count(event.index));
    news(event, lang).map_or_else(String::new, |_| format!("{at}: {name}"))
}
