//! Where ingest's time goes: every stage over a folder of files, on one thread.
//!
//! `cargo bench --bench ingest [FOLDER]`; the folder is `$ZHENGSOU_BENCH_CORPUS`, else the laws
//! beside the repository, else `corpus_sample`. Prints the median of five rounds.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod allocator;
mod corpus;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zhengsou::ingest::{self, Options, clean, extract, read, split};
use zhengsou::model::{RawFile, SourcePath};

const ROUNDS: usize = 5;
const STAGES: [&str; 5] = ["read", "clean", "split", "compose", "extract"];

fn main() {
    let folder = corpus::folder();
    let files = load(&folder);
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{}: {} files, {bytes} bytes", folder.display(), files.len());
    let rounds: Vec<[Duration; 5]> = (0..ROUNDS).map(|_| round(&files)).collect();
    for (stage, name) in STAGES.iter().enumerate() {
        print(name, median(rounds.iter().map(|round| round[stage])), bytes);
    }
    let whole = median((0..ROUNDS).map(|_| {
        let started = Instant::now();
        for file in &files {
            std::hint::black_box(ingest::ingest(file, Options::default()));
        }
        started.elapsed()
    }));
    print("ingest", whole, bytes);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = files.len() as f64 / whole.as_secs_f64();
    println!("{rate:>10.0} files/s");
}

fn load(folder: &Path) -> Vec<RawFile> {
    let files = corpus::files(folder).into_iter();
    let load = |file: PathBuf| {
        let bytes = std::fs::read(&file).ok()?;
        let relative = file.strip_prefix(folder).ok()?;
        Some(raw(relative, &file, bytes))
    };
    files.filter_map(load).collect()
}

fn raw(relative: &Path, absolute: &Path, bytes: Vec<u8>) -> RawFile {
    RawFile {
        path: SourcePath {
            root: "bench".into(),
            relative: relative.display().to_string(),
            key: 0,
        },
        absolute: absolute.to_owned(),
        bytes,
        truncated: false,
    }
}

/// Times the stages of one pass.
fn round(files: &[RawFile]) -> [Duration; 5] {
    let mut spent = [Duration::ZERO; 5];
    let mut time = |stage: usize, started: Instant| spent[stage] += started.elapsed();
    for file in files {
        let started = Instant::now();
        let sources = read::read(file, Options::default(), &mut Vec::new());
        time(0, started);
        for source in sources {
            let started = Instant::now();
            let cleaned = clean::clean(source);
            time(1, started);
            let started = Instant::now();
            let segments = split::split(&cleaned, Options::default());
            time(2, started);
            for segment in &segments {
                let started = Instant::now();
                let part = clean::compose(&cleaned, segment, Options::default());
                time(3, started);
                let started = Instant::now();
                std::hint::black_box(extract::extract(&cleaned.source, part));
                time(4, started);
            }
        }
    }
    spent
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn print(name: &str, time: Duration, bytes: usize) {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{name:<8} {:>8.1} ms {rate:>8.1} MB/s",
        time.as_secs_f64() * 1e3
    );
}
