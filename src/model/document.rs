//! A document: cleaned text and metadata, every value with its evidence.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::source::{Format, SourcePath};
use super::text::{Mark, Span};

/// The name of a rule, `stage/purpose`, such as `clean/annotation` or `extract/issuer/key_value`.
/// It answers "why was this dropped" and "where does this value come from".
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// Returns the rule of this name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A metadata value and the evidence for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extracted<T> {
    /// The value.
    pub value: T,
    /// The rule that found it.
    pub rule: RuleId,
    /// Where, in the **source** text; none where the container said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// How sure the rule is, 0 to 1: 1.0 a key-value block or the container's own tag, .9 the
    /// title or signature, .7 the document number, .5 body text.
    pub confidence: f32,
}

impl<T> Extracted<T> {
    /// Returns a value with its evidence.
    #[must_use]
    pub const fn new(value: T, rule: &'static str, span: Option<Span>, confidence: f32) -> Self {
        Self {
            value,
            rule: RuleId::new(rule),
            span,
            confidence,
        }
    }

    /// Returns the same evidence for another value.
    #[must_use]
    pub fn with<U>(&self, value: U) -> Extracted<U> {
        Extracted {
            value,
            rule: self.rule.clone(),
            span: self.span,
            confidence: self.confidence,
        }
    }
}

/// A calendar date, possibly without day or month (`2020-12`, `2020`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month 1–12, 0 = not known.
    pub month: u8,
    /// Day 1–31, 0 = not known.
    pub day: u8,
}

impl Date {
    /// Returns the date if the calendar has it (years 1900–2100; `0` = not known).
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            0 => 0,
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1900..=2100).contains(&year) && day <= days).then_some(Self { year, month, day })
    }

    /// Reads `2020`, `2020-12` or `2020-12-31` (also with `/`, `.`, or eight digits).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::new(
                text[..4].parse().ok()?,
                text[4..6].parse().ok()?,
                text[6..].parse().ok()?,
            );
        }
        let mut fields = text.split(['-', '/', '.']);
        let year = fields.next()?.parse().ok()?;
        let month = fields.next().map_or(Ok(0), str::parse).ok()?;
        let day = fields.next().map_or(Ok(0), str::parse).ok()?;
        if fields.next().is_some() {
            return None;
        }
        Self::new(year, month, day)
    }

    /// Returns the first day the date may mean, as `yyyymmdd`.
    #[must_use]
    pub fn first_day(self) -> i64 {
        self.number(self.month.max(1), self.day.max(1))
    }

    /// Returns the last day the date may mean, as `yyyymmdd` (months count 31 days: for overlap
    /// tests only).
    #[must_use]
    pub fn last_day(self) -> i64 {
        let month = if self.month == 0 { 12 } else { self.month };
        self.number(month, if self.day == 0 { 31 } else { self.day })
    }

    fn number(self, month: u8, day: u8) -> i64 {
        i64::from(self.year) * 10_000 + i64::from(month) * 100 + i64::from(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if self.month > 0 {
            write!(formatter, "-{:02}", self.month)?;
        }
        if self.month > 0 && self.day > 0 {
            write!(formatter, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("no date: {text}")))
    }
}

/// What a document's date says, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// 成文、印发、公布日期.
    Issued,
    /// 通过、修正、批准日期.
    Adopted,
    /// 发布日期 of the first publisher; of a law the day it was first issued, where nothing tells
    /// whether the text is still that of this day.
    Published,
    /// 签署、落款 without more.
    Signed,
    /// A reposter's or library's page date: last resort.
    Page,
}

impl DateRole {
    /// Returns the name used in exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Adopted => "adopted",
            Self::Published => "published",
            Self::Signed => "signed",
            Self::Page => "page",
        }
    }
}

/// An administrative division by its full official names; lower levels empty where not meant.
/// A municipality (直辖市) has no city.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Region {
    /// 省、自治区、直辖市、特别行政区: `湖北省`.
    pub province: String,
    /// 地级: `十堰市`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// 县级: `竹山县`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
}

impl Region {
    /// Returns the facet path: `湖北省/十堰市/竹山县`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = self.province.clone();
        for name in [&self.city, &self.county].into_iter().flatten() {
            path.push('/');
            path.push_str(name);
        }
        path
    }

    /// Returns the name of the smallest division: `竹山县`.
    #[must_use]
    pub fn lowest(&self) -> &str {
        let below = self.county.as_deref().or(self.city.as_deref());
        below.unwrap_or(&self.province)
    }
}

/// A 一区N园 form found in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePattern {
    /// As written, folded: `一区七园`.
    pub text: String,
    /// Its class: `一区多园`.
    pub class: String,
    /// N, where it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
}

/// A document number (发文字号) taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocNumber {
    /// As printed here: 代字〔year〕serial号, or the order form (`湖北省人民政府令第82号`).
    pub text: String,
    /// As written in the source (display text).
    pub raw: String,
    /// What numbers are compared by: `代字|year|serial`.
    pub key: String,
    /// Part of it is missing in the source (`〔20175号`): never guessed, never used as a key.
    pub partial: bool,
}

/// All that is read of a document besides its text. Empty beats wrong; every value carries its
/// evidence. Names are full official names in simplified script.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Title in simplified script, annotations removed, width kept.
    pub title: Option<Extracted<String>>,
    /// The title as displayed, where it differs from `title`.
    pub title_original: Option<String>,
    /// 发文机关, lead first.
    pub issuers: Vec<Extracted<String>>,
    /// 发文字号, the document's own.
    pub number: Option<Extracted<DocNumber>>,
    /// The document's date by the best role found.
    pub date: Option<Extracted<Date>>,
    /// What `date` is.
    pub date_role: Option<DateRole>,
    /// 施行日期.
    pub effective: Option<Extracted<Date>>,
    /// Place of the issuers, lead first; of the subject where there is no issuer.
    pub regions: Vec<Extracted<Region>>,
    /// What a central text is about.
    pub subject_regions: Vec<Extracted<Region>>,
    /// Named special zones the document is about or issued by.
    pub zones: Vec<Extracted<String>>,
    /// Zones it only mentions, as the text first writes them (the hand labels of real files keep
    /// them so: a mention is not resolved).
    pub zones_mentioned: Vec<String>,
    /// 一区N园 forms.
    pub zone_patterns: Vec<ZonePattern>,
    /// 公文种类 (of the inner document in 印发/转发): 通知, 意见 …
    pub doc_type: Option<Extracted<String>>,
    /// policy, interpretation, news, report, notice, article, stub.
    pub kind: Option<Extracted<String>>,
    /// 国家, 省, 市, 县, 园区: of the lead issuer.
    pub level: Option<Extracted<String>>,
    /// 效力级别: 地方性法规, 行政法规 …
    pub legal_rank: Option<Extracted<String>>,
    /// 时效性: 现行有效, 失效 …
    pub status: Option<Extracted<String>>,
    /// The original medium or the site of first publication.
    pub source: Option<Extracted<String>>,
    /// The page's address.
    pub url: Option<String>,
    /// 文号 of other documents that the text cites, printed form.
    pub cited_numbers: Vec<String>,
    /// Names of the files (附件) that the page links to; they are not read.
    pub attachments: Vec<String>,
    /// Notes on the text's quality: `annotations`, `partial`, `mojibake`, `masked` …
    pub quality: Vec<String>,
}

impl Metadata {
    /// Returns the region of the lead issuer (or subject).
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.regions.first().map(|region| &region.value)
    }
}

/// One paragraph of a document's display text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Counts from 1 over all non-blank lines of the part, dropped ones included; 0 = the title,
    /// taken from the container because the text does not show it.
    pub number: u32,
    /// Length of the display line in bytes, without the line end.
    pub len: u32,
}

/// One policy document, ready to be recorded: cleaned text, metadata, provenance.
#[derive(Debug, Clone)]
pub struct Document {
    /// xxh3-64 of root name, raw path, member and part; 16 hexadecimal digits in outputs.
    pub id: u64,
    /// xxh3-64 of the folded text: equal texts, equal ids.
    pub content_id: u64,
    /// The file.
    pub path: SourcePath,
    /// Member within the file; empty for a plain file.
    pub member: String,
    /// 1, 2 … within the file (or member).
    pub part: u32,
    /// What the file was read as.
    pub format: Format,
    /// Encoding it was decoded from.
    pub encoding: String,
    /// Cleaned text as people read it: one paragraph a line, the title first.
    pub display: String,
    /// What matching runs on: `display` folded.
    pub folded: String,
    /// One entry per line of `display`.
    pub paragraphs: Vec<Paragraph>,
    /// Metadata.
    pub metadata: Metadata,
    /// The part's extent in the source text; for `inspect`, not stored.
    pub extent: Span,
    /// What was dropped and why (source offsets); for `inspect`, not stored.
    pub marks: Vec<Mark>,
}

/// Prints a document id as in outputs.
#[must_use]
pub fn format_id(id: u64) -> String {
    format!("{id:016x}")
}

/// Reads a document id as printed by [`format_id`].
#[must_use]
pub fn parse_id(text: &str) -> Option<u64> {
    (text.len() == 16)
        .then(|| u64::from_str_radix(text, 16).ok())
        .flatten()
}
