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

/// `1,,3`, `a,,b`: fields of a table, not sentences.
fn is_data(text: &str, run: Span) -> bool {
    let ascii = |character: Option<char>| character.is_none_or(|found| found.is_ascii());
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    text[run.range()].is_ascii() && ascii(before) && ascii(after)
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
            "《办法》、《规定》，（一）、（二）",
            "，",
            "。",
            "",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    proptest! {
        #[test]
        fn spans_lie_within_any_text(text in "[,，、。；;甲a\\n…]{0,40}|.{0,30}") {
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
            }
            prop_assert!(find(&cleaned(&text)).is_empty());
        }
    }
}
