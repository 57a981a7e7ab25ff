//! Finds the words of an embedded list in a text, in one pass.
//!
//! Two neighbouring characters decide almost everywhere that no word begins: a bit set says which
//! pairs begin one, and only there words are compared. No branch is hard to predict, and nothing
//! but two small tables is built when the program starts.

use std::ops::Range;

/// A word list with a value for each word.
pub struct Terms<C> {
    /// Sorted by pair, longest first within a pair.
    words: Vec<Word<C>>,
    /// Whether a word may begin with a pair of this [`hash`].
    pairs: Box<Bits>,
    /// For each bit of `pairs` that is set, in order, where its words begin.
    starts: Vec<u32>,
    /// Whether a character of this [`hash`] may be a word by itself; none where none is.
    singles: Option<Box<Bits>>,
}

struct Word<C> {
    /// The hash of the first two characters; [`SINGLE`] and that of the character for a word of one.
    pair: u32,
    /// The first bytes of `text`, eight at most, as a number.
    head: u64,
    text: &'static str,
    value: C,
}

/// Words of one character stand behind all pairs.
const SINGLE: u32 = 1 << 31;

/// 65,536 bits.
struct Bits {
    bits: [u64; 1024],
    /// How many bits are set before each word of `bits`.
    before: [u16; 1024],
}

impl Bits {
    fn new() -> Box<Self> {
        Box::new(Self {
            bits: [0; 1024],
            before: [0; 1024],
        })
    }

    fn set(&mut self, bit: u16) {
        self.bits[usize::from(bit >> 6)] |= 1 << (bit & 63);
    }

    /// Counts what [`Self::rank`] needs, once all bits are set.
    fn count(&mut self) {
        let mut before = 0_u16;
        for (count, bits) in self.before.iter_mut().zip(&self.bits) {
            *count = before;
            before = before.wrapping_add(bits.count_ones() as u16);
        }
    }

    /// Returns how many bits before this one are set.
    fn rank(&self, bit: u16) -> usize {
        let word = usize::from(bit >> 6);
        let below = self.bits[word] & ((1 << (bit & 63)) - 1);
        usize::from(self.before[word]) + below.count_ones() as usize
    }

    #[inline]
    const fn has(&self, bit: u16) -> bool {
        self.bits[(bit >> 6) as usize] >> (bit & 63) & 1 != 0
    }
}

/// Mixes one or two characters into 16 bits (multiplier of Fibonacci hashing).
#[inline]
const fn hash(characters: u64) -> u16 {
    (characters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16
}

/// The one or two characters at the beginning of `bytes`, `len` bytes long, as a number.
#[inline]
fn as_number(bytes: &[u8], len: usize) -> u64 {
    first_eight(bytes) & up_to(len)
}

/// The first eight bytes as a number; zeros behind the last of fewer.
#[inline]
fn first_eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_bytes(bytes),
    }
}

/// The bits of so many bytes, one at least; of more than eight those of eight.
#[inline]
const fn up_to(len: usize) -> u64 {
    u64::MAX >> (64 - 8 * if len < 8 { len } else { 8 })
}

/// The last bytes of a text, fewer than eight, as a number.
#[cold]
fn last_bytes(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

/// The length of the first character of `bytes`, and the [`hash`] of the first two.
#[inline]
fn pair_at(bytes: &[u8]) -> (usize, Option<u16>) {
    /// The upper halves of bytes 0 and 3, and what they are before two characters of three bytes:
    /// nearly every pair of a Chinese text.
    const LEADS: u64 = 0xf000_00f0;
    const THREE_BYTES: u64 = 0xe000_00e0;
    if let Some(eight) = bytes.first_chunk::<8>() {
        let eight = u64::from_le_bytes(*eight);
        if eight & LEADS == THREE_BYTES {
            return (3, Some(hash(eight & 0xffff_ffff_ffff)));
        }
    }
    let len = char_len(bytes[0]);
    let both = bytes.get(len).map(|second| len + char_len(*second));
    (len, both.map(|both| hash(as_number(bytes, both))))
}

/// Length in bytes of the character with this first byte.
const fn char_len(first_byte: u8) -> usize {
    match first_byte {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    }
}

impl<C: Copy> Terms<C> {
    /// Builds the finder; the longest word wins where several begin, the first of equal ones.
    pub(crate) fn new(words: impl Iterator<Item = (&'static str, C)>) -> Self {
        let mut pairs = Bits::new();
        let mut singles = None;
        let mut sorted: Vec<Word<C>> = Vec::new();
        for (text, value) in words {
            let mut characters = text.chars();
            let pair = match (characters.next(), characters.next()) {
                (None, _) => continue,
                (Some(only), None) => {
                    let only = hash(as_number(text.as_bytes(), only.len_utf8()));
                    singles.get_or_insert_with(Bits::new).set(only);
                    SINGLE | u32::from(only)
                }
                (Some(first), Some(second)) => {
                    let len = first.len_utf8() + second.len_utf8();
                    let pair = hash(as_number(text.as_bytes(), len));
                    pairs.set(pair);
                    pair.into()
                }
            };
            sorted.push(Word {
                pair,
                head: first_eight(text.as_bytes()),
                text,
                value,
            });
        }
        let order = |word: &Word<C>| (word.pair, std::cmp::Reverse(word.text.len()));
        sorted.sort_by(|a, b| order(a).cmp(&order(b)).then(a.text.cmp(b.text)));
        sorted.dedup_by(|later, first| later.text == first.text);
        pairs.count();
        let firsts = (0_u32..).zip(&sorted).filter(|(at, word)| {
            let before = at.checked_sub(1).map(|at| sorted[at as usize].pair);
            word.pair & SINGLE == 0 && before != Some(word.pair)
        });
        Self {
            starts: firsts.map(|(at, _)| at).collect(),
            pairs,
            singles,
            words: sorted,
        }
    }

    /// Returns the words found in folded text, left to right, not overlapping.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, C)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (range, value) = self.next_in(text, at)?;
            at = range.end;
            Some((range, value))
        })
    }

    fn next_in(&self, text: &str, from: usize) -> Option<(Range<usize>, C)> {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            let (len, pair) = pair_at(&bytes[at..]);
            let found = match pair {
                Some(pair) if self.pairs.has(pair) => self.paired(pair, &bytes[at..]),
                _ => None,
            };
            if let Some(word) = found.or_else(|| self.single(&bytes[at..], len)) {
                return Some((at..at + word.text.len(), word.value));
            }
            at += len;
        }
        None
    }

    /// Returns the longest word with this pair that `rest` begins with.
    #[inline(never)]
    fn paired(&self, pair: u16, rest: &[u8]) -> Option<&Word<C>> {
        let from = self.starts[self.pairs.rank(pair)];
        self.among(from as usize, pair.into(), rest)
    }

    /// Returns the word of one character, `len` bytes long, that `rest` begins with.
    #[inline]
    fn single(&self, rest: &[u8], len: usize) -> Option<&Word<C>> {
        let singles = self.singles.as_ref()?;
        let character = hash(as_number(rest, len));
        if !singles.has(character) {
            return None;
        }
        let pair = SINGLE | u32::from(character);
        let from = self.words.partition_point(|word| word.pair < pair);
        self.among(from, pair, rest)
    }

    fn among(&self, from: usize, pair: u32, rest: &[u8]) -> Option<&Word<C>> {
        let head = first_eight(rest);
        let begins = |word: &&Word<C>| {
            let text = word.text.as_bytes();
            let is_like = (head ^ word.head) & up_to(text.len()) == 0;
            // The number of a short text ends with zeros, and so may a word.
            is_like
                && match text.len() {
                    ..=8 => text.len() <= rest.len(),
                    _ => rest.starts_with(text),
                }
        };
        let words = self.words[from..].iter();
        words.take_while(|word| word.pair == pair).find(begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: [&str; 13] = [
        "区",
        "园区",
        "园区管委会",
        "一区",
        "多园",
        "园",
        "𠀀区",
        "icp备",
        "a",
        "园区a",
        "园区é",
        "园区a备",
        "多区\0",
    ];

    /// What `find` must return, by trying every word everywhere.
    fn tried(text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, _) in text.char_indices() {
            if found.last().is_some_and(|last| at < last.end) {
                continue;
            }
            let longest = WORDS
                .iter()
                .filter(|word| text[at..].starts_with(**word))
                .map(|word| word.len())
                .max();
            found.extend(longest.map(|len| at..at + len));
        }
        found
    }

    #[test]
    fn the_longest_word_wins_and_the_first_of_equal_ones() {
        let terms = Terms::new([("园区", 1), ("园区管委会", 2), ("园区", 3)].into_iter());
        let found: Vec<i32> = terms
            .find("园区管委会与园区管")
            .map(|(_, value)| value)
            .collect();
        assert_eq!(found, [2, 1]);
    }

    proptest! {
        #[test]
        fn finds_what_trying_every_word_finds(text in "[区园管委会一多𠀀a icp备é\\x00]{0,40}") {
            let terms = Terms::new(WORDS.iter().map(|word| (*word, ())));
            let found: Vec<_> = terms.find(&text).map(|(range, ())| range).collect();
            prop_assert_eq!(found, tried(&text));
        }
    }
}
