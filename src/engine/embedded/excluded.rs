//! All documents but those of another query.
//!
//! tantivy's own exclusion calls `seek_danger` on a phrase that has already ended, which a phrase
//! forbids (0.27: `Exclude::contains` against `PhraseScorer::seek_danger`). Here the excluded
//! documents are listed first.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Matches what a query does not match; every score is 0.
#[derive(Debug)]
pub(super) struct AllBut(pub(super) Box<dyn Query>);

impl Clone for AllBut {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for AllBut {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(AllButWeight(self.0.weight(scoring)?)))
    }
}

struct AllButWeight(Box<dyn Weight>);

impl Weight for AllButWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut excluded = Vec::new();
        self.0.for_each_no_score(reader, &mut |documents| {
            excluded.extend_from_slice(documents)
        })?;
        let mut remaining = Remaining {
            excluded,
            next: 0,
            current: 0,
            end: reader.max_doc(),
        };
        remaining.settle();
        Ok(Box::new(remaining))
    }

    fn explain(&self, _reader: &SegmentReader, _document: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("not excluded", 0.0))
    }
}

/// Walks the documents that are not excluded.
struct Remaining {
    /// Increasing.
    excluded: Vec<DocId>,
    /// The first excluded document not before the current one.
    next: usize,
    current: DocId,
    end: DocId,
}

impl Remaining {
    /// Moves on to the first document, from the current one, that is not excluded.
    fn settle(&mut self) {
        while self.excluded.get(self.next) == Some(&self.current) {
            self.next += 1;
            self.current += 1;
        }
        if self.current >= self.end {
            self.current = TERMINATED;
        }
    }
}

impl DocSet for Remaining {
    fn advance(&mut self) -> DocId {
        self.seek(self.current.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.current {
            self.current = target;
            let rest = &self.excluded[self.next..];
            self.next += rest.partition_point(|&document| document < target);
            self.settle();
        }
        self.current
    }

    fn doc(&self) -> DocId {
        self.current
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}

impl Scorer for Remaining {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_excluded_remains() {
        let walk = |excluded: &[DocId], end: DocId| {
            let mut remaining = Remaining {
                excluded: excluded.to_vec(),
                next: 0,
                current: 0,
                end,
            };
            remaining.settle();
            let mut seen = Vec::new();
            while remaining.doc() != TERMINATED {
                seen.push(remaining.doc());
                remaining.advance();
            }
            seen
        };
        assert_eq!(walk(&[], 3), [0, 1, 2]);
        assert_eq!(walk(&[0, 1, 4], 6), [2, 3, 5]);
        assert_eq!(walk(&[0, 1], 2), Vec::<DocId>::new());
        let mut remaining = Remaining {
            excluded: vec![1, 3, 4],
            next: 0,
            current: 0,
            end: 9,
        };
        assert_eq!(
            (remaining.seek(3), remaining.seek(4), remaining.seek(9)),
            (5, 5, TERMINATED)
        );
    }
}
