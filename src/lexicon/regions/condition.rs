//! When a name found in a text is a place: the conditions of the table, and what its neighbours show.
//!
//! In: the text, a name's span, its condition. Out: whether it is taken. Not its job: which place it is.

use crate::model::Span;

/// When a name found in a text is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
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
    pub(super) fn parse(name: &str) -> Self {
        match name {
            "free" => Self::Free,
            "edge" => Self::Edge,
            "after" => Self::After,
            "context" => Self::Context,
            _ => Self::Trap,
        }
    }
}

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

/// Whether a name found at a span is taken; `follows`: directly after another division.
pub(super) fn accepted(
    folded: &str,
    span: Span,
    (condition, full): (Condition, bool),
    follows: bool,
) -> bool {
    let rest = &folded[span.end..];
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let taken = match condition {
        Condition::Trap => false,
        Condition::Free => true,
        Condition::Edge => follows || at_edge(&folded[..span.start]),
        Condition::After => follows,
        Condition::Context => begins(&PROVING),
    };
    if !taken {
        return false;
    }
    let name = &folded[span.range()];
    if !full {
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
