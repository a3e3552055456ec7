//! The theme's colours as a canvas needs them. The tokens are registered as colours in the style
//! sheet, so that the browser resolves light and dark and hands out `rgb(…)`.

use plotters::style::RGBColor;
use policy::decision::Verdict;

/// The colour of a series, by what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What is looked at.
    #[default]
    Accent,
    /// As text.
    Ink,
    /// As text that stands back.
    Soft,
    /// As the verdict accept.
    Accept,
    /// As the verdict review.
    Review,
    /// As the verdict reject.
    Reject,
}

/// The colours of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Text and the selected point's ring.
    pub ink: RGBColor,
    /// Axis text.
    pub ink_soft: RGBColor,
    /// What is behind the chart.
    pub surface: RGBColor,
    /// Grid lines.
    pub line: RGBColor,
    accent: RGBColor,
    accept: RGBColor,
    review: RGBColor,
    reject: RGBColor,
}

impl Palette {
    /// The light theme's colours on white, for what is printed or taken away.
    pub const PAPER: Self = Self {
        ink: RGBColor(0x1c, 0x1b, 0x1f),
        ink_soft: RGBColor(0x5c, 0x5a, 0x63),
        surface: RGBColor(0xff, 0xff, 0xff),
        line: RGBColor(0xe2, 0xdf, 0xd7),
        accent: RGBColor(0x2f, 0x4b, 0xd8),
        accept: RGBColor(0x1a, 0x7f, 0x4b),
        review: RGBColor(0x9a, 0x62, 0x00),
        reject: RGBColor(0xc0, 0x2a, 0x37),
    };

    /// Reads the tokens of a style sheet; `value` gives what a token was resolved to.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let colour = |token: &str| {
            let text = value(token).unwrap_or_default();
            parse_rgb(&text).unwrap_or(RGBColor(128, 128, 128))
        };
        Self {
            ink: colour("--ink"),
            ink_soft: colour("--ink-soft"),
            surface: colour("--surface"),
            line: colour("--line"),
            accent: colour("--accent"),
            accept: colour("--accept"),
            review: colour("--review"),
            reject: colour("--reject"),
        }
    }

    /// A figure on paper whose colours are the tokens of a style sheet, so that it is light or dark as the page is.
    pub fn themed(svg: &str) -> String {
        let paper = Self::PAPER;
        let tokens = [
            (paper.ink, "ink"),
            (paper.ink_soft, "ink-soft"),
            (paper.surface, "surface"),
            (paper.line, "line"),
            (paper.accent, "accent"),
            (paper.accept, "accept"),
            (paper.review, "review"),
            (paper.reject, "reject"),
        ];
        tokens.iter().fold(svg.to_owned(), |svg, (RGBColor(red, green, blue), token)| {
            svg.replace(&format!("#{red:02X}{green:02X}{blue:02X}"), &format!("var(--{token})"))
        })
    }

    /// The colour of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> RGBColor {
        match verdict {
            Verdict::Accept => self.accept,
            Verdict::Review => self.review,
            Verdict::Reject => self.reject,
        }
    }

    /// The colour of a series.
    pub fn ink_of(&self, ink: Ink) -> RGBColor {
        match ink {
            Ink::Accent => self.accent,
            Ink::Ink => self.ink,
            Ink::Soft => self.ink_soft,
            Ink::Accept => self.accept,
            Ink::Review => self.review,
            Ink::Reject => self.reject,
        }
    }
}

/// The colour in `rgb(1, 2, 3)` or `#010203`.
fn parse_rgb(text: &str) -> Option<RGBColor> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(RGBColor(red, green, blue));
    }
    let inside = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut parts = inside.split([',', ' ']).filter(|part| !part.is_empty());
    let mut next = || parts.next()?.parse().ok();
    Some(RGBColor(next()?, next()?, next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_takes_the_colours_of_the_page() {
        let svg = "<rect fill=\"#2F4BD8\" stroke=\"#1C1B1F\"/>";
        let themed = "<rect fill=\"var(--accent)\" stroke=\"var(--ink)\"/>";
        assert_eq!(Palette::themed(svg), themed);
    }

    #[test]
    fn colours_are_read_as_browsers_write_them() {
        assert_eq!(parse_rgb("rgb(47, 75, 216)"), Some(RGBColor(47, 75, 216)));
        assert_eq!(parse_rgb(" rgb(1 2 3) "), Some(RGBColor(1, 2, 3)));
        assert_eq!(parse_rgb("#2f4bd8"), Some(RGBColor(47, 75, 216)));
        assert_eq!(parse_rgb("light-dark(red, blue)"), None);
    }
}
