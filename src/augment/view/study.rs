//! The shipped study: which remedy helps a rare class, at the scale that the visitor chooses.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::comparison::{Comparison, ImbalanceStudy};
use text::Lang;

use super::comparison::Remedies;
use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::augment::state::{Shipped, use_study};
use crate::components::{Icon, Segmented};

/// The card.
#[component]
pub fn Study() -> impl IntoView {
    let (lang, address, study) = (use_lang(), use_address(), use_study());
    let search = address.search();
    // A study is fetched once, so its comparisons are shared, not copied, from here on.
    let comparisons = Memo::new_with_compare(
        move |_| study.with(|study| study.here().map(|study| shared(study)).unwrap_or_default()),
        |one, other| one.map(Vec::len) != other.map(Vec::len),
    );
    let place = Memo::new(move |_| {
        let wanted = search.with(|search| address::number(search, Param::Scale));
        comparisons.with(|all| chosen(all, wanted))
    });
    let comparison = Memo::new(move |_| comparisons.with(|all| all.get(place.get()).cloned()));
    let title = move || {
        let lang = lang.get();
        comparison.with(|comparison| match comparison {
            Some(comparison) => {
                let plan = &comparison.plan;
                lang.augment_study_of(lang.class_name(plan.class), &lang.percent(plan.keep, 0))
            }
            None => lang.augment_study().to_owned(),
        })
    };
    let lack = Memo::new(move |_| study.with(|study| lack(study, lang.get())));
    let is_trouble = Memo::new(move |_| {
        study.with(|study| matches!(study, Shipped::OtherFormat { .. } | Shipped::Damaged(_)))
    });
    let has_choice = Memo::new(move |_| comparisons.with(|all| all.len() > 1));
    view! {
        <section class="card augment-study" aria-labelledby="study-title">
            <h2 id="study-title">{title}</h2>
            <div role="status">
                {move || lack.get().map(|lack| view! {
                    <p class:soft=move || !is_trouble.get() class:notice=is_trouble>
                        {is_trouble.get().then(|| Icon::Warning.draw())}
                        <span>{lack}</span>
                    </p>
                })}
            </div>
            <Show when=move || lack.with(Option::is_none)>
                <p class="soft">{move || lang.get().augment_study_lead()}</p>
                <Show when=move || has_choice.get()>
                    <Scale comparisons place/>
                </Show>
                <Remedies comparison name="study-figure"/>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn Scale(
    /// The comparisons of the study.
    comparisons: Memo<Vec<Arc<Comparison>>>,
    /// Which is looked at.
    place: Memo<usize>,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    let labels = Signal::derive(move || {
        comparisons.with(|all| all.iter().map(|one| scale(one, lang.get())).collect::<Vec<_>>())
    });
    let choose = move |place: usize| {
        let images = comparisons.with_untracked(|all| all.get(place).map(|one| one.plan.images));
        address.set(Param::Scale, images.map(|images| images.to_string()).as_deref());
    };
    view! {
        <Segmented
            name="scale"
            legend=Signal::derive(move || lang.get().augment_scale().to_owned())
            labels
            chosen=place
            choose
        />
    }
    .into_any()
}

fn shared(study: &ImbalanceStudy) -> Vec<Arc<Comparison>> {
    study.comparisons.iter().cloned().map(Arc::new).collect()
}

/// The place of the comparison with so many images; the first where there is none.
fn chosen(all: &[Arc<Comparison>], images: Option<u32>) -> usize {
    all.iter().position(|one| Some(one.plan.images) == images).unwrap_or(0)
}

fn scale(comparison: &Comparison, lang: Lang) -> String {
    let plan = &comparison.plan;
    let seeds = lang.comparison_seeds(plan.seeds.len() as u64);
    lang.augment_scale_of(&lang.count(plan.images.into()), &seeds)
}

/// Why there is no study to look at.
fn lack(study: &Shipped<ImbalanceStudy>, lang: Lang) -> Option<String> {
    Some(match study {
        Shipped::Here(study) if !study.comparisons.is_empty() => return None,
        Shipped::Loading => lang.augment_study_loading().to_owned(),
        Shipped::Missing | Shipped::Here(_) => lang.augment_study_missing().to_owned(),
        Shipped::OtherFormat { found, expected } => {
            lang.augment_study_format(&found.to_string(), &expected.to_string())
        }
        Shipped::Damaged(why) => lang.augment_study_damaged(why),
    })
}

#[cfg(test)]
mod tests {
    use dataset::{CLASSES, Class, Part};
    use protocol::comparison::ComparisonPlan;

    use super::*;

    fn comparison(plan: ComparisonPlan) -> Arc<Comparison> {
        Arc::new(Comparison { plan, counts: [0; CLASSES], part: Part::Test, trials: Vec::new() })
    }

    #[test]
    fn scales_are_found_by_their_images_and_named_by_images_and_seeds() {
        let plans = [
            ComparisonPlan::subset(Class::Shirt, 0.05, 10),
            ComparisonPlan::full(Class::Shirt, 0.05, 3),
        ];
        let all: Vec<_> = plans.into_iter().map(comparison).collect();
        assert_eq!([None, Some(55_000), Some(7)].map(|images| chosen(&all, images)), [0, 1, 0]);
        let names: Vec<_> =
            all.iter().map(|one| scale(one, Lang::En).replace('\u{a0}', " ")).collect();
        assert_eq!(names, ["5,000 images × 10 seeds", "55,000 images × 3 seeds"]);
    }

    #[test]
    fn what_is_missing_is_said_and_an_empty_study_is_none() {
        let words = |study| lack(&study, Lang::En).unwrap_or_default();
        let empty = ImbalanceStudy { format: 1, comparisons: Vec::new() };
        assert!(words(Shipped::Here(Arc::new(empty))).contains("no study here"));
        assert!(words(Shipped::Missing).contains("no study here"));
        assert!(words(Shipped::OtherFormat { found: 2, expected: 1 }).contains("format 2"));
    }
}
