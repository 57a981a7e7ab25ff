//! Plan → tantivy query.

mod superset;
pub(super) mod sure;
mod verified;

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{Searcher, Term};

use super::excluded::AllBut;
use super::fields::field;
use crate::analysis::matcher::Matcher;
use crate::engine::record::DATE;
use crate::model::{Clause, Filter, Plan};
use crate::schema::names;
use verified::Verified;

/// How much a match in the title counts beside one in the text (judgement; no relevance data yet).
const TITLE_BOOST: f32 = 2.0;

/// How much a character of the words counts beside a word, where any word is enough (set on half of
/// the questions of `benches/relevance.rs`).
const CHARACTER_BOOST: f32 = 0.5;

/// What finds at least the documents asked for, and what their texts must match besides.
struct Superset {
    query: Box<dyn Query>,
    checks: Vec<Matcher>,
}

impl Superset {
    fn exactly(query: Box<dyn Query>) -> Self {
        Self {
            query,
            checks: Vec::new(),
        }
    }
}

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
        let Superset { query, checks } = self.clause(&plan.clause)?;
        let mut clauses = vec![(Occur::Must, query)];
        for filter in &plan.filters {
            clauses.push((Occur::Must, self.unscored(filter)?));
        }
        for title in &plan.title_strings {
            let query = exact(field(self.schema, names::TITLE_CHAR), title);
            clauses.push((Occur::Should, Box::new(BoostQuery::new(query, TITLE_BOOST))));
        }
        // Texts are read last: of what the filters leave, too.
        let query = Box::new(BooleanQuery::new(clauses));
        Ok(self.verified(Superset { query, checks }))
    }

    fn clause(&self, clause: &Clause) -> tantivy::Result<Superset> {
        Ok(match clause {
            Clause::Everything => Superset::exactly(Box::new(AllQuery)),
            Clause::Exact(text) => Superset::exactly(exact(self.characters(), text)),
            Clause::Pattern(pattern) => Superset {
                query: superset::of_pattern(self.characters(), pattern),
                checks: vec![Matcher::pattern(pattern)],
            },
            Clause::Near(near) => Superset {
                query: superset::of_near(self.characters(), near),
                checks: vec![Matcher::near(near)],
            },
            Clause::Words { words, any, beside } => {
                let found = self.words(words, *any);
                Superset::exactly(if *any {
                    self.lifted(found, words, beside)
                } else {
                    found
                })
            }
            Clause::Filter(filter) => Superset::exactly(self.unscored(filter)?),
            Clause::And(clauses) => self.all(clauses)?,
            Clause::Or(clauses) => {
                let mut any: Vec<Box<dyn Query>> = Vec::new();
                for clause in clauses {
                    any.push(self.verified(self.clause(clause)?));
                }
                Superset::exactly(Box::new(BooleanQuery::union(any)))
            }
            Clause::Not(clause) => {
                let excluded = self.verified(self.clause(clause)?);
                Superset::exactly(Box::new(AllBut(excluded)))
            }
        })
    }

    /// What must all hold; what the text is asked besides is asked once, of what all leave.
    fn all(&self, clauses: &[Clause]) -> tantivy::Result<Superset> {
        let (mut queries, mut checks) = (Vec::new(), Vec::new());
        for clause in clauses {
            let superset = self.clause(clause)?;
            queries.push(superset.query);
            checks.extend(superset.checks);
        }
        let query = Box::new(BooleanQuery::intersection(queries));
        Ok(Superset { query, checks })
    }

    fn verified(&self, superset: Superset) -> Box<dyn Query> {
        if superset.checks.is_empty() {
            return superset.query;
        }
        let display = field(self.schema, names::DISPLAY);
        Box::new(Verified::new(superset.query, superset.checks, display))
    }

    fn characters(&self) -> Field {
        field(self.schema, names::BODY_CHAR)
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

    /// What is found by some words, ordered by the others and by the characters of all, too.
    fn lifted(&self, found: Box<dyn Query>, words: &[String], beside: &[String]) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, found)];
        if !beside.is_empty() {
            clauses.push((Occur::Should, self.words(beside, true)));
        }
        let all = words.iter().chain(beside);
        let mut characters: Vec<char> = all.flat_map(|word| word.chars()).collect();
        characters.sort_unstable();
        characters.dedup();
        for character in characters {
            let query = exact(self.characters(), character.encode_utf8(&mut [0; 4]));
            let query = BoostQuery::new(query, CHARACTER_BOOST);
            clauses.push((Occur::Should, Box::new(query)));
        }
        Box::new(BooleanQuery::new(clauses))
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
    phrase(field, text.chars().enumerate().collect())
}

/// Characters at their distances from the first one.
fn phrase(field: Field, characters: Vec<(usize, char)>) -> Box<dyn Query> {
    let mut buffer = [0; 4];
    let mut terms: Vec<(usize, Term)> = characters
        .into_iter()
        .map(|(at, character)| {
            let term = Term::from_field_text(field, character.encode_utf8(&mut buffer));
            (at, term)
        })
        .collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(
            terms.remove(0).1,
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
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
