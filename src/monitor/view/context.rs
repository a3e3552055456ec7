//! What the parts of the page share: the run's figures, the signal that is looked at, and the
//! address.

use std::sync::Arc;

use leptos::prelude::*;
use statistics::drift::Signal;
use statistics::drift::divergence::Zeros;
use statistics::drift::summary::Summary;

use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::monitor::state::{Baseline, Production, Shipped, use_production};

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct MonitorContext {
    /// Production.
    pub production: Production,
    /// Whether there is a run.
    pub has_run: Memo<bool>,
    /// The figures over the windows, where the visitor looks.
    pub summary: Memo<Option<Summary>>,
    /// The signal that is looked at.
    pub signal: RwSignal<Signal>,
    /// What is done with empty bins.
    pub zeros: RwSignal<Zeros>,
}

impl MonitorContext {
    /// Reference and limits, once they are here.
    pub fn yardstick(self) -> Option<Arc<Baseline>> {
        self.production.shipped().with(|shipped| match shipped {
            Shipped::Ready(yardstick) => Some(yardstick.clone()),
            Shipped::Loading | Shipped::Missing(_) => None,
        })
    }
}

/// Makes the signals for the parts of the page, and keeps the scene in the address.
pub fn provide_monitor_context() -> MonitorContext {
    let (production, address) = (use_production(), use_address());
    production.load();
    let has_run = Memo::new(move |_| production.read(|_| ()).is_some());
    let summary = Memo::new(move |_| {
        let at = production.cursor().get();
        production.read(|run| run.summary(at))
    });
    let scene = production.scene();
    Effect::new(move |before: Option<()>| {
        let (seed, link) = scene.with(|scene| (scene.seed.to_string(), scene.link()));
        // An address that cannot be read stays as it is until the visitor chooses something.
        if before.is_some() || production.link_error().with_untracked(Option::is_none) {
            address.set(Param::Preset, None);
            address.set(Param::Schedule, Some(&link));
            address.set(Param::Seed, Some(&seed));
        }
    });
    let desk = MonitorContext {
        production,
        has_run,
        summary,
        signal: RwSignal::new(Signal::Brightness),
        zeros: RwSignal::new(Zeros::Smoothed),
    };
    provide_context(desk);
    desk
}

/// The shared signals.
pub fn use_monitor_context() -> MonitorContext {
    expect_context()
}
