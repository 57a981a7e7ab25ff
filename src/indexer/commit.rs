//! What changes with every commit: travels in the engine's commit, so that both change at once.
//!
//! In: the payload of a commit. Out: which files of the folder belong to it. Not its job: what those
//! files hold (`ledger`, `journal`, `recurring`, `clusters`).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::clusters::ClusterTable;
use super::folder::Sealed;
use super::journal::Part;
use super::ledger::FileRow;
use super::recurring::Table;
use super::walk::{self, Archive};
use crate::engine::EngineError;

/// What a commit says of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Counts commits; 0 = none yet.
    pub generation: u64,
    /// The ledger; without a name before a run has ended.
    pub ledger: Sealed,
    /// How files were read.
    pub settings: String,
    /// Archives: name and folder.
    pub archives: Vec<(String, PathBuf)>,
    /// Files that gave documents.
    pub files: u64,
    /// Documents.
    pub documents: u64,
    /// The table of recurring lines; none where boilerplate is kept.
    #[serde(default)]
    pub recurring: Option<Table>,
    /// The table of clusters; none before a run has ended.
    #[serde(default)]
    pub clusters: Option<ClusterTable>,
    /// What a run has done that has not ended; empty where the last one did. The ledger and tables
    /// are those of before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub journal: Vec<Part>,
    /// The checksum of all before it (xxh3-64), as [`Commit::to_json`] writes it.
    pub(super) sum: u64,
}

impl Commit {
    /// Reads a commit's payload; generation 0 where there is none.
    #[must_use]
    pub fn parse(payload: Option<&str>) -> Self {
        payload
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }

    /// Reads the payload of an index that is to be written; generation 0 where there is none.
    ///
    /// # Errors
    /// [`EngineError::Broken`] where it is not what was written: nothing must be written over it.
    pub(super) fn read(index: &Path, payload: Option<&str>) -> Result<Self, EngineError> {
        let Some(payload) = payload else {
            return Ok(Self::default());
        };
        Self::check(payload).ok_or_else(|| EngineError::Broken {
            path: index.to_owned(),
            message: "the commit changed".to_owned(),
        })
    }

    /// Reads a commit's payload; none where it is not what was written.
    pub(super) fn check(payload: &str) -> Option<Self> {
        let commit: Self = serde_json::from_str(payload).ok()?;
        (commit.to_json() == payload).then_some(commit)
    }

    /// Returns whether the run that made it did not end: files may be missing, copies are not yet
    /// found, recurring lines not yet settled.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        !self.journal.is_empty()
    }

    /// Of how many policies the documents are copies; none while that is not known.
    #[must_use]
    pub fn policies(&self) -> Option<u64> {
        let table = self.clusters.as_ref().filter(|_| !self.is_unfinished())?;
        self.documents.checked_sub(table.reposts)
    }

    /// Names the folders to be walked as this commit knows them.
    pub(super) fn name(&self, folders: Vec<PathBuf>) -> Vec<Archive> {
        walk::name(folders, &self.archives)
    }

    /// Whether it knows all of these archives, at these places.
    pub(super) fn knows(&self, archives: &[Archive]) -> bool {
        archives.iter().all(|archive| {
            let mut known = self.archives.iter();
            known.any(|(name, folder)| *name == archive.name && *folder == archive.folder)
        })
    }

    /// Begins the next commit: nothing of it is known yet but its archives and settings.
    pub(super) fn next(&self, archives: &[Archive], settings: String) -> Self {
        let mut known = self.archives.clone();
        for archive in archives {
            known.retain(|(name, _)| *name != archive.name);
            known.push((archive.name.clone(), archive.folder.clone()));
        }
        Self {
            generation: self.generation + 1,
            settings,
            archives: known,
            ..Self::default()
        }
    }

    /// Counts files and documents.
    pub(super) fn count<'a>(&mut self, rows: impl Iterator<Item = &'a FileRow>) {
        (self.files, self.documents) = (0, 0);
        for row in rows {
            self.files += u64::from(row.documents > 0);
            self.documents += u64::from(row.documents);
        }
    }

    pub(super) fn to_json(&self) -> String {
        let json =
            |commit: &Self| serde_json::to_string(commit).expect("a commit has string keys only");
        let mut commit = Self {
            sum: 0,
            ..self.clone()
        };
        commit.sum = xxh3_64(json(&commit).as_bytes()).max(1);
        json(&commit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_that_changed_is_noticed() {
        let commit = Commit {
            generation: 7,
            settings: "boilerplate".to_owned(),
            ..Commit::default()
        };
        let payload = commit.to_json();
        let read = Commit::check(&payload).unwrap();
        assert_eq!(read.to_json(), payload);
        let cases = [
            (payload.replace('7', "8"), false),
            (payload.replace("boiler", "toiler"), false),
            (payload[1..].to_owned(), false),
            (
                payload.replace(&format!(",\"sum\":{}", read.sum), ""),
                false,
            ),
        ];
        for (payload, is_whole) in cases {
            assert_eq!(Commit::check(&payload).is_some(), is_whole, "{payload}");
            let read = Commit::read(Path::new("idx"), Some(&payload));
            assert_eq!(read.is_ok(), is_whole, "{payload}");
        }
    }
}
