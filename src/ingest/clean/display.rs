//! Builds the display text of a sheet: its rows cut into paragraphs, less what was dropped, wrapped
//! lines joined.
//!
//! What people wrote stays as it is, but for white space: at line ends, and within a number that a
//! page layout tore apart (`(201 6年`). Not its job: deciding what is dropped or where a row is cut
//! (the rules do, on the sheet).

use super::reflow::{self, Follows, Line};
use super::sheet::Sheet;
use super::torn_numbers;
use super::widths::Length;
use crate::analysis::char_filter::{fold, is_cjk};
use crate::model::text::MappedTextBuilder;
use crate::model::{MappedText, Span};

/// The display text.
pub(super) struct Display {
    /// One paragraph a line; maps to the source.
    pub(super) text: MappedText,
    /// The number of each line's first row.
    pub(super) numbers: Vec<u32>,
    /// The title's line.
    pub(super) title: Option<usize>,
}

/// Builds the display text of a sheet whose title stands at `title` in the view; a `distant` title,
/// from elsewhere in the file, comes first.
pub(super) fn build(sheet: &Sheet<'_>, distant: Option<Span>, title: Option<Span>) -> Display {
    let removed = removed(sheet);
    let title = title.map(|title| sheet.to_source(title));
    let pieces = pieces(sheet, distant, title, &removed);
    let mut builder = DisplayBuilder {
        source: &sheet.cleaned.source.text,
        removed: &removed,
        out: MappedTextBuilder::default(),
        numbers: Vec::new(),
        ends_spaced: false,
    };
    let mut title_line = None;
    for (piece, join) in pieces.iter().zip(joins(sheet, &pieces, &removed)) {
        let started = builder.push(piece, join);
        if started && piece.is_title && title_line.is_none() {
            title_line = Some(builder.numbers.len() - 1);
        }
    }
    Display {
        text: builder.out.finish(),
        numbers: builder.numbers,
        title: title_line,
    }
}

/// A kept stretch of source, within one row.
struct Piece {
    source: Span,
    number: u32,
    /// It begins a paragraph in any case.
    is_apart: bool,
    /// A blank line stands before it.
    after_gap: bool,
    is_title: bool,
    /// Its row in the sheet; none for a title from elsewhere.
    row: Option<usize>,
}

/// Cuts the rows at their paragraph breaks and takes what is kept of them.
fn pieces(
    sheet: &Sheet<'_>,
    distant: Option<Span>,
    title: Option<Span>,
    removed: &[Span],
) -> Vec<Piece> {
    let breaks = breaks(sheet);
    let mut breaks = breaks.iter().copied().peekable();
    let is_joined = !sheet.joined.is_empty();
    let mut pieces = Vec::with_capacity(sheet.rows.len() + 1);
    if let Some(title) = distant {
        pieces.push(Piece {
            source: sheet.to_source(title),
            number: 1,
            is_apart: true,
            after_gap: false,
            is_title: true,
            row: None,
        });
    }
    let mut previous = None;
    let mut after_title = false;
    for (index, row) in sheet.rows.iter().enumerate() {
        let mut start = row.source.start;
        while start < row.source.end {
            while breaks.next_if(|at| *at <= start).is_some() {}
            let end = breaks.next_if(|at| *at < row.source.end);
            let source = Span::new(start, end.unwrap_or(row.source.end));
            let begins_row = start == row.source.start;
            start = source.end;
            if is_gone(sheet, source, removed) {
                continue;
            }
            let adjacent = previous.is_some_and(|before| before + 1 == index);
            let is_title = title.is_some_and(|title| {
                source.contains(title) || (is_joined && title.contains(source))
            });
            pieces.push(Piece {
                source,
                number: row.number,
                is_apart: !adjacent || !begins_row || after_title,
                after_gap: row.after_gap,
                is_title,
                row: Some(index),
            });
            previous = Some(index);
            after_title = is_title;
        }
    }
    pieces
}

/// The paragraph breaks within rows, in the source, sorted.
fn breaks(sheet: &Sheet<'_>) -> Vec<usize> {
    let mut breaks: Vec<usize> = sheet
        .breaks
        .iter()
        .map(|at| sheet.to_source(Span::new(*at, *at)).start)
        .collect();
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

/// All that is not kept, in the source, sorted and disjoint.
fn removed(sheet: &Sheet<'_>) -> Vec<Span> {
    let torn = torn_numbers::find(sheet);
    if sheet.marks.is_empty() && torn.is_empty() {
        return sheet.removed.clone();
    }
    let mut removed = sheet.removed.clone();
    removed.extend(sheet.marks.iter().map(|mark| mark.span));
    removed.extend(torn);
    Span::union(removed)
}

/// The removed spans that touch a span.
fn removed_in(span: Span, removed: &[Span]) -> &[Span] {
    let from = removed.partition_point(|gone| gone.end <= span.start);
    let len = removed[from..].partition_point(|gone| gone.start < span.end);
    &removed[from..from + len]
}

fn is_gone(sheet: &Sheet<'_>, source: Span, removed: &[Span]) -> bool {
    let is_blank = |span: Span| sheet.cleaned.source.text[span.range()].trim().is_empty();
    match removed_in(source, removed) {
        [] => is_blank(source),
        removed => source.minus(removed).into_iter().all(is_blank),
    }
}

/// How a piece follows the piece before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// It begins a paragraph.
    No,
    /// It continues the line.
    Direct(Follows),
    /// It continues the line after a space.
    Spaced,
}

/// Which pieces continue the piece before.
fn joins<'a>(
    sheet: &'a Sheet<'_>,
    pieces: &'a [Piece],
    removed: &[Span],
) -> impl Iterator<Item = Join> + 'a {
    let source = &sheet.cleaned.source.text;
    let lines: Vec<Line<'_>> = pieces
        .iter()
        .map(|piece| Line {
            text: piece.row.map_or("", |row| text_of(sheet, piece, row)),
            is_apart: piece.is_apart,
            after_gap: piece.after_gap,
            is_indented: source[piece.source.range()].starts_with([' ', '\t', '\u{3000}']),
        })
        .collect();
    let length = |at: usize| lengths(source, pieces[at].source, removed);
    let follows = reflow::continued(&lines, &length);
    pieces.iter().zip(follows).map(|(piece, follows)| {
        let joined = sheet
            .joined
            .iter()
            .find(|joined| piece.row == Some(joined.row));
        match joined {
            Some(joined) if joined.apart => Join::Spaced,
            Some(_) => Join::Direct(Follows::CutOff),
            None if follows == Follows::Apart => Join::No,
            None => Join::Direct(follows),
        }
    })
}

/// How long a piece is on its page: without what was injected, and with it.
fn lengths(source: &str, piece: Span, removed: &[Span]) -> [Length; 2] {
    let whole = Length::of(source[piece.range()].chars());
    let removed = removed_in(piece, removed);
    if removed.is_empty() {
        return [whole; 2];
    }
    let kept = piece.minus(removed);
    let kept = kept.iter().flat_map(|span| source[span.range()].chars());
    [Length::of(kept), whole]
}

/// The view text of a piece.
fn text_of<'a>(sheet: &Sheet<'a>, piece: &Piece, row: usize) -> &'a str {
    if piece.source == sheet.rows[row].source {
        return sheet.text(row);
    }
    sheet.view(sheet.cleaned.view.from_parent(piece.source))
}

struct DisplayBuilder<'t> {
    source: &'t str,
    removed: &'t [Span],
    out: MappedTextBuilder,
    numbers: Vec<u32>,
    /// White space stood at the end of the piece before.
    ends_spaced: bool,
}

impl DisplayBuilder<'_> {
    /// Appends a piece; returns whether it began a paragraph.
    fn push(&mut self, piece: &Piece, join: Join) -> bool {
        match removed_in(piece.source, self.removed) {
            [] => self.push_spans(piece, join, &mut [piece.source]),
            removed => self.push_spans(piece, join, &mut piece.source.minus(removed)),
        }
    }

    fn push_spans(&mut self, piece: &Piece, join: Join, spans: &mut [Span]) -> bool {
        let spans = self.trimmed(spans);
        let text = |span: &Span| &self.source[span.range()];
        let visible = spans.iter().any(|span| is_visible(text(span)));
        let Some(first) = spans.first().filter(|_| visible) else {
            return false;
        };
        let joins = join != Join::No && !self.out.is_empty();
        if joins {
            let before = self.out.text().chars().next_back().unwrap_or(' ');
            let after = text(first).chars().next().unwrap_or(' ');
            if is_spaced(join, before, after, self.ends_spaced) {
                self.out.insert(" ");
            }
        } else {
            if !self.out.is_empty() {
                self.out.insert("\n");
            }
            self.numbers.push(piece.number);
        }
        for span in spans {
            self.out.keep(self.source, *span);
        }
        self.ends_spaced = spans.last().is_some_and(|last| last.end < piece.source.end)
            && self.source[..piece.source.end].ends_with(char::is_whitespace);
        !joins
    }

    /// The spans without white space at the two ends.
    fn trimmed<'s>(&self, spans: &'s mut [Span]) -> &'s [Span] {
        let text = |span: Span| &self.source[span.range()];
        let is_filled = |span: &Span| !text(*span).trim().is_empty();
        let Some(first) = spans.iter().position(is_filled) else {
            return &[];
        };
        let last = spans.iter().rposition(is_filled).unwrap_or(first);
        let spans = &mut spans[first..=last];
        if let Some(first) = spans.first_mut() {
            first.start = first.end - text(*first).trim_start().len();
        }
        if let Some(last) = spans.last_mut() {
            last.end = last.start + text(*last).trim_end().len();
        }
        spans
    }
}

/// Whether a space stands between two joined lines: not beside Chinese writing, not within a number,
/// and not within a word, which only lines of one exact length cut.
fn is_spaced(join: Join, before: char, after: char, ends_spaced: bool) -> bool {
    match join {
        Join::No => false,
        Join::Spaced => true,
        Join::Direct(_) if is_wide(before) || is_wide(after) => false,
        Join::Direct(_) if ends_spaced => true,
        Join::Direct(Follows::CutOff) => false,
        Join::Direct(_) => before.is_alphabetic() || after.is_alphabetic(),
    }
}

/// Whether anything is left of a text when it is folded.
fn is_visible(text: &str) -> bool {
    let plain = |character: char| character.is_alphanumeric() || character.is_ascii_graphic();
    text.contains(plain) || !fold(text).text.is_empty()
}

fn is_wide(character: char) -> bool {
    is_cjk(character) || matches!(character, '\u{ff00}'..='\u{ffef}')
}
