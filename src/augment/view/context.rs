//! What the parts of the page share: the form's draft, the training, which generator is asked, and the address.

use std::time::Duration;

use dataset::Imbalance;
use leptos::prelude::*;
use protocol::comparison::Figure;
use protocol::gan::GanConfig;

use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::augment::state::{
    Asking, Draft, DraftError, GanRun, GanTraining, Origin, Source, use_asking, use_gan_training,
    use_generators,
};

/// A choice that has not changed for this long is kept in the address.
const SETTLED: Duration = Duration::from_millis(400);

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct AugmentContext {
    /// The training of a generator.
    pub training: GanTraining,
    /// What generators are asked for.
    pub asking: Asking,
    /// The form as it is being filled in.
    pub draft: RwSignal<Draft>,
    /// What the form reads as.
    pub config: Memo<Result<GanConfig, DraftError>>,
    /// The class of the form, and what is left of it.
    pub minority: Memo<Imbalance>,
    /// The figure that remedies are compared by.
    pub figure: RwSignal<Figure>,
    /// Frames of the film.
    pub frames: Memo<usize>,
    /// The frame that is looked at; none for the newest.
    pub frame: RwSignal<Option<usize>>,
    /// The generator that is asked, where there is one.
    pub origin: Memo<Option<Origin>>,
    /// The generators that can be asked.
    pub origins: Memo<Vec<Origin>>,
    chosen: RwSignal<Option<Source>>,
}

impl AugmentContext {
    /// A value of the training that changes only when the value does.
    pub fn of_run<T>(self, value: impl Fn(&GanRun) -> T + Send + Sync + 'static) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let run = self.training.run();
        Memo::new(move |_| run.with(|run| run.as_ref().map(&value)))
    }

    /// Asks this generator from now on.
    pub fn choose(self, source: Source) {
        self.chosen.set(Some(source));
    }

    /// Goes through the film.
    pub fn turn(self, by: i64) {
        let count = self.frames.get_untracked();
        self.frame.update(|frame| *frame = turned(*frame, by, count));
    }
}

/// The frame so many further on; the newest is none. It stops at both ends.
pub fn turned(frame: Option<usize>, by: i64, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    let to = (frame.unwrap_or(last).min(last) as i64).saturating_add(by).clamp(0, last as i64);
    Some(to as usize).filter(|to| *to < last)
}

/// Makes the signals for the parts of the page.
pub fn provide_context_of_augment() {
    let (lang, address) = (use_lang(), use_address());
    let (training, asking, generators) = (use_gan_training(), use_asking(), use_generators());
    let search = address.search();
    let first = search.with_untracked(|search| address::minority(search));
    let draft = RwSignal::new(Draft::of(first, lang.get_untracked()));
    let minority = Memo::new(move |_| draft.with(|draft| draft.minority));
    let figure = RwSignal::new(search.with_untracked(|search| address::figure(search)));
    keep_address(minority, figure);
    let run = training.run();
    let frames =
        Memo::new(move |_| run.with(|run| run.as_ref().map_or(0, |run| run.record.frames.len())));
    let chosen = RwSignal::new(None);
    let origins = Memo::new(move |_| {
        let shipped = generators.with(|card| {
            let all = card.here().map(|card| card.generators.as_slice()).unwrap_or_default();
            all.iter().map(|card| Source::Shipped(card.config.class)).collect::<Vec<_>>()
        });
        let all = std::iter::once(Source::Own).chain(shipped);
        all.filter_map(|source| asking.origin(source)).collect::<Vec<_>>()
    });
    let origin = Memo::new(move |_| {
        let wanted = chosen.get();
        origins.with(|origins| {
            let found = origins.iter().find(|origin| Some(origin.source) == wanted);
            found.or_else(|| origins.first()).copied()
        })
    });
    provide_context(AugmentContext {
        training,
        asking,
        draft,
        config: Memo::new(move |_| draft.with(Draft::read)),
        minority,
        figure,
        frames,
        frame: RwSignal::new(None),
        origin,
        origins,
        chosen,
    });
}

/// Keeps class, share and figure in the address as they are changed here.
fn keep_address(minority: Memo<Imbalance>, figure: RwSignal<Figure>) {
    let address = use_address();
    // A slider speaks many times a second, which browsers do not let an address do.
    let settle = StoredValue::new_local(debounce(SETTLED, move |now: Imbalance| {
        address.set_all(vec![
            (Param::Class, Some(now.class.slug().to_owned())),
            (Param::Keep, Some(now.ratio.to_string())),
        ]);
    }));
    Effect::new(move |before: Option<Imbalance>| {
        let now = minority.get();
        if before.is_some_and(|before| before != now) {
            settle.update_value(|settle| settle(now));
        }
        now
    });
    Effect::new(move |before: Option<Figure>| {
        let now = figure.get();
        if before.is_some_and(|before| before != now) {
            address.set(Param::Figure, address::figure_value(now));
        }
        now
    });
}

/// The shared signals.
pub fn use_augment() -> AugmentContext {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_film_stops_at_both_ends_and_its_end_is_the_newest_frame() {
        assert_eq!(turned(None, -1, 5), Some(3));
        assert_eq!(turned(Some(3), 1, 5), None);
        assert_eq!(turned(None, 1, 5), None);
        assert_eq!(turned(Some(1), -9, 5), Some(0));
        assert_eq!((turned(None, -1, 1), turned(Some(7), -1, 0)), (None, None));
    }
}
