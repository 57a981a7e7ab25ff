//! Drops the names of the people who made a page: the editor's line, the editor's or reporter's name
//! at the end of the last paragraph.
//!
//! Not its job: signatures of organs, which belong to the text.

use std::sync::LazyLock;

use regex::Regex;

use super::boilerplate::{Judged, has};
use super::shape;
use super::sheet::Sheet;
use crate::lexicon::furniture::Furniture;
use crate::model::{RuleId, Span};

const EDITOR: RuleId = RuleId::new("clean/boilerplate/editor");

/// The line of an editor's name, or the name at the end of the last paragraph.
pub(super) fn editor(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    if !has(judged, Furniture::Editor) || !judged.in_tail {
        return false;
    }
    let Some((range, _)) = judged.hits.iter().find(|hit| {
        hit.1 == Furniture::Editor
            && judged.text[hit.0.end..]
                .trim_start()
                .starts_with([':', '】', '/'])
    }) else {
        return false;
    };
    let before = judged.text[..range.start].trim_end_matches(['(', '[', '【', ' ', '/', '|']);
    let name = judged.text[range.end..].chars().count();
    // 编辑 names a person of the page; 审核 and the like may be a step of a procedure.
    let longest = if judged.text[range.clone()].contains('编') {
        40
    } else {
        15
    };
    if !(2..=longest).contains(&name) || judged.text[range.end..].contains('。') {
        return false;
    }
    let alone = !before.contains(|character: char| character.is_alphanumeric());
    let at_end = before.ends_with(['。', '”', '!', '?', ')']);
    let chained = before.chars().count() <= 30 && judged.chars <= 60 && !before.contains('。');
    if !(alone || at_end || chained && !shape::is_heading(judged.text)) {
        return false;
    }
    let start = if at_end { before.len() } else { 0 };
    let span = Span::new(judged.piece.start + start, judged.piece.end);
    sheet.drop_span(row, span, &EDITOR);
    true
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
        let Some(piece) = sheet.pieces(row).last().copied() else {
            continue;
        };
        if let Some(found) = BYLINE.find(sheet.view(piece)) {
            let span = Span::from(found.range()).shifted(piece.start);
            sheet.drop_span(row, span, &EDITOR);
        }
    }
}
