//! The exact-match guarantee: the documents found are those whose folded text contains the string.

use std::path::Path;

use proptest::prelude::*;

use crate::program::{data, json_lines, project, zhengsou};
use zhengsou::engine::SearchBackend;
use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::model::document::format_id;
use zhengsou::model::{Clause, Plan, Query, Sort};
use zhengsou::search::parse::{fixed, parse};
use zhengsou::search::{Matching, Question, Search, everything};

pub(crate) struct Archive {
    pub(crate) backend: EmbeddedBackend,
    /// Document id and folded text.
    pub(crate) texts: Vec<(String, String)>,
    /// The province of each text.
    pub(crate) provinces: Vec<Option<String>>,
    _folder: tempfile::TempDir,
}

impl Archive {
    pub(crate) fn build(archive: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let (archive, path) = (archive.to_str().unwrap(), index.to_str().unwrap());
        let run = zhengsou(&["index", archive, "--index", path]);
        assert!(run.code == 0 || run.code == 3, "{}", run.err);
        let dump = zhengsou(&[
            "documents",
            "--index",
            path,
            "--format",
            "jsonl",
            "--folded",
        ]);
        let rows = json_lines(&dump.out);
        let provinces = rows
            .iter()
            .map(|row| row["province"].as_str().map(str::to_owned))
            .collect();
        let texts = rows
            .into_iter()
            .map(|row| {
                let field = |name: &str| row[name].as_str().unwrap().to_owned();
                (field("doc_id"), field("folded"))
            })
            .collect();
        Self {
            backend: EmbeddedBackend::open(&index).unwrap(),
            texts,
            provinces,
            _folder: folder,
        }
    }

    fn found(&self, string: &str) -> Vec<String> {
        self.run(fixed(string))
    }

    pub(crate) fn run(&self, query: Query) -> Vec<String> {
        let question = Question {
            query,
            filters: Vec::new(),
            sort: Sort::Relevance,
            min_confidence: None,
            matching: Matching::Exact,
        };
        let search = Search::run(&self.backend, &question).unwrap();
        let mut ids: Vec<String> = search.ids().unwrap().into_iter().map(format_id).collect();
        ids.sort_unstable();
        ids
    }

    fn containing(&self, string: &str) -> Vec<String> {
        self.matching(&|folded| folded.contains(string))
    }

    fn matching(&self, test: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut ids: Vec<String> = self
            .texts
            .iter()
            .filter(|(_, folded)| test(folded))
            .map(|(id, _)| id.clone())
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Cuts `len` characters out of a text's line.
    fn cut(&self, text: usize, from: usize, len: usize) -> Option<String> {
        let folded = &self.texts[text % self.texts.len()].1;
        let lines: Vec<&str> = folded.lines().filter(|line| !line.is_empty()).collect();
        let line = lines.get(from % lines.len().max(1))?;
        let chars: Vec<char> = line.chars().collect();
        let start = (from / lines.len()) % chars.len();
        Some(chars[start..].iter().take(len).collect())
    }
}

/// A fixed sequence of pseudo-random numbers (splitmix64).
pub(crate) fn numbers(mut state: u64) -> impl FnMut() -> usize {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 16) as usize
    }
}

fn random_strings(archive: &Archive, count: usize) {
    let mut next = numbers(20_261_122);
    let mut checked = 0;
    while checked < count {
        let (text, from, len) = (next(), next(), next() % 12 + 1);
        let Some(string) = archive.cut(text, from, len) else {
            continue;
        };
        assert_eq!(
            archive.found(&string),
            archive.containing(&string),
            "{string:?}"
        );
        checked += 1;
    }
}

#[test]
fn random_strings_of_the_sample() {
    let archive = Archive::build(&project().join("corpus_sample"));
    assert_eq!(archive.texts.len() as u64, archive.backend.documents());
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(500)
    };
    proptest!(config, |(text in any::<usize>(), from in any::<usize>(), len in 1usize..13)| {
        if let Some(string) = archive.cut(text, from, len) {
            prop_assert_eq!(archive.found(&string), archive.containing(&string), "{:?}", string);
        }
    });
    // Strings of other archives are found as rarely as they stand there: not at all.
    assert!(archive.found("此处绝无此句").is_empty());
}

/// Says whether a folded text matches.
type Test<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// r0003: excluding a phrase that no document of a segment holds broke an assertion of the engine.
#[test]
fn boolean_queries_of_the_sample() {
    let archive = Archive::build(&project().join("corpus_sample"));
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(600)
    };
    let cuts = (
        any::<[usize; 3]>(),
        any::<[usize; 3]>(),
        any::<[usize; 3]>(),
        0usize..9,
    );
    proptest!(config, |((texts, froms, lens, shape) in cuts)| {
        let strings: Vec<String> = (0..3)
            .filter_map(|n| archive.cut(texts[n], froms[n], lens[n] % 5 + 1))
            .filter(|string| !string.contains(['"', '\\', '?', '*', '{']))
            .collect();
        if let [a, b, c] = &strings[..] {
            let quote = |string: &String| format!("\"{string}\"");
            let (x, y, z) = (quote(a), quote(b), quote(c));
            let has = |text: &str, string: &String| text.contains(string.as_str());
            let (query, test): (String, Test<'_>) = match shape {
                0 => (format!("{x} {y}"), Box::new(|t| has(t, a) && has(t, b))),
                1 => (format!("{x} OR {y}"), Box::new(|t| has(t, a) || has(t, b))),
                2 => (format!("{x} -{y}"), Box::new(|t| has(t, a) && !has(t, b))),
                3 => (format!("-{x}"), Box::new(|t| !has(t, a))),
                4 => (format!("({x} OR {y}) {z}"), Box::new(|t| (has(t, a) || has(t, b)) && has(t, c))),
                5 => (format!("({x} OR {y}) -{z}"), Box::new(|t| (has(t, a) || has(t, b)) && !has(t, c))),
                6 => (format!("{x} NOT ({y} {z})"), Box::new(|t| has(t, a) && !(has(t, b) && has(t, c)))),
                7 => (format!("-{x} -{y} -{z}"), Box::new(|t| !has(t, a) && !has(t, b) && !has(t, c))),
                _ => (format!("{x} OR ({y} -{z})"), Box::new(|t| has(t, a) || has(t, b) && !has(t, c))),
            };
            // A contextual character at a cut has two forms; the scan knows one.
            prop_assume!(!strings.iter().any(|string| string.contains(['著', '乾', '着', '干', '覆', '复'])));
            let parsed = parse(&query, &archive.backend).unwrap();
            prop_assert_eq!(archive.run(parsed), archive.matching(&*test), "{}", query);
        }
    });
}

#[test]
fn a_thousand_random_strings_of_the_laws() {
    let Some(laws) = data("archive") else { return };
    let archive = Archive::build(&laws);
    random_strings(&archive, 1_000);
    estimates(&archive);
}

/// An estimate is the count where all are asked, and near it where one in six is.
fn estimates(archive: &Archive) {
    let backend = &archive.backend;
    for string in ["规定", "企业", "补贴"] {
        let plan = Plan {
            clause: Clause::Exact(string.to_owned()),
            ..everything()
        };
        let count = backend.count(&plan).unwrap() as f64;
        let all = backend.estimate(&plan, backend.documents()).unwrap();
        let some = backend.estimate(&plan, backend.documents() / 6).unwrap();
        assert!((all - count).abs() < 0.5, "{string}: {all} of {count}");
        // Four standard deviations: how many fall into the sample is chance, too.
        let deviation = (5.0 * count).sqrt();
        assert!(
            (some - count).abs() < 4.0 * deviation + 6.0,
            "{string}: {some} of {count}"
        );
    }
}

#[test]
fn every_hit_of_a_frequent_word_is_exported() {
    let Some(laws) = data("archive") else { return };
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let (laws, index) = (laws.to_str().unwrap(), index.to_str().unwrap());
    zhengsou(&["index", laws, "--index", index]);
    let count = zhengsou(&[
        "search", "企业", "--index", index, "--count", "--rows", "passage",
    ]);
    let csv = folder.path().join("hits.csv");
    let run = zhengsou(&[
        "search",
        "企业",
        "--index",
        index,
        "--csv",
        csv.to_str().unwrap(),
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let table = std::fs::read_to_string(csv).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let mut rows = 0usize;
    for row in reader.records() {
        let row = row.unwrap();
        assert!(row[19].contains("企业"), "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, count.out.trim().parse::<usize>().unwrap());
}
