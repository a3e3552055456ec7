//! What is seen of a photo, as a whole.

use dataset::SIDE as IMAGE_SIDE;
use serde::{Deserialize, Serialize};

use super::turn::turned;
use super::{Cut, Doubt, Hints, Mask, SIDE, WORK_SIDE, reduced, segment, shows_person};
use crate::crop::Canvas;
use crate::photo::{self, Photo, Polarity, Prepared, Warning};

/// How a photo is to be looked at; all that a person may say of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    /// Whether the garment is darker than its ground, or to find out.
    pub polarity: Polarity,
    /// How far it is turned clockwise first, in degrees: a picture that is taken sideways, or a little askew.
    pub degrees: i16,
    /// Where the garment is, in the turned photo.
    pub hints: Hints,
}

/// What is seen of a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The garment as the data set shows garments.
    pub prepared: Prepared,
    /// How its ground was cut away. None where that was not needed for `prepared`: on a plain ground, in
    /// the data set's own form.
    pub cut: Option<Cut>,
    /// The garment for the classifier of photos. None in the data set's own form.
    pub canvas: Option<Canvas>,
}

impl Seen {
    /// Whether there seems to be a person.
    pub fn has_person(&self) -> bool {
        self.prepared.warnings.contains(&Warning::Person)
    }
}

/// Looks at a photo in both ways: at 28×28 with its ground cut away, and in colour. On a plain ground,
/// unless there are hints, all that stands out is the garment, and in the data set's own form there is
/// nothing to be cut away; there, and where nothing or everything was left, the photo goes the way of
/// [`photo::prepare`] as it is.
pub fn look(photo: &Photo, guidance: &Guidance) -> Seen {
    let &Guidance { polarity, degrees, ref hints } = guidance;
    let turned = turned(photo, degrees);
    let photo = turned.as_ref().unwrap_or(photo);
    let is_plain = hints.is_empty() && photo::is_plain(photo);
    if is_plain {
        return look_at_plain(photo, polarity);
    }
    let Some((work, cut)) = cut_out(photo, hints) else {
        return Seen { prepared: photo::prepare(photo, polarity), cut: None, canvas: None };
    };
    let canvas = Some(Canvas::of_photo(&work, &cut.mask));
    // Who drew a box has said what the garment is.
    let is_person = hints.frame.is_none()
        && reduced(&work, SIDE).is_some_and(|small| shows_person(&small, &cut.mask));
    let mut prepared = match cut.doubt {
        Some(Doubt::Nothing | Doubt::Everything) => photo::prepare(photo, polarity),
        _ => {
            let mask = cut.mask.enlarged(work.width as usize, work.height as usize);
            photo::prepare_cut(work, (photo.width, photo.height), &mask.inside, polarity)
        }
    };
    prepared.warnings.extend(is_person.then_some(Warning::Person));
    Seen { prepared, cut: Some(cut), canvas }
}

/// Looks at a photo on a plain ground: the garment is all that stands out of it.
fn look_at_plain(photo: &Photo, polarity: Polarity) -> Seen {
    let mut prepared = photo::prepare(photo, polarity);
    let is_image = (photo.width, photo.height) == (IMAGE_SIDE as u32, IMAGE_SIDE as u32);
    let small = |side| {
        let copy = reduced(photo, side).filter(|_| !is_image)?;
        let inside = photo::standing_out(&copy);
        let (width, height) = (copy.width as usize, copy.height as usize);
        Some((copy, Mask { width, height, inside }))
    };
    let is_person = small(SIDE).is_some_and(|(copy, mask)| shows_person(&copy, &mask));
    prepared.warnings.extend(is_person.then_some(Warning::Person));
    let canvas = small(WORK_SIDE).map(|(copy, mask)| Canvas::of_photo(&copy, &mask));
    Seen { prepared, cut: None, canvas }
}

/// A photo for the classifier of photos alone, with how it was cut: [`look`] without its other half.
pub fn canvas(photo: &Photo, hints: &Hints) -> Option<(Canvas, Cut)> {
    let (work, cut) = cut_out(photo, hints)?;
    Some((Canvas::of_photo(&work, &cut.mask), cut))
}

/// A copy of a photo to work on, and its cut. None in the data set's own form, and of a photo without
/// pixels. Where next to nothing was left, all of the photo is.
fn cut_out(photo: &Photo, hints: &Hints) -> Option<(Photo, Cut)> {
    if (photo.width, photo.height) == (IMAGE_SIDE as u32, IMAGE_SIDE as u32) {
        return None;
    }
    let work = reduced(photo, WORK_SIDE)?;
    let mut cut = segment(&work, hints);
    if cut.doubt == Some(Doubt::Nothing) {
        cut.mask.inside.fill(true);
    }
    Some((work, cut))
}
