//! A segment under work: its lines, what rules have dropped of them so far, and what they read.

use std::ops::Range;

use super::{Cleaned, boilerplate, shape, source_line};
use crate::ingest::split::Segment;
use crate::lexicon::furniture;
use crate::model::text::{KeyValue, Mark};
use crate::model::{RuleId, Span};

/// A line whose source is not blank.
#[derive(Debug)]
pub(super) struct Row {
    /// In the view, without the line end.
    pub(super) view: Span,
    /// In the source, without the line end.
    pub(super) source: Span,
    /// Counts from 1 over the rows of the segment.
    pub(super) number: u32,
    /// A blank line stands before it.
    pub(super) after_gap: bool,
    /// View spans dropped by the rules of composing.
    dropped: Vec<Span>,
}

/// A row that continues the row before it, whatever their widths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    pub(super) row: usize,
    /// A space is put between.
    pub(super) apart: bool,
}

/// The rows of a segment.
pub(super) struct Sheet<'a> {
    pub(super) cleaned: &'a Cleaned,
    pub(super) rows: Vec<Row>,
    /// View offsets at which a new paragraph begins within a row.
    pub(super) breaks: Vec<usize>,
    /// Rows that are one paragraph with the row before; in order.
    pub(super) joined: Vec<Joined>,
    pub(super) key_values: Vec<KeyValue>,
    /// Marks made here, in the source.
    pub(super) marks: Vec<Mark>,
    /// What earlier rules removed, in the source; sorted, disjoint.
    pub(super) removed: Vec<Span>,
}

/// Rules of the page's head look at most at this many rows: menus of a hundred and fifty entries below
/// each other were seen before a title.
const HEAD_ROWS: usize = 200;

impl<'a> Sheet<'a> {
    pub(super) fn new(cleaned: &'a Cleaned, segment: &Segment) -> Self {
        let mut rows: Vec<Row> = Vec::with_capacity(segment.lines.len());
        let mut after_gap = false;
        for index in segment.lines.clone() {
            let source = cleaned.source_lines[index];
            if cleaned.source.text[source.range()].trim().is_empty() {
                after_gap = true;
                continue;
            }
            rows.push(Row {
                view: cleaned.lines[index],
                source,
                number: u32::try_from(rows.len() + 1).unwrap_or(u32::MAX),
                after_gap,
                dropped: Vec::new(),
            });
            after_gap = false;
        }
        let extent = rows.first().zip(rows.last());
        let extent = extent.map_or_else(Span::default, |(first, last)| {
            Span::new(first.source.start, last.source.end)
        });
        let marks = cleaned.marks_in(extent).map(|mark| mark.span);
        Self {
            cleaned,
            rows,
            breaks: Vec::new(),
            joined: Vec::new(),
            key_values: Vec::new(),
            marks: Vec::new(),
            removed: Span::union(marks.collect()),
        }
    }

    /// The view text of a span.
    pub(super) fn view(&self, span: Span) -> &'a str {
        &self.cleaned.view.text[span.range()]
    }

    /// A row's whole view text, dropped or not.
    pub(super) fn text(&self, row: usize) -> &'a str {
        self.view(self.rows[row].view)
    }

    /// What is left of a row: view spans, trimmed, that hold at least a letter or a digit.
    pub(super) fn pieces(&self, row: usize) -> Vec<Span> {
        let row = &self.rows[row];
        if row.dropped.is_empty() {
            return if row.view.is_empty() {
                Vec::new()
            } else {
                vec![row.view]
            };
        }
        let dropped = Span::union(row.dropped.clone());
        row.view
            .minus(&dropped)
            .into_iter()
            .map(|piece| self.trimmed(piece))
            .filter(|piece| !piece.is_empty())
            .collect()
    }

    /// The first piece of a row that is left.
    pub(super) fn first_piece(&self, row: usize) -> Option<Span> {
        if self.rows[row].dropped.is_empty() {
            let view = self.rows[row].view;
            return (!view.is_empty()).then_some(view);
        }
        self.pieces(row).first().copied()
    }

    /// The last piece of a row that is left.
    pub(super) fn last_piece(&self, row: usize) -> Option<Span> {
        if self.rows[row].dropped.is_empty() {
            return self.first_piece(row);
        }
        self.pieces(row).last().copied()
    }

    /// The view offsets within a span at which the source has white space, in order.
    pub(super) fn gaps(&self, span: Span) -> Vec<usize> {
        let source = self.to_source(span);
        let text = &self.cleaned.source.text[source.range()];
        let mut gaps = Vec::new();
        let mut was_space = false;
        for (at, character) in text.char_indices() {
            if character.is_whitespace() && !was_space {
                let at = source.start + at;
                gaps.push(self.cleaned.view.from_parent(Span::new(at, at)).start);
            }
            was_space = character.is_whitespace();
        }
        gaps
    }

    /// The parts of a piece of a row between separators and white space of the source, in the piece.
    pub(super) fn cells(&self, piece: Span, is_separator: fn(char) -> bool) -> Vec<Range<usize>> {
        let text = self.view(piece);
        let gaps = self.gaps(piece);
        let mut gaps = gaps.iter().map(|at| at - piece.start).peekable();
        let mut cells = Vec::new();
        let mut start = 0;
        for (at, character) in text.char_indices() {
            let is_gap = gaps.next_if(|gap| *gap <= at).is_some();
            let separates = is_separator(character);
            if is_gap || separates {
                cells.push(start..at);
                start = at + if separates { character.len_utf8() } else { 0 };
            }
        }
        cells.push(start..text.len());
        cells
    }

    /// Whether nothing is left of a row.
    pub(super) fn is_dropped(&self, row: usize) -> bool {
        self.first_piece(row).is_none()
    }

    pub(super) fn trimmed(&self, span: Span) -> Span {
        let text = self.view(span);
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        Span::new(span.start + start.min(end), span.start + end)
    }

    /// Drops a whole row.
    pub(super) fn drop_row(&mut self, row: usize, rule: &RuleId) {
        if self.is_dropped(row) {
            return;
        }
        let (view, source) = (self.rows[row].view, self.rows[row].source);
        self.rows[row].dropped.push(view);
        // The whole row stands for its parts.
        while self
            .marks
            .last()
            .is_some_and(|mark| source.contains(mark.span) && mark.rule == *rule)
        {
            self.marks.pop();
        }
        let text = &self.cleaned.source.text[source.range()];
        let start = source.start + (text.len() - text.trim_start().len());
        self.mark(Span::new(start, source.start + text.trim_end().len()), rule);
    }

    /// Drops a part of a row; the whole row if no letter or digit is left.
    pub(super) fn drop_span(&mut self, row: usize, span: Span, rule: &RuleId) {
        if span.is_empty() {
            return;
        }
        self.rows[row].dropped.push(span);
        let left = self.pieces(row).iter().any(|piece| {
            self.view(*piece)
                .contains(|character: char| character.is_alphanumeric())
        });
        if left {
            self.mark(self.to_source(span), rule);
        } else {
            self.rows[row].dropped.pop();
            self.drop_row(row, rule);
        }
    }

    fn mark(&mut self, span: Span, rule: &RuleId) {
        self.marks.push(Mark {
            span,
            rule: rule.clone(),
        });
    }

    /// The source of a view span.
    pub(super) fn to_source(&self, view: Span) -> Span {
        self.cleaned.view.map.to_parent(view)
    }

    /// The source of a view span as displayed: without annotations.
    pub(super) fn displayed(&self, view: Span) -> String {
        self.to_source(view)
            .minus(&self.removed)
            .iter()
            .map(|span| &self.cleaned.source.text[span.range()])
            .collect()
    }

    /// Keeps a metadata row that was found on the page.
    pub(super) fn add_key_value(&mut self, key: &str, value: Span) {
        let value = self.trimmed(value);
        self.key_values.push(KeyValue {
            key: key.to_owned(),
            value: self.displayed(value).trim().to_owned(),
            span: self.to_source(value),
        });
    }

    /// One past the last row of the page's head: the rows before the running text.
    pub(super) fn head_end(&self) -> usize {
        let most = self.rows.len().min(HEAD_ROWS);
        (0..most)
            .find(|&row| {
                self.first_piece(row)
                    .is_some_and(|piece| begins_text(self.view(piece)))
                    && !boilerplate::is_page_row(self, row)
                    && !boilerplate::manner::is_doubtful(self.text(row))
                    && !self.heads_page_line(row)
            })
            .unwrap_or(most)
    }

    /// Whether a heading is a page's title: its source and date stand below it.
    fn heads_page_line(&self, row: usize) -> bool {
        let below = |row: usize| self.rows.get(row).map_or("", |_| self.text(row));
        let is_page_line = |text: &str| {
            let mut keys = furniture::page_keys().find(text);
            text.len() <= 300
                && keys.next().is_some_and(|(range, _)| {
                    range.start == 0 && text[range.end..].starts_with(':')
                })
                && text.contains("20")
                && keys.next().is_some()
        };
        let is_worded = || {
            let next = self.rows.get(row + 1).map(|row| row.view);
            next.is_some_and(|piece| source_line::read(self, piece).is_some())
        };
        shape::is_text_heading(self.text(row)) && (is_page_line(below(row + 1)) || is_worded())
    }

    /// Whether white space stands in the source just before a view offset.
    pub(super) fn gap_before(&self, at: usize) -> &'a str {
        let end = self.to_source(Span::new(at, at)).start;
        let before = &self.cleaned.source.text[..end];
        &before[before
            .trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}'])
            .len()..]
    }
}

/// Whether a line is the first of the running text; of short ones only those without a word of the
/// page.
fn begins_text(line: &str) -> bool {
    shape::is_body(line)
        || (shape::begins_text(line)
            && furniture::terms()
                .find(line)
                .all(|(_, word)| word.evidence == furniture::Evidence::Plain)
            && furniture::page_keys()
                .find(line)
                .all(|(range, _)| range.start > 0))
}
