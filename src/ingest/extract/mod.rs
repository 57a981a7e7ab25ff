//! Part → [`Document`]: metadata, one file per field, each value with its evidence.
//!
//! Fields are settled in the order of evidence, each seeing those before it ([`Context`]). Most
//! rules look at the head and the tail of a text; only citations are read from all of it. Not its
//! job: marking noise (`clean`) and finding parts (`split`).

mod assemble;
mod calendar;
mod context;
mod date;
mod doc_type;
mod given;
mod heading;
mod issuer;
mod kind;
pub mod number;
mod quality;
mod rank;
#[cfg(test)]
mod real_rows_tests;
pub mod region;
mod signature;
mod source;
mod status;
#[cfg(test)]
pub(crate) mod tests;
mod title;
pub mod zone;

pub use context::Context;

use crate::analysis::char_filter;
use crate::model::document::DocNumber;
use crate::model::{Document, Extracted, Metadata, Part, SourceText, Span};

/// Bytes of source at a part's start in which running heads and source lines are looked for.
const FURNITURE_BYTES: usize = 4_000;

/// Reads a part's metadata and assembles the document; none where the part has no text.
#[must_use]
pub fn extract(source: &SourceText, part: Part) -> Option<Document> {
    let furniture = furniture(source, &part);
    let context = Context {
        furniture: &furniture,
        ..Context::new(&part, &source.hints)
    };
    let title = given::title(&context).or_else(|| title::title(&context));
    let context = Context {
        title: title.as_ref().map(|title| &title.value),
        title_paragraph: title.as_ref().and_then(|title| title.paragraph),
        ..context
    };
    let mut metadata = metadata(&context, source);
    metadata.title = title.as_ref().map(|title| title.value.clone());
    metadata.title_original = title
        .as_ref()
        .filter(|title| title.displayed != title.value.value)
        .map(|title| title.displayed.clone());
    metadata.url.clone_from(&source.hints.url);
    // A page's links belong to its first document.
    if part.number == 1 {
        let attachments = source.hints.attachments.iter();
        metadata.attachments = attachments.map(|file| file.name.clone()).collect();
    }
    assemble::document(source, part, title.as_ref(), metadata)
}

/// Settles every field after the title.
fn metadata(context: &Context, source: &SourceText) -> Metadata {
    let medium = source::source(context);
    let context = Context {
        source: medium.as_ref(),
        ..*context
    };
    let number = given::number(&context).or_else(|| number::own(&context));
    let context = Context {
        number: number.as_ref(),
        ..context
    };
    let given = given::issuers(&context);
    let issuers = if given.is_empty() {
        issuer::issuers(&context)
    } else {
        given
    };
    let proved = quality::Proved::of(&context);
    let kind = kind::kind(&context, clues(&context, &issuers, proved));
    let issued = kind
        .as_ref()
        .is_none_or(|kind| kind::has_issuer(&kind.value))
        || reports(&kind, &issuers);
    let context = Context {
        kind: kind.as_ref(),
        number: number.as_ref().filter(|_| issued),
        issuers: if issued { &issuers } else { &[] },
        ..context
    };
    let (number, issuers) = (context.number.cloned(), context.issuers.to_vec());
    let mut metadata = derived(&context);
    metadata.quality = quality::notes(&context, source, proved);
    metadata.number = number;
    metadata.issuers = issuers;
    metadata.kind.clone_from(&kind);
    metadata.source = medium;
    metadata
}

/// The fields that rest on title, number, issuers and kind.
fn derived(context: &Context) -> Metadata {
    let dated = given::date(context).or_else(|| date::date(context));
    let effective = date::effective(context, dated.as_ref());
    let (regions, subject_regions) = region::regions(context);
    let zones = zone::zones(context);
    let level = rank::level(context, regions.first().map(|region| &region.value));
    let (date, date_role) = dated.unzip();
    Metadata {
        date,
        date_role,
        effective,
        regions,
        subject_regions,
        zones: zones.zones,
        zones_mentioned: zones.mentioned,
        zone_patterns: zones.patterns,
        doc_type: doc_type::doc_type(context),
        level,
        legal_rank: rank::legal_rank(context),
        status: status::status(context),
        cited_numbers: number::cited(context),
        ..Metadata::default()
    }
}

/// 某市人民政府关于…的报告: a report whose title names its author.
fn reports(kind: &Option<Extracted<String>>, issuers: &[Extracted<String>]) -> bool {
    kind.as_ref().is_some_and(|kind| kind.value == "report")
        && issuers
            .first()
            .is_some_and(|issuer| issuer.rule.as_str() == "extract/issuer/title")
}

fn clues(context: &Context, issuers: &[Extracted<String>], proved: quality::Proved) -> kind::Clues {
    let own = |number: &Extracted<DocNumber>| !number.value.partial;
    kind::Clues {
        numbered: context.number.is_some_and(own),
        issued: issuers.iter().any(|issuer| issuer.confidence >= 0.9),
        off_topic: proved.is_off_topic(),
        journal: context.key_value(&["刊期", "期次"]).is_some(),
    }
}

/// The part's first lines in the source, folded, dropped ones included, annotations taken out.
fn furniture(source: &SourceText, part: &Part) -> String {
    let start = part.span.start.min(source.text.len());
    let mut end = (start + FURNITURE_BYTES)
        .min(part.span.end)
        .min(source.text.len())
        .max(start);
    while !source.text.is_char_boundary(end) {
        end -= 1;
    }
    let Some(head) = source.text.get(start..end) else {
        return String::new();
    };
    let annotations = part
        .marks
        .iter()
        .filter(|mark| mark.rule.as_str().contains("annotation"))
        .filter(|mark| mark.span.start >= start && mark.span.end <= end)
        .map(|mark| Span::new(mark.span.start - start, mark.span.end - start))
        .collect();
    char_filter::fold_without(head, &Span::union(annotations)).text
}
