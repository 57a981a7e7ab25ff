//! Runs that do not end, and runs that follow: whatever happened, the index opens at a commit, and
//! the run that ends leaves what an undisturbed run would have left.
//!
//! The archive is that of `recurring`: its lines that recur and its copies depend on all files, so
//! that a run which forgets something shows it in texts and clusters.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::engine::{EngineError, SearchBackend};
use zhengsou::indexer::{Commit, clusters_of};

use crate::program::{self, command, run_of, zhengsou};
use crate::recurring::{self, PAGES, SITES};

/// How many killed runs; more by `ZHENGSOU_KILLS`.
const KILLS: u64 = 12;

/// The archive with copies: two pages of a site stand, a little changed, on another.
fn archive(folder: &Path) -> PathBuf {
    let archive = recurring::archive(folder);
    for page in [3, 8] {
        let original = fs::read_to_string(archive.join(recurring::name(0, page))).unwrap();
        let copy = original.replace("www.site0", "www.repost");
        fs::write(archive.join(format!("copy{page}.html")), copy).unwrap();
    }
    archive
}

/// The arguments of a run that commits after every file.
fn arguments<'a>(archive: &'a Path, index: &'a Path) -> [&'a str; 6] {
    let archive = archive.to_str().unwrap();
    let index = index.to_str().unwrap();
    ["index", archive, "--index", index, "--commit-every", "0"]
}

/// All that an index holds: documents with texts and clusters, and the table of lines.
fn state(index: &Path) -> (Vec<String>, Vec<u8>) {
    let folder = index.to_str().unwrap();
    let run = zhengsou(&[
        "documents",
        "--index",
        folder,
        "--format",
        "jsonl",
        "--text",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut documents: Vec<String> = run.out.lines().map(str::to_owned).collect();
    documents.sort();
    (documents, recurring::table(index).1)
}

/// The state of an index that was made in one run.
fn fresh(archive: &Path) -> (Vec<String>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("fresh");
    program::index(archive, &index, &[]);
    state(&index)
}

fn files_of_journals(index: &Path) -> usize {
    let names = fs::read_dir(index).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("journal-"))
        .count()
}

/// How many documents the last commit has; none before the first.
fn committed(index: &Path) -> u64 {
    match EmbeddedBackend::open(index) {
        Ok(backend) => {
            let commit = Commit::parse(Some(backend.payload()));
            assert_eq!(commit.documents, backend.documents());
            clusters_of(&backend).unwrap();
            commit.documents
        }
        Err(EngineError::Missing { .. }) => 0,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_killed_run_goes_on_from_its_last_commit() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let expected = fresh(&archive);
    let kills = std::env::var("ZHENGSOU_KILLS");
    let kills = kills.map_or(KILLS, |kills| kills.parse().unwrap());
    let started = Instant::now();
    let whole = folder.path().join("whole");
    assert_eq!(zhengsou(&arguments(&archive, &whole)).code, 0);
    let duration = started.elapsed();
    assert_eq!(state(&whole), expected, "many commits, one outcome");
    let (mut done, mut number, mut on_the_way) = (0, 0, 0);
    while done < kills {
        number += 1;
        let index = folder.path().join(format!("killed-{number}"));
        let mut before = 0;
        // One to three kills, then a run that ends.
        for kill in 0..=number % 3 {
            let mut child = command()
                .args(arguments(&archive, &index))
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Moments spread over the run; their order is no matter.
            let share = (number * 89 + kill * 37) % 100;
            std::thread::sleep(duration.mul_f64(share as f64 / 100.0));
            child.kill().unwrap();
            child.wait().unwrap();
            done += 1;
            let documents = committed(&index);
            assert!(documents >= before, "{documents} after {before}");
            on_the_way += u64::from(documents > 0 && files_of_journals(&index) > 0);
            before = documents;
        }
        let run = zhengsou(&arguments(&archive, &index));
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(state(&index), expected, "killed at {number}");
        assert_eq!(files_of_journals(&index), 0);
        let again = zhengsou(&arguments(&archive, &index));
        assert!(again.err.starts_with("files read: 0 "), "{}", again.err);
        fs::remove_dir_all(&index).unwrap();
    }
    eprintln!("{done} runs killed, {on_the_way} of them between their first and their last commit");
}

/// A file system that refuses to write more than so much to a file.
#[cfg(unix)]
#[test]
fn a_run_that_cannot_write_says_so_and_the_next_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let expected = fresh(&archive);
    let mut refused = 0;
    // In units of 512 or 1,024 bytes.
    for limit in [1, 2, 4, 8, 16, 32, 64, 128] {
        let index = folder.path().join(format!("limit-{limit}"));
        let program = env!("CARGO_BIN_EXE_zhengsou");
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(script).arg(program);
        let output = command.args(arguments(&archive, &index)).output().unwrap();
        let run = run_of(output);
        if run.code != 0 {
            refused += 1;
            assert!(!run.err.contains("panicked"), "{}", run.err);
            assert!(run.err.starts_with("error: "), "{}", run.err);
        }
        committed(&index);
        let run = zhengsou(&arguments(&archive, &index));
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(state(&index), expected, "limit {limit}");
    }
    assert!(refused > 1, "{refused}");
}

#[test]
fn readers_see_whole_commits_while_a_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("idx");
    let stopped = AtomicBool::new(false);
    let (opened, run) = std::thread::scope(|scope| {
        let read = || {
            let mut seen = std::collections::BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                seen.insert(committed(&index));
            }
            seen
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        let run = zhengsou(&arguments(&archive, &index));
        // And commits over an index that is there.
        for page in 0..PAGES {
            fs::write(
                archive.join(format!("new{page}.txt")),
                format!("第{page}号新文件"),
            )
            .unwrap();
        }
        let more = zhengsou(&arguments(&archive, &index));
        assert_eq!(more.code, 0, "{}", more.err);
        stopped.store(true, Ordering::Relaxed);
        let seen = readers.map(|reader| reader.join().unwrap());
        (seen, run)
    });
    assert_eq!(run.code, 0, "{}", run.err);
    eprintln!("states seen: {}", opened[0].len());
    assert_eq!(state(&index), fresh(&archive));
}

#[test]
fn a_touched_file_is_not_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("idx");
    assert_eq!(zhengsou(&arguments(&archive, &index)).code, 0);
    let before = state(&index);
    let path = archive.join(recurring::name(1, 4));
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(900))
        .unwrap();
    for _ in 0..2 {
        let run = zhengsou(&arguments(&archive, &index));
        assert!(run.err.starts_with("files read: 0 "), "{}", run.err);
    }
    assert_eq!(state(&index), before);
}

/// What may happen to an archive between two runs.
#[derive(Debug, Clone)]
enum Change {
    Add(usize),
    Edit(usize),
    Rename(usize),
    Delete(usize),
    Copy(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..90_usize).prop_map(Change::Add),
        (0..90_usize).prop_map(Change::Edit),
        (0..90_usize).prop_map(Change::Rename),
        (0..90_usize).prop_map(Change::Delete),
        (0..90_usize).prop_map(Change::Copy),
    ]
}

fn apply(archive: &Path, change: &Change) {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(archive)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let pick = |number: &usize| files.get(number % files.len().max(1));
    match change {
        Change::Add(number) => recurring::write(archive, number % SITES, 20 + number % PAGES),
        Change::Edit(number) => {
            if let Some(path) = pick(number) {
                let text = fs::read_to_string(path).unwrap();
                fs::write(path, text.replace("联络员", "联系干部和志愿者")).unwrap();
            }
        }
        Change::Rename(number) => {
            if let Some(path) = pick(number) {
                let folder = archive.join(format!("moved{}", number % 3));
                fs::create_dir_all(&folder).unwrap();
                fs::rename(path, folder.join(path.file_name().unwrap())).unwrap();
            }
        }
        Change::Delete(number) => {
            if let Some(path) = pick(number) {
                fs::remove_file(path).unwrap();
            }
        }
        Change::Copy(number) => {
            if let Some(path) = pick(number) {
                fs::copy(path, archive.join(format!("copy-{number}.html"))).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Any changes between runs lead to the documents, clusters and lines of a fresh build.
    #[test]
    fn runs_after_changes_equal_a_fresh_build(
        batches in prop::collection::vec(prop::collection::vec(change(), 1..12), 1..4)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let archive = archive(folder.path());
        let index = folder.path().join("idx");
        prop_assert_eq!(zhengsou(&arguments(&archive, &index)).code, 0);
        for batch in &batches {
            for change in batch {
                apply(&archive, change);
            }
            let run = zhengsou(&arguments(&archive, &index));
            prop_assert_eq!(run.code, 0, "{}", run.err);
        }
        prop_assert_eq!(state(&index), fresh(&archive));
    }
}

#[test]
fn a_dry_run_tells_what_a_run_would_do_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("idx");
    let dry = |expected: &str| {
        let run = zhengsou(&[&arguments(&archive, &index)[..], &["--dry-run"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(expected), "{}", run.err);
        run.out
    };
    let all = SITES * PAGES + 2;
    let listed = dry(&format!("would read {all} new and 0 changed files"));
    assert_eq!(listed.lines().count(), all);
    assert!(!index.exists());
    assert_eq!(zhengsou(&arguments(&archive, &index)).code, 0);
    let before = state(&index);
    assert_eq!(dry("would read 0 new and 0 changed"), "");
    fs::write(archive.join("new.txt"), "关于新建文件的通知").unwrap();
    fs::write(archive.join(recurring::name(0, 1)), "关于改动文件的通知").unwrap();
    fs::remove_file(archive.join(recurring::name(2, 2))).unwrap();
    let listed = dry("would read 1 new and 1 changed files");
    let mut lines: Vec<&str> = listed.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "+ archive/new.txt",
            "- archive/site2/p02.html",
            "~ archive/site0/p01.html"
        ]
    );
    assert_eq!(state(&index), before);
}

#[test]
fn a_watched_folder_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("idx");
    let mut child = command()
        .args(arguments(&archive, &index))
        .args(["--watch", "0"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let all = (SITES * PAGES + 2) as u64;
    // As long as it takes: a run that never comes is a failure of the test's own time limit.
    let wait_for = |documents: u64| {
        let began = Instant::now();
        while !index.exists() || committed(&index) != documents {
            assert!(began.elapsed() < Duration::from_secs(300), "{documents}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait_for(all);
    fs::write(archive.join("new.txt"), "关于新建文件的通知").unwrap();
    wait_for(all + 1);
    // A folder out of reach is waited for; nothing is forgotten meanwhile.
    let away = folder.path().join("away");
    fs::rename(&archive, &away).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(committed(&index), all + 1);
    fs::remove_file(away.join("new.txt")).unwrap();
    fs::rename(&away, &archive).unwrap();
    wait_for(all);
    child.kill().unwrap();
    child.wait().unwrap();
}
