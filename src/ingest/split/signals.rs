//! The signs that a document begins: a legal database's block, a repeated title, a library's
//! notice or collection title, numbered pieces (篇一, 篇二 …), a title with its own number after the
//! end of another text.

use std::sync::LazyLock;

use regex::Regex;

use super::Row;
use crate::ingest::clean::{shape, titles};

/// Finds the rows at which a document may begin, in order.
pub(super) fn find(rows: &[Row<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    let pieces = numbered_pieces(rows);
    let mut notice = false;
    for (at, row) in rows.iter().enumerate() {
        let is_notice = is_notice(row.text);
        let begins = (is_notice && !notice)
            || pieces.binary_search(&at).is_ok()
            || begins_document(rows, at)
            || follows_an_end(rows, at, found.last().copied().unwrap_or(0));
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
    block_next || named_block || repeats(rows, at).is_some()
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
    text.len() < 600
        && [
            "下载文档前请自行甄别",
            "不可在线预览部分",
            "如文档侵犯您的权益",
        ]
        .iter()
        .any(|words| text.contains(words))
}

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

/// The rows that head 篇一, 篇二 …: a series from one upwards, two at least.
fn numbered_pieces(rows: &[Row<'_>]) -> Vec<usize> {
    static PIECE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[【(《\[#\s]*(?:篇\s*([一二三四五六七八九十]{1,3}|\d{1,2})(?:[:)】.、\s]|$)|第([一二三四五六七八九十]{1,3}|\d{1,2})篇[:】])")
            .expect("a literal")
    });
    let mut series: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let named = row.text.chars().take(8).any(|character| character == '篇');
        if !named || row.text.contains('。') || row.text.len() > 240 {
            continue;
        }
        let Some(found) = PIECE.captures(row.text) else {
            continue;
        };
        let numeral = found
            .get(1)
            .or(found.get(2))
            .map_or("", |numeral| numeral.as_str());
        if numeral_value(numeral) == Some(series.len() + 1) {
            series.push(at);
        }
    }
    if series.len() >= 2 {
        series
    } else {
        Vec::new()
    }
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

/// An official title with a number of its own below it, after a text that has ended and does not
/// speak of it: a forwarded text is announced in the letter before it.
fn follows_an_end(rows: &[Row<'_>], at: usize, since: usize) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\(?[\p{Han}]{2,14}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号\)?$")
            .expect("a literal")
    });
    let (Some(above), Some(below)) = (at.checked_sub(1), rows.get(at + 1)) else {
        return false;
    };
    let title = rows[at].text;
    if !below.text.ends_with(['号', ')']) || !shape::is_official_title(title) {
        return false;
    }
    let ended = rows[above].text.ends_with(['。', '日', ')']);
    if !ended || !NUMBER.is_match(below.text.trim()) {
        return false;
    }
    let topic = topic(title);
    !rows[since..at]
        .iter()
        .any(|row| row.text.contains(topic) || row.text.starts_with("附件"))
}

/// What a title is about: from 关于 or 印发 to its type word.
fn topic(title: &str) -> &str {
    let start = title
        .find("关于")
        .or(title.find("印发"))
        .map_or(0, |at| at + "关于".len());
    let title = shape::trimmed_title(&title[start..]);
    let end = title.rfind('的').unwrap_or(title.len());
    &title[..end]
}
