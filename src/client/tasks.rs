//! The kinds of jobs that the page asks for, each with what it brings. Who asks is not known here.

use dataset::{CLASSES, Part};
use gloo_file::Blob;
use leptos::logging::warn;
use policy::decision::{AnsweredBy, Policy};
use protocol::comparison::{ComparisonPlan, ComparisonTrial};
use protocol::gan::{Codes, GanConfig, GanOpened, GanQuality, GanStepped, GeneratorRef, Neighbour};
use protocol::messages::{
    Answers, Body, Event, FileFormat, LayerMaps, ModelRef, Opened, OwnPicture, Pick, Prediction,
    Produced, ProductionPlan, Reconstructions, Request, Stepped, Survey, Upload,
};
use protocol::run::{RunConfig, Validation};
use vision::cutout::Guidance;
use vision::occlusion::Explanation;
use vision::photo::PhotoError;

use super::job::Task;

/// Tasks whose request carries what they are given, and whose answer is one kind of event.
macro_rules! tasks {
    ($(
        $(#[$doc:meta])*
        $name:ident($($given:ident: $type:ty),*) -> $answer:ty = $request:ident, $event:pat => $value:expr;
    )*) => {$(
        $(#[$doc])*
        pub fn $name($($given: $type),*) -> Task<$answer> {
            let read = |event| if let $event = event { Some($value) } else { None };
            Task::new(move |job| Request::$request { job, $($given),* }, read)
        }
    )*};
}

tasks! {
    /// Gets images of the data set.
    images(part: Part, pick: Pick) -> Images =
        Images, Event::Images { places, labels, pixels, total, .. } => Images { places, labels, pixels, total };
    /// Measures the data set.
    survey() -> Survey = Survey, Event::Survey { survey, .. } => *survey;
    /// Runs a network over a part of the data set.
    assess(model: ModelRef, part: Part) -> Assessed =
        Assess, Event::Assessed { labels, details, answers, elapsed_ms, .. } => Assessed { labels, details, answers, elapsed_ms };
    /// Finds out what an answer of these classifiers depends on, from the 784 grey values of its image and
    /// from what that for photos saw.
    explain(pixels: Vec<u8>, canvas: Vec<u8>, by: AnsweredBy) -> Explanation = Explain, Event::Explained { explanation, .. } => *explanation;
    /// Has the shipped networks judge images of 784 grey values each.
    judge(pixels: Vec<u8>) -> Judged =
        Judge, Event::Judged { probabilities, errors, .. } => Judged { probabilities, errors };
    /// Writes the network of a run file in another format.
    export(file: Vec<u8>, format: FileFormat) -> Vec<u8> = Export, Event::File { bytes, .. } => bytes;
    /// Draws images, with the training image that each is nearest to where that is wanted.
    generate(generator: GeneratorRef, codes: Codes, has_neighbours: bool) -> Generated =
        Generate, Event::Generated { pixels, neighbours, .. } => Generated { pixels, neighbours };
    /// Measures how good the images of a generator are.
    assess_generator(generator: GeneratorRef) -> GanQuality =
        AssessGenerator, Event::GeneratorAssessed { quality, .. } => *quality;
    /// Compares remedies for a rare class, a training after the other.
    compare(plan: Box<ComparisonPlan>) -> Compared =
        Compare, Event::Compared { counts, trial, .. } => Compared { counts, trial };
    /// Has another network judge; none for the shipped ones.
    adopt(model: Option<ModelRef>) -> () = Adopt, Event::Adopted { .. } => ();
}

/// A picture that is to be judged.
pub struct Picture {
    /// Its number.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// The encoded file.
    pub file: Blob,
    /// How it is to be looked at.
    pub guidance: Guidance,
}

/// Why a picture cannot be judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The engine refused it, or it is too large.
    Photo(PhotoError),
    /// The browser could not read the file.
    Unreadable,
    /// The engine stopped at it twice.
    Lost,
}

/// What became of a picture, with its number.
pub type Fate = (u32, Result<Box<Prediction>, Refusal>);

/// Has pictures judged, each with all its views or, briefly, with a small one. Their files are read
/// by the engine.
pub fn predict(pictures: Vec<Picture>, is_brief: bool) -> Task<Fate> {
    let (mut uploads, mut files) = (Vec::new(), Vec::new());
    for (place, Picture { id, name, file, guidance }) in (0..).zip(pictures) {
        uploads.push(Upload { id, name, body: Body::Beside(place), guidance });
        files.push(file);
    }
    let request = move |job| match is_brief {
        true => Request::PredictBriefly { job, uploads },
        false => Request::Predict { job, uploads },
    };
    let task = Task::new(request, |event| match event {
        Event::Prediction { prediction, .. } => Some((prediction.id, Ok(prediction))),
        Event::Refused { id, error, .. } => {
            if let Some(cause) = error.cause() {
                warn!("picture {id} was refused: {cause}");
            }
            Some((id, Err(Refusal::Photo(error))))
        }
        Event::Unread { id, .. } => Some((id, Err(Refusal::Unreadable))),
        _ => None,
    });
    task.with_files(files)
}

/// Images of the data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// Their places in the part.
    pub places: Vec<u32>,
    /// Their labels.
    pub labels: Vec<u8>,
    /// 784 grey values each.
    pub pixels: Vec<u8>,
    /// How many the pick has in all, of which these may be some.
    pub total: u32,
}

/// What a network gave over a part of the data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The part's true labels, in order.
    pub labels: Vec<u8>,
    /// The images' own [`detail`](policy::quality::detail), in order.
    pub details: Vec<f32>,
    /// What the network gave for each.
    pub answers: Answers,
    /// Time that the networks took, readback included, in milliseconds.
    pub elapsed_ms: f64,
}

/// What the shipped networks make of images that are no files.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Calibrated class probabilities of each image.
    pub probabilities: Vec<[f32; CLASSES]>,
    /// Mean squared reconstruction error of each image by each class's autoencoder.
    pub errors: Vec<[f32; CLASSES]>,
}

/// Images that were drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// 784 grey values each.
    pub pixels: Vec<u8>,
    /// The training image that each is nearest to, where that was asked.
    pub neighbours: Vec<Neighbour>,
}

/// What one training of a comparison gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Training images that were left of each class.
    pub counts: [u32; CLASSES],
    /// The training.
    pub trial: ComparisonTrial,
}

/// What comes of the training of a generator.
#[derive(Clone, Debug, PartialEq)]
pub enum GanNews {
    /// It is open, and this is where it stands.
    Opened(Box<GanOpened>),
    /// It went on, or was held or set going.
    Stepped(GanStepped),
    /// Everything that is needed to go on with it.
    Checkpoint {
        /// Steps that the generator had taken.
        step: u64,
        /// The file.
        file: Vec<u8>,
    },
}

fn gan_news(event: Event) -> Option<GanNews> {
    Some(match event {
        Event::GanOpened { opened, .. } => GanNews::Opened(opened),
        Event::GanStepped { stepped, .. } => GanNews::Stepped(stepped),
        Event::Checkpoint { step, file, .. } => GanNews::Checkpoint { step, file },
        _ => return None,
    })
}

/// Opens the training of a generator.
pub fn train_gan(config: GanConfig, is_playing: bool) -> Task<GanNews> {
    let config = Box::new(config);
    Task::new(move |job| Request::TrainGan { job, config, is_playing }, gan_news)
}

/// Opens the training of a generator where its file was written.
pub fn resume_gan(file: Vec<u8>, is_playing: bool) -> Task<GanNews> {
    Task::new(move |job| Request::ResumeGan { job, file, is_playing }, gan_news)
}

/// What comes of a training run.
#[derive(Clone, Debug, PartialEq)]
pub enum RunNews {
    /// It is open, and this is where it stands.
    Opened(Box<Opened>),
    /// It took steps, or was held or set going.
    Stepped(Stepped),
    /// It was measured on the live validation images.
    Validated {
        /// What was measured.
        validation: Validation,
        /// What an autoencoder makes of some of them; none for a classifier.
        reconstructions: Option<Box<Reconstructions>>,
    },
    /// What each convolution makes of the watched image.
    FeatureMaps {
        /// Steps that had been taken.
        step: u64,
        /// The watched image: 784 grey values.
        image: Vec<u8>,
        /// The maps, first layer first.
        layers: Vec<LayerMaps>,
    },
    /// Everything that is needed to go on with it.
    Checkpoint {
        /// Steps that had been taken.
        step: u64,
        /// The run file.
        file: Vec<u8>,
    },
}

fn run_news(event: Event) -> Option<RunNews> {
    Some(match event {
        Event::Opened { opened, .. } => RunNews::Opened(opened),
        Event::Stepped { stepped, .. } => RunNews::Stepped(stepped),
        Event::Validated { validation, reconstructions, .. } => {
            RunNews::Validated { validation, reconstructions }
        }
        Event::FeatureMaps { step, image, layers, .. } => {
            RunNews::FeatureMaps { step, image, layers }
        }
        Event::Checkpoint { step, file, .. } => RunNews::Checkpoint { step, file },
        _ => return None,
    })
}

/// Opens a training run; see [`Request::Train`].
pub fn train(
    config: Box<RunConfig>,
    weights: Vec<u8>,
    own: Vec<OwnPicture>,
    is_playing: bool,
) -> Task<RunNews> {
    Task::new(move |job| Request::Train { job, config, weights, own, is_playing }, run_news)
}

/// Opens a training run where its file was written.
pub fn resume(file: Vec<u8>, is_playing: bool) -> Task<RunNews> {
    Task::new(move |job| Request::Resume { job, file, is_playing }, run_news)
}

/// What comes of a simulated production.
#[derive(Clone, Debug, PartialEq)]
pub enum ProductionNews {
    /// It is open. How long undisturbed images take on this device, image by image, in
    /// milliseconds.
    Opened(Vec<f64>),
    /// It went on, or was held or set going.
    Produced {
        /// The records since the last such news, in order without gaps.
        records: Vec<Produced>,
        /// Records a second of late; 0 while it holds still.
        per_second: f64,
        /// Whether it goes on.
        is_playing: bool,
    },
    /// From a record on another production logic decides.
    PolicyChanged {
        /// The first record that it decides.
        from: u64,
        /// The logic.
        policy: Box<Policy>,
    },
}

/// Opens a simulated production.
pub fn produce(plan: ProductionPlan) -> Task<ProductionNews> {
    let plan = Box::new(plan);
    Task::new(
        move |job| Request::Produce { job, plan },
        |event| {
            Some(match event {
                Event::ProductionOpened { baseline_ms, .. } => ProductionNews::Opened(baseline_ms),
                Event::Produced { records, per_second, is_playing, .. } => {
                    ProductionNews::Produced { records, per_second, is_playing }
                }
                Event::PolicyChanged { from, policy, .. } => {
                    ProductionNews::PolicyChanged { from, policy }
                }
                _ => return None,
            })
        },
    )
}
