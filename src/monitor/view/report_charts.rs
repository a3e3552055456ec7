//! Line charts as SVG, for the report that is taken away. The page itself draws on canvases.

use std::fmt::Write;

use crate::charts::{Band, BandKind, Ink, LineChart};

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 760.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 220.0;
/// Pixels between two labels at the ends of lines.
const APART: f64 = 15.0;

/// A text without any sign that HTML would read as its own.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Accent => "var(--accent)",
        Ink::Review => "var(--review)",
        Ink::Reject => "var(--bad)",
        Ink::Soft => "var(--soft)",
        Ink::Ink | Ink::Accept => "currentColor",
    }
}

/// A chart with its bands.
pub fn svg(chart: &LineChart, bands: &[Band]) -> String {
    let share =
        |(low, high): (f64, f64), value: f64| ((value - low) / (high - low)).clamp(0.0, 1.0);
    let x = |value: f64| LEFT + share(chart.x.domain, value) * (RIGHT - LEFT);
    let y = |value: f64| BOTTOM - share(chart.y.domain, value) * (BOTTOM - TOP);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escape(&chart.y.title)
    );
    // Writing to a string cannot fail, here and below.
    for band in bands {
        let (from, to) = (x(band.range.0), x(band.range.1).max(x(band.range.0) + 2.0));
        let (top, fill) = match band.kind {
            BandKind::Injected => (TOP, "fill=\"currentColor\" opacity=\".1\""),
            BandKind::Pending => (BOTTOM - 8.0, "fill=\"var(--review)\" opacity=\".6\""),
            BandKind::Firing => (BOTTOM - 8.0, "fill=\"var(--bad)\""),
        };
        let _ = write!(
            svg,
            "<rect x=\"{from:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"{}\" {fill}/>\
             <text x=\"{:.1}\" y=\"{}\">{}</text>",
            to - from,
            BOTTOM - top,
            from + 4.0,
            TOP + 14.0,
            escape(&band.label),
        );
    }
    for (value, label) in &chart.y.ticks {
        let at = y(*value);
        let _ = write!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{RIGHT}\" stroke=\"var(--line)\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 6.0,
            at + 4.0,
            escape(label),
        );
    }
    for (value, label) in &chart.x.ticks {
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(*value),
            BOTTOM + 18.0,
            escape(label),
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{RIGHT}\" y=\"{}\" text-anchor=\"end\">{}</text><text x=\"0\" y=\"14\">↑ {}</text>",
        BOTTOM + 36.0,
        escape(&chart.x.title),
        escape(&chart.y.title),
    );
    let mut ends = Vec::new();
    for line in &chart.lines {
        let (path, end) = path(&line.points, x, y);
        let dash = if line.is_dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let ink = colour(line.ink);
        let _ = write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.6\"{dash}/>"
        );
        ends.extend(end.map(|at| (at, line.label.as_str(), ink)));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest = f64::NEG_INFINITY;
    for (at, label, ink) in ends {
        lowest = (lowest + APART).max(at);
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" style=\"fill:{ink}\">{}</text>",
            RIGHT + 8.0,
            lowest + 4.0,
            escape(label),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A line as a path, broken where a value is missing, and the height of its end.
fn path(
    points: &[(f64, f64)],
    x: impl Fn(f64) -> f64,
    y: impl Fn(f64) -> f64,
) -> (String, Option<f64>) {
    let (mut path, mut end, mut is_open) = (String::new(), None, false);
    for (at, value) in points {
        if value.is_finite() {
            let (step, height) = (if is_open { 'L' } else { 'M' }, y(*value));
            let _ = write!(path, "{step}{:.1} {height:.1}", x(*at));
            end = Some(height);
        }
        is_open = value.is_finite();
    }
    (path, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_read_as_html() {
        assert_eq!(escape("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
        assert_eq!(escape("nothing"), "nothing");
    }

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let points = [(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0), (3.0, 4.0)];
        let (path, end) = path(&points, |x| x, |y| y);
        assert_eq!((path.as_str(), end), ("M0.0 1.0M2.0 3.0L3.0 4.0", Some(4.0)));
    }
}
