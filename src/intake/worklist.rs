//! Which files the engine gets next, and what happens to them when it is lost. Pure; it knows no
//! more of a file than where it stands.

/// Files in one job: as many as the engine judges at once, and few, so that cancelling is quick
/// and little is in memory.
const CHUNK: usize = 16;
/// A file at which the engine was lost this often is left out.
const MAX_LOSSES: u8 = 2;

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its turn is to come.
    Waiting,
    /// The engine has it.
    InWork,
    /// It was judged, refused, stopped or left out.
    Over,
}

/// A file on a worklist.
pub trait Entry {
    /// Its number.
    fn id(&self) -> u32;
    /// Where it stands.
    fn stage(&self) -> Stage;
    /// How often the engine was lost while it had this file.
    fn losses(&self) -> u8;
    /// Counts one more of them.
    fn count_loss(&mut self);
    /// Brings it to a stage. It is over in this way where the engine was lost with it too often.
    fn reach(&mut self, stage: Stage);
}

/// Takes the files of the next job, in order: those in work now. The one that is wanted `first` goes
/// alone. After a loss they go one by one, so that the one that ends the engine is found and the
/// others are not lost with it.
pub fn next_chunk(entries: &mut [impl Entry], first: Option<u32>) -> Vec<u32> {
    if !has_chunk(entries) {
        return Vec::new();
    }
    let waiting = entries.iter().filter(|entry| entry.stage() == Stage::Waiting);
    let wanted = waiting.clone().find(|entry| Some(entry.id()) == first && entry.losses() == 0);
    let alone = wanted.or_else(|| waiting.clone().next().filter(|entry| entry.losses() > 0));
    let chunk: Vec<u32> = match alone {
        Some(entry) => vec![entry.id()],
        None => {
            let unsuspected = waiting.take_while(|entry| entry.losses() == 0);
            unsuspected.take(CHUNK).map(|entry| entry.id()).collect()
        }
    };
    let taken = entries.iter_mut().filter(|entry| chunk.contains(&entry.id()));
    taken.for_each(|entry| entry.reach(Stage::InWork));
    chunk
}

/// Whether there is something for a next job. While one is under way that may end the engine,
/// nothing else is put at stake.
pub fn has_chunk<E: Entry>(entries: &[E]) -> bool {
    let has = |stage| entries.iter().any(|entry| entry.stage() == stage);
    let is_suspect = |entry: &E| entry.losses() > 0 && entry.stage() != Stage::Over;
    has(Stage::Waiting) && !(has(Stage::InWork) && entries.iter().any(is_suspect))
}

/// The engine is gone with these: those that it had wait once more.
pub fn lose(entries: &mut [impl Entry], ids: &[u32]) {
    for entry in in_work(entries, ids) {
        entry.count_loss();
        let is_hopeless = entry.losses() >= MAX_LOSSES;
        entry.reach(if is_hopeless { Stage::Over } else { Stage::Waiting });
    }
}

/// The engine went before it got these: that is not their fault.
pub fn put_back(entries: &mut [impl Entry], ids: &[u32]) {
    in_work(entries, ids).for_each(|entry| entry.reach(Stage::Waiting));
}

fn in_work<'a, E: Entry>(entries: &'a mut [E], ids: &'a [u32]) -> impl Iterator<Item = &'a mut E> {
    let is_it = move |entry: &&mut E| entry.stage() == Stage::InWork && ids.contains(&entry.id());
    entries.iter_mut().filter(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct File {
        id: u32,
        stage: Stage,
        losses: u8,
    }

    impl Entry for File {
        fn id(&self) -> u32 {
            self.id
        }

        fn stage(&self) -> Stage {
            self.stage
        }

        fn losses(&self) -> u8 {
            self.losses
        }

        fn count_loss(&mut self) {
            self.losses += 1;
        }

        fn reach(&mut self, stage: Stage) {
            self.stage = stage;
        }
    }

    fn files(count: u32) -> Vec<File> {
        (0..count).map(|id| File { id, stage: Stage::Waiting, losses: 0 }).collect()
    }

    #[test]
    fn files_go_in_order_and_once() {
        let mut files = files(CHUNK as u32 + 2);
        assert_eq!(next_chunk(&mut files, None), (0..CHUNK as u32).collect::<Vec<_>>());
        assert_eq!(next_chunk(&mut files, None), [CHUNK as u32, CHUNK as u32 + 1]);
        assert!(next_chunk(&mut files, None).is_empty());
    }

    #[test]
    fn what_could_not_be_sent_waits_again_in_order() {
        let mut files = files(3);
        next_chunk(&mut files, None);
        put_back(&mut files, &[0, 1, 2]);
        assert_eq!(next_chunk(&mut files, None), [0, 1, 2]);
    }

    #[test]
    fn after_a_loss_files_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut files = files(2);
        next_chunk(&mut files, None);
        lose(&mut files, &[0, 1]);
        assert_eq!(next_chunk(&mut files, Some(1)), [0], "a suspect goes in its turn");
        assert!(next_chunk(&mut files, None).is_empty(), "nothing goes beside a suspect");
        lose(&mut files, &[0, 1]);
        assert_eq!((files[0].stage, files[1].stage), (Stage::Over, Stage::Waiting));
        assert_eq!(next_chunk(&mut files, None), [1]);
    }
}
