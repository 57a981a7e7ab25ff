//! A title that begins in the lines above it: organs in lines of their own, then 关于….
//!
//! In: the context and a paragraph of the title. Out: the lines that make the whole title. A site's
//! running head is no beginning: whoever signs must be among the organs. Not its job: choosing the
//! title (`title`) or the issuers (`issuer`).

use super::calendar;
use super::{Context, signature};
use crate::lexicon::{doc_types, issuers};

/// Lines between the first organ and 关于…: joint issuers seen run to a dozen.
const MAX_LINES: usize = 12;

/// A longer line (characters) is prose; the longest of 2,643 real titles has 118.
const MAX_CHARS: usize = 120;

/// The lines of a title in several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// The paragraphs of the organs, in reading order; never empty.
    pub(super) organs: Vec<usize>,
    /// The paragraph that begins with 关于, 印发 ….
    pub(super) about: usize,
}

/// Finds the heading that a paragraph is part of.
pub(super) fn heading(context: &Context, index: usize) -> Option<Heading> {
    let about = about_below(context, index)?;
    let mut organs = Vec::new();
    for above in (0..about).rev().take(MAX_LINES) {
        let line = context.part.folded_line(above).trim();
        if organ_line(line).is_some() {
            organs.push(above);
        } else if !(organs.is_empty() && is_number(line)) {
            break;
        }
    }
    organs.reverse();
    // Only the red head 某某文件 has the number between it and the title.
    let near = organs.last().is_some_and(|&last| {
        last + 1 == about || context.part.folded_line(last).trim().ends_with("文件")
    });
    (near && signer_agrees(context, &organs, about)).then_some(Heading { organs, about })
}

/// Returns the organs of a line of organs and nothing else; the red head's 文件 left out.
pub(super) fn organ_line(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['#', ' ']).trim_end();
    let names = line.strip_suffix("文件").unwrap_or(line);
    (!issuers::split(names).is_empty()).then_some(names)
}

/// The paragraph itself, or the one below a line of organs, that says what it is about.
fn about_below(context: &Context, index: usize) -> Option<usize> {
    let paragraphs = context.part.paragraphs.len();
    for below in (index..paragraphs).take(MAX_LINES) {
        let line = context.part.folded_line(below).trim();
        if is_about(line) {
            return Some(below);
        }
        if organ_line(line).is_none() && (below == index || !is_number(line)) {
            return None;
        }
    }
    None
}

fn is_about(line: &str) -> bool {
    let line = line.trim_start_matches(['#', ' ']);
    doc_types::opens_with_title_verb(line)
        && !line.contains('。')
        && !line.ends_with([':', ';', ','])
        && line.chars().nth(MAX_CHARS).is_none()
}

fn is_number(line: &str) -> bool {
    line.ends_with('号') && line.chars().nth(30).is_none() && calendar::at_start(line).is_none()
}

/// Where the text is signed, one of the organs above the title signs it.
fn signer_agrees(context: &Context, organs: &[usize], about: usize) -> bool {
    let below = Context {
        title_paragraph: Some(about),
        ..*context
    };
    let Some(signed) = signature::first(&below).filter(|signed| !signed.organs.is_empty()) else {
        return true;
    };
    let signers: Vec<String> = signed
        .organs
        .iter()
        .flat_map(|span| canonical(&context.text()[span.range()]))
        .collect();
    organs.iter().any(|&index| {
        organ_line(context.part.folded_line(index))
            .is_some_and(|line| canonical(line).iter().any(|name| signers.contains(name)))
    })
}

fn canonical(line: &str) -> Vec<String> {
    issuers::split(line)
        .into_iter()
        .map(|span| issuers::canonical(&line[span.range()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ingest::extract::tests::{context_of, part_of};

    #[test]
    fn organs_above_begin_the_title() {
        let cases = [
            (
                "某某市人民政府办公室\n关于印发河道方案的通知\n某政办发〔2021〕3号\n各县:照办。",
                "某某市人民政府办公室关于印发河道方案的通知",
            ),
            (
                "国家发展改革委\n科技部\n关于河道的意见\n各省:照办。",
                "国家发展改革委 科技部关于河道的意见",
            ),
            (
                "某某省人民政府文件\n某政发〔2020〕1号\n关于河道的通知\n各市:照办。",
                "某某省人民政府关于河道的通知",
            ),
            (
                "中共某某县委办公室 某某县人民政府办公室\n关于河道的通知\n各乡:照办。",
                "中共某某县委办公室 某某县人民政府办公室关于河道的通知",
            ),
            (
                "某某市人民政府\n关于河道的通知\n各县:\n请照办。\n某某市水利局\n2020年1月2日",
                "某某市人民政府",
            ),
            (
                "某某市人民政府\n某政发〔2020〕1号\n各县:照办。",
                "某某市人民政府",
            ),
        ];
        for (text, title) in cases {
            let found = part_of(text, 0);
            assert_eq!(context_of(&found).title.unwrap().value, title, "{text}");
        }
        let part = part_of("某某市人民政府\n关于河道的通知\n各县:照办。", 1);
        let title = context_of(&part).title.unwrap();
        assert_eq!(title.value, "某某市人民政府关于河道的通知");
    }
}
