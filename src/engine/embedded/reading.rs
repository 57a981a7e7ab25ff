//! A directory that is only read: it locks where it may, and does without where it may not.
//!
//! tantivy takes a lock file even to open an index for reading. On a read-only disk, or in a folder
//! of somebody else, that file cannot be made; nobody can rewrite such a folder under our eyes but
//! its owner, and then the search fails and can be repeated.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::meta::MANAGED_FILE;

/// Reads through to a folder.
#[derive(Debug, Clone)]
pub(super) struct ReadingDirectory {
    folder: MmapDirectory,
    is_spectator: bool,
}

impl ReadingDirectory {
    /// Locks while a state is opened, so that its files stay until they are open.
    pub(super) fn new(folder: MmapDirectory) -> Self {
        Self {
            folder,
            is_spectator: false,
        }
    }

    /// Takes no lock, which would make a file, and does without the list of managed files, which may
    /// be damaged; files may go while they are opened.
    pub(super) fn spectator(folder: MmapDirectory) -> Self {
        Self {
            folder,
            is_spectator: true,
        }
    }
}

impl Directory for ReadingDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.folder.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.folder.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if self.is_spectator && path == Path::new(MANAGED_FILE) {
            return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
        }
        self.folder.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.folder.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.is_spectator {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        match self.folder.acquire_lock(lock) {
            Err(LockError::IoError(error)) if forbids_writing(error.kind()) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            locked => locked,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

fn forbids_writing(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}
