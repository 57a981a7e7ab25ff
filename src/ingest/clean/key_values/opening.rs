//! What may stand before the first known name of a line: a page's date, a name that no list knows.
//!
//! Not its job: whether the line is the page's (`key_values`).

use super::Cell;
use crate::analysis::char_filter::is_han;
use crate::ingest::clean::sheet::Sheet;
use crate::lexicon::furniture::PageKey;
use crate::model::Span;

/// Longest name that no list knows, in characters.
const MAX_UNKNOWN: usize = 6;

/// `2020-01-02 来源:…`: a page's date stands before the first name.
pub(super) fn is_page_date(before: &str) -> bool {
    let before = before.trim_matches([' ', '|', '丨', '【', '[']);
    // 2019年3月5日 09:12 来源:…
    let spelled = before.len() <= 40
        && before.starts_with(['1', '2'])
        && before.contains('年')
        && before.contains('日')
        && before
            .chars()
            .all(|character| character.is_ascii_digit() || "年月日: 时分".contains(character));
    spelled
        || (8..=20).contains(&before.len())
            && before.starts_with(['1', '2'])
            && before.contains(['-', '/', '.'])
            && before
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"-/.: t".contains(&byte))
}

/// The cell of a date that stands without a name.
pub(super) fn dated_cell(row: usize, start: usize, end: usize) -> Cell {
    Cell {
        row,
        span: Span::new(start, end),
        key: Some(("日期".to_owned(), PageKey::Colon)),
        marked: true,
        value: Span::new(start, end),
    }
}

/// The cell of a name that no list knows, before the first known one of its line: `更新于:2016-08-03`.
pub(super) fn unknown_cell(
    sheet: &Sheet<'_>,
    row: usize,
    start: usize,
    end: usize,
) -> Option<Cell> {
    let text = sheet.view(Span::new(start, end));
    let (name, value) = text.split_once(':')?;
    let is_name = (2..=MAX_UNKNOWN).contains(&name.chars().count()) && name.chars().all(is_han);
    let is_apart = value.trim_end().ends_with(['|', '丨']) || !sheet.gap_before(end).is_empty();
    let is_value = !value.contains([':', '。', ',', '、']) && value.contains(char::is_alphanumeric);
    (is_name && is_apart && is_value).then(|| Cell {
        row,
        span: Span::new(start, end),
        key: Some((name.to_owned(), PageKey::Colon)),
        marked: true,
        value: Span::new(end - value.len(), end),
    })
}
