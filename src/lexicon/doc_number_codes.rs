//! 机关代字, the letters of a document number: which place they stand for.
//!
//! In: the letters (`鄂政办发`, `东丽政发`, `国科发区`). Out: a [`Code`]. Letters that several places
//! use (宁政: 宁夏, 南京, 西宁, 宁德) are marked; the table of collisions is not complete. Not its
//! job: finding numbers in a text.

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
    /// A central organ's letters.
    pub central: bool,
    /// Who the issuer is.
    pub issuer: IssuerHint,
}

struct Prefix {
    letters: &'static str,
    region: Option<Region>,
    /// Who else uses them.
    others: &'static str,
}

/// The prefixes, longest first.
static PREFIXES: LazyLock<Vec<Prefix>> = LazyLock::new(|| {
    let mut prefixes: Vec<Prefix> = overlay::rows("doc_number_codes.tsv", CODES)
        .filter(|row| row.len() == 4)
        .map(|row| Prefix {
            letters: row[0],
            region: (!row[1].is_empty()).then(|| Region {
                province: row[1].to_owned(),
                city: (!row[2].is_empty()).then(|| row[2].to_owned()),
                county: None,
            }),
            others: row[3],
        })
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
    let named = named_place(letters);
    if let Some((region, length)) = named {
        return Some(Code {
            region: Some(region),
            ambiguous: false,
            central: false,
            issuer: issuer(&letters[length..]),
        });
    }
    if let Some(prefix) = prefix(letters) {
        let after_place = prefix
            .letters
            .trim_end_matches(['政', '府', '发', '办', '党', '管', '开']);
        return Some(Code {
            region: prefix.region.clone(),
            ambiguous: !prefix.others.is_empty(),
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
            central: true,
            issuer: IssuerHint::Department,
        })
}

/// Returns the places that use the same letters, where they are ambiguous.
#[must_use]
pub fn others(letters: &str) -> Vec<&'static str> {
    match prefix(letters) {
        Some(prefix) if named_place(letters).is_none() => {
            prefix.others.split_whitespace().collect()
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
            ("川办发", "四川省", false, Party),
            ("渝府办", "重庆市", false, GovernmentOffice),
            ("沪府发", "上海市", false, Government),
            ("粤府", "广东省", false, Government),
            ("苏政发", "江苏省", false, Government),
            ("苏府", "江苏省/苏州市", false, Government),
            ("荆政发", "湖北省", true, Government),
            ("十政办", "湖北省/十堰市", false, GovernmentOffice),
            ("宛政办文", "河南省/南阳市", false, GovernmentOffice),
            ("穗府", "广东省/广州市", false, Government),
            ("东丽政发", "天津市/东丽区", false, Government),
            ("宁政发", "", true, Government),
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
        assert_eq!(others("临政办发"), ["临汾市", "临沂市", "临沧市"]);
        assert!(others("鄂政发").is_empty() && others("某某").is_empty());
        assert_eq!(code_region("某某"), None);
        assert_eq!(code_region(""), None);
    }
}
