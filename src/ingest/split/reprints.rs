//! News that reprint a document: `全文如下:`, `附原文`. The document begins below.
//!
//! An official letter that says so forwards its own text; it stays whole.

use super::Row;
use super::below;
use super::heads::{self, Title};
use crate::ingest::clean::shape;

/// The announcement stands at the end of its row, within so many bytes (20 characters).
const WITHIN: usize = 60;
/// Rows in which a letter shows its number or recipients.
const HEAD_ROWS: usize = 8;

/// Whether a reprinted document begins in row `at` of the document that begins at `since`.
pub(super) fn begins(rows: &[Row<'_>], since: usize, at: usize) -> bool {
    if at <= since || !announces(rows[at - 1].text) {
        return false;
    }
    let head = &rows[since..rows.len().min(since + HEAD_ROWS).min(at)];
    let is_letter = head
        .iter()
        .any(|row| shape::is_number_line(row.text) || below::is_recipients(row.text))
        || head.first().is_some_and(|row| {
            let title = heads::kind(row.text);
            title.is_some_and(|title| title >= Title::Typed) && !row.text.contains(['(', '《'])
        });
    !is_letter && is_document_head(rows, at)
}

/// Whether a row ends with the announcement of a whole text.
fn announces(text: &str) -> bool {
    let end = text.trim_end_matches([':', '。', ')', ' ', '】', '>']);
    if !end.ends_with(['下', '文', '后']) {
        return false;
    }
    let tail = &end[shape::ceil_boundary(end, end.len().saturating_sub(WITHIN))..];
    let announced = tail.ends_with("文如下")
        || tail.ends_with("全文")
        || tail.ends_with("原文")
        || tail.ends_with("全文公布如下")
        || tail.ends_with("全文发布如下")
        || tail.ends_with("全文刊登如下")
        || tail.ends_with("全文附后");
    announced
        && (tail.contains("全文") || tail.contains("原文") || tail.contains("正文"))
        && !["阅读", "查看", "点击", "链接", "下载", "展开", "来源"]
            .iter()
            .any(|word| tail.contains(word))
}

fn is_document_head(rows: &[Row<'_>], at: usize) -> bool {
    let text = rows[at].text.trim();
    let typed = |text: &str| heads::kind(text).is_some_and(|title| title >= Title::Typed);
    let bracketed = text.trim_matches(['《', '》']);
    typed(text)
        || typed(bracketed)
        || shape::is_number_line(text)
        || below::is_recipients(text)
        || rows.get(at + 1).is_some_and(|next| {
            super::ends::is_organs(text) && (typed(next.text) || shape::is_number_line(next.text))
        })
}
