//! Finds the name of a site that was put into a word of the text: `政府工白熊资讯网作报告` is
//! 政府工作报告.
//!
//! In: the source text. Out: marks. A site named in its own right stays: only where the name cuts a
//! word of the dictionary in two, which is whole without it, it is noise. Not its job: source
//! lines, footers (`boilerplate`).

use crate::analysis::char_filter::{is_han, simplify};
use crate::analysis::tokenizer::{Tokenizer, Words};
use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// A site's name within a word.
pub(crate) const SITE_NAME: RuleId = RuleId::new("clean/site_name");

/// How names of sites that copy texts end, before 网.
const ENDINGS: [&str; 24] = [
    "资讯", "資訊", "信息", "新闻", "新聞", "文库", "文庫", "范文", "文秘", "论文", "論文", "学习",
    "學習", "资源", "資源", "在线", "在線", "热线", "熱線", "门户", "作文", "公文", "写作", "教育",
];
/// What makes another word of 网: 网站, 网络 …
const OTHER_WORDS: [char; 17] = [
    '站', '络', '絡', '页', '頁', '民', '友', '上', '点', '點', '址', '店', '购', '格', '校', '的',
    '、',
];
/// Characters of a name before its ending.
const NAME_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// Characters on either side in which the cut word is looked for.
const AROUND: usize = 4;

/// Finds the site names within words.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    memchr::memmem::find_iter(text.as_bytes(), "网".as_bytes())
        .chain(memchr::memmem::find_iter(text.as_bytes(), "網".as_bytes()))
        .filter_map(|at| ending_before(text, at).map(|ending| (ending, at + "网".len())))
        .filter_map(|(ending, end)| name_within_word(text, ending, end))
        .map(|span| Mark {
            span,
            rule: SITE_NAME,
        })
        .collect()
}

/// Where the ending before 网 begins, if the name may stand within a word.
fn ending_before(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at];
    let ending = ENDINGS.iter().find(|ending| before.ends_with(**ending))?;
    let after = text[at..].chars().nth(1)?;
    (is_han(after) && !OTHER_WORDS.contains(&after)).then_some(at - ending.len())
}

/// The name that ends at `end` and cuts a word; the shortest of those it may be.
fn name_within_word(text: &str, ending: usize, end: usize) -> Option<Span> {
    let mut start = ending;
    for length in 1..=*NAME_CHARACTERS.end() {
        let letter = text[..start].chars().next_back().filter(|c| is_han(*c))?;
        start -= letter.len_utf8();
        if !NAME_CHARACTERS.contains(&length) {
            continue;
        }
        let [left, right] = beside(&text[..start], &text[end..], AROUND);
        if is_one_word(&simplify(&left), &simplify(&right)) {
            return Some(Span::new(start, end));
        }
    }
    None
}

/// The Chinese characters directly before and behind a place, so many at most.
pub(super) fn beside(before: &str, after: &str, around: usize) -> [String; 2] {
    let is_wide = |found: &char| is_han(*found);
    let left = before.chars().rev().take_while(is_wide).take(around);
    let left: Vec<char> = left.collect();
    let right = after.chars().take_while(is_wide).take(around);
    [left.into_iter().rev().collect(), right.collect()]
}

/// Whether a word of the dictionary stands across the joint of two pieces.
pub(super) fn is_one_word(left: &str, right: &str) -> bool {
    if left.is_empty() || right.is_empty() {
        return false;
    }
    let mut tokens = Vec::new();
    Words::shared().tokenize(&format!("{left}{right}"), &mut tokens);
    tokens
        .iter()
        .any(|token| token.start < left.len() && token.end > left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text)
            .iter()
            .map(|mark| &text[mark.span.range()])
            .collect()
    }

    #[test]
    fn names_within_words_are_found() {
        for (text, wanted) in [
            ("《政府工白熊资讯网作报告》", vec!["白熊资讯网"]),
            ("按季陶城资讯网度发布", vec!["陶城资讯网"]),
            ("推动经济高质南山文库网量发展", vec!["南山文库网"]),
            ("優化營商環東海信息網境", vec!["東海信息網"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn sites_in_their_own_right_stay() {
        for text in [
            "在中国政府采购信息网发布公告",
            "登录全国教育信息网查询成绩",
            "由甲县新闻网负责报道",
            "建设政务信息网络和新闻网站",
            "甲县公共信息网",
            "接入国家教育资源网平台",
            "据北方新闻网报道",
            "完善农业信息网建设",
        ] {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }
}
