//! Chapters of a book that stand behind another document: `第三十章 …` where no chapter went before.
//!
//! In: rows, in order. Out: whether a chapter begins a document. A law's chapters count from one
//! within their document; a chapter that continues no count, below the end of a text or printed
//! twice as libraries do, belongs to another book.

use super::Row;
use super::ends::{self, End};
use crate::ingest::clean::shape;

/// A chapter's heading is at most so long, in bytes (40 characters).
const MAX_HEADING: usize = 120;
/// Rows below the heading that are looked at: the heading again, the page's words, text.
const BELOW: usize = 5;

/// Whether a row is a chapter's heading.
pub(super) fn is_chapter(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix('第')
        .filter(|_| text.len() <= MAX_HEADING)
    else {
        return false;
    };
    let after = rest.trim_start_matches(|numeral: char| {
        numeral.is_ascii_digit() || "一二三四五六七八九十百千零〇两".contains(numeral)
    });
    after.len() < rest.len() && after.starts_with(['章', '回']) && !text.ends_with(['。', ':', ';'])
}

/// Whether a chapter stands twice, one row below the other.
pub(super) fn is_doubled(rows: &[Row<'_>], at: usize) -> bool {
    is_chapter(rows[at].text)
        && rows
            .get(at + 1)
            .is_some_and(|next| shape::essence(rows[at].text).eq(shape::essence(next.text)))
}

/// Whether the chapter in row `at` begins a document; none went before it in its document.
pub(super) fn begins(rows: &[Row<'_>], at: usize) -> bool {
    let text = rows[at].text;
    // A first chapter may be that of a law which a letter forwards.
    if text.starts_with("第一章") || text.starts_with("第1章") {
        return false;
    }
    let end = ends::before(rows, at);
    let doubled = is_doubled(rows, at);
    (end >= End::Sealed || (doubled && (end >= End::Sentence || ends::after_gap(rows, 0, at))))
        && rows[at + 1..]
            .iter()
            .take(BELOW)
            .any(|row| shape::is_body(row.text) || shape::is_sentence(row.text))
        && !rows[at + 1..]
            .iter()
            .take(BELOW)
            .any(|row| row.text.starts_with('第') && row.text[3..].contains('条'))
}
