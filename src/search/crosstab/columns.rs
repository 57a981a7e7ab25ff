//! What the documents of a search have in the fields they are counted by.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Tally;
use crate::engine::{EngineError, FacetColumn};
use crate::search::Search;
use crate::search::numerals::{self, Matches};

/// Values of candidates before they have a place: positions in [`Names`], [`UNKNOWN`] for none.
pub(super) type Key = [u32; 2];
pub(super) const UNKNOWN: u32 = u32::MAX;
/// In a base: every value of a field that documents have by their matches alone.
pub(super) const EVERY: u32 = u32::MAX - 1;

/// The values of one field over all searches.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    known: HashMap<String, u32>,
}

impl Names {
    /// Returns the value with this index.
    pub(super) fn of(&self, index: u32) -> &str {
        &self.names[index as usize]
    }

    /// Returns every name with its index.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(self.names.iter().map(String::as_str))
    }

    /// Returns the index of a value, new or known.
    fn index_of(&mut self, name: &str) -> u32 {
        if let Some(index) = self.known.get(name) {
            return *index;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(UNKNOWN);
        self.names.push(name.to_owned());
        self.known.insert(name.to_owned(), index);
        index
    }
}

/// What the documents of a search have in each field, and how often it matches them.
pub(super) struct Columns<'a> {
    columns: Vec<Column>,
    /// Without them, documents alone are counted.
    matches: &'a [Matches],
}

/// What documents have in a field.
enum Column {
    /// Values of the field.
    Facet(FacetColumn),
    /// Values of `{N}`, and the matches with each of them.
    Numerals(FacetColumn, Vec<Vec<u64>>),
    /// Every value: a base has no matches.
    Every,
}

impl<'a> Columns<'a> {
    /// Reads the fields of the documents of a search. A base has no matches.
    pub(super) fn of(
        search: &Search<'_>,
        fields: &[String],
        matches: Option<&'a [Matches]>,
    ) -> Result<Self, EngineError> {
        let column = |field: &String| -> Result<Column, EngineError> {
            match (field.as_str(), matches) {
                (numerals::FIELD, None) => Ok(Column::Every),
                (numerals::FIELD, Some(matches)) => {
                    let (values, counts) = numerals::column(matches);
                    Ok(Column::Numerals(values, counts))
                }
                (field, _) => Ok(Column::Facet(search.facet_column(field)?)),
            }
        };
        Ok(Self {
            columns: fields.par_iter().map(column).collect::<Result<_, _>>()?,
            matches: matches.unwrap_or_default(),
        })
    }

    /// Sums what each document counts over the cells it lies in.
    pub(super) fn tallies(&self, names: &mut [Names], documents: usize) -> HashMap<Key, Tally> {
        let columns = self.columns.iter().zip(names);
        let indices: Vec<Vec<u32>> = columns
            .map(|(column, names)| {
                let values = column.values().iter();
                values.map(|value| names.index_of(value)).collect()
            })
            .collect();
        let keys = |axis: usize, at: usize| match self.columns.get(axis) {
            None => vec![(0, None)],
            Some(column) => column.keys(&indices[axis], at),
        };
        let mut counts: HashMap<Key, Tally> = HashMap::new();
        for at in 0..documents {
            let all = self.matches.get(at).map_or(0, |matches| matches.all);
            let second = keys(1, at);
            for (first, of_first) in keys(0, at) {
                for &(second, of_second) in &second {
                    counts.entry([first, second]).or_default().add(Tally {
                        documents: 1,
                        occurrences: of_first.or(of_second).unwrap_or(all),
                    });
                }
            }
        }
        counts
    }
}

impl Column {
    fn values(&self) -> &[String] {
        match self {
            Self::Facet(column) | Self::Numerals(column, _) => column.values(),
            Self::Every => &[],
        }
    }

    /// The values of a document, by their `indices` in [`Names`]; and the matches with each of them,
    /// where it is not all that count.
    fn keys(&self, indices: &[u32], at: usize) -> Vec<(u32, Option<u64>)> {
        let (column, counts) = match self {
            Self::Every => return vec![(EVERY, None)],
            Self::Facet(column) => (column, None),
            Self::Numerals(column, counts) => match counts.get(at) {
                // A query without strings has no matches.
                None => return vec![(UNKNOWN, None)],
                Some(counts) => (column, Some(counts)),
            },
        };
        let values = column.of(at).iter().enumerate();
        let keys = values.map(|(nth, &value)| {
            let count = counts.map(|counts| counts[nth]);
            (indices[value as usize], count)
        });
        let keys: Vec<_> = keys.collect();
        if keys.is_empty() {
            return vec![(UNKNOWN, None)];
        }
        keys
    }
}
