//! A number that is typed in.

use leptos::prelude::*;
use text::Lang;

use super::super::draft::Number;
use super::super::workshop::{change, use_workshop};
use crate::app::preferences::use_lang;

/// The field of a number, marked where it does not work.
#[component]
pub fn NumberField(
    /// Which number.
    number: Number,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let draft = workshop.draft;
    let text = Memo::new(move |_| draft.with(|draft| draft.number(number).to_owned()));
    let is_wrong = Memo::new(move |_| {
        workshop.config.with(|config| config.as_ref().is_err_and(|error| error.is_at(number)))
    });
    let take = move |event| {
        change(draft, |draft| {
            draft.set_number(number, event_target_value(&event));
            if is_of_shape(number) {
                draft.drop_unfit_origin();
            }
        });
    };
    view! {
        <label class="field">
            <span class="field-name">{move || number_name(number, lang.get())}</span>
            <input
                type="text"
                class="input num"
                inputmode=if is_whole(number) { "numeric" } else { "decimal" }
                autocomplete="off"
                prop:value=move || text.get()
                on:input=take
                aria-invalid=move || is_wrong.get().to_string()
                aria-describedby=move || is_wrong.get().then_some("form-trouble")
            />
        </label>
    }
    .into_any()
}

/// What a number is called.
pub fn number_name(number: Number, lang: Lang) -> &'static str {
    match number {
        Number::Images => lang.train_images(),
        Number::Seed => lang.train_seed(),
        Number::Epochs => lang.field_epochs(),
        Number::Batch => lang.field_batch(),
        Number::LearningRate => lang.field_learning_rate(),
        Number::Shift => lang.train_shift(),
        Number::Channels1 => lang.train_channels_1(),
        Number::Channels2 => lang.train_channels_2(),
        Number::Dense => lang.field_dense(),
        Number::Dropout1 => lang.train_dropout_1(),
        Number::Dropout2 => lang.train_dropout_2(),
    }
}

fn is_whole(number: Number) -> bool {
    !matches!(number, Number::LearningRate | Number::Dropout1 | Number::Dropout2)
}

/// Whether weights fit only at this value.
fn is_of_shape(number: Number) -> bool {
    matches!(number, Number::Channels1 | Number::Channels2 | Number::Dense)
}
