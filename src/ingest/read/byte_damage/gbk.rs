//! Pairs of GBK bytes, and the readings that name them.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::sync::LazyLock;

use encoding_rs::GBK;

use crate::lexicon::readings;

/// A damaged text and what it tells of the site's keys.
pub(super) struct Damaged<'t> {
    pub(super) text: &'t str,
    annotated: OnceCell<BTreeSet<char>>,
    /// Characters looked at so far by runs and readings.
    steps: Cell<usize>,
}

/// So many steps are free, and so many more for each byte of the text: a key in every fifth
/// character needs seven. What only looks damaged must not cost the square of its length.
const FREE_STEPS: usize = 20_000;
const STEPS_PER_BYTE: usize = 16;

impl<'t> Damaged<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            annotated: OnceCell::new(),
            steps: Cell::new(0),
        }
    }

    /// Counts steps.
    pub(super) fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get() + steps);
    }

    /// Whether so much was spent by this place of the text that nothing more is tried here.
    pub(super) fn is_spent(&self, at: usize) -> bool {
        self.steps.get() > FREE_STEPS + STEPS_PER_BYTE * at
    }

    /// Steps spent.
    #[cfg(test)]
    pub(super) fn steps(&self) -> usize {
        self.steps.get()
    }

    /// Whether the site annotates a character: a key that matches across characters annotates its
    /// own character too.
    pub(super) fn is_key(&self, character: char) -> bool {
        self.annotated().contains(&character)
    }

    /// The one key that has this reading.
    pub(super) fn only_key(&self, reading: &Reading<'_>) -> Option<char> {
        let mut keys = self
            .annotated()
            .iter()
            .filter(|key| reading.is_exactly(**key));
        keys.next().filter(|_| keys.next().is_none()).copied()
    }

    fn annotated(&self) -> &BTreeSet<char> {
        self.annotated.get_or_init(|| {
            let bytes = self.text.as_bytes();
            memchr::memchr_iter(b'(', bytes)
                .filter_map(|at| {
                    let reading = Reading::parse(&self.text[at..])?;
                    let before = self.text[..at].chars().next_back()?;
                    reading.is_of(before).then_some(before)
                })
                .collect()
        })
    }
}

/// A reading and its closing parenthesis, with or without the opening one.
pub(super) struct Reading<'t> {
    /// As written.
    letters: &'t str,
    pub(super) toned: bool,
    pub(super) len: usize,
}

impl<'t> Reading<'t> {
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let inner = text.strip_prefix('(').unwrap_or(text);
        let mut toned = false;
        for (at, character) in inner.char_indices().take(readings::MAX_LETTERS + 1) {
            if character == ')' {
                let len = text.len() - inner.len() + at + 1;
                let letters = &inner[..at];
                return (at > 0).then_some(Self {
                    letters,
                    toned,
                    len,
                });
            }
            readings::untoned(character)?;
            toned |= readings::is_toned(character);
        }
        None
    }

    pub(super) fn is_of(&self, character: char) -> bool {
        let letters: String = self.letters.chars().filter_map(readings::untoned).collect();
        readings::is_reading(character, &letters)
    }

    fn is_exactly(&self, character: char) -> bool {
        readings::readings(character).any(|toned| toned == self.letters)
    }
}

/// Looking through all keys of a first byte takes as long as so many steps of a run.
pub(super) const KEY_STEPS: usize = 100;

/// The characters with this first byte and this reading, each with its second byte; those whose
/// tone differs only where none has it.
pub(super) fn keys(lead: u8, reading: &Reading<'_>) -> impl Iterator<Item = (u8, char)> {
    let all: Vec<(u8, char)> = (0x40..=0xfe)
        .filter_map(|trail| Some((trail, decode([lead, trail])?)))
        .filter(|(_, character)| reading.is_of(*character))
        .collect();
    let exact: Vec<(u8, char)> = all
        .iter()
        .copied()
        .filter(|(_, key)| reading.is_exactly(*key))
        .collect();
    if exact.is_empty() { all } else { exact }.into_iter()
}

/// The two bytes of a character in GBK.
pub(super) fn encode(character: char) -> Option<[u8; 2]> {
    let bytes = *PAIRS.get(usize::try_from(u32::from(character)).ok()?)?;
    (bytes != [0, 0]).then_some(bytes)
}

/// For every character of the basic plane its two bytes, zeros where it has none: the encoder
/// searches its tables one by one, and damaged text asks many times for each character.
static PAIRS: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let mut pairs = vec![[0, 0]; 1 << 16];
    for bytes in (0x81..=0xfe).flat_map(|lead| (0x40..=0xfe).map(move |trail| [lead, trail])) {
        let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes);
        let mut characters = text.iter().flat_map(|text| text.chars());
        let (Some(character), None) = (characters.next(), characters.next()) else {
            continue;
        };
        // Of the two places of the ideographic space the first is the usual one.
        if let Some(pair) = pairs.get_mut(character as usize).filter(|p| **p == [0, 0]) {
            *pair = bytes;
        }
    }
    // Eighteen private characters of old tables are still encoded, but decoded to newer ones.
    for character in '\u{e78d}'..='\u{e864}' {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = GBK.encode(character.encode_utf8(&mut buffer));
        if let (false, Ok(bytes)) = (unmappable, <[u8; 2]>::try_from(bytes.as_ref())) {
            pairs[character as usize] = bytes;
        }
    }
    // One byte, 80.
    pairs['€' as usize] = [0, 0];
    pairs
});

/// The character of two bytes in GBK; none of the private use area.
pub(super) fn decode(bytes: [u8; 2]) -> Option<char> {
    if bytes[0] < 0x81 {
        return None;
    }
    let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut characters = text.chars();
    let character = characters.next()?;
    let is_one = characters.next().is_none();
    (is_one && !matches!(character, '\u{e000}'..='\u{f8ff}')).then_some(character)
}
