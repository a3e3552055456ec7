//! What fine-tuning on own pictures changed: the fixed validation images and the own pictures,
//! before the first step and at the last measurement.

use leptos::prelude::*;
use protocol::run::Validation;
use text::Lang;

use super::report::score;
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::train::state::RunView;

/// The table of before and after.
#[component]
pub fn BeforeAfter() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let rows = Memo::new(move |_| {
        let lang = lang.get();
        workshop.focus.with(|run| run.as_ref().map(|run| rows(run, lang)).unwrap_or_default())
    });
    let body = move || {
        let rows = rows.get().into_iter();
        rows.map(|Row { name, before, after }| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{before}</td>
                    <td class="num">{after}</td>
                </tr>
            }
        })
        .collect_view()
    };
    view! {
        <section class="train-part" aria-labelledby="before-title">
            <h3 id="before-title">{move || lang.get().train_before_after()}</h3>
            <div class="scroll">
                <table class="numbers" aria-labelledby="before-title">
                    <thead>
                        <tr>
                            <th scope="col"><span class="hidden">{move || lang.get().train_measured()}</span></th>
                            <th scope="col" class="num">{move || lang.get().train_before()}</th>
                            <th scope="col" class="num">{move || lang.get().train_after()}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    before: String,
    after: String,
}

/// Before is the measurement at step 0; without one there is nothing to compare with.
fn rows(run: &RunView, lang: Lang) -> Vec<Row> {
    let validations = &run.record.validations;
    let before = validations.first().filter(|validation| validation.step == 0);
    let after = validations.last().filter(|validation| validation.step > 0);
    let row = |name, write: &dyn Fn(&Validation) -> Option<String>| {
        let write = |validation: Option<&Validation>| {
            validation.and_then(write).unwrap_or_else(|| "–".to_owned())
        };
        Row { name, before: write(before), after: write(after) }
    };
    vec![
        row(lang.train_fixed_images(), &|validation| Some(score(&validation.score, lang))),
        row(lang.train_own_hits(), &|validation| {
            let (hits, n) = validation.own_hits?;
            Some(lang.train_of(&lang.count(hits.into()), &lang.count(n.into())))
        }),
        row(lang.train_own_loss(), &|validation| Some(lang.number(validation.own_loss?.into(), 3))),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{classifier, validated};
    use super::*;

    #[test]
    fn before_is_step_0_and_after_is_the_last_measurement() {
        let mut run = validated(validated(classifier("a", &[1.0, 1.0]), 0, 1, 3), 2, 3, 1);
        run.record.validations[1].own_hits = Some((7, 20));
        run.record.validations[1].own_loss = Some(0.25);
        let rows = rows(&run, Lang::En);
        assert_eq!(rows[0].before, "Accuracy 25.0% (n = 4)");
        assert_eq!(rows[0].after, "Accuracy 75.0% (n = 4)");
        assert_eq!((rows[1].before.as_str(), rows[1].after.as_str()), ("–", "7 of 20"));
        assert_eq!(rows[2].after, "0.250");
    }

    #[test]
    fn before_the_first_step_there_is_no_after() {
        let run = validated(classifier("a", &[]), 0, 1, 3);
        assert_eq!(rows(&run, Lang::En)[0].after, "–");
    }
}
