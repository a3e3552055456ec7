//! Sentences of the page that trains networks, and times in words.

mod form;
mod keep;
mod watch;

use super::{Lang, texts};

texts! {
    train_title: "Train a network", "Entrena una red";
    train_lead:
        "Choose what it learns and from which images, and watch it learn. Everything is computed on this device.",
        "Elige qué aprende y con qué imágenes, y mira cómo aprende. Todo se calcula en este dispositivo.";
    seconds(n: &str): "{n} s", "{n} s";
    minutes(n: &str): "{n} min", "{n} min";
    minutes_seconds(minutes: &str, seconds: &str): "{minutes} min {seconds} s", "{minutes} min {seconds} s";
    hours_minutes(hours: &str, minutes: &str): "{hours} h {minutes} min", "{hours} h {minutes} min";
}

impl Lang {
    /// A time in whole seconds: `45 s`, `3 min 20 s`, `1 h 5 min`.
    pub fn duration(self, seconds: f64) -> String {
        let whole = seconds.max(0.0).round() as u64;
        let [hours, minutes, rest] = [whole / 3_600, whole / 60 % 60, whole % 60];
        match (hours, minutes) {
            (0, 0) => self.seconds(&self.count(rest)),
            (0, _) => self.minutes_seconds(&self.count(minutes), &self.count(rest)),
            _ => self.hours_minutes(&self.count(hours), &self.count(minutes)),
        }
    }

    /// A time that is only roughly known: to ten seconds below a minute and a half, to a minute
    /// below an hour, to ten minutes above.
    pub fn rough_duration(self, seconds: f64) -> String {
        let steps = |size: f64| (seconds / size).ceil().max(1.0) * size;
        if seconds < 90.0 {
            self.seconds(&self.count(steps(10.0) as u64))
        } else if seconds < 3_600.0 {
            self.minutes(&self.count((seconds / 60.0).round() as u64))
        } else {
            self.duration(steps(600.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_the_two_units_that_matter() {
        let written = [0.4, 45.0, 200.0, 3_900.0].map(|seconds| Lang::En.duration(seconds));
        assert_eq!(written, ["0 s", "45 s", "3 min 20 s", "1 h 5 min"]);
    }

    #[test]
    fn a_rough_time_promises_no_seconds() {
        let written =
            [3.0, 28.0, 100.0, 1_170.0, 4_000.0].map(|time| Lang::Es.rough_duration(time));
        assert_eq!(written, ["10 s", "30 s", "2 min", "20 min", "1 h 10 min"]);
    }
}
