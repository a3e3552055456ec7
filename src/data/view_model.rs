//! What the cards of the page share: the measures, which images are looked at, which classes are
//! rare. The last two follow the address and write themselves into it.

use std::sync::Arc;

use dataset::{Class, Imbalance, Part};
use leptos::prelude::*;
use protocol::messages::Survey;

use super::holdings::use_holdings;
use super::look::Look;
use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::{Address, use_address};

/// The shared state, copied freely.
#[derive(Clone, Copy)]
pub struct ViewModel {
    /// The measures of the data set, once they are here.
    pub survey: Memo<Option<Arc<Survey>>>,
    look: RwSignal<Look>,
    rare: RwSignal<Vec<Imbalance>>,
    address: Address,
}

impl ViewModel {
    /// Reads the address, begins to load what the page shows, and hands itself to the cards.
    pub fn provide() -> Self {
        let (holdings, address) = (use_holdings(), use_address());
        let search = address.search();
        let survey = Memo::new(move |_| holdings.survey().with(|survey| survey.here().cloned()));
        let first = search.with_untracked(|search| Look {
            class: address::class(search),
            part: address::part(search),
            page: 0,
        });
        let view_model = Self {
            survey,
            look: RwSignal::new(first),
            rare: RwSignal::new(search.with_untracked(|search| address::rare(search))),
            address,
        };
        view_model.follow(search);
        holdings.open();
        Effect::new(move |_| {
            if survey.with(Option::is_some) {
                holdings.look(view_model.look.get());
            }
        });
        provide_context(view_model);
        view_model
    }

    /// Takes on what a link to the page that is already open says.
    fn follow(self, search: Memo<String>) {
        Effect::new(move |before: Option<()>| {
            let (class, part, rare) = search.with(|search| {
                (address::class(search), address::part(search), address::rare(search))
            });
            // The first run finds what the signals were made of.
            if before.is_none() {
                return;
            }
            let look = self.look.get_untracked();
            if (look.class, look.part) != (class, part) {
                self.look.set(Look { class, part, page: 0 });
            }
            if self.rare.with_untracked(|known| *known != rare) {
                self.rare.set(rare);
            }
        });
    }

    /// Which images are looked at.
    pub fn look(self) -> ReadSignal<Look> {
        self.look.read_only()
    }

    /// Looks at another page of the same images.
    pub fn turn(self, look: Look) {
        self.look.set(look);
    }

    /// Looks at a class, or at all of them.
    pub fn choose_class(self, class: Option<Class>) {
        self.look.update(|look| *look = Look { class, page: 0, ..*look });
        self.address.set(Param::Class, class.map(Class::slug));
    }

    /// Looks at another part of the data set.
    pub fn choose_part(self, part: Part) {
        self.look.update(|look| *look = Look { part, page: 0, ..*look });
        self.address.set(Param::Part, address::part_value(part));
    }

    /// The classes made rare.
    pub fn rare(self) -> ReadSignal<Vec<Imbalance>> {
        self.rare.read_only()
    }

    /// Tries a choice of rare classes, as while a slider is moved. Browsers limit how often an
    /// address may change, so it is not written yet.
    pub fn try_rare(self, choice: Vec<Imbalance>) {
        self.rare.set(choice);
    }

    /// Makes a choice of rare classes and writes it into the address.
    pub fn choose_rare(self, choice: Vec<Imbalance>) {
        self.address.set(Param::Rare, address::rare_value(&choice).as_deref());
        self.rare.set(choice);
    }
}

/// The shared state of the page.
pub fn use_view_model() -> ViewModel {
    expect_context()
}
