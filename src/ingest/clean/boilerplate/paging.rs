//! Numbers of pages on lines of their own: `_第1页`, `第1页 共3页`, `- 3 -`, `1 2 3 下一页`.
//!
//! Not its job: rows of furniture words (`bars`), a title with a page's number (`titles`).

use std::sync::LazyLock;

use regex::Regex;

use super::judged::{Cut, Judged, Trust};
use crate::model::RuleId;

static PAGING: RuleId = RuleId::new("clean/boilerplate/paging");

/// The longest row of page numbers, in bytes.
const MAX_BYTES: usize = 90;

/// A page's number as no text gives it, and one between dashes, which is a page's below the text only.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[_\-—\s(\[]*(?:第\s*\d{1,4}\s*页\s*[,/|]?\s*(?:[(/]?\s*共\s*\d{1,4}\s*页)?|(?:本文|全文)?共\s*\d{1,4}\s*页\s*[,/|]?\s*(?:当前)?(?:为)?第\s*\d{1,4}\s*页)[)\]\s\-—_]*(?:(?:首页|上一页|下一页|上页|下页|末页|尾页|\d{1,4})\s*)*$",
    )
    .expect("a literal")
});
static DASHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[-—·_]\s*\d{1,4}\s*[-—·_]$").expect("a literal"));

/// Drops a row of page numbers.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    let text = judged.text.trim();
    if judged.is_glued || text.len() > MAX_BYTES {
        return None;
    }
    let dashed = judged.in_tail() && DASHED.is_match(text);
    let numbered = || text.contains('页') && NUMBERED.is_match(text);
    (dashed || numbered()).then(|| Cut::whole(judged, &PAGING, Trust::Sure))
}
