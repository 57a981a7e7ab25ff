//! The formats of `search` through the real program: all of them say the same.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::program::{Run, copy, json_lines, project, zhengsou};

/// The sample and its index.
struct Sample {
    folder: tempfile::TempDir,
    index: String,
}

impl Sample {
    fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("corpus_sample");
        copy(&project().join("corpus_sample"), &archive);
        let index = folder.path().join("index").to_str().unwrap().to_owned();
        let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
        assert!(built.code == 0 || built.code == 3, "{}", built.err);
        Self { folder, index }
    }

    fn search(&self, flags: &[&str]) -> Run {
        zhengsou(&[&["search", "--index", &self.index], flags].concat())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exports to a file and returns it.
    fn export(&self, flags: &[&str], name: &str) -> PathBuf {
        let path = self.path(name);
        let run = self.search(&[flags, &["--output", path.to_str().unwrap()]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.is_empty(), "{}", run.out);
        path
    }
}

/// A JSON value as a table prints it.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(printed).collect::<Vec<_>>().join("；"),
        other => other.to_string(),
    }
}

fn expected_rows(lines: &str, columns: &[String]) -> Vec<Vec<String>> {
    let rows = json_lines(lines);
    let row = |row: &Value| columns.iter().map(|name| printed(&row[name])).collect();
    rows.iter().map(row).collect()
}

/// Header and rows of a table; the guard is taken off text cells that it was put on.
fn csv_rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("files have the mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().iter().map(str::to_owned);
    let header: Vec<String> = header.collect();
    let unguarded = |cell: &str| match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
        _ => cell.to_owned(),
    };
    let rows = reader.records();
    let rows = rows.map(|row| row.unwrap().iter().map(unguarded).collect());
    (header, rows.collect())
}

fn xlsx_rows(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheet = book.worksheet_range("hits 1").unwrap();
    let cell = |cell: &Data| match cell {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        cell => cell.to_string(),
    };
    let rows = sheet.rows().map(|row| row.iter().map(cell).collect());
    rows.collect()
}

#[test]
fn csv_and_xlsx_hold_what_json_lines_hold() {
    let sample = Sample::build();
    // Filters alone and words; a passage may begin with a sign that a spreadsheet runs.
    for (n, flags) in [
        &["园区"][..],
        &["一区多园", "--rows", "document"],
        &["的", "--evidence"],
        &["--kind", "policy"],
    ]
    .iter()
    .enumerate()
    {
        let lines = sample
            .search(&[*flags, &["--format", "jsonl"]].concat())
            .out;
        let (header, rows) = csv_rows(&sample.export(flags, &format!("{n}.csv")));
        let columns: Vec<String> = header
            .iter()
            .filter(|name| *name != "evidence")
            .cloned()
            .collect();
        let expected = expected_rows(&lines, &columns);
        assert!(expected.len() > 5, "{flags:?}: {}", expected.len());
        same(&columns, &rows, &expected);
        let sheet = xlsx_rows(&sample.export(flags, &format!("{n}.xlsx")));
        assert_eq!(sheet[0], header, "{flags:?}");
        same(&columns, &sheet[1..], &expected);
    }
}

/// Cell by cell, as far as the columns go; CSV prints four digits of a score.
fn same(columns: &[String], rows: &[Vec<String>], expected: &[Vec<String>]) {
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        for ((column, cell), expected) in columns.iter().zip(row).zip(expected) {
            if column == "score" {
                let number = |text: &String| text.parse::<f64>().unwrap();
                assert!(
                    (number(cell) - number(expected)).abs() < 1e-9,
                    "{cell} {expected}"
                );
            } else {
                assert_eq!(cell, expected, "{column} of {row:?}");
            }
        }
    }
}

#[test]
fn a_workbook_has_links_and_is_written_whole_or_not_at_all() {
    let sample = Sample::build();
    let path = sample.export(&["一区多园"], "hits.xlsx");
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"PK"));
    let left: Vec<_> = std::fs::read_dir(sample.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| !["corpus_sample", "index", "hits.xlsx"].contains(&name.to_str().unwrap()))
        .collect();
    assert!(left.is_empty(), "{left:?}");

    // A pipe takes it, too; without a hit it has its header.
    let none = sample.path("none.xlsx");
    let none = none.to_str().unwrap();
    let run = sample.search(&["此处绝无此句", "--output", none]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(xlsx_rows(Path::new(none)).len(), 1);
    let run = sample.search(&["园", "--format", "xlsx", "--facets", "year"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("hint:"), "{}", run.err);
}

#[test]
fn a_concordance_has_a_line_for_every_occurrence() {
    let sample = Sample::build();
    let count = sample
        .search(&["一区多园", "--count", "--rows", "occurrence"])
        .out;
    let count: usize = count.trim().parse().unwrap();
    let run = sample.search(&["一区多园", "--format", "kwic"]);
    assert_eq!((run.code, run.out.lines().count()), (0, count));
    assert!(!run.out.contains('\u{1b}'), "no colour in a pipe");
    for line in run.out.lines() {
        let line = line.replace(' ', "");
        assert!(
            line.contains("一区多园") || line.contains("一區多園"),
            "{line}"
        );
    }
    let sorted = sample.search(&["一区多园", "--format", "kwic", "--kwic-sort", "right"]);
    let mut lines: Vec<&str> = sorted.out.lines().collect();
    let mut unsorted: Vec<&str> = run.out.lines().collect();
    assert_ne!(lines, unsorted);
    lines.sort_unstable();
    unsorted.sort_unstable();
    assert_eq!(lines, unsorted);
    let colour = sample.search(&["一区多园", "--format", "kwic", "--color", "always"]);
    assert!(colour.out.contains('\u{1b}'));

    // The same as rows of a table.
    let rows = sample.search(&["一区多园", "--rows", "occurrence", "--format", "jsonl"]);
    let rows = json_lines(&rows.out);
    assert_eq!(rows.len(), count);
    for row in &rows {
        let passage = row["passage"].as_str().unwrap();
        let span = row["spans"].as_array().unwrap();
        let at = |end: usize| usize::try_from(span[0][end].as_u64().unwrap()).unwrap();
        assert_eq!(span.len(), 1, "{row}");
        assert_eq!(row["match"], serde_json::json!([&passage[at(0)..at(1)]]));
        // Context goes on where the passage ends.
        let right = row["right"].as_str().unwrap_or_default();
        let rest = &passage[at(1)..];
        assert!(rest.starts_with(right) || right.starts_with(rest), "{row}");
    }
    let refused = sample.search(&["园", "--format", "csv", "--kwic-sort", "left"]);
    assert!(
        refused.code == 2 && refused.err.contains("hint:"),
        "{}",
        refused.err
    );
}

#[test]
fn citations_have_a_record_per_document() {
    let sample = Sample::build();
    let documents = sample
        .search(&["园区", "--rows", "document", "--format", "jsonl"])
        .out;
    let documents = json_lines(&documents);
    let ris = std::fs::read_to_string(sample.export(&["园区"], "a.ris")).unwrap();
    assert_eq!(ris.matches("\r\nER  - \r\n").count(), documents.len());
    for line in ris.split("\r\n").filter(|line| !line.is_empty()) {
        let (tag, value) = line.split_once("  - ").expect(line);
        assert!(tag.len() == 2 && !value.contains(['\r', '\n']), "{line}");
    }
    let csl = std::fs::read_to_string(sample.export(&["园区"], "a.json")).unwrap();
    let csl: Vec<Value> = serde_json::from_str(&csl).unwrap();
    assert_eq!(csl.len(), documents.len());
    for (item, document) in csl.iter().zip(&documents) {
        assert_eq!(item["id"], document["doc_id"]);
        assert_eq!(item["number"], document["number"]);
        let authors: Vec<&Value> = item["author"]
            .as_array()
            .map(|authors| authors.iter().map(|author| &author["literal"]).collect())
            .unwrap_or_default();
        let issuers: Vec<&Value> = document["issuers"].as_array().unwrap().iter().collect();
        assert_eq!(authors, issuers);
    }
    let none = sample.search(&["此处绝无此句", "--format", "csl-json"]);
    assert_eq!(none.code, 1);
    assert_eq!(
        serde_json::from_str::<Vec<Value>>(&none.out).unwrap(),
        Vec::<Value>::new()
    );
}

#[test]
fn an_export_says_how_it_came_about() {
    let sample = Sample::build();
    let flags = [
        "园区 -房地产",
        "--province",
        "湖北",
        "--limit",
        "3",
        "--provenance",
    ];
    let path = sample.export(&flags, "hits.csv");
    let beside = sample.path("hits.csv.provenance.json");
    let told: Value = serde_json::from_str(&std::fs::read_to_string(beside).unwrap()).unwrap();
    assert_eq!(told["asked"]["typed"], "园区 -房地产");
    assert_eq!(told["asked"]["limit"], 3);
    assert_eq!(told["asked"]["format"], "csv");
    assert_eq!(told["asked"]["rows"], "passage");
    assert_eq!(told["asked"]["matching"], "exact");
    assert_eq!(
        told["asked"]["filters"][0]["keyword"]["values"][0],
        "湖北省"
    );
    assert!(told["asked"]["query"]["and"].is_array(), "{told}");
    assert_eq!(told["counts"]["rows"], csv_rows(&path).1.len());
    assert_eq!(told["index"]["generation"], 1);
    assert!(told["index"]["manifest"]["rules"].is_string());
    let date = told["date"].as_str().unwrap();
    assert!(date.ends_with('Z') && date.contains('T'), "{date}");
    let piped = sample.search(&["园区", "--format", "ris", "--provenance"]);
    assert_eq!(piped.code, 0);
    assert!(piped.err.contains("--output"), "{}", piped.err);
}
