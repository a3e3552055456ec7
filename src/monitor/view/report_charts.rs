//! Line charts as SVG, for the report that is taken away: what the page draws, on white paper.

use charts::{Band, LineChart, draw_bands, draw_lines, svg_figure};
use report::files::escape;

/// Width and height in pixels.
const SIZE: (u32, u32) = (900, 260);

/// A chart with its bands; the words of what went wrong where it could not be drawn.
pub fn figure(chart: &LineChart, bands: &[Band]) -> String {
    let mut svg = String::new();
    let drawn = svg_figure(&mut svg, SIZE, |pen| {
        draw_lines(pen, chart)?;
        draw_bands(pen, chart, bands)
    });
    if let Err(why) = drawn {
        return format!("<p>{}</p>", escape(&why));
    }
    // Within HTML the name of the format is known, and the report names no address.
    let svg = svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    format!("<figure role=\"img\" aria-label=\"{}\">{svg}</figure>", escape(&chart.y.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use charts::{Axis, BandKind, Ink, Line};

    #[test]
    fn a_figure_is_the_chart_of_the_page_with_its_words_escaped() {
        let axis = |title| Axis::linear(title, (0.0, 4.0), |value, _| format!("{value}"));
        let points = vec![(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0), (3.0, 4.0)];
        let line = Line {
            label: "a < b".to_owned(),
            points,
            ink: Ink::Accent,
            is_dashed: false,
            dots: false,
        };
        let chart = LineChart { x: axis("x"), y: axis("\"y\""), lines: vec![line], marks: vec![] };
        let label = "fog & dust".to_owned();
        let bands = [Band { range: (1.0, 2.0), label, kind: BandKind::Injected }];
        let html = figure(&chart, &bands);
        assert!(html.starts_with("<figure role=\"img\" aria-label=\"&quot;y&quot;\"><svg"));
        assert!(html.contains("a &lt; b") && html.contains("fog &amp; dust"), "{html}");
        assert!(html.contains("#2F4BD8"), "the line has its colour: {html}");
        assert!(!html.contains("NaN") && html.trim_end().ends_with("</svg>\n</figure>"), "{html}");
    }
}
