//! Which network, and from which weights it starts.

use dataset::Class;
use leptos::prelude::*;
use protocol::run::ClassifierShape;
use text::Lang;

use super::super::draft::{Draft, Kind, Origin};
use super::super::report::shape_name;
use super::super::workshop::{change, use_workshop};
use crate::app::preferences::use_lang;
use crate::components::{Segmented, Select};
use crate::train::state::{RunId, RunView};

const KINDS: [Kind; 2] = [Kind::Classifier, Kind::Autoencoder];

/// Shapes with their names in the list.
const SHAPES: [(&str, ClassifierShape); 3] = [
    ("small", ClassifierShape::SMALL),
    ("shipped", ClassifierShape::SHIPPED),
    ("plain", ClassifierShape::PLAIN),
];

/// The fields.
#[component]
pub fn NetworkFields() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let draft = workshop.draft;
    let kind = Memo::new(move |_| draft.with(|draft| draft.kind));
    let labels = Signal::derive(move || {
        let lang = lang.get();
        vec![lang.train_classifier().to_owned(), lang.train_autoencoder().to_owned()]
    });
    let choose_kind = move |place: usize| {
        if let Some(kind) = KINDS.get(place) {
            change(draft, |draft| draft.set_kind(*kind));
        }
    };
    view! {
        <Segmented
            name="network-kind"
            legend=Signal::derive(move || lang.get().train_network().to_owned())
            labels
            chosen=Signal::derive(move || usize::from(kind.get() == Kind::Autoencoder))
            choose=choose_kind
        />
        <Show
            when=move || kind.get() == Kind::Classifier
            fallback=|| view! { <NormalClass/> }
        >
            <Shape/>
        </Show>
        <Beginning/>
    }
    .into_any()
}

#[component]
fn Shape() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let options = Memo::new(move |_| {
        let lang = lang.get();
        let shipped =
            SHAPES.map(|(value, shape)| (value.to_owned(), shape_name(&shape, lang).to_owned()));
        let custom = ("custom".to_owned(), lang.train_custom().to_owned());
        let is_custom = draft.with(|draft| shape_value(draft) == "custom");
        shipped.into_iter().chain(is_custom.then_some(custom)).collect()
    });
    let choose = move |value: String| {
        let found = SHAPES.into_iter().find(|(name, _)| *name == value);
        if let Some((_, shape)) = found {
            change(draft, |draft| draft.set_shape(shape, lang.get_untracked()));
        }
    };
    view! {
        <Select
            name=Signal::derive(move || lang.get().train_network().to_owned())
            options
            chosen=Signal::derive(move || draft.with(shape_value).to_owned())
            choose
        />
    }
    .into_any()
}

fn shape_value(draft: &Draft) -> &'static str {
    let found = SHAPES.into_iter().find(|(_, shape)| draft.is_shape(shape));
    found.map_or("custom", |(value, _)| value)
}

#[component]
fn NormalClass() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let options = Memo::new(move |_| {
        let lang = lang.get();
        Class::ALL
            .map(|class| (class.slug().to_owned(), lang.class_name(class).to_owned()))
            .to_vec()
    });
    let choose = move |value: String| {
        if let Some(class) = Class::parse(&value) {
            change(draft, |draft| {
                draft.normal = class;
                draft.drop_unfit_origin();
            });
        }
    };
    view! {
        <Select
            name=Signal::derive(move || lang.get().train_normal().to_owned())
            options
            chosen=Signal::derive(move || draft.with(|draft| draft.normal.slug().to_owned()))
            choose
        />
        <p class="soft">{move || lang.get().train_normal_note()}</p>
    }
    .into_any()
}

/// From which weights, and which of them are held.
#[component]
fn Beginning() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let (draft, lab) = (workshop.draft, workshop.lab);
    let kind = Memo::new(move |_| draft.with(|draft| draft.kind));
    let options = Memo::new(move |_| {
        lab.runs().with(|runs| {
            let own = runs.iter().filter(|run| run.saved_step.is_some());
            let own = own.map(|run| own_option(run, lang.get()));
            shipped_options(kind.get(), lang.get()).into_iter().chain(own).collect::<Vec<_>>()
        })
    });
    let choose = move |value: String| {
        let lang = lang.get_untracked();
        match own_run(&value) {
            Some(id) => {
                let found = lab.runs().with_untracked(|runs| {
                    runs.iter().find(|run| run.id == id).map(|run| run.config.network)
                });
                if let Some(network) = found {
                    change(draft, |draft| draft.start_from(id, network, lang));
                }
            }
            None => change(draft, |draft| draft.set_origin(origin(&value), lang)),
        }
    };
    let can_freeze = Memo::new(move |_| draft.with(Draft::is_fine_tuning));
    view! {
        <Select
            name=Signal::derive(move || lang.get().train_start().to_owned())
            options
            chosen=Signal::derive(move || draft.with(|draft| origin_value(&draft.origin)))
            choose
        />
        <Show when=move || can_freeze.get()>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|draft| draft.freeze_convolutions)
                    on:change=move |event| {
                        let freeze = event_target_checked(&event);
                        change(draft, |draft| draft.freeze_convolutions = freeze);
                    }
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>
                    {move || lang.get().train_freeze()}
                    <small>{move || lang.get().train_freeze_note()}</small>
                </span>
            </label>
        </Show>
    }
    .into_any()
}

fn shipped_options(kind: Kind, lang: Lang) -> Vec<(String, String)> {
    let option = |origin: Origin, words: &str| (origin_value(&origin), words.to_owned());
    let mut options = vec![
        option(Origin::Scratch, lang.train_start_scratch()),
        option(Origin::Shipped, lang.train_start_shipped()),
    ];
    if kind == Kind::Classifier {
        options.push(option(Origin::ShippedImbalanced, lang.train_start_imbalanced()));
    }
    options
}

fn own_option(run: &RunView, lang: Lang) -> (String, String) {
    let origin = Origin::Run(run.id.clone());
    (origin_value(&origin), lang.train_start_own(&run.config.name))
}

fn origin_value(origin: &Origin) -> String {
    match origin {
        Origin::Scratch => "scratch".to_owned(),
        Origin::Shipped => "shipped".to_owned(),
        Origin::ShippedImbalanced => "shipped-imbalanced".to_owned(),
        Origin::Run(RunId(id)) => format!("run:{id}"),
    }
}

fn own_run(value: &str) -> Option<RunId> {
    value.strip_prefix("run:").map(|id| RunId(id.to_owned()))
}

/// The origin of a value of the list that is no own run's.
fn origin(value: &str) -> Origin {
    match value {
        "shipped" => Origin::Shipped,
        "shipped-imbalanced" => Origin::ShippedImbalanced,
        _ => Origin::Scratch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_says_is_read_back() {
        for known in [Origin::Scratch, Origin::Shipped, Origin::ShippedImbalanced] {
            let value = origin_value(&known);
            assert_eq!((own_run(&value), origin(&value)), (None, known));
        }
        let id = RunId("7".into());
        assert_eq!(own_run(&origin_value(&Origin::Run(id.clone()))), Some(id));
    }
}
