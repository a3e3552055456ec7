//! Numbers as each language writes them, and whether a noun beside one is singular.

use super::Lang;

impl Lang {
    /// A number with `digits` decimals: `0.0121` in English, `0,0121` in Spanish.
    pub fn number(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self {
            Self::En => text,
            Self::Es => text.replace('.', ","),
        }
    }

    /// A share in [0, 1] as a percentage with `digits` decimals: `93.4%` in English, `93,4%` with
    /// a no-break space in Spanish.
    pub fn percent(self, share: f64, digits: usize) -> String {
        self.number(share * 100.0, digits) + self.percent_sign()
    }

    /// Two shares in [0, 1] as a range of percentages that no line break splits: `93.9–94.8%`.
    pub fn percent_range(self, [low, high]: [f64; 2], digits: usize) -> String {
        let [low, high] = [low, high].map(|share| self.number(share * 100.0, digits));
        format!("{low}\u{2060}–\u{2060}{high}{}", self.percent_sign())
    }

    /// What follows a number that counts hundredths. The only place that knows the spacing.
    pub fn percent_sign(self) -> &'static str {
        match self {
            Self::En => "%",
            Self::Es => "\u{a0}%",
        }
    }

    /// Whether what is counted takes the singular: both languages use it for 1 alone.
    pub fn is_singular(self, count: u64) -> bool {
        count == 1
    }

    /// A whole number in groups of three: `10,000` in English, `10 000` in Spanish.
    pub fn count(self, value: u64) -> String {
        let digits = value.to_string();
        let separator = match self {
            Self::En => ',',
            Self::Es => '\u{a0}',
        };
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_its_own_numbers() {
        assert_eq!(Lang::En.number(0.01214, 4), "0.0121");
        assert_eq!(Lang::Es.number(0.01214, 4), "0,0121");
        assert_eq!(Lang::En.percent(0.934, 1), "93.4%");
        assert_eq!(Lang::Es.percent(0.934, 1), "93,4\u{a0}%");
        assert_eq!(Lang::En.percent_range([0.9388, 0.9479], 1), "93.9\u{2060}–\u{2060}94.8%");
        assert_eq!(Lang::Es.percent_range([0.9388, 0.9479], 1), "93,9\u{2060}–\u{2060}94,8\u{a0}%");
        assert_eq!(Lang::Es.count(10_000), "10\u{a0}000");
        assert_eq!(Lang::En.count(1_234_567), "1,234,567");
        assert_eq!(Lang::En.count(999), "999");
    }
}
