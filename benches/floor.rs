//! How near a whole `index` run comes to its floor: the two body fields and a stored text, with
//! nothing decoded, cleaned, split, extracted or compared.
//!
//! `cargo bench --bench floor [FOLDER]`; the folder is `$ZHENGSOU_BENCH_CORPUS`, else the laws beside
//! the repository, else `corpus_sample`. Both run in turn, three rounds, two threads, each into a
//! new folder of the system's temporary one; medians are printed.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures, and fails where its data are not what they should be"
)]

mod allocator;
mod corpus;
mod plain;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tantivy::schema::{Field, IndexRecordOption, Schema, TextOptions};
use tantivy::{Index, TantivyDocument};
use zhengsou::analysis::tokenizer::{Tokenizer, Words};
use zhengsou::indexer::{self, Options, Silent};

const ROUNDS: usize = 3;

/// One run: how long, and the size of its index.
#[derive(Clone, Copy)]
struct Run {
    elapsed: Duration,
    bytes: u64,
}

fn main() {
    let folder = corpus::folder();
    let files = corpus::files(&folder);
    let bytes: u64 = files
        .iter()
        .map(|file| file.metadata().unwrap().len())
        .sum();
    println!("{}: {} files, {bytes} bytes", folder.display(), files.len());
    let scratch = std::env::temp_dir().join(format!("zhengsou-floor-{}", std::process::id()));
    // The dictionary is loaded before the clock runs.
    Words::shared().tokenize("词", &mut Vec::new());
    let (mut floors, mut wholes) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let floor = timed(&scratch, |index| build(&files, index));
        let whole = timed(&scratch, |index| run(&folder, index));
        println!(
            "round {round}: floor {:.2} s, whole {:.2} s, ratio {:.2}",
            floor.elapsed.as_secs_f64(),
            whole.elapsed.as_secs_f64(),
            floor.elapsed.as_secs_f64() / whole.elapsed.as_secs_f64()
        );
        floors.push(floor);
        wholes.push(whole);
    }
    let (floor, whole) = (median(floors), median(wholes));
    print("floor", floor, bytes);
    print("whole", whole, bytes);
    let ratio = floor.elapsed.as_secs_f64() / whole.elapsed.as_secs_f64();
    println!("the whole runs at {ratio:.2} of the floor's speed (goal: 0.70)");
}

fn timed(scratch: &Path, run: impl FnOnce(&Path)) -> Run {
    fs::create_dir_all(scratch).unwrap();
    let started = Instant::now();
    run(scratch);
    let elapsed = started.elapsed();
    let bytes = corpus::files(scratch)
        .iter()
        .map(|file| file.metadata().unwrap().len())
        .sum();
    fs::remove_dir_all(scratch).unwrap();
    Run { elapsed, bytes }
}

/// The whole: what `zhengsou index` does.
fn run(folder: &Path, index: &Path) {
    let options = Options {
        archives: vec![folder.to_owned()],
        index: index.to_owned(),
        threads: plain::THREADS,
        memory_bytes: indexer::MEMORY_BYTES,
        rebuild: false,
        commit_bytes: indexer::COMMIT_BYTES,
        ingest: zhengsou::ingest::Options::default(),
    };
    indexer::index(&options, &Silent).unwrap();
}

/// The floor: files as they are into the two body fields and the store.
fn build(files: &[PathBuf], folder: &Path) {
    let mut schema = Schema::builder();
    let words = schema.add_text_field(
        "body",
        plain::indexed("words", IndexRecordOption::WithFreqs),
    );
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let characters = schema.add_text_field("body_char", plain::indexed("characters", positions));
    let display = schema.add_text_field("display", TextOptions::default().set_stored());
    let index = plain::create(schema.build(), folder);
    fill(&index, files, &[words, characters, display]);
}

fn fill(index: &Index, files: &[PathBuf], fields: &[Field]) {
    let mut writer = plain::writer(index);
    for file in files {
        let Ok(text) = String::from_utf8(fs::read(file).unwrap()) else {
            continue;
        };
        let mut document = TantivyDocument::default();
        for field in fields {
            document.add_text(*field, &text);
        }
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_unstable_by_key(|run| run.elapsed);
    runs[runs.len() / 2]
}

fn print(name: &str, run: Run, bytes: u64) {
    println!(
        "{name:<8} {:>6.2} s {:>6.1} MB/s, index {:.1} MB ({:.2} of the files)",
        run.elapsed.as_secs_f64(),
        bytes as f64 / 1e6 / run.elapsed.as_secs_f64(),
        run.bytes as f64 / 1e6,
        run.bytes as f64 / bytes as f64
    );
}
