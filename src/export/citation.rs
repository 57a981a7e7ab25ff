//! What a citation says of a document, for the formats of reference managers.
//!
//! In: a stored document. Out: plain values. RIS and CSL-JSON only spell them.

use crate::model::Date;
use crate::model::document::{Metadata, format_id};
use crate::model::hit::StoredDocument;

/// The language tag of the texts (BCP 47): documents of the mainland.
pub(super) const LANGUAGE: &str = "zh-CN";

/// What a reference manager would call the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Genre {
    /// A law or regulation of a legislature or of the State Council.
    Legislation,
    /// What another organ issued.
    Government,
    /// News.
    News,
    /// Another text.
    Article,
}

/// The legal ranks whose texts are legislation (《立法法》 2023, chapters 2 to 4; rules, 规章, are
/// issued by departments and governments, and cited as their documents).
const LEGISLATION: [&str; 4] = ["宪法", "法律", "行政法规", "地方性法规"];

/// The values of a citation.
pub(super) struct Citation<'a> {
    pub(super) id: String,
    pub(super) genre: Genre,
    pub(super) title: &'a str,
    /// Lead first; names of organs, not of people.
    pub(super) authors: Vec<&'a str>,
    pub(super) number: Option<&'a str>,
    pub(super) date: Option<Date>,
    /// 公文种类.
    pub(super) doc_type: Option<&'a str>,
    pub(super) place: Option<String>,
    pub(super) source: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) path: &'a str,
}

impl<'a> Citation<'a> {
    pub(super) fn of(document: &'a StoredDocument) -> Self {
        let metadata = &document.metadata;
        let value = |value: &'a Option<crate::model::Extracted<String>>| {
            value.as_ref().map(|value| value.value.as_str())
        };
        let authors = metadata.issuers.iter();
        Self {
            id: format_id(document.id),
            genre: genre(metadata),
            title: value(&metadata.title).unwrap_or(&document.path),
            authors: authors.map(|issuer| issuer.value.as_str()).collect(),
            number: metadata
                .number
                .as_ref()
                .map(|number| number.value.text.as_str()),
            date: metadata.date.as_ref().map(|date| date.value),
            doc_type: value(&metadata.doc_type),
            place: metadata
                .region()
                .map(|region| region.path().replace('/', "")),
            source: value(&metadata.source),
            url: metadata.url.as_deref(),
            path: &document.path,
        }
    }
}

fn genre(metadata: &Metadata) -> Genre {
    let rank = metadata.legal_rank.as_ref().map(|rank| rank.value.as_str());
    let kind = metadata.kind.as_ref().map(|kind| kind.value.as_str());
    match kind {
        _ if rank.is_some_and(|rank| LEGISLATION.contains(&rank)) => Genre::Legislation,
        Some("news") => Genre::News,
        Some("policy" | "notice" | "report" | "interpretation") => Genre::Government,
        _ if !metadata.issuers.is_empty() || metadata.number.is_some() => Genre::Government,
        _ => Genre::Article,
    }
}
