//! Collapses repeated punctuation: `，，，` → `，`, `，。` → `。`, `,,` → `,` (about 1 % of counted
//! pages, where words or spans between the marks fell out).
//!
//! In: the source text. Out: marks on the superfluous characters. `……`, `——`, dots and marks of
//! emphasis (`！！`) are no noise. Not its job: spaces, widths.

use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// A mark that stands beside another one.
pub(crate) const REPEATED: RuleId = RuleId::new("clean/punctuation");

/// How strongly a mark divides; in a run the strongest stays. 0: not one of ours.
fn strength(character: char) -> u8 {
    match character {
        '、' => 1,
        ',' | '，' => 2,
        ';' | '；' => 3,
        '。' => 4,
        _ => 0,
    }
}

/// Finds the superfluous marks of a text.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut done = 0;
    // The first bytes of all four marks in both widths; `;` begins no run of its own kind worth
    // a search (`;;` is code).
    for at in memchr::memchr3_iter(b',', 0xe3, 0xef, bytes) {
        if at < done || !is_followed(bytes, at) {
            continue;
        }
        let run = run_at(text, at);
        done = run.end.max(at + 1);
        marks.extend(superfluous(text, run));
    }
    marks
}

/// Whether the mark at `at` is one of ours and the next character begins like one.
fn is_followed(bytes: &[u8], at: usize) -> bool {
    let len = match &bytes[at..] {
        [b',', ..] => 1,
        [0xe3, 0x80, 0x81 | 0x82, ..] | [0xef, 0xbc, 0x8c | 0x9b, ..] => 3,
        _ => return false,
    };
    matches!(bytes.get(at + len), Some(b',' | b';' | 0xe3 | 0xef))
}

fn run_at(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let len: usize = rest
        .chars()
        .take_while(|character| strength(*character) > 0)
        .map(char::len_utf8)
        .sum();
    Span::new(at, at + len)
}

/// All of a run but its strongest mark; nothing where the run is not Chinese punctuation.
fn superfluous(text: &str, run: Span) -> Vec<Mark> {
    let characters = || text[run.range()].char_indices();
    if characters().count() < 2 || is_data(text, run) {
        return Vec::new();
    }
    let mut kept = (0, 0);
    for (at, character) in characters() {
        if strength(character) > kept.1 {
            kept = (at, strength(character));
        }
    }
    characters()
        .filter(|(at, _)| *at != kept.0)
        .map(|(at, character)| Mark {
            span: Span::new(run.start + at, run.start + at + character.len_utf8()),
            rule: REPEATED,
        })
        .collect()
}

/// `1,,3`, `a,,b`, `甲公司,,,` among lines of as many commas: fields of a table, not sentences.
fn is_data(text: &str, run: Span) -> bool {
    if !text[run.range()].is_ascii() {
        return false;
    }
    let ascii = |character: Option<char>| character.is_none_or(|found| found.is_ascii());
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    ascii(before) && ascii(after) || is_row(text.as_bytes(), run)
}

/// The longest row of a table looked at, in bytes on each side.
const LONGEST_ROW: usize = 1000;

/// Whether the line before or after has as many commas, two or more: rows of one table.
fn is_row(text: &[u8], run: Span) -> bool {
    let (Some(before), Some(after)) = (back(text, run.start), ahead(text, run.end)) else {
        return false;
    };
    let commas = |start: usize, end: usize| memchr::memchr_iter(b',', &text[start..end]).count();
    let own = commas(before, after);
    let previous = before.checked_sub(1).and_then(|end| {
        let start = back(text, end)?;
        Some(commas(start, end))
    });
    let start = (after + 1).min(text.len());
    let next = ahead(text, start).map(|end| commas(start, end));
    own > 1 && (previous == Some(own) || next == Some(own))
}

/// Where the line that holds `at` begins, if near.
fn back(text: &[u8], at: usize) -> Option<usize> {
    let near = at.saturating_sub(LONGEST_ROW);
    let found = memchr::memrchr(b'\n', &text[near..at]).map(|end| near + end + 1);
    found.or((near == 0).then_some(0))
}

/// Where the line that holds `at` ends, if near.
fn ahead(text: &[u8], at: usize) -> Option<usize> {
    let near = (at + LONGEST_ROW).min(text.len());
    let found = memchr::memchr(b'\n', &text[at..near]).map(|end| at + end);
    found.or((near == text.len()).then_some(near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> String {
        let gone: Vec<Span> = find(text).into_iter().map(|mark| mark.span).collect();
        let kept = Span::new(0, text.len()).minus(&gone);
        kept.iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn repeated_marks_collapse_to_the_strongest() {
        for (text, wanted) in [
            ("推动装备推广，，，经同意", "推动装备推广，经同意"),
            ("试验线,，收费标准", "试验线,收费标准"),
            ("认真执行，。", "认真执行。"),
            ("认真执行,。\n二、", "认真执行。\n二、"),
            ("认真执行。。各县", "认真执行。各县"),
            ("认真执行。，各县", "认真执行。各县"),
            ("农业、、林业", "农业、林业"),
            ("农业、，林业", "农业，林业"),
            ("负责；；配合", "负责；配合"),
            ("甲县,,乙县", "甲县,乙县"),
            (
                "甲县,,乙县负责\n丙县,丁县,,戊县配合",
                "甲县,乙县负责\n丙县,丁县,戊县配合",
            ),
        ] {
            assert_eq!(cleaned(text), wanted);
        }
    }

    #[test]
    fn other_runs_stay() {
        for text in [
            "等等……各县",
            "方案——说明",
            "第一章......1",
            "好！！真的？？",
            "a,,b,,c",
            "1,,3",
            "名称,代码,电话,备注\n甲公司,911,,优秀\n乙公司,,555,\n丙公司,,,\n丁公司,9,5,良好",
            "甲厂,,,\n乙厂,,,",
            "《办法》、《规定》，（一）、（二）",
            "，",
            "。",
            "",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn a_long_line_is_linear() {
        let start = std::time::Instant::now();
        let text = "甲,,".repeat(100_000);
        assert_eq!(find(&text).len(), 100_000);
        assert!(start.elapsed().as_secs() < 60);
    }

    proptest! {
        #[test]
        fn spans_lie_within_any_text(text in "[,，、。；;甲a\\n…]{0,40}|.{0,30}") {
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
            }
            // Rows of a table are told by their neighbours, which may change.
            prop_assert!(text.contains('\n') || find(&cleaned(&text)).is_empty());
        }
    }
}
