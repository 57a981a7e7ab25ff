//! What became of every file.

use std::collections::BTreeMap;
use std::time::Duration;

use super::ledger::FileRow;
use super::walk::Found;
use crate::model::{Issue, IssueKind};

/// The outcome of an index run.
#[derive(Debug, Default)]
pub struct Report {
    /// All files of the index, sorted by archive and path.
    pub rows: Vec<FileRow>,
    /// What could not be listed or is no regular file.
    pub unlisted: Vec<Issue>,
    /// Files read in this run.
    pub read: u64,
    /// Their bytes.
    pub read_bytes: u64,
    /// Files left as they were.
    pub unchanged: usize,
    /// Files that vanished since the last run.
    pub removed: usize,
    /// Policies that the documents are copies of; none where they are not known.
    pub policies: Option<u64>,
    /// A commit was made.
    pub written: bool,
    /// Wall time.
    pub elapsed: Duration,
    /// Size of the index folder.
    pub index_bytes: u64,
}

impl Report {
    pub(super) fn fill(&mut self, rows: Vec<FileRow>, unlisted: Vec<Issue>, read: &[Found]) {
        self.rows = rows;
        self.unlisted = unlisted;
        self.read = read.len() as u64;
        self.read_bytes = read.iter().map(|file| file.size).sum();
    }

    /// Returns the number of documents in the index.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.documents)).sum()
    }

    /// Returns how many lines were dropped because they recur, and from how many files.
    #[must_use]
    pub fn recurring(&self) -> (u64, usize) {
        let counts = self.rows.iter().map(|row| u64::from(row.recurring));
        let counts = counts.filter(|count| *count > 0);
        (counts.clone().sum(), counts.count())
    }

    /// Returns all issues.
    pub fn issues(&self) -> impl Iterator<Item = &Issue> {
        self.rows
            .iter()
            .flat_map(|row| &row.issues)
            .chain(&self.unlisted)
    }

    /// Returns how many files have trouble of a kind, by code.
    #[must_use]
    pub fn counts(&self, kind: IssueKind) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for issue in self.issues().filter(|issue| issue.kind == kind) {
            *counts.entry(issue.code.as_str()).or_default() += issue.count;
        }
        counts
    }

    /// Returns how many documents have each quality flag.
    #[must_use]
    pub fn quality(&self) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for (flag, count) in self.rows.iter().flat_map(|row| &row.quality) {
            *counts.entry(flag.as_str()).or_default() += u64::from(*count);
        }
        counts
    }

    /// Returns whether any file failed.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.issues().any(|issue| issue.kind == IssueKind::Failed)
    }
}
