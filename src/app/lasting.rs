//! State that lasts as long as the tab, made when a page first asks for it: so it comes with that page's
//! part of the program, and not before.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use leptos::prelude::*;

/// What was made, by its type.
#[derive(Clone)]
struct Lasting {
    owner: Owner,
    made: StoredValue<HashMap<TypeId, Box<dyn Any>>, LocalStorage>,
}

/// Lets state last as long as the caller, who is the application.
pub fn provide_lasting() {
    let Some(owner) = Owner::current() else { return };
    provide_context(Lasting { owner, made: StoredValue::new_local(HashMap::new()) });
}

/// The state of this type. `make` makes it when it is first asked for.
pub fn lasting<T: Copy + 'static>(make: impl FnOnce() -> T) -> T {
    let Lasting { owner, made } = expect_context();
    let known = made.with_value(|made| {
        made.get(&TypeId::of::<T>()).and_then(|any| any.downcast_ref::<T>()).copied()
    });
    known.unwrap_or_else(|| {
        let new = owner.with(|| untrack(make));
        made.update_value(|made| _ = made.insert(TypeId::of::<T>(), Box::new(new)));
        new
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_is_made_once_and_outlives_the_page_that_asked_for_it() {
        let app = Owner::new();
        app.with(provide_lasting);
        let count = app.with(|| StoredValue::new(0));
        let ask = || {
            let page = app.child();
            let signal = page.with(|| {
                lasting(|| {
                    count.update_value(|count| *count += 1);
                    RwSignal::new(7)
                })
            });
            page.cleanup();
            signal
        };
        let first = ask();
        first.set(8);
        assert_eq!(ask().get_untracked(), 8);
        assert_eq!(count.get_value(), 1);
    }
}
