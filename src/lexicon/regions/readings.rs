//! Everything a name may stand for, with what else is known of it: for people who ask.

use std::collections::HashSet;

use super::{Division, GAZETTEER, Level};
use crate::model::Region;

/// One place of today that a name may mean.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The division that has, or had, the name.
    pub named: &'static Division,
    /// The place of today.
    pub region: Region,
    /// Its level.
    pub level: Level,
    /// Its six-digit code of today; none where the table has no division of this very place.
    pub code: Option<u32>,
    /// Other names in use: short, of one character, customary.
    pub aliases: Vec<&'static str>,
    /// Names of the past and the last year of each, the latest first.
    pub former: Vec<(&'static str, &'static str)>,
    /// Where `named` is of the past: the divisions that followed it then.
    pub followed_by: Vec<&'static str>,
}

/// Returns all readings of a name, those in force first, then by level and code: more than
/// [`super::lookup`], which takes the likeliest (`吉林` is 吉林省 there, and 吉林市 here as well).
///
/// A name may be narrowed by the places it lies in, before it: `南京市鼓楼区`, `江苏省/南京市/鼓楼区`.
/// Linear in the table.
#[must_use]
pub fn readings(name: &str) -> Vec<Reading> {
    let name = name.replace(['/', ' ', '›'], "");
    let whole = named(&name, &[]);
    if !whole.is_empty() {
        return whole;
    }
    // The longest name before the rest is the parent: 南京 + 鼓楼区 within 南京市鼓楼区.
    let cuts: Vec<usize> = name.char_indices().map(|(at, _)| at).skip(2).collect();
    for cut in cuts.into_iter().rev() {
        let parents: Vec<Region> = named(&name[..cut], &[])
            .into_iter()
            .map(|parent| parent.region)
            .collect();
        let narrowed = match parents.as_slice() {
            [] => Vec::new(),
            parents => named(&name[cut..], parents),
        };
        if !narrowed.is_empty() {
            return narrowed;
        }
        if !parents.is_empty() {
            return within(&name[cut..], &parents);
        }
    }
    Vec::new()
}

/// A chain of three: the rest of the name is narrowed by the part that is known already.
fn within(rest: &str, parents: &[Region]) -> Vec<Reading> {
    let mut found = readings(rest);
    found.retain(|reading| lies_in(&reading.region, parents));
    found
}

/// The readings of a name alone, within one of the parents where there are any.
fn named(name: &str, parents: &[Region]) -> Vec<Reading> {
    let is_named = |division: &&Division| {
        let [one, other] = division.others;
        !name.is_empty() && [division.name, division.short, one, other].contains(&name)
    };
    let mut found: Vec<&'static Division> = GAZETTEER
        .divisions
        .iter()
        .filter(is_named)
        .filter(|division| parents.is_empty() || lies_in(&division.region, parents))
        .collect();
    found.sort_by_key(|division| (!division.in_force, division.level, division.code));
    let mut seen = HashSet::new();
    found.retain(|division| seen.insert(division.region.path()));
    found.into_iter().map(reading).collect()
}

fn lies_in(region: &Region, parents: &[Region]) -> bool {
    let path = region.path();
    let below = |parent: &Region| path.starts_with(&format!("{}/", parent.path()));
    parents.iter().any(below)
}

fn reading(named: &'static Division) -> Reading {
    let region = named.region.clone();
    let all = || GAZETTEER.divisions.iter();
    let level = match (&region.city, &region.county) {
        (_, Some(_)) => Level::County,
        (Some(_), None) => Level::City,
        (None, None) => Level::Province,
    };
    let same = || all().filter(|division| division.region == region && division.level == level);
    let today = same().find(|division| division.in_force);
    let mut aliases: Vec<&'static str> = today.map_or_else(Vec::new, |today| {
        let [one, other] = today.others;
        vec![today.short, one, other]
    });
    aliases.retain(|alias| !alias.is_empty());
    // A county that became part of the city is no earlier name of it.
    let past = all().filter(|division| {
        !division.in_force && division.region == region && division.level <= level
    });
    let mut former: Vec<_> = past
        .map(|division| (division.name, division.until))
        .collect();
    former.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    former.dedup();
    let codes = named.followed_by.split(';').filter(|_| !named.in_force);
    let followed_by = codes
        .filter_map(|code| code.parse::<u32>().ok())
        .filter_map(|code| {
            let with_code = || all().filter(|division| division.code == code);
            let next = with_code().find(|division| division.in_force);
            Some(next.or_else(|| with_code().next_back())?.name)
        })
        .collect();
    Reading {
        named,
        code: today.map(|today| today.code),
        region,
        level,
        aliases,
        former,
        followed_by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(name: &str) -> Vec<String> {
        let found = readings(name);
        found.iter().map(|reading| reading.region.path()).collect()
    }

    #[test]
    fn a_name_has_all_its_readings() {
        assert_eq!(paths("吉林"), ["吉林省", "吉林省/吉林市"]);
        assert_eq!(paths("鄂"), ["湖北省"]);
        assert_eq!(paths("鼓楼区").len(), 4);
        assert_eq!(paths("南京市鼓楼区"), ["江苏省/南京市/鼓楼区"]);
        assert_eq!(paths("江苏省/南京市/鼓楼区"), ["江苏省/南京市/鼓楼区"]);
        assert_eq!(paths("湖北十堰竹山"), ["湖北省/十堰市/竹山县"]);
        for unknown in ["", "火星", "湖北省火星", "湖北省南京市"] {
            assert_eq!(paths(unknown), Vec::<String>::new(), "{unknown}");
        }
    }

    #[test]
    fn a_former_name_says_what_followed() {
        let found = readings("襄樊");
        let [xiangyang] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(xiangyang.region.path(), "湖北省/襄阳市");
        assert_eq!(
            (xiangyang.named.until, xiangyang.code),
            ("2010", Some(420_600))
        );
        assert_eq!(xiangyang.former[0], ("襄樊市", "2010"));
        assert!(xiangyang.former.iter().all(|(name, _)| *name != "襄阳县"));
        assert_eq!(readings("闸北区")[0].followed_by, ["静安区"]);
    }
}
