//! What an index says of itself, whatever program built it.
//!
//! In: the index folder. Out: identity, last commit, archives, sizes. Reads lists only. Not its job:
//! whether the rest is whole (`verify`).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Commit, Ledger, folder, folder_bytes, lock, settings};
use crate::engine::EngineError;
use crate::engine::embedded::{self, Meta, Segment};
use crate::engine::manifest::{self, Manifest};
use crate::ingest;

/// What an index says of itself.
#[derive(Debug)]
pub struct Info {
    /// With what it was built; none before it is.
    pub manifest: Option<Manifest>,
    /// Its last commit; none before the first.
    pub commit: Option<Commit>,
    /// How files were read; none where this program cannot tell.
    pub settings: Option<ingest::Options>,
    /// Its archives.
    pub archives: Vec<ArchiveInfo>,
    /// Files, those without a document counted; none where the ledger cannot be read.
    pub files: Option<u64>,
    /// Segments of the engine.
    pub segments: Vec<Segment>,
    /// Where its bytes are.
    pub sizes: Sizes,
    /// Who writes it just now.
    pub holder: Option<String>,
}

/// An archive of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveInfo {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The folder is there.
    pub is_there: bool,
    /// Its files in the index, those without a document counted.
    pub files: u64,
    /// Their documents.
    pub documents: u64,
}

/// Bytes on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The engine's files.
    pub segments: u64,
    /// Which files were read.
    pub ledger: u64,
    /// Recurring lines, copies, and what a run has done that has not ended.
    pub tables: u64,
    /// Files that the commit does not need, or not yet.
    pub orphans: u64,
    /// What a repair set aside.
    pub set_aside: u64,
}

/// Reads what an index says of itself.
///
/// # Errors
/// [`EngineError::Missing`], [`EngineError::NotAnIndex`], or [`EngineError::Broken`] where its lists
/// cannot be read.
pub fn info(index: &Path) -> Result<Info, EngineError> {
    let manifest = match Manifest::read(index) {
        Ok(manifest) => Some(manifest),
        // A run has begun, or never came further.
        Err(EngineError::Missing { .. }) if index.join(manifest::LOCK_FILE).exists() => None,
        Err(error) => return Err(error),
    };
    let meta = match Meta::read(index) {
        Ok(meta) => Some(meta),
        Err(embedded::MetaError::Missing) => None,
        Err(error) => {
            return Err(EngineError::Broken {
                path: index.to_owned(),
                message: error.to_string(),
            });
        }
    };
    let payload = meta.as_ref().and_then(|meta| meta.payload.as_deref());
    let commit = payload.map(|payload| Commit::parse(Some(payload)));
    let commit = commit.filter(|commit| commit.generation > 0);
    let known = commit.clone().unwrap_or_default();
    let ledger = Ledger::load(index, &known).ok();
    let archives = known.archives.iter();
    let describe = |(name, folder): &(String, PathBuf)| {
        let rows = ledger.iter().flat_map(Ledger::rows);
        let rows = rows.filter(|row| *row.path.root == **name);
        ArchiveInfo {
            name: name.clone(),
            is_there: folder.is_dir(),
            folder: folder.clone(),
            files: rows.clone().count() as u64,
            documents: rows.map(|row| u64::from(row.documents)).sum(),
        }
    };
    Ok(Info {
        manifest,
        settings: settings::from_text(&known.settings),
        archives: archives.map(describe).collect(),
        files: ledger.as_ref().map(Ledger::files),
        sizes: sizes(index, &known, meta.as_ref()),
        segments: meta.map(|meta| meta.segments).unwrap_or_default(),
        commit,
        holder: lock::holder(index),
    })
}

fn sizes(index: &Path, commit: &Commit, meta: Option<&Meta>) -> Sizes {
    let size = |path: PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
    let parts = commit.journal.iter().map(|part| part.files.file.as_str());
    let ledger: HashSet<&str> = parts.chain([commit.ledger.file.as_str()]).collect();
    let of = |is_ledger: bool| -> u64 {
        let names = folder::names(commit).into_iter();
        let names = names.filter(|name| !name.is_empty());
        let names = names.filter(|name| ledger.contains(name) == is_ledger);
        names.map(|name| size(index.join(name))).sum()
    };
    let engines = embedded::list_files(index).unwrap_or_default();
    let engines: u64 = engines.iter().map(|(_, bytes)| bytes).sum();
    let unnamed = meta.and_then(|meta| embedded::orphans(index, meta).ok());
    let unnamed = unnamed.unwrap_or_default();
    let unnamed: u64 = unnamed.iter().map(|(_, bytes)| bytes).sum();
    let ours = folder::orphans(index, commit).unwrap_or_default();
    let set_aside = folder::set_aside(index).unwrap_or_default();
    Sizes {
        segments: engines - unnamed.min(engines),
        ledger: of(true),
        tables: of(false),
        orphans: unnamed + ours.into_iter().map(size).sum::<u64>(),
        set_aside: set_aside.iter().map(|folder| folder_bytes(folder)).sum(),
    }
}
