//! Finds the documents within a file.
//!
//! In: a cleaned text. Out: line ranges. A cover letter and what it forwards stay one document, and
//! so do titles within a text and annexes: a new document needs a sign of its own – that of a
//! database or library (`signals`), a title after the end of a text (`heads`, `ends`), a reprint
//! (`reprints`) – which the text before does not announce (`announced`), and running text before
//! it. Not its job: dropping the titles and notices that gave the sign.

mod above;
mod announced;
mod below;
mod chapters;
#[cfg(test)]
mod damaged_tests;
mod ends;
#[cfg(test)]
mod generated_tests;
mod glued_heads;
mod heads;
mod reprints;
mod signals;
#[cfg(test)]
mod tests;

use super::Options;
use super::clean::{Cleaned, reflow, shape, widths};
use crate::lexicon::furniture::{self, Evidence, Furniture};
use crate::lexicon::page_manner;
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
pub fn split(cleaned: &Cleaned, options: Options) -> Vec<Segment> {
    let rows: Vec<Row<'_>> = rows(cleaned);
    if rows.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    if !options.no_split {
        starts.extend(starts_after_text(&cleaned.view.text, &rows));
    }
    // Titles at the end of a page, and its own rows, are the list of its neighbours.
    let is_list = |last: &usize| rows[*last..].iter().all(|row| is_of_list(row.text));
    if starts.len() > 1 && starts.last().is_some_and(is_list) {
        starts.pop();
    }
    let orphan = (starts.len() > 1)
        .then(|| orphan_title(&rows, &starts))
        .flatten();
    segments(cleaned, &rows, &starts, orphan)
}

/// A line with kept text.
pub(super) struct Row<'t> {
    /// Index into [`Cleaned::lines`].
    pub(super) line: usize,
    /// Where it begins in the view.
    pub(super) at: usize,
    pub(super) text: &'t str,
}

fn rows(cleaned: &Cleaned) -> Vec<Row<'_>> {
    cleaned
        .lines
        .iter()
        .enumerate()
        .filter(|(_, span)| !span.is_empty())
        .map(|(line, span)| Row {
            line,
            at: span.start,
            text: &cleaned.view.text[span.range()],
        })
        .collect()
}

/// The rows at which a document begins: those that bear a sign and have running text before them,
/// back to the start before.
fn starts_after_text(view: &str, rows: &[Row<'_>]) -> Vec<usize> {
    let signs = signals::find(view, rows);
    let mut signs = signs.iter().copied().peekable();
    let mut reading = heads::Reading::new(view, rows);
    let mut starts = Vec::new();
    for at in 1..rows.len() {
        let signed = signs.next_if(|sign| *sign <= at) == Some(at);
        let reprinted = reprints::begins(rows, reading.since, at);
        let found = (signed || reprinted).then_some(at);
        let Some(first) = found.or_else(|| reading.begins(at)) else {
            continue;
        };
        if first > reading.since && (reprinted || has_text(&rows[reading.since..first])) {
            starts.push(first);
            reading.restart(first);
        }
    }
    starts
}

/// Whether the rows hold running text: a sentence below a title, wrapped perhaps, or 150 characters in five lines or
/// more.
fn has_text(rows: &[Row<'_>]) -> bool {
    let is_text = |(at, row): (usize, &Row<'_>)| {
        let sentence = at > 0 && (shape::is_sentence(row.text) || below::is_prose(row.text));
        (sentence || shape::is_body(row.text)) && !is_page_talk(row.text)
    };
    if rows.iter().enumerate().any(is_text) {
        return true;
    }
    let own = rows.iter().filter(|row| !is_of_head(row.text));
    let lengths: Vec<usize> = own.map(|row| row.text.len()).collect();
    lengths.len() >= 5 && lengths.iter().sum::<usize>() >= 450
}

/// Whether a row may be of a list of other pages, or is worded as a page's own.
fn is_of_list(text: &str) -> bool {
    shape::is_title_like(text) || page_manner::score(text) > 0.0 || is_page_talk(text)
}

/// Whether a row is of a page's head: of its information block, or worded as pages are.
fn is_of_head(text: &str) -> bool {
    let name = text.trim_start_matches(['•', '·', '【', '[', ' ']);
    let mut keys = furniture::page_keys().find(name);
    keys.next().is_some_and(|(range, _)| range.start == 0)
        || text.len() <= 300 && page_manner::score(text) >= PAGE_ROW
}

/// The least score of a row that is no text of its own.
const PAGE_ROW: f32 = 1.0;
/// The least score of a row that is worded as a page's own talk.
const PAGE_TALK: f32 = 3.0;

/// Whether a row is the page's own talk above a title: on browsers and cookies, a library's notice,
/// an abstract that announces the page.
fn is_page_talk(text: &str) -> bool {
    const ABSTRACTS: [&str; 6] = ["导读", "摘要", "【导读】", "【摘要】", "本文为", "本篇文章"];
    if text.len() > 600 {
        return false;
    }
    let addressed =
        || text.contains(['您', '你']) || text.contains("本网站") || text.contains("本文");
    signals::is_notice(text)
        || page_manner::score(text) >= PAGE_TALK
        || (ABSTRACTS.iter().any(|word| text.starts_with(word)) && addressed())
        || (furniture::terms()
            .find(text)
            .any(|(_, word)| word.evidence == Evidence::Sure && word.class == Furniture::Tool)
            && addressed())
}

/// The row of a title that stands first in the file, directly before another document's title,
/// while the last document has none.
fn orphan_title(rows: &[Row<'_>], starts: &[usize]) -> Option<usize> {
    let last = &rows[*starts.last()?..];
    let alone = shape::is_title_like(rows[0].text)
        && signals::repeats(rows, 0).is_none()
        && signals::begins_document(rows, 1)
        && is_untitled(last);
    alone.then_some(0)
}

/// Whether a document begins with running text.
fn is_untitled(rows: &[Row<'_>]) -> bool {
    let text = rows.iter().position(|row| !signals::is_notice(row.text));
    let Some(first) = text else {
        return false;
    };
    let rows = &rows[first..rows.len().min(first + 40)];
    let lines: Vec<reflow::Line<'_>> = rows
        .iter()
        .map(|row| reflow::Line {
            text: row.text,
            is_apart: false,
            after_gap: false,
            is_indented: false,
        })
        .collect();
    let length = |at: usize| [widths::Length::of(rows[at].text.chars()); 2];
    let follows = reflow::continued(&lines, &length);
    let is_wrapped = follows
        .get(1)
        .is_some_and(|follows| *follows != reflow::Follows::Apart);
    is_wrapped || !shape::is_title_like(rows[0].text)
}

fn segments(
    cleaned: &Cleaned,
    rows: &[Row<'_>],
    starts: &[usize],
    orphan: Option<usize>,
) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let first = match (index, orphan) {
            (0, Some(title)) => rows[title].line + 1,
            (0, None) => 0,
            _ => rows[*start].line,
        };
        let end = starts
            .get(index + 1)
            .map_or(cleaned.lines.len(), |next| rows[*next].line);
        let is_last = index + 1 == starts.len();
        segments.push(Segment {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            lines: first..end,
            view: Span::new(cleaned.lines[first].start, cleaned.lines[end - 1].end),
            distant_title: orphan
                .filter(|_| is_last)
                .map(|title| cleaned.lines[rows[title].line]),
        });
    }
    segments
}
