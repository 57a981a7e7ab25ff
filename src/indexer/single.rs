//! Reads one file, or a member of a container, as an index run would, for `inspect`.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::job::contained;
use super::{Commit, walk};
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::ingest::clean::recurring::Known;
use crate::ingest::read::{self, Item};
use crate::ingest::{self, Ingested, Options, Tally};
use crate::model::SourceText;

/// What a file holds, and what became of it.
#[derive(Debug, Default)]
pub struct Single {
    /// The texts as read; marks of later stages refer to them.
    pub sources: Vec<SourceText>,
    /// Documents and trouble.
    pub ingested: Ingested,
}

/// Reads one file as an index run would that sees nothing else; of a container, all members, or
/// the one that the path names (`a.zip!/b.txt`).
///
/// # Errors
/// Fails when the file cannot be read, or the container has no such member.
pub fn ingest_file(path: &Path, options: Options) -> io::Result<Single> {
    let (path, member) = split(path);
    let file = walk::single(&path)?;
    read(&file, member.as_deref(), options, &Known::default())
}

/// Reads one file as a file of an index: the lines that recur over its archives are known.
///
/// # Errors
/// Fails when the index cannot be opened; within, when the file cannot be read.
pub fn ingest_file_of(
    index: &Path,
    path: &Path,
    options: Options,
) -> Result<io::Result<Single>, EngineError> {
    let open = || -> Result<Commit, EngineError> {
        let backend = EmbeddedBackend::open(index)?;
        Ok(Commit::parse(Some(backend.payload())))
    };
    let (commit, lines) = known_lines(index, open)?;
    let known = Known::new(lines);
    let (path, member) = split(path);
    let file = walk::within(&commit.archives, &path);
    Ok(file.and_then(|file| read(&file, member.as_deref(), options, &known)))
}

/// Parts the address of a member into the file that is there and the rest.
fn split(path: &Path) -> (PathBuf, Option<String>) {
    let whole = (path.to_owned(), None);
    let Some(text) = path.to_str().filter(|_| !path.exists()) else {
        return whole;
    };
    let parts = text.match_indices("!/").map(|(at, _)| text.split_at(at));
    let found = parts.filter(|(file, _)| Path::new(file).is_file()).last();
    found.map_or(whole, |(file, rest)| {
        (file.into(), Some(rest[2..].to_owned()))
    })
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

fn read(
    file: &walk::Found,
    wanted: Option<&str>,
    options: Options,
    known: &Known,
) -> io::Result<Single> {
    let raw = walk::read(file, options.limits.file_bytes)?;
    let (outer, address) = (&raw.path, &raw.path.relative);
    if !read::is_container(&raw) {
        if wanted.is_some() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "the file is no container",
            ));
        }
        return Ok(Single {
            sources: read::read(&raw, options, &mut Vec::new()),
            ingested: contained(address, || ingest::ingest_known(&raw, options, known)),
        });
    }
    let mut single = Single::default();
    let mut tally = Tally::new(address);
    // A member that cannot be had is told of, not missed.
    let mut is_told = false;
    let mut stream = File::open(file.absolute())?;
    read::unpack(outer, &mut stream, &options.limits, &mut |item| {
        match item {
            Item::Issue(issue) => {
                let place = issue.path.strip_prefix(address.as_str());
                let place = place.and_then(|place| place.strip_prefix("!/"));
                is_told |= place.is_some_and(|place| wanted == Some(place));
                if wanted.is_none() || place == wanted {
                    tally.add(issue);
                }
            }
            Item::Member(member) if wanted.is_none_or(|wanted| is_of(&member.name, wanted)) => {
                let sources = read::read_member(&member, outer, options, &mut Vec::new());
                single.sources.extend(sources);
                let address = &member.file.path.relative;
                let ingest = || ingest::ingest_member(&member, outer, options, known);
                let mut ingested = contained(address, ingest);
                single.ingested.documents.append(&mut ingested.documents);
                tally.member(ingested.issues);
            }
            Item::Member(_) => {}
        }
        ControlFlow::Continue(())
    });
    if wanted.is_some() && tally.members() == 0 && !is_told {
        let error = io::Error::new(io::ErrorKind::NotFound, "the container has no such member");
        return Err(error);
    }
    single.ingested.issues = tally.finish();
    Ok(single)
}

/// Whether a member is the one that is wanted, or stands within it.
fn is_of(name: &str, wanted: &str) -> bool {
    let rest = name.strip_prefix(wanted);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("!/"))
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
