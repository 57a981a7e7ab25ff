//! `corpus_sample` against `tests/expected/*.toml`: every document, every value that is stated there.
//!
//! A key that is absent is not checked; an empty value means that the program must abstain.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::program::{json_lines, project, zhengsou};

/// Keys compared as they are, and what they are called in the output.
const VALUES: [&str; 15] = [
    "title",
    "kind",
    "type",
    "number",
    "date",
    "date_role",
    "effective",
    "province",
    "city",
    "county",
    "source",
    "status",
    "level",
    "legal_rank",
    "url",
];
const LISTS: [&str; 5] = [
    "issuers",
    "zones",
    "zone_patterns",
    "cited_numbers",
    "attachments",
];

struct Report {
    checked: BTreeMap<String, (usize, usize)>,
    wrong: Vec<String>,
}

impl Report {
    fn check(&mut self, key: &str, right: bool, message: impl FnOnce() -> String) {
        let counts = self.checked.entry(key.to_owned()).or_default();
        counts.0 += 1;
        if !right {
            counts.1 += 1;
            self.wrong.push(message());
        }
    }
}

#[test]
fn every_sample_document_is_as_expected() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let report_file = folder.path().join("files.csv");
    let sample = project().join("corpus_sample");
    let run = zhengsou(&[
        "index",
        sample.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
        "--report",
        report_file.to_str().unwrap(),
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files = fs::read_to_string(report_file).unwrap();
    let dump = zhengsou(&[
        "documents",
        "--index",
        index.to_str().unwrap(),
        "--format",
        "jsonl",
        "--folded",
    ]);
    let mut documents: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in json_lines(&dump.out) {
        let path = row["path"].as_str().unwrap();
        let file = path.split("!/").next().unwrap().to_owned();
        documents.entry(file).or_default().push(row);
    }
    for rows in documents.values_mut() {
        rows.sort_by_key(|row| (member_line(row), row["part"].as_u64()));
    }
    let mut report = Report {
        checked: BTreeMap::new(),
        wrong: Vec::new(),
    };
    let mut seen = 0;
    for entry in fs::read_dir(project().join("tests/expected")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        seen += 1;
        let expected: toml::Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        check_file(&expected, &documents, &files, &mut report);
    }
    assert!(seen >= 40, "{seen} expected files");
    for (key, (checked, wrong)) in &report.checked {
        eprintln!("{key:>14}: {} of {checked} right", checked - wrong);
    }
    assert!(
        report.wrong.is_empty(),
        "{} wrong:\n{}",
        report.wrong.len(),
        report.wrong.join("\n")
    );
}

/// The line of a JSON Lines member (`file.jsonl!/#3`), so that members stand in file order.
fn member_line(row: &Value) -> u64 {
    let path = row["path"].as_str().unwrap();
    path.rsplit_once('#')
        .and_then(|(_, line)| line.parse().ok())
        .unwrap_or(0)
}

fn check_file(
    expected: &toml::Table,
    documents: &BTreeMap<String, Vec<Value>>,
    files: &str,
    report: &mut Report,
) {
    let file = expected["file"].as_str().unwrap();
    let none = Vec::new();
    let found = documents.get(file).unwrap_or(&none);
    let wanted = expected.get("document").and_then(toml::Value::as_array);
    let wanted = wanted.map_or(&[][..], Vec::as_slice);
    report.check("documents", found.len() == wanted.len(), || {
        format!(
            "{file}: {} documents, expected {}",
            found.len(),
            wanted.len()
        )
    });
    if expected.get("read").and_then(toml::Value::as_bool) == Some(false) {
        let row = files
            .lines()
            .find(|line| line.contains(file))
            .unwrap_or_default();
        report.check("not read", row.contains(",skipped,"), || {
            format!("{file}: {row:?}")
        });
    }
    for (wanted, found) in wanted.iter().zip(found) {
        check_document(file, wanted.as_table().unwrap(), found, report);
    }
}

fn check_document(file: &str, wanted: &toml::Table, found: &Value, report: &mut Report) {
    let part = &found["part"];
    // Values that the program is known not to find yet; one that comes right must be struck out.
    let short = strings(wanted.get("short"));
    for key in VALUES {
        let Some(value) = wanted.get(key).and_then(toml::Value::as_str) else {
            continue;
        };
        let actual = found[key].as_str().unwrap_or_default();
        report.check(key, (actual == value) != short.contains(&key), || {
            format!("{file}#{part} {key}: {actual:?}, expected {value:?}")
        });
    }
    for key in LISTS {
        let Some(value) = wanted.get(key).and_then(toml::Value::as_array) else {
            continue;
        };
        let mut value: Vec<&str> = value.iter().filter_map(toml::Value::as_str).collect();
        let actual = found[key].as_array().map_or(&[][..], Vec::as_slice);
        let mut actual: Vec<&str> = actual.iter().filter_map(Value::as_str).collect();
        if key != "issuers" {
            value.sort_unstable();
            actual.sort_unstable();
        }
        report.check(key, (actual == value) != short.contains(&key), || {
            format!("{file}#{part} {key}: {actual:?}, expected {value:?}")
        });
    }
    let folded = found["folded"].as_str().unwrap();
    for (key, present) in [
        ("keep", true),
        ("first", true),
        ("last", true),
        ("drop", false),
    ] {
        for string in strings(wanted.get(key)) {
            report.check(key, folded.contains(string) == present, || {
                format!("{file}#{part} {key}: {string:?}")
            });
        }
    }
}

fn strings(value: Option<&toml::Value>) -> Vec<&str> {
    match value {
        Some(toml::Value::String(string)) => vec![string],
        Some(toml::Value::Array(list)) => list.iter().filter_map(toml::Value::as_str).collect(),
        _ => Vec::new(),
    }
}
