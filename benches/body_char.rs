//! How exact strings should be indexed: designs of `body_char` side by side, by build time, size and
//! latency.
//!
//! `cargo bench --bench body_char [FOLDER…] [-- --rounds=N --strings=N --designs=a,c100]`; the
//! folder is as for `floor`. Every design is built with tantivy alone, two threads, beside the same
//! stored text, N rounds in turn (median printed; 3 unless named), into a new folder of the
//! system's temporary one. N strings of each kind and length (40 unless named) are then asked of
//! all designs, which must agree; the latency of a string is the best of five, one thread,
//! everything warm.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures, and fails where its data are not what they should be"
)]

mod corpus;
#[path = "body_char/designs.rs"]
mod designs;
mod draw;
#[path = "body_char/exact.rs"]
mod exact;
mod latency;
mod plain;
mod random;
#[path = "body_char/strings.rs"]
mod strings;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use designs::{Built, DESIGNS, Design};
use exact::{Found, Method};
use strings::{KINDS, Strings};

fn main() {
    let option = |name: &str, standard| {
        std::env::args()
            .find_map(|argument| argument.strip_prefix(name)?.parse().ok())
            .unwrap_or(standard)
    };
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} documents, {:.1} MB", texts.len(), bytes as f64 / 1e6);
    let scratch = std::env::temp_dir().join(format!("zhengsou-body-char-{}", std::process::id()));
    let built = build_all(&texts, &scratch, option("--rounds=", 3));
    print_builds(&built, bytes);
    let strings = Strings::new(&texts, option("--strings=", 40), |string| {
        !exact::find(&built[0], Method::Phrase, string).is_empty()
    });
    drop(texts);
    for kind in KINDS {
        print_latencies(&built, kind, strings.of(kind));
    }
    print_characters(&built, strings.of("any"));
    fs::remove_dir_all(scratch).unwrap();
}

/// The texts of all named folders, else of the usual one.
fn texts() -> Vec<String> {
    let named = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'));
    let mut folders: Vec<PathBuf> = named.map(PathBuf::from).collect();
    if folders.is_empty() {
        folders.push(corpus::folder());
    }
    let files = folders.iter().flat_map(|folder| corpus::files(folder));
    files
        .filter_map(|file| String::from_utf8(fs::read(file).unwrap()).ok())
        .collect()
}

/// The designs named as `--designs=a,c100`, else all; the first one is always among them.
fn designs() -> Vec<Design> {
    let named = std::env::args().find_map(|argument| {
        let names = argument.strip_prefix("--designs=")?;
        Some(names.split(',').map(str::to_owned).collect::<Vec<_>>())
    });
    let mut designs = DESIGNS.to_vec();
    if let Some(named) = named {
        let first = DESIGNS[0].name;
        designs
            .retain(|design| design.name == first || named.iter().any(|name| name == design.name));
    }
    designs
}

/// Builds every design in every round; the last indexes stay.
fn build_all(texts: &[String], scratch: &std::path::Path, rounds: usize) -> Vec<Built> {
    let designs = designs();
    let mut all: Vec<Vec<Built>> = designs.iter().map(|_| Vec::new()).collect();
    for round in 1..=rounds {
        for (design, builds) in designs.iter().zip(&mut all) {
            let folder = scratch.join(design.name);
            builds.push(designs::build(*design, texts, &folder, round == rounds));
        }
    }
    all.into_iter().map(median).collect()
}

/// The last build, with the medians of all.
fn median(builds: Vec<Built>) -> Built {
    let middle = |value: fn(&Built) -> f64| {
        let mut values: Vec<f64> = builds.iter().map(value).collect();
        values.sort_unstable_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (seconds, processor_seconds) = (
        middle(|built| built.seconds),
        middle(|built| built.processor_seconds),
    );
    let mut last = builds.into_iter().next_back().unwrap();
    (last.seconds, last.processor_seconds) = (seconds, processor_seconds);
    last
}

fn print_builds(built: &[Built], bytes: usize) {
    println!();
    println!(
        "| design | segments | build s | processor s | of a | terms MB | postings MB | \
         positions MB | without store, of the text | whole, of the text |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for one in built {
        let size = |ending: &str| one.bytes.get(ending).copied().unwrap_or(0) as f64;
        let whole: f64 = one.bytes.values().map(|bytes| *bytes as f64).sum();
        println!(
            "| {} {} | {} | {:.1} | {:.1} | {:.2} | {:.1} | {:.1} | {:.1} | {:.3} | {:.3} |",
            one.design.name,
            one.design.what,
            one.searcher.segment_readers().len(),
            one.seconds,
            one.processor_seconds,
            one.processor_seconds / built[0].processor_seconds,
            size("term") / 1e6,
            size("idx") / 1e6,
            size("pos") / 1e6,
            (whole - size("store")) / bytes as f64,
            whole / bytes as f64,
        );
    }
}

/// What is asked of which design, under which name.
fn ways(built: &[Built]) -> Vec<(String, &Built, Method)> {
    let mut ways = Vec::new();
    for one in built {
        let name = one.design.name;
        if one.design.is_characters_only() {
            ways.push((
                format!("{name} phrase, ten best"),
                one,
                Method::PhraseScored,
            ));
            ways.push((format!("{name} phrase"), one, Method::Phrase));
            ways.push(("f, on the index of a".to_owned(), one, Method::Lazy));
        } else {
            ways.push((name.to_owned(), one, Method::Lazy));
        }
        if one.design.is_characters_only() || name == "b" {
            let way = format!("{name} lazily, segments at once");
            ways.push((way, one, Method::LazyAtOnce));
        }
    }
    ways
}

fn print_latencies(built: &[Built], kind: &str, strings: &[String]) {
    let expected: Vec<Vec<u64>> = strings
        .iter()
        .map(|string| exact::numbers(&built[0], &exact::find(&built[0], Method::Phrase, string)))
        .collect();
    let mut counts: Vec<usize> = expected.iter().map(Vec::len).collect();
    counts.sort_unstable();
    println!();
    println!(
        "{kind}: {} strings, documents found p50 {}, p90 {}, at most {}",
        strings.len(),
        counts[counts.len() / 2],
        counts[counts.len() * 9 / 10],
        counts[counts.len() - 1]
    );
    println!("| {kind} | p50 ms | p90 ms | p99 ms | worst ms | mean ms |");
    println!("|---|---|---|---|---|---|");
    for (way, one, method) in ways(built) {
        let mut times = Vec::new();
        for (string, expected) in strings.iter().zip(&expected) {
            let (found, time) = timed(|| exact::find(one, method, string));
            if method != Method::PhraseScored {
                let found = exact::numbers(one, &found);
                assert_eq!(&found, expected, "{way}: {string}");
            }
            times.push(time);
        }
        println!("| {way} | {} |", quantiles(times));
    }
}

/// One character: a term, or the beginning of pairs.
fn print_characters(built: &[Built], strings: &[String]) {
    println!();
    println!("| one character | p50 ms | p90 ms | p99 ms | worst ms | mean ms |");
    println!("|---|---|---|---|---|---|");
    let first = |string: &String| string.chars().next().unwrap().to_string();
    let characters: Vec<String> = strings.iter().map(first).collect();
    for one in built {
        let mut times = Vec::new();
        for character in &characters {
            let (found, time) = timed(|| exact::find(one, Method::Lazy, character));
            let expected = exact::find(&built[0], Method::Phrase, character);
            assert_eq!(
                exact::numbers(one, &found),
                exact::numbers(&built[0], &expected),
                "{}: {character}",
                one.design.name
            );
            times.push(time);
        }
        println!("| {} | {} |", one.design.name, quantiles(times));
    }
}

/// What is found, and the best time of five, of two where one takes long.
fn timed(find: impl Fn() -> Vec<Found>) -> (Vec<Found>, Duration) {
    let mut best = Duration::MAX;
    let mut found = Vec::new();
    for run in 0..5 {
        let started = Instant::now();
        found = find();
        best = best.min(started.elapsed());
        if run > 0 && best > Duration::from_millis(100) {
            break;
        }
    }
    (found, best)
}

fn quantiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share| latency::percentile(&times, share);
    let mean = latency::milliseconds(times.iter().sum()) / times.len() as f64;
    format!(
        "{:.3} | {:.3} | {:.3} | {:.3} | {mean:.3}",
        at(50),
        at(90),
        at(99),
        at(100)
    )
}
