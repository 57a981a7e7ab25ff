//! `coverage` through the real program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::program::{json_lines, project, zhengsou};

fn index(archive: &Path, folder: &Path, name: &str, threads: &str) -> String {
    let index = folder.join(name).to_str().unwrap().to_owned();
    let archive = archive.to_str().unwrap();
    let built = zhengsou(&["index", archive, "--index", &index, "--threads", threads]);
    assert_eq!(built.code, 0, "{}", built.err);
    index
}

#[test]
fn coverage_is_what_the_documents_hold() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(
        &project().join("corpus_sample"),
        folder.path(),
        "index",
        "1",
    );
    let documents =
        json_lines(&zhengsou(&["documents", "--index", &index, "--format", "jsonl"]).out);
    let run = zhengsou(&["coverage", "--index", &index, "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let coverage: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(coverage["documents"], documents.len());
    let files: BTreeSet<&str> = documents
        .iter()
        .filter_map(|row| row["path"].as_str()?.split("!/").next())
        .collect();
    assert_eq!(coverage["files_with_documents"], files.len());
    assert_eq!(coverage["files"], 63);
    for field in ["province", "kind", "source", "legal_rank"] {
        let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
        for value in documents.iter().filter_map(|row| row[field].as_str()) {
            *expected.entry(value).or_default() += 1;
        }
        let found = &coverage["fields"][field];
        let values = found["values"].as_array().unwrap();
        let counted: BTreeMap<&str, u64> = values
            .iter()
            .map(|row| {
                (
                    row["value"].as_str().unwrap(),
                    row["documents"].as_u64().unwrap(),
                )
            })
            .filter(|(_, documents)| *documents > 0)
            .collect();
        assert_eq!(counted, expected, "{field}");
        let unknown = documents.iter().filter(|row| row[field].is_null()).count();
        assert_eq!(found["unknown"], unknown, "{field}");
    }
    assert_eq!(
        coverage["fields"]["province"]["values"]
            .as_array()
            .unwrap()
            .len(),
        34
    );
    let dates = documents.iter().filter_map(|row| row["date"].as_str());
    assert_eq!(coverage["first_date"].as_str(), dates.clone().min());
    assert!(coverage["last_date"].as_str().unwrap()[..4] == dates.max().unwrap()[..4]);

    let text = zhengsou(&["coverage", "--index", &index]).out;
    assert!(text.contains("湖北省") && text.contains("台湾省"), "{text}");
    let none = zhengsou(&["search", "没有这样的话", "--index", &index]);
    assert!(none.err.contains("zhengsou coverage"), "{}", none.err);
}
