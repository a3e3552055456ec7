//! A drawing as strokes that can be taken back. Pure.

/// A line of the pen.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke<T> {
    /// What was drawn with.
    pub tool: T,
    /// Width of the pen, in pixels of the paper.
    pub width: f64,
    /// Where it went, in pixels of the paper; at least one point.
    pub points: Vec<(f64, f64)>,
}

/// What was done to the paper.
#[derive(Clone, Debug, PartialEq)]
enum Step<T, P> {
    Stroke(Stroke<T>),
    Paper(P),
}

/// What was done, in order: with tools of one kind, on fresh papers of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing<T, P> {
    steps: Vec<Step<T, P>>,
    is_drawing: bool,
}

impl<T, P> Default for Drawing<T, P> {
    fn default() -> Self {
        Self { steps: Vec::new(), is_drawing: false }
    }
}

impl<T, P: Copy + Default + PartialEq> Drawing<T, P> {
    /// A tool touches the paper.
    pub fn begin(&mut self, tool: T, width: f64, at: (f64, f64)) {
        self.steps.push(Step::Stroke(Stroke { tool, width, points: vec![at] }));
        self.is_drawing = true;
    }

    /// The pen moves; nothing happens while it is lifted.
    pub fn go(&mut self, at: (f64, f64)) {
        if let (true, Some(Step::Stroke(stroke))) = (self.is_drawing, self.steps.last_mut()) {
            stroke.points.push(at);
        }
    }

    /// The pen leaves the paper.
    pub fn lift(&mut self) {
        self.is_drawing = false;
    }

    /// Takes fresh paper.
    pub fn renew(&mut self, paper: P) {
        self.is_drawing = false;
        if !self.is_empty() || self.paper() != paper {
            self.steps.push(Step::Paper(paper));
        }
    }

    /// The paper that is drawn on.
    pub fn paper(&self) -> P {
        let newest = self.steps.iter().rev().find_map(|step| match step {
            Step::Paper(paper) => Some(*paper),
            Step::Stroke(_) => None,
        });
        newest.unwrap_or_default()
    }

    /// Takes the last stroke back, or the last fresh paper.
    pub fn undo(&mut self) {
        self.is_drawing = false;
        self.steps.pop();
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Whether the pen is on the paper.
    pub fn is_drawing(&self) -> bool {
        self.is_drawing
    }

    /// What is on the paper, in order.
    pub fn strokes(&self) -> impl Iterator<Item = &Stroke<T>> {
        let papers = self.steps.iter().rposition(|step| matches!(step, Step::Paper(_)));
        let fresh = papers.map_or(0, |place| place + 1);
        self.steps[fresh..].iter().filter_map(|step| match step {
            Step::Stroke(stroke) => Some(stroke),
            Step::Paper(_) => None,
        })
    }

    /// How many strokes are on the paper.
    pub fn count(&self) -> usize {
        self.strokes().count()
    }

    /// Whether the paper is white.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(strokes: usize) -> Drawing<(), ()> {
        let mut drawing = Drawing::default();
        for i in 0..strokes {
            drawing.begin((), 10.0, (i as f64, 0.0));
            drawing.go((i as f64, 5.0));
            drawing.lift();
        }
        drawing
    }

    #[test]
    fn a_stroke_follows_the_pen_while_it_is_down() {
        let mut drawing = drawn(1);
        drawing.go((9.0, 9.0));
        let strokes: Vec<_> = drawing.strokes().collect();
        assert_eq!(strokes[0].points, [(0.0, 0.0), (0.0, 5.0)]);
    }

    #[test]
    fn strokes_and_fresh_paper_are_taken_back_one_by_one() {
        let mut drawing = drawn(2);
        drawing.renew(());
        assert!(drawing.is_empty() && drawing.can_undo());
        drawing.renew(());
        drawing.undo();
        assert_eq!(drawing.count(), 2, "clearing white paper is no step");
        drawing.undo();
        assert_eq!(drawing.count(), 1);
        drawing.undo();
        assert!(drawing.is_empty() && !drawing.can_undo());
    }
}
