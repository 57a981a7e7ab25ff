//! `stats --by N` through the real program: its counts are those of a group-by over the occurrences
//! that `search` exports.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::{Run, copy, json_lines, project, zhengsou};

/// The sample, indexed.
struct Sample {
    index: String,
    folder: tempfile::TempDir,
}

/// Values of the fields; documents and matches.
type Counts = BTreeMap<Vec<Option<String>>, (u64, u64)>;

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("corpus_sample");
        copy(&project().join("corpus_sample"), &archive);
        let index = folder.path().join("index").to_str().unwrap().to_owned();
        let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
        assert_eq!(built.code, 0, "{}", built.err);
        Self { index, folder }
    }

    fn run(&self, command: &str, flags: &[&str]) -> Run {
        zhengsou(&[&[command, "--index", &self.index], flags].concat())
    }

    /// Counts by `{N}` alone, or by it and a column of the export.
    fn group(&self, query: &str, column: Option<&str>) -> Counts {
        let flags = [query, "--rows", "occurrence", "--format", "jsonl"];
        let rows = json_lines(&self.run("search", &flags).out);
        let mut documents: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for row in &rows {
            let id = row["doc_id"].as_str().unwrap();
            documents.entry(id).or_default().push(row);
        }
        let mut counts = Counts::new();
        for rows in documents.values() {
            let other = column.map(|column| match (column, rows[0][column].as_str()) {
                (_, None) => None,
                ("date", Some(date)) => Some(date[..4].to_owned()),
                (_, Some(value)) => Some(value.to_owned()),
            });
            let mut values: BTreeMap<Option<String>, u64> = BTreeMap::new();
            for value in rows.iter().flat_map(|row| row["N"].as_array().unwrap()) {
                *values.entry(value.as_str().map(str::to_owned)).or_default() += 1;
            }
            if values.is_empty() {
                values.insert(None, rows.len() as u64);
            }
            for (value, matches) in values {
                let key = std::iter::once(value).chain(other.clone()).collect();
                let count = counts.entry(key).or_default();
                *count = (count.0 + 1, count.1 + matches);
            }
        }
        counts
    }
}

fn found(rows: &[Value], columns: &[&str]) -> Counts {
    let counted = rows
        .iter()
        .filter(|row| row["documents"].as_u64() > Some(0));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    counted
        .map(|row| {
            let key = columns.iter().map(|column| text(&row[column])).collect();
            let number = |name: &str| row[name].as_u64().unwrap();
            (key, (number("documents"), number("occurrences")))
        })
        .collect()
}

#[test]
fn counts_by_numeral_are_those_of_the_occurrences() {
    let sample = Sample::new();
    let base = sample.run("search", &["--count", "--rows", "document"]).out;
    let base: u64 = base.trim().parse().unwrap();
    for query in ["一区{N}园", "一区{N}园 OR 园区", "\"{N}个\" /p 园"] {
        let run = sample.run("stats", &[query, "--by", "N", "--format", "jsonl"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let rows = json_lines(&run.out);
        assert_eq!(found(&rows, &["N"]), sample.group(query, None), "{query}");
        // Every value is one of matches: each is among all documents.
        assert!(rows.iter().all(|row| row["base"] == base), "{query}");
        let values: Vec<Option<&str>> = rows.iter().map(|row| row["N"].as_str()).collect();
        let distinct: BTreeSet<_> = values.iter().collect();
        assert_eq!(distinct.len(), values.len());
        let numbers = values
            .iter()
            .map_while(|value| (*value)?.parse::<f64>().ok());
        assert!(numbers.clone().is_sorted(), "{values:?}");
        let words = values[numbers.count()..].iter();
        let mut words = words.map_while(|value| *value);
        assert!(words.all(|word| word.parse::<f64>().is_err()), "{values:?}");

        for (by, columns, column) in [
            ("N,year", ["N", "year"], "date"),
            ("N,kind", ["N", "kind"], "kind"),
        ] {
            let run = sample.run("stats", &[query, "--by", by, "--format", "jsonl"]);
            let expected = sample.group(query, Some(column));
            let rows = json_lines(&run.out);
            assert_eq!(found(&rows, &columns), expected, "{query} {by}");
            let other = by.split(',').nth(1).unwrap();
            let flags = ["", "--by", other, "--format", "jsonl"];
            let bases = json_lines(&sample.run("stats", &flags).out);
            for row in rows.iter().filter(|row| row["documents"] != 0) {
                let same = bases.iter().find(|base| base[other] == row[other]).unwrap();
                assert_eq!(row["base"], same["base"], "{row}");
            }
        }
    }
}

#[test]
fn numerals_are_listed_drawn_and_asked_for() {
    let sample = Sample::new();
    let picture = sample.folder.path().join("n.svg");
    let flags = [
        "一区{N}园",
        "--by",
        "N",
        "--plot",
        picture.to_str().unwrap(),
    ];
    let run = sample.run("stats", &flags);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("\n多 ") && run.out.starts_with("N "),
        "{}",
        run.out
    );
    assert!(run.err.contains("more than one numeral"), "{}", run.err);
    assert!(
        std::fs::read_to_string(picture)
            .unwrap()
            .contains("一区{N}园")
    );
    let beside = ["-e", "一区{N}园", "-e", "{N}个园区", "--by", "year,N"];
    assert_eq!(sample.run("stats", &beside).code, 0);
    for flags in [
        &["一区多园", "--by", "N"][..],
        &["-e", "一区{N}园", "-e", "园区", "--by", "N"],
        &["园 -一区{N}园", "--by", "N,year"],
        &["-F", "一区{N}园", "--by", "N"],
        &["--by", "N"],
    ] {
        let run = sample.run("stats", flags);
        assert_eq!(run.code, 2, "{flags:?}");
        assert!(
            run.err.contains("hint: ") && run.err.contains("一区{N}园"),
            "{}",
            run.err
        );
        assert!(run.out.is_empty(), "{flags:?}");
    }
}
