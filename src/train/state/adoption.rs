//! Whose network judges on /predict. The engine forgets it when it starts anew, so it is told
//! again each time.

use std::rc::Rc;

use leptos::prelude::*;
use protocol::messages::{Event, ModelRef, Request};

use super::notice::Notice;
use super::run::RunId;
use crate::client::{Engine, Heard};

/// A run whose network is to judge.
#[derive(Debug)]
pub struct Candidate {
    /// Which run.
    pub id: RunId,
    /// Its name.
    pub name: String,
    /// Its run file as it is now; further training does not change what judges.
    pub file: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    /// What the engine is to have after a restart.
    wish: Option<Rc<Candidate>>,
    /// Counts wishes, so that the answer to an earlier one is not taken for that to the last.
    number: u32,
}

/// The adoption, copied freely.
#[derive(Clone, Copy)]
pub struct Adoption {
    /// The run whose network judges, as the engine has confirmed.
    pub adopted: RwSignal<Option<RunId>>,
    engine: Engine,
    notice: RwSignal<Option<Notice>>,
    inner: StoredValue<Inner, LocalStorage>,
}

impl Adoption {
    /// The shipped networks judge.
    pub fn new(engine: Engine, notice: RwSignal<Option<Notice>>) -> Self {
        let inner = StoredValue::new_local(Inner::default());
        Self { adopted: RwSignal::new(None), engine, notice, inner }
    }

    /// Has the network of a run judge; none for the shipped ones.
    pub fn wish(self, candidate: Option<Candidate>) {
        let wish = candidate.map(Rc::new);
        self.inner.update_value(|inner| {
            inner.number += 1;
            inner.wish = wish;
        });
        self.send();
    }

    /// The run that the visitor wished for last, whether or not the engine has it yet.
    pub fn wished(self) -> Option<RunId> {
        self.inner.with_value(|inner| inner.wish.as_ref().map(|wish| wish.id.clone()))
    }

    /// The engine has started anew, with the shipped networks, or is gone.
    pub fn engine_changed(self, is_ready: bool) {
        self.set(None);
        if is_ready && self.wished().is_some() {
            self.send();
        }
    }

    fn send(self) {
        let (wish, number) = self.inner.with_value(|inner| (inner.wish.clone(), inner.number));
        let model = wish.as_ref().map(|wish| ModelRef::Own(wish.file.clone()));
        // Without an engine it is sent once there is one.
        self.engine.submit(
            |job| Request::Adopt { job, model },
            move |heard| self.hear(&heard, wish.as_deref(), number),
        );
    }

    fn hear(self, heard: &Heard, wish: Option<&Candidate>, number: u32) {
        if self.inner.with_value(|inner| inner.number != number) {
            return;
        }
        match heard {
            Heard::Event(Event::Adopted { .. }) => self.set(wish.map(|wish| wish.id.clone())),
            Heard::Event(Event::Failed { error, .. }) => {
                let error = error.clone();
                self.give_up(wish, |name| Notice::Failed { name, error });
            }
            // It may be what ended the engine: it is not tried again by itself.
            Heard::Lost => self.give_up(wish, |name| Notice::NoEngine { name }),
            Heard::Event(_) => {}
        }
    }

    fn give_up(self, wish: Option<&Candidate>, notice: impl FnOnce(String) -> Notice) {
        self.inner.update_value(|inner| inner.wish = None);
        if let Some(wish) = wish {
            self.notice.set(Some(notice(wish.name.clone())));
        }
    }

    fn set(self, id: Option<RunId>) {
        if self.adopted.get_untracked() != id {
            self.adopted.set(id);
        }
    }
}
