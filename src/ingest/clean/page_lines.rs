//! Reads lines that say where and when a page was published, without a row name: `2024-01-02 某报`,
//! `某报 2024-01-02 10:00`, `…。来源:某报`, the running head of a magazine.
//!
//! Not its job: rows with a name (`key_values`); 落款 and 成文日期, which belong to the text.

use std::sync::LazyLock;

use regex::Regex;

use super::sheet::Sheet;
use super::{shape, source_line, tail};
use crate::model::{RuleId, Span};

/// A line of date and source under the title.
const DATE_LINE: RuleId = RuleId::new("clean/page_line/date");
/// A reading counter on a line of its own under it.
const COUNTER: RuleId = RuleId::new("clean/page_line/counter");
/// A source named at the end of the text.
const SOURCE: RuleId = RuleId::new("clean/page_line/source");

/// Only numeric dates: 2022年11月15日 on its own may be the document's own date.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d{2}";
    let time = r"(?:\s*t?\d{1,2}:\d{2}(?::\d{2})?)?";
    Regex::new(&format!(
        r"^\s*[\[(]?(?P<before>[^\d\n。,;:]{{0,20}}?)\s*(?P<date>(?:{date}){time})[\])]?\s*(?P<after>[^\d\n。,;:]{{0,20}}?)\s*(?:(?:阅读|浏览|点击|访问|人气|热度)(?:量|数|次数)?[::]?\s*[\d.]*\s*[万kw]?\s*次?(?:听新闻|朗读|收藏|分享|打印)?)?$"
    ))
    .expect("a literal")
});

static SOURCE_AT_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[。!?”])\s*[\[(【—-]*(?:稿件|信息|文章|本文)?(?:来源|稿源)(?:于)?[:】]\s*([^。,;:()\[\]【】\n]{2,30})[)\]】]?[。]?\s*$",
    )
    .expect("a literal")
});

/// A date line stands within this many rows: crumbs, block and title before it.
const HEAD_ROWS: usize = 20;
/// Rows from the end in which a source may be named.
const TAIL_ROWS: usize = 15;

/// Reads the lines under the title and at the end.
pub(super) fn read(sheet: &mut Sheet<'_>) {
    for row in 0..sheet.head_end().min(HEAD_ROWS) {
        if read_date_line(sheet, row) {
            drop_counter(sheet, row + 1);
            break;
        }
    }
    for row in 0..sheet.head_end().min(HEAD_ROWS) {
        drop_rest(sheet, row);
    }
    // At the end of the text's last row, or below it: before a signature it is the text's own.
    let last_text = tail::find(sheet).start.saturating_sub(1);
    let first = sheet.rows.len().saturating_sub(TAIL_ROWS).max(last_text);
    for row in first..sheet.rows.len() {
        read_source(sheet, row);
    }
}

fn read_date_line(sheet: &mut Sheet<'_>, row: usize) -> bool {
    let Some(piece) = sheet.first_piece(row) else {
        return false;
    };
    let text = sheet.view(piece);
    if piece.len() > 300 || !text.contains(|character: char| character.is_ascii_digit()) {
        return false;
    }
    let Some(found) = DATED.captures(text) else {
        return read_worded(sheet, row, piece);
    };
    let span = |name| {
        found
            .name(name)
            .map(|part| Span::from(part.range()).shifted(piece.start))
    };
    let named = |part: &Span| sheet.view(*part).chars().count() >= 2;
    let source = [span("before"), span("after")]
        .into_iter()
        .flatten()
        .find(named);
    // 2021年3月5日 14:30 县政府三楼会议室
    if source.is_some_and(|source| source_line::is_documents(sheet.view(source))) {
        return false;
    }
    let date = span("date");
    // A bare date may be the document's own line: it is read, and stays.
    let is_page_line = source.is_some() || text.contains(':');
    if let Some(source) = source {
        sheet.add_key_value("来源", source);
    }
    if let Some(date) = date {
        sheet.add_key_value("日期", date);
    }
    if is_page_line {
        sheet.drop_span(row, piece, &DATE_LINE);
    }
    is_page_line
}

/// Drops what is left of a line whose date, source or counter was read.
fn drop_rest(sheet: &mut Sheet<'_>, row: usize) {
    let pieces = sheet.pieces(row);
    let view = sheet.rows[row].view;
    let left: usize = pieces.iter().map(|piece| piece.len()).sum();
    let is_rest = |piece: &Span| source_line::is_rest(sheet, *piece);
    if left > 0 && 2 * left <= view.len() && pieces.iter().all(is_rest) {
        sheet.drop_row(row, &DATE_LINE);
    }
}

/// Reads a line of source and date in whatever words.
fn read_worded(sheet: &mut Sheet<'_>, row: usize, piece: Span) -> bool {
    let Some(found) = source_line::read(sheet, piece) else {
        return false;
    };
    for (key, value) in [("来源", found.source), ("日期", found.date)] {
        if let Some(value) = value {
            sheet.add_key_value(key, Span::from(value).shifted(piece.start));
        }
    }
    sheet.drop_span(row, piece, &DATE_LINE);
    true
}

fn drop_counter(sheet: &mut Sheet<'_>, row: usize) {
    let bare = row < sheet.rows.len() && {
        let text = sheet.text(row).trim();
        !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if bare {
        sheet.drop_row(row, &COUNTER);
    }
}

fn read_source(sheet: &mut Sheet<'_>, row: usize) {
    let Some(piece) = sheet.pieces(row).last().copied() else {
        return;
    };
    let text = sheet.view(piece);
    if !text.contains("来源") && !text.contains("稿源") {
        return;
    }
    let Some(found) = SOURCE_AT_END.captures(text) else {
        return;
    };
    let (Some(all), Some(name)) = (found.get(0), found.get(1)) else {
        return;
    };
    if !shape::is_publisher(name.as_str()) {
        return;
    }
    sheet.add_key_value("来源", Span::from(name.range()).shifted(piece.start));
    // The sentence end that the match begins with stays.
    let lead = all
        .as_str()
        .chars()
        .next()
        .filter(|first| "。!?”".contains(*first));
    let start = all.start() + lead.map_or(0, char::len_utf8);
    sheet.drop_span(row, Span::new(piece.start + start, piece.end), &SOURCE);
}
