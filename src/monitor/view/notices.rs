//! What stands in the way: files that did not come, a link that cannot be read, a production that
//! could not go on, networks that the limits do not belong to.

use leptos::prelude::*;

use super::context::use_monitor_context;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::monitor::state::{Shipped, Stage};
use crate::train::state::use_training;

/// Nothing while all is well.
#[component]
pub fn Notices() -> impl IntoView {
    let (lang, production, lab) = (use_lang(), use_monitor_context().production, use_training());
    let missing = Memo::new(move |_| {
        production.shipped().with(|shipped| match shipped {
            Shipped::Missing(why) => Some(why.clone()),
            Shipped::Loading | Shipped::Ready(_) => None,
        })
    });
    let failed = Memo::new(move |_| {
        let lang = lang.get();
        production.stage().with(|stage| match stage {
            Stage::Failed(error) => Some(lang.job_error(error)),
            _ => None,
        })
    });
    let unread = Memo::new(move |_| {
        let lang = lang.get();
        production.link_error().with(|error| error.as_ref().map(|error| lang.link_error(error)))
    });
    let is_other = Memo::new(move |_| lab.adopted().with(Option::is_some));
    let notice = |words: String| {
        view! { <div class="notice is-bad">{Icon::Warning.draw()}<p>{words}</p></div> }.into_any()
    };
    view! {
        <div class="monitor-notices" role="status">
            {move || missing.get().map(|why| view! {
                <div class="notice is-bad">
                    {Icon::Warning.draw()}
                    <p>{lang.get().monitor_missing(&why)}</p>
                    <button type="button" class="button" on:click=move |_| production.load()>
                        {lang.get().try_again()}
                    </button>
                </div>
            })}
            {move || failed.get().map(|why| notice(lang.get().monitor_failed(&why)))}
            {move || unread.get().map(notice)}
            {move || is_other.get().then(|| notice(lang.get().monitor_adopted().to_owned()))}
        </div>
    }
    .into_any()
}
