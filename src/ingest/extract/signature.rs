//! The letter's own signature: the first complete one after its text.
//!
//! In: the context. Out: the folded spans of the organs' names and the date they signed on. What a
//! letter forwards or annexes is signed again, later: those signatures are the annexes'. Not its
//! job: choosing among title, number and signature (`issuer`, `date`).

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::calendar::{self, DatePrecision};
use crate::lexicon::issuers;
use crate::model::{Date, Span};

/// Joint signatures seen run to a dozen lines.
const MAX_LINES: usize = 12;

/// Characters of a line from which on it is text, not furniture, whatever its punctuation: the
/// longest by-line seen in NOISE 2 stays below.
const TEXT_CHARS: usize = 60;

/// Characters in front of a date in which its organ must begin.
const NAME_CHARS: usize = 120;

/// Who signed when.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signature {
    /// The lines of organs, in reading order; empty where a person signed.
    pub(super) organs: Vec<Span>,
    /// The date.
    pub(super) date: Date,
    /// Where it stands.
    pub(super) span: Span,
}

/// An order is signed by the head of the government: `市长 某某`.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[代副]?(?:省长|市长|县长|区长|州长|旗长|盟长|主席|部长|局长|署长|主任|行长|总理))[ :]*\p{Han}{1,2}[ ·]?\p{Han}{1,4}$",
    )
    .expect("a constant pattern, compiled by the tests")
});

/// Finds the first signature below some text: organs and the date, each in its own line or both
/// at a line's end.
pub(super) fn first(context: &Context) -> Option<Signature> {
    let paragraphs = &context.part.paragraphs;
    // An order is signed above the title of what it publishes.
    let order = context
        .title
        .is_some_and(|title| title.rule.as_str() == "extract/title/of_order");
    let title = context.title_paragraph.filter(|_| !order);
    let first = title.map_or(0, |index| index + 1);
    let mut below_text = false;
    for (index, paragraph) in paragraphs.iter().enumerate().skip(first) {
        let line = &context.text()[paragraph.folded.range()];
        if let Some(date) = closing_date(line) {
            let signature = signed_by(context, (first, index), &date, below_text);
            if signature.is_some() {
                return signature;
            }
        }
        below_text = below_text || is_text(line);
    }
    None
}

fn is_text(line: &str) -> bool {
    line.contains('。') || line.ends_with(':') || line.chars().nth(TEXT_CHARS).is_some()
}

/// The date that ends a line.
fn closing_date(line: &str) -> Option<calendar::Found> {
    let line = line.trim_end_matches([')', '。', ' ']);
    let start = line
        .ends_with('日')
        .then(|| window_start(line, DATE_CHARS))?;
    let found = calendar::all(&line[start..], DatePrecision::Day).pop()?;
    let span = found.span.shifted(start);
    (span.end == line.len()).then_some(calendar::Found { span, ..found })
}

/// No date is longer, in characters (`二〇二〇年十二月三十一日`, spaced out).
const DATE_CHARS: usize = 24;

/// Where the last `chars` characters of a text begin.
pub(super) fn window_start(text: &str, chars: usize) -> usize {
    text.char_indices()
        .rev()
        .nth(chars.saturating_sub(1))
        .map_or(0, |(at, _)| at)
}

fn signed_by(
    context: &Context,
    (first, index): (usize, usize),
    date: &calendar::Found,
    below_text: bool,
) -> Option<Signature> {
    let paragraph = context.part.paragraphs[index].folded;
    let line = &context.text()[paragraph.range()];
    let before = line[..date.span.start].trim_end_matches([' ', '(']);
    let organs = if before.trim_matches(['(', ' ']).is_empty() {
        if !below_text {
            return None;
        }
        organs_above(context, index, first)?
    } else {
        let name = closing_organ(before)?;
        if !below_text && !before[..name.start].contains('。') {
            return None;
        }
        vec![name.shifted(paragraph.start)]
    };
    Some(Signature {
        organs,
        date: date.date,
        span: date.span.shifted(paragraph.start),
    })
}

/// The organs' names that a text ends with, alone or after a sentence.
pub(super) fn closing_organ(before: &str) -> Option<Span> {
    let from = window_start(before, NAME_CHARS);
    let near = &before[from..];
    let start = near
        .rfind(['。', '!', ':', '?', ')', '\n', ';'])
        .map_or(0, |at| {
            at + near[at..].chars().next().map_or(0, char::len_utf8)
        });
    if start == 0 && from > 0 {
        return None;
    }
    let name = near[start..].trim();
    let at = from + start + (near[start..].len() - near[start..].trim_start().len());
    (!name.is_empty() && !issuers::split(name).is_empty()).then(|| Span::new(at, at + name.len()))
}

/// The organ lines directly above a date line; empty where a person signed.
fn organs_above(context: &Context, date_line: usize, first: usize) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    for index in (first..date_line).rev().take(MAX_LINES) {
        let span = context.part.paragraphs[index].folded;
        let line = &context.text()[span.range()];
        if found.is_empty() && PERSON.is_match(line.trim()) {
            return Some(found);
        }
        let name = without_seal(line);
        if issuers::split(name).is_empty() {
            break;
        }
        found.push(Span::new(span.start, span.start + name.len()));
    }
    found.reverse();
    (!found.is_empty()).then_some(found)
}

/// `某某局(盖章)`.
fn without_seal(line: &str) -> &str {
    ["(盖章)", "(公章)", "(印章)", "(章)"]
        .iter()
        .find_map(|seal| line.trim_end().strip_suffix(seal))
        .unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of};

    #[test]
    fn the_first_complete_signature_is_the_letters() {
        let cases: &[(&str, &[&str], Option<&str>)] = &[
            (
                "某省水利厅转发某部河道通知\n各市水利局:\n现转发给你们,请照办。\n某省水利厅\n2017年3月6日\n河道通知\n各省:\n现通知如下。\n中华人民共和国水利部\n2017年1月16日",
                &["某省水利厅"],
                Some("2017-03-06"),
            ),
            (
                "某县水利局关于河道申报的通知\n各乡:\n请申报。\n某县水利局(盖章)\n某县财政局\n2020年5月6日\n附件1\n申报表\n单位意见:\n同意。\n某县河道管理局\n2019年1月1日",
                &["某县水利局", "某县财政局"],
                Some("2020-05-06"),
            ),
            (
                "某省人民政府令\n第3号\n《河道办法》已经通过,现予公布。\n省长 赵某某\n2020年3月1日\n河道办法\n第一条 为了。\n某省水利厅\n2001年2月3日",
                &[],
                Some("2020-03-01"),
            ),
            (
                "某市关于河道的通知\n某市水利局\n2020年1月2日\n各县:照办。\n请照办。某市财政局2020年2月3日",
                &["某市财政局"],
                Some("2020-02-03"),
            ),
            ("某市关于河道的通知\n各县:\n照办。\n2020年1月2日", &[], None),
        ];
        for (text, organs, date) in cases {
            let part = part_of(text, 0);
            let context = context_of(&part);
            let found = first(&context);
            let names: Vec<&str> = found
                .iter()
                .flat_map(|found| &found.organs)
                .map(|span| &context.text()[span.range()])
                .collect();
            assert_eq!(names, *organs, "{text}");
            let day = found.map(|found| found.date.to_string());
            assert_eq!(day.as_deref(), *date, "{text}");
        }
    }
}
