//! Finds the documents within a file.

use super::Options;
use super::clean::Cleaned;
use crate::model::Span;

/// One document's lines within a cleaned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// 1, 2 … in the order of the file.
    pub number: u32,
    /// Indices into [`Cleaned::lines`], half-open.
    pub lines: std::ops::Range<usize>,
    /// Its extent in the **view**.
    pub view: Span,
    /// A title that stands elsewhere in the file (the first line of a file may be the title of its
    /// last, untitled piece): a view span outside `view`.
    pub distant_title: Option<Span>,
}

/// Splits a text into its documents; at least one segment for a text with any kept line.
#[must_use]
pub fn split(_cleaned: &Cleaned, _options: Options) -> Vec<Segment> {
    Vec::new()
}
