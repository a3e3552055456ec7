//! The ten sample garments: fetched once, then kept, so that trying one makes no request.

use std::sync::Arc;

use dataset::Class;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::fetch::fetch;
use crate::app::lasting::lasting;

/// A sample's file, or the lack of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// On its way.
    Loading,
    /// The bytes of the PNG file.
    Loaded(Arc<[u8]>),
    /// It did not come.
    Missing,
}

impl Sample {
    /// The bytes, once they are here.
    pub fn bytes(&self) -> Option<Arc<[u8]>> {
        match self {
            Self::Loaded(bytes) => Some(bytes.clone()),
            Self::Loading | Self::Missing => None,
        }
    }
}

/// One sample a class, in the order of the labels.
#[derive(Clone, Copy)]
pub struct Samples {
    all: StoredValue<[RwSignal<Sample>; dataset::CLASSES]>,
}

impl Samples {
    /// Fetches all ten.
    pub fn fetch() -> Self {
        let all = std::array::from_fn(|_| RwSignal::new(Sample::Loading));
        for (class, signal) in Class::ALL.into_iter().zip(all) {
            spawn_local(async move {
                let bytes = fetch(&format!("samples/{}.png", class.slug())).await;
                signal.set(bytes.map_or(Sample::Missing, |bytes| Sample::Loaded(bytes.into())));
            });
        }
        Self { all: StoredValue::new(all) }
    }

    /// The sample of a class.
    pub fn get(self, class: Class) -> RwSignal<Sample> {
        self.all.with_value(|all| all[class.index()])
    }

    /// Whether every sample is missing, which tells of a network that is gone.
    pub fn are_missing(self) -> bool {
        Class::ALL.into_iter().all(|class| self.get(class).get() == Sample::Missing)
    }
}

/// The samples, kept as long as the tab lives.
pub fn use_samples() -> Samples {
    lasting(Samples::fetch)
}
