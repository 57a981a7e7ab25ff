//! JSON Lines (and a JSON array or object) → pages, one per record.
//!
//! In: decoded text. Out: one page per object, member `#<line number>`; keys are tolerant, every
//! scalar becomes a hint; a body in HTML goes through the HTML reader. A broken line costs itself
//! only. Not its job: interpreting what the keys say.

use serde_json::{Map, Value};

use super::normalize::normalize;
use super::{Page, Report, head_of, html, text};
use crate::model::{IssueKind, PageHints};

/// Keys that hold the text, best first.
const TEXT_KEYS: [&str; 14] = [
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
const TITLE_KEYS: [&str; 5] = ["title", "标题", "headline", "题名", "articletitle"];
const URL_KEYS: [&str; 6] = ["url", "link", "链接", "网址", "source_url", "href"];
/// Joins the items of a list of scalars in a hint, as lists in CSV cells.
const LIST_SEPARATOR: &str = "；";
/// Objects within objects are read this deep (`{"meta": {"date": …}}`).
const HINT_DEPTH: usize = 2;

/// Reads the records of a text.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Vec<Page> {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(records) = whole_file(text) {
        return records
            .into_iter()
            .zip(1..)
            .filter_map(|(record, number)| page(record, number, "record", report))
            .collect();
    }
    let mut pages = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(record) => pages.extend(page(record, number, "line", report)),
            Err(error) => {
                let message = format!("line {number} is not valid JSON: {error}");
                report.add(IssueKind::Partial, "bad_json", message);
            }
        }
    }
    if pages.is_empty() && !text.trim().is_empty() {
        report.add(IssueKind::Skipped, "empty", "no record has a text");
    }
    pages
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

fn page(record: Value, number: usize, unit: &str, report: &mut Report<'_>) -> Option<Page> {
    let Value::Object(record) = record else {
        let message = format!("{unit} {number} is not a JSON object");
        report.add(IssueKind::Partial, "bad_json", message);
        return None;
    };
    let Some((text_key, body)) = body(&record) else {
        let message = format!("{unit} {number} has no text (looked for text, content, 正文 …)");
        report.add(IssueKind::Skipped, "no_text", message);
        return None;
    };
    let mut page = if looks_like_html(&body) {
        html::read(&body)
    } else {
        text::read(&body)
    };
    let mut hints = PageHints::default();
    add_hints(&record, text_key, HINT_DEPTH, &mut hints);
    hints.title = hints
        .get(&TITLE_KEYS)
        .map(str::to_owned)
        .or(page.hints.title);
    hints.url = hints.get(&URL_KEYS).map(str::to_owned).or(page.hints.url);
    hints.meta.append(&mut page.hints.meta);
    page.hints = hints;
    page.member = format!("#{number}");
    Some(page)
}

/// Returns the key and value of the text.
fn body(record: &Map<String, Value>) -> Option<(&str, String)> {
    TEXT_KEYS.iter().find_map(|wanted| {
        record
            .iter()
            .filter(|(key, _)| key.trim().to_lowercase() == *wanted)
            .find_map(|(key, value)| {
                let text = text_of(value)?;
                (!text.trim().is_empty()).then_some((key.as_str(), text))
            })
    })
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            Some(lines.join("\n"))
        }
        _ => None,
    }
}

/// At least two tags, or one that ends a line: `<2` and `<关于…>` are text.
fn looks_like_html(body: &str) -> bool {
    let head = head_of(body, 8192).to_ascii_lowercase();
    let tags = [
        "</p>", "<br", "</div>", "</td>", "</span>", "<html", "</a>", "<p>", "<p ",
    ];
    tags.iter().any(|tag| head.contains(tag))
}

/// Adds every scalar, its key lower-cased; lists of scalars are joined.
fn add_hints(record: &Map<String, Value>, text_key: &str, depth: usize, hints: &mut PageHints) {
    for (key, value) in record.iter().filter(|(key, _)| *key != text_key) {
        if let Value::Object(inner) = value {
            if depth > 1 {
                add_hints(inner, "", depth - 1, hints);
            }
            continue;
        }
        let Some(text) = scalar(value).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        hints.meta.push((key.trim().to_lowercase(), text));
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(normalize(text).trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items
                .iter()
                .map(|item| if item.is_array() { None } else { scalar(item) })
                .collect();
            items.map(|items| items.join(LIST_SEPARATOR))
        }
        Value::Null | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Issue, SourcePath};

    fn read_all(text: &str) -> (Vec<Page>, Vec<Issue>) {
        let path = SourcePath {
            root: "archive".into(),
            relative: "a.jsonl".into(),
            key: 1,
        };
        let mut issues = Vec::new();
        let pages = read(
            text,
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
