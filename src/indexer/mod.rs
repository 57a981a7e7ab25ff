//! L4: the job. Walks archives, reads what is new on all cores, writes it to an index, reports.
//!
//! In: archive folders and an index folder. Out: a committed index and a [`Report`] with one row
//! per file. Not its job: what a file means (`ingest`), how an index stores it (`engine`), what
//! people see (`cli`).

mod budget;
mod ledger;
mod lock;
mod report;
mod walk;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::engine::embedded::{EmbeddedBackend, EmbeddedSink, SinkOptions};
use crate::engine::manifest;
use crate::engine::{EngineError, Hold, IndexSink, Record};
use crate::ingest;
use crate::model::{Issue, IssueKind, RawFile, Stage};
use budget::Budget;
pub use ledger::{Commit, FileRow, Ledger};
pub use lock::IndexLock;
pub use report::Report;
pub use walk::Archive;
use walk::Found;

/// How to index.
#[derive(Debug, Clone)]
pub struct Options {
    /// The archive folders.
    pub archives: Vec<PathBuf>,
    /// The index folder.
    pub index: PathBuf,
    /// Worker threads; 0 = one per processor.
    pub threads: usize,
    /// Memory for files in flight and the writer's arenas, in bytes.
    pub memory_bytes: usize,
    /// A longer file is cut here and reported.
    pub max_file_bytes: u64,
    /// Start anew, whatever the index holds.
    pub rebuild: bool,
    /// What ingest may leave out.
    pub ingest: ingest::Options,
}

/// One file counts this much by default: 64 MiB (DESIGN section 3).
pub const MAX_FILE_BYTES: u64 = 64 << 20;
/// Default memory for texts in flight and arenas.
pub const MEMORY_BYTES: usize = 512 << 20;

/// Hears how far the job is. Called from several threads.
pub trait Progress: Sync {
    /// The files to be read are known.
    fn begin(&self, _files: u64, _bytes: u64) {}
    /// One file is done.
    fn file_done(&self, _bytes: u64) {}
    /// The index is being committed.
    fn committing(&self) {}
}

/// Hears nothing.
pub struct Silent;
impl Progress for Silent {}

/// What stops the job. Trouble with single files does not; it stands in the report.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The archive is not there.
    #[error("{path}: no such folder")]
    NoArchive {
        /// As given.
        path: PathBuf,
    },
    /// A file was given where a folder is meant.
    #[error("{path}: not a folder")]
    NotAFolder {
        /// As given.
        path: PathBuf,
    },
    /// The archive cannot be listed.
    #[error("{path}: cannot read folder: {source}")]
    Unreadable {
        /// As given.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// The index failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Brings an index up to date with its archives.
///
/// # Errors
/// Fails when an archive is missing or the index cannot be written; then the last commit stands.
pub fn index(options: &Options, progress: &dyn Progress) -> Result<Report, IndexError> {
    let started = Instant::now();
    let archives = walk::open(&options.archives)?;
    let lock = IndexLock::acquire(&options.index)?;
    let fresh = !holds_index(&options.index);
    let result = locked(options, archives, progress, started);
    if result.is_err() && fresh && EmbeddedBackend::open(&options.index).is_err() {
        // Nothing half-written is left behind; nobody else can be here, for the lock is ours.
        lock.remove_folder(&options.index);
    }
    result
}

fn locked(
    options: &Options,
    archives: Vec<PathBuf>,
    progress: &dyn Progress,
    started: Instant,
) -> Result<Report, IndexError> {
    if options.rebuild {
        clear(&options.index)?;
    }
    let threads = threads(options.threads);
    let arena_bytes = options.memory_bytes / 2;
    let mut sink = EmbeddedSink::open(
        &options.index,
        SinkOptions {
            threads,
            arena_bytes,
        },
    )?;
    let commit = Commit::parse(sink.payload()?.as_deref());
    let archives = commit.name(archives);
    let before = Ledger::load(&options.index, &commit)?;
    let (found, trouble) = walk::walk(&archives, &options.index);
    let mut changes = before.compare(
        found,
        &archives,
        &trouble,
        commit.settings == settings(options),
    );
    let mut rows = std::mem::take(&mut changes.kept);
    for key in &changes.outdated {
        sink.delete_file(*key)?;
    }
    let unchanged = rows.len();
    let removed = changes.removed;
    let mut report = Report {
        unchanged,
        removed,
        ..Report::default()
    };
    if !changes.is_empty() || commit.generation == 0 {
        let read = read_all(&changes.to_read, &sink, options, progress)?;
        rows.extend(read);
        rows.sort_by(|a, b| (&a.root, &a.path).cmp(&(&b.root, &b.path)));
        progress.committing();
        let next = commit.next(&archives, settings(options), &rows);
        Ledger::save(&options.index, &next, &rows)?;
        sink.commit(&next.to_json())?;
        Ledger::remove_older(&options.index, &next);
        report.written = true;
    }
    sink.finish()?;
    report.fill(rows, trouble, &changes.to_read);
    report.elapsed = started.elapsed();
    report.index_bytes = folder_bytes(&options.index);
    Ok(report)
}

/// What of the options decides how a file is read; another setting reads every file anew.
fn settings(options: &Options) -> String {
    format!(
        "boilerplate={} split={} max={}",
        options.ingest.keep_boilerplate, !options.ingest.no_split, options.max_file_bytes
    )
}

fn threads(asked: usize) -> usize {
    if asked > 0 {
        asked
    } else {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

fn read_all(
    files: &[Found],
    sink: &EmbeddedSink,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Vec<FileRow>, EngineError> {
    progress.begin(files.len() as u64, files.iter().map(|file| file.size).sum());
    let budget = Budget::new(options.memory_bytes / 2);
    let failure: Mutex<Option<EngineError>> = Mutex::new(None);
    let stopped = AtomicBool::new(false);
    let read = |file: &Found| -> Option<FileRow> {
        if stopped.load(Ordering::Relaxed) {
            return None;
        }
        let size = file.size.min(options.max_file_bytes);
        let permit = budget.acquire(usize::try_from(size).unwrap_or(usize::MAX));
        let result = read_one(file, sink, options, Arc::new(permit));
        progress.file_done(file.size);
        match result {
            Ok(row) => Some(row),
            Err(error) => {
                stopped.store(true, Ordering::Relaxed);
                failure
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .get_or_insert(error);
                None
            }
        }
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads(options.threads))
        .build();
    let rows: Vec<FileRow> = match pool {
        Ok(pool) => pool.install(|| files.par_iter().with_max_len(1).filter_map(read).collect()),
        // The system gives no threads: one file after the other.
        Err(_) => files.iter().filter_map(read).collect(),
    };
    match failure
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
    {
        Some(error) => Err(error),
        None => Ok(rows),
    }
}

/// Reads one file into the sink. Trouble with the file goes into its row.
fn read_one(
    file: &Found,
    sink: &EmbeddedSink,
    options: &Options,
    hold: Hold,
) -> Result<FileRow, EngineError> {
    let mut row = FileRow::new(file);
    let raw = match walk::read(file, options.max_file_bytes) {
        Ok(raw) => raw,
        Err(error) => {
            row.issues.push(Issue {
                path: file.path.relative.clone(),
                stage: Stage::Walk,
                kind: IssueKind::Failed,
                code: "unreadable".to_owned(),
                message: error.to_string(),
            });
            return Ok(row);
        }
    };
    let ingested = contained(&raw, options.ingest);
    row.issues = ingested.issues;
    for document in ingested.documents {
        sink.put(Record::new(document), Some(Arc::clone(&hold)))?;
        row.documents += 1;
    }
    Ok(row)
}

/// Runs ingest; a panic costs the file, not the job.
fn contained(raw: &RawFile, options: ingest::Options) -> ingest::Ingested {
    catch_unwind(AssertUnwindSafe(|| ingest::ingest(raw, options))).unwrap_or_else(|_| {
        ingest::Ingested {
            documents: Vec::new(),
            issues: vec![Issue {
                path: raw.path.relative.clone(),
                stage: Stage::Read,
                kind: IssueKind::Failed,
                code: "panic".to_owned(),
                message: "the program failed on this file; please report it".to_owned(),
            }],
        }
    })
}

/// Reads one file as an index run would, for `inspect`.
///
/// # Errors
/// Fails when the file cannot be read.
pub fn ingest_file(
    path: &Path,
    options: ingest::Options,
) -> std::io::Result<(RawFile, ingest::Ingested)> {
    let file = walk::single(path)?;
    let raw = walk::read(&file, MAX_FILE_BYTES)?;
    let ingested = contained(&raw, options);
    Ok((raw, ingested))
}

/// Whether something of an index is there already, whatever its state.
fn holds_index(index: &Path) -> bool {
    index.join(manifest::FILE).exists() || index.join("segments").exists()
}

/// Removes everything of ours from an index folder but the lock; never a folder that is no index.
fn clear(index: &Path) -> Result<(), EngineError> {
    let fail = |source| manifest::write_error(index, source);
    let segments = index.join("segments");
    if segments.exists() {
        fs::remove_dir_all(&segments).map_err(fail)?;
    }
    let manifest = index.join(manifest::FILE);
    if manifest.exists() {
        fs::remove_file(&manifest).map_err(fail)?;
    }
    Ledger::remove_all(index);
    Ok(())
}

fn folder_bytes(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}

/// Prints a rate in MB/s (10⁶ bytes).
#[must_use]
pub fn megabytes_per_second(bytes: u64, elapsed: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let megabytes = bytes as f64 / 1e6;
    megabytes / elapsed.as_secs_f64().max(1e-9)
}
