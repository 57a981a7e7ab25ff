//! Filters that count values below a confidence as absent. They ask the field `confidence`, whose
//! terms are ordered by field, then confidence, then value: nothing is fetched to decide.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Query, RangeQuery, RegexQuery, TermSetQuery};
use tantivy::schema::Schema;

use super::super::excluded::AllBut;
use super::super::fields::field;
use super::{escape, overlapping_any};
use crate::engine::record::{DATE, confidence_term};
use crate::model::Filter;
use crate::schema::names;

/// Builds the query of a filter on values of at least `minimum` hundredths.
pub(super) fn filter_query(
    schema: &Schema,
    filter: &Filter,
    minimum: u8,
) -> tantivy::Result<Box<dyn Query>> {
    let confidence = field(schema, names::CONFIDENCE);
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    match filter {
        Filter::Keyword {
            field: name,
            values,
            prefixes,
        } => {
            let terms = values.iter().flatten().flat_map(|value| {
                let levels = minimum..=100;
                levels.map(move |percent| {
                    Term::from_field_text(confidence, &confidence_term(name, percent, value))
                })
            });
            queries.push(Box::new(TermSetQuery::new(terms)));
            if values.contains(&None) {
                queries.push(Box::new(AllBut(any(schema, name, minimum))));
            }
            for prefix in prefixes {
                let levels: Vec<String> = (minimum..=100)
                    .map(|percent| format!("{percent:03}"))
                    .collect();
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

/// Documents with any value of a field that is sure enough.
pub(in super::super) fn any(schema: &Schema, name: &str, minimum: u8) -> Box<dyn Query> {
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
