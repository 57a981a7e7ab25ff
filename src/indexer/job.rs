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
use super::journal::Journal;
use super::ledger::{self, Changes, FileRow, UNREADABLE, content_hash};
use super::recurring::{Gathering, Settled};
use super::walk::{self, Archive, Found};
use super::{
    Commit, Knowledge, Options, Profile, Profiles, Progress, Silent, commit_whole, settings,
};
use crate::engine::embedded::EmbeddedSink;
use crate::engine::manifest::write_error;
use crate::engine::{EngineError, IndexSink, Record};
use crate::ingest::clean::recurring::Known;
use crate::ingest::{self, Ingested, read};
use crate::model::{Issue, IssueKind, Stage};

/// Where files go.
pub(super) struct Job<'a> {
    pub(super) sink: &'a mut EmbeddedSink,
    pub(super) options: &'a Options,
    /// The last commit.
    pub(super) commit: &'a Commit,
    /// The archives of this run.
    pub(super) archives: &'a [Archive],
    /// What the documents read are compared by.
    pub(super) profiles: Profiles,
    /// What documents take that wait to be inverted.
    pub(super) queue: Arc<Budget>,
    /// The threads that read; none where the system gives none: then one file comes after the other.
    pub(super) pool: Option<rayon::ThreadPool>,
}

/// What is known of the archive's lines, and who hears of more.
pub(super) struct Lines<'a> {
    pub(super) known: &'a Known,
    pub(super) gathering: &'a Gathering,
}

impl<'a> Lines<'a> {
    const fn gathered(gathering: &'a Gathering) -> Self {
        Self {
            known: &gathering.known,
            gathering,
        }
    }
}

/// What a run has done so far.
struct Done<'a> {
    journal: Journal,
    /// Files are read as they were before.
    is_same: bool,
    /// Files whose documents are still those of before: they are read later, or have vanished.
    outdated: HashMap<u64, FileRow>,
    /// All other files.
    rows: &'a mut Vec<FileRow>,
    /// How many of them, from the first, no commit has to add.
    committed: usize,
}

impl Done<'_> {
    /// Forgets files that are read once more.
    fn drop_rows(&mut self, keys: &HashSet<u64>) {
        let dropped = self.rows[..self.committed].iter();
        let dropped = dropped.filter(|row| keys.contains(&row.path.key)).count();
        self.committed -= dropped;
        self.rows.retain(|row| !keys.contains(&row.path.key));
    }
}

/// What a file turned out to be.
enum Outcome {
    /// A file that was read.
    Read(FileRow),
    /// A container: its turn comes after the files, for its members are read on all cores.
    Container(Found),
}

impl Job<'_> {
    /// Deletes what is outdated and reads `files`, then what became stale by it; `rows` become
    /// those of the new commit, sorted. Commits on the way; returns what is to be committed last.
    pub(super) fn run(
        mut self,
        files: &[Found],
        changes: Changes,
        rows: &mut Vec<FileRow>,
        known: Knowledge,
        progress: &dyn Progress,
    ) -> Result<Commit, EngineError> {
        let index = &self.options.index;
        let fail = |source| write_error(index, source);
        if !changes.is_same {
            // What this run does not see is read anew when it is seen again.
            rows.iter_mut().for_each(FileRow::forget);
        }
        let mut next = self
            .commit
            .next(self.archives, settings::to_text(&self.options.ingest));
        let gathering = Gathering::new(index, next.generation, known.lines);
        progress.begin(files.len() as u64, files.iter().map(|file| file.size).sum());
        let keys: HashSet<u64> = changes.outdated.keys().copied().collect();
        let mut done = Done {
            journal: Journal::new(self.commit, &next, known.is_lost),
            is_same: changes.is_same,
            outdated: changes.outdated,
            committed: rows.len(),
            rows,
        };
        // A list that grows is copied, and held twice meanwhile.
        done.rows.reserve_exact(files.len());
        let mut rest = Portions::new(files, self.options.commit_bytes);
        loop {
            let portion = rest.next();
            for file in portion {
                if done.outdated.remove(&file.path.key).is_some() {
                    self.sink.delete_file(file.path.key)?;
                }
            }
            let lines = Lines::gathered(&gathering);
            done.rows.extend(self.read_all(portion, &lines, progress)?);
            let is_last = rest.is_empty();
            if is_last {
                progress.committing();
            }
            // A run of one portion is committed once. In longer ones nothing of the last portion waits in
            // memory to be inverted while all documents are compared.
            if !is_last || !done.journal.is_empty() {
                self.commit_part(&mut done, &gathering)?;
            }
            if is_last {
                break;
            }
        }
        if !self.options.ingest.keep_boilerplate {
            let generation = done.journal.generation() + 1;
            let settled = gathering.settle(generation, &known.earlier, &keys);
            let settled = settled.map_err(fail)?;
            next.recurring = Some(settled.table.clone());
            self.read_again(files, &mut done, gathering, settled, &next.archives)?;
        }
        for key in done.outdated.keys() {
            self.sink.delete_file(*key)?;
        }
        next.generation = done.journal.generation() + 1;
        let place = (index.as_path(), next.generation);
        let settle = || self.profiles.settle(place, &keys);
        let settled = match &self.pool {
            Some(pool) => pool.install(settle),
            None => settle(),
        };
        next.clusters = Some(settled.map_err(fail)?);
        ledger::sort(done.rows);
        next.count(done.rows.iter());
        Ok(next)
    }

    /// Replaces the documents of stale files; commits on the way where they are many.
    fn read_again(
        &mut self,
        new: &[Found],
        done: &mut Done<'_>,
        gathering: Gathering,
        settled: Settled,
        archives: &[(String, PathBuf)],
    ) -> Result<(), EngineError> {
        let stale = &settled.stale;
        let new = new.iter().filter(|file| stale.contains(&file.path.key));
        let mut new: HashMap<u64, Found> = new.map(|file| (file.path.key, file.clone())).collect();
        let mut files = Vec::with_capacity(stale.len());
        for row in done
            .rows
            .iter_mut()
            .filter(|row| stale.contains(&row.path.key))
        {
            match new
                .remove(&row.path.key)
                .or_else(|| walk::again(archives, row))
            {
                Some(file) => files.push(file),
                // Its documents stay as they are until a run sees the file.
                None => row.forget(),
            }
        }
        let mut rest = Portions::new(&files, self.options.commit_bytes);
        let mut portion = rest.next();
        if !rest.is_empty() {
            // What was read before is kept, should this not come to its end.
            self.commit_part(done, &gathering)?;
        }
        let gathering = gathering.again(settled.known);
        while !portion.is_empty() {
            let keys: HashSet<u64> = portion.iter().map(|file| file.path.key).collect();
            done.drop_rows(&keys);
            for key in keys {
                self.sink.delete_file(key)?;
            }
            let lines = Lines::gathered(&gathering);
            done.rows.extend(self.read_all(portion, &lines, &Silent)?);
            if rest.is_empty() {
                break;
            }
            self.commit_part(done, &gathering)?;
            portion = rest.next();
        }
        Ok(())
    }

    /// Commits what was read since the last time, if anything was.
    fn commit_part(
        &mut self,
        done: &mut Done<'_>,
        gathering: &Gathering,
    ) -> Result<(), EngineError> {
        let index = &self.options.index;
        let fail = |source| write_error(index, source);
        let Done {
            journal,
            rows,
            outdated,
            ..
        } = done;
        if !journal.is_empty() && done.committed == rows.len() {
            return Ok(());
        }
        if !done.is_same && journal.is_empty() {
            // What is not yet read anew is to be read by the run that goes on.
            outdated.values_mut().for_each(FileRow::forget);
            let before = rows.iter().chain(outdated.values());
            journal.begin(index, before).map_err(fail)?;
        }
        let read = &rows[done.committed..];
        let lines = match self.options.ingest.keep_boilerplate {
            true => Vec::new(),
            false => gathering.seal().map_err(fail)?,
        };
        let profiles = &self.profiles;
        journal.add(index, read, profiles, lines).map_err(fail)?;
        done.committed = rows.len();
        let all = rows.iter().chain(outdated.values());
        commit_whole(self.sink, index, journal.commit(all))
    }

    fn read_all(
        &self,
        files: &[Found],
        lines: &Lines<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<FileRow>, EngineError> {
        let budget = Budget::new(self.options.reading_bytes());
        let limits = &self.options.ingest.limits;
        let failure: Mutex<Option<EngineError>> = Mutex::new(None);
        let stopped = AtomicBool::new(false);
        let read = |file: &Found| -> Option<Outcome> {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let size = file.size.min(limits.file_bytes);
            let _permit = budget.acquire(usize::try_from(size).unwrap_or(usize::MAX));
            let result = self.read_one(file, lines);
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
        let outcomes: Vec<Outcome> = match &self.pool {
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
        let mut reading = Containers::new(self, lines, &budget);
        for file in &containers {
            reading.read(file)?;
            progress.file_done(file.size);
        }
        rows.extend(reading.finish()?);
        Ok(rows)
    }

    /// Reads one file into the sink. Trouble with the file goes into its row.
    fn read_one(&self, file: &Found, lines: &Lines<'_>) -> Result<Outcome, EngineError> {
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
        if raw.bytes.len() as u64 == file.size {
            row.hash = content_hash(&raw.bytes);
        }
        let address = &raw.path.relative;
        let ingest = || ingest::ingest_known(&raw, self.options.ingest, lines.known);
        let ingested = contained(address, ingest);
        row.issues = self.put(ingested, lines, &mut row)?;
        Ok(Outcome::Read(row))
    }

    /// Writes what became of a file, or of a member of it, and counts it; returns its trouble.
    pub(super) fn put(
        &self,
        ingested: Ingested,
        lines: &Lines<'_>,
        row: &mut FileRow,
    ) -> Result<Vec<Issue>, EngineError> {
        lines.gathering.add(row.path.key, &ingested.traces);
        self.profiles
            .add(row.path.key, ingested.documents.iter().map(Profile::new));
        for document in ingested.documents {
            row.count(&document);
            let waiting = self.queue.acquire(document.folded.len());
            self.sink
                .put(Record::new(document), Some(Arc::new(waiting)))?;
        }
        Ok(ingested.issues)
    }
}

/// Files in the portions that are committed one by one.
struct Portions<'a> {
    rest: &'a [Found],
    bytes: u64,
}

/// Most commits of a run: the journal names the parts of all.
const MAX_PORTIONS: u64 = 1000;

impl<'a> Portions<'a> {
    fn new(files: &'a [Found], bytes: u64) -> Self {
        let all: u64 = files.iter().map(cost).sum();
        Self {
            rest: files,
            bytes: bytes.max(all / MAX_PORTIONS),
        }
    }

    fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes the next off the front: at least one file where there is any.
    fn next(&mut self) -> &'a [Found] {
        let mut taken = 0;
        let is_full = |file: &Found| {
            taken += cost(file);
            taken >= self.bytes
        };
        let end = self.rest.iter().position(is_full);
        let end = end.map_or(self.rest.len(), |last| last + 1);
        let (portion, rest) = self.rest.split_at(end);
        self.rest = rest;
        portion
    }
}

/// What reading a file counts.
const fn cost(file: &Found) -> u64 {
    file.size + FILE_COST
}

/// What a file counts beside its bytes, so that a million empty files are not one portion.
const FILE_COST: u64 = 1 << 10;

pub(super) fn unreadable(file: &Found, error: &io::Error) -> Issue {
    Issue {
        path: file.path.relative.clone(),
        stage: Stage::Walk,
        kind: IssueKind::Failed,
        code: UNREADABLE.to_owned(),
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
