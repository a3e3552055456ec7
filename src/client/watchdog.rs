//! Notices when the engine has gone silent. It counts ticks of a timer instead of reading a
//! clock, so a laptop that slept or a tab that was hidden is not taken for a dead engine.

/// Ticks of silence that are one too many while the engine judges images.
const PATIENCE_WORKING: u32 = 45;
/// Ticks while it starts: slow networks and slow shader compilers are allowed.
const PATIENCE_STARTING: u32 = 180;

/// What the engine is expected to be doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Nothing: silence is fine.
    Idle,
    /// Starting.
    Starting,
    /// Working on a job.
    Working,
}

/// Counts the silence, one tick a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watchdog {
    silent_ticks: u32,
}

impl Watchdog {
    /// Something was heard.
    pub fn heard(&mut self) {
        self.silent_ticks = 0;
    }

    /// A second has passed. True when the silence has lasted too long.
    pub fn tick(&mut self, expectation: Expectation) -> bool {
        let patience = match expectation {
            Expectation::Idle => {
                self.silent_ticks = 0;
                return false;
            }
            Expectation::Starting => PATIENCE_STARTING,
            Expectation::Working => PATIENCE_WORKING,
        };
        self.silent_ticks += 1;
        self.silent_ticks >= patience
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks_until_alarm(expectation: Expectation) -> Option<u32> {
        let mut watchdog = Watchdog::default();
        (1..=1_000).find(|_| watchdog.tick(expectation))
    }

    #[test]
    fn silence_alarms_only_while_something_is_expected() {
        assert_eq!(ticks_until_alarm(Expectation::Idle), None);
        assert_eq!(ticks_until_alarm(Expectation::Working), Some(PATIENCE_WORKING));
        assert_eq!(ticks_until_alarm(Expectation::Starting), Some(PATIENCE_STARTING));
    }

    #[test]
    fn a_sign_of_life_starts_the_count_anew() {
        let mut watchdog = Watchdog::default();
        for _ in 0..PATIENCE_WORKING - 1 {
            assert!(!watchdog.tick(Expectation::Working));
        }
        watchdog.heard();
        assert!(!watchdog.tick(Expectation::Working));
    }
}
