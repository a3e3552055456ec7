//! The ways in beside files and samples: webcam, drawing pad, test set. One is open at a time.

use leptos::prelude::*;
use text::Lang;

use super::drawing::DrawingPad;
use super::test_set::TestSet;
use super::webcam::Webcam;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::predict::camera;

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Webcam,
    Drawing,
    TestSet,
}

impl Way {
    const ALL: [Self; 3] = [Self::Webcam, Self::Drawing, Self::TestSet];

    fn button(self, lang: Lang) -> &'static str {
        match self {
            Self::Webcam => lang.webcam_use(),
            Self::Drawing => lang.draw_use(),
            Self::TestSet => lang.test_use(),
        }
    }

    fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Webcam => lang.webcam(),
            Self::Drawing => lang.draw(),
            Self::TestSet => lang.test_use(),
        }
    }
}

/// The buttons and what the pressed one opens.
#[component]
pub fn Ways() -> impl IntoView {
    let lang = use_lang();
    let open = RwSignal::new(None::<Way>);
    let buttons = Way::ALL.map(|way| {
        let is_open = move || open.get() == Some(way);
        let toggle = move |_| open.update(|open| *open = (*open != Some(way)).then_some(way));
        view! {
            <button
                type="button"
                class="button"
                class:is-open=is_open
                aria-expanded=move || is_open().to_string()
                aria-controls="way"
                on:click=toggle
            >
                {move || way.button(lang.get())}
            </button>
        }
    });
    let panel = move || {
        let way = open.get()?;
        let body = match way {
            Way::Webcam => view! { <Webcam/> }.into_any(),
            Way::Drawing => view! { <DrawingPad/> }.into_any(),
            Way::TestSet => view! { <TestSet/> }.into_any(),
        };
        Some(view! {
            <section class="card way" aria-labelledby="way-title">
                <div class="way-head">
                    <h2 id="way-title">{move || way.title(lang.get())}</h2>
                    <button type="button" class="button is-quiet" on:click=move |_| open.set(None)>
                        {Icon::Cross.draw()}
                        {move || lang.get().way_close()}
                    </button>
                </div>
                {body}
            </section>
        })
    };
    view! {
        <div class="ways">
            <div class="actions" role="group" aria-label=move || lang.get().ways()>
                {buttons.into_iter().collect_view()}
            </div>
            <Show when=move || !camera::is_secure() && open.get() != Some(Way::Webcam)>
                <p class="notice">
                    {Icon::Warning.draw()}
                    <span>{move || lang.get().insecure_page()}</span>
                </p>
            </Show>
            <div id="way">{panel}</div>
        </div>
    }
}
