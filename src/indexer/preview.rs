//! What an index run would do, without doing it.
//!
//! In: the options of a run. Out: the files it would read and those it would forget. Nothing is
//! written, no lock is taken. Not its job: what the files would give.

use std::collections::HashSet;

use super::walk::Archive;
use super::{Commit, IndexError, Options, compare, has_knowledge, settings, walk};
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::model::Issue;

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
    /// Archive name.
    pub root: String,
    /// Path below the archive.
    pub path: String,
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
    let commit = Commit::parse(opened.as_ref().map(EmbeddedBackend::payload));
    let archives: Vec<Archive> = commit.name(archives);
    let is_same = commit.settings == settings(options) && has_knowledge(options, &commit);
    let (changes, unlisted) = compare(options, &commit, &archives, is_same)?;
    let read: HashSet<u64> = changes.to_read.iter().map(|file| file.path.key).collect();
    let gone: Vec<Pending> = changes
        .outdated
        .iter()
        .filter(|(key, _)| !read.contains(key))
        .map(|(_, row)| Pending {
            root: row.root.clone(),
            path: row.path.clone(),
            fate: Fate::Gone,
            bytes: row.size,
        })
        .collect();
    let mut pending = gone;
    pending.extend(changes.to_read.into_iter().map(|file| {
        let is_known = changes.outdated.contains_key(&file.path.key);
        Pending {
            root: file.path.root,
            path: file.path.relative,
            fate: if is_known { Fate::Changed } else { Fate::New },
            bytes: file.size,
        }
    }));
    pending.sort();
    Ok(Preview {
        pending,
        unchanged: changes.kept.len(),
        unlisted,
    })
}
