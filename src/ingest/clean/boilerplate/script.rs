//! Rows of a page's code that a careless copy took along: scripts and style sheets.
//!
//! In: a row at the page's edge. Such a row has no Chinese character but perhaps in a comment or a
//! string, and the marks of code.

use super::judged::{Cut, Judged, Trust};
use crate::analysis::char_filter::is_han;
use crate::model::RuleId;

static SCRIPT: RuleId = RuleId::new("clean/boilerplate/script");

/// What no text has. In folded text: letters are lower-case.
const MARKS: [&str; 16] = [
    "$(",
    "();",
    "({",
    "})",
    "function(",
    "function (",
    "var ",
    "document.",
    "window.",
    "jquery",
    "px;",
    "px}",
    "</",
    "/>",
    "javascript:",
    "!important",
];

/// Drops a row of code.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    if !judged.at_edge() {
        return None;
    }
    let text = judged.text.trim();
    let han = text.chars().filter(|character| is_han(*character)).count();
    if han * 4 > judged.chars {
        return None;
    }
    let is_brace = matches!(text, "{" | "}" | "});" | "};" | "})" | ");");
    let is_rule = text.ends_with(['{', '}', ';'])
        && text.bytes().all(|byte| byte.is_ascii())
        && (text.contains(':')
            || text.ends_with('{')
            || text.starts_with(['.', '#', '@'])
            || text.contains('='));
    let is_code = is_brace || is_rule || MARKS.iter().any(|mark| text.contains(mark));
    is_code.then(|| Cut::whole(judged, &SCRIPT, Trust::Edge))
}
