//! JSON Lines (and a JSON array or object) → pages, one per record.
//!
//! In: decoded text. Out: one page per object, member `#<line number>`. A broken line costs itself
//! only. Not its job: what a record's keys say ([`super::records`]).

use std::collections::BTreeSet;

use serde_json::Value;

use super::columns::{self, Columns};
use super::{Page, Report, records};
use crate::model::IssueKind;

/// Most keys of records that are kept to compare with those that a user names.
const MOST_KEYS: usize = 10_000;

/// Reads the records of a text.
pub(super) fn read(text: &str, columns: &Columns, report: &mut Report<'_>) -> Vec<Page> {
    let text = text.trim_start_matches('\u{feff}');
    let mut keys = Keys::default();
    let mut pages = Vec::new();
    if let Some(records) = whole_file(text) {
        for (record, number) in records.into_iter().zip(1..) {
            keys.add(&record, columns);
            pages.extend(of(record, ("record", number), columns, report));
        }
        keys.report(columns, report);
        return pages;
    }
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(record) => {
                keys.add(&record, columns);
                pages.extend(of(record, ("line", number), columns, report));
            }
            Err(error) => {
                let message = format!("line {number} is not valid JSON: {error}");
                report.add(IssueKind::Partial, "bad_json", message);
            }
        }
    }
    keys.report(columns, report);
    if pages.is_empty() && !text.trim().is_empty() {
        report.add(IssueKind::Skipped, "empty", "no record has a text");
    }
    pages
}

/// The keys of all records, where a user names some.
#[derive(Default)]
struct Keys(BTreeSet<String>);

impl Keys {
    /// Adds those of a record; of the first records, where there are ever more of them.
    fn add(&mut self, record: &Value, columns: &Columns) {
        let is_wanted = columns.named().next().is_some();
        if let Some(record) = record.as_object().filter(|_| is_wanted) {
            let new = record.keys().filter(|key| columns::is_name(key));
            for key in new {
                if self.0.len() < MOST_KEYS && !self.0.contains(key) {
                    self.0.insert(key.clone());
                }
            }
        }
    }

    fn report(&self, columns: &Columns, report: &mut Report<'_>) {
        if !self.0.is_empty() {
            columns.report_missing(self.0.iter().map(String::as_str), report);
        }
    }
}

/// A JSON array of records, or one object over several lines.
fn whole_file(text: &str) -> Option<Vec<Value>> {
    let trimmed = text.trim();
    let is_one_line = !trimmed.contains('\n');
    if trimmed.starts_with('[') {
        return serde_json::from_str(trimmed).ok();
    }
    if is_one_line || !trimmed.starts_with('{') {
        return None;
    }
    let first_line = trimmed.lines().next().unwrap_or_default();
    // JSON Lines have a whole object on the first line; `{` alone begins one object.
    if first_line.trim_end().ends_with('}') {
        return None;
    }
    serde_json::from_str(trimmed)
        .ok()
        .map(|record| vec![record])
}

/// Reads one record; `at` names its unit and number, for the report.
fn of(
    record: Value,
    at: (&str, usize),
    columns: &Columns,
    report: &mut Report<'_>,
) -> Option<Page> {
    let (unit, number) = at;
    let place = format!("{unit} {number}");
    let Value::Object(record) = record else {
        let message = format!("{place} is not a JSON object");
        report.add(IssueKind::Partial, "bad_json", message);
        return None;
    };
    records::page(&record, (format!("#{number}"), &place), columns, report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Issue, SourcePath};

    fn read_all(text: &str) -> (Vec<Page>, Vec<Issue>) {
        read_with(text, &Columns::default())
    }

    fn read_with(text: &str, columns: &Columns) -> (Vec<Page>, Vec<Issue>) {
        let path = SourcePath {
            root: "archive".into(),
            relative: "a.jsonl".into(),
            key: 1,
        };
        let mut issues = Vec::new();
        let pages = read(
            text,
            columns,
            &mut Report {
                path: &path,
                issues: &mut issues,
            },
        );
        (pages, issues)
    }

    #[test]
    fn reads_one_page_per_line_with_tolerant_keys() {
        let (pages, issues) = read_all(
            "{\"title\":\"甲办法\",\"text\":\"第一条\",\"URL\":\"http://a.cn\",\"year\":2020}\n\n\
             {\"标题\":\"乙通知\",\"正文\":\"各单位\\r\\n现通知\",\"发布时间\":\"2021-01-02\",\"机关\":[\"甲\",\"乙\"]}\n",
        );
        assert!(issues.is_empty());
        assert_eq!(pages[0].member, "#1");
        assert_eq!(pages[0].hints.title.as_deref(), Some("甲办法"));
        assert_eq!(pages[0].hints.url.as_deref(), Some("http://a.cn"));
        assert_eq!(pages[0].hints.get(&["year"]), Some("2020"));
        assert_eq!(pages[1].member, "#3");
        assert_eq!(pages[1].text, "各单位\n现通知");
        assert_eq!(pages[1].hints.get(&["发布时间"]), Some("2021-01-02"));
        assert_eq!(pages[1].hints.get(&["机关"]), Some("甲；乙"));
    }

    #[test]
    fn keys_that_no_record_has_are_told_once() {
        let mut columns = Columns::default();
        columns.set("date", "时间");
        columns.set("number", "文号");
        let (pages, issues) = read_with(
            "{\"text\":\"甲\"}\n{\"text\":\"乙\",\"文号\":\"甲发〔2031〕1号\"}\n",
            &columns,
        );
        assert_eq!((pages.len(), issues.len()), (2, 1));
        assert_eq!(issues[0].code, "no_such_column");
        assert!(
            issues[0].message.contains("named 时间;"),
            "{}",
            issues[0].message
        );
    }

    #[test]
    fn a_broken_line_costs_itself_only() {
        let (pages, issues) =
            read_all("{\"text\":\"甲\"}\n{\"text\":\n[1]\n{\"id\":1}\n{\"body\":\"乙\"}");
        assert_eq!(pages.len(), 2);
        let codes: Vec<&str> = issues.iter().map(|issue| issue.code.as_str()).collect();
        assert_eq!(codes, ["bad_json", "bad_json", "no_text"]);
        assert!(issues[0].message.starts_with("line 2 is not valid JSON"));
    }

    #[test]
    fn reads_arrays_and_single_objects() {
        let (pages, _) = read_all("[{\"text\":\"甲\"},\n{\"content\":[\"乙\",\"丙\"]}]");
        assert_eq!(pages[1].text, "乙\n丙");
        assert_eq!(pages[1].member, "#2");
        let (pages, _) = read_all("{\n \"meta\": {\"Date\": \"2020\"},\n \"text\": \"甲\"\n}");
        assert_eq!(pages[0].hints.get(&["date"]), Some("2020"));
    }

    #[test]
    fn a_body_in_html_is_read_as_html() {
        let (pages, _) = read_all("{\"html\":\"<p>第一条</p><p>第二条&nbsp;内容</p>\"}");
        assert_eq!(pages[0].text, "第一条\n第二条\u{a0}内容\n");
    }

    #[test]
    fn deep_nesting_is_an_issue_not_a_crash() {
        let deep = format!("{{\"text\":{}", "[".repeat(100_000));
        let (pages, issues) = read_all(&deep);
        assert!(pages.is_empty());
        assert_eq!(issues[0].code, "bad_json");
    }
}
