//! CSV and TSV → pages: a table of documents, one for each row; another table is one page of rows.
//!
//! In: decoded text. Out: where the first row names a column of texts ([`Columns`]), a page for each
//! row, member `#<row>`, as spreadsheets count; else one page, its rows as lines. Commas,
//! semicolons and tabs are told by the first row; quotes as RFC 4180 has them. Not its job: what a
//! column says.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::blocks::{Block, Cell, write};
use super::columns::{self, Columns};
use super::normalize::normalize;
use super::{Page, Report, head_of, records};
use crate::model::IssueKind;

/// Rows of a table that are held at once.
const ROWS: usize = 1000;
/// A longer first row is none.
const HEAD_BYTES: usize = 64 << 10;

/// Reads a table.
pub(super) fn read(text: &str, columns: &Columns, report: &mut Report<'_>) -> Vec<Page> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows = reader.records().filter_map(Result::ok);
    let Some(names) = rows.next() else {
        return Vec::new();
    };
    columns.report_missing(names.iter(), report);
    if !columns.are_documents(names.iter()) {
        let mut lines = String::new();
        write(&[Block::Table(vec![cells(names)])], &mut lines);
        // Cells cost many times their text: no more than some rows of them are held.
        loop {
            let some: Vec<Vec<Cell>> = rows.by_ref().take(ROWS).map(cells).collect();
            if some.is_empty() {
                break;
            }
            write(&[Block::Table(some)], &mut lines);
        }
        return vec![Page {
            text: normalize(&lines).into_owned(),
            ..Page::default()
        }];
    }
    let names: Vec<&str> = names.iter().map(str::trim).collect();
    let mut pages = Vec::new();
    for (row, number) in rows.zip(2_u64..) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let record: Map<String, Value> = names
            .iter()
            .zip(row.iter())
            .filter(|(name, _)| columns::is_name(name))
            .map(|(name, cell)| ((*name).to_owned(), Value::from(cell)))
            .collect();
        let place = format!("row {number}");
        let member = (format!("#{number}"), place.as_str());
        pages.extend(records::page(&record, member, columns, report));
    }
    if pages.is_empty() {
        report.add(IssueKind::Skipped, "empty", "no row has a text");
    }
    pages
}

fn cells(row: StringRecord) -> Vec<Cell> {
    row.iter().map(Cell::of_text).collect()
}

/// Whether a text that is not named so is a table of documents: its first row says so.
pub(super) fn are_documents(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = first_row(text);
    let delimiter = char::from(delimiter(text));
    let names = first
        .split(delimiter)
        .map(|name| name.trim().trim_matches('"'));
    Columns::default().are_documents(names)
}

fn first_row(text: &str) -> &str {
    head_of(text, HEAD_BYTES).lines().next().unwrap_or_default()
}

/// The sign that stands most often in the first row.
fn delimiter(text: &str) -> u8 {
    let first = first_row(text);
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    // Of equals the last one is taken: a comma.
    let signs = [b';', b'\t', b','];
    signs
        .into_iter()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Issue, SourcePath};

    fn read_all(text: &str, columns: &Columns) -> (Vec<Page>, Vec<Issue>) {
        let path = SourcePath {
            root: "archive".into(),
            relative: "a.csv".into(),
            key: 1,
        };
        let mut issues = Vec::new();
        let mut report = Report {
            path: &path,
            issues: &mut issues,
        };
        let pages = read(text, columns, &mut report);
        (pages, issues)
    }

    #[test]
    fn every_row_of_a_table_of_documents_is_one() {
        let text = "\u{feff}标题,正文,发布时间,链接\r\n甲办法,\"第一条 甲\n第二条 \"\"乙\"\"\",2020-01-02,http://a.cn\r\n乙,,,\r\n丙,<p>一</p><p>二</p>,,\r\n";
        let (pages, issues) = read_all(text, &Columns::default());
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0].member, "#2");
        assert_eq!(pages[0].text, "第一条 甲\n第二条 \"乙\"");
        assert_eq!(pages[0].hints.title.as_deref(), Some("甲办法"));
        assert_eq!(pages[0].hints.url.as_deref(), Some("http://a.cn"));
        assert_eq!(pages[0].hints.get(&["发布时间"]), Some("2020-01-02"));
        assert_eq!(pages[1].text, "一\n二\n");
        assert_eq!((pages[1].member.as_str(), issues.len()), ("#4", 1));
        assert_eq!(issues[0].code, "no_text");
    }

    #[test]
    fn columns_that_are_named_win() {
        let columns = Columns {
            text: Some("全文"),
            date: Some("时间"),
            issuer: Some("单位"),
            ..Columns::default()
        };
        let text = "名称\t全文\t正文\t时间\t单位\n甲\t文\t无\t2020年1月\t某局\n";
        let (pages, _) = read_all(text, &columns);
        assert_eq!(pages[0].text, "文");
        let given = &pages[0].hints.given;
        assert_eq!(given.date.as_deref(), Some("2020年1月"));
        assert_eq!(given.issuer.as_deref(), Some("某局"));
        assert_eq!(given.title, None);
    }

    #[test]
    fn another_table_is_one_page() {
        let (pages, issues) = read_all(
            "园区,亩均税收\n甲园,12\n乙园,\"1,3\"\n",
            &Columns::default(),
        );
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].text, "园区 | 亩均税收\n甲园 | 12\n乙园 | 1,3\n");
        assert!(issues.is_empty());
    }

    #[test]
    fn tables_without_a_name_for_it_are_told() {
        for (text, expected) in [
            ("title,content,date\nx,y,z", true),
            ("\"标题\"\t\"正文\"\nx\ty", true),
            ("标题，正文，日期\n", false),
            ("关于正文,标题的通知\n", false),
        ] {
            assert_eq!(are_documents(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(标题,正文\n)?[甲,;\t\"\r\n ]{0,200}") {
            let _ = read_all(&text, &Columns::default());
        }
    }
}
