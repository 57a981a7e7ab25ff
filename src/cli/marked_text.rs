//! A file's text with what was dropped from it: for `inspect --stage clean`.
//!
//! In: the source text of one part and its marks. Out: numbered lines for people (`-` before a line
//! that is wholly dropped, with its rules; `~` before one that lost pieces, which stand in
//! `[-…-]`, as `git diff --word-diff` prints them), a count for each rule, and the same as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::model::text::Mark;
use crate::model::{RuleId, Span};

const DROPPED: Style = AnsiColor::Red.on_default();
const RULE: Style = AnsiColor::Cyan.on_default();
const KEPT: Style = Style::new().dimmed();

/// Characters shown of a kept line, and on each side of a dropped piece.
const KEPT_CHARS: usize = 48;
const CONTEXT_CHARS: usize = 10;

/// The rule of spliced-in readings: hundreds on a page, so text output shows them without name.
const ANNOTATION: &str = "clean/annotation";

/// Counts the lines of one text before places that come in order: a table has a part for each row.
#[derive(Default)]
pub(super) struct LineCounter {
    at: usize,
    /// Line ends before `at`.
    count: usize,
}

impl LineCounter {
    /// The number, from 1, of the line in which `text[at..]` begins.
    pub(super) fn number(&mut self, text: &str, at: usize) -> usize {
        if at < self.at {
            *self = Self::default();
        }
        let passed = text.get(self.at..at).unwrap_or_default();
        self.count += passed.bytes().filter(|byte| *byte == b'\n').count();
        self.at = at;
        self.count + 1
    }
}

/// One part of a source text, with the marks within it, in order.
pub(super) struct MarkedText<'a> {
    text: &'a str,
    extent: Span,
    /// The number of the line in which the part begins.
    first_line: usize,
    marks: Vec<&'a Mark>,
}

/// What a rule dropped.
#[derive(Default)]
struct Sum {
    pieces: usize,
    chars: usize,
}

/// A non-blank line and its marks, cut at its ends.
struct Line<'a> {
    number: usize,
    span: Span,
    pieces: Vec<(Span, &'a RuleId)>,
}

impl Line<'_> {
    /// Whether nothing visible is left.
    fn is_dropped(&self, text: &str) -> bool {
        let spans = Span::union(self.pieces.iter().map(|(span, _)| *span).collect());
        let kept = self.span.minus(&spans);
        kept.iter().all(|span| text[span.range()].trim().is_empty())
    }
}

impl<'a> MarkedText<'a> {
    /// `lines` counts those of this text.
    pub(super) fn new(
        text: &'a str,
        extent: Span,
        marks: &'a [Mark],
        lines: &mut LineCounter,
    ) -> Self {
        let is_valid = |span: Span| text.get(span.range()).is_some();
        let mut marks: Vec<&Mark> = marks.iter().filter(|mark| is_valid(mark.span)).collect();
        marks.sort_by_key(|mark| mark.span);
        let extent = if is_valid(extent) {
            extent
        } else {
            Span::default()
        };
        Self {
            text,
            extent,
            first_line: lines.number(text, extent.start),
            marks,
        }
    }

    fn lines(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let mut next = 0;
        let mut start = self.extent.start;
        for (number, content) in (self.first_line..).zip(self.text[self.extent.range()].split('\n'))
        {
            let span = Span::new(start, start + content.len());
            while self
                .marks
                .get(next)
                .is_some_and(|mark| mark.span.end <= span.start)
            {
                next += 1;
            }
            // A mark may hold several lines, and others may stand within it.
            let here = self.marks[next..]
                .iter()
                .take_while(|mark| mark.span.start < span.end)
                .filter(|mark| mark.span.overlaps(span));
            let pieces = here
                .map(|mark| (cut(mark.span, span), &mark.rule))
                .collect();
            if !content.trim().is_empty() {
                lines.push(Line {
                    number,
                    span,
                    pieces,
                });
            }
            start = span.end + 1;
        }
        lines
    }

    fn sums(&self) -> BTreeMap<&'a str, Sum> {
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        for mark in &self.marks {
            let sum = sums.entry(mark.rule.as_str()).or_default();
            sum.pieces += 1;
            sum.chars += visible(&self.text[mark.span.range()]);
        }
        sums
    }

    /// Returns every dropped piece with its rule, and a count for each rule.
    pub(super) fn json(&self, part: u32) -> Value {
        let lines = self.lines();
        let line_of = |at: usize| {
            let index = lines.partition_point(|line| line.span.end <= at);
            lines.get(index).map(|line| line.number)
        };
        let dropped: Vec<Value> = self
            .marks
            .iter()
            .map(|mark| {
                json!({
                    "rule": mark.rule,
                    "line": line_of(mark.span.start),
                    "span": [mark.span.start, mark.span.end],
                    "text": self.text[mark.span.range()],
                })
            })
            .collect();
        let rules: serde_json::Map<String, Value> = self
            .sums()
            .into_iter()
            .map(|(rule, sum)| {
                let value = json!({"pieces": sum.pieces, "characters": sum.chars});
                (rule.to_owned(), value)
            })
            .collect();
        json!({"part": part, "dropped": dropped, "rules": rules})
    }

    /// Prints the text; `unit` is the word for characters.
    pub(super) fn print(&self, out: &mut dyn Write, unit: &str) -> io::Result<()> {
        for line in self.lines() {
            let number = line.number;
            if line.pieces.is_empty() {
                let kept = shorten(&self.text[line.span.range()], KEPT_CHARS);
                writeln!(out, "{KEPT}{number:>5}   {kept}{KEPT:#}")?;
            } else if line.is_dropped(self.text) {
                let text = &self.text[line.span.range()];
                let rules = rules(&line);
                writeln!(
                    out,
                    "{number:>5} {DROPPED}- {text}{DROPPED:#}  {RULE}{rules}{RULE:#}"
                )?;
            } else {
                writeln!(out, "{number:>5} ~ {}", self.pieces(&line))?;
            }
        }
        writeln!(out)?;
        for (rule, sum) in self.sums() {
            let Sum { pieces, chars } = sum;
            writeln!(out, "{pieces:>7} × {chars:>7} {unit}  {RULE}{rule}{RULE:#}")?;
        }
        Ok(())
    }

    /// The dropped pieces of a line, with a little of what stands around them.
    fn pieces(&self, line: &Line<'_>) -> String {
        let mut printed = String::new();
        let mut at = line.span.start;
        for (span, _) in &line.pieces {
            if span.end <= at {
                continue;
            }
            let start = span.start.max(at);
            let between = &self.text[at..start];
            printed.push_str(&around(between, at == line.span.start));
            let text = &self.text[start..span.end];
            printed.push_str(&format!("{DROPPED}[-{text}-]{DROPPED:#}"));
            at = span.end;
        }
        printed.push_str(&shorten(&self.text[at..line.span.end], CONTEXT_CHARS));
        let rules = rules(line);
        if rules != ANNOTATION {
            printed.push_str(&format!("  {RULE}{rules}{RULE:#}"));
        }
        printed
    }
}

fn cut(mark: Span, line: Span) -> Span {
    Span::new(mark.start.max(line.start), mark.end.min(line.end))
}

/// The names of a line's rules, each once.
fn rules(line: &Line<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (_, rule) in &line.pieces {
        if !names.contains(&rule.as_str()) {
            names.push(rule.as_str());
        }
    }
    names.join(" ")
}

fn visible(text: &str) -> usize {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .count()
}

/// The first characters of a text.
fn shorten(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The ends of a kept text between two dropped pieces (its end only, before the first).
fn around(text: &str, is_first: bool) -> String {
    let count = text.chars().count();
    let head = if is_first { 0 } else { CONTEXT_CHARS };
    if count <= head + CONTEXT_CHARS + 1 {
        return text.to_owned();
    }
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(count - CONTEXT_CHARS).collect();
    format!("{first}…{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, piece: &str, rule: &'static str) -> Mark {
        let start = text.find(piece).unwrap();
        Mark {
            span: Span::new(start, start + piece.len()),
            rule: RuleId::new(rule),
        }
    }

    fn printed(text: &str, marks: &[Mark]) -> String {
        let mut out = Vec::new();
        let whole = Span::new(0, text.len());
        MarkedText::new(text, whole, marks, &mut LineCounter::default())
            .print(&mut out, "characters")
            .unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn lines_show_what_they_lost_and_why() {
        let text = "首页 > 政务公开\n推進一區(qū)多園建設\n\n打印 关闭 推荐\n正文";
        let marks = [
            mark(text, "首页 > 政务公开", "clean/boilerplate/crumb"),
            mark(text, "(qū)", "clean/annotation"),
            mark(text, "打印 关闭", "clean/boilerplate/tool"),
        ];
        let expected = "    1 - 首页 > 政务公开  clean/boilerplate/crumb\n    \
            2 ~ 推進一區[-(qū)-]多園建設\n    \
            4 ~ [-打印 关闭-] 推荐  clean/boilerplate/tool\n    \
            5   正文\n\n      \
            1 ×       4 characters  clean/annotation\n      \
            1 ×       7 characters  clean/boilerplate/crumb\n      \
            1 ×       4 characters  clean/boilerplate/tool\n";
        assert_eq!(printed(text, &marks), expected);
    }

    #[test]
    fn json_names_line_span_and_text() {
        let text = "正文\n打印 关闭";
        let marks = [mark(text, "打印 关闭", "clean/boilerplate/tool")];
        let whole = Span::new(0, text.len());
        let json = MarkedText::new(text, whole, &marks, &mut LineCounter::default()).json(1);
        assert_eq!(
            json,
            json!({
                "part": 1,
                "dropped": [{"rule": "clean/boilerplate/tool", "line": 2, "span": [7, 20], "text": "打印 关闭"}],
                "rules": {"clean/boilerplate/tool": {"pieces": 1, "characters": 4}},
            })
        );
    }

    #[test]
    fn parts_are_numbered_by_the_lines_of_their_text() {
        let text = "甲\n乙\n丙";
        let mut lines = LineCounter::default();
        let numbers = [0, 4, 8, 4].map(|at| lines.number(text, at));
        assert_eq!(numbers, [1, 2, 3, 2]);
    }

    #[test]
    fn marks_over_several_lines_and_within_others_are_shown_once() {
        let text = "甲乙\n丙丁\n戊";
        let marks = [mark(text, "乙\n丙丁", "a"), mark(text, "丙", "b")];
        let printed = printed(text, &marks);
        assert!(printed.contains("1 ~ 甲[-乙-]  a\n"), "{printed}");
        assert!(printed.contains("2 - 丙丁  a b\n"), "{printed}");
    }
}
