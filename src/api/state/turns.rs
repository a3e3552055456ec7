//! Turns: work that is done one at a time, in the order in which it came, so that little of what
//! waits is in memory.

use std::collections::VecDeque;

use crate::app::log::Logged;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Who waits, copied freely.
#[derive(Clone, Copy)]
pub struct Turns {
    limit: usize,
    is_taken: StoredValue<bool>,
    waiting: StoredValue<VecDeque<Function>, LocalStorage>,
}

/// A turn. The next one begins when it is dropped.
pub struct Turn(Turns);

impl Turns {
    /// Room for `limit` that wait.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            is_taken: StoredValue::new(false),
            waiting: StoredValue::new_local(VecDeque::new()),
        }
    }

    /// Waits for a turn; none where too many wait already.
    pub async fn take(self) -> Option<Turn> {
        if self.is_taken.get_value() {
            if self.waiting.with_value(VecDeque::len) >= self.limit {
                return None;
            }
            let promise = Promise::new(&mut |resolve, _| {
                self.waiting.update_value(|waiting| waiting.push_back(resolve));
            });
            JsFuture::from(promise).await.logged("wait for a turn");
        }
        self.is_taken.set_value(true);
        Some(Turn(self))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = self.0.waiting.try_update_value(VecDeque::pop_front).flatten();
        match next {
            // The turn stays taken, so that nobody comes in between.
            Some(resolve) => {
                resolve.call0(&JsValue::UNDEFINED).logged("give a turn");
            }
            None => self.0.is_taken.set_value(false),
        }
    }
}
