//! L4: the job. Walks archives, reads what is new on all cores, writes it to an index, reports.
//!
//! In: archive folders and an index folder. Out: a committed index and a [`Report`] with one row
//! per file. Not its job: what a file means (`ingest`), how an index stores it (`engine`), what
//! people see (`cli`).

mod budget;
mod clock;
mod clusters;
mod commit;
mod containers;
mod folder;
mod info;
mod job;
mod journal;
mod ledger;
mod ledger_file;
mod lock;
mod machine;
mod preview;
mod recurring;
mod repair;
mod report;
mod settings;
mod single;
mod upkeep;
mod verify;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::engine::embedded::{EmbeddedBackend, EmbeddedSink, SinkOptions};
use crate::engine::manifest::{self, write_error};
use crate::engine::{EngineError, IndexSink};
use crate::ingest;
use crate::model::Issue;
use budget::Budget;
pub use clock::utc;
pub use clusters::{ClusterTable, clusters_of};
use clusters::{Profile, Profiles};
pub use commit::Commit;
pub use folder::Sealed;
pub use info::{ArchiveInfo, Info, Sizes, info};
use job::Job;
pub use journal::Part;
use journal::{Earlier, Latest};
use ledger::Changes;
pub use ledger::{FileRow, Ledger};
pub use lock::IndexLock;
pub use machine::{MEMORY_BYTES, memory_bytes};
pub use preview::{Fate, Pending, Preview, preview};
pub use recurring::Table;
pub use repair::{Repaired, repair};
pub use report::Report;
pub use settings::settings_of;
pub use single::{Single, ingest_file, ingest_file_of};
pub use upkeep::{Compacted, Garbage, compact, gc};
pub use verify::{Fault, Finding, State, Verified, verify};
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
    /// Commit whenever files of so many bytes are read: what a killed run loses at most. A file is
    /// never divided.
    pub commit_bytes: u64,
    /// What ingest may leave out.
    pub ingest: ingest::Options,
}

/// What [`Options::memory_bytes`] is for: half is the writer's; of the rest three quarters are for
/// files being read, one for documents that wait to be inverted. A thousand short ones are enough to
/// keep the writer busy.
impl Options {
    const fn arena_bytes(&self) -> usize {
        self.memory_bytes / 2
    }

    const fn queue_bytes(&self) -> usize {
        self.memory_bytes / 8
    }

    const fn reading_bytes(&self) -> usize {
        self.memory_bytes - self.arena_bytes() - self.queue_bytes()
    }
}

/// Default of [`Options::commit_bytes`].
pub const COMMIT_BYTES: u64 = 256 << 20;

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
    /// The name of the folder cannot be kept.
    #[error("{path}: the name of the folder is not Unicode")]
    NotUnicode {
        /// As given.
        path: PathBuf,
    },
    /// The archive holds no file at all, but the index knows some of it: most likely a disk that is
    /// not mounted.
    #[error("{path}: the folder is empty, but the index knows {files} files of it")]
    Emptied {
        /// The archive.
        path: PathBuf,
        /// The index.
        index: PathBuf,
        /// Files that the index knows.
        files: usize,
    },
    /// The index failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Brings an index up to date with its archives.
///
/// # Errors
/// Fails when an archive is missing or the index cannot be written; then the last commit stands,
/// and the next run goes on from there.
pub fn index(options: &Options, progress: &dyn Progress) -> Result<Report, IndexError> {
    let started = Instant::now();
    let archives = walk::open(&options.archives)?;
    let lock = IndexLock::acquire(&options.index)?;
    let fresh = !holds_index(&options.index);
    let result = locked(options, archives, progress, started);
    if result.is_err() {
        // Nothing half-written is left behind; nobody else can be here, for the lock is ours.
        match EmbeddedBackend::open(&options.index) {
            Ok(backend) => {
                if let Some(commit) = Commit::check(backend.payload()) {
                    folder::sweep(&options.index, &commit);
                }
            }
            Err(EngineError::Missing { .. }) if fresh => lock.remove_folder(&options.index),
            Err(_) => {}
        }
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
    let mut sink = open_sink(options)?;
    let commit = Commit::read(&options.index, sink.payload()?.as_deref())?;
    folder::sweep(&options.index, &commit);
    let archives = commit.name(archives);
    let is_same = is_same(options, &commit);
    // What was not read by them keeps those that it was read by.
    let settings = match is_same {
        true => settings::to_text(&options.ingest),
        false => commit.settings.clone(),
    };
    let (mut changes, mut trouble) = compare(options, &commit, &archives, is_same)?;
    let has_work = !changes.is_empty() || commit.generation == 0 || commit.is_unfinished();
    let mut known = Knowledge::default();
    if has_work {
        known = knowledge(options, &commit, &changes);
        if known.is_lost && is_same {
            (changes, trouble) = compare(options, &commit, &archives, false)?;
        }
    }
    let mut report = Report {
        unchanged: changes.kept.len(),
        removed: changes.removed,
        ..Report::default()
    };
    let mut rows = std::mem::take(&mut changes.kept);
    let read = std::mem::take(&mut changes.to_read);
    let mut next = None;
    if has_work {
        let job = Job {
            sink: &mut sink,
            options,
            commit: &commit,
            archives: &archives,
            profiles: Profiles::new(std::mem::take(&mut known.profiles)),
            queue: Budget::new(options.queue_bytes()),
            pool: machine::pool(options.threads),
        };
        next = Some(job.run(&read, changes, &mut rows, known, progress)?);
    } else if changes.touched > 0 || !commit.knows(&archives) || commit.settings != settings {
        ledger::sort(&mut rows);
        let Commit {
            generation,
            archives,
            settings,
            ..
        } = commit.next(&archives, settings);
        next = Some(Commit {
            generation,
            archives,
            settings,
            ..commit.clone()
        });
    }
    report.policies = next.as_ref().unwrap_or(&commit).policies();
    if let Some(mut next) = next {
        let name = format!("files-{:06}.jsonl", next.generation);
        let ledger = ledger_file::write(&options.index, name, rows.iter());
        next.ledger = ledger.map_err(|source| write_error(&options.index, source))?;
        commit_whole(&mut sink, &options.index, &next)?;
        folder::sweep(&options.index, &next);
        report.written = true;
    }
    sink.finish()?;
    report.fill(rows, trouble, &read);
    report.elapsed = started.elapsed();
    report.index_bytes = folder_bytes(&options.index);
    Ok(report)
}

/// Opens the index for writing. The caller holds the lock.
fn open_sink(options: &Options) -> Result<EmbeddedSink, EngineError> {
    EmbeddedSink::open(
        &options.index,
        SinkOptions {
            threads: machine::threads(options.threads),
            arena_bytes: options.arena_bytes(),
        },
    )
}

/// Commits; what the commit names is on disk before it.
fn commit_whole(sink: &mut EmbeddedSink, index: &Path, commit: &Commit) -> Result<(), EngineError> {
    manifest::sync_folder(index).map_err(|source| write_error(index, source))?;
    sink.commit(&commit.to_json())
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
    for archive in archives {
        if !found.iter().any(|file| *file.path.root == *archive.name) {
            let rows = before.rows().iter();
            let files = rows.filter(|row| *row.path.root == *archive.name).count();
            walk::refuse_emptied(&archive.folder, &options.index, files)?;
        }
    }
    let changes = before.compare(found, archives, &trouble, is_same, &options.ingest);
    Ok((changes, trouble))
}

/// What the last commit knew of the archive as a whole.
#[derive(Default)]
struct Knowledge {
    /// Something of it is gone or damaged, or is of another setting: all files are read anew.
    is_lost: bool,
    /// The lines that recur.
    lines: recurring::Recurring,
    /// The edge lines of all files.
    earlier: Earlier,
    /// What documents are compared by.
    profiles: clusters::Stored,
}

/// Whether the last commit's tables seem to be there: cheap, for most runs find nothing to do and
/// need no more.
fn has_knowledge(options: &Options, commit: &Commit) -> bool {
    let (lines, clusters) = (commit.recurring.as_ref(), commit.clusters.as_ref());
    // A run that has not ended may be the first: then there are none.
    let is_first = commit.generation == 0 || commit.is_unfinished() && clusters.is_none();
    let has_lines = options.ingest.keep_boilerplate
        || lines.is_some_and(|table| table.is_there(&options.index));
    let has_clusters = clusters.is_some_and(|table| table.is_there(&options.index));
    let has_journal = || {
        commit
            .journal
            .iter()
            .all(|part| part.is_there(&options.index))
    };
    (is_first || has_lines && has_clusters) && has_journal()
}

/// Reads the last commit's tables to their end. Profiles are kept where lines are lost: the documents
/// of archives that this run does not see stay, and are to be found as copies.
fn knowledge(options: &Options, commit: &Commit, changes: &Changes) -> Knowledge {
    let index = &options.index;
    let is_lost = !has_knowledge(options, commit) || commit.is_unfinished() && !changes.is_same;
    let Ok(latest) = Latest::load(index, commit) else {
        return Knowledge {
            is_lost: true,
            ..Knowledge::default()
        };
    };
    let profiles = clusters::Stored::open(index, commit, latest.clone());
    let lines = Earlier::load(index, commit, latest, options.ingest.keep_boilerplate);
    let is_lost = is_lost || profiles.is_err() || lines.is_err();
    let (earlier, lines) = lines.ok().filter(|_| !is_lost).unwrap_or_default();
    Knowledge {
        is_lost,
        lines,
        earlier,
        profiles: profiles.unwrap_or_default(),
    }
}

/// Whether files are read as they were: another setting, or a lost table, has all of them read anew.
fn is_same(options: &Options, commit: &Commit) -> bool {
    settings::are_same(&commit.settings, &options.ingest) && has_knowledge(options, commit)
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
    folder::sweep(index, &Commit::default());
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
