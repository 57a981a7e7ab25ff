//! A document's head in one row with its text: pages that lost their paragraph breaks.
//!
//! In: a row. Out: how long its title is, what it says and what follows it. A sentence may begin
//! with a title as well (`甲县人民政府关于…的通知要求,…`): number, recipients or an opening must
//! follow at once. Not its job: whether the text above allows a new document (`heads`).

use super::below::{self, Below};
use super::heads::{self, Title};
use crate::ingest::clean::shape;

/// Shorter rows hold no title and text, in bytes (50 characters).
const MIN_ROW: usize = 150;
/// A head stands within so many bytes: 100 characters of title, number and recipients.
const WITHIN: usize = 450;
/// A number's letters are at most so long, in bytes (`巴里坤人社发`: 6 characters; 10).
const LETTERS: usize = 30;
/// Headline and name of the paper before the reporter are at least so long, in bytes; a text that
/// begins with its reporter has less (10 characters: `巴里坤县日报讯`).
const HEADLINE: usize = 45;

/// A head glued to its text.
pub(super) struct Glued<'t> {
    pub(super) text: &'t str,
    pub(super) title: Title,
    pub(super) below: Below,
}

/// Returns the head with which a row begins, if text follows it in the row.
pub(super) fn of_row(text: &str) -> Option<Glued<'_>> {
    if text.len() < MIN_ROW {
        return None;
    }
    let head = &text[..shape::floor_boundary(text, WITHIN)];
    let head = &head[..head.find('。').unwrap_or(head.len())];
    headline(head).or_else(|| titled(text, head))
}

/// `甲市产业园区建设提质增效甲市日报讯(记者 张某)近日,…`.
fn headline(head: &str) -> Option<Glued<'_>> {
    let is_sign = |(at, _): &(usize, &str)| {
        let signs = ["讯(记者", "讯(通讯员", "讯记者"];
        signs.iter().any(|sign| head[*at..].starts_with(sign))
    };
    let (at, _) = head.match_indices('讯').find(is_sign)?;
    let text = &head[..at];
    let is_headline = text.len() >= HEADLINE && !text.contains([',', ';', ':', '|']);
    is_headline.then_some(Glued {
        text,
        title: Title::Headline,
        below: Below::Report,
    })
}

/// `甲县人民政府关于…的通知甲政发〔2021〕1号各乡镇:…`.
fn titled<'t>(text: &'t str, head: &'t str) -> Option<Glued<'t>> {
    let verb = memchr::memmem::find(head.as_bytes(), "关于".as_bytes())?;
    // Only organs stand before the verb.
    if verb > 300 || head[..verb].contains([',', '《', '“', ':', ';']) {
        return None;
    }
    for (at, word) in type_words(head, verb) {
        let end = at + word.len();
        let rest = head[end..].trim_start();
        let rest = match rest.strip_prefix('(') {
            Some(note) if !begins_number(rest) => note
                .find(')')
                .filter(|close| *close <= 12)
                .map_or(rest, |close| &note[close + 1..]),
            _ => rest,
        };
        let Some(below) = follows(rest, &text[end..]) else {
            continue;
        };
        let stem = &text[..end];
        let title = heads::kind(stem).filter(|title| *title >= Title::Official)?;
        let begins = title == Title::Issued || stem.starts_with("关于");
        return begins.then_some(Glued {
            text: stem,
            title,
            below,
        });
    }
    None
}

/// Where words for types stand in a head, in order, from `from` on.
fn type_words(head: &str, from: usize) -> impl Iterator<Item = (usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = shape::TYPE_WORDS
        .iter()
        .chain(&heads::MORE_TYPES)
        .chain(&["函"])
        .flat_map(|word| {
            head[from..]
                .match_indices(word)
                .map(move |(at, _)| (from + at, *word))
        })
        .collect();
    found.sort_unstable();
    found.into_iter()
}

/// What follows a title at once: a number, recipients, an opening; nothing else shows that the
/// title is none of a sentence.
fn follows(rest: &str, text: &str) -> Option<Below> {
    if begins_number(rest) {
        return Some(Below::Own);
    }
    let recipients = rest.find(':').map(|at| &rest[..=at]);
    if recipients.is_some_and(|names| !names.contains("如下") && below::is_recipients(names)) {
        return Some(Below::Own);
    }
    if rest.starts_with("第一章") || rest.starts_with("第一条") {
        return Some(Below::Law);
    }
    let opens = [
        "根据",
        "按照",
        "为了",
        "为进一步",
        "为深入",
        "为贯彻",
        "为加快",
        "一、",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    (opens && text.contains('。')).then_some(Below::Text)
}

/// `甲政发〔2021〕1号`, `(甲政发[2021]1号)`.
fn begins_number(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['(', ' ']);
    let Some(at) = rest.find(['〔', '[', '(', '﹝', '【']) else {
        return false;
    };
    let letters = &rest[..at];
    let year = &rest[at..];
    let Some(end) = year.find('号').filter(|end| *end <= 30) else {
        return false;
    };
    let is_numeral = |character: char| {
        character.is_ascii_digit()
            || "〔[(﹝【〕])﹞】 第".contains(character)
            || heads::is_mask(character)
    };
    (6..=LETTERS).contains(&letters.len())
        && !letters.contains([',', '、', '《', '》', ':', ')'])
        && year[..end].chars().all(is_numeral)
        && year[..end]
            .chars()
            .filter(|found| !"〔[(﹝【〕])﹞】 第".contains(*found))
            .count()
            >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "为做好秋粮收购工作,切实保护种粮农民利益,现就有关事项通知如下。一、统筹布局各乡镇要在九月底前完成选址,报县农业农村局备案。";

    #[test]
    fn titles_glued_to_their_texts_are_heads() {
        for (head, title, below) in [
            (
                "甲县人民政府关于推进粮食烘干中心建设的通知甲政发〔2019〕12号各乡镇人民政府,县直各单位:",
                Title::Issued,
                Below::Own,
            ),
            (
                "甲县人民政府关于推进粮食烘干中心建设的意见(试行)(甲政发[2019]12号)",
                Title::Issued,
                Below::Own,
            ),
            (
                "甲县人民政府关于推进粮食烘干中心建设的通知各乡镇人民政府:",
                Title::Issued,
                Below::Own,
            ),
            (
                "关于2011年粮食烘干中心拟支持项目的公示根据专家评审结果,",
                Title::Official,
                Below::Text,
            ),
            (
                "甲县推进粮食烘干中心建设农民增收提质增效甲县日报讯(记者张某)近日,",
                Title::Headline,
                Below::Report,
            ),
        ] {
            let text = format!("{head}{TEXT}");
            let found = of_row(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.title, found.below), (title, below), "{text}");
        }
    }

    #[test]
    fn sentences_that_name_a_title_are_none() {
        for head in [
            "根据《甲县人民政府关于推进粮食烘干中心建设的通知》(甲政发〔2019〕12号)要求,",
            "甲县人民政府关于推进粮食烘干中心建设的通知要求,各乡镇要抓好落实,",
            "会议听取了关于推进粮食烘干中心建设的报告,要求各乡镇:",
            "关于推进粮食烘干中心建设的意见和建议,",
            "甲县人民政府办公室印发关于推进粮食烘干中心建设的通知以来,",
            "本报讯(记者张某)近日,",
            "近日,甲县召开推进粮食烘干中心建设现场会,总结经验部署工作,本报讯(记者张某)",
        ] {
            let text = format!("{head}{TEXT}");
            assert!(of_row(&text).is_none(), "{text}");
        }
    }
}
