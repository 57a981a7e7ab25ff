//! Named special zones (高新区, 经开区, 自贸区, 新区 …): the national ones by table, others by form.
//!
//! In: folded text. Out: [`Mention`]s; a zone without a proper name (`高新区`, `示范区`, `XX高新区`) is
//! none. Not its job: telling what a document is about (`ingest::extract::zone`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::regions::{self, Level};
use super::terms::Terms;
use super::{overlay, table};
use crate::model::{Region, Span};

const ZONES: &str = include_str!("data/zones.tsv");
const SUFFIXES: &str = include_str!("data/zone_suffixes.tsv");

/// A zone of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its canonical full name: `郑州高新技术产业开发区`.
    pub name: &'static str,
    /// Its class: 高新区, 经开区, 自贸区, 新区, 自创区, 其他.
    pub class: &'static str,
    /// Where it lies: province and, where one, city.
    pub region: Region,
}

/// A place where a text names a zone.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where, in the text given, proper name and suffix.
    pub span: Span,
    /// The suffix alone (the whole name where the table has it as one).
    pub suffix: Span,
    /// The proper name without 市, 国家级 …: `十堰`, `黄石大冶湖`.
    pub stem: String,
    /// The class its suffix stands for: `高新区`.
    pub class: &'static str,
    /// The table's entry.
    pub zone: Option<&'static Zone>,
    /// Where it lies, as far as its name says.
    pub region: Option<Region>,
}

#[derive(Clone, Copy)]
enum Pattern {
    /// A whole name of the table.
    Name(usize),
    /// A suffix: its class, and whether a proper name may stand between place and suffix.
    Suffix(&'static str, bool),
}

struct Gazetteer {
    zones: Vec<Zone>,
    /// By class and stem.
    stems: HashMap<(&'static str, &'static str), usize>,
    names: HashMap<&'static str, usize>,
    patterns: Terms<Pattern>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut zones = Vec::new();
    let mut stems = HashMap::new();
    let mut named: Vec<(&'static str, &'static str, usize)> = Vec::new();
    let mut names: HashMap<&'static str, usize> = HashMap::new();
    let mut spelled: HashMap<&'static str, Pattern> = HashMap::new();
    for row in table::rows(SUFFIXES) {
        spelled.insert(row[0], Pattern::Suffix(row[1], row[2] == "yes"));
    }
    for row in overlay::rows("zones.tsv", ZONES) {
        let index = zones.len();
        zones.push(Zone {
            name: row[0],
            class: row[1],
            region: Region {
                province: row[2].to_owned(),
                city: (!row[3].is_empty()).then(|| row[3].to_owned()),
                county: None,
            },
        });
        for stem in row[4].split(' ').filter(|stem| !stem.is_empty()) {
            stems.entry((row[1], stem)).or_insert(index);
        }
        named.push((row[0], row[5], index));
    }
    // A user's own names, canonical and other, come before those of the embedded rows.
    let (own, embedded) = named.split_at(overlay::own("zones.tsv"));
    for rows in [own, embedded] {
        for (name, _, index) in rows {
            names.entry(*name).or_insert(*index);
        }
        for (_, others, index) in rows {
            for other in others.split(' ').filter(|name| !name.is_empty()) {
                names.entry(other).or_insert(*index);
            }
        }
    }
    for (name, index) in &names {
        spelled.entry(name).or_insert(Pattern::Name(*index));
    }
    Gazetteer {
        zones,
        stems,
        names,
        patterns: Terms::new(spelled.into_iter()),
    }
});

/// Returns the zones that a folded text names, in text order. One pass, linear.
#[must_use]
pub fn mentions(folded: &str) -> Vec<Mention> {
    let gazetteer = &*GAZETTEER;
    let mut found: Vec<Mention> = Vec::new();
    for (range, pattern) in gazetteer.patterns.find(folded) {
        let span = Span::from(range);
        let mention = match pattern {
            Pattern::Name(index) => Some(of_table(index, span, span)),
            Pattern::Suffix(class, proper) => {
                let from = found.last().map_or(0, |last| last.span.end);
                before_suffix(folded, from, span, (class, proper))
            }
        };
        found.extend(mention);
    }
    found
}

fn of_table(index: usize, span: Span, suffix: Span) -> Mention {
    let zone = &GAZETTEER.zones[index];
    Mention {
        span,
        suffix,
        stem: zone.name.to_owned(),
        class: zone.class,
        zone: Some(zone),
        region: Some(zone.region.clone()),
    }
}

/// Longest proper name before a suffix, in characters: `新疆生产建设兵团石河子`.
const LONGEST_STEM: usize = 12;

/// Reads the proper name before a suffix; none where there is none.
fn before_suffix(
    folded: &str,
    from: usize,
    suffix: Span,
    (class, proper): (&'static str, bool),
) -> Option<Mention> {
    let mut end = suffix.start;
    for grade in ["国家级", "国家", "省级", "自治区级", "市级"] {
        if folded[from..end].ends_with(grade) {
            end -= grade.len();
            break;
        }
    }
    let starts: Vec<usize> = folded[from..end]
        .char_indices()
        .rev()
        .take(LONGEST_STEM)
        .take_while(|(_, character)| is_han(*character))
        .map(|(at, _)| from + at)
        .collect();
    let window = *starts.last()?;
    for start in starts.iter().rev() {
        let stem = trimmed(&folded[*start..end]);
        if let Some(&index) = GAZETTEER.stems.get(&(class, stem)) {
            let mut mention = of_table(index, Span::new(*start, suffix.end), suffix);
            stem.clone_into(&mut mention.stem);
            return Some(mention);
        }
    }
    by_place(folded, Span::new(window, end), suffix, (class, proper))
}

/// A zone that is not in the table: the name of a city or county, alone or before a proper name.
fn by_place(
    folded: &str,
    window: Span,
    suffix: Span,
    (class, proper): (&'static str, bool),
) -> Option<Mention> {
    // The suffix belongs to the text searched: it proves a county's short name.
    let places = regions::mentions(&folded[window.start..suffix.end]);
    let place = places
        .iter()
        .rfind(|place| window.start + place.span.end <= window.end)?;
    let place_end = window.start + place.span.end;
    let gap = &folded[place_end..window.end];
    let gap_chars = gap.chars().count();
    let lowest = place.candidates.first()?;
    let named = if gap.is_empty() {
        lowest.level > Level::Province
    } else {
        proper && (2..=4).contains(&gap_chars) && !gap.contains(NOT_PROPER)
    };
    if !named {
        return None;
    }
    let start = window.start + place.span.start;
    let same = place
        .candidates
        .iter()
        .all(|other| other.region == lowest.region);
    Some(Mention {
        span: Span::new(start, suffix.end),
        suffix,
        stem: format!("{}{gap}", trimmed(&folded[start..place_end])),
        class,
        zone: None,
        region: same.then(|| lowest.region.clone()),
    })
}

/// Characters that a proper name between place and suffix does not have: they make a phrase
/// (`武汉市推进…`, `绵阳市各…`).
const NOT_PROPER: [char; 61] = [
    '的', '和', '与', '及', '在', '推', '进', '建', '设', '创', '将', '为', '等', '各', '了', '对',
    '以', '市', '省', '县', '区', '国', '级', '老', '两', '三', '四', '五', '六', '七', '八', '九',
    '十', '个', '全', '本', '我', '该', '其', '所', '有', '加', '快', '支', '持', '促', '关', '发',
    '展', '规', '划', '管', '理', '委', '政', '府', '人', '民', '是', '从', '到',
];

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// Leaves out a final 市, 县 or 区: 十堰市高新区 is 十堰高新区. (A name of two characters keeps it.)
fn trimmed(stem: &str) -> &str {
    if stem.chars().count() > 2 {
        stem.strip_suffix(['市', '县', '区']).unwrap_or(stem)
    } else {
        stem
    }
}

/// Returns the tabled zone of a name in any of its forms (`十堰`'s none; `郑州高新区`, `东湖高新区`).
#[must_use]
pub fn find(folded: &str) -> Option<&'static Zone> {
    let gazetteer = &*GAZETTEER;
    if let Some(&index) = gazetteer.names.get(folded) {
        return Some(&gazetteer.zones[index]);
    }
    let found = mentions(folded);
    let [mention] = found.as_slice() else {
        return None;
    };
    mention.zone.filter(|_| mention.span.len() == folded.len())
}

/// Returns the only tabled zone of a class (`高新区`) in a city; none where there are several.
#[must_use]
pub fn of_city(class: &str, city: &str) -> Option<&'static Zone> {
    let mut zones = GAZETTEER
        .zones
        .iter()
        .filter(|zone| zone.class == class && zone.region.city.as_deref() == Some(city));
    let only = zones.next()?;
    zones.next().is_none().then_some(only)
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [ZONES, SUFFIXES]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(ZONES, 6);
        table::assert_columns(SUFFIXES, 3);
        let mut seen = std::collections::HashSet::new();
        for row in table::rows(ZONES) {
            assert!(seen.insert(row[0]), "{row:?} twice");
            let province = crate::lexicon::regions::lookup(row[2]);
            assert!(province.iter().any(|one| one.name == row[2]), "{row:?}");
            let city = crate::lexicon::regions::lookup(row[3]);
            let lies_there = |one: &&crate::lexicon::regions::Division| {
                one.name == row[3] && one.in_force && one.region.province == row[2]
            };
            assert!(row[3].is_empty() || city.iter().any(lies_there), "{row:?}");
        }
        let mut seen = std::collections::HashSet::new();
        assert!(table::rows(SUFFIXES).all(|row| seen.insert(row[0])));
    }

    fn named(text: &str) -> Vec<String> {
        mentions(text)
            .iter()
            .map(|mention| match mention.zone {
                Some(zone) => zone.name.to_owned(),
                None => format!("{}|{}", mention.stem, mention.class),
            })
            .collect()
    }

    #[test]
    fn zones_have_proper_names() {
        let cases: [(&str, &[&str]); 16] = [
            ("郑州高新区管委会", &["郑州高新技术产业开发区"]),
            ("郑州国家高新技术产业开发区", &["郑州高新技术产业开发区"]),
            ("绵阳市高新区", &["绵阳高新技术产业开发区"]),
            ("厦门火炬高新区", &["厦门火炬高技术产业开发区"]),
            ("大冶湖高新区", &["黄石大冶湖高新技术产业开发区"]),
            ("武汉东湖高新区", &["武汉东湖新技术开发区"]),
            (
                "支持十堰高新区、竹山经济开发区",
                &["十堰|高新区", "竹山|经开区"],
            ),
            ("十堰高新技术产业园区", &["十堰|高新区"]),
            ("高新区、经开区和示范区", &[]),
            ("xx高新区,某高新区", &[]),
            ("湖北省级高新技术产业开发区", &[]),
            ("武汉市加快开发区建设", &[]),
            ("推动各县高新区和新区发展", &[]),
            (
                "中国(湖北)自由贸易试验区武汉片区",
                &["中国(湖北)自由贸易试验区"],
            ),
            ("卧龙综合保税区", &["卧龙|综保区"]),
            ("苏银产业园和中关村", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_finds_its_zone() {
        assert_eq!(find("东湖高新区").unwrap().name, "武汉东湖新技术开发区");
        assert_eq!(find("海南自贸港").unwrap().name, "海南自由贸易港");
        assert!(find("十堰高新区").is_none() && find("").is_none());
        let zone = of_city("高新区", "绵阳市").unwrap();
        assert_eq!(zone.name, "绵阳高新技术产业开发区");
        assert!(of_city("高新区", "苏州市").is_none());
    }
}
