//! The numbers that a text cites, in order. Not its job: the document's own (`number`).

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{USUAL_NUMBER, regex, usual, written_code};
use crate::ingest::extract::Context;
use crate::model::Span;
use crate::model::document::DocNumber;

/// Where the words before a 代字 end: 关于…的通知某政发〔2024〕1号, 根据国发….
static CODE_START: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "通知|通告|公告|批复|意见|决定|方案|办法|规定|条例|细则|纲要|规划|报告|复函|根据|依据|按照|依照|遵照|贯彻|落实|执行|参照|文件|印发|转发|字号|文号|以及|正文|^[以经由]|[的及与据按照见》《、]",
    )
});

/// Returns the numbers that the text cites, in order, each once; its own left out.
pub(in crate::ingest::extract) fn cited(context: &Context) -> Vec<String> {
    let text = context.text();
    let own = context.number.map(|number| number.value.key.as_str());
    let mut seen = HashSet::new();
    let mut texts = Vec::new();
    // 〕 and its kin are rare in prose, 号 is not: brackets trigger.
    for at in memchr::memmem::find_iter(text.as_bytes(), "号".as_bytes()) {
        let before = &text[..at];
        if !before.ends_with(|character: char| character.is_ascii_digit()) {
            continue;
        }
        let Some(number) = cited_before(context, at) else {
            continue;
        };
        if Some(number.key.as_str()) != own && seen.insert(number.key) {
            texts.push(number.text);
        }
    }
    texts
}

/// Reads the usual form that ends with the 号 at `at`.
fn cited_before(context: &Context, at: usize) -> Option<DocNumber> {
    let text = context.text();
    let end = at + "号".len();
    let start = text[..at]
        .char_indices()
        .rev()
        .take(30)
        .take_while(|&(_, character)| character != '\n')
        .last()
        .map(|(start, _)| start)?;
    let piece = &text[start..end];
    if !piece.contains(['〔', '[', '(', '﹝', '【']) {
        return None;
    }
    let captures = USUAL_NUMBER.captures_iter(piece).find(|captures| {
        captures
            .get(0)
            .is_some_and(|found| found.end() == piece.len())
    })?;
    let code = captures.name("code")?;
    let cut = CODE_START
        .find_iter(code.as_str())
        .last()
        .map_or(0, |found| found.end());
    if code.as_str()[cut..].chars().count() < 2 {
        return None;
    }
    let span = Span::new(start + code.start() + cut, end);
    let raw = context.part.displayed(span).into_owned();
    Some(usual(&captures, &raw, written_code(&raw)))
}
