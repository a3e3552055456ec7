//! How good the images of a generator are, beside what other real images come to.

use leptos::prelude::*;
use protocol::gan::GanQuality;
use text::Lang;

use super::context::use_augment;
use super::generate::{Problem, source_name};
use crate::app::preferences::use_lang;
use crate::augment::state::{Source, use_generators};
use crate::client::use_engine;

/// A figure with what it means, of generated and of other real images.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: String,
    note: &'static str,
    own: String,
    floor: String,
}

fn rows(quality: &GanQuality, lang: Lang) -> Vec<Row> {
    let row = |name: &str, note, write: &dyn Fn(f64) -> String, [own, floor]: [f64; 2]| Row {
        name: name.to_owned(),
        note,
        own: write(own),
        floor: write(floor),
    };
    let number = |value| lang.number(value, 2);
    let (own, floor) = (&quality.fidelity, &quality.fidelity_floor);
    vec![
        row(
            lang.augment_frechet(),
            lang.augment_frechet_note(),
            &number,
            [quality.frechet, quality.frechet_floor],
        ),
        row(
            lang.augment_density(),
            lang.augment_density_note(),
            &number,
            [own.density, floor.density],
        ),
        row(
            lang.augment_coverage(),
            lang.augment_coverage_note(),
            &|share| lang.percent(share, 1),
            [own.coverage, floor.coverage],
        ),
        row(
            &lang.augment_named(lang.class_name(quality.class)),
            lang.augment_named_note(),
            &|share| lang.percent(share, 1),
            [quality.named, quality.named_real],
        ),
    ]
}

/// What was measured on what.
fn basis(quality: &GanQuality, lang: Lang) -> String {
    let [n, real, training] =
        [quality.n, quality.n_real, quality.n_training].map(|count| lang.count(count.into()));
    lang.augment_quality_basis(&n, &real, lang.class_name(quality.class), &training)
}

/// Whether it copies, and whether its images differ.
fn words(quality: &GanQuality, lang: Lang) -> [String; 2] {
    let copying = quality.copying.map_or_else(
        || lang.augment_copies_unknown().to_owned(),
        |check| {
            let (share, ratio) = (lang.percent(check.copied.value, 1), lang.number(check.ratio, 2));
            match check.is_copying() {
                true => lang.augment_copies(&share, &ratio),
                false => lang.augment_no_copies(&share, &ratio),
            }
        },
    );
    let variety = quality.variety;
    let share = lang.percent(variety.generated / variety.real.max(f64::MIN_POSITIVE), 0);
    let variety = match variety.is_collapsed() {
        true => lang.augment_not_varied(&share),
        false => lang.augment_varied(&share),
    };
    [copying, variety]
}

/// The figures of the generator that is asked: those that ship with it, or those that are measured here.
#[component]
pub fn Quality() -> impl IntoView {
    let (lang, context, card, engine) = (use_lang(), use_augment(), use_generators(), use_engine());
    let reply = context.asking.quality;
    let is_ready = engine.readiness();
    let found = Memo::new(move |_| {
        let wanted = context.origin.get()?;
        let measured = reply.with(|reply| reply.here.clone());
        if let Some(measured) = measured.filter(|measured| measured.0.source == wanted.source) {
            return Some(measured.as_ref().clone());
        }
        card.with(|card| {
            let mut all = card.here()?.generators.iter();
            let found = all.find(|one| Source::Shipped(one.config.class) == wanted.source)?;
            Some((wanted, found.quality.clone()))
        })
    });
    let is_here = Memo::new(move |_| found.with(Option::is_some));
    let of = move |write: fn(&GanQuality, Lang) -> String| {
        move || found.with(|found| found.as_ref().map(|(_, quality)| write(quality, lang.get())))
    };
    let whose = move || {
        found.with(|found| {
            let (origin, _) = found.as_ref().filter(|(origin, _)| origin.source == Source::Own)?;
            Some(source_name(origin, None, lang.get()))
        })
    };
    let body = move || {
        let rows = found.with(|found| found.as_ref().map(|(_, quality)| rows(quality, lang.get())));
        let row = |row: Row| {
            view! {
                <tr>
                    <th scope="row">{row.name}<small>{row.note}</small></th>
                    <td class="num">{row.own}</td>
                    <td class="num">{row.floor}</td>
                </tr>
            }
        };
        rows.unwrap_or_default().into_iter().map(row).collect_view()
    };
    let ask = move |_| {
        if let Some(origin) = context.origin.get_untracked() {
            context.asking.measure(origin.source);
        }
    };
    let is_waiting = Memo::new(move |_| reply.with(|reply| reply.is_waiting));
    let button = move || match is_waiting.get() {
        true => lang.get().augment_measuring(),
        false => lang.get().augment_measure(),
    };
    let problem = Signal::derive(move || reply.with(|reply| reply.problem.clone()));
    view! {
        <section class="augment-part" aria-labelledby="quality-title">
            <h3 id="quality-title">{move || lang.get().augment_quality()}</h3>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || !is_ready.get() || is_waiting.get()
                    on:click=ask
                >
                    {button}
                </button>
            </div>
            <Problem problem/>
            <Show when=move || is_here.get()>
                <p class="soft">{whose} " " {of(basis)}</p>
                <div class="scroll is-whole" tabindex="0" role="region" aria-labelledby="quality-title">
                    <table class="numbers" aria-label=move || lang.get().augment_quality_table()>
                        <thead>
                            <tr>
                                <th scope="col"><span class="hidden">{move || lang.get().train_measured()}</span></th>
                                <th scope="col" class="num">{move || lang.get().augment_quality_own()}</th>
                                <th scope="col" class="num">{move || lang.get().augment_quality_floor()}</th>
                            </tr>
                        </thead>
                        <tbody>{body}</tbody>
                    </table>
                </div>
                <p>{of(|quality, lang| words(quality, lang)[0].clone())}</p>
                <p>{of(|quality, lang| words(quality, lang)[1].clone())}</p>
            </Show>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use dataset::Class;
    use statistics::generation::{CopyCheck, Fidelity, Variety};
    use statistics::metrics::proportion;

    use super::*;

    fn quality() -> GanQuality {
        let fidelity = |density, coverage| Fidelity {
            density,
            coverage,
            k: 5,
            n_real: 1_000,
            n_generated: 1_000,
        };
        GanQuality {
            class: Class::Shirt,
            n: 1_000,
            n_real: 1_000,
            n_training: 275,
            frechet: 12.345,
            frechet_floor: 0.5,
            fidelity: fidelity(0.61, 0.425),
            fidelity_floor: fidelity(0.99, 0.97),
            named: 0.8,
            named_real: 0.82,
            copying: None,
            variety: Variety { generated: 0.1, real: 0.2 },
        }
    }

    #[test]
    fn each_figure_stands_beside_that_of_other_real_images() {
        let rows = rows(&quality(), Lang::En);
        let cells: Vec<_> = rows.iter().map(|row| (row.own.as_str(), row.floor.as_str())).collect();
        assert_eq!(
            cells,
            [("12.35", "0.50"), ("0.61", "0.99"), ("42.5%", "97.0%"), ("80.0%", "82.0%")]
        );
        assert_eq!(rows[3].name, "Classified as Shirt");
        for lang in Lang::ALL {
            assert!(!format!("{rows:?}{}", lang.augment_frechet_note()).contains("FID"));
        }
        assert!(basis(&quality(), Lang::En).ends_with("It learned from 275."));
    }

    #[test]
    fn copying_and_variety_are_said_in_words() {
        let [copying, variety] = words(&quality(), Lang::En);
        assert!(
            copying.contains("too few images") && variety.contains("is 50% of"),
            "{copying} {variety}"
        );
        let check = |copies| CopyCheck {
            generated_median: 0.05,
            held_out_median: 0.1,
            ratio: 0.5,
            copied: proportion(copies, 100),
        };
        let with = |copies, generated| {
            let variety = Variety { generated, real: 0.2 };
            words(&GanQuality { copying: Some(check(copies)), variety, ..quality() }, Lang::En)
        };
        let [copying, variety] = with(40, 0.02);
        assert!(copying.starts_with("It copies: 40.0%") && variety.contains("mode collapse"));
        assert!(with(1, 0.1)[0].starts_with("No sign of copying: 1.0%"));
    }
}
