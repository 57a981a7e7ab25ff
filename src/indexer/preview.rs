//! What an index run would do, without doing it.
//!
//! In: the options of a run. Out: the files it would read and those it would forget. Nothing is
//! written, no lock is taken. Not its job: what the files would give.

use std::sync::Arc;

use super::walk::Archive;
use super::{Commit, IndexError, Options, compare, is_same, walk};
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::model::{Issue, SourcePath};

/// What would become of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is new.
    New,
    /// It has changed, failed last time, or is to be read with other settings.
    Changed,
    /// It is there no more.
    Gone,
}

/// A file that a run would do something about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pending {
    /// Its place.
    pub path: Arc<SourcePath>,
    /// What would be done.
    pub fate: Fate,
    /// Its length.
    pub bytes: u64,
}

/// What a run would do.
#[derive(Debug, Default)]
pub struct Preview {
    /// Sorted by archive and path. A run may read more: files whose recurring lines change.
    pub pending: Vec<Pending>,
    /// Files that would be left as they are.
    pub unchanged: usize,
    /// What could not be listed or is no regular file.
    pub unlisted: Vec<Issue>,
}

impl Preview {
    /// Returns how many files have a fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        let pending = self.pending.iter();
        pending.filter(|file| file.fate == fate).count()
    }
}

/// Says what [`index`](super::index) would do.
///
/// # Errors
/// Those of [`index`](super::index), but for writing.
pub fn preview(options: &Options) -> Result<Preview, IndexError> {
    let archives = walk::open(&options.archives)?;
    let opened = match options.rebuild {
        true => None,
        false => match EmbeddedBackend::open(&options.index) {
            Ok(backend) => Some(backend),
            Err(EngineError::Missing { .. }) => None,
            Err(error) => return Err(error.into()),
        },
    };
    let payload = opened.as_ref().map(EmbeddedBackend::payload);
    let commit = Commit::read(&options.index, payload)?;
    let archives: Vec<Archive> = commit.name(archives);
    let is_same = is_same(options, &commit);
    let (changes, unlisted) = compare(options, &commit, &archives, is_same)?;
    Ok(Preview {
        unchanged: changes.kept.len(),
        pending: changes.pending(),
        unlisted,
    })
}
