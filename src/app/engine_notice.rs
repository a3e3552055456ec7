//! What the visitor must know when the engine restarts or cannot start, and what to do about it.

use leptos::prelude::*;
use protocol::messages::{DeviceWish, JobError};

use crate::app::address::{Param, device_value};
use crate::app::navigation::use_address;
use crate::app::preferences::use_preferences;
use crate::client::{Cause, EngineState, Failure, use_engine};
use crate::components::icons::Icon;
use crate::components::status::failure;

/// Nothing while all is well.
#[component]
pub fn EngineNotice() -> impl IntoView {
    let (engine, preferences) = (use_engine(), use_preferences());
    let (state, lang) = (engine.state(), preferences.lang);
    let restarting = Memo::new(move |_| {
        state.with(|state| {
            matches!(state, EngineState::Starting(startup) if startup.cause == Cause::Crash)
        })
    });
    let failed = Memo::new(move |_| {
        state.with(|state| match state {
            EngineState::Failed(failure) => Some(failure.clone()),
            EngineState::Starting(_) | EngineState::Ready(_) => None,
        })
    });
    let body = move || {
        if restarting.get() {
            return Some(
                view! { <div class="notice is-toast">{Icon::Warning.draw()}<p>{lang.get().engine_restarted()}</p></div> }
                    .into_any(),
            );
        }
        failed.get().map(|why| {
            view! {
                <div class="notice is-bad">
                    {Icon::Warning.draw()}
                    <div>
                        <h2>{move || lang.get().engine_failed_title()}</h2>
                        <p>{failure(&why, lang.get())}</p>
                        <Remedies why/>
                    </div>
                </div>
            }
            .into_any()
        })
    };
    view! { <div class="engine-notice" role="status">{body}</div> }
}

#[component]
fn Remedies(
    /// What to remedy.
    why: Failure,
) -> impl IntoView {
    let (engine, preferences, address) = (use_engine(), use_preferences(), use_address());
    let lang = preferences.lang;
    let needs_reload =
        matches!(why, Failure::Job(JobError::OtherBuild { .. } | JobError::Damaged { .. }));
    let cpu_may_help = preferences.device.get_untracked() != DeviceWish::Cpu
        && matches!(
            why,
            Failure::Job(JobError::NoWebgpu(_) | JobError::Device(_) | JobError::NotFinite(_))
                | Failure::Unstable(_)
        );
    let use_cpu = move |_| {
        preferences.device.set(DeviceWish::Cpu);
        address.set(Param::Device, device_value(DeviceWish::Cpu));
        engine.restart();
    };
    // A reload that the browser refuses leaves the page as it is.
    let reload = move |_| drop(window().location().reload());
    view! {
        <div class="actions">
            <Show when=move || cpu_may_help>
                <button type="button" class="button is-primary" on:click=use_cpu>
                    {move || lang.get().use_cpu()}
                </button>
            </Show>
            <Show when=move || needs_reload>
                <button type="button" class="button is-primary" on:click=reload>
                    {move || lang.get().reload_page()}
                </button>
            </Show>
            <button type="button" class="button" on:click=move |_| engine.restart()>
                {move || lang.get().try_again()}
            </button>
        </div>
    }
    .into_any()
}
