//! Decodes a stretch of damaged text again, one byte earlier.
//!
//! In: the text, the byte before the stretch. Out: what it reads then, and how much better. Not its
//! job: finding the byte ([`super`]).

use super::gbk::{Damaged, KEY_STEPS, Reading, decode, encode, keys};
use super::{LOST, is_sign};
use crate::ingest::read::common_chars::weight;

/// A stretch of text that is decoded again, one byte earlier.
pub(super) struct Run {
    pub(super) text: String,
    /// Where it ends in the damaged text.
    pub(super) end: usize,
    /// It ended where both readings are in step again.
    pub(super) is_whole: bool,
    /// How Chinese the new text is.
    pub(super) score: i32,
    /// How Chinese the damaged one is.
    pub(super) damaged_score: i32,
    pub(super) characters: i32,
}

/// Below this score (see [`weight`]) a run will not become Chinese any more.
const WORST_SCORE: i32 = -12;

/// 。 and ， in GBK.
const STOP: [u8; 2] = [0xa1, 0xa3];
const COMMA: [u8; 2] = [0xa3, 0xac];

/// What a character did to a run.
enum Step {
    /// The next one is read with this byte before it.
    Pending(u8),
    Ended,
}

impl Run {
    /// Decodes again from `start`, where `pending` is the byte before.
    pub(super) fn read(damaged: &Damaged<'_>, pending: u8, start: usize) -> Self {
        let mut run = Self {
            text: String::new(),
            end: start,
            is_whole: false,
            score: 0,
            damaged_score: 0,
            characters: 0,
        };
        let mut pending = pending;
        while run.score >= WORST_SCORE && !damaged.is_spent(run.end) {
            damaged.spend(1);
            let Some(character) = damaged.text[run.end..].chars().next() else {
                break;
            };
            match run.step(damaged, pending, character) {
                Some(Step::Pending(byte)) => pending = byte,
                Some(Step::Ended) => return run,
                None => break,
            }
        }
        run.text.push(LOST);
        run
    }

    /// Takes the next character; none where its bytes do not continue the run.
    fn step(&mut self, damaged: &Damaged<'_>, pending: u8, character: char) -> Option<Step> {
        let end = self.end + character.len_utf8();
        match character {
            _ if is_sign(character) => Some(self.step_over_sign(damaged, pending, end)),
            '(' => {
                let reading = Reading::parse(&damaged.text[self.end..])?;
                self.end += reading.len;
                // The reading of a key within the run, or of the character that is read: then its
                // second byte vanished without a sign.
                let before = damaged.text[..end - 1].chars().next_back();
                if before.is_some_and(|before| reading.is_of(before)) {
                    return Some(Step::Pending(pending));
                }
                let key = best_key(damaged, pending, &reading)?;
                self.push(key);
                self.is_whole = true;
                Some(Step::Ended)
            }
            // Browsers read a lone byte 80 as the euro sign.
            '@'..='~' | '€' => {
                let second = u8::try_from(character).unwrap_or(0x80);
                self.push(decode([pending, second])?);
                self.end = end;
                self.is_whole = true;
                Some(Step::Ended)
            }
            _ => {
                let [first, second] = encode(character)?;
                self.push(decode([pending, first])?);
                self.damaged_score += weight(character);
                self.end = end;
                Some(Step::Pending(second))
            }
        }
    }

    /// A question mark swallowed a character's second byte and an ASCII character – a parenthesis
    /// with the character's reading, or something that is lost – or two bytes that are no character.
    fn step_over_sign(&mut self, damaged: &Damaged<'_>, pending: u8, after: usize) -> Step {
        self.end = after;
        let rest = &damaged.text[after..];
        if let Some(reading) = Reading::parse(rest) {
            self.end += reading.len;
            self.is_whole = true;
            match best_key(damaged, pending, &reading) {
                Some(key) => self.push(key),
                None => self.text.push(LOST),
            }
            return Step::Ended;
        }
        let line_ends = rest.is_empty() || rest.starts_with(['\n', '<']);
        if pending == STOP[0] && line_ends {
            self.push('。');
            self.is_whole = true;
            return Step::Ended;
        }
        damaged.spend(LOOK_AHEAD);
        if !is_shifted(rest) {
            self.text.push(LOST);
            return Step::Ended;
        }
        self.step_over_pair(damaged, pending)
    }

    /// Two bytes were no character: the first belongs to the character that is read, the second to
    /// the next one.
    fn step_over_pair(&mut self, damaged: &Damaged<'_>, pending: u8) -> Step {
        // Of the full-width marks whose second byte may be lost, only the comma is usual.
        self.text
            .push(if pending == COMMA[0] { '，' } else { LOST });
        let rest = &damaged.text[self.end..];
        let signs = signs_len(rest);
        let reading = Reading::parse(&rest[signs..]).filter(|_| signs > 0);
        self.end += signs;
        if let Some(reading) = reading {
            self.end += reading.len;
            self.is_whole = true;
            match damaged.only_key(&reading) {
                Some(key) => self.push(key),
                None => self.text.push(LOST),
            }
            return Step::Ended;
        }
        self.text.push(LOST);
        let Some(next) = rest[signs..].chars().next() else {
            return Step::Ended;
        };
        match encode(next) {
            Some([_, second]) => {
                self.damaged_score += weight(next);
                self.end += next.len_utf8();
                Step::Pending(second)
            }
            None if is_trail(next) => {
                // The next character's second byte; its reading may tell the first.
                self.end += 1;
                self.is_whole = true;
                if let Some(reading) = Reading::parse(&damaged.text[self.end..]) {
                    self.end += reading.len;
                    if let Some(key) = damaged.only_key(&reading) {
                        self.text.pop();
                        self.push(key);
                    }
                }
                Step::Ended
            }
            None => Step::Ended,
        }
    }

    fn push(&mut self, mended: char) {
        self.text.push(mended);
        self.score += weight(mended);
        self.characters += 1;
    }

    /// Reads as Chinese, and the damaged text less so.
    pub(super) const fn is_better(&self) -> bool {
        self.score >= self.characters && (self.characters == 0 || self.score > self.damaged_score)
    }

    /// The same without a reading to prove it.
    pub(super) const fn is_surely_better(&self) -> bool {
        self.characters > 0
            && self.score >= self.characters
            && self.score - self.damaged_score >= self.characters
            && self.score > self.damaged_score + 1
    }

    /// Too short to prove anything by itself.
    pub(super) const fn is_short(&self) -> bool {
        self.characters < 2
    }
}

/// Whether a text reads better one byte later: whether a loss before it took two bytes that were no
/// character, not an ASCII character.
pub(super) fn is_shifted(text: &str) -> bool {
    let mut characters = text[signs_len(text)..].chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let Some([_, mut pending]) = encode(first) else {
        let second = characters.next();
        return is_trail(first) && second.is_some_and(|c| !c.is_ascii() || c == '(');
    };
    let (mut direct, mut shifted, mut compared) = (0, 0, 0);
    let mut next = None;
    for character in characters.take(LOOK_AHEAD) {
        next = next.or(Some(character));
        let Some(bytes) = encode(character) else {
            break;
        };
        direct += weight(character);
        shifted += decode([pending, bytes[0]]).map_or(-3, weight);
        pending = bytes[1];
        compared += 1;
    }
    if compared == 0 {
        return weight(first) <= 0 || next.is_some_and(is_sign);
    }
    shifted > direct || (shifted == direct && weight(first) < 2)
}

/// The length in bytes of the signs a text begins with, at most [`MOST_SIGNS`] of them.
pub(super) fn signs_len(text: &str) -> usize {
    let signs = text.chars().take(MOST_SIGNS).take_while(|c| is_sign(*c));
    signs.map(char::len_utf8).sum()
}

/// Longer runs of signs are no injected readings but text whose characters are all lost (real
/// damage leaves three in a row at most).
pub(super) const MOST_SIGNS: usize = 50;

/// ASCII characters that may be a second byte.
const fn is_trail(character: char) -> bool {
    matches!(character, '@'..='~')
}

/// So many characters tell whether a text is in step.
const LOOK_AHEAD: usize = 6;

/// The likeliest character with this first byte and this reading.
fn best_key(damaged: &Damaged<'_>, lead: u8, reading: &Reading<'_>) -> Option<char> {
    damaged.spend(KEY_STEPS);
    keys(lead, reading)
        .map(|(_, key)| key)
        .max_by_key(|key| (damaged.is_key(*key), weight(*key)))
}
