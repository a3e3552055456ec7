//! Something about each of the signals that both logs have, by name in JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};
use statistics::drift::Signal;
use statistics::drift::summary::{SignalSummary, Summary};

/// Something about each signal that both logs have, in the order in which signals are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Signals<T>(Vec<(Signal, T)>);

impl<T> Default for Signals<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Signals<T> {
    /// What `of` makes of each signal of a summary; signals of which it makes nothing are left out.
    pub(crate) fn of(summary: &Summary, of: impl Fn(&SignalSummary) -> Option<T>) -> Self {
        let pair = |signal: &SignalSummary| Some((signal.signal, of(signal)?));
        Self(summary.signals.iter().filter_map(pair).collect())
    }

    /// What there is about one signal.
    pub fn get(&self, signal: Signal) -> Option<&T> {
        self.iter().find(|(other, _)| *other == signal).map(|(_, content)| content)
    }

    /// The signals that are there, with their content.
    pub fn iter(&self) -> impl Iterator<Item = (Signal, &T)> {
        self.0.iter().map(|(signal, content)| (*signal, content))
    }
}

impl<T: Serialize> Serialize for Signals<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (signal, content) in self.iter() {
            map.serialize_entry(signal.name(), content)?;
        }
        map.end()
    }
}
