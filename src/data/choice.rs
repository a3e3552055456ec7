//! Where classes are made rare: presets, a slider a class, the resulting counts, and the way to
//! training.

use dataset::{CLASSES, Class};
use leptos::prelude::*;
use text::Lang;
use web_sys::HtmlInputElement;

use super::counts::count_ticks;
use super::rare::{Preset, contrast, is_last, kept, percent, with};
use super::view_model::use_view_model;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::components::{Chart, Icon, Segmented, Sheet};
use charts::{BarChart, BarSeries, Ink, draw_bars};

/// Training images of each class: all there are, and those that are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Kept {
    all: [u32; CLASSES],
    kept: [u32; CLASSES],
}

impl Kept {
    fn totals(&self) -> (u32, u32) {
        (self.kept.iter().sum(), self.all.iter().sum())
    }
}

/// The card.
#[component]
pub fn Choice() -> impl IntoView {
    let (lang, view_model, address) = (use_lang(), use_view_model(), use_address());
    let counts = Memo::new(move |_| {
        let all = view_model.survey.with(|survey| survey.as_ref().map(|survey| survey.counts[0]));
        let all = all.unwrap_or_default();
        Kept { all, kept: view_model.rare().with(|rare| kept(&all, rare)) }
    });
    let is_full = Memo::new(move |_| {
        view_model.rare().with(|rare| Class::ALL.into_iter().any(|class| is_last(rare, class)))
    });
    let rows = Class::ALL.into_iter().map(|class| view! { <RareRow class counts/> }).collect_view();
    view! {
        <section class="card rare" aria-labelledby="rare-title">
            <h2 id="rare-title">{move || lang.get().rare_title()}</h2>
            <p class="soft">{move || lang.get().rare_lead()}</p>
            <Presets/>
            <div class="rare-desk">
                <table class="numbers rare-table" aria-labelledby="rare-title">
                    <thead>
                        <tr>
                            <th scope="col">{move || lang.get().class()}</th>
                            <th scope="col" colspan="2">{move || lang.get().rare_kept()}</th>
                            <th scope="col" class="num">{move || lang.get().rare_images()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <Outcome counts/>
            </div>
            <Show when=move || is_full.get()>
                <p class="notice">{Icon::Warning.draw()} <span>{move || lang.get().rare_limit()}</span></p>
            </Show>
            <div class="rare-foot">
                <p role="status">{move || summary(&counts.get(), lang.get())}</p>
                <a class="button is-primary is-large" href=move || address.link(Some(Stage::Train))>
                    {move || lang.get().train_on_this()}
                    {Icon::Arrow.draw()}
                </a>
            </div>
        </section>
    }
    .into_any()
}

fn summary(counts: &Kept, lang: Lang) -> String {
    let (kept, all) = counts.totals();
    let total = lang.rare_total(&lang.count(kept.into()), &lang.count(all.into()));
    let contrast = match contrast(&counts.kept) {
        Some((most, times, least)) => {
            let digits = usize::from(times < 9.95 && times.fract() > 0.05);
            let times = lang.number(times, digits);
            lang.rare_ratio(lang.class_name(most), &times, lang.class_name(least))
        }
        None if kept == all => lang.rare_even().to_owned(),
        None => String::new(),
    };
    format!("{total} {contrast}").trim_end().to_owned()
}

#[component]
fn Presets() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let labels = Signal::derive(move || Preset::ALL.map(|preset| preset.title(lang.get())).into());
    let chosen = Signal::derive(move || {
        let preset = view_model.rare().with(|rare| Preset::of(rare));
        // One past the end where the visitor chose otherwise: no segment is marked then.
        Preset::ALL.iter().position(|known| Some(*known) == preset).unwrap_or(Preset::ALL.len())
    });
    let choose = move |place: usize| {
        if let Some(preset) = Preset::ALL.get(place) {
            view_model.choose_rare(preset.choice());
        }
    };
    let legend = Signal::derive(move || lang.get().rare_presets().to_owned());
    view! { <Segmented name="rare-preset" legend labels chosen choose/> }
}

/// A class: its slider, its share as a number, its images.
#[component]
fn RareRow(
    /// Which.
    class: Class,
    /// What is kept.
    counts: Memo<Kept>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let share = Memo::new(move |_| view_model.rare().with(|rare| percent(rare, class)));
    let is_fixed = Memo::new(move |_| view_model.rare().with(|rare| is_last(rare, class)));
    let changed = move |event: web_sys::Event| {
        let percent = event_target_value(&event).parse::<f64>().ok()?.round() as u32;
        Some(view_model.rare().with_untracked(|rare| with(rare, class, percent)))
    };
    let slide = move |event: web_sys::Event| {
        if let Some(choice) = changed(event) {
            view_model.try_rare(choice);
        }
    };
    let settle = move |event: web_sys::Event| {
        let field = event_target::<HtmlInputElement>(&event);
        if let Some(choice) = changed(event) {
            view_model.choose_rare(choice);
        }
        // What is no number or out of range gives way to what holds, even if that is unchanged.
        field.set_value(&share.get_untracked().to_string());
    };
    let images = Memo::new(move |_| {
        counts.with(|counts| {
            [counts.kept, counts.all].map(|of| lang.get().count(of[class.index()].into()))
        })
    });
    let words = move || {
        let [kept, all] = images.get();
        lang.get().rare_of(&kept, &all)
    };
    let spoken =
        move || format!("{}, {}", lang.get().percent(f64::from(share.get()) / 100.0, 0), words());
    let is_rare = Memo::new(move |_| share.get() < 100);
    let label = move || lang.get().rare_keep(lang.get().class_name(class));
    view! {
        <tr class:is-rare=move || is_rare.get()>
            <th scope="row">{move || lang.get().class_name(class)}</th>
            <td class="rare-slider">
                <input
                    type="range"
                    min="1"
                    max="100"
                    step="1"
                    prop:value=move || share.get().to_string()
                    disabled=move || is_fixed.get()
                    aria-label=label
                    aria-valuetext=spoken
                    on:input=slide
                    on:change=settle
                />
            </td>
            <td class="num rare-share">
                <input
                    type="number"
                    min="1"
                    max="100"
                    step="1"
                    prop:value=move || share.get().to_string()
                    disabled=move || is_fixed.get()
                    aria-label=label
                    on:change=settle
                />
                {move || lang.get().percent_sign()}
            </td>
            <td class="num">{words}</td>
        </tr>
    }
    .into_any()
}

/// The counts that result, as a chart; the table beside it has the numbers.
#[component]
fn Outcome(
    /// What is kept.
    counts: Memo<Kept>,
) -> impl IntoView {
    let lang = use_lang();
    let draw = move |sheet: Sheet| {
        let chart = chart(&counts.get(), lang.get());
        draw_bars(&sheet.pen, &chart)
    };
    let label = Signal::derive(move || {
        let (lang, (kept, all)) = (lang.get(), counts.with(Kept::totals));
        lang.rare_alt(&lang.count(kept.into()), &lang.count(all.into()))
    });
    view! { <div class="rare-chart"><Chart label draw/></div> }
}

/// The height stays that of all images, so that what is taken away is seen.
fn chart(counts: &Kept, lang: Lang) -> BarChart {
    let values = counts.kept.map(f64::from).into();
    BarChart {
        categories: Class::ALL.map(|class| lang.class_name(class).to_owned()).into(),
        series: vec![BarSeries { label: String::new(), values, ink: Ink::Accent }],
        y_title: lang.counts_axis().to_owned(),
        y_ticks: count_ticks(&counts.all, lang),
        marks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_and_compares() {
        let all = [5_500; CLASSES];
        let counts = Kept { all, kept: kept(&all, &Preset::Shirt.choice()) };
        let words = "50,050 of 55,000 training images. For each image of Shirt there are 10 of T-shirt/top.";
        assert_eq!(summary(&counts, Lang::En), words);
        let even = Kept { all, kept: all };
        let words = "55\u{a0}000 de 55\u{a0}000 imágenes de entrenamiento. Cada clase conserva todas sus imágenes.";
        assert_eq!(summary(&even, Lang::Es), words);
    }
}
