//! What is seen of a photo, as a whole.

use dataset::SIDE as IMAGE_SIDE;
use serde::{Deserialize, Serialize};

use super::turn::turned;
use super::{Cut, Doubt, Hints, WORK_SIDE, reduced, segment};
use crate::crop::Canvas;
use crate::photo::{self, Photo, Polarity, Prepared};

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
    /// The garment for the classifier of photos. None where nothing needed to be cut away: such pictures
    /// are what the data set was made of.
    pub canvas: Option<Canvas>,
}

/// Looks at a photo in both ways: at 28×28 with its ground cut away, and in colour. On a plain ground,
/// unless there are hints, and in the data set's own form there is nothing to be cut away; there, and
/// where nothing or everything was left, the photo goes the way of [`photo::prepare`] as it is.
pub fn look(photo: &Photo, guidance: &Guidance) -> Seen {
    let &Guidance { polarity, degrees, ref hints } = guidance;
    let turned = turned(photo, degrees);
    let photo = turned.as_ref().unwrap_or(photo);
    let is_plain = hints.is_empty() && photo::is_plain(photo);
    let Some((work, cut)) = (if is_plain { None } else { cut_out(photo, hints) }) else {
        return Seen { prepared: photo::prepare(photo, polarity), cut: None, canvas: None };
    };
    let canvas = Some(Canvas::of_photo(&work, &cut.mask));
    let prepared = match cut.doubt {
        Some(Doubt::Nothing | Doubt::Everything) => photo::prepare(photo, polarity),
        _ => {
            let mask = cut.mask.enlarged(work.width as usize, work.height as usize);
            photo::prepare_cut(work, (photo.width, photo.height), &mask.inside, polarity)
        }
    };
    Seen { prepared, cut: Some(cut), canvas }
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
