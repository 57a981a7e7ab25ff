//! `--max NAME=VALUE`: what reading one file may cost.
//!
//! In: arguments. Out: [`Limits`]. Not its job: what a limit means, and keeping it.

use crate::ingest::read::Limits;

/// Limits that are not the usual ones.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct LimitArgs {
    /// Change what a file may cost: file-bytes=64M, unpacked-bytes=1G, ratio=200, depth=4, members=1000000,
    /// pages=5000, seconds=60, memory=1G; the report names the limit that a file met
    #[arg(long = "max", value_name = "NAME=VALUE", value_parser = parse)]
    given: Vec<Given>,
}

/// A limit as given.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    name: String,
    value: u64,
}

impl LimitArgs {
    /// Returns all limits, those not given as they are; of several for one name the last counts.
    pub(super) fn limits(&self, mut limits: Limits) -> Limits {
        for given in &self.given {
            // Names were checked when they were parsed.
            limits.set(&given.name, given.value);
        }
        limits
    }
}

fn parse(text: &str) -> Result<Given, String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE expected")?;
    let name = name.trim().to_owned();
    let value = size(value.trim()).ok_or("a number expected, or one with K, M or G")?;
    if Limits::default().set(&name, value) {
        Ok(Given { name, value })
    } else {
        let names = Limits::NAMES.join(", ");
        Err(format!("no limit is named {name}; there are {names}"))
    }
}

/// Reads a number; K, M and G stand for 2¹⁰, 2²⁰ and 2³⁰.
fn size(text: &str) -> Option<u64> {
    let text = text.to_ascii_uppercase();
    let text = text.trim_end_matches('B').trim_end_matches('I');
    let (digits, unit) = match text.strip_suffix(['K', 'M', 'G']) {
        Some(digits) if text.ends_with('K') => (digits, 1 << 10),
        Some(digits) if text.ends_with('M') => (digits, 1 << 20),
        Some(digits) => (digits, 1 << 30),
        None => (text, 1),
    };
    digits.trim().parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_parsed() {
        let cases = [
            ("ratio=500", Some(("ratio", 500))),
            ("file-bytes=64M", Some(("file-bytes", 64 << 20))),
            ("unpacked-bytes = 2 GiB", Some(("unpacked-bytes", 2 << 30))),
            ("depth=", None),
            ("depth=-1", None),
            ("ratio", None),
            ("size=3", None),
            ("members=99999999999999999999", None),
        ];
        for (text, expected) in cases {
            let found = parse(text).ok();
            let found = found
                .as_ref()
                .map(|given| (given.name.as_str(), given.value));
            assert_eq!(found, expected, "{text}");
        }
    }
}
