//! Generators at work: which one, its images, each beside the training image that it is nearest to, the way from
//! one image to another, and how good they are.

use leptos::prelude::*;
use text::Lang;

use super::context::use_augment;
use super::path::Path;
use super::quality::Quality;
use super::tiles::Tiles;
use crate::app::preferences::use_lang;
use crate::augment::state::{Origin, Source, use_generators};
use crate::client::{End, use_engine};
use crate::components::{Icon, Segmented};

/// How many images can be asked for.
const COUNTS: [u32; 2] = [16, 64];

/// The card.
#[component]
pub fn Generate() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let has_source = Memo::new(move |_| context.origin.with(Option::is_some));
    let lack = move || {
        view! { <p class="soft">{move || lang.get().augment_no_source()}</p> }
    };
    view! {
        <section class="card augment-generate" aria-labelledby="generate-title">
            <h2 id="generate-title">{move || lang.get().augment_generate()}</h2>
            <p class="soft">{move || lang.get().augment_generate_note()}</p>
            <Show when=move || has_source.get() fallback=lack>
                <Sources/>
                <Draw/>
                <Tiles/>
                <div class="augment-pair">
                    <Path/>
                    <Quality/>
                </div>
            </Show>
        </section>
    }
    .into_any()
}

/// The generators that can be asked, as a row of chips.
#[component]
fn Sources() -> impl IntoView {
    let (lang, context, card) = (use_lang(), use_augment(), use_generators());
    let chosen = Memo::new(move |_| context.origin.get().map(|origin| origin.source));
    let sources = Memo::new(move |_| {
        context.origins.with(|all| all.iter().map(|origin| origin.source).collect::<Vec<_>>())
    });
    let name = move |source: Source| {
        let coverage = card.with(|card| {
            let mut all = card.here()?.generators.iter();
            let found = all.find(|one| Source::Shipped(one.config.class) == source)?;
            Some(found.quality.fidelity.coverage)
        });
        context.origins.with(|all| {
            let origin = all.iter().find(|origin| origin.source == source)?;
            Some(source_name(origin, coverage, lang.get()))
        })
    };
    view! {
        <div class="augment-sources" role="group" aria-label=move || lang.get().augment_source()>
            <For each=move || sources.get() key=|source| *source let:source>
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || (chosen.get() == Some(source)).to_string()
                    on:click=move |_| context.choose(source)
                >
                    {move || name(source)}
                </button>
            </For>
        </div>
    }
    .into_any()
}

/// What a generator is called; a shipped one with the coverage that was measured.
pub fn source_name(origin: &Origin, coverage: Option<f64>, lang: Lang) -> String {
    let (class, share) = (lang.class_name(origin.class), lang.percent(origin.keep, 0));
    match coverage {
        Some(coverage) => lang.augment_source_shipped(class, &share, &lang.percent(coverage, 0)),
        None => lang.augment_source_own(class, &share, &lang.count(origin.step.into())),
    }
}

/// How many images, from which codes.
#[component]
fn Draw() -> impl IntoView {
    let (lang, context, engine) = (use_lang(), use_augment(), use_engine());
    let count = RwSignal::new(COUNTS[0]);
    let drawn = context.asking.drawn;
    let is_ready = engine.readiness();
    let is_waiting = Memo::new(move |_| drawn.with(|drawn| drawn.is_waiting));
    let has_some = Memo::new(move |_| drawn.with(|drawn| drawn.here.is_some()));
    let ask = move |is_new: bool| {
        if let Some(origin) = context.origin.get_untracked() {
            context.asking.draw(origin.source, count.get_untracked(), is_new);
        }
    };
    let is_off = move || !is_ready.get() || is_waiting.get();
    let problem = Signal::derive(move || drawn.with(|drawn| drawn.problem.clone()));
    let said = move || {
        let lang = lang.get();
        drawn.with(|drawn| match (&drawn.here, drawn.is_waiting) {
            (_, true) => Some(lang.augment_working().to_owned()),
            (Some(here), false) => Some(lang.augment_seed(&here.seed.to_string())),
            (None, false) => None,
        })
    };
    view! {
        <div class="augment-draw">
            <Segmented
                name="generate-count"
                legend=Signal::derive(move || lang.get().augment_how_many().to_owned())
                labels=Signal::derive(|| COUNTS.map(|count| count.to_string()).to_vec())
                chosen=Signal::derive(move || usize::from(count.get() == COUNTS[1]))
                choose=move |place: usize| count.set(COUNTS[place])
            />
            <div class="actions">
                <button type="button" class="button is-primary" disabled=is_off on:click=move |_| ask(false)>
                    {move || lang.get().augment_draw()}
                </button>
                <Show when=move || has_some.get()>
                    <button type="button" class="button" disabled=is_off on:click=move |_| ask(true)>
                        {move || lang.get().augment_other_codes()}
                    </button>
                </Show>
            </div>
            <p class="soft" role="status">{said}</p>
        </div>
        <Problem problem/>
    }
    .into_any()
}

/// Why there is no answer, where there is none.
#[component]
pub fn Problem(
    /// How the job ended.
    problem: Signal<Option<End>>,
) -> impl IntoView {
    let lang = use_lang();
    let body = move || {
        problem.get().map(|end| {
            view! { <p class="notice">{Icon::Warning.draw()}<span>{why(&end, lang.get())}</span></p> }
        })
    };
    view! { <div role="status">{body}</div> }
}

/// Why there is no answer, in words.
pub fn why(end: &End, lang: Lang) -> String {
    match end {
        End::Failed(error) => lang.job_error(error),
        End::Done | End::Cancelled | End::Lost => lang.augment_no_answer().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;
    use protocol::messages::JobError;

    use super::*;

    #[test]
    fn a_generator_is_named_by_class_and_share_and_by_what_is_known_of_it() {
        let origin = Origin { source: Source::Own, class: Class::Shirt, keep: 0.05, step: 1_200 };
        assert_eq!(source_name(&origin, None, Lang::En), "Yours: Shirt at 5%, step 1,200");
        let shipped = Origin { source: Source::Shipped(Class::Shirt), ..origin };
        let name = source_name(&shipped, Some(0.62), Lang::En);
        assert_eq!(name, "Included: Shirt at 5%, coverage 62%");
    }

    #[test]
    fn a_busy_engine_says_where_the_other_run_is() {
        assert!(why(&End::Failed(JobError::Busy), Lang::En).contains("in Train or in Augment"));
        assert!(why(&End::Lost, Lang::Es).contains("Inténtalo"));
    }
}
