//! Finds adult search-engine spam: whole lines, and runs glued to a sentence or spliced into it.
//!
//! In: the folded view, line by line. Out: view spans. A stretch between sentence ends is spam by
//! the number and density of key words; 一区, 综合, 国产 alone are ordinary policy words and never
//! enough. Not its job: other promotions (`boilerplate`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::spam::{self, Weight};
use crate::model::{RuleId, Span};

/// An adult key-word line or run.
pub(crate) const SPAM: RuleId = RuleId::new("clean/spam");

/// A gambling brand in the place of an organ's name.
pub(crate) const BRAND: RuleId = RuleId::new("clean/spam/brand");

/// A stretch with this share of key-word bytes reads as a list of them. Counted on two seed lines:
/// .45 and .62; ordinary sentences that quote two such words stay below .1.
const DENSE: f32 = 0.25;
/// Key words of a spliced run stand at most this many bytes apart (12 characters).
const MAX_GAP: usize = 36;

/// Finds the spam in a view, in order.
pub(crate) fn find(view: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut hits: Vec<(Range<usize>, Weight)> = Vec::new();
    let mut stretch = 0..0;
    for (range, weight) in spam::terms().find(view) {
        if weight == Weight::Harmless || cut_off_letters(view, &range) {
            continue;
        }
        if range.start >= stretch.end {
            spans.extend(judge(view, &stretch, &hits));
            hits.clear();
            stretch = stretch_around(view, range.start, stretch.end);
        }
        hits.push((range, weight));
    }
    spans.extend(judge(view, &stretch, &hits));
    spans
}

/// Whether a Latin key word is only part of a word (`av` in `java`).
fn cut_off_letters(view: &str, range: &Range<usize>) -> bool {
    let bytes = view.as_bytes();
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let first = letter(bytes.get(range.start));
    let last = letter(bytes.get(range.end - 1));
    (first && letter(range.start.checked_sub(1).and_then(|at| bytes.get(at))))
        || (last && letter(bytes.get(range.end)))
}

/// The text between the sentence ends around `at`, not before `from`.
fn stretch_around(view: &str, at: usize, from: usize) -> Range<usize> {
    let is_end = |character: char| matches!(character, '。' | ';' | '!' | '\n');
    let start = view[from..at]
        .rfind(is_end)
        .map_or(from, |end| from + end + next_len(view, from + end));
    let end = view[at..].find(is_end).map_or(view.len(), |end| at + end);
    start..end
}

fn next_len(view: &str, at: usize) -> usize {
    view[at..].chars().next().map_or(0, char::len_utf8)
}

fn judge(view: &str, stretch: &Range<usize>, hits: &[(Range<usize>, Weight)]) -> Option<Span> {
    let hard = |hits: &[(Range<usize>, Weight)]| {
        let mut words: Vec<&str> = hits
            .iter()
            .filter(|(_, weight)| *weight == Weight::Hard)
            .map(|(range, _)| &view[range.clone()])
            .collect();
        words.sort_unstable();
        words.dedup();
        words.len()
    };
    if hard(hits) == 0 {
        return None;
    }
    let covered: usize = hits.iter().map(|(range, _)| range.len()).sum();
    let dense = covered as f32 >= DENSE * stretch.len() as f32;
    let enough = hard(hits) >= 2 || (hits.len() >= 4 && groups(&view[stretch.clone()]) >= 3);
    if dense && enough {
        return Some(Span::from(stretch.clone()));
    }
    hits.chunk_by(|before, after| after.0.start - before.0.end <= MAX_GAP)
        .find(|run| hard(run) >= 3)
        .map(|run| spliced(view, stretch, run))
}

/// The groups between a spam line's separators.
fn groups(stretch: &str) -> usize {
    stretch
        .split([',', '_', '|', '丨', '-', ' ', '、'])
        .filter(|group| !group.is_empty())
        .count()
}

/// A run of key words within a sentence, widened to the nearest punctuation (at most the gap).
fn spliced(view: &str, stretch: &Range<usize>, run: &[(Range<usize>, Weight)]) -> Span {
    let is_mark = |character: char| {
        matches!(
            character,
            ',' | '、' | ':' | '_' | '|' | '"' | '“' | '”' | '?' | '》' | '《'
        )
    };
    let (first, last) = (run[0].0.start, run[run.len() - 1].0.end);
    let before = &view[stretch.start..first];
    let start = match before.rfind(is_mark) {
        Some(at) if before.len() - at <= MAX_GAP => {
            stretch.start + at + next_len(view, stretch.start + at)
        }
        None if before.len() <= MAX_GAP => stretch.start,
        _ => first,
    };
    let after = &view[last..stretch.end];
    let end = match after.find(is_mark) {
        Some(at) if at <= MAX_GAP => last + at,
        None if after.len() <= MAX_GAP => stretch.end,
        _ => last,
    };
    Span::new(start, end)
}

/// The words that every brand has one of.
const BRAND_WORDS: [&str; 10] = [
    "体育", "娱乐", "棋牌", "彩票", "电竞", "投注", "凯时", "真人", "博彩", "bet",
];

/// A brand as it opens a line or stands before `@`; 体育局官网 and the like have a word between.
static BRAND_FORM: LazyLock<Regex> = LazyLock::new(|| {
    let word = BRAND_WORDS.join("|");
    let site = "官方网站|官方网址|官网|官方|平台|网站|app|网址|入口|登录|下载|投注|网页版|注册";
    Regex::new(&format!(
        r"(?m)(?P<line>^|[:>]\s*)?(?P<brand>[\p{{Han}}a-z0-9]{{0,6}}(?:{word})[\p{{Han}}]{{0,2}}(?:{site})(?:{site}|入)*)(?P<at>@)?"
    ))
    .expect("a literal")
});

/// Finds gambling brands that replace the issuer: a brand that stands before `@`, or opens a line
/// and stands in the text three times, at each of its places.
pub(crate) fn find_brands(view: &str) -> Vec<Span> {
    // `@` or a site's name is rare: most texts are done here.
    let site = view.contains("官网") || view.contains("官方网") || view.contains('@');
    if !site || !BRAND_WORDS.iter().any(|word| view.contains(word)) {
        return Vec::new();
    }
    let mut brands: Vec<&str> = Vec::new();
    for found in BRAND_FORM.captures_iter(view) {
        let Some(brand) = found.name("brand").map(|brand| brand.as_str()) else {
            continue;
        };
        let known = brands.contains(&brand) || brands.len() >= MAX_BRANDS;
        let named = || found.name("line").is_some() && view.matches(brand).count() >= 3;
        if !known && (found.name("at").is_some() || named()) {
            brands.push(brand);
        }
    }
    let mut spans: Vec<Span> = Vec::new();
    for brand in brands {
        spans.extend(view.match_indices(brand).map(|(at, _)| {
            let end = at + brand.len();
            Span::new(at, end + usize::from(view[end..].starts_with('@')))
        }));
    }
    Span::union(spans)
}

/// A page is sold to one brand; more are the noise of an unrelated list.
const MAX_BRANDS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text)
            .into_iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn key_word_lists_are_found() {
        let line = "亚洲av无码_欧美日韩在线视频_中文字幕乱码_国产精品一区";
        assert_eq!(found(line), [line]);
        let glued = format!("全面完成年度任务。{line}\n下一行讲产业。");
        assert_eq!(found(&glued), [line]);
        let commas = "人妻久久久,99热最新视频,日韩av天堂";
        assert_eq!(
            found(&format!("{commas}\n\n关于加快发展的意见\n")),
            [commas]
        );
        let spliced = "要求各部门认真抓好落实,国产乱人妻无码av在线,确保全年目标任务顺利完成并取得实实在在的成效,推动经济社会各项事业再上新台阶,为全县高质量发展作出新的更大贡献";
        assert_eq!(found(spliced), ["国产乱人妻无码av在线"]);
    }

    #[test]
    fn brands_in_the_issuers_place_are_found_everywhere() {
        let text =
            "大湖体育官网@办公室关于印发方案的通知\n已经大湖体育官网研究同意。\n大湖体育官网";
        let found: Vec<&str> = find_brands(text)
            .iter()
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(found, ["大湖体育官网@", "大湖体育官网", "大湖体育官网"]);
        for text in [
            "见国家体育总局官网。\n体育总局官方网站",
            "体育彩票网站销售管理办法",
            "文化娱乐网站",
        ] {
            assert!(find_brands(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn policy_words_are_left_alone() {
        for text in [
            "推进一区多园、二区、三区建设,综合保税区与国产化视频会议系统在线运行",
            "久久为功,坚决打击传播淫秽物品和色情服务",
            "一区、二区、三区、四区综合在线最新视频",
            "java与avi文件",
            "日韩企业、欧美企业、国产装备、综合服务在线平台",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
