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

use std::path::PathBuf;
use std::time::{Duration, Instant};

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
    let mut strings = Strings::new(&backend);
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>12}",
        "kind", "p50", "p90", "p99", "most", "found p50"
    );
    for length in [1, 2, 3, 4, 6, 8, 12] {
        let name = format!("exact, {length} characters");
        measure(
            &backend,
            &name,
            rounds,
            || exact(&strings.next(length)),
            &[],
        );
    }
    measure(
        &backend,
        "exact, nowhere",
        rounds,
        || exact(&strings.mixed(4)),
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
        || words(strings.next(6)),
        &[],
    );
    let facets = ["region", "date", "issuer"];
    measure(
        &backend,
        "all words, three facets",
        rounds,
        || words(strings.next(6)),
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
        || any(strings.next(12)),
        &[],
    );
    let mut long = || {
        let all: Vec<String> = (0..20).map(|_| strings.next(4)).collect();
        let query = parse(&all.join(" OR "), &backend).unwrap();
        Question { query, ..exact("") }
    };
    measure(&backend, "20 strings, OR", rounds.min(50), &mut long, &[]);
    let mut both = || {
        let text = format!("{} AND {}", strings.next(2), strings.next(3));
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
        for facet in facets {
            assert!(search.facets(facet).is_ok());
        }
        let elapsed = started.elapsed();
        assert_eq!(page, search.documents().min(PAGE));
        if round >= WARM_UP {
            times.push(elapsed);
            found.push(search.documents());
        }
    }
    times.sort_unstable();
    found.sort_unstable();
    let at = |share: usize| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!(
        "{name:<28}{:>10}{:>10}{:>10}{:>10}{:>12}",
        at(50),
        at(90),
        at(99),
        at(100),
        found[found.len() / 2]
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Strings of Chinese characters from random places of some documents.
struct Strings {
    texts: Vec<Vec<char>>,
    state: u64,
}

impl Strings {
    fn new(backend: &EmbeddedBackend) -> Self {
        let all = backend.search(&everything()).unwrap();
        let step = (all.len() / SOURCES).max(1);
        let texts = all.iter().step_by(step).map(|candidate| {
            let text = backend.text(*candidate).unwrap();
            text.chars().collect()
        });
        Self {
            texts: texts.collect(),
            state: 1,
        }
    }

    /// Knuth's MMIX generator.
    fn random(&mut self, below: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap() % below.max(1)
    }

    fn next(&mut self, length: usize) -> String {
        loop {
            let text = self.random(self.texts.len());
            let at = self.random(self.texts[text].len());
            let string = self.texts[text].get(at..at + length).unwrap_or_default();
            let is_chinese = |character: &char| ('\u{4e00}'..='\u{9fff}').contains(character);
            if string.len() == length && string.iter().all(is_chinese) {
                return string.iter().collect();
            }
        }
    }

    /// Characters of random places side by side: a string that most likely occurs nowhere.
    fn mixed(&mut self, length: usize) -> String {
        (0..length).map(|_| self.next(1)).collect()
    }
}
