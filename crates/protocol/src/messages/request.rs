//! What the page asks of the engine.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use super::{Conduct, DeviceWish, JobId, ProductionPlan};
use crate::comparison::ComparisonPlan;
use crate::gan::{Codes, GanConfig, GanSteer, GeneratorRef};
use crate::run::RunConfig;
use dataset::{Class, Part};
use policy::decision::AnsweredBy;
use vision::cutout::Guidance;

/// The longest side of a picture in a list, in pixels: 500 of them take 25 MB, where the frames
/// that they are made from would take 75 MB and the whole films 150 MB.
pub const THUMBNAIL_SIDE: u32 = 112;

/// An image to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// The page's number for it, unique within the page.
    pub id: u32,
    /// File name, for messages.
    pub name: String,
    /// The encoded file.
    pub body: Body,
    /// How it is to be looked at.
    pub guidance: Guidance,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Here.
    Bytes(#[serde(with = "serde_bytes")] Vec<u8>),
    /// In a file that came beside the request: its place among those, from 0.
    Beside(u32),
}

/// A picture of the visitor's, ready for training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnPicture {
    /// 784 grey values, garment light on black.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
    /// The visitor's label, 0 to 9.
    pub label: u8,
}

/// Images of one part of the data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Pick {
    /// Of one class, in order: `count` of them after the first `skip`.
    Class {
        /// Which class.
        class: Class,
        /// Images to pass over.
        skip: u32,
        /// Images to give at most.
        count: u32,
    },
    /// These, by their place in the part. Places that do not exist are left out.
    Places(Vec<u32>),
}

/// A network that can be measured or used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ModelRef {
    /// The shipped classifier.
    Classifier,
    /// The shipped classifier that saw little of one class.
    Imbalanced,
    /// The shipped autoencoder of a class.
    Autoencoder(Class),
    /// The network in a run file or a weights file.
    Own(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// What to do with the run that is open.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Steer {
    /// Go on.
    Play,
    /// Hold still after the step that is being taken. A checkpoint is sent.
    Pause,
    /// Take one step and hold still.
    Step,
    /// End the run here and keep what it learned: a checkpoint, then [`Event::Done`].
    Stop,
    /// From the next step on, this is the highest learning rate.
    Rate(f64),
    /// Send feature maps of this image: now, and as the network learns.
    Watch {
        /// The image's part of the data set.
        part: Part,
        /// Its place there.
        place: u32,
    },
    /// Send no more feature maps.
    Unwatch,
}

/// Which kind of file a network is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFormat {
    /// Burn's own, single precision.
    Burnpack,
    /// For Python and others.
    Safetensors,
}

/// How many kinds of [`Request`] there are before [`Request::Panic`], the last, which alone has no
/// job. A test of the messages holds the number to the kinds.
pub(super) const KINDS_WITH_JOB: u32 = 24;

/// From the page to the engine. The job's number comes first in each, see
/// [`job_of`](super::job_of).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Choose a device, load the shipped weights, warm up. Ends in [`Event::Ready`] or failure.
    Start {
        /// The job's number.
        job: JobId,
        /// The page's build, compared with the engine's.
        build: String,
        /// Which device to use.
        wish: DeviceWish,
        /// Address of the folder `models/`, with a slash at its end.
        models: String,
        /// Address of the folder `data/`, with a slash at its end. Nothing of it is loaded
        /// before a job needs it.
        data: String,
    },
    /// Judge images, one [`Event::Prediction`], [`Event::Refused`] or
    /// [`Event::Unread`](super::Event::Unread) each.
    Predict {
        /// The job's number.
        job: JobId,
        /// The images.
        uploads: Vec<Upload>,
    },
    /// Judge images of which only the numbers are wanted, like [`Request::Predict`]: of the film
    /// there is the first frame alone, no side longer than [`THUMBNAIL_SIDE`], and there are no
    /// reconstructions. That is a twentieth of what a prediction weighs.
    PredictBriefly {
        /// The job's number.
        job: JobId,
        /// The images.
        uploads: Vec<Upload>,
    },
    /// Find out which parts of an image the classifier's answer depends on: one
    /// [`Event::Explained`](super::Event::Explained).
    Explain {
        /// The job's number.
        job: JobId,
        /// What the networks saw: 784 grey values.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        /// [`Prediction::canvas`](super::Prediction::canvas), for the classifier for photos.
        #[serde(with = "serde_bytes")]
        canvas: Vec<u8>,
        /// The classifiers that are asked.
        by: AnsweredBy,
    },
    /// Judge images that are no files with the shipped networks: one
    /// [`Event::Judged`](super::Event::Judged).
    Judge {
        /// The job's number.
        job: JobId,
        /// What the networks see: 784 grey values an image.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
    },
    /// Take training steps from the loaded weights on one batch and report its loss in
    /// [`Event::Losses`]. The loaded weights stay as they are.
    FineTune {
        /// The job's number.
        job: JobId,
        /// `labels.len() × 784` grey values.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        /// A label an image, 0 to 9.
        labels: Vec<u8>,
        /// Steps to take.
        steps: u32,
    },
    /// Measure the data set: one [`Event::Survey`].
    Survey {
        /// The job's number.
        job: JobId,
    },
    /// Look at images of the data set: one [`Event::Images`].
    Images {
        /// The job's number.
        job: JobId,
        /// Of which part.
        part: Part,
        /// Which ones.
        pick: Pick,
    },
    /// Run a network over a part of the data set: one [`Event::Assessed`].
    Assess {
        /// The job's number.
        job: JobId,
        /// Which network.
        model: ModelRef,
        /// Over which part.
        part: Part,
    },
    /// Time a network's forward pass on noise, warm: one [`Event::Timed`](super::Event::Timed).
    Time {
        /// The job's number.
        job: JobId,
        /// Which network.
        model: ModelRef,
        /// Images at once.
        count: u32,
        /// How often.
        repeats: u32,
    },
    /// Open a training run: one [`Event::Opened`], then [`Event::Stepped`],
    /// [`Event::Validated`], [`Event::FeatureMaps`] and [`Event::Checkpoint`] as it goes. One run
    /// is open at a time; other jobs are answered between its steps.
    Train {
        /// The job's number.
        job: JobId,
        /// What to train and how.
        config: Box<RunConfig>,
        /// The run file or weights file to start from, for [`crate::run::Start::Own`].
        #[serde(with = "serde_bytes")]
        weights: Vec<u8>,
        /// The visitor's own pictures.
        own: Vec<OwnPicture>,
        /// Whether to begin at once.
        is_playing: bool,
    },
    /// Open a run where its file was written, like [`Request::Train`].
    Resume {
        /// The job's number.
        job: JobId,
        /// The run file, as [`Event::Checkpoint`] gave it.
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        /// Whether to go on at once.
        is_playing: bool,
    },
    /// Steer the run that `job` opened.
    Steer {
        /// The run's job.
        job: JobId,
        /// What to do.
        steer: Steer,
    },
    /// Write the network of a run file in another format: one [`Event::File`].
    Export {
        /// The job's number.
        job: JobId,
        /// The run file.
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        /// As what.
        format: FileFormat,
    },
    /// From now on judge with this classifier, or an autoencoder in the place of its class's; or
    /// with the shipped networks again: one [`Event::Adopted`].
    Adopt {
        /// The job's number.
        job: JobId,
        /// The network; none for all the shipped ones.
        model: Option<ModelRef>,
    },
    /// Open a simulated production: [`Event::ProductionOpened`](super::Event::ProductionOpened),
    /// then [`Event::Produced`](super::Event::Produced) as it goes, until it is cancelled. One is
    /// open at a time: another takes its place. Other jobs are answered between its records.
    Produce {
        /// The job's number.
        job: JobId,
        /// What is to be produced.
        plan: Box<ProductionPlan>,
    },
    /// Conduct the production that `job` opened.
    Conduct {
        /// The production's job.
        job: JobId,
        /// What to do.
        conduct: Conduct,
    },
    /// Open the training of a generator: one [`Event::GanOpened`](super::Event::GanOpened), then
    /// [`Event::GanStepped`](super::Event::GanStepped) and [`Event::Checkpoint`] as it goes. One of
    /// its kind is open at a time; other jobs are answered between its steps.
    TrainGan {
        /// The job's number.
        job: JobId,
        /// What to train and how.
        config: Box<GanConfig>,
        /// Whether to begin at once.
        is_playing: bool,
    },
    /// Open the training of a generator where its file was written.
    ResumeGan {
        /// The job's number.
        job: JobId,
        /// The file, as [`Event::Checkpoint`] gave it.
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        /// Whether to go on at once.
        is_playing: bool,
    },
    /// Steer the training of a generator that `job` opened.
    SteerGan {
        /// The training's job.
        job: JobId,
        /// What to do.
        steer: GanSteer,
    },
    /// Draw images: one [`Event::Generated`](super::Event::Generated).
    Generate {
        /// The job's number.
        job: JobId,
        /// Who draws.
        generator: GeneratorRef,
        /// From which codes.
        codes: Codes,
        /// Whether to find the training image that each is nearest to.
        has_neighbours: bool,
    },
    /// Measure how good the images of a generator are: one
    /// [`Event::GeneratorAssessed`](super::Event::GeneratorAssessed).
    AssessGenerator {
        /// The job's number.
        job: JobId,
        /// Who draws.
        generator: GeneratorRef,
    },
    /// Compare remedies for a rare class: one [`Event::Compared`](super::Event::Compared) a training,
    /// progress counted in steps of all trainings.
    Compare {
        /// The job's number.
        job: JobId,
        /// What all of them have in common.
        plan: Box<ComparisonPlan>,
    },
    /// End a job early. A job that is unknown or over is left alone.
    Cancel {
        /// The job to end.
        job: JobId,
    },
    /// Panic on purpose, so that the restart can be tested.
    Panic,
}
