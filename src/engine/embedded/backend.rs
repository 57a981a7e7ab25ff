//! Reading: plans → candidates, documents, counts.

use std::ops::Bound;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, EnableScoring, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyError, Term};

use super::collectors::Everything;
use super::fields::field;
use super::queries::Queries;
use super::reading::ReadingDirectory;
use super::{SEGMENTS, columns, engine_error, order, tokenizers};
use crate::analysis::tokenizer::{Tokenizer, WordsOfShortText};
use crate::engine::manifest::Manifest;
use crate::engine::{Candidate, EngineError, FacetColumn, SearchBackend};
use crate::model::Plan;
use crate::model::hit::StoredDocument;
use crate::schema::{Schema, names};

/// An index of so many documents is asked on all cores, and so many found are ordered on all: waking
/// them takes longer than fewer take.
pub(super) const MANY_DOCUMENTS: u64 = 20_000;

/// One committed state of a tantivy index.
pub struct EmbeddedBackend {
    pub(super) searcher: Searcher,
    pub(super) path: PathBuf,
    payload: String,
}

impl EmbeddedBackend {
    /// Opens the last commit of the index in `folder`.
    ///
    /// # Errors
    /// [`EngineError::Missing`] where nothing was committed yet, and those of [`Manifest::check`].
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        Manifest::check(folder)?;
        let fail = |error: TantivyError| engine_error(folder, &error);
        let segments = folder.join(SEGMENTS);
        if !segments.join("meta.json").exists() {
            return Err(EngineError::Missing {
                path: folder.to_owned(),
            });
        }
        let directory = MmapDirectory::open(segments).map_err(|error| fail(error.into()))?;
        let mut index = Index::open(ReadingDirectory::new(directory)).map_err(fail)?;
        index.set_tokenizers(tokenizers::manager());
        let payload = || -> Result<Option<String>, EngineError> {
            Ok(index.load_metas().map_err(fail)?.payload)
        };
        let mut before = payload()?;
        loop {
            let reader = index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .doc_store_cache_num_blocks(64)
                .try_into()
                .map_err(fail)?;
            // A run may commit between the two: a payload must be that of the documents.
            let after = payload()?;
            if after != before {
                before = after;
                continue;
            }
            let Some(payload) = after else {
                return Err(EngineError::Missing {
                    path: folder.to_owned(),
                });
            };
            return Ok(Self {
                searcher: reader.searcher(),
                path: folder.to_owned(),
                payload,
            });
        }
    }

    /// Returns the index folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.path
    }

    /// Returns what the commit carries beside it.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    pub(super) fn error(&self, error: &TantivyError) -> EngineError {
        engine_error(&self.path, error)
    }

    /// Asks all segments; those of a large index at the same time.
    fn ask<C: Collector>(&self, query: &dyn Query, collector: &C) -> tantivy::Result<C::Fruit> {
        let searcher = &self.searcher;
        if searcher.num_docs() < MANY_DOCUMENTS {
            return searcher.search(query, collector);
        }
        let scoring = match collector.requires_scoring() {
            true => EnableScoring::enabled_from_searcher(searcher),
            false => EnableScoring::disabled_from_searcher(searcher),
        };
        let weight = query.weight(scoring)?;
        collector.check_schema(searcher.schema())?;
        let segments = searcher.segment_readers().par_iter().enumerate();
        let fruits: tantivy::Result<Vec<_>> = segments
            .map(|(segment, reader)| {
                let segment = u32::try_from(segment).unwrap_or(u32::MAX);
                collector.collect_segment(&*weight, segment, reader)
            })
            .collect();
        collector.merge_fruits(fruits?)
    }

    fn query(&self, plan: &Plan) -> Result<Box<dyn Query>, EngineError> {
        Queries::new(&self.searcher, plan.min_confidence)
            .plan(plan)
            .map_err(|error| self.error(&error))
    }
}

pub(super) fn unpack(address: u64) -> DocAddress {
    DocAddress::new(
        (address >> 32) as u32,
        (address & u64::from(u32::MAX)) as u32,
    )
}

impl SearchBackend for EmbeddedBackend {
    fn search(&self, plan: &Plan) -> Result<Vec<Candidate>, EngineError> {
        let query = self.query(plan)?;
        let found = self
            .ask(&*query, &Everything)
            .map_err(|error| self.error(&error))?;
        order::order(&self.searcher, plan, found).map_err(|error| self.error(&error))
    }

    fn count(&self, plan: &Plan) -> Result<u64, EngineError> {
        let query = self.query(plan)?;
        let count = self
            .ask(&*query, &Count)
            .map_err(|error| self.error(&error))?;
        Ok(count as u64)
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of documents")]
    fn estimate(&self, plan: &Plan, sample: u64) -> Result<f64, EngineError> {
        let share = self.documents() / sample.max(1);
        if share < 2 {
            return Ok(self.count(plan)? as f64);
        }
        // Ids are hashes: the lowest are those of documents taken at random.
        let id = field(self.searcher.schema(), names::DOC_ID);
        let last = Term::from_field_u64(id, u64::MAX / share);
        let sample = RangeQuery::new(Bound::Unbounded, Bound::Included(last));
        let both = BooleanQuery::intersection(vec![self.query(plan)?, Box::new(sample)]);
        let count = self.ask(&both, &Count);
        let count = count.map_err(|error| self.error(&error))?;
        // None of a sample is not none of all.
        Ok((count as f64 + 0.5) * share as f64)
    }

    fn count_both(&self, one: &Plan, other: &Plan) -> Result<u64, EngineError> {
        let both = BooleanQuery::intersection(vec![self.query(one)?, self.query(other)?]);
        let count = self.ask(&both, &Count);
        Ok(count.map_err(|error| self.error(&error))? as u64)
    }

    fn fetch(&self, candidate: Candidate) -> Result<StoredDocument, EngineError> {
        self.stored(unpack(candidate.address))
    }

    fn text(&self, candidate: Candidate) -> Result<String, EngineError> {
        self.display(unpack(candidate.address))
    }

    fn facet_column(
        &self,
        candidates: &[Candidate],
        name: &str,
        minimum: Option<u8>,
    ) -> Result<FacetColumn, EngineError> {
        let searcher = &self.searcher;
        match name {
            "date" => columns::dates(searcher, candidates, false, minimum),
            "date:month" => columns::dates(searcher, candidates, true, minimum),
            _ => {
                check_facet(name)?;
                columns::keywords(searcher, candidates, name, minimum)
            }
        }
        .map_err(|error| self.error(&error))
    }

    fn values(&self, name: &str) -> Result<Vec<String>, EngineError> {
        let name = field(self.searcher.schema(), name);
        let mut values = Vec::new();
        for reader in self.searcher.segment_readers() {
            let fail = |error: TantivyError| self.error(&error);
            let index = reader.inverted_index(name).map_err(fail)?;
            let mut terms = index.terms().stream().map_err(|error| fail(error.into()))?;
            while let Some((term, _)) = terms.next() {
                values.push(String::from_utf8_lossy(term).into_owned());
            }
        }
        values.sort_unstable();
        values.dedup();
        Ok(values)
    }

    fn ids(&self, candidates: &[Candidate]) -> Result<Vec<u64>, EngineError> {
        let ids = columns::Numbers::open(&self.searcher, names::DOC_ID)
            .map_err(|error| self.error(&error))?;
        let id = |candidate: &Candidate| ids.of(unpack(candidate.address), 0);
        Ok(candidates.iter().map(id).collect())
    }

    fn find(&self, id: u64) -> Result<Option<StoredDocument>, EngineError> {
        let term = Term::from_field_u64(field(self.searcher.schema(), names::DOC_ID), id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let collector = TopDocs::with_limit(1).order_by_score();
        let found = self
            .searcher
            .search(&query, &collector)
            .map_err(|error| self.error(&error))?;
        found
            .first()
            .map(|(_, address)| self.stored(*address))
            .transpose()
    }

    fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    fn words(&self, folded: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        WordsOfShortText.tokenize(folded, &mut tokens);
        tokens
            .iter()
            .map(|token| folded[token.start..token.end].to_owned())
            .collect()
    }
}

/// Refuses a keyword field that cannot be counted by.
fn check_facet(name: &str) -> Result<(), EngineError> {
    if Schema::get().facets().any(|facet| facet == name) {
        return Ok(());
    }
    Err(EngineError::NoFacet {
        field: name.to_owned(),
    })
}
