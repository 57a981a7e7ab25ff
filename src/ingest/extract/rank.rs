//! The level of the issuer (国家, 省, 市, 县, 园区) and the rank of the text (效力级别).
//!
//! In: key-values, the lead issuer, its region, title, type, number. Out: both, where the evidence
//! tells; a local norm's rank follows 《立法法》: who made it decides.

use super::Context;
use super::calendar;
use super::kind::without_brackets;
use super::region::is_special;
use crate::lexicon::{issuers, regions};
use crate::model::{Extracted, Region};

/// Ranks by their usual names in libraries, and what older libraries call them.
const RANKS: &[(&str, &str)] = &[
    ("地方政府规章", "地方政府规章"),
    ("地方规范性文件", "地方规范性文件"),
    ("地方工作文件", "地方工作文件"),
    ("地方司法文件", "地方司法文件"),
    ("省级地方性法规", "地方性法规"),
    ("设区的市地方性法规", "地方性法规"),
    ("经济特区法规", "地方性法规"),
    ("自治条例和单行条例", "自治条例和单行条例"),
    ("单行条例", "自治条例和单行条例"),
    ("自治条例", "自治条例和单行条例"),
    ("地方性法规", "地方性法规"),
    ("部门规范性文件", "部门规范性文件"),
    ("部门工作文件", "部门工作文件"),
    ("部门规章", "部门规章"),
    ("国务院规范性文件", "国务院规范性文件"),
    ("行政法规", "行政法规"),
    ("司法解释", "司法解释"),
    ("党内法规", "党内法规"),
    ("行业规定", "行业规定"),
    ("团体规定", "团体规定"),
    ("宪法", "宪法"),
    ("法律", "法律"),
];

/// Finds the level of the lead issuer.
pub(super) fn level(context: &Context, region: Option<&Region>) -> Option<Extracted<String>> {
    let lead = context.issuers.first()?;
    let level = issuers::level(&lead.value, region)?;
    Some(lead.with(level.to_owned()))
}

/// Finds the rank.
pub(super) fn legal_rank(context: &Context) -> Option<Extracted<String>> {
    if let Some(row) = context.key_value(&["效力等级", "效力级别", "效力层级", "效力位阶"])
    {
        let value = crate::analysis::char_filter::fold(&row.value).text;
        let name = RANKS.iter().find(|(name, _)| value.contains(name))?.1;
        return Some(Extracted::new(
            name.to_owned(),
            "extract/legal_rank/key_value",
            Some(row.span),
            1.0,
        ));
    }
    if context.kind.is_none_or(|kind| kind.value != "policy") {
        return None;
    }
    let title = context.folded_title();
    let head = &context.text()[context.head().range()];
    let by_order = is_order(context, head);
    let name = match context.issuers.first() {
        // 令 of a government publish its own rules for a law, too.
        lead if !by_order
            && lead.is_none_or(|lead| lead.value.contains("人民代表大会"))
            && published_by_congress(&title) =>
        {
            Some("地方性法规")
        }
        Some(_) if approved_by_state_council(head) && is_norm(&title) => Some("行政法规"),
        Some(lead) => by_organ(&lead.value, &title, by_order),
        None => by_title(&title),
    }?;
    Some(Extracted::new(
        name.to_owned(),
        "extract/legal_rank/issuer",
        context.title?.span,
        0.9,
    ))
}

/// `1987年6月17日国务院批准`, `国务院关于修改部分行政法规的决定`: what a ministry publishes with the
/// State Council's approval is a 行政法规 (《行政法规制定程序条例》 and the practice before it).
fn approved_by_state_council(head: &str) -> bool {
    history_lines(head).any(|line| {
        ["国务院批准", "部分行政法规的决定", "国务院第", "国务院同意"]
            .iter()
            .any(|sign| line.contains(sign))
    })
}

/// Lines that begin with a date and tell of the text's making.
fn history_lines(head: &str) -> impl Iterator<Item = &str> {
    /// Bytes; longer lines are prose.
    const MAX_LINE: usize = 600;
    head.lines().filter(|line| {
        line.len() < MAX_LINE
            && !line.contains('。')
            && calendar::at_start(line.trim_start_matches('(')).is_some()
    })
}

/// Published by an order: the number says so, or a line of the history.
fn is_order(context: &Context, head: &str) -> bool {
    context
        .number
        .is_some_and(|number| number.value.text.contains('令'))
        || history_lines(head)
            .any(|line| line.contains('令') && (line.contains("公布") || line.contains("发布")))
}

/// 某省实施《中华人民共和国某法》办法, 某市人民代表大会议事规则: a place's measures for a law of the
/// state, and what rules its congress, are its congress's own (《立法法》 articles 82 and 87).
fn published_by_congress(title: &str) -> bool {
    let first = regions::mentions(title).into_iter().next();
    let is_one = |place: &regions::Mention| place.span.start == 0 && place.full;
    let Some(place) = first.filter(is_one) else {
        return false;
    };
    // Congresses of counties make no law.
    if place
        .candidates
        .iter()
        .all(|one| one.region.county.is_some())
    {
        return false;
    }
    let rest = &title[place.span.end..];
    let bare = without_brackets(rest);
    let implements = bare.starts_with("实施《") && bare.ends_with("法》办法");
    let of_congress = ["人民代表大会", "区县和乡镇人民代表大会"]
        .iter()
        .any(|organ| bare.starts_with(organ));
    implements || of_congress && (is_norm(bare) || bare.ends_with("守则"))
}

fn is_norm(title: &str) -> bool {
    let bare = without_brackets(title);
    ["条例", "办法", "规定", "细则", "规则", "规程", "准则"]
        .iter()
        .any(|ending| bare.ends_with(ending))
}

fn by_organ(organ: &str, title: &str, by_order: bool) -> Option<&'static str> {
    let central = ["最高人民", "国家", "全国", "中国"]
        .iter()
        .any(|start| organ.starts_with(start));
    let local = !issuers::is_central(organ) && !central;
    let bare = without_brackets(title);
    if organ.contains("人民代表大会") {
        return congress(organ, bare);
    }
    if organ.starts_with("最高人民") {
        return Some("司法解释");
    }
    if organ == "国务院" || organ == "政务院" {
        let rank = if is_norm(title) {
            "行政法规"
        } else {
            "国务院规范性文件"
        };
        return Some(rank);
    }
    if organ == "国务院办公厅" {
        return Some("国务院规范性文件");
    }
    if organ.starts_with("中共") || organ.starts_with("中国共产党") || organ.contains("军")
    {
        return None;
    }
    // Only congresses and the State Council make 条例 (《规章制定程序条例》 article 7).
    if bare.ends_with("条例") {
        return Some(if local {
            "地方性法规"
        } else {
            "行政法规"
        });
    }
    let rule = by_order && (is_norm(title) || title.contains('令') || title.contains("决定"));
    match (local, rule) {
        (false, true) => Some("部门规章"),
        (false, false) => Some("部门规范性文件"),
        (true, true) if organ.ends_with("人民政府") => Some("地方政府规章"),
        (true, _) if organ.contains("法院") || organ.contains("检察院") => {
            Some("地方司法文件")
        }
        (true, _) => Some("地方规范性文件"),
    }
}

fn congress(organ: &str, title: &str) -> Option<&'static str> {
    if !organ.starts_with("全国") {
        let resolves = title.ends_with("决议") || title.ends_with("决定");
        return (is_norm(title) || resolves || is_statute(title)).then_some("地方性法规");
    }
    Some(if title.ends_with("宪法") || title.contains("宪法修正案") {
        "宪法"
    } else {
        "法律"
    })
}

/// 某某法; 办法 is no law.
pub(super) fn is_statute(title: &str) -> bool {
    title.ends_with('法')
        && !["办法", "方法", "做法", "说法"]
            .iter()
            .any(|end| title.ends_with(end))
}

/// Without an organ only the title tells: 某法, 某省某条例, 最高人民法院关于….
fn by_title(title: &str) -> Option<&'static str> {
    let bare = without_brackets(title);
    if bare.ends_with("宪法") || bare.contains("宪法修正案") {
        return Some("宪法");
    }
    if bare.starts_with("最高人民") {
        return Some("司法解释");
    }
    let local = bare
        .char_indices()
        .take(8)
        .any(|(at, character)| at > 3 && ['省', '市', '县', '州', '盟'].contains(&character));
    let local = (local || named_first(bare)) && !bare.starts_with("中华人民共和国");
    let autonomous = bare.contains("自治区") || bare.contains("自治州") || bare.contains("自治县");
    if bare.ends_with("条例") && !bare.starts_with("中国共产党") {
        return Some(if local || autonomous {
            "地方性法规"
        } else {
            "行政法规"
        });
    }
    if is_norm(bare) && (bare.starts_with("人民检察院") || bare.starts_with("人民法院")) {
        return Some("司法解释");
    }
    // 公安机关适用继续盘问规定: what binds all police is the ministry's.
    if is_norm(bare) && bare.starts_with("公安机关") {
        return Some("部门规章");
    }
    // 关于审理某类案件具体应用法律若干问题的解释: courts alone make such.
    if bare.ends_with("解释") && bare.contains("应用法律") {
        return Some("司法解释");
    }
    (bare.starts_with("中华人民共和国") && (is_statute(bare) || bare.contains("刑法修正案")))
        .then_some("法律")
}

/// 上海港口条例, 中国(上海)自由贸易试验区条例: a place begins the title. Hong Kong's and Macao's are the
/// state's own.
fn named_first(title: &str) -> bool {
    let title = title.strip_prefix("中国(").unwrap_or(title);
    let first = regions::mentions(title).into_iter().next();
    first.is_some_and(|place| {
        place.span.start == 0 && !place.candidates.iter().all(|one| is_special(&one.region))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_without_an_organ_tell_what_congresses_made() {
        let cases = [
            ("上海市实施《中华人民共和国教师法》办法", true),
            ("上海市人民代表大会常务委员会议事规则", true),
            ("上海市区县和乡镇人民代表大会代表直接选举实施细则", true),
            ("山东省人民代表大会常务委员会组成人员守则", true),
            ("上海市实施《信访条例》办法", false),
            ("上海市住房公积金管理若干规定", false),
            ("实施《反外国制裁法》的规定", false),
        ];
        for (title, expected) in cases {
            assert_eq!(published_by_congress(title), expected, "{title}");
        }
        let cases = [
            ("上海港口条例", Some("地方性法规")),
            ("中国(上海)自由贸易试验区条例", Some("地方性法规")),
            ("南水北调工程供用水管理条例", Some("行政法规")),
            ("香港特别行政区某条例", Some("行政法规")),
            ("中华人民共和国市场主体登记管理条例", Some("行政法规")),
            ("公安机关适用继续盘问规定", Some("部门规章")),
            (
                "关于审理刑事案件具体应用法律若干问题的解释",
                Some("司法解释"),
            ),
        ];
        for (title, rank) in cases {
            assert_eq!(by_title(title), rank, "{title}");
        }
    }

    #[test]
    fn ranks_follow_the_maker() {
        let cases = [
            (
                "某省人民代表大会常务委员会",
                "某省河道条例",
                false,
                Some("地方性法规"),
            ),
            (
                "全国人民代表大会常务委员会",
                "中华人民共和国河道法",
                false,
                Some("法律"),
            ),
            ("国务院", "河道管理条例", true, Some("行政法规")),
            (
                "国务院",
                "国务院关于河道的通知",
                false,
                Some("国务院规范性文件"),
            ),
            ("水利部", "河道管理办法", true, Some("部门规章")),
            (
                "水利部",
                "水利部关于河道的通知",
                false,
                Some("部门规范性文件"),
            ),
            (
                "某省人民政府",
                "某省河道管理办法",
                true,
                Some("地方政府规章"),
            ),
            (
                "某市人民政府",
                "某市人民政府关于河道的意见",
                false,
                Some("地方规范性文件"),
            ),
            (
                "最高人民法院",
                "最高人民法院关于河道的规定",
                false,
                Some("司法解释"),
            ),
            ("中共某省委员会", "中共某省委关于河道的决定", false, None),
        ];
        for (organ, title, by_order, rank) in cases {
            assert_eq!(by_organ(organ, title, by_order), rank, "{organ} {title}");
        }
        assert_eq!(by_title("某某省河道条例"), Some("地方性法规"));
        assert_eq!(by_title("河道管理条例"), Some("行政法规"));
    }
}
