//! Administrative divisions (行政区划), county and up, 1981–2025, with short and former names.
//!
//! In: a name, or a folded text. Out: [`Division`]s with the modern region they stand for; a former
//! name (襄樊市, 闸北区) finds the place it is part of today. Not its job: deciding which place a
//! document belongs to, or which of several 鼓楼区 is meant (`ingest::extract::region`).

mod condition;
mod filter;
mod readings;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::condition::{Condition, accepted};
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

struct Entry {
    divisions: Vec<usize>,
    /// Divisions that once had the name, where others have it now: 大同市 had a 城区.
    former: Vec<usize>,
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

impl Gazetteer {
    /// Returns what a name may be: the divisions that have it; after a parent in which none of these
    /// lies, those that once had it there (`邢台市桥东区`).
    fn candidates(&self, entry: &Entry, parent: Option<&Mention>) -> Vec<&Division> {
        let within = |index: &&usize| {
            let region = &self.divisions[**index].region;
            parent.is_some_and(|parent| {
                let mut known = parent.candidates.iter();
                known.any(|known| lies_in(region, &known.region))
            })
        };
        let former: Vec<&usize> = match entry.divisions.iter().any(|index| within(&index)) {
            true => Vec::new(),
            false => entry.former.iter().filter(within).collect(),
        };
        let indices = if former.is_empty() {
            entry.divisions.iter().collect()
        } else {
            former
        };
        indices.into_iter().map(|&i| &self.divisions[i]).collect()
    }
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(build);

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
            let mut preferred = indices.clone();
            prefer(&mut preferred, divisions);
            let others = indices.iter().filter(|index| !preferred.contains(index));
            let entry = Entry {
                former: others.copied().collect(),
                divisions: preferred,
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
                former: Vec::new(),
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
        if !accepted(folded, span, (entry.condition, entry.full), follows) {
            continue;
        }
        let parent = found.last().filter(|_| follows);
        found.push(Mention {
            span,
            candidates: gazetteer.candidates(entry, parent),
            full: entry.full,
        });
    }
    found
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
        let cases: [(&str, &[&str]); 20] = [
            (
                "大同市城区、邢台市桥东区",
                &["大同市", "城区", "邢台市", "桥东区"],
            ),
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

    /// 桥东区 of 邢台 became 襄都区; 张家口 has one still.
    #[test]
    fn a_former_name_is_known_within_its_parent() {
        for (text, expected) in [
            ("邢台市桥东区", "河北省/邢台市/襄都区"),
            ("张家口市桥东区", "河北省/张家口市/桥东区"),
            ("桥东区", "河北省/张家口市/桥东区"),
            ("大同市城区", "山西省/大同市"),
            ("长治市郊区", "山西省/长治市/潞州区"),
        ] {
            let found = mentions(text);
            let last = found.last().map(|mention| mention.candidates.as_slice());
            let paths: Vec<String> = last
                .unwrap_or_default()
                .iter()
                .map(|division| division.region.path())
                .collect();
            assert_eq!(paths, [expected], "{text}");
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
