//! The engine built in: tantivy. In: [`super::Record`]s, plans. Out: candidates, documents, counts.
//! Nothing above this folder sees a tantivy type.

mod backend;
mod check;
mod collectors;
mod columns;
mod excluded;
mod fields;
mod merging;
mod meta;
mod order;
mod queries;
mod queued;
mod reading;
mod sink;
mod stored;
pub mod tokenizers;
mod upkeep;

use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenReadError, OpenWriteError};

pub use backend::EmbeddedBackend;
pub use check::{DamagedFile, Inspection, inspect, manage_files};
pub use meta::{META_FILE, Meta, MetaError, Segment, drop_segments, list_files, orphans};
pub use sink::{EmbeddedSink, SinkOptions, settings};
pub use upkeep::Merged;

use super::EngineError;
use super::manifest::write_error;

/// Folder of the engine's own files within the index folder.
pub const SEGMENTS: &str = "segments";

/// Sorts tantivy's errors into ours.
fn engine_error(path: &Path, error: &TantivyError) -> EngineError {
    let io = match error {
        TantivyError::IoError(source) => Some(source.clone()),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            Some(io_error.clone())
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            Some(io_error.clone())
        }
        _ => None,
    };
    if let Some(source) = io {
        let kind = source.kind();
        if matches!(
            kind,
            std::io::ErrorKind::StorageFull
                | std::io::ErrorKind::QuotaExceeded
                | std::io::ErrorKind::PermissionDenied
                | std::io::ErrorKind::ReadOnlyFilesystem
        ) {
            return write_error(path, std::io::Error::new(kind, source.to_string()));
        }
    }
    EngineError::Broken {
        path: path.to_owned(),
        message: error.to_string(),
    }
}
