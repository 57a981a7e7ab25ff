//! Drops what only parts a document from its neighbours in the file: separating lines, the marks of
//! numbered pieces (`篇二`, `第二篇:`).
//!
//! Not its job: finding the documents (`split`); a line or a 篇 within a document stays.

use super::Cleaned;
use super::shape;
use super::sheet::Sheet;
use crate::ingest::split::Segment;
use crate::model::{RuleId, Span};

/// A line drawn between two documents.
const SEPARATOR: RuleId = RuleId::new("clean/edge/separator");
/// The number a library gives a document of its collection.
const PIECE: RuleId = RuleId::new("clean/edge/piece");

/// Drops the marks at both ends of a segment that is not the whole file.
pub(super) fn read(sheet: &mut Sheet<'_>, cleaned: &Cleaned, segment: &Segment) {
    let begins = segment.lines.start > 0;
    let ends = segment.lines.end < cleaned.lines.len();
    if !(begins || ends) {
        return;
    }
    let rows = sheet.rows.len();
    let is_line = |sheet: &Sheet<'_>, row: usize| shape::is_separator(sheet.text(row).trim());
    let first = (0..rows).find(|row| !is_line(sheet, *row)).unwrap_or(rows);
    let last = (first..rows)
        .rev()
        .find(|row| !is_line(sheet, *row))
        .map_or(first, |row| row + 1);
    for row in (0..first).chain(last..rows) {
        sheet.drop_row(row, &SEPARATOR);
    }
    if first < last {
        drop_piece_mark(sheet, first);
    }
}

fn drop_piece_mark(sheet: &mut Sheet<'_>, row: usize) {
    if let Some((end, _)) = shape::piece_mark(sheet.text(row)) {
        let start = sheet.rows[row].view.start;
        sheet.drop_span(row, Span::new(start, start + end), &PIECE);
    }
}
