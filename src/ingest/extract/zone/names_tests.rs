//! Figures on the names of national zones, in the ways that texts write them, and on sentences
//! that name none. The names come from the list beside the real data; the frames are made here.

use super::super::region::example::data;
use super::super::tests::{context_of, part_of};
use super::zones;
use crate::lexicon::zones as gazetteer;

/// Least precision and recall (rule 11 of the rule list).
const LEAST: (f64, f64) = (0.95, 0.9);

/// What a zone is called after its proper name: officially, and in the two short ways.
const CLASSES: [(&str, [&str; 3]); 2] = [
    (
        "高新技术产业开发区",
        ["高新区", "国家高新区", "国家级高新区"],
    ),
    ("经济技术开发区", ["经开区", "国家经开区", "国家级经开区"]),
];

/// Documents about a zone.
const FRAMES: [&str; 4] = [
    "{}管理委员会关于印发招商引资奖励办法的通知\n各办局：\n现将办法印发给你们，请遵照执行。",
    "关于支持{}高质量发展的若干意见\n各区县：\n为促进园区建设，提出如下意见。",
    "關於加快“{}”建設的通知\n各單位：\n經研究，現通知如下。",
    "关于同意调整{}规划范围的批复\n你单位请示收悉，同意调整。",
];

/// Documents about none.
const NONE: [&str; 16] = [
    "关于建设城乡一体化示范区的意见\n各地要抓好落实。",
    "关于推动开发区改革创新的若干意见\n各类开发区要提高水平。",
    "关于高新区和经开区考核的办法\n本办法适用于各高新区。",
    "关于做好社区防控工作的通知\n新区别、老问题都要管。",
    "关于先行示范区法治建设的方案\n树立示范区意识。",
    "关于城市新区规划的通知\n规划新区应当集约。",
    "关于加强工业园区安全管理的通知\n各工业园区要自查。",
    "关于自由贸易试验区统计制度的通知\n请各自贸区报送。",
    "关于清理整顿各类保税区的通知\n停止审批。",
    "关于公布示范区名单的通知\n另行公布。",
    "关于产业园区绿色发展的指导意见\n产业园要达标。",
    "关于某高新区有关问题的批复\n同意你区意见。",
    "关于国家级新区体制的意见\n新区要探索。",
    "关于武汉市加快开发区建设的意见\n要加快建设。",
    "关于省级高新技术产业开发区认定的办法\n认定条件如下。",
    "关于农业科技园区管理的办法\n园区应当建档。",
];

/// A zone's ways of being written: the official name first.
fn writings(name: &str) -> Vec<String> {
    let class = CLASSES.iter().find_map(|(official, short)| {
        let stem = name.strip_suffix(official)?;
        Some(short.map(|short| format!("{stem}{short}")))
    });
    std::iter::once(name.to_owned())
        .chain(class.into_iter().flatten())
        .collect()
}

fn found(text: &str) -> Vec<String> {
    let part = part_of(text, 0);
    let zones = zones(&context_of(&part)).zones;
    zones.into_iter().map(|zone| zone.value).collect()
}

#[test]
fn national_zones_are_found_however_they_are_written() {
    let Some(data) = data() else { return };
    let table = std::fs::read_to_string(data.join("gazetteer/national_zones.tsv")).unwrap();
    let (mut asked, mut given, mut right) = (0_u32, 0_u32, 0_u32);
    let mut examples = Vec::new();
    for name in table
        .lines()
        .skip(1)
        .filter_map(|row| row.split('\t').next())
    {
        let canonical = gazetteer::find(name).map_or(name, |zone| zone.name);
        for (at, writing) in writings(name).iter().enumerate() {
            let text = FRAMES[(name.len() / 3 + at) % FRAMES.len()].replace("{}", writing);
            let zones = found(&text);
            asked += 1;
            given += u32::try_from(zones.len()).unwrap();
            if zones.iter().any(|zone| zone == canonical) {
                right += 1;
            } else {
                examples.push(format!("{writing}: {zones:?}"));
            }
        }
    }
    for text in NONE {
        let zones = found(text);
        given += u32::try_from(zones.len()).unwrap();
        if !zones.is_empty() {
            examples.push(format!("{text}: {zones:?}"));
        }
    }
    let precision = f64::from(right) / f64::from(given);
    let recall = f64::from(right) / f64::from(asked);
    println!("{}", examples.join("\n"));
    println!("zones: precision {precision:.4}, recall {recall:.4} of {asked}");
    assert!(asked > 1_000 && precision >= LEAST.0 && recall >= LEAST.1);
}
