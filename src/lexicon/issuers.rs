//! 发文机关: names of organs, their full forms, and where one ends and the next begins.
//!
//! Central organs are tabled; local ones follow a grammar: a division's or zone's name and an
//! organ's ending. All input is folded text. Not its job: which organ issued a document.

mod level;
mod lineage;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use self::level::level;
pub use self::lineage::{Organ, organ};

use regex::Regex;

use super::{overlay, regions, zones};
use crate::model::Span;

const ISSUERS: &str = include_str!("data/issuers.tsv");
const ORGAN_FORMS: &str = include_str!("data/organ_forms.tsv");

/// Longest name of a single organ, in characters (measured on 34,034 number rows and the
/// regulations sample: 31; a leading group's office may be longer).
const MAX_NAME_CHARS: usize = 40;

/// What organs' names end with.
const ENDINGS: &str = "人民政府|政府|办公厅|办公室|研究室|委员会|管委会|管委|常委会|代表大会|党委|党组|工委|\
    省委|市委|县委|区委|州委|自治区党委|国资委|改革委|发改委|经信委|卫健委|健康委|监委|纪委|科委|教委|\
    经贸委|民委|住建委|交通委|农委|团委|法委|编委|总局|分局|厅|局|部|署|院|办|总队|支队|领导小组|\
    指挥部|联席会议|联合会|工会|妇联|科协|残联|工商联|政协|中心|银行|分行|支行|法院|检察院";

static ENDING: LazyLock<Regex> = LazyLock::new(|| regex(ENDINGS));

/// The shape of a local or otherwise untabled organ's name.
static GRAMMAR: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^(?:中共|中国共产党|共青团|国家|全国|中央|中国|国务院)?\p{{Han}}*?(?:[省市县区州盟旗镇乡园]|国家|全国|中央|中国|国务院|兵团|委|黄河|长江|淮河)\p{{Han}}*?(?:{ENDINGS})$|^(?:中共)?\p{{Han}}{{2,12}}[省市县区州盟旗]委$"
    ))
});

/// What an organ's name never contains: verbs and particles of titles, media, brands (NOISE 1.3).
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[0-9a-z@〔〕\[\]()《》“”,。:;!?·\s]|关于|印发|转发|的|召开|举行|发布|公布|实施|通知|意见|娱乐|官网|官方|网站|凯时|投注|博彩|日报|晚报|时报|报社|电视台|杂志|记者|各[省市县区州级部单]|我[省市县区州]|全[省市县区州]|本[省市县区州]|[为和在对与向以]$|^[和与及由经按在]",
    )
});

static BRAND: LazyLock<Regex> = LazyLock::new(|| regex(r"体育(?:\p{Han}|$)"));
static SPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"体育(?:局|总局|厅|委|运动|学院|和|旅游|健身|彩票|产业|场|中心|文化)"));

/// What the name of another organ may begin with.
static STRONG_START: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:中共|中国共产党|国务院|全国|国家|最高人民|共青团|中华|[省市县区州](?:人民政府|政府|委|人大|政协|\p{Han}{2,6}[局厅])|\p{Han}{2,8}?(?:省|自治区|市|县|区|州|盟|旗|兵团))",
    )
});

/// Parts of a vertically managed organ: `国家税务总局湖北省税务局` is one name.
static BRANCH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:税务局|监管局|监察局|督察局|专员办|分局|支行|分行|调查队|调查总队|气象局|邮政管理局|海关|办事处|特派办|监管办|委员会)$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, compiled by the tests")
}

/// A tabled organ: one of the centre, or a local one of a user's own table.
struct Central {
    full: &'static str,
    successor: Option<&'static str>,
}

static CENTRAL: LazyLock<HashMap<&'static str, Central>> = LazyLock::new(|| {
    overlay::rows("issuers.tsv", ISSUERS)
        .filter(|row| row.len() >= 3)
        .map(|row| {
            let successor = (row[2] != "-").then_some(row[2]);
            (
                row[0],
                Central {
                    full: row[1],
                    successor,
                },
            )
        })
        .collect()
});

/// 十堰市经济和信息化局: a row of a user's own table may be a local organ's.
fn begins_with_place(name: &str) -> bool {
    let name = name.strip_prefix("中共").unwrap_or(name);
    let mentions = regions::mentions(name);
    mentions.first().is_some_and(|first| first.span.start == 0)
}

/// Short and full forms of local organs, longest short form first.
static FORMS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut forms: Vec<_> = overlay::rows("organ_forms.tsv", ORGAN_FORMS)
        .filter(|row| row.len() >= 2)
        .map(|row| (row[0], row[1]))
        .collect();
    forms.sort_by_key(|(short, _)| std::cmp::Reverse(short.len()));
    forms
});

/// Returns whether the (folded) name is one of a central organ.
#[must_use]
pub fn is_central(name: &str) -> bool {
    let name = name.strip_prefix("中华人民共和国").unwrap_or(name);
    tabled(name).is_some_and(|(organ, _)| !begins_with_place(organ.full))
        || name.starts_with("国务院")
        || name.starts_with("全国人民代表大会")
        || name.starts_with("国家税务总局") && name.ends_with("总局")
}

/// Returns the organ that took over the duties of a former one.
#[must_use]
pub fn successor(name: &str) -> Option<&'static str> {
    CENTRAL.get(name).and_then(|central| central.successor)
}

/// The tabled organ of a name, or that whose office it is, with the office: 工业和信息化部办公厅.
fn tabled(name: &str) -> Option<(&'static Central, &'static str)> {
    ["", "办公厅", "办公室"]
        .into_iter()
        .find_map(|office| Some((CENTRAL.get(name.strip_suffix(office)?)?, office)))
}

/// Returns whether the whole (folded) text is one organ's name.
#[must_use]
pub fn is_organ(name: &str) -> bool {
    let bare = name.strip_prefix("中华人民共和国").unwrap_or(name);
    if tabled(bare).is_some() {
        return true;
    }
    (3..=MAX_NAME_CHARS).contains(&name.chars().count())
        && GRAMMAR.is_match(name)
        && !FOREIGN.is_match(name)
        && (!BRAND.is_match(name) || SPORT.is_match(name))
}

/// Returns the organs that a text lists and nothing else: joined by `、`, `,`, spaces, line ends
/// or nothing. Empty where any piece is not an organ's name.
#[must_use]
pub fn split(text: &str) -> Vec<Span> {
    let mut organs = Vec::new();
    let base = text.as_ptr() as usize;
    for piece in text.split(['、', ',', ';', ' ', '\n', '\t', '|', '/']) {
        let at = piece.as_ptr() as usize - base;
        if !piece.is_empty() && !split_glued(piece, at, &mut organs) {
            return Vec::new();
        }
    }
    organs
}

/// Splits one undelimited piece at `offset`; false where it is not wholly organs.
fn split_glued(piece: &str, offset: usize, organs: &mut Vec<Span>) -> bool {
    // Joint issuers number at most a few dozen; a longer piece is prose.
    let mut rest = piece;
    let mut at = offset;
    while !rest.is_empty() {
        if rest.chars().count() > MAX_NAME_CHARS * 12 {
            return false;
        }
        let Some(len) = first_organ(rest) else {
            return false;
        };
        organs.push(Span::new(at, at + len));
        rest = &rest[len..];
        at += len;
    }
    true
}

/// Returns the length of the first organ of a glued list.
fn first_organ(text: &str) -> Option<usize> {
    let bare = text.strip_prefix("中华人民共和国").unwrap_or(text);
    if CENTRAL.contains_key(bare) {
        return Some(text.len());
    }
    if let Some(end) = tabled_before_organ(text) {
        return Some(end);
    }
    let ends = ENDING.find_iter(text).map(|found| found.end());
    for end in ends.chain(std::iter::once(text.len())) {
        let end = extend_over_offices(text, end);
        let (left, right) = text.split_at(end);
        if !is_organ(left) {
            continue;
        }
        if right.is_empty() {
            return Some(end);
        }
        if is_branch(left, right) {
            return Some(text.len());
        }
        if starts_organ(right) && first_organ_bounded(right) {
            return Some(end);
        }
    }
    None
}

/// The longest tabled name in front of another organ (中共中央国务院).
fn tabled_before_organ(text: &str) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .skip(2)
        .take(MAX_NAME_CHARS)
        .filter(|&at| {
            let (left, right) = text.split_at(at);
            CENTRAL.contains_key(left)
                && starts_organ(right)
                && first_organ_bounded(right)
                && !is_branch(left, right)
        })
        .last()
}

/// 人民政府 is followed by its own office's ending: the office is the organ.
fn extend_over_offices(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    ["办公厅", "办公室", "研究室"]
        .iter()
        .find(|office| rest.starts_with(**office))
        .map_or(end, |office| end + office.len())
}

fn is_branch(left: &str, right: &str) -> bool {
    is_central(left) && left.ends_with(['局', '行', '会', '署', '部']) && {
        let own = left.ends_with("税务总局")
            || left.ends_with("银行")
            || left.ends_with("监督管理委员会");
        own && BRANCH.is_match(right)
    }
}

fn starts_organ(text: &str) -> bool {
    STRONG_START.is_match(text)
        || text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .skip(2)
            .take(MAX_NAME_CHARS)
            .any(|at| CENTRAL.contains_key(&text[..at]))
}

/// Whether at least one organ's ending is still to come.
fn first_organ_bounded(text: &str) -> bool {
    ENDING.is_match(text) || CENTRAL.contains_key(text)
}

/// Returns the full official name of an organ as far as the name alone tells: `科技部` →
/// `科学技术部`, `中共山东省委` → `中共山东省委员会`, `某市科技局` → `某市科学技术局`.
#[must_use]
pub fn canonical(name: &str) -> String {
    let bare = name.strip_prefix("中华人民共和国").unwrap_or(name);
    if let Some((organ, office)) = tabled(bare) {
        return format!("{}{office}", organ.full);
    }
    let name = without_session(bare);
    if let Some(party) = party_committee(&name) {
        return party;
    }
    let name = zone_committee(&name);
    for (short, full) in FORMS.iter() {
        if let Some(stem) = name.strip_suffix(short)
            && !name.ends_with(full)
            && stem.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '园'])
        {
            return of_whole_zone(format!("{stem}{full}"));
        }
    }
    of_whole_zone(name)
}

/// 宝鸡高新区管理委员会 is the committee of 宝鸡高新技术产业开发区.
fn of_whole_zone(committee: String) -> String {
    const ENDING: &str = "管理委员会";
    let zone = committee.strip_suffix(ENDING).and_then(zones::find);
    zone.map_or(committee, |zone| format!("{}{ENDING}", zone.name))
}

/// 第十三届 within 某省第十三届人民代表大会 is not part of the organ's name.
fn without_session(name: &str) -> String {
    static SESSION: LazyLock<Regex> =
        LazyLock::new(|| regex("第[一二三四五六七八九十0-9]+届(人民代表大会|人大|全国)"));
    SESSION.replace(name, "$1").into_owned()
}

fn party_committee(name: &str) -> Option<String> {
    if let Some(place) = name
        .strip_prefix("中国共产党")
        .and_then(|rest| rest.strip_suffix("委员会"))
    {
        return Some(format!("中共{place}委员会"));
    }
    let place = name.strip_prefix("中共").unwrap_or(name);
    let stem = place
        .strip_suffix('委')
        .or_else(|| place.strip_suffix("党委"))?;
    let stem = stem.strip_suffix('党').unwrap_or(stem);
    (stem.chars().count() >= 2 && stem.ends_with(['省', '市', '县', '区', '州', '盟', '旗']))
        .then(|| format!("中共{stem}委员会"))
}

/// 郑州国家高新技术产业开发区管委会: the rank 国家(级) is not part of the zone's name.
fn zone_committee(name: &str) -> String {
    static RANK: LazyLock<Regex> =
        LazyLock::new(|| regex("(.)国家级?((?:高新技术产业|经济技术)开发区管(?:理委员|委)会)"));
    RANK.replace(name, "$1$2").into_owned()
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [ISSUERS, ORGAN_FORMS]
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(ISSUERS, 3);
        table::assert_columns(ORGAN_FORMS, 2);
        let mut seen = std::collections::HashSet::new();
        for row in table::rows(ISSUERS) {
            assert!(seen.insert(row[0]), "{row:?} twice");
            assert_eq!(CENTRAL[row[1]].full, row[1], "{row:?}");
            assert!(!begins_with_place(row[1]), "{row:?}");
            // One organ has one successor, whatever it is called, and the line of them ends.
            assert_eq!(successor(row[0]), successor(row[1]), "{row:?}");
            let line = std::iter::successors(Some(row[1]), |name| successor(name));
            assert!(line.take(6).count() < 6, "{row:?}");
            if let Some(next) = successor(row[0]) {
                assert_eq!(CENTRAL[next].full, next, "{row:?}");
            }
        }
        let mut seen = std::collections::HashSet::new();
        for row in table::rows(ORGAN_FORMS) {
            assert!(seen.insert(row[0]) && row[0] != row[1], "{row:?}");
            assert!(
                !seen.contains(row[1]),
                "{row:?}: a full form is no short one"
            );
        }
    }

    /// Reforms of 1988 to 2023: an old name stays the name of its time, its successor is known.
    #[test]
    fn organs_of_the_past_keep_their_names_and_have_heirs() {
        let cases = [
            ("机械电子工业部", "机械电子工业部", "工业和信息化部"),
            ("国家计委", "国家计划委员会", "国家发展和改革委员会"),
            ("国家教委", "国家教育委员会", "教育部"),
            ("国家冶金工业局", "国家冶金工业局", "国家发展和改革委员会"),
            ("外经贸部", "对外贸易经济合作部", "商务部"),
            ("信息产业部", "信息产业部", "工业和信息化部"),
            ("人事部", "人事部", "人力资源和社会保障部"),
            ("环保总局", "国家环境保护总局", "生态环境部"),
            ("铁道部", "铁道部", "国家铁路局"),
            (
                "国家卫计委",
                "国家卫生和计划生育委员会",
                "国家卫生健康委员会",
            ),
            (
                "国家工商总局",
                "国家工商行政管理总局",
                "国家市场监督管理总局",
            ),
            (
                "国务院南水北调办",
                "国务院南水北调工程建设委员会办公室",
                "水利部",
            ),
            (
                "银保监会",
                "中国银行保险监督管理委员会",
                "国家金融监督管理总局",
            ),
            ("国务院扶贫办", "国务院扶贫开发领导小组办公室", "农业农村部"),
            (
                "国家出入境检验检疫局",
                "国家出入境检验检疫局",
                "国家市场监督管理总局",
            ),
        ];
        for (written, of_its_time, today) in cases {
            let name = canonical(written);
            assert_eq!(name, of_its_time, "{written}");
            let heir = std::iter::successors(successor(&name), |name| successor(name)).last();
            assert_eq!(heir, Some(today), "{written}");
        }
    }

    #[test]
    fn splits_joint_issuers() {
        let cases: &[(&str, &[&str])] = &[
            ("科技部浙江省人民政府", &["科技部", "浙江省人民政府"]),
            ("科技部、浙江省人民政府", &["科技部", "浙江省人民政府"]),
            (
                "财政部办公厅 工业和信息化部办公厅",
                &["财政部办公厅", "工业和信息化部办公厅"],
            ),
            (
                "某市某区人民政府 某某新区管委",
                &["某市某区人民政府", "某某新区管委"],
            ),
            (
                "中共山东省委山东省人民政府",
                &["中共山东省委", "山东省人民政府"],
            ),
            ("中共中央国务院", &["中共中央", "国务院"]),
            (
                "中共中央办公厅国务院办公厅",
                &["中共中央办公厅", "国务院办公厅"],
            ),
            ("国家发展改革委办公厅", &["国家发展改革委办公厅"]),
            ("财政部国家税务总局", &["财政部", "国家税务总局"]),
            ("国家税务总局湖北省税务局", &["国家税务总局湖北省税务局"]),
            ("南阳市人民政府办公室", &["南阳市人民政府办公室"]),
            (
                "江苏省财政厅江苏省科学技术厅",
                &["江苏省财政厅", "江苏省科学技术厅"],
            ),
            (
                "国家发展改革委教育部财政部",
                &["国家发展改革委", "教育部", "财政部"],
            ),
            (
                "某某高新技术产业开发区管委会办公室",
                &["某某高新技术产业开发区管委会办公室"],
            ),
            (
                "最高人民法院 最高人民检察院",
                &["最高人民法院", "最高人民检察院"],
            ),
            ("黄石日报", &[]),
            ("188bet体育@办公室", &[]),
            ("咸宁江南体育人民政府", &[]),
            ("高新院vwcr.cn", &[]),
            ("我市召开全市园区大会", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = split(text).iter().map(|span| &text[span.range()]).collect();
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn names_become_full() {
        let cases = [
            ("科技部", "科学技术部"),
            ("发改委", "国家发展和改革委员会"),
            ("中华人民共和国财政部", "财政部"),
            ("中共山东省委", "中共山东省委员会"),
            ("中国共产党某某县委员会", "中共某某县委员会"),
            ("某某市科技局", "某某市科学技术局"),
            ("某某省发展改革委", "某某省发展和改革委员会"),
            ("某某省科技厅", "某某省科学技术厅"),
            ("某某市食药监局", "某某市食品药品监督管理局"),
            ("某某省环保厅", "某某省环境保护厅"),
            ("某某市工商局", "某某市工商行政管理局"),
            ("某某市卫计委", "某某市卫生和计划生育委员会"),
            ("某某市中院", "某某市中级人民法院"),
            ("某某市住房城乡建设委", "某某市住房和城乡建设委员会"),
            ("某某市政府办公室", "某某市人民政府办公室"),
            ("某某市人民政府", "某某市人民政府"),
            ("某某高新区管委会", "某某高新区管理委员会"),
            ("宝鸡高新区管委会", "宝鸡高新技术产业开发区管理委员会"),
            ("某某新区管委", "某某新区管理委员会"),
            (
                "浙江省第十三届人民代表大会常务委员会",
                "浙江省人民代表大会常务委员会",
            ),
            ("上海市人大常委会", "上海市人民代表大会常务委员会"),
        ];
        for (name, full) in cases {
            assert_eq!(canonical(name), full);
            assert_eq!(canonical(full), full);
        }
        assert_eq!(successor("国家科学技术委员会"), Some("科学技术部"));
    }

    proptest! {
        #[test]
        fn never_panics_and_spans_are_valid(text in "[省市县区部委局厅人民政府办公室中共国务院科技、 a1]{0,40}") {
            let mut last = 0;
            for span in split(&text) {
                prop_assert!(text.get(span.range()).is_some() && span.start >= last);
                last = span.end;
            }
            let _ = canonical(&text);
        }
    }
}
