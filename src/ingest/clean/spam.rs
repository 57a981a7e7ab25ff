//! Finds search-engine spam – adult, gambling, forbidden trades: whole lines, ends of lines, and
//! runs spliced into a sentence.
//!
//! In: the folded view and its source. Out: view spans. No word decides alone: a stretch is spam by
//! the number, variety and density of key words ([`evidence`]), by its shape (groups between
//! separators, no words of policy text), its language ([`unusual`]), its script and its place
//! ([`verdict`]). Not its job:
//! brands over an organ's name (`brands`), other promotions (`boilerplate`).

mod evidence;
mod named;
mod place;
mod screen;
mod unusual;
mod verdict;

use std::ops::Range;

use crate::lexicon::spam::{self, Class};
use crate::model::{MappedText, RuleId, Span};

/// A key-word line or run.
pub(crate) const SPAM: RuleId = RuleId::new("clean/spam");

/// A word of the lexicon in a line.
type Hit = (Range<usize>, Class);

/// Finds the spam in a view, in order.
pub(crate) fn find(view: &MappedText, source: &str) -> Vec<Span> {
    let page = place::Page::new(view, source);
    let mut spans = Vec::new();
    for line in screen::suspects(&view.text) {
        judge_line(&page, &place::Line::new(line), &mut spans);
    }
    spans
}

/// Judges a line stretch by stretch, from full stop to full stop.
fn judge_line(page: &place::Page<'_>, line: &place::Line, spans: &mut Vec<Span>) {
    let text = &page.view.text[line.span.range()];
    let hits: Vec<Hit> = spam::terms()
        .find(text)
        .filter(|(range, _)| !cuts_letters(text, range))
        .filter(|(range, _)| !named::is_equipment(&text[range.clone()], &text[range.end..]))
        .collect();
    let mut from = 0;
    let mut start = 0;
    for stretch in text.split_inclusive('。') {
        let end = start + stretch.trim_end_matches('。').len();
        let count = hits[from..].partition_point(|hit| hit.0.start < end);
        let within = &hits[from..from + count];
        from += count;
        if within.iter().any(|hit| evidence::tells(hit.1)) {
            let stretch = verdict::Stretch {
                text,
                span: Span::new(start, end),
                hits: within,
            };
            let found = verdict::spam(&stretch, || {
                page.place(Span::new(start, end).shifted(line.span.start), line)
            });
            spans.extend(found.into_iter().map(|span| span.shifted(line.span.start)));
        }
        start += stretch.len();
    }
}

/// Whether a Latin key word is only part of a word (`av` in `java`).
fn cuts_letters(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let cut_before = letter(Some(range.start)) && letter(range.start.checked_sub(1));
    let cut_after = letter(range.end.checked_sub(1)) && letter(Some(range.end));
    cut_before || cut_after
}

#[cfg(test)]
mod lists;
#[cfg(test)]
mod tests;
