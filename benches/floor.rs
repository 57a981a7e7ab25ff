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

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::{Token, TokenStream};
use tantivy::{Index, IndexSettings, TantivyDocument};
use zhengsou::analysis::tokenizer::{Characters, Token as Term, Tokenizer, Words};
use zhengsou::indexer::{self, Options, Silent};

const ROUNDS: usize = 3;
const THREADS: usize = 2;

/// One run: how long, and the size of its index.
#[derive(Clone, Copy)]
struct Run {
    elapsed: Duration,
    bytes: u64,
}

fn main() {
    let folder = folder();
    let files = files(&folder);
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

fn folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    named
        .or_else(|| std::env::var("ZHENGSOU_BENCH_CORPUS").ok())
        .map(PathBuf::from)
        .into_iter()
        .chain([here.join("../shared/data/archive")])
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| here.join("corpus_sample"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn timed(scratch: &Path, run: impl FnOnce(&Path)) -> Run {
    fs::create_dir_all(scratch).unwrap();
    let started = Instant::now();
    run(scratch);
    let elapsed = started.elapsed();
    let bytes = files(scratch)
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
        threads: THREADS,
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
    let text = |analyzer, record| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(analyzer)
            .set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let words = schema.add_text_field("body", text("words", IndexRecordOption::WithFreqs));
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let characters = schema.add_text_field("body_char", text("characters", positions));
    let display = schema.add_text_field("display", TextOptions::default().set_stored());
    let level = ZstdCompressor {
        compression_level: Some(1),
    };
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(level),
        ..IndexSettings::default()
    };
    let directory = tantivy::directory::MmapDirectory::open(folder).unwrap();
    let index = Index::create(directory, schema.build(), settings).unwrap();
    index.tokenizers().register("words", Lines(Words::shared));
    index
        .tokenizers()
        .register("characters", Lines(|| Characters));
    fill(&index, files, &[words, characters, display]);
}

fn fill(index: &Index, files: &[PathBuf], fields: &[Field]) {
    let mut writer = index
        .writer_with_num_threads(THREADS, indexer::MEMORY_BYTES / 2)
        .unwrap();
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

/// Feeds a tokenizer line by line, as the program does.
#[derive(Clone)]
struct Lines<T>(fn() -> T);

impl<T: Tokenizer + Clone + 'static> tantivy::tokenizer::Tokenizer for Lines<T> {
    type TokenStream<'a> = Stream<'a, T>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a, T> {
        Stream {
            tokenizer: (self.0)(),
            lines: text.split_inclusive('\n'),
            line: "",
            terms: Vec::new(),
            next: 0,
            position: 0,
            start: 0,
            token: Token::default(),
        }
    }
}

struct Stream<'a, T> {
    tokenizer: T,
    lines: std::str::SplitInclusive<'a, char>,
    line: &'a str,
    terms: Vec<Term>,
    next: usize,
    position: usize,
    start: usize,
    token: Token,
}

impl<T: Tokenizer> TokenStream for Stream<'_, T> {
    fn advance(&mut self) -> bool {
        while self.next == self.terms.len() {
            self.start += self.line.len();
            let Some(line) = self.lines.next() else {
                return false;
            };
            self.line = line;
            self.terms.clear();
            self.next = 0;
            let line = line.trim_end_matches('\n');
            self.tokenizer.tokenize(line, &mut self.terms);
        }
        let term = self.terms[self.next];
        self.next += 1;
        self.token.position = self.position;
        self.position += 1;
        self.token.offset_from = self.start + term.start;
        self.token.offset_to = self.start + term.end;
        self.token.text.clear();
        self.token.text.push_str(&self.line[term.start..term.end]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
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
