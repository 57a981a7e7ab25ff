//! A record of a database or a crawler → page.
//!
//! In: names and values. Out: the text, every scalar as a hint; a body in HTML goes through the
//! HTML reader; names are tolerant ([`super::columns`]). Not its job: where records come from,
//! interpreting what the names say.

use serde_json::{Map, Value};

use super::columns::{self, Columns, TEXT_KEYS, TITLE_KEYS, URL_KEYS};
use super::normalize::normalize;
use super::{Page, Report, head_of, html, text};
use crate::model::{Given, IssueKind, PageHints};

/// Joins the items of a list of scalars in a hint, as lists in CSV cells.
const LIST_SEPARATOR: &str = "；";
/// Objects within objects are read this deep (`{"meta": {"date": …}}`).
const HINT_DEPTH: usize = 2;

/// Makes a page of a record; `member` is its name, `place` what the report calls it.
pub(super) fn page(
    record: &Map<String, Value>,
    (member, place): (String, &str),
    columns: &Columns,
    report: &mut Report<'_>,
) -> Option<Page> {
    let Some((text_key, body)) = body(record, columns) else {
        let message = match columns.text {
            Some(column) => format!("{place} has no text (looked for {column})"),
            None => format!("{place} has no text (looked for text, content, 正文 …)"),
        };
        report.add(IssueKind::Skipped, "no_text", message);
        return None;
    };
    let mut page = if looks_like_html(&body) {
        html::read(&body)
    } else {
        text::read(&body)
    };
    let mut hints = PageHints::default();
    add_hints(record, text_key, HINT_DEPTH, &mut hints);
    hints.given = given(record, columns);
    hints.title = hints
        .get(&TITLE_KEYS)
        .map(str::to_owned)
        .or(page.hints.title);
    let url = columns.url.and_then(|column| value(record, column));
    let url = url.or_else(|| hints.get(&URL_KEYS).map(str::to_owned));
    hints.url = url.or(page.hints.url);
    hints.meta.append(&mut page.hints.meta);
    page.hints = hints;
    page.member = member;
    Some(page)
}

/// What the columns that a user names say of the document.
fn given(record: &Map<String, Value>, columns: &Columns) -> Given {
    let said = |column: Option<&str>| column.and_then(|column| value(record, column));
    Given {
        title: said(columns.title),
        date: said(columns.date),
        issuer: said(columns.issuer),
        number: said(columns.number),
    }
}

fn value(record: &Map<String, Value>, column: &str) -> Option<String> {
    let (_, value) = record.iter().find(|(key, _)| columns::is(key, column))?;
    scalar(value).filter(|text| !text.trim().is_empty())
}

/// Returns the key and value of the text.
fn body<'a>(record: &'a Map<String, Value>, columns: &Columns) -> Option<(&'a str, String)> {
    let wanted: &[&str] = match &columns.text {
        Some(column) => std::slice::from_ref(column),
        None => &TEXT_KEYS,
    };
    wanted.iter().find_map(|wanted| {
        record
            .iter()
            .filter(|(key, _)| columns::is(key, wanted))
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
