//! What the numbers say against the networks, found by rules, so that other numbers give other conclusions. Pure.

use dataset::Class;
use protocol::comparison::{Arm, Figure};
use simulation::ShiftKind;
use statistics::evaluation::PairedDifference;
use statistics::metrics::{Proportion, per_class, proportion};
use vision::probe_images::Probe;

use crate::facts::{ClassifierFacts, ComparisonFacts, Facts, Origin};

/// A calibration error up to which the confidence is called reliable.
const RELIABLE: f64 = 0.02;
/// A mean confidence so far from the accuracy is called over- or underconfident.
const FAR: f64 = 0.01;
/// The share of wrong images among the accepted ones that is aimed at.
pub const RISK_AIM: f64 = 0.05;
/// Validation accuracy that still rises by so much in the last tenth of a run shows that it ended early.
const STILL_RISING: f64 = 0.005;
/// An estimate without labels that is so far from the truth misleads.
const MISLEADING: f64 = 0.10;
/// Records after which a shift that is noticed is noticed late.
const LATE: u64 = 500;

/// How the confidence of a classifier is wrong before the temperature is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaning {
    /// It is surer than right.
    Over,
    /// It is righter than sure.
    Under,
    /// Neither.
    None,
}

/// Something that the numbers say.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The class that is found least often, and what it is taken for most.
    WeakestClass {
        /// Which class.
        class: Class,
        /// The share of its images that is found.
        recall: Proportion,
        /// What it is taken for most; none where it is never mistaken.
        mistaken: Option<(Class, f64)>,
    },
    /// Whether the confidence can be believed.
    Calibration {
        /// The error with the temperature.
        ece: f64,
        /// The error before.
        before: f64,
        /// Which way it leans before.
        leaning: Leaning,
        /// Whether the error with the temperature is small.
        is_reliable: bool,
    },
    /// A run that ended while it was still learning.
    EndedEarly {
        /// The validation accuracy at its end.
        last: f64,
        /// That of nine tenths of the way.
        before: f64,
    },
    /// A run that saw each image at most once or twice.
    FewEpochs {
        /// Passes over the images.
        epochs: f64,
    },
    /// What a rare class costs.
    Rare {
        /// Which class.
        class: Class,
        /// Its recall with all its images.
        full: f64,
        /// Its recall with few.
        rare: f64,
        /// The accuracy over all classes with all images, and with few.
        accuracies: (f64, f64),
    },
    /// What the policy lets through.
    Policy {
        /// The share that is accepted.
        accepted: Proportion,
        /// The wrong ones among them.
        wrong: Proportion,
    },
    /// The class that the autoencoders tell worst from the others.
    WeakestAutoencoder {
        /// Which class.
        class: Class,
        /// Its area under the ROC curve by reconstruction error.
        error: f64,
        /// That by novelty.
        novelty: f64,
    },
    /// What the quality check misses most.
    MissedProbe {
        /// The kind of image.
        kind: Probe,
        /// The share that it rejects.
        caught: Proportion,
    },
    /// How much less people's photos are worth.
    Photos {
        /// The share of photos that is right.
        right: Proportion,
        /// The accuracy on the data set.
        data_set: f64,
        /// The wrong ones among those accepted.
        wrong: Proportion,
    },
    /// A shift that no detector noticed.
    MissedShift {
        /// Its kind.
        kind: ShiftKind,
        /// The production's name.
        production: String,
    },
    /// A shift that was noticed late.
    LateShift {
        /// Its kind.
        kind: ShiftKind,
        /// Records until then.
        records: u64,
    },
    /// An estimate without labels that missed the truth.
    Misled {
        /// The kind of shift; none where it is not known.
        kind: Option<ShiftKind>,
        /// What was expected.
        estimate: f64,
        /// What was true.
        truth: f64,
    },
    /// Alarms that nothing explains.
    FalseAlarms {
        /// How many.
        alarms: u64,
        /// Records that were watched.
        records: u64,
    },
    /// No production was watched in this visit.
    NoProduction,
    /// What generated images did for a rare class.
    Generator {
        /// Which class.
        class: Class,
        /// The remedy with generated images that did best.
        arm: Arm,
        /// Its gain in F1 over no remedy.
        gain: PairedDifference,
        /// The best remedy without a generator, and its gain.
        rival: (Arm, Option<PairedDifference>),
        /// Whether it beat that remedy; none where the seeds cannot tell.
        beats_rival: Option<bool>,
    },
    /// How much seeds alone move the accuracy.
    Seeds {
        /// Their number.
        seeds: usize,
        /// The lowest and the highest accuracy.
        range: [f64; 2],
    },
}

/// Everything that the numbers say, the classifier first.
pub fn findings(facts: &Facts) -> Vec<Finding> {
    let parts: [fn(&Facts) -> Vec<Finding>; 6] =
        [of_subject, of_imbalance, of_quality, of_photos, of_productions, of_generators];
    parts.into_iter().flat_map(|part| part(facts)).collect()
}

fn of_subject(facts: &Facts) -> Vec<Finding> {
    let Some(subject) = facts.subject() else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(measured) = &subject.measured {
        let recall = |class: Class| {
            let row = &measured.confusion[class.index()];
            proportion(row[class.index()], row.iter().sum())
        };
        let weakest =
            Class::ALL.into_iter().min_by(|a, b| recall(*a).value.total_cmp(&recall(*b).value));
        if let Some(class) = weakest {
            let row = &measured.confusion[class.index()];
            let others = Class::ALL.into_iter().filter(|other| *other != class);
            let most = others.max_by_key(|other| row[other.index()]);
            let share = |other: Class| row[other.index()] as f64 / recall(class).n.max(1) as f64;
            let mistaken =
                most.map(|other| (other, share(other))).filter(|(_, share)| *share > 0.0);
            found.push(Finding::WeakestClass { class, recall: recall(class), mistaken });
        }
        let leaning = match measured.overconfidence {
            far if far > FAR => Leaning::Over,
            far if far < -FAR => Leaning::Under,
            _ => Leaning::None,
        };
        let (ece, before) = (measured.ece, measured.ece_before);
        found.push(Finding::Calibration { ece, before, leaning, is_reliable: ece <= RELIABLE });
    }
    if subject.origin == Origin::Own && subject.training.epochs_done <= 2.0 {
        found.push(Finding::FewEpochs { epochs: subject.training.epochs_done });
    }
    found.extend(ended_early(subject));
    if subject.origin == Origin::Shipped {
        found.extend(
            facts.seeds().map(|(seeds, range)| Finding::Seeds { seeds: seeds.values.len(), range }),
        );
    }
    found
}

/// Whether the validation accuracy still rose at a run's end.
fn ended_early(subject: &ClassifierFacts) -> Option<Finding> {
    use protocol::run::Score;
    let record = subject.record.as_ref()?;
    let accuracies: Vec<(u64, f64)> = record
        .validations
        .iter()
        .filter_map(|validation| match &validation.score {
            Score::Classifier { confusion, .. } => {
                Some((validation.step, statistics::metrics::accuracy(confusion).value))
            }
            Score::Autoencoder { .. } => None,
        })
        .collect();
    let &(end, last) = accuracies.last()?;
    let early = accuracies.iter().rev().find(|(step, _)| step * 10 <= end * 9)?;
    let before = early.1;
    (last - before >= STILL_RISING).then_some(Finding::EndedEarly { last, before })
}

fn of_imbalance(facts: &Facts) -> Vec<Finding> {
    let measured = |origin: Origin, class: Class| {
        let measured = facts.of(origin)?.measured.as_ref()?;
        let recall = per_class(&measured.confusion)[class.index()].recall;
        Some((recall, measured.accuracy.value))
    };
    let rare = facts.of(Origin::Imbalanced).and_then(|own| own.training.rare.first().copied());
    let found = rare.and_then(|rare| {
        let class = rare.class;
        let (full, all) = measured(Origin::Shipped, class)?;
        let (rare, all_rare) = measured(Origin::Imbalanced, class)?;
        Some(Finding::Rare { class, full, rare, accuracies: (all, all_rare) })
    });
    let policy = facts.policy.as_ref().map(|policy| Finding::Policy {
        accepted: policy.accepted(),
        wrong: policy.wrong_among_accepted(),
    });
    found.into_iter().chain(policy).collect()
}

fn of_quality(facts: &Facts) -> Vec<Finding> {
    let autoencoders = facts.card.autoencoders.iter();
    let weakest = autoencoders.min_by(|a, b| a.test_auc.total_cmp(&b.test_auc));
    let weakest = weakest.map(|own| Finding::WeakestAutoencoder {
        class: own.class,
        error: own.test_auc,
        novelty: own.test_novelty_auc,
    });
    let probes = facts.card.probes.caught.iter();
    let missed = probes.min_by(|a, b| a.caught.value.total_cmp(&b.caught.value));
    let missed =
        missed.map(|probe| Finding::MissedProbe { kind: probe.kind, caught: probe.caught });
    weakest.into_iter().chain(missed).collect()
}

fn of_photos(facts: &Facts) -> Vec<Finding> {
    let photos = facts.photos.iter().map(|photos| Finding::Photos {
        right: photos.test.right,
        data_set: facts.card.classifier.test_accuracy.value,
        wrong: photos.test.wrong_among_accepted,
    });
    photos.collect()
}

fn of_productions(facts: &Facts) -> Vec<Finding> {
    if facts.productions.is_empty() {
        return vec![Finding::NoProduction];
    }
    let mut found = Vec::new();
    for production in &facts.productions {
        for shift in production.shifts.iter().flatten() {
            found.push(match shift.noticed {
                None => {
                    Finding::MissedShift { kind: shift.kind, production: production.name.clone() }
                }
                Some((_, at)) if at.saturating_sub(shift.start) > LATE => {
                    Finding::LateShift { kind: shift.kind, records: at - shift.start }
                }
                Some(_) => continue,
            });
        }
        for shift in production.shifts.iter().flatten() {
            let known = shift.accuracies.map(|(_, touched)| touched).zip(shift.estimate);
            found.extend(misled(Some(shift.kind), known));
        }
        if production.shifts.is_none() {
            found.extend(misled(None, production.accuracy.zip(production.estimate)));
        }
        if let Some(alarms) = production.false_alarms.filter(|alarms| *alarms > 0) {
            found.push(Finding::FalseAlarms { alarms, records: production.records });
        }
    }
    found
}

fn misled(kind: Option<ShiftKind>, known: Option<(f64, f64)>) -> Option<Finding> {
    let (truth, estimate) = known?;
    ((estimate - truth).abs() >= MISLEADING).then_some(Finding::Misled { kind, estimate, truth })
}

fn of_generators(facts: &Facts) -> Vec<Finding> {
    let place = Figure::ALL.iter().position(|figure| *figure == Figure::F1);
    let Some(place) = place else { return Vec::new() };
    let of = |own: &ComparisonFacts| {
        let verdict = own.verdict.as_ref()?;
        let beats_rival = match verdict.against_rival {
            Some(PairedDifference { low, .. }) if low > 0.0 => Some(true),
            Some(PairedDifference { high, .. }) if high < 0.0 => Some(false),
            _ => None,
        };
        Some(Finding::Generator {
            class: own.comparison.plan.class,
            arm: verdict.gan.arm,
            gain: verdict.gan.gains[place]?,
            rival: (verdict.rival.arm, verdict.rival.gains[place]),
            beats_rival,
        })
    };
    // The visitor's own comparison, else the shipped study.
    let own = facts.comparisons.iter().rev().find_map(of);
    own.into_iter().collect()
}
