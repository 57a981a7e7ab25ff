//! Notes on a text's quality, for demotion, filters and the report; never a reason to drop it.
//!
//! In: part, container, kind. Out: flags. Only a bounded sample of a text is looked at. Not its
//! job: weighing the flags (`engine::record`).

mod form;
mod phrases;
mod preview;
mod template;

use super::Context;
use crate::analysis::char_filter::fold;
use crate::model::{Extracted, Part, SourceText};

/// Bytes of a text that are looked at: its head, a piece of its middle, its tail.
const HEAD: usize = 6_000;
const MIDDLE: usize = 3_000;
const TAIL: usize = 3_000;
/// Bytes at the end of the part's source in which a page says that there is more: such lines are
/// dropped from the text.
const SOURCE_TAIL: usize = 2_500;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample<'t> {
    /// The folded title; empty where there is none.
    title: &'t str,
    head: &'t str,
    middle: &'t str,
    tail: &'t str,
    /// The last paragraph.
    last: &'t str,
    /// Bytes of the whole text.
    len: usize,
}

impl<'t> Sample<'t> {
    /// Takes the sample of a folded text.
    pub(super) fn new(text: &'t str, title: &'t str) -> Self {
        let (head, rest) = text.split_at(boundary(text, HEAD));
        let (rest, tail) = rest.split_at(boundary(rest, rest.len().saturating_sub(TAIL)));
        let (_, middle) = rest.split_at(boundary(rest, rest.len().saturating_sub(MIDDLE) / 2));
        let middle = &middle[..boundary(middle, MIDDLE)];
        let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
        Self {
            title,
            head,
            middle,
            tail,
            last,
            len: text.len(),
        }
    }

    /// The sampled pieces in order.
    fn pieces(&self) -> [&'t str; 3] {
        [self.head, self.middle, self.tail]
    }
}

/// The last character boundary up to `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What the phrases of a text prove.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proved {
    rewritten: bool,
    censored: bool,
    translated: bool,
    essay: bool,
    novel: bool,
    scanned: bool,
}

impl Proved {
    /// Reads the sample of a document.
    pub(super) fn of(context: &Context) -> Self {
        let title = context.folded_title();
        let found = phrases::Found::of(&Sample::new(context.text(), &title));
        Self {
            rewritten: found.is_rewritten(),
            censored: found.is_censored(),
            translated: found.is_translated(),
            essay: found.is_essay(),
            novel: found.is_novel(),
            scanned: found.is_scanned(),
        }
    }

    /// Whether the text is an essay or a novel: neither has an issuer.
    pub(super) const fn is_off_topic(self) -> bool {
        self.novel || self.essay
    }
}

/// Lists what is wrong with the text.
pub(super) fn notes(context: &Context, source: &SourceText, proved: Proved) -> Vec<String> {
    let title = context.folded_title();
    let sample = Sample::new(context.text(), &title);
    let kind = context
        .kind
        .map_or("", |kind: &Extracted<String>| &kind.value);
    let official = context.number.is_some() || !context.issuers.is_empty();
    let flags = [
        ("annotations", context.part.annotations_removed > 0),
        ("partial", source.partial),
        (
            "preview",
            preview::is_preview(&sample, &source_tail(source, context.part)),
        ),
        ("mojibake", context.text().contains('\u{fffd}')),
        ("template", template::is_template(&sample)),
        ("rewritten", proved.rewritten),
        ("censored", proved.censored),
        ("translated", proved.translated || form::is_starred(&sample)),
        ("bilingual", form::is_bilingual(&sample)),
        ("ai", !official && proved.essay),
        ("novel", !official && proved.novel),
        ("ocr", proved.scanned || form::has_mixed_digits(&sample)),
        ("stub", kind == "stub"),
        (
            "damaged_number",
            context.number.is_some_and(|number| number.value.partial),
        ),
    ];
    let mut notes: Vec<String> = source.notes.iter().map(ToString::to_string).collect();
    for (name, holds) in flags {
        if holds && !notes.iter().any(|note| note == name) {
            notes.push(name.to_owned());
        }
    }
    notes
}

/// The end of the part in the source, folded, with what the text drops.
fn source_tail(source: &SourceText, part: &Part) -> String {
    let Some(text) = source.text.get(part.span.range()) else {
        return String::new();
    };
    let text = text.trim_end();
    fold(&text[boundary(text, text.len().saturating_sub(SOURCE_TAIL))..]).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_can_be_sampled(text in "[甲乙丙a。\\n]{0,60}|.{0,60}", times in 1usize..400) {
            let text = text.repeat(times);
            let sample = Sample::new(&text, "");
            prop_assert!(sample.pieces().iter().all(|piece| piece.len() <= HEAD));
            let _ = phrases::Found::of(&sample);
            let _ = preview::is_preview(&sample, &text);
            let _ = template::is_template(&sample);
            let _ = form::is_starred(&sample);
            let _ = form::is_bilingual(&sample);
            let _ = form::has_mixed_digits(&sample);
        }
    }
}
