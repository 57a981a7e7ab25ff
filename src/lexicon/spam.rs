//! The vocabulary of search-engine spam: adult key words, spliced into pages and at their ends.

use std::sync::LazyLock;

use super::table;
use super::terms::Terms;

const SPAM: &str = include_str!("data/spam.tsv");

/// How much a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Occurs in spam only.
    Hard,
    /// Common in spam, but also an ordinary word (一区, 综合, 国产).
    Soft,
    /// An ordinary phrase that contains a hard word (久久为功): says nothing.
    Harmless,
}

/// Returns the finder of spam words.
#[must_use]
pub fn terms() -> &'static Terms<Weight> {
    static TERMS: LazyLock<Terms<Weight>> = LazyLock::new(|| {
        Terms::new(table::rows(SPAM).map(|row| {
            let weight = match row[1] {
                "hard" => Weight::Hard,
                "soft" => Weight::Soft,
                _ => Weight::Harmless,
            };
            (row[0], weight)
        }))
    });
    &TERMS
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [SPAM]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_its_columns() {
        table::assert_columns(SPAM, 2);
    }
}
