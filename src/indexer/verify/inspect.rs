//! One state of an index: its tables, its engine's files, whether they agree.
//!
//! In: a commit and the folder. Out: findings, and what a repair needs to do. Not its job: whether
//! the state is still the last one (`verify`).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::Path;

use super::{Fault, Finding, State, below, note};
use crate::engine::embedded::{self, Inspection, Meta};
use crate::indexer::journal::{Latest, Part};
use crate::indexer::ledger::FileRow;
use crate::indexer::{Commit, Ledger, Sealed, clusters, folder};
use crate::model::document::format_id;

/// What was found of one state.
#[derive(Debug, Default)]
pub(in crate::indexer) struct Inspected {
    /// The commit; that of generation 0 where it cannot be read.
    pub(in crate::indexer) commit: Commit,
    pub(in crate::indexer) is_empty: bool,
    /// Another commit came while it was read.
    pub(super) has_moved: bool,
    pub(in crate::indexer) findings: Vec<Finding>,
    pub(in crate::indexer) needs: Needs,
    /// The ledger's rows; none where it cannot be read.
    pub(in crate::indexer) rows: Vec<FileRow>,
    /// Documents of the segments that are whole.
    pub(in crate::indexer) documents: u64,
}

/// What a repair has to do.
#[derive(Debug, Default)]
pub(in crate::indexer) struct Needs {
    /// Nothing can be kept.
    pub(in crate::indexer) whole: bool,
    /// Damaged tables: all files are read again.
    pub(in crate::indexer) tables: BTreeSet<String>,
    /// Damaged segments.
    pub(in crate::indexer) segments: HashSet<String>,
    /// The engine's list of its files is damaged.
    pub(in crate::indexer) managed: Option<String>,
    /// Files that have not as many documents as the ledger says: how many there are.
    pub(in crate::indexer) files: HashMap<u64, u32>,
    /// Keys of documents of files that no row names.
    pub(in crate::indexer) strangers: Vec<u64>,
}

impl Inspected {
    pub(in crate::indexer) fn state(&self) -> State {
        if self.findings.iter().any(|one| one.fault.is_damage()) {
            State::Damaged
        } else if self.is_empty {
            State::Empty
        } else {
            State::Whole
        }
    }

    /// Adds damage after which nothing can be kept.
    pub(super) fn whole(&mut self, fault: Fault, path: &str, detail: String) {
        self.needs.whole = true;
        self.findings.push(note(fault, path.to_owned(), detail));
    }
}

/// Reads a state through.
pub(super) struct Inspecting<'a> {
    index: &'a Path,
    found: &'a mut Inspected,
}

impl<'a> Inspecting<'a> {
    pub(super) fn new(index: &'a Path, found: &'a mut Inspected) -> Self {
        Self { index, found }
    }

    /// Reads our tables first, which a commit of others removes; the engine's files stay open.
    pub(super) fn read(&mut self, meta: &Meta) {
        let commit = self.found.commit.clone();
        self.check_ledger(&commit);
        let profiles = self.check_tables(&commit);
        let engine = match embedded::inspect(self.index) {
            Ok(engine) => engine,
            Err(error) => {
                let path = format!("{}/{}", embedded::SEGMENTS, embedded::META_FILE);
                self.found.whole(Fault::Damaged, &path, error.to_string());
                return;
            }
        };
        self.found.has_moved = engine.payload != meta.payload;
        self.check_engine(&engine);
        if !self.found.needs.whole {
            self.check_counts(&commit, &engine);
            if let Some(profiles) = profiles.filter(|_| self.found.needs.segments.is_empty()) {
                self.check_profiles(&commit, &engine, &profiles);
            }
        }
        self.note_rest(&commit, meta);
    }

    fn damage(&mut self, path: &str, error: &io::Error) {
        let (fault, detail) = match error.kind() {
            io::ErrorKind::NotFound => (Fault::Missing, String::new()),
            _ => (Fault::Damaged, error.to_string()),
        };
        self.found
            .findings
            .push(note(fault, path.to_owned(), detail));
    }

    fn check_ledger(&mut self, commit: &Commit) {
        let ledger = Some(&commit.ledger).filter(|ledger| !ledger.file.is_empty());
        let parts = commit.journal.iter().map(|part| &part.files);
        for sealed in ledger.into_iter().chain(parts) {
            if let Err(error) = sealed.check(self.index) {
                self.damage(&sealed.file, &error);
                self.found.needs.whole = true;
            }
        }
        if self.found.needs.whole {
            return;
        }
        match Ledger::load(self.index, commit) {
            Ok(ledger) => self.found.rows = ledger.rows().to_vec(),
            Err(error) => self
                .found
                .whole(Fault::Damaged, &commit.ledger.file, error.to_string()),
        }
    }

    /// Reads the tables through; returns the documents that they know, by file, where all are whole.
    fn check_tables(&mut self, commit: &Commit) -> Option<HashMap<u64, Vec<u64>>> {
        let index = self.index;
        let mut check = |file: &str, result: io::Result<bool>| {
            let error = match result {
                Ok(true) => return,
                Ok(false) => io::Error::new(io::ErrorKind::InvalidData, "not what was written"),
                Err(error) => error,
            };
            self.damage(file, &error);
            self.found.needs.tables.insert(file.to_owned());
        };
        if let Some(table) = &commit.recurring {
            let is_same =
                |lines: HashSet<u64>| lines.len() as u64 == table.lines && table.is_there(index);
            check(&table.file, table.load(index).map(is_same));
        }
        let parts = commit.journal.iter().flat_map(Part::tables);
        let samples = commit.clusters.iter().map(|table| &table.samples);
        for sealed in parts.chain(samples) {
            check(&sealed.file, Sealed::check(sealed, index).map(|()| true));
        }
        if let Some(table) = &commit.clusters {
            check(&table.file, table.check(index));
        }
        if !self.found.needs.tables.is_empty() || self.found.needs.whole {
            return None;
        }
        let latest = Latest::load(index, commit).ok()?;
        let stored = clusters::Stored::open(index, commit, latest).ok()?;
        stored.documents().ok()
    }

    fn check_engine(&mut self, engine: &Inspection) {
        for damaged in &engine.damaged {
            let path = format!("{}/{}", embedded::SEGMENTS, damaged.file);
            let fault = if damaged.is_missing {
                Fault::Missing
            } else {
                Fault::Damaged
            };
            self.found
                .findings
                .push(note(fault, path, damaged.detail.clone()));
            match &damaged.segment {
                Some(segment) => {
                    self.found.needs.segments.insert(segment.clone());
                }
                None => self.found.needs.managed = Some(damaged.file.clone()),
            }
        }
        let documents = engine.documents.values();
        self.found.documents = documents.map(|ids| ids.len() as u64).sum();
    }

    /// Compares documents with the ledger, and the ledger with the commit. What a damaged segment
    /// explains is no finding of its own.
    fn check_counts(&mut self, commit: &Commit, engine: &Inspection) {
        let is_explained = !self.found.needs.segments.is_empty();
        let mut findings = Vec::new();
        let mut named = HashSet::new();
        let mut counted = Commit::default();
        counted.count(self.found.rows.iter());
        for row in &self.found.rows {
            named.insert(row.path.key);
            let documents = engine.documents.get(&row.path.key).map_or(0, Vec::len);
            if documents == row.documents as usize {
                continue;
            }
            let there = u32::try_from(documents).unwrap_or(u32::MAX);
            self.found.needs.files.insert(row.path.key, there);
            let detail = format!("{documents} / {}", row.documents);
            findings.push(note(Fault::Miscounted, address(row), detail));
        }
        for (key, ids) in &engine.documents {
            if !named.contains(key) {
                self.found.needs.strangers.push(*key);
                let detail = format!("{} / 0", ids.len());
                findings.push(note(Fault::Miscounted, format_id(*key), detail));
            }
        }
        let sums = (commit.files, commit.documents);
        if sums != (counted.files, counted.documents) {
            let detail = format!("{} / {}", commit.documents, counted.documents);
            let path = commit.ledger.file.clone();
            self.found.whole(Fault::Miscounted, &path, detail);
        }
        if !is_explained {
            self.found.findings.append(&mut findings);
        }
    }

    /// Compares documents with what copies are found by. Those of files that are to be read again,
    /// by a run that did not end or that sees their archive, may have none.
    fn check_profiles(
        &mut self,
        commit: &Commit,
        engine: &Inspection,
        profiles: &HashMap<u64, Vec<u64>>,
    ) {
        let sorted = |ids: Option<&Vec<u64>>| {
            let mut ids = ids.cloned().unwrap_or_default();
            ids.sort_unstable();
            ids
        };
        let forgotten = self.found.rows.iter().filter(|row| row.is_forgotten());
        let forgotten: HashSet<u64> = forgotten.map(|row| row.path.key).collect();
        let is_wrong = |key: &u64| {
            let (known, there) = (sorted(profiles.get(key)), sorted(engine.documents.get(key)));
            let is_pending = commit.is_unfinished() || forgotten.contains(key);
            known != there && !(known.is_empty() && is_pending)
        };
        let files = &self.found.needs.files;
        let keys = engine.documents.keys().chain(profiles.keys());
        let mut keys = keys.filter(|key| !files.contains_key(*key));
        let table = commit.clusters.as_ref().map(|table| &table.file);
        let table = table.or(commit.journal.last().map(|part| &part.profiles.file));
        if let (Some(key), Some(table)) = (keys.find(|key| is_wrong(key)), table) {
            let row = self.found.rows.iter().find(|row| row.path.key == *key);
            let detail = row.map_or_else(|| format_id(*key), address);
            self.found
                .findings
                .push(note(Fault::Miscounted, table.clone(), detail));
            self.found.needs.tables.insert(table.clone());
        }
    }

    fn note_rest(&mut self, commit: &Commit, meta: &Meta) {
        if commit.is_unfinished() {
            let detail = commit.journal.len().to_string();
            let unfinished = note(Fault::Unfinished, String::new(), detail);
            self.found.findings.push(unfinished);
        }
        let ours = folder::orphans(self.index, commit).unwrap_or_default();
        let ours = ours.iter().map(|path| below(self.index, path));
        let engines = embedded::orphans(self.index, meta).unwrap_or_default();
        let engines = engines.into_iter();
        let engines = engines.map(|(name, _)| format!("{}/{name}", embedded::SEGMENTS));
        for path in ours.chain(engines) {
            let orphan = note(Fault::Orphan, path, String::new());
            self.found.findings.push(orphan);
        }
    }
}

/// Where a file is, for people.
pub(super) fn address(row: &FileRow) -> String {
    format!("{}/{}", row.path.root, row.path.relative)
}
