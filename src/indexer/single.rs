//! Reads one file as an index run would, for `inspect`.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use super::job::contained;
use super::{Commit, MAX_FILE_BYTES, walk};
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::ingest::clean::recurring::Known;
use crate::ingest::{Ingested, Options};
use crate::model::RawFile;

/// Reads one file as an index run would that sees nothing else.
///
/// # Errors
/// Fails when the file cannot be read.
pub fn ingest_file(path: &Path, options: Options) -> io::Result<(RawFile, Ingested)> {
    read(&walk::single(path)?, options, &Known::default())
}

/// Reads one file as a file of an index: the lines that recur over its archives are known.
///
/// # Errors
/// Fails when the index cannot be opened; within, when the file cannot be read.
pub fn ingest_file_of(
    index: &Path,
    path: &Path,
    options: Options,
) -> Result<io::Result<(RawFile, Ingested)>, EngineError> {
    let open = || -> Result<Commit, EngineError> {
        let backend = EmbeddedBackend::open(index)?;
        Ok(Commit::parse(Some(backend.payload())))
    };
    let (commit, lines) = known_lines(index, open)?;
    let known = Known::new(lines);
    Ok(walk::within(&commit.archives, path).and_then(|file| read(&file, options, &known)))
}

/// Returns a commit and the lines that it knows to recur. A run that commits meanwhile removes the
/// table of the commit before: then the commit is read again.
fn known_lines(
    index: &Path,
    mut open: impl FnMut() -> Result<Commit, EngineError>,
) -> Result<(Commit, HashSet<u64>), EngineError> {
    let mut failed = None;
    loop {
        let commit = open()?;
        let table = commit.recurring.as_ref();
        let lines = table.map_or_else(|| Ok(HashSet::new()), |table| table.load(index));
        match lines {
            Ok(lines) => return Ok((commit, lines)),
            Err(error) if failed == Some(commit.generation) => {
                return Err(EngineError::Broken {
                    path: index.to_owned(),
                    message: format!("recurring lines: {error}"),
                });
            }
            Err(_) => failed = Some(commit.generation),
        }
    }
}

fn read(file: &walk::Found, options: Options, known: &Known) -> io::Result<(RawFile, Ingested)> {
    let raw = walk::read(file, MAX_FILE_BYTES)?;
    let ingested = contained(&raw, options, known);
    Ok((raw, ingested))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indexer::Table;

    fn commit(generation: u64, recurring: Option<Table>) -> Commit {
        Commit {
            generation,
            recurring,
            ..Commit::default()
        }
    }

    #[test]
    fn a_table_that_a_later_commit_removed_is_no_damage() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Table {
            file: "gone.bin".to_owned(),
            ..Table::default()
        };
        let mut commits = vec![commit(2, None), commit(1, Some(gone.clone()))];
        let open = || Ok(commits.pop().unwrap());
        let (found, lines) = known_lines(folder.path(), open).unwrap();
        assert_eq!((found.generation, lines.len()), (2, 0));

        let open = || Ok(commit(1, Some(gone.clone())));
        let failure = known_lines(folder.path(), open).unwrap_err();
        assert!(matches!(failure, EngineError::Broken { .. }), "{failure}");
    }
}
