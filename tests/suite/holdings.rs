//! `coverage` and `sample` through the real program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::program::{copy, json_lines, project, zhengsou};

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
    assert_eq!(coverage["files"], 64);
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

#[test]
fn the_same_seed_draws_the_same_whatever_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("corpus_sample");
    copy(&project().join("corpus_sample"), &archive);
    let whole = index(&archive, folder.path(), "whole", "1");
    // The same documents, written in another order: a folder comes later.
    let aside = folder.path().join("hubei");
    std::fs::rename(archive.join("hubei"), &aside).unwrap();
    let other = index(&archive, folder.path(), "other", "2");
    std::fs::rename(&aside, archive.join("hubei")).unwrap();
    assert_eq!(index(&archive, folder.path(), "other", "2"), other);

    let draw = |index: &str, flags: &[&str]| {
        let run = zhengsou(
            &[
                &["sample", "园", "--index", index, "--format", "jsonl"],
                flags,
            ]
            .concat(),
        );
        assert_eq!(run.code, 0, "{}", run.err);
        json_lines(&run.out)
    };
    let ids = |rows: &[Value]| {
        rows.iter()
            .map(|row| row["doc_id"].clone())
            .collect::<Vec<_>>()
    };
    let by = ["--by", "province,year", "-n", "20", "--seed", "42"];
    let drawn = draw(&whole, &by);
    assert_eq!(ids(&drawn), ids(&draw(&whole, &by)));
    assert_eq!(ids(&drawn), ids(&draw(&other, &by)));
    assert_ne!(
        ids(&drawn),
        ids(&draw(
            &whole,
            &["--by", "province,year", "-n", "20", "--seed", "43"]
        ))
    );
    assert_eq!(drawn.len(), 20);
    assert_eq!(
        ids(&drawn)
            .iter()
            .map(Value::to_string)
            .collect::<BTreeSet<_>>()
            .len(),
        20
    );
}

#[test]
fn strata_are_drawn_in_proportion_and_weighted() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(
        &project().join("corpus_sample"),
        folder.path(),
        "index",
        "1",
    );
    let documents =
        json_lines(&zhengsou(&["documents", "--index", &index, "--format", "jsonl"]).out);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &documents {
        *sizes
            .entry(row["kind"].as_str().unwrap_or("unknown"))
            .or_default() += 1;
    }
    let run = zhengsou(&[
        "sample", "--index", &index, "--by", "kind", "-n", "30", "--format", "jsonl",
    ]);
    let rows = json_lines(&run.out);
    assert_eq!(rows.len(), 30, "{}", run.err);
    let mut drawn: BTreeMap<&str, f64> = BTreeMap::new();
    let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
    for row in &rows {
        let stratum = row["stratum"].as_str().unwrap();
        assert_eq!(row["kind"].as_str().unwrap_or("unknown"), stratum);
        *drawn.entry(stratum).or_default() += 1.0;
        weights.insert(stratum, row["weight"].as_f64().unwrap());
    }
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    for (stratum, size) in sizes {
        let (size, all) = (size as f64, documents.len() as f64);
        assert!(drawn[stratum] >= 1.0, "{stratum}");
        // Those that had none took theirs from the largest.
        assert!(
            (drawn[stratum] - 30.0 * size / all).abs() < 4.0,
            "{stratum}"
        );
        assert!(
            (weights[stratum] - size / drawn[stratum]).abs() < 0.001,
            "{stratum}"
        );
    }
    let all = zhengsou(&["sample", "--index", &index, "-n", "1000", "--format", "csv"]);
    assert_eq!(all.out.lines().count(), documents.len() + 1);
    assert!(
        all.out
            .lines()
            .next()
            .unwrap()
            .ends_with(",doc_id,N,cluster,stratum,weight")
    );
    let multi = zhengsou(&["sample", "--index", &index, "--by", "issuer"]);
    assert_eq!(multi.code, 2);
    assert_eq!(
        zhengsou(&["sample", "没有这样的话", "--index", &index]).code,
        1
    );
}
