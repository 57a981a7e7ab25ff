//! HTML → page: all visible text, one block a line; what is outside the main content is marked.
//!
//! In: decoded HTML. Out: the page's blocks in document order, its `<title>`, address, meta tags
//! and attachments as hints, marks `read/html/outside_main`, `read/html/hidden` and
//! `read/html/repeated_alt`. Title, metadata tables, source lines, signature and attachments stay
//! unmarked wherever they stand: later stages read them.
//! Not its job: spam and boilerplate within the main content.

mod blocks;
mod elements;
mod entities;
mod fates;
mod hints;
mod line;
mod links;
mod main_content;
mod names;
mod outside;
mod prune;
mod structure;
mod tables;
mod tags;
mod title;

use std::borrow::Cow;
use std::ops::Range;

use scraper::Html;

use self::blocks::Blocks;
use self::fates::Fate;
use super::Page;
use super::normalize::normalize;
use crate::model::{Mark, PageHints, RuleId, Span};

/// Named before an attachment that stands outside the main content.
const ATTACHMENT: &str = "附件：";

/// Reads an HTML page or fragment.
pub(super) fn read(html: &str) -> Page {
    let html = entities::unescape_page(html).map_or(Cow::Borrowed(html), Cow::Owned);
    let (pruned, mut notes) = prune::prune(&html);
    let frames = std::mem::take(&mut notes.frames);
    let page = Html::parse_document(&pruned);
    let mut blocks = blocks::blocks(&page);
    let mut hints = hints::hints(&page, notes);
    let main = main_content::find(&blocks, &pruned);
    let fates = fates::fates(&blocks, main.as_ref(), &hints);
    // Files that menus and lists of other pages link to are not the document's.
    let attachments = std::mem::take(&mut blocks.attachments);
    let kept = attachments
        .into_iter()
        .filter(|(block, _)| !matches!(fates.get(*block), None | Some(Fate::Dropped(_))))
        .map(|(_, attachment)| attachment);
    hints.attachments = kept.chain(hints.attachments).collect();
    let whole = 0..blocks.blocks.len();
    let title = title::missing(&blocks.blocks, main.as_ref().unwrap_or(&whole), &hints);
    let start = main.map_or(0, |main: Range<usize>| main.start);
    let mut page = assemble(&blocks, &fates, title.map(|title| (title, start)), hints);
    page.frames = frames;
    page
}

/// Joins the blocks, one a line, and marks the dropped ones.
fn assemble(
    page: &Blocks,
    fates: &[Fate],
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
        if *fate == Fate::Attachment {
            text.push_str(ATTACHMENT);
        }
        // A reference to a control character may have ended the line early.
        text.push_str(&normalize(&block.text).replace('\n', " "));
        if let Fate::Dropped(rule) = fate {
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
mod speed_tests;
#[cfg(test)]
mod template_tests;
#[cfg(test)]
mod tests;
