//! Verdicts that the visitor flagged as wrong, with the right class: kept in this browser, shown
//! on the page that judges images, and there to be fine-tuned with. What happens to the list is
//! decided in [`list`].

mod export;
mod list;
mod stored;

use std::rc::Rc;

use dataset::Class;
use leptos::prelude::*;
use leptos::task::spawn_local;

pub use export::json;
use list::FlagList;
pub use list::{Flag, LIMIT};

use crate::app::lasting::lasting;
use crate::storage::{Change, Database, FLAGS, StorageError, Table};

/// Something to tell the visitor about the flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is no room for another.
    Full,
    /// The browser does not keep them.
    NotKept(StorageError),
    /// Some were kept by another version of the page.
    Unreadable,
}

/// The flagged images, copied freely.
#[derive(Clone, Copy)]
pub struct Flags {
    items: RwSignal<Vec<Flag>>,
    removed: RwSignal<usize>,
    notice: RwSignal<Option<Notice>>,
    list: StoredValue<FlagList>,
    store: StoredValue<Option<Rc<Database>>, LocalStorage>,
}

impl Flags {
    /// Loads what was kept.
    pub fn load() -> Self {
        let flags = Self {
            items: RwSignal::new(Vec::new()),
            removed: RwSignal::new(0),
            notice: RwSignal::new(None),
            list: StoredValue::new(FlagList::default()),
            store: StoredValue::new_local(None),
        };
        spawn_local(async move {
            match flags.stored().await {
                Ok(kept) => flags.take_on(kept),
                Err(why) => leptos::logging::warn!("flags are not kept: {why:?}"),
            }
        });
        flags
    }

    /// The flagged images, the oldest first. Those of the test set must never be trained on, see
    /// [`Flag::is_from_test`].
    pub fn items(self) -> ReadSignal<Vec<Flag>> {
        self.items.read_only()
    }

    /// How many the last removal took away.
    pub fn removed(self) -> ReadSignal<usize> {
        self.removed.read_only()
    }

    /// Something to tell the visitor.
    pub fn notice(self) -> ReadSignal<Option<Notice>> {
        self.notice.read_only()
    }

    /// Flags an image. The same pixels flagged again take the new class. The number in `flag` is
    /// not looked at.
    pub fn flag(self, flag: Flag) {
        self.notice.set(None);
        self.list.update_value(FlagList::settle);
        let known = self.list.with_value(|list| list.of(&flag.pixels).map(|known| known.id));
        if let Some(id) = known {
            let changed = Flag { id, ..flag };
            self.list.update_value(|list| list.put(changed.clone()));
            self.publish();
            return self.keep(vec![changed]);
        }
        if self.list.with_value(FlagList::is_full) {
            return self.notice.set(Some(Notice::Full));
        }
        spawn_local(async move {
            let id = match self.add(&flag).await {
                Ok(id) => id,
                Err(why) => {
                    self.notice.set(Some(Notice::NotKept(why)));
                    self.list.with_value(FlagList::free_id)
                }
            };
            self.list.update_value(|list| list.put(Flag { id, ..flag }));
            self.publish();
        });
    }

    /// Removes a flag, to be taken back with [`Flags::undo`].
    pub fn remove(self, id: u64) {
        self.list.update_value(|list| list.remove(id));
        self.publish();
        self.forget(vec![id]);
    }

    /// Removes every flag, to be taken back with [`Flags::undo`].
    pub fn clear(self) {
        let ids = self.items.with_untracked(|items| items.iter().map(|flag| flag.id).collect());
        self.list.update_value(FlagList::clear);
        self.publish();
        self.forget(ids);
    }

    /// Takes the last removal back.
    pub fn undo(self) {
        let back = self.list.try_update_value(FlagList::undo).unwrap_or_default();
        self.publish();
        self.keep(back);
    }

    /// What was flagged with these pixels.
    pub fn of(self, pixels: &[u8]) -> Option<(u64, Class)> {
        self.items.with(|items| {
            let flag = items.iter().find(|flag| flag.pixels == pixels)?;
            Some((flag.id, flag.label))
        })
    }

    fn publish(self) {
        let (items, removed) =
            self.list.with_value(|list| (list.items().to_vec(), list.removed().len()));
        self.items.set(items);
        self.removed.set(removed);
    }

    fn take_on(self, kept: Vec<(u64, Vec<u8>)>) {
        let mut all_are_read = true;
        self.list.update_value(|list| {
            for (id, bytes) in kept {
                match stored::decode_flag(id, &bytes) {
                    Some(flag) => list.put(flag),
                    None => all_are_read = false,
                }
            }
        });
        self.publish();
        if !all_are_read {
            self.notice.set(Some(Notice::Unreadable));
        }
    }

    async fn store(self) -> Result<Rc<Database>, StorageError> {
        if let Some(store) = self.store.with_value(Clone::clone) {
            return Ok(store);
        }
        let store = Rc::new(Database::open(&FLAGS).await?);
        self.store.set_value(Some(store.clone()));
        Ok(store)
    }

    async fn stored(self) -> Result<Vec<(u64, Vec<u8>)>, StorageError> {
        self.store().await?.all(Table::Flags).await
    }

    async fn add(self, flag: &Flag) -> Result<u64, StorageError> {
        self.store().await?.add(Table::Flags, &stored::encode_flag(flag)).await
    }

    fn keep(self, flags: Vec<Flag>) {
        self.apply(flags.iter().map(|flag| (flag.id, Some(stored::encode_flag(flag)))));
    }

    fn forget(self, ids: Vec<u64>) {
        self.apply(ids.into_iter().map(|id| (id, None)));
    }

    fn apply(self, entries: impl Iterator<Item = (u64, Option<Vec<u8>>)>) {
        let change = |(key, value)| Change { table: Table::Flags, key, value };
        let changes = entries.map(change).collect();
        spawn_local(async move {
            let done = async { self.store().await?.apply(changes).await };
            if let Err(why) = done.await {
                self.notice.set(Some(Notice::NotKept(why)));
            }
        });
    }
}

/// The flagged images, kept as long as the tab lives.
pub fn use_flags() -> Flags {
    lasting(Flags::load)
}
