//! Finds where the page's tail begins: after the signature and date, or after the last paragraph of
//! the text.
//!
//! In: the rows of a sheet, less what was dropped before. Out: the first row in which words of the
//! page count as furniture. A text that ends in an annex, a table or headings has no end of its
//! own: there only a row that can be nothing but the page's begins the tail. Not its job: dropping
//! the rows (`boilerplate`, `page_lines`, `editors`).

use std::sync::LazyLock;

use regex::Regex;

use super::boilerplate;
use super::boilerplate::judged::{Cut, Judged, Place, Trust};
use super::norms;
use super::shape;
use super::sheet::Sheet;
use crate::lexicon::furniture::{self, PageKey};
use crate::lexicon::issuers;

/// Rows from the end that may be the tail: lists of linked sites run to a hundred lines and more.
const TAIL_ROWS: usize = 300;

/// What a row says about the end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A sentence of the text, a date or an organ that signs: the tail begins below.
    Text,
    /// An organ on its own: signs, unless the page's own rows have begun.
    Organ,
    /// A sentence with the page's words glued to it: the tail begins in this row.
    Glued,
    /// A heading or an annex: the text goes on below, without sentences perhaps.
    Open,
    /// A row of the page.
    Page,
    /// Anything else.
    Other,
}

/// Where the tail begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tail {
    /// Its first row; the number of rows where there is none.
    pub(super) start: usize,
    /// A sentence of the text stands in that row before the page's words.
    pub(super) is_glued: bool,
    /// The row of the signature that it stands below.
    pub(super) signed: Option<usize>,
}

/// Finds the tail.
pub(super) fn find(sheet: &Sheet<'_>) -> Tail {
    let lowest = sheet.rows.len().saturating_sub(TAIL_ROWS);
    // What stands above the last paragraph or date of the text decides nothing.
    let first = (lowest..sheet.rows.len())
        .rev()
        .find(|row| is_surely_text(sheet, *row))
        .unwrap_or(lowest.max(sheet.head_end().min(sheet.rows.len())));
    let first =
        norms::last_item(sheet, lowest..sheet.rows.len()).map_or(first, |item| item.max(first));
    // In a page whose head is all there is, the tail may begin anywhere.
    let first = if first == sheet.rows.len() {
        lowest
    } else {
        first
    };
    let mut sentences = 0;
    let mut tail = None;
    let mut in_page = false;
    let mut is_open = false;
    let mut glued = None;
    let mut signed = None;
    let mut page_rows = 0;
    let mut has_text = first > 0;
    for row in first..sheet.rows.len() {
        let mut sign = sign(sheet, row);
        let is_page = sign == Sign::Text
            && (signed.is_some() && is_of_page(sheet, row)
                || (signed.is_some() || in_page) && is_pages_sentence(sheet, row));
        if is_page {
            sign = Sign::Page;
        }
        if sign == Sign::Text && is_signature(sheet, row) {
            signed = Some(row);
        }
        sentences = if sign == Sign::Text { sentences + 1 } else { 0 };
        has_text |= matches!(sign, Sign::Text | Sign::Open | Sign::Glued);
        page_rows += usize::from(sign == Sign::Page && page_rows == row);
        match sign {
            // Sentences below each other are no slogans.
            Sign::Text if !in_page || sentences >= 3 => {
                (tail, in_page, is_open) = (Some(row + 1), false, false);
            }
            Sign::Organ if !in_page => (tail, is_open) = (Some(row + 1), false),
            Sign::Glued if !in_page => {
                (tail, is_open) = (Some(row), false);
                glued = tail;
            }
            Sign::Open if !in_page => (tail, is_open) = (None, true),
            Sign::Page => {
                in_page = true;
                if tail.is_none() && (is_open || first > 0) {
                    tail = Some(row);
                }
            }
            _ => {}
        }
    }
    // Below the notice of a library nothing may be left but rows of its page.
    if page_rows >= 2 && !has_text {
        tail = Some(0);
    }
    let mut start = tail.unwrap_or(sheet.rows.len());
    // Rows of the page directly above belong to it, where no sentence stands in them.
    while glued != Some(start)
        && start > first
        && start < sheet.rows.len()
        && is_edge(sheet, start - 1)
    {
        start -= 1;
    }
    Tail {
        start,
        is_glued: glued == Some(start),
        signed: signed.filter(|signed| *signed < start),
    }
}

/// Whether a sentence is worded as pages word theirs.
fn is_pages_sentence(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row).trim();
    !is_date_line(text) && boilerplate::manner::is_pages_sentence(text)
}

/// Whether a row is the page's, if it stands at the page's edge.
fn is_edge(sheet: &Sheet<'_>, row: usize) -> bool {
    sign(sheet, row) == Sign::Other && is_of_page(sheet, row)
}

/// Whether a document proper ends in a row: its date below or behind the organ that signs, the
/// imprint, the note on disclosure.
fn is_signature(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row).trim();
    let above = row.checked_sub(1).map_or("", |row| sheet.text(row));
    text.starts_with("(此件") || is_date_line(text) && (has_organ(text) || is_organs(above))
}

/// Whether a row below a signature is the page's though it looks like a sentence: the edge of the
/// page is all the company it needs there.
fn is_of_page(sheet: &Sheet<'_>, row: usize) -> bool {
    Judged::new(sheet, row, Place::Tail).is_some_and(|judged| {
        !is_date_line(judged.text.trim())
            && boilerplate::cut(sheet, row, &judged)
                .is_some_and(|cut| cut.trust >= Trust::Edge && cut.range.start == 0)
    })
}

/// Whether a row is the text's even below rows of the page: a paragraph longer than a slogan or the
/// line of a list (60 characters), an article, a date on its own or after an organ.
fn is_surely_text(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row).trim();
    let is_long = text.len() > 180 && text.chars().nth(60).is_some() && shape::is_body(text);
    let is_article = shape::is_text_heading(text) && text.ends_with('。');
    let may_be = is_long
        || is_article
        || norms::is_sentence(text)
        || text.ends_with(['日', ')', '发']) && is_date_of_text(text);
    may_be && sign(sheet, row) == Sign::Text && !boilerplate::manner::is_doubtful(text)
}

/// Whether a line is a date on its own or after an organ.
fn is_date_of_text(text: &str) -> bool {
    if !is_date_line(text) {
        return false;
    }
    let before = before_date(text);
    before.is_empty() || is_organs(before)
}

/// What stands before the first numeral of a line.
fn before_date(text: &str) -> &str {
    let numeral = |character: char| {
        character.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(character)
    };
    text[..text.find(numeral).unwrap_or(0)].trim()
}

/// Whether an organ stands before the date of a line.
pub(super) fn has_organ(text: &str) -> bool {
    is_organs(before_date(text))
}

fn sign(sheet: &Sheet<'_>, row: usize) -> Sign {
    let Some(judged) = Judged::new(sheet, row, Place::Tail) else {
        return Sign::Other;
    };
    let text = judged.text.trim();
    if let Some(sign) = page_sign(sheet, row, judged) {
        return sign;
    }
    if text.contains('。') || shape::is_body(text) || is_date_line(text) {
        return Sign::Text;
    }
    if is_numeric_date(text) && row > 0 && is_organs(sheet.text(row - 1)) {
        return Sign::Text;
    }
    if shape::is_text_heading(text) || text.starts_with('附') && shape::is_heading(text) {
        return Sign::Open;
    }
    if is_organs(text) {
        return Sign::Organ;
    }
    // What a list is introduced by: 入选标语如下:
    if text.ends_with("如下:") {
        return Sign::Open;
    }
    Sign::Other
}

/// What the rules of the page's furniture say of a row.
fn page_sign(sheet: &Sheet<'_>, row: usize, mut judged: Judged<'_>) -> Option<Sign> {
    if judged.hits.is_empty() {
        return None;
    }
    // Of a whole row first: a disclaimer of many sentences is no text with a disclaimer glued to it.
    let is_sure = |cut: &Cut| cut.trust == Trust::Sure;
    let whole = boilerplate::cut(sheet, row, &judged).filter(is_sure);
    if let Some(cut) = &whole
        && !judged.text[..cut.range.start].contains(char::is_alphanumeric)
    {
        return Some(Sign::Page);
    }
    judged.is_glued = is_glued(judged.text);
    let is_cut = judged.is_glued && boilerplate::cut(sheet, row, &judged).is_some();
    is_cut.then_some(Sign::Glued)
}

/// Whether a row of the page's words may begin with a sentence of the text.
fn is_glued(text: &str) -> bool {
    text.contains('。') && shape::is_body(text)
}

/// A date on its own or after its organ, as a text is signed; not a page's row of that name.
pub(super) fn is_date_line(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^[^\d:。,;]{0,40}[(]?(?:(?:\d{4}|[〇零○一二三四五六七八九]{4})年)?\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\s*[)]?(?:印发)?$",
        )
        .expect("a literal")
    });
    if !text.ends_with(['日', ')', '发']) || text.len() > 200 {
        return false;
    }
    let named = furniture::page_keys()
        .find(text)
        .any(|(_, kind)| kind == PageKey::Sure);
    !named && DATE.is_match(text)
}

fn is_numeric_date(text: &str) -> bool {
    (8..=10).contains(&text.len())
        && text.starts_with(|first: char| "12".contains(first))
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || ".-/".contains(character))
        && text.contains(['.', '-', '/'])
}

/// Whether a line names organs and nothing else.
pub(super) fn is_organs(text: &str) -> bool {
    let text = text.trim();
    // Joint issuers number at most a dozen or so.
    (6..=600).contains(&text.len())
        && !text.contains(['。', ':', ';', '《', '('])
        && !issuers::split(text).is_empty()
}
