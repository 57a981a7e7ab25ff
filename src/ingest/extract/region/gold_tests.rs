//! Places and zones of the hand-labelled archive files, through the whole of ingest.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::example::data;
use crate::ingest::{Options, ingest};
use crate::model::{Document, RawFile, SourcePath};

/// Reads a real file under a name that tells nothing.
pub(super) fn documents_of(absolute: &Path, name: &str) -> Vec<Document> {
    let raw = RawFile {
        path: SourcePath {
            root: "".into(),
            relative: name.into(),
            key: 0,
        },
        bytes: std::fs::read(absolute).unwrap(),
        absolute: absolute.into(),
        truncated: false,
    };
    ingest(&raw, Options::default()).documents
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn set(value: &Value) -> BTreeSet<String> {
    let values = value.as_array().into_iter().flatten();
    values.map(|value| text(value).to_owned()).collect()
}

/// What differs between a document and its label.
fn differences(document: &Document, gold: &Value) -> Vec<String> {
    let metadata = &document.metadata;
    let region = metadata.region().cloned();
    let region = region.as_ref();
    let fields = [
        ("province", region.map(|r| r.province.clone())),
        ("city", region.and_then(|r| r.city.clone())),
        ("county", region.and_then(|r| r.county.clone())),
    ];
    let mut differences = Vec::new();
    for (field, found) in fields {
        let found = found.unwrap_or_default();
        let also = set(&gold[format!("{field}_also")]);
        if found != text(&gold[field]) && !also.contains(&found) {
            differences.push(format!("{field} {found:?}, not {}", gold[field]));
        }
    }
    let zones: BTreeSet<String> = metadata.zones.iter().map(|z| z.value.clone()).collect();
    if zones != set(&gold["zones"]) {
        differences.push(format!("zones {zones:?}, not {}", gold["zones"]));
    }
    let patterns = metadata.zone_patterns.iter();
    let patterns: BTreeSet<String> = patterns.map(|form| form.text.clone()).collect();
    if patterns != set(&gold["zone_patterns"]) {
        differences.push(format!(
            "patterns {patterns:?}, not {}",
            gold["zone_patterns"]
        ));
    }
    differences
}

#[test]
fn labelled_documents_have_their_places_and_zones() {
    let Some(data) = data() else { return };
    let gold = std::fs::read_to_string(data.join("seeds_gold.jsonl")).unwrap();
    let mut wrong = Vec::new();
    for line in gold.lines() {
        let gold: Value = serde_json::from_str(line).unwrap();
        let part = gold["part"].as_u64();
        let name = format!("{} {part:?}", text(&gold["file"]));
        let documents = documents_of(
            &data.join("seeds").join(text(&gold["file"])),
            "document.txt",
        );
        let found = documents
            .iter()
            .find(|one| Some(u64::from(one.part)) == part);
        match found {
            Some(document) => wrong.extend(
                differences(document, &gold)
                    .into_iter()
                    .map(|difference| format!("{name}: {difference}")),
            ),
            None => wrong.push(format!("{name}: no such part")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
