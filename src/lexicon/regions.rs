//! Administrative divisions (行政区划), county and up, 1981–2025, with short and former names.
//!
//! In: a name, or a folded text. Out: [`Division`]s with the modern region they stand for; a former
//! name (襄樊市, 闸北区) finds the place it is part of today. Not its job: deciding which place a
//! document belongs to, or which of several 鼓楼区 is meant (`ingest::extract::region`).

mod filter;
mod readings;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use self::filter::resolve_filter;
pub use self::readings::{Reading, readings};
use super::terms::Terms;
use super::{overlay, table};
use crate::model::{Region, Span};

const REGIONS: &str = include_str!("data/regions.tsv");
const TRAPS: &str = include_str!("data/region_traps.tsv");

/// The level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 省级.
    Province,
    /// 地级.
    City,
    /// 县级.
    County,
}

impl Level {
    fn parse(name: &str) -> Self {
        match name {
            "province" => Self::Province,
            "city" => Self::City,
            _ => Self::County,
        }
    }
}

/// One name of an administrative division.
#[derive(Debug, Clone)]
pub struct Division {
    /// Its six-digit code (GB/T 2260), the last one under this name.
    pub code: u32,
    /// Its full name: `湖北省`, `襄樊市`.
    pub name: &'static str,
    /// Its short name: `湖北`; empty where the full name has none (`和县`).
    pub short: &'static str,
    /// Its one-character name (`鄂`) and another in use (`恩施州`); empty where it has none.
    pub others: [&'static str; 2],
    /// Its level when it bore the name.
    pub level: Level,
    /// The division of today it stands for.
    pub region: Region,
    /// Whether the name is in force.
    pub in_force: bool,
    /// The last year of the name; empty where it is in force.
    pub until: &'static str,
    /// Codes of the divisions that followed, joined by `;`.
    pub followed_by: &'static str,
}

/// A place where a text names a division.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where, in the text given.
    pub span: Span,
    /// What it may be: several for 鼓楼区, 朝阳区 …
    pub candidates: Vec<&'static Division>,
    /// Written with its full name (or 恩施州, 长阳县), not as 湖北, 十堰.
    pub full: bool,
}

/// When a name found in a text is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// Always.
    Free,
    /// Not within a word: after a text's edge, a mark, or another division (`江北区`, `新县`).
    Edge,
    /// Only directly after another division (`阳泉市郊区`).
    After,
    /// Only before one of [`PROVING`] (`竹山经济开发区`, `黄山日报`).
    Context,
    /// Never: the name only looks like one (`渤海南`).
    Trap,
}

impl Condition {
    fn parse(name: &str) -> Self {
        match name {
            "free" => Self::Free,
            "edge" => Self::Edge,
            "after" => Self::After,
            "context" => Self::Context,
            _ => Self::Trap,
        }
    }
}

struct Entry {
    divisions: Vec<usize>,
    condition: Condition,
    full: bool,
}

struct Gazetteer {
    divisions: Vec<Division>,
    /// Full names and aliases, short names, abbreviations.
    names: HashMap<&'static str, Vec<usize>>,
    entries: Vec<Entry>,
    /// Indices into `entries`.
    words: Terms<usize>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(build);

/// What proves that a word before it is a short place name. From the zone suffixes (NOISE §2) and
/// the names of local newspapers.
const PROVING: [&str; 36] = [
    "日报",
    "晚报",
    "晨报",
    "商报",
    "新闻网",
    "电视台",
    "广播电视",
    "市委",
    "县委",
    "市政府",
    "县政府",
    "经济开发区",
    "经济技术开发区",
    "经开区",
    "高新区",
    "高新技术产业",
    "高技术产业",
    "工业园",
    "产业园",
    "开发区",
    "工业集中区",
    "产业集聚区",
    "工业集聚区",
    "工业开发区",
    "产业集中区",
    "集中区",
    "综合保税区",
    "综保区",
    "农高区",
    "农业科技园",
    "农业高新技术产业",
    "农科园",
    "临空经济区",
    "空港经济区",
    "旅游度假区",
    "边境经济合作区",
];

/// What shows that a short name before it is part of another name: streets, universities, firms,
/// history (`南京路`, `北京大学`, `江苏银行`, `延安精神`; NOISE §2 "Place", traps).
const NOT_A_PLACE: [&str; 27] = [
    "大道",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "一路",
    "二路",
    "街",
    "大街",
    "大学",
    "理工",
    "师范",
    "银行",
    "证券",
    "股份",
    "集团",
    "合作组织",
    "时间",
    "精神",
    "会议精神",
    "时期",
    "宣言",
    "奥运",
    "冬奥",
    "航空",
    "石油",
];

fn build() -> Gazetteer {
    let mut divisions = Vec::new();
    let mut names: HashMap<&'static str, Vec<usize>> = HashMap::new();
    let mut full = Names::new();
    let mut short = Names::new();
    for row in overlay::rows("regions.tsv", REGIONS) {
        let index = divisions.len();
        let Some(division) = division(&row) else {
            continue;
        };
        let [abbreviation, alias] = division.others;
        for known in [division.name, division.short, abbreviation, alias] {
            if !known.is_empty() {
                names.entry(known).or_default().push(index);
            }
        }
        for known in [division.name, alias] {
            add(&mut full, known, row[12], index);
        }
        add(&mut short, division.short, row[13], index);
        divisions.push(division);
    }
    for indices in names.values_mut() {
        prefer(indices, &divisions);
    }
    let (words, entries) = compile(&full, &short, &divisions);
    Gazetteer {
        divisions,
        names,
        entries,
        words,
    }
}

/// Reads a row of the table; none where columns are missing (a test holds the table complete).
fn division(row: &[&'static str]) -> Option<Division> {
    let some = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    (row.len() == 14).then(|| Division {
        code: row[0].parse().unwrap_or_default(),
        name: row[1],
        short: row[2],
        others: [row[3], row[4]],
        level: Level::parse(row[5]),
        region: Region {
            province: row[6].to_owned(),
            city: some(row[7]),
            county: some(row[8]),
        },
        in_force: row[10].is_empty(),
        until: row[10],
        followed_by: row[11],
    })
}

fn add(names: &mut Names, name: &'static str, condition: &str, index: usize) {
    if !name.is_empty() && condition != "none" {
        let entry = names
            .entry(name)
            .or_insert((Condition::parse(condition), Vec::new()));
        entry.1.push(index);
    }
}

type Names = HashMap<&'static str, (Condition, Vec<usize>)>;

fn compile(full: &Names, short: &Names, divisions: &[Division]) -> (Terms<usize>, Vec<Entry>) {
    let mut patterns: Vec<(&'static str, Entry)> = Vec::new();
    for (names, is_full) in [(full, true), (short, false)] {
        for (name, (condition, indices)) in names {
            if !is_full && full.contains_key(name) {
                continue;
            }
            let mut indices = indices.clone();
            prefer(&mut indices, divisions);
            let entry = Entry {
                divisions: indices,
                condition: *condition,
                full: is_full,
            };
            patterns.push((name, entry));
        }
    }
    for row in table::rows(TRAPS) {
        if !full.contains_key(row[0]) && !short.contains_key(row[0]) {
            let entry = Entry {
                divisions: Vec::new(),
                condition: Condition::Trap,
                full: false,
            };
            patterns.push((row[0], entry));
        }
    }
    // The order of a hash map must not show.
    patterns.sort_unstable_by_key(|&(name, _)| name);
    let words = patterns
        .iter()
        .enumerate()
        .map(|(index, (name, _))| (*name, index));
    let words = Terms::new(words);
    (
        words,
        patterns.into_iter().map(|(_, entry)| entry).collect(),
    )
}

/// Keeps the divisions of the highest level, those in force if any is, one for each region; and
/// puts them in code order.
fn prefer(indices: &mut Vec<usize>, divisions: &[Division]) {
    let highest = indices.iter().map(|&i| divisions[i].level).min();
    indices.retain(|&i| Some(divisions[i].level) == highest);
    if indices.iter().any(|&i| divisions[i].in_force) {
        indices.retain(|&i| divisions[i].in_force);
    }
    indices.sort_unstable_by_key(|&i| (divisions[i].code, i));
    let mut seen: Vec<&Region> = Vec::new();
    indices.retain(|&i| {
        let region = &divisions[i].region;
        let new = !seen.contains(&region);
        seen.push(region);
        new
    });
}

/// Returns the divisions a name stands for: full (`湖北省`), short (`湖北`), one character (`鄂`) or
/// former (`襄樊`). The highest level wins (`恩施` is the prefecture), names in force win over former
/// ones; several are left for 鼓楼区, 朝阳区 …
#[must_use]
pub fn lookup(name: &str) -> Vec<&'static Division> {
    let gazetteer = &*GAZETTEER;
    gazetteer.names.get(name).map_or_else(Vec::new, |indices| {
        indices.iter().map(|&i| &gazetteer.divisions[i]).collect()
    })
}

/// Returns the province-level divisions in force, in code order: 34, unless a user's table adds one.
pub fn provinces() -> impl Iterator<Item = &'static Division> {
    let divisions = GAZETTEER.divisions.iter();
    divisions.filter(|one| one.in_force && one.level == Level::Province)
}

/// Returns the regions below the provinces, in force, whose names begin with a character, in code
/// order.
pub(crate) fn beginning_with(first: char) -> impl Iterator<Item = &'static Region> {
    let divisions = GAZETTEER.divisions.iter();
    divisions
        .filter(move |one| {
            one.in_force && one.level != Level::Province && one.name.starts_with(first)
        })
        .map(|one| &one.region)
}

/// Returns whether `inner` is `outer` or lies in it.
#[must_use]
pub fn lies_in(inner: &Region, outer: &Region) -> bool {
    inner.province == outer.province
        && (outer.city.is_none() || inner.city == outer.city)
        && (outer.county.is_none() || inner.county == outer.county)
}

/// Returns the divisions that a folded text names, leftmost longest, in text order.
///
/// Taken are full names, and short names that are not also words; a county's short name only before
/// a word that proves it (`竹山经济开发区`). Streets, universities and firms (`南京路`, `北京大学`,
/// `江苏银行`) are not. One pass, linear.
#[must_use]
pub fn mentions(folded: &str) -> Vec<Mention> {
    let gazetteer = &*GAZETTEER;
    let mut found: Vec<Mention> = Vec::new();
    for (range, index) in gazetteer.words.find(folded) {
        let entry = &gazetteer.entries[index];
        let span = Span::from(range);
        let follows = found.last().is_some_and(|last| last.span.end == span.start);
        if !accepted(folded, span, entry, follows) {
            continue;
        }
        found.push(Mention {
            span,
            candidates: entry
                .divisions
                .iter()
                .map(|&i| &gazetteer.divisions[i])
                .collect(),
            full: entry.full,
        });
    }
    found
}

fn accepted(folded: &str, span: Span, entry: &Entry, follows: bool) -> bool {
    let rest = &folded[span.end..];
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let condition = match entry.condition {
        Condition::Trap => false,
        Condition::Free => true,
        Condition::Edge => follows || at_edge(&folded[..span.start]),
        Condition::After => follows,
        Condition::Context => begins(&PROVING),
    };
    if !condition {
        return false;
    }
    let name = &folded[span.range()];
    if !entry.full {
        let street = rest.starts_with('路') && !begins(&["路桥", "路南", "路北", "路径", "路线"]);
        return !street && !begins(&NOT_A_PLACE);
    }
    // 新华区域, 东方市场, 相应县级: the name's last character belongs to the next word.
    match name.chars().next_back() {
        Some('区') => !begins(&["域", "间", "位", "块", "别", "段"]),
        Some('市') => !rest.starts_with('场'),
        Some('县') if name.chars().count() == 2 => {
            !begins(&["级", "域", "市", "乡", "城"]) || begins(&AFTER_SHORT_COUNTY)
        }
        _ => true,
    }
}

/// Words before a name that otherwise may only stand at a word's edge.
const BEFORE_A_NAME: [&str; 16] = [
    "中共", "在", "从", "及", "和", "与", "关于", "支持", "推进", "加快", "设立", "印发", "调整",
    "同意", "赋予", "批准",
];

/// What begins with a character of 县级, 县域, 县市, 县乡, 县城 and yet follows a county's name: 房县 +
/// 市场监督管理局.
const AFTER_SHORT_COUNTY: [&str; 8] = [
    "市场", "市政", "市容", "市监", "乡村", "城乡", "城市", "城管",
];

/// Whether a name after this text does not stand within a word.
fn at_edge(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|character| !character.is_alphanumeric())
        || BEFORE_A_NAME.iter().any(|word| before.ends_with(word))
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [REGIONS, TRAPS]
}

#[cfg(test)]
mod table_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(REGIONS, 14);
        table::assert_columns(TRAPS, 2);
    }

    fn paths(name: &str) -> Vec<String> {
        lookup(name).iter().map(|d| d.region.path()).collect()
    }

    #[test]
    fn names_of_every_kind_find_the_place_of_today() {
        let cases = [
            ("湖北省", "湖北省"),
            ("鄂", "湖北省"),
            ("内蒙古", "内蒙古自治区"),
            ("十堰", "湖北省/十堰市"),
            ("竹山", "湖北省/十堰市/竹山县"),
            ("恩施", "湖北省/恩施土家族苗族自治州"),
            ("恩施州", "湖北省/恩施土家族苗族自治州"),
            ("黔东南", "贵州省/黔东南苗族侗族自治州"),
            ("襄樊市", "湖北省/襄阳市"),
            ("闸北区", "上海市/静安区"),
            ("莱芜市", "山东省/济南市/莱芜区"),
            ("即墨市", "山东省/青岛市/即墨区"),
            ("仙桃", "湖北省/仙桃市"),
            ("仙桃市", "湖北省/仙桃市"),
            ("东丽区", "天津市/东丽区"),
            ("吉林", "吉林省"),
            ("吉林市", "吉林省/吉林市"),
            ("海南", "海南省"),
            ("海南州", "青海省/海南藏族自治州"),
            ("涪陵地区", "重庆市"),
            ("郧县", "湖北省/十堰市/郧阳区"),
            ("长阳县", "湖北省/宜昌市/长阳土家族自治县"),
            ("乾安县", "吉林省/松原市/乾安县"),
        ];
        for (name, path) in cases {
            assert_eq!(paths(name), [path], "{name}");
        }
        assert_eq!(paths("鼓楼区").len(), 4);
        assert!(paths("朝阳区").len() > 1 && paths("无此地").is_empty());
    }

    fn named(text: &str) -> Vec<&str> {
        mentions(text)
            .iter()
            .map(|m| &text[m.span.range()])
            .collect()
    }

    #[test]
    fn mentions_are_places_not_words() {
        let cases: [(&str, &[&str]); 19] = [
            ("房县市场监督管理局、房县城乡建设局", &["房县", "房县"]),
            ("各县市、房县市级文明城市、新县城建设", &[]),
            ("关于支持歙县工业园区的意见", &["歙县"]),
            ("竹山农业科技园区、竹山综保区", &["竹山", "竹山"]),
            (
                "湖北省十堰市竹山县人民政府",
                &["湖北省", "十堰市", "竹山县"],
            ),
            ("天津市东丽区及河西区", &["天津市", "东丽区", "河西区"]),
            ("竹山经济开发区与竹山的茶", &["竹山"]),
            ("在上海南京路步行街和北京大学", &["上海"]),
            ("渤海南岸、长江西岸的县城区域", &[]),
            ("推动创新乡村和适应县级平台", &[]),
            ("阳泉市郊区、老城区改造、太原市场", &["阳泉市", "郊区"]),
            ("江苏银行在武汉路演", &[]),
            ("新华区域和新华区", &["新华区"]),
            ("黄山日报报道,大同世界", &["黄山"]),
            ("解放日报、新民晚报和新安晚报", &[]),
            ("由新县人民政府、创新县域", &[]),
            ("新县人民政府", &["新县"]),
            ("海南州和海南", &["海南州", "海南"]),
            ("广西北部湾,内蒙古东部", &["广西", "内蒙古"]),
        ];
        for (text, expected) in cases {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn filters_take_what_people_type() {
        let cases = [
            ("湖北", Level::Province, "湖北省"),
            ("鄂", Level::Province, "湖北省"),
            ("武汉", Level::City, "武汉市"),
            ("襄樊", Level::City, "襄阳市"),
            ("恩施", Level::City, "恩施土家族苗族自治州"),
            ("恩施", Level::County, "恩施市"),
            ("吉林", Level::City, "吉林市"),
            ("鼓楼区", Level::County, "鼓楼区"),
            ("闸北", Level::County, "静安区"),
            ("海南州", Level::City, "海南藏族自治州"),
        ];
        for (value, level, name) in cases {
            assert_eq!(
                resolve_filter(value, level),
                Ok(vec![name.into()]),
                "{value}"
            );
        }
        assert_eq!(
            resolve_filter("武汉", Level::Province),
            Err(vec!["湖北省".into()])
        );
        assert_eq!(resolve_filter("", Level::Province), Err(vec![]));
        assert_eq!(resolve_filter("hubei", Level::Province), Err(vec![]));
    }

    proptest! {
        #[test]
        fn mentions_lie_in_the_text_in_order(text in "[湖北省十堰市竹山县新区东郊域a、]{0,30}") {
            let mut last = 0;
            for mention in mentions(&text) {
                prop_assert!(text.get(mention.span.range()).is_some());
                prop_assert!(mention.span.start >= last && !mention.candidates.is_empty());
                last = mention.span.end;
            }
        }
    }
}
