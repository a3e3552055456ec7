//! The access log: a line for each request, on standard error. Bodies and headers are not in it.

use std::fmt;
use std::io::{self, Write};
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Extension, Request};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;

use crate::connection::Client;

/// A request that was answered.
struct Access {
    at: SystemTime,
    address: IpAddr,
    method: Method,
    uri: Uri,
    status: u16,
    elapsed: Duration,
}

/// Writes a line once a request is answered.
pub async fn with_log(
    Extension(ConnectInfo(client)): Extension<ConnectInfo<Client>>,
    request: Request,
    next: Next,
) -> Response {
    let (at, started) = (SystemTime::now(), Instant::now());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let address = client.address.ip();
    let access = Access { at, address, method, uri, status, elapsed: started.elapsed() };
    // Requests are answered whether or not anybody reads the log.
    let _ = writeln!(io::stderr().lock(), "{access}");
    response
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, address, method, uri, status, elapsed } = self;
        let time = utc(*at);
        let milliseconds = elapsed.as_secs_f64() * 1e3;
        write!(f, "{time} {address} \"{method} {uri}\" {status} {milliseconds:.1}ms")
    }
}

/// A time as ISO 8601 writes it, in UTC: `2026-12-01T15:30:00Z`.
pub fn utc(at: SystemTime) -> String {
    Utc(at.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())).to_string()
}

/// Seconds since 1970, shown as ISO 8601 does.
struct Utc(u64);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.0 / 86_400, self.0 % 86_400);
        // Years begin in March here, so that a leap day is the last of its year (Hinnant,
        // "chrono-compatible low-level date algorithms").
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        let [hours, minutes, seconds] = [seconds / 3_600, seconds / 60 % 60, seconds % 60];
        write!(f, "{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_798_761_600, "2027-01-01T00:00:00Z"),
        ] {
            assert_eq!(Utc(seconds).to_string(), expected);
        }
    }

    #[test]
    fn a_line_says_who_asked_for_what_and_what_came_of_it() {
        let access = Access {
            at: UNIX_EPOCH,
            address: [127, 0, 0, 1].into(),
            method: Method::POST,
            uri: Uri::from_static("/api/predict?max_ratio=2"),
            status: 200,
            elapsed: Duration::from_micros(12_340),
        };
        let line = "1970-01-01T00:00:00Z 127.0.0.1 \"POST /api/predict?max_ratio=2\" 200 12.3ms";
        assert_eq!(access.to_string(), line);
    }
}
