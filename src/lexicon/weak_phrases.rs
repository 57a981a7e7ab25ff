//! Phrases that policy text does not have: of rewritten, censored, generated, fictional, scanned
//! and machine-translated pages.

use std::sync::LazyLock;

use super::table;
use super::terms::Terms;

const PHRASES: &str = include_str!("data/weak_phrases.tsv");

/// Where a phrase comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Words replaced by synonyms (生长改造委 for 发展改革委).
    Rewritten,
    /// Words replaced by others of the same sound (市正府).
    Censored,
    /// Essays on any subject; by itself.
    EssaySure,
    /// Essays and speeches; with others.
    Essay,
    /// The pages of a novel.
    NovelSure,
    /// Narration.
    Novel,
    /// Look-alike characters of a scan (筒称).
    Ocr,
    /// Translated by a machine and back.
    Translated,
}

/// Returns the finder of these phrases, in folded text.
#[must_use]
pub fn terms() -> &'static Terms<Weakness> {
    static TERMS: LazyLock<Terms<Weakness>> = LazyLock::new(|| {
        Terms::new(table::rows(PHRASES).map(|row| {
            let weakness = match row[1] {
                "rewritten" => Weakness::Rewritten,
                "censored" => Weakness::Censored,
                "essay_sure" => Weakness::EssaySure,
                "essay" => Weakness::Essay,
                "novel_sure" => Weakness::NovelSure,
                "novel" => Weakness::Novel,
                "ocr" => Weakness::Ocr,
                _ => Weakness::Translated,
            };
            (row[0], weakness)
        }))
    });
    &TERMS
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [PHRASES]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_its_columns() {
        table::assert_columns(PHRASES, 2);
    }
}
