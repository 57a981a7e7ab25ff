//! Notices of document-sharing sites and of sites that wrap texts for search engines: previews,
//! page counts, points, uploaders, reading times, an editor who hopes to have helped; and a summary
//! that repeats the text.

use std::sync::LazyLock;

use regex::Regex;

use super::judged::{Cut, Hit, Judged, Place, Trust};
use crate::ingest::clean::sheet::Sheet;
use crate::ingest::clean::{norms, shape};
use crate::lexicon::furniture::Furniture;
use crate::model::RuleId;

pub(super) static LIBRARY: RuleId = RuleId::new("clean/boilerplate/library");
static SUMMARY: RuleId = RuleId::new("clean/boilerplate/summary");

/// The longest notice in a row of its own, in characters.
const MAX_NOTICE: usize = 300;
/// The longest notice with ordinary words alone, in characters.
const MAX_PLAIN: usize = 60;

/// Counts that only a library gives.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"全文(?:共|约)+\s*\d+\s*个?字|还剩\s*\d+\s*页|剩余\s*\d+\s*[页字%]|全文共\s*\d|共\s*\d+\s*页\s*[,,]|(?:大小|页数|字数|页码)[::]\s*\d|\d+字[,,]\s*(?:阅读|读完)|读完?(?:大?约|需)|第\s*\d+\s*页\s*[/,]?\s*共\s*\d+\s*页|(?:大约|约)需(?:要)?\s*\d+\s*分钟",
    )
    .expect("a literal")
});

/// Drops a library's notice.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    let first = judged.of(Furniture::Library).next()?;
    if judged.is_glued || judged.is_text_heading() && !is_numbered_notice(judged) {
        return None;
    }
    let (count, is_sure) = judged.distinct(Furniture::Library);
    let counted = judged.chars <= MAX_NOTICE && COUNTED.is_match(judged.text);
    let opens = judged.opens_with(Furniture::Library).is_some();
    let sure = is_sure && (count >= 2 || opens || judged.chars <= MAX_PLAIN);
    let values = judged
        .of(Furniture::Library)
        .filter(|hit| judged.value_start(hit).is_some())
        .count();
    let many = count >= 3 && opens && (values >= 3 || judged.chars <= MAX_PLAIN);
    let fair =
        many || (count >= 2 || opens) && judged.chars <= MAX_PLAIN && names_value(judged, first);
    let holds = match judged.place {
        Place::Middle if norms::binds(judged.text) => false,
        Place::Middle => {
            counted && judged.chars <= MAX_PLAIN
                || is_sure && count >= 2
                || is_sure && opens && judged.chars <= MAX_PLAIN
        }
        _ => counted && (is_sure || judged.chars <= MAX_PLAIN) || sure || fair,
    };
    if !holds || judged.chars > MAX_NOTICE {
        return None;
    }
    let trust = if is_sure || counted || many {
        Trust::Sure
    } else if count == 1 && judged.word(first) == "编号:" {
        Trust::Company
    } else {
        Trust::Edge
    };
    Some(Cut::whole(judged, &LIBRARY, trust))
}

/// 1、本站所有资源…: a library numbers its notices.
fn is_numbered_notice(judged: &Judged<'_>) -> bool {
    let (count, is_sure) = judged.distinct(Furniture::Library);
    is_sure && count + judged.distinct(Furniture::Disclaimer).0 >= 2
}

/// Whether an ordinary word has a value or the row to itself: 格式:doc, 立即下载.
fn names_value(judged: &Judged<'_>, hit: &Hit) -> bool {
    judged.value_start(hit).is_some() || judged.text[hit.0.end..].trim().is_empty()
}

/// Drops a summary that repeats the beginning of a later paragraph (at least 20 characters).
pub(super) fn summary(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    let opening = judged.opens_with(Furniture::Summary)?;
    let text = judged.text[opening.0.end..].trim_start_matches([':', '】', ']']);
    let summary: Vec<char> = shape::essence(text).take(20).collect();
    let repeats = summary.len() == 20
        && (row + 1..sheet.rows.len()).take(5).any(|next| {
            shape::essence(sheet.text(next))
                .take(20)
                .eq(summary.iter().copied())
        });
    repeats.then(|| Cut::whole(judged, &SUMMARY, Trust::Edge))
}
