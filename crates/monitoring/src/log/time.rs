//! Points in time as ISO 8601 writes them. Knows no clock and no time zone's name.

/// Seconds since 1970-01-01T00:00:00Z; none for what is no such time. Accepts
/// `2026-11-27T10:00:00.5Z`, an offset instead of `Z`, a space instead of `T`, and leaves out
/// seconds, or all of the time. Without an offset it is UTC: only differences matter.
pub fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let days = days_since_1970(date)? as f64;
    let Some(time) = time else { return Some(days * 86_400.0) };
    let (time, offset) = without_offset(time.trim())?;
    Some(days * 86_400.0 + of_day(time)? - offset)
}

/// Days since 1970 of `2026-11-27` or `20261127`, after Howard Hinnant's `days_from_civil`
/// (<https://howardhinnant.github.io/date_algorithms.html>).
fn days_since_1970(date: &str) -> Option<i64> {
    let parts: Vec<&str> = match date.len() {
        8 if date.is_ascii() => vec![&date[..4], &date[4..6], &date[6..]],
        10 => date.split('-').collect(),
        _ => return None,
    };
    let [year, month, day] = parts[..] else { return None };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Seconds of `10:00:00.5`, `100000`, `10:00` or `1000`.
fn of_day(time: &str) -> Option<f64> {
    let (whole, fraction) = match time.split_once(['.', ',']) {
        Some((whole, digits)) => (whole, fraction(digits)?),
        None => (time, 0.0),
    };
    let (hour, minute, second) = hours_minutes_seconds(whole)?;
    let is_time = (hour < 24 || (hour, minute, second) == (24, 0, 0)) && minute < 60;
    // 60 is a leap second.
    (is_time && second <= 60).then_some((hour * 3600 + minute * 60 + second) as f64 + fraction)
}

fn hours_minutes_seconds(text: &str) -> Option<(i64, i64, i64)> {
    let parts: Vec<&str> = match text.len() {
        4 | 6 if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            vec![&text[..2], &text[2..4], if text.len() == 6 { &text[4..] } else { "00" }]
        }
        5 => text.split(':').chain(["00"]).collect(),
        _ => text.split(':').collect(),
    };
    let [hour, minute, second] = parts[..] else { return None };
    Some((number(hour, 2)?, number(minute, 2)?, number(second, 2)?))
}

/// A time without its offset from UTC, and the offset in seconds.
fn without_offset(time: &str) -> Option<(&str, f64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, 0.0));
    }
    let Some(at) = time.rfind(['+', '-', '−']) else { return Some((time, 0.0)) };
    let sign = time[at..].chars().next()?;
    let offset = &time[at + sign.len_utf8()..];
    let (hours, minutes) = match offset.len() {
        2 => (number(offset, 2)?, 0),
        _ => {
            let (hours, minutes, seconds) = hours_minutes_seconds(offset)?;
            (hours, if seconds == 0 { minutes } else { return None })
        }
    };
    let seconds = (hours * 3600 + minutes * 60) as f64;
    let is_offset = hours < 24 && minutes < 60;
    is_offset.then_some((time[..at].trim_end(), if sign == '+' { seconds } else { -seconds }))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn fraction(digits: &str) -> Option<f64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("0.{digits}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_since_1970() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0.0),
            ("1970-01-02", 86_400.0),
            ("1969-12-31T23:59:59Z", -1.0),
            // date -u -d 2026-11-27T10:00:00Z +%s
            ("2026-11-27T10:00:00Z", 1_795_773_600.0),
            ("2026-11-27T10:00:00.25+00:00", 1_795_773_600.25),
            ("2026-11-27 12:00:00,5+02:00", 1_795_773_600.5),
            ("20261127T100000Z", 1_795_773_600.0),
            ("2026-11-27T05:30-0430", 1_795_773_600.0),
            ("2026-11-27t10:00:00", 1_795_773_600.0),
            ("2026-11-27T12:00:00 +02", 1_795_773_600.0),
            // A leap year of a century, and its last day.
            ("2000-02-29T00:00:00Z", 951_782_400.0),
            ("2000-12-31T24:00:00Z", 978_307_200.0),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-29",
            "1900-02-29",
            "2026-11-00",
            "2026-11-27T25:00:00Z",
            "2026-11-27T24:00:01Z",
            "2026-11-27T10:60:00Z",
            "2026-11-27T10:00:00.Z",
            "2026-11-27T10:00:00+2",
            "2026-11-27T",
            "27/11/2026 10:00",
            "+026-11-27",
            "ñññññññ",
            "2026-11-27T10:00:00+ñ",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
