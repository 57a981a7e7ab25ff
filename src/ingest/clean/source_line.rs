//! Tells the line under a title that says where and when a page was published, however it is worded:
//! `甲县政府网 编辑时间:2017-05-23 浏览:24887次`, `[2021年3月5日] 文章来自:… 点击:…`.
//!
//! In: a row. Out: its date and its source, if every cell of the row is of such a line. A line of that
//! kind has one date and a name of the page's, a counter or a publisher with a time of day; it has no
//! sentence, and an unknown name only beside two known ones. Not its job: names that a list knows
//! (`key_values`), which are read before; dropping the row (`page_lines`).

use std::ops::Range;

use super::shape;
use super::sheet::Sheet;
use crate::lexicon::furniture;
use crate::model::Span;

/// The longest such line, in bytes (100 characters).
const MAX_BYTES: usize = 300;
/// The longest rest of such a line, in bytes.
const MAX_REST: usize = 60;
/// The longest name of a value, in characters: 供稿单位, 公开责任科室.
const MAX_KEY: usize = 8;
/// The longest name of a publisher or an office, in characters.
const MAX_NAME: usize = 20;
/// The most cells without a kind: publisher, author, column.
const MAX_NAMES: usize = 3;

/// What a line says, as bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceLine {
    pub(super) date: Option<Range<usize>>,
    pub(super) source: Option<Range<usize>>,
}

/// What a cell of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// `2021-03-05`.
    NumericDate,
    /// `2021年3月5日`, which may be the document's own.
    SpelledDate,
    Time,
    /// Digits alone.
    Number,
    /// `36次`, `阅读36`.
    Count,
    /// A name that pages alone have, with its value or without.
    Key,
    /// A name with a value that may be anything's.
    OtherKey,
    Tool,
    Name,
}

/// Reads a piece of a row as a line of source and date; none if it is anything else.
pub(super) fn read(sheet: &Sheet<'_>, piece: Span) -> Option<SourceLine> {
    let text = sheet.view(piece);
    let is_sentence = text.contains(['。', ';', '!', '?', '《', '〔', '、', '至', '~']);
    if text.len() > MAX_BYTES || is_sentence || shape::is_text_heading(text) {
        return None;
    }
    let mut found = SourceLine {
        date: None,
        source: None,
    };
    let mut kinds: Vec<Cell> = Vec::new();
    for range in cells(sheet, piece) {
        let (kind, value) = kind(&text[range.clone()])?;
        let value = range.start + value.start..range.start + value.end;
        match kind {
            Cell::NumericDate | Cell::SpelledDate => found.date = found.date.or(Some(value)),
            Cell::Name if shape::is_publisher(&text[value.clone()]) => {
                found.source = found.source.or(Some(value));
            }
            _ => {}
        }
        kinds.push(kind);
    }
    is_line(&kinds, found.source.is_some()).then_some(found)
}

/// Whether what other rules left of a line is of the page's, too: its date, its counter, a name.
pub(super) fn is_rest(sheet: &Sheet<'_>, piece: Span) -> bool {
    let text = sheet.view(piece);
    let is_plain = text.len() <= MAX_REST && !text.contains(['。', ';', '《', '〔', '、']);
    is_plain
        && cells(sheet, piece).all(|range| {
            let found = kind(&text[range]).map(|found| found.0);
            !matches!(found, None | Some(Cell::OtherKey | Cell::SpelledDate))
        })
}

/// Whether cells of these kinds make a page's line.
fn is_line(kinds: &[Cell], has_publisher: bool) -> bool {
    let count = |wanted: Cell| kinds.iter().filter(|kind| **kind == wanted).count();
    let (names, times, counts) = (count(Cell::Name), count(Cell::Time), count(Cell::Count));
    let (numeric, spelled) = (count(Cell::NumericDate), count(Cell::SpelledDate));
    let pages = count(Cell::Key) + counts + count(Cell::Tool);
    let is_long = names > MAX_NAMES || kinds.len() < 2 || numeric + spelled > 1;
    if is_long || count(Cell::OtherKey) > 0 && count(Cell::Key) < 2 {
        return false;
    }
    let is_timed = times > 0 && has_publisher;
    match (numeric, spelled) {
        // 2019年3月5日 甲县人民政府公布 is the document's.
        (1, _) | (_, 1) => pages > 0 || is_timed,
        _ => counts > 0 && count(Cell::Key) > 1 || counts > 1 && names == 0,
    }
}

/// The parts of a row between white space, bars, brackets and bullets.
fn cells(sheet: &Sheet<'_>, piece: Span) -> impl Iterator<Item = Range<usize>> {
    let text = sheet.view(piece);
    let is_mark =
        |character: char| character.is_whitespace() || "|丨┊·•【】[](),".contains(character);
    let trimmed = move |range: Range<usize>| {
        let start = range.end - text[range.clone()].trim_start().len();
        start..start + text[start..range.end].trim_end().len()
    };
    sheet
        .cells(piece, is_mark)
        .into_iter()
        .map(trimmed)
        .filter(move |range| text[range.clone()].contains(char::is_alphanumeric))
}

/// The kind of a cell, and its value within it; none for what no such line has.
fn kind(cell: &str) -> Option<(Cell, Range<usize>)> {
    let whole = 0..cell.len();
    if let Some(kind) = value_kind(cell) {
        return Some((kind, whole));
    }
    let (key, value) = match cell.split_once(':') {
        Some((key, value)) => (key, value.trim()),
        None => return bare_kind(cell).map(|kind| (kind, whole)),
    };
    let start = cell.len() - value.len();
    let length = key.chars().count();
    if !(1..=MAX_KEY).contains(&length) || value.chars().count() > MAX_NAME || is_documents(key) {
        return None;
    }
    let is_known =
        furniture::page_key(key).is_some() || KEY_ENDS.iter().any(|end| key.ends_with(end));
    if !is_known {
        return Some((Cell::OtherKey, start..cell.len()));
    }
    let is_dated = ["时间", "日期", "于"].iter().any(|end| key.ends_with(end));
    match value_kind(value) {
        Some(kind @ (Cell::NumericDate | Cell::SpelledDate))
            if is_dated || key.starts_with('发') =>
        {
            Some((kind, start..cell.len()))
        }
        Some(Cell::Count | Cell::Number) => Some((Cell::Count, start..cell.len())),
        // 公示时间:3月5日至12日
        None if is_dated && !value.is_empty() => None,
        _ => Some((Cell::Key, start..cell.len())),
    }
}

/// The kind of a cell without a colon that is no plain value.
fn bare_kind(cell: &str) -> Option<Cell> {
    let counted = cell.trim_end_matches(['次', '人', ' ']);
    let digits = counted.bytes().rev().take_while(u8::is_ascii_digit).count();
    let name = counted[..counted.len() - digits].trim_end();
    let is_counter = |name: &str| COUNTERS.iter().any(|word| name.ends_with(word));
    if digits > 0 && is_counter(name) {
        return Some(Cell::Count);
    }
    // 36269次浏览, 已有12人阅读
    let behind = cell
        .trim_start_matches("已有")
        .trim_start_matches(|sign: char| sign.is_ascii_digit());
    if behind.len() < cell.len()
        && is_counter(behind.trim_start_matches(['次', '人', ' ']))
        && behind.len() <= 15
    {
        return Some(Cell::Count);
    }
    let covered: usize = furniture::terms()
        .find(cell)
        .map(|(range, _)| range.len())
        .sum();
    if covered == cell.len() || ["大", "中", "小", "t"].contains(&cell) {
        return Some(Cell::Tool);
    }
    let is_name = cell.chars().count() <= MAX_NAME && !shape::is_official_title(cell);
    (is_name && !DOCUMENTS.iter().any(|word| cell.contains(word))).then_some(Cell::Name)
}

/// The kind of a date, a time, a number.
fn value_kind(text: &str) -> Option<Cell> {
    let bytes = text.as_bytes();
    let is = |mark: char| mark.is_ascii_digit();
    let digits = |text: &str| !text.is_empty() && text.chars().all(is);
    let unit = text.trim_end_matches(['次', '人']);
    if digits(unit) && unit.len() <= 8 {
        // A number alone says nothing.
        return Some(if unit.len() < text.len() {
            Cell::Count
        } else {
            Cell::Number
        });
    }
    if let Some(rest) = text.strip_suffix('日')
        && let Some((year, rest)) = rest.split_once('年')
        && let Some((month, day)) = rest.split_once('月')
    {
        let fits = digits(year) && digits(month.trim()) && digits(day.trim());
        return fits.then_some(Cell::SpelledDate);
    }
    if text.contains(':') {
        let parts = text.split(':');
        let fits =
            parts.clone().count() <= 3 && parts.clone().all(|part| digits(part) && part.len() <= 2);
        return fits.then_some(Cell::Time);
    }
    let is_year = bytes.len() >= 8 && matches!(bytes[0], b'1' | b'2') && digits(text.get(..4)?);
    let mut parts = text.split(['-', '/', '.', 't']);
    let fits = is_year
        && text.len() <= 20
        && parts.clone().count() == 3
        && parts.all(|part| digits(part) && part.len() <= 4);
    fits.then_some(Cell::NumericDate)
}

/// How the names of a page's own data end.
const KEY_ENDS: [&str; 32] = [
    "转载自",
    "整理时间",
    "来源",
    "来自",
    "作者",
    "编辑",
    "记者",
    "通讯员",
    "信息员",
    "浏览",
    "浏览量",
    "点击",
    "阅读",
    "阅读量",
    "访问量",
    "已阅",
    "查看",
    "人气",
    "热度",
    "次数",
    "发布时间",
    "编辑时间",
    "录入时间",
    "更新时间",
    "更新于",
    "发布于",
    "发表于",
    "发布日期",
    "更新日期",
    "发布人",
    "录入人",
    "栏目",
];

/// Words before a count.
const COUNTERS: [&str; 15] = [
    "评论",
    "回复",
    "点赞",
    "浏览",
    "点击",
    "阅读",
    "已阅",
    "访问",
    "查看",
    "人气",
    "次数",
    "阅读量",
    "浏览量",
    "访问量",
    "热度",
];

/// Words of a document's own data, of a meeting, a bidding, a call: such a row is the text's.
const DOCUMENTS: [&str; 34] = [
    "地点",
    "主持",
    "参加",
    "出席",
    "列席",
    "会议",
    "议题",
    "联系",
    "电话",
    "施行",
    "实施",
    "生效",
    "通过",
    "废止",
    "公布",
    "修正",
    "修订",
    "号",
    "报名",
    "下载时间",
    "开标",
    "投标",
    "培训",
    "截止",
    "会议室",
    "宾馆",
    "考点",
    "缴费",
    "考试",
    "面试",
    "公示",
    "报到",
    "资金",
    "项目",
];

/// Whether a name is of a document's data.
pub(super) fn is_documents(key: &str) -> bool {
    DOCUMENTS.iter().any(|word| key.contains(word))
}
