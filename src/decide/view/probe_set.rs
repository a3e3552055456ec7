//! The probes: drawn here, judged when the networks were trained or else by the engine once for as
//! long as the tab lives, then held against whatever limits are in force. The garments that some of
//! them change are validation images.

use dataset::{CLASSES, PIXELS, Part};
use leptos::prelude::*;
use policy::decision::{Policy, top};
use policy::quality::{Quality, QualityLimits, detail};
use protocol::card::Card;
use protocol::messages::{JobError, Pick};
use protocol::precomputed;
pub use protocol::precomputed::PROBES_PER_KIND as PER_KIND;
use statistics::selection::{Outcome, Split, Thresholds};
use vision::probe_images::{Probe, draw};

use super::scored::Same;
use crate::app::fetch::fetch;
use crate::app::lasting::lasting;
use crate::app::log::Logged;
use crate::client::tasks::{self, Judged};
use crate::client::{Cards, End, Engine, Progress, Slot, Waiting, use_cards, use_engine};

/// How many engines judging may be lost with before it is given up.
const MAX_LOSSES: u32 = 2;

/// A probe, and what the networks make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Specimen {
    /// Which kind.
    pub kind: Probe,
    /// What the networks saw.
    pub pixels: [u8; PIXELS],
    probabilities: [f32; CLASSES],
    errors: [f32; CLASSES],
}

/// Where judging the probes stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Nobody has asked for it.
    #[default]
    Idle,
    /// The engine is at it.
    Working {
        /// Images judged.
        done: u64,
        /// Images in all; 0 where that is not known.
        total: u64,
    },
    /// All are judged, kind by kind.
    Done(Same<Vec<Specimen>>),
    /// The visitor ended it early.
    Cancelled,
    /// It cannot be had, and why; without a reason the engine was lost over it.
    Failed(Option<JobError>),
}

/// A handle to the probes, copied freely.
#[derive(Clone, Copy)]
pub struct Probes {
    engine: Engine,
    cards: Memo<Option<Cards>>,
    state: RwSignal<State>,
    work: Slot,
}

impl Probes {
    /// Nothing is judged before it is asked for.
    pub fn new(engine: Engine, cards: Memo<Option<Cards>>) -> Self {
        Self { engine, cards, state: RwSignal::new(State::Idle), work: Slot::new() }
    }

    /// Where it stands.
    pub fn state(self) -> ReadSignal<State> {
        self.state.read_only()
    }

    /// The judged probes, once they are there.
    pub fn judged(self) -> Option<Same<Vec<Specimen>>> {
        self.state.with(|state| match state {
            State::Done(all) => Some(all.clone()),
            _ => None,
        })
    }

    /// Asks for the probes unless they were asked for before.
    pub fn start(self) {
        if self.state.with_untracked(|state| *state == State::Idle) {
            self.again();
        }
    }

    /// Asks for the probes once more.
    pub fn again(self) {
        self.state.set(State::Working { done: 0, total: 0 });
        self.work.run(async move {
            self.state.set(match self.judge().await {
                Ok(specimens) => State::Done(specimens.into()),
                Err(End::Failed(error)) => State::Failed(Some(error)),
                Err(End::Done | End::Cancelled | End::Lost) => State::Failed(None),
            });
        });
    }

    async fn judge(self) -> Result<Vec<Specimen>, End> {
        let card = self.cards.with_untracked(|cards| cards.as_ref().map(|own| own.card.clone()));
        if let Some(known) = beforehand(card.as_deref()).await {
            let precomputed::Probes { garments, probabilities, errors } = known;
            return Ok(specimens(&draw_all(&garments), Judged { probabilities, errors }));
        }
        let garments =
            || tasks::images(Part::Validation, Pick::Places(precomputed::probe_places()));
        let garments = self.engine.ask_until_answered(garments, MAX_LOSSES, |_| {}).await?;
        let drawn = draw_all(&garments.pixels);
        let judging = || tasks::judge(drawn.iter().flat_map(|(_, pixels)| *pixels).collect());
        let tell = |waiting| {
            if let Waiting::ForAnswer(Some(Progress { done, total, .. })) = waiting {
                self.state.set(State::Working { done, total });
            }
        };
        let judged = self.engine.ask_until_answered(judging, MAX_LOSSES, tell).await?;
        Ok(specimens(&drawn, judged))
    }

    /// Ends judging early.
    pub fn cancel(self) {
        self.work.stop();
        self.state.set(State::Cancelled);
    }
}

/// The probes, kept as long as the tab lives.
pub fn use_probes() -> Probes {
    lasting(|| Probes::new(use_engine(), use_cards()))
}

/// The judgements that lie beside the networks. None where they cannot be had; the console says why.
async fn beforehand(card: Option<&Card>) -> Option<precomputed::Probes> {
    let bytes = fetch(&format!("models/{}", precomputed::PROBES)).await?;
    let weights = precomputed::probe_weights(card?);
    precomputed::Probes::from_bytes(&bytes, &weights, Probe::ALL.len()).logged("read probes.bin")
}

/// Probes with what the networks make of them.
fn specimens(drawn: &[(Probe, [u8; PIXELS])], judged: Judged) -> Vec<Specimen> {
    let Judged { probabilities, errors } = judged;
    let judged = drawn.iter().zip(probabilities.into_iter().zip(errors));
    let specimen = |(&(kind, pixels), (probabilities, errors))| Specimen {
        kind,
        pixels,
        probabilities,
        errors,
    };
    judged.map(specimen).collect()
}

/// [`PER_KIND`] images of each kind, some of them made of the garments.
fn draw_all(garments: &[u8]) -> Vec<(Probe, [u8; PIXELS])> {
    let garments: Vec<&[u8]> = garments.chunks_exact(PIXELS).collect();
    let images = |kind| {
        let garments = &garments;
        (0..PER_KIND).map(move |seed| (kind, draw(kind, seed as u64, garments.get(seed).copied())))
    };
    Probe::ALL.into_iter().flat_map(images).collect()
}

/// A probe held against the calibrated limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Which kind.
    pub kind: Probe,
    /// Its place on the plane; it is never right.
    pub outcome: Outcome,
    /// Its ratio if the plain error alone were held against its own limit.
    pub plain_ratio: f32,
}

impl Measured {
    /// Holds probes against the calibrated limits, and against those of the plain error alone.
    pub fn all(specimens: &[Specimen], calibrated: &Policy, card: &Card) -> Vec<Self> {
        let of = |specimen: &Specimen| {
            let Specimen { kind, pixels, probabilities, errors } = specimen;
            let detail = detail(pixels);
            let class = calibrated.reading.class(top(probabilities).0);
            let max_error = card.autoencoders.iter().find(|one| one.class == class);
            let plain =
                QualityLimits::error_alone(max_error.map_or(0.0, |one| one.max_error as f32));
            Self {
                kind: *kind,
                outcome: Outcome::of(calibrated, probabilities, errors, detail, None),
                plain_ratio: plain.ratio(Quality::new(errors[class.index()], detail)),
            }
        };
        specimens.iter().map(of).collect()
    }
}

/// What the policy does to the probes of a kind, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// The verdicts.
    pub split: Split,
    /// How many the plain error alone would reject.
    pub by_error_alone: u64,
}

impl Caught {
    /// Counts the probes of a kind, or all for none.
    pub fn of(probes: &[Measured], kind: Option<Probe>, thresholds: Thresholds) -> Self {
        let mut caught = Self::default();
        for probe in probes.iter().filter(|probe| kind.is_none_or(|kind| probe.kind == kind)) {
            let Outcome { confidence, error_ratio, .. } = probe.outcome;
            match thresholds.verdict(confidence, error_ratio) {
                policy::decision::Verdict::Accept => caught.split.accept += 1,
                policy::decision::Verdict::Review => caught.split.review += 1,
                policy::decision::Verdict::Reject => caught.split.reject += 1,
            }
            caught.by_error_alone += u64::from(
                probe.plain_ratio.is_nan() || probe.plain_ratio > thresholds.max_error_ratio,
            );
        }
        caught
    }
}

#[cfg(test)]
mod tests {
    use policy::decision::{PhotoThresholds, Reading};

    use super::super::scored::testing::card;
    use super::*;

    fn calibrated() -> Policy {
        let limits = [QualityLimits { error: (0.002, 0.02), relative: (0.0, 0.5) }; CLASSES];
        Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits,
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        }
    }

    fn specimen(kind: Probe, confidence: f32, error: f32) -> Specimen {
        let mut probabilities = [0.0; CLASSES];
        probabilities[8] = confidence;
        let pixels = draw(kind, 1, None);
        Specimen { kind, pixels, probabilities, errors: [error; CLASSES] }
    }

    #[test]
    fn every_kind_is_drawn_as_often_and_from_the_garments() {
        let garments: Vec<u8> = (0..PER_KIND as u8).flat_map(|grey| [grey; PIXELS]).collect();
        let drawn = draw_all(&garments);
        assert_eq!(drawn.len(), PER_KIND * Probe::ALL.len());
        let inverted: Vec<u8> = drawn
            .iter()
            .filter(|(kind, _)| *kind == Probe::Inverted)
            .map(|(_, pixels)| pixels[0])
            .collect();
        assert_eq!(inverted, (0..PER_KIND as u8).map(|grey| 255 - grey).collect::<Vec<_>>());
    }

    #[test]
    fn what_the_plain_error_lets_pass_is_counted_beside_what_the_policy_does() {
        // A grey frame redrawn nearly perfectly: no detail, so any error is far too much of it.
        let specimens = [
            specimen(Probe::Blank, 0.9, 0.001),
            specimen(Probe::Blank, 0.9, 0.5),
            specimen(Probe::Stripes, 0.5, 0.01),
        ];
        let mut card = card(&calibrated());
        card.autoencoders[8].max_error = 0.02;
        let measured = Measured::all(&specimens, &calibrated(), &card);
        let thresholds = Thresholds { min_confidence: 0.7, max_error_ratio: 1.0 };
        let caught = Caught::of(&measured, Some(Probe::Blank), thresholds);
        assert_eq!(caught.split, Split { accept: 0, review: 0, reject: 2 });
        assert_eq!(caught.by_error_alone, 1);
        let caught = Caught::of(&measured, None, thresholds);
        assert_eq!(caught.split, Split { accept: 0, review: 1, reject: 2 });
        assert!(measured.iter().all(|probe| !probe.outcome.is_right));
    }
}
