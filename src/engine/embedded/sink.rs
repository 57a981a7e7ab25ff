//! Writing: records → tantivy.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::indexer::IndexWriterOptions;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError, Term};

use super::fields::schema;
use super::merging::Merging;
use super::queued::{Fields, QueuedRecord};
use super::{SEGMENTS, engine_error, tokenizers};
use crate::engine::manifest::{self, Manifest, write_error};
use crate::engine::{EngineError, Hold, IndexSink, Record};

/// How to write.
#[derive(Debug, Clone, Copy)]
pub struct SinkOptions {
    /// Threads that tokenize and invert.
    pub threads: usize,
    /// Memory of all their arenas, in bytes. Not a ceiling: about twice as much at a flush.
    pub arena_bytes: usize,
}

/// Most writer threads tantivy takes.
const MAX_THREADS: usize = 8;
/// Smallest arena tantivy takes for a thread.
const ARENA_MINIMUM: usize = 15_000_000;
/// Largest arena tantivy takes for a thread (4 GiB − 1 MB), halved for safety.
const ARENA_MAXIMUM: usize = 2_000_000_000;

/// Takes records into a tantivy index.
pub struct EmbeddedSink {
    pub(super) writer: IndexWriter<QueuedRecord>,
    fields: Arc<Fields>,
    pub(super) path: PathBuf,
}

impl EmbeddedSink {
    /// Opens the index in `folder` for writing, or makes one there. The caller holds the lock.
    ///
    /// # Errors
    /// Any [`EngineError`] but `Locked`.
    pub fn open(folder: &Path, options: SinkOptions) -> Result<Self, EngineError> {
        match Manifest::check(folder) {
            Ok(_) => {}
            Err(EngineError::Missing { .. }) if folder.join(SEGMENTS).exists() => {
                let message = format!("{} is missing", manifest::FILE);
                return Err(EngineError::Broken {
                    path: folder.to_owned(),
                    message,
                });
            }
            Err(EngineError::Missing { .. }) => create(folder)?,
            Err(error) => return Err(error),
        }
        let fail = |error: TantivyError| sink_error(folder, &error);
        let segments = folder.join(SEGMENTS);
        let mut index = if Index::exists(&directory(folder)?).unwrap_or(false) {
            Index::open_in_dir(&segments).map_err(fail)?
        } else {
            Index::create(directory(folder)?, schema(), settings()).map_err(fail)?
        };
        index.set_tokenizers(tokenizers::manager());
        let threads = options.threads.clamp(1, MAX_THREADS);
        let arena = (options.arena_bytes / threads).clamp(ARENA_MINIMUM, ARENA_MAXIMUM);
        let writer_options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(arena)
            .build();
        let writer = index.writer_with_options(writer_options).map_err(fail)?;
        writer.set_merge_policy(Box::new(Merging));
        let fields = Arc::new(Fields::new(index.schema()));
        Ok(Self {
            writer,
            fields,
            path: folder.to_owned(),
        })
    }

    /// Returns what the last commit carries beside it; none before the first.
    ///
    /// # Errors
    /// [`EngineError::Broken`] when the index cannot be read.
    pub fn payload(&self) -> Result<Option<String>, EngineError> {
        let metas = self.writer.index().load_metas();
        Ok(metas
            .map_err(|error| sink_error(&self.path, &error))?
            .payload)
    }

    /// Waits until background merges are done.
    ///
    /// # Errors
    /// [`EngineError::Broken`] when a merge failed.
    pub fn finish(self) -> Result<(), EngineError> {
        let path = self.path;
        self.writer
            .wait_merging_threads()
            .map_err(|error| sink_error(&path, &error))
    }
}

/// How the engine stores documents.
#[must_use]
pub fn settings() -> IndexSettings {
    // The first level of zstd: as fast as lz4, a third smaller (DESIGN section 4).
    let compression = Compressor::Zstd(ZstdCompressor {
        compression_level: Some(1),
    });
    IndexSettings {
        docstore_compression: compression,
        ..Default::default()
    }
}

fn create(folder: &Path) -> Result<(), EngineError> {
    fs::create_dir_all(folder.join(SEGMENTS)).map_err(|source| write_error(folder, source))?;
    Manifest::current().write(folder)
}

pub(super) fn directory(folder: &Path) -> Result<tantivy::directory::MmapDirectory, EngineError> {
    tantivy::directory::MmapDirectory::open(folder.join(SEGMENTS))
        .map_err(|error| sink_error(folder, &TantivyError::from(error)))
}

/// Sorts a writer's error; one without a cause of its own may be a full disk.
pub(super) fn sink_error(path: &Path, error: &TantivyError) -> EngineError {
    match engine_error(path, error) {
        EngineError::Broken { path, .. } if is_full(&path) => EngineError::DiskFull { path },
        error => error,
    }
}

/// Whether the disk is full: a worker thread that died of it only says that it died.
fn is_full(path: &Path) -> bool {
    let probe = path.join(manifest::PROBE_FILE);
    let written = std::fs::write(&probe, vec![0; PROBE_BYTES]);
    // The probe is ours; if it cannot be removed, the next run's will replace it.
    let _ = std::fs::remove_file(&probe);
    matches!(written, Err(error) if matches!(
        error.kind(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
    ))
}

/// More than any one buffer tantivy flushes.
const PROBE_BYTES: usize = 1 << 20;

impl IndexSink for EmbeddedSink {
    fn put(&self, record: Record, hold: Option<Hold>) -> Result<(), EngineError> {
        let queued = QueuedRecord {
            fields: Arc::clone(&self.fields),
            record,
            _hold: hold,
        };
        self.writer
            .add_document(queued)
            .map_err(|error| sink_error(&self.path, &error))?;
        Ok(())
    }

    fn delete_file(&self, file_key: u64) -> Result<(), EngineError> {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.file_key, file_key));
        Ok(())
    }

    fn commit(&mut self, payload: &str) -> Result<(), EngineError> {
        let path = &self.path;
        let fail = |error: TantivyError| sink_error(path, &error);
        let mut prepared = self.writer.prepare_commit().map_err(fail)?;
        prepared.set_payload(payload);
        prepared.commit().map_err(fail)?;
        // The commit is a renamed file; whoever sweeps after it relies on its name being on disk.
        let segments = self.path.join(SEGMENTS);
        manifest::sync_folder(&segments).map_err(|source| write_error(path, source))
    }
}
