//! Tells what only the text says: sentences with the words of norms, rows between two numbered items.
//!
//! In: rows of a sheet. Out: answers for the rules that would drop a row below the text's end, or take
//! a row of the text for the page's. Not its job: the shapes of headings (`shape`).

use std::sync::LazyLock;

use super::sheet::Sheet;
use crate::lexicon::terms::Terms;

/// How far from a row its items may be, in rows.
const NEAR: usize = 30;

/// What an act says of itself and to those whom it binds.
const NORMS: [&str; 21] = [
    "本办法",
    "本条例",
    "本规定",
    "本方案",
    "本细则",
    "本意见",
    "本通知",
    "本规则",
    "本标准",
    "本章程",
    "本制度",
    "本预案",
    "本指南",
    "日起施行",
    "日起执行",
    "日起实施",
    "各单位",
    "各级",
    "各部门",
    "各有关",
    "应当",
];
/// Who speaks where a site sets rules for its users.
const SITES: [&str; 8] = [
    "本站",
    "本网",
    "本平台",
    "本公众号",
    "您",
    "用户",
    "转载",
    "小编",
];

/// Whether a row is a sentence of a norm.
pub(super) fn is_sentence(text: &str) -> bool {
    static WORDS: LazyLock<Terms<bool>> = LazyLock::new(|| {
        let norms = NORMS.iter().map(|word| (*word, true));
        Terms::new(norms.chain(SITES.iter().map(|word| (*word, false))))
    });
    if !text.trim_end().ends_with('。') {
        return false;
    }
    let mut is_norm = false;
    for (_, of_norm) in WORDS.find(text) {
        if !of_norm {
            return false;
        }
        is_norm = true;
    }
    is_norm
}

/// Whether a sentence says what has to be done, whoever is to do it.
pub(super) fn binds(text: &str) -> bool {
    text.trim_end().ends_with('。') && ["应当", "不得"].iter().any(|word| text.contains(word))
}

/// Whether the nearest item above a row is numbered one less than the nearest below it.
pub(super) fn is_between_items(sheet: &Sheet<'_>, row: usize) -> bool {
    let above = (row.saturating_sub(NEAR)..row)
        .rev()
        .find_map(|row| item(sheet.text(row)));
    let below =
        (row + 1..(row + 1 + NEAR).min(sheet.rows.len())).find_map(|row| item(sheet.text(row)));
    matches!((above, below), (Some(above), Some(below)) if below == above + 1)
}

/// The last of some rows that goes on counting the text's items: 二、 below 一、.
pub(super) fn last_item(sheet: &Sheet<'_>, rows: std::ops::Range<usize>) -> Option<usize> {
    let mut before = None;
    let mut last = None;
    for row in rows {
        let Some(number) = item(sheet.text(row)) else {
            continue;
        };
        if before.is_some_and(|before: usize| before + 1 == number) {
            last = Some(row);
        }
        before = Some(number);
    }
    last
}

/// The number of an item in Chinese numerals, as a text's headings have it: 二、. Lists of a page
/// count in digits.
fn item(text: &str) -> Option<usize> {
    let text = text.trim_start();
    let mut number = 0;
    for (at, character) in text.char_indices() {
        if at > 9 {
            return None;
        }
        if character == '、' {
            return (at >= 3).then_some(number);
        }
        let digit = DIGITS.iter().position(|digit| *digit == character)?;
        number = match digit {
            // 十 multiplies what stands before it; the rest is added.
            9 => number.max(1) * 10,
            _ => number + digit + 1,
        };
    }
    None
}

const DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_in_chinese() {
        let many = "十".repeat(40);
        for (text, number) in [
            ("二、总则", Some(2)),
            ("二十一、附则", Some(21)),
            ("2、总则", None),
            ("、", None),
            (many.as_str(), None),
        ] {
            assert_eq!(item(text), number, "{text}");
        }
    }
}
