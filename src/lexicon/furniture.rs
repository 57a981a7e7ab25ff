//! The vocabulary of a page's furniture – menus, tools, footers, promotions – and the names of the
//! rows of its information block.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table;
use super::terms::Terms;

const FURNITURE: &str = include_str!("data/furniture.tsv");
const PAGE_KEYS: &str = include_str!("data/page_keys.tsv");

/// What a piece of furniture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Furniture {
    /// Print, share, font size, counters.
    Tool,
    /// Entries of a menu.
    Menu,
    /// Bread crumbs: where the page stands in its site.
    Crumb,
    /// Copyright, registration, organiser.
    Footer,
    /// Who answers for the page, who allows copying.
    Disclaimer,
    /// Who edited the page.
    Editor,
    /// "Follow us".
    Promotion,
    /// The head of a list of other pages.
    Related,
    /// Links to the neighbours.
    Neighbour,
    /// Notices of document-sharing sites.
    Library,
    /// A summary that repeats the text's beginning.
    Summary,
}

/// Returns the finder of furniture words.
#[must_use]
pub fn terms() -> &'static Terms<Furniture> {
    static TERMS: LazyLock<Terms<Furniture>> =
        LazyLock::new(|| Terms::new(table::rows(FURNITURE).map(|row| (row[0], class(row[1])))));
    &TERMS
}

fn class(name: &str) -> Furniture {
    match name {
        "tool" => Furniture::Tool,
        "menu" => Furniture::Menu,
        "crumb" => Furniture::Crumb,
        "footer" => Furniture::Footer,
        "disclaimer" => Furniture::Disclaimer,
        "editor" => Furniture::Editor,
        "promotion" => Furniture::Promotion,
        "related" => Furniture::Related,
        "neighbour" => Furniture::Neighbour,
        "library" => Furniture::Library,
        _ => Furniture::Summary,
    }
}

/// How far the name of a row may be trusted on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKey {
    /// Names a row wherever it begins a line, also without a colon: 索引号.
    Sure,
    /// An ordinary word too: needs a colon (来源, 日期, 作者).
    Colon,
    /// Names the document in the text as well: the value stays (标题).
    Title,
}

/// Returns what a folded word is as the name of a row.
#[must_use]
pub fn page_key(word: &str) -> Option<PageKey> {
    static KEYS: LazyLock<HashMap<&'static str, PageKey>> = LazyLock::new(|| {
        let kind = |name: &str| match name {
            "sure" => PageKey::Sure,
            "title" => PageKey::Title,
            _ => PageKey::Colon,
        };
        table::rows(PAGE_KEYS)
            .map(|row| (row[0], kind(row[1])))
            .collect()
    });
    KEYS.get(word).copied()
}

/// Returns the finder of row names in folded text.
#[must_use]
pub fn page_keys() -> &'static Terms<PageKey> {
    static TERMS: LazyLock<Terms<PageKey>> = LazyLock::new(|| {
        Terms::new(
            table::rows(PAGE_KEYS).filter_map(|row| page_key(row[0]).map(|kind| (row[0], kind))),
        )
    });
    &TERMS
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [FURNITURE, PAGE_KEYS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(FURNITURE, 2);
        table::assert_columns(PAGE_KEYS, 2);
    }
}
