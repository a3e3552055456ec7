//! Whose network judges on /predict. The engine forgets it when it starts anew, so it is told
//! again each time.

use std::rc::Rc;

use leptos::prelude::*;
use protocol::messages::ModelRef;

use super::notice::Notice;
use super::run::RunId;
use crate::client::{End, Engine, Slot, tasks};

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

/// The adoption, copied freely.
#[derive(Clone, Copy)]
pub struct Adoption {
    /// The run whose network judges, as the engine has confirmed.
    pub adopted: RwSignal<Option<RunId>>,
    engine: Engine,
    notice: RwSignal<Option<Notice>>,
    /// What the engine is to have after a restart.
    wish: StoredValue<Option<Rc<Candidate>>, LocalStorage>,
    question: Slot,
}

impl Adoption {
    /// The shipped networks judge.
    pub fn new(engine: Engine, notice: RwSignal<Option<Notice>>) -> Self {
        let (wish, question) = (StoredValue::new_local(None), Slot::new());
        Self { adopted: RwSignal::new(None), engine, notice, wish, question }
    }

    /// Has the network of a run judge; none for the shipped ones.
    pub fn wish(self, candidate: Option<Candidate>) {
        self.wish.set_value(candidate.map(Rc::new));
        self.send();
    }

    /// The run that the visitor wished for last, whether or not the engine has it yet.
    pub fn wished(self) -> Option<RunId> {
        self.wish.with_value(|wish| wish.as_ref().map(|wish| wish.id.clone()))
    }

    /// The engine has started anew, with the shipped networks, or is gone.
    pub fn engine_changed(self, is_ready: bool) {
        self.set(None);
        if is_ready && self.wished().is_some() {
            self.send();
        }
    }

    fn send(self) {
        self.question.stop();
        let wish = self.wish.get_value();
        let model = wish.as_ref().map(|wish| ModelRef::Own(wish.file.clone()));
        // Without an engine it is sent once there is one.
        let Some(job) = self.engine.submit(tasks::adopt(model)) else { return };
        self.question.run(async move {
            let wish = wish.as_deref();
            match job.answer(|_| {}).await {
                Ok(()) => self.set(wish.map(|wish| wish.id.clone())),
                Err(End::Failed(error)) => {
                    self.give_up(wish, |name| Notice::Failed { name, error });
                }
                // It may be what ended the engine: it is not tried again by itself.
                Err(End::Lost) => self.give_up(wish, |name| Notice::NoEngine { name }),
                Err(End::Done | End::Cancelled) => {}
            }
        });
    }

    fn give_up(self, wish: Option<&Candidate>, notice: impl FnOnce(String) -> Notice) {
        self.wish.set_value(None);
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
