//! The signs of databases and libraries that a document begins: a legal database's block, a repeated
//! title, a notice or a collection's title, numbered pieces (篇一, 篇二 …).

use std::sync::LazyLock;

use regex::Regex;

use super::Row;
use super::below::Below;
use super::chapters;
use super::heads::{self, Title};
use crate::ingest::clean::{shape, titles};

/// Finds the rows at which a document may begin, in order.
pub(super) fn find(view: &str, rows: &[Row<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    // Each sign has a mark that most texts lack: one fast pass each tells.
    let pieces = match view.contains('篇') {
        true => numbered_pieces(rows),
        false => Vec::new(),
    };
    let notices = NOTICES.iter().any(|words| view.contains(words));
    let blocks = view.contains('【');
    let mut notice = false;
    for (at, row) in rows.iter().enumerate() {
        let is_notice = notices && is_notice(row.text);
        let begins = (is_notice && !notice)
            || pieces.binary_search(&at).is_ok()
            || ((blocks || !row.text.ends_with('。')) && begins_document(rows, at));
        notice = is_notice;
        if begins {
            found.push(at);
        }
    }
    found
}

/// Whether a row is a document's first: its title, repeated or before a block, or the block itself.
pub(super) fn begins_document(rows: &[Row<'_>], at: usize) -> bool {
    let Some(row) = rows.get(at) else {
        return false;
    };
    if let Some(title) = titles::before_block(row.text) {
        let continues = at > 0 && titles::before_block(rows[at - 1].text).is_some();
        return !continues && !is_titled_above(rows, at, title);
    }
    if is_collection(row.text) {
        return true;
    }
    if !shape::is_title_like(row.text) {
        return false;
    }
    let block_next = rows
        .get(at + 1)
        .and_then(|next| titles::before_block(next.text))
        .is_some_and(str::is_empty);
    let named_block = rows
        .get(at + 1)
        .is_some_and(|next| next.text.trim() == "文章属性");
    block_next || named_block || (repeats(rows, at).is_some() && !is_twice_listed(rows, at))
}

/// Whether a line that stands twice heads nothing: an item of a list.
fn is_twice_listed(rows: &[Row<'_>], at: usize) -> bool {
    let (title, next) = (rows[at].text, rows[at + 1].text);
    let is_whole = shape::essence(title).eq(shape::essence(next));
    // A title that names its type is one, whatever block follows.
    is_whole
        && heads::kind(title) == Some(Title::Headline)
        && !rows
            .get(at + 2)
            .is_some_and(|row| row.text.contains(['【', ':']) || row.text.contains("文章属性"))
        && heads::below_title(rows, at + 2, title) == Below::Nothing
}

/// Whether the block's title, or its place, is taken by the row above.
fn is_titled_above(rows: &[Row<'_>], at: usize, title: &str) -> bool {
    let Some(above) = at.checked_sub(1).map(|above| rows[above].text) else {
        return false;
    };
    if title.is_empty() {
        return above.trim() == "文章属性" || shape::is_title_like(above);
    }
    shape::starts_with_title(title, above).is_some()
}

/// The row that repeats a title: the next one, whole or glued to text.
pub(super) fn repeats(rows: &[Row<'_>], at: usize) -> Option<usize> {
    let next = rows.get(at + 1)?;
    titles::is_repeated_in(rows[at].text, next.text).then_some(at + 1)
}

/// A notice of a document-sharing site between two texts.
pub(super) fn is_notice(text: &str) -> bool {
    text.len() < 600 && NOTICES.iter().any(|words| text.contains(words))
}

/// What such notices say; other words of libraries stand at the end of a text, too, or within it.
const NOTICES: [&str; 3] = [
    "下载文档前请自行甄别",
    "不可在线预览部分",
    "如文档侵犯您的权益",
];

/// The title of a library's collection: `最新…汇报3篇`, `…总结(精选5篇)`.
fn is_collection(text: &str) -> bool {
    static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*篇[)】]?$").expect("a literal")
    });
    let text = text.trim_end();
    text.ends_with(['篇', ')', '】'])
        && text.contains('篇')
        && shape::is_title_like(text)
        && COLLECTION.is_match(text)
        && ([
            "最新", "精选", "有关", "通用", "热门", "推荐", "优秀", "范文", "汇编", "合集", "大全",
        ]
        .iter()
        .any(|word| text.contains(word))
            || shape::TYPE_WORDS.iter().any(|word| text.contains(word)))
}

/// The rows that head 篇一, 篇二 …: a series from one or two upwards; 篇一
/// alone is none.
fn numbered_pieces(rows: &[Row<'_>]) -> Vec<usize> {
    let mut series: Vec<usize> = Vec::new();
    let mut alone: Vec<usize> = Vec::new();
    let mut next = 1;
    for (at, row) in rows.iter().enumerate() {
        let Some((end, numeral)) = shape::piece_mark(row.text) else {
            continue;
        };
        // A plan has 篇 too, with chapters below.
        let is_book = rows
            .get(at + 1)
            .is_some_and(|below| below.text.starts_with('第') && shape::is_heading(below.text))
            && !chapters::is_doubled(rows, at + 1);
        // The first piece may go without a mark.
        let value = numeral_value(numeral);
        if !is_book && (value == Some(next) || (series.is_empty() && value == Some(2))) {
            next = value.unwrap_or(next) + 1;
            series.push(at);
        } else if !is_book
            && end == row.text.len()
            && row.text.trim_start_matches('【').starts_with('篇')
        {
            // A collection of which some pieces lost their marks.
            alone.push(at);
        }
    }
    if next <= 2 {
        series.clear();
    }
    series.extend(alone);
    series.sort_unstable();
    series
}

fn numeral_value(numeral: &str) -> Option<usize> {
    if let Ok(value) = numeral.parse() {
        return Some(value);
    }
    let digit = |character: char| {
        "一二三四五六七八九"
            .chars()
            .position(|found| found == character)
    };
    let (tens, ones) = match numeral.split_once('十') {
        Some((tens, ones)) => (
            tens.chars()
                .next()
                .map_or(1, |tens| digit(tens).map_or(0, |at| at + 1)),
            ones,
        ),
        None => (0, numeral),
    };
    let ones = match ones.chars().next() {
        Some(ones) => digit(ones)? + 1,
        None => 0,
    };
    Some(tens * 10 + ones)
}
