//! L4: questions → hits. Parses a query, plans it, runs it on a backend, chooses passages.
//!
//! In: query text, filters, a [`SearchBackend`]. Out: [`Hit`]s in order, counts, facets. Not its
//! job: printing and files (`export`, `cli`).

pub mod filters;
pub mod parse;
pub mod passages;
pub mod plan;

use crate::engine::{Candidate, EngineError, SearchBackend};
use crate::model::hit::PassageHit;
use crate::model::{Facet, Filter, Hit, Plan, Query, Sort};
use passages::Finder;
use rayon::prelude::*;
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// The query.
    pub query: Query,
    /// Conditions on metadata, joined by AND.
    pub filters: Vec<Filter>,
    /// Order.
    pub sort: Sort,
    /// How words match where the strings need not be exact.
    pub matching: Matching,
    /// Values less sure than this, in hundredths, count as absent.
    pub min_confidence: Option<u8>,
}

/// How the query's strings match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// Exactly, as strings.
    #[default]
    Exact,
    /// Every word of the query occurs.
    AllWords,
    /// At least one word occurs.
    AnyWord,
}

/// Documents fetched for the first hits: about a screenful.
const FIRST: usize = 10;
/// Documents prepared ahead afterwards.
const AHEAD: usize = 64;

/// A running search: what matches is known, documents are fetched as they are asked for.
pub struct Search<'a> {
    backend: &'a dyn SearchBackend,
    plan: Plan,
    finder: Finder,
    candidates: Vec<Candidate>,
}

impl<'a> Search<'a> {
    /// Runs a question.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn run(backend: &'a dyn SearchBackend, question: &Question) -> Result<Self, EngineError> {
        let plan = plan::plan(question, backend);
        let candidates = backend.search(&plan)?;
        let finder = Finder::new(plan::marked_strings(question, backend));
        Ok(Self {
            backend,
            plan,
            finder,
            candidates,
        })
    }

    /// Returns the number of matching documents.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.candidates.len()
    }

    /// Returns the ids of the matching documents, in order, without fetching them.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn ids(&self) -> Result<Vec<u64>, EngineError> {
        self.backend.ids(&self.candidates)
    }

    /// Fetches the matching documents in order, with all their passages in text order. A few are
    /// prepared ahead on all cores: memory stays bounded by 64 documents.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit, EngineError>> + '_ {
        let (first, rest) = self.candidates.split_at(self.candidates.len().min(FIRST));
        std::iter::once(first)
            .chain(rest.chunks(AHEAD))
            .flat_map(|chunk| {
                let hits = chunk.par_iter().map(|candidate| self.hit(*candidate));
                hits.collect::<Vec<_>>()
            })
            .zip(1..)
            .map(|(hit, rank)| Ok(Hit { rank, ..hit? }))
    }

    fn hit(&self, candidate: Candidate) -> Result<Hit, EngineError> {
        let mut document = self.backend.fetch(candidate)?;
        if let Some(minimum) = self.plan.min_confidence {
            document.metadata.keep_sure(minimum);
        }
        let passages = self.finder.passages(&document);
        Ok(Hit {
            rank: 0,
            score: candidate.score,
            document,
            passages,
        })
    }

    /// Counts passages: as many as [`Search::hits`] gives.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn count_passages(&self) -> Result<u64, EngineError> {
        self.count(|passages| passages.len())
    }

    /// Counts the matches that the passages of [`Search::hits`] show.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn count_occurrences(&self) -> Result<u64, EngineError> {
        self.count(|passages| passages.iter().map(|passage| passage.spans.len()).sum())
    }

    fn count(&self, of: impl Fn(&[PassageHit]) -> usize + Sync) -> Result<u64, EngineError> {
        let count = |candidate: &Candidate| -> Result<u64, EngineError> {
            let document = self.backend.fetch(*candidate)?;
            Ok(of(&self.finder.passages(&document)) as u64)
        };
        self.candidates.par_iter().map(count).sum()
    }

    /// Counts the matching documents by a facet.
    ///
    /// # Errors
    /// Fails when the index cannot be read or the field cannot be counted by.
    pub fn facets(&self, field: &str) -> Result<Vec<Facet>, EngineError> {
        self.backend.facets(&self.plan, field)
    }

    /// Counts the further documents that match by values that are not sure enough.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn hidden_unsure(&self) -> Result<u64, EngineError> {
        if self.plan.min_confidence.is_none() {
            return Ok(0);
        }
        let plan = Plan {
            min_confidence: None,
            ..self.plan.clone()
        };
        let all = self.backend.count(&plan)?;
        Ok(all.saturating_sub(self.candidates.len() as u64))
    }

    /// Counts, for each filtered keyword field, the further documents that match everything else
    /// but have no value there: a filter must not hide silently.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn hidden_unknown(&self) -> Result<Vec<(String, u64)>, EngineError> {
        let mut hidden = Vec::new();
        for (index, filter) in self.plan.filters.iter().enumerate() {
            let Some((field, unknown)) = hides_unknown(filter) else {
                continue;
            };
            // The unsure are told apart from the unknown.
            let mut plan = Plan {
                min_confidence: None,
                ..self.plan.clone()
            };
            plan.filters[index] = unknown;
            let count = self.backend.count(&plan)?;
            if count > 0 {
                hidden.push((field, count));
            }
        }
        Ok(hidden)
    }
}

/// The field whose unknown values a filter leaves out, and the filter that asks for them.
fn hides_unknown(filter: &Filter) -> Option<(String, Filter)> {
    match filter {
        Filter::Keyword { field, values, .. } if !values.contains(&None) => {
            let unknown = Filter::Keyword {
                field: field.clone(),
                values: vec![None],
                prefixes: Vec::new(),
            };
            Some((field.clone(), unknown))
        }
        Filter::Date { unknown: false, .. } => {
            let unknown = Filter::Date {
                ranges: Vec::new(),
                unknown: true,
            };
            Some((crate::engine::record::DATE.to_owned(), unknown))
        }
        _ => None,
    }
}
