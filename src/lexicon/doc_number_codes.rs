//! 机关代字, the letters of a document number: which place they stand for.
//!
//! In: the letters (`鄂政办发`, `东丽政发`, `国科发区`). Out: a [`Code`]. Letters that several places
//! use (宁政: 宁夏, 南京, 西宁, 宁德) are marked: by the table, and where another division in force
//! begins with the same character (温政: 温州, but 温岭 and 温县 write it too). Not its job: finding
//! numbers in a text, and choosing among several places.

use std::sync::LazyLock;

use super::overlay;
use super::regions::{self, Level};
use crate::model::Region;

const CODES: &str = include_str!("data/doc_number_codes.tsv");

/// Who a number's letters say the issuer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssuerHint {
    /// 政府.
    Government,
    /// 政府办公厅、办公室.
    GovernmentOffice,
    /// 党委 and its offices.
    Party,
    /// A department, or not known.
    Department,
}

/// What the letters of a document number say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The place; none where it is central or open (宜府: 宜昌, 宜春 or 宜宾). For letters that two
    /// cities of one province share, the province alone.
    pub region: Option<Region>,
    /// Other places use the same letters: evidence only together with a matching name.
    pub ambiguous: bool,
    /// The places that may use ambiguous letters, the usual one first; empty for others.
    pub rivals: &'static [Region],
    /// A central organ's letters.
    pub central: bool,
    /// Who the issuer is.
    pub issuer: IssuerHint,
}

struct Prefix {
    letters: &'static str,
    /// A user's own row.
    own: bool,
    region: Option<Region>,
    /// Others use the same letters.
    shared: bool,
    /// The places that do; empty where one of the others is no place (新: 国家新闻出版署).
    rivals: Vec<Region>,
}

impl Prefix {
    fn read(row: &[&'static str], own: bool) -> Self {
        let region = (!row[1].is_empty()).then(|| Region {
            province: row[1].to_owned(),
            city: (!row[2].is_empty()).then(|| row[2].to_owned()),
            county: None,
        });
        let city = region.clone().filter(|region| region.city.is_some());
        let mut rivals: Vec<Region> = city.into_iter().collect();
        let mut are_places = true;
        for name in row[3].split_whitespace() {
            let divisions = regions::lookup(name);
            are_places &= !divisions.is_empty();
            rivals.extend(divisions.iter().map(|division| division.region.clone()));
        }
        // A province's own letters: counties that begin alike write others.
        let below = |one: &Region| one.city.is_some() || one.county.is_some();
        let shared = !rivals.is_empty() && rivals.iter().all(below);
        if let Some(first) = initial(row[0]).filter(|_| shared) {
            for other in regions::beginning_with(first) {
                let within = |known: &Region| regions::lies_in(other, known);
                if !rivals.iter().any(within) {
                    rivals.push(other.clone());
                }
            }
        }
        let collides = rivals.len() > 1 || !row[3].is_empty();
        if !are_places {
            rivals.clear();
        }
        Self {
            letters: row[0],
            own,
            region: if collides {
                common_province(&rivals)
            } else {
                region
            },
            shared: collides,
            rivals: if collides { rivals } else { Vec::new() },
        }
    }
}

/// The character of 温政, 江府: one character that stands for a city or county, and its government.
fn initial(letters: &str) -> Option<char> {
    let mut characters = letters.chars();
    let first = characters.next()?;
    matches!(
        (characters.next(), characters.next()),
        (Some('政' | '府'), None)
    )
    .then_some(first)
}

/// The province that all share.
fn common_province(rivals: &[Region]) -> Option<Region> {
    let province = &rivals.first()?.province;
    let all = rivals.iter().all(|rival| rival.province == *province);
    all.then(|| Region {
        province: province.clone(),
        city: None,
        county: None,
    })
}

/// The prefixes, longest first.
static PREFIXES: LazyLock<Vec<Prefix>> = LazyLock::new(|| {
    let own = overlay::own("doc_number_codes.tsv");
    let mut prefixes: Vec<Prefix> = overlay::rows("doc_number_codes.tsv", CODES)
        .enumerate()
        .filter(|(_, row)| row.len() == 4)
        .map(|(index, row)| Prefix::read(&row, index < own))
        .collect();
    prefixes.sort_by_key(|prefix| (std::cmp::Reverse(prefix.letters.len()), prefix.letters));
    prefixes
});

/// Beginnings of central letters that a place's letters do not have.
const CENTRAL: [&str; 44] = [
    "国",
    "中发",
    "中办",
    "中共中央",
    "厅字",
    "财",
    "税",
    "发改",
    "工信",
    "教",
    "人社",
    "民发",
    "民办",
    "民函",
    "建",
    "交",
    "水",
    "农",
    "商",
    "卫",
    "环",
    "科",
    "银发",
    "银保监",
    "证监",
    "司发",
    "公通",
    "审",
    "林",
    "海关",
    "署",
    "总署",
    "法发",
    "法释",
    "法〔",
    "高检",
    "文旅",
    "文物",
    "体",
    "广电",
    "应急",
    "市监",
    "退役",
    "医保",
];

/// Returns what the letters before a number's year say; none where nothing is known of them.
#[must_use]
pub fn code_region(letters: &str) -> Option<Code> {
    let prefix = prefix(letters);
    // What a user says of letters outweighs the name of a place in them.
    let is_own = |length| prefix.is_some_and(|prefix| prefix.own && prefix.letters.len() >= length);
    if let Some((region, length)) = named_place(letters).filter(|(_, length)| !is_own(*length)) {
        return Some(Code {
            region: Some(region),
            ambiguous: false,
            rivals: &[],
            central: false,
            issuer: issuer(&letters[length..]),
        });
    }
    if let Some(prefix) = prefix {
        let after_place = prefix
            .letters
            .trim_end_matches(['政', '府', '发', '办', '党', '管', '开', '规', '字']);
        return Some(Code {
            region: prefix.region.clone(),
            ambiguous: prefix.shared,
            rivals: &prefix.rivals,
            central: false,
            issuer: issuer(&letters[after_place.len()..]),
        });
    }
    CENTRAL
        .iter()
        .any(|central| letters.starts_with(central))
        .then_some(Code {
            region: None,
            ambiguous: false,
            rivals: &[],
            central: true,
            issuer: IssuerHint::Department,
        })
}

/// Returns the places that use the same letters, where they are ambiguous.
#[must_use]
pub fn others(letters: &str) -> Vec<&'static str> {
    match prefix(letters) {
        Some(prefix) if named_place(letters).is_none() => {
            prefix.rivals.iter().map(Region::lowest).collect()
        }
        _ => Vec::new(),
    }
}

fn prefix(letters: &str) -> Option<&'static Prefix> {
    PREFIXES
        .iter()
        .find(|prefix| letters.starts_with(prefix.letters))
}

/// A place's own short name before 政, 府, 委, 办: `东丽政发`, `孝感政办`; only where one place has it.
fn named_place(letters: &str) -> Option<(Region, usize)> {
    let end = letters.find(['政', '府', '委', '办', '发'])?;
    let name = &letters[..end];
    if name.chars().count() < 2 {
        return None;
    }
    let found = regions::lookup(name);
    let [division] = found.as_slice() else {
        return None;
    };
    let plain = division.level == Level::County || division.name.starts_with(name);
    plain.then(|| (division.region.clone(), end))
}

/// Reads the letters after the place.
fn issuer(rest: &str) -> IssuerHint {
    let after = rest.trim_start_matches(['政', '府', '市', '区', '县', '州']);
    let government = after.len() < rest.len();
    // 湘发改, not 湘发.
    if after.starts_with("发改") {
        return IssuerHint::Department;
    }
    match after.chars().next() {
        Some('办') if government => IssuerHint::GovernmentOffice,
        None | Some('发' | '函' | '字' | '规' | '文' | '令' | '任' | '复' | '电' | '土' | '人')
            if government =>
        {
            IssuerHint::Government
        }
        Some('委' | '党' | '发' | '办') if !government => IssuerHint::Party,
        _ => IssuerHint::Department,
    }
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [CODES]
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    #[test]
    fn the_table_has_its_columns() {
        table::assert_columns(CODES, 4);
    }

    #[test]
    fn letters_are_unique_and_their_places_exist() {
        let mut seen = std::collections::HashSet::new();
        for row in table::rows(CODES) {
            assert!(seen.insert(row[0]), "{row:?} twice");
            let one = |name: &str, level: Level| {
                let found = regions::lookup(name);
                let [division] = found.as_slice() else {
                    panic!("{row:?}: {name} is not one place")
                };
                assert!(
                    division.in_force && division.name == name,
                    "{row:?}: {name}"
                );
                assert_eq!(division.level, level, "{row:?}: {name}");
                division.region.clone()
            };
            if !row[1].is_empty() {
                one(row[1], Level::Province);
            }
            if !row[2].is_empty() {
                assert_eq!(one(row[2], Level::City).province, row[1], "{row:?}");
            }
            for name in row[3]
                .split_whitespace()
                .filter(|name| !name.starts_with("国家"))
            {
                assert!(regions::lookup(name).len() == 1, "{row:?}: {name}");
            }
        }
    }

    fn rivals(letters: &str) -> Vec<String> {
        let code = code_region(letters).unwrap();
        code.rivals.iter().map(Region::path).collect()
    }

    #[test]
    fn shared_letters_name_their_places() {
        assert_eq!(rivals("荆政发"), ["湖北省/荆州市", "湖北省/荆门市"],);
        for (letters, places) in [
            ("宁政办发", &["宁夏回族自治区", "江苏省/南京市"][..]),
            ("吉府发", &["江西省/吉安市", "山西省/临汾市/吉县"]),
            ("赣府发", &["江西省", "江西省/赣州市/赣县区"]),
            ("镇政发", &["江苏省/镇江市", "陕西省/汉中市/镇巴县"]),
            ("昌政发", &["新疆维吾尔自治区/昌吉回族自治州"]),
            ("惠市委发", &["广东省/惠州市"]),
            ("普政发", &["云南省/普洱市", "上海市/普陀区"]),
            (
                "杭政发",
                &["浙江省/杭州市", "内蒙古自治区/鄂尔多斯市/杭锦旗"],
            ),
        ] {
            let found = rivals(letters);
            for place in places {
                assert!(found.iter().any(|one| one == place), "{letters}: {found:?}");
            }
            assert!(code_region(letters).unwrap().ambiguous, "{letters}");
        }
        assert!(rivals("新出发").is_empty() && code_region("新出发").unwrap().ambiguous);
        for letters in ["吉政发", "穗府", "宛政", "鄂政发", "渝府发", "云政发"] {
            assert!(rivals(letters).is_empty(), "{letters}");
        }
    }

    fn read(letters: &str) -> (String, bool, IssuerHint) {
        let code = code_region(letters).unwrap();
        let path = match code.region {
            Some(region) => region.path(),
            None if code.central => "国家".to_owned(),
            None => String::new(),
        };
        (path, code.ambiguous, code.issuer)
    }

    #[test]
    fn letters_stand_for_places() {
        use IssuerHint::{Department, Government, GovernmentOffice, Party};
        let cases = [
            ("鄂政发", "湖北省", false, Government),
            ("鄂政办发", "湖北省", false, GovernmentOffice),
            ("鄂发", "湖北省", false, Party),
            ("鄂科技发", "湖北省", false, Department),
            ("湘发改能源", "湖南省", false, Department),
            ("川办发", "四川省", false, Party),
            ("渝府办", "重庆市", false, GovernmentOffice),
            ("沪府发", "上海市", false, Government),
            ("粤府", "广东省", false, Government),
            ("苏政发", "江苏省", false, Government),
            ("苏府", "", true, Government),
            ("甬政发", "浙江省/宁波市", false, Government),
            ("淮政发", "", true, Government),
            ("荆政发", "湖北省", true, Government),
            ("十政办", "湖北省/十堰市", false, GovernmentOffice),
            ("宛政办文", "河南省/南阳市", false, GovernmentOffice),
            ("穗府", "广东省/广州市", false, Government),
            ("东丽政发", "天津市/东丽区", false, Government),
            ("宁政发", "", true, Government),
            ("宁政规发", "宁夏回族自治区", false, Government),
            ("宁政办规发", "宁夏回族自治区", false, GovernmentOffice),
            ("宁政规字", "江苏省/南京市", false, Government),
            ("宜府", "", true, Government),
            ("郑开管办", "河南省/郑州市", false, Department),
            ("内政办发", "内蒙古自治区", false, GovernmentOffice),
            ("国发", "国家", false, Department),
            ("国科发区", "国家", false, Department),
            ("发改环资", "国家", false, Department),
        ];
        for (letters, path, ambiguous, issuer) in cases {
            assert_eq!(read(letters), (path.into(), ambiguous, issuer), "{letters}");
        }
        assert_eq!(others("临政办发")[..3], ["临汾市", "临沂市", "临沧市"]);
        assert!(others("鄂政发").is_empty() && others("某某").is_empty());
        assert_eq!(code_region("某某"), None);
        assert_eq!(code_region(""), None);
    }
}
