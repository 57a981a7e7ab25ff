//! Whether a text announces the title that comes after it: a letter names what it forwards, a list
//! of annexes their titles. Such a title begins no document.
//!
//! Two documents may well be about the same thing: unless the text forwards something, only the
//! whole title counts, organ included.

use super::Row;
use super::heads::Title;
use crate::ingest::clean::shape;

/// A text is searched for a title within so many bytes from its beginning – the letter and the list
/// of its annexes – and before the title: reading stays linear.
const FIRST_BYTES: usize = 1 << 15;
const LAST_BYTES: usize = 1 << 12;
/// Rows of a letter up to its signature.
const LETTER_ROWS: usize = 30;
/// Rows within which a text's title stands.
const HEAD_ROWS: usize = 4;
/// Titles share so many of their pairs of characters if one is what the other forwards.
const ALIKE: f64 = 0.5;

/// The text before a title, back to its document's beginning.
pub(super) struct Before<'a, 't> {
    pub(super) view: &'t str,
    pub(super) rows: &'a [Row<'t>],
    /// Where the title's head begins in the view.
    pub(super) end: usize,
}

impl Before<'_, '_> {
    /// Whether the text names a title in full.
    pub(super) fn names(&self, title: &str) -> bool {
        let stem = shape::trimmed_title(title.trim());
        let Some(first) = self.rows.first() else {
            return false;
        };
        pieces(self.view, first.at, self.end).any(|piece| piece.contains(stem))
    }

    /// Whether the text's own title is about the same thing.
    pub(super) fn is_alike(&self, title: &str) -> bool {
        let head = &self.rows[..self.rows.len().min(HEAD_ROWS)];
        head.iter().any(|row| is_alike(topic(title), row.text))
    }

    /// Whether the text forwards something that the title may be the title of.
    pub(super) fn announces(&self, title: Title, text: &str) -> bool {
        let letter = &self.rows[..self.rows.len().min(LETTER_ROWS)];
        let says = |words: &[&str]| {
            letter
                .iter()
                .any(|row| words.iter().any(|word| row.text.contains(word)))
        };
        let forwards = match title {
            Title::Issued => says(&["转发", "批转"]),
            Title::Headline => false,
            Title::Official | Title::Typed => says(&[
                "印发", "转发", "批转", "颁布", "公布", "发布", "下达", "附件", "修订",
            ]),
        };
        if !forwards {
            return false;
        }
        let topic = topic(text);
        let start = letter.first().map_or(self.end, |row| row.at);
        if pieces(self.view, start, self.end).any(|piece| piece.contains(topic)) {
            return true;
        }
        letter.iter().any(|row| is_alike(topic, row.text))
    }
}

/// Returns the text between two rows as far as it is searched.
pub(super) fn window<'t>(
    view: &'t str,
    rows: &[Row<'t>],
    since: usize,
    at: usize,
) -> impl Iterator<Item = &'t str> {
    pieces(view, rows[since].at, rows[at].at)
}

fn pieces(view: &str, start: usize, end: usize) -> impl Iterator<Item = &str> {
    let first = shape::floor_boundary(view, end.min(start + FIRST_BYTES));
    let last = shape::ceil_boundary(view, end.saturating_sub(LAST_BYTES).max(first));
    [&view[start..first], &view[last.min(end)..end]].into_iter()
}

/// What a title is about: from 关于 or 印发 to its type word.
fn topic(title: &str) -> &str {
    let start = title
        .find("关于")
        .or(title.find("印发"))
        .map_or(0, |at| at + "关于".len());
    let title = shape::trimmed_title(&title[start..]);
    let end = title.rfind('的').unwrap_or(title.len());
    &title[..end]
}

/// Whether a line holds most pairs of characters of a topic, whatever its quotes.
fn is_alike(topic: &str, line: &str) -> bool {
    if line.len() > 600 {
        return false;
    }
    let pairs = |text: &str| -> Vec<(char, char)> {
        let characters: Vec<char> = shape::essence(text).collect();
        characters
            .windows(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    };
    let (wanted, given) = (pairs(topic), pairs(line));
    let shared = wanted.iter().filter(|pair| given.contains(pair)).count();
    !wanted.is_empty() && shared as f64 >= ALIKE * wanted.len() as f64
}
