//! The training: where it is, what its figures say, its images and its curves.

use leptos::prelude::*;
use text::Lang;

use super::context::use_augment;
use super::controls::{Controls, Files, Progress};
use super::curves::{self, Words};
use super::grids::Grids;
use crate::app::preferences::use_lang;
use crate::augment::state::signs::{Sign, signs};
use crate::augment::state::{GanRun, GanState, Notice};
use crate::components::{Chart, Icon, PlainTable, Sheet, Table, TableBehind};
use charts::{LineChart, draw_lines};

/// The training, or what will be seen here once there is one.
#[component]
pub fn Focus() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let (run, opening) = (context.training.run(), context.training.opening());
    let has_run = Memo::new(move |_| run.with(Option::is_some));
    let is_opening = Memo::new(move |_| opening.with(Option::is_some));
    let was_opened = context.of_run(GanRun::was_opened);
    let doing = Memo::new(move |_| {
        run.with(|run| run.as_ref().map(|run| state(run, lang.get()))).unwrap_or_default()
    });
    view! {
        <section class="card augment-focus" aria-labelledby="gan-title">
            <TrainingNotice/>
            <Show when=move || has_run.get() fallback=move || view! { <Empty is_hidden=is_opening/> }>
                <Head doing/>
            </Show>
            <Progress/>
            <Controls/>
            <Show when=move || was_opened.get() == Some(true)>
                <Signs/>
                <Grids/>
                <div class="augment-pair">
                    <CurveChart title=Lang::augment_losses chart=curves::losses words=curves::losses_alt table=curves::losses_table/>
                    <CurveChart title=Lang::augment_told chart=curves::told words=curves::told_alt table=curves::told_table/>
                </div>
            </Show>
            <Files/>
            <p class="hidden" role="status">{doing}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Empty(
    /// Whether a first training is on its way.
    is_hidden: Memo<bool>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="train-empty" hidden=is_hidden>
            <h2 id="gan-title">{move || lang.get().augment_empty()}</h2>
            <ol>
                <li>{move || lang.get().augment_empty_choose()}</li>
                <li>{move || lang.get().augment_empty_watch()}</li>
                <li>{move || lang.get().augment_empty_generate()}</li>
            </ol>
        </div>
    }
    .into_any()
}

#[component]
fn TrainingNotice() -> impl IntoView {
    let (lang, notice) = (use_lang(), use_augment().training.notice());
    let body = move || {
        notice.get().map(|told: Notice| {
            view! {
                <div class="notice">
                    {Icon::Warning.draw()}
                    <p>{move || told.words(lang.get())}</p>
                    <button type="button" class="button" on:click=move |_| notice.set(None)>
                        {move || lang.get().train_dismiss()}
                    </button>
                </div>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

#[component]
fn Head(
    /// What the training is doing.
    doing: Memo<String>,
) -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let title = context.of_run(|run| run.config.imbalance());
    let title = move || {
        let lang = lang.get();
        title.get().map(|of| {
            lang.augment_generator_of(lang.class_name(of.class), &lang.percent(of.ratio, 0))
        })
    };
    let run = context.training.run();
    let about = Memo::new(move |_| run.with(|run| run.as_ref().map(|run| about(run, lang.get()))));
    view! {
        <div class="train-head">
            <h2 id="gan-title">{title}</h2>
            <span class="tag">{doing}</span>
        </div>
        <p class="soft">{move || about.get()}</p>
    }
    .into_any()
}

/// What the training is doing, in a word or two.
fn state(run: &GanRun, lang: Lang) -> String {
    let words = match run.state {
        GanState::Open { is_playing: true, .. } => lang.train_state_playing(),
        GanState::Open { is_playing: false, .. } => lang.train_state_paused(),
        GanState::Interrupted => lang.augment_state_interrupted(),
        GanState::Stopped => lang.augment_state_stopped(),
        GanState::Finished => lang.augment_state_finished(),
    };
    words.to_owned()
}

/// Its networks once it was opened, else what is kept of it.
fn about(run: &GanRun, lang: Lang) -> String {
    if run.was_opened() {
        let [generator, discriminator] = run.parameters.map(|count| lang.count(count.into()));
        return lang.augment_about(run.images.into(), &generator, &discriminator);
    }
    let [saved, steps] = [run.step(), run.config.steps].map(|step| lang.count(step.into()));
    match run.has_more() {
        true => lang.augment_interrupted(&saved, &steps),
        false => lang.augment_kept(&saved, &steps),
    }
}

/// What the figures say, and what to try.
#[component]
fn Signs() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let run = context.training.run();
    let seen = Memo::new(move |_| {
        run.with(|run| run.as_ref().map(|run| signs(&run.record, &run.real)).unwrap_or_default())
    });
    let words = Memo::new(move |_| {
        let say = |sign: &Sign| (sign.is_trouble(), sign.words(lang.get()));
        seen.with(|seen| seen.iter().map(say).collect::<Vec<_>>())
    });
    let list = move || {
        let entry = |(is_trouble, words): (bool, String)| {
            view! {
                <li class:notice=is_trouble class:soft=!is_trouble>
                    {is_trouble.then(|| Icon::Warning.draw())}
                    <span>{words}</span>
                </li>
            }
        };
        words.get().into_iter().map(entry).collect_view()
    };
    view! { <ul class="augment-signs" aria-label=move || lang.get().augment_signs()>{list}</ul> }
}

#[component]
fn CurveChart(
    /// What it is called.
    title: fn(Lang) -> &'static str,
    /// The chart.
    chart: fn(&GanRun, Lang) -> LineChart,
    /// What it shows, for those who do not see it.
    words: Words,
    /// The table behind it.
    table: fn(&GanRun, Lang) -> Table,
) -> impl IntoView {
    let (lang, run) = (use_lang(), use_augment().training.run());
    let draw = move |sheet: Sheet| {
        let chart = run.with(|run| run.as_ref().map(|run| chart(run, lang.get())));
        chart.map_or(Ok(()), |chart| draw_lines(&sheet.pen, &chart))
    };
    let label = Signal::derive(move || {
        run.with(|run| run.as_ref().map(|run| words(run, lang.get())).unwrap_or_default())
    });
    let rows = Signal::derive(move || {
        run.with(|run| run.as_ref().map(|run| table(run, lang.get())).unwrap_or_default())
    });
    let title = Signal::derive(move || title(lang.get()).to_owned());
    view! {
        <section class="augment-chart" aria-label=title>
            <h3>{title}</h3>
            <Chart label draw/>
            <TableBehind label=title>
                <PlainTable table=rows/>
            </TableBehind>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use protocol::gan::GanConfig;

    use super::*;

    #[test]
    fn a_kept_training_says_where_it_goes_on_or_that_it_is_whole() {
        let kept = |step, state| GanRun::kept(GanConfig::default(), step, state);
        let words = about(&kept(1_200, GanState::Interrupted), Lang::En);
        assert!(words.contains("step 1,200 of 2,000"), "{words}");
        let words = about(&kept(2_000, GanState::Finished), Lang::Es);
        assert!(words.contains("Ábrelo otra vez"), "{words}");
        assert_eq!(state(&kept(5, GanState::Stopped), Lang::Es), "detenido");
    }
}
