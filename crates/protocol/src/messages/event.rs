//! What the engine tells the page.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Request;
use super::{
    Answers, DeviceReport, JobId, LayerMaps, Opened, Prediction, Produced, Reconstructions,
    Stepped, Survey,
};
use crate::card::Card;
use crate::comparison::ComparisonTrial;
use crate::gan::{GanOpened, GanQuality, GanStepped, Neighbour};
use crate::photos_card::PhotosSummary;
use crate::run::{ConfigError, Validation};
use dataset::CLASSES;
use policy::decision::Policy;
use statistics::finite::NotFinite;
use vision::occlusion::Explanation;
use vision::photo::PhotoError;

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Looking for a device and testing it.
    ChoosingDevice,
    /// Downloading weights.
    LoadingWeights,
    /// Downloading a part of the data set; counted in bytes.
    LoadingData,
    /// Running a network over many images.
    Assessing,
    /// Running each network once so that the first image is quick.
    WarmingUp,
    /// Judging images.
    Predicting,
    /// Training.
    Training,
}

/// Why a job failed. What the visitor reads is in `text`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum JobError {
    /// The page is of another build than the engine.
    #[error("the page is of build {page}, the engine of build {engine}")]
    OtherBuild {
        /// The page's build.
        page: String,
        /// The engine's build.
        engine: String,
    },
    /// WebGPU was asked for and cannot start.
    #[error("WebGPU cannot start: {0}")]
    NoWebgpu(String),
    /// A file could not be had.
    #[error("{file} could not be loaded: {reason}")]
    NotLoaded {
        /// The file's name.
        file: String,
        /// What the network or the server said.
        reason: String,
    },
    /// A file came but is damaged, or of another version.
    #[error("{file} is damaged or of another version: {reason}")]
    Damaged {
        /// The file's name.
        file: String,
        /// What does not fit.
        reason: String,
    },
    /// A run file or weights file of another version of the program.
    #[error("{file} is of version {found}, this program reads {expected}")]
    OtherVersion {
        /// The file's name.
        file: String,
        /// This program's version.
        expected: String,
        /// The file's.
        found: String,
    },
    /// The run's settings do not work.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The loss is no number any more.
    #[error("the loss is no longer a number at step {step}")]
    Diverged {
        /// The step.
        step: u64,
    },
    /// A network gave no finite numbers: it has diverged, or its device computes wrongly.
    #[error(transparent)]
    NotFinite(#[from] NotFinite),
    /// Another run is open.
    #[error("another run is open")]
    Busy,
    /// A message between page and engine could not be read or written; the codec's words.
    #[error("a message between the page and the engine was lost: {0}")]
    Message(String),
    /// A job came before the engine was ready.
    #[error("the engine has not been started")]
    NotStarted,
    /// The device failed in the middle of the work.
    #[error("the device failed: {0}")]
    Device(String),
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up and listens.
    Alive {
        /// The engine's build.
        build: String,
    },
    /// The engine can work; ends [`Request::Start`].
    Ready {
        /// The job's number.
        job: JobId,
        /// The device and why.
        report: DeviceReport,
        /// The model card of the weights that were loaded.
        card: Box<Card>,
        /// What the card of the classifier for photos says.
        photos: PhotosSummary,
    },
    /// How far a job is.
    Progress {
        /// The job's number.
        job: JobId,
        /// What it is doing.
        phase: Phase,
        /// Units done.
        done: u64,
        /// Units in all; 0 where that is not known.
        total: u64,
    },
    /// One image was judged.
    Prediction {
        /// The job's number.
        job: JobId,
        /// The numbers.
        prediction: Box<Prediction>,
    },
    /// One image could not be judged; the others go on.
    Refused {
        /// The job's number.
        job: JobId,
        /// The upload's number.
        id: u32,
        /// Why.
        error: PhotoError,
    },
    /// The file of one image could not be read; the others go on.
    Unread {
        /// The job's number.
        job: JobId,
        /// The upload's number.
        id: u32,
    },
    /// An answer of the classifier was explained.
    Explained {
        /// The job's number.
        job: JobId,
        /// What it depends on.
        explanation: Box<Explanation>,
    },
    /// Images that are no files were judged.
    Judged {
        /// The job's number.
        job: JobId,
        /// Calibrated class probabilities of each image.
        probabilities: Vec<[f32; CLASSES]>,
        /// Mean squared reconstruction error of each image by each class's autoencoder.
        errors: Vec<[f32; CLASSES]>,
    },
    /// The data set was measured.
    Survey {
        /// The job's number.
        job: JobId,
        /// What was found.
        survey: Box<Survey>,
    },
    /// Images that were asked for.
    Images {
        /// The job's number.
        job: JobId,
        /// Their places in the part.
        places: Vec<u32>,
        /// Their labels.
        labels: Vec<u8>,
        /// 784 grey values each.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        /// How many the pick has in all, of which these may be some.
        total: u32,
    },
    /// A network was run over a part of the data set.
    Assessed {
        /// The job's number.
        job: JobId,
        /// The part's true labels, in order.
        #[serde(with = "serde_bytes")]
        labels: Vec<u8>,
        /// The images' own [`detail`](policy::quality::detail), in order.
        details: Vec<f32>,
        /// What the network gave for each.
        answers: Answers,
        /// Time that the networks took, readback included, in milliseconds.
        elapsed_ms: f64,
    },
    /// A network was timed.
    Timed {
        /// The job's number.
        job: JobId,
        /// Each pass from pixels to numbers read back, in milliseconds.
        elapsed_ms: Vec<f64>,
    },
    /// A run is open.
    Opened {
        /// The run's job.
        job: JobId,
        /// Where it stands.
        opened: Box<Opened>,
    },
    /// A run took steps, or was held or set going.
    Stepped {
        /// The run's job.
        job: JobId,
        /// What they measured.
        stepped: Stepped,
    },
    /// A run was measured on the live validation images.
    Validated {
        /// The run's job.
        job: JobId,
        /// What was measured.
        validation: Validation,
        /// What an autoencoder makes of some of them; none for a classifier.
        reconstructions: Option<Box<Reconstructions>>,
    },
    /// What each convolution makes of the watched image.
    FeatureMaps {
        /// The run's job.
        job: JobId,
        /// Steps that had been taken.
        step: u64,
        /// The watched image: 784 grey values.
        #[serde(with = "serde_bytes")]
        image: Vec<u8>,
        /// The maps, first layer first.
        layers: Vec<LayerMaps>,
    },
    /// Everything that is needed to go on with a run: the run file.
    Checkpoint {
        /// The run's job.
        job: JobId,
        /// Steps that had been taken.
        step: u64,
        /// The run file.
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
    },
    /// A file that was asked for.
    File {
        /// The job's number.
        job: JobId,
        /// Its content.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// From now on other networks judge.
    Adopted {
        /// The job's number.
        job: JobId,
    },
    /// A simulated production is open.
    ProductionOpened {
        /// The production's job.
        job: JobId,
        /// How long undisturbed images take on this device now, after a warm-up, image by image,
        /// in milliseconds: what later latencies are held against.
        baseline_ms: Vec<f64>,
    },
    /// Production went on, or was held or set going. A few times a second.
    Produced {
        /// The production's job.
        job: JobId,
        /// The records since the last such event, in order without gaps.
        records: Vec<Produced>,
        /// Records a second of late; 0 while it holds still.
        per_second: f64,
        /// Whether it goes on.
        is_playing: bool,
    },
    /// From a record on another production logic decides, as the page wished.
    PolicyChanged {
        /// The production's job.
        job: JobId,
        /// The first record that it decides. All before it have been told of.
        from: u64,
        /// The logic.
        policy: Box<Policy>,
    },
    /// The training of a generator is open.
    GanOpened {
        /// The training's job.
        job: JobId,
        /// Where it stands.
        opened: Box<GanOpened>,
    },
    /// The training of a generator went on, or was held or set going.
    GanStepped {
        /// The training's job.
        job: JobId,
        /// What was measured.
        stepped: GanStepped,
    },
    /// Images were drawn.
    Generated {
        /// The job's number.
        job: JobId,
        /// 784 grey values each.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        /// The training image that each is nearest to, where that was asked.
        neighbours: Vec<Neighbour>,
    },
    /// A generator was measured.
    GeneratorAssessed {
        /// The job's number.
        job: JobId,
        /// What was found.
        quality: Box<GanQuality>,
    },
    /// One training of a comparison has ended.
    Compared {
        /// The job's number.
        job: JobId,
        /// Training images that were left of each class.
        counts: [u32; CLASSES],
        /// What it gave, on validation images.
        trial: ComparisonTrial,
    },
    /// The losses of a [`Request::FineTune`] without dropout, before the first step and after
    /// each.
    Losses {
        /// The job's number.
        job: JobId,
        /// Mean cross-entropy, in nats.
        losses: Vec<f32>,
    },
    /// The job did all it had to.
    Done {
        /// The job's number.
        job: JobId,
    },
    /// The job was ended early at the page's wish.
    Cancelled {
        /// The job's number.
        job: JobId,
    },
    /// The job could not go on.
    Failed {
        /// The job's number.
        job: JobId,
        /// Why.
        error: JobError,
    },
    /// The engine panicked and is gone; the page starts another.
    Crashed {
        /// The panic's message.
        message: String,
    },
}

impl Event {
    /// The job that the event belongs to; none for what concerns the engine as a whole.
    pub fn job(&self) -> Option<JobId> {
        match self {
            Self::Alive { .. } | Self::Crashed { .. } => None,
            Self::Ready { job, .. }
            | Self::Progress { job, .. }
            | Self::Prediction { job, .. }
            | Self::Refused { job, .. }
            | Self::Unread { job, .. }
            | Self::Explained { job, .. }
            | Self::Judged { job, .. }
            | Self::Survey { job, .. }
            | Self::Images { job, .. }
            | Self::Assessed { job, .. }
            | Self::Timed { job, .. }
            | Self::Opened { job, .. }
            | Self::Stepped { job, .. }
            | Self::Validated { job, .. }
            | Self::FeatureMaps { job, .. }
            | Self::Checkpoint { job, .. }
            | Self::File { job, .. }
            | Self::Adopted { job }
            | Self::ProductionOpened { job, .. }
            | Self::Produced { job, .. }
            | Self::PolicyChanged { job, .. }
            | Self::GanOpened { job, .. }
            | Self::GanStepped { job, .. }
            | Self::Generated { job, .. }
            | Self::GeneratorAssessed { job, .. }
            | Self::Compared { job, .. }
            | Self::Losses { job, .. }
            | Self::Done { job }
            | Self::Cancelled { job }
            | Self::Failed { job, .. } => Some(*job),
        }
    }

    /// Whether a job ends with this event.
    pub fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Ready { .. } | Self::Done { .. } | Self::Cancelled { .. } | Self::Failed { .. }
        )
    }
}
