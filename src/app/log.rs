//! Errors that are nobody's to answer, in the browser's console.

use std::fmt::Debug;

use leptos::logging::warn;

/// What was tried and may have failed.
pub trait Logged<T> {
    /// What came of it; where it failed, the console says what was tried and why it failed.
    fn logged(self, tried: &str) -> Option<T>;
}

impl<T, E: Debug> Logged<T> for Result<T, E> {
    fn logged(self, tried: &str) -> Option<T> {
        self.inspect_err(|why| warn!("could not {tried}: {why:?}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_worked_is_handed_on_and_what_failed_is_none() {
        assert_eq!(Ok::<_, String>(7).logged("count"), Some(7));
        assert_eq!(Err::<u8, _>("no fingers").logged("count"), None);
    }
}
