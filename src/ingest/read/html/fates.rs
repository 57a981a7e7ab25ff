//! What becomes of each block: kept, or dropped by which rule.
//!
//! In: the blocks, the main content's range, the page's tags. Out: one fate per block. Outside the
//! main content only that stays which later stages read: the title, rows of metadata with their
//! values, the signature and the attachments below the text.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Blocks};
use super::outside::{self, Outside};
use super::title::{self, squeezed};
use crate::model::PageHints;

pub(super) const OUTSIDE_MAIN: &str = "read/html/outside_main";
pub(super) const HIDDEN: &str = "read/html/hidden";
/// A picture's description that repeats the title or another picture's.
pub(super) const REPEATED_ALT: &str = "read/html/repeated_alt";

/// A key's value on the next block is shorter than this.
const VALUE_CHARS: usize = 80;
/// Signature and attachments stand within this many blocks after the text.
const SIGNED_WITHIN: usize = 8;
const ATTACHED_WITHIN: usize = 15;
/// A signing organ's line is shorter than this (joint issuers stand on lines of their own).
const ORGAN_CHARS: usize = 30;

/// What becomes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// Kept, and named as an attachment, because its place no longer tells.
    Attachment,
    Dropped(&'static str),
}

/// Returns the fate of each block.
pub(super) fn fates(page: &Blocks, main: Option<&Range<usize>>, hints: &PageHints) -> Vec<Fate> {
    let blocks = &page.blocks;
    let mut fates = vec![Fate::Kept; blocks.len()];
    if let Some(main) = main {
        outside_fates(blocks, main, hints, &mut fates);
    }
    drop_repeated_alts(blocks, hints, &mut fates);
    if hiding_counts(blocks) {
        for (fate, _) in fates.iter_mut().zip(blocks).filter(|(_, b)| b.is_hidden) {
            *fate = Fate::Dropped(HIDDEN);
        }
    }
    fates
}

/// A page that hides most of its text shows it by script: then hiding means nothing.
fn hiding_counts(blocks: &[Block]) -> bool {
    let plain = |block: &Block| block.chars - block.link_chars;
    let shown: usize = blocks.iter().filter(|b| !b.is_hidden).map(plain).sum();
    let all: usize = blocks.iter().map(plain).sum();
    shown * 2 > all
}

fn outside_fates(blocks: &[Block], main: &Range<usize>, hints: &PageHints, fates: &mut [Fate]) {
    let titles = title::shown(blocks, main, hints);
    let signature = signature(blocks, main);
    let mut after_key = false;
    for (at, block) in blocks.iter().enumerate() {
        if main.contains(&at) {
            after_key = false;
            continue;
        }
        let is_value = after_key && block.chars <= VALUE_CHARS;
        let verdict = outside::outside(block, at < main.start);
        after_key = verdict == Outside::Key;
        let is_title = titles.get(at).copied().unwrap_or_default();
        fates[at] = if is_attached(block, at, main) {
            let is_named = block.text.contains("附件") || block.text.contains("附：");
            if is_named {
                Fate::Kept
            } else {
                Fate::Attachment
            }
        } else if verdict != Outside::Furniture || is_value || is_title || signature.contains(&at) {
            Fate::Kept
        } else {
            Fate::Dropped(OUTSIDE_MAIN)
        };
    }
}

/// A link to a document file, little else, soon after the text.
fn is_attached(block: &Block, at: usize, main: &Range<usize>) -> bool {
    block.has_attachment
        && block.link_chars * 2 > block.chars
        && (main.end..main.end + ATTACHED_WITHIN).contains(&at)
}

/// A signature's date alone on its line.
static SIGNATURE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][〇○O零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}日)$")
        .expect("the pattern is constant")
});

/// The blocks right after the text that sign it: organs, then the date. Empty where the text ends
/// with a date of its own, or something else stands between.
fn signature(blocks: &[Block], main: &Range<usize>) -> Range<usize> {
    let none = main.end..main.end;
    let is_date = |block: &Block| SIGNATURE_DATE.is_match(&squeezed(&block.text));
    let last = &blocks[main.end.saturating_sub(3).max(main.start)..main.end];
    if last.iter().any(is_date) {
        return none;
    }
    let after = &blocks[main.end..blocks.len().min(main.end + SIGNED_WITHIN)];
    for (at, block) in after.iter().enumerate() {
        if is_date(block) {
            return main.end..main.end + at + 1;
        }
        let is_organ = block.link_chars == 0
            && block.chars <= ORGAN_CHARS
            && !block.text.contains(['：', ':', '|', '，', '。', '>']);
        if !is_organ && !block.has_attachment {
            return none;
        }
    }
    none
}

/// Editors fill in the title as every picture's description.
fn drop_repeated_alts(blocks: &[Block], hints: &PageHints, fates: &mut [Fate]) {
    if !blocks.iter().any(|block| block.is_alt) {
        return;
    }
    let stated = [hints.title.as_deref(), hints.get(&["articletitle"])];
    let titles: Vec<String> = stated.into_iter().flatten().map(squeezed).collect();
    let mut seen: HashSet<String> = blocks
        .iter()
        .filter(|block| !block.is_alt)
        .map(|block| squeezed(&block.text))
        .collect();
    for (block, fate) in blocks.iter().zip(fates).filter(|(block, _)| block.is_alt) {
        let text = squeezed(&block.text);
        let is_title = titles.iter().any(|title| title.contains(&text));
        if is_title || !seen.insert(text) {
            *fate = Fate::Dropped(REPEATED_ALT);
        }
    }
}
