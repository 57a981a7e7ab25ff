//! Rows in which a site introduces the text, or takes leave of it, by its title: 为帮助大家了解《…》,
//! 原标题:…, 未经允许不得转载:某站 » ….
//!
//! In: a row of the head or the tail that holds the whole title of the page and words with which a site
//! speaks. A document quotes titles too, but does not speak to readers about its own. Not its job: the
//! title in a frame (`title_forms`).

use std::sync::LazyLock;

use super::judged::{Cut, Judged, Place, Trust};
use crate::ingest::clean::sheet::Sheet;
use crate::ingest::clean::{norms, shape};
use crate::lexicon::terms::Terms;
use crate::model::RuleId;

static WRAPPER: RuleId = RuleId::new("clean/boilerplate/wrapper");

/// The longest row, in characters.
const MAX_CHARS: usize = 160;
/// What a row may hold beside the title, in characters of it.
const MAX_REST: usize = 60;
/// The shortest title that cannot stand in a row by accident, in characters of it.
const MIN_TITLE: usize = 8;
/// Rows below the row in which the title stands; rows of the head.
const WITHIN: usize = 8;

/// With what a site speaks to its readers, or names what a page has; ordinary words of titles (整理,
/// 网址, 会员) are none.
const WORDS: [&str; 19] = [
    "大家",
    "小编",
    "网友",
    "本站",
    "一起来",
    "为您",
    "带来",
    "标题:",
    "标题】",
    "网址:",
    "http",
    "【导读】",
    "【导语】",
    "导读:",
    "内容简介",
    "概要描述",
    "未经允许",
    "关键词:",
    "介绍到这",
];

/// Drops a row that wraps the title.
pub(super) fn cut(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    static TERMS: LazyLock<Terms<()>> =
        LazyLock::new(|| Terms::new(WORDS.iter().map(|word| (*word, ()))));
    let rows = match judged.place {
        Place::Head => row + 1..(row + WITHIN).min(sheet.rows.len()),
        Place::Tail => 0..WITHIN.min(row),
        Place::Middle => return None,
    };
    if judged.chars > MAX_CHARS || TERMS.find(judged.text).next().is_none() {
        return None;
    }
    if shape::is_official_title(judged.text) || norms::binds(judged.text) {
        return None;
    }
    let own: String = shape::essence(judged.text).collect();
    let wraps = |title: &str| {
        let title: String = shape::essence(title).collect();
        let (length, own_length) = (title.chars().count(), own.chars().count());
        length >= MIN_TITLE
            && own_length > length
            && own_length <= length + MAX_REST
            && own.contains(&title)
    };
    // What the site says stands beside the title, not in it.
    let speaks = |title: &str| {
        let beside =
            |(range, ()): (std::ops::Range<usize>, ())| !title.contains(&judged.text[range]);
        TERMS.find(judged.text).any(beside)
    };
    let mut titles = rows.map(|row| sheet.text(row).trim());
    let holds = titles.any(|title| shape::is_title_like(title) && wraps(title) && speaks(title));
    let trust = match judged.place {
        Place::Head => Trust::Sure,
        _ => Trust::Edge,
    };
    holds.then(|| Cut::whole(judged, &WRAPPER, trust))
}
