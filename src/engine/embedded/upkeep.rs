//! What a writer does besides taking documents: removes files that nothing needs, merges segments.
//!
//! In: an opened sink whose last commit stands. Out: fewer files, the same documents and payload. Not
//! its job: the files beside the engine's (`indexer`).

use std::fs;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::indexer::NoMergePolicy;

use super::meta::{self, Meta};
use super::sink::{EmbeddedSink, sink_error};
use super::{SEGMENTS, engine_error};
use crate::engine::EngineError;
use crate::engine::manifest::write_error;

/// What merging did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// Segments before.
    pub before: usize,
    /// Segments after.
    pub after: usize,
    /// Deleted documents that were still there.
    pub dropped: u64,
}

/// Most documents in a merged segment: half of what tantivy takes.
const MAX_DOCUMENTS: u64 = 1 << 30;

impl EmbeddedSink {
    /// Removes the engine's files that the last commit does not need. A reader goes on with those it
    /// has open.
    ///
    /// # Errors
    /// Fails when the index cannot be read or written.
    pub fn collect_garbage(&self) -> Result<(), EngineError> {
        let fail = |error: TantivyError| sink_error(&self.path, &error);
        self.writer.garbage_collect_files().wait().map_err(fail)?;
        // What the engine has lost sight of.
        let folder = self.path.as_path();
        let Ok(meta) = Meta::read(folder) else {
            return Ok(());
        };
        let files = meta::orphans(folder, &meta).map_err(|source| write_error(folder, source))?;
        for (name, _) in files {
            let removed = fs::remove_file(folder.join(SEGMENTS).join(name));
            removed.map_err(|source| write_error(folder, source))?;
        }
        Ok(())
    }

    /// Merges all segments into one, or as few as hold the documents; those deleted go. The payload
    /// stays.
    ///
    /// # Errors
    /// Fails when there is no space for the new segment, or the index cannot be read; then the old
    /// segments stand.
    pub fn merge(&mut self) -> Result<Merged, EngineError> {
        let path = self.path.clone();
        let fail = |error: TantivyError| sink_error(&path, &error);
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
        let segments = self.writer.index().searchable_segment_metas();
        let mut segments = segments.map_err(fail)?;
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
        let dropped = segments
            .iter()
            .map(|segment| u64::from(segment.num_deleted_docs()));
        let mut merged = Merged {
            before: segments.len(),
            after: 0,
            dropped: dropped.sum(),
        };
        let mut groups: Vec<(u64, Vec<_>)> = Vec::new();
        for segment in &segments {
            let count = u64::from(segment.num_docs());
            let place = groups
                .iter_mut()
                .find(|(documents, _)| documents + count <= MAX_DOCUMENTS);
            match place {
                Some((documents, group)) => {
                    *documents += count;
                    group.push(segment);
                }
                None => groups.push((count, vec![segment])),
            }
        }
        for (_, group) in groups {
            if group.len() > 1 || group.iter().any(|segment| segment.has_deletes()) {
                let ids: Vec<_> = group.iter().map(|segment| segment.id()).collect();
                self.writer.merge(&ids).wait().map_err(fail)?;
            }
        }
        drop(segments);
        self.collect_garbage()?;
        merged.after = segments_of(&path, self)?;
        Ok(merged)
    }
}

fn segments_of(path: &Path, sink: &EmbeddedSink) -> Result<usize, EngineError> {
    let segments = sink.writer.index().searchable_segment_ids();
    Ok(segments.map_err(|error| engine_error(path, &error))?.len())
}
