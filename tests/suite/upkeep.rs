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

/// A run, and one that only tells what it would do, are errors that say so.
fn assert_refused(archive: &Path, index: &Path, said: &str) {
    let paths = [
        archive.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ];
    for more in [&[][..], &["--dry-run"]] {
        let run = zhengsou(&[&["index"], &paths[..], more].concat());
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

fn documents(index: &Path) -> String {
    let (code, out, err) = run("documents", index, &["--format", "jsonl", "--text"]);
    assert_eq!(code, 0, "{err}");
    let mut lines: Vec<&str> = out.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// Changes a bit of the file whose name begins and ends so; names change with every commit.
fn damage(folder: &Path, begin: &str, end: &str) -> PathBuf {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with(begin) && name.ends_with(end)
    };
    let path = paths.find(is_it).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() / 16;
    bytes[at] ^= 0x10;
    fs::write(&path, bytes).unwrap();
    path
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

    let segments = index.join("segments");
    for (folder, begin, end) in [
        (&index, "clusters-", ".bin"),
        (&index, "files-", ".jsonl"),
        (&segments, "", ".store"),
    ] {
        let path = damage(folder, begin, end);
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
    assert_refused(&archive, &index, "the commit changed");
    assert_eq!(fs::read_dir(&index).unwrap().count(), before);
    assert_eq!(run("verify", &index, &[]).0, 2);
    fs::write(&path, meta).unwrap();
    assert_eq!(run("verify", &index, &[]).0, 0);
}

/// A disk that was not mounted counted as an archive whose files were all deleted.
#[test]
fn r0016_an_empty_archive_folder_is_no_reason_to_forget() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let before = documents(&index);
    let away = folder.path().join("away");
    fs::rename(&archive, &away).unwrap();
    fs::create_dir_all(archive.join("lost+found")).unwrap();
    // What the program leaves there is no file of the archive.
    fs::create_dir(archive.join(".zhengsou")).unwrap();
    fs::write(archive.join(".zhengsou/LOCK"), "").unwrap();
    assert_refused(&archive, &index, "knows 60 files of it");
    assert_eq!(documents(&index), before);
    let table = damage(&index, "recurring-", ".bin");
    let damaged = fs::read(&table).unwrap();
    let (code, _, err) = run("verify", &index, &["--repair"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("knows 60 files of it"), "{err}");
    assert_eq!(fs::read(&table).unwrap(), damaged, "nothing is touched");
    fs::remove_dir_all(&archive).unwrap();
    fs::rename(&away, &archive).unwrap();
    assert_eq!(run("verify", &index, &["--repair"]).0, 0);
    assert_eq!(documents(&index), before);
    // Said twice, it is meant.
    fs::remove_dir_all(&archive).unwrap();
    fs::create_dir(&archive).unwrap();
    program::index(&archive, &index, &["--rebuild"]);
    assert_eq!(run("documents", &index, &[]).0, 1);
}

/// The documents of an archive that a run did not see lost what copies are found by.
#[test]
fn r0017_other_settings_keep_the_copies_of_archives_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let other = folder.path().join("other");
    let copied = recurring::name(0, 3);
    fs::create_dir_all(other.join("site0")).unwrap();
    fs::copy(archive.join(&copied), other.join(&copied)).unwrap();
    program::index(&other, &index, &[]);
    let clusters = |index: &Path| {
        let (_, out, _) = run("coverage", index, &["--json"]);
        let told: serde_json::Value = serde_json::from_str(&out).unwrap();
        told["policies"].as_u64().unwrap()
    };
    assert_eq!(clusters(&index), 60);
    program::index(&other, &index, &["--keep-boilerplate"]);
    let (code, out, err) = run("verify", &index, &[]);
    assert_eq!(code, 0, "{out} {err}");
    assert_eq!(clusters(&index), 60, "the copy is still one");
}

/// A run that found nothing else to do did not note where the archive is now.
#[test]
fn r0018_an_archive_that_was_moved_is_looked_for_at_its_new_place() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = indexed(folder.path());
    let name = archive.file_name().unwrap();
    let moved = folder.path().join("moved").join(name);
    fs::create_dir(folder.path().join("moved")).unwrap();
    fs::rename(&archive, &moved).unwrap();
    let said = program::index(&moved, &index, &[]);
    assert!(said.starts_with("files read: 0 "), "{said}");
    let (code, out, err) = run("verify", &index, &[]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn r0019_a_folder_whose_name_is_not_unicode_is_refused() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join(OsStr::from_bytes(b"\xd5\xfe\xb2\xdf"));
    fs::create_dir(&archive).unwrap();
    fs::write(archive.join("a.txt"), "关于新建文件的通知").unwrap();
    let index = folder.path().join("idx");
    let arguments = ["index", "--index"].map(OsString::from);
    let mut arguments = arguments.to_vec();
    arguments.extend([index.clone().into(), archive.into()]);
    let run = zhengsou(&arguments);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("not Unicode"), "{}", run.err);
    assert!(!index.exists());
}

/// A repair that was killed after all was set aside found nothing to repair.
#[test]
fn r0022_a_repair_goes_on_from_what_was_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let (_, index) = indexed(folder.path());
    let before = documents(&index);
    let aside = index.join("set-aside-001");
    let names: Vec<_> = fs::read_dir(&index)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name != "LOCK")
        .collect();
    fs::create_dir(&aside).unwrap();
    for name in names {
        fs::rename(index.join(&name), aside.join(&name)).unwrap();
    }
    assert_eq!(run("verify", &index, &[]).0, 1);
    // Killed a second time: the beginnings of what was being made.
    fs::create_dir_all(index.join("set-aside-002/segments")).unwrap();
    fs::write(index.join("journal-000001-lines-0.bin"), "").unwrap();
    let (code, _, err) = run("verify", &index, &["--repair"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(documents(&index), before);
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
