//! What a metadata rule may look at: the part, its container's hints, and the fields already
//! settled. Fields are settled in the order of evidence: title, key-values, number, issuers, date,
//! kind, regions, zones, the rest.

use crate::model::document::DocNumber;
use crate::model::{Extracted, KeyValue, PageHints, Part, Span};

/// Paragraphs after the title in which a document states its own number, organ and dates.
const HEAD_PARAGRAPHS: usize = 12;

/// Last paragraphs, in which it is signed.
const TAIL_PARAGRAPHS: usize = 8;

/// The evidence for one part's metadata; cheap to copy, filled step by step.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The cleaned text.
    pub part: &'a Part,
    /// What the container says.
    pub hints: &'a PageHints,
    /// The folded first lines of the part as they stand in the source: what the text drops
    /// (running heads, source lines) included.
    pub furniture: &'a str,
    /// Which of `part.paragraphs` shows the title.
    pub title_paragraph: Option<usize>,
    /// The title, once settled.
    pub title: Option<&'a Extracted<String>>,
    /// The document's own number, once settled.
    pub number: Option<&'a Extracted<DocNumber>>,
    /// The issuers, lead first, once settled. Empty for news, interpretations, reports, articles.
    pub issuers: &'a [Extracted<String>],
    /// The kind, once settled: policy, news …
    pub kind: Option<&'a Extracted<String>>,
    /// The original medium, once settled.
    pub source: Option<&'a Extracted<String>>,
}

impl<'a> Context<'a> {
    /// Returns the context of a part of which nothing is settled yet.
    #[must_use]
    pub const fn new(part: &'a Part, hints: &'a PageHints) -> Self {
        Self {
            part,
            hints,
            furniture: "",
            title_paragraph: None,
            title: None,
            number: None,
            issuers: &[],
            kind: None,
            source: None,
        }
    }

    /// Returns the whole folded text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.part.folded.text
    }

    /// Returns the folded title; empty where there is none.
    #[must_use]
    pub fn folded_title(&self) -> String {
        self.title.map_or_else(String::new, |title| {
            crate::analysis::char_filter::fold(&title.value).text
        })
    }

    /// Returns the folded span of the head: the title paragraph and what stands before it, and
    /// the paragraphs after it that may state number, organ and dates.
    #[must_use]
    pub fn head(&self) -> Span {
        let last = self.title_paragraph.unwrap_or(0) + HEAD_PARAGRAPHS;
        let end = self
            .part
            .paragraphs
            .get(last)
            .map_or(self.text().len(), |paragraph| paragraph.folded.end);
        Span::new(0, end)
    }

    /// Returns the folded span of the tail: the last paragraphs, title not included.
    #[must_use]
    pub fn tail(&self) -> Span {
        let paragraphs = &self.part.paragraphs;
        let first = paragraphs
            .len()
            .saturating_sub(TAIL_PARAGRAPHS)
            .max(self.title_paragraph.map_or(0, |index| index + 1));
        let start = paragraphs
            .get(first)
            .map_or(self.text().len(), |paragraph| paragraph.folded.start);
        Span::new(start, self.text().len())
    }

    /// Returns the first row with any of the (folded) keys and a value.
    #[must_use]
    pub fn key_value(&self, keys: &[&str]) -> Option<&'a KeyValue> {
        keys.iter().find_map(|key| {
            self.part
                .key_values
                .iter()
                .find(|row| row.key == *key && !row.value.is_empty())
        })
    }

    /// Returns a value found at a span of the folded text.
    #[must_use]
    pub fn found<T>(
        &self,
        value: T,
        rule: &'static str,
        folded: Span,
        confidence: f32,
    ) -> Extracted<T> {
        let span = self.part.folded_to_source(folded);
        Extracted::new(value, rule, Some(span), confidence)
    }
}
