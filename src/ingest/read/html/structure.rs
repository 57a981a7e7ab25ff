//! Where a page's prose stands: the element whose paragraphs carry it, whatever it is called.
//!
//! In: the containers of a page (div, td, section …) with the weight of the paragraphs directly in
//! them. Out: the range of blocks of the best one. The idea is readability's: a paragraph speaks
//! for its container, and half as much for the container around it; here on the one walk that
//! reads the page anyway. Not its job: names ([`super::names`]).

use std::ops::Range;

use super::blocks::Block;

/// The winner must hold this share (percent) of the page's prose, else the page is not clear.
const ENOUGH_PERCENT: usize = 60;
/// A container around the winner is taken instead if it has this much of the winner's prose
/// (percent): the text is in several pieces.
const MORE_PERCENT: usize = 115;
/// A page with less prose (characters) has nothing to choose from.
const SHORTEST_PROSE: usize = 80;
/// A line without punctuation is prose from this length on (characters): a paragraph, cut short.
const LONG_LINE: usize = 40;

/// An element that may hold paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Container {
    /// The container around it.
    parent: Option<usize>,
    /// Its blocks.
    blocks: Range<usize>,
    /// Prose directly in it (characters).
    own: usize,
    /// Prose anywhere in it.
    prose: usize,
    /// All other text anywhere in it: links, menus, labels.
    other: usize,
}

/// The containers of a page, in the order in which they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Containers {
    all: Vec<Container>,
    open: Vec<usize>,
}

impl Containers {
    pub(super) fn open(&mut self, at_block: usize) {
        self.all.push(Container {
            parent: self.open.last().copied(),
            blocks: at_block..at_block,
            ..Container::default()
        });
        self.open.push(self.all.len() - 1);
    }

    pub(super) fn close(&mut self, at_block: usize) {
        let Some(index) = self.open.pop() else { return };
        let container = &mut self.all[index];
        container.blocks.end = at_block;
        let (prose, other) = (container.prose, container.other);
        if let Some(parent) = container.parent {
            self.all[parent].prose += prose;
            self.all[parent].other += other;
        }
    }

    /// Counts a block for the innermost open container.
    pub(super) fn add(&mut self, block: &Block) {
        let Some(container) = self.open.last().map(|&index| &mut self.all[index]) else {
            return;
        };
        let prose = prose(block);
        container.own += prose;
        container.prose += prose;
        container.other += block.chars - prose;
    }

    /// Returns the blocks of the container that holds the page's prose, and how much it holds;
    /// none where no container clearly does.
    pub(super) fn best(&self) -> Option<(Range<usize>, usize)> {
        let all: usize = self
            .all
            .iter()
            .filter(|container| container.parent.is_none())
            .map(|container| container.prose)
            .sum();
        if all < SHORTEST_PROSE {
            return None;
        }
        let mut scores: Vec<usize> = self.all.iter().map(|c| 2 * c.own).collect();
        for container in &self.all {
            if let Some(parent) = container.parent {
                scores[parent] += container.own;
            }
        }
        let (mut best, _) = scores
            .iter()
            .enumerate()
            .max_by_key(|&(index, score)| (*score, std::cmp::Reverse(index)))?;
        while let Some(parent) = self.all[best].parent {
            let (inner, outer) = (&self.all[best], &self.all[parent]);
            let is_more = outer.prose * 100 >= inner.prose * MORE_PERCENT;
            if !is_more || outer.other - inner.other > outer.prose - inner.prose {
                break;
            }
            best = parent;
        }
        let found = &self.all[best];
        (found.prose * 100 >= all * ENOUGH_PERCENT).then(|| (found.blocks.clone(), found.prose))
    }
}

/// How much of a block is prose: all of a paragraph's text outside links, nothing of other lines.
pub(super) fn prose(block: &Block) -> usize {
    let plain = block.chars - block.link_chars;
    if block.is_control || block.is_hidden || block.is_alt || plain * 3 < block.chars * 2 {
        return 0;
    }
    let is_paragraph = block.text.contains(['。', '；', '，']) || plain >= LONG_LINE;
    if is_paragraph { plain } else { 0 }
}
