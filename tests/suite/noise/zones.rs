//! Special zones that the generated documents are about: national ones by their official names,
//! provincial ones made from a county's name.
//!
//! Public facts (国家级经济技术开发区, 国家高新技术产业开发区: Ministry of Commerce, Ministry of Science
//! and Technology, as of 2024).

use super::Half;
use super::grammar::Setting;
use super::random::Random;

/// A zone as a document may write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zone {
    /// Its official name.
    pub(crate) full: String,
    /// The usual short form, which alone identifies a national zone.
    pub(crate) short: String,
    /// The short form is enough: every list has the zone.
    pub(crate) national: bool,
}

/// Cities with a national zone of the two common classes: 高 and 经 stand for what follows the
/// city's name.
const NATIONAL: [(&str, &str); 38] = [
    ("十堰市", "经"),
    ("荆州市", "高经"),
    ("荆门市", "高"),
    ("宜昌市", "高"),
    ("襄阳市", "高经"),
    ("潍坊市", "高"),
    ("济宁市", "高"),
    ("临沂市", "高经"),
    ("南京市", "高经"),
    ("徐州市", "高经"),
    ("嘉兴市", "高经"),
    ("丽水市", "经"),
    ("三明市", "高"),
    ("福州市", "高经"),
    ("赣州市", "高经"),
    ("吉安市", "高"),
    ("南阳市", "高"),
    ("郑州市", "高经"),
    ("衡阳市", "高"),
    ("湘潭市", "高经"),
    ("汕头市", "高"),
    ("桂林市", "高"),
    ("绵阳市", "高经"),
    ("广安市", "经"),
    ("遵义市", "高经"),
    ("昆明市", "高经"),
    ("咸阳市", "高"),
    ("天水市", "经"),
    ("银川市", "高经"),
    ("唐山市", "高"),
    ("大连市", "经"),
    ("松原市", "经"),
    ("齐齐哈尔市", "高"),
    // Not among the generated places: examples that other documents name.
    ("武汉市", "经"),
    ("西安市", "高经"),
    ("成都市", "高经"),
    ("长沙市", "高经"),
    ("合肥市", "高经"),
];

/// Zones that documents name as examples or recipients.
const EXAMPLES: [&str; 6] = [
    "武汉经济技术开发区",
    "西安高新技术产业开发区",
    "成都高新技术产业开发区",
    "长沙经济技术开发区",
    "合肥高新技术产业开发区",
    "西安经济技术开发区",
];

/// Returns a zone within the issuer's place.
pub(crate) fn own(setting: &Setting, random: &mut Random) -> Zone {
    let place = setting.issuer.place;
    let classes = NATIONAL
        .iter()
        .find(|(city, _)| *city == place.city)
        .map_or("", |(_, classes)| classes);
    let classes: Vec<char> = classes.chars().collect();
    if !classes.is_empty() && setting.issuer.level < 2 && random.percent(55) {
        let stem = place.city.trim_end_matches('市');
        return if *random.pick(&classes) == '高' {
            zone(stem, ("高新技术产业开发区", "高新区"), true)
        } else {
            zone(stem, ("经济技术开发区", "经开区"), true)
        };
    }
    let (drawn, _) = *random.pick(place.counties);
    let county = setting.issuer.county.unwrap_or(drawn);
    let stem = county.trim_end_matches(['县', '市', '区']);
    let stem = if stem.chars().count() < 2 || stem.ends_with("自治") {
        county
    } else {
        stem
    };
    let suffixes = match setting.half {
        Half::Development => [
            ("经济开发区", "经开区"),
            ("工业园区", "工业园"),
            ("高新技术产业园区", "高新区"),
        ],
        Half::HeldOut => [
            ("工业集中区", "集中区"),
            ("经济开发区", "开发区"),
            ("农业科技园区", "农科园"),
        ],
    };
    zone(stem, *random.pick(&suffixes), false)
}

fn zone(stem: &str, (full, short): (&str, &str), national: bool) -> Zone {
    Zone {
        full: format!("{stem}{full}"),
        short: format!("{stem}{short}"),
        national,
    }
}

/// Returns a zone elsewhere.
pub(crate) fn example(half: Half, random: &mut Random) -> &'static str {
    random.pick_half::<&'static str>(half, &EXAMPLES)
}

/// A 一区N园 form: as written, its class, its number.
pub(crate) type Form = (&'static str, &'static str, Option<u32>);

/// Forms of one zone run as several parks.
const FORMS: [Form; 14] = [
    ("一区多园", "一区多园", None),
    ("一区四园", "一区多园", Some(4)),
    ("一区七园", "一区多园", Some(7)),
    ("一区三园", "一区多园", Some(3)),
    ("一区十二园", "一区多园", Some(12)),
    ("一区十园", "一区多园", Some(10)),
    ("一区6园", "一区多园", Some(6)),
    ("一区12园", "一区多园", Some(12)),
    ("一区两园", "一区多园", Some(2)),
    ("一区N园", "一区多园", None),
    ("一区多片", "一区多片", None),
    ("一园多区", "一园多区", None),
    ("一园三区", "一园多区", Some(3)),
    ("一区五片", "一区多片", Some(5)),
];

/// Draws a form.
pub(crate) fn form(half: Half, random: &mut Random) -> Form {
    *random.pick_half(half, &FORMS)
}

/// Returns the forms that a paragraph of the phrase grammar holds.
pub(crate) fn forms_in(text: &str) -> impl Iterator<Item = Form> + '_ {
    FORMS.into_iter().filter(|(form, ..)| text.contains(form))
}
