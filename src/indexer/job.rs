//! Reads files into a sink on all cores: first what is new, then what was read with another
//! knowledge of the archive's recurring lines.
//!
//! In: files that were found. Out: their rows. Not its job: which files are new (`ledger`), what
//! recurs (`recurring`), what is a copy (`clusters`).

use std::collections::{HashMap, HashSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::budget::Budget;
use super::containers::Containers;
use super::ledger::{Changes, Commit, FileRow};
use super::recurring::{Gathering, Settled};
use super::walk::{self, Archive, Found};
use super::{Knowledge, Options, Profile, Profiles, Progress, Silent};
use crate::engine::embedded::EmbeddedSink;
use crate::engine::manifest::write_error;
use crate::engine::{EngineError, Hold, IndexSink, Record};
use crate::ingest::clean::recurring::Known;
use crate::ingest::{self, Ingested, read};
use crate::model::{Issue, IssueKind, Stage};

/// Where files go.
pub(super) struct Job<'a> {
    pub(super) sink: &'a EmbeddedSink,
    pub(super) options: &'a Options,
    /// The last commit.
    pub(super) commit: &'a Commit,
    /// The archives of this run.
    pub(super) archives: &'a [Archive],
    /// What the documents read are compared by.
    pub(super) profiles: Profiles,
}

/// What is known of the archive's lines, and who hears of more.
pub(super) struct Lines<'a> {
    pub(super) known: &'a Known,
    pub(super) gathering: Option<&'a Gathering>,
}

/// What a file turned out to be.
enum Outcome {
    /// A file that was read.
    Read(FileRow),
    /// A container: its turn comes after the files, for its members are read on all cores.
    Container(Found),
}

impl Job<'_> {
    /// Deletes what is outdated and reads what is new, then what became stale by it; `rows` become
    /// those of the new commit, sorted. `known` is what the last commit knew of the archive; none
    /// where that was lost. Returns the new commit.
    pub(super) fn run(
        self,
        changes: &Changes,
        rows: &mut Vec<FileRow>,
        known: Option<Knowledge>,
        progress: &dyn Progress,
    ) -> Result<Commit, EngineError> {
        for key in &changes.outdated {
            self.sink.delete_file(*key)?;
        }
        if known.is_none() {
            // What this run does not see is counted when it is seen again.
            rows.iter_mut().for_each(FileRow::forget);
        }
        let table = self.commit.recurring.as_ref().filter(|_| known.is_some());
        let index = &self.options.index;
        let mut next = self
            .commit
            .next(self.archives, super::settings(self.options));
        let known = known.unwrap_or_default();
        let gathering = Gathering::new(index, next.generation, known.lines);
        let files = &changes.to_read;
        progress.begin(files.len() as u64, files.iter().map(|file| file.size).sum());
        let lines = Lines {
            known: &gathering.known,
            gathering: Some(&gathering),
        };
        rows.extend(self.read_all(files, &lines, progress)?);
        progress.committing();
        let outdated: HashSet<u64> = changes.outdated.iter().copied().collect();
        if !self.options.ingest.keep_boilerplate {
            let settled = gathering.settle(table, &outdated);
            let settled = settled.map_err(|source| write_error(index, source))?;
            self.read_again(files, rows, &settled, &next.archives)?;
            next.recurring = Some(settled.table);
        }
        let place = (index.as_path(), next.generation);
        let settled = self.profiles.settle(place, known.profiles, &outdated);
        next.clusters = Some(settled.map_err(|source| write_error(index, source))?);
        rows.sort_by(|a, b| (&a.root, &a.path).cmp(&(&b.root, &b.path)));
        next.count(rows);
        Ok(next)
    }

    /// Replaces the documents of stale files.
    fn read_again(
        &self,
        new: &[Found],
        rows: &mut Vec<FileRow>,
        settled: &Settled,
        archives: &[(String, PathBuf)],
    ) -> Result<(), EngineError> {
        let stale = &settled.stale;
        if stale.is_empty() {
            return Ok(());
        }
        let new = new.iter().filter(|file| stale.contains(&file.path.key));
        let mut new: HashMap<u64, Found> = new.map(|file| (file.path.key, file.clone())).collect();
        let mut files = Vec::with_capacity(stale.len());
        for row in rows.iter_mut().filter(|row| stale.contains(&row.key)) {
            match new.remove(&row.key).or_else(|| walk::again(archives, row)) {
                Some(file) => files.push(file),
                // Its documents stay as they are until a run sees the file.
                None => row.forget(),
            }
        }
        for file in &files {
            self.sink.delete_file(file.path.key)?;
        }
        let keys: HashSet<u64> = files.iter().map(|file| file.path.key).collect();
        rows.retain(|row| !keys.contains(&row.key));
        let lines = Lines {
            known: &settled.known,
            gathering: None,
        };
        rows.extend(self.read_all(&files, &lines, &Silent)?);
        Ok(())
    }

    fn read_all(
        &self,
        files: &[Found],
        lines: &Lines<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<FileRow>, EngineError> {
        let budget = Budget::new(self.options.memory_bytes / 2);
        let limits = &self.options.ingest.limits;
        let failure: Mutex<Option<EngineError>> = Mutex::new(None);
        let stopped = AtomicBool::new(false);
        let read = |file: &Found| -> Option<Outcome> {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let size = file.size.min(limits.file_bytes);
            let permit = budget.acquire(usize::try_from(size).unwrap_or(usize::MAX));
            let result = self.read_one(file, lines, Arc::new(permit));
            if matches!(result, Ok(Outcome::Read(_))) {
                progress.file_done(file.size);
            }
            match result {
                Ok(outcome) => Some(outcome),
                Err(error) => {
                    stopped.store(true, Ordering::Relaxed);
                    failure
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .get_or_insert(error);
                    None
                }
            }
        };
        // None where the system gives no threads: then one file comes after the other.
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(super::threads(self.options.threads))
            .build()
            .ok();
        let outcomes: Vec<Outcome> = match &pool {
            Some(pool) => {
                pool.install(|| files.par_iter().with_max_len(1).filter_map(read).collect())
            }
            None => files.iter().filter_map(read).collect(),
        };
        if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let mut rows = Vec::with_capacity(outcomes.len());
        let mut containers = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Read(row) => rows.push(row),
                Outcome::Container(file) => containers.push(file),
            }
        }
        let mut reading = Containers::new(self, lines, &budget, pool.as_ref());
        for file in &containers {
            reading.read(file)?;
            progress.file_done(file.size);
        }
        rows.extend(reading.finish()?);
        Ok(rows)
    }

    /// Reads one file into the sink. Trouble with the file goes into its row.
    fn read_one(
        &self,
        file: &Found,
        lines: &Lines<'_>,
        hold: Hold,
    ) -> Result<Outcome, EngineError> {
        let mut row = FileRow::new(file);
        self.profiles.begin(file.path.key);
        let raw = match walk::read(file, self.options.ingest.limits.file_bytes) {
            Ok(raw) => raw,
            Err(error) => {
                row.issues.push(unreadable(file, &error));
                return Ok(Outcome::Read(row));
            }
        };
        if read::is_container(&raw) {
            return Ok(Outcome::Container(file.clone()));
        }
        let address = &raw.path.relative;
        let ingest = || ingest::ingest_known(&raw, self.options.ingest, lines.known);
        let ingested = contained(address, ingest);
        row.issues = self.put(ingested, lines, &mut row, &hold)?;
        Ok(Outcome::Read(row))
    }

    /// Writes what became of a file, or of a member of it, and counts it; returns its trouble.
    pub(super) fn put(
        &self,
        ingested: Ingested,
        lines: &Lines<'_>,
        row: &mut FileRow,
        hold: &Hold,
    ) -> Result<Vec<Issue>, EngineError> {
        if let Some(gathering) = lines.gathering {
            gathering.add(row.key, &ingested.traces);
        }
        self.profiles
            .add(row.key, ingested.documents.iter().map(Profile::new));
        for document in ingested.documents {
            row.count(&document);
            self.sink
                .put(Record::new(document), Some(Arc::clone(hold)))?;
        }
        Ok(ingested.issues)
    }
}

pub(super) fn unreadable(file: &Found, error: &io::Error) -> Issue {
    Issue {
        path: file.path.relative.clone(),
        stage: Stage::Walk,
        kind: IssueKind::Failed,
        code: "unreadable".to_owned(),
        message: error.to_string(),
        count: 1,
    }
}

/// Runs ingest on the file of an address; a panic costs the file, not the job.
pub(super) fn contained(address: &str, ingest: impl FnOnce() -> Ingested) -> Ingested {
    catch_unwind(AssertUnwindSafe(ingest)).unwrap_or_else(|_| Ingested {
        issues: vec![panicked(address)],
        ..Ingested::default()
    })
}

pub(super) fn panicked(address: &str) -> Issue {
    Issue {
        path: address.to_owned(),
        stage: Stage::Read,
        kind: IssueKind::Failed,
        code: "panic".to_owned(),
        message: "the program failed on this file; please report it".to_owned(),
        count: 1,
    }
}
