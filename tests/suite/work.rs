//! What the program executes for small tasks, in instructions: a doubling of work fails here, however
//! busy the machine is. Seconds are `benches`' job.
//!
//! In: `corpus_sample`. Counted by valgrind, which is asked nothing but to count.

use std::path::Path;
use std::process::Command;

use crate::program::{command, project};

/// Arguments and what they may take, in millions of instructions; `IDX` is the index. Counted on
/// 2026-11-29 with Rust 1.95 as the tests are built (x86-64). Whoever makes something faster, or needs
/// more on purpose, writes here what the failing test counts.
const TASKS: [(&str, f64); 6] = [
    ("--version", 5.4),
    (INDEX, 1740.0),
    // Nothing has changed.
    (INDEX, 14.3),
    ("search 一区多园 --index IDX", 26.7),
    ("search 一区多园 --match all --index IDX", 30.2),
    ("search 园 --format csv --index IDX", 32.2),
];
const INDEX: &str = "index corpus_sample --index IDX --threads 1";

/// How much more, or less, than stated is let pass: other compilers and standard libraries, the
/// order in which threads wake.
const MARGIN: f64 = 1.5;

#[test]
fn no_task_takes_twice_the_work() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("SKIPPED: valgrind is not installed");
        return;
    }
    if !cfg!(target_arch = "x86_64") {
        eprintln!("SKIPPED: instructions are stated for x86-64");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (task, stated) in TASKS {
        let counted = millions(task, folder.path());
        let allowed = match cfg!(debug_assertions) {
            true => stated / MARGIN..stated * MARGIN,
            // Built with optimisation, it takes far less.
            false => 0.0..stated * MARGIN,
        };
        if !allowed.contains(&counted) {
            wrong.push(format!("{task}: {counted:.1} million, stated {stated}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs the program and counts.
fn millions(task: &str, folder: &Path) -> f64 {
    let log = folder.join("counted");
    let plain = command();
    let mut counting = Command::new("valgrind");
    counting
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(format!("--log-file={}", log.display()))
        .arg(plain.get_program())
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(project());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => counting.env(name, value),
            None => counting.env_remove(name),
        };
    }
    counting.env("XDG_CACHE_HOME", folder.join("cache"));
    let index = folder.join("idx");
    for argument in task.split(' ') {
        match argument {
            "IDX" => counting.arg(&index),
            argument => counting.arg(argument),
        };
    }
    let ran = counting.output().unwrap();
    let said = std::fs::read_to_string(&log).unwrap_or_default();
    assert!(
        ran.status.success(),
        "{task}: {}{said}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let count = said
        .lines()
        .find_map(|line| line.split_once("refs:").map(|(_, count)| count));
    let count = count.unwrap_or_else(|| panic!("no count: {said}"));
    count.trim().replace(',', "").parse::<f64>().unwrap() / 1e6
}
