//! A pen: rectangles, strokes and text, on any backend: a canvas of the page or an SVG figure. Text goes through `draw_text`
//! alone, for measuring text would put a styled element into the page, which the style policy forbids.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::bars::hatch;
use super::palette::Palette;
use super::plane::Area;

const FONT: &str = "Inter Variable, system-ui, sans-serif";

/// Width of a thin line, in units of text.
pub const HAIR: f64 = 1.0 / 12.0;

/// What drawing on `B` comes to.
pub type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// See the [module](self).
pub struct Pen<B: DrawingBackend> {
    area: DrawingArea<B, Shift>,
    /// The theme's colours.
    pub palette: Palette,
    /// The size of text in pixels.
    pub em: f64,
}

/// What `draw` draws on white paper of `size` pixels with text of 12 pixels, as an SVG element for a page of HTML.
///
/// # Errors
/// The words of what could not be drawn.
pub fn svg_figure<'a>(
    svg: &'a mut String,
    size: (u32, u32),
    draw: impl FnOnce(&Pen<SVGBackend<'a>>) -> Drawn<SVGBackend<'a>>,
) -> Result<(), String> {
    let pen = Pen::on(SVGBackend::with_string(svg, size), Palette::PAPER, 12.0);
    draw(&pen).and_then(|()| pen.area.present()).map_err(|error| error.to_string())
}

impl<B: DrawingBackend> Pen<B> {
    /// A pen for all of a backend; `em` is the size of text in the backend's own pixels.
    pub fn on(backend: B, palette: Palette, em: f64) -> Self {
        Self { area: backend.into_drawing_area(), palette, em }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.area.dim_in_pixel();
        (width.into(), height.into())
    }

    /// Covers everything with the colour behind charts.
    pub fn clear(&self) -> Drawn<B> {
        self.area.fill(&self.palette.surface)
    }

    /// A filled rectangle whose colour covers what is beneath by `strength`, in [0, 1].
    pub fn fill(&self, area: &Area, colour: RGBColor, strength: f64) -> Drawn<B> {
        self.area.draw(&Rectangle::new(corners(area), colour.mix(strength).filled()))
    }

    /// Slanted lines over a rectangle.
    pub fn hatching(&self, area: &Area, colour: RGBColor, strength: f64) -> Drawn<B> {
        hatch(area, 0.5 * self.em)
            .iter()
            .try_for_each(|line| self.path(line, &colour.mix(strength), HAIR))
    }

    /// A thin line.
    pub fn line(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor) -> Drawn<B> {
        self.path(&[from, to], &colour, HAIR)
    }

    /// Lines from point to point, `width` units of text wide, but at least a pixel.
    pub fn path(&self, points: &[(f64, f64)], colour: &impl Color, width: f64) -> Drawn<B> {
        let style = colour.stroke_width((width * self.em).round().max(1.0) as u32);
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        self.area.draw(&PathElement::new(points, style))
    }

    /// A filled circle, its radius in units of text.
    pub fn dot(&self, at: (f64, f64), radius: f64, colour: &impl Color) -> Drawn<B> {
        let radius = (radius * self.em).round().max(1.0) as i32;
        self.area.draw(&Circle::new(pixel(at), radius, colour.filled()))
    }

    /// Text beside a point.
    pub fn text(
        &self,
        text: &str,
        at: (f64, f64),
        (across, along): (HPos, VPos),
        colour: RGBColor,
    ) -> Drawn<B> {
        let style = TextStyle::from((FONT, self.em).into_font());
        self.area.draw_text(text, &style.color(&colour).pos(Pos::new(across, along)), pixel(at))
    }

    /// Text written upwards that ends at a point.
    pub fn upright(&self, text: &str, at: (f64, f64), colour: RGBColor) -> Drawn<B> {
        let font = (FONT, self.em).into_font().transform(FontTransform::Rotate270);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(HPos::Right, VPos::Center));
        self.area.draw_text(text, &style, pixel(at))
    }

    /// The name of what goes upwards, in the upper left corner.
    pub fn upward_title(&self, title: &str) -> Drawn<B> {
        let at = (0.2 * self.em, 0.2 * self.em);
        self.text(&format!("↑ {title}"), at, (HPos::Left, VPos::Top), self.palette.ink_soft)
    }
}

fn corners(area: &Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
