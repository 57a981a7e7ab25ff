//! Reads an index through: is everything there, is it what was written, does it fit together.
//!
//! In: the index folder. Out: findings as data, damage and notes. Writes nothing and holds up no
//! writer; where another process commits meanwhile, the next state is read. Not its job: mending
//! (`repair`), what people see.

mod archives;
mod inspect;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use super::{Commit, folder, lock};
use crate::engine::EngineError;
use crate::engine::embedded::{self, META_FILE, Meta, MetaError};
use crate::engine::manifest::{self, Manifest};
use inspect::Inspecting;
pub(super) use inspect::{Inspected, Needs};

/// What may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Damage: a file is not there.
    Missing,
    /// Damage: a file is not what was written.
    Damaged,
    /// Damage: another program's index.
    OtherVersion,
    /// Damage: documents are missing, or too many.
    Miscounted,
    /// A note: the last run did not end.
    Unfinished,
    /// A note: a run is on its way.
    Running,
    /// A note: a file that no commit needs.
    Orphan,
    /// A note: an archive's folder is not there.
    NoArchive,
    /// A note: a file of an archive is not yet read.
    New,
    /// A note: a file of an archive changed since it was read, or is to be read again.
    Changed,
    /// A note: a file of an archive is gone, and its documents are still there.
    Vanished,
}

impl Fault {
    /// Returns whether the index is damaged by it.
    #[must_use]
    pub const fn is_damage(self) -> bool {
        matches!(
            self,
            Self::Missing | Self::Damaged | Self::OtherVersion | Self::Miscounted
        )
    }

    /// Returns the name used in exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::OtherVersion => "other-version",
            Self::Miscounted => "miscounted",
            Self::Unfinished => "unfinished",
            Self::Running => "running",
            Self::Orphan => "orphan",
            Self::NoArchive => "no-archive",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Vanished => "vanished",
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// Where: a file below the index folder, or a file of an archive, after the archive's name.
    pub path: String,
    /// More of it; may be empty.
    pub detail: String,
}

/// How an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything is there and fits together.
    Whole,
    /// Nothing was committed yet.
    Empty,
    /// Something is not what was written.
    Damaged,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How the index is.
    pub state: State,
    /// What was found, damage first.
    pub findings: Vec<Finding>,
    /// Documents of the segments that are whole.
    pub documents: u64,
    /// Files that the ledger names.
    pub files: u64,
}

/// How often a state is read that another process replaces meanwhile.
const RETRIES: usize = 10;

/// Reads an index through, and compares its archives with what it knows of them.
///
/// # Errors
/// [`EngineError::Missing`] and [`EngineError::NotAnIndex`] where there is no index,
/// [`EngineError::Locked`] where others commit faster than it can be read.
pub fn verify(index: &Path) -> Result<Verified, EngineError> {
    let mut inspected = settled(index)?;
    archives::compare(index, &mut inspected);
    if let Some(holder) = lock::holder(index) {
        // What its commit does not name yet is no orphan.
        let findings = &mut inspected.findings;
        findings.retain(|finding| finding.fault != Fault::Orphan);
        findings.push(note(Fault::Running, String::new(), holder));
    }
    let findings = &mut inspected.findings;
    findings.sort_by_key(|finding| !finding.fault.is_damage());
    Ok(Verified {
        state: inspected.state(),
        findings: inspected.findings,
        documents: inspected.documents,
        files: inspected.rows.len() as u64,
    })
}

/// Inspects a state that nobody replaced meanwhile, where damage is found.
fn settled(index: &Path) -> Result<Inspected, EngineError> {
    for _ in 0..RETRIES {
        let before = stamp(index);
        let inspected = inspect(index)?;
        let is_damaged = inspected.state() == State::Damaged;
        if !is_damaged || !inspected.has_moved && before == stamp(index) {
            return Ok(inspected);
        }
    }
    Err(EngineError::Locked {
        path: index.to_owned(),
        holder: lock::holder(index).unwrap_or_default(),
    })
}

/// What changes with every commit and every merge.
fn stamp(index: &Path) -> Option<Vec<u8>> {
    std::fs::read(index.join(embedded::SEGMENTS).join(META_FILE)).ok()
}

/// Reads one state through.
pub(super) fn inspect(index: &Path) -> Result<Inspected, EngineError> {
    let mut inspected = Inspected::default();
    let has_content = has_content(index);
    match Manifest::check(index) {
        Ok(_) => {}
        Err(EngineError::Missing { .. }) if has_content => {
            inspected.whole(Fault::Missing, manifest::FILE, String::new());
        }
        Err(EngineError::Missing { .. }) if index.join(manifest::LOCK_FILE).exists() => {
            inspected.is_empty = true;
            return Ok(inspected);
        }
        Err(EngineError::Fingerprint {
            part,
            found,
            expected,
            ..
        }) => {
            let detail = format!("{part} {found}, {expected}");
            inspected.whole(Fault::OtherVersion, manifest::FILE, detail);
        }
        Err(EngineError::Broken { message, .. }) => {
            inspected.whole(Fault::Damaged, manifest::FILE, message);
        }
        Err(error) => return Err(error),
    }
    let meta_path = format!("{}/{META_FILE}", embedded::SEGMENTS);
    let meta = match Meta::read(index) {
        Ok(meta) => meta,
        Err(MetaError::Missing) if !has_content => {
            inspected.is_empty = !inspected.needs.whole;
            return Ok(inspected);
        }
        Err(error) => {
            let fault = match &error {
                MetaError::Missing => Fault::Missing,
                _ => Fault::Damaged,
            };
            if let MetaError::Damaged { payload, .. } = &error {
                let payload = payload.as_deref();
                inspected.commit = payload.and_then(Commit::check).unwrap_or_default();
            }
            let detail = match error {
                MetaError::Missing => String::new(),
                error => error.to_string(),
            };
            inspected.whole(fault, &meta_path, detail);
            return Ok(inspected);
        }
    };
    let Some(payload) = &meta.payload else {
        // What stands beside is what the first commit was about to name.
        let files = folder::all(index).unwrap_or_default();
        if meta.segments.is_empty() && files.iter().all(|name| folder::is_of_first_commit(name)) {
            inspected.is_empty = !inspected.needs.whole;
        } else {
            inspected.whole(Fault::Damaged, &meta_path, "no commit".to_owned());
        }
        return Ok(inspected);
    };
    let Some(commit) = Commit::check(payload) else {
        inspected.whole(Fault::Damaged, &meta_path, "the commit changed".to_owned());
        return Ok(inspected);
    };
    inspected.commit = commit;
    if inspected.needs.whole {
        // Another version's tables are not for this one to read.
        return Ok(inspected);
    }
    Inspecting::new(index, &mut inspected).read(&meta);
    Ok(inspected)
}

/// Whether more than the beginnings of an index is there.
fn has_content(index: &Path) -> bool {
    let files = embedded::list_files(index).unwrap_or_default();
    let is_segment = |name: &str| !name.starts_with('.') && name != META_FILE;
    files.iter().any(|(name, _)| is_segment(name))
        || folder::all(index).is_ok_and(|ours| !ours.is_empty())
}

fn note(fault: Fault, path: String, detail: String) -> Finding {
    Finding {
        fault,
        path,
        detail,
    }
}

/// Names a file of an index folder as findings do.
fn below(index: &Path, path: &Path) -> String {
    let path = path.strip_prefix(index).map(PathBuf::from);
    path.unwrap_or_default()
        .to_string_lossy()
        .replace('\\', "/")
}
