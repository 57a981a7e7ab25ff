//! Which documents are copies of one another: found over the whole archive, kept in a table beside
//! the index.
//!
//! In: the profiles of the documents read, the table of the last commit. Out: a new table, which
//! holds the profiles of all documents and the clusters. The outcome depends on the set of
//! documents only, so every run finds all clusters anew, from profiles. Memory: some 500 bytes of
//! each profile; the samples of its text, as much again and more, are in a file of their own. Not its
//! job: what a reader sees of clusters.

mod canonical;
mod join;
mod judge;
mod profile;
mod samples;
mod table;
#[cfg(test)]
mod tests;
mod title;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::Commit;
use super::folder::{self, Sealed};
use super::journal::Latest;
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::model::Clusters;
pub(super) use profile::Profile;
use samples::Reader;

/// The table of a commit, as its payload names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterTable {
    /// File name in the index folder.
    pub file: String,
    /// Documents that are copies of another one, which stands for them.
    pub reposts: u64,
    /// The file's length.
    pub bytes: u64,
    /// Samples of the texts of all documents.
    pub samples: Sealed,
}

impl ClusterTable {
    /// Whether the table is there in its full length.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        folder::is_there(index, &self.file, self.bytes) && self.samples.is_there(index)
    }

    /// Reads all of it; returns whether it is what the commit says.
    ///
    /// # Errors
    /// Fails when the table is missing or damaged.
    pub(super) fn check(&self, index: &Path) -> io::Result<bool> {
        let profiles = table::profiles(&index.join(&self.file), 0)?;
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

/// Profiles that commits hold.
#[derive(Default)]
pub(super) struct Stored {
    pub(super) profiles: Vec<Profile>,
    /// The files in which their samples are.
    samples: Vec<PathBuf>,
}

impl Stored {
    /// Reads the profiles of all documents of a commit.
    ///
    /// # Errors
    /// Fails when a table is missing or damaged.
    pub(super) fn load(index: &Path, commit: &Commit, latest: &Latest) -> io::Result<Self> {
        let last = commit.clusters.iter();
        let last = last.map(|table| (&table.file, &table.samples, 0));
        let parts = commit.journal.iter().zip(1..);
        let parts = parts.map(|(part, number)| (&part.profiles.file, &part.samples, number));
        let mut all = Self::default();
        for (file, samples, part) in last.chain(parts) {
            samples.check(index)?;
            let mut profiles = table::profiles(&index.join(file), all.number())?;
            profiles.retain(|profile| latest.is(part, profile.file));
            all.profiles.append(&mut profiles);
            all.samples.push(index.join(&samples.file));
        }
        Ok(all)
    }

    /// The number that the next file of samples gets.
    fn number(&self) -> u32 {
        u32::try_from(self.samples.len()).unwrap_or(u32::MAX)
    }
}

/// The profiles of an archive during a run: those of the commits before it, and of the files read,
/// which come from all threads.
#[derive(Default)]
pub(super) struct Profiles(Mutex<All>);

#[derive(Default)]
struct All {
    before: Stored,
    read: HashMap<u64, Vec<Profile>>,
}

impl Profiles {
    pub(super) fn new(before: Stored) -> Self {
        Self(Mutex::new(All {
            before,
            read: HashMap::new(),
        }))
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the documents of a file, which is read anew.
    pub(super) fn begin(&self, file: u64) {
        self.lock().read.insert(file, Vec::new());
    }

    /// Takes documents of a file, in any order: those of a container come member by member.
    pub(super) fn add(&self, file: u64, profiles: impl Iterator<Item = Profile>) {
        // Sketches are made outside the lock.
        let profiles: Vec<Profile> = profiles.collect();
        let mut all = self.lock();
        let taken = all.read.entry(file).or_default();
        match taken.is_empty() {
            // Most files are one document: a list that grows makes room for four.
            true => *taken = profiles,
            false => taken.extend(profiles),
        }
    }

    /// Writes the profiles of some files, as taken so far, and their samples, which leave memory;
    /// both are on disk then, but for their names.
    ///
    /// # Errors
    /// Fails when they cannot be written.
    pub(super) fn write(
        &self,
        index: &Path,
        name: impl Fn(&str) -> String,
        files: impl Iterator<Item = u64>,
    ) -> io::Result<(Sealed, Sealed)> {
        let files: HashSet<u64> = files.collect();
        let mut all = self.lock();
        let All { before, read } = &mut *all;
        let read = read.iter_mut().filter(|(file, _)| files.contains(file));
        let mut profiles: Vec<&mut Profile> = read.flat_map(|(_, profiles)| profiles).collect();
        profiles.sort_unstable_by_key(|profile| profile.id);
        let place = (index, name("samples.bin"));
        let samples = samples::write(place, &mut profiles, &before.samples, before.number())?;
        let profiles: Vec<&Profile> = profiles.into_iter().map(|profile| &*profile).collect();
        let table = table::write(index, name("clusters.bin"), &[], &profiles)?;
        before.samples.push(index.join(&samples.file));
        Ok((table, samples))
    }

    /// Finds the clusters and writes the table of the next commit: of the profiles of before, those
    /// of files that are neither `outdated` nor read anew, and all that were taken.
    ///
    /// # Errors
    /// Fails when the table cannot be written, or samples cannot be read.
    pub(super) fn settle(
        self,
        (index, generation): (&Path, u64),
        outdated: &HashSet<u64>,
    ) -> io::Result<ClusterTable> {
        let All { before, read } = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_kept = |profile: &Profile| {
            !outdated.contains(&profile.file) && !read.contains_key(&profile.file)
        };
        let mut profiles = before.profiles;
        profiles.retain(is_kept);
        profiles.extend(read.into_values().flatten());
        profiles.sort_unstable_by_key(|profile| profile.id);
        let name = |what: &str| format!("{what}-{generation:06}.bin");
        let place = (index, name("samples"));
        let samples = samples::write(
            place,
            &mut profiles.iter_mut().collect::<Vec<_>>(),
            &before.samples,
            0,
        )?;
        let reader = Reader::open(&[index.join(&samples.file)])?;
        let clusters = join::join(&profiles, &reader)?;
        let copies: usize = clusters.iter().map(|cluster| cluster.copies.len()).sum();
        let all: Vec<&Profile> = profiles.iter().collect();
        let Sealed { file, bytes, .. } = table::write(index, name("clusters"), &clusters, &all)?;
        Ok(ClusterTable {
            file,
            reposts: (copies - clusters.len()) as u64,
            bytes,
            samples,
        })
    }
}
