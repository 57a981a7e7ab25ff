//! Which segments are merged while documents are written.
//!
//! In: the segments of an index. Out: groups to be merged, as tantivy finds them: eight of like size.
//! Large ones stay as they are until there are many: merging a million documents in halves once more
//! takes as long as indexing a tenth of them, and a query asks the segments on all cores. Segments of
//! which much is deleted are written anew.

use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// So many segments become one.
const TOGETHER: usize = 8;
/// A segment of more documents is large.
const LARGE: u32 = 50_000;
/// Of more large segments the smallest are merged: a query does not look into hundreds.
const MOST_LARGE: usize = 32;
/// One document in so many is deleted of a segment that is written anew.
const DELETED: u32 = 4;

/// Merges like [`LogMergePolicy`] what is not large.
#[derive(Debug)]
pub(super) struct Merging;

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(TOGETHER);
        policy.set_max_docs_before_merge(LARGE as usize);
        let levels = policy.compute_merge_candidates(segments);
        // It merges a whole level, however many segments there are in it.
        let small = levels
            .iter()
            .flat_map(|level| level.0.chunks_exact(TOGETHER));
        let mut groups: Vec<MergeCandidate> =
            small.map(|group| MergeCandidate(group.to_vec())).collect();
        let large = segments.iter().filter(|segment| segment.num_docs() > LARGE);
        let mut large: Vec<&SegmentMeta> = large.collect();
        if large.len() > MOST_LARGE {
            large.sort_by_key(|segment| segment.num_docs());
            let smallest = large.iter().take(TOGETHER).map(|segment| segment.id());
            groups.push(MergeCandidate(smallest.collect()));
        }
        let merged: Vec<_> = groups
            .iter()
            .flat_map(|group| group.0.iter().copied())
            .collect();
        let is_worn = |segment: &&SegmentMeta| {
            segment.num_deleted_docs() > segment.max_doc() / DELETED
                && !merged.contains(&segment.id())
        };
        let worn = segments.iter().filter(is_worn);
        groups.extend(worn.map(|segment| MergeCandidate(vec![segment.id()])));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Index;
    use tantivy::index::SegmentId;
    use tantivy::schema::Schema;

    /// Documents of each segment, how many of them are deleted, and the merges that follow.
    type Case = (&'static [(u32, u32)], &'static [usize]);

    /// How many segments go into each merge, of segments of so many documents each, of which so many
    /// are deleted.
    fn merged(documents: &[(u32, u32)]) -> Vec<usize> {
        let index = Index::create_in_ram(Schema::builder().build());
        let segment = |(count, deleted): &(u32, u32)| {
            let segment = index.new_segment_meta(SegmentId::generate_random(), *count);
            segment.with_delete_meta(*deleted, 1)
        };
        let segments: Vec<SegmentMeta> = documents.iter().map(segment).collect();
        let groups = Merging.compute_merge_candidates(&segments);
        groups.iter().map(|group| group.0.len()).collect()
    }

    #[test]
    fn small_segments_are_merged_and_large_ones_stay() {
        let cases: [(&[u32], &[usize]); 7] = [
            (&[], &[]),
            (&[7_000; 7], &[]),
            (&[7_000; 8], &[8]),
            (&[7_000; 23], &[8, 8]),
            (&[60_000; 32], &[]),
            (&[60_000; 40], &[8]),
            (
                &[60_000, 60_000, 900, 900, 900, 900, 900, 900, 900, 900],
                &[8],
            ),
        ];
        for (documents, expected) in cases {
            let whole: Vec<(u32, u32)> = documents.iter().map(|count| (*count, 0)).collect();
            assert_eq!(merged(&whole), expected, "{documents:?}");
        }
    }

    #[test]
    fn segments_of_which_much_is_deleted_are_written_anew() {
        let cases: [Case; 4] = [
            (&[(100, 25)], &[]),
            (&[(100, 26), (100, 0)], &[1]),
            (&[(90_000, 30_000), (90_000, 9)], &[1]),
            // Not twice: it is merged with the others.
            (&[(7_000, 4_000); 8], &[8]),
        ];
        for (documents, expected) in cases {
            assert_eq!(merged(documents), expected, "{documents:?}");
        }
    }
}
