//! The files of ours beside the engine's in an index folder: sealed when they are written, named by
//! a commit, swept when no commit names them any more.
//!
//! In: the index folder, a commit. Out: whether its files are there and whole; those of no commit
//! gone. Not its job: what the files hold.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::Commit;
use super::journal::Part;
use crate::engine::manifest;

/// What the names of our files begin with.
const PREFIXES: [&str; 5] = ["files-", "recurring-", "clusters-", "samples-", "journal-"];

/// A file that does not change any more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Its name in the index folder.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// The checksum of its bytes (xxh3-64).
    pub sum: u64,
}

impl Sealed {
    /// Describes a file that is there.
    ///
    /// # Errors
    /// Fails when the file cannot be read.
    pub(super) fn of(index: &Path, file: String) -> io::Result<Self> {
        let mut input = File::open(index.join(&file))?;
        let (mut sum, mut bytes) = (Xxh3::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = input.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            sum.update(&buffer[..count]);
            bytes += count as u64;
        }
        Ok(Self {
            file,
            bytes,
            sum: sum.digest(),
        })
    }

    /// Whether it is there in its full length: what a run can afford to ask that may find nothing
    /// to do.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        is_there(index, &self.file, self.bytes)
    }

    /// Reads it to its end and compares.
    ///
    /// # Errors
    /// Fails when it is missing or anything of it changed.
    pub(super) fn check(&self, index: &Path) -> io::Result<()> {
        match Self::of(index, self.file.clone())? == *self {
            true => Ok(()),
            false => Err(damaged()),
        }
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// Fails when it is missing or anything of it changed.
    pub(super) fn read(&self, index: &Path) -> io::Result<Vec<u8>> {
        let bytes = fs::read(index.join(&self.file))?;
        match (bytes.len() as u64, xxh3_64(&bytes)) == (self.bytes, self.sum) {
            true => Ok(bytes),
            false => Err(damaged()),
        }
    }
}

/// A file of ours while it is written; its checksum is taken on the way.
pub(super) struct Sealing {
    out: BufWriter<File>,
    file: String,
    bytes: u64,
    sum: Xxh3,
}

impl Sealing {
    pub(super) fn create(index: &Path, file: String) -> io::Result<Self> {
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, File::create(index.join(&file))?),
            file,
            bytes: 0,
            sum: Xxh3::new(),
        })
    }

    /// Appends the checksum of all before it, for files that are checked without a [`Sealed`].
    pub(super) fn write_sum(&mut self) -> io::Result<()> {
        let sum = self.sum.digest();
        self.write_all(&sum.to_le_bytes())
    }

    /// Ends the file; it is on disk then, but for its name.
    pub(super) fn finish(self) -> io::Result<Sealed> {
        let out = self.out.into_inner();
        out.map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(Sealed {
            file: self.file,
            bytes: self.bytes,
            sum: self.sum.digest(),
        })
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.sum.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not what was written")
}

/// Whether a file is there in its full length.
pub(super) fn is_there(index: &Path, file: &str, bytes: u64) -> bool {
    let metadata = fs::metadata(index.join(file));
    metadata.is_ok_and(|metadata| metadata.len() == bytes)
}

/// Returns the names of the files that a commit needs, those of the engine aside.
pub(super) fn names(commit: &Commit) -> HashSet<&str> {
    let mut names = HashSet::new();
    names.insert(commit.ledger.file.as_str());
    names.extend(commit.recurring.iter().map(|table| table.file.as_str()));
    names.extend(commit.clusters.iter().flat_map(|table| {
        let files = [&table.file, &table.samples.file];
        files.map(String::as_str)
    }));
    let parts = commit.journal.iter().flat_map(Part::all);
    names.extend(parts.map(|sealed| sealed.file.as_str()));
    names
}

/// Returns the names in the folder that are wanted, sorted.
fn list(index: &Path, is_wanted: impl Fn(&str) -> bool) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in index.read_dir()? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if is_wanted(&name) {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

fn is_ours(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a file of ours was written for the first commit of an index.
pub(super) fn is_of_first_commit(name: &str) -> bool {
    let number = |prefix: &&str| name.strip_prefix(*prefix);
    let number = PREFIXES.iter().find_map(number);
    number.is_some_and(|number| number.starts_with("000001"))
}

/// Returns the names of all files of ours, whatever commit they are of, sorted.
///
/// # Errors
/// Fails when the folder cannot be listed.
pub(super) fn all(index: &Path) -> io::Result<Vec<String>> {
    list(index, is_ours)
}

/// What the names of folders begin with that hold what was damaged.
const SET_ASIDE: &str = "set-aside-";

/// Returns the folders that hold what was damaged, sorted.
///
/// # Errors
/// Fails when the folder cannot be listed.
pub(super) fn set_aside(index: &Path) -> io::Result<Vec<PathBuf>> {
    let names = list(index, |name| name.starts_with(SET_ASIDE))?.into_iter();
    let folders = names.map(|name| index.join(name));
    Ok(folders.filter(|folder| folder.is_dir()).collect())
}

/// Makes the next folder for what is damaged.
pub(super) fn new_set_aside(index: &Path) -> io::Result<PathBuf> {
    let mut number = set_aside(index)?.len();
    loop {
        number += 1;
        let folder = index.join(format!("{SET_ASIDE}{number:03}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Returns the files of ours that a commit does not need: left by a run that did not end, or by one
/// that could not remove them.
///
/// # Errors
/// Fails when the folder cannot be listed.
pub(super) fn orphans(index: &Path, commit: &Commit) -> io::Result<Vec<PathBuf>> {
    let names = names(commit);
    let is_orphan =
        |name: &str| is_ours(name) && !names.contains(name) || manifest::is_temporary(name);
    let found = list(index, is_orphan)?.into_iter();
    Ok(found.map(|name| index.join(name)).collect())
}

/// Removes the files that a commit does not need. The caller holds the lock.
pub(super) fn sweep(index: &Path, commit: &Commit) {
    // One that stays does no harm: no commit names it.
    for path in orphans(index, commit).unwrap_or_default() {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_commit_names_stays_and_the_rest_of_ours_goes() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path();
        let write = |name: &str| {
            fs::write(index.join(name), b"[]").unwrap();
            Sealed::of(index, name.to_owned()).unwrap()
        };
        let ledger = write("files-000002.jsonl");
        for name in [
            "files-000001.jsonl",
            "recurring-000001.bin",
            "journal-000001-0.bin",
        ] {
            write(name);
        }
        for name in ["MANIFEST.toml", "LOCK", "notes.txt"] {
            write(name);
        }
        let commit = Commit {
            ledger: ledger.clone(),
            ..Commit::default()
        };
        assert_eq!(orphans(index, &commit).unwrap().len(), 3);
        sweep(index, &commit);
        let mut left: Vec<_> = index
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(
            left,
            ["LOCK", "MANIFEST.toml", "files-000002.jsonl", "notes.txt"]
        );
        assert!(ledger.is_there(index) && ledger.check(index).is_ok());
        fs::write(index.join(&ledger.file), b"[}").unwrap();
        assert!(ledger.is_there(index) && ledger.check(index).is_err());
        assert!(ledger.read(index).is_err());
    }
}
