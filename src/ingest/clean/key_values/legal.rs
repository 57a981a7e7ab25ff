//! Reads the block of a legal database: `文章属性•【制定机关】…•【时效性】现行有效…正文`, glued or one
//! row a line.
//!
//! Not its job: the blocks of government sites, what a value means.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::MAX_VALUE;
use crate::ingest::clean::sheet::Sheet;
use crate::lexicon::furniture::{self, PageKey};
use crate::model::{RuleId, Span};

/// A row of a legal database's block.
const LEGAL_BLOCK: RuleId = RuleId::new("clean/key_values/legal_block");

/// The words around the block: what it is called, and the text that follows.
const BLOCK_HEAD: &str = "文章属性";
const BLOCK_END: &str = "正文";
/// Rows before the one in which a block may begin: a title, a repeated title, a number.
const BLOCK_WITHIN: usize = 15;

static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[•·∙●\s]*【([^】\n]{2,30})】[::]?").expect("a literal"));

/// Returns the byte range of the glued or one-line block within a line: from its name or first key
/// to after its last key's value and 正文; none if the line has no such key.
pub(crate) fn legal_block_range(line: &str) -> Option<Range<usize>> {
    if !line.contains('【') {
        return None;
    }
    let keys = legal_keys(line);
    let (first, last) = (keys.first()?, keys.last()?);
    // 【摘要】…: a lone ordinary word is a page's, not a block's.
    if keys.len() == 1 && furniture::page_key(first.1) != Some(PageKey::Sure) {
        return None;
    }
    let before = line[..first.0.start].trim_end();
    let start = before
        .strip_suffix(BLOCK_HEAD)
        .map_or(first.0.start, |title| title.len());
    Some(start..value_end(line, last.0.end).1)
}

/// The keys of a block in a line: where each stands, and its name.
fn legal_keys(line: &str) -> Vec<(Range<usize>, &str)> {
    let mut keys = Vec::new();
    for found in BRACKETED.captures_iter(line) {
        let (Some(all), Some(name)) = (found.get(0), found.get(1)) else {
            continue;
        };
        if furniture::page_key(name.as_str()).is_some() || !keys.is_empty() {
            keys.push((all.range(), name.as_str()));
        }
    }
    keys
}

/// Where the last value of a block ends, and where the block does.
fn value_end(line: &str, from: usize) -> (usize, usize) {
    let rest = &line[from..];
    match rest.find(BLOCK_END) {
        Some(at) if at <= MAX_VALUE => (from + at, from + at + BLOCK_END.len()),
        _ if rest.len() <= MAX_VALUE && !rest.contains('。') => (line.len(), line.len()),
        _ => (from, from),
    }
}

pub(super) fn read(sheet: &mut Sheet<'_>) {
    let mut inside = false;
    for row in 0..sheet.rows.len() {
        if !inside && row >= BLOCK_WITHIN {
            return;
        }
        let text = sheet.text(row);
        let at = sheet.rows[row].view.start;
        if let Some(range) = legal_block_range(text) {
            read_legal_row(sheet, row, &range);
            if !inside && row > 0 && sheet.text(row - 1).trim() == BLOCK_HEAD {
                sheet.drop_row(row - 1, &LEGAL_BLOCK);
            }
            inside = true;
            if text[..range.end].ends_with(BLOCK_END) && range.end < text.len() {
                sheet.breaks.push(at + range.end);
                return;
            }
        } else if inside {
            if text.trim() == BLOCK_END {
                sheet.drop_row(row, &LEGAL_BLOCK);
            } else if let Some(rest) = text.strip_prefix(BLOCK_END) {
                let start = at + text.len() - rest.len();
                sheet.drop_span(row, Span::new(at, start), &LEGAL_BLOCK);
            }
            return;
        }
    }
}

fn read_legal_row(sheet: &mut Sheet<'_>, row: usize, range: &Range<usize>) {
    let text = sheet.text(row);
    let at = sheet.rows[row].view.start;
    let keys = legal_keys(text);
    for (index, (key, name)) in keys.iter().enumerate() {
        let end = keys
            .get(index + 1)
            .map_or_else(|| value_end(text, key.end).0, |next| next.0.start);
        sheet.add_key_value(&plain_key(name), Span::new(at + key.end, at + end));
    }
    sheet.drop_span(
        row,
        Span::new(at + range.start, at + range.end),
        &LEGAL_BLOCK,
    );
}

fn plain_key(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}
