//! Real texts: the seeds' labels, and what cleaning takes from laws that hold no noise.

use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;
use zhengsou::analysis::char_filter::fold;
use zhengsou::ingest::{Options, ingest, read};
use zhengsou::model::{Document, RawFile, SourcePath};

use crate::program::{data, json_lines};

/// Every so many files of the archive are read, unless `ZHENGSOU_ARCHIVE=all`.
const ARCHIVE_STEP: usize = 8;
/// Han characters, letters and digits of clean laws that may be lost: 1 in 20,000.
const MAX_LOSS: f64 = 1.0 / 20_000.0;

fn documents(path: &Path) -> Vec<Document> {
    ingest(&raw(path), Options::default()).documents
}

fn raw(path: &Path) -> RawFile {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    RawFile {
        path: SourcePath {
            root: "real".into(),
            relative: name.into_owned(),
            key: 0,
        },
        absolute: path.to_path_buf(),
        bytes: std::fs::read(path).unwrap_or_default(),
        truncated: false,
    }
}

/// Prints the seeds' row; returns what is wrong.
pub(crate) fn seeds() -> Vec<String> {
    let (Some(folder), Some(gold)) = (data("seeds"), data("seeds_gold.jsonl")) else {
        return Vec::new();
    };
    let rows = json_lines(&std::fs::read_to_string(gold).unwrap());
    let (mut checked, mut wrong) = (0, Vec::new());
    for row in &rows {
        let found = documents(&folder.join(row["file"].as_str().unwrap()));
        let part = row["part"].as_u64().unwrap() as usize;
        let folded = found
            .get(part - 1)
            .map_or("", |document| &document.folded)
            .replace('\n', "");
        let strings = |key: &str| -> Vec<String> {
            let list = match &row[key] {
                Value::String(one) => vec![one.clone()],
                Value::Array(list) => list
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
                _ => Vec::new(),
            };
            list.into_iter().map(|text| fold(&text).text).collect()
        };
        for (key, present) in [
            ("first", true),
            ("last", true),
            ("keep", true),
            ("drop", false),
        ] {
            for text in strings(key) {
                checked += 1;
                if folded.contains(&text) != present {
                    wrong.push(format!("{} part {part}: {key} {text}", row["file"]));
                }
            }
        }
    }
    eprintln!(
        "\nseeds: {} of {checked} labelled strings right, {} documents labelled",
        checked - wrong.len(),
        rows.len()
    );
    wrong
}

fn is_text(character: &char) -> bool {
    character.is_alphanumeric()
}

/// A Markdown text without comments, front matter and link targets.
fn visible(text: &str) -> String {
    let body = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(text, |(_, body)| body);
    let without_comments = without(body, "<!--", "-->");
    without(&without_comments, "](", ")")
}

/// A text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        out.push_str(&rest[..start]);
        let after = &rest[start..];
        rest = after
            .find(close)
            .map_or("", |end| &after[end + close.len()..]);
    }
    out.push_str(rest);
    out
}

/// What became of one clean file.
struct Count {
    before: usize,
    lost: usize,
    copies: usize,
    documents: usize,
}

fn count(path: &Path) -> Count {
    let texts = |text: &str| text.chars().filter(is_text).count();
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let before = texts(&visible(&text));
    let file = raw(path);
    let decoded = read::read(&file, zhengsou::ingest::Options::default(), &mut Vec::new());
    let decoded = decoded.first().map_or("", |source| source.text.as_str());
    let found = ingest(&file, Options::default()).documents;
    let after: usize = found.iter().map(|document| texts(&document.display)).sum();
    let copies = found
        .iter()
        .flat_map(|document| &document.marks)
        .filter(|mark| mark.rule.as_str().contains("repeated_title"))
        .map(|mark| texts(&decoded[mark.span.range()]))
        .sum();
    Count {
        before,
        lost: before.saturating_sub(after + copies),
        copies,
        documents: found.len(),
    }
}

/// Prints the archive's row; returns what is wrong.
pub(crate) fn archive() -> Vec<String> {
    let Some(folder) = data("archive") else {
        return Vec::new();
    };
    let all = std::env::var("ZHENGSOU_ARCHIVE").as_deref() == Ok("all");
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    if !all {
        files = files.into_iter().step_by(ARCHIVE_STEP).collect();
    }
    let counts: Vec<Count> = files.par_iter().map(|path| count(path)).collect();
    let before: usize = counts.iter().map(|count| count.before).sum();
    let copies: usize = counts.iter().map(|count| count.copies).sum();
    let lost: usize = counts.iter().map(|count| count.lost).sum();
    let split = counts.iter().filter(|count| count.documents > 1).count();
    let share = lost as f64 / before.max(1) as f64;
    eprintln!(
        "clean archive: {} files, {before} Han characters, letters and digits, {lost} lost \
         ({:.4} %, at most {:.4} %), {copies} more in second copies of titles, {split} files split",
        files.len(),
        share * 100.0,
        MAX_LOSS * 100.0
    );
    let mut worst: Vec<_> = files
        .iter()
        .zip(&counts)
        .filter(|(_, count)| count.lost > 0)
        .collect();
    worst.sort_by_key(|(_, count)| std::cmp::Reverse(count.lost));
    for (path, count) in worst.into_iter().take(8) {
        eprintln!(
            "   {} lost in {}",
            count.lost,
            path.file_name().unwrap_or_default().to_string_lossy()
        );
    }
    (share > MAX_LOSS)
        .then(|| format!("clean archive: {lost} of {before} lost"))
        .into_iter()
        .collect()
}
