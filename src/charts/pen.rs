//! A pen on a canvas: rectangles, strokes, text. Text goes through `draw_text` alone, for measuring
//! text would put a styled element into the page, which the style policy forbids.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

use super::bars::hatch;
use super::palette::Palette;
use super::plane::Area;

const FONT: &str = "Inter Variable, system-ui, sans-serif";

/// What drawing comes to.
pub type Drawn = Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// See the [module](self).
pub struct Pen {
    area: DrawingArea<CanvasBackend, Shift>,
    /// The theme's colours.
    pub palette: Palette,
    /// The size of text, in the canvas' own pixels.
    pub em: f64,
}

impl Pen {
    /// A pen for a canvas; none for one without a context.
    pub fn new(canvas: &HtmlCanvasElement, palette: &Palette, em: f64) -> Option<Self> {
        let area = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
        Some(Self { area, palette: *palette, em })
    }

    /// Clears the canvas.
    pub fn clear(&self) -> Drawn {
        self.area.fill(&self.palette.surface)
    }

    /// A filled rectangle whose colour covers what is beneath by `strength`, in [0, 1].
    pub fn fill(&self, area: &Area, colour: RGBColor, strength: f64) -> Drawn {
        self.area.draw(&Rectangle::new(corners(area), colour.mix(strength).filled()))
    }

    /// Slanted lines over a rectangle.
    pub fn hatching(&self, area: &Area, colour: RGBColor, strength: f64) -> Drawn {
        for [from, to] in hatch(area, 0.5 * self.em) {
            let style = colour.mix(strength).stroke_width(self.hair());
            self.area.draw(&PathElement::new(vec![pixel(from), pixel(to)], style))?;
        }
        Ok(())
    }

    /// A thin line.
    pub fn line(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor) -> Drawn {
        let style = colour.stroke_width(self.hair());
        self.area.draw(&PathElement::new(vec![pixel(from), pixel(to)], style))
    }

    /// Text beside a point.
    pub fn text(
        &self,
        text: &str,
        at: (f64, f64),
        (across, along): (HPos, VPos),
        colour: RGBColor,
    ) -> Drawn {
        let anchor = Pos::new(across, along);
        let style = TextStyle::from((FONT, self.em).into_font()).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }

    /// Text written upwards that ends at a point.
    pub fn upright(&self, text: &str, at: (f64, f64), colour: RGBColor) -> Drawn {
        let font = (FONT, self.em).into_font().transform(FontTransform::Rotate270);
        let anchor = Pos::new(HPos::Right, VPos::Center);
        let style = TextStyle::from(font).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }

    fn hair(&self) -> u32 {
        (self.em / 12.0).round().max(1.0) as u32
    }
}

fn corners(area: &Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
