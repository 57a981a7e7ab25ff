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

use super::Commit;
use super::folder::{self, Sealed};
use super::journal::Latest;
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::model::Clusters;
pub(super) use profile::Profile;

/// The table of a commit, as its payload names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterTable {
    /// File name in the index folder.
    pub file: String,
    /// Documents that are copies of another one, which stands for them.
    pub reposts: u64,
    /// The file's length.
    pub bytes: u64,
}

impl ClusterTable {
    /// Whether the table is there in its full length.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        folder::is_there(index, &self.file, self.bytes)
    }

    /// Reads all of it; returns whether it is what the commit says.
    ///
    /// # Errors
    /// Fails when the table is missing or damaged.
    pub(super) fn check(&self, index: &Path) -> io::Result<bool> {
        let profiles = table::profiles(&index.join(&self.file))?;
        let clusters = table::clusters(&index.join(&self.file))?;
        let ids: HashSet<u64> = profiles.iter().map(|profile| profile.id).collect();
        let copies: usize = clusters.iter().map(|cluster| cluster.copies.len()).sum();
        let mut members = clusters.iter().flat_map(|cluster| &cluster.copies);
        let is_counted = copies.checked_sub(clusters.len()) == usize::try_from(self.reposts).ok();
        Ok(self.is_there(index) && is_counted && members.all(|id| ids.contains(id)))
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

    /// Returns the documents of some files, as taken so far.
    pub(super) fn of(&self, files: impl Iterator<Item = u64>) -> Vec<Profile> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let profiles = files.filter_map(|file| all.get(&file)).flatten();
        profiles.cloned().collect()
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
        let file = format!("clusters-{generation:06}.bin");
        let Sealed { file, bytes, .. } = table::write(index, file, &clusters, &profiles)?;
        Ok(ClusterTable {
            file,
            reposts: (copies - clusters.len()) as u64,
            bytes,
        })
    }
}

/// Writes the profiles of a part of the journal; the file is on disk then, but for its name.
///
/// # Errors
/// Fails when it cannot be written.
pub(super) fn write_profiles(
    index: &Path,
    file: String,
    profiles: &[Profile],
) -> io::Result<Sealed> {
    table::write(index, file, &[], profiles)
}

/// Reads the profiles of all documents of a commit.
///
/// # Errors
/// Fails when a table is missing or damaged.
pub(super) fn profiles(index: &Path, commit: &Commit, latest: &Latest) -> io::Result<Vec<Profile>> {
    let last = commit.clusters.iter().map(|table| &table.file);
    let last = last.map(|file| (file, 0));
    let parts = commit.journal.iter().map(|part| &part.profiles.file);
    let mut all = Vec::new();
    for (file, part) in last.chain(parts.zip(1..)) {
        let mut profiles = table::profiles(&index.join(file))?;
        profiles.retain(|profile| latest.is(part, profile.file));
        all.append(&mut profiles);
    }
    Ok(all)
}
