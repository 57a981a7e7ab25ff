//! Drops the names of the people who made a page: the editor's line, the editor's or reporter's name
//! at the end of the last paragraph.
//!
//! Not its job: signatures of organs, which belong to the text.

use std::sync::LazyLock;

use regex::Regex;

use super::judged::{Cut, Hit, Judged, Trust};
use crate::ingest::clean::shape;
use crate::ingest::clean::sheet::Sheet;
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::{RuleId, Span};

static EDITOR: RuleId = RuleId::new("clean/boilerplate/editor");

/// The longest line of names, in characters: six offices with two names each.
const MAX_LINE: usize = 120;
/// The longest value of one office, in characters: a site's name, three people.
const MAX_NAME: usize = 20;

/// The line of an editor's name, or the name at the end of the last paragraph.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    if !judged.has(Furniture::Editor) || !judged.in_tail() {
        return None;
    }
    let named: Vec<(&Hit, usize)> = judged
        .of(Furniture::Editor)
        .filter_map(|hit| Some((hit, judged.value_start(hit)?)))
        .collect();
    let Some((first, value)) = named.first().copied() else {
        return without_colon(judged);
    };
    let before = judged.text[..first.0.start]
        .trim_end_matches(['(', '[', '【', ' ', '/', '|', '丨', ';', ',']);
    let rest = &judged.text[value..];
    if rest.contains('。') || !are_names(judged, &named) {
        return None;
    }
    let alone = !before.contains(char::is_alphanumeric);
    let at_end = before.ends_with(['。', '”', '!', '?', ')']);
    let chained = before.chars().count() <= 40
        && judged.chars <= MAX_LINE
        && !before.contains('。')
        && !shape::is_heading(judged.text);
    if !(alone || at_end || chained) {
        return None;
    }
    let start = if at_end { before.len() } else { 0 };
    let is_editor = named.iter().any(|(hit, _)| judged.word(hit).contains('编'));
    let trust = if is_editor || start > 0 {
        Trust::Sure
    } else {
        Trust::Edge
    };
    Some(Cut::part(start..judged.text.len(), &EDITOR, trust).ending())
}

/// `- END -`: the page's own mark of the end, below which its makers are named.
pub(super) fn end_mark(judged: &Judged<'_>) -> Option<Cut> {
    let words = judged
        .text
        .trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_mark = judged.in_tail() && !judged.is_glued && matches!(words, "end" | "the end");
    is_mark.then(|| Cut::whole(judged, &EDITOR, Trust::Sure).ending())
}

/// Whether what follows each office is as long as names are. 编辑 names a person of the page; 审核 and
/// the like may be a step of a procedure.
fn are_names(judged: &Judged<'_>, named: &[(&Hit, usize)]) -> bool {
    let ends = named[1..]
        .iter()
        .map(|(hit, _)| hit.0.start)
        .chain([judged.text.len()]);
    let mut lengths = named.iter().zip(ends).map(|((hit, start), end)| {
        let length = judged
            .text
            .get(*start..end)
            .map_or(0, |name| name.trim().chars().count());
        let is_person = judged.word(hit).contains('编') || named.len() > 1;
        (length, if is_person { 2 * MAX_NAME } else { 15 })
    });
    // One of several offices may be vacant.
    let filled = |length: usize| length >= 2 || named.len() > 1;
    lengths.all(|(length, longest)| filled(length) && length <= longest)
        && judged.chars - judged.text[..named[0].0.0.start].chars().count() <= MAX_LINE
}

/// `责任编辑 张某`: a sure office and a name; `编辑 张某 校对 李某`: offices and names; nothing else.
fn without_colon(judged: &Judged<'_>) -> Option<Cut> {
    // The people who made a book stand in such rows, too.
    if is_chain(judged) {
        return Some(Cut::whole(judged, &EDITOR, Trust::Company));
    }
    let opening = judged.opens_with(Furniture::Editor)?;
    let name = judged.text[opening.0.end..].trim_matches([' ', ')', ']', '】']);
    let is_name = (2..=4).contains(&name.chars().count())
        && name.chars().all(crate::analysis::char_filter::is_han);
    let is_sure = opening.1.evidence == Evidence::Sure && !judged.is_text_heading();
    (is_name && is_sure).then(|| Cut::whole(judged, &EDITOR, Trust::Edge).ending())
}

/// Whether a row is offices of editors, each with a name of a person behind it.
fn is_chain(judged: &Judged<'_>) -> bool {
    let mut offices = judged.of(Furniture::Editor).map(|hit| hit.0.clone());
    let Some(first) = offices.next() else {
        return false;
    };
    let is_bare = |text: &str| !text.contains(char::is_alphanumeric);
    let is_name = |text: &str| {
        let name = text.trim_matches(|character: char| !character.is_alphanumeric());
        (2..=4).contains(&name.chars().count())
            && name.chars().all(crate::analysis::char_filter::is_han)
    };
    let mut before = first.end;
    let mut count = 1;
    let starts = is_bare(&judged.text[..first.start]);
    let names_between = offices.all(|office| {
        let name = judged.text.get(before..office.start);
        (before, count) = (office.end, count + 1);
        name.is_some_and(is_name)
    });
    starts && count >= 2 && names_between && is_name(&judged.text[before..])
}

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[(【\[](?:[^()【】\[\]。]{0,12}(?:记者|通讯员|特约|实习生)|(?:责任编辑|责编|编辑|来源|作者|供稿|文图|图文|摄影|撰稿)[:/])[^()【】\[\]。]{0,40}[)】\]]\s*$",
    )
    .expect("a literal")
});

/// Drops the reporter's name in brackets at the end of the last two paragraphs, from the text's last
/// row on: a source named before the signature is the text's own.
pub(super) fn drop_bylines(sheet: &mut Sheet<'_>, tail_start: usize) {
    let last: Vec<usize> = (tail_start.saturating_sub(1)..sheet.rows.len())
        .rev()
        .filter(|row| !sheet.is_dropped(*row))
        .take(2)
        .collect();
    for row in last {
        let Some(piece) = sheet.last_piece(row) else {
            continue;
        };
        let text = sheet.view(piece);
        if !text.trim_end().ends_with([')', '】', ']']) {
            continue;
        }
        if let Some(found) = BYLINE.find(text) {
            let span = Span::from(found.range()).shifted(piece.start);
            sheet.drop_span(row, span, &EDITOR);
        }
    }
}
