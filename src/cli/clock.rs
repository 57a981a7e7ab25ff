//! The time of the run: the library is told, it does not look.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::indexer::utc;

/// Returns the time as RFC 3339 in UTC, to the second; none where the clock stands before 1970.
pub(super) fn now() -> Option<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(rfc3339(since.as_secs()))
}

fn rfc3339(seconds: u64) -> String {
    format!("{}Z", utc(seconds).replace(' ', "T"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_dates() {
        // `date -u -d @N +%FT%TZ`.
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(rfc3339(seconds), expected);
        }
    }
}
