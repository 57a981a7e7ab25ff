//! Guesses a character by its neighbours, from the words of the dictionary.

use super::LOST;
use super::gbk::decode;
use crate::analysis::tokenizer::{Tokenizer, Words};
use crate::ingest::read::common_chars::{rank, weight};
use crate::lexicon::script;

/// The character whose second byte is known, by the words around it; an ideographic space or a full
/// stop where no word is cut. None where two fit: nobody knows which stood there.
pub(super) fn lost_lead(before: &str, trail: u8, after: &str) -> Option<char> {
    let previous = before.chars().next_back();
    let is_word = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    if trail == 0xa1 && !previous.is_some_and(is_word) {
        return Some('\u{3000}');
    }
    if after.starts_with(LOST) {
        return None;
    }
    let candidates = (0x81..=0xfe)
        .filter_map(|lead| decode([lead, trail]))
        .filter(|character| weight(*character) > 0 && joins(before, *character, after));
    let mut ranked: Vec<(bool, i32, char)> = candidates
        .map(|character| (joins(before, character, ""), weight(character), character))
        .collect();
    ranked.sort_unstable();
    match ranked[..] {
        [.., second, first] if (first.0, first.1) == (second.0, second.1) => None,
        [.., (_, _, first)] => Some(first).filter(|first| rank(*first) <= USUAL_RANK),
        // 。 is A1 A3: the marks' first byte is the end of the sentence before.
        [] if trail == STOP_TRAIL => Some('。'),
        [] => None,
    }
}

/// Among so many most frequent characters a word that fits is hardly a chance one.
const USUAL_RANK: usize = 150;

/// The second byte of 。 in GBK.
const STOP_TRAIL: u8 = 0xa3;

/// Whether a character makes a word with its neighbours.
pub(super) fn joins(before: &str, character: char, after: &str) -> bool {
    let before: Vec<char> = before.chars().rev().take(2).collect();
    let around = before.iter().rev().copied().chain([character]);
    let text: String = around
        .chain(after.chars().take(2))
        .map(script::simplified)
        .collect();
    let at: usize = text.chars().take(before.len()).map(char::len_utf8).sum();
    let mut tokens = Vec::new();
    Words::shared().tokenize(&text, &mut tokens);
    tokens
        .iter()
        .any(|token| token.start <= at && at < token.end && token.end - token.start > 3)
}
