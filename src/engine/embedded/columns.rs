//! Facet values of candidates, read from the columns.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher};

use super::backend::unpack;
use super::collectors::ordinals_within;
use super::queries::sure;
use crate::engine::record::DATE;
use crate::engine::{Candidate, FacetColumn, FacetColumnBuilder};
use crate::schema::names;

/// The terms of one segment's keyword column, those that count.
struct Terms {
    column: Option<StrColumn>,
    counted: Range<u64>,
}

impl Terms {
    fn of(&self, document: DocId) -> impl Iterator<Item = u64> + '_ {
        let column = self.column.iter();
        column
            .flat_map(move |column| column.term_ords(document))
            .filter(|ordinal| self.counted.contains(ordinal))
    }
}

/// Opens a keyword column of every segment: the field's own, or, where a confidence is asked for,
/// that of the field `confidence`.
fn terms(searcher: &Searcher, name: &str, minimum: Option<u8>) -> tantivy::Result<Vec<Terms>> {
    let (field, bounds) = match minimum {
        None => (name, None),
        Some(minimum) => (names::CONFIDENCE, Some(sure::bounds(name, minimum))),
    };
    let mut terms = Vec::new();
    for reader in searcher.segment_readers() {
        let column = reader.fast_fields().str(field)?;
        let counted = match (&column, &bounds) {
            (Some(column), Some(bounds)) => ordinals_within(column, bounds)?,
            _ => 0..u64::MAX,
        };
        terms.push(Terms { column, counted });
    }
    Ok(terms)
}

/// Reads the values of a keyword field.
pub(super) fn keywords(
    searcher: &Searcher,
    candidates: &[Candidate],
    name: &str,
    minimum: Option<u8>,
) -> tantivy::Result<FacetColumn> {
    let segments = terms(searcher, name, minimum)?;
    let mut builder = FacetColumnBuilder::default();
    let mut known: HashMap<(u32, u64), u32> = HashMap::new();
    let mut term = String::new();
    for candidate in candidates {
        let at = unpack(candidate.address);
        let segment = &segments[at.segment_ord as usize];
        for ordinal in segment.of(at.doc_id) {
            let key = (at.segment_ord, ordinal);
            let index = match known.get(&key) {
                Some(index) => *index,
                None => {
                    term.clear();
                    if let Some(column) = &segment.column {
                        column.ord_to_str(ordinal, &mut term)?;
                    }
                    let index = builder.index_of(value(&term, minimum));
                    known.insert(key, index);
                    index
                }
            };
            builder.add(index);
        }
        builder.end_candidate();
    }
    Ok(builder.finish())
}

/// The value in a term: a term of the field `confidence` begins with field and confidence.
fn value(term: &str, minimum: Option<u8>) -> &str {
    match minimum {
        None => term,
        Some(_) => term.splitn(3, '|').nth(2).unwrap_or_default(),
    }
}

/// Returns whether a document's date is sure enough.
pub(super) fn sure_dates(
    searcher: &Searcher,
    minimum: Option<u8>,
) -> tantivy::Result<impl Fn(DocAddress) -> bool + use<>> {
    let sure = match minimum {
        None => None,
        Some(_) => Some(terms(searcher, DATE, minimum)?),
    };
    Ok(move |at: DocAddress| {
        sure.as_ref().is_none_or(|terms| {
            let mut values = terms[at.segment_ord as usize].of(at.doc_id);
            values.next().is_some()
        })
    })
}

/// Reads the years, or the months, of the documents' dates.
pub(super) fn dates(
    searcher: &Searcher,
    candidates: &[Candidate],
    by_month: bool,
    minimum: Option<u8>,
) -> tantivy::Result<FacetColumn> {
    let mut days: Vec<[Column<i64>; 2]> = Vec::new();
    for reader in searcher.segment_readers() {
        let columns = reader.fast_fields();
        days.push([columns.i64(names::DATE_FROM)?, columns.i64(names::DATE_TO)?]);
    }
    let is_sure = sure_dates(searcher, minimum)?;
    let mut builder = FacetColumnBuilder::default();
    for candidate in candidates {
        let at = unpack(candidate.address);
        let segment = at.segment_ord as usize;
        let [from, to] = &days[segment];
        let day = from.first(at.doc_id).filter(|_| is_sure(at));
        if let (Some(from), Some(to)) = (day, to.first(at.doc_id)) {
            let index = builder.index_of(&print_period(period(from, to, by_month), by_month));
            builder.add(index);
        }
        builder.end_candidate();
    }
    Ok(builder.finish())
}

/// The year of a date, from its first and last day (`yyyymmdd`), or its month as `yyyymm`; where the
/// month is not known, `yyyy00`.
pub(super) fn period(from: i64, to: i64, by_month: bool) -> i64 {
    match by_month {
        false => from / 10_000,
        true if from / 100 == to / 100 => from / 100,
        true => from / 10_000 * 100,
    }
}

/// Prints a [`period`]: `2020`, `2020-02`, and `2020` for a month that is not known.
pub(super) fn print_period(period: i64, by_month: bool) -> String {
    match (by_month, period / 100, period % 100) {
        (false, ..) => format!("{period:04}"),
        (true, year, 0) => format!("{year:04}"),
        (true, year, month) => format!("{year:04}-{month:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_that_is_not_known_is_not_january() {
        let printed = |from, to, by_month| print_period(period(from, to, by_month), by_month);
        assert_eq!(printed(20_200_101, 20_201_231, true), "2020");
        assert_eq!(printed(20_200_201, 20_200_229, true), "2020-02");
        assert_eq!(printed(20_200_214, 20_200_214, true), "2020-02");
        assert_eq!(printed(20_200_214, 20_200_214, false), "2020");
    }
}
