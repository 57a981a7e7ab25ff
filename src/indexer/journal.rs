//! What a run that has not ended has done: each of its commits adds a part, and the commit that ends
//! it replaces all parts by one ledger and one table of each kind.
//!
//! In: the rows, lines and profiles of the files that a part read. Out: a part; of all parts, which
//! was the last to read a file. A part's files are on disk before the commit that names them, so a
//! killed run costs what came after its last commit. Not its job: when a part is full (`job`).

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Commit;
use super::clusters::Profiles;
use super::folder::Sealed;
use super::ledger::FileRow;
use super::ledger_file;
use super::recurring::{self, Recurring};

/// One commit of a run that has not ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Rows of the ledger; they replace those of the same files before.
    pub files: Sealed,
    /// What the documents of those files are compared by.
    pub profiles: Sealed,
    /// Samples of the texts of those documents.
    pub samples: Sealed,
    /// Edge lines of those files.
    pub lines: Vec<Sealed>,
}

impl Part {
    /// Writes a part; it is on disk then, but for the names.
    pub(super) fn write(
        index: &Path,
        generation: u64,
        rows: &[FileRow],
        profiles: &Profiles,
        lines: Vec<Sealed>,
    ) -> io::Result<Self> {
        let name = |what: &str| format!("journal-{generation:06}-{what}");
        let files = ledger_file::write(index, name("files.jsonl"), rows.iter())?;
        let keys = rows.iter().map(|row| row.path.key);
        let (profiles, samples) = profiles.write(index, name, keys)?;
        Ok(Self {
            files,
            profiles,
            samples,
            lines,
        })
    }

    /// Whether all of it is there in its full length.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        self.all().all(|sealed| sealed.is_there(index))
    }

    /// All its files.
    pub(super) fn all(&self) -> impl Iterator<Item = &Sealed> {
        std::iter::once(&self.files).chain(self.tables())
    }

    /// All but the rows.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Sealed> {
        [&self.profiles, &self.samples]
            .into_iter()
            .chain(&self.lines)
    }
}

/// The commits of a run on its way: what was before it, and the parts.
pub(super) struct Journal {
    commit: Commit,
    is_empty: bool,
}

impl Journal {
    /// Goes on from the last commit; `next` names the archives and settings. What was known is lost
    /// with its tables.
    pub(super) fn new(last: &Commit, next: &Commit, is_lost: bool) -> Self {
        let before = if is_lost {
            Commit {
                ledger: last.ledger.clone(),
                ..Commit::default()
            }
        } else {
            last.clone()
        };
        Self {
            commit: Commit {
                generation: last.generation,
                settings: next.settings.clone(),
                archives: next.archives.clone(),
                ..before
            },
            is_empty: true,
        }
    }

    /// Whether this run has committed nothing so far.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The generation of the last commit.
    pub(super) fn generation(&self) -> u64 {
        self.commit.generation
    }

    /// Replaces the ledger of before the run.
    pub(super) fn begin<'a>(
        &mut self,
        index: &Path,
        rows: impl Iterator<Item = &'a FileRow>,
    ) -> io::Result<()> {
        let name = format!("files-{:06}.jsonl", self.commit.generation + 1);
        self.commit.ledger = ledger_file::write(index, name, rows)?;
        Ok(())
    }

    /// Adds a part: what was read since the last.
    pub(super) fn add(
        &mut self,
        index: &Path,
        rows: &[FileRow],
        profiles: &Profiles,
        lines: Vec<Sealed>,
    ) -> io::Result<()> {
        self.commit.generation += 1;
        let part = Part::write(index, self.commit.generation, rows, profiles, lines)?;
        self.commit.journal.push(part);
        self.is_empty = false;
        Ok(())
    }

    /// Returns the commit of what was done so far; `rows` are all there are.
    pub(super) fn commit<'a>(&mut self, rows: impl Iterator<Item = &'a FileRow>) -> &Commit {
        self.commit.count(rows);
        &self.commit
    }
}

/// Which part of a journal was the last to read a file. Parts count from 1; what no part read is as
/// the commit before the run left it: 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Latest(HashMap<u64, usize>);

impl Latest {
    pub(super) fn load(index: &Path, commit: &Commit) -> io::Result<Self> {
        let mut latest = HashMap::new();
        for (part, number) in commit.journal.iter().zip(1..) {
            let rows = ledger_file::read(index, &part.files)?;
            latest.extend(rows.into_iter().map(|row| (row.path.key, number)));
        }
        Ok(Self(latest))
    }

    /// The last part that read a file.
    pub(super) fn part(&self, file: u64) -> usize {
        self.0.get(&file).copied().unwrap_or_default()
    }

    /// Says that a new part was the last to read files.
    pub(super) fn set(&mut self, part: usize, files: impl Iterator<Item = u64>) {
        self.0.extend(files.map(|file| (file, part)));
    }

    /// Whether what a part knows of a file still holds.
    pub(super) fn is(&self, part: usize, file: u64) -> bool {
        self.part(file) == part
    }
}

/// Edge lines that earlier commits know.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// Tables with the number of their part.
    pub(super) tables: Vec<(PathBuf, usize)>,
    pub(super) latest: Latest,
}

impl Earlier {
    /// Lists the tables of a commit and reads which lines they know to recur; none where
    /// boilerplate is kept.
    pub(super) fn load(
        index: &Path,
        commit: &Commit,
        latest: Latest,
        keep_boilerplate: bool,
    ) -> io::Result<(Self, Recurring)> {
        let mut earlier = Self {
            tables: Vec::new(),
            latest,
        };
        let mut lines = Recurring::new();
        if keep_boilerplate {
            return Ok((earlier, lines));
        }
        if let Some(table) = &commit.recurring {
            lines = table.load(index)?;
            earlier.tables.push((index.join(&table.file), 0));
        }
        for (part, number) in commit.journal.iter().zip(1..) {
            for run in &part.lines {
                run.check(index)?;
                let path = index.join(&run.file);
                recurring::known(&path, &mut lines)?;
                earlier.tables.push((path, number));
            }
        }
        Ok((earlier, lines))
    }
}
