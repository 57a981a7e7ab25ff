//! One line of a page while it is being written: white space, list numbers, raised digits.
//!
//! In: characters and what they are within. Out: a [`Block`]. Not its job: where lines end.

use super::blocks::Block;
use crate::analysis::char_filter::is_cjk;
use crate::ingest::read::tables::CELL_SEPARATOR;

/// How many elements of a kind the current text is within.
#[derive(Debug, Default)]
pub(super) struct Within {
    pub(super) links: usize,
    pub(super) document_links: usize,
    pub(super) headings: usize,
    pub(super) titles: usize,
    pub(super) hidden: usize,
    pub(super) controls: usize,
    pub(super) preformatted: usize,
    pub(super) superscripts: usize,
    /// Within a table row that is one line.
    pub(super) row: bool,
}

/// White space read and not yet written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    Blank,
    LineEnd,
}

/// The line.
#[derive(Debug, Default)]
pub(super) struct Line {
    block: Block,
    space: Space,
    /// The number of the list item that begins.
    item: Option<u32>,
    /// The last numbered item began with a link: the list is a menu or bread crumbs.
    item_is_link: bool,
}

impl Line {
    /// Says that the next text begins a list item, and its number if it shows one.
    pub(super) const fn begin_item(&mut self, number: Option<u32>) {
        self.item = number;
    }

    /// Returns whether the list item before began with a link, and forgets it.
    pub(super) const fn take_item_is_link(&mut self) -> bool {
        std::mem::replace(&mut self.item_is_link, false)
    }

    /// A line's end that is only a space, within a row.
    pub(super) const fn soft_end(&mut self) {
        self.space = Space::LineEnd;
    }

    pub(super) const fn is_picture(&mut self) {
        self.block.is_alt = true;
    }

    pub(super) const fn text(&self) -> &str {
        self.block.text.as_str()
    }

    pub(super) fn separate_cells(&mut self) {
        self.block.text.push_str(CELL_SEPARATOR);
        self.space = Space::None;
    }

    /// Writes text taken over from another cell.
    pub(super) fn repeat(&mut self, text: &str) {
        self.block.text.push_str(text);
        self.block.chars += text.chars().filter(|c| !c.is_whitespace()).count();
    }

    /// Writes a character of the page.
    pub(super) fn push(&mut self, character: char, within: &Within) {
        match character {
            '\n' | '\r' => self.space = Space::LineEnd,
            ' ' | '\t' | '\u{c}' if self.space == Space::None => self.space = Space::Blank,
            ' ' | '\t' | '\u{c}' => {}
            _ => self.push_visible(character, within),
        }
    }

    fn push_visible(&mut self, character: char, within: &Within) {
        let previous = self.block.text.chars().next_back();
        if previous.is_none()
            && let Some(number) = self.item_number(within)
            && !is_numbering(character)
        {
            self.block.text = format!("{number}. ");
        } else if self.space != Space::None && !self.block.text.ends_with(CELL_SEPARATOR) {
            // A line end in the page's source between two Chinese characters is no space.
            let is_wrap = self.space == Space::LineEnd
                && is_cjk(character)
                && previous.is_some_and(is_cjk)
                && !within.row;
            if previous.is_some() && !is_wrap {
                self.block.text.push(' ');
            }
        }
        let is_raised = within.superscripts > 0 && self.space == Space::None;
        self.space = Space::None;
        let written = raised(character, previous.filter(|_| is_raised));
        let block = &mut self.block;
        block.text.push(written);
        if !character.is_whitespace() {
            block.chars += 1;
            block.link_chars += usize::from(within.links > 0);
            block.is_heading |= within.headings > 0;
            block.is_title |= within.titles > 0;
            block.is_hidden |= within.hidden > 0;
            block.is_control |= within.controls > 0;
            block.has_attachment |= within.document_links > 0;
        }
    }

    /// The number of the item that begins with this character; links have none.
    const fn item_number(&mut self, within: &Within) -> Option<u32> {
        let number = self.item.take();
        if within.links > 0 && number.is_some() {
            self.item_is_link = true;
            return None;
        }
        number
    }

    /// Ends the line; none where it shows nothing.
    pub(super) fn end(&mut self) -> Option<Block> {
        self.space = Space::None;
        if self.block.chars == 0 {
            self.block = Block::default();
            return None;
        }
        let mut block = std::mem::take(&mut self.block);
        let text = block
            .text
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.len() < block.text.len() {
            block.text = text.to_owned();
        }
        (!block.text.is_empty()).then_some(block)
    }
}

/// 10 with a raised 8 is no 108; a raised digit after a letter (m2) or a word (a footnote) is
/// written as people type it. `previous` is what the raised character follows directly.
fn raised(character: char, previous: Option<char>) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let is_exponent = previous.is_some_and(|c| c.is_ascii_digit() || RAISED.contains(&c));
    match character.to_digit(10) {
        Some(digit) if is_exponent => RAISED[digit as usize],
        _ => character,
    }
}

/// A list item that begins so numbers itself: `一、`, `（二）`, `3.`, `第四条`, `①`.
fn is_numbering(character: char) -> bool {
    character.is_numeric()
        || matches!(
            character,
            '(' | '（' | '第' | '【' | '[' | '〔' | '•' | '·' | '●' | '■'
        )
        || "一二三四五六七八九十".contains(character)
}
