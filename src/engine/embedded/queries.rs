//! Plan → tantivy query.

pub(super) mod sure;

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{Searcher, Term};

use super::excluded::AllBut;
use super::fields::field;
use crate::engine::record::DATE;
use crate::model::{Clause, Filter, Plan};
use crate::schema::names;

/// How much a match in the title counts beside one in the text (judgement; no relevance data yet).
const TITLE_BOOST: f32 = 2.0;

/// Builds queries over one committed state.
pub(super) struct Queries<'a> {
    searcher: &'a Searcher,
    schema: &'a Schema,
    /// Values less sure than this, in hundredths, count as absent.
    minimum: Option<u8>,
}

impl<'a> Queries<'a> {
    pub(super) fn new(searcher: &'a Searcher, minimum: Option<u8>) -> Self {
        Self {
            searcher,
            schema: searcher.schema(),
            minimum,
        }
    }

    /// Builds the query of a plan.
    pub(super) fn plan(&self, plan: &Plan) -> tantivy::Result<Box<dyn Query>> {
        let mut clauses = vec![(Occur::Must, self.clause(&plan.clause)?)];
        for filter in &plan.filters {
            clauses.push((Occur::Must, self.unscored(filter)?));
        }
        for title in &plan.title_strings {
            let query = exact(field(self.schema, names::TITLE_CHAR), title);
            clauses.push((Occur::Should, Box::new(BoostQuery::new(query, TITLE_BOOST))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn clause(&self, clause: &Clause) -> tantivy::Result<Box<dyn Query>> {
        let all =
            |clauses: &[Clause], occur: Occur| -> tantivy::Result<Vec<(Occur, Box<dyn Query>)>> {
                clauses
                    .iter()
                    .map(|clause| Ok((occur, self.clause(clause)?)))
                    .collect()
            };
        Ok(match clause {
            Clause::Everything => Box::new(AllQuery),
            Clause::Exact(text) => exact(field(self.schema, names::BODY_CHAR), text),
            Clause::Words { words, any } => self.words(words, *any),
            Clause::Filter(filter) => self.unscored(filter)?,
            Clause::And(clauses) => Box::new(BooleanQuery::new(all(clauses, Occur::Must)?)),
            Clause::Or(clauses) => Box::new(BooleanQuery::new(all(clauses, Occur::Should)?)),
            Clause::Not(clause) => Box::new(AllBut(self.clause(clause)?)),
        })
    }

    fn words(&self, words: &[String], any: bool) -> Box<dyn Query> {
        let body = field(self.schema, names::BODY);
        let occur = if any { Occur::Should } else { Occur::Must };
        let terms = words.iter().map(|word| {
            let term = Term::from_field_text(body, word);
            let query: Box<dyn Query> =
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (occur, query)
        });
        Box::new(BooleanQuery::new(terms.collect()))
    }

    fn unscored(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        Ok(Box::new(ConstScoreQuery::new(self.filter(filter)?, 0.0)))
    }

    fn filter(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        if let Some(minimum) = self.minimum {
            return sure::filter_query(self.searcher, filter, minimum);
        }
        Ok(match filter {
            Filter::Keyword {
                field: name,
                values,
                prefixes,
            } => {
                let terms = values.iter().map(|value| match value {
                    Some(value) => Term::from_field_text(field(self.schema, name), value),
                    None => Term::from_field_text(field(self.schema, names::MISSING), name),
                });
                let mut queries: Vec<Box<dyn Query>> = vec![Box::new(TermSetQuery::new(terms))];
                for prefix in prefixes {
                    let pattern = format!("{}.*", escape(prefix));
                    let name = field(self.schema, name);
                    queries.push(Box::new(RegexQuery::from_pattern(&pattern, name)?));
                }
                Box::new(BooleanQuery::union(queries))
            }
            Filter::Date { ranges, unknown } => {
                let mut queries = overlapping_any(self.schema, ranges);
                if *unknown {
                    let term = Term::from_field_text(field(self.schema, names::MISSING), DATE);
                    queries.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
                }
                Box::new(BooleanQuery::union(queries))
            }
        })
    }
}

/// A string as a phrase of characters.
fn exact(field: Field, text: &str) -> Box<dyn Query> {
    let mut buffer = [0; 4];
    let mut terms: Vec<Term> = text
        .chars()
        .map(|character| Term::from_field_text(field, character.encode_utf8(&mut buffer)))
        .collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(
            terms.remove(0),
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// Dates that overlap each of the ranges.
fn overlapping_any(schema: &Schema, ranges: &[(Option<i64>, Option<i64>)]) -> Vec<Box<dyn Query>> {
    let overlapping = ranges.iter().map(|range| overlapping(schema, *range));
    overlapping.collect()
}

/// Dates that overlap a range: the first day is not after its end, the last not before its start.
fn overlapping(schema: &Schema, (from, to): (Option<i64>, Option<i64>)) -> Box<dyn Query> {
    let bound = |name, value: Option<i64>| {
        value.map_or(Bound::Unbounded, |value| {
            Bound::Included(Term::from_field_i64(field(schema, name), value))
        })
    };
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    if from.is_some() {
        let lower = bound(names::DATE_TO, from);
        queries.push(Box::new(RangeQuery::new(lower, Bound::Unbounded)));
    }
    if to.is_some() {
        let upper = bound(names::DATE_FROM, to);
        queries.push(Box::new(RangeQuery::new(Bound::Unbounded, upper)));
    }
    if queries.is_empty() {
        return Box::new(AllQuery);
    }
    Box::new(BooleanQuery::intersection(queries))
}

fn escape(prefix: &str) -> String {
    let mut escaped = String::with_capacity(prefix.len() + 8);
    for character in prefix.chars() {
        if character.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
