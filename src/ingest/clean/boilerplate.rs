//! Classifies lines, and ends of lines, that are the page's furniture: menus, tools, bread crumbs,
//! footers, disclaimers, promotions, lists of other pages, library notices.
//!
//! A line is judged by the furniture words in it *and* by its place: most words are ordinary ones
//! too (打印, 来源, 阅读), so they count only in the head, in the tail or where nothing else stands
//! in the line. Not its job: information blocks (`key_values`), repeated titles (`titles`), menus without a
//! furniture word (`menus`), the names of people (`editors`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::sheet::Sheet;
use super::{editors, menus, shape, tail};
use crate::lexicon::furniture::{self, Furniture};
use crate::model::{RuleId, Span};

pub(super) const MENU: RuleId = RuleId::new("clean/boilerplate/menu");
const TOOL: RuleId = RuleId::new("clean/boilerplate/tool");
pub(super) const CRUMB: RuleId = RuleId::new("clean/boilerplate/crumb");
const FOOTER: RuleId = RuleId::new("clean/boilerplate/footer");
const DISCLAIMER: RuleId = RuleId::new("clean/boilerplate/disclaimer");
const PROMOTION: RuleId = RuleId::new("clean/boilerplate/promotion");
const RELATED: RuleId = RuleId::new("clean/boilerplate/related");
const NEIGHBOUR: RuleId = RuleId::new("clean/boilerplate/neighbour");
const LIBRARY: RuleId = RuleId::new("clean/boilerplate/library");
const SUMMARY: RuleId = RuleId::new("clean/boilerplate/summary");
/// What follows the editor's name, the list of other pages or a promotion.
const AFTER_END: RuleId = RuleId::new("clean/boilerplate/after_end");

/// What may follow the end of the text and still be furniture, in bytes: 250 characters.
const MAX_AFTER_END: usize = 750;

pub(super) type Hit = (Range<usize>, Furniture);

/// A row's furniture words and its place.
pub(super) struct Judged<'t> {
    pub(super) piece: Span,
    pub(super) text: &'t str,
    pub(super) chars: usize,
    pub(super) hits: Vec<Hit>,
    pub(super) in_head: bool,
    pub(super) in_tail: bool,
    /// The tail begins within the row: a sentence of the text stands before the page's words.
    pub(super) is_glued: bool,
}

/// Drops all furniture of a sheet.
pub(super) fn read(sheet: &mut Sheet<'_>) {
    let head_end = sheet.head_end();
    let tail_start = tail::start(sheet);
    let mut end_row = None;
    let mut had_body = false;
    for row in 0..sheet.rows.len() {
        let Some(judged) = judge(sheet, row, head_end, tail_start) else {
            continue;
        };
        let is_end = classify(sheet, row, &judged) && !judged.is_glued;
        had_body |= row >= head_end || shape::is_body(judged.text);
        if is_end && had_body && judged.in_tail && end_row.is_none() {
            end_row = Some(row);
        }
    }
    if let Some(row) = end_row {
        drop_after_end(sheet, row);
    }
    menus::read(sheet, head_end);
    editors::drop_bylines(sheet, tail_start);
}

fn judge<'t>(
    sheet: &Sheet<'t>,
    row: usize,
    head_end: usize,
    tail_start: usize,
) -> Option<Judged<'t>> {
    let piece = sheet.pieces(row).last().copied()?;
    let text = sheet.view(piece);
    let hits: Vec<Hit> = furniture::terms().find(text).collect();
    if hits.is_empty() && !(row < head_end || row >= tail_start) {
        return None;
    }
    Some(Judged {
        piece,
        text,
        chars: text.chars().count(),
        hits,
        in_head: row < head_end,
        in_tail: row >= tail_start,
        is_glued: row == tail_start && text.contains('。') && shape::is_body(text),
    })
}

/// Drops what of a row is furniture; returns whether the text ends before it.
fn classify(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    if judged.hits.is_empty() {
        return false;
    }
    let edge = judged.in_head || (judged.in_tail && !judged.is_glued);
    let first = judged.hits[0].1;
    if has(judged, Furniture::Library) && library(sheet, row, judged) {
        return false;
    }
    if has(judged, Furniture::Footer) && footer(sheet, row, judged) {
        return false;
    }
    if is_covered(judged, edge) {
        let rule = match first {
            Furniture::Related => RELATED,
            Furniture::Tool => TOOL,
            Furniture::Promotion => PROMOTION,
            Furniture::Footer => FOOTER,
            _ => MENU,
        };
        sheet.drop_row(row, &rule);
        return first == Furniture::Related;
    }
    let leading = opens(judged, first);
    match first {
        Furniture::Crumb if leading && judged.in_head && judged.chars <= 100 => {
            sheet.drop_span(row, judged.piece, &CRUMB);
            false
        }
        Furniture::Summary if leading && repeats_text(sheet, row, judged) => {
            sheet.drop_span(row, judged.piece, &SUMMARY);
            false
        }
        Furniture::Neighbour if leading && edge && judged.chars <= 120 => {
            sheet.drop_span(row, judged.piece, &NEIGHBOUR);
            judged.in_tail
        }
        Furniture::Related if leading && judged.in_tail && heads_a_list(judged) => {
            sheet.drop_span(row, judged.piece, &RELATED);
            true
        }
        _ => {
            editors::editor(sheet, row, judged)
                || disclaimer(sheet, row, judged)
                || promotion(sheet, row, judged)
        }
    }
}

pub(super) fn has(judged: &Judged<'_>, class: Furniture) -> bool {
    judged.hits.iter().any(|hit| hit.1 == class)
}

/// Whether the line begins with a word of the class (after bullets and brackets).
fn opens(judged: &Judged<'_>, class: Furniture) -> bool {
    judged.hits.first().is_some_and(|(range, found)| {
        let before = &judged.text[..range.start];
        *found == class && !before.contains(|character: char| character.is_alphanumeric())
    })
}

/// Whether the line's first word heads a list: 相关信息 does, 相关信息公开要求 does not.
fn heads_a_list(judged: &Judged<'_>) -> bool {
    let rest = judged.text[judged.hits[0].0.end..].trim();
    rest.is_empty() || (rest.starts_with([':', '>', '»', '】', ']', '|']) && judged.chars <= 60)
}

/// Whether nothing but furniture words, numbers and single fillers stands in the line. In the
/// middle of a text one short word may be a heading of its own.
fn is_covered(judged: &Judged<'_>, edge: bool) -> bool {
    if judged.chars > 200 || !(edge || judged.hits.len() >= 2) {
        return false;
    }
    // 3.联系方式, 一、政务公开 head a part of the text.
    if shape::is_text_heading(judged.text) {
        return false;
    }
    let mut covered = judged.hits.iter().peekable();
    let mut letters = 0;
    for (at, character) in judged.text.char_indices() {
        while covered.peek().is_some_and(|hit| hit.0.end <= at) {
            covered.next();
        }
        // 审核, 校对 on a line of their own are steps of a procedure.
        let inside = covered
            .peek()
            .is_some_and(|hit| hit.0.contains(&at) && hit.1 != Furniture::Editor);
        letters += usize::from(!inside && character.is_alphabetic() && !is_filler(character));
    }
    let strong = judged
        .hits
        .iter()
        .any(|hit| hit.1 != Furniture::Tool && hit.1 != Furniture::Menu);
    letters == 0 && (strong || judged.hits.len() >= 2 || edge)
}

/// Characters that stand between furniture words: 【大 中 小】, 9次, 到.
fn is_filler(character: char) -> bool {
    "大中小次人到a的我本页t".contains(character)
}

pub(super) static FOOTER_FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"icp[备证]\s*\d{5,}|公网安备\s*\d|网站标识码[::]?\s*\w*\d|copyright\s*(?:©|\(c\)|\d|@|all)|©|all\s*rights\s*reserved",
    )
    .expect("a literal")
});

/// A footer, whole or at the end of another line.
fn footer(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let formal = FOOTER_FORM.find(judged.text);
    if formal.is_none() && !is_loose_footer(judged) {
        return false;
    }
    let first = judged
        .hits
        .iter()
        .find(|hit| hit.1 == Furniture::Footer)
        .map_or(0, |hit| hit.0.start)
        .min(formal.map_or(usize::MAX, |found| found.start()));
    let start = judged.text[..first]
        .rfind(['。', '!', '?', '”'])
        .map_or(0, |at| {
            at + judged.text[at..].chars().next().map_or(0, char::len_utf8)
        });
    let end = judged.text[first..]
        .find('。')
        .map_or(judged.text.len(), |at| first + at);
    let span = Span::new(start, end).shifted(judged.piece.start);
    sheet.drop_span(row, span, &FOOTER);
    true
}

/// A footer without a registration: who holds the rights, who runs the site. 主办单位 and 技术支持
/// are words of the text too: they need a colon and a name, and nothing before them.
fn is_loose_footer(judged: &Judged<'_>) -> bool {
    if !judged.in_tail || judged.text.contains('。') || shape::is_heading(judged.text) {
        return false;
    }
    let named = judged.hits.iter().any(|hit| {
        let rest = judged.text[hit.0.end..].strip_prefix(':');
        hit.1 == Furniture::Footer && rest.is_some_and(|name| name.chars().count() >= 2)
    });
    let rights = judged.hits.iter().any(|hit| {
        let word = &judged.text[hit.0.clone()];
        ["版权所有", "著作权所有", "最佳浏览", "运维电话", "网站备案"].contains(&word)
    });
    (rights && judged.chars <= 80)
        || (named && judged.chars <= 150 && opens(judged, Furniture::Footer))
}

/// A notice of a document-sharing site: the whole line, or its sentence in a long one.
fn library(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let Some((range, _)) = judged.hits.iter().find(|hit| hit.1 == Furniture::Library) else {
        return false;
    };
    let word = &judged.text[range.clone()];
    let numbered = matches!(
        word,
        "还剩" | "页数:" | "大小:" | "全文共" | "读完约" | "页未读"
    );
    let digits = judged
        .text
        .contains(|character: char| character.is_ascii_digit())
        && judged.text.contains(['页', '字', 'k', 'm', '钟']);
    let weak = word.chars().count() <= 4;
    let edge = judged.in_head || judged.in_tail;
    if (numbered && !digits) || (weak && (!edge || judged.chars > 60)) {
        return false;
    }
    if judged.chars <= 200 && (!weak || opens(judged, Furniture::Library) || judged.chars <= 40) {
        sheet.drop_span(row, judged.piece, &LIBRARY);
        return true;
    }
    false
}

fn disclaimer(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let mut words: Vec<&str> = judged
        .hits
        .iter()
        .filter(|hit| hit.1 == Furniture::Disclaimer)
        .map(|hit| &judged.text[hit.0.clone()])
        .collect();
    let stands = judged.in_tail && tail::is_of_site(judged.text);
    let Some(word) = words.first().copied().filter(|_| stands) else {
        return false;
    };
    words.sort_unstable();
    words.dedup();
    let count = words.len();
    // 未经许可, 不得转载 are words of laws too: alone they say nothing.
    let declares = ["声明", "注明", "本网", "本站", "本文", "转载自"]
        .iter()
        .any(|sign| word.contains(sign));
    let opening = opens(judged, Furniture::Disclaimer) && (declares || count >= 2);
    if opening || (count >= 2 && judged.chars <= 300) {
        sheet.drop_span(row, judged.piece, &DISCLAIMER);
        return true;
    }
    // Glued to the last paragraph: from the sentence of the first word on.
    let first = judged
        .hits
        .iter()
        .find(|hit| hit.1 == Furniture::Disclaimer);
    let start = first.and_then(|hit| judged.text[..hit.0.start].rfind(['。', '”']));
    match start {
        Some(at) if count >= 2 => {
            let start = at + judged.text[at..].chars().next().map_or(0, char::len_utf8);
            let span = Span::new(judged.piece.start + start, judged.piece.end);
            sheet.drop_span(row, span, &DISCLAIMER);
            true
        }
        _ => false,
    }
}

/// Whether a promotion's word calls upon the reader; 公众号 and 二维码 are also means of service.
fn is_call(word: &str) -> bool {
    [
        "关注",
        "打开",
        "长按",
        "原文",
        "搜索",
        "下载",
        "扫描左",
        "扫描右",
        "手机扫",
        "扫一扫",
    ]
    .iter()
    .any(|call| word.contains(call))
}

fn promotion(sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let short = judged.chars <= if judged.in_tail { 90 } else { 30 };
    let edge = judged.in_head || judged.in_tail;
    let count = judged
        .hits
        .iter()
        .filter(|hit| hit.1 == Furniture::Promotion)
        .count();
    let clear = judged
        .hits
        .iter()
        .any(|hit| is_call(&judged.text[hit.0.clone()]))
        || (count >= 2 && judged.text.contains("关注"));
    let is_item =
        shape::is_heading(judged.text) && !judged.text.starts_with(['-', '•', '·', '①', '②', '③']);
    // Before the text's end a sentence that calls is the text's own: 请扫码关注…获取申报指南。
    let is_sentence = judged.is_glued || (!judged.in_tail && judged.text.ends_with('。'));
    if !(edge && short && count >= 1 && clear) || is_item || is_sentence {
        return false;
    }
    sheet.drop_span(row, judged.piece, &PROMOTION);
    judged.in_tail
}

/// Whether a summary line repeats the beginning of a later paragraph (at least 20 characters).
fn repeats_text(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let end = judged.hits[0].0.end;
    let summary: Vec<char> = shape::essence(&judged.text[end..]).take(20).collect();
    summary.len() == 20
        && (row + 1..sheet.rows.len()).take(5).any(|next| {
            shape::essence(sheet.text(next))
                .take(20)
                .eq(summary.iter().copied())
        })
}

/// Drops the rest of a segment after its end, if it is short and no annex. The end stands in the
/// page's tail: neither a signature nor a sentence of the text follows it.
fn drop_after_end(sheet: &mut Sheet<'_>, end_row: usize) {
    let rest: Vec<usize> = (end_row + 1..sheet.rows.len())
        .filter(|row| !sheet.is_dropped(*row))
        .collect();
    let bytes: usize = rest.iter().map(|row| sheet.text(*row).len()).sum();
    let is_text = |row: usize| {
        let text = sheet.text(row);
        let is_entry = text.starts_with(['-', '•', '·', '①', '②', '③'])
            || (text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains('。'));
        (shape::is_heading(text) && !is_entry) || text.chars().count() > 80
    };
    if bytes > MAX_AFTER_END || rest.iter().any(|row| is_text(*row)) {
        return;
    }
    for row in rest {
        sheet.drop_row(row, &AFTER_END);
    }
}
