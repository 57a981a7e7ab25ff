//! The first day: the README's command on `corpus_sample`, and what its output promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::program::{command, copy, json_lines, project, run_of, zhengsou};

fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &project().join("corpus_sample"),
        &folder.path().join("corpus_sample"),
    );
    folder
}

#[test]
fn the_canonical_command_writes_a_table_that_excel_opens() {
    let folder = sample();
    let csv = folder.path().join("hits.csv");
    let archive = folder.path().join("corpus_sample");
    let run = command()
        .args(["search", "一区多园", "--province", "湖北", "--in"])
        .arg(&archive)
        .arg("--csv")
        .arg(&csv)
        .output()
        .unwrap();
    let run = run_of(run);
    assert_eq!(run.code, 0, "{}", run.err);
    let table = fs::read_to_string(&csv).unwrap();
    let header = "\u{feff}rank,score,title,number,issuers,date,date_role,province,city,county,zones,type,kind,level,status,source,path,part,paragraph,passage,match,doc_id,N,cluster\r\n";
    assert!(table.starts_with(header), "{table}");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= 4, "{} rows", rows.len());
    assert!(rows.iter().all(|row| &row[7] == "湖北省"));
    let cities: BTreeSet<&str> = rows
        .iter()
        .map(|row| &row[8])
        .filter(|city| !city.is_empty())
        .collect();
    assert!(cities.len() >= 3, "{cities:?}");
    // One comes from an annotated traditional page, and shows the original script.
    assert!(
        rows.iter().any(|row| row[20].contains("一區多園")),
        "{table}"
    );
    assert!(!csv.with_extension("csv.part").exists());
}

#[test]
fn every_format_gives_the_same_rows() {
    let folder = sample();
    let index = folder.path().join("index");
    let archive = folder.path().join("corpus_sample");
    let built = zhengsou(&[
        "index".as_ref(),
        archive.as_os_str(),
        "--index".as_ref(),
        index.as_os_str(),
    ]);
    assert!(built.code == 0 || built.code == 3, "{}", built.err);
    let index = index.to_str().unwrap();
    let run = |rest: &[&str]| {
        let run = zhengsou(&[&["search", "一区多园", "--index", index], rest].concat());
        assert_eq!(run.code, 0, "{rest:?}: {}", run.err);
        run.out
    };
    let count: usize = run(&["--count"]).trim().parse().unwrap();
    let documents: usize = run(&["--count", "--rows", "document"])
        .trim()
        .parse()
        .unwrap();
    assert!(documents <= count && documents > 0);
    let jsonl = json_lines(&run(&["--format", "jsonl"]));
    assert_eq!(jsonl.len(), count);
    for row in &jsonl {
        let passage = row["passage"].as_str().unwrap();
        for span in row["spans"].as_array().unwrap() {
            let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
            assert!(!passage[start as usize..end as usize].is_empty());
        }
        assert!(!row["spans"].as_array().unwrap().is_empty(), "{row}");
    }
    for (format, separator) in [("csv", b','), ("tsv", b'\t')] {
        let table = run(&["--format", format]);
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .delimiter(separator)
            .quoting(format == "csv")
            .from_reader(table.as_bytes());
        assert_eq!(
            reader.records().filter(Result::is_ok).count(),
            count,
            "{format}"
        );
        assert!(!table.starts_with('\u{feff}'), "no mark on standard output");
    }
    assert_eq!(
        json_lines(&run(&["--format", "jsonl", "--rows", "document"])).len(),
        documents
    );
    assert_eq!(
        json_lines(&run(&["--format", "jsonl", "--limit", "2"])).len(),
        2
    );
    let facets = run(&[
        "--facets",
        "province,date,zone,issuer,region",
        "--format",
        "jsonl",
    ]);
    let provinces: u64 = json_lines(&facets)
        .iter()
        .filter(|row| row["facet"] == "province")
        .map(|row| row["count"].as_u64().unwrap())
        .sum();
    assert_eq!(
        provinces, documents as u64,
        "every document has one province or none"
    );
    let first = jsonl[0]["doc_id"].as_str().unwrap();
    let shown = zhengsou(&["show", first, "--index", index]);
    assert_eq!(shown.code, 0);
    assert!(shown.out.contains(first));
}

#[test]
fn a_second_search_reads_nothing_and_a_changed_file_is_seen() {
    let folder = sample();
    let archive = folder.path().join("corpus_sample");
    let search = |query: &str| {
        zhengsou(&[
            "search",
            query,
            "--in",
            archive.to_str().unwrap(),
            "--count",
            "--rows",
            "document",
        ])
    };
    assert_eq!(search("沙洲苇荡").code, 1);
    let again = search("一区多园");
    assert!(!again.err.contains("files read"), "{}", again.err);
    fs::write(
        archive.join("new.txt"),
        "关于沙洲苇荡保护的通知\n\n沙洲苇荡应当保护。\n",
    )
    .unwrap();
    assert_eq!(search("沙洲苇荡").out.trim(), "1");
    fs::remove_file(archive.join("new.txt")).unwrap();
    assert_eq!(search("沙洲苇荡").out.trim(), "0");
}

/// An archive that was copied or moved with its index counted every document twice.
#[test]
fn r0015_an_index_that_came_with_its_archive_is_that_of_the_archive() {
    let folder = sample();
    let count = |archive: &Path| {
        let archive = archive.to_str().unwrap();
        let run = zhengsou(&["search", "一区多园", "--in", archive, "--count"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let archive = folder.path().join("corpus_sample");
    let expected = count(&archive);
    let copied = folder.path().join("copied/corpus_sample");
    copy(&archive, &copied);
    for part in ["", "segments"] {
        let place = |archive: &Path| archive.join(".zhengsou").join(part);
        let (from, to) = (place(&archive), place(&copied));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(&from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    assert_eq!(count(&copied), expected);
    let moved = folder.path().join("moved");
    fs::rename(&archive, &moved).unwrap();
    assert_eq!(count(&moved), expected);
}

#[test]
fn two_builds_hold_the_same_documents() {
    let folder = sample();
    let archive = folder.path().join("corpus_sample");
    let dump = |name: &str, threads: &str| {
        let index = folder.path().join(name);
        let (archive, index) = (archive.to_str().unwrap(), index.to_str().unwrap());
        zhengsou(&["index", archive, "--index", index, "--threads", threads]);
        zhengsou(&[
            "documents",
            "--index",
            index,
            "--format",
            "jsonl",
            "--text",
            "--folded",
        ])
        .out
    };
    let (one, four) = (dump("one", "1"), dump("four", "4"));
    assert!(!one.is_empty());
    assert_eq!(one, four);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = sample();
    let archive = folder.path().join("corpus_sample");
    let mut child = command()
        .args(["search", "的", "--format", "jsonl", "--in"])
        .arg(&archive)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let run = zhengsou(&["completions", shell]);
        assert!(run.code == 0 && run.out.contains("zhengsou"), "{shell}");
        // Closed vocabularies are completed.
        for value in [
            "湖北省",
            "interpretation",
            "园区",
            "地方政府规章",
            "现行有效",
            "决定",
            "unknown",
        ] {
            assert!(run.out.contains(value), "{shell}: {value}");
        }
    }
    let help = zhengsou(&["search", "--help"]).out;
    assert!(!help.contains("湖北省"), "{help}");
    assert!(zhengsou(&["man"]).out.contains(".TH zhengsou"));
    assert!(zhengsou(&["man", "search"]).out.contains("province"));
    let chinese = zhengsou(&["search", "--help", "--lang", "zh"]);
    assert!(chinese.out.contains("只要某省"), "{}", chinese.out);
}
