//! `info`, `verify`, `gc` and `compact` through the real program: the wiring and the exit codes. What
//! counts as damage and what mends it is tested in `indexer::verify`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{self, json_lines, zhengsou};
use crate::recurring;

fn run(command: &str, index: &Path, more: &[&str]) -> (i32, String, String) {
    let index = index.to_str().unwrap();
    let run = zhengsou(&[&[command, "--index", index], more].concat());
    (run.code, run.out, run.err)
}

fn indexed(folder: &Path) -> (PathBuf, PathBuf) {
    let archive = recurring::archive(folder);
    let index = folder.join("idx");
    program::index(&archive, &index, &["--commit-every", "0"]);
    (archive, index)
}

fn documents(index: &Path) -> String {
    let (code, out, err) = run("documents", index, &["--format", "jsonl", "--text"]);
    assert_eq!(code, 0, "{err}");
    let mut lines: Vec<&str> = out.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn an_index_is_verified_damaged_and_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let before = documents(&index);
    let (code, out, err) = run("verify", &index, &[]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("whole: 60 documents of 60 files"), "{err}");

    // Changes of the archive are no damage.
    fs::write(archive.join("new.txt"), "关于新建文件的通知").unwrap();
    let (code, out, _) = run("verify", &index, &["--json"]);
    let findings = json_lines(&out);
    assert_eq!((code, findings.len()), (0, 1), "{out}");
    assert_eq!(findings[0]["finding"], "new");
    assert_eq!(findings[0]["is_damage"], false);
    fs::remove_file(archive.join("new.txt")).unwrap();

    // Names change with every commit.
    let find = |folder: &Path, begin: &str, end: &str| -> PathBuf {
        let entries = fs::read_dir(folder).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        let is_it = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(begin) && name.ends_with(end)
        };
        paths.find(is_it).unwrap()
    };
    let segments = index.join("segments");
    for (folder, begin, end) in [
        (&index, "clusters-", ".bin"),
        (&index, "files-", ".jsonl"),
        (&segments, "", ".store"),
    ] {
        let path = find(folder, begin, end);
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() / 16;
        bytes[at] ^= 0x10;
        fs::write(&path, bytes).unwrap();
        let (code, out, err) = run("verify", &index, &[]);
        assert_eq!(code, 2, "{} {out} {err}", path.display());
        let (code, out, err) = run("verify", &index, &["--repair"]);
        assert_eq!(code, 0, "{} {out} {err}", path.display());
        assert!(err.contains("set aside: "), "{err}");
        assert_eq!(documents(&index), before, "{}", path.display());
    }
    let (code, out, _) = run("gc", &index, &["--set-aside", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(out.contains("set-aside-"), "{out}");
    assert_eq!(run("gc", &index, &["--set-aside"]).0, 0);
    let left = run("gc", &index, &["--set-aside", "--dry-run"]);
    assert_eq!((left.0, left.1.as_str()), (0, ""));
}

/// A commit that could not be read counted as none: everything was written a second time, and the
/// tables that a repair needs were swept.
#[test]
fn r0014_an_unreadable_commit_is_refused_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let path = index.join("segments/meta.json");
    let meta = fs::read_to_string(&path).unwrap();
    let broken = meta.replace("generation", "generatiom");
    assert_ne!(broken, meta);
    fs::write(&path, &broken).unwrap();
    let before = fs::read_dir(&index).unwrap().count();
    let paths = [
        archive.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ];
    for more in [&[][..], &["--dry-run"]] {
        let run = zhengsou(&[&["index"], &paths[..], more].concat());
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("the commit changed"), "{}", run.err);
    }
    assert_eq!(fs::read_dir(&index).unwrap().count(), before);
    assert_eq!(run("verify", &index, &[]).0, 2);
    fs::write(&path, meta).unwrap();
    assert_eq!(run("verify", &index, &[]).0, 0);
}

#[test]
fn an_index_is_described_and_compacted() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let before = documents(&index);
    let (code, out, err) = run("compact", &index, &[]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains(" before, 1 now"), "{err}");
    assert_eq!(documents(&index), before);

    let (code, out, _) = run("info", &index, &["--json"]);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(told["documents"], 60);
    assert_eq!(told["segments"], 1);
    assert_eq!(told["is_unfinished"], false);
    assert_eq!(told["archives"][0]["files"], 60);
    assert_eq!(told["archives"][0]["is_there"], true);
    fs::rename(&archive, folder.path().join("away")).unwrap();
    let (code, out, _) = run("info", &index, &[]);
    assert_eq!(code, 0);
    assert!(out.contains("not there now"), "{out}");
}

#[test]
fn what_is_no_index_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("nowhere");
    for command in ["info", "verify", "gc", "compact"] {
        let (code, out, err) = run(command, &index, &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{command}: {err}");
        assert!(err.starts_with("error: "), "{command}: {err}");
        assert!(!index.exists(), "{command}");
    }
}
