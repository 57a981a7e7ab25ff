//! Filters that count values below a confidence as absent. They ask the field `confidence`, whose
//! terms are ordered by field, then confidence, then value: nothing is fetched to decide.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, Query, RangeQuery, RegexQuery, TermSetQuery};
use tantivy::schema::Schema;
use tantivy::{Searcher, Term};

use super::super::excluded::AllBut;
use super::super::fields::field;
use super::{escape, overlapping_any};
use crate::engine::record::{DATE, confidence_term};
use crate::model::Filter;
use crate::schema::names;

/// Builds the query of a filter on values of at least `minimum` hundredths.
pub(super) fn filter_query(
    searcher: &Searcher,
    filter: &Filter,
    minimum: u8,
) -> tantivy::Result<Box<dyn Query>> {
    let schema = searcher.schema();
    let confidence = field(schema, names::CONFIDENCE);
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    match filter {
        Filter::Keyword {
            field: name,
            values,
            prefixes,
        } => {
            let levels = &levels(searcher, name, minimum)?;
            let terms = values.iter().flatten().flat_map(|value| {
                levels.iter().map(move |&percent| {
                    Term::from_field_text(confidence, &confidence_term(name, percent, value))
                })
            });
            queries.push(Box::new(TermSetQuery::new(terms)));
            if values.contains(&None) {
                queries.push(Box::new(AllBut(any(schema, name, minimum))));
            }
            for prefix in prefixes {
                let levels: Vec<String> =
                    levels.iter().map(|level| format!("{level:03}")).collect();
                let begins = escape(prefix);
                let pattern = format!("{name}\\|({})\\|{begins}.*", levels.join("|"));
                queries.push(Box::new(RegexQuery::from_pattern(&pattern, confidence)?));
            }
        }
        Filter::Date { ranges, unknown } => {
            let dates = overlapping_any(schema, ranges);
            if !dates.is_empty() {
                let dated: Box<dyn Query> = Box::new(BooleanQuery::union(dates));
                let sure = any(schema, DATE, minimum);
                queries.push(Box::new(BooleanQuery::intersection(vec![dated, sure])));
            }
            if *unknown {
                queries.push(Box::new(AllBut(any(schema, DATE, minimum))));
            }
        }
    }
    Ok(Box::new(BooleanQuery::union(queries)))
}

/// The confidences, from `minimum` on, that values of a field have: a handful, as rules give fixed
/// ones. So a filter with thousands of values does not ask for each a hundred times.
fn levels(searcher: &Searcher, name: &str, minimum: u8) -> tantivy::Result<Vec<u8>> {
    let confidence = field(searcher.schema(), names::CONFIDENCE);
    let mut found = Vec::new();
    for percent in minimum..=100 {
        let (from, to) = (
            confidence_term(name, percent, ""),
            confidence_term(name, percent + 1, ""),
        );
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(confidence)?;
            let terms = index.terms().range().ge(&from).lt(&to);
            if terms.into_stream()?.advance() {
                found.push(percent);
                break;
            }
        }
    }
    Ok(found)
}

/// Documents with any value of a field that is sure enough.
fn any(schema: &Schema, name: &str, minimum: u8) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(field(schema, names::CONFIDENCE), text);
    let (from, to) = bounds(name, minimum);
    Box::new(RangeQuery::new(
        Bound::Included(term(&from)),
        Bound::Excluded(term(&to)),
    ))
}

/// Where the terms of a field's sure values begin, and what comes after them.
pub(in super::super) fn bounds(name: &str, minimum: u8) -> (String, String) {
    (
        confidence_term(name, minimum, ""),
        confidence_term(name, 101, ""),
    )
}
