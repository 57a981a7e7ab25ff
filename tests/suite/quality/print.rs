//! Prints the report: the table of targets, noise by class, drops by rule, losses, fields, errors.

use std::collections::BTreeMap;

use super::counts::{Counts, Outcome};
use super::field_rows::FIELD_ROWS;
use super::fields::FLAGS;
use super::figure::Bound;
use super::rows::{ROWS, Row};
use crate::noise::Half;
use crate::noise::labelled::Class;
use crate::noise::random::Random;

/// Resamplings for an interval.
const RESAMPLES: usize = 300;
/// Errors shown of each kind.
const EXAMPLES: usize = 12;

/// Prints a half's report; returns the rows below their floors.
pub(crate) fn report(half: Half, outcomes: &[Outcome], total: &Counts) -> Vec<String> {
    eprintln!(
        "\n== {} half: {} files, {} documents, {} clean characters",
        half.name(),
        outcomes.len(),
        total.get("documents"),
        total.get("clean")
    );
    let failures = targets(half, outcomes, total);
    classes(total);
    rules(total);
    losses(total);
    metadata(total);
    if half == Half::Development && std::env::var("ZHENGSOU_EXAMPLES").as_deref() != Ok("none") {
        examples(outcomes);
    }
    failures
}

fn targets(half: Half, outcomes: &[Outcome], total: &Counts) -> Vec<String> {
    eprintln!(
        "\nrule  {:<40} {:>8} {:>9} {:>16} {:>9} {:>9}",
        "figure", "cases", "measured", "95 % interval", "target", "floor"
    );
    let mut failures = Vec::new();
    for row in ROWS.iter().chain(&FIELD_ROWS) {
        let Some(value) = row.figure.from(total) else {
            eprintln!("{:>4}  {:<40} {:>8} {:>9}", row.rule, row.name, 0, "-");
            continue;
        };
        let (low, high) = interval(row, outcomes);
        let floor = row.floors[usize::from(half == Half::HeldOut)];
        let (reached, holds) = match row.bound {
            Bound::AtLeast => (value >= row.target, value >= floor),
            Bound::AtMost => (value <= row.target, value <= floor),
        };
        let sign = if row.bound == Bound::AtLeast {
            '≥'
        } else {
            '≤'
        };
        let line = format!(
            "{:>4}  {:<40} {:>8} {value:>9.3} {:>16} {sign}{:>8.2} {:>9.2} {}{}",
            row.rule,
            row.name,
            row.figure.cases(total),
            format!("{low:.2}–{high:.2}"),
            row.target,
            floor,
            if reached { "" } else { "short" },
            if holds { "" } else { " BELOW ITS FLOOR" },
        );
        eprintln!("{line}");
        if !holds {
            failures.push(format!("{}: {line}", half.name()));
        }
    }
    failures
}

/// The percentile bootstrap over files.
fn interval(row: &Row, outcomes: &[Outcome]) -> (f64, f64) {
    let names = row.figure.sums();
    let files: Vec<Vec<f64>> = outcomes
        .iter()
        .map(|outcome| names.iter().map(|name| outcome.counts.get(name)).collect())
        .collect();
    let mut random = Random::new(0xb007);
    let mut values: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let mut sums = vec![0.0; names.len()];
            for _ in 0..files.len() {
                for (sum, part) in sums.iter_mut().zip(random.pick(&files)) {
                    *sum += part;
                }
            }
            row.figure.of(&sums)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let index = (share * values.len() as f64) as usize;
        values
            .get(index.min(values.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    (at(0.025), at(0.975))
}

fn classes(total: &Counts) {
    eprintln!(
        "\n{:<24} {:>10} {:>10} {:>9} {:>8} {:>8}",
        "noise class", "inserted", "left", "recall %", "lines", "left"
    );
    for class in Class::ALL {
        let name = class.name();
        let (inserted, left) = (
            total.get(&format!("noise in: {name}")),
            total.get(&format!("noise kept: {name}")),
        );
        if inserted > 0.0 {
            let (lines, kept) = (
                total.get(&format!("lines in: {name}")),
                total.get(&format!("lines kept: {name}")),
            );
            eprintln!(
                "{name:<24} {inserted:>10} {left:>10} {:>9.2} {lines:>8} {kept:>8}",
                (1.0 - left / inserted) * 100.0
            );
        }
    }
}

fn rules(total: &Counts) {
    let mut names: Vec<&str> = total
        .0
        .keys()
        .filter_map(|name| {
            name.strip_prefix("rule noise: ")
                .or_else(|| name.strip_prefix("rule clean: "))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    eprintln!(
        "\n{:<40} {:>10} {:>10} {:>12}",
        "rule", "noise", "clean", "precision %"
    );
    for name in names {
        let (noise, clean) = (
            total.get(&format!("rule noise: {name}")),
            total.get(&format!("rule clean: {name}")),
        );
        eprintln!(
            "{name:<40} {noise:>10} {clean:>10} {:>12.2}",
            noise / (noise + clean) * 100.0
        );
    }
}

fn losses(total: &Counts) {
    eprintln!(
        "\n{:<32} {:>6} {:>10} {:>8} {:>8}",
        "files with", "files", "clean", "lost", "%"
    );
    for name in total
        .0
        .keys()
        .filter_map(|name| name.strip_prefix("tag files: "))
    {
        let (clean, lost) = (
            total.get(&format!("tag clean: {name}")),
            total.get(&format!("tag lost: {name}")),
        );
        let files = total.get(&format!("tag files: {name}"));
        eprintln!(
            "{name:<32} {files:>6} {clean:>10} {lost:>8} {:>8.3}",
            lost / clean.max(1.0) * 100.0
        );
    }
}

fn metadata(total: &Counts) {
    eprintln!(
        "\n{:<12} {:>8} {:>8} {:>8} {:>11} {:>9} {:>10}",
        "field", "truth", "found", "right", "precision", "recall", "abstention"
    );
    for field in [
        "block", "title", "issuer", "number", "date", "province", "city", "county", "zones",
        "pattern", "type", "kind",
    ] {
        let part = |part: &str| total.get(&format!("field {field} {part}"));
        let (wanted, got, right) = (part("wanted"), part("got"), part("right"));
        eprintln!(
            "{field:<12} {wanted:>8} {got:>8} {right:>8} {:>11.3} {:>9.3} {:>10.3}",
            right / got.max(1.0),
            right / wanted.max(1.0),
            part("silent") / wanted.max(1.0)
        );
    }
    for (flag, _) in FLAGS {
        let part = |part: &str| total.get(&format!("flag {flag} {part}"));
        eprintln!(
            "flag {flag:<12} right {} missed {} wrong {}",
            part("tp"),
            part("fn"),
            part("fp")
        );
    }
}

fn examples(outcomes: &[Outcome]) {
    let mut kinds: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for example in outcomes.iter().flat_map(|outcome| &outcome.examples) {
        kinds.entry(&example.kind).or_default().push(example);
    }
    for (kind, mut examples) in kinds {
        let count = examples.len();
        examples.sort_by_key(|example| std::cmp::Reverse(example.weight));
        eprintln!("\n-- {kind}: {count}");
        for example in examples.into_iter().take(EXAMPLES) {
            eprintln!("   {} {}", example.file, example.text);
        }
    }
}
