//! Where a page shows its title outside its main content, and the title it shows nowhere.
//!
//! In: the blocks, the main content's range, the page's tags. Out: the blocks that show the title, and with
//! it the document's head right above the text: number, further lines.
//! Not its job: what the title is (`extract::title`).

use std::ops::Range;

use super::blocks::Block;
use super::outside::{Outside, outside};
use crate::analysis::char_filter;
use crate::lexicon::doc_types;
use crate::model::PageHints;

/// A block equal to a part of a title tag is the title from this length (characters) on.
const TITLE_CHARS: usize = 8;
/// The longest titles of real documents have 120 characters.
const LONGEST_TITLE: usize = 150;
/// Title tags hold the site's name and the column besides.
const LONGEST_TAG: usize = 400;
/// An element named as a title's counts this many blocks before the text, at most: what is named
/// so farther up heads a menu.
const NAMED_WITHIN: usize = 15;
/// A line that reads like a title counts this near the text.
const READING_WITHIN: usize = 8;
/// A title is looked for in this many blocks around the text's begin.
const SHOWN_WITHIN: usize = 60;

/// Returns for each block before the text whether it shows the title or a part of it.
pub(super) fn shown(blocks: &[Block], main: &Range<usize>, hints: &PageHints) -> Vec<bool> {
    let tags = tags(hints);
    let before = &blocks[..main.start];
    let mut shown: Vec<bool> = before
        .iter()
        .enumerate()
        .map(|(at, block)| is_title(block, main.start - at, &tags))
        .collect();
    let pieces: Vec<String> = before.iter().map(|block| squeezed(&block.text)).collect();
    for at in 1..pieces.len() {
        // The short rest of a title that is shown on two lines.
        let joined = [pieces[at - 1].as_str(), pieces[at].as_str()].concat();
        if shown[at - 1] != shown[at] && tags.iter().any(|tag| tag.contains(&joined)) {
            (shown[at - 1], shown[at]) = (true, true);
        }
    }
    let heads_text = |block: &Block| tags.iter().any(|tag| is_part(block, tag));
    let is_in_text = blocks[main.clone()].iter().take(3).any(heads_text);
    if !shown.contains(&true)
        && !is_in_text
        && let Some(at) = reading_like_title(before)
    {
        shown[at] = true;
    }
    head(before, &mut shown);
    shown
}

/// A line of a head is at most so long, in characters.
const HEAD_LINE_CHARS: usize = 60;

/// Adds the lines of the document's head: those right above the text, rows of metadata among them, from the
/// first on that shows the title, has a title's words or is a number. Old pages lay them out in cells of
/// their own.
fn head(before: &[Block], shown: &mut [bool]) {
    let first = before.len().saturating_sub(READING_WITHIN);
    let is_of_head = |at: usize, shown: &[bool]| {
        shown[at] || is_head_line(&before[at]) || outside(&before[at], true) != Outside::Furniture
    };
    let top = (first..before.len())
        .rev()
        .take_while(|at| is_of_head(*at, shown))
        .last();
    let Some(top) = top else {
        return;
    };
    let opens = (top..before.len()).find(|at| shown[*at] || opens_head(&before[*at]));
    let Some(opens) = opens else {
        above_source(before, top, shown);
        return;
    };
    for at in opens..before.len() {
        let block = &before[at];
        // 的通知, (试行); other short words are tools.
        let is_rest = || is_typed(block) || block.text.starts_with(['(', '（']);
        shown[at] |= is_head_line(block) && (block.chars >= TITLE_CHARS || is_rest());
    }
}

/// Where nothing reads like a title, the lines right above the row of date and source are one.
fn above_source(before: &[Block], top: usize, shown: &mut [bool]) {
    /// Lines of such a title.
    const LINES: usize = 2;
    let is_source = |at: &usize| outside(&before[*at], true) != Outside::Furniture;
    let Some(source) = (top..before.len()).find(is_source) else {
        return;
    };
    let first = source.saturating_sub(LINES).max(top);
    if let Some(first) = (first..source).find(|at| before[*at].chars >= TITLE_CHARS) {
        shown[first..source].fill(true);
    }
}

fn is_typed(block: &Block) -> bool {
    let folded = char_filter::fold(&block.text).text;
    doc_types::at_end(folded.trim_end_matches([')', '》'])).is_some()
}

fn is_head_line(block: &Block) -> bool {
    let is_text = !block.is_hidden && !block.is_control && !block.is_alt;
    let separators = [
        '>', '》', '»', '→', '┊', '|', '：', ':', '·', '－', '。', '，', '！',
    ];
    let is_crumb = block.text.contains(separators) && !block.text.contains('《');
    is_text && block.link_chars == 0 && (2..=HEAD_LINE_CHARS).contains(&block.chars) && !is_crumb
}

/// Whether a line has a title's verb, ends as a title does, or is a number.
fn opens_head(block: &Block) -> bool {
    if !is_head_line(block) {
        return false;
    }
    let folded = char_filter::fold(&block.text).text;
    let is_number = folded.ends_with('号') && folded.contains(['〔', '[', '(']);
    is_number || doc_types::has_title_verb(&folded) || block.chars >= TITLE_CHARS && is_typed(block)
}

/// The title tags, squeezed; `<title>` counts only where no other tag states the title.
fn tags(hints: &PageHints) -> Vec<String> {
    let stated = ["articletitle", "og:title", "headline"];
    let mut tags: Vec<String> = stated
        .iter()
        .filter_map(|name| hints.get(&[name]))
        .map(squeezed)
        .collect();
    if hints.get(&["articletitle"]).is_none() {
        tags.extend(hints.title.as_deref().map(squeezed));
    }
    for tag in &mut tags {
        // An unclosed `<title>` swallows the page.
        if let Some((end, _)) = tag.char_indices().nth(LONGEST_TAG) {
            tag.truncate(end);
        }
    }
    tags
}

/// A heading, a line that a title tag repeats, or one in an element named so, before the text.
fn is_title(block: &Block, distance: usize, tags: &[String]) -> bool {
    if block.link_chars * 2 > block.chars || block.chars > LONGEST_TITLE {
        return false;
    }
    let is_named = block.is_title && block.chars >= TITLE_CHARS && distance <= NAMED_WITHIN;
    block.is_heading
        || (is_named && !is_site(&block.text))
        || tags.iter().any(|tag| is_part(block, tag))
}

fn is_part(block: &Block, tag: &str) -> bool {
    block.chars >= TITLE_CHARS && !is_site(&block.text) && tag.contains(&squeezed(&block.text))
}

/// The site's own name ends most title tags.
fn is_site(line: &str) -> bool {
    ["网", "网站", "门户", "平台", "人民政府", "政务", "欢迎您"]
        .iter()
        .any(|end| line.trim_end().ends_with(end))
}

/// The nearest line before the text that ends with a type of document.
fn reading_like_title(before: &[Block]) -> Option<usize> {
    let first = before.len().saturating_sub(READING_WITHIN);
    (first..before.len()).rev().find(|&at| {
        let block = &before[at];
        let fits = (TITLE_CHARS..=LONGEST_TITLE).contains(&block.chars) && block.link_chars == 0;
        fits && !block.text.contains(['>', '|', '：', ':', '。']) && {
            let folded = char_filter::fold(&block.text).text;
            doc_types::at_end(folded.trim_end_matches([')', '»'])).is_some()
        }
    })
}

/// Returns the title that the page states in a tag for it and shows nowhere.
pub(super) fn missing(blocks: &[Block], main: &Range<usize>, hints: &PageHints) -> Option<String> {
    let title = hints.get(&["articletitle"])?;
    // Many tags are cut short: what is left is a part of the title shown.
    let wanted = squeezed(title.trim_end_matches(['…', '.']));
    if wanted.is_empty() {
        return None;
    }
    let first = main.start.saturating_sub(SHOWN_WITHIN);
    let last = (main.start + SHOWN_WITHIN).min(blocks.len());
    // Titles are often shown on two lines: look at the text across blocks.
    let shown: String = blocks[first..last]
        .iter()
        .map(|block| squeezed(&block.text))
        .collect();
    (!shown.contains(&wanted)).then(|| title.to_owned())
}

/// Without white space.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(lines: &[&str]) -> Vec<Block> {
        lines
            .iter()
            .map(|line| Block {
                text: (*line).to_owned(),
                chars: squeezed(line).chars().count(),
                ..Block::default()
            })
            .collect()
    }

    #[test]
    fn a_title_is_found_by_its_tag() {
        let hints = PageHints {
            title: Some("示例市园区管理办法实施细则的通知_示例市人民政府门户网站".into()),
            ..PageHints::default()
        };
        let lines = [
            "示例市人民政府门户网站",
            "菜单",
            "示例市园区管理办法实施细则",
            "的通知",
            "分享",
            "各县：",
        ];
        let main = 5..6;
        let found = shown(&blocks(&lines), &main, &hints);
        assert_eq!(found, [false, false, true, true, false]);
    }

    #[test]
    fn a_line_may_read_like_a_title() {
        let lines = ["首页", "关于示例园区管理的若干意见", "字号", "各县："];
        let found = shown(&blocks(&lines), &(3..4), &PageHints::default());
        assert_eq!(found, [false, true, false]);
        let lines = ["首页 > 关于管理的意见", "各县："];
        assert_eq!(
            shown(&blocks(&lines), &(1..2), &PageHints::default()),
            [false]
        );
    }

    #[test]
    fn r0044_a_head_in_cells_of_its_own_is_whole() {
        let cases: [(&[&str], usize); 5] = [
            (
                &[
                    "菜单",
                    "当前：首页 >> 文件",
                    "示例市人民政府关于同意设立",
                    "示例轴承产业园区的批复",
                    "示政〔2020〕14号",
                ],
                2,
            ),
            (
                &[
                    "首页",
                    "示例市人民政府办公室关于印发",
                    "“一区多园”管理办法(试行)",
                    "的通知",
                    "发布日期：2019-08-20 信息来源：市政府办",
                ],
                1,
            ),
            (
                &[
                    "菜单",
                    "示例市人民政府专题会议纪要",
                    "示政阅〔2020〕5号",
                    "研究示例新区统筹管理",
                    "有关问题的会议纪要",
                ],
                1,
            ),
            (
                &[
                    "窗口首页－收费－内容",
                    "示例开发区标准厂房及配套设施",
                    "租金参考价目表",
                    "录入：管理员 时间：2021-1-20",
                ],
                1,
            ),
            // No word of a document's head.
            (&["首页", "走进示例", "在线办事"], 3),
        ];
        for (lines, first) in cases {
            let end = lines.len();
            let mut all = lines.to_vec();
            all.push("各县：");
            let found = shown(&blocks(&all), &(end..end + 1), &PageHints::default());
            let wanted: Vec<bool> = lines
                .iter()
                .enumerate()
                .map(|(at, line)| at >= first && !line.contains('：'))
                .collect();
            assert_eq!(found, wanted, "{lines:?}");
        }
    }

    #[test]
    fn the_tag_s_title_may_be_missing() {
        let hints = PageHints {
            meta: vec![("articletitle".into(), "示例 通知".into())],
            ..PageHints::default()
        };
        assert_eq!(
            missing(&blocks(&["正文"]), &(0..1), &hints).unwrap(),
            "示例 通知"
        );
        assert_eq!(missing(&blocks(&["示例", "通知"]), &(0..1), &hints), None);
        let cut = PageHints {
            meta: vec![("articletitle".into(), "示例市关于…".into())],
            ..PageHints::default()
        };
        assert_eq!(
            missing(&blocks(&["示例市关于示例的通知"]), &(0..1), &cut),
            None
        );
    }
}
