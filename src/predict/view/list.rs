//! The list of images: thumbnails with their verdicts, progress, and what can be done with all.

use leptos::ev;
use leptos::html::Ul;
use leptos::prelude::*;
use policy::decision::Verdict;
use text::Lang;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::truth::Known;
use super::view_model::use_view_model;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::{Icon, Pixels, VerdictMark};
use crate::predict::judgement::{Counts, Judgement};
use crate::predict::queue::{Item, Outcome, Tally, use_prediction_queue};

/// The list with its head; shown from two images on.
#[component]
pub fn ImageList() -> impl IntoView {
    let desk = use_prediction_queue();
    let ids = Memo::new(move |_| {
        desk.tray.with(|tray| tray.items().iter().map(|item| item.id).collect::<Vec<_>>())
    });
    let lang = use_lang();
    view! {
        <section class="list" aria-label=move || lang.get().images()>
            <ListHead/>
            <Thumbnails ids/>
        </section>
    }
    .into_any()
}

#[component]
fn ListHead() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let tally = Memo::new(move |_| desk.tray.with(|tray| tray.tally()));
    let counts = Memo::new(move |_| {
        view_model.policy.with(|policy| {
            let Some(policy) = policy else { return Counts::default() };
            desk.tray.with(|tray| {
                Counts::of(tray.items().iter().filter_map(|item| {
                    let prediction = item.prediction()?;
                    Some(Judgement::new(prediction, policy).decision.verdict)
                }))
            })
        })
    });
    let is_busy = Memo::new(move |_| tally.get().pending() > 0);
    let has_stopped = Memo::new(move |_| tally.get().stopped > 0);
    let share = move || {
        let tally = tally.get();
        tally.over as f64 / tally.total.max(1) as f64
    };
    let chips = [Verdict::Accept, Verdict::Review, Verdict::Reject].map(|verdict| {
        view! {
            <span class="count">
                <VerdictMark verdict/>
                <b class="num">{move || lang.get().count(counts.get().get(verdict) as u64)}</b>
                <span>{move || lang.get().verdict(verdict)}</span>
            </span>
        }
    });
    view! {
        <div class="list-head">
            <h2>{move || heading(tally.get(), lang.get())}</h2>
            <div class="counts">{chips.into_iter().collect_view()}</div>
            <div class="actions">
                <Show when=move || is_busy.get()>
                    <button type="button" class="button" on:click=move |_| desk.cancel()>
                        {move || lang.get().cancel()}
                    </button>
                </Show>
                <Show when=move || has_stopped.get() && !is_busy.get()>
                    <button type="button" class="button" on:click=move |_| desk.resume()>
                        {move || lang.get().judge_rest()}
                    </button>
                </Show>
                <button type="button" class="button is-quiet" on:click=move |_| desk.clear()>
                    {move || lang.get().clear_all()}
                </button>
            </div>
        </div>
        <progress
            class="bar is-thin"
            class:is-still=move || !is_busy.get()
            max="1"
            prop:value=share
            aria-label=move || heading(tally.get(), lang.get())
        ></progress>
    }
    .into_any()
}

fn heading(tally: Tally, lang: Lang) -> String {
    let total = tally.total as u64;
    if tally.over == tally.total {
        lang.image_count(total)
    } else {
        lang.judged_of(total, &lang.count(tally.over as u64))
    }
}

#[component]
fn Thumbnails(
    /// The images' numbers, in order.
    ids: Memo<Vec<u32>>,
) -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let list = NodeRef::<Ul>::new();
    let on_key = move |event: ev::KeyboardEvent| {
        let columns = list.get_untracked().map_or(1, |list| columns(&list));
        match Move::of(&event.key(), columns) {
            Some(Move::By(steps)) => desk.tray.update(|tray| tray.step(steps)),
            Some(Move::Remove) => {
                if let Some(id) = desk.tray.with_untracked(|tray| tray.selected()) {
                    desk.tray.update(|tray| tray.remove(id));
                }
            }
            None => return,
        }
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            request_animation_frame(move || focus_selected(&list));
        }
    };
    view! {
        <ul
            class="thumbs"
            role="listbox"
            aria-label=move || lang.get().images()
            aria-describedby="thumbs-hint"
            node_ref=list
            on:keydown=on_key
        >
            <For each=move || ids.get() key=|id| *id let:id>
                <Thumbnail id/>
            </For>
        </ul>
        <p id="thumbs-hint" class="soft thumbs-hint">{move || lang.get().move_hint()}</p>
    }
    .into_any()
}

/// What a key does in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    By(isize),
    Remove,
}

impl Move {
    fn of(key: &str, columns: isize) -> Option<Self> {
        match key {
            "ArrowRight" => Some(Self::By(1)),
            "ArrowLeft" => Some(Self::By(-1)),
            "ArrowDown" => Some(Self::By(columns)),
            "ArrowUp" => Some(Self::By(-columns)),
            "Home" => Some(Self::By(isize::MIN)),
            "End" => Some(Self::By(isize::MAX)),
            "Delete" => Some(Self::Remove),
            _ => None,
        }
    }
}

/// How many thumbnails stand side by side now.
fn columns(list: &HtmlElement) -> isize {
    let children = list.children();
    let top = |place: u32| {
        children
            .item(place)
            .and_then(|child| child.dyn_into::<HtmlElement>().ok())
            .map(|c| c.offset_top())
    };
    let first = top(0);
    let in_first_row = (0..children.length()).take_while(|place| top(*place) == first).count();
    isize::try_from(in_first_row).unwrap_or(1).max(1)
}

fn focus_selected(list: &HtmlElement) {
    let selected = list.query_selector("[aria-selected=true]").ok().flatten();
    if let Some(selected) = selected.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        selected.focus().logged("focus the selected picture");
    }
}

/// What stands under a thumbnail.
#[derive(Clone, Debug, PartialEq)]
enum Caption {
    /// The verdict, the class, and whether another class is known to be the right one.
    Verdict(Verdict, String, bool),
    Pending(&'static str),
    NotJudged(&'static str),
}

impl Caption {
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Verdict(verdict, class, is_wrong) => {
                let said = format!("{}: {class}", lang.verdict(*verdict));
                if *is_wrong { format!("{said}, {}", lang.results_wrong()) } else { said }
            }
            Self::Pending(words) | Self::NotJudged(words) => (*words).to_owned(),
        }
    }
}

fn caption(item: &Item, judgement: Option<&Judgement>, lang: Lang) -> Caption {
    match (&item.outcome, judgement) {
        (_, Some(judgement)) => {
            let is_wrong =
                Known::of(item, Some(judgement)).is_some_and(|known| known.is_right == Some(false));
            let class = judgement.name(lang).to_owned();
            Caption::Verdict(judgement.decision.verdict, class, is_wrong)
        }
        (Outcome::InWork(_), None) => Caption::Pending(lang.in_work()),
        (Outcome::Waiting(_) | Outcome::Judged(_), None) => Caption::Pending(lang.waiting()),
        (Outcome::Stopped, None) => Caption::NotJudged(lang.stopped()),
        (Outcome::Refused(_) | Outcome::Unreadable | Outcome::Lost, None) => {
            Caption::NotJudged(lang.not_judged())
        }
    }
}

#[component]
fn Thumbnail(
    /// The image's number.
    id: u32,
) -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let item = Memo::new(move |_| desk.tray.with(|tray| tray.item(id).cloned()));
    let is_selected = Memo::new(move |_| view_model.selected_id.get() == Some(id));
    let caption = Memo::new(move |_| {
        item.with(|item| {
            let item = item.as_ref()?;
            let judgement = view_model
                .policy
                .with(|policy| Some(Judgement::new(item.prediction()?, policy.as_ref()?)));
            Some(caption(item, judgement.as_ref(), lang.get()))
        })
    });
    let picture = Memo::new(move |_| item.with(|item| item.as_ref()?.prediction()?.thumbnail()));
    let name = move || {
        item.with(|item| item.as_ref().map(|item| item.name(lang.get())).unwrap_or_default())
    };
    let words = move || {
        caption.with(|caption| {
            caption.as_ref().map(|caption| caption.words(lang.get())).unwrap_or_default()
        })
    };
    let is_refused = move || caption.with(|caption| matches!(caption, Some(Caption::NotJudged(_))));
    let sign = move || {
        caption.get().map(|caption| match caption {
            Caption::Verdict(verdict, class, is_wrong) => view! {
                <VerdictMark verdict/>
                <span class:is-wrong=is_wrong>{class}</span>
            }
            .into_any(),
            Caption::Pending(words) => view! { <span class="soft">{words}</span> }.into_any(),
            Caption::NotJudged(words) => {
                view! { {Icon::Warning.draw()} <span>{words}</span> }.into_any()
            }
        })
    };
    view! {
        <li
            class="thumb"
            class:is-refused=is_refused
            role="option"
            tabindex=move || if is_selected.get() { "0" } else { "-1" }
            aria-selected=move || is_selected.get().to_string()
            aria-label=move || format!("{}. {}", name(), words())
            title=name
            on:click=move |_| desk.tray.update(|tray| tray.select(id))
        >
            <Pixels picture label=String::new()/>
            <span class="thumb-caption" aria-hidden="true">{sign}</span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use dataset::{CLASSES, Class};

    use super::*;
    use crate::predict::queue::testing::prediction;
    use crate::predict::queue::{Numbers, Source};

    #[test]
    fn a_caption_says_when_the_class_is_known_to_be_another() {
        use policy::decision::{PhotoThresholds, Policy, Reading};
        let mut item = Item::new(0, Source::Test { place: 3, class: Class::Bag });
        let mut numbers = prediction(0);
        numbers.probabilities[Class::Coat.index()] = 0.8;
        item.outcome = Outcome::Judged(Numbers::split(numbers).0);
        let reading = Reading::PredictedClass;
        let limits = [policy::quality::QualityLimits::error_alone(0.02); CLASSES];
        let policy = Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits,
            reading,
            photos: PhotoThresholds::NOTHING,
        };
        let judgement = item.prediction().map(|numbers| Judgement::new(numbers, &policy));
        let words = caption(&item, judgement.as_ref(), Lang::En).words(Lang::En);
        assert_eq!(words, "Accept: Coat, wrong");
        item.source = Source::Clipboard;
        let words = caption(&item, judgement.as_ref(), Lang::En).words(Lang::En);
        assert_eq!(words, "Accept: Coat");
    }

    #[test]
    fn arrow_keys_move_by_one_or_by_a_row() {
        assert_eq!(Move::of("ArrowRight", 6), Some(Move::By(1)));
        assert_eq!(Move::of("ArrowUp", 6), Some(Move::By(-6)));
        assert_eq!(Move::of("Delete", 6), Some(Move::Remove));
        assert_eq!(Move::of("x", 6), None);
    }

    #[test]
    fn the_heading_counts_until_everything_is_over() {
        let tally = Tally { total: 4, over: 1, stopped: 0 };
        assert_eq!(heading(tally, Lang::En), "1 of 4 classified");
        assert_eq!(heading(Tally { over: 4, ..tally }, Lang::Es), "4 imágenes");
    }
}
