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
    /// Print, share, font size, counters, comments, ratings.
    Tool,
    /// Entries of a menu.
    Menu,
    /// Bread crumbs: where the page stands in its site.
    Crumb,
    /// Welcome, today's date, the weather, visitors.
    Greeting,
    /// Copyright, registration, organiser.
    Footer,
    /// Address and telephone: the site's in a footer, an office's in the text.
    Contact,
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
    /// Another site's name, as a list of links gives it.
    Link,
}

/// How far a furniture word may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// An ordinary word too: 标准, 部门. Says something in company only.
    Plain,
    /// A page's word as a rule: 打印, 首页. Two of them make a row of the page.
    Fair,
    /// A page's word in all likelihood: 加入收藏, 网站地图.
    Sure,
}

/// A furniture word's class and evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// What it belongs to.
    pub class: Furniture,
    /// How far it may be trusted.
    pub evidence: Evidence,
}

/// Returns the finder of furniture words.
#[must_use]
pub fn terms() -> &'static Terms<Word> {
    static TERMS: LazyLock<Terms<Word>> = LazyLock::new(|| {
        Terms::new(table::rows(FURNITURE).map(|row| {
            let word = Word {
                class: class(row[1]),
                evidence: evidence(row[2]),
            };
            (row[0], word)
        }))
    });
    &TERMS
}

fn evidence(name: &str) -> Evidence {
    match name {
        "sure" => Evidence::Sure,
        "fair" => Evidence::Fair,
        _ => Evidence::Plain,
    }
}

fn class(name: &str) -> Furniture {
    match name {
        "tool" => Furniture::Tool,
        "menu" => Furniture::Menu,
        "crumb" => Furniture::Crumb,
        "greeting" => Furniture::Greeting,
        "footer" => Furniture::Footer,
        "contact" => Furniture::Contact,
        "disclaimer" => Furniture::Disclaimer,
        "editor" => Furniture::Editor,
        "promotion" => Furniture::Promotion,
        "related" => Furniture::Related,
        "neighbour" => Furniture::Neighbour,
        "library" => Furniture::Library,
        "link" => Furniture::Link,
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
        table::assert_columns(FURNITURE, 3);
        table::assert_columns(PAGE_KEYS, 2);
    }
}
