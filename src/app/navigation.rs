//! Where the visitor is: the stage, and the state in the address, kept by the router.

use dataset::Class;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::app::address::Param;
use crate::app::stage::Stage;
use crate::app::{address, site};

/// The address as the pages see it.
#[derive(Clone, Copy)]
pub struct Address {
    base: StoredValue<String>,
    search: Memo<String>,
    stage: Memo<Option<Stage>>,
    is_api: Memo<bool>,
    set: Callback<Vec<(Param, Option<String>)>>,
}

impl Address {
    /// Reads the router's location; must be called inside the router.
    pub fn provide(base: String) -> Self {
        let (location, navigate) = (use_location(), use_navigate());
        let (path, search) = (location.pathname, location.search);
        let base = StoredValue::new(base);
        let stage =
            Memo::new(move |_| path.with(|path| base.with_value(|base| Stage::at(path, base))));
        let is_api = Memo::new(move |_| {
            path.with(|path| {
                base.with_value(|base| path.trim_end_matches('/') == format!("{base}/api"))
            })
        });
        let set = Callback::new(move |values: Vec<(Param, Option<String>)>| {
            let before = search.get_untracked();
            let after = values.into_iter().fold(before.clone(), |search, (param, value)| {
                address::with(&search, param, value.as_deref())
            });
            if after != before {
                let options = NavigateOptions {
                    resolve: false,
                    replace: true,
                    scroll: false,
                    ..NavigateOptions::default()
                };
                navigate(&address::join(&path.get_untracked(), &after), options);
            }
        });
        let address = Self { base, search, stage, is_api, set };
        provide_context(address);
        address
    }

    /// The stage whose page is shown; none on the first page.
    pub fn stage(self) -> Memo<Option<Stage>> {
        self.stage
    }

    /// Whether the page that documents the API is shown, which is no stage.
    pub fn is_api(self) -> Memo<bool> {
        self.is_api
    }

    /// The query string, without its question mark.
    pub fn search(self) -> Memo<String> {
        self.search
    }

    /// Sets a value in the address, or removes it, without a new entry in the history.
    pub fn set(self, param: Param, value: Option<&str>) {
        self.set_all(vec![(param, value.map(str::to_owned))]);
    }

    /// Sets or removes several values at once.
    pub fn set_all(self, values: Vec<(Param, Option<String>)>) {
        self.set.run(values);
    }

    /// The address of a stage's page, or of the first page for `None`.
    pub fn link(self, stage: Option<Stage>) -> String {
        self.search.with(|search| self.base.with_value(|base| site::link(base, stage, search)))
    }

    /// The address of the page that documents the API.
    pub fn api_link(self) -> String {
        let path = self.base.with_value(|base| format!("{base}/api/"));
        self.search.with(|search| address::join(&path, &address::travelling(search)))
    }

    /// The address at which a sample is judged.
    pub fn sample_link(self, class: Class) -> String {
        let page = self.link(Some(Stage::Predict));
        let (path, search) = page.split_once('?').unwrap_or((&page, ""));
        address::join(path, &address::with(search, Param::Sample, Some(class.slug())))
    }
}

/// The address, provided inside the router.
pub fn use_address() -> Address {
    expect_context()
}
