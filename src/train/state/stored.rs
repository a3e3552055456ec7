//! How runs and own pictures are written into the browser's storage. Pure: it does not know the
//! storage itself.
//!
//! The first byte is the version of this module's formats; the rest is in the codec of
//! [`protocol::messages`], which cannot skip what it does not know.

use std::borrow::Cow;

use dataset::{CLASSES, Class, PIXELS};
use protocol::messages::{decode, encode};
use protocol::run::{RunConfig, RunRecord};
use serde::{Deserialize, Serialize};

use super::own::OwnItem;
use super::run::{RunId, RunState, RunView};

/// Version of what is written here, and of the types that it is made of.
const FORMAT: u8 = 1;

/// Why what was stored cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredError {
    /// Another version of the page wrote it, in this format.
    OtherVersion(u8),
    /// It is cut off or otherwise not what was written.
    Damaged,
}

/// What is written of a run beside its file.
#[derive(Serialize, Deserialize)]
struct StoredRun<'a> {
    config: Cow<'a, RunConfig>,
    record: Cow<'a, RunRecord>,
    images: u32,
    counts: [u32; CLASSES],
    own: u32,
    parameters: u32,
    steps_per_epoch: u64,
    steps: u64,
    step: u64,
    saved_step: Option<u64>,
    ending: Ending,
    /// The run whose weights it started from.
    origin: Option<String>,
}

/// How a run stands that no engine has.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Ending {
    Interrupted,
    Stopped,
    Finished,
}

/// What is written of an own picture.
#[derive(Serialize, Deserialize)]
struct StoredOwn<'a> {
    name: Cow<'a, str>,
    pixels: Cow<'a, [u8]>,
    label: Option<Class>,
    is_suggested: bool,
}

/// The bytes of a run, and of the run whose weights it started from.
pub fn encode_run(run: &RunView, origin: Option<&RunId>) -> Vec<u8> {
    let ending = match run.state {
        RunState::Opening(_) | RunState::Open { .. } | RunState::Interrupted => Ending::Interrupted,
        RunState::Stopped => Ending::Stopped,
        RunState::Finished => Ending::Finished,
    };
    versioned(&StoredRun {
        config: Cow::Borrowed(&run.config),
        record: Cow::Borrowed(&run.record),
        images: run.images,
        counts: run.counts,
        own: run.own,
        parameters: run.parameters,
        steps_per_epoch: run.steps_per_epoch,
        steps: run.steps,
        step: run.step,
        saved_step: run.saved_step,
        ending,
        origin: origin.map(|origin| origin.0.clone()),
    })
}

/// The run in bytes that [`encode_run`] made. One that was open then is interrupted now.
///
/// # Errors
/// Bytes of another version, or damaged ones.
pub fn decode_run(id: RunId, bytes: &[u8]) -> Result<(RunView, Option<RunId>), StoredError> {
    let stored: StoredRun = unversioned(bytes)?;
    let state = match stored.ending {
        Ending::Interrupted => RunState::Interrupted,
        Ending::Stopped => RunState::Stopped,
        Ending::Finished => RunState::Finished,
    };
    let run = RunView {
        id,
        config: stored.config.into_owned(),
        record: stored.record.into_owned(),
        images: stored.images,
        counts: stored.counts,
        own: stored.own,
        parameters: stored.parameters,
        steps_per_epoch: stored.steps_per_epoch,
        steps: stored.steps,
        step: stored.step,
        state,
        saved_step: stored.saved_step,
    };
    Ok((run, stored.origin.map(RunId)))
}

/// The bytes of an own picture.
pub fn encode_own(item: &OwnItem) -> Vec<u8> {
    versioned(&StoredOwn {
        name: Cow::Borrowed(&item.name),
        pixels: Cow::Borrowed(&item.pixels),
        label: item.label,
        is_suggested: item.is_suggested,
    })
}

/// The own picture in bytes that [`encode_own`] made.
///
/// # Errors
/// Bytes of another version, or damaged ones.
pub fn decode_own(id: u64, bytes: &[u8]) -> Result<OwnItem, StoredError> {
    let stored: StoredOwn = unversioned(bytes)?;
    if stored.pixels.len() != PIXELS {
        return Err(StoredError::Damaged);
    }
    Ok(OwnItem {
        id,
        name: stored.name.into_owned(),
        pixels: stored.pixels.as_ref().into(),
        label: stored.label,
        is_suggested: stored.is_suggested,
    })
}

fn versioned(content: &impl Serialize) -> Vec<u8> {
    // Plain structs of numbers and text: the codec has nothing to refuse.
    let content = encode(content).unwrap_or_default();
    let mut bytes = Vec::with_capacity(content.len() + 1);
    bytes.push(FORMAT);
    bytes.extend(content);
    bytes
}

fn unversioned<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, StoredError> {
    match bytes.split_first() {
        Some((&FORMAT, content)) => decode(content).map_err(|_| StoredError::Damaged),
        Some((&other, _)) => Err(StoredError::OtherVersion(other)),
        None => Err(StoredError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use protocol::run::Preset;

    use super::*;

    fn run(state: RunState) -> RunView {
        let mut run = RunView::new(3.into(), Preset::QuickRare.config(42));
        run.record.losses = vec![2.5, 1.25];
        run.record.hits = vec![8, 16];
        (run.step, run.steps, run.saved_step, run.state) = (2, 790, Some(2), state);
        run
    }

    #[test]
    fn a_run_comes_back_as_it_was_and_an_open_one_interrupted() {
        let stopped = run(RunState::Stopped);
        let bytes = encode_run(&stopped, Some(&1.into()));
        assert_eq!(decode_run(3.into(), &bytes), Ok((stopped, Some(1.into()))));
        let bytes = encode_run(&run(RunState::Opening(None)), None);
        assert_eq!(decode_run(3.into(), &bytes), Ok((run(RunState::Interrupted), None)));
    }

    #[test]
    fn a_picture_comes_back_as_it_was() {
        let item = OwnItem {
            id: 9,
            name: "mine.png".into(),
            pixels: vec![7; PIXELS].into(),
            label: Some(Class::Bag),
            is_suggested: true,
        };
        assert_eq!(decode_own(9, &encode_own(&item)), Ok(item.clone()));
        let small = OwnItem { pixels: vec![7; 10].into(), ..item };
        assert_eq!(decode_own(9, &encode_own(&small)), Err(StoredError::Damaged));
    }

    #[test]
    fn bytes_of_another_version_or_cut_off_are_told_apart() {
        let mut bytes = encode_run(&run(RunState::Finished), None);
        assert_eq!(decode_run(3.into(), &bytes[..bytes.len() / 2]), Err(StoredError::Damaged));
        assert_eq!(decode_run(3.into(), &[]), Err(StoredError::Damaged));
        bytes[0] = 9;
        assert_eq!(decode_run(3.into(), &bytes), Err(StoredError::OtherVersion(9)));
    }
}
