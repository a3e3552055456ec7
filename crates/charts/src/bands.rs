//! Stretches of time on a line chart that has been drawn: what was injected as hatched bands over
//! its whole height, alerts as a strip along its foot.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use super::palette::Ink;
use super::pen::{Drawn, Pen};
use super::plane::Area;
use super::trace::{Layout, LineChart};

/// Height of the strip of alerts, in units of text.
const STRIP: f64 = 0.6;

/// A stretch along the axis to the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// First and last value.
    pub range: (f64, f64),
    /// What is written at its head; only where something was injected.
    pub label: String,
    /// What it tells.
    pub kind: BandKind,
}

/// What a stretch tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandKind {
    /// Something was injected.
    Injected,
    /// An alert was pending: hatched.
    Pending,
    /// An alert was firing: solid.
    Firing,
}

/// Where a band is; none where it lies outside of the chart.
fn place(layout: &Layout, band: &Band, em: f64) -> Option<Area> {
    let (frame, (from, to)) = (layout.frame(), band.range);
    let (first, last) = layout.x.domain;
    if to < first || from > last {
        return None;
    }
    let left = layout.x.place(from);
    // A short alert in a long run is still seen.
    let right = layout.x.place(to).max(left + 0.15 * em).min(frame.right);
    let top = match band.kind {
        BandKind::Injected => frame.top,
        BandKind::Pending | BandKind::Firing => frame.bottom - STRIP * em,
    };
    Some(Area { left, top, right, bottom: frame.bottom })
}

/// Draws bands over a chart that [`super::draw_lines`] has drawn with the same pen.
pub fn draw_bands<B: DrawingBackend>(pen: &Pen<B>, chart: &LineChart, bands: &[Band]) -> Drawn<B> {
    let layout = Layout::new(chart, pen.size(), pen.em);
    bands.iter().try_for_each(|band| match place(&layout, band, pen.em) {
        Some(area) => draw(pen, band, &area),
        None => Ok(()),
    })
}

fn draw<B: DrawingBackend>(pen: &Pen<B>, band: &Band, area: &Area) -> Drawn<B> {
    match band.kind {
        BandKind::Injected => {
            let soft = pen.palette.ink_soft;
            pen.hatching(area, soft, 0.25)?;
            pen.line((area.left, area.top), (area.left, area.bottom), soft)?;
            let at = (area.left + 0.3 * pen.em, area.top + 0.2 * pen.em);
            pen.text(&band.label, at, (HPos::Left, VPos::Top), pen.palette.ink)
        }
        BandKind::Pending => pen.hatching(area, pen.palette.ink_of(Ink::Review), 1.0),
        BandKind::Firing => pen.fill(area, pen.palette.ink_of(Ink::Reject), 0.8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Axis, Spread};

    #[test]
    fn a_band_covers_its_stretch_and_an_alert_only_the_foot() {
        let axis = |domain| Axis {
            title: String::new(),
            spread: Spread::Linear,
            domain,
            ticks: Vec::new(),
        };
        let (x, y) = (axis((0.0, 100.0)), axis((0.0, 1.0)));
        let chart = LineChart { x, y, lines: Vec::new(), marks: Vec::new() };
        let layout = Layout::new(&chart, (300.0, 200.0), 10.0);
        let band = |range, kind| Band { range, label: String::new(), kind };
        let (frame, half) = (layout.frame(), layout.x.place(50.0));
        let area = place(&layout, &band((50.0, 400.0), BandKind::Injected), 10.0).unwrap();
        assert_eq!((area.left, area.right, area.top), (half, frame.right, frame.top));
        let area = place(&layout, &band((50.0, 50.0), BandKind::Firing), 10.0).unwrap();
        assert_eq!((area.bottom, area.bottom - area.top), (frame.bottom, 6.0));
        assert!((area.right - area.left - 1.5).abs() < 1e-9);
        assert_eq!(place(&layout, &band((120.0, 130.0), BandKind::Pending), 10.0), None);
    }
}
