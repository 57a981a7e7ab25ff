//! The lock: one process at a time writes an index, and the next one can say who does.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::clock::utc;
use crate::engine::EngineError;
use crate::engine::manifest::{self, write_error};

/// Held while an index is written. The file stays; the lock is the system's, so it goes with the
/// process however that ends.
#[derive(Debug)]
pub struct IndexLock {
    file: File,
}

impl IndexLock {
    /// Takes the lock of an index folder, making the folder if needed.
    ///
    /// # Errors
    /// [`EngineError::Locked`] when another process has it; [`EngineError::NotAnIndex`] when the
    /// folder holds something else; [`EngineError::Write`] or [`EngineError::DiskFull`].
    pub fn acquire(index: &Path) -> Result<Self, EngineError> {
        // The file may be removed with its folder between opening and locking: then once more.
        for _ in 0..RETRIES {
            let lock = Self::try_acquire(index, 1)?;
            if lock.is_current(index) {
                return Ok(lock);
            }
        }
        Err(EngineError::Locked {
            path: index.to_owned(),
            holder: String::new(),
        })
    }

    /// Removes the index folder that the lock protects. The system lets the lock go with the file.
    pub(super) fn remove_folder(self, index: &Path) {
        // What cannot be removed is found and taken over by the next run.
        let _ = fs::remove_dir_all(index);
    }

    /// Whether the locked file is still the one in the folder.
    fn is_current(&self, index: &Path) -> bool {
        let there = index.join(manifest::LOCK_FILE).metadata();
        match (there, self.file.metadata()) {
            (Ok(there), Ok(ours)) => same_file(&there, &ours),
            _ => false,
        }
    }

    fn try_acquire(index: &Path, patience: usize) -> Result<Self, EngineError> {
        let fail = |source| write_error(index, source);
        if manifest::holds_something_else(index) {
            return Err(EngineError::NotAnIndex {
                path: index.to_owned(),
            });
        }
        fs::create_dir_all(index).map_err(fail)?;
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(index.join(manifest::LOCK_FILE))
            .map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if patience > 0 => {
                // Somebody may only be asking who holds it.
                std::thread::sleep(GLANCE);
                return Self::try_acquire(index, patience - 1);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(EngineError::Locked {
                    path: index.to_owned(),
                    holder: named(&mut file),
                });
            }
            Err(TryLockError::Error(source)) => return Err(fail(source)),
        }
        file.set_len(0).map_err(fail)?;
        file.rewind().map_err(fail)?;
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        writeln!(
            file,
            "process {}, since {} UTC",
            std::process::id(),
            utc(seconds)
        )
        .map_err(fail)?;
        Ok(Self { file })
    }
}

/// How long who only asks who holds a lock may take.
const GLANCE: Duration = Duration::from_millis(20);

/// Returns who writes an index just now, if anybody: reads only, and holds up no writer.
pub(super) fn holder(index: &Path) -> Option<String> {
    let mut file = File::open(index.join(manifest::LOCK_FILE)).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(named(&mut file)),
        // Let go at once, with the file.
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

/// Who holds a lock, as its file says.
fn named(file: &mut File) -> String {
    let mut holder = String::new();
    let _ = file.read_to_string(&mut holder);
    holder.trim().to_owned()
}

/// How often a vanishing lock file is tried again.
const RETRIES: usize = 8;

#[cfg(unix)]
fn same_file(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_holder_learns_who_is_first() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let first = IndexLock::acquire(&index).unwrap();
        let error = IndexLock::acquire(&index).unwrap_err();
        let EngineError::Locked { holder, .. } = error else {
            panic!("{error}")
        };
        assert!(holder.contains(&std::process::id().to_string()), "{holder}");
        assert_eq!(super::holder(&index), Some(holder));
        drop(first);
        assert_eq!(super::holder(&index), None);
        IndexLock::acquire(&index).unwrap();
    }

    #[test]
    fn a_folder_of_other_files_is_no_index() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "mine").unwrap();
        let error = IndexLock::acquire(folder.path()).unwrap_err();
        assert!(matches!(error, EngineError::NotAnIndex { .. }));
    }
}
