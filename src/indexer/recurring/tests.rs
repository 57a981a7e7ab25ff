//! Counting, both directions, broken tables; and what the rule drops of clean laws.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::table::{self, Entry, Reader, Writer, write_run};
use super::{Gathering, Table};
use crate::indexer::journal::Earlier;
use crate::indexer::walk;
use crate::ingest;
use crate::ingest::clean::recurring::{EdgeLine, RECURRING, Trace, needed};

fn trace(group: u64, content: u32, lines: &[u64]) -> Trace {
    let line = |hash: &u64| EdgeLine {
        hash: *hash,
        known: false,
        counts: true,
    };
    Trace {
        group,
        content,
        lines: lines.iter().map(line).collect(),
    }
}

fn gathering(index: &Path, generation: u64) -> Gathering {
    Gathering::new(index, generation, HashSet::new())
}

/// What a commit knows whose run has ended.
fn earlier(index: &Path, table: &Table) -> Earlier {
    Earlier {
        tables: vec![(index.join(&table.file), 0)],
        ..Earlier::default()
    }
}

#[test]
fn a_line_recurs_from_enough_contents_on_and_no_longer_when_files_go() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path();
    let first = gathering(index, 1);
    for file in 0..5 {
        first.add(file, &[trace(1, file as u32 + 1, &[10, 20 + file * 2])]);
    }
    // Copies of one page count once.
    for file in 100..200 {
        first.add(file, &[trace(2, 7, &[50])]);
    }
    let settled = first
        .settle(1, &Earlier::default(), &HashSet::new())
        .unwrap();
    assert_eq!(settled.table.lines, 0);

    let second = gathering(index, 2);
    second.add(5, &[trace(1, 6, &[10])]);
    let settled = second
        .settle(2, &earlier(index, &settled.table), &HashSet::new())
        .unwrap();
    assert_eq!(settled.table.lines, 1);
    assert_eq!(settled.table.load(index).unwrap(), HashSet::from([10]));
    let mut stale: Vec<u64> = settled.stale.into_iter().collect();
    stale.sort_unstable();
    assert_eq!(stale, [0, 1, 2, 3, 4, 5], "all were read without it");

    let third = Gathering::new(index, 3, HashSet::from([10]));
    let settled = third
        .settle(3, &earlier(index, &settled.table), &HashSet::from([0]))
        .unwrap();
    assert_eq!(settled.table.lines, 0);
    let mut stale: Vec<u64> = settled.stale.into_iter().collect();
    stale.sort_unstable();
    assert_eq!(stale, [1, 2, 3, 4, 5], "they get it back");
}

#[test]
fn rows_of_annexes_are_no_evidence_but_go_with_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let first = gathering(folder.path(), 1);
    for file in 0..20 {
        let mut page = trace(1, file as u32 + 1, &[10, 20]);
        page.lines[0].counts = false;
        page.lines[1].counts = file < 12;
        first.add(file, &[page]);
    }
    let settled = first
        .settle(1, &Earlier::default(), &HashSet::new())
        .unwrap();
    assert_eq!(
        settled.table.load(folder.path()).unwrap(),
        HashSet::from([20])
    );
    assert!(settled.stale.contains(&0), "read before it was guessed");
}

#[test]
fn sentences_need_more_witnesses() {
    assert_eq!(
        (needed(10, 6), needed(10, 200), needed(10, 100_000)),
        (6, 10, 500)
    );
    assert_eq!(
        (needed(11, 6), needed(11, 300), needed(11, 30_000)),
        (8, 100, 10_000)
    );
}

#[test]
fn runs_on_disk_merge_like_memory() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path();
    let mut bytes = Vec::new();
    for spilled in [false, true] {
        let gathering = gathering(index, 1);
        for file in (0..40).rev() {
            gathering.add(
                file,
                &[trace(
                    file % 2,
                    file as u32,
                    &[10 + file % 2, file * 2 + 100],
                )],
            );
            if spilled && file % 8 == 0 {
                gathering.state.lock().unwrap().spill(index, 1);
            }
        }
        let settled = gathering
            .settle(1, &Earlier::default(), &HashSet::new())
            .unwrap();
        assert_eq!(settled.table.lines, 2);
        bytes.push(fs::read(index.join(&settled.table.file)).unwrap());
    }
    assert_eq!(bytes[0], bytes[1]);
}

/// Every commit of a run is one more table; all were open at once.
#[test]
fn r0021_more_runs_than_files_may_be_open_merge_like_memory() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path();
    let mut bytes = Vec::new();
    for many in [false, true] {
        let mut now = gathering(index, 1);
        let mut before = Earlier::default();
        for file in 0..300 {
            let lines = [10 + file % 2, file * 2 + 100];
            now.add(file, &[trace(file % 2, file as u32, &lines)]);
            if !many {
                continue;
            }
            let sealed = now.seal().unwrap();
            if file < 100 {
                // A part of a run that did not end.
                let tables = sealed.iter().map(|run| (index.join(&run.file), 0));
                before.tables.extend(tables);
            }
            if file == 99 {
                now = gathering(index, 2);
            }
        }
        let settled = now.settle(3, &before, &HashSet::new()).unwrap();
        assert_eq!(settled.table.lines, 2);
        bytes.push(fs::read(index.join(&settled.table.file)).unwrap());
    }
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn guesses_save_the_second_reading() {
    let folder = tempfile::tempdir().unwrap();
    let gathering = gathering(folder.path(), 1);
    for file in 0..30 {
        let mut page = trace(1, file as u32, &[10]);
        page.lines[0].known = file >= 6;
        gathering.add(file, &[page]);
    }
    let settled = gathering
        .settle(1, &Earlier::default(), &HashSet::new())
        .unwrap();
    assert_eq!(settled.stale.len(), 6);
}

#[test]
fn entries_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    let entry = |group, line, content, file| Entry {
        group,
        line,
        content,
        file,
        known: line == 4,
    };
    let entries = [
        entry(1, 0, 5, 9),
        entry(1, 4, 5, 9),
        entry(1, 4, 6, 2),
        entry(2, 4, 6, 3),
    ];
    let mut writer = Writer::create(folder.path(), "table".to_owned()).unwrap();
    for entry in &entries {
        writer.push(entry).unwrap();
    }
    writer.finish(&HashSet::from([4, 8])).unwrap();
    assert_eq!(table::check(&path).unwrap(), HashSet::from([4, 8]));
    let mut reader = Reader::open(&path).unwrap();
    let mut read = Vec::new();
    while let Some(entry) = reader.read().unwrap() {
        read.push(entry);
    }
    assert_eq!(read, entries);

    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&path, &damaged).unwrap();
        assert!(table::check(&path).is_err(), "byte {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert!(table::check(&path).is_err(), "cut at {at}");
    }
    write_run(folder.path(), "table".to_owned(), &entries).unwrap();
    let first = Reader::open(&path).unwrap().read().unwrap();
    assert_eq!(first, Some(entries[0]));
    assert!(table::check(&path).unwrap().is_empty());
    fs::remove_file(&path).unwrap();
    let table = Table {
        file: "table".to_owned(),
        ..Table::default()
    };
    assert!(table.load(folder.path()).is_err());
}

/// Laws and judicial interpretations are clean: what recurs in them is their own.
#[test]
fn clean_laws_lose_nothing() {
    let data = std::env::var_os("ZHENGSOU_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if !data.join("archive").exists() {
        println!("SKIPPED: {} is not there", data.display());
        return;
    }
    let archives = walk::name(walk::open(&[data.join("archive")]).unwrap(), &[]);
    let (files, _) = walk::walk(&archives, Path::new("nowhere"));
    let folder = tempfile::tempdir().unwrap();
    let gathering = gathering(folder.path(), 1);
    let mut lines: HashMap<u64, usize> = HashMap::new();
    for file in &files {
        let raw = walk::read(file, 1 << 30).unwrap();
        let ingested = ingest::ingest(&raw, ingest::Options::default());
        for line in ingested.traces.iter().flat_map(|trace| &trace.lines) {
            *lines.entry(line.hash).or_default() += 1;
        }
        gathering.add(file.path.key, &ingested.traces);
    }
    let settled = gathering
        .settle(1, &Earlier::default(), &HashSet::new())
        .unwrap();
    println!("{} edge lines, {} recur", lines.len(), settled.table.lines);
    let mut dropped = Vec::new();
    let mut met: HashMap<u64, (usize, String)> = HashMap::new();
    for file in files
        .iter()
        .filter(|file| settled.stale.contains(&file.path.key))
    {
        let raw = walk::read(file, 1 << 30).unwrap();
        let text = String::from_utf8_lossy(&raw.bytes).into_owned();
        let ingested = ingest::ingest_known(&raw, ingest::Options::default(), &settled.known);
        for line in ingested.traces.iter().flat_map(|trace| &trace.lines) {
            if line.known {
                met.insert(line.hash, (lines[&line.hash], file.path.relative.clone()));
            }
        }
        let marks = ingested
            .documents
            .iter()
            .flat_map(|document| &document.marks);
        for mark in marks.filter(|mark| mark.rule == RECURRING) {
            let line = text.get(mark.span.range()).unwrap_or("?");
            dropped.push(format!("{}: {line}", file.path.relative));
        }
    }
    println!("{met:#?}");
    assert!(dropped.is_empty(), "{}", dropped.join("\n"));
}
