//! Many queries at once: which documents each of them matches, and how often.
//!
//! In: queries, what they have in common. Out: every document that matches any of them, once, with
//! the matches of each; totals of each. A document is fetched once, however many match it. Memory
//! is 8 bytes for each match of a query and a document, besides the 16 of each document.

use std::collections::HashSet;

use rayon::prelude::*;

use super::passages::Finder;
use super::reposts::{Reposts, kept};
use super::{AHEAD, Question, Search, plan};
use crate::engine::{Candidate, EngineError, SearchBackend};
use crate::model::hit::StoredDocument;
use crate::model::{Clusters, Hit, Query};

/// Queries that have been run together.
pub struct Batch<'a> {
    /// The documents of any of them, in order.
    any: Search<'a>,
    counters: Vec<Counter>,
}

/// What counts one query.
struct Counter {
    finder: Finder,
    has_strings: bool,
    /// The documents that match, by [`Candidate::address`], sorted.
    addresses: Vec<u64>,
}

/// A document that matches some of the queries.
#[derive(Debug, Clone)]
pub struct BatchHit {
    /// The document, without passages.
    pub hit: Hit,
    /// The queries that match it, by their positions, sorted; and how often they occur in its text,
    /// overlapping matches as one. 0: it matches by conditions or exclusions alone.
    pub counts: Vec<(usize, u64)>,
}

/// What one query has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Documents that match.
    pub documents: u64,
    /// Matches of the query's strings in their texts; none where it has no strings.
    pub occurrences: Option<u64>,
}

impl<'a> Batch<'a> {
    /// Runs queries under the filters, the order and the matching of `common`, whose own query is
    /// not asked.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn run(
        backend: &'a dyn SearchBackend,
        common: &Question,
        queries: &[Query],
    ) -> Result<Self, EngineError> {
        let asking = |query: Query| Question {
            query,
            ..common.clone()
        };
        let counter = |query: &Query| Counter::new(backend, &asking(query.clone()));
        Ok(Self {
            any: Search::run(backend, &asking(Query::Or(queries.to_vec())))?,
            counters: queries.par_iter().map(counter).collect::<Result<_, _>>()?,
        })
    }

    /// Makes the clusters of the index known, and folds the reposts that each query finds, or leaves
    /// out everything else. A policy may stay with two copies, where none matches all that the policy
    /// does.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn treat(mut self, clusters: Clusters, reposts: Reposts) -> Result<Self, EngineError> {
        self.any = self.any.with_clusters(clusters);
        if reposts == Reposts::Show {
            return Ok(self);
        }
        let ids = self.any.ids()?;
        let mut left: HashSet<u64> = HashSet::new();
        for counter in &mut self.counters {
            let all = self.any.candidates.iter().zip(&ids);
            let own = all.filter(|(candidate, _)| counter.matches(**candidate));
            let (addresses, ids): (Vec<u64>, Vec<u64>) =
                own.map(|(candidate, id)| (candidate.address, *id)).unzip();
            let (kept, _) = kept(&ids, &self.any.clusters, reposts);
            counter.addresses = kept.into_iter().map(|at| addresses[at]).collect();
            counter.addresses.sort_unstable();
            left.extend(&counter.addresses);
        }
        let candidates = self.any.candidates.iter();
        let is_left = |at: &usize| left.contains(&self.any.candidates[*at].address);
        let kept: Vec<usize> = (0..candidates.len()).filter(is_left).collect();
        self.any.keep(&kept);
        Ok(self)
    }

    /// Returns the search for any of the queries.
    #[must_use]
    pub fn any(&self) -> &Search<'a> {
        &self.any
    }

    /// Fetches the documents that match any of the queries, in order. A few are prepared ahead on
    /// all cores: memory stays bounded by 64 documents.
    pub fn hits(&self) -> impl Iterator<Item = Result<BatchHit, EngineError>> + '_ {
        let chunks = self.any.candidates.chunks(AHEAD);
        let hits = chunks.flat_map(|chunk| {
            let hits = chunk.par_iter().map(|candidate| self.hit(*candidate));
            hits.collect::<Vec<_>>()
        });
        hits.zip(1..).map(|(found, rank)| {
            let mut found = found?;
            found.hit.rank = rank;
            Ok(found)
        })
    }

    fn hit(&self, candidate: Candidate) -> Result<BatchHit, EngineError> {
        let document = self.any.fetch(candidate)?;
        Ok(BatchHit {
            counts: self.counts(candidate, &document),
            hit: Hit {
                rank: 0,
                score: candidate.score,
                cluster: self.any.clusters.id_of(document.id),
                folded: 0,
                document,
                passages: Vec::new(),
            },
        })
    }

    fn counts(&self, candidate: Candidate, document: &StoredDocument) -> Vec<(usize, u64)> {
        let counters = self.counters.iter().enumerate();
        counters
            .filter(|(_, counter)| counter.matches(candidate))
            .map(|(at, counter)| (at, counter.count(document)))
            .collect()
    }

    /// Counts the documents and the matches of each query, in their order.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn totals(&self) -> Result<Vec<Total>, EngineError> {
        let none = || vec![0; self.counters.len()];
        let candidates = self.any.candidates.par_iter();
        let occurrences = candidates
            .map(|candidate| -> Result<Vec<(usize, u64)>, EngineError> {
                let document = self.any.fetch(*candidate)?;
                Ok(self.counts(*candidate, &document))
            })
            .try_fold(none, |mut sums, counts| {
                for (at, count) in counts? {
                    sums[at] += count;
                }
                Ok(sums)
            })
            .try_reduce(none, |mut sums, others| {
                let pairs = sums.iter_mut().zip(others);
                pairs.for_each(|(sum, other)| *sum += other);
                Ok(sums)
            })?;
        let counters = self.counters.iter().zip(occurrences);
        Ok(counters
            .map(|(counter, occurrences)| Total {
                documents: counter.addresses.len() as u64,
                occurrences: counter.has_strings.then_some(occurrences),
            })
            .collect())
    }

    /// Returns how many documents each query matches, in their order; fetches none.
    pub fn documents(&self) -> impl Iterator<Item = usize> + '_ {
        let counters = self.counters.iter();
        counters.map(|counter| counter.addresses.len())
    }
}

impl Counter {
    fn new(backend: &dyn SearchBackend, question: &Question) -> Result<Self, EngineError> {
        let candidates = backend.search(&plan::plan(question, backend))?;
        let mut addresses: Vec<u64> = candidates.iter().map(|found| found.address).collect();
        addresses.sort_unstable();
        let matchers = plan::matchers(question, backend);
        Ok(Self {
            has_strings: !matchers.is_empty(),
            finder: Finder::new(matchers),
            addresses,
        })
    }

    fn matches(&self, candidate: Candidate) -> bool {
        self.addresses.binary_search(&candidate.address).is_ok()
    }

    fn count(&self, document: &StoredDocument) -> u64 {
        if !self.has_strings {
            return 0;
        }
        let passages = self.finder.passages(document);
        let matches = passages.iter().map(|passage| passage.spans.len() as u64);
        matches.sum()
    }
}
