//! Which columns of a table of documents, or keys of a record, hold what.
//!
//! In: names as crawlers and databases write them; what a user says of them (`--map`). Out: the
//! column of a role. Not its job: reading tables.

use super::Report;
use crate::model::IssueKind;

/// Keys that hold the text, best first.
pub(super) const TEXT_KEYS: [&str; 14] = [
    "text",
    "content",
    "正文",
    "body",
    "html",
    "内容",
    "article",
    "fulltext",
    "full_text",
    "contents",
    "全文",
    "paragraphs",
    "passage",
    "content_html",
];
pub(super) const TITLE_KEYS: [&str; 8] = [
    "title",
    "标题",
    "headline",
    "题名",
    "articletitle",
    "名称",
    "题目",
    "文件名称",
];
pub(super) const URL_KEYS: [&str; 6] = ["url", "link", "链接", "网址", "source_url", "href"];

/// Names of columns that a message has room for.
const MOST_NAMES: usize = 20;

/// A longer cell (bytes) is no column's name.
const LONGEST_NAME: usize = 200;

/// What a user says of the columns of a table: names are compared without case and outer spaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// Holds the text.
    pub text: Option<&'static str>,
    /// Holds the title.
    pub title: Option<&'static str>,
    /// Holds the date of issue.
    pub date: Option<&'static str>,
    /// Holds the issuers.
    pub issuer: Option<&'static str>,
    /// Holds the document number.
    pub number: Option<&'static str>,
    /// Holds the page's address.
    pub url: Option<&'static str>,
}

impl Columns {
    /// All roles.
    pub const ROLES: [&str; 6] = ["text", "title", "date", "issuer", "number", "url"];

    /// Sets the column of a role; returns whether there is such a role.
    pub fn set(&mut self, role: &str, column: &'static str) -> bool {
        let place = match role {
            "text" => &mut self.text,
            "title" => &mut self.title,
            "date" => &mut self.date,
            "issuer" => &mut self.issuer,
            "number" => &mut self.number,
            "url" => &mut self.url,
            _ => return false,
        };
        *place = Some(column);
        true
    }

    /// All columns that the user named.
    pub(super) fn named(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            self.text,
            self.title,
            self.date,
            self.issuer,
            self.number,
            self.url,
        ];
        all.into_iter().flatten()
    }

    /// Reports the columns that the user named and a table has not.
    pub(super) fn report_missing<'a>(
        &self,
        names: impl Iterator<Item = &'a str> + Clone,
        report: &mut Report<'_>,
    ) {
        let is_missing = |column: &&str| !names.clone().any(|name| is(name, column));
        let missing: Vec<&str> = self.named().filter(is_missing).collect();
        if missing.is_empty() {
            return;
        }
        let found = names.clone().filter(|name| is_name(name)).take(MOST_NAMES);
        let found: Vec<&str> = found.collect();
        let message = format!(
            "no column is named {}; the table has: {}",
            missing.join(", "),
            found.join(", ")
        );
        report.add(IssueKind::Partial, "no_such_column", message);
    }

    /// Returns which of the names holds the text: the one that the user says, else the best known.
    pub(super) fn text_of<'a>(
        &self,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<usize> {
        let of = |wanted: &str| names.clone().position(|name| is(name, wanted));
        match self.text {
            Some(column) => of(column),
            None => TEXT_KEYS.into_iter().find_map(of),
        }
    }

    /// Whether names at the top of a table say that its rows are documents.
    pub(super) fn are_documents<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> bool {
        let is_told = |name: &str| {
            let known = TITLE_KEYS.into_iter().chain(URL_KEYS);
            let said = [self.title, self.url, self.date].into_iter().flatten();
            known.chain(said).any(|key| is(name, key))
        };
        self.text_of(names.clone()).is_some() && (self.text.is_some() || names.clone().any(is_told))
    }
}

/// Whether a cell at the top of a table names its column.
pub(super) fn is_name(cell: &str) -> bool {
    !cell.trim().is_empty() && cell.len() <= LONGEST_NAME
}

/// Whether a column has a name.
pub(super) fn is(column: &str, name: &str) -> bool {
    let column = column.trim_start_matches('\u{feff}').trim();
    column.len() <= LONGEST_NAME && column.to_lowercase() == name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_column() {
        for role in Columns::ROLES {
            let mut columns = Columns::default();
            assert!(columns.set(role, "x") && columns != Columns::default());
        }
        assert!(!Columns::default().set("body", "x"));
    }

    #[test]
    fn tables_of_documents_are_told_by_their_names() {
        let usual = Columns::default();
        let said = Columns {
            text: Some("通知全文"),
            ..usual
        };
        let cases: [(&[&str], Columns, bool); 7] = [
            (&["标题", "正文", "发布时间"], usual, true),
            (&["Title", " Content "], usual, true),
            (&["编号", "数量", "内容"], usual, false),
            (&["名称", "全文", "单位"], usual, true),
            (&["正文"], usual, false),
            (&["编号", "通知全文"], said, true),
            (&["标题", "正文"], said, false),
        ];
        for (names, columns, expected) in cases {
            let found = columns.are_documents(names.iter().copied());
            assert_eq!(found, expected, "{names:?}");
        }
    }
}
