//! Rows that say where the page stands in its site, and rows that greet: the place, today's date,
//! the weather, the number of visitors.
//!
//! Not its job: crumbs without a word that says so (`menus`).

use std::sync::LazyLock;

use regex::Regex;

use super::judged::{Cut, Judged, Place, Trust};
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::RuleId;

pub(in crate::ingest::clean) static CRUMB: RuleId = RuleId::new("clean/boilerplate/crumb");
pub(super) static GREETING: RuleId = RuleId::new("clean/boilerplate/greeting");

/// The longest crumbs, in characters: five steps and a title.
const MAX_CRUMBS: usize = 120;
/// The longest greeting, in characters.
const MAX_GREETING: usize = 80;

/// Drops crumbs.
pub(super) fn crumb(judged: &Judged<'_>) -> Option<Cut> {
    let Some(opening) = judged.opens_with(Furniture::Crumb) else {
        return path(judged).or_else(|| place(judged));
    };
    let steps = judged.text.contains(['>', '»', '›', '→']);
    let is_sure = opening.1.evidence == Evidence::Sure || steps;
    let is_place = judged.place == Place::Head || (judged.in_tail() && steps);
    let is_text = judged.text.contains('。') || judged.chars > MAX_CRUMBS;
    (is_place && is_sure && !is_text).then(|| Cut::whole(judged, &CRUMB, Trust::Sure))
}

/// `首页 / 政务公开 / 政策文件`: steps down from the home page.
fn path(judged: &Judged<'_>) -> Option<Cut> {
    let text = judged.text.trim();
    let is_home = ["首页", "网站首页", "主页", "home"]
        .iter()
        .any(|home| text.starts_with(home));
    let steps: Vec<&str> = text
        .split(['/', '>', '»', '›', '→', '-', '\\'])
        .map(str::trim)
        .filter(|step| !step.is_empty())
        .collect();
    let is_path = steps.len() >= 2 && steps.iter().all(|step| step.chars().count() <= 16);
    (judged.place == Place::Head && is_home && is_path)
        .then(|| Cut::whole(judged, &CRUMB, Trust::Sure))
}

/// `我的位置:政策库 · 乙省 · 甲市`: the reader's place in whatever words, its steps behind a colon.
fn place(judged: &Judged<'_>) -> Option<Cut> {
    static READERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:您|你|我)?(?:现在|当前|目前|所在|所处|浏览|所|的|本页|页面|网页){1,5}位置(?:是|为)?:[^。]*$")
            .expect("a literal")
    });
    let is_place = judged.place == Place::Head && judged.chars <= MAX_CRUMBS;
    (is_place && READERS.is_match(judged.text.trim()))
        .then(|| Cut::whole(judged, &CRUMB, Trust::Sure))
}

/// Drops a greeting.
pub(super) fn greeting(judged: &Judged<'_>) -> Option<Cut> {
    if !judged.has(Furniture::Greeting) || !judged.at_edge() || judged.chars > MAX_GREETING {
        return None;
    }
    let opens_bare = judged
        .text
        .starts_with(|first: char| first.is_ascii_digit());
    let opening = judged.opens_with(Furniture::Greeting);
    let opens_sure = opening.is_some_and(|hit| hit.1.evidence == Evidence::Sure);
    let (count, is_sure) = judged.distinct(Furniture::Greeting);
    let is_speech =
        judged.text.contains(['。', ';']) || judged.chars > 40 && judged.text.contains(',');
    let trust = match opens_sure {
        _ if judged.is_text_heading() => return None,
        true if is_of_page(judged) => Trust::Sure,
        true => return None,
        // 2024年3月5日星期二, 多云转晴12℃~20℃
        _ if (opens_bare || opening.is_some())
            && !is_speech
            && (count >= 2 || judged.chars <= 30) =>
        {
            if is_sure {
                Trust::Edge
            } else {
                Trust::Company
            }
        }
        _ => return None,
    };
    Some(Cut::whole(judged, &GREETING, trust))
}

/// Whether a greeting is a page's, not a speaker's: 欢迎来到 names a site, 今天是 a date.
fn is_of_page(judged: &Judged<'_>) -> bool {
    let Some(opening) = judged.opening() else {
        return false;
    };
    let rest = judged.text[opening.0.end..].trim_start_matches([':', ' ', '!', ',', '[', '【']);
    let digits =
        rest.starts_with(|first: char| first.is_ascii_digit() || "一二星周".contains(first));
    let names_site = ["网", "站", "门户", "主页", "平台", "频道", "登录", "您"]
        .iter()
        .any(|word| judged.text.contains(word));
    let is_short = rest.is_empty() || judged.chars <= 12;
    (digits || names_site || is_short)
        && judged.text.matches(['。', '!']).count() <= 2
        && !rest.contains(';')
}
