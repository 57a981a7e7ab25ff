//! Stratified samples that anybody can draw again.
//!
//! In: strata and a seed. Out: which documents. Drawing goes by a hash of seed and document id, so
//! it depends on the documents alone, not on how an index stores them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Search;
use crate::engine::EngineError;

/// The documents of a stratum: those that share the values of the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// The values, in the order of the fields; `None` = without one.
    pub values: Vec<Option<String>>,
    /// How many documents match.
    pub size: usize,
    /// Positions of those drawn, among the search's documents.
    pub drawn: Vec<usize>,
}

impl Stratum {
    /// Returns how many documents each of those drawn stands for.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    pub fn weight(&self) -> f64 {
        self.size as f64 / self.drawn.len().max(1) as f64
    }
}

/// Draws `size` of a search's documents, from each stratum in proportion to its size. Fields have at
/// most one value a document; without any, all documents are one stratum. Strata come in the order
/// of their values, unknown last.
///
/// # Errors
/// Fails when the index cannot be read or a field cannot be counted by.
pub fn draw(
    search: &Search<'_>,
    fields: &[String],
    size: usize,
    seed: u64,
) -> Result<Vec<Stratum>, EngineError> {
    let ids = search.ids()?;
    let mut columns = Vec::new();
    for field in fields {
        columns.push(search.facet_column(field)?);
    }
    // Whether it is unknown comes first, so that the unknown stands last.
    let mut members: BTreeMap<Vec<(bool, &str)>, Vec<usize>> = BTreeMap::new();
    for at in 0..ids.len() {
        let values = columns.iter().map(|column| {
            let first = column.of(at).first();
            first.map_or((true, ""), |&index| {
                (false, column.values()[index as usize].as_str())
            })
        });
        members.entry(values.collect()).or_default().push(at);
    }
    let sizes: Vec<usize> = members.values().map(Vec::len).collect();
    let shares = allocate(&sizes, size);
    let strata = members.into_iter().zip(shares);
    let strata = strata.map(|((values, mut members), share)| {
        let size = members.len();
        members.sort_by_cached_key(|&at| (lot(seed, ids[at]), ids[at]));
        members.truncate(share);
        let values = values.into_iter();
        Stratum {
            values: values
                .map(|(unknown, value)| (!unknown).then(|| value.to_owned()))
                .collect(),
            size,
            drawn: members,
        }
    });
    Ok(strata.collect())
}

/// The lot of a document: the lowest are drawn.
fn lot(seed: u64, id: u64) -> u64 {
    xxh3_64_with_seed(&id.to_le_bytes(), seed)
}

/// Shares `wanted` out in proportion to the sizes: whole parts first, then one each to the largest
/// remainders (Hamilton's method). A stratum without any gets one from that with the most, as long
/// as there is one for each.
fn allocate(sizes: &[usize], wanted: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    if wanted >= all {
        return sizes.to_vec();
    }
    let product = |size: usize| size as u128 * wanted as u128;
    let mut shares: Vec<usize> = sizes
        .iter()
        .map(|&size| usize::try_from(product(size) / all as u128).unwrap_or(size))
        .collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (Reverse(product(sizes[at]) % all as u128), at));
    let rest = wanted - shares.iter().sum::<usize>();
    for &at in order.iter().take(rest) {
        shares[at] += 1;
    }
    let filled = sizes.iter().filter(|size| **size > 0).count();
    if wanted >= filled {
        let key = |shares: &[usize], at: usize| (shares[at], Reverse(at));
        let mut largest: BinaryHeap<_> = (0..sizes.len()).map(|at| key(&shares, at)).collect();
        for empty in 0..sizes.len() {
            if shares[empty] > 0 || sizes[empty] == 0 {
                continue;
            }
            let Some((_, Reverse(most))) = largest.pop() else {
                break;
            };
            shares[most] -= 1;
            shares[empty] += 1;
            largest.push(key(&shares, most));
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_proportional() {
        let cases: [(&[usize], usize, &[usize]); 7] = [
            (&[50, 30, 20], 10, &[5, 3, 2]),
            (&[10, 10, 10], 10, &[4, 3, 3]),
            (&[97, 2, 1], 10, &[8, 1, 1]),
            (&[97, 2, 1], 2, &[2, 0, 0]),
            (&[3, 2], 9, &[3, 2]),
            (&[3, 2], 0, &[0, 0]),
            (&[], 5, &[]),
        ];
        for (sizes, wanted, expected) in cases {
            assert_eq!(allocate(sizes, wanted), expected, "{sizes:?} {wanted}");
        }
    }

    #[test]
    fn another_seed_draws_others() {
        let drawn = |seed| {
            let mut ids: Vec<u64> = (0..100).collect();
            ids.sort_by_key(|id| lot(seed, *id));
            ids.truncate(10);
            ids
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    proptest! {
        #[test]
        fn shares_sum_up_and_fit(
            sizes in proptest::collection::vec(1usize..500, 1..40),
            wanted in 0usize..3000,
        ) {
            let shares = allocate(&sizes, wanted);
            let all: usize = sizes.iter().sum();
            prop_assert_eq!(shares.iter().sum::<usize>(), wanted.min(all));
            for (share, size) in shares.iter().zip(&sizes) {
                prop_assert!(share <= size);
                prop_assert!(*share > 0 || wanted < sizes.len());
            }
        }
    }
}
