//! Document → [`Record`]: the only place that fills schema fields.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::char_filter;
use crate::model::confidence::percent;
use crate::model::{Document, Extracted, Metadata, Paragraph, Region};
use crate::schema::names;

/// A document as an engine stores it. Field names are those of `index_schema/fields.toml`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Document id.
    pub doc_id: u64,
    /// What updates delete by.
    pub file_key: u64,
    /// Equal texts, equal ids.
    pub content_id: u64,
    /// Archive folder's name.
    pub root: String,
    /// Path below it, `!/member` appended where there is one.
    pub path: String,
    /// 1, 2 … within the file.
    pub part: u64,
    /// For the fields `body` and `body_char`.
    pub folded: String,
    /// For `title_char`.
    pub title: String,
    /// Keyword fields: name and value, in order; a multi-valued field several times.
    pub keywords: Vec<(&'static str, String)>,
    /// Names of the keyword fields without a value.
    pub missing: Vec<&'static str>,
    /// `date_from` and `date_to`, `yyyymmdd`.
    pub dates: Option<(i64, i64)>,
    /// What relevance is multiplied by, in thousandths.
    pub weight: u64,
    /// Stored display text.
    pub display: String,
    /// Stored paragraph numbers.
    pub paragraphs: Vec<u8>,
    /// Stored metadata.
    pub metadata: String,
}

/// The keyword fields whose absence is recorded in `missing`.
const MAY_MISS: [&str; 11] = [
    names::ISSUER,
    names::ZONE,
    names::REGION,
    names::PROVINCE,
    names::CITY,
    names::COUNTY,
    names::TYPE,
    names::KIND,
    names::LEVEL,
    names::LEGAL_RANK,
    names::STATUS,
];

impl Record {
    /// Fills a record from a document.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let metadata = &document.metadata;
        let mut keywords = keywords(metadata);
        let has = |name: &str| keywords.iter().any(|(field, _)| *field == name);
        let mut missing: Vec<&'static str> =
            MAY_MISS.into_iter().filter(|name| !has(name)).collect();
        for (name, absent) in [
            (names::SOURCE, metadata.source.is_none()),
            (names::NUMBER, metadata.number.is_none()),
            (DATE, metadata.date.is_none()),
        ] {
            if absent {
                missing.push(name);
            }
        }
        let title = metadata
            .title
            .as_ref()
            .map_or("", |title| title.value.as_str());
        let sure = confidences(metadata).into_iter();
        keywords.extend(sure.map(|term| (names::CONFIDENCE, term)));
        Self {
            doc_id: document.id,
            file_key: document.path.key,
            content_id: document.content_id,
            root: document.path.root.as_ref().to_owned(),
            path: match document.member.as_str() {
                "" => document.path.relative,
                member => format!("{}!/{member}", document.path.relative),
            },
            part: document.part.into(),
            title: char_filter::fold(title).text,
            folded: document.folded,
            missing,
            dates: metadata
                .date
                .as_ref()
                .map(|date| (date.value.first_day(), date.value.last_day())),
            weight: weight(metadata),
            display: document.display,
            paragraphs: encode_paragraphs(&document.paragraphs),
            metadata: serde_json::to_string(metadata).expect("metadata has string keys only"),
            keywords,
        }
    }
}

/// The name under which an absent date is recorded in `missing`.
pub const DATE: &str = "date";

fn keywords(metadata: &Metadata) -> Vec<(&'static str, String)> {
    let mut keywords = Vec::new();
    let mut add = |field, value: &str| keywords.push((field, value.to_owned()));
    for issuer in &metadata.issuers {
        add(names::ISSUER, &issuer.value);
    }
    for zone in &metadata.zones {
        add(names::ZONE, &zone.value);
    }
    let mut paths: Vec<String> = Vec::new();
    for region in &metadata.regions {
        let path = region.value.path();
        let ancestors = path
            .match_indices('/')
            .map(|(at, _)| &path[..at])
            .chain([path.as_str()]);
        paths.extend(ancestors.map(str::to_owned));
    }
    paths.sort_unstable();
    paths.dedup();
    for path in &paths {
        add(names::REGION, path);
    }
    if let Some(region) = metadata.region() {
        add(names::PROVINCE, &region.province);
        if let Some(city) = &region.city {
            add(names::CITY, city);
        }
        if let Some(county) = &region.county {
            add(names::COUNTY, county);
        }
    }
    for (field, value) in single(metadata) {
        if let Some(value) = value {
            add(field, &value.value);
        }
    }
    for flag in &metadata.quality {
        add(names::QUALITY, flag);
    }
    if let Some(number) = metadata
        .number
        .as_ref()
        .filter(|number| !number.value.partial)
    {
        add(names::NUMBER, &number.value.key);
    }
    keywords
}

/// Returns the term of the `confidence` field that says how sure a value is. Terms of one field are
/// in the order of confidence: `field|090` is where those of 0.9 begin.
#[must_use]
pub fn confidence_term(field: &str, percent: u8, value: &str) -> String {
    format!("{field}|{percent:03}|{value}")
}

/// How sure each keyword, and the date, is; the best for a value found twice.
fn confidences(metadata: &Metadata) -> Vec<String> {
    let mut sure: BTreeMap<(&'static str, String), u8> = BTreeMap::new();
    let mut add = |field, value: &str, percent: u8| {
        let best = sure.entry((field, value.to_owned())).or_default();
        *best = percent.max(*best);
    };
    let lists = [
        (names::ISSUER, &metadata.issuers),
        (names::ZONE, &metadata.zones),
    ];
    for (field, values) in lists {
        for value in values {
            add(field, &value.value, percent(value.confidence));
        }
    }
    for region in &metadata.regions {
        let path = region.value.path();
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            add(names::REGION, &path[..end], metadata.region_percent(region));
        }
    }
    if let Some(lead) = metadata.regions.first() {
        let Region {
            province,
            city,
            county,
        } = &lead.value;
        let below = [(names::CITY, city), (names::COUNTY, county)];
        add(names::PROVINCE, province, percent(lead.confidence));
        for (field, name) in below {
            if let Some(name) = name {
                add(field, name, percent(lead.confidence));
            }
        }
    }
    for (field, value) in single(metadata) {
        if let Some(value) = value {
            add(field, &value.value, percent(value.confidence));
        }
    }
    for flag in &metadata.quality {
        add(names::QUALITY, flag, percent(1.0));
    }
    // The key of a damaged number is empty: it is there, and cannot be asked for.
    if let Some(number) = &metadata.number {
        add(names::NUMBER, &number.value.key, percent(number.confidence));
    }
    if let Some(date) = &metadata.date {
        add(DATE, "", percent(date.confidence));
    }
    sure.into_iter()
        .map(|((field, value), percent)| confidence_term(field, percent, &value))
        .collect()
}

/// The keyword fields that have at most one value.
fn single(metadata: &Metadata) -> [(&'static str, &Option<Extracted<String>>); 6] {
    [
        (names::TYPE, &metadata.doc_type),
        (names::KIND, &metadata.kind),
        (names::LEVEL, &metadata.level),
        (names::LEGAL_RANK, &metadata.legal_rank),
        (names::STATUS, &metadata.status),
        (names::SOURCE, &metadata.source),
    ]
}

/// The full weight of a document, in thousandths.
pub const FULL_WEIGHT: u64 = 1000;

/// What the relevance of weak documents is worth, in thousandths (judgement; the lowest counts).
/// A stub holds little but the words searched for, and would rank first: a short text's score is
/// up to some 400 times that of a long one (BM25 with its defaults, title included).
const WEIGHTS: [(&str, u64); 10] = [
    ("stub", 1),
    ("novel", 20),
    ("template", 100),
    ("ai", 200),
    ("rewritten", 300),
    ("preview", 50),
    ("translated", 500),
    ("censored", 500),
    ("article", 500),
    ("ocr", 800),
];

/// Weighs a document by its kind and its quality flags.
fn weight(metadata: &Metadata) -> u64 {
    let kind = metadata.kind.iter().map(|kind| kind.value.as_str());
    let flags = metadata.quality.iter().map(String::as_str);
    let weigh = |name: &str| WEIGHTS.iter().find(|(weak, _)| *weak == name);
    kind.chain(flags)
        .filter_map(weigh)
        .map(|(_, weight)| *weight)
        .min()
        .unwrap_or(FULL_WEIGHT)
}

/// Packs paragraph numbers as LEB128 differences: most are one byte.
fn encode_paragraphs(paragraphs: &[Paragraph]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(paragraphs.len());
    let mut previous = 0i64;
    for paragraph in paragraphs {
        let number = i64::from(paragraph.number);
        let difference = number - previous;
        previous = number;
        // Zigzag: the title may have moved to the front, so differences can be negative.
        let mut rest = ((difference << 1) ^ (difference >> 63)).cast_unsigned();
        while rest >= 0x80 {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push((rest & 0x7f) as u8);
    }
    bytes
}

/// Reads what [`Record::paragraphs`] packs; lengths come from the lines of `display`.
#[must_use]
pub fn decode_paragraphs(bytes: &[u8], display: &str) -> Vec<Paragraph> {
    let mut numbers = Vec::new();
    let (mut value, mut shift, mut previous) = (0u64, 0u32, 0i64);
    for byte in bytes {
        value |= u64::from(byte & 0x7f) << shift.min(63);
        shift += 7;
        if byte & 0x80 == 0 {
            previous += (value >> 1).cast_signed() ^ -((value & 1).cast_signed());
            numbers.push(u32::try_from(previous).unwrap_or(0));
            (value, shift) = (0, 0);
        }
    }
    display
        .lines()
        .enumerate()
        .map(|(index, line)| Paragraph {
            number: numbers.get(index).copied().unwrap_or(0),
            len: u32::try_from(line.len()).unwrap_or(u32::MAX),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worst_flag_weighs() {
        let mut metadata = Metadata::default();
        assert_eq!(weight(&metadata), FULL_WEIGHT);
        metadata.quality = vec!["annotations".to_owned()];
        assert_eq!(weight(&metadata), FULL_WEIGHT);
        metadata.quality = ["rewritten", "ai"].map(str::to_owned).to_vec();
        assert_eq!(weight(&metadata), 200);
        metadata.kind = Some(Extracted::new("stub".to_owned(), "test", None, 1.0));
        assert_eq!(weight(&metadata), 1);
    }

    #[test]
    fn every_value_says_how_sure_it_is() {
        let region = |path: [&str; 2], confidence| {
            let region = Region {
                province: path[0].to_owned(),
                city: Some(path[1].to_owned()),
                county: None,
            };
            Extracted::new(region, "test", None, confidence)
        };
        let metadata = Metadata {
            regions: vec![
                region(["湖北省", "十堰市"], 0.5),
                region(["江苏省", "南京市"], 0.9),
            ],
            issuers: vec![Extracted::new("甲局".to_owned(), "test", None, 0.85)],
            ..Metadata::default()
        };
        let expected = [
            "city|050|十堰市",
            "issuer|085|甲局",
            "province|050|湖北省",
            "region|050|江苏省",
            "region|050|江苏省/南京市",
            "region|050|湖北省",
            "region|050|湖北省/十堰市",
        ];
        assert_eq!(confidences(&metadata), expected);
    }

    proptest! {
        #[test]
        fn paragraph_numbers_come_back(numbers in proptest::collection::vec(0u32..1_000_000, 0..50)) {
            let paragraphs: Vec<Paragraph> = numbers.iter().map(|&number| Paragraph { number, len: 1 }).collect();
            let display = vec!["x"; numbers.len()].join("\n");
            prop_assert_eq!(decode_paragraphs(&encode_paragraphs(&paragraphs), &display), paragraphs);
        }
    }
}
