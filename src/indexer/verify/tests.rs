//! Every file of an index is flipped, cut and removed: each damage is found, mended, and the
//! documents are as before.

use std::collections::BTreeMap;
use std::fs;

use super::*;
use crate::engine::embedded::EmbeddedSink;
use crate::indexer::upkeep::OPTIONS;
use crate::indexer::{Ledger, Options, Silent, compact, gc, index, repair};
use crate::ingest;

fn options(archive: &Path, idx: &Path) -> Options {
    Options {
        archives: vec![archive.to_owned()],
        index: idx.to_owned(),
        threads: 1,
        memory_bytes: 64 << 20,
        rebuild: false,
        commit_bytes: u64::MAX,
        ingest: ingest::Options::default(),
    }
}

/// An archive read in two runs: several segments, and deleted documents.
fn build(folder: &Path) -> Options {
    let archive = folder.join("archive");
    fs::create_dir_all(&archive).unwrap();
    let write = |number: usize, what: &str| {
        let text = format!(
            "青岩市人民政府关于{what}的通知\n青政发〔20{number:02}〕{number}号\n\
             各县人民政府：现将{what}的有关事项通知如下，请遵照执行。\n二〇{number:02}年五月六日"
        );
        fs::write(archive.join(format!("{number:02}.txt")), text).unwrap();
    };
    for number in 10..16 {
        write(number, "开发区一区多园建设");
    }
    let options = options(&archive, &folder.join("idx"));
    index(&options, &Silent).unwrap();
    write(11, "水库移民安置");
    write(17, "园区道路养护");
    index(&options, &Silent).unwrap();
    options
}

/// All documents, by what identifies them and their texts.
fn documents(idx: &Path) -> BTreeMap<u64, Vec<u64>> {
    let inspection = embedded::inspect(idx).unwrap();
    let mut documents: BTreeMap<u64, Vec<u64>> = inspection.documents.into_iter().collect();
    documents.values_mut().for_each(|ids| ids.sort_unstable());
    documents
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files.into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned())
        .collect()
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        fs::create_dir_all(to.join(&file).parent().unwrap()).unwrap();
        fs::copy(from.join(&file), to.join(&file)).unwrap();
    }
}

#[test]
fn every_damaged_file_is_found_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let built = build(folder.path());
    let whole = verify(&built.index).unwrap();
    assert_eq!(whole.state, State::Whole, "{:?}", whole.findings);
    assert_eq!((whole.documents, whole.files), (7, 7));
    let expected = documents(&built.index);
    let all = files(&built.index);
    assert!(
        all.iter()
            .any(|file| file.extension().is_some_and(|end| end == "del"))
    );
    let mut number = 0;
    for file in &all {
        let name = file.to_string_lossy().into_owned();
        if name == manifest::LOCK_FILE || name.ends_with(".lock") {
            continue;
        }
        for damage in ["flip", "cut", "remove"] {
            number += 1;
            let idx = folder.path().join(format!("copy-{number}"));
            copy(&built.index, &idx);
            let path = idx.join(file);
            let mut bytes = fs::read(&path).unwrap();
            match damage {
                "flip" => {
                    // Near the front: of a file's foot the engine compares no version.
                    let place = bytes.len() / 16;
                    bytes[place] ^= 1;
                    fs::write(&path, bytes).unwrap();
                }
                "cut" => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                _ => fs::remove_file(&path).unwrap(),
            }
            let found = verify(&idx).unwrap();
            assert_eq!(found.state, State::Damaged, "{name} {damage}");
            // The archives are asked for where the list of segments is lost.
            let given = Options {
                index: idx.clone(),
                ..built.clone()
            };
            repair(&given, &Silent).unwrap_or_else(|error| panic!("{name} {damage}: {error}"));
            let after = verify(&idx).unwrap();
            assert_eq!(
                after.state,
                State::Whole,
                "{name} {damage}: {:?}",
                after.findings
            );
            assert_eq!(documents(&idx), expected, "{name} {damage}");
            fs::remove_dir_all(&idx).unwrap();
        }
    }
    assert!(number > 40, "{number}");
}

#[test]
fn without_the_lists_of_archives_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let mut built = build(folder.path());
    fs::remove_file(built.index.join("segments/meta.json")).unwrap();
    let before = files(&built.index);
    built.archives.clear();
    assert!(repair(&built, &Silent).is_err());
    assert_eq!(files(&built.index), before);
}

#[test]
fn notes_are_no_damage_and_garbage_goes() {
    let folder = tempfile::tempdir().unwrap();
    let built = build(folder.path());
    let idx = &built.index;
    let archive = &built.archives[0];
    fs::write(archive.join("10.txt"), "改").unwrap();
    fs::write(archive.join("new.txt"), "新").unwrap();
    fs::remove_file(archive.join("12.txt")).unwrap();
    fs::write(idx.join("files-000009.jsonl"), "").unwrap();
    let segment = format!("segments/{}.idx", "0".repeat(32));
    fs::write(idx.join(&segment), "").unwrap();
    let found = verify(idx).unwrap();
    assert_eq!(found.state, State::Whole);
    let faults = [
        Fault::Changed,
        Fault::New,
        Fault::Vanished,
        Fault::Orphan,
        Fault::Orphan,
    ];
    for fault in faults {
        assert!(
            found.findings.iter().any(|one| one.fault == fault),
            "{}",
            fault.name()
        );
    }
    assert_eq!(found.findings.len(), faults.len(), "{:?}", found.findings);
    assert_eq!(gc(idx, false, true).unwrap().len(), 2);
    assert!(idx.join(&segment).exists());
    assert_eq!(gc(idx, false, false).unwrap().len(), 2);
    assert!(!idx.join(&segment).exists());

    let commit = || Commit::check(&Meta::read(idx).unwrap().payload.unwrap()).unwrap();
    let (before, known) = (documents(idx), commit());
    let compacted = compact(idx).unwrap();
    assert!(compacted.merged.before > 1 && compacted.merged.dropped > 0);
    assert_eq!(compacted.merged.after, 1);
    assert_eq!((documents(idx), commit()), (before, known));
    assert_eq!(Ledger::load(idx, &commit()).unwrap().files(), 7);
    assert_eq!(gc(idx, true, false).unwrap(), []);
}

#[test]
fn an_index_without_a_commit_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let idx = folder.path().join("idx");
    assert!(matches!(verify(&idx), Err(EngineError::Missing { .. })));
    fs::create_dir(&idx).unwrap();
    fs::write(idx.join(manifest::LOCK_FILE), "").unwrap();
    assert_eq!(verify(&idx).unwrap().state, State::Empty);
}

/// Power cut between the files of the first commit and the commit: found by `tests/power/cut.py`.
#[test]
fn r0035_files_of_a_first_commit_that_never_was_are_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let options = build(folder.path());
    let idx = folder.path().join("first");
    drop(EmbeddedSink::open(&idx, OPTIONS).unwrap());
    fs::write(idx.join("journal-000001-files.jsonl"), "").unwrap();
    fs::write(idx.join("samples-000001.bin"), "").unwrap();
    assert_eq!(verify(&idx).unwrap().state, State::Empty);
    // A run goes on from there.
    let archives = options.archives.clone();
    index(
        &Options {
            archives,
            index: idx.clone(),
            ..options
        },
        &Silent,
    )
    .unwrap();
    assert_eq!(verify(&idx).unwrap().state, State::Whole);
    // Files of a later commit mean that there was one.
    let later = folder.path().join("later");
    drop(EmbeddedSink::open(&later, OPTIONS).unwrap());
    fs::write(later.join("files-000002.jsonl"), "").unwrap();
    assert_eq!(verify(&later).unwrap().state, State::Damaged);
}
