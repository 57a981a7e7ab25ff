//! Document → [`Profile`]: all that is asked of a document when it is compared with others.
//!
//! In: a document with its metadata. Out: a sketch of its text and what identifies it. Not its job: comparing
//! (`judge`).

use super::samples::Place;
use crate::analysis::similarity::Sketch;
use crate::lexicon::regions;
use crate::model::{DateRole, Document, Extracted, Metadata};

/// What is less sure (`Extracted::confidence`) is no evidence for or against a repost.
const SURE: f32 = 0.7;
/// Quality flags of a text that is not whole or not as it was: it does not stand for the others.
const WEAK: [&str; 9] = [
    "stub",
    "preview",
    "partial",
    "rewritten",
    "ai",
    "translated",
    "censored",
    "mojibake",
    "masked",
];
/// Where a text says when it was amended: its beginning, in characters.
const HISTORY_CHARS: usize = 600;

/// What is known of a document for comparing it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::indexer) struct Profile {
    /// Document id.
    pub(in crate::indexer) id: u64,
    /// The file it is in.
    pub(in crate::indexer) file: u64,
    /// Bands of its text and of its beginning, and some of its shingles.
    pub(super) samples: Place,
    /// Number of its shingles.
    pub(super) length: u32,
    /// Hash of all that counts of its text.
    pub(super) exact: u64,
    /// Letters and digits of its folded title.
    pub(super) title: Box<str>,
    /// Divisions its title names, sorted, each once: hashes of their names.
    pub(super) places: Box<[u32]>,
    /// Key of its own document number; empty where it has none that is sure.
    pub(super) number: Box<str>,
    /// First and last day its date may mean (`yyyymmdd`), where it is the document's own.
    pub(super) dates: Option<(u32, u32)>,
    /// First day of any date it has, a page's included; 0 where it has none.
    pub(super) first_day: u32,
    /// The year of its last amendment; 0 where its beginning tells of none.
    pub(super) amended: u32,
    /// Hashes of its issuers.
    pub(super) issuers: Box<[u32]>,
    /// Path of its lead region; empty where it has none that is sure.
    pub(super) region: Box<str>,
    /// It has a number, and nothing says that another published it.
    pub(super) is_issuers_own: bool,
    /// Notes on the quality of its text.
    pub(super) flags: u32,
    /// A note says that it is not whole, or not as it was.
    pub(super) is_weak: bool,
}

impl Profile {
    /// Takes down what matters of a document.
    pub(in crate::indexer) fn new(document: &Document) -> Self {
        let metadata = &document.metadata;
        let title = metadata.title.as_ref();
        let title = title.map(|title| crate::analysis::char_filter::fold(&title.value).text);
        let title = title.unwrap_or_default();
        let date = metadata.date.as_ref();
        let sketch = Sketch::new(&document.folded);
        let is_weak = |flag: &String| WEAK.contains(&flag.as_str());
        Self {
            id: document.id,
            file: document.path.key,
            samples: Place::held(&sketch),
            length: sketch.length,
            exact: sketch.exact,
            places: places(&title),
            title: title
                .chars()
                .filter(|character| character.is_alphanumeric())
                .collect::<String>()
                .into(),
            number: number(metadata),
            dates: own_date(metadata),
            first_day: date.map_or(0, |date| day(date.value.first_day())),
            amended: amended(&document.folded),
            issuers: issuers(metadata),
            region: region(metadata),
            is_issuers_own: is_issuers_own(metadata),
            flags: u32::try_from(metadata.quality.len()).unwrap_or(u32::MAX),
            is_weak: metadata.quality.iter().any(is_weak),
        }
    }
}

fn is_sure<T>(value: &Extracted<T>) -> bool {
    value.confidence >= SURE
}

fn day(day: i64) -> u32 {
    u32::try_from(day).unwrap_or_default()
}

/// Hashes a name; two of an archive's names share a hash once in some thousand archives.
fn name(name: &str) -> u32 {
    (xxhash_rust::xxh3::xxh3_64(name.as_bytes()) >> 32) as u32
}

fn sorted(mut names: Vec<u32>) -> Box<[u32]> {
    names.sort_unstable();
    names.dedup();
    names.into()
}

/// The divisions a title names, all that a name may mean.
fn places(title: &str) -> Box<[u32]> {
    let mentions = regions::mentions(title);
    let divisions = mentions.iter().flat_map(|mention| &mention.candidates);
    sorted(
        divisions
            .map(|division| name(&division.region.path()))
            .collect(),
    )
}

fn number(metadata: &Metadata) -> Box<str> {
    let number = metadata.number.as_ref().filter(|number| is_sure(number));
    let whole = number.filter(|number| !number.value.partial);
    whole
        .map(|number| number.value.key.as_str().into())
        .unwrap_or_default()
}

/// A date that reposters do not make: not a page's.
fn own_date(metadata: &Metadata) -> Option<(u32, u32)> {
    let date = metadata.date.as_ref().filter(|date| is_sure(date))?;
    let role = metadata.date_role?;
    let is_own = matches!(
        role,
        DateRole::Issued | DateRole::Adopted | DateRole::Signed
    );
    is_own.then(|| (day(date.value.first_day()), day(date.value.last_day())))
}

fn issuers(metadata: &Metadata) -> Box<[u32]> {
    let sure = metadata.issuers.iter().filter(|issuer| is_sure(issuer));
    sorted(sure.map(|issuer| name(&issuer.value)).collect())
}

fn region(metadata: &Metadata) -> Box<str> {
    let lead = metadata.regions.first().filter(|region| is_sure(region));
    lead.map(|region| region.value.path().into())
        .unwrap_or_default()
}

/// Whether an address may be one of the public sector's: `gov.cn`, `edu.cn`, `mil.cn`, `.政务`, or one
/// that names no domain.
fn is_official(url: &str) -> bool {
    let host = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    if url.starts_with("file:")
        || host
            .chars()
            .all(|sign| sign.is_ascii_digit() || sign == '.')
    {
        return true;
    }
    let domains = ["gov.cn", "edu.cn", "mil.cn", "政务", "xn--zfr164b"];
    let is_of = |domain: &&str| {
        let rest = host.strip_suffix(*domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    domains.iter().any(is_of)
}

/// A number, an issuer, an address that is none or official, and a source that is none or the
/// issuer's own: it bears the same name (`竹山县人民政府`, `竹山县人民政府网`) or that of its place.
fn is_issuers_own(metadata: &Metadata) -> bool {
    let Some(lead) = metadata.issuers.first() else {
        return false;
    };
    let place = metadata.region().map(crate::model::Region::lowest);
    let is_own = |source: &str| {
        source.contains(&lead.value) || place.is_some_and(|place| source.contains(place))
    };
    let source = metadata.source.as_ref();
    let is_official = metadata.url.as_deref().is_none_or(is_official);
    metadata.number.is_some() && is_official && source.is_none_or(|source| is_own(&source.value))
}

/// The last year before a `修正` or `修订` in the beginning of a text: `根据2022年9月28日…修正`.
fn amended(folded: &str) -> u32 {
    let end = folded.char_indices().nth(HISTORY_CHARS);
    let head = &folded[..end.map_or(folded.len(), |(at, _)| at)];
    let words = ["修正", "修订"].map(|word| head.rfind(word));
    let Some(end) = words.into_iter().flatten().max() else {
        return 0;
    };
    // The line that tells of it, up to there.
    let line = head[..end].rfind('\n').map_or(0, |at| at + 1);
    let years = head[line..end].match_indices('年').filter_map(|(at, _)| {
        let before = &head.as_bytes()[line..line + at];
        let digits = before.get(before.len().checked_sub(4)?..)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    });
    years
        .filter(|year| (1949..2100).contains(year))
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newspapers_are_not_the_issuers_own() {
        let cases = [
            ("http://www.zhushan.gov.cn/a/1.html", true),
            ("https://gov.cn", true),
            ("http://WWW.Zhushan.GOV.CN:8080/?a=b.com", true),
            ("http://jwc.example.edu.cn/1", true),
            ("http://paper.example.com/www.gov.cn/1.html", false),
            ("http://notgov.cn/1", false),
            ("//www.zhushan.gov.cn/1", true),
            ("file:///home/a/1.html", true),
            ("http://10.1.2.3:80/1.html", true),
            ("http://云岭县人民政府.政务/", true),
            ("", true),
            ("http://gov.cn.example.com", false),
        ];
        for (url, expected) in cases {
            assert_eq!(is_official(url), expected, "{url}");
        }
    }

    #[test]
    fn amendments_are_told_by_the_beginning() {
        let cases = [
            (
                "岭市养犬条例\n(2010年3月1日通过 根据2022年9月28日决定修正)\n第一条",
                2022,
            ),
            (
                "岭市养犬条例\n(2010年3月1日通过)\n第一条为了修订2018年的规定",
                0,
            ),
            ("岭市养犬条例(2019修订)\n第一条", 0),
            (
                "岭市养犬条例\n2016年1月1日公布\n根据2018年2月3日令第一次修订 2021年5月6日第二次修订",
                2021,
            ),
            ("", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(amended(text), expected, "{text}");
        }
    }
}
