//! The top bar: the device, the language, and how things are shown.

use leptos::prelude::*;
use text::Lang;

use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::{Size, Theme, use_preferences};
use crate::components::device::DeviceChip;
use crate::components::icons::Icon;
use crate::components::popover::Popover;
use crate::components::segmented::Segmented;

/// The top bar.
#[component]
pub fn Topbar() -> impl IntoView {
    view! {
        <div class="topbar">
            <DeviceChip/>
            <span class="topbar-end">
                <LanguageSwitch/>
                <DisplayMenu/>
            </span>
        </div>
    }
    .into_any()
}

#[component]
fn LanguageSwitch() -> impl IntoView {
    let (lang, address) = (use_preferences().lang, use_address());
    let choose = move |choice: Lang| {
        lang.set(choice);
        address.set(Param::Lang, Some(choice.code()));
    };
    let buttons = Lang::ALL
        .into_iter()
        .map(|each| {
            view! {
                <button
                    type="button"
                    lang=each.code()
                    aria-label=each.own_name()
                    aria-pressed=move || (lang.get() == each).to_string()
                    on:click=move |_| choose(each)
                >
                    {each.code().to_uppercase()}
                </button>
            }
        })
        .collect_view();
    view! {
        <span class="chip languages" role="group" aria-label=move || lang.get().language()>
            {buttons}
        </span>
    }
    .into_any()
}

#[component]
fn DisplayMenu() -> impl IntoView {
    let preferences = use_preferences();
    let (lang, theme, size) = (preferences.lang, preferences.theme, preferences.size);
    let labels =
        Signal::derive(move || Theme::ALL.map(|theme| theme.title(lang.get()).to_owned()).to_vec());
    let chosen = Signal::derive(move || {
        Theme::ALL.iter().position(|each| *each == theme.get()).unwrap_or_default()
    });
    let is_large = move || size.get() == Size::Projector;
    let toggle_size = move |_| {
        size.update(|size| {
            *size = match *size {
                Size::Desk => Size::Projector,
                Size::Projector => Size::Desk,
            };
        });
    };
    view! {
        <Popover
            id="display-panel"
            label=Signal::derive(move || lang.get().display().to_owned())
            button=move || Icon::Display.draw()
            is_right=true
        >
            <div class="field">
                <span class="field-name" aria-hidden="true">{move || lang.get().theme()}</span>
                <Segmented
                    name="theme"
                    legend=Signal::derive(move || lang.get().theme().to_owned())
                    labels
                    chosen
                    choose=move |place: usize| theme.set(Theme::ALL[place])
                />
            </div>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    prop:checked=is_large
                    on:change=toggle_size
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>
                    {move || lang.get().projector()}
                    <small>{move || lang.get().projector_help()}</small>
                </span>
            </label>
        </Popover>
    }
    .into_any()
}
