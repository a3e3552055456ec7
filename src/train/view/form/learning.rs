//! How a run learns: length, rate, variation of images; and what few people change.

use leptos::prelude::*;
use protocol::learning_rate::Schedule;
use protocol::run::OptimizerChoice;
use text::Lang;

use super::super::draft::{Kind, Number};
use super::super::workshop::{change, use_workshop};
use super::fields::NumberField;
use crate::app::preferences::use_lang;
use crate::components::{Select, ShareSlider};

/// The fields that most people look at.
#[component]
pub fn LearningFields() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let draft = workshop.draft;
    let has_own = Memo::new(move |_| workshop.lab.own().with(|own| !own.is_empty()));
    let is_classifier = Memo::new(move |_| draft.with(|draft| draft.kind == Kind::Classifier));
    view! {
        <fieldset class="train-group">
            <legend>{move || lang.get().train_learning()}</legend>
            <div class="train-pair">
                <NumberField number=Number::Epochs/>
                <NumberField number=Number::LearningRate/>
            </div>
            <Show when=move || has_own.get() && is_classifier.get()>
                <ShareSlider
                    name=Signal::derive(move || lang.get().field_own_share().to_owned())
                    bounds=(0, 90)
                    step=5
                    share=Signal::derive(move || draft.with(|draft| f64::from(draft.own_share)))
                    choose=move |share: f64| change(draft, |draft| draft.own_share = share as f32)
                />
            </Show>
        </fieldset>
    }
    .into_any()
}

/// What few people change, folded away.
#[component]
pub fn Advanced() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let is_classifier = Memo::new(move |_| draft.with(|draft| draft.kind == Kind::Classifier));
    view! {
        <details class="train-advanced">
            <summary>{move || lang.get().train_advanced()}</summary>
            <div class="stack">
                <div class="train-pair">
                    <NumberField number=Number::Seed/>
                    <NumberField number=Number::Batch/>
                </div>
                <ScheduleChoice/>
                <OptimizerSelect/>
                <Variation/>
                <Show when=move || is_classifier.get()>
                    <Sizes/>
                </Show>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn ScheduleChoice() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let options = Memo::new(move |_| {
        let lang = lang.get();
        Schedule::ALL
            .map(|schedule| (value(schedule).to_owned(), name(schedule, lang).to_owned()))
            .to_vec()
    });
    let choose = move |chosen: String| {
        let found = Schedule::ALL.into_iter().find(|schedule| value(*schedule) == chosen);
        if let Some(schedule) = found {
            change(draft, |draft| draft.schedule = schedule);
        }
    };
    view! {
        <Select
            name=Signal::derive(move || lang.get().train_schedule().to_owned())
            options
            chosen=Signal::derive(move || draft.with(|draft| value(draft.schedule).to_owned()))
            choose
        />
    }
    .into_any()
}

fn value(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::OneCycle => "one-cycle",
        Schedule::Cosine => "cosine",
        Schedule::Constant => "constant",
    }
}

fn name(schedule: Schedule, lang: Lang) -> &'static str {
    match schedule {
        Schedule::OneCycle => lang.train_one_cycle(),
        Schedule::Cosine => lang.train_cosine(),
        Schedule::Constant => lang.train_constant(),
    }
}

#[component]
fn OptimizerSelect() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let slug = |choice: OptimizerChoice| match choice {
        OptimizerChoice::AdamW => "adamw",
        OptimizerChoice::Muon => "muon",
    };
    let options = Memo::new(move |_| {
        let lang = lang.get();
        let name = |choice| match choice {
            OptimizerChoice::AdamW => lang.train_adamw(),
            OptimizerChoice::Muon => lang.train_muon(),
        };
        OptimizerChoice::ALL
            .map(|choice| (slug(choice).to_owned(), name(choice).to_owned()))
            .to_vec()
    });
    let choose = move |chosen: String| {
        let found = OptimizerChoice::ALL.into_iter().find(|&choice| slug(choice) == chosen);
        if let Some(choice) = found {
            change(draft, |draft| draft.optimizer = choice);
        }
    };
    view! {
        <Select
            name=Signal::derive(move || lang.get().train_optimizer().to_owned())
            options
            chosen=Signal::derive(move || draft.with(|draft| slug(draft.optimizer).to_owned()))
            choose
        />
    }
    .into_any()
}

/// How images are varied.
#[component]
fn Variation() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    view! {
        <fieldset class="train-group">
            <legend>{move || lang.get().train_variation()}</legend>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|draft| draft.flip)
                    on:change=move |event| {
                        let flip = event_target_checked(&event);
                        change(draft, |draft| draft.flip = flip);
                    }
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>{move || lang.get().train_flip()}</span>
            </label>
            <NumberField number=Number::Shift/>
            <ShareSlider
                name=Signal::derive(move || lang.get().train_erase().to_owned())
                bounds=(0, 100)
                step=5
                share=Signal::derive(move || draft.with(|draft| f64::from(draft.erase)))
                choose=move |share: f64| change(draft, |draft| draft.erase = share as f32)
            />
        </fieldset>
    }
    .into_any()
}

/// The sizes of a classifier.
#[component]
fn Sizes() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    view! {
        <fieldset class="train-group">
            <legend>{move || lang.get().train_sizes()}</legend>
            <div class="train-pair">
                <NumberField number=Number::Channels1/>
                <NumberField number=Number::Channels2/>
            </div>
            <NumberField number=Number::Dense/>
            <div class="train-pair">
                <NumberField number=Number::Dropout1/>
                <NumberField number=Number::Dropout2/>
            </div>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|draft| draft.is_normalised)
                    on:change=move |event| {
                        let is_normalised = event_target_checked(&event);
                        change(draft, |draft| {
                            draft.is_normalised = is_normalised;
                            draft.drop_unfit_origin();
                        });
                    }
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>{move || lang.get().train_normalised()}</span>
            </label>
        </fieldset>
    }
    .into_any()
}
