//! Collects every match with its score.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects every matching document: segment, document, score.
pub(super) struct Everything;

pub(super) struct EverythingInSegment {
    segment: SegmentOrdinal,
    found: Vec<(u64, Score)>,
}

/// Packs segment and document into a candidate's address.
pub(super) fn address(segment: SegmentOrdinal, document: DocId) -> u64 {
    u64::from(segment) << 32 | u64::from(document)
}

impl Collector for Everything {
    type Fruit = Vec<(u64, Score)>;
    type Child = EverythingInSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        Ok(EverythingInSegment {
            segment,
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u64, Score)>>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for EverythingInSegment {
    type Fruit = Vec<(u64, Score)>;

    fn collect(&mut self, document: DocId, score: Score) {
        self.found.push((address(self.segment, document), score));
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}
