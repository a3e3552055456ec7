//! Flags the chosen image's verdict as wrong, with the right class.

use dataset::Class;
use leptos::prelude::*;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::predict::flags::{Flag, use_flags};
use crate::predict::queue::{Item, Source};

/// The card.
#[component]
pub fn Flagging() -> impl IntoView {
    let (lang, flags, view_model) = (use_lang(), use_flags(), use_view_model());
    let flagged = Memo::new(move |_| {
        view_model.prediction.with(|prediction| flags.of(&prediction.as_ref()?.pixels))
    });
    let predicted = Memo::new(move |_| {
        view_model.judgement.with(|judgement| judgement.as_ref().map(|judgement| judgement.class))
    });
    let truth = Memo::new(move |_| {
        view_model.selected.with(|item| item.as_ref().and_then(|item| item.source.truth()))
    });
    let chosen = RwSignal::new(None::<Class>);
    // Another image starts with what is known of it.
    Effect::new(move |_| {
        view_model.selected_id.track();
        chosen.set(flagged.get_untracked().map(|(_, class)| class).or(truth.get()));
    });
    let flag = move |_| {
        let made = view_model.selected.with_untracked(|item| {
            let (predicted, label) = (predicted.get_untracked()?, chosen.get_untracked()?);
            let item = item.as_ref()?;
            Some(Flag {
                id: 0,
                name: item.name(lang.get_untracked()),
                pixels: item.prediction()?.pixels.clone(),
                label,
                predicted,
                is_from_test: is_from_test(item),
            })
        });
        if let Some(made) = made {
            flags.flag(made);
        }
    };
    let options = Class::ALL
        .into_iter()
        .map(|class| {
            let is_chosen = move || chosen.get() == Some(class);
            view! {
                <option value=class.slug() selected=is_chosen>{move || lang.get().class_name(class)}</option>
            }
        })
        .collect_view();
    let button = move || {
        if flagged.get().is_some() { lang.get().flag_change() } else { lang.get().flag() }
    };
    let is_idle = Memo::new(move |_| {
        let as_flagged = flagged.get().map(|(_, class)| class) == chosen.get();
        predicted.get().is_none() || chosen.get().is_none() || as_flagged
    });
    let said = move || {
        let (lang, (_, class)) = (lang.get(), flagged.get()?);
        let predicted = predicted.get()?;
        Some(if class == predicted {
            lang.flag_made_same(lang.class_name(class))
        } else {
            lang.flag_made(lang.class_name(class), lang.class_name(predicted))
        })
    };
    view! {
        <section class="card flagging" aria-labelledby="flagging-title">
            <h2 id="flagging-title">{move || lang.get().flag_title()}</h2>
            <p class="soft">{move || lang.get().flag_note()}</p>
            <div class="flagging-form">
                <div class="field is-inline">
                    <label class="field-name" for="flag-class">{move || lang.get().flag_class()}</label>
                    <select
                        id="flag-class"
                        prop:value=move || chosen.get().map(Class::slug).unwrap_or_default()
                        on:change=move |event| chosen.set(Class::parse(&event_target_value(&event)))
                    >
                        <option value="">{move || lang.get().flag_choose()}</option>
                        {options}
                    </select>
                </div>
                <button type="button" class="button" disabled=move || is_idle.get() on:click=flag>
                    {button}
                </button>
            </div>
            <div role="status" class="flagging-said">
                {move || said().map(|words| view! {
                    <p>{words}</p>
                    <button
                        type="button"
                        class="button is-quiet"
                        on:click=move |_| {
                            if let Some((id, _)) = flagged.get_untracked() {
                                flags.remove(id);
                            }
                        }
                    >
                        {move || lang.get().flag_take_back()}
                    </button>
                })}
            </div>
        </section>
    }
}

/// Samples are images of the test set too, made into photos.
fn is_from_test(item: &Item) -> bool {
    matches!(item.source, Source::Sample(_) | Source::Test { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_of_the_test_set_are_known_as_such() {
        let is = |source| is_from_test(&Item::new(0, source));
        assert!(is(Source::Sample(Class::Bag)));
        assert!(is(Source::Test { place: 1, class: Class::Bag }));
        assert!(!is(Source::Drawing) && !is(Source::File("a.png".into())));
    }
}
