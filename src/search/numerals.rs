//! The numerals that `{N}` stands for, as values to count by.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::engine::{FacetColumn, FacetColumnBuilder};
use crate::model::hit::PassageHit;
use crate::model::query::Piece;
use crate::model::{Pattern, Query, Term};

/// The name by which they are counted: that of the column which shows them.
pub const FIELD: &str = "N";

/// Returns whether a query has a `{N}` that documents match by.
#[must_use]
pub fn asks(query: &Query) -> bool {
    match query {
        Query::Pattern(pattern) => in_pattern(pattern),
        Query::Near(near) => near.terms.iter().any(in_term),
        Query::And(queries) | Query::Or(queries) => queries.iter().any(asks),
        _ => false,
    }
}

fn in_pattern(pattern: &Pattern) -> bool {
    pattern.pieces.contains(&Piece::Numeral)
}

fn in_term(term: &Term) -> bool {
    match term {
        Term::Exact(_) => false,
        Term::Pattern(pattern) => in_pattern(pattern),
        Term::Any(terms) => terms.iter().any(in_term),
    }
}

/// The matches of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Matches {
    /// All of them, overlapping ones as one.
    pub(super) all: u64,
    /// Those with a numeral, by its value.
    by_value: BTreeMap<String, u64>,
}

impl Matches {
    /// Counts the matches of all passages of a document.
    pub(super) fn of(passages: &[PassageHit]) -> Self {
        let mut matches = Self::default();
        for passage in passages {
            matches.all += passage.spans.len() as u64;
            for (_, value) in &passage.numerals {
                *matches.by_value.entry(value.clone()).or_default() += 1;
            }
        }
        matches
    }
}

/// Returns the values of each document as a facet has them, and the matches with each of them.
pub(super) fn column(documents: &[Matches]) -> (FacetColumn, Vec<Vec<u64>>) {
    let mut builder = FacetColumnBuilder::default();
    let mut counts = Vec::new();
    for matches in documents {
        for value in matches.by_value.keys() {
            let index = builder.index_of(value);
            builder.add(index);
        }
        builder.end_candidate();
        counts.push(matches.by_value.values().copied().collect());
    }
    (builder.finish(), counts)
}

/// Orders values: numbers by size, then words.
pub(super) fn order(one: &str, other: &str) -> Ordering {
    let number = |text: &str| text.parse::<f64>().ok();
    match (number(one), number(other)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn numbers_come_by_size_and_before_words() {
        let mut values = vec!["多", "12", "若干", "7", "100", "1.5"];
        values.sort_by(|a, b| order(a, b));
        assert_eq!(values, ["1.5", "7", "12", "100", "多", "若干"]);
    }

    #[test]
    fn every_match_counts_at_its_value() {
        let passage = |values: &[&str], others: usize| PassageHit {
            paragraph: 1,
            text: String::new(),
            at: 0,
            spans: vec![Span::new(0, 0); values.len() + others],
            numerals: values
                .iter()
                .map(|value| (Span::new(0, 0), (*value).to_owned()))
                .collect(),
            score: 0.0,
        };
        let documents = [
            Matches::of(&[passage(&["7", "多"], 1), passage(&["7"], 0)]),
            Matches::of(&[passage(&[], 2)]),
            Matches::of(&[passage(&["多"], 0)]),
        ];
        assert_eq!(documents.each_ref().map(|matches| matches.all), [4, 2, 1]);
        let (column, counts) = column(&documents);
        assert_eq!(column.values(), ["7", "多"]);
        assert_eq!(counts, [vec![2, 1], vec![], vec![1]]);
        let values = [0, 1, 2].map(|at| column.of(at).to_vec());
        assert_eq!(values, [vec![0, 1], vec![], vec![1]]);
    }
}
