//! Marks what is not the document – annotations, spam, page furniture – and composes what is left.
//!
//! In: a [`SourceText`]. Out: first a [`Cleaned`] text, then, for each segment that `split` finds
//! in it, a [`Part`](crate::model::Part). Every rule matches on the folded view and marks the
//! source; the source text never changes. Not its job: finding documents within a file, reading
//! metadata from the text.

pub(crate) mod annotations;
mod boilerplate;
mod brands;
mod compose;
mod display;
mod edges;
mod glued;
mod jammers;
mod key_values;
mod menus;
mod norms;
mod page_lines;
mod punctuation;
pub mod recurring;
pub(crate) mod reflow;
pub(crate) mod shape;
mod sheet;
mod site_names;
mod source_line;
mod spam;
mod splices;
mod strewn;
mod tags;
mod tail;
mod title_forms;
pub(crate) mod titles;
mod torn_numbers;
pub(crate) mod widths;

#[cfg(test)]
mod archive_tests;
#[cfg(test)]
pub(in crate::ingest) mod seeds_tests;
#[cfg(test)]
mod tests;

pub use compose::{compose, compose_page};

use crate::analysis::char_filter::fold_without;
use crate::model::text::Mark;
use crate::model::{MappedText, SourceText, Span};

/// A text whose noise is marked, and the view that all rules match on.
#[derive(Debug, Clone)]
pub struct Cleaned {
    /// The text with its marks.
    pub source: SourceText,
    /// The folded text without annotations and spam, line by line in step with the source; maps
    /// to it.
    pub view: MappedText,
    /// The lines of `view`, without line ends; blank ones included.
    pub lines: Vec<Span>,
    /// The same lines in the source.
    pub source_lines: Vec<Span>,
    /// For each mark the furthest end up to it: marks are in order of their beginnings.
    furthest: Vec<usize>,
}

impl Cleaned {
    /// Returns the marks that overlap a span of the source.
    fn marks_in(&self, span: Span) -> impl Iterator<Item = &Mark> {
        let marks = &self.source.marks;
        let from = self.furthest.partition_point(|end| *end <= span.start);
        let to = marks.partition_point(|mark| mark.span.start < span.end);
        marks
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .filter(move |mark| mark.span.overlaps(span))
    }
}

/// Marks annotations and spam, and computes the view.
#[must_use]
pub fn clean(mut source: SourceText) -> Cleaned {
    let mut removed = within_lines(&source);
    let mut injected = annotations::find(&source.text);
    for find in [
        tags::find,
        jammers::find,
        site_names::find,
        punctuation::find,
    ] {
        injected.extend(find(&source.text));
    }
    removed.extend(injected.iter().map(|mark| mark.span));
    source.marks.extend(injected);
    removed = Span::union(removed);
    let mut view = fold_without(&source.text, &removed);

    let lines_of_spam = spam::find(&view, &source.text)
        .into_iter()
        .map(|span| (span, spam::SPAM));
    let brands = brands::find(&view.text)
        .into_iter()
        .map(|span| (span, brands::BRAND));
    let strewn = strewn::find(&view.text)
        .into_iter()
        .map(|span| (span, strewn::STREWN));
    let splices = splices::find(&view.text)
        .into_iter()
        .map(|span| (span, splices::SPLICE));
    let spam: Vec<Mark> = lines_of_spam
        .chain(brands)
        .chain(strewn)
        .chain(splices)
        .map(|(span, rule)| Mark {
            span: view.map.to_parent(span),
            rule,
        })
        .collect();
    if !spam.is_empty() {
        removed.extend(spam.iter().map(|mark| mark.span));
        source.marks.extend(spam);
        removed = Span::union(removed);
        view = fold_without(&source.text, &removed);
    }
    source.marks.sort_by_key(|mark| mark.span);
    let furthest = source
        .marks
        .iter()
        .scan(0, |furthest: &mut usize, mark| {
            *furthest = (*furthest).max(mark.span.end);
            Some(*furthest)
        })
        .collect();
    Cleaned {
        furthest,
        lines: lines(&view.text),
        source_lines: lines(&source.text),
        source,
        view,
    }
}

/// The reader's marks, cut at line ends: the view has every line of the source.
fn within_lines(source: &SourceText) -> Vec<Span> {
    let mut spans = Vec::new();
    for mark in &source.marks {
        let inner = lines(&source.text[mark.span.range()]);
        spans.extend(inner.iter().map(|line| line.shifted(mark.span.start)));
    }
    spans
}

/// Returns the lines of a text without their line ends.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        lines.push(Span::new(start, end));
        start = end + 1;
    }
    lines.push(Span::new(start, text.len()));
    lines
}
