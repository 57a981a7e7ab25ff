//! What stands around an occurrence: the text of its paragraph before and after it.
//!
//! A passage ends where a sentence does; an occurrence at its edge would have no context, so the
//! paragraph is asked, and nothing beyond it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::row::ExportRow;

/// Characters of context in a cell: two lines of print (judgement).
pub(super) const CELL_CHARS: usize = 60;

/// An occurrence in its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InContext<'a> {
    /// What stands before it.
    pub left: &'a str,
    /// The matched text.
    pub matched: &'a str,
    /// What stands after it.
    pub right: &'a str,
}

impl<'a> ExportRow<'a> {
    /// Returns the row's occurrence with the text of its paragraph around it; none for a row that
    /// stands for no occurrence.
    #[must_use]
    pub fn in_context(&self) -> Option<InContext<'a>> {
        let span = self.passage.spans[self.occurrence?];
        let text = &self.passage.text;
        let display = &self.hit.document.display;
        let (start, end) = (self.passage.at + span.start, self.passage.at + span.end);
        let from = floor(display, start.saturating_sub(REACH));
        let to = floor(display, end + REACH);
        // Without the document's text (a hit made by hand), the passage is all there is.
        let (Some(left), Some(right)) = (display.get(from..start), display.get(end..to)) else {
            return Some(InContext {
                left: &text[..span.start],
                matched: &text[span.range()],
                right: &text[span.end..],
            });
        };
        Some(InContext {
            left: left.rsplit('\n').next().unwrap_or(left),
            matched: &text[span.range()],
            right: right.split('\n').next().unwrap_or(right),
        })
    }
}

/// Bytes of context that are looked at: more than any terminal or cell shows. A paragraph of
/// millions with thousands of matches is not read anew for each.
const REACH: usize = 4096;

/// The last character boundary that is not after `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the end of a text, as many whole graphemes as fit in `room`.
pub(super) fn tail(text: &str, room: usize, measure: impl Fn(&str) -> usize) -> &str {
    let mut used = 0;
    let kept = text.grapheme_indices(true).rev().take_while(|(_, piece)| {
        used += measure(piece);
        used <= room
    });
    &text[kept.last().map_or(text.len(), |(at, _)| at)..]
}

/// Returns the beginning of a text, as many whole graphemes as fit in `room`.
pub(super) fn head(text: &str, room: usize, measure: impl Fn(&str) -> usize) -> &str {
    let mut used = 0;
    let kept = text.grapheme_indices(true).take_while(|(_, piece)| {
        used += measure(piece);
        used <= room
    });
    &text[..kept.last().map_or(0, |(at, piece)| at + piece.len())]
}

/// Counts characters.
pub(super) fn chars(piece: &str) -> usize {
    piece.chars().count()
}

/// Measures columns of a terminal that shows Chinese: ambiguous signs (“ ” …) are two wide
/// (UAX #11).
pub(super) fn columns(piece: &str) -> usize {
    piece.width_cjk()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_fall_between_graphemes() {
        let text = "e\u{301}甲👩‍👩‍👧乙";
        for room in 0..12 {
            let (head, tail) = (head(text, room, columns), tail(text, room, columns));
            for cut in [head, tail] {
                assert!(columns(cut) <= room, "{cut} in {room}");
                assert!(!cut.starts_with(['\u{301}', '\u{200d}']) && !cut.ends_with('\u{200d}'));
            }
        }
        assert_eq!(
            (head(text, 1, columns), tail(text, 2, columns)),
            ("e\u{301}", "乙")
        );
        assert_eq!((head(text, 99, chars), tail(text, 99, chars)), (text, text));
    }

    proptest::proptest! {
        #[test]
        fn cuts_are_ends_of_the_text(text in "\\PC{0,40}", room in 0usize..30) {
            proptest::prop_assert!(text.starts_with(head(&text, room, columns)));
            proptest::prop_assert!(text.ends_with(tail(&text, room, columns)));
        }
    }
}
