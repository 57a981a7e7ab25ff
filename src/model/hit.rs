//! What a search returns.

use serde::Serialize;

use super::document::{Metadata, Paragraph};
use super::text::Span;

/// A document as it comes back from an engine.
#[derive(Debug, Clone)]
pub struct StoredDocument {
    /// Document id.
    pub id: u64,
    /// Equal texts, equal ids.
    pub content_id: u64,
    /// Archive folder's name.
    pub root: String,
    /// Path below it, with the member where there is one.
    pub path: String,
    /// 1, 2 … within the file.
    pub part: u32,
    /// Metadata with evidence.
    pub metadata: Metadata,
    /// Display text, one paragraph a line.
    pub display: String,
    /// One entry per line of `display`.
    pub paragraphs: Vec<Paragraph>,
}

/// A matching document.
#[derive(Debug, Clone)]
pub struct Hit {
    /// 1, 2 … in the order asked for.
    pub rank: u64,
    /// Relevance, comparable within one search.
    pub score: f32,
    /// The document.
    pub document: StoredDocument,
    /// Its passages, best first or in text order as asked; at least one.
    pub passages: Vec<PassageHit>,
    /// Id of its cluster: that of the canonical copy.
    pub cluster: u64,
    /// Copies of it that match as well and are not shown.
    pub folded: u64,
}

/// A passage of a matching document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PassageHit {
    /// Number of its paragraph in the part, dropped ones counted.
    pub paragraph: u32,
    /// Display text.
    pub text: String,
    /// Where it begins in the document's display text, in bytes.
    pub at: usize,
    /// Matches within `text`: bytes, sorted, disjoint. Empty for a hit by filter or exclusion.
    pub spans: Vec<Span>,
    /// The `{N}` that match here, in text order: where in `text`, and the value: `7`, or as written
    /// where it is none (`多`).
    pub numerals: Vec<(Span, String)>,
    /// Relevance within the document.
    pub score: f32,
}
