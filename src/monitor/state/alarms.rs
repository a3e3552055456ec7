//! The alarms of a run, counted so that a detector that never rests fills no memory and none of
//! its alarms is lost to the scoreboard. Pure.

use simulation::Schedule;
use statistics::drift::limits::Watch;

use super::score::injected;

/// Alarms of one detector between two moments at which what is right changes: where a shift
/// begins, where it ends, and where its echo does. Of these the first and their number are all
/// that a judge asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarms {
    /// Which detector.
    pub watch: Watch,
    /// The record of the first.
    pub first: u64,
    /// How many.
    pub count: u64,
    /// How many such moments there were before.
    stretch: usize,
}

/// See the [module](self).
#[derive(Clone, Debug, Default)]
pub struct AlarmList {
    groups: Vec<Alarms>,
}

impl AlarmList {
    /// Notes an alarm at this record, later ones after earlier ones. A shift's echo lasts `grace`
    /// records.
    pub fn note(&mut self, watch: Watch, at: u64, schedule: &Schedule, grace: u64) {
        let stretch = stretch(at, schedule, grace);
        let last = self.groups.iter_mut().rev().find(|alarms| alarms.watch == watch);
        match last.filter(|alarms| alarms.stretch == stretch) {
            Some(alarms) => alarms.count += 1,
            None => self.groups.push(Alarms { watch, first: at, count: 1, stretch }),
        }
    }

    /// All alarms.
    pub fn groups(&self) -> &[Alarms] {
        &self.groups
    }

    /// How many alarms there were.
    pub fn count(&self) -> u64 {
        self.groups.iter().map(|alarms| alarms.count).sum()
    }
}

/// How many shifts have begun or ended up to this record, echoes apart.
fn stretch(at: u64, schedule: &Schedule, grace: u64) -> usize {
    let moments = injected(schedule, at.saturating_add(1)).into_iter();
    let passed = moments.map(|(_, shift)| {
        [shift.start, shift.end, shift.end.saturating_add(grace)]
            .into_iter()
            .filter(|moment| *moment <= at)
            .count()
    });
    passed.sum()
}

#[cfg(test)]
pub mod tests {
    use simulation::Preset;
    use statistics::drift::Signal;
    use statistics::drift::limits::Method;

    use super::*;

    /// Single alarms, each in a group of its own.
    pub fn single(alarms: &[(Watch, u64)]) -> Vec<Alarms> {
        let alarm = |(stretch, (watch, first)): (usize, &(Watch, u64))| Alarms {
            watch: *watch,
            first: *first,
            count: 1,
            stretch,
        };
        alarms.iter().enumerate().map(alarm).collect()
    }

    #[test]
    fn alarms_are_counted_between_the_moments_that_change_what_is_right() {
        // From record 500 on the engine is slow.
        let schedule = Preset::SlowGpu.schedule(1);
        let [one, other] = [Signal::Latency, Signal::Errors]
            .map(|signal| Watch { signal, method: Method::Window });
        let mut book = AlarmList::default();
        for at in [10, 20, 30, 499, 500, 501, 900] {
            book.note(one, at, &schedule, 50);
        }
        book.note(other, 901, &schedule, 50);
        let told = |alarms: &Alarms| (alarms.watch, alarms.first, alarms.count);
        let groups: Vec<_> = book.groups().iter().map(told).collect();
        assert_eq!(groups, [(one, 10, 4), (one, 500, 3), (other, 901, 1)]);
        assert_eq!(book.count(), 8);
    }
}
