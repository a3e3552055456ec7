//! Every word of the engine and every wish of the visitor, one after another.

use protocol::messages::Phase;
use protocol::run::{ConfigError, Preset, RunRecord, Score};

use super::*;

fn id(number: u64) -> RunId {
    number.into()
}

fn named(number: u64, name: &str) -> RunView {
    let config = RunConfig { name: name.into(), ..Preset::Quick.config(42) };
    RunView::new(id(number), config)
}

fn opened(step: u64, losses: &[f32]) -> Word<RunNews> {
    let record = RunRecord { losses: losses.to_vec(), ..RunRecord::default() };
    let opened = Opened {
        config: Preset::Quick.config(42),
        record,
        images: 5_000,
        counts: [500; 10],
        own: 0,
        parameters: 1_000,
        steps_per_epoch: 79,
        steps: 4,
        step,
        is_playing: true,
    };
    Word::Item(RunNews::Opened(Box::new(opened)))
}

fn stepped(step: u64, losses: &[f32], is_playing: bool) -> Word<RunNews> {
    let stepped = Stepped {
        live_bytes: 0,
        gpu_bytes: None,
        step,
        losses: losses.to_vec(),
        hits: losses.iter().map(|_| 32).collect(),
        rate: 0.01,
        images_per_second: 640.0,
        seconds: 0.5,
        seconds_left: Some(9.0),
        is_playing,
    };
    Word::Item(RunNews::Stepped(stepped))
}

fn checkpoint(step: u64) -> Word<RunNews> {
    Word::Item(RunNews::Checkpoint { step, file: vec![step as u8] })
}

fn validation(step: u64, auc: f64) -> Validation {
    let score = Score::Autoencoder { loss: 0.1, auc };
    Validation { step, score, own_loss: None, own_hits: None }
}

/// A book with run 1, which the engine has opened.
fn open_book() -> Runs {
    let mut book = Runs::default();
    book.add(named(1, "First"), None);
    book.hear(&id(1), opened(0, &[]));
    book
}

fn run(book: &Runs) -> &RunView {
    book.run(&id(1)).unwrap()
}

#[test]
fn the_newest_run_comes_first_whatever_the_order_of_loading() {
    let mut book = Runs::default();
    for number in [9, 11, 10] {
        book.add(named(number, "x"), None);
    }
    let ids: Vec<&str> = book.runs().iter().map(|run| run.id.0.as_str()).collect();
    assert_eq!(ids, ["11", "10", "9"]);
}

#[test]
fn an_opening_run_shows_its_progress_and_an_open_one_its_numbers_and_own_name() {
    let mut book = Runs::default();
    book.add(named(1, "Mine"), None);
    let progress = Progress { phase: Phase::LoadingData, done: 3, total: 9 };
    let progress = Word::Progress(progress);
    assert_eq!(book.hear(&id(1), progress.clone()), []);
    assert_eq!(run(&book).state, RunState::Opening(Some((Phase::LoadingData, 3, 9))));
    let effects = book.hear(&id(1), opened(0, &[]));
    assert_eq!(effects, [Effect::Keep(None), Effect::Ready, Effect::Quiet(false)]);
    assert_eq!((run(&book).images, run(&book).steps, run(&book).parameters), (5_000, 4, 1_000));
    assert_eq!(run(&book).config.name, "Mine");
    book.hear(&id(1), progress);
    assert!(run(&book).is_playing(), "progress of the training itself does not reopen it");
}

#[test]
fn steps_are_added_to_the_curve() {
    let mut book = open_book();
    book.hear(&id(1), stepped(2, &[2.0, 1.5], true));
    let effects = book.hear(&id(1), stepped(3, &[1.25], false));
    assert_eq!(effects, [Effect::Quiet(true)], "a run that is held may be silent");
    let run = run(&book);
    assert_eq!(
        (&run.record.losses[..], &run.record.hits[..]),
        (&[2.0, 1.5, 1.25][..], &[32; 3][..])
    );
    assert_eq!((run.step, run.record.seconds, run.is_playing()), (3, 0.5, false));
}

#[test]
fn a_measurement_is_added_once_for_each_step() {
    let mut book = open_book();
    for (step, auc) in [(0, 0.5), (2, 0.7), (2, 0.8)] {
        let reconstructions = (step == 2).then(Box::default);
        let validation = validation(step, auc);
        let news = RunNews::Validated { validation, reconstructions };
        let effects = book.hear(&id(1), Word::Item(news));
        assert_eq!(effects.len(), usize::from(step == 2));
    }
    assert_eq!(run(&book).record.validations, [validation(0, 0.5), validation(2, 0.8)]);
}

#[test]
fn a_checkpoint_is_kept_with_its_step() {
    let mut book = open_book();
    let effects = book.hear(&id(1), checkpoint(3));
    assert_eq!(effects, [Effect::Keep(Some(vec![3])), Effect::Saved]);
    assert_eq!(run(&book).saved_step, Some(3));
}

#[test]
fn a_run_that_is_done_is_finished_only_with_all_its_steps() {
    for (step, state) in [(4, RunState::Finished), (3, RunState::Stopped)] {
        let mut book = open_book();
        book.hear(&id(1), stepped(step, &[1.0], true));
        let effects = book.end(&id(1), End::Done);
        assert_eq!(effects, [Effect::Keep(None), Effect::Closed]);
        assert_eq!(run(&book).state, state);
        let can_resume = state == RunState::Stopped;
        assert_eq!(book.reopen(&id(1)), can_resume);
    }
}

#[test]
fn a_lost_run_goes_on_from_its_newest_checkpoint() {
    let mut book = open_book();
    book.hear(&id(1), stepped(2, &[3.0, 2.0], true));
    book.hear(&id(1), checkpoint(2));
    book.hear(&id(1), stepped(3, &[1.0], true));
    let notice = Notice::Lost { name: "First".into(), saved_step: Some(2) };
    assert_eq!(book.end(&id(1), End::Lost), [Effect::Tell(notice), Effect::Closed]);
    assert_eq!(run(&book).state, RunState::Interrupted);
    assert_eq!(run(&book).record.steps(), 3, "what was seen stays until it is resumed");
    assert!(book.reopen(&id(1)));
    assert_eq!((run(&book).record.steps(), run(&book).step), (2, 2));
    assert_eq!(run(&book).state, RunState::Opening(None));
    book.hear(&id(1), opened(2, &[3.0, 2.0]));
    book.hear(&id(1), stepped(4, &[0.5, 0.25], true));
    assert_eq!(run(&book).record.losses, [3.0, 2.0, 0.5, 0.25]);
}

#[test]
fn a_run_without_a_checkpoint_begins_anew() {
    let mut book = open_book();
    book.hear(&id(1), stepped(2, &[3.0, 2.0], true));
    book.end(&id(1), End::Lost);
    assert!(book.reopen(&id(1)));
    assert_eq!((run(&book).record.steps(), run(&book).step), (0, 0));
}

#[test]
fn an_open_run_is_not_opened_twice() {
    let mut book = open_book();
    assert!(!book.reopen(&id(1)));
    assert!(!book.reopen(&id(9)));
}

#[test]
fn a_cancelled_run_waits_to_be_resumed() {
    let mut book = open_book();
    assert_eq!(book.end(&id(1), End::Cancelled), [Effect::Closed]);
    assert_eq!(run(&book).state, RunState::Interrupted);
}

fn fail(book: &mut Runs, error: JobError) -> Vec<Effect> {
    book.end(&id(1), End::Failed(error))
}

fn told(name: &str, error: JobError) -> Effect {
    Effect::Tell(Notice::Failed { name: name.into(), error })
}

#[test]
fn a_run_that_fails_is_kept_and_the_reason_told() {
    let damaged = JobError::Damaged { file: "run".into(), reason: "cut off".into() };
    let other =
        JobError::OtherVersion { file: "run".into(), expected: "1".into(), found: "2".into() };
    for error in [JobError::Diverged { step: 3 }, JobError::Busy, damaged, other] {
        let mut book = open_book();
        assert_eq!(fail(&mut book, error.clone()), [told("First", error), Effect::Closed]);
        assert_eq!(run(&book).state, RunState::Interrupted);
    }
}

#[test]
fn settings_that_cannot_be_run_leave_no_run() {
    let mut book = Runs::default();
    book.add(named(1, "First"), Some(id(7)));
    let error = JobError::Config(ConfigError::Shape);
    let effects = fail(&mut book, error.clone());
    assert_eq!(effects, [Effect::Forget, told("First", error.clone()), Effect::Closed]);
    assert!(book.runs().is_empty() && book.origin(&id(1)).is_none());
    let mut book = open_book();
    fail(&mut book, error);
    assert_eq!(run(&book).state, RunState::Interrupted, "what was trained stays");
}

fn importing() -> Runs {
    let mut book = Runs::default();
    book.add(named(0, "mine"), None);
    book.begin_import(Import { id: id(1), name: "mine.run.bpk".into(), file: vec![5] });
    book
}

#[test]
fn an_imported_file_becomes_a_run_once_it_is_open() {
    let mut book = importing();
    assert_eq!(book.runs().len(), 1);
    let effects = book.hear(&id(1), opened(3, &[3.0, 2.0, 1.0]));
    assert_eq!(effects[0], Effect::Keep(Some(vec![5])));
    let run = run(&book);
    assert_eq!((run.config.name.as_str(), run.saved_step, run.step), ("mine 2", Some(3), 3));
    assert_eq!(run.record.losses, [3.0, 2.0, 1.0]);
    assert!(!book.is_importing());
}

#[test]
fn a_file_that_cannot_be_imported_leaves_nothing_but_a_notice() {
    let error = JobError::Damaged { file: "file".into(), reason: "cut off".into() };
    let mut book = importing();
    assert_eq!(fail(&mut book, error.clone()), [told("mine.run.bpk", error), Effect::Closed]);
    assert_eq!((book.runs().len(), book.import(&id(1))), (1, None));
    let mut book = importing();
    let lost = Notice::ImportLost { name: "mine.run.bpk".into() };
    assert_eq!(book.end(&id(1), End::Lost), [Effect::Tell(lost), Effect::Closed]);
    assert_eq!(book.import(&id(1)), None);
    let mut book = importing();
    book.interrupt(&id(1));
    assert_eq!(book.hear(&id(1), opened(0, &[])), [], "the visitor took it back");
    assert_eq!(book.runs().len(), 1);
}

#[test]
fn a_removed_run_comes_back_interrupted_and_hears_nothing_meanwhile() {
    let mut book = open_book();
    book.add(named(2, "Second"), Some(id(1)));
    assert_eq!(book.remove(&id(1)), None);
    assert_eq!(book.hear(&id(1), checkpoint(3)), []);
    assert_eq!(book.end(&id(1), End::Lost), [Effect::Closed]);
    assert_eq!(book.end(&id(1), End::Done), [Effect::Closed]);
    assert_eq!(book.restore(), Some(id(1)));
    assert_eq!(book.restore(), None);
    assert_eq!((run(&book).state.clone(), run(&book).saved_step), (RunState::Interrupted, None));
    book.remove(&id(2));
    assert_eq!(book.restore(), Some(id(2)));
    assert_eq!(book.origin(&id(2)), Some(&id(1)), "where it came from comes back with it");
    book.remove(&id(2));
    assert_eq!(book.remove(&id(1)), Some(id(2)), "only the last removal can be taken back");
    assert_eq!(book.origin(&id(2)), None);
}

#[test]
fn a_new_name_is_kept_apart_from_the_others() {
    let mut book = open_book();
    book.add(named(2, "Second"), None);
    assert!(!book.rename(&id(1), "  "));
    assert!(!book.rename(&id(1), " First "));
    assert!(book.rename(&id(1), "Second"));
    assert_eq!(run(&book).config.name, "Second 2");
    book.hear(&id(1), opened(0, &[]));
    assert_eq!(run(&book).config.name, "Second 2", "the file's name does not win");
}

#[test]
fn a_rate_set_by_hand_is_marked_at_the_next_step() {
    let mut book = open_book();
    book.hear(&id(1), stepped(2, &[3.0, 2.0], true));
    book.set_rate(&id(1), 0.1);
    book.set_rate(&id(1), 0.2);
    assert_eq!(run(&book).record.rates, [RateMark { step: 2, rate: 0.2 }]);
}
