//! The neighbours of a page, and the heads of lists of other pages; what stands below such a list.
//!
//! Not its job: rows of such words side by side (`bars`).

use std::sync::LazyLock;

use regex::Regex;

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

/// A list of other pages is named for its kind and its matter, whatever the words: 最新法规, 同类文件.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let kind = "相关|相似|相近|最新|热门|热点|推荐|同类|同栏目|本类|本栏目?|更多|精选|精彩|往期|近期|随机|延伸|拓展|扩展|关联|猜你|本周|本月|今日";
    let matter = "文章|新闻|资讯|法规|文件|政策|通知|推荐|阅读|链接|下载|内容|文档|资料|范文|专题|信息|动态|公告|报道|搜索?|排行榜?|问答|解读|最新|热门|最热|函件|批复|热文|好文|热帖";
    let reader = r"(?:您|你|大家|网友|看了|看过)(?:本文的人|此文的人|该文的人)?(?:可能|也许)?(?:还|也|都|正)?(?:会|在)?(?:喜欢|感兴趣|想看|想搜|关心|看了?|搜)的?(?:文章|内容|资料)?";
    Regex::new(&format!(
        r"^[【\[■◆●◎○◇▶►☆★※·•▍|>*\s]*(?:(?:{kind})(?:的)?(?:{matter}){{1,2}}|(?:同城|同省|同级)(?:政策|文件|公告)|{reader})[】\]]?[::>»…\s]*(?:更多[>»\s]*)?$"
    ))
    .expect("a literal")
});
/// Its longest form, in bytes (16 characters).
const MAX_NAME: usize = 48;

/// Drops the head of a list that no word gives away.
pub(super) fn named_list(judged: &Judged<'_>) -> Option<Cut> {
    let is_head = judged.in_tail()
        && !judged.is_glued
        && judged.text.len() <= MAX_NAME
        && NAMED.is_match(judged.text);
    is_head.then(|| Cut::whole(judged, &RELATED, Trust::Edge).ending())
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
