//! The original medium of a text: a newspaper, or the site or organ that published it first.
//!
//! In: key-values (`来源`), the page's hints, the dated line under the title. Out: one name. A
//! 来源 line after the text names the first publisher and beats one above it (a reposter's).

use std::sync::LazyLock;

use regex::Regex;

use super::{Context, calendar};
use crate::analysis::char_filter;
use crate::lexicon::issuers;
use crate::model::{Extracted, KeyValue};

const KEYS: &[&str] = &[
    "来源",
    "信息来源",
    "文章来源",
    "稿源",
    "来源媒体",
    "文章出处",
    "出处",
    "转载自",
];

/// Names of newspapers, agencies, stations.
static MEDIUM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:日报|晚报|早报|晨报|时报|周报|快报|都市报|商报|导报|\p{Han}报|通讯社|新华社|中新社|电视台|广播电台|电台|新华网|人民网|央视|杂志|月刊|期刊|记者站|融媒体中心)")
        .expect("a constant pattern")
});

/// Returns whether a name is a newspaper's, an agency's, a station's.
pub(super) fn is_medium(name: &str) -> bool {
    MEDIUM.is_match(name) && !name.contains("情报") && !name.ends_with("汇报")
}

/// Finds the source.
pub(super) fn source(context: &Context) -> Option<Extracted<String>> {
    by_last_line(context)
        .or_else(|| by_key(context))
        .or_else(|| by_meta(context))
        .or_else(|| by_next_line(context))
        .or_else(|| by_dated_line(context))
}

fn by_key(context: &Context) -> Option<Extracted<String>> {
    let rows: Vec<&KeyValue> = context
        .part
        .key_values
        .iter()
        .filter(|row| KEYS.contains(&row.key.as_str()))
        .filter(|row| name_of(&row.value).is_some())
        .collect();
    let last = rows.iter().max_by_key(|row| row.span.start)?;
    let body_end = body_end(context);
    let closing = last.span.start >= body_end && last.span.start > 0;
    let chosen = if closing { last } else { rows.first()? };
    let name = name_of(&chosen.value)?;
    let rule = if closing && rows.len() > 1 {
        "extract/source/closing"
    } else {
        "extract/source/key_value"
    };
    Some(Extracted::new(name, rule, Some(chosen.span), 1.0))
}

/// Where, in the source text, the last kept paragraph ends.
fn body_end(context: &Context) -> usize {
    context.part.paragraphs.last().map_or(0, |last| {
        context.part.display.map.to_parent(last.display).end
    })
}

/// `来源:某某日报` kept as the text's last line.
fn by_last_line(context: &Context) -> Option<Extracted<String>> {
    let paragraphs = &context.part.paragraphs;
    let first = paragraphs.len().saturating_sub(3).max(1);
    paragraphs.iter().skip(first).rev().find_map(|paragraph| {
        let line = &context.text()[paragraph.folded.range()];
        let value = line.trim_matches(['(', ')', ' ']).strip_prefix("来源:")?;
        let name = name_of(value)?;
        let reposted = context.key_value(KEYS).is_some();
        let rule = if reposted {
            "extract/source/closing"
        } else {
            "extract/source/last_line"
        };
        Some(context.found(name, rule, paragraph.folded, 0.9))
    })
}

/// The name within a 来源 value: up to the next sign, without addresses.
fn name_of(value: &str) -> Option<String> {
    let simplified = char_filter::simplify(value);
    let name = simplified
        .trim()
        .trim_start_matches([':', '：', '《', '“'])
        .split([
            ' ', '\u{3000}', '\t', '|', '》', '”', '(', '（', ',', '，', ';', '；',
        ])
        .next()?
        .trim();
    let count = name.chars().count();
    let usable = (2..=30).contains(&count)
        && name.chars().any(char_filter::is_han)
        && ![
            "本站",
            "本网",
            "未知",
            "互联网",
            "网络",
            "转载",
            "原创",
            "无",
            "本站原创",
            "网络转载",
        ]
        .contains(&name)
        && !is_brand(name);
    usable.then(|| name.to_owned())
}

/// A gambling brand in the slot of an organ (NOISE 1.3).
fn is_brand(name: &str) -> bool {
    [
        "娱乐", "投注", "博彩", "凯时", "官网", "bet", "真人", "棋牌",
    ]
    .iter()
    .any(|brand| name.to_ascii_lowercase().contains(brand))
        || name.contains("体育")
            && !name.contains("体育局")
            && !name.contains("体育总局")
            && !name.ends_with('报')
}

fn by_meta(context: &Context) -> Option<Extracted<String>> {
    let value = context.hints.get(&["contentsource", "source", "mediaid"])?;
    let name = name_of(value)?;
    Some(Extracted::new(name, "extract/source/meta", None, 1.0))
}

/// `来源` alone in a line of the page's head, its value in the next.
fn by_next_line(context: &Context) -> Option<Extracted<String>> {
    let mut lines = context
        .furniture
        .lines()
        .filter(|line| !line.is_empty())
        .take(40);
    lines.find(|line| KEYS.contains(&line.trim_end_matches(':')))?;
    let name = name_of(lines.next()?)?;
    Some(Extracted::new(name, "extract/source/next_line", None, 0.9))
}

/// `2022-11-15 某县科技局`: the line under the title with its date and who put it there.
fn by_dated_line(context: &Context) -> Option<Extracted<String>> {
    context.furniture.lines().take(40).find_map(|line| {
        let line = line.trim();
        let date = calendar::at_start(line)?;
        let rest = line[date.span.end..].trim_start_matches(|character: char| {
            character.is_ascii_digit() || [':', ' ', '来', '源', '|'].contains(&character)
        });
        let name = name_of(rest)?;
        let named = issuers::is_organ(&name) || is_medium(&name);
        let alone = line.chars().count() <= 40;
        (named && alone).then(|| Extracted::new(name, "extract/source/dated_line", None, 0.7))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of, with_row};

    #[test]
    fn names_are_cut_out_of_their_lines() {
        let cases = [
            ("某某日報", Some("某某日报")),
            ("某某院 abcd.cn", Some("某某院")),
            ("本站", None),
            ("", None),
            ("某市体育官方网站", None),
            ("《某某日报》2020年", Some("某某日报")),
        ];
        for (value, expected) in cases {
            assert_eq!(name_of(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_closing_source_beats_a_head_source() {
        let part = part_of("某区发布行动方案\n日前,某区发布方案。\n来源:某某日报", 0);
        let found = source(&context_of(&part)).unwrap();
        assert_eq!(found.value, "某某日报");
        let part = with_row(
            part_of("某区发布行动方案\n日前,某区发布方案。", 0),
            "来源",
            "某某院",
        );
        assert_eq!(source(&context_of(&part)).unwrap().value, "某某院");
    }

    #[test]
    fn a_dated_line_names_the_organ() {
        let part = part_of("某县创建开发区\n正文。", 0);
        let context = Context {
            furniture: "某县创建开发区\n 2022-11-15 某某县科技和经信局\n正文。",
            ..context_of(&part)
        };
        assert_eq!(source(&context).unwrap().value, "某某县科技和经信局");
    }
}
