//! The seed files, as their hand-made labels describe them.

use std::path::PathBuf;

use serde_json::Value;

use crate::analysis::char_filter::fold;
use crate::ingest::clean::{clean, compose};
use crate::ingest::{Options, split};
use crate::model::{Format, PageHints, Part, SourcePath, SourceText};

/// The folder of shared data, where it is installed.
pub(super) fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let named = std::env::var_os("ZHENGSOU_DATA").map(PathBuf::from);
    let found = named.into_iter().chain([beside]).find(|path| path.is_dir());
    if found.is_none() {
        println!("SKIPPED: no data folder (set ZHENGSOU_DATA)");
    }
    found
}

/// A plain text as the reader would hand it on.
pub(in crate::ingest) fn source(text: &str) -> SourceText {
    SourceText {
        path: SourcePath {
            root: "".into(),
            relative: String::new(),
            key: 0,
        },
        member: String::new(),
        format: Format::Text,
        encoding: "UTF-8",
        text: text.replace("\r\n", "\n"),
        hints: PageHints::default(),
        marks: Vec::new(),
        notes: Vec::new(),
        partial: false,
    }
}

/// All parts of a text.
pub(in crate::ingest) fn parts(text: &str) -> Vec<Part> {
    let cleaned = clean(source(text));
    split::split(&cleaned, Options::default())
        .iter()
        .map(|segment| compose(&cleaned, segment, Options::default()))
        .collect()
}

fn strings(row: &Value, key: &str) -> Vec<String> {
    let list = row[key].as_array().cloned().unwrap_or_default();
    list.iter()
        .filter_map(|value| Some(fold(value.as_str()?).text))
        .collect()
}

#[test]
fn seeds_are_cleaned_and_split_as_labelled() {
    let Some(data) = data() else { return };
    let gold = std::fs::read_to_string(data.join("seeds_gold.jsonl")).unwrap();
    let rows: Vec<Value> = gold
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut failures = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let text = std::fs::read_to_string(data.join("seeds").join(file)).unwrap();
        let parts = parts(&text);
        let expected = rows
            .iter()
            .filter(|other| other["file"] == row["file"])
            .count();
        let number = row["part"].as_u64().unwrap() as usize;
        let mut fail = |what: String| failures.push(format!("{file} part {number}: {what}"));
        if parts.len() != expected {
            fail(format!("{} parts, not {expected}", parts.len()));
        }
        let Some(part) = parts.get(number - 1) else {
            continue;
        };
        let flat = |part: &Part| part.folded.text.replace('\n', "");
        for keep in strings(row, "keep") {
            if !flat(part).contains(&keep) {
                fail(format!("lost {keep}"));
            }
        }
        for dropped in strings(row, "drop") {
            if flat(part).contains(&dropped) {
                fail(format!("kept {dropped}"));
            }
        }
        for key in ["first", "last"] {
            let wanted = fold(row[key].as_str().unwrap()).text;
            for (index, other) in parts.iter().enumerate() {
                if flat(other).contains(&wanted) != (index + 1 == number) {
                    fail(format!("{key} {wanted}: wrong in part {}", index + 1));
                }
            }
            if key == "last" && !flat(part).ends_with(&wanted) {
                let tail: String = flat(part).chars().rev().take(30).collect();
                fail(format!(
                    "does not end with {wanted}: {}",
                    tail.chars().rev().collect::<String>()
                ));
            }
        }
        if let Some(title) = row["title"].as_str() {
            let found = part.title_paragraph.map(|at| part.folded_line(at));
            if found != Some(fold(title).text.as_str()) {
                fail(format!("title {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
