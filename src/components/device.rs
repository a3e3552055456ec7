//! The device: a chip in the top bar that opens the facts and the choice, and the facts alone.

use leptos::prelude::*;
use protocol::messages::DeviceWish;

use super::popover::Popover;
use super::segmented::Segmented;
use super::status::{Status, failure};
use crate::app::address::{Param, device_value};
use crate::app::navigation::use_address;
use crate::app::preferences::{use_lang, use_preferences};
use crate::client::{EngineState, use_engine};

const WISHES: [DeviceWish; 3] = [DeviceWish::Best, DeviceWish::Cpu, DeviceWish::Webgpu];

/// The engine's state in words.
pub fn use_status() -> Memo<Status> {
    let (state, lang) = (use_engine().state(), use_lang());
    Memo::new(move |_| state.with(|state| Status::new(state, lang.get())))
}

/// The chip with its panel.
#[component]
pub fn DeviceChip() -> impl IntoView {
    let (status, lang) = (use_status(), use_lang());
    let label = move || {
        status.with(|status| {
            format!("{}: {} {}", lang.get().device(), status.headline, status.detail)
        })
    };
    let button = move || {
        view! {
            <span class=move || status.with(|status| status.tone.class())></span>
            <b>{move || status.with(|status| status.headline.clone())}</b>
            <span class="chip-detail">{move || status.with(|status| status.detail.clone())}</span>
        }
    };
    view! {
        <Popover id="device-panel" label=Signal::derive(label) button>
            <DeviceFacts/>
            <DeviceChoice/>
        </Popover>
    }
    .into_any()
}

/// Which device, why, and what the self-test measured.
#[component]
pub fn DeviceFacts() -> impl IntoView {
    let (state, lang) = (use_engine().state(), use_lang());
    let status = use_status();
    let body = move || {
        let lang = lang.get();
        state.with(|state| match state {
            EngineState::Starting(_) => view! {
                <p class="device-name">{move || status.with(|status| status.headline.clone())}</p>
                <progress
                    class="bar"
                    max="1"
                    prop:value=move || status.with(|status| status.share.unwrap_or(0.0))
                    aria-label=move || status.with(|status| status.headline.clone())
                ></progress>
                <p class="soft num">{move || status.with(|status| status.detail.clone())}</p>
            }
            .into_any(),
            EngineState::Ready(ready) => {
                let report = &ready.report;
                let difference = report.self_test_difference.map(|difference| {
                    let difference = lang.small_number(f64::from(difference));
                    view! {
                        <p class="soft">
                            {lang.self_test()} ": " {lang.self_test_difference(&difference)} "."
                        </p>
                    }
                });
                view! {
                    <p class="device-name">
                        <b>{lang.device_kind(&report.device)}</b>
                        " "
                        {lang.device_name(&report.device)}
                    </p>
                    <p class="soft">{lang.device_reason(&report.reason)}</p>
                    {difference}
                }
                .into_any()
            }
            EngineState::Failed(why) => view! {
                <p class="device-name">{lang.engine_stopped()}</p>
                <p class="soft">{failure(why, lang)}</p>
            }
            .into_any(),
        })
    };
    view! { <div class="device-facts">{body}</div> }
}

/// Which device to use. A choice starts the engine anew, is saved, and stands in the address.
#[component]
fn DeviceChoice() -> impl IntoView {
    let (preferences, engine, address) = (use_preferences(), use_engine(), use_address());
    let (lang, wish) = (preferences.lang, preferences.device);
    let labels = Signal::derive(move || {
        let lang = lang.get();
        [lang.device_best(), lang.device_cpu(), lang.device_webgpu()]
            .map(ToOwned::to_owned)
            .to_vec()
    });
    let chosen = Signal::derive(move || {
        WISHES.iter().position(|each| *each == wish.get()).unwrap_or_default()
    });
    let choose = move |place: usize| {
        wish.set(WISHES[place]);
        address.set(Param::Device, device_value(WISHES[place]));
        engine.restart();
    };
    view! {
        <div class="field">
            <span class="field-name" aria-hidden="true">{move || lang.get().device_choice()}</span>
            <Segmented
                name="device"
                legend=Signal::derive(move || lang.get().device_choice().to_owned())
                labels
                chosen
                choose
            />
            <p class="soft">{move || lang.get().device_restart_note()}</p>
        </div>
    }
    .into_any()
}
