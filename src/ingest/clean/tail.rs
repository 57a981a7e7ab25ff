//! Finds where the page's tail begins: after the signature and date, or after the last paragraph of
//! the text.
//!
//! In: the rows of a sheet, less what was dropped before. Out: the first row in which words of the
//! page count as furniture. A text that ends in an annex, a table or headings has no end of its
//! own: there only a row that can be nothing but the page's begins the tail. Not its job: dropping
//! the rows (`boilerplate`, `page_lines`, `editors`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::boilerplate::FOOTER_FORM;
use super::shape;
use super::sheet::Sheet;
use crate::lexicon::furniture::{self, Furniture, PageKey};
use crate::lexicon::issuers;

/// Rows from the end that may be the tail: footers of portal pages run to 30 lines.
const TAIL_ROWS: usize = 40;

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

/// Returns the first row of the tail; the number of rows where there is none.
pub(super) fn start(sheet: &Sheet<'_>) -> usize {
    let first = sheet.rows.len().saturating_sub(TAIL_ROWS);
    let mut tail = None;
    let mut in_page = false;
    let mut is_open = false;
    for row in first..sheet.rows.len() {
        match sign(sheet, row) {
            Sign::Text if !in_page || is_surely_text(sheet, row) => {
                (tail, in_page, is_open) = (Some(row + 1), false, false);
            }
            Sign::Organ if !in_page => (tail, is_open) = (Some(row + 1), false),
            Sign::Glued if !in_page => (tail, is_open) = (Some(row), false),
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
    tail.unwrap_or(sheet.rows.len())
}

/// Whether a sentence or date below rows of the page is the text's nevertheless: a paragraph longer
/// than a slogan or the line of a list (60 characters), a date on its own or after an organ.
fn is_surely_text(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row).trim();
    if !is_date_line(text) {
        return text.chars().nth(60).is_some();
    }
    let numeral = |character: char| {
        character.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(character)
    };
    let date = text.find(numeral).unwrap_or(0);
    let before = text[..date].trim();
    before.is_empty() || is_organs(before)
}

fn sign(sheet: &Sheet<'_>, row: usize) -> Sign {
    let Some(piece) = sheet.first_piece(row) else {
        return Sign::Other;
    };
    let text = sheet.view(piece).trim();
    let hits: Vec<(Range<usize>, Furniture)> = furniture::terms().find(text).collect();
    if let Some(at) = first_page_word(text, &hits) {
        return match shape::is_body(text) && text[..at].contains('。') {
            true => Sign::Glued,
            false if is_page_row(text, &hits) => Sign::Page,
            false => Sign::Other,
        };
    }
    if is_page_row(text, &hits) {
        return Sign::Page;
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
    Sign::Other
}

/// Where the first word of the page stands that a sentence may be glued to.
fn first_page_word(text: &str, hits: &[(Range<usize>, Furniture)]) -> Option<usize> {
    let is_page_word = |(range, class): &&(Range<usize>, Furniture)| {
        let rest = text[range.end..].trim_start();
        match class {
            Furniture::Editor | Furniture::Footer => {
                rest.starts_with([':', '】', '/']) || text[range.clone()].contains("版权所有")
            }
            Furniture::Disclaimer | Furniture::Library | Furniture::Promotion => true,
            Furniture::Related | Furniture::Neighbour => {
                rest.is_empty() || rest.starts_with([':', '>', '»', '】', ']', '|'])
            }
            _ => false,
        }
    };
    let form = FOOTER_FORM.find(text).map(|found| found.start());
    let word = hits.iter().find(is_page_word).map(|hit| hit.0.start);
    word.into_iter().chain(form).min()
}

/// Whether a row can be nothing but the page's: tools side by side, neighbours, an editor,
/// registration, the head of a list of pages, a disclaimer.
fn is_page_row(text: &str, hits: &[(Range<usize>, Furniture)]) -> bool {
    let Some((first, class)) = hits.first() else {
        return false;
    };
    if shape::is_text_heading(text) {
        return false;
    }
    let opens = !text[..first.start].contains(char::is_alphanumeric);
    let word = &text[first.clone()];
    let rest = text[first.end..].trim_start();
    let covered: usize = hits.iter().map(|hit| hit.0.len()).sum();
    let tools = hits.len() >= 2 && covered * 2 >= text.len();
    let leads = match class {
        Furniture::Related | Furniture::Neighbour | Furniture::Crumb => {
            rest.is_empty() || rest.starts_with([':', '>', '»', '】', ']', '|'])
        }
        Furniture::Editor => word.contains('编') && rest.starts_with([':', '】', '/']),
        Furniture::Library => true,
        Furniture::Disclaimer => is_of_site(text),
        _ => false,
    };
    tools || (opens && leads) || FOOTER_FORM.is_match(text)
}

/// Whether a disclaimer speaks for a site: 未经许可, 不得转载 and 版权归…所有 are words of plans and
/// contracts too.
pub(super) fn is_of_site(text: &str) -> bool {
    [
        "本站",
        "本网",
        "本平台",
        "免责声明",
        "侵权",
        "侵犯",
        "请注明",
        "须注明",
        "网络",
        "转载自",
        "代表作者",
        "不代表",
        "本文来自",
        "原作者",
    ]
    .iter()
    .any(|word| text.contains(word))
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
