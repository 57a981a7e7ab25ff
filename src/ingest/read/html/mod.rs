//! HTML → page: all visible text, one block a line; what is outside the main content is marked.
//!
//! In: decoded HTML. Out: the page's blocks in document order, its `<title>`, address and meta
//! tags as hints, marks `read/html/outside_main` and `read/html/hidden`. Title, metadata tables
//! and source lines stay unmarked wherever they stand: later stages read them.
//! Not its job: spam and boilerplate within the main content.

mod blocks;
mod main_content;
mod prune;

use std::ops::Range;
use std::sync::LazyLock;

use scraper::{Html, Selector};

use self::blocks::{Block, Blocks};
use self::main_content::Outside;
use super::Page;
use super::normalize::normalize;
use crate::model::{Mark, PageHints, RuleId, Span};

const OUTSIDE_MAIN: &str = "read/html/outside_main";
const HIDDEN: &str = "read/html/hidden";
/// A key's value on the next block is shorter than this.
const VALUE_CHARS: usize = 80;
/// A block equal to a part of `<title>` is the title from this length on.
const TITLE_CHARS: usize = 8;

/// Reads an HTML page or fragment.
pub(super) fn read(html: &str) -> Page {
    let pruned = prune::prune(html);
    let page = Html::parse_document(&pruned);
    let hints = hints(&page);
    let blocks = blocks::blocks(&page);
    let main = main_content::find(&blocks, &pruned);
    let fates = fates(&blocks, main.as_ref(), &hints);
    let title = missing_title(&blocks, &hints);
    assemble(
        &blocks,
        &fates,
        title.zip(main.map(|m| m.start).or(Some(0))),
        hints,
    )
}

fn hints(page: &Html) -> PageHints {
    let mut hints = PageHints::default();
    static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("title"));
    static META: LazyLock<Selector> = LazyLock::new(|| selector("meta[content]"));
    static CANONICAL: LazyLock<Selector> = LazyLock::new(|| selector("link[rel=canonical][href]"));
    hints.title = page
        .select(&TITLE)
        .map(|title| collapsed(&title.text().collect::<String>()))
        .find(|title| !title.is_empty());
    for meta in page.select(&META) {
        let names = ["name", "property", "itemprop"];
        let Some(name) = names.iter().find_map(|name| meta.attr(name)) else {
            continue;
        };
        let value = collapsed(meta.attr("content").unwrap_or_default());
        if !value.is_empty() {
            hints.meta.push((name.trim().to_lowercase(), value));
        }
    }
    hints.url = page
        .select(&CANONICAL)
        .filter_map(|link| link.attr("href"))
        .map(collapsed)
        .chain(hints.get(&["og:url", "url"]).map(str::to_owned))
        .find(|url| url.contains("://"));
    hints
}

fn selector(pattern: &'static str) -> Selector {
    Selector::parse(pattern).expect("the selector is constant")
}

/// Normalised, on one line, trimmed.
fn collapsed(text: &str) -> String {
    let text = normalize(text);
    let words: Vec<&str> = text
        .split(['\n', '\t', ' '])
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ").trim().to_owned()
}

/// Returns the rule that drops each block, if any.
fn fates(
    page: &Blocks,
    main: Option<&Range<usize>>,
    hints: &PageHints,
) -> Vec<Option<&'static str>> {
    let blocks = &page.blocks;
    // A page that hides all of its text shows it by script: then hiding means nothing.
    let shown: usize = blocks
        .iter()
        .filter(|b| !b.is_hidden)
        .map(|b| b.chars)
        .sum();
    let all: usize = blocks.iter().map(|b| b.chars).sum();
    let hiding_counts = shown * 2 > all;
    let mut after_key = false;
    let mut fates = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let is_value = after_key && block.chars <= VALUE_CHARS;
        after_key = false;
        let fate = match main {
            _ if block.is_hidden && hiding_counts => Some(HIDDEN),
            None => None,
            Some(main) if main.contains(&at) => None,
            Some(main) => {
                let verdict = main_content::outside(block, at < main.start);
                after_key = verdict == Outside::Key;
                let is_needed = verdict != Outside::Furniture
                    || is_value
                    || (at < main.start && is_title(block, hints));
                (!is_needed).then_some(OUTSIDE_MAIN)
            }
        };
        fates.push(fate);
    }
    fates
}

/// A heading, or a line that `<title>` or the title tag repeats, before the main content.
fn is_title(block: &Block, hints: &PageHints) -> bool {
    if block.is_heading && block.link_chars < block.chars {
        return true;
    }
    let line = squeezed(&block.text);
    let is_in = |title: &str| squeezed(title).contains(&line);
    block.chars >= TITLE_CHARS
        && (hints.title.as_deref().is_some_and(is_in)
            || hints.get(&["articletitle", "og:title"]).is_some_and(is_in))
}

/// The title that the page states in a tag for it and shows nowhere.
fn missing_title(page: &Blocks, hints: &PageHints) -> Option<String> {
    let title = hints.get(&["articletitle"])?;
    let wanted = squeezed(title);
    if wanted.is_empty() {
        return None;
    }
    // Titles are often shown on two lines: look at the text across blocks.
    let shown: String = page
        .blocks
        .iter()
        .map(|block| squeezed(&block.text))
        .collect();
    (!shown.contains(&wanted)).then(|| title.to_owned())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Joins the blocks, one a line, and marks the dropped ones.
fn assemble(
    page: &Blocks,
    fates: &[Option<&'static str>],
    title: Option<(String, usize)>,
    hints: PageHints,
) -> Page {
    let mut text = String::new();
    let mut marks = Vec::new();
    for (at, (block, fate)) in page.blocks.iter().zip(fates).enumerate() {
        if let Some((title, _)) = title.as_ref().filter(|(_, before)| *before == at) {
            text.push_str(title);
            text.push('\n');
        }
        let start = text.len();
        // A reference to a control character may have ended the line early.
        text.push_str(&normalize(&block.text).replace('\n', " "));
        if let Some(rule) = fate {
            marks.push(Mark {
                span: Span::new(start, text.len()),
                rule: RuleId::new(rule),
            });
        }
        text.push('\n');
    }
    Page {
        text,
        hints,
        marks,
        ..Page::default()
    }
}

#[cfg(test)]
mod tests;
