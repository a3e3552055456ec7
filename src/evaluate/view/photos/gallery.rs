//! Small copies of some photos, each with what was said of it.

use std::sync::Arc;

use leptos::prelude::*;
use policy::decision::Verdict;
use protocol::precomputed::{JudgedPhoto, JudgedPhotos, PHOTO_SHEET, SHEET_COLUMNS};
use text::Lang;

use crate::app::preferences::use_lang;
use crate::app::site;
use crate::components::{Segmented, VerdictMark, verdict_class};
use crate::evaluate::view::gallery::{PAGE, Pager, page_of};

/// Which photos are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    All,
    Of(Verdict),
    Mistakes,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::All,
        Self::Of(Verdict::Accept),
        Self::Of(Verdict::Review),
        Self::Of(Verdict::Reject),
        Self::Mistakes,
    ];

    fn name(self, lang: Lang) -> String {
        match self {
            Self::All => lang.photos_show_all().to_owned(),
            Self::Of(verdict) => lang.verdict(verdict).to_owned(),
            Self::Mistakes => lang.photos_show_mistakes().to_owned(),
        }
    }

    fn includes(self, photo: &JudgedPhoto) -> bool {
        match self {
            Self::All => true,
            Self::Of(verdict) => photo.verdict == verdict,
            Self::Mistakes => !is_seen_rightly(photo),
        }
    }
}

/// Whether it was seen as what it shows, which may be none of the ten.
fn is_seen_rightly(photo: &JudgedPhoto) -> bool {
    if photo.is_none() { photo.right.is_empty() } else { photo.is_right() }
}

/// The photos that are shown of a kind, with their places in the picture of all.
fn shown(all: &JudgedPhotos, kind: Kind) -> Vec<(usize, JudgedPhoto)> {
    let photos = all.shown.iter().filter_map(|&place| all.photos.get(usize::from(place)));
    photos
        .enumerate()
        .filter(|(_, photo)| kind.includes(photo))
        .map(|(at, p)| (at, p.clone()))
        .collect()
}

/// The photos.
#[component]
pub fn PhotoGallery(
    /// All that were judged.
    photos: Memo<Option<Arc<JudgedPhotos>>>,
) -> impl IntoView {
    let lang = use_lang();
    let (kind, page) = (RwSignal::new(0_usize), RwSignal::new(0_usize));
    let of_kind = Memo::new(move |_| {
        let kind = Kind::ALL.get(kind.get()).copied().unwrap_or(Kind::All);
        photos.get().map(|all| shown(&all, kind))
    });
    let count = Memo::new(move |_| of_kind.with(|all| all.as_ref().map_or(0, Vec::len)));
    let range = Memo::new(move |_| page_of(page.get(), count.get()));
    let sheet = StoredValue::new(format!("url({})", site::file(&format!("models/{PHOTO_SHEET}"))));
    let tiles = move || {
        let lang = lang.get();
        of_kind.with(|all| {
            let page = all.as_ref().map(|all| &all[range.get()]).unwrap_or_default();
            page.iter().map(|(at, photo)| tile(*at, photo, &sheet.get_value(), lang)).collect_view()
        })
    };
    let title = move || {
        let all = photos.with(|all| all.as_ref().map(|all| all.shown.len() as u64));
        all.map(|all| lang.get().photos_gallery_title(&lang.get().count(all)))
    };
    let labels = Signal::derive(move || Kind::ALL.map(|kind| kind.name(lang.get())).to_vec());
    let is_empty = Memo::new(move |_| of_kind.with(|all| all.as_ref().is_some_and(Vec::is_empty)));
    let choose = move |chosen| {
        page.set(0);
        kind.set(chosen);
    };
    view! {
        <h3 id="photos-gallery-title">{title}</h3>
        <p class="soft">{move || lang.get().photos_gallery_note()}</p>
        <Segmented
            name="photos"
            legend=Signal::derive(move || lang.get().photos_show().to_owned())
            labels
            chosen=kind
            choose
        />
        <ul class="gallery photos-gallery" aria-labelledby="photos-gallery-title">{tiles}</ul>
        <Show when=move || is_empty.get()>
            <p role="status">{move || lang.get().photos_none_such()}</p>
        </Show>
        <Show when={move || count.get() > PAGE}>
            <Pager page range count/>
        </Show>
    }
    .into_any()
}

fn tile(at: usize, photo: &JudgedPhoto, sheet: &str, lang: Lang) -> impl IntoView + use<> {
    let (column, row) = (at % SHEET_COLUMNS, at / SHEET_COLUMNS);
    let truth = lang.evaluate_is(&lang.photo_truth(&photo.right));
    let saw = saw(photo, lang);
    let is_wrong = !is_seen_rightly(photo);
    view! {
        <li>
            <figure>
                <span
                    class="photo-tile"
                    role="img"
                    aria-label=truth.clone()
                    style:background-image=sheet.to_owned()
                    style:--column=column.to_string()
                    style:--row=row.to_string()
                ></span>
                <figcaption>
                    <span>{truth}</span>
                    <span class:is-mistake=is_wrong>{saw}</span>
                    <span class=format!("photo-verdict {}", verdict_class(photo.verdict))>
                        <VerdictMark verdict=photo.verdict/>
                        {lang.verdict(photo.verdict)}
                    </span>
                </figcaption>
            </figure>
        </li>
    }
    .into_any()
}

fn saw(photo: &JudgedPhoto, lang: Lang) -> String {
    let (what, sure) = if photo.is_none() {
        (lang.photos_none(), photo.none_of_the_ten)
    } else {
        (lang.class_name(photo.predicted), photo.confidence)
    };
    lang.photos_saw(what, &lang.percent(f64::from(sure), 0))
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::super::testing::photo;
    use super::*;

    fn places(kind: Kind) -> Vec<usize> {
        let none = JudgedPhoto { right: vec![], none_of_the_ten: 0.8, ..photo(Class::Bag, 0.1) };
        let none = JudgedPhoto { verdict: Verdict::Reject, ..none };
        let photos = vec![none, photo(Class::Coat, 0.9), photo(Class::Shirt, 0.9)];
        let all = JudgedPhotos::new(String::new(), photos, vec![2, 0, 1]);
        shown(&all, kind).into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn photos_keep_their_places_in_the_picture_whichever_are_shown() {
        assert_eq!(places(Kind::All), [0, 1, 2]);
        assert_eq!(places(Kind::Of(Verdict::Accept)), [0, 2]);
        assert_eq!(places(Kind::Of(Verdict::Reject)), [1]);
        assert_eq!(places(Kind::Mistakes), [2], "none of the ten was seen rightly");
    }

    #[test]
    fn what_was_seen_is_said_with_how_sure() {
        let saw_of = |photo| saw(&photo, Lang::En).replace('\u{a0}', " ");
        assert_eq!(saw_of(photo(Class::Coat, 0.912)), "seen as Coat, 91%");
        let none = JudgedPhoto { none_of_the_ten: 0.62, ..photo(Class::Bag, 0.3) };
        assert_eq!(saw_of(none), "seen as none of the ten, 62%");
    }
}
