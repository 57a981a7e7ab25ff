//! What the tests of the fields share: parts made from plain lines.

use super::*;
use crate::analysis::char_filter;
use crate::model::{EditMap, KeyValue, MappedText, PageHints, PartParagraph, Span};

static NO_HINTS: PageHints = PageHints {
    title: None,
    url: None,
    meta: Vec::new(),
};

/// Makes a part of lines that were already cleaned; `title` is the title's line.
pub(crate) fn part_of(text: &str, title: usize) -> Part {
    let folded = char_filter::fold(text);
    let mut paragraphs = Vec::new();
    let (mut display_at, mut folded_at) = (0, 0);
    for (index, (display, folded)) in text.split('\n').zip(folded.text.split('\n')).enumerate() {
        paragraphs.push(PartParagraph {
            number: u32::try_from(index).unwrap() + 1,
            display: Span::new(display_at, display_at + display.len()),
            folded: Span::new(folded_at, folded_at + folded.len()),
        });
        display_at += display.len() + 1;
        folded_at += folded.len() + 1;
    }
    Part {
        number: 1,
        span: Span::new(0, text.len()),
        display: MappedText {
            text: text.to_owned(),
            map: EditMap::default(),
        },
        folded,
        paragraphs,
        key_values: Vec::new(),
        marks: Vec::new(),
        title_paragraph: Some(title),
        annotations_removed: 0,
    }
}

/// Adds a key-value row.
pub(crate) fn with_row(mut part: Part, key: &str, value: &str) -> Part {
    part.key_values.push(KeyValue {
        key: key.to_owned(),
        value: value.to_owned(),
        span: Span::new(0, 0),
    });
    part
}

/// Returns a context with the title settled.
pub(crate) fn context_of(part: &Part) -> Context<'_> {
    let title = Box::leak(Box::new(title::title(&Context::new(part, &NO_HINTS))));
    let context = Context::new(part, &NO_HINTS);
    match title {
        Some(found) => Context {
            title: Some(&found.value),
            title_paragraph: found.paragraph,
            ..context
        },
        None => context,
    }
}
