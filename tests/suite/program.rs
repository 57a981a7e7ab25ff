//! Runs the real binary.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run left.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `zhengsou` with these arguments, in English, in a scratch home.
pub(crate) fn zhengsou<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
    let output = command()
        .args(arguments)
        .output()
        .expect("the binary was built");
    run_of(output)
}

/// Indexes an archive, whatever else is asked; returns what is said.
pub(crate) fn index(archive: &Path, index: &Path, more: &[&str]) -> String {
    let paths = [
        archive.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ];
    let run = zhengsou(&[&["index"], &paths[..], more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.err
}

/// Returns the bare command, for tests that need more than arguments.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengsou"));
    command
        .env("LC_ALL", "C.UTF-8")
        .env_remove("NO_COLOR")
        .env("XDG_CACHE_HOME", scratch_cache())
        .env("XDG_CONFIG_HOME", scratch_cache());
    for name in [
        "CONFIG", "IN", "INDEX", "LANG", "COLOR", "LEXICON", "SYNONYMS",
    ] {
        command.env_remove(format!("ZHENGSOU_{name}"));
    }
    command
}

pub(crate) fn run_of(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

fn scratch_cache() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// Returns the project folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns a folder of the shared test data, or says that the test is skipped.
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let beside = project().join("../shared/data");
    let folder = std::env::var_os("ZHENGSOU_DATA")
        .map_or(beside, PathBuf::from)
        .join(name);
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("SKIPPED: {} is not there", folder.display());
    None
}

/// Copies a folder, so that a test may index it in place.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != ".zhengsou" {
                copy(&entry.path(), &target);
            }
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Reads JSON Lines.
pub(crate) fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}
