//! Documents of a query whose text matches, too: patterns and nearness, which no posting tells.
//!
//! The texts of all candidates are read and folded when the search begins, on all cores.

use std::sync::Arc;

use rayon::prelude::*;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, Value};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyDocument};

use crate::analysis::char_filter::fold;
use crate::analysis::matcher::Matcher;

/// Matches what a query matches and the text of which every matcher finds something in.
#[derive(Debug)]
pub(super) struct Verified {
    query: Box<dyn Query>,
    checks: Arc<[Matcher]>,
    display: Field,
}

impl Verified {
    /// `display` is the stored field of the text.
    pub(super) fn new(query: Box<dyn Query>, checks: Vec<Matcher>, display: Field) -> Self {
        Self {
            query,
            checks: checks.into(),
            display,
        }
    }
}

impl Clone for Verified {
    fn clone(&self) -> Self {
        Self {
            query: self.query.box_clone(),
            checks: Arc::clone(&self.checks),
            display: self.display,
        }
    }
}

impl Query for Verified {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(VerifiedWeight {
            candidates: self.query.weight(scoring)?,
            checks: Arc::clone(&self.checks),
            display: self.display,
        }))
    }
}

struct VerifiedWeight {
    candidates: Box<dyn Weight>,
    checks: Arc<[Matcher]>,
    display: Field,
}

/// Candidates read by one thread at a time: neighbours share blocks of the store.
const CHUNK: usize = 32;

impl VerifiedWeight {
    fn matching(
        &self,
        reader: &SegmentReader,
        candidates: &[(DocId, Score)],
    ) -> tantivy::Result<Vec<(DocId, Score)>> {
        let store = reader.get_store_reader(1)?;
        let mut matching = Vec::new();
        for (id, score) in candidates {
            let document: TantivyDocument = store.get(*id)?;
            let display = document
                .get_first(self.display)
                .and_then(|value| value.as_str())
                .unwrap_or_default();
            if matches(&self.checks, display) {
                matching.push((*id, *score));
            }
        }
        Ok(matching)
    }
}

/// Whether every matcher finds something in a line, in whichever.
fn matches(checks: &[Matcher], display: &str) -> bool {
    let mut open: Vec<&Matcher> = checks.iter().collect();
    for line in display.lines() {
        let folded = fold(line);
        open.retain(|matcher| !matcher.is_match(&folded.text));
        if open.is_empty() {
            return true;
        }
    }
    open.is_empty()
}

impl Weight for VerifiedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = self.candidates.scorer(reader, boost)?;
        let mut candidates = Vec::new();
        while scorer.doc() != TERMINATED {
            candidates.push((scorer.doc(), scorer.score()));
            scorer.advance();
        }
        let chunks: tantivy::Result<Vec<Vec<(DocId, Score)>>> = candidates
            .par_chunks(CHUNK)
            .map(|chunk| self.matching(reader, chunk))
            .collect();
        Ok(Box::new(Listed {
            documents: chunks?.concat(),
            next: 0,
        }))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.candidates.explain(reader, document)
    }
}

/// Walks a list of documents.
struct Listed {
    /// Increasing.
    documents: Vec<(DocId, Score)>,
    next: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.next = (self.next + 1).min(self.documents.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = &self.documents[self.next..];
        self.next += rest.partition_point(|(id, _)| *id < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents
            .get(self.next)
            .map_or(TERMINATED, |(id, _)| *id)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.documents.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for Listed {
    fn score(&mut self) -> Score {
        self.documents
            .get(self.next)
            .map_or(0.0, |(_, score)| *score)
    }
}
