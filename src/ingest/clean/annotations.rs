//! Finds pinyin injected into the text: `統(tǒng)籌`, `高(gao)(gao)(gao)新(xin)`, `會(huì )`,
//! `關(guan) 於`, `方案(fāngàn)`.
//!
//! In: the decoded text. Out: marks, one for each reading. A parenthesis is an annotation only if
//! its letters, without tones, are a reading of the character before it (688 of 688 annotations in
//! five counted files, none of the parentheses of ordinary text: `(ha)` after 顷, `(app)`); a word
//! of several syllables must carry a tone. Not its job: giving back characters that a byte-level
//! replacement destroyed; what is left of such an annotation is marked, its text cannot be saved.

use crate::analysis::char_filter::is_han;
use crate::lexicon::readings;
use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// An injected reading.
pub(crate) const ANNOTATION: RuleId = RuleId::new("clean/annotation");
/// The rest of one whose parenthesis was destroyed (`變?yōu)`).
pub(crate) const DAMAGED: RuleId = RuleId::new("clean/annotation/damaged");

/// Longest annotation of a word, in letters: four syllables of [`readings::MAX_LETTERS`].
const MAX_WORD_LETTERS: usize = 24;

/// Finds the annotations of a text, in order.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    // Where the last annotation ends, and where the characters it annotates do.
    let mut run = None;
    // 0xef leads `（`, `？` and U+FFFD and is never an inner byte: every stop is a boundary.
    for at in memchr::memchr3_iter(b'(', b'?', 0xef, bytes) {
        if marks.last().is_some_and(|mark| at < mark.span.end) {
            continue;
        }
        let rest = &text[at..];
        let mark = if rest.starts_with(['(', '（']) {
            annotation(text, at, &mut run)
        } else if rest.starts_with(['?', '\u{fffd}', '？']) {
            damaged(text, at)
        } else {
            None
        };
        marks.extend(mark);
    }
    marks
}

fn annotation(text: &str, open: usize, run: &mut Option<(usize, usize)>) -> Option<Mark> {
    let inner = open + text[open..].chars().next()?.len_utf8();
    let reading = Reading::parse(&text[inner..])?;
    let close = inner + reading.len;
    let before = before_space(text, open);
    // A run repeats the reading behind the same character.
    let base_end = match run {
        Some((end, base_end)) if *end == before || *end == open => *base_end,
        _ => before,
    };
    if !reading.is_of(&last_han(text, base_end)) {
        return None;
    }
    // A line end stays: the lines of all texts are in step.
    let spaced = before.max(run.map_or(0, |(end, _)| end)).min(open);
    let start = if text[spaced..open].contains('\n') {
        open
    } else {
        spaced
    };
    let end = close + trailing_space(&text[close..], &reading);
    *run = Some((end, base_end));
    Some(Mark {
        span: Span::new(start, end),
        rule: ANNOTATION,
    })
}

/// Where the white space before a reading begins: one line end or a few spaces may stand between
/// it and its character; more is layout.
fn before_space(text: &str, open: usize) -> usize {
    let before = &text[..open];
    let trimmed = before.trim_end_matches([' ', '\u{3000}', '\n']);
    let gap = &before[trimmed.len()..];
    let near = gap.chars().count() <= 3 && gap.matches('\n').count() <= 1;
    if near { trimmed.len() } else { open }
}

/// The last Han characters before `end`, at most four, in text order. Readings in between are not
/// looked through: the annotated characters of a word stand together.
fn last_han(text: &str, end: usize) -> Vec<char> {
    let mut base: Vec<char> = text[..end]
        .chars()
        .rev()
        .take(4)
        .take_while(|character| is_han(*character))
        .collect();
    base.reverse();
    base
}

/// Form C (`關(guan) 於`) adds a space after an untoned reading; it goes if Han follows.
fn trailing_space(rest: &str, reading: &Reading) -> usize {
    let spaced = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
    usize::from(!reading.toned && spaced.is_some_and(is_han))
}

/// The letters within a parenthesis.
struct Reading {
    /// Without tones.
    letters: String,
    toned: bool,
    /// Bytes from the first letter or space to after the closing parenthesis.
    len: usize,
}

impl Reading {
    fn parse(text: &str) -> Option<Self> {
        let mut letters = String::new();
        let mut toned = false;
        for (at, character) in text.char_indices() {
            if let Some(letter) = readings::untoned(character) {
                letters.push(letter);
                toned |= readings::is_toned(character);
            } else if matches!(character, ')' | '）') {
                let len = at + character.len_utf8();
                return (!letters.is_empty()).then_some(Self {
                    letters,
                    toned,
                    len,
                });
            } else if !matches!(character, ' ' | '\u{a0}' | '\u{3000}' | '\'' | '’') {
                return None;
            }
            if letters.len() > MAX_WORD_LETTERS {
                return None;
            }
        }
        None
    }

    fn is_of(&self, base: &[char]) -> bool {
        let Some(last) = base.last() else {
            return false;
        };
        if self.letters.len() <= readings::MAX_LETTERS && readings::is_reading(*last, &self.letters)
        {
            return true;
        }
        self.toned
            && (2..=base.len())
                .any(|count| readings::are_readings(&base[base.len() - count..], &self.letters))
    }
}

/// `變?yōu)`: a byte-level replacement swallowed the parenthesis and half a character.
fn damaged(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at..];
    let sign = rest.chars().next()?;
    let inner = at + sign.len_utf8();
    let reading = Reading::parse(&text[inner..])?;
    let before = text[..at].chars().next_back()?;
    let fits = reading.toned && reading.letters.len() <= readings::MAX_LETTERS && is_han(before);
    fits.then(|| Mark {
        span: Span::new(at, inner + reading.len),
        rule: DAMAGED,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> String {
        let removed: Vec<Span> = find(text).iter().map(|mark| mark.span).collect();
        Span::new(0, text.len())
            .minus(&removed)
            .iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn every_form_goes() {
        let cases = [
            ("統(tǒng)籌創(chuàng)新", "統籌創新"),
            ("市人大常委會(huì )召開(kāi )會議", "市人大常委會召開會議"),
            ("工(gōng)作(zuò)下(xià)達", "工作下達"),
            ("高(gao)(gao)(gao)新(xin)區(qu)", "高新區"),
            ("關(guan) 於(yu) 更好地", "關於更好地"),
            ("清洁家园(jiāyuán)工作方案(fāngàn)", "清洁家园工作方案"),
            ("產（chǎn）業（yè）", "產業"),
            ("產 (chǎn)業", "產業"),
            ("長(zhǎng)期、調(diào)研。行(xíng)。", "長期、調研。行。"),
            ("發(fā)\n展(zhǎn)", "發\n展"),
            ("發\n(fā)展", "發\n展"),
            ("綠(lǜ)色", "綠色"),
            ("聚合產(chǎn)業(yè) 高新區(qū)", "聚合產業 高新區"),
            ("變?yōu)現實", "變現實"),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text), expected);
        }
    }

    #[test]
    fn ordinary_parentheses_stay() {
        for text in [
            "国内生产总值(GDP)增长",
            "采用(PPP)模式、(R&D)经费、光伏(BIPV)",
            "面积十公顷(ha)",
            "千瓦时(kwh)",
            "第(a)项",
            "应用程序(app)",
            "(一)总体要求",
            "陕西(Shaanxi)、西安(xian)",
            "多少?(he)",
            "真的?abc)",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    proptest! {
        #[test]
        fn marks_lie_on_boundaries_in_order(text in "[區产高 \n()（）?a-gtāōǎǜ，\u{fffd}]{0,40}") {
            let mut last = 0;
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
                prop_assert!(mark.span.start >= last && !mark.span.is_empty());
                prop_assert!(!text[mark.span.range()].contains('\n'));
                last = mark.span.end;
            }
        }
    }
}
