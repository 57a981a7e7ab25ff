//! Latency of queries in one process, index warm, by kind of query.
//!
//! `cargo bench --bench queries -- INDEX [ROUNDS]`: strings are taken at seeded random places of the
//! index's own documents, so the same index gives the same queries. A query is what `search` does for
//! its first page: find all, fetch ten documents, choose their passages. Percentiles over ROUNDS
//! (default 200) queries of each kind; before the clock runs, each kind is asked ten times.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and fails where its index is not what it should be"
)]

mod allocator;
mod draw;
mod latency;
mod random;

use std::path::PathBuf;
use std::time::Instant;

use draw::{Draw, is_chinese};
use random::Random;
use zhengsou::engine::SearchBackend;
use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::indexer::clusters_of;
use zhengsou::model::Sort;
use zhengsou::search::parse::{fixed, parse};
use zhengsou::search::{Matching, Question, Search, everything};

const WARM_UP: usize = 10;
/// Documents the strings are taken from.
const SOURCES: usize = 500;
/// Documents of a first page.
const PAGE: usize = 10;

fn main() {
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let Some(folder) = named.first() else {
        println!("SKIPPED: no INDEX named");
        return;
    };
    let rounds = named.get(1).map_or(200, |rounds| rounds.parse().unwrap());
    let started = Instant::now();
    let backend = EmbeddedBackend::open(&PathBuf::from(folder)).unwrap();
    println!(
        "{} documents, opened in {:.1?}",
        backend.documents(),
        started.elapsed()
    );
    let started = Instant::now();
    let clusters = clusters_of(&backend).unwrap();
    println!(
        "{} clusters, read in {:.1?}",
        clusters.all().len(),
        started.elapsed()
    );
    let texts = texts(&backend);
    let mut draw = Draw {
        texts: &texts,
        random: Random(1),
    };
    let mut next = |length| string(&mut draw, length);
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>12}",
        "kind", "p50", "p90", "p99", "most", "found p50"
    );
    for length in [1, 2, 3, 4, 6, 8, 12] {
        let name = format!("exact, {length} characters");
        measure(&backend, &name, rounds, || exact(&next(length)), &[]);
    }
    measure(
        &backend,
        "exact, nowhere",
        rounds,
        || exact(&(0..4).map(|_| next(1)).collect::<String>()),
        &[],
    );
    let words = |text: String| Question {
        matching: Matching::AllWords,
        ..exact(&text)
    };
    measure(
        &backend,
        "all words, 6 characters",
        rounds,
        || words(next(6)),
        &[],
    );
    let facets = ["region", "date", "issuer"];
    measure(
        &backend,
        "all words, three facets",
        rounds,
        || words(next(6)),
        &facets,
    );
    let any = |text: String| Question {
        matching: Matching::AnyWord,
        ..exact(&text)
    };
    measure(
        &backend,
        "any word, 12 characters",
        rounds,
        || any(next(12)),
        &[],
    );
    let mut long = || {
        let all: Vec<String> = (0..20).map(|_| next(4)).collect();
        let query = parse(&all.join(" OR "), &backend).unwrap();
        Question { query, ..exact("") }
    };
    measure(&backend, "20 strings, OR", rounds.min(50), &mut long, &[]);
    let mut both = || {
        let text = format!("{} AND {}", next(2), next(3));
        let query = parse(&text, &backend).unwrap();
        Question { query, ..exact("") }
    };
    measure(&backend, "2 strings, AND", rounds, &mut both, &[]);
}

fn exact(text: &str) -> Question {
    Question {
        query: fixed(text),
        filters: Vec::new(),
        sort: Sort::Relevance,
        matching: Matching::Exact,
        min_confidence: None,
    }
}

/// Asks questions, prints percentiles of the time and the median of what was found.
fn measure(
    backend: &EmbeddedBackend,
    name: &str,
    rounds: usize,
    mut question: impl FnMut() -> Question,
    facets: &[&str],
) {
    let (mut times, mut found) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP + rounds {
        let question = question();
        let started = Instant::now();
        let search = Search::run(backend, &question).unwrap();
        let page = search.hits().take(PAGE).filter(Result::is_ok).count();
        assert!(search.facets(facets).is_ok());
        let elapsed = started.elapsed();
        assert_eq!(page, search.documents().min(PAGE));
        if round >= WARM_UP {
            times.push(elapsed);
            found.push(search.documents());
        }
    }
    times.sort_unstable();
    found.sort_unstable();
    let at = |share| format!("{:.1} ms", latency::percentile(&times, share));
    println!(
        "{name:<28}{:>10}{:>10}{:>10}{:>10}{:>12}",
        at(50),
        at(90),
        at(99),
        at(100),
        found[found.len() / 2]
    );
}

/// A string of Chinese characters from a random place.
fn string(draw: &mut Draw<'_>, length: usize) -> String {
    loop {
        if let Some(string) = draw.place(length, is_chinese) {
            return string;
        }
    }
}

/// The texts that strings are taken from.
fn texts(backend: &EmbeddedBackend) -> Vec<String> {
    let all = backend.search(&everything()).unwrap();
    let some = all.iter().step_by((all.len() / SOURCES).max(1));
    some.map(|candidate| backend.text(*candidate).unwrap())
        .collect()
}
