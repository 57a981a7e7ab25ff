//! Mends a damaged index: sets aside what is damaged, reads again only what is missing by it.
//!
//! In: what `verify` finds. Out: a whole index; the damaged files in a folder `set-aside-NNN`. Nothing
//! is deleted, and nothing is touched before it is known that the archives are there. A repair that
//! is killed leaves an index that can be repaired. Not its job: what is damaged (`verify`).

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::journal::Part;
use super::ledger::FileRow;
use super::verify::{self, Inspected, Needs};
use super::{
    Commit, IndexError, Options, Profiles, Progress, Report, State, commit_whole, folder, locked,
    open_sink, settings, upkeep, walk,
};
use crate::engine::embedded::{self, Meta, MetaError};
use crate::engine::manifest::{self, sync_folder, write_error};
use crate::engine::{EngineError, IndexSink};

/// What a repair did.
#[derive(Debug, Default)]
pub struct Repaired {
    /// Where the damaged files are now; none where nothing was damaged, or only missing.
    pub set_aside: Option<PathBuf>,
    /// What was read again, where anything had to be.
    pub report: Option<Report>,
}

/// Mends an index. Of `options`, threads and memory are used; how files are read and from where
/// stands in the index, and only where that cannot be read, it is taken from `options`.
///
/// # Errors
/// [`EngineError::Missing`] where there is no index, [`EngineError::Locked`] while a run is on its
/// way, [`IndexError::NoArchive`] where files must be read again of an archive that is not there, and
/// [`EngineError::Broken`] where it cannot be told any more what the archives are: then nothing was
/// touched.
pub fn repair(options: &Options, progress: &dyn Progress) -> Result<Repaired, IndexError> {
    let index = &options.index;
    let _lock = upkeep::lock(index)?;
    let mut inspected = verify::inspect(index)?;
    let state = inspected.state();
    let begun = begun(index).filter(|_| inspected.commit.generation == 0);
    match (begun, state) {
        (_, State::Whole) | (None, State::Empty) => return Ok(Repaired::default()),
        (Some(commit), _) => {
            inspected.commit = commit;
            inspected.needs.whole = true;
        }
        (None, State::Damaged) => {}
    }
    let started = Instant::now();
    let mut repaired = Repaired::default();
    let run = plan(options, &inspected)?;
    let mut aside = Aside::new(index);
    set_aside(&inspected, &mut aside)?;
    repaired.set_aside = aside.folder.clone();
    let Some(run) = run else {
        return Ok(repaired);
    };
    if !inspected.needs.whole {
        forget(&run, &inspected)?;
    }
    let archives = walk::open(&run.archives)?;
    repaired.report = Some(locked(&run, archives, progress, started)?);
    Ok(repaired)
}

/// The commit that a repair has set aside as a whole which did not come to its end.
fn begun(index: &Path) -> Option<Commit> {
    let commit = |folder: PathBuf| {
        let payload = match Meta::read(&folder) {
            Ok(meta) => meta.payload,
            Err(MetaError::Damaged { payload, .. }) => payload,
            Err(MetaError::Missing | MetaError::Unreadable { .. }) => None,
        };
        Commit::check(&payload?)
    };
    // The last may hold the beginnings of a repair that was killed, too.
    folder::set_aside(index)
        .ok()?
        .into_iter()
        .rev()
        .find_map(commit)
}

/// What has to be read again and how; none where nothing has.
fn plan(options: &Options, inspected: &Inspected) -> Result<Option<Options>, IndexError> {
    let Needs {
        whole,
        tables,
        segments,
        files,
        strangers,
        ..
    } = &inspected.needs;
    let reads_all = *whole || !tables.is_empty();
    if !reads_all && segments.is_empty() && files.is_empty() && strangers.is_empty() {
        return Ok(None);
    }
    let commit = &inspected.commit;
    let unknown = || {
        let message = "the archives it was made from cannot be told any more".to_owned();
        IndexError::from(EngineError::Broken {
            path: options.index.clone(),
            message,
        })
    };
    let mut run = Options {
        rebuild: false,
        ..options.clone()
    };
    if commit.archives.is_empty() {
        // Nothing is known of it: what is given, if anything.
        return match run.archives.is_empty() {
            true => Err(unknown()),
            false => Ok(Some(run)),
        };
    }
    run.ingest = settings::from_text(&commit.settings).ok_or_else(unknown)?;
    let is_needed = |name: &str| {
        let mut rows = inspected.rows.iter();
        let is_read = |row: &FileRow| reads_all || files.contains_key(&row.path.key);
        inspected.rows.is_empty() || rows.any(|row| *row.path.root == *name && is_read(row))
    };
    run.archives.clear();
    for (name, folder) in &commit.archives {
        if !is_needed(name) {
            continue;
        }
        let path = folder.clone();
        if !folder.is_dir() {
            return Err(IndexError::NoArchive { path });
        }
        let rows = inspected.rows.iter().filter(|row| *row.path.root == **name);
        walk::refuse_emptied(&path, &options.index, rows.count())?;
        run.archives.push(path);
    }
    // Which archive had files is not known with the ledger lost.
    if let ([archive], []) = (&run.archives[..], &inspected.rows[..]) {
        let files = usize::try_from(commit.files).unwrap_or(usize::MAX);
        walk::refuse_emptied(archive, &options.index, files)?;
    }
    Ok(Some(run))
}

/// A folder for damaged files, made when there is one.
struct Aside<'a> {
    index: &'a Path,
    folder: Option<PathBuf>,
}

impl<'a> Aside<'a> {
    fn new(index: &'a Path) -> Self {
        Self {
            index,
            folder: None,
        }
    }

    /// Moves a file or a folder of the index, where it is there.
    fn take(&mut self, name: &str) -> Result<(), EngineError> {
        let from = self.index.join(name);
        if !from.exists() {
            return Ok(());
        }
        let fail = |source| write_error(self.index, source);
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => folder::new_set_aside(self.index).map_err(fail)?,
        };
        let to = self.folder.insert(folder).join(name);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(fail)?;
        }
        fs::rename(from, to).map_err(fail)?;
        sync_folder(self.index).map_err(fail)
    }
}

fn set_aside(inspected: &Inspected, aside: &mut Aside<'_>) -> Result<(), EngineError> {
    let index = aside.index;
    let fail = |source| write_error(index, source);
    let needs = &inspected.needs;
    if needs.whole {
        let ours = folder::all(index).map_err(fail)?;
        // The manifest goes last: without it, what is left is still told from another folder.
        let engines = [embedded::SEGMENTS, manifest::FILE];
        for name in ours.iter().map(String::as_str).chain(engines) {
            aside.take(name)?;
        }
        return Ok(());
    }
    for table in &needs.tables {
        aside.take(table)?;
    }
    let within = |name: &str| format!("{}/{name}", embedded::SEGMENTS);
    if !needs.segments.is_empty() {
        for file in embedded::drop_segments(index, &needs.segments)? {
            aside.take(&within(&file))?;
        }
    }
    if let Some(managed) = &needs.managed {
        aside.take(&within(managed))?;
        embedded::manage_files(index)?;
    }
    Ok(())
}

/// Commits what is left, as a run does that has not ended: files whose documents are not all there
/// are read again by the run that goes on.
fn forget(options: &Options, inspected: &Inspected) -> Result<(), EngineError> {
    let needs = &inspected.needs;
    if needs.files.is_empty() && needs.strangers.is_empty() {
        return Ok(());
    }
    let index = &options.index;
    let mut sink = open_sink(options)?;
    for key in &needs.strangers {
        sink.delete_file(*key)?;
    }
    let mut rows = inspected.rows.clone();
    let mut forgotten = Vec::new();
    for row in &mut rows {
        if let Some(there) = needs.files.get(&row.path.key) {
            row.forget();
            row.documents = *there;
            forgotten.push(row.clone());
        }
    }
    let mut commit = Commit {
        generation: inspected.commit.generation + 1,
        ..inspected.commit.clone()
    };
    let part = Part::write(
        index,
        commit.generation,
        &forgotten,
        &Profiles::default(),
        Vec::new(),
    );
    let part = part.map_err(|source| write_error(index, source))?;
    commit.journal.push(part);
    commit.count(rows.iter());
    commit_whole(&mut sink, index, &commit)?;
    sink.finish()
}
