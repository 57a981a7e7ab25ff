//! The five real seed files against their labels by hand.

use std::collections::BTreeMap;

use serde_json::Value;

use zhengsou::analysis::char_filter::fold;

use crate::program::{copy, data, json_lines, zhengsou};

#[test]
fn the_seeds_are_as_labelled() {
    let (Some(seeds), Some(gold)) = (data("seeds"), data("seeds_gold.jsonl")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("seeds");
    copy(&seeds, &archive);
    let index = folder.path().join("index");
    let (archive, index) = (archive.to_str().unwrap(), index.to_str().unwrap());
    let run = zhengsou(&["index", archive, "--index", index]);
    assert_eq!(run.code, 0, "{}", run.err);
    let dump = zhengsou(&[
        "documents",
        "--index",
        index,
        "--format",
        "jsonl",
        "--folded",
    ]);
    let found: BTreeMap<(String, u64), Value> = json_lines(&dump.out)
        .into_iter()
        .map(|row| {
            (
                (
                    row["path"].as_str().unwrap().to_owned(),
                    row["part"].as_u64().unwrap(),
                ),
                row,
            )
        })
        .collect();
    let gold = json_lines(&std::fs::read_to_string(gold).unwrap());
    assert_eq!(found.len(), gold.len(), "documents: {:?}", found.keys());
    let mut wrong = Vec::new();
    for label in &gold {
        let key = (
            label["file"].as_str().unwrap().to_owned(),
            label["part"].as_u64().unwrap(),
        );
        let Some(document) = found.get(&key) else {
            wrong.push(format!("{key:?}: no such document"));
            continue;
        };
        metadata(label, document, &mut wrong);
        text(label, document, &found, &mut wrong);
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let search = zhengsou(&["search", "一区多园", "--index", index, "--format", "jsonl"]);
    assert!(search.out.contains("一區多園"), "{}", search.out);
}

/// Compares every labelled field; a value of `…_also` is right, too.
fn metadata(label: &Value, document: &Value, wrong: &mut Vec<String>) {
    const TEXTUAL: [&str; 10] = [
        "file",
        "part",
        "keep",
        "drop",
        "first",
        "last",
        "zones_mentioned",
        "cited_numbers",
        "note",
        "traps",
    ];
    for (key, value) in label.as_object().unwrap() {
        if TEXTUAL.contains(&key.as_str()) || key.ends_with("_also") {
            continue;
        }
        let also = label[format!("{key}_also")]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let actual = &document[key];
        let same = actual == value || key == "zone_patterns" && sorted(actual) == sorted(value);
        if !same && !also.contains(actual) {
            wrong.push(format!(
                "{}#{} {key}: {actual}, labelled {value}",
                label["file"], label["part"]
            ));
        }
    }
    for key in ["zones_mentioned", "cited_numbers"] {
        let list = label[key].as_array().cloned().unwrap_or_default();
        let actual = document[key].as_array().cloned().unwrap_or_default();
        if let Some(missing) = list.iter().find(|value| !actual.contains(value)) {
            wrong.push(format!(
                "{}#{} {key}: no {missing}",
                label["file"], label["part"]
            ));
        }
    }
}

/// The order of forms is nobody's concern.
fn sorted(list: &Value) -> Vec<&str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    let mut list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    list.sort_unstable();
    list
}

fn text(
    label: &Value,
    document: &Value,
    found: &BTreeMap<(String, u64), Value>,
    wrong: &mut Vec<String>,
) {
    let place = format!("{}#{}", label["file"], label["part"]);
    let folded = document["folded"].as_str().unwrap();
    let list = |key: &str| -> Vec<&str> {
        label[key]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(Value::as_str)
            .collect()
    };
    for keep in list("keep")
        .into_iter()
        .filter(|keep| !folded.contains(keep))
    {
        wrong.push(format!("{place} lost {keep}"));
    }
    for drop in list("drop")
        .into_iter()
        .filter(|drop| folded.contains(drop))
    {
        wrong.push(format!("{place} kept {drop}"));
    }
    for key in ["first", "last"] {
        let words = fold(label[key].as_str().unwrap()).text;
        let words = words.as_str();
        if !folded.contains(words) {
            wrong.push(format!("{place} {key} is not there: {words}"));
        }
        for (other, row) in found {
            let same = row["doc_id"] == document["doc_id"];
            if !same && row["folded"].as_str().unwrap().contains(words) {
                wrong.push(format!("{place} {key} is in {other:?}, too: {words}"));
            }
        }
    }
}
