//! What one text has other than another: the places where words were put in, taken away, replaced.
//!
//! In: two texts as people read them. Out: the changes, in order. Script, width, white space and line
//! breaks are no change. Sentences are aligned first, then the characters of those that differ. Not
//! its job: which texts are compared (`reposts`), how a change is shown (`cli`).

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::analysis::char_filter::{ends_sentence, fold};
use crate::model::{MappedText, Span};

/// Characters shown before and after a change.
const AROUND: usize = 8;
/// Two changes with fewer characters between them are one: single characters agree by chance.
const APART: usize = 3;
/// Passages of more pairs of characters are replaced as a whole. The search for what they share takes
/// time by what they do not: .4 s for two of 40,000 characters that share nothing.
const MOST_PAIRS: usize = 2_000_000_000;

/// A place where two texts differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What stands before it in the second text.
    pub before: String,
    /// What only the first has.
    pub removed: String,
    /// What the second has in its place.
    pub added: String,
    /// What stands after it in the second text.
    pub after: String,
}

/// Compares two texts.
#[must_use]
pub fn changes(first: &str, second: &str) -> Vec<Change> {
    let (one, two) = (Text::new(first), Text::new(second));
    let changed = changed(&one.characters, &two.characters);
    let change = |(old, new): (Range<usize>, Range<usize>)| Change {
        before: two.displayed(new.start.saturating_sub(AROUND)..new.start),
        removed: one.displayed(old),
        added: two.displayed(new.clone()),
        after: two.displayed(new.end..two.characters.len().min(new.end + AROUND)),
    };
    changed.into_iter().map(change).collect()
}

/// A text without what is no difference.
struct Text<'a> {
    display: &'a str,
    folded: MappedText,
    characters: Vec<char>,
    /// Where they stand in the folded text.
    places: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(display: &'a str) -> Self {
        let folded = fold(display);
        let counts = folded.text.char_indices();
        let counts = counts.filter(|(_, character)| !character.is_whitespace());
        let (places, characters) = counts.unzip();
        Self {
            display,
            folded,
            characters,
            places,
        }
    }

    /// Some of its characters as people read them.
    fn displayed(&self, range: Range<usize>) -> String {
        if range.is_empty() {
            return String::new();
        }
        let (first, last) = (self.places[range.start], self.places[range.end - 1]);
        let end = last + self.characters[range.end - 1].len_utf8();
        let span = self.folded.map.to_parent(Span::new(first, end));
        let lines = self.display[span.start..span.end].split_whitespace();
        lines.collect::<Vec<_>>().join(" ")
    }
}

/// The ranges that differ, in order, none beside another.
fn changed(one: &[char], two: &[char]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old, new) = (sentences(one), sentences(two));
    let (ones, twos) = (ends(&old), ends(&new));
    let mut changed: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut push = |old: Range<usize>, new: Range<usize>| match changed.last_mut() {
        Some((before, beside)) if old.start - before.end < APART => {
            before.end = old.end;
            beside.end = new.end;
        }
        _ => changed.push((old, new)),
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let within = |ends: &[usize], range: Range<usize>| ends[range.start]..ends[range.end];
        let (old, new) = (within(&ones, op.old_range()), within(&twos, op.new_range()));
        if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST_PAIRS {
            push(old, new);
            continue;
        }
        let (left, right) = (&one[old.clone()], &two[new.clone()]);
        for op in capture_diff_slices(Algorithm::Myers, left, right) {
            if !matches!(op, DiffOp::Equal { .. }) {
                let at = |range: Range<usize>, start: usize| range.start + start..range.end + start;
                push(at(op.old_range(), old.start), at(op.new_range(), new.start));
            }
        }
    }
    changed
}

/// The sentences of a text, in order and without gaps.
fn sentences(characters: &[char]) -> Vec<&[char]> {
    let parts = characters.split_inclusive(|character| ends_sentence(*character));
    parts.collect()
}

/// Where each sentence ends, in characters; before them 0.
fn ends(sentences: &[&[char]]) -> Vec<usize> {
    let mut end = 0;
    let ends = sentences.iter().map(|sentence| {
        end += sentence.len();
        end
    });
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changes_are_told_with_the_words_around() {
        let change = |before: &str, removed: &str, added: &str, after: &str| Change {
            before: before.to_owned(),
            removed: removed.to_owned(),
            added: added.to_owned(),
            after: after.to_owned(),
        };
        let cases = [
            ("各村：请照此执行。", "各村：请照此执行。", vec![]),
            ("", "", vec![]),
            // Script, width and line breaks.
            (
                "各镇要开展园区工作（一）。",
                "各鎮要開展\n園區工作(一)。",
                vec![],
            ),
            (
                "各镇要按时报送材料。",
                "各镇要及时报送材料。",
                vec![change("各镇要", "按", "及", "时报送材料。")],
            ),
            (
                "第一句。第二句。第三句。",
                "第一句。第三句。",
                vec![change("第一句。", "第二句。", "", "第三句。")],
            ),
            (
                "第一句。",
                "第一句。责任编辑：小李",
                vec![change("第一句。", "", "责任编辑：小李", "")],
            ),
            // No sentence ends here.
            (
                &format!("名单：\n{}东街三号", "西塘、".repeat(2000)),
                &format!("名单：\n{}东街四号", "西塘、".repeat(2000)),
                vec![change("西塘、西塘、东街", "三", "四", "号")],
            ),
            // What agrees by chance between two changes is part of one.
            (
                "补贴三十万元。",
                "补贴五十五元。",
                vec![change("补贴", "三十万", "五十五", "元。")],
            ),
            (
                "园區的工作。",
                "园区的重點工作。",
                vec![change("园区的", "", "重點", "工作。")],
            ),
        ];
        for (first, second, expected) in cases {
            assert_eq!(changes(first, second), expected, "{first} {second}");
        }
    }

    proptest! {
        /// The changes, done to the first text, make the second.
        #[test]
        fn changes_lead_from_one_to_the_other(one in "[甲乙丙丁。；]{0,60}", two in "[甲乙丙丁。；]{0,60}") {
            let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
            let (mut made, mut from): (Vec<char>, usize) = (Vec::new(), 0);
            for (old, new) in changed(&one, &two) {
                made.extend(&one[from..old.start]);
                made.extend(&two[new]);
                from = old.end;
            }
            made.extend(&one[from..]);
            prop_assert_eq!(made, two);
        }
    }
}
