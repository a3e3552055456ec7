//! A small picture of an image, for the list. Pure.

use protocol::messages::THUMBNAIL_SIDE;
use vision::photo::Frame;

use crate::components::picture::Picture;

/// A frame as it is, or reduced. None when its bytes do not fit its size.
pub fn thumbnail(frame: &Frame) -> Option<Picture> {
    Picture::from_frame(&frame.reduced(THUMBNAIL_SIDE)?)
}

#[cfg(test)]
mod tests {
    use vision::photo::Step;

    use super::*;

    #[test]
    fn no_side_of_a_thumbnail_is_longer_than_the_list_needs() {
        let frame = |width: u32| Frame {
            step: Step::Photo,
            size: (width, 1),
            width,
            height: 1,
            rgb: vec![7; 3 * width as usize],
        };
        let widths = [112, 224, 225].map(|width| thumbnail(&frame(width)).map(|one| one.width));
        assert_eq!(widths, [Some(112), Some(112), Some(75)]);
        assert_eq!(thumbnail(&Frame { rgb: vec![], ..frame(9) }), None);
    }
}
