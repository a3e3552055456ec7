//! The mean image of each class, as buttons that choose which class is looked at.

use std::sync::Arc;

use dataset::{CLASSES, Class, PIXELS};
use leptos::prelude::*;
use protocol::messages::Survey;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::Pixels;
use crate::components::picture::Picture;

/// The card.
#[component]
pub fn Means() -> impl IntoView {
    let lang = use_lang();
    let tiles = std::iter::once(None)
        .chain(Class::ALL.into_iter().map(Some))
        .map(|class| view! { <li><MeanTile class/></li> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="means-title">
            <h2 id="means-title">{move || lang.get().means_title()}</h2>
            <p class="soft">{move || lang.get().means_lead()}</p>
            <ul class="means">{tiles}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn MeanTile(
    /// The class; none for all of them.
    class: Option<Class>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let picture = Memo::new(move |_| {
        view_model
            .survey
            .with(|survey| Picture::from_grey(&mean(survey.as_ref()?, class)?).map(Arc::new))
    });
    let name =
        move || class.map_or(lang.get().data_all_classes(), |class| lang.get().class_name(class));
    let is_chosen = Memo::new(move |_| view_model.look().with(|look| look.class == class));
    view! {
        <button
            type="button"
            class="mean"
            aria-pressed=move || is_chosen.get().to_string()
            aria-label=move || lang.get().mean_of(name())
            on:click=move |_| view_model.choose_class(class)
        >
            <Pixels picture label=String::new()/>
            <span>{name}</span>
        </button>
    }
    .into_any()
}

/// The mean image of a class, or that of all images. None when there are no such means.
fn mean(survey: &Survey, class: Option<Class>) -> Option<Vec<u8>> {
    if survey.means.len() != CLASSES * PIXELS {
        return None;
    }
    let mut means = survey.means.chunks_exact(PIXELS);
    if let Some(class) = class {
        return means.nth(class.index()).map(<[u8]>::to_vec);
    }
    let total: f64 = survey.counts[0].iter().copied().map(f64::from).sum();
    let mut sums = vec![0.0; PIXELS];
    for (mean, count) in means.zip(survey.counts[0]) {
        for (sum, value) in sums.iter_mut().zip(mean) {
            *sum += f64::from(*value) * f64::from(count);
        }
    }
    Some(sums.into_iter().map(|sum| (sum / total.max(1.0)).round() as u8).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_all_weighs_each_class_by_its_images() {
        let mut survey = Survey { means: vec![0; CLASSES * PIXELS], ..Survey::default() };
        survey.means[PIXELS..2 * PIXELS].fill(200);
        survey.counts[0][0] = 30;
        survey.counts[0][1] = 10;
        assert_eq!(mean(&survey, None), Some(vec![50; PIXELS]));
        assert_eq!(mean(&survey, Some(Class::Trouser)), Some(vec![200; PIXELS]));
        assert_eq!(mean(&Survey::default(), None), None);
    }
}
