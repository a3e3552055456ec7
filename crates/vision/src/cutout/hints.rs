//! What a person says of where the garment is.

use serde::{Deserialize, Serialize};

/// What a person painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// This is surely ground.
    Ground,
    /// This is surely the garment.
    Garment,
}

/// Strokes over a photo, at any resolution. One whose `marks` are not `width * height` counts as
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strokes {
    /// Columns over the photo's whole width.
    pub width: usize,
    /// Rows over its whole height.
    pub height: usize,
    /// A mark a place, row by row.
    pub marks: Vec<Mark>,
}

/// A box round the garment, in shares of the photo's width and height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Left edge, 0 to 1.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

/// What a person says of where the garment is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hints {
    /// All outside is ground.
    pub frame: Option<Frame>,
    /// Sure ground and sure garment; a stroke outside the frame counts.
    pub strokes: Option<Strokes>,
}

impl Hints {
    pub(super) fn is_empty(&self) -> bool {
        self.frame.is_none() && self.strokes.is_none()
    }

    /// The mark at a place, given in shares of the photo.
    pub(super) fn stroke(&self, (x, y): (f32, f32)) -> Mark {
        let mark = self.strokes.as_ref().and_then(|strokes| {
            let column = ((x * strokes.width as f32) as usize).min(strokes.width.checked_sub(1)?);
            let row = ((y * strokes.height as f32) as usize).min(strokes.height.checked_sub(1)?);
            let is_whole = strokes.marks.len() == strokes.width * strokes.height;
            is_whole.then(|| strokes.marks[row * strokes.width + column])
        });
        mark.unwrap_or_default()
    }

    /// Whether a place is in the frame, or so near it.
    pub(super) fn is_framed(&self, (x, y): (f32, f32), near: f32) -> bool {
        self.frame.is_none_or(|frame| {
            (frame.left - near..=frame.right + near).contains(&x)
                && (frame.top - near..=frame.bottom + near).contains(&y)
        })
    }
}
