//! Puts what a plan finds in order: what it goes by is read once, from front to back, and compared then.
//! Not its job: what matches and how well (`queries`), texts that are read to better the first page
//! (`search/rerank.rs`).

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
    let place = |(address, score): (u64, Score)| {
        let at = unpack(address);
        let weight = weights.of(at, FULL_WEIGHT);
        Placed {
            date: date(at),
            score: descending((score * thousandths(weight)).to_bits()),
            weight: Reverse(u32::try_from(weight).unwrap_or(u32::MAX)),
            id: ids.of(at, 0),
            address,
        }
    };
    // To wake the cores takes longer than to order a few.
    if (found.len() as u64) < MANY_DOCUMENTS {
        let mut placed: Vec<Placed> = found.into_iter().map(place).collect();
        placed.sort_unstable();
        return Ok(placed.iter().map(Placed::candidate).collect());
    }
    let mut placed: Vec<Placed> = found.into_par_iter().map(place).collect();
    placed.par_sort_unstable();
    Ok(placed.par_iter().map(Placed::candidate).collect())
}

/// A document, after what it is ordered by. 32 bytes, compared without looking anything up: keys that
/// leave weight and id to be looked up where they are needed took more than twice as long for a
/// character in 700,000 documents.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    date: i64,
    score: u32,
    /// Filters alone give every document the score 0.
    weight: Reverse<u32>,
    id: u64,
    address: u64,
}

impl Placed {
    fn candidate(&self) -> Candidate {
        Candidate {
            address: self.address,
            score: Score::from_bits(descending(self.score)),
        }
    }
}

/// From the bits of a score to a number that is the smaller, the greater the score is; and back.
fn descending(bits: u32) -> u32 {
    // IEEE 754: the sign first; negative numbers are in that order already.
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
    // Dates are not asked for otherwise.
    let minimum = plan.min_confidence.filter(|_| sort != Sort::Relevance);
    let columns: Vec<Column<i64>> = match sort {
        Sort::Relevance => Vec::new(),
        Sort::Date | Sort::DateDescending => {
            let readers = searcher.segment_readers().iter();
            let columns = readers.map(|reader| reader.fast_fields().i64(names::DATE_FROM));
            columns.collect::<tantivy::Result<_>>()?
        }
    };
    let is_sure = sure_dates(searcher, minimum)?;
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
    fn greater_scores_come_first_and_come_back() {
        let scores: [f32; 8] = [
            f32::INFINITY,
            7.5,
            1.0,
            f32::MIN_POSITIVE,
            0.0,
            -0.0,
            -1.0,
            -7.5,
        ];
        let keys = scores.map(|score| descending(score.to_bits()));
        assert!(keys.is_sorted() && keys[1] < keys[2] && keys[5] < keys[6]);
        assert_eq!(keys.map(descending), scores.map(f32::to_bits));
    }
}
