//! Texts and the maps that tie them together: spans, edits, marks and their fates.
//!
//! Three texts exist of every document: **source** (decoded), **display** (source without dropped
//! spans and annotations) and **folded** (what matching runs on). Each derived text is a
//! [`MappedText`]: the string and an [`EditMap`] back to its parent.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::RuleId;
use super::source::{Format, PageHints, SourcePath};

/// A half-open range of UTF-8 byte offsets.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the span from `start` to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Returns the length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether the span holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Returns the span as a range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the span moved right by `offset` bytes.
    #[must_use]
    pub const fn shifted(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            end: self.end + offset,
        }
    }

    /// Returns whether the two spans share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether `other` lies within this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Sorts spans and merges those that touch or overlap; empty ones are left out.
    #[must_use]
    pub fn union(mut spans: Vec<Self>) -> Vec<Self> {
        spans.retain(|span| !span.is_empty());
        spans.sort_unstable();
        let mut merged: Vec<Self> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        merged
    }

    /// Returns what of `self` is left when `removed` (sorted, disjoint) is cut out, in order.
    #[must_use]
    pub fn minus(self, removed: &[Self]) -> Vec<Self> {
        let mut kept = Vec::new();
        let mut start = self.start;
        let first = removed.partition_point(|span| span.end <= self.start);
        for span in &removed[first..] {
            if span.start >= self.end {
                break;
            }
            if span.start > start {
                kept.push(Self::new(start, span.start));
            }
            start = start.max(span.end);
        }
        if start < self.end {
            kept.push(Self::new(start, self.end));
        }
        kept
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// One place where a derived text differs in length from its parent: `len` bytes at `at` stand for
/// `parent_len` bytes at `parent_at`. Offsets are bytes; texts are below 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// Where the replacement begins in the derived text.
    pub at: u32,
    /// Its length there (0 = a deletion).
    pub len: u32,
    /// Where the replaced piece begins in the parent.
    pub parent_at: u32,
    /// Its length there (0 = an insertion).
    pub parent_len: u32,
}

/// The edits that lead from a parent text to a derived one, ordered; between two edits the bytes
/// run in step. (Characters replaced by characters of the same byte length need no edit.)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditMap {
    edits: Vec<Edit>,
}

impl EditMap {
    /// Records that the next `len` bytes of the derived text, at `at`, stand for `parent_len`
    /// bytes of the parent at `parent_at`. Calls come in increasing order; adjoining edits merge.
    pub fn push(&mut self, at: usize, len: usize, parent_at: usize, parent_len: usize) {
        let edit = Edit {
            at: offset(at),
            len: offset(len),
            parent_at: offset(parent_at),
            parent_len: offset(parent_len),
        };
        if let Some(last) = self.edits.last_mut() {
            debug_assert!(last.at + last.len <= edit.at, "edits come in order");
            // Pure deletions side by side are one deletion; replacements stay apart so that a
            // span inside a run of them still maps exactly.
            let touching =
                last.at + last.len == edit.at && last.parent_at + last.parent_len == edit.parent_at;
            if touching && last.len == 0 && edit.len == 0 {
                last.parent_len += edit.parent_len;
                return;
            }
        }
        self.edits.push(edit);
    }

    /// Returns the edits in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Maps a span of the derived text to the parent: the smallest parent span that holds
    /// everything the derived span stands for. Deletions at its edges stay outside.
    #[must_use]
    pub fn to_parent(&self, span: Span) -> Span {
        let start = self.start_to_parent(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_to_parent(span.end).max(start))
    }

    /// Maps a span of the parent to the derived text: what is left of it there (maybe nothing).
    #[must_use]
    pub fn from_parent(&self, span: Span) -> Span {
        let start = self.point_from_parent(span.start, false);
        let end = self.point_from_parent(span.end, true);
        Span::new(start, end.max(start))
    }

    /// Position in the parent of the first byte at or after `at` (deletions before it skipped).
    fn start_to_parent(&self, at: usize) -> usize {
        let index = self.edits.partition_point(|edit| edit.at as usize <= at);
        let Some(edit) = index.checked_sub(1).map(|i| self.edits[i]) else {
            return at;
        };
        let (edit_at, len) = (edit.at as usize, edit.len as usize);
        if at < edit_at + len {
            return edit.parent_at as usize;
        }
        (edit.parent_at + edit.parent_len) as usize + (at - edit_at - len)
    }

    /// Position in the parent just after the byte before `at`.
    fn end_to_parent(&self, at: usize) -> usize {
        let index = self.edits.partition_point(|edit| (edit.at as usize) < at);
        let Some(edit) = index.checked_sub(1).map(|i| self.edits[i]) else {
            return at;
        };
        let (edit_at, len) = (edit.at as usize, edit.len as usize);
        if at <= edit_at + len {
            return (edit.parent_at + edit.parent_len) as usize;
        }
        (edit.parent_at + edit.parent_len) as usize + (at - edit_at - len)
    }

    fn point_from_parent(&self, at: usize, is_end: bool) -> usize {
        let index = self
            .edits
            .partition_point(|edit| (edit.parent_at as usize) < at);
        let Some(edit) = index.checked_sub(1).map(|i| self.edits[i]) else {
            return at;
        };
        let parent_end = (edit.parent_at + edit.parent_len) as usize;
        let end = (edit.at + edit.len) as usize;
        if at < parent_end {
            return if is_end { end } else { edit.at as usize };
        }
        end + (at - parent_end)
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("texts are cut below 4 GiB when they are read")
}

/// A text derived from another one, with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedText {
    /// The derived text.
    pub text: String,
    /// Ties `text` to its parent.
    pub map: EditMap,
}

impl MappedText {
    /// Returns where a span of the parent stands in the text: [`EditMap::from_parent`], which does
    /// not know where the text ends when the parent's own end is left out.
    #[must_use]
    pub fn from_parent(&self, span: Span) -> Span {
        let span = self.map.from_parent(span);
        let end = self.text.len();
        Span::new(span.start.min(end), span.end.min(end))
    }

    /// Builds the text that keeps only `kept` (sorted, disjoint) of `parent`.
    #[must_use]
    pub fn keep(parent: &str, kept: &[Span]) -> Self {
        let mut builder = MappedTextBuilder::default();
        for span in kept {
            builder.keep(parent, *span);
        }
        builder.finish()
    }
}

/// Builds a [`MappedText`] from left to right: kept pieces of the parent and inserted text.
#[derive(Debug, Default)]
pub struct MappedTextBuilder {
    text: String,
    map: EditMap,
    parent_at: usize,
}

impl MappedTextBuilder {
    /// Returns an empty builder with room for `bytes` of text.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            map: EditMap {
                // Chinese text has a full-width mark in every thirty bytes or so.
                edits: Vec::with_capacity(bytes / 32),
            },
            parent_at: 0,
        }
    }

    /// Appends a piece of the parent unchanged; what lies between it and the piece before is a
    /// deletion. Pieces come in increasing order.
    pub fn keep(&mut self, parent: &str, span: Span) {
        debug_assert!(span.start >= self.parent_at, "pieces come in order");
        if span.is_empty() {
            return;
        }
        if span.start > self.parent_at {
            self.map.push(
                self.text.len(),
                0,
                self.parent_at,
                span.start - self.parent_at,
            );
        }
        self.text.push_str(&parent[span.range()]);
        self.parent_at = span.end;
    }

    /// Appends `text` that stands for `span` of the parent (an empty span is an insertion).
    pub fn replace(&mut self, span: Span, text: &str) {
        self.replace_with(span, text.len(), |out| out.push_str(text));
    }

    #[inline]
    fn replace_with(&mut self, span: Span, len: usize, append: impl FnOnce(&mut String)) {
        debug_assert!(span.start >= self.parent_at, "pieces come in order");
        if span.start > self.parent_at {
            self.map.push(
                self.text.len(),
                0,
                self.parent_at,
                span.start - self.parent_at,
            );
        }
        self.map.push(self.text.len(), len, span.start, span.len());
        append(&mut self.text);
        self.parent_at = span.end;
    }

    /// Appends one ASCII character that stands for `span` of the parent.
    pub fn replace_with_ascii(&mut self, span: Span, ascii: u8) {
        debug_assert!(ascii.is_ascii(), "one byte is one character");
        self.replace_with(span, 1, |text| text.push(char::from(ascii)));
    }

    /// Appends `text` that the parent does not have, at the parent's current position.
    pub fn insert(&mut self, text: &str) {
        self.replace(Span::new(self.parent_at, self.parent_at), text);
    }

    /// Returns the length of the derived text so far, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns whether nothing was appended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the finished text.
    #[must_use]
    pub fn finish(self) -> MappedText {
        MappedText {
            text: self.text,
            map: self.map,
        }
    }
}

/// What becomes of a piece of source text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Shown and searched.
    Kept,
    /// Neither shown nor searched, for the rule's reason; the source stays.
    Dropped(RuleId),
}

/// A span of the **source** text that a rule drops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Where, in the source text.
    pub span: Span,
    /// Which rule dropped it.
    pub rule: RuleId,
}

/// A file's text as decoded, one block (paragraph, list item, table row, text line) per line, with
/// what the reader knows about it. Rules add marks; the text itself never changes.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Where it comes from.
    pub path: SourcePath,
    /// `.jsonl` member, archive member; empty for a plain file.
    pub member: String,
    /// What it was read as.
    pub format: Format,
    /// The encoding it was decoded from, by its WHATWG name.
    pub encoding: &'static str,
    /// NFC, `\n` line ends, no control characters but `\n` and `\t`.
    pub text: String,
    /// What the container says about the text (HTML meta tags, JSON keys).
    pub hints: PageHints,
    /// Spans that rules drop, in any order.
    pub marks: Vec<Mark>,
    /// What the reader notes on the text's quality: `byte_damage`, `mojibake`, `ocr`.
    pub notes: Vec<&'static str>,
    /// Set where the text is not whole (a limit was reached).
    pub partial: bool,
}

/// A metadata row of a page (`【制定机关】…`, `发文字号：…`), before interpretation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyValue {
    /// The key, folded, without brackets, colons and inner spaces: `制定机关`.
    pub key: String,
    /// The value as displayed (annotations removed), trimmed; may be empty.
    pub value: String,
    /// The value in the **source** text.
    pub span: Span,
}

/// One paragraph of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartParagraph {
    /// Counts from 1 over all non-blank lines of the part, dropped ones included: the number of
    /// the paragraph's first line. Survives a change of rules.
    pub number: u32,
    /// In [`Part::display`], without the line end.
    pub display: Span,
    /// In [`Part::folded`], without the line end.
    pub folded: Span,
}

/// One document's share of a file, cleaned: what the metadata rules read.
///
/// `display` has one paragraph per line; `folded` is `display` folded, line by line in step.
#[derive(Debug, Clone)]
pub struct Part {
    /// 1, 2 … within the file.
    pub number: u32,
    /// The part's extent in the source text.
    pub span: Span,
    /// Kept text; maps to the **source** text.
    pub display: MappedText,
    /// Folded `display`; maps to `display`.
    pub folded: MappedText,
    /// The lines of both, in order.
    pub paragraphs: Vec<PartParagraph>,
    /// Metadata rows found on the page (dropped from the text).
    pub key_values: Vec<KeyValue>,
    /// Marks within the part's extent.
    pub marks: Vec<Mark>,
    /// The line the splitter takes for the title, as an index into `paragraphs`.
    pub title_paragraph: Option<usize>,
    /// Pinyin annotations removed.
    pub annotations_removed: u32,
}

impl Part {
    /// Returns the folded text of a paragraph.
    #[must_use]
    pub fn folded_line(&self, index: usize) -> &str {
        &self.folded.text[self.paragraphs[index].folded.range()]
    }

    /// Returns the display text of a paragraph.
    #[must_use]
    pub fn display_line(&self, index: usize) -> &str {
        &self.display.text[self.paragraphs[index].display.range()]
    }

    /// Maps a span of `folded` to the source text.
    #[must_use]
    pub fn folded_to_source(&self, span: Span) -> Span {
        self.display.map.to_parent(self.folded.map.to_parent(span))
    }

    /// Returns the display text of a span of `folded`.
    #[must_use]
    pub fn displayed(&self, folded: Span) -> Cow<'_, str> {
        Cow::Borrowed(&self.display.text[self.folded.map.to_parent(folded).range()])
    }
}
