//! Which documents are copies of one another: found over the whole archive, kept in a table beside
//! the index.
//!
//! In: the profiles of the documents read, the table of the last commit. Out: a new table, which
//! holds the profiles of all documents and the clusters. The outcome depends on the set of
//! documents only, so every run finds all clusters anew, from profiles. Memory: the profiles, some
//! 2 KB each. Not its job: what a reader sees of clusters.

mod canonical;
mod join;
mod judge;
mod profile;
mod table;
#[cfg(test)]
mod tests;
mod title;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Commit, side_table};
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::engine::manifest::sync_folder;
use crate::model::Clusters;
pub(super) use profile::Profile;

/// The table of a commit, as its payload names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterTable {
    /// File name in the index folder.
    pub file: String,
    /// Clusters, those of one document counted.
    pub clusters: u64,
    /// The file's length.
    pub bytes: u64,
}

impl ClusterTable {
    /// Whether the table is there in its full length.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        side_table::is_there(index, &self.file, self.bytes)
    }

    /// Reads the profiles of all documents.
    ///
    /// # Errors
    /// Fails when the table is missing or damaged.
    pub(super) fn profiles(&self, index: &Path) -> io::Result<Vec<Profile>> {
        table::profiles(&index.join(&self.file))
    }

    /// Reads the clusters.
    ///
    /// # Errors
    /// Fails when the table is missing or damaged.
    pub fn load(&self, index: &Path) -> io::Result<Clusters> {
        table::clusters(&index.join(&self.file)).map(Clusters::new)
    }
}

/// Reads the clusters of an opened index; where a run that commits meanwhile has removed their table,
/// those of the commit that followed.
///
/// # Errors
/// [`EngineError::Broken`] when the table of the last commit is missing or damaged.
pub fn clusters_of(backend: &EmbeddedBackend) -> Result<Clusters, EngineError> {
    let index = backend.folder();
    let mut commit = Commit::parse(Some(backend.payload()));
    loop {
        let Some(table) = &commit.clusters else {
            return Ok(Clusters::default());
        };
        let error = match table.load(index) {
            Ok(clusters) => return Ok(clusters),
            Err(error) => error,
        };
        let next = Commit::parse(Some(EmbeddedBackend::open(index)?.payload()));
        if next.generation == commit.generation {
            return Err(EngineError::Broken {
                path: index.to_owned(),
                message: format!("{}: {error}", table.file),
            });
        }
        commit = next;
    }
}

/// Takes the profiles of files while they are read, from all threads.
#[derive(Default)]
pub(super) struct Profiles(Mutex<HashMap<u64, Vec<Profile>>>);

impl Profiles {
    /// Forgets the documents of a file, which is read anew.
    pub(super) fn begin(&self, file: u64) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(file, Vec::new());
    }

    /// Takes documents of a file, in any order: those of a container come member by member.
    pub(super) fn add(&self, file: u64, profiles: impl Iterator<Item = Profile>) {
        // Sketches are made outside the lock.
        let profiles: Vec<Profile> = profiles.collect();
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(file).or_default().extend(profiles);
    }

    /// Finds the clusters and writes the table of the next commit: of the `old` profiles, those of
    /// files that are neither `outdated` nor read anew, and all that were taken.
    ///
    /// # Errors
    /// Fails when the table cannot be written.
    pub(super) fn settle(
        self,
        (index, generation): (&Path, u64),
        old: Vec<Profile>,
        outdated: &HashSet<u64>,
    ) -> io::Result<ClusterTable> {
        let read = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_kept = |profile: &Profile| {
            !outdated.contains(&profile.file) && !read.contains_key(&profile.file)
        };
        let mut profiles = old;
        profiles.retain(is_kept);
        profiles.extend(read.into_values().flatten());
        let clusters = join::join(&mut profiles);
        let copies: usize = clusters.iter().map(|cluster| cluster.copies.len()).sum();
        let file = format!("{PREFIX}{generation:06}.bin");
        let bytes = table::write(&index.join(&file), &clusters, &profiles)?;
        sync_folder(index)?;
        Ok(ClusterTable {
            file,
            clusters: (profiles.len() - copies + clusters.len()) as u64,
            bytes,
        })
    }
}

/// What the names of all tables begin with.
const PREFIX: &str = "clusters-";

/// Removes the tables of other commits.
pub(super) fn remove_others(index: &Path, current: Option<&ClusterTable>) {
    let current = current.map(|table| table.file.as_str());
    side_table::remove_others(index, PREFIX, current);
}
