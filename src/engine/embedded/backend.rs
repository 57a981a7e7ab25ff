//! Reading: plans → candidates, documents, counts.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyError, Term};

use super::collectors::{DateCounts, Everything, KeywordCounts};
use super::columns;
use super::fields::field;
use super::queries::{Queries, sure};
use super::reading::ReadingDirectory;
use super::{SEGMENTS, engine_error, tokenizers};
use crate::analysis::tokenizer::{Tokenizer, WordsOfShortText};
use crate::engine::manifest::Manifest;
use crate::engine::record::{DATE, FULL_WEIGHT};
use crate::engine::{Candidate, EngineError, FacetColumn, SearchBackend};
use crate::model::hit::StoredDocument;
use crate::model::{Facet, Plan, Sort};
use crate::schema::{Schema, names};

/// An index of so many documents is asked on all cores: waking them takes longer than a small one
/// takes to answer.
const MANY_DOCUMENTS: u64 = 20_000;

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

    /// Returns what the sort goes by first: nothing for relevance, the date otherwise; a date that is
    /// not sure enough is none.
    fn date_key(&self, plan: &Plan) -> Result<impl Fn(u64) -> Option<i64>, EngineError> {
        let mut columns = Vec::new();
        for reader in self.searcher.segment_readers() {
            let column = reader.fast_fields().i64(names::DATE_FROM);
            columns.push(column.map_err(|error| self.error(&error))?);
        }
        let sort = plan.sort;
        let is_sure = super::columns::sure_dates(&self.searcher, plan.min_confidence)
            .map_err(|error| self.error(&error))?;
        Ok(move |address: u64| {
            let at = unpack(address);
            let day = columns[at.segment_ord as usize].first(at.doc_id);
            let day = day.filter(|_| is_sure(at));
            match sort {
                Sort::Relevance => None,
                Sort::Date => Some(day.unwrap_or(i64::MAX)),
                Sort::DateDescending => Some(day.map_or(i64::MAX, |day| -day)),
            }
        })
    }

    /// Counts by year or by month; dates that are not sure enough are none.
    fn date_facets(
        &self,
        query: &dyn Query,
        minimum: Option<u8>,
        by_month: bool,
    ) -> Result<Vec<Facet>, EngineError> {
        let collector = DateCounts { by_month };
        let (counts, without) = match minimum {
            None => self.ask(query, &collector),
            Some(minimum) => {
                let sure = sure::any(self.searcher.schema(), DATE, minimum);
                let dated = BooleanQuery::intersection(vec![query.box_clone(), sure]);
                let all = self.ask(query, &Count);
                let found = self.ask(&dated, &collector);
                all.and_then(|all| {
                    let (counts, _) = found?;
                    let dated: u64 = counts.values().sum();
                    Ok((counts, all as u64 - dated))
                })
            }
        }
        .map_err(|error| self.error(&error))?;
        let newest_first = counts.into_iter().rev();
        let counts =
            newest_first.map(|(value, count)| (columns::print_period(value, by_month), count));
        Ok(with_unknown(counts, without))
    }

    fn id_of(&self) -> Result<impl Fn(u64) -> u64, EngineError> {
        self.numbers(names::DOC_ID, 0)
    }

    /// Returns the reader of a number column, with what stands for no number.
    fn numbers(&self, name: &str, absent: u64) -> Result<impl Fn(u64) -> u64, EngineError> {
        let mut columns = Vec::new();
        for reader in self.searcher.segment_readers() {
            let column = reader.fast_fields().u64(name);
            columns.push(column.map_err(|error| self.error(&error))?);
        }
        Ok(move |address: u64| {
            let at = unpack(address);
            columns[at.segment_ord as usize]
                .first(at.doc_id)
                .unwrap_or(absent)
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most 1000")]
fn thousandths(weight: u64) -> f32 {
    weight as f32 / FULL_WEIGHT as f32
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
        let (date, id) = (self.date_key(plan)?, self.id_of()?);
        let weight = self.numbers(names::WEIGHT, FULL_WEIGHT)?;
        let mut candidates: Vec<Candidate> = found
            .into_iter()
            .map(|(address, score)| Candidate {
                address,
                score: score * thousandths(weight(address)),
            })
            .collect();
        let by_score = |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score);
        candidates.sort_unstable_by(|a, b| {
            let by_date = match plan.sort {
                Sort::Relevance => Ordering::Equal,
                _ => date(a.address).cmp(&date(b.address)),
            };
            by_date
                .then_with(|| by_score(a, b))
                // Filters alone give every document the score 0.
                .then_with(|| weight(b.address).cmp(&weight(a.address)))
                .then_with(|| id(a.address).cmp(&id(b.address)))
        });
        Ok(candidates)
    }

    fn count(&self, plan: &Plan) -> Result<u64, EngineError> {
        let query = self.query(plan)?;
        let count = self
            .ask(&*query, &Count)
            .map_err(|error| self.error(&error))?;
        Ok(count as u64)
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

    fn facets(&self, plan: &Plan, name: &str) -> Result<Vec<Facet>, EngineError> {
        let query = self.query(plan)?;
        match name {
            "date" => return self.date_facets(&*query, plan.min_confidence, false),
            "date:month" => return self.date_facets(&*query, plan.min_confidence, true),
            _ => check_facet(name)?,
        }
        let collector = match plan.min_confidence {
            None => KeywordCounts {
                field: name.to_owned(),
                bounds: None,
            },
            Some(minimum) => KeywordCounts {
                field: names::CONFIDENCE.to_owned(),
                bounds: Some(sure::bounds(name, minimum)),
            },
        };
        let found = self.ask(&*query, &collector);
        let (mut counts, without) = found.map_err(|error| self.error(&error))?;
        if plan.min_confidence.is_some() {
            counts = values_of(counts);
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(with_unknown(counts.into_iter(), without))
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
        let id = self.id_of()?;
        Ok(candidates
            .iter()
            .map(|candidate| id(candidate.address))
            .collect())
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

/// Takes field and confidence off the terms; the counts of one value are summed.
fn values_of(terms: Vec<(String, u64)>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (term, count) in terms {
        let value = term.splitn(3, '|').nth(2).unwrap_or_default();
        *counts.entry(value.to_owned()).or_default() += count;
    }
    counts.into_iter().collect()
}

fn with_unknown(counts: impl Iterator<Item = (String, u64)>, without: u64) -> Vec<Facet> {
    let unknown = (without > 0).then_some(Facet {
        value: None,
        count: without,
    });
    counts
        .map(|(value, count)| Facet {
            value: Some(value),
            count,
        })
        .chain(unknown)
        .collect()
}
