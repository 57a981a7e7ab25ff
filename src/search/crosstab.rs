//! Counts by one or two facet fields: queries side by side, over the base they are counted in.
//!
//! In: searches, fields. Out: a [`CrossTab`], its axes in the order in which they are shown. Values
//! come from the engine's columns; documents are fetched only to count matches in their texts.

mod columns;

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Search, calendar, numerals};
use crate::engine::EngineError;
use crate::schema::Schema;
use columns::{Columns, EVERY, Key, Names, UNKNOWN};

/// A field to count by, with the values that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// The facet, as [`crate::engine::SearchBackend::facet_column`] takes it, or
    /// [`numerals::FIELD`].
    pub field: String,
    /// Years and months in order, without gaps; numerals in order; others by documents, most first.
    /// `None` = without a value, last.
    pub values: Vec<Option<String>>,
}

impl Axis {
    /// Returns whether its values are years or months.
    #[must_use]
    pub fn is_date(&self) -> bool {
        calendar::is_date(&self.field)
    }

    /// Returns whether a document may have several of its values, so that counts may sum to more
    /// than there are documents.
    #[must_use]
    pub fn is_multi(&self) -> bool {
        let field = Schema::get().field(&self.field);
        self.is_numeral() || field.is_some_and(|field| field.multi)
    }

    /// Returns whether its values are those of `{N}`: of matches, which the base has none of.
    fn is_numeral(&self) -> bool {
        self.field == numerals::FIELD
    }
}

/// What is counted in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents that match.
    pub documents: u64,
    /// Matches of the query's strings in their texts, overlapping ones as one.
    pub occurrences: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.occurrences += other.occurrences;
    }
}

/// A cell: the positions of its values on the axes. The second is 0 where there is one axis.
pub type Place = [usize; 2];

/// The counts of one query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The query as it is to be shown.
    pub query: String,
    /// Whether it has strings that can occur: a query by metadata alone has none.
    pub has_strings: bool,
    /// All its documents, each once.
    pub total: Tally,
    tallies: HashMap<Place, Tally>,
}

impl Series {
    /// Returns what is counted in a cell.
    #[must_use]
    pub fn tally(&self, place: Place) -> Tally {
        self.tallies.get(&place).copied().unwrap_or_default()
    }
}

/// Counts of documents by one or two fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossTab {
    /// One or two fields.
    pub axes: Vec<Axis>,
    /// One for each query.
    pub series: Vec<Series>,
    /// The documents that the queries are asked of.
    pub base_total: u64,
    base: HashMap<Place, u64>,
}

impl CrossTab {
    /// Counts the documents of each search by the fields (one or two). `base` finds the documents
    /// that the searches choose from. With `zeros`, values that only the base has are shown, too.
    ///
    /// # Errors
    /// Fails when the index cannot be read or a field cannot be counted by.
    pub fn count(
        base: &Search<'_>,
        queries: &[(String, Search<'_>)],
        fields: &[String],
        zeros: bool,
    ) -> Result<Self, EngineError> {
        let mut names: Vec<Names> = fields.iter().map(|_| Names::default()).collect();
        let base_columns = Columns::of(base, fields, None)?;
        let base_counts = base_columns.tallies(&mut names, base.documents());
        let mut counted = Vec::new();
        for (_, search) in queries {
            let matches = search.matches()?;
            let columns = Columns::of(search, fields, Some(&matches))?;
            let counts = columns.tallies(&mut names, search.documents());
            let occurrences = matches.iter().map(|matches| matches.all);
            counted.push((counts, occurrences.sum()));
        }
        let shown: Vec<Shown> = (0..fields.len())
            .map(|axis| {
                let hits = counted.iter().map(|(counts, _)| counts);
                Shown::new(&fields[axis], &names[axis], axis, hits, &base_counts, zeros)
            })
            .collect();
        let place = |key: &Key| place(&shown, key);
        let series = queries.iter().zip(&counted);
        let series = series.map(|((query, search), (counts, occurrences))| Series {
            query: query.clone(),
            has_strings: search.has_strings(),
            total: Tally {
                documents: search.documents() as u64,
                occurrences: *occurrences,
            },
            tallies: counts
                .iter()
                .filter_map(|(key, tally)| Some((place(key)?, *tally)))
                .collect(),
        });
        Ok(Self {
            series: series.collect(),
            base_total: base.documents() as u64,
            base: base_counts
                .iter()
                .filter_map(|(key, tally)| Some((place(key)?, tally.documents)))
                .collect(),
            axes: shown.into_iter().map(|shown| shown.axis).collect(),
        })
    }

    /// Returns a table of counts made elsewhere; totals are the sums of the cells.
    #[cfg(test)]
    pub(crate) fn of(
        axes: Vec<Axis>,
        series: Vec<(String, Vec<(Place, Tally)>)>,
        base: Vec<(Place, u64)>,
    ) -> Self {
        let series = series.into_iter().map(|(query, cells)| {
            let mut total = Tally::default();
            for (_, tally) in &cells {
                total.add(*tally);
            }
            Series {
                query,
                has_strings: true,
                total,
                tallies: cells.into_iter().collect(),
            }
        });
        Self {
            axes,
            series: series.collect(),
            base_total: base.iter().map(|(_, documents)| documents).sum(),
            base: base.into_iter().collect(),
        }
    }

    /// Returns how many documents of the base are in a cell; whatever the value of `{N}`.
    #[must_use]
    pub fn base(&self, mut place: Place) -> u64 {
        for (axis, at) in self.axes.iter().zip(&mut place) {
            if axis.is_numeral() {
                *at = 0;
            }
        }
        self.base.get(&place).copied().unwrap_or_default()
    }

    /// Returns the values of a cell, one for each axis.
    pub fn values(&self, place: Place) -> impl Iterator<Item = Option<&str>> {
        let axes = self.axes.iter().zip(place);
        axes.map(|(axis, at)| axis.values[at].as_deref())
    }

    /// Returns the cells to list, in order. Along years and months every cell; else of two fields
    /// those in which something was counted.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        let second = self.axes.get(1).map_or(1, |axis| axis.values.len());
        let whole = self.axes.len() == 1 || self.axes.iter().any(Axis::is_date);
        let mut places = Vec::new();
        for first in 0..self.axes.first().map_or(0, |axis| axis.values.len()) {
            let row = (0..second).map(|second| [first, second]);
            places.extend(row.filter(|place| whole || self.is_filled(*place)));
        }
        places
    }

    fn is_filled(&self, place: Place) -> bool {
        let mut series = self.series.iter();
        series.any(|series| series.tally(place).documents > 0)
    }

    /// Returns whether no query has a document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.total.documents == 0)
    }
}

/// Returns how many of every thousand documents of a base; none where it is empty.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a rate; counts are below 2^52")]
pub fn per_thousand(documents: u64, base: u64) -> Option<f64> {
    (base > 0).then(|| documents as f64 * 1000.0 / base as f64)
}

/// An axis and where the values stand on it.
struct Shown {
    axis: Axis,
    positions: HashMap<u32, usize>,
}

impl Shown {
    fn new<'a>(
        field: &str,
        names: &Names,
        axis: usize,
        hits: impl Iterator<Item = &'a HashMap<Key, Tally>>,
        base: &HashMap<Key, Tally>,
        zeros: bool,
    ) -> Self {
        // Documents that are counted, documents of the base.
        let mut weights: HashMap<u32, (u64, u64)> = HashMap::new();
        for (key, tally) in hits.flatten() {
            weights.entry(key[axis]).or_default().0 += tally.documents;
        }
        for (key, tally) in base {
            weights.entry(key[axis]).or_default().1 += tally.documents;
        }
        weights.remove(&EVERY);
        weights.retain(|_, (documents, _)| zeros || *documents > 0);
        let unknown = weights.remove(&UNKNOWN).is_some();
        let name = |index: u32| names.of(index);
        let mut known: Vec<u32> = weights.keys().copied().collect();
        known.sort_unstable_by_key(|index| (Reverse(weights[index]), name(*index)));
        let mut values: Vec<String> = known.iter().map(|&index| name(index).to_owned()).collect();
        if calendar::is_date(field) {
            values = calendar::without_gaps(values);
        } else if field == numerals::FIELD {
            values.sort_by(|a, b| numerals::order(a, b));
        }
        let stands: HashMap<&str, usize> = values
            .iter()
            .enumerate()
            .map(|(at, value)| (value.as_str(), at))
            .collect();
        // Years that are shown without a hit have a base as well.
        let mut positions: HashMap<u32, usize> = names
            .iter()
            .filter_map(|(index, name)| Some((index, *stands.get(name)?)))
            .collect();
        if unknown {
            positions.insert(UNKNOWN, values.len());
        }
        let mut values: Vec<Option<String>> = values.into_iter().map(Some).collect();
        values.extend(unknown.then_some(None));
        Self {
            axis: Axis {
                field: field.to_owned(),
                values,
            },
            positions,
        }
    }
}

/// The place of a cell; none where a value of it is not shown.
fn place(shown: &[Shown], key: &Key) -> Option<Place> {
    let mut place = [0, 0];
    for (axis, shown) in shown.iter().enumerate() {
        if key[axis] != EVERY {
            place[axis] = *shown.positions.get(&key[axis])?;
        }
    }
    Some(place)
}
