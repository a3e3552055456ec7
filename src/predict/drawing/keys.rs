//! Drawing with the keyboard: arrows move the pen, Space puts it down and lifts it. Pure.

use super::strokes::Drawing;

/// How far an arrow moves the pen, in pixels of the paper; with Shift, and without.
const STEPS: [f64; 2] = [2.0, 10.0];

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    /// Moves the pen this far to the right and down.
    Move(f64, f64),
    /// Puts the pen down, or lifts it.
    Press,
    /// Takes the last step back.
    Undo,
}

impl Deed {
    /// What a key does with the modifiers that are held; none for other keys.
    pub fn of(key: &str, is_shift: bool, is_command: bool) -> Option<Self> {
        let step = STEPS[usize::from(!is_shift)];
        match (key, is_command) {
            ("z" | "Z", true) => Some(Self::Undo),
            (_, true) => None,
            ("ArrowRight", _) => Some(Self::Move(step, 0.0)),
            ("ArrowLeft", _) => Some(Self::Move(-step, 0.0)),
            ("ArrowDown", _) => Some(Self::Move(0.0, step)),
            ("ArrowUp", _) => Some(Self::Move(0.0, -step)),
            (" " | "Enter", _) => Some(Self::Press),
            _ => None,
        }
    }

    /// Does it with the tool at `pen` on paper of this size, and gives where the tool is then.
    pub fn apply<T, P: Copy + Default + PartialEq>(
        self,
        drawing: &mut Drawing<T, P>,
        pen: (f64, f64),
        (tool, width): (T, f64),
        size: (f64, f64),
    ) -> (f64, f64) {
        match self {
            Self::Move(right, down) => {
                let to = ((pen.0 + right).clamp(0.0, size.0), (pen.1 + down).clamp(0.0, size.1));
                drawing.go(to);
                to
            }
            Self::Press => {
                if drawing.is_drawing() {
                    drawing.lift();
                } else {
                    drawing.begin(tool, width, pen);
                }
                pen
            }
            Self::Undo => {
                drawing.undo();
                pen
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_puts_the_pen_down_and_arrows_draw_until_it_is_lifted() {
        let (mut drawing, mut pen) = (Drawing::<(), ()>::default(), (100.0, 100.0));
        for key in ["ArrowRight", " ", "ArrowDown", "ArrowRight", " ", "ArrowLeft"] {
            let deed = Deed::of(key, false, false).unwrap();
            pen = deed.apply(&mut drawing, pen, ((), 20.0), (280.0, 280.0));
        }
        let strokes: Vec<_> = drawing.strokes().collect();
        assert_eq!(strokes[0].points, [(110.0, 100.0), (110.0, 110.0), (120.0, 110.0)]);
        assert_eq!((strokes.len(), pen), (1, (110.0, 110.0)));
    }

    #[test]
    fn the_pen_stays_on_the_paper_and_shift_makes_its_steps_small() {
        let mut drawing = Drawing::<(), ()>::default();
        let up = |is_shift| Deed::of("ArrowUp", is_shift, false).unwrap();
        let mut press =
            |is_shift| up(is_shift).apply(&mut drawing, (5.0, 5.0), ((), 20.0), (280.0, 280.0));
        assert_eq!((press(false), press(true)), ((5.0, 0.0), (5.0, 3.0)));
    }

    #[test]
    fn the_usual_key_takes_back_and_other_keys_are_left_to_the_browser() {
        assert_eq!(Deed::of("z", false, true), Some(Deed::Undo));
        assert_eq!(Deed::of("z", false, false), None);
        assert_eq!(Deed::of("ArrowLeft", false, true), None);
        assert_eq!(Deed::of("Tab", false, false), None);
    }
}
