//! Picks the lines that deserve a look, in one cheap pass over the view: those in which two
//! neighbouring characters of spam words stand: the first two that no ordinary word has.
//!
//! In: the view. Out: lines. Most policy lines have no such pair of a hard word and fewer than
//! three of soft ones.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::spam::{self, Class};
use crate::model::Span;

/// Soft pairs that make a line worth a look without a hard one.
const SOFT_PAIRS: u32 = 3;

const HARD: u8 = 1;
const SOFT: u8 = 2;

/// Pairs of characters that tell of spam words.
struct Pairs {
    /// By character: what kinds of pair it begins.
    first: Box<[u8; 1 << 16]>,
    /// By hash of the pair: the kinds. A foreign pair in the same place costs only a closer look.
    kinds: Box<[u8; 1 << 16]>,
}

static PAIRS: LazyLock<Pairs> = LazyLock::new(|| {
    let mut pairs = Pairs {
        first: Box::new([0; 1 << 16]),
        kinds: Box::new([0; 1 << 16]),
    };
    let common: HashSet<(char, char)> = spam::plain().flat_map(pairs_of).collect();
    for (word, class) in spam::telling() {
        let rare = pairs_of(word).find(|pair| !common.contains(pair));
        let Some((first, second)) = rare.or_else(|| pairs_of(word).next()) else {
            continue;
        };
        let kind = match class {
            Class::Hard | Class::Advert => HARD,
            _ => SOFT,
        };
        pairs.first[plane0(first)] |= kind;
        pairs.kinds[pair(first, second)] |= kind;
    }
    pairs
});

/// The pairs of neighbouring characters of a word.
fn pairs_of(word: &str) -> impl Iterator<Item = (char, char)> + '_ {
    word.chars().zip(word.chars().skip(1))
}

/// The character's code, within plane 0.
fn plane0(character: char) -> usize {
    character as usize & 0xffff
}

fn pair(first: char, second: char) -> usize {
    (plane0(first).wrapping_mul(31) ^ plane0(second).wrapping_mul(7)) & 0xffff
}

/// Returns the lines worth a closer look, in order.
pub(super) fn suspects(view: &str) -> Vec<Span> {
    let pairs = &*PAIRS;
    let mut suspects = Vec::new();
    let mut start = 0;
    let (mut hard, mut soft) = (0, 0);
    let mut previous = '\n';
    for (at, character) in view.char_indices() {
        if character == '\n' {
            if hard > 0 || soft >= SOFT_PAIRS {
                suspects.push(Span::new(start, at));
            }
            start = at + 1;
            (hard, soft) = (0, 0);
        } else {
            // Most pairs begin no word: the one branch is easy to predict.
            let kind = pairs.kinds[pair(previous, character)];
            if kind != 0 {
                let kind = kind & pairs.first[plane0(previous)];
                hard += u32::from(kind & HARD);
                soft += u32::from(kind & SOFT != 0);
            }
        }
        previous = character;
    }
    if hard > 0 || soft >= SOFT_PAIRS {
        suspects.push(Span::new(start, view.len()));
    }
    suspects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_with_key_words_are_looked_at() {
        let view = "推进产业发展。\n人妻无码\n国产视频在线\n综合整治环境\n";
        let found: Vec<&str> = suspects(view)
            .iter()
            .map(|line| &view[line.range()])
            .collect();
        assert_eq!(found, ["人妻无码", "国产视频在线"]);
        assert!(suspects("").is_empty());
    }
}
