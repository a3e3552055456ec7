//! What production is held against: the shipped reference and limits. It does not know where the
//! files came from.

use monitoring::shipped::{LimitsFile, ReferenceFile, ShippedError, with_latencies};
use statistics::drift::limits::Limits;
use statistics::drift::monitor::Settings;
use statistics::drift::reference::Reference;

/// Records at the start of a run whose latency stands apart: caches are cold.
pub const WARM_UP: u64 = 20;

/// The shipped files, read.
#[derive(Clone, Debug)]
pub struct Baseline {
    limits: LimitsFile,
    validation: Reference,
    training: Reference,
}

/// Reference, limits and settings for one run.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Validation images, with this device's latencies.
    pub reference: Reference,
    /// The limits for it.
    pub limits: Limits,
    /// How production is looked at.
    pub settings: Settings,
}

impl Baseline {
    /// Reads the content of both files.
    ///
    /// # Errors
    /// A file that is damaged or of another version, and what is wrong with it.
    pub fn read(limits: &[u8], reference: &[u8]) -> Result<Self, ShippedError> {
        let limits = LimitsFile::from_json(limits)?;
        let reference = ReferenceFile::from_json(reference)?;
        Ok(Self { limits, validation: reference.validation()?, training: reference.training()? })
    }

    /// Training images: bins and counts.
    pub fn training(&self) -> &Reference {
        &self.training
    }

    /// The file of the limits.
    pub fn limits(&self) -> &LimitsFile {
        &self.limits
    }

    /// The settings that the limits were set with.
    pub fn settings(&self) -> Settings {
        self.limits.settings
    }

    /// What a run with this window is held against on a device whose undisturbed latencies are
    /// these, in ms. Without any, latency is not watched.
    pub fn measure(&self, window: usize, baseline_ms: &[f64]) -> Measure {
        let reference = with_latencies(self.validation.clone(), baseline_ms.to_vec());
        let limits = self.limits.fit(&reference, window);
        let settings = Settings { window, warm_up: WARM_UP, ..self.settings() };
        Measure { reference, limits, settings }
    }
}

#[cfg(test)]
pub fn shipped() -> Baseline {
    let read = |name: &str| {
        let path = format!("{}/public/models/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    Baseline::read(&read("limits.json"), &read("reference.json")).unwrap()
}

#[cfg(test)]
mod tests {
    use statistics::drift::Signal;

    use super::*;

    #[test]
    fn this_devices_latencies_take_the_place_of_any_others() {
        let measure = shipped().measure(200, &[2.0, 3.0, 4.0]);
        assert_eq!(measure.reference.signal(Signal::Latency).unwrap().sorted, [2.0, 3.0, 4.0]);
        assert_eq!(measure.settings.window, 200);
        let without = shipped().measure(200, &[]);
        assert!(without.reference.signal(Signal::Latency).is_none());
        assert_eq!(shipped().training().n, 55_000);
    }
}
