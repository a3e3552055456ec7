//! The webcam: asked for, shown, and let go. What is done with its pictures is not known here.

use crate::app::log::Logged;
use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// What fails for a preview that is closed while it starts, too.
const SHOW: &str = "show what the webcam sees";

/// What the webcam is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraState {
    /// Nothing; no track is open.
    Closed,
    /// The browser asks the visitor.
    Asking,
    /// It runs.
    Live,
    /// It does not.
    Trouble(Trouble),
}

/// Why there is no webcam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The page came over plain http from another machine.
    Insecure,
    /// This browser has none for pages.
    Unknown,
    /// The visitor, or a rule of the browser, said no.
    Refused,
    /// None is plugged in.
    Missing,
    /// It does not start, mostly because another program has it.
    Busy,
    /// It ran and was unplugged or taken back.
    Ended,
    /// The browser's own words.
    Other(String),
}

impl Trouble {
    /// What the name of a refusal of `getUserMedia` means (Media Capture and Streams, W3C).
    fn of(name: &str, message: String) -> Self {
        match name {
            "NotAllowedError" | "SecurityError" => Self::Refused,
            "NotFoundError" | "OverconstrainedError" => Self::Missing,
            "NotReadableError" | "AbortError" => Self::Busy,
            "TypeError" => Self::Unknown,
            _ if message.is_empty() => Self::Other(name.to_owned()),
            _ => Self::Other(message),
        }
    }
}

/// Whether the browser trusts how the page came, which webcam and WebGPU depend on.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// An open webcam.
struct Running {
    stream: MediaStream,
    _ends: Vec<EventListener>,
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&self.stream);
    }
}

/// A handle to the webcam, copied freely. It is let go with the component that made it.
#[derive(Clone, Copy)]
pub struct Camera {
    state: RwSignal<CameraState>,
    running: StoredValue<Option<Running>, LocalStorage>,
    /// Counts questions, so that a late answer to one that was withdrawn opens nothing.
    question: StoredValue<u32>,
}

impl Camera {
    /// A webcam that nobody has asked for.
    pub fn new() -> Self {
        let camera = Self {
            state: RwSignal::new(CameraState::Closed),
            running: StoredValue::new_local(None),
            question: StoredValue::new(0),
        };
        on_cleanup(move || camera.close());
        camera
    }

    /// What it is doing.
    pub fn state(self) -> ReadSignal<CameraState> {
        self.state.read_only()
    }

    /// Has the browser ask the visitor, and opens the webcam if the answer is yes.
    pub fn ask(self) {
        self.close();
        if !is_secure() {
            return self.state.set(CameraState::Trouble(Trouble::Insecure));
        }
        self.state.set(CameraState::Asking);
        let question = self.question.get_value();
        spawn_local(async move {
            let answer = request().await;
            if self.question.try_get_value() != Some(question) {
                // It was closed, or the page was left, while the browser asked.
                if let Ok(stream) = &answer {
                    stop(stream);
                }
                return;
            }
            match answer {
                Ok(stream) => self.open(stream),
                Err(error) => self.state.set(CameraState::Trouble(error)),
            }
        });
    }

    /// Lets the webcam go.
    pub fn close(self) {
        self.question.update_value(|question| *question += 1);
        self.running.set_value(None);
        self.state.set(CameraState::Closed);
    }

    /// Shows in a video element what it sees.
    pub fn show_in(self, video: &HtmlVideoElement) {
        video.set_muted(true);
        // Not a clone: the browser's own clone of a stream has tracks that would go on.
        self.running.with_value(|running| {
            video.set_src_object(running.as_ref().map(|running| &running.stream));
        });
        if let Some(promise) = video.play().logged(SHOW) {
            spawn_local(async move {
                JsFuture::from(promise).await.logged(SHOW);
            });
        }
    }

    fn open(self, stream: MediaStream) {
        let ends = tracks(&stream)
            .map(|track| EventListener::new(&track, "ended", move |_| self.ended()))
            .collect();
        self.running.set_value(Some(Running { stream, _ends: ends }));
        self.state.set(CameraState::Live);
    }

    fn ended(self) {
        // Not within the listener, which belongs to what is dropped.
        spawn_local(async move {
            if self.state.try_get_untracked() == Some(CameraState::Live) {
                self.close();
                self.state.set(CameraState::Trouble(Trouble::Ended));
            }
        });
    }
}

async fn request() -> Result<MediaStream, Trouble> {
    let video = Object::new();
    // On a phone, the camera that looks at the garment.
    let set = Reflect::set(&video, &"facingMode".into(), &"environment".into());
    set.logged("ask for the camera at the back");
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&video);
    let devices = window().navigator().media_devices().map_err(|_| Trouble::Unknown)?;
    let promise = devices.get_user_media_with_constraints(&constraints).map_err(trouble)?;
    let stream = JsFuture::from(promise).await.map_err(trouble)?;
    stream.dyn_into().map_err(|_| Trouble::Unknown)
}

fn trouble(error: JsValue) -> Trouble {
    let field =
        |name: &str| Reflect::get(&error, &name.into()).ok().and_then(|value| value.as_string());
    Trouble::of(&field("name").unwrap_or_default(), field("message").unwrap_or_default())
}

fn stop(stream: &MediaStream) {
    tracks(stream).for_each(|track| track.stop());
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream.get_tracks().into_iter().filter_map(|track| track.dyn_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_its_reason() {
        let of = |name| Trouble::of(name, "words".into());
        assert_eq!(of("NotAllowedError"), Trouble::Refused);
        assert_eq!(of("NotFoundError"), Trouble::Missing);
        assert_eq!(of("NotReadableError"), Trouble::Busy);
        assert_eq!(of("TypeError"), Trouble::Unknown);
        assert_eq!(of("OddError"), Trouble::Other("words".into()));
        assert_eq!(Trouble::of("OddError", String::new()), Trouble::Other("OddError".into()));
    }
}
