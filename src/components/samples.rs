//! The ten sample garments: fetched once, then kept, so that trying one makes no request.

use std::sync::Arc;

use dataset::Class;
use gloo_net::http::Request;
use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::log::Logged;
use crate::app::site;

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
                let sample = fetch_one(class).await.map_or(Sample::Missing, Sample::Loaded);
                signal.set(sample);
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

async fn fetch_one(class: Class) -> Option<Arc<[u8]>> {
    let address = site::file(&format!("samples/{}.png", class.slug()));
    let response = Request::get(&address).send().await.logged("ask for a sample")?;
    if !response.ok() {
        warn!("{address} gets {}", response.status());
        return None;
    }
    response.binary().await.logged("read a sample").map(Arc::from)
}

/// The samples, provided by the application.
pub fn use_samples() -> Samples {
    expect_context()
}
