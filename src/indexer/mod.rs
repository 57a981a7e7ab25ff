//! L4: the job. Walks archives, reads what is new on all cores, writes it to an index, reports.
//!
//! In: archive folders and an index folder. Out: a committed index and a [`Report`] with one row
//! per file. Not its job: what a file means (`ingest`), how an index stores it (`engine`), what
//! people see (`cli`).

mod budget;
mod clock;
mod clusters;
mod containers;
mod job;
mod ledger;
mod lock;
mod recurring;
mod report;
mod side_table;
mod single;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::engine::embedded::{EmbeddedBackend, EmbeddedSink, SinkOptions};
use crate::engine::manifest;
use crate::engine::{EngineError, IndexSink};
use crate::ingest;
use crate::model::Issue;
pub use clock::utc;
pub use clusters::{ClusterTable, clusters_of};
use clusters::{Profile, Profiles};
use job::Job;
use ledger::Changes;
pub use ledger::{Commit, FileRow, Ledger};
pub use lock::IndexLock;
pub use recurring::Table;
pub use report::Report;
pub use single::{Single, ingest_file, ingest_file_of};
pub use walk::Archive;

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
    /// Start anew, whatever the index holds.
    pub rebuild: bool,
    /// What ingest may leave out.
    pub ingest: ingest::Options,
}

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
    let mut sink = EmbeddedSink::open(
        &options.index,
        SinkOptions {
            threads: threads(options.threads),
            arena_bytes: options.memory_bytes / 2,
        },
    )?;
    let commit = Commit::parse(sink.payload()?.as_deref());
    let archives = commit.name(archives);
    let is_same = commit.settings == settings(options) && has_knowledge(options, &commit);
    let (mut changes, mut trouble) = compare(options, &commit, &archives, is_same)?;
    let mut known = None;
    if !changes.is_empty() {
        known = knowledge(options, &commit);
        if known.is_none() && is_same {
            (changes, trouble) = compare(options, &commit, &archives, false)?;
        }
    }
    let mut report = Report {
        unchanged: changes.kept.len(),
        removed: changes.removed,
        ..Report::default()
    };
    let mut rows = std::mem::take(&mut changes.kept);
    if !changes.is_empty() || commit.generation == 0 {
        let job = Job {
            sink: &sink,
            options,
            commit: &commit,
            archives: &archives,
            profiles: Profiles::default(),
        };
        let next = job.run(&changes, &mut rows, known, progress)?;
        Ledger::save(&options.index, &next, &rows)?;
        sink.commit(&next.to_json())?;
        Ledger::remove_older(&options.index, &next);
        recurring::remove_others(&options.index, next.recurring.as_ref());
        clusters::remove_others(&options.index, next.clusters.as_ref());
        report.written = true;
    }
    sink.finish()?;
    report.fill(rows, trouble, &changes.to_read);
    report.elapsed = started.elapsed();
    report.index_bytes = folder_bytes(&options.index);
    Ok(report)
}

/// Compares the archives with what the last commit knows of them.
fn compare(
    options: &Options,
    commit: &Commit,
    archives: &[Archive],
    is_same: bool,
) -> Result<(Changes, Vec<Issue>), IndexError> {
    let (found, trouble) = walk::walk(archives, &options.index);
    let before = Ledger::load(&options.index, commit)?;
    let changes = before.compare(found, archives, &trouble, is_same);
    Ok((changes, trouble))
}

/// What the last commit knew of the archive as a whole.
#[derive(Default)]
struct Knowledge {
    /// The lines that recur.
    lines: HashSet<u64>,
    /// What documents are compared by.
    profiles: Vec<Profile>,
}

/// Whether the last commit's tables seem to be there: cheap, for most runs find nothing to do and
/// need no more.
fn has_knowledge(options: &Options, commit: &Commit) -> bool {
    let (lines, clusters) = (commit.recurring.as_ref(), commit.clusters.as_ref());
    let has_lines = options.ingest.keep_boilerplate
        || lines.is_some_and(|table| table.is_there(&options.index));
    let has_clusters = clusters.is_some_and(|table| table.is_there(&options.index));
    commit.generation == 0 || has_lines && has_clusters
}

/// Reads the last commit's tables to their end; none where one is gone or damaged: then all files
/// are read anew.
fn knowledge(options: &Options, commit: &Commit) -> Option<Knowledge> {
    if commit.generation == 0 {
        return Some(Knowledge::default());
    }
    let lines = match options.ingest.keep_boilerplate {
        true => HashSet::new(),
        false => commit.recurring.as_ref()?.load(&options.index).ok()?,
    };
    let profiles = commit.clusters.as_ref()?.profiles(&options.index).ok()?;
    Some(Knowledge { lines, profiles })
}

/// What of the options decides how a file is read; another setting reads every file anew.
fn settings(options: &Options) -> String {
    format!(
        "boilerplate={} split={} {:?} {:?}",
        options.ingest.keep_boilerplate,
        !options.ingest.no_split,
        options.ingest.limits,
        options.ingest.columns
    )
}

fn threads(asked: usize) -> usize {
    if asked > 0 {
        asked
    } else {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
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
    recurring::remove_others(index, None);
    clusters::remove_others(index, None);
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
