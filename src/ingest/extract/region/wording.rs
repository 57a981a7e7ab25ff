//! What the wording of titles and names says about places: visits, the state's own texts, names that
//! leave their place unsaid. In: folded text. Out: yes or no. Not its job: finding places.

use crate::model::Region;

/// `关于赴某市学习考察的报告`.
pub(in crate::ingest::extract) fn is_visit(title: &str) -> bool {
    title.split_once('赴').is_some_and(|(_, visit)| {
        ["考察", "学习", "参观", "调研", "招商"]
            .iter()
            .any(|purpose| visit.contains(purpose))
    })
}

/// `关于学习某市经验的通知`, `关于对口支援某州的意见`: the place that the title names is another's.
pub(in crate::ingest::extract) fn learns_from_another(title: &str) -> bool {
    is_visit(title)
        || ["借鉴", "经验", "考察", "对口", "帮扶", "支援", "协作"]
            .iter()
            .any(|word| title.contains(word))
}

/// How a central text's title begins.
pub(super) const CENTRAL_BEGINNINGS: [&str; 10] = [
    "中华人民共和国",
    "国务院",
    "全国人民代表大会",
    "全国人大",
    "最高人民法院",
    "最高人民检察院",
    "中共中央",
    "中央军委",
    "国家",
    "全国",
];

/// Whether an organ's name is a local one that leaves its place unsaid: `省人民政府办公厅`, `市科技局`.
pub(super) fn is_short_local_organ(name: &str) -> bool {
    [
        "省",
        "市",
        "县",
        "区",
        "州",
        "自治区",
        "自治州",
        "自治县",
        "盟",
        "旗",
    ]
    .iter()
    .any(|level| name.starts_with(level))
}

/// Hong Kong, Macao, Taiwan: named in central texts about them.
pub(in crate::ingest::extract) fn is_special(region: &Region) -> bool {
    ["香港特别行政区", "澳门特别行政区", "台湾省"].contains(&region.province.as_str())
}
