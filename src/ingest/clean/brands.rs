//! Finds betting brands that were written over the name of an organ, everywhere in the text:
//! `大湖体育官网@办公室关于印发…` (about 2 % of counted pages).
//!
//! In: the folded view. Out: view spans. A brand is known by the slot it stands in – before `@`, at
//! the start of a title line, alone as a signature – and by its words; organs, lotteries and their
//! sites (体育局, 体育彩票, 官网) have other words and stay. Not its job: finding the true issuer.

use std::sync::LazyLock;

use regex::Regex;

use super::shape;
use crate::lexicon::spam::{self, Class, Soft};
use crate::lexicon::terms::Terms;
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

/// Words that every brand has one of.
const GAMES: &str = "体育|娱乐|棋牌|彩票|电竞|投注|博彩|真人|凯时|赌场|bet|乐鱼|华体会|爱游戏|九游会|博鱼|必威|亚博|亿博|欧宝|米乐|凯发|开云app|开云官|kaiyun|leyu";

/// The same, to look before the pattern runs.
static GAME_WORDS: LazyLock<Terms<()>> =
    LazyLock::new(|| Terms::new(GAMES.split('|').map(|word| (word, ()))));

/// The first of [`GAMES`] in [`OPENING`] ends within so many bytes: a key and its colon, eight
/// characters of a name, the word itself (at most four characters).
const OPENING_BYTES: usize = 6 * 4 + 1 + 8 * 4 + 4 * 4;

/// A line that begins with a brand (after a key, if any): the brand, with what such brands end in –
/// letters and digits, its site's words – and what follows.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let sites = "官方网站|官方网址|官方平台|官方|官网|平台|网站|app|网址|入口|登录|登陆|下载|投注|网页版|注册|手机版|客户端";
    Regex::new(&format!(
        r"^(?P<key>[\p{{Han}}]{{2,6}}:)?(?P<brand>[\p{{Han}}a-z0-9]{{0,8}}?(?:{GAMES})+(?:[a-z0-9]{{1,6}}(?:{GAMES})*)?(?:(?:\((?:中国|china|集团)\)|[\p{{Han}}]{{0,2}}?)(?P<site>{sites})(?:{sites}|入)*)?)@?(?P<after>{AFTER_ISSUER}|发布时间|\s|$|[12]\d{{3}}[年-])"
    ))
    .expect("a literal")
});

/// A line that is a date and nothing else: what follows a signature.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[12]\d{3}|[一二][〇○零oO0-9一二三四五六七八九]{3})[年.-].{1,12}$")
        .expect("a literal")
});

/// Words that make an organ, a lottery, a company, a newspaper's page or a subject of it.
const GENUINE: [&str; 44] = [
    "局",
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
    "新浪",
    "搜狐",
    "网易",
    "腾讯",
    "央视",
    "新华",
    "人民",
    "竞技体育",
    "社会体育",
    "群众体育",
    "职工",
    "老年",
    "青少年",
    "民族",
    "传统",
    "户外",
    "冰雪",
    "卫生",
    "教育",
    "发展",
    "加强",
    "和",
    "与",
];

/// What may follow a name without being part of the brand: 体育馆 is no 体育.
const CONTINUED: [&str; 10] = [
    "馆", "场", "局", "总局", "中心", "公园", "学院", "产业", "运动", "事业",
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
    in_slots(view).into_iter().for_each(&mut add);
    foreign(view).into_iter().for_each(&mut add);
    let spans = brands.iter().flat_map(|brand| places(view, brand));
    Span::union(spans.collect())
}

/// All places of a brand, with the `@` after it.
fn places<'t>(view: &'t str, brand: &'t str) -> impl Iterator<Item = Span> + 't {
    view.match_indices(brand).filter_map(|(at, _)| {
        let end = at + brand.len();
        let after = &view[end..];
        let continued = CONTINUED.iter().any(|word| after.starts_with(word));
        let span = Span::new(at, end + usize::from(after.starts_with('@')));
        (!continued).then_some(span)
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

/// Brands that stand where issuers do: at the start of a title, as the value of a key, alone above
/// a date. One with its site's words, or a known one, needs one such slot, another two.
fn in_slots(view: &str) -> Vec<&str> {
    let mut slots: Vec<(&str, usize)> = Vec::new();
    let mut lines = edge_lines(view).filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let Some((brand, weight)) = opening(line, lines.peek().copied()) else {
            continue;
        };
        if let Some(slot) = slots.iter_mut().find(|slot| slot.0 == brand) {
            slot.1 += weight;
        } else if slots.len() < MAX_SLOTS {
            slots.push((brand, weight));
        }
    }
    let sure = slots.into_iter().filter(|slot| slot.1 >= 2);
    sure.map(|slot| slot.0).collect()
}

/// Different names in slots that are counted.
const MAX_SLOTS: usize = 20;

/// The brand that opens a line as its issuer, and how much that says.
fn opening<'t>(line: &'t str, next: Option<&str>) -> Option<(&'t str, usize)> {
    let head = &line[..shape::floor_boundary(line, OPENING_BYTES)];
    GAME_WORDS.find(head).next()?;
    let found = OPENING.captures(line)?;
    let brand = found.name("brand")?.as_str();
    if is_genuine(brand) || !BRAND_CHARACTERS.contains(&brand.chars().count()) {
        return None;
    }
    let after = found.name("after").map_or("", |after| after.as_str());
    let alone = line.trim_end().len() == brand.len();
    let is_signed = alone && is_date(next);
    let is_slot = is_signed || AFTER_ISSUER.split('|').any(|word| word == after);
    let is_value = found.name("key").is_some() && line.ends_with(brand);
    let named = found.name("site").is_some() || brand.contains("bet") || is_known(brand);
    match (is_slot || is_value, named) {
        (true, true) => Some((brand, 2)),
        (true, false) => Some((brand, 1)),
        (false, true) if alone || !after.is_empty() => Some((brand, 1)),
        (false, _) => None,
    }
}

/// Names in letters that open a title as its issuer and also sign it. No word tells that they are
/// brands; but organs have Chinese names, which say what they are.
fn foreign(view: &str) -> Vec<&str> {
    let (mut opening, mut signing) = (Vec::new(), Vec::new());
    let mut lines = edge_lines(view).filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let head = &line.as_bytes()[..line.len().min(FOREIGN_SCAN * 3)];
        if !head.iter().any(u8::is_ascii_alphabetic) {
            continue;
        }
        let letters = line.chars().take_while(|found| found.is_alphanumeric());
        let len = letters.take(FOREIGN_SCAN).map(char::len_utf8).sum();
        let word = &line[..len];
        if len == line.trim_end().len() && is_date(lines.peek().copied()) {
            signing.push(word);
        } else if let Some(end) = word.find("关于").or_else(|| word.find("办公室")) {
            opening.push(&word[..end]);
        }
    }
    signing.retain(|name| opening.contains(name) && is_foreign(name));
    signing
}

/// Whether a name has letters, and is neither an organ's nor another genuine one.
fn is_foreign(name: &str) -> bool {
    let fits = (*BRAND_CHARACTERS.start()..=FOREIGN_CHARACTERS).contains(&name.chars().count());
    let has_letter = name.contains(|found: char| found.is_ascii_alphabetic());
    fits && has_letter && !name.ends_with(ORGAN_ENDINGS) && !is_genuine(name)
}

/// Longest name that is taken for a brand without a word that tells, and the characters in which it
/// and the word after it are looked for.
const FOREIGN_CHARACTERS: usize = 12;
const FOREIGN_SCAN: usize = FOREIGN_CHARACTERS + 3;

/// How names of organs, of their parts and of other bodies end.
const ORGAN_ENDINGS: [char; 27] = [
    '局', '厅', '部', '委', '办', '会', '院', '署', '处', '科', '室', '府', '站', '所', '队', '司',
    '行', '社', '团', '校', '区', '组', '班', '中', '心', '园', '企',
];

fn is_date(line: Option<&str>) -> bool {
    line.is_some_and(|line| DATED.is_match(line.trim()))
}

/// A brand of the lexicon.
fn is_known(brand: &str) -> bool {
    spam::terms()
        .find(brand)
        .any(|(_, class)| class == Class::Hard)
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
                "关于做好工作的通知\n正文。\n188bet体育\n1996年6月4日",
                vec!["188bet体育"],
            ),
            (
                "雷鸟体育关于切实加强登记管理的通知\n雷鸟体育馆和雷鸟体育\n雷鸟体育\n二〇〇八年一月十五日",
                vec!["雷鸟体育", "雷鸟体育", "雷鸟体育"],
            ),
            (
                "发文机构:亚博体育\n正文。\n江南体育官方网站\n2018年5月6日",
                vec!["亚博体育", "江南体育官方网站"],
            ),
            (
                "乐鱼网页版登录入口办公室关于做好工作的通知\n正文。\n乐鱼网页版登录入口",
                vec!["乐鱼网页版登录入口", "乐鱼网页版登录入口"],
            ),
            (
                "来源:华体会app下载\n关于做好工作的通知\n华体会app下载\n2018年5月6日",
                vec!["华体会app下载", "华体会app下载"],
            ),
            (
                "爱游戏(中国)官方网站关于做好工作的通知\n正文。",
                vec!["爱游戏(中国)官方网站"],
            ),
            (
                "飞鹰体育(中国)官方网站关于加快发展的意见\n正文。",
                vec!["飞鹰体育(中国)官方网站"],
            ),
            (
                "必威168关于加快发展的意见\n正文。\n必威168\n2018年5月6日",
                vec!["必威168", "必威168"],
            ),
            (
                "ribet77体育办公室关于印发方案的通知\n由ribet77体育研究。",
                vec!["ribet77体育", "ribet77体育"],
            ),
            (
                "金沙k8关于加快发展的意见\n正文。\n金沙k8\n2018年5月6日",
                vec!["金沙k8", "金沙k8"],
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
            "亚博会办公室关于开幕式的通知\n亚博会办公室\n2018年5月6日",
            "公开云平台关于数据共享的通知\n公开云平台\n2018年5月6日",
            "联系邮箱:tiyu@example.cn,详见官网",
            "关注@央视新闻 和@甲县发布",
            "甲县体育中心网站关于开放场馆的公告",
            "甲县人民政府办公室关于印发体育平台建设方案的通知",
            "国际贸易单一窗口平台\n国际贸易单一窗口平台",
            "新浪体育\n2020-05-06\n新浪体育\n2020-05-06",
            "加强学校体育关于场地的建设\n学校体育关于场地",
            "甲县教育体育局\n2020年5月6日",
            "乙州体育公园\n2020年5月6日",
            "发展群众体育\n群众体育\n2020年5月6日",
            "5g应用专班关于做好工作的通知\n正文。\n5g应用专班\n2020年5月6日",
            "abc中心关于收费的通知\n正文。\nabc中心\n2020年5月6日",
            "ppp关于做好工作的通知\n正文。\n甲市财政局\n2020年5月6日",
            "体育365关于做好工作的通知\n正文。",
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
