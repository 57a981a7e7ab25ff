//! The neighbours of a page, and the heads of lists of other pages; what stands below such a list.
//!
//! Not its job: rows of such words side by side (`bars`).

use super::judged::{Cut, Judged, Trust};
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::RuleId;

pub(super) static RELATED: RuleId = RuleId::new("clean/boilerplate/related");
pub(super) static NEIGHBOUR: RuleId = RuleId::new("clean/boilerplate/neighbour");

/// The longest row of a neighbour, in characters: its title and a date.
const MAX_NEIGHBOUR: usize = 140;

/// Drops the link to a neighbour.
pub(super) fn neighbour(judged: &Judged<'_>) -> Option<Cut> {
    let opening = judged.opens_with(Furniture::Neighbour)?;
    let rest = judged.text[opening.0.end..].trim_start();
    // 下一篇文章要写好 is a sentence.
    let is_link = judged.word(opening).ends_with(':')
        || rest.is_empty()
        || rest.starts_with([
            ':', '>', '»', '】', ']', '|', '《', '【', '[', '«', '→', '(', '-', '/',
        ])
        || (opening.1.evidence == Evidence::Sure
            && !rest.contains('。')
            && rest.chars().count() >= 8);
    if !is_link || !judged.at_edge() || judged.chars > MAX_NEIGHBOUR {
        return None;
    }
    let is_sure = opening.1.evidence == Evidence::Sure;
    let trust = if is_sure { Trust::Sure } else { Trust::Edge };
    let cut = Cut::whole(judged, &NEIGHBOUR, trust);
    Some(if judged.in_tail() { cut.ending() } else { cut })
}

/// Drops the head of a list: 相关信息: is one, 相关信息公开要求 is not.
pub(super) fn list_head(judged: &Judged<'_>) -> Option<Cut> {
    let opening = judged.opens_with(Furniture::Related)?;
    if !judged.in_tail() || judged.is_glued || judged.is_text_heading() {
        return None;
    }
    let rest = judged.text[opening.0.end..].trim();
    let marked = judged.word(opening).ends_with(':')
        || rest.starts_with([':', '>', '»', '】', ']', '|', '/', '·']);
    let is_sure = opening.1.evidence == Evidence::Sure;
    // 您可能感兴趣的文章
    let is_short = is_sure && rest.chars().count() <= 5 && rest.chars().all(char::is_alphanumeric);
    let heads = rest.is_empty() || is_short || marked && judged.chars <= 120;
    let trust = if is_sure { Trust::Sure } else { Trust::Edge };
    heads.then(|| Cut::whole(judged, &RELATED, trust).ending())
}
