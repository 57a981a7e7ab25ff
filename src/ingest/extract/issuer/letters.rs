//! What a number's letters tell of the issuer: its name, and the place that a short name leaves out.
//!
//! In: the context with its number. Out: names. Of the places that share letters (咸政: 咸宁, 咸阳) it is
//! the only one that the head names, else none.

use super::{Issuers, names, starts_short};
use crate::analysis::char_filter;
use crate::ingest::clean::shape;
use crate::ingest::extract::Context;
use crate::ingest::extract::region::learns_from_another;
use crate::lexicon::doc_number_codes::{self, IssuerHint};
use crate::lexicon::regions;
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
        // 自治区人民政府 with 宁政 is none of the cities that write it.
        let rivals = code.rivals.iter().filter(|rival| rival.city.is_none());
        own.chain(rivals).map(Region::lowest).collect()
    } else {
        let named = named_rival(context, code.rivals);
        let rivals = named.map_or(code.rivals, std::slice::from_ref);
        own.chain(rivals).map(Region::lowest).collect()
    };
    places.retain(|place| place.ends_with(level) && (level != "区" || !place.ends_with("自治区")));
    places.dedup();
    let [place] = places.as_slice() else {
        return None;
    };
    Some(format!("{party}{place}{rest}"))
}

/// The only one of the places that title, recipients or lead name.
fn named_rival<'a>(context: &Context, rivals: &'a [Region]) -> Option<&'a Region> {
    /// Bytes of the head that are read: some hundred characters after the title.
    const LEAD_BYTES: usize = 1_500;
    if rivals.is_empty() || learns_from_another(&context.folded_title()) {
        return None;
    }
    let head = &context.text()[context.head().range()];
    let lead = &head[..shape::floor_boundary(head, LEAD_BYTES)];
    let mentions = regions::mentions(lead);
    let mut named = rivals.iter().filter(|rival| {
        mentions
            .iter()
            .any(|mention| match mention.candidates.as_slice() {
                [only] => regions::lies_in(&only.region, rival),
                _ => false,
            })
    });
    let first = named.next()?;
    named.next().is_none().then_some(first)
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
            if is_of_another_province(context, code) {
                return Vec::new();
            }
            let Some(name) = government_of(context, code) else {
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

/// 云阳县…办法 with 云政发 is no text of 云南省: the county's letters look like another province's.
fn is_of_another_province(context: &Context, code: &str) -> bool {
    let code = doc_number_codes::code_region(code);
    let Some(told) = code.and_then(|code| code.region) else {
        return false;
    };
    let title = context.folded_title();
    let named = regions::mentions(&title);
    let first = named
        .first()
        .filter(|first| first.span.start == 0 && first.full);
    first.is_some_and(|first| {
        let mut places = first.candidates.iter();
        places.all(|place| place.region.province != told.province)
    })
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

/// The government or its office that letters name, of a place that alone uses them or is named.
fn government_of(context: &Context, letters: &str) -> Option<String> {
    let code = doc_number_codes::code_region(letters)?;
    let region = if code.ambiguous {
        named_rival(context, code.rivals)?
    } else {
        code.region
            .as_ref()
            .filter(|region| region.county.is_none())?
    };
    let provincial = region.city.is_none() && region.county.is_none();
    let place = region.lowest();
    match code.issuer {
        IssuerHint::Government => Some(format!("{place}人民政府")),
        IssuerHint::GovernmentOffice if provincial => Some(format!("{place}人民政府办公厅")),
        // Cities above the ordinary have a 办公厅 (GB/T 9704 leaves it open), the others a 办公室.
        IssuerHint::GovernmentOffice if !SUB_PROVINCIAL.contains(&place) => {
            Some(format!("{place}人民政府办公室"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::extract::tests::{context_of, part_of};
    use crate::ingest::extract::{Context, issuer, number};

    #[test]
    fn shared_letters_name_an_organ_only_with_its_place() {
        let cases = [
            (
                "关于印发咸宁市河道方案的通知\n咸政办发〔2022〕31号\n各县:照办。",
                "咸宁市人民政府办公室",
            ),
            (
                "关于印发河道方案的通知\n咸政办发〔2022〕31号\n各县:照办。",
                "",
            ),
            (
                "关于印发咸宁市和咸阳市河道方案的通知\n咸政办发〔2022〕31号\n各县:照办。",
                "",
            ),
            (
                "关于印发河道方案的通知\n温政发〔2022〕31号\n各乡镇:在温岭市照办。",
                "温岭市人民政府",
            ),
            (
                "市人民政府关于河道的通知\n宁政发〔2022〕31号\n各区:在南京市照办。",
                "南京市人民政府",
            ),
            (
                "市人民政府关于河道的通知\n宁政发〔2022〕31号\n各区:照办。",
                "",
            ),
            (
                "云阳县河道管理规定\n云政发〔2022〕31号\n第一条 为了保护河道。",
                "",
            ),
            (
                "湘乡市河道管理规定\n湘政发〔2022〕31号\n第一条 为了保护河道。",
                "湖南省人民政府",
            ),
            (
                "自治区人民政府关于河道的通知\n宁政发〔2022〕31号\n各市:照办。",
                "宁夏回族自治区人民政府",
            ),
            (
                "关于推广南京市经验的通知\n宁政发〔2022〕31号\n各县:照办。",
                "",
            ),
            (
                "市人民政府关于河道的通知\n穗府〔2022〕3号\n各区:照办。",
                "广州市人民政府",
            ),
        ];
        for (text, expected) in cases {
            let part = part_of(text, 0);
            let context = context_of(&part);
            let number = number::own(&context);
            let context = Context {
                number: number.as_ref(),
                ..context
            };
            let found = issuer::issuers(&context);
            let found = found.first().map_or("", |issuer| issuer.value.as_str());
            assert_eq!(found, expected, "{text}");
        }
    }
}
