//! Which segments are merged while documents are written.
//!
//! In: the segments of an index. Out: groups to be merged. As tantivy does it, eight of like size at
//! a time, but the largest stay as they are: merging a million documents in halves once more takes as
//! long as indexing a tenth of them, and a query asks the segments on all cores.

use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Merges like [`LogMergePolicy`] what is not large.
#[derive(Debug)]
pub(super) struct Merging;

/// A segment of more documents is large.
const LARGE: usize = 50_000;
/// A segment with a larger share of all documents is large, too: however many there are, a query does
/// not look into hundreds of segments.
const SHARE: usize = 32;

/// How many documents a segment has at most that is merged, of so many in all.
fn most(documents: usize) -> usize {
    (documents / SHARE).max(LARGE)
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let documents = segments.iter().map(|segment| segment.num_docs() as usize);
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(most(documents.sum()));
        policy.compute_merge_candidates(segments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Index;
    use tantivy::schema::Schema;

    /// Segments of so many documents each.
    fn segments(documents: &[u32]) -> (Index, Vec<SegmentMeta>) {
        let index = Index::create_in_ram(Schema::builder().build());
        let segments = documents.iter().map(|count| {
            index.new_segment_meta(tantivy::index::SegmentId::generate_random(), *count)
        });
        let segments = segments.collect();
        (index, segments)
    }

    #[test]
    fn small_segments_are_merged_and_large_ones_stay() {
        let cases: [(&[u32], usize); 5] = [
            (&[7_000; 7], 0),
            (&[7_000; 8], 8),
            (&[60_000; 8], 0),
            // Of very many documents a like segment is small.
            (&[60_000; 40], 40),
            (&[60_000, 60_000, 900, 900, 900, 900, 900, 900, 900, 900], 8),
        ];
        for (documents, merged) in cases {
            let (_index, segments) = segments(documents);
            let groups = Merging.compute_merge_candidates(&segments);
            let count: usize = groups.iter().map(|group| group.0.len()).sum();
            assert_eq!(count, merged, "{documents:?}");
        }
    }
}
