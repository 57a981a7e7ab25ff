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
use super::ledger::{Changes, Commit, FileRow};
use super::recurring::{Gathering, Settled};
use super::walk::{self, Archive, Found};
use super::{Knowledge, Options, Profile, Profiles, Progress, Silent};
use crate::engine::embedded::EmbeddedSink;
use crate::engine::manifest::write_error;
use crate::engine::{EngineError, Hold, IndexSink, Record};
use crate::ingest::clean::recurring::{Known, RECURRING};
use crate::ingest::{self, Ingested};
use crate::model::{Issue, IssueKind, RawFile, Stage};

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
struct Lines<'a> {
    known: &'a Known,
    gathering: Option<&'a Gathering>,
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
        let failure: Mutex<Option<EngineError>> = Mutex::new(None);
        let stopped = AtomicBool::new(false);
        let read = |file: &Found| -> Option<FileRow> {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let size = file.size.min(self.options.max_file_bytes);
            let permit = budget.acquire(usize::try_from(size).unwrap_or(usize::MAX));
            let result = self.read_one(file, lines, Arc::new(permit));
            progress.file_done(file.size);
            match result {
                Ok(row) => Some(row),
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
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(super::threads(self.options.threads))
            .build();
        let rows: Vec<FileRow> = match pool {
            Ok(pool) => {
                pool.install(|| files.par_iter().with_max_len(1).filter_map(read).collect())
            }
            // The system gives no threads: one file after the other.
            Err(_) => files.iter().filter_map(read).collect(),
        };
        match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(rows),
        }
    }

    /// Reads one file into the sink. Trouble with the file goes into its row.
    fn read_one(
        &self,
        file: &Found,
        lines: &Lines<'_>,
        hold: Hold,
    ) -> Result<FileRow, EngineError> {
        let mut row = FileRow::new(file);
        let raw = match walk::read(file, self.options.max_file_bytes) {
            Ok(raw) => raw,
            Err(error) => {
                row.issues.push(unreadable(file, &error));
                self.profiles.add(file.path.key, Vec::new());
                return Ok(row);
            }
        };
        let ingested = contained(&raw, self.options.ingest, lines.known);
        if let Some(gathering) = lines.gathering {
            gathering.add(file.path.key, &ingested.traces);
        }
        row.issues = ingested.issues;
        let profiles = ingested.documents.iter().map(Profile::new);
        self.profiles.add(file.path.key, profiles.collect());
        for document in ingested.documents {
            let recurring = document.marks.iter().filter(|mark| mark.rule == RECURRING);
            let recurring = u32::try_from(recurring.count()).unwrap_or(u32::MAX);
            row.recurring = row.recurring.saturating_add(recurring);
            for flag in &document.metadata.quality {
                *row.quality.entry(flag.clone()).or_default() += 1;
            }
            self.sink
                .put(Record::new(document), Some(Arc::clone(&hold)))?;
            row.documents += 1;
        }
        Ok(row)
    }
}

fn unreadable(file: &Found, error: &io::Error) -> Issue {
    Issue {
        path: file.path.relative.clone(),
        stage: Stage::Walk,
        kind: IssueKind::Failed,
        code: "unreadable".to_owned(),
        message: error.to_string(),
    }
}

/// Runs ingest; a panic costs the file, not the job.
pub(super) fn contained(raw: &RawFile, options: ingest::Options, known: &Known) -> Ingested {
    let ingest = || ingest::ingest_known(raw, options, known);
    catch_unwind(AssertUnwindSafe(ingest)).unwrap_or_else(|_| Ingested {
        issues: vec![Issue {
            path: raw.path.relative.clone(),
            stage: Stage::Read,
            kind: IssueKind::Failed,
            code: "panic".to_owned(),
            message: "the program failed on this file; please report it".to_owned(),
        }],
        ..Ingested::default()
    })
}
