//! The file ledger: which files an index holds, as of a commit. The commit's payload names it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::clusters::ClusterTable;
use super::recurring::Table;
use super::walk::{self, Archive, Found};
use crate::engine::EngineError;
use crate::engine::manifest::{sync_folder, write_error};
use crate::ingest::clean::recurring::RECURRING;
use crate::ingest::read;
use crate::model::{Document, Issue, IssueKind};

/// What changes with every commit: travels in the engine's commit, so that both change at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Counts commits; 0 = none yet.
    pub generation: u64,
    /// The ledger's file name.
    pub ledger: String,
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
    /// The table of clusters; none before the first commit.
    #[serde(default)]
    pub clusters: Option<ClusterTable>,
}

impl Commit {
    /// Reads a commit's payload; generation 0 where there is none.
    #[must_use]
    pub fn parse(payload: Option<&str>) -> Self {
        payload
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }

    /// Names the folders to be walked as this commit knows them.
    pub(super) fn name(&self, folders: Vec<PathBuf>) -> Vec<Archive> {
        walk::name(folders, &self.archives)
    }

    /// Begins the next commit.
    pub(super) fn next(&self, archives: &[Archive], settings: String) -> Self {
        let generation = self.generation + 1;
        let mut known = self.archives.clone();
        for archive in archives {
            known.retain(|(name, _)| *name != archive.name);
            known.push((archive.name.clone(), archive.folder.clone()));
        }
        Self {
            generation,
            ledger: format!("files-{generation:06}.jsonl"),
            settings,
            archives: known,
            files: 0,
            documents: 0,
            recurring: None,
            clusters: None,
        }
    }

    /// Counts files and documents.
    pub(super) fn count(&mut self, rows: &[FileRow]) {
        self.files = rows.iter().filter(|row| row.documents > 0).count() as u64;
        self.documents = rows.iter().map(|row| u64::from(row.documents)).sum();
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a commit has string keys only")
    }
}

/// One file of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Archive name.
    pub root: String,
    /// Path below the archive.
    pub path: String,
    /// The file's identity in the index.
    pub key: u64,
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified_ns: u64,
    /// Documents it gave.
    pub documents: u32,
    /// Files read within it, where it is a container.
    #[serde(default, skip_serializing_if = "is_none")]
    pub members: u64,
    /// How many of them have a quality flag.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub quality: std::collections::BTreeMap<String, u32>,
    /// Lines dropped from it because they recur over the archive.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub recurring: u32,
    /// Its trouble.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
}

impl FileRow {
    pub(super) fn new(file: &Found) -> Self {
        Self {
            root: file.path.root.clone(),
            path: file.path.relative.clone(),
            key: file.path.key,
            size: file.size,
            modified_ns: file.modified_ns,
            documents: 0,
            members: 0,
            quality: std::collections::BTreeMap::new(),
            recurring: 0,
            issues: Vec::new(),
        }
    }

    /// Begins to count for a part of a file.
    pub(super) fn part_of(row: &Self) -> Self {
        Self {
            key: row.key,
            ..Self::default()
        }
    }

    /// Adds what was counted for a part.
    pub(super) fn add(&mut self, part: Self) {
        self.documents += part.documents;
        self.recurring = self.recurring.saturating_add(part.recurring);
        for (flag, count) in part.quality {
            *self.quality.entry(flag).or_default() += count;
        }
    }

    /// Counts a document.
    pub(super) fn count(&mut self, document: &Document) {
        let recurring = document.marks.iter().filter(|mark| mark.rule == RECURRING);
        let recurring = u32::try_from(recurring.count()).unwrap_or(u32::MAX);
        self.recurring = self.recurring.saturating_add(recurring);
        for flag in &document.metadata.quality {
            *self.quality.entry(flag.clone()).or_default() += 1;
        }
        self.documents += 1;
    }

    /// Has the file read anew as soon as a run sees it.
    pub(super) fn forget(&mut self) {
        self.modified_ns = 0;
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_none(number: &u64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The files of the last commit.
#[derive(Debug, Default)]
pub struct Ledger {
    rows: Vec<FileRow>,
}

/// What has to be done.
pub(super) struct Changes {
    /// New and changed files.
    pub(super) to_read: Vec<Found>,
    /// Rows that stay as they are.
    pub(super) kept: Vec<FileRow>,
    /// Keys whose documents go: changed and vanished files.
    pub(super) outdated: Vec<u64>,
    /// Files that vanished.
    pub(super) removed: usize,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.outdated.is_empty()
    }
}

impl Ledger {
    /// Loads the ledger a commit names.
    ///
    /// # Errors
    /// [`EngineError::Broken`] when it is missing or damaged.
    pub fn load(index: &Path, commit: &Commit) -> Result<Self, EngineError> {
        if commit.generation == 0 {
            return Ok(Self::default());
        }
        let broken = |message: String| EngineError::Broken {
            path: index.to_owned(),
            message: format!("{}: {message}", commit.ledger),
        };
        let file =
            File::open(index.join(&commit.ledger)).map_err(|error| broken(error.to_string()))?;
        let mut rows = Vec::new();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| broken(error.to_string()))?;
            rows.push(serde_json::from_str(&line).map_err(|error| broken(error.to_string()))?);
        }
        Ok(Self { rows })
    }

    /// Returns the number of files, those without a document counted.
    #[must_use]
    pub fn files(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Compares with what was found. Files of archives that were not walked stay, and so do files
    /// below a folder that could not be listed.
    pub(super) fn compare(
        self,
        found: Vec<Found>,
        walked: &[Archive],
        trouble: &[Issue],
        same_settings: bool,
    ) -> Changes {
        let walked: HashSet<&str> = walked.iter().map(|archive| archive.name.as_str()).collect();
        let mut known: HashMap<u64, FileRow> =
            self.rows.into_iter().map(|row| (row.key, row)).collect();
        let mut changes = Changes {
            to_read: Vec::new(),
            kept: Vec::new(),
            outdated: Vec::new(),
            removed: 0,
        };
        for file in found {
            match known.remove(&file.path.key) {
                Some(row) if same_settings && unchanged(&row, &file) => changes.kept.push(row),
                Some(row) => {
                    changes.outdated.push(row.key);
                    changes.to_read.push(file);
                }
                None => changes.to_read.push(file),
            }
        }
        for row in known.into_values() {
            let gone = walked.contains(row.root.as_str()) && !hidden(&row, trouble);
            if gone {
                changes.outdated.push(row.key);
                changes.removed += 1;
            } else {
                changes.kept.push(row);
            }
        }
        changes
    }

    pub(super) fn save(index: &Path, commit: &Commit, rows: &[FileRow]) -> Result<(), EngineError> {
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create(index.join(&commit.ledger))?);
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                out.write_all(b"\n")?;
            }
            out.into_inner()
                .map_err(std::io::IntoInnerError::into_error)?
                .sync_all()?;
            sync_folder(index)
        };
        write().map_err(|source| write_error(index, source))
    }

    /// Removes ledgers of other commits. One that stays does no harm: no commit names it.
    pub(super) fn remove_older(index: &Path, commit: &Commit) {
        Self::remove(index, |name| name != commit.ledger);
    }

    pub(super) fn remove_all(index: &Path) {
        Self::remove(index, |_| true);
    }

    fn remove(index: &Path, which: impl Fn(&str) -> bool) {
        let Ok(entries) = index.read_dir() else {
            return;
        };
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("files-") && name.ends_with(".jsonl") && which(&name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether the file lies below a folder that could not be listed.
fn hidden(row: &FileRow, trouble: &[Issue]) -> bool {
    trouble
        .iter()
        .filter(|issue| issue.kind == IssueKind::Failed)
        .any(|issue| issue.path.is_empty() || Path::new(&row.path).starts_with(&issue.path))
}

/// Same size and time, and not a failure that another run might not meet.
fn unchanged(row: &FileRow, file: &Found) -> bool {
    row.size == file.size && row.modified_ns == file.modified_ns && !row.issues.iter().any(may_pass)
}

/// Whether the same bytes may be read by another run: what the system refused, what a reader gave
/// up on, what a program is there for now. A damaged document stays damaged.
fn may_pass(issue: &Issue) -> bool {
    let is_final = issue.code == "damaged" || issue.code.starts_with("limit:");
    issue.kind == IssueKind::Failed && !is_final || read::can_read_now(&issue.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    #[test]
    fn what_may_pass_is_read_again() {
        use IssueKind::{Failed, Partial, Skipped};
        let cases = [
            (Failed, "unreadable", true),
            (Failed, "reader_panicked", true),
            (Failed, "damaged", false),
            (Failed, "limit:ratio", false),
            (Partial, "bad_bytes", false),
            (Skipped, "encrypted", false),
            (Skipped, "unsupported_type:png", false),
            // Read again where the program is there now.
            (
                Skipped,
                "unsupported_type:pdf",
                read::can_read_now("unsupported_type:pdf"),
            ),
        ];
        for (kind, code, expected) in cases {
            let issue = Issue {
                path: "a".to_owned(),
                stage: Stage::Read,
                kind,
                code: code.to_owned(),
                message: String::new(),
                count: 1,
            };
            assert_eq!(may_pass(&issue), expected, "{code}");
        }
    }
}
