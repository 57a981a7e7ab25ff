//! `search --file` through the real program: what it counts is what one search for each line finds.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Run, command, copy, json_lines, project, run_of, zhengsou};

/// Every kind of query: strings, patterns, nearness, exclusions, conditions, nothing.
const TERMS: [(&str, &str); 9] = [
    ("一区多园", "一区多园"),
    ("任意数", "一区{N}园"),
    ("园区 OR 开发区", "园区 OR 开发区"),
    ("相近", "(考核 OR 评价) /s 园"),
    ("排除", "园区 -房地产"),
    ("仅排除", "-园"),
    ("仅条件", "kind:policy"),
    ("或条件", "亩均 OR kind:news"),
    ("无", "没有这样的话"),
];

/// The sample, indexed.
struct Sample {
    folder: tempfile::TempDir,
    index: String,
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("corpus_sample");
        copy(&project().join("corpus_sample"), &archive);
        let index = folder.path().join("index").to_str().unwrap().to_owned();
        let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
        assert_eq!(built.code, 0, "{}", built.err);
        Self { folder, index }
    }

    fn search(&self, flags: &[&str]) -> Run {
        zhengsou(&[&["search", "--index", &self.index], flags].concat())
    }

    /// Writes a list and returns its path.
    fn list(&self, text: &str) -> String {
        let path = self.folder.path().join("terms.txt");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The documents that a query finds, and its matches in each.
    fn hits(&self, query: &str, flags: &[&str]) -> BTreeMap<String, u64> {
        let mut hits: BTreeMap<String, u64> = BTreeMap::new();
        let run = self.search(&[&[query, "--format", "jsonl"], flags].concat());
        for row in json_lines(&run.out) {
            *hits.entry(text(&row["doc_id"])).or_default() +=
                row["spans"].as_array().unwrap().len() as u64;
        }
        hits
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn all_terms() -> String {
    let lines = TERMS.map(|(name, query)| match name == query {
        true => format!("{query}\r\n"),
        false => format!("{name}\t{query}\r\n"),
    });
    format!("\u{feff}# 词条\r\n\r\n{}", lines.concat())
}

#[test]
fn every_line_counts_what_its_own_search_finds() {
    let sample = Sample::new();
    let list = sample.list(&all_terms());
    for filters in [
        &[][..],
        &["--province", "湖北", "--from", "2018"],
        &["--min-confidence", "0.93", "--province", "湖北"],
        &["--match", "any"],
        &["--synonyms"],
        &["-F"],
    ] {
        let expected: BTreeMap<&str, BTreeMap<String, u64>> = TERMS
            .iter()
            .map(|(name, query)| (*name, sample.hits(query, filters)))
            .filter(|(_, hits)| !hits.is_empty())
            .collect();
        let long = sample.search(&[&["-f", &list, "--format", "jsonl"], filters].concat());
        let mut found: BTreeMap<&str, BTreeMap<String, u64>> = BTreeMap::new();
        for row in json_lines(&long.out) {
            let term = TERMS.iter().find(|(name, _)| row["term"] == *name).unwrap();
            assert_eq!(row["query"], term.1);
            let hits = found.entry(term.0).or_default();
            let matches = row["matches"].as_u64().unwrap_or_default();
            assert!(hits.insert(text(&row["doc_id"]), matches).is_none());
        }
        assert_eq!(found, expected, "{filters:?}");
        assert_eq!(long.code, i32::from(found.is_empty()), "{}", long.err);
    }
}

#[test]
fn both_shapes_and_the_text_say_the_same() {
    let sample = Sample::new();
    let list = sample.list(&all_terms());
    let long = sample.search(&["-f", &list, "--format", "jsonl"]);
    let matrix = sample.search(&["-f", &list, "--format", "jsonl", "--shape", "matrix"]);
    let (long, matrix) = (json_lines(&long.out), json_lines(&matrix.out));
    let mut pairs = BTreeMap::new();
    for row in &long {
        pairs.insert((text(&row["doc_id"]), text(&row["term"])), &row["matches"]);
    }
    for row in &matrix {
        for (name, _) in TERMS {
            let pair = (text(&row["doc_id"]), name.to_owned());
            // Null: it matches, but not at a place in the text.
            match pairs.get(&pair) {
                Some(matches) => assert_eq!(&row[name], *matches, "{row}"),
                None => assert_eq!(row[name], 0, "{row}"),
            }
        }
    }
    let documents: BTreeSet<String> = long.iter().map(|row| text(&row["doc_id"])).collect();
    let rows: Vec<String> = matrix.iter().map(|row| text(&row["doc_id"])).collect();
    assert_eq!(documents.len(), rows.len());
    assert_eq!(documents, rows.into_iter().collect());

    let table = sample.search(&["-f", &list]);
    let counted = sample.search(&["-f", &list, "--count"]);
    assert_eq!(table.out, counted.out);
    let lines: Vec<Vec<&str>> = table
        .out
        .lines()
        .map(|line| line.split("  ").collect())
        .collect();
    let cells = |line: &[&str]| -> Vec<String> {
        let cells = line.iter().map(|cell| cell.trim().to_owned());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(lines.len(), TERMS.len() + 2, "{}", table.out);
    for ((name, _), line) in TERMS.iter().zip(&lines[1..]) {
        let rows = long.iter().filter(|row| row["term"] == *name);
        let documents = rows.clone().count();
        let matches: u64 = rows.filter_map(|row| row["matches"].as_u64()).sum();
        let matches = match name.starts_with('仅') {
            true => "–".to_owned(),
            false => matches.to_string(),
        };
        let expected = [(*name).to_owned(), documents.to_string(), matches];
        assert_eq!(cells(line), expected, "{}", table.out);
    }
    assert_eq!(cells(&lines[TERMS.len() + 1])[1], matrix.len().to_string());
}

#[test]
fn a_file_holds_a_matrix_and_what_is_not_found_is_named() {
    let sample = Sample::new();
    let list = sample.list("一区多园\n-F\t一区七园\n没有这样的话\n");
    let out = sample.folder.path().join("matrix.csv");
    let run = sample.search(&[
        "-f",
        &list,
        "--csv",
        out.to_str().unwrap(),
        "--sort",
        "-date",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("没有这样的话"), "{}", run.err);
    let written = std::fs::read_to_string(out).unwrap();
    let mut lines = written.lines();
    assert_eq!(
        lines.next(),
        Some(
            "\u{feff}doc_id,title,number,issuers,date,province,path,part,一区多园,'-F,没有这样的话"
        )
    );
    let found = sample.hits("一区多园 OR 一区七园", &[]);
    assert_eq!(lines.clone().count(), found.len());
    assert!(lines.all(|line| line.ends_with(",0")), "{written}");
    let limited = sample.search(&["-f", &list, "--format", "tsv", "--limit", "2"]);
    assert_eq!(limited.out.lines().count(), 3, "{}", limited.out);

    // From standard input, without a hit.
    let mut child = command()
        .args(["search", "-f", "-", "--format", "csv", "--shape", "long"])
        .args(["--index", &sample.index])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all("没有这样的话".as_bytes()).unwrap();
    drop(input);
    let run = run_of(child.wait_with_output().unwrap());
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(
        run.out,
        "term,query,doc_id,title,number,issuers,date,province,path,part,matches\r\n"
    );
}

#[test]
fn a_bad_line_is_named_before_anything_is_written() {
    let sample = Sample::new();
    let out = sample.folder.path().join("never.csv");
    let out = out.to_str().unwrap();
    for (list, line, word) in [
        ("园区\n\n甲\t(园区\n", 3, "▸(园区"),
        ("园区\nprovince:无此地\n", 2, "无此地"),
        ("园区\n甲\t\n", 2, "tab"),
        ("园区\n园区\n", 2, "line 1"),
        ("title\n", 1, "column"),
    ] {
        let path = sample.list(list);
        let run = sample.search(&["-f", &path, "--csv", out]);
        assert_eq!(run.code, 2, "{list:?}");
        let place = format!("{path}:{line}: ");
        assert!(run.err.contains(&place), "{list:?}: {}", run.err);
        assert!(run.err.contains(word), "{list:?}: {}", run.err);
    }
    let list = sample.list("园区\n");
    let empty = sample.list("# 无\n");
    for flags in [
        &["-f", &list, "--facets", "year"][..],
        &["-f", &list, "--columns", "title"],
        &["-f", &list, "--format", "kwic"],
        &["-f", &list, "--limit", "3"],
        &["-f", &empty],
        &["-f", "no such file"],
        &["-f", &list, "园区"],
        &["园区", "--shape", "long"],
    ] {
        let run = sample.search(flags);
        assert_eq!(run.code, 2, "{flags:?}");
        assert!(run.out.is_empty(), "{flags:?}: {}", run.out);
    }
    assert!(!std::path::Path::new(out).exists());
}
