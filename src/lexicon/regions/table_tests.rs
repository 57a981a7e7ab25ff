//! The table of divisions: whole, without doubles, and as the public list of codes has it.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use super::{Division, REGIONS, TRAPS, lookup, mentions, resolve_filter};
use crate::lexicon::regions::Level;
use crate::lexicon::table;

/// The folder of real data, where there is one.
fn gazetteer() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let named = std::env::var_os("ZHENGSOU_DATA").map(PathBuf::from);
    let folder = named
        .into_iter()
        .chain([beside])
        .map(|data| data.join("gazetteer"));
    let found = folder.into_iter().find(|path| path.is_dir());
    if found.is_none() {
        println!("SKIPPED: no data folder (set ZHENGSOU_DATA)");
    }
    found
}

#[test]
fn rows_are_unique_and_of_a_place_in_force() {
    let rows: Vec<_> = table::rows(REGIONS).collect();
    let in_force: HashSet<_> = rows
        .iter()
        .filter(|row| row[10].is_empty())
        .map(|row| (row[6], row[7], row[8]))
        .collect();
    let mut seen = HashSet::new();
    for row in &rows {
        assert!(seen.insert((row[0], row[1])), "twice: {row:?}");
        assert!(row[0].len() == 6 && row[0].bytes().all(|b| b.is_ascii_digit()));
        assert!(in_force.contains(&(row[6], row[7], row[8])), "{row:?}");
        assert!(
            row[1].starts_with(row[2]) || row[2] == row[3],
            "short name: {row:?}"
        );
        assert!(["province", "city", "county"].contains(&row[5]), "{row:?}");
        let since: u32 = row[9].parse().unwrap();
        let until = row[10].parse().unwrap_or(u32::MAX);
        assert!((1981..=2025).contains(&since) && until >= since, "{row:?}");
        assert!(
            ["free", "edge", "after", "context", "none"].contains(&row[12]),
            "{row:?}"
        );
        assert!(
            ["free", "edge", "context", "none"].contains(&row[13]),
            "{row:?}"
        );
        // A parent is a row of its own.
        for (name, level) in [(row[6], "province"), (row[7], "city")] {
            let known = |other: &Vec<&str>| other[1] == name && other[10].is_empty();
            let direct = row[5] == "county" && level == "city";
            assert!(
                name.is_empty() || direct || rows.iter().any(known),
                "{row:?}: {name}"
            );
        }
    }
    let mut traps = HashSet::new();
    assert!(table::rows(TRAPS).all(|row| traps.insert(row[0])));
}

#[test]
fn every_division_since_1981_is_known() {
    let Some(folder) = gazetteer() else { return };
    let list = std::fs::read_to_string(folder.join("areacodes_result.csv")).unwrap();
    let (mut known, mut missing) = (0, BTreeMap::new());
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let (name, province) = (fields[3], fields[1]);
        // 海南 and 重庆 were parts of other provinces; their places are found in those of today.
        if lookup(name).is_empty() {
            missing.insert(name, province);
        } else {
            known += 1;
        }
    }
    println!(
        "divisions: {known} known, {} not: {missing:?}",
        missing.len()
    );
    assert!(missing.is_empty() && known > 6_800);
}

/// 119 renames of 2002 to 2023: the old name is found in the place of today, or in its city where
/// it was divided among several (邢台县, 江干区). Of four the list misnames the new place (玉环区 for
/// 玉环市, 云岗区, 大菁山县, 凤翔市).
#[test]
fn renamed_places_are_found_where_they_are_today() {
    let Some(folder) = gazetteer() else { return };
    let list = std::fs::read_to_string(folder.join("china_location_change.txt")).unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for (before, after) in list.lines().filter_map(|line| line.split_once("=>")) {
        // Date, decision, then full and short name of province, city and, for most, county.
        let old: Vec<&str> = before.split('\t').collect();
        let new: Vec<&str> = after.split('\t').collect();
        let name: String = old[2..].iter().step_by(2).copied().collect();
        let fits = |one: &&Division| {
            let names = [
                Some(&one.region.province),
                one.region.city.as_ref(),
                one.region.county.as_ref(),
            ];
            names.into_iter().flatten().all(|part| {
                let same =
                    |name: &&str| name == part || lookup(name).iter().any(|d| d.name == part);
                new.iter().any(same)
            })
        };
        let last = mentions(&name).into_iter().last();
        if last.is_some_and(|last| last.candidates.iter().any(fits)) {
            right += 1;
        } else {
            wrong.push(name);
        }
    }
    println!(
        "renames: {right} found where they are, {}: {wrong:?}",
        wrong.len()
    );
    assert!(right >= 116);
}

#[test]
fn former_names_and_short_ones_find_todays_places() {
    let cases = [
        ("襄樊市", "湖北省/襄阳市"),
        ("莱芜", "山东省/济南市/莱芜区"),
        ("莱芜市", "山东省/济南市/莱芜区"),
        ("即墨市", "山东省/青岛市/即墨区"),
        ("闸北区", "上海市/静安区"),
        ("卢湾区", "上海市/黄浦区"),
        ("南汇区", "上海市/浦东新区"),
        ("崇文区", "北京市/东城区"),
        ("思茅市", "云南省/普洱市"),
        ("徽州地区", "安徽省/黄山市"),
        ("巢湖市", "安徽省/合肥市/巢湖市"),
        ("达县地区", "四川省/达州市"),
        ("郧阳地区", "湖北省/十堰市"),
        ("惠民地区", "山东省/滨州市"),
        ("零陵地区", "湖南省/永州市"),
        ("东川市", "云南省/昆明市/东川区"),
        ("万县地区", "重庆市"),
        ("大庸市", "湖南省/张家界市"),
        ("阿坝州", "四川省/阿坝藏族羌族自治州"),
        ("阿坝", "四川省/阿坝藏族羌族自治州"),
        ("阿坝县", "四川省/阿坝藏族羌族自治州/阿坝县"),
        ("黔西南州", "贵州省/黔西南布依族苗族自治州"),
        ("伊犁州", "新疆维吾尔自治区/伊犁哈萨克自治州"),
        ("锡盟", ""),
        ("锡林郭勒盟", "内蒙古自治区/锡林郭勒盟"),
        ("阿拉善左旗", "内蒙古自治区/阿拉善盟/阿拉善左旗"),
        ("鄂温克族自治旗", "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("杭锦旗", "内蒙古自治区/鄂尔多斯市/杭锦旗"),
    ];
    for (name, path) in cases {
        let found: Vec<String> = lookup(name).iter().map(|one| one.region.path()).collect();
        assert_eq!(found.join(" "), path, "{name}");
    }
    for (value, level, name) in [
        ("阿坝州", Level::City, "阿坝藏族羌族自治州"),
        ("阿坝", Level::City, "阿坝藏族羌族自治州"),
        ("阿坝", Level::County, "阿坝县"),
    ] {
        assert_eq!(
            resolve_filter(value, level),
            Ok(vec![name.to_owned()]),
            "{value}"
        );
    }
}

#[test]
fn ambiguous_names_stay_open() {
    for (name, least) in [("鼓楼区", 4), ("朝阳区", 2), ("通州区", 2), ("桥东区", 1)] {
        assert!(lookup(name).len() >= least, "{name}");
    }
    let found = mentions("阿坝州人民政府、阿坝县人民政府");
    let paths: Vec<String> = found
        .iter()
        .map(|one| one.candidates.iter().map(|d| d.region.path()).collect())
        .collect();
    assert_eq!(
        paths,
        [
            "四川省/阿坝藏族羌族自治州",
            "四川省/阿坝藏族羌族自治州/阿坝县"
        ]
    );
}
