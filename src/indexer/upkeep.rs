//! Keeps an index small: removes what nothing needs, merges segments.
//!
//! In: an index folder. Out: fewer bytes, the same documents. Holds the lock. Not its job: damage
//! (`verify`, `repair`).

use std::fs;
use std::path::{Path, PathBuf};

use super::{Commit, IndexLock, folder, folder_bytes};
use crate::engine::EngineError;
use crate::engine::embedded::{self, EmbeddedSink, Merged, Meta, SinkOptions};
use crate::engine::manifest::{self, write_error};

/// A file that nothing needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Garbage {
    /// The file, or a folder of files set aside.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
}

/// What merging did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// Segments and deleted documents.
    pub merged: Merged,
    /// Bytes of the index folder before.
    pub before_bytes: u64,
    /// Bytes of it after.
    pub after_bytes: u64,
}

/// Merging and removing need no room for new documents.
pub(super) const OPTIONS: SinkOptions = SinkOptions {
    threads: 1,
    arena_bytes: 0,
};

/// Takes the lock of an index that is there; makes no folder.
pub(super) fn lock(index: &Path) -> Result<IndexLock, EngineError> {
    let is_there = [manifest::FILE, manifest::LOCK_FILE].map(|name| index.join(name).exists());
    if !is_there.contains(&true) && !manifest::holds_something_else(index) {
        return Err(EngineError::Missing {
            path: index.to_owned(),
        });
    }
    IndexLock::acquire(index)
}

/// Opens an index that has a commit, for writing.
fn open(index: &Path) -> Result<(EmbeddedSink, Commit), EngineError> {
    let missing = || EngineError::Missing {
        path: index.to_owned(),
    };
    manifest::Manifest::check(index)?;
    let meta = Meta::read(index).map_err(|error| EngineError::Broken {
        path: index.to_owned(),
        message: error.to_string(),
    })?;
    let payload = meta.payload.ok_or_else(missing)?;
    let commit = Commit::read(index, Some(&payload))?;
    Ok((EmbeddedSink::open(index, OPTIONS)?, commit))
}

/// Removes files that the last commit does not need, left by runs that did not end; returns them.
/// Folders of files set aside by a repair go only `with_set_aside`; a `dry_run` removes nothing.
///
/// # Errors
/// [`EngineError::Missing`] where nothing was committed, [`EngineError::Locked`] while a run is on
/// its way, and where the index cannot be read or written.
pub fn gc(index: &Path, with_set_aside: bool, dry_run: bool) -> Result<Vec<Garbage>, EngineError> {
    let fail = |source| write_error(index, source);
    let _lock = lock(index)?;
    let (sink, commit) = open(index)?;
    let mut garbage = Vec::new();
    for path in folder::orphans(index, &commit).map_err(fail)? {
        let bytes = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        garbage.push(Garbage { path, bytes });
    }
    if let Ok(meta) = Meta::read(index) {
        let segments = index.join(embedded::SEGMENTS);
        let files = embedded::orphans(index, &meta).map_err(fail)?.into_iter();
        garbage.extend(files.map(|(name, bytes)| Garbage {
            path: segments.join(name),
            bytes,
        }));
    }
    let mut folders = Vec::new();
    if with_set_aside {
        folders = folder::set_aside(index).map_err(fail)?;
        garbage.extend(folders.iter().map(|path| Garbage {
            path: path.clone(),
            bytes: folder_bytes(path),
        }));
    }
    if !dry_run {
        folder::sweep(index, &commit);
        sink.collect_garbage()?;
        for folder in folders {
            fs::remove_dir_all(folder).map_err(fail)?;
        }
        garbage.retain(|garbage| !garbage.path.exists());
    }
    sink.finish()?;
    Ok(garbage)
}

/// Merges all segments of an index; the commit stays. A reader goes on with what it has open.
///
/// # Errors
/// As [`gc`], and where there is no space: then the old segments stand.
pub fn compact(index: &Path) -> Result<Compacted, EngineError> {
    let _lock = lock(index)?;
    let before_bytes = folder_bytes(index);
    let (mut sink, commit) = open(index)?;
    folder::sweep(index, &commit);
    let merged = sink.merge()?;
    sink.finish()?;
    Ok(Compacted {
        merged,
        before_bytes,
        after_bytes: folder_bytes(index),
    })
}
