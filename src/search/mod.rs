//! L4: questions → hits. Parses a query, plans it, runs it on a backend, chooses passages.
//!
//! In: query text, filters, a [`SearchBackend`]. Out: [`Hit`]s in order, counts, facets. Not its
//! job: printing and files (`export`, `cli`).

pub mod batch;
mod calendar;
pub mod changes;
pub mod conditions;
pub mod coverage;
pub mod crosstab;
pub mod describe;
mod facets;
pub mod filters;
pub mod numerals;
pub mod parse;
pub mod passages;
pub mod plan;
pub mod reposts;
pub mod rerank;
pub mod sample;
pub mod terms;
pub mod widen;

use crate::engine::{Candidate, EngineError, FacetColumn, SearchBackend};
use crate::model::hit::{PassageHit, StoredDocument};
use crate::model::{Clause, Clusters, Facet, Filter, Hit, Plan, Query, Sort};
use numerals::Matches;
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
    has_strings: bool,
    candidates: Vec<Candidate>,
    clusters: Clusters,
    /// Copies left out for each candidate; empty where none are.
    folded: Vec<u64>,
}

impl<'a> Search<'a> {
    /// Runs a question.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn run(backend: &'a dyn SearchBackend, question: &Question) -> Result<Self, EngineError> {
        let plan = plan::plan(question, backend);
        let candidates = backend.search(&plan)?;
        let matchers = plan::matchers(question, backend);
        Ok(Self {
            backend,
            plan,
            has_strings: !matchers.is_empty(),
            finder: Finder::new(matchers),
            candidates,
            clusters: Clusters::default(),
            folded: Vec::new(),
        })
    }

    /// Returns the number of matching documents.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.candidates.len()
    }

    /// Puts the first 200 documents into a better order ([`rerank`]), where they are ordered by
    /// relevance.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn rerank(&mut self, question: &Question) -> Result<(), EngineError> {
        if question.sort != Sort::Relevance {
            return Ok(());
        }
        rerank::rerank(self.backend, question, &mut self.candidates)
    }

    /// Keeps these of the matching documents only, in this order.
    ///
    /// # Panics
    /// Where a position is not one of a matching document.
    pub fn keep(&mut self, positions: &[usize]) {
        let kept = positions.iter().map(|&at| self.candidates[at]);
        self.candidates = kept.collect();
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
            .zip(self.folded.iter().copied().chain(std::iter::repeat(0)))
            .map(|((hit, rank), folded)| {
                Ok(Hit {
                    rank,
                    folded,
                    ..hit?
                })
            })
    }

    /// A document, without the values that are not sure enough.
    fn fetch(&self, candidate: Candidate) -> Result<StoredDocument, EngineError> {
        let mut document = self.backend.fetch(candidate)?;
        if let Some(minimum) = self.plan.min_confidence {
            document.metadata.keep_sure(minimum);
        }
        Ok(document)
    }

    fn hit(&self, candidate: Candidate) -> Result<Hit, EngineError> {
        let document = self.fetch(candidate)?;
        let passages = self.finder.passages(&document);
        Ok(Hit {
            rank: 0,
            score: candidate.score,
            cluster: self.clusters.id_of(document.id),
            folded: 0,
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

    /// Returns whether the query has strings that occur in texts, besides conditions.
    #[must_use]
    pub fn has_strings(&self) -> bool {
        self.has_strings
    }

    /// Counts the matches of the query's strings in each matching document, in order. Empty where the
    /// query has no strings: then no document is fetched.
    fn matches(&self) -> Result<Vec<Matches>, EngineError> {
        if !self.has_strings {
            return Ok(Vec::new());
        }
        let count = |candidate: &Candidate| -> Result<Matches, EngineError> {
            let document = self.backend.fetch(*candidate)?;
            Ok(Matches::of(&self.finder.passages(&document)))
        };
        self.candidates.par_iter().map(count).collect()
    }

    /// Returns the values of a facet that each matching document has, in order, without fetching
    /// them.
    ///
    /// # Errors
    /// Fails when the index cannot be read or the field cannot be counted by.
    pub fn facet_column(&self, field: &str) -> Result<FacetColumn, EngineError> {
        let minimum = self.plan.min_confidence;
        self.backend.facet_column(&self.candidates, field, minimum)
    }

    /// Counts the matching documents by the values of each of some facet fields, most frequent first
    /// (dates newest first), those without a value last.
    ///
    /// # Errors
    /// Fails when the index cannot be read or a field cannot be counted by.
    pub fn facets<S>(&self, fields: &[S]) -> Result<Vec<Vec<Facet>>, EngineError>
    where
        S: AsRef<str> + Sync,
    {
        let minimum = self.plan.min_confidence;
        facets::facets(self.backend, &self.candidates, fields, minimum)
    }

    /// Counts the further documents that match by values that are not sure enough.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn hidden_unsure(&self) -> Result<u64, EngineError> {
        hidden_unsure(self.backend, &self.plan)
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
            let mut others = self.plan.clone();
            others.filters.remove(index);
            // Truly without a value, not with an unsure one; the other conditions stay as they are.
            let without = Plan {
                filters: vec![unknown],
                ..everything()
            };
            let count = self.backend.count_both(&others, &without)?;
            if count > 0 {
                hidden.push((field, count));
            }
        }
        Ok(hidden)
    }
}

/// Counts the documents that a plan leaves out because values are not sure enough.
///
/// # Errors
/// Fails when the index cannot be read.
pub fn hidden_unsure(backend: &dyn SearchBackend, plan: &Plan) -> Result<u64, EngineError> {
    if plan.min_confidence.is_none() {
        return Ok(0);
    }
    let plain = Plan {
        min_confidence: None,
        ..plan.clone()
    };
    // `unknown` and exclusions keep documents that the plain plan does not: a difference of the
    // two counts would be too small.
    let kept = backend.count_both(&plain, plan)?;
    Ok(backend.count(&plain)?.saturating_sub(kept))
}

/// The plan of every document.
#[must_use]
pub fn everything() -> Plan {
    Plan {
        clause: Clause::Everything,
        filters: Vec::new(),
        title_strings: Vec::new(),
        sort: Sort::Relevance,
        min_confidence: None,
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
