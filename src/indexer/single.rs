//! Reads one file as an index run would, for `inspect`.

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
    let backend = EmbeddedBackend::open(index)?;
    let commit = Commit::parse(Some(backend.payload()));
    let lines = commit.recurring.map(|table| table.load(index)).transpose();
    let lines = lines.map_err(|error| EngineError::Broken {
        path: index.to_owned(),
        message: format!("recurring lines: {error}"),
    })?;
    let known = Known::new(lines.unwrap_or_default());
    Ok(walk::within(&commit.archives, path).and_then(|file| read(&file, options, &known)))
}

fn read(file: &walk::Found, options: Options, known: &Known) -> io::Result<(RawFile, Ingested)> {
    let raw = walk::read(file, MAX_FILE_BYTES)?;
    let ingested = contained(&raw, options, known);
    Ok((raw, ingested))
}
