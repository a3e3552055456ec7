//! How the training of a generator is written into the browser's storage, beside its file. Pure: it does not
//! know the storage itself.
//!
//! The first byte is the version of the format; the rest is in the codec of [`protocol::messages`].

use std::borrow::Cow;

use protocol::gan::GanConfig;
use protocol::messages::{decode, encode};
use serde::{Deserialize, Serialize};

use super::gan::{GanRun, GanState};

/// Version of what is written here, and of the types that it is made of.
const FORMAT: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    config: Cow<'a, GanConfig>,
    step: u32,
    ending: Ending,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Ending {
    Interrupted,
    Stopped,
    Finished,
}

/// The bytes of a training; none before it has a file.
pub fn encode_run(run: &GanRun) -> Option<Vec<u8>> {
    let ending = match run.state {
        GanState::Open { .. } | GanState::Interrupted => Ending::Interrupted,
        GanState::Stopped => Ending::Stopped,
        GanState::Finished => Ending::Finished,
    };
    let stored = Stored { config: Cow::Borrowed(&run.config), step: run.saved_step?, ending };
    // Plain numbers: the codec has nothing to refuse.
    Some([vec![FORMAT], encode(&stored).unwrap_or_default()].concat())
}

/// The training in bytes that [`encode_run`] made. One that was open then is interrupted now. None where
/// another version wrote them or they are damaged.
pub fn decode_run(bytes: &[u8]) -> Option<GanRun> {
    let (&FORMAT, rest) = bytes.split_first()? else { return None };
    let stored: Stored = decode(rest).ok()?;
    let state = match stored.ending {
        Ending::Interrupted => GanState::Interrupted,
        Ending::Stopped => GanState::Stopped,
        Ending::Finished => GanState::Finished,
    };
    Some(GanRun::kept(stored.config.into_owned(), stored.step, state))
}

#[cfg(test)]
mod tests {
    use super::super::gan::tests::run;
    use super::*;

    #[test]
    fn an_open_training_comes_back_interrupted_at_its_saved_step() {
        let mut open = run(500);
        assert_eq!(encode_run(&open), None);
        open.saved_step = Some(120);
        let bytes = encode_run(&open).unwrap();
        let kept = decode_run(&bytes).unwrap();
        assert_eq!(kept, GanRun::kept(open.config, 120, GanState::Interrupted));
        assert_eq!(decode_run(&bytes[..bytes.len() / 2]), None);
        assert_eq!(decode_run(&[vec![FORMAT + 1], bytes[1..].to_vec()].concat()), None);
        assert_eq!(decode_run(&[]), None);
    }

    #[test]
    fn a_finished_training_stays_finished() {
        let finished = GanRun { saved_step: Some(500), state: GanState::Finished, ..run(500) };
        let kept = decode_run(&encode_run(&finished).unwrap()).unwrap();
        assert_eq!(kept.state, GanState::Finished);
        assert!(!kept.has_more());
    }
}
