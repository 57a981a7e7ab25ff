//! Percentiles of times.

use std::time::Duration;

/// The time, in milliseconds, that a share of sorted times, in hundredths, does not exceed.
pub(crate) fn percentile(times: &[Duration], share: usize) -> f64 {
    milliseconds(times[(times.len() * share / 100).min(times.len() - 1)])
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
