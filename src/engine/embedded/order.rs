//! Puts what a plan finds in order: what it goes by is read once, from front to back, and compared then.

use std::cmp::Reverse;

use rayon::prelude::*;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Score, Searcher};

use super::backend::{MANY_DOCUMENTS, unpack};
use super::columns::{Numbers, sure_dates};
use crate::engine::Candidate;
use crate::engine::record::FULL_WEIGHT;
use crate::model::{Plan, Sort};
use crate::schema::names;

/// Orders documents as the plan asks, then by score, weight and id.
///
/// # Errors
/// Fails when a column cannot be read.
pub(super) fn order(
    searcher: &Searcher,
    plan: &Plan,
    found: Vec<(u64, Score)>,
) -> tantivy::Result<Vec<Candidate>> {
    let weights = Numbers::open(searcher, names::WEIGHT)?;
    let ids = Numbers::open(searcher, names::DOC_ID)?;
    let date = dates(searcher, plan)?;
    let key = |place: usize| {
        let (address, score) = found[place];
        let at = unpack(address);
        Key {
            date: date(at),
            score: descending(score * thousandths(weights.of(at, FULL_WEIGHT))),
            place: u32::try_from(place).unwrap_or(u32::MAX),
        }
    };
    // Where the keys are equal; filters alone give every document the score 0.
    let rest = |key: &Key| {
        let at = unpack(found[key.place as usize].0);
        (Reverse(weights.of(at, FULL_WEIGHT)), ids.of(at, 0))
    };
    let candidate = |key: &Key| {
        let (address, score) = found[key.place as usize];
        let score = score * thousandths(weights.of(unpack(address), FULL_WEIGHT));
        Candidate { address, score }
    };
    let all = 0..found.len();
    // To wake the cores takes longer than to order a few.
    if (found.len() as u64) < MANY_DOCUMENTS {
        let mut keys: Vec<Key> = all.map(key).collect();
        keys.sort_unstable();
        for equal in keys.chunk_by_mut(Key::is_equal) {
            equal.sort_by_cached_key(rest);
        }
        return Ok(keys.iter().map(candidate).collect());
    }
    let mut keys: Vec<Key> = all.into_par_iter().map(key).collect();
    keys.par_sort_unstable();
    keys.par_chunk_by_mut(Key::is_equal)
        .for_each(|equal| equal.par_sort_by_cached_key(rest));
    Ok(keys.par_iter().map(candidate).collect())
}

/// What a document is ordered by first. 16 bytes, compared without looking anything up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    date: i64,
    score: u32,
    /// Where it was found.
    place: u32,
}

impl Key {
    fn is_equal(&self, other: &Self) -> bool {
        (self.date, self.score) == (other.date, other.score)
    }
}

/// A number that is the smaller, the greater the score is.
fn descending(score: Score) -> u32 {
    let bits = score.to_bits();
    // As IEEE 754 orders: the sign first, negative numbers backwards.
    match bits >> 31 {
        0 => !(bits | 1 << 31),
        _ => bits,
    }
}

/// Returns what the sort goes by first: nothing for relevance, days for dates, those without a date that
/// is sure enough last.
fn dates(
    searcher: &Searcher,
    plan: &Plan,
) -> tantivy::Result<impl Fn(DocAddress) -> i64 + Sync + use<>> {
    let sort = plan.sort;
    let columns: Vec<Column<i64>> = match sort {
        Sort::Relevance => Vec::new(),
        Sort::Date | Sort::DateDescending => {
            let readers = searcher.segment_readers().iter();
            let columns = readers.map(|reader| reader.fast_fields().i64(names::DATE_FROM));
            columns.collect::<tantivy::Result<_>>()?
        }
    };
    let is_sure = sure_dates(searcher, plan.min_confidence)?;
    Ok(move |at: DocAddress| {
        let day = || {
            let day = columns[at.segment_ord as usize].first(at.doc_id);
            day.filter(|_| is_sure(at))
        };
        match sort {
            Sort::Relevance => 0,
            Sort::Date => day().unwrap_or(i64::MAX),
            Sort::DateDescending => day().map_or(i64::MAX, |day| -day),
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "at most 1000")]
fn thousandths(weight: u64) -> f32 {
    weight as f32 / FULL_WEIGHT as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greater_scores_come_first() {
        let scores = [
            f32::INFINITY,
            7.5,
            1.0,
            f32::MIN_POSITIVE,
            0.0,
            -0.0,
            -1.0,
            -7.5,
        ];
        assert!(scores.is_sorted_by_key(|score| descending(*score)));
        assert!(descending(1.0) < descending(0.5));
    }
}
