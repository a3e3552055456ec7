//! What happened in a run, in the order in which it happened: what was injected, who noticed it first, and
//! what it did to the accuracy. Pure.

use monitoring::expectations::can_see;
use report::ShiftFacts;
use simulation::{Schedule, ShiftKind};
use statistics::drift::limits::Watch;
use statistics::drift::scoreboard::Interval;

use super::run::Run;
use super::score::injected;
use super::tally::{Group, Tally};

/// Records after which a run holds still and is summed up.
pub const LENGTH: u64 = 2_000;
/// Records that are played at least after the first shift of a schedule that begins late.
const AFTER_SHIFT: u64 = 1_000;
/// Shifts that are told of; one that comes again and again is told of once.
const MOST: usize = 4;

/// See the [module](self).
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Records that were watched.
    pub records: u64,
    /// The shifts, a kind each.
    pub chapters: Vec<ShiftFacts>,
    /// Alarms of detectors where nothing was injected that they see.
    pub false_alarms: u64,
}

/// The record at which a run of this schedule holds still.
pub fn end_of(schedule: &Schedule) -> u64 {
    let first = injected(schedule, u64::from(u32::MAX)).into_iter().map(|(_, at)| at.start).min();
    first.map_or(LENGTH, |start| LENGTH.max(start.saturating_add(AFTER_SHIFT)))
}

/// What has happened so far.
pub fn story(run: &Run, false_alarms: u64) -> Story {
    let (schedule, records) = (&run.setup().schedule, run.seen());
    let grace = run.setup().window as u64;
    let groups = run.tallies().groups();
    let of = |wanted: Group| groups.iter().find(|(group, _)| *group == wanted).map(|(_, t)| *t);
    let untouched = of(Group::Untouched).and_then(|tally| tally.accuracy());
    let mut chapters: Vec<ShiftFacts> = Vec::new();
    for (kind, at) in injected(schedule, records) {
        if chapters.len() == MOST || chapters.iter().any(|chapter| chapter.kind == kind) {
            continue;
        }
        let touched: Option<Tally> = of(Group::Touched(kind));
        let accuracy = touched.and_then(|tally| tally.accuracy());
        chapters.push(ShiftFacts {
            kind,
            start: at.start,
            noticed: noticed(run, kind, at, grace),
            accuracies: untouched.zip(accuracy),
            estimate: touched.and_then(|tally| Some(tally.estimate(run.spread())?.estimate)),
        });
    }
    chapters.sort_by_key(|chapter| chapter.start);
    Story { records, chapters, false_alarms }
}

/// The first alarm during a shift, or its echo, of a detector that can see it.
fn noticed(run: &Run, kind: ShiftKind, at: Interval, grace: u64) -> Option<(Watch, u64)> {
    let last = at.end.saturating_add(grace);
    let fits = |watch: &Watch, first: u64| {
        (at.start..last).contains(&first) && can_see(kind).contains(&watch.signal)
    };
    let alarms = run.alarm_book().groups().iter().map(|alarms| (alarms.watch, alarms.first));
    alarms.filter(|(watch, first)| fits(watch, *first)).min_by_key(|(_, first)| *first)
}

#[cfg(test)]
mod tests {
    use simulation::Preset;

    use super::super::sample::played;
    use super::*;

    #[test]
    fn a_dirty_camera_is_told_with_who_noticed_and_what_it_cost() {
        let run = played(Preset::DirtyCamera, 1_500);
        let story = story(&run, 3);
        assert_eq!((story.records, story.false_alarms), (1_500, 3));
        let chapter = &story.chapters[0];
        assert_eq!(chapter.kind, ShiftKind::Covariate);
        let (watch, first) = chapter.noticed.unwrap();
        assert!(can_see(ShiftKind::Covariate).contains(&watch.signal) && first >= chapter.start);
        // The very record at which that detector fired.
        assert!(run.alarms().contains(&(watch, first)));
    }

    #[test]
    fn a_quiet_day_has_no_chapter() {
        let story = story(&played(Preset::QuietDay, 800), 0);
        assert_eq!(story.chapters, []);
    }

    #[test]
    fn a_run_ends_after_its_first_shift_has_had_its_time() {
        for preset in Preset::ALL {
            assert!(end_of(&preset.schedule(1)) >= LENGTH);
        }
        assert_eq!(end_of(&Preset::QuietDay.schedule(1)), LENGTH);
        assert_eq!(end_of(&Preset::DirtyCamera.schedule(1)), LENGTH);
    }
}
