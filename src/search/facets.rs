//! Counts by facet: of the documents that were found, not of the query asked once more. Not its job:
//! reading the values (`engine`), counts by two fields or of matches (`crosstab`).

use rayon::prelude::*;

use super::calendar;
use crate::engine::{Candidate, EngineError, FacetColumn, SearchBackend};
use crate::model::Facet;

/// Counts candidates by the values of each of some fields, most frequent first (dates newest first),
/// those without a value last.
///
/// # Errors
/// Fails when the index cannot be read or a field cannot be counted by.
pub(super) fn facets<S: AsRef<str> + Sync>(
    backend: &dyn SearchBackend,
    candidates: &[Candidate],
    fields: &[S],
    min_confidence: Option<u8>,
) -> Result<Vec<Vec<Facet>>, EngineError> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut candidates = candidates.to_vec();
    candidates.par_sort_unstable_by_key(|candidate| candidate.address);
    let facets = fields.par_iter().map(|field| {
        let column = backend.facet_column(&candidates, field.as_ref(), min_confidence)?;
        Ok(counts(&column, field.as_ref()))
    });
    facets.collect()
}

fn counts(column: &FacetColumn, field: &str) -> Vec<Facet> {
    let mut counts = vec![0; column.values().len()];
    let mut without = 0;
    for at in 0..column.len() {
        let values = column.of(at);
        without += u64::from(values.is_empty());
        values.iter().for_each(|&value| counts[value as usize] += 1);
    }
    let mut facets: Vec<(&String, u64)> = column.values().iter().zip(counts).collect();
    match calendar::is_date(field) {
        true => facets.sort_by(|a, b| b.0.cmp(a.0)),
        false => facets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0))),
    }
    let known = facets.into_iter().map(|(value, count)| Facet {
        value: Some(value.clone()),
        count,
    });
    let unknown = (without > 0).then_some(Facet {
        value: None,
        count: without,
    });
    known.chain(unknown).collect()
}
