//! Clean texts stay as they are: official laws, one document a file.

use super::seeds_tests::{data, source};
use super::{clean, compose, punctuation, spam};
use crate::ingest::{Options, split};

/// Drops of clean text may not exceed this share of its characters (NOISE rule 5).
const MAX_LOSS: f64 = 0.001;

#[test]
fn laws_stay_whole_and_single() {
    let Some(data) = data() else { return };
    let (mut all, mut lost) = (0, 0);
    let mut split_files = Vec::new();
    let mut early = Vec::new();
    for path in files(&data.join("archive")) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let cleaned = clean(source(&text));
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        early.extend(
            cleaned
                .source
                .marks
                .iter()
                // Some official texts do repeat a mark (、、).
                .filter(|mark| mark.rule != punctuation::REPEATED)
                .map(|mark| format!("{name}: {} {}", mark.rule, &text[mark.span.range()])),
        );
        let segments = split::split(&cleaned, Options::default());
        if segments.len() != 1 {
            let at: Vec<&str> = segments[1..]
                .iter()
                .map(|segment| &cleaned.view.text[segment.view.range()])
                .map(|text| text.lines().next().unwrap_or_default())
                .collect();
            split_files.push(format!("{name}: {at:?}"));
        }
        for segment in &segments {
            let part = compose(&cleaned, segment, Options::default());
            all += cleaned.source.text[part.span.range()].chars().count();
            for mark in &part.marks {
                let dropped = &cleaned.source.text[mark.span.range()];
                lost += dropped.chars().count();
                if std::env::var_os("ZHENGSOU_SHOW").is_some() {
                    println!("{name}: {} {dropped}", mark.rule);
                }
            }
        }
    }
    println!("{lost} of {all} characters dropped");
    assert!(split_files.is_empty(), "{}", split_files.join("\n"));
    let spam: Vec<&String> = early
        .iter()
        .filter(|line| line.contains(spam::SPAM.as_str()))
        .collect();
    assert!(spam.is_empty(), "{spam:?}");
    assert!(early.is_empty(), "{}", early.join("\n"));
    assert!(
        (lost as f64) <= MAX_LOSS * all as f64,
        "{lost} of {all} characters dropped"
    );
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}
