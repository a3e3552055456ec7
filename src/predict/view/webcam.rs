//! The webcam as a way in: a live preview and a button that takes the picture.

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::{Icon, snapshot};
use crate::predict::camera::{Camera, CameraState, Trouble};
use crate::predict::queue::{Source, use_prediction_queue};

/// Asks as soon as it is shown, which is when its button was pressed.
#[component]
pub fn Webcam() -> impl IntoView {
    let lang = use_lang();
    let camera = Camera::new();
    camera.ask();
    let state = camera.state();
    let is_live = Memo::new(move |_| state.get() == CameraState::Live);
    let is_asking = Memo::new(move |_| state.get() == CameraState::Asking);
    let trouble = move || {
        let CameraState::Trouble(why) = state.get() else { return None };
        let can_ask = !matches!(why, Trouble::Insecure | Trouble::Unknown);
        Some(view! {
            <div class="notice">
                {Icon::Warning.draw()}
                <p>{move || words(&why, lang.get())}</p>
                {can_ask.then(|| view! {
                    <button type="button" class="button" on:click=move |_| camera.ask()>
                        {move || lang.get().webcam_again()}
                    </button>
                })}
            </div>
        })
    };
    view! {
        <div role="status">
            <Show when=move || is_asking.get()>
                <p class="soft">{move || lang.get().webcam_asking()}</p>
            </Show>
            {trouble}
        </div>
        <Show when=move || is_live.get()>
            <Preview camera/>
        </Show>
    }
}

#[component]
fn Preview(
    /// The webcam, which runs.
    camera: Camera,
) -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let video = NodeRef::<Video>::new();
    let has_failed = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            // Without it a phone fills its screen with the preview.
            video.set_attribute("playsinline", "").logged("keep the preview in the page");
            camera.show_in(&video);
        }
    });
    let take = move |_| {
        let Some(video) = video.get_untracked() else { return };
        spawn_local(async move {
            let picture = snapshot::of_video(&video).await;
            // The panel may be closed by now; what was taken is judged all the same.
            let _ = has_failed.try_set(picture.is_none());
            if let Some(picture) = picture {
                desk.add(vec![(Source::Webcam, picture)]);
            }
        });
    };
    view! {
        <div class="webcam">
            <video
                class="webcam-view"
                node_ref=video
                aria-label=move || lang.get().webcam_preview()
            ></video>
            <div class="way-side">
                <button type="button" class="button is-primary is-large" on:click=take>
                    {move || lang.get().webcam_take()}
                </button>
                <p class="soft">{move || lang.get().webcam_tip()}</p>
                <p class="soft" role="status">
                    {move || has_failed.get().then(|| lang.get().webcam_no_picture())}
                </p>
            </div>
        </div>
    }
}

fn words(why: &Trouble, lang: Lang) -> String {
    match why {
        Trouble::Insecure => lang.insecure_page().to_owned(),
        Trouble::Unknown => lang.webcam_unknown().to_owned(),
        Trouble::Refused => lang.webcam_refused().to_owned(),
        Trouble::Missing => lang.webcam_missing().to_owned(),
        Trouble::Busy => lang.webcam_busy().to_owned(),
        Trouble::Ended => lang.webcam_ended().to_owned(),
        Trouble::Other(why) => lang.webcam_failed(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_says_what_to_do() {
        let all = [
            Trouble::Insecure,
            Trouble::Unknown,
            Trouble::Refused,
            Trouble::Missing,
            Trouble::Busy,
            Trouble::Ended,
            Trouble::Other("x".into()),
        ];
        for why in all {
            let [english, spanish] = Lang::ALL.map(|lang| words(&why, lang));
            assert!(english.ends_with('.') && spanish.ends_with('.') && english != spanish);
        }
    }
}
