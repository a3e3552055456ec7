//! Turns the pages of the grid.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::look::pages;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::Icon;

/// Back, the page's number, on, and which images these are.
#[component]
pub fn Pager(
    /// Images on all pages.
    total: Memo<u32>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let look = view_model.look();
    let turn = move |page: i64| {
        let next = look.get_untracked().turned_to(page, total.get_untracked());
        view_model.turn(next);
    };
    let page = Memo::new(move |_| i64::from(look.with(|look| look.page)));
    let count = Memo::new(move |_| pages(total.get()));
    let is_first = Memo::new(move |_| page.get() == 0);
    let is_last = Memo::new(move |_| page.get() + 1 >= i64::from(count.get()));
    let go = move |event: web_sys::Event| {
        if let Ok(page) = event_target_value(&event).parse::<i64>() {
            turn(page.saturating_sub(1));
        }
        // What is no number or no page gives way to what holds, even if that is unchanged.
        let holds = page.get_untracked() + 1;
        event_target::<HtmlInputElement>(&event).set_value(&holds.to_string());
    };
    let range = move || {
        let lang = lang.get();
        let [total, first, last] = match look.get().range(total.get()) {
            Some((first, last)) => [total.get(), first, last],
            None => return String::new(),
        }
        .map(|count| lang.count(count.into()));
        lang.grid_range(&first, &last, &total)
    };
    view! {
        <div class="browse-turn">
            <button
                type="button"
                class="button is-back"
                aria-label=move || lang.get().previous_page()
                disabled=move || is_first.get()
                on:click=move |_| turn(page.get_untracked() - 1)
            >
                {Icon::Chevron.draw()}
            </button>
            <label class="browse-page">
                {move || lang.get().grid_page()}
                <input
                    type="number"
                    min="1"
                    max=move || count.get().max(1).to_string()
                    prop:value=move || (page.get() + 1).to_string()
                    on:change=go
                />
                {move || lang.get().grid_of_pages(&lang.get().count(count.get().max(1).into()))}
            </label>
            <button
                type="button"
                class="button is-on"
                aria-label=move || lang.get().next_page()
                disabled=move || is_last.get()
                on:click=move |_| turn(page.get_untracked() + 1)
            >
                {Icon::Chevron.draw()}
            </button>
            <p class="soft num" role="status">{range}</p>
        </div>
    }
    .into_any()
}
