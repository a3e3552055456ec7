//! In which language a client wants its sentences. Knows the header `Accept-Language` only.

use text::Lang;

/// The spoken language that the client weighs highest (RFC 9110, section 12.5.4), the first of
/// equals; English where it names none.
pub fn wanted<'a>(lines: impl IntoIterator<Item = &'a str>) -> Lang {
    let mut best = None;
    for range in lines.into_iter().flat_map(|line| line.split(',')) {
        let (tag, weight) = weighed(range);
        let Some(lang) = Lang::parse(tag) else { continue };
        if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
            best = Some((lang, weight));
        }
    }
    best.map_or(Lang::default(), |(lang, _)| lang)
}

/// A range's tag and its weight, 1 where none is given and 0 where it cannot be read.
fn weighed(range: &str) -> (&str, f32) {
    let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
    let weight = match parameters.trim().strip_prefix("q=") {
        Some(text) => text.trim().parse().unwrap_or(0.0),
        None => 1.0,
    };
    (tag, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: Lang) {
        assert_eq!(wanted([header]), expected, "{header}");
    }

    #[test]
    fn the_highest_weight_that_is_spoken_wins() {
        check("es", Lang::Es);
        check("es-MX,es;q=0.9,en;q=0.8", Lang::Es);
        check("fr, es;q=0.4, en;q=0.6", Lang::En);
        check("en;q=0.1, es;q=0.2", Lang::Es);
    }

    #[test]
    fn what_is_not_wanted_or_not_readable_does_not_count() {
        check("es;q=0, fr", Lang::En);
        check("es;q=much", Lang::En);
        check("*", Lang::En);
        assert_eq!(wanted([]), Lang::En);
    }
}
