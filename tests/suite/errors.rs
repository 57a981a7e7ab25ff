//! Bad input: each kind with its exit code, and a message that names the thing and the mend.

use std::fs;
use std::path::Path;

use crate::program::{Run, command, run_of, zhengsou};

fn archive(folder: &Path) -> String {
    let archive = folder.join("archive");
    fs::create_dir_all(&archive).unwrap();
    fs::write(
        archive.join("a.txt"),
        "关于公园的通知\n\n各单位：\n公园应当开放。\n",
    )
    .unwrap();
    archive.to_str().unwrap().to_owned()
}

fn says(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}", run.err);
    for word in words {
        assert!(run.err.contains(word), "{word} in {}", run.err);
    }
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn a_missing_folder() {
    says(
        &zhengsou(&["search", "园", "--in", "no/such"]),
        2,
        &["no/such", "hint:"],
    );
    says(
        &zhengsou(&["index", "no/such", "--index", "x"]),
        2,
        &["no/such", "hint:"],
    );
    assert!(!Path::new("x").exists());
    says(
        &zhengsou(&["search", "园", "--index", "no/such"]),
        2,
        &["no/such", "zhengsou index"],
    );
    says(&zhengsou(&["search", "园"]), 2, &["--in", "hint:"]);
}

#[test]
fn an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    says(&zhengsou(&["search", "园", "--in", empty]), 1, &["no hits"]);
}

#[test]
fn a_file_where_a_folder_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{}/a.txt", archive(folder.path()));
    says(
        &zhengsou(&["search", "园", "--in", &file]),
        2,
        &["a.txt", "folder", "hint:"],
    );
    let archive = archive(folder.path());
    says(
        &zhengsou(&["index", &archive, "--index", &file]),
        2,
        &["a.txt", "hint:"],
    );
}

#[test]
fn a_folder_of_other_files_is_not_taken_for_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let before = fs::read_dir(&archive).unwrap().count();
    says(
        &zhengsou(&["index", &archive, "--index", &archive]),
        2,
        &["not an index", "hint:"],
    );
    assert_eq!(fs::read_dir(&archive).unwrap().count(), before);
}

#[test]
fn an_index_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    assert_eq!(zhengsou(&["index", &archive, "--index", path]).code, 0);
    let manifest = index.join("MANIFEST.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("lexicon"))
        .unwrap();
    fs::write(&manifest, text.replace(line, "lexicon = \"00000000\"")).unwrap();
    for run in [
        zhengsou(&["search", "园", "--index", path]),
        zhengsou(&["index", &archive, "--index", path]),
    ] {
        says(&run, 2, &["built with dictionary 00000000", "--rebuild"]);
    }
    assert_eq!(
        zhengsou(&["index", &archive, "--index", path, "--rebuild"]).code,
        0
    );
    assert_eq!(zhengsou(&["search", "园", "--index", path]).code, 0);
}

/// r0001: indexing b/docs into an index that held a/docs took both for one archive.
#[test]
fn r0001_two_archives_of_one_name_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    let (a, b) = (archive(&a), archive(&b));
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    let documents = || {
        zhengsou(&["documents", "--index", path])
            .out
            .lines()
            .count()
    };
    assert_eq!(zhengsou(&["index", &a, "--index", path]).code, 0);
    assert_eq!(zhengsou(&["index", &b, "--index", path]).code, 0);
    assert_eq!(documents(), 2);
    assert_eq!(zhengsou(&["index", &b, &a, "--index", path]).code, 0);
    assert_eq!(documents(), 2, "whatever the order");
}

/// r0002: a run that failed removed the index another run was making.
#[test]
fn r0002_a_failing_run_leaves_the_other_one_alone() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    let runs: Vec<_> = (0..4)
        .map(|_| {
            command()
                .args(["index", &archive, "--index", path])
                .spawn()
                .unwrap()
        })
        .collect();
    let codes: Vec<_> = runs
        .into_iter()
        .map(|mut run| run.wait().unwrap().code())
        .collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert_eq!(
        zhengsou(&["search", "公园", "--index", path]).code,
        0,
        "{codes:?}"
    );
}

#[test]
fn a_manifest_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    assert_eq!(zhengsou(&["index", &archive, "--index", path]).code, 0);
    fs::remove_file(index.join("MANIFEST.toml")).unwrap();
    says(
        &zhengsou(&["index", &archive, "--index", path]),
        2,
        &["MANIFEST.toml", "--rebuild"],
    );
    assert_eq!(
        zhengsou(&["index", &archive, "--index", path, "--rebuild"]).code,
        0
    );
    assert_eq!(zhengsou(&["search", "公园", "--index", path]).code, 0);
}

#[test]
fn a_broken_index() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    assert_eq!(zhengsou(&["index", &archive, "--index", path]).code, 0);
    for file in ["segments/meta.json", "MANIFEST.toml"] {
        let whole = fs::read(index.join(file)).unwrap();
        fs::write(index.join(file), b"{ broken").unwrap();
        says(
            &zhengsou(&["search", "园", "--index", path]),
            2,
            &["cannot read index", "--rebuild"],
        );
        fs::write(index.join(file), whole).unwrap();
    }
    let segment = fs::read_dir(index.join("segments"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.extension()
                .is_some_and(|extension| extension == "store")
        })
        .unwrap();
    fs::remove_file(segment).unwrap();
    says(
        &zhengsou(&["search", "园", "--index", path]),
        2,
        &["cannot read index", "--rebuild"],
    );
    assert_eq!(
        zhengsou(&["index", &archive, "--index", path, "--rebuild"]).code,
        0
    );
    assert_eq!(zhengsou(&["search", "园", "--index", path]).code, 0);
}

#[test]
fn bad_words_on_the_command_line() {
    says(&zhengsou(&["search", "园", "--no-such"]), 2, &["--no-such"]);
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let search = |rest: &[&str]| zhengsou(&[&["search", "--in", &archive], rest].concat());
    assert_eq!(search(&["园"]).code, 0);
    says(
        &search(&["“公园"]),
        2,
        &["unclosed quote “", "character 1", "hint:"],
    );
    says(&search(&["园", "--province", "火星"]), 2, &["火星"]);
    says(
        &search(&["园", "--from", "2021", "--to", "2019"]),
        2,
        &["2021", "2019", "exchange"],
    );
    says(&search(&["公园 or 校园"]), 1, &["is written OR"]);
    says(
        &search(&["园", "--from", "明年"]),
        2,
        &["明年", "2018-05-01"],
    );
    says(
        &search(&["园", "--facets", "colour"]),
        2,
        &["colour", "issuer"],
    );
    says(
        &search(&["园", "--columns", "colour", "--format", "csv"]),
        2,
        &["colour", "title"],
    );
    says(&search(&["鼋鼍魍魉", "--format", "text"]), 1, &["no hits"]);
    says(&search(&["园 \"?*\""]), 2, &["▸", "character 3", "-F"]);
    assert_eq!(
        search(&["园", "--kind", "stub"]).code,
        1,
        "known, though no document has it"
    );
    says(&search(&["园", "--kind", "poem"]), 2, &["poem"]);
    let zero = search(&["没有的词句", "--format", "csv"]);
    assert_eq!(
        (zero.code, zero.out.lines().count()),
        (1, 1),
        "a header, and exit 1"
    );
}

#[test]
fn the_second_indexer_learns_who_is_first() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let index = folder.path().join("index");
    let path = index.to_str().unwrap();
    assert_eq!(zhengsou(&["index", &archive, "--index", path]).code, 0);
    let held = fs::OpenOptions::new()
        .write(true)
        .open(index.join("LOCK"))
        .unwrap();
    held.try_lock().unwrap();
    says(
        &zhengsou(&["index", &archive, "--index", path]),
        2,
        &["another process", "process "],
    );
    // Searching goes on meanwhile.
    assert_eq!(zhengsou(&["search", "园", "--index", path]).code, 0);
    drop(held);
    assert_eq!(zhengsou(&["index", &archive, "--index", path]).code, 0);
}

#[test]
fn an_output_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let run = zhengsou(&[
        "search",
        "园",
        "--in",
        &archive,
        "--csv",
        "no/such/hits.csv",
    ]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no/such/hits.csv"), "{}", run.err);
}

/// Runs a command line in a mount namespace of its own with a tiny file system at `/mnt`, where
/// the system allows that.
#[cfg(target_os = "linux")]
fn with_tiny_disk(script: &str) -> Option<Run> {
    let binary = env!("CARGO_BIN_EXE_zhengsou");
    let script =
        format!("mount -t tmpfs -o size=2m tmpfs /mnt && exec env Z={binary} sh -c '{script}'");
    let mut unshare = std::process::Command::new("unshare");
    let output = unshare
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .output();
    let run = run_of(output.ok()?);
    if run.err.contains("unshare") || run.err.contains("mount:") {
        eprintln!("SKIPPED: no mount namespace here: {}", run.err.trim());
        return None;
    }
    Some(run)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let text: String = (0..60_000u32)
        .map(|n| char::from_u32(0x4e00 + n * 7 % 20_000).unwrap())
        .collect();
    for n in 0..40 {
        fs::write(format!("{archive}/{n}.txt"), format!("{n}\n{text}")).unwrap();
    }
    let script =
        format!("$Z index {archive} --index /mnt/index --threads 1; code=$?; ls /mnt; exit $code");
    let Some(run) = with_tiny_disk(&script) else {
        return;
    };
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(
        run.err.contains("no space left") && run.err.contains("hint:"),
        "{}",
        run.err
    );
    assert_eq!(run.out, "", "nothing is left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let script = format!(
        "cp -r {archive} /mnt/a && $Z index /mnt/a --index /mnt/old && mount -o remount,ro /mnt && \
         $Z index /mnt/a --index /mnt/index; test $? = 2 || exit 9; \
         $Z search 公园 --index /mnt/old --count > /dev/null || exit 8; XDG_CACHE_HOME={} $Z search 公园 --in /mnt/a --count",
        folder.path().join("cache").display()
    );
    let Some(run) = with_tiny_disk(&script) else {
        return;
    };
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("/mnt/index") && run.err.contains("hint:"),
        "{}",
        run.err
    );
    assert_ne!(run.out.trim(), "0", "the index went into the cache");
}

#[test]
fn an_unreadable_file_is_a_row_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    fs::write(format!("{archive}/b.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    fs::write(format!("{archive}/c.txt"), b"").unwrap();
    let report = folder.path().join("files.csv");
    let index = folder.path().join("index");
    let run = command()
        .args(["index", &archive, "--index"])
        .arg(&index)
        .arg("--report")
        .arg(&report)
        .output()
        .unwrap();
    let run = run_of(run);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 PNG not read"), "{}", run.err);
    let table = fs::read_to_string(report).unwrap();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(
        table.contains("unsupported_type:png") && table.contains("empty"),
        "{table}"
    );
}

#[test]
fn hostile_bytes_cost_nothing_but_their_file() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let noise: Vec<u8> = (0..100_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (name, bytes) in [
        ("noise.txt", noise.clone()),
        ("noise.html", noise.clone()),
        ("noise.md", noise.clone()),
        ("noise.jsonl", noise),
        ("zeros.txt", vec![0; 100_000]),
        ("half.txt", "园".as_bytes()[..2].to_vec()),
        ("deep.html", "<div>".repeat(100_000).into_bytes()),
        ("deep.jsonl", "[".repeat(100_000).into_bytes()),
        ("long.txt", "园".repeat(200_000).into_bytes()),
        (
            "escape.txt",
            "关于\u{1b}[31m红色\u{1b}[0m的通知\n\n红色\u{202e}公园。"
                .as_bytes()
                .to_vec(),
        ),
    ] {
        fs::write(format!("{archive}/{name}"), bytes).unwrap();
    }
    let run = zhengsou(&["search", "公园", "--in", &archive, "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    assert!(run.out.contains("a.txt"));
    assert!(!run.out.contains('\u{1b}') && !run.out.contains("\\u001b"));
}
