//! What stands below a title: number and recipients of its own, a law's opening, who reports, running
//! text. One row at a time; which of it makes a document is for `heads` to say.

use crate::ingest::clean::shape;
use crate::lexicon::furniture;

/// What stands below a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// Nothing that follows a title.
    Nothing,
    /// Running text or a first heading.
    Text,
    /// The heading of a foreword: `前言`.
    Foreword,
    /// Contents, first chapter or article.
    Law,
    /// When and by whom a law was adopted.
    Adopted,
    /// A day or `日前`: most news begin so, but paragraphs too.
    Lead,
    /// Who reports: `讯`, `记者`; source and time of a page.
    Report,
    /// Number or recipients of its own.
    Own,
}

/// A line of so many bytes with a comma in it is running text (20 characters).
const PROSE: usize = 60;
/// What a row says as one below a title; none for rows that say nothing.
pub(super) fn of_row(text: &str) -> Option<Below> {
    if shape::is_number_line(text) || is_recipients(text) || is_masked_number(text) {
        return Some(Below::Own);
    }
    if ["前言", "引言", "导语", "序言", "引子", "导言"].contains(&text) {
        return Some(Below::Foreword);
    }
    if is_page_row(text) {
        return Some(Below::Report);
    }
    if is_adoption(text) {
        return Some(Below::Adopted);
    }
    if text == "目录" || text.starts_with("第一章") || text.starts_with("第一条") {
        return Some(Below::Law);
    }
    if is_report(text) {
        return Some(Below::Report);
    }
    if is_lead(text) && text.len() >= 60 {
        return Some(Below::Lead);
    }
    let is_page = || {
        furniture::terms()
            .find(text)
            .next()
            .is_some_and(|(range, word)| {
                range.start == 0 && word.evidence == furniture::Evidence::Sure
            })
    };
    ((shape::is_body(text) || shape::is_sentence(text) || is_prose(text)) && !is_page())
        .then_some(Below::Text)
}

/// A line of running text that was wrapped.
pub(super) fn is_prose(text: &str) -> bool {
    text.len() >= PROSE && text.contains(',') && !text.contains(['|', '【']) && !text.ends_with(':')
}

/// `XX发〔20XX〕XX号`: the number of a form to be filled in.
fn is_masked_number(text: &str) -> bool {
    text.ends_with('号')
        && text.len() <= 60
        && text.contains(['〔', '[', '('])
        && text.contains(super::heads::is_mask)
        && !text.contains([',', '。', '《'])
}

/// `各乡镇人民政府,县直各单位:`
pub(super) fn is_recipients(text: &str) -> bool {
    let text = text.trim();
    if !text.ends_with(':') || text.len() > 400 || text.contains('。') {
        return false;
    }
    text.starts_with(['各', '县', '市', '省', '区'])
        || text.starts_with("有关")
        || text.starts_with("机关各")
        || text.ends_with("单位:")
        || text.ends_with("人民政府:")
}

/// Source and time of a page below its headline; a figure's source bears no time.
fn is_page_row(text: &str) -> bool {
    if text.len() > 200 || text.contains('。') {
        return false;
    }
    if furniture::page_key(text.trim()) == Some(furniture::PageKey::Sure) {
        return true;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let mut keys = furniture::page_keys()
        .find(text)
        .filter(|(range, _)| text[range.end..].trim_start().starts_with([':', '】']));
    digits && keys.next().is_some()
}

/// `(2020年3月5日甲市人大常委会通过)`, perhaps wrapped.
fn is_adoption(text: &str) -> bool {
    text.starts_with('(')
        && text.contains('年')
        && ["通过", "发布", "公布", "批准"]
            .iter()
            .any(|word| text.contains(word))
}

/// Whether a text says at its beginning who reports: `本报讯`, `…讯(记者 张某)`, `…3月5日电`.
pub(super) fn is_report(text: &str) -> bool {
    let head = prefix(text, 120);
    let head = &head[..head.find('。').unwrap_or(head.len())];
    if !head.contains(['讯', '记', '电', '报']) {
        return false;
    }
    head.starts_with("本报")
        || head.starts_with("本网")
        || [
            "讯(",
            "讯 ",
            "讯:",
            "日讯",
            "本报讯",
            "日电",
            "记者从",
            "(记者",
            "(通讯员",
        ]
        .iter()
        .any(|sign| head.contains(sign))
}

/// Whether a text begins as news do: with who reports, `日前`, `近日` or a day.
pub(super) fn is_lead(text: &str) -> bool {
    let text = text.trim_start();
    is_report(text)
        || [
            "近日",
            "日前",
            "昨日",
            "昨天",
            "今日",
            "今天",
            "连日来",
            "据悉",
            "据了解",
        ]
        .iter()
        .any(|lead| text.starts_with(lead))
        || starts_with_day(text)
}

/// `3月5日,…`, `2021年3月5日上午…`.
fn starts_with_day(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text;
    for (unit, most) in [("年", 4), ("月", 2), ("日", 2)] {
        let count = digits(rest);
        match rest[count..].strip_prefix(unit) {
            Some(after) if (1..=most).contains(&count) => rest = after,
            _ if unit == "年" => {}
            _ => return false,
        }
    }
    true
}

/// The first `most` bytes of a text, or a little less.
fn prefix(text: &str, most: usize) -> &str {
    &text[..shape::floor_boundary(text, most)]
}
