//! Which documents are copies of one another: found over the whole archive, kept in a table beside
//! the index.
//!
//! In: the profiles of the documents read, the table of the last commit. Out: a new table, which
//! holds the profiles of all documents and the clusters. The outcome depends on the set of
//! documents only, so every run finds all clusters anew, from profiles. Memory: some 400 bytes of
//! each profile while they are compared, and of those that no commit holds before, their sketches
//! besides, twice as much; these are in a file of their own then. Not its job: what a reader sees of
//! clusters.

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
        let mut ids: HashSet<u64> = HashSet::new();
        table::each_profile(&index.join(&self.file), 0, |profile| {
            ids.insert(profile.id);
        })?;
        let clusters = table::clusters(&index.join(&self.file))?;
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

/// The tables that commits hold, and which of them was the last to hold a file: memory holds their
/// profiles only when all are compared.
#[derive(Default)]
pub(super) struct Stored {
    tables: Vec<Table>,
    /// The files in which their samples are.
    samples: Vec<PathBuf>,
    latest: Latest,
    /// Parts of the journal that an earlier run left.
    parts_before: usize,
}

/// A table of profiles.
struct Table {
    path: PathBuf,
    /// How many it holds.
    profiles: usize,
    /// The number of the file with its samples.
    samples: u32,
    /// The part of the journal it belongs to; 0 is the commit before the run.
    part: usize,
}

impl Stored {
    /// Names the tables of a commit.
    ///
    /// # Errors
    /// Fails when a table is missing or damaged.
    pub(super) fn open(index: &Path, commit: &Commit, latest: Latest) -> io::Result<Self> {
        let last = commit.clusters.iter();
        let last = last.map(|table| (&table.file, &table.samples, 0));
        let parts = commit.journal.iter().zip(1..);
        let parts = parts.map(|(part, number)| (&part.profiles.file, &part.samples, number));
        let mut all = Self {
            latest,
            parts_before: commit.journal.len(),
            ..Self::default()
        };
        for (file, samples, part) in last.chain(parts) {
            samples.check(index)?;
            let path = index.join(file);
            let profiles = table::check(&path)?;
            all.add((path, profiles), index.join(&samples.file), part);
        }
        Ok(all)
    }

    fn add(&mut self, (path, profiles): (PathBuf, usize), samples: PathBuf, part: usize) {
        let number = u32::try_from(self.samples.len()).unwrap_or(u32::MAX);
        self.tables.push(Table {
            path,
            profiles,
            samples: number,
            part,
        });
        self.samples.push(samples);
    }

    /// Takes the profiles of files that a new part holds.
    fn add_part(&mut self, table: (PathBuf, usize), samples: PathBuf, files: HashSet<u64>) {
        let part = self.tables.last().map_or(0, |table| table.part) + 1;
        self.latest.set(part, files.into_iter());
        self.add(table, samples, part);
    }

    /// Whether a part of this run holds a file.
    fn is_read(&self, file: u64) -> bool {
        self.latest.part(file) > self.parts_before
    }

    /// Reads the profiles that hold.
    fn each(&self, mut take: impl FnMut(Profile)) -> io::Result<()> {
        for table in &self.tables {
            table::each_profile(&table.path, table.samples, |profile| {
                if self.latest.is(table.part, profile.file) {
                    take(profile);
                }
            })?;
        }
        Ok(())
    }

    /// Returns the documents of each file.
    ///
    /// # Errors
    /// Fails when a table cannot be read.
    pub(super) fn documents(&self) -> io::Result<HashMap<u64, Vec<u64>>> {
        let mut documents: HashMap<u64, Vec<u64>> = HashMap::new();
        self.each(|profile| {
            let of_file = documents.entry(profile.file).or_default();
            of_file.push(profile.id);
        })?;
        Ok(documents)
    }
}

/// The profiles of an archive during a run: those of the commits before it, and of the files read,
/// which come from all threads.
#[derive(Default)]
pub(super) struct Profiles(Mutex<All>);

#[derive(Default)]
struct All {
    stored: Stored,
    /// Those of files that no commit holds so far.
    read: HashMap<u64, Vec<Profile>>,
}

impl Profiles {
    pub(super) fn new(stored: Stored) -> Self {
        Self(Mutex::new(All {
            stored,
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

    /// Writes the profiles of some files, as taken so far, and their samples; they leave memory, and are
    /// on disk then, but for their names.
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
        let All { stored, read } = &mut *all;
        let taken = files.iter().filter_map(|file| read.remove(file));
        let mut profiles: Vec<Profile> = taken.flatten().collect();
        profiles.sort_unstable_by_key(|profile| profile.id);
        let samples = samples::write((index, name("samples.bin")), &mut profiles, &[])?;
        let table = table::write(index, name("clusters.bin"), &[], &profiles)?;
        let written = (index.join(&table.file), profiles.len());
        stored.add_part(written, index.join(&samples.file), files);
        Ok((table, samples))
    }

    /// Finds the clusters and writes the table of the next commit: of the profiles of before, those
    /// of files that are neither `outdated` nor read anew, and all that were taken.
    ///
    /// # Errors
    /// Fails when tables cannot be read or written, or samples cannot be read.
    pub(super) fn settle(
        self,
        (index, generation): (&Path, u64),
        outdated: &HashSet<u64>,
    ) -> io::Result<ClusterTable> {
        let All { stored, read } = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_kept = |file: u64| {
            !read.contains_key(&file) && (!outdated.contains(&file) || stored.is_read(file))
        };
        // All at once: a list that grows is copied, and held twice meanwhile.
        let most = stored.tables.iter().map(|table| table.profiles).sum();
        let mut profiles = Vec::with_capacity(most);
        stored.each(|profile| {
            if is_kept(profile.file) {
                profiles.push(profile);
            }
        })?;
        profiles.extend(read.into_values().flatten());
        profiles.sort_unstable_by_key(|profile| profile.id);
        let name = |what: &str| format!("{what}-{generation:06}.bin");
        let samples = samples::write((index, name("samples")), &mut profiles, &stored.samples)?;
        let reader = Reader::open(&[index.join(&samples.file)])?;
        let clusters = join::join(&profiles, &reader)?;
        let copies: usize = clusters.iter().map(|cluster| cluster.copies.len()).sum();
        let table = table::write(index, name("clusters"), &clusters, &profiles)?;
        let Sealed { file, bytes, .. } = table;
        Ok(ClusterTable {
            file,
            reposts: (copies - clusters.len()) as u64,
            bytes,
            samples,
        })
    }
}
