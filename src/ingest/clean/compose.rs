//! Composes a segment: runs the rules on its sheet, then builds display and folded text.

use super::reflow::{self, Line};
use super::sheet::Sheet;
use super::{Cleaned, annotations, boilerplate, edges, key_values, page_lines, titles};
use crate::analysis::char_filter::{fold, is_cjk};
use crate::ingest::Options;
use crate::ingest::split::Segment;
use crate::model::text::{MappedTextBuilder, Mark};
use crate::model::{MappedText, Part, PartParagraph, Span};

/// Composes a segment's kept text: key-value blocks read and boilerplate dropped, lines joined.
#[must_use]
pub fn compose(cleaned: &Cleaned, segment: &Segment, options: Options) -> Part {
    let mut sheet = Sheet::new(cleaned, segment);
    edges::read(&mut sheet, cleaned, segment);
    key_values::read(&mut sheet);
    page_lines::read(&mut sheet);
    if !options.keep_boilerplate {
        boilerplate::read(&mut sheet);
    }
    let title = titles::read(&mut sheet, segment.distant_title);

    let pieces = pieces(&sheet, segment.distant_title);
    let (display, numbers, title_line) = display(&sheet, &pieces, title);
    finish(&sheet, segment, display, (numbers, title_line))
}

/// A kept stretch of source, within one row.
struct Piece {
    source: Span,
    number: u32,
    /// It begins a paragraph in any case.
    is_apart: bool,
    is_title: bool,
    /// Its row in the sheet; none for a title from elsewhere.
    row: Option<usize>,
}

/// Cuts the rows at their paragraph breaks and takes what is kept of them.
fn pieces(sheet: &Sheet<'_>, distant: Option<Span>) -> Vec<Piece> {
    let removed = removed(sheet);
    let mut breaks: Vec<usize> = sheet
        .breaks
        .iter()
        .map(|at| sheet.to_source(Span::new(*at, *at)).start)
        .collect();
    breaks.sort_unstable();
    breaks.dedup();
    let mut pieces = Vec::with_capacity(sheet.rows.len() + 1);
    if let Some(title) = distant {
        pieces.push(Piece {
            source: sheet.to_source(title),
            number: 1,
            is_apart: true,
            is_title: true,
            row: None,
        });
    }
    let mut previous = None;
    for (index, row) in sheet.rows.iter().enumerate() {
        for source in cut(row.source, &breaks) {
            if is_gone(sheet, source, &removed) {
                continue;
            }
            let adjacent = previous.is_some_and(|before| before + 1 == index);
            pieces.push(Piece {
                source,
                number: row.number,
                is_apart: !adjacent || row.after_gap || source.start > row.source.start,
                is_title: false,
                row: Some(index),
            });
            previous = Some(index);
        }
    }
    pieces
}

/// All that is not kept, in the source, sorted and disjoint.
fn removed(sheet: &Sheet<'_>) -> Vec<Span> {
    let mut removed = sheet.removed.clone();
    removed.extend(sheet.marks.iter().map(|mark| mark.span));
    Span::union(removed)
}

fn cut(span: Span, breaks: &[usize]) -> Vec<Span> {
    let from = breaks.partition_point(|at| *at <= span.start);
    let to = breaks.partition_point(|at| *at < span.end);
    let mut start = span.start;
    let mut cut = Vec::new();
    for at in breaks.get(from..to).unwrap_or_default() {
        cut.push(Span::new(start, *at));
        start = *at;
    }
    cut.push(Span::new(start, span.end));
    cut
}

fn is_gone(sheet: &Sheet<'_>, source: Span, removed: &[Span]) -> bool {
    source
        .minus(removed)
        .iter()
        .all(|span| sheet.cleaned.source.text[span.range()].trim().is_empty())
}

/// Builds the display text; returns it with each line's number and the title's line.
fn display(
    sheet: &Sheet<'_>,
    pieces: &[Piece],
    title: Option<Span>,
) -> (MappedText, Vec<u32>, Option<usize>) {
    let removed = removed(sheet);
    let title = title.map(|title| sheet.to_source(title));
    let continued = continued(sheet, pieces);
    let mut builder = DisplayBuilder {
        source: &sheet.cleaned.source.text,
        removed: &removed,
        out: MappedTextBuilder::default(),
        numbers: Vec::new(),
    };
    let mut title_line = None;
    let is_joined = !sheet.joined.is_empty();
    for (piece, join) in pieces.iter().zip(continued) {
        let started = builder.push(piece, join);
        let is_title = piece.is_title
            || title.is_some_and(|title| {
                piece.source.contains(title) || (is_joined && title.contains(piece.source))
            });
        if started && is_title && title_line.is_none() {
            title_line = Some(builder.numbers.len() - 1);
        }
    }
    (builder.out.finish(), builder.numbers, title_line)
}

/// How a piece follows the piece before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// It begins a paragraph.
    No,
    /// It continues the line.
    Direct,
    /// It continues the line after a space.
    Spaced,
}

/// Which pieces continue the piece before.
fn continued(sheet: &Sheet<'_>, pieces: &[Piece]) -> Vec<Join> {
    let lines: Vec<Line<'_>> = pieces
        .iter()
        .map(|piece| Line {
            text: piece.row.map_or("", |row| sheet.text(row)),
            is_apart: piece.is_apart,
        })
        .collect();
    let wrapped = reflow::continued(&lines);
    pieces
        .iter()
        .zip(wrapped)
        .map(|(piece, wrapped)| {
            let joined = sheet
                .joined
                .iter()
                .find(|joined| piece.row == Some(joined.row));
            match joined {
                Some(joined) if joined.apart => Join::Spaced,
                Some(_) => Join::Direct,
                None if wrapped => Join::Direct,
                None => Join::No,
            }
        })
        .collect()
}

struct DisplayBuilder<'t> {
    source: &'t str,
    removed: &'t [Span],
    out: MappedTextBuilder,
    numbers: Vec<u32>,
}

impl DisplayBuilder<'_> {
    /// Appends a piece; returns whether it began a paragraph.
    fn push(&mut self, piece: &Piece, join: Join) -> bool {
        let spans = self.trimmed(piece.source.minus(self.removed));
        let text = |span: &Span| &self.source[span.range()];
        let visible = spans.iter().any(|span| is_visible(text(span)));
        let Some(first) = spans.first().filter(|_| visible) else {
            return false;
        };
        let joins = join != Join::No && !self.out.is_empty();
        if joins {
            let before = self.out.text().chars().next_back().unwrap_or(' ');
            let after = text(first).chars().next().unwrap_or(' ');
            if join == Join::Spaced || (!is_wide(before) && !is_wide(after)) {
                self.out.insert(" ");
            }
        } else {
            if !self.out.is_empty() {
                self.out.insert("\n");
            }
            self.numbers.push(piece.number);
        }
        for span in &spans {
            self.out.keep(self.source, *span);
        }
        !joins
    }

    /// The spans without white space at the two ends.
    fn trimmed(&self, mut spans: Vec<Span>) -> Vec<Span> {
        while let Some(first) = spans.first_mut() {
            let text = &self.source[first.range()];
            first.start += text.len() - text.trim_start().len();
            if !first.is_empty() {
                break;
            }
            spans.remove(0);
        }
        while let Some(last) = spans.last_mut() {
            last.end = last.start + self.source[last.range()].trim_end().len();
            if !last.is_empty() {
                break;
            }
            spans.pop();
        }
        spans
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

fn finish(
    sheet: &Sheet<'_>,
    segment: &Segment,
    display: MappedText,
    (numbers, title_paragraph): (Vec<u32>, Option<usize>),
) -> Part {
    let span = sheet
        .rows
        .first()
        .zip(sheet.rows.last())
        .map_or_else(Span::default, |(first, last)| {
            Span::new(first.source.start, last.source.end)
        });
    let mut marks: Vec<Mark> = sheet
        .cleaned
        .marks_in(span)
        .chain(&sheet.marks)
        .cloned()
        .collect();
    marks.sort_by_key(|mark| mark.span);
    let annotations = marks
        .iter()
        .filter(|mark| mark.rule == annotations::ANNOTATION);
    let folded = fold(&display.text);
    Part {
        number: segment.number,
        span,
        paragraphs: paragraphs(&display.text, &folded.text, &numbers),
        annotations_removed: u32::try_from(annotations.count()).unwrap_or(u32::MAX),
        display,
        folded,
        key_values: sheet.key_values.clone(),
        marks,
        title_paragraph,
    }
}

fn paragraphs(display: &str, folded: &str, numbers: &[u32]) -> Vec<PartParagraph> {
    super::lines(display)
        .into_iter()
        .zip(super::lines(folded))
        .zip(numbers)
        .map(|((display, folded), number)| PartParagraph {
            number: *number,
            display,
            folded,
        })
        .collect()
}
