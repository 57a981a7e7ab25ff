//! Which blocks of a page are its main content.
//!
//! In: a page's blocks. Out: the main content's range. Order of trust: elements named by known
//! content systems, generically named ones, the element that holds the page's prose, the
//! readability of the page. A name whose element holds next to nothing of the prose is not
//! believed. No guess is better than a bad one: then the whole page is main.

use std::collections::HashSet;
use std::ops::Range;

use dom_smoothie::Readability;
use scraper::Html;

use super::blocks::{self, Block, Blocks};
use super::structure;

/// A specifically named element counts from this much text or this share (percent) of the page's.
/// The shortest notices have two lines.
const SPECIFIC_CHARS: usize = 60;
const SPECIFIC_PERCENT: usize = 30;
/// A generically named one must hold this share of the page's text.
const GENERIC_PERCENT: usize = 50;
/// An inner candidate with this share of the outer one's text is the better one.
const INNER_PERCENT: usize = 95;
/// Below this there is nothing to choose from.
const SHORTEST_PAGE_CHARS: usize = 200;
/// Readability costs about 3 ms for a usual page (100 KB); larger ones are taken whole.
const LARGEST_READABLE_BYTES: usize = 2 * 1024 * 1024;
/// Prose elsewhere overrules a name from this many characters on, if it is so many times as much:
/// a zoom control called `zoom`, an abstract called `content`.
const OVERRULING_PROSE: usize = 500;
const OVERRULING_TIMES: usize = 5;

/// Returns the range of the main content, none where the whole page is.
pub(super) fn find(page: &Blocks, html: &str) -> Option<Range<usize>> {
    let total = weight(&page.blocks);
    if total == 0 {
        return None;
    }
    let best = page.containers.best();
    let named = by_name(page, total, true).or_else(|| by_name(page, total, false));
    if let Some(named) = named {
        let prose: usize = page.blocks[named.clone()]
            .iter()
            .map(structure::prose)
            .sum();
        let overruling = best.filter(|(_, other)| {
            *other >= OVERRULING_PROSE && *other >= OVERRULING_TIMES * prose.max(1)
        });
        return Some(overruling.map_or(named, |(range, _)| trimmed(page, range)));
    }
    best.map(|(range, _)| trimmed(page, range))
        .or_else(|| by_readability(page, total, html))
}

/// Without the menus at its ends: an element without a name holds more than the text.
fn trimmed(page: &Blocks, range: Range<usize>) -> Range<usize> {
    let is_menu = |block: &&Block| block.is_control || block.link_chars * 2 > block.chars;
    let blocks = &page.blocks[range.clone()];
    let front = blocks.iter().take_while(is_menu).count();
    let back = blocks[front..].iter().rev().take_while(is_menu).count();
    range.start + front..range.end - back
}

/// Characters outside links, forms and hidden text.
fn weight(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter(|block| !block.is_control && !block.is_hidden)
        .map(|block| block.chars - block.link_chars)
        .sum()
}

fn by_name(page: &Blocks, total: usize, is_specific: bool) -> Option<Range<usize>> {
    let weighed: Vec<(usize, &Range<usize>)> = page
        .candidates
        .iter()
        .filter(|candidate| candidate.is_specific == is_specific)
        .map(|candidate| {
            let weight = weight(&page.blocks[candidate.blocks.clone()]);
            (weight, &candidate.blocks)
        })
        .collect();
    let (most, widest) = weighed.iter().copied().max_by_key(|(weight, _)| *weight)?;
    let is_enough = if is_specific {
        most >= SPECIFIC_CHARS || most * 100 >= total * SPECIFIC_PERCENT
    } else {
        most * 100 >= total * GENERIC_PERCENT
    };
    if !is_enough {
        return None;
    }
    weighed
        .into_iter()
        .filter(|(weight, range)| {
            range.start >= widest.start
                && range.end <= widest.end
                && weight * 100 >= most * INNER_PERCENT
        })
        .map(|(_, range)| range.clone())
        .min_by_key(ExactSizeIterator::len)
}

fn by_readability(page: &Blocks, total: usize, html: &str) -> Option<Range<usize>> {
    if total < SHORTEST_PAGE_CHARS || html.len() > LARGEST_READABLE_BYTES {
        return None;
    }
    let article = Readability::new(html, None, None).ok()?.parse().ok()?;
    let article = blocks::blocks(&Html::parse_fragment(&article.content));
    let lines: HashSet<&str> = article.blocks.iter().map(|b| b.text.as_str()).collect();
    let found: Vec<usize> = (0..page.blocks.len())
        .filter(|&at| lines.contains(page.blocks[at].text.as_str()))
        .collect();
    let main = *found.first()?..*found.last()? + 1;
    let is_enough = weight(&page.blocks[main.clone()]) * 100 >= total * SPECIFIC_PERCENT;
    is_enough.then_some(main)
}
