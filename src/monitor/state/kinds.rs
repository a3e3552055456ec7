//! A set of kinds of shift: what the page keeps of a record's truth. It does not know schedules
//! by place, for a log that comes from elsewhere names kinds only.

use simulation::stream::ShiftSet;
use simulation::{Schedule, ShiftKind};

/// A set of kinds of shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u8);

impl KindSet {
    /// The kinds of some shifts of a schedule.
    pub fn of_places(set: ShiftSet, schedule: &Schedule) -> Self {
        let injections = schedule.injections();
        let kinds = set.iter().filter_map(|place| Some(injections.get(place)?.shift.kind()));
        kinds.fold(Self::default(), Self::with)
    }

    /// The kinds of these names. What is no name of a kind is passed over.
    pub fn of_slugs<'a>(slugs: impl IntoIterator<Item = &'a str>) -> Self {
        let kind = |slug| ShiftKind::ALL.into_iter().find(|kind| kind.slug() == slug);
        slugs.into_iter().filter_map(kind).fold(Self::default(), Self::with)
    }

    /// The set of these bits, as [`KindSet::bits`] gives them.
    pub fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// A bit for each kind.
    pub fn bits(self) -> u8 {
        self.0
    }

    fn with(self, kind: ShiftKind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether a kind is in it.
    pub fn contains(self, kind: ShiftKind) -> bool {
        self.0 >> (kind as u8) & 1 == 1
    }

    /// Whether it holds none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in their order.
    pub fn iter(self) -> impl Iterator<Item = ShiftKind> {
        ShiftKind::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }

    /// The names of the kinds.
    pub fn slugs(self) -> Vec<&'static str> {
        self.iter().map(ShiftKind::slug).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_by_name_and_read_back() {
        let set = KindSet::of_slugs(["latency", "covariate", "weather"]);
        assert_eq!(set.slugs(), ["covariate", "latency"]);
        assert!(set.contains(ShiftKind::Latency) && !set.contains(ShiftKind::Prior));
        assert_eq!(KindSet::from_bits(set.bits()), set);
        assert!(KindSet::of_slugs([]).is_empty());
    }
}
