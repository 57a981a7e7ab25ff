//! The pairs of neighbouring Han characters that official texts have. Strings of key words have many
//! others: where one word ends and the next begins, official language seldom goes on so.
//!
//! In: two folded characters. Out: whether the pair is common. Not its job: saying what an uncommon
//! pair means; names are full of them.

use std::sync::LazyLock;

use super::table;

const PAIRS: &str = include_str!("data/common_pairs.tsv");

/// A bit for each hash of a pair; with 81,000 pairs one uncommon pair in 13 is taken for common.
const BITS: usize = 1 << 20;

/// The common pairs.
pub struct Pairs {
    bits: Box<[u64; BITS / 64]>,
}

impl Pairs {
    fn new() -> Self {
        let mut bits = Box::new([0; BITS / 64]);
        for row in table::rows(PAIRS) {
            for first in row[0].chars() {
                for second in row[1].chars() {
                    let bit = bit(first, second);
                    bits[bit / 64] |= 1 << (bit % 64);
                }
            }
        }
        Self { bits }
    }

    /// Returns whether official texts have a pair of neighbouring characters.
    #[must_use]
    pub fn is_common(&self, first: char, second: char) -> bool {
        let bit = bit(first, second);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// Returns the common pairs.
#[must_use]
pub fn pairs() -> &'static Pairs {
    static COMMON: LazyLock<Pairs> = LazyLock::new(Pairs::new);
    &COMMON
}

/// Multiplicative hashing (Knuth, volume 3, section 6.4): the upper 20 of 32 bits.
fn bit(first: char, second: char) -> usize {
    let pair = (first as u32).rotate_left(16) ^ second as u32;
    (pair.wrapping_mul(0x9e37_79b1) >> 12) as usize
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [PAIRS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_its_columns() {
        table::assert_columns(PAIRS, 2);
    }

    #[test]
    fn pairs_of_official_language_are_common() {
        let is_all_common = |text: &str| {
            let mut neighbours = text.chars().zip(text.chars().skip(1));
            neighbours.all(|(first, second)| pairs().is_common(first, second))
        };
        assert!(is_all_common("人民政府关于印发管理办法的通知"));
        assert!(!is_all_common("人妻久久免费视频"));
    }

    #[test]
    fn few_pairs_share_a_bit() {
        let set: u32 = pairs().bits.iter().map(|bits| bits.count_ones()).sum();
        assert!((70_000..90_000).contains(&set), "{set}");
    }
}
