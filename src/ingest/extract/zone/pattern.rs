//! 一区N园 and its kin: one zone run as several parks. In: folded text. Out: the forms, distinct, in
//! text order.

use std::sync::LazyLock;

use regex::Regex;

use crate::analysis::numeral;
use crate::model::document::ZonePattern;

/// 一区七园, 一区多片, 一园多区 (NOISE §2 "Zones"): one whole, a numeral, its parts.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("一(区|园)(多|几|数|若干|n|[0-9]{1,2}|[一二三四五六七八九两]?十?[一二三四五六七八九两十])(园|片|区)")
        .expect("a fixed pattern")
});

/// What makes the part's character another word: 园艺, 园林, 片面, 区别.
const OTHER_WORDS: [&str; 12] = [
    "园艺", "园林", "园丁", "园圃", "园子", "园长", "片面", "片段", "片刻", "区别", "区分", "区间",
];

/// What makes the first 一 part of another word or number: 统一, 第一, 十一.
const OTHER_NUMBERS: [char; 14] = [
    '统', '第', '唯', '单', '同', '之', '十', '百', '二', '三', '零', '〇', '一', '万',
];

/// Returns the 一区N园 forms of a folded text.
pub(super) fn patterns(text: &str) -> Vec<ZonePattern> {
    let mut found: Vec<ZonePattern> = Vec::new();
    // A text without these does not have one; most texts do not.
    if !text.contains("一区") && !text.contains("一园") {
        return found;
    }
    for captures in PATTERN.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let (one, number, part) = (&captures[1], &captures[2], &captures[3]);
        let after = &text[whole.end() - part.len()..];
        let before = text[..whole.start()].chars().next_back();
        let other = one == part
            || OTHER_WORDS.iter().any(|word| after.starts_with(word))
            || before.is_some_and(|character| OTHER_NUMBERS.contains(&character));
        if other || found.iter().any(|known| known.text == whole.as_str()) {
            continue;
        }
        found.push(ZonePattern {
            text: whole.as_str().to_owned(),
            class: format!("一{one}多{part}"),
            value: numeral::whole(number),
        });
    }
    found
}

/// Whether a title speaks of zones in general: 开发区发展规划, 园区工作要点.
pub(super) fn speaks_of_zones(title: &str) -> bool {
    [
        "开发区",
        "高新区",
        "经开区",
        "园区",
        "工业园",
        "产业园",
        "保税区",
        "自贸",
    ]
    .iter()
    .any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_with_class_and_number() {
        type Form = (&'static str, &'static str, Option<u32>);
        let cases: [(&str, &[Form]); 6] = [
            (
                "实施“一区七园”,采用一区多园、“一区七园”",
                &[
                    ("一区七园", "一区多园", Some(7)),
                    ("一区多园", "一区多园", None),
                ],
            ),
            (
                "一区十二园、一区12园、一区n园、一区两园",
                &[
                    ("一区十二园", "一区多园", Some(12)),
                    ("一区12园", "一区多园", Some(12)),
                    ("一区n园", "一区多园", None),
                    ("一区两园", "一区多园", Some(2)),
                ],
            ),
            (
                "一区多片和一园三区",
                &[
                    ("一区多片", "一区多片", None),
                    ("一园三区", "一园多区", Some(3)),
                ],
            ),
            ("一区四园艺场、一区二区三区", &[]),
            ("统一区四园规划,第一区多园", &[]),
            ("一区四园区", &[("一区四园", "一区多园", Some(4))]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = patterns(text)
                .into_iter()
                .map(|form| (form.text, form.class, form.value))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|&(text, class, value)| (text.to_owned(), class.to_owned(), value))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    /// Words and numbers that only look like the form.
    #[test]
    fn traps_are_no_forms() {
        let traps = [
            "一区四园艺场",
            "一区多园艺作物",
            "一区几园林绿化队",
            "一区三园丁奖",
            "一区七园圃",
            "一区两园子",
            "一区两园长会议",
            "一区五片段",
            "一区九片刻",
            "一区多片面理解",
            "一园两区间",
            "一园三区别",
            "一园三区分开",
            "统一区四园规划",
            "第一区多园",
            "唯一区三园",
            "之一区四园",
            "单一区两园",
            "同一区八园",
            "十一区三园",
            "二一区三园",
            "百一区七片",
            "万一区四园",
            "一区二区三区",
            "一区四块",
        ];
        for trap in traps {
            let found = patterns(&format!("各地推进{trap}建设。"));
            assert!(found.is_empty(), "{trap}: {found:?}");
        }
    }
}
