//! 公文种类: what kind of official document a title's ending names.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::table;

const DOC_TYPES: &str = include_str!("data/doc_types.tsv");

/// The verbs by which a title says what it is about (关于), or passes on another document.
pub const TITLE_VERBS: [&str; 4] = ["关于", "印发", "转发", "批转"];
/// Those that pass on another document.
pub const PASSING_VERBS: [&str; 3] = ["印发", "转发", "批转"];

/// Returns whether a (folded) text has a title's verb.
#[must_use]
pub fn has_title_verb(text: &str) -> bool {
    TITLE_VERBS.iter().any(|verb| text.contains(verb))
}

/// Returns whether a (folded) text begins with a title's verb.
#[must_use]
pub fn opens_with_title_verb(text: &str) -> bool {
    TITLE_VERBS.iter().any(|verb| text.starts_with(verb))
}

/// What a document type makes of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A binding text: 条例, 办法, 规定 …
    Norm,
    /// An arrangement made by an organ: 通知, 意见, 方案 …
    Order,
    /// 报告, 汇报, 总结.
    Report,
    /// 公示, 招标, 任免.
    Notice,
    /// 解读 and its kin.
    Interpretation,
}

/// A type and its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocType {
    /// Canonical name: `通知`.
    pub name: &'static str,
    /// Its class.
    pub class: Class,
}

struct Endings {
    by_ending: HashMap<&'static str, DocType>,
    /// Lengths of the endings in characters, longest first.
    longest: usize,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let by_ending: HashMap<_, _> = table::rows(DOC_TYPES)
        .filter(|row| row.len() >= 3)
        .map(|row| {
            let class = match row[2] {
                "norm" => Class::Norm,
                "report" => Class::Report,
                "notice" => Class::Notice,
                "interpretation" => Class::Interpretation,
                _ => Class::Order,
            };
            (
                row[0],
                DocType {
                    name: row[1],
                    class,
                },
            )
        })
        .collect();
    let longest = by_ending.keys().map(|ending| ending.chars().count()).max();
    Endings {
        longest: longest.unwrap_or(0),
        by_ending,
    }
});

/// Returns the names of all types, sorted.
#[must_use]
pub fn names() -> BTreeSet<&'static str> {
    ENDINGS.by_ending.values().map(|one| one.name).collect()
}

/// Returns the type that a folded title ends with: the longest ending that is tabled.
#[must_use]
pub fn at_end(title: &str) -> Option<DocType> {
    let endings = &*ENDINGS;
    let starts: Vec<usize> = title
        .char_indices()
        .rev()
        .take(endings.longest)
        .map(|(at, _)| at)
        .collect();
    starts
        .iter()
        .rev()
        .find_map(|&at| endings.by_ending.get(&title[at..]).copied())
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [DOC_TYPES]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_its_columns() {
        table::assert_columns(DOC_TYPES, 3);
        let mut seen = std::collections::HashSet::new();
        for row in table::rows(DOC_TYPES) {
            assert!(seen.insert(row[0]), "{row:?} twice");
        }
    }

    #[test]
    fn longest_ending_wins() {
        let cases = [
            ("关于加强河道管理的通知", Some("通知")),
            ("某市养犬管理条例", Some("条例")),
            ("某某条例实施细则", Some("细则")),
            ("关于张某等任职的通知", Some("任免")),
            ("某办法政策解读", Some("解读")),
            ("函", Some("函")),
            ("我市召开园区大会", None),
            ("", None),
        ];
        for (title, expected) in cases {
            assert_eq!(at_end(title).map(|found| found.name), expected, "{title}");
        }
    }
}
