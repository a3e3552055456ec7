//! The fields of the form of a schedule.

use dataset::Class;
use leptos::prelude::*;
use text::Lang;

use super::draft::{Draft, Number};
use crate::app::preferences::use_lang;

/// A choice of one among several.
#[component]
pub fn Choice<T>(
    /// What is chosen.
    name: fn(Lang) -> &'static str,
    /// What can be chosen.
    options: Vec<T>,
    /// How an option is called.
    title: fn(Lang, T) -> &'static str,
    /// The one that is chosen.
    chosen: Memo<T>,
    /// Called with the one that was chosen.
    choose: impl Fn(T) + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let lang = use_lang();
    let all = options.clone();
    let change = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(option) = place.and_then(|place| all.get(place)) {
            choose(*option);
        }
    };
    let options = options.into_iter().enumerate().map(|(place, option)| {
        view! {
            <option value=place.to_string() selected=move || chosen.get() == option>
                {move || title(lang.get(), option)}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <label class="field">
            <span class="field-name">{move || name(lang.get())}</span>
            <select on:change=change>{options}</select>
        </label>
    }
    .into_any()
}

/// A whole number that is typed in.
#[component]
pub fn NumberField(
    /// The form.
    draft: RwSignal<Draft>,
    /// Which shift.
    id: u32,
    /// Which number.
    field: Number,
) -> impl IntoView {
    let lang = use_lang();
    let value = Memo::new(move |_| {
        draft.with(|draft| draft.row(id).map(|row| row.get(field).to_owned()).unwrap_or_default())
    });
    let is_wrong = Memo::new(move |_| {
        value.with(|value| {
            let value = value.trim();
            let may_lack = field == Number::Length && value.is_empty();
            !may_lack && value.parse::<u64>().is_err()
        })
    });
    let input = move |event| {
        let text = event_target_value(&event);
        draft.update(|draft| draft.change(id, |row| row.set(field, text)));
    };
    view! {
        <label class="field">
            <span class="field-name">{move || field.title(lang.get())}</span>
            <input
                type="text"
                inputmode="numeric"
                class="input monitor-number"
                prop:value=move || value.get()
                aria-invalid=move || is_wrong.get().then_some("true")
                on:input=input
            />
        </label>
    }
    .into_any()
}

/// How often each class comes.
#[component]
pub fn WeightFields(
    /// The form.
    draft: RwSignal<Draft>,
    /// Which shift.
    id: u32,
) -> impl IntoView {
    let lang = use_lang();
    let field = move |class: Class| {
        let value = Memo::new(move |_| {
            let weight = draft.with(|draft| Some(draft.row(id)?.weights[class.index()].clone()));
            weight.unwrap_or_default()
        });
        let input = move |event| {
            let text = event_target_value(&event);
            draft.update(|draft| draft.change(id, |row| row.weights[class.index()] = text));
        };
        view! {
            <label class="field">
                <span class="field-name">{move || lang.get().class_name(class)}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    class="input monitor-number"
                    prop:value=move || value.get()
                    on:input=input
                />
            </label>
        }
    };
    let fields = Class::ALL.map(field).into_iter().collect_view();
    view! {
        <fieldset class="monitor-weights">
            <legend class="field-name">{move || lang.get().monitor_weights()}</legend>
            {fields}
        </fieldset>
    }
    .into_any()
}

/// The two classes whose labels are swapped.
#[component]
pub fn ClassFields(
    /// The form.
    draft: RwSignal<Draft>,
    /// Which shift.
    id: u32,
) -> impl IntoView {
    let chosen = move |place: usize| {
        Memo::new(move |_| {
            draft.with(|draft| draft.row(id).map_or(Class::ALL[place], |row| row.classes[place]))
        })
    };
    let choose = move |place: usize| {
        move |value| draft.update(|draft| draft.change(id, |row| row.classes[place] = value))
    };
    view! {
        <Choice
            name=|lang| lang.monitor_first_class()
            options=Class::ALL.to_vec()
            title=|lang, class: Class| lang.class_name(class)
            chosen=chosen(0)
            choose=choose(0)
        />
        <Choice
            name=|lang| lang.monitor_second_class()
            options=Class::ALL.to_vec()
            title=|lang, class: Class| lang.class_name(class)
            chosen=chosen(1)
            choose=choose(1)
        />
    }
    .into_any()
}
