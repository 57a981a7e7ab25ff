//! What the columns hold of documents: facet values of candidates, numbers.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher};

use super::backend::unpack;
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

    /// A place for each term that counts.
    fn none_known(&self) -> Vec<Option<u32>> {
        let column = self.column.as_ref();
        let all = column.map_or(0, |column| column.dictionary().num_terms());
        let counted = self.counted.end.min(all as u64);
        let counted = counted.saturating_sub(self.counted.start);
        vec![None; usize::try_from(counted).unwrap_or_default()]
    }
}

/// A number column of every segment.
pub(super) struct Numbers(Vec<Column<u64>>);

impl Numbers {
    pub(super) fn open(searcher: &Searcher, name: &str) -> tantivy::Result<Self> {
        let readers = searcher.segment_readers().iter();
        let columns = readers.map(|reader| reader.fast_fields().u64(name));
        columns.collect::<tantivy::Result<_>>().map(Self)
    }

    /// The number of a document, or what stands for none.
    pub(super) fn of(&self, at: DocAddress, absent: u64) -> u64 {
        let number = self.0[at.segment_ord as usize].first(at.doc_id);
        number.unwrap_or(absent)
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
    // The index of each segment's terms, as far as they were met.
    let mut known: Vec<Vec<Option<u32>>> = segments.iter().map(Terms::none_known).collect();
    let mut term = String::new();
    for candidate in candidates {
        let at = unpack(candidate.address);
        let (segment, known) = (
            &segments[at.segment_ord as usize],
            &mut known[at.segment_ord as usize],
        );
        for ordinal in segment.of(at.doc_id) {
            let known = &mut known[(ordinal - segment.counted.start) as usize];
            let index = match *known {
                Some(index) => index,
                None => {
                    term.clear();
                    if let Some(column) = &segment.column {
                        column.ord_to_str(ordinal, &mut term)?;
                    }
                    let index = builder.index_of(value(&term, minimum));
                    *known = Some(index);
                    index
                }
            };
            builder.add(index);
        }
        builder.end_candidate();
    }
    Ok(builder.finish())
}

/// Returns the ordinals of the terms from the first to before the second.
fn ordinals_within(
    column: &StrColumn,
    (from, to): &(String, String),
) -> std::io::Result<Range<u64>> {
    let bounds = (Bound::Included(from), Bound::Excluded(to));
    let (from, to) = column.dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
    let start = match from {
        Bound::Included(ordinal) => ordinal,
        Bound::Excluded(ordinal) => ordinal + 1,
        Bound::Unbounded => 0,
    };
    let end = match to {
        Bound::Included(ordinal) => ordinal + 1,
        Bound::Excluded(ordinal) => ordinal,
        Bound::Unbounded => u64::MAX,
    };
    Ok(start..end)
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
    let mut known: BTreeMap<i64, u32> = BTreeMap::new();
    for candidate in candidates {
        let at = unpack(candidate.address);
        let segment = at.segment_ord as usize;
        let [from, to] = &days[segment];
        let day = from.first(at.doc_id).filter(|_| is_sure(at));
        if let (Some(from), Some(to)) = (day, to.first(at.doc_id)) {
            let period = period(from, to, by_month);
            let index = known
                .entry(period)
                .or_insert_with(|| builder.index_of(&print_period(period, by_month)));
            builder.add(*index);
        }
        builder.end_candidate();
    }
    Ok(builder.finish())
}

/// The year of a date, from its first and last day (`yyyymmdd`), or its month as `yyyymm`; where the
/// month is not known, `yyyy00`.
fn period(from: i64, to: i64, by_month: bool) -> i64 {
    match by_month {
        false => from / 10_000,
        true if from / 100 == to / 100 => from / 100,
        true => from / 10_000 * 100,
    }
}

/// Prints a [`period`]: `2020`, `2020-02`, and `2020` for a month that is not known.
fn print_period(period: i64, by_month: bool) -> String {
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
