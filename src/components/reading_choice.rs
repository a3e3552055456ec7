//! Which autoencoder judges: the predicted class's own, or that of one normal class.

use dataset::Class;
use leptos::prelude::*;
use policy::decision::Reading;

use crate::app::address::{Param, reading_value};
use crate::app::navigation::use_address;
use crate::app::preferences::use_preferences;

/// The choice, with its name.
#[component]
pub fn ReadingChoice(
    /// The predicted class of the image that is looked at; none where there is no such image.
    #[prop(into)]
    own: Signal<Option<Class>>,
) -> impl IntoView {
    let (preferences, address) = (use_preferences(), use_address());
    let (lang, reading) = (preferences.lang, preferences.reading);
    let choose = move |event| {
        let chosen = Class::parse(&event_target_value(&event))
            .map_or(Reading::PredictedClass, Reading::NormalClass);
        reading.set(chosen);
        address.set(Param::Normal, reading_value(chosen));
    };
    let predicted = move || match own.get() {
        Some(class) => lang.get().reading_predicted_is(lang.get().class_name(class)),
        None => lang.get().reading_predicted().to_owned(),
    };
    let value = move || reading_value(reading.get()).unwrap_or_default();
    let options = Class::ALL
        .into_iter()
        .map(|class| {
            let is_chosen = move || reading.get() == Reading::NormalClass(class);
            view! {
                <option value=class.slug() selected=is_chosen>
                    {move || lang.get().class_name(class)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field is-inline reading">
            <label class="field-name" for="reading">{move || lang.get().row_checked()}</label>
            <select id="reading" prop:value=value on:change=choose>
                <option value="">{predicted}</option>
                <optgroup label=move || lang.get().reading_normal()>{options}</optgroup>
            </select>
        </div>
    }
    .into_any()
}
