//! Finds betting brands that were written over the name of an organ, everywhere in the text:
//! `大湖体育官网@办公室关于印发…` (about 2 % of counted pages).
//!
//! In: the folded view. Out: view spans. A brand is known by the slot it stands in – before `@`, at
//! the start of a title line, alone as a signature – and by its words; organs, lotteries and their
//! sites (体育局, 体育彩票, 官网) have other words and stay. Not its job: finding the true issuer.

use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::spam::{self, Class, Soft};
use crate::model::{RuleId, Span};

/// A gambling brand in the place of an organ's name.
pub(crate) const BRAND: RuleId = RuleId::new("clean/spam/brand");

/// A page is sold to one brand; more are the noise of an unrelated list.
const MAX_BRANDS: usize = 4;
/// Bytes at each end of the page in which titles, source lines and signatures stand.
const EDGE: usize = 6_000;
/// Longest and shortest brand, in characters.
const BRAND_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=20;

/// What follows an issuer in a title or a sentence.
const AFTER_ISSUER: &str = "办公室|办公厅|人民政府|委员会|关于|印发|转发|批转|令第|文件|党组|党委";

/// A line that begins with a brand (after a key, if any): the brand with its site's words.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let games = "体育|娱乐|棋牌|彩票|电竞|投注|博彩|真人|凯时|赌场|bet";
    let sites = "官方网站|官方网址|官方平台|官方|官网|平台|网站|app|网址|入口|登录|登陆|下载|投注|网页版|注册|手机版|客户端";
    Regex::new(&format!(
        r"^(?:[\p{{Han}}]{{2,6}}:)?(?P<brand>[\p{{Han}}a-z0-9]{{0,8}}?(?:{games})(?:\((?:中国|china|集团)\)|[\p{{Han}}]{{0,2}}?)(?:{sites})(?:{sites}|入)*)@?(?P<after>{AFTER_ISSUER}|发布时间|\s|$)?"
    ))
    .expect("a literal")
});

/// Words that make an organ, a lottery or a company of it.
const GENUINE: [&str; 22] = [
    "局",
    "总局",
    "体育彩票",
    "福利彩票",
    "彩票中心",
    "管理中心",
    "体育中心",
    "协会",
    "学院",
    "学校",
    "公园",
    "博物馆",
    "体育馆",
    "体育场",
    "委员会",
    "政府",
    "国家",
    "中国体育",
    "集团",
    "公司",
    "文化娱乐",
    "厅",
];

/// Finds the brands of a view, at each of their places, in order.
pub(crate) fn find(view: &str) -> Vec<Span> {
    let mut brands: Vec<&str> = Vec::new();
    let mut add = |brand| {
        if brands.len() < MAX_BRANDS && !brands.contains(&brand) {
            brands.push(brand);
        }
    };
    before_at_signs(view).for_each(&mut add);
    for line in edge_lines(view) {
        if let Some(brand) = opening(view, line) {
            add(brand);
        }
    }
    let spans = brands.iter().flat_map(|brand| places(view, brand));
    Span::union(spans.collect())
}

/// All places of a brand, with the `@` after it.
fn places<'t>(view: &'t str, brand: &'t str) -> impl Iterator<Item = Span> + 't {
    view.match_indices(brand).map(|(at, _)| {
        let end = at + brand.len();
        Span::new(at, end + usize::from(view[end..].starts_with('@')))
    })
}

/// Brands before an `@` that an organ's word follows.
fn before_at_signs(view: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'@', view.as_bytes()).filter_map(|at| {
        let after = &view[at + 1..];
        if after.chars().next().is_none_or(|found| found < '\u{3400}') {
            return None;
        }
        let brand = word_before(view, at);
        let is_slot = AFTER_ISSUER.split('|').any(|word| after.starts_with(word));
        let known = has_game(brand) || is_slot && has_site(brand);
        let fits = BRAND_CHARACTERS.contains(&brand.chars().count());
        (known && fits && !is_genuine(brand)).then_some(brand)
    })
}

/// The letters right before a place, without what cannot belong to a name.
fn word_before(view: &str, at: usize) -> &str {
    let part = |found: &char| found.is_alphanumeric() || "()·.".contains(*found);
    let len: usize = view[..at]
        .chars()
        .rev()
        .take(*BRAND_CHARACTERS.end())
        .take_while(part)
        .map(char::len_utf8)
        .sum();
    view[at - len..at].trim_start_matches(['(', ')', '.', '·'])
}

/// The lines at the two ends of a view.
fn edge_lines(view: &str) -> impl Iterator<Item = &str> {
    let boundary = |at: usize| {
        (0..=at.min(view.len()))
            .rev()
            .find(|at| view.is_char_boundary(*at))
    };
    let head = boundary(EDGE).unwrap_or(0);
    let tail = boundary(view.len().saturating_sub(EDGE))
        .unwrap_or(0)
        .max(head);
    view[..head].lines().chain(view[tail..].lines())
}

/// The brand that opens a line as its issuer, or stands alone in it.
fn opening<'t>(view: &str, line: &'t str) -> Option<&'t str> {
    // A site's word is rare: most lines are done here.
    if !has_site(line) && !line.contains("bet") {
        return None;
    }
    let found = OPENING.captures(line)?;
    let brand = found.name("brand")?.as_str();
    let named = found.name("after").is_some_and(|after| !after.is_empty());
    let recurs = || view.matches(brand).take(3).count() >= 3;
    let alone = line.len() == brand.len();
    let is_brand = (named && !alone || recurs()) && !is_genuine(brand);
    is_brand.then_some(brand)
}

fn is_genuine(brand: &str) -> bool {
    GENUINE.iter().any(|word| brand.contains(word))
}

fn has_site(text: &str) -> bool {
    [
        "官",
        "平台",
        "网站",
        "app",
        "网址",
        "入口",
        "登录",
        "登陆",
        "下载",
        "投注",
        "注册",
        "手机版",
        "客户端",
    ]
    .iter()
    .any(|word| text.contains(word))
}

fn has_game(text: &str) -> bool {
    let telling = |class| matches!(class, Class::Hard | Class::Soft(Soft::Game));
    text.contains("bet") || spam::terms().find(text).any(|(_, class)| telling(class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn brands_in_the_issuers_place_are_found_everywhere() {
        for (text, wanted) in [
            (
                "大湖体育官网@办公室关于印发方案的通知\n已经大湖体育官网研究同意。\n大湖体育官网",
                vec!["大湖体育官网@", "大湖体育官网", "大湖体育官网"],
            ),
            (
                "来源:188bet体育@办公室 发布时间:2022-05-23\n188bet体育@办公室关于印发方案的通知",
                vec!["188bet体育@", "188bet体育@"],
            ),
            (
                "甲州飞鹰体育官方网站入办公室关于印发方案的通知\n正文。",
                vec!["甲州飞鹰体育官方网站入"],
            ),
            (
                "星海娱乐app下载关于加快发展的意见\n正文。\n星海娱乐app下载\n2020年1月1日",
                vec!["星海娱乐app下载", "星海娱乐app下载"],
            ),
            (
                "飞鹰体育(中国)官方网站关于加快发展的意见\n正文。",
                vec!["飞鹰体育(中国)官方网站"],
            ),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn organs_lotteries_and_their_sites_stay() {
        for text in [
            "见国家体育总局官网。\n体育总局官方网站",
            "体育彩票网站销售管理办法",
            "文化娱乐网站",
            "甲市体育局官网\n甲市体育局官方网站\n甲市体育局官网",
            "中国体育彩票官方网站关于调整开奖时间的公告",
            "体育产业平台建设方案\n体育产业平台",
            "联系邮箱:tiyu@example.cn,详见官网",
            "关注@央视新闻 和@甲县发布",
            "甲县体育中心网站关于开放场馆的公告",
            "甲县人民政府办公室关于印发体育平台建设方案的通知",
            "国际贸易单一窗口平台\n国际贸易单一窗口平台",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    proptest! {
        #[test]
        fn spans_lie_within_any_text(
            text in "([大湖体育娱乐官网@办公室关于印发局\\nbet]{0,40}|.{0,20}){0,4}",
        ) {
            for span in find(&text) {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
