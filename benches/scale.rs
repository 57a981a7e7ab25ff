//! Speed of one long index run, tenth by tenth of its bytes, with its memory and the index's size.
//!
//! `cargo bench --bench scale -- FOLDER INDEX`: FOLDER is for instance what `generate` wrote, INDEX
//! a folder that is made and left, to be searched. Memory is what Linux says of the process: that of no
//! file, looked at once a second, and the peak with mapped files.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures, and fails where it cannot write"
)]

mod allocator;

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use zhengsou::indexer::{self, Options, Progress};

fn main() {
    let named: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .map(PathBuf::from)
        .collect();
    let [folder, index] = &named[..] else {
        println!("SKIPPED: no FOLDER and INDEX named");
        return;
    };
    let options = Options {
        archives: vec![folder.clone()],
        index: index.clone(),
        threads: 0,
        memory_bytes: indexer::MEMORY_BYTES,
        rebuild: true,
        commit_bytes: indexer::COMMIT_BYTES,
        ingest: zhengsou::ingest::Options::default(),
    };
    let tenths = Tenths::default();
    let started = Instant::now();
    let (report, whole) = thread::scope(|scope| {
        scope.spawn(|| tenths.watch_memory());
        let report = indexer::index(&options, &tenths);
        let whole = started.elapsed().as_secs_f64();
        tenths.is_over.store(true, Ordering::Relaxed);
        (report.unwrap(), whole)
    });
    let [reading, after] =
        [&tenths.reading_kb, &tenths.after_kb].map(|peak| peak.load(Ordering::Relaxed));
    println!("anonymous memory: {reading} kB while files were read, {after} kB after the last");
    let tenths = tenths.read.into_inner().unwrap();
    let mut last = tenths.begun.unwrap_or(started);
    let bytes = tenths.bytes as f64;
    for (tenth, end) in tenths.ends.iter().enumerate() {
        let seconds = end.duration_since(last).as_secs_f64();
        let rate = bytes / 10.0 / 1e6 / seconds;
        println!("tenth {:>2}: {seconds:>8.2} s {rate:>6.1} MB/s", tenth + 1);
        last = *end;
    }
    println!(
        "after the last file: {:.2} s",
        whole - last.duration_since(started).as_secs_f64()
    );
    let size = report.index_bytes as f64;
    println!(
        "all: {whole:.1} s, {:.1} MB/s, {} documents, index {:.1} MB ({:.2} of the files), peak {}",
        bytes / 1e6 / whole,
        report.documents(),
        size / 1e6,
        size / bytes,
        peak()
    );
}

/// When each tenth of the bytes was read, and how much memory was in use.
#[derive(Default)]
struct Tenths {
    read: Mutex<Read>,
    is_over: AtomicBool,
    reading_kb: AtomicU64,
    after_kb: AtomicU64,
}

impl Tenths {
    fn watch_memory(&self) {
        while !self.is_over.load(Ordering::Relaxed) {
            let is_read = self.read.lock().unwrap().ends.len() == 10;
            let peak = if is_read {
                &self.after_kb
            } else {
                &self.reading_kb
            };
            peak.fetch_max(anonymous_kb(), Ordering::Relaxed);
            thread::sleep(Duration::from_secs(1));
        }
    }
}

/// Memory that is no file's, as Linux counts it; 0 elsewhere.
fn anonymous_kb() -> u64 {
    let all = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let line = all.lines().find_map(|line| line.strip_prefix("Anonymous:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[derive(Default)]
struct Read {
    begun: Option<Instant>,
    bytes: u64,
    done: u64,
    ends: Vec<Instant>,
}

impl Progress for Tenths {
    fn begin(&self, _files: u64, bytes: u64) {
        let mut read = self.read.lock().unwrap();
        read.begun = Some(Instant::now());
        read.bytes = bytes;
    }

    fn file_done(&self, bytes: u64) {
        let mut read = self.read.lock().unwrap();
        read.done += bytes;
        while read.ends.len() < 10 && read.done * 10 >= read.bytes * (read.ends.len() as u64 + 1) {
            read.ends.push(Instant::now());
        }
    }
}

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or("unknown".to_owned(), |peak| peak.trim().to_owned())
}
