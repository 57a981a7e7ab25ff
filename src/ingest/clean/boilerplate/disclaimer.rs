//! Disclaimers: where a text comes from, whose opinion it is, who may copy it, whom to call.
//!
//! They are told by what they say (speech acts) in a site's own voice, not by one word: 未经许可,
//! 不得转载 and 版权归…所有 are words of laws, plans and contracts too.

use super::judged::{Cut, Judged, Trust};
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::RuleId;

static DISCLAIMER: RuleId = RuleId::new("clean/boilerplate/disclaimer");

/// The longest disclaimer in one row, in characters.
const MAX_CHARS: usize = 700;

/// Words in which a site speaks of itself, of the copy or to its reader.
const SITE_WORDS: [&str; 29] = [
    "本站",
    "本网",
    "本平台",
    "本公众号",
    "本号",
    "本刊",
    "本微信",
    "我站",
    "我网",
    "免责声明",
    "侵权",
    "侵犯了您",
    "侵犯您",
    "您的",
    "请注明",
    "须注明",
    "来自网络",
    "来源于网络",
    "来源网络",
    "来自互联网",
    "来源于互联网",
    "转载自",
    "代表作者",
    "不代表",
    "本文",
    "文中",
    "原作者",
    "小编",
    "网友",
];

/// What disclaimers are about. 以上内容仅供参考 in an article is the article's.
const MATTERS: [&str; 22] = [
    "转载",
    "版权",
    "侵权",
    "侵犯",
    "侵删",
    "著作权",
    "删除",
    "来源",
    "来自",
    "源于",
    "观点",
    "立场",
    "授权",
    "免责",
    "真实性",
    "上传",
    "出处",
    "原作者",
    "稿件",
    "稿酬",
    "整理",
    "网络",
];

/// Drops a disclaimer, whole or glued to the last paragraph.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    if !judged.in_tail() || judged.chars > MAX_CHARS {
        return None;
    }
    let first = judged.of(Furniture::Disclaimer).next()?;
    let (count, is_sure) = judged.distinct(Furniture::Disclaimer);
    let is_of_site = SITE_WORDS.iter().any(|word| judged.text.contains(word));
    let has_matter = MATTERS.iter().any(|word| judged.text.contains(word));
    if !has_matter {
        return None;
    }
    let acts = count >= 2 && (is_of_site || is_sure);
    if judged.is_glued {
        let start = judged.sentence_start(first.0.start);
        let glued = acts && start > 0;
        return glued
            .then(|| Cut::part(start..judged.text.len(), &DISCLAIMER, Trust::Sure).ending());
    }
    if judged.is_text_heading() && !(acts && is_of_site) {
        return None;
    }
    let opening = judged.opens_with(Furniture::Disclaimer);
    let declares = opening.is_some_and(|hit| {
        let word = judged.word(hit);
        hit.1.evidence == Evidence::Sure || (is_of_site && word.contains("声明"))
    });
    if acts || declares {
        let trust = if acts { Trust::Sure } else { Trust::Edge };
        return Some(Cut::whole(judged, &DISCLAIMER, trust).ending());
    }
    None
}
