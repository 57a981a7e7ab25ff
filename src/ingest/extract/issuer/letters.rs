//! What a number's letters tell of the issuer: its name, and the place that a short name leaves out.
//!
//! In: the context with its number. Out: names. Letters that several places share choose nothing.

use super::{Issuers, names, starts_short};
use crate::analysis::char_filter;
use crate::ingest::extract::Context;
use crate::lexicon::doc_number_codes::{self, IssuerHint};
use crate::model::{Extracted, Region};

/// Completes a short in-province name by the number's 代字; none where nothing tells.
pub(super) fn expanded(context: &Context, name: &str) -> Option<String> {
    if !starts_short(name) {
        return Some(name.to_owned());
    }
    let (party, bare) = match name.strip_prefix("中共") {
        Some(bare) => ("中共", bare),
        None => ("", name),
    };
    let letters = context.number?.value.key.split('|').next()?;
    let code = doc_number_codes::code_region(letters)?;
    let (level, rest) = if let Some(rest) = bare.strip_prefix("自治区") {
        ("自治区", rest)
    } else {
        let first = bare.chars().next()?.len_utf8();
        bare.split_at(first)
    };
    // 宁政 may be any of four cities, but 温政 with 市 is no 县's: only one place of that level.
    let own = code
        .region
        .iter()
        .filter(|_| !code.ambiguous || level == "省" || level == "自治区");
    let mut places: Vec<&str> = if matches!(level, "省" | "自治区") {
        own.map(|region| region.province.as_str()).collect()
    } else {
        own.chain(code.rivals).map(smallest).collect()
    };
    places.retain(|place| place.ends_with(level) && (level != "区" || !place.ends_with("自治区")));
    places.dedup();
    let [place] = places.as_slice() else {
        return None;
    };
    Some(format!("{party}{place}{rest}"))
}

/// The name of the smallest division of a region.
fn smallest(region: &Region) -> &str {
    let below = region.county.as_ref().or(region.city.as_ref());
    below.unwrap_or(&region.province)
}

/// 国发 → 国务院, 鄂政办发 → 湖北省人民政府办公厅: numbers of the State Council and provinces.
pub(super) fn by_number(context: &Context) -> Issuers {
    let Some(number) = context.number.filter(|number| !number.value.partial) else {
        return Vec::new();
    };
    let code = number.value.key.split('|').next().unwrap_or_default();
    let ordered = ordering_organ(context, &number.value.text);
    if !ordered.is_empty() {
        return ordered
            .into_iter()
            .map(|name| Extracted::new(name, "extract/issuer/number", number.span, 0.9))
            .collect();
    }
    let name = match code {
        "国发" | "国函" => "国务院".to_owned(),
        "国办发" | "国办函" => "国务院办公厅".to_owned(),
        "中发" => "中国共产党中央委员会".to_owned(),
        _ => {
            let Some(name) = government_of(code) else {
                return Vec::new();
            };
            name
        }
    };
    vec![Extracted::new(
        name,
        "extract/issuer/number",
        number.span,
        0.7,
    )]
}

/// 副省级城市: their governments have a 办公厅.
const SUB_PROVINCIAL: [&str; 15] = [
    "广州市",
    "武汉市",
    "哈尔滨市",
    "沈阳市",
    "成都市",
    "南京市",
    "西安市",
    "长春市",
    "济南市",
    "杭州市",
    "大连市",
    "青岛市",
    "深圳市",
    "厦门市",
    "宁波市",
];

/// The organ in front of an order's serial: `某市人民政府令第82号`, `某市人民政府二00三年第4号令`.
fn ordering_organ(context: &Context, number: &str) -> Vec<String> {
    let folded = char_filter::fold(number).text;
    let Some(end) = folded.find(|character: char| {
        character.is_ascii_digit() || ['令', '第', '〔', '二', '一'].contains(&character)
    }) else {
        return Vec::new();
    };
    let organ = folded[..end].trim_end_matches("公告");
    if organ.chars().count() < 4 {
        return Vec::new();
    }
    names(context, organ)
}

/// The government or its office that letters name, of a province or city that alone uses them.
fn government_of(letters: &str) -> Option<String> {
    let code = doc_number_codes::code_region(letters)?;
    let region = code
        .region
        .filter(|region| !code.ambiguous && region.county.is_none())?;
    let provincial = region.city.is_none();
    let place = region.city.unwrap_or(region.province);
    match code.issuer {
        IssuerHint::Government => Some(format!("{place}人民政府")),
        IssuerHint::GovernmentOffice if provincial => Some(format!("{place}人民政府办公厅")),
        // Cities above the ordinary have a 办公厅 (GB/T 9704 leaves it open), the others a 办公室.
        IssuerHint::GovernmentOffice if !SUB_PROVINCIAL.contains(&place.as_str()) => {
            Some(format!("{place}人民政府办公室"))
        }
        _ => None,
    }
}
