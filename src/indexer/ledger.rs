//! The file ledger: which files an index holds, as of a commit. The commit's payload names it.
//!
//! In: rows of files; files that were found. Out: what is new, changed, gone. Not its job: the rows on
//! disk (`ledger_file`), reading files (`job`).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::Commit;
use super::folder::Sealed;
use super::ledger_file;
use super::preview::{Fate, Pending};
use super::walk::{self, Archive, Found};
use crate::engine::EngineError;
use crate::ingest::clean::recurring::RECURRING;
use crate::ingest::{self, read};
use crate::model::{Document, Issue, IssueKind, SourcePath};

/// One file of an archive. A run holds all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its place and its identity in the index.
    pub path: Arc<SourcePath>,
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified_ns: u64,
    /// Its content (xxh3-64); 0 where it was not read as one piece, as a container.
    pub hash: u64,
    /// Documents it gave.
    pub documents: u32,
    /// Files read within it, where it is a container.
    pub members: u64,
    /// How many of them have a quality flag.
    pub quality: BTreeMap<String, u32>,
    /// Lines dropped from it because they recur over the archive.
    pub recurring: u32,
    /// Its trouble.
    pub issues: Vec<Issue>,
}

impl FileRow {
    pub(super) fn new(file: &Found) -> Self {
        Self {
            size: file.size,
            modified_ns: file.modified_ns,
            ..Self::part_of(&file.path)
        }
    }

    /// Begins to count for a part of a file.
    pub(super) fn part_of(path: &Arc<SourcePath>) -> Self {
        Self {
            path: Arc::clone(path),
            size: 0,
            modified_ns: 0,
            hash: 0,
            documents: 0,
            members: 0,
            quality: BTreeMap::new(),
            recurring: 0,
            issues: Vec::new(),
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
        (self.modified_ns, self.hash) = (FORGOTTEN, 0);
    }

    /// Whether it is to be read anew.
    pub(super) fn is_forgotten(&self) -> bool {
        self.modified_ns == FORGOTTEN
    }
}

/// The time of files to be read anew: no file has it; 0 is that of files dated 1970.
const FORGOTTEN: u64 = u64::MAX;

/// The files of the last commit.
#[derive(Debug, Default)]
pub struct Ledger {
    rows: Vec<FileRow>,
}

/// What has to be done.
pub(super) struct Changes {
    /// The settings are those of the last commit, and what it knew is there.
    pub(super) is_same: bool,
    /// New and changed files.
    pub(super) to_read: Vec<Found>,
    /// Rows that stay as they are.
    pub(super) kept: Vec<FileRow>,
    /// Changed and vanished files, by key: their documents go.
    pub(super) outdated: HashMap<u64, FileRow>,
    /// Of the rows that stay, those of another time but the same content.
    pub(super) touched: usize,
    /// Files that vanished.
    pub(super) removed: usize,
}

impl Changes {
    pub(super) fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.outdated.is_empty()
    }

    /// Lists what a run would do, sorted by archive and path.
    pub(super) fn pending(mut self) -> Vec<Pending> {
        let mut pending = Vec::new();
        for file in self.to_read {
            let fate = match self.outdated.remove(&file.path.key) {
                Some(_) => Fate::Changed,
                None => Fate::New,
            };
            pending.push(Pending {
                path: file.path,
                fate,
                bytes: file.size,
            });
        }
        // What is outdated and not read again is gone.
        pending.extend(self.outdated.into_values().map(|row| Pending {
            path: row.path,
            fate: Fate::Gone,
            bytes: row.size,
        }));
        pending.sort();
        pending
    }
}

impl Ledger {
    /// Loads the ledger a commit names, and what the parts of its journal say.
    ///
    /// # Errors
    /// [`EngineError::Broken`] when it is missing or damaged.
    pub fn load(index: &Path, commit: &Commit) -> Result<Self, EngineError> {
        let read = |sealed: &Sealed| {
            ledger_file::read(index, sealed).map_err(|error| EngineError::Broken {
                path: index.to_owned(),
                message: format!("{}: {error}", sealed.file),
            })
        };
        let mut rows = Vec::new();
        if !commit.ledger.file.is_empty() {
            rows = read(&commit.ledger)?;
        }
        if commit.is_unfinished() {
            let mut latest: HashMap<u64, FileRow> =
                rows.into_iter().map(|row| (row.path.key, row)).collect();
            for part in &commit.journal {
                latest.extend(
                    read(&part.files)?
                        .into_iter()
                        .map(|row| (row.path.key, row)),
                );
            }
            rows = latest.into_values().collect();
            sort(&mut rows);
        }
        Ok(Self { rows })
    }

    /// Takes rows that were loaded before.
    pub(super) fn of(rows: Vec<FileRow>) -> Self {
        Self { rows }
    }

    /// Returns the rows, sorted by archive and path.
    #[must_use]
    pub fn rows(&self) -> &[FileRow] {
        &self.rows
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
        options: &ingest::Options,
    ) -> Changes {
        let walked: HashSet<&str> = walked.iter().map(|archive| archive.name.as_str()).collect();
        let mut known: HashMap<u64, FileRow> = self
            .rows
            .into_iter()
            .map(|row| (row.path.key, row))
            .collect();
        let mut changes = Changes {
            is_same: same_settings,
            to_read: Vec::new(),
            kept: Vec::new(),
            outdated: HashMap::new(),
            touched: 0,
            removed: 0,
        };
        let pairs = found.into_iter().map(|file| {
            let row = known.remove(&file.path.key);
            (file, row)
        });
        let pairs: Vec<(Found, Option<FileRow>)> = pairs.collect();
        let state = |(file, row): &(Found, Option<FileRow>)| match row {
            Some(row) if same_settings => state(row, file, options),
            _ => State::Changed,
        };
        let states: Vec<State> = pairs.par_iter().map(state).collect();
        for ((file, row), state) in pairs.into_iter().zip(states) {
            match (row, state) {
                (Some(row), State::Same) => changes.kept.push(row),
                (Some(mut row), State::Touched) => {
                    row.modified_ns = file.modified_ns;
                    changes.touched += 1;
                    changes.kept.push(row);
                }
                (row, _) => {
                    changes.outdated.extend(row.map(|row| (row.path.key, row)));
                    changes.to_read.push(file);
                }
            }
        }
        // A list that grew holds up to twice what it needs.
        changes.to_read.shrink_to_fit();
        for row in known.into_values() {
            let gone = walked.contains(&*row.path.root) && !hidden(&row, trouble);
            if gone {
                changes.outdated.insert(row.path.key, row);
                changes.removed += 1;
            } else {
                changes.kept.push(row);
            }
        }
        changes
    }
}

/// Puts rows into the order of ledgers and reports.
pub(super) fn sort(rows: &mut [FileRow]) {
    rows.sort_by(|a, b| a.path.cmp(&b.path));
}

/// Whether the file lies below a folder that could not be listed.
fn hidden(row: &FileRow, trouble: &[Issue]) -> bool {
    trouble
        .iter()
        .filter(|issue| issue.kind == IssueKind::Failed)
        .any(|issue| {
            issue.path.is_empty() || Path::new(&row.path.relative).starts_with(&issue.path)
        })
}

/// The code of a file that the system refuses.
pub(super) const UNREADABLE: &str = "unreadable";

/// What became of a file since it was read.
enum State {
    /// Nothing.
    Same,
    /// It has another time, but the same content.
    Touched,
    /// It is read.
    Changed,
}

/// Same size and time, or content, and not a failure that another run might not meet.
fn state(row: &FileRow, file: &Found, options: &ingest::Options) -> State {
    if row.size != file.size {
        return State::Changed;
    }
    if row.issues.iter().any(|issue| may_pass(issue, options)) {
        // What the system still refuses is not read: a run that finds nothing else has no work.
        let is_refused = row.issues.iter().any(|issue| issue.code == UNREADABLE);
        let stays = is_refused && row.modified_ns == file.modified_ns;
        return match stays && walk::read(file, 0).is_err() {
            true => State::Same,
            false => State::Changed,
        };
    }
    if row.modified_ns == file.modified_ns {
        return State::Same;
    }
    let content =
        || walk::read(file, options.limits.file_bytes).map(|raw| content_hash(&raw.bytes));
    match row.hash != 0 && content().is_ok_and(|hash| hash == row.hash) {
        true => State::Touched,
        false => State::Changed,
    }
}

/// Hashes a file's content; never 0.
pub(super) fn content_hash(bytes: &[u8]) -> u64 {
    xxh3_64(bytes).max(1)
}

/// Whether the same bytes may be read by another run: what the system refused, what a reader gave
/// up on, what a program is there for now. A damaged document stays damaged.
fn may_pass(issue: &Issue, options: &ingest::Options) -> bool {
    let is_final = issue.code == "damaged" || issue.code.starts_with("limit:");
    issue.kind == IssueKind::Failed && !is_final || read::can_read_now(&issue.code, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    /// Each run of a watched folder had work to do while one file was refused.
    #[test]
    fn r0020_what_the_system_still_refuses_is_no_work() {
        let options = ingest::Options::default();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "甲").unwrap();
        let mut file = walk::single(&path).unwrap();
        let mut row = FileRow::new(&file);
        row.issues.push(Issue {
            path: "a.txt".to_owned(),
            stage: Stage::Walk,
            kind: IssueKind::Failed,
            code: UNREADABLE.to_owned(),
            message: String::new(),
            count: 1,
        });
        assert!(matches!(state(&row, &file, &options), State::Changed));
        file.folder = folder.path().join("refused").as_path().into();
        assert!(matches!(state(&row, &file, &options), State::Same));
        file.modified_ns += 1;
        assert!(matches!(state(&row, &file, &options), State::Changed));
    }

    #[test]
    fn what_may_pass_is_read_again() {
        use IssueKind::{Failed, Partial, Skipped};
        let options = ingest::Options::default();
        let cases = [
            (Failed, "unreadable", true),
            (Failed, "reader_panicked", true),
            (Failed, "damaged", false),
            (Failed, "limit:ratio", false),
            (Partial, "bad_bytes", false),
            (Skipped, "encrypted", false),
            (Skipped, "unsupported_type:png", false),
            // Nobody asked for recognition.
            (Skipped, "needs_ocr", false),
            (Partial, "untrusted_text", false),
            // Read again where the program is there now.
            (
                Skipped,
                "unsupported_type:pdf",
                read::can_read_now("unsupported_type:pdf", &options),
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
            assert_eq!(may_pass(&issue, &options), expected, "{code}");
        }
    }
}
