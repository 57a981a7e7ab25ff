//! Counts what speaks for and against spam in a stretch of text.
//!
//! In: the words found in it. Out: counts and shares. Not its job: weighing them (`verdict`).

use super::Hit;
use crate::lexicon::spam::{Class, Soft};

/// Whether a word of this class may begin an accusation.
pub(super) fn tells(class: Class) -> bool {
    matches!(
        class,
        Class::Hard | Class::Advert | Class::Contact | Class::Soft(_)
    )
}

/// The evidence in a stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// Different hard words.
    pub(super) hard: usize,
    /// Different offers of forbidden trades.
    pub(super) adverts: usize,
    /// Ways to reach the trader.
    pub(super) contacts: usize,
    /// Different soft words.
    pub(super) soft: usize,
    /// Of them: betting and sites.
    pub(super) games: usize,
    pub(super) sites: usize,
    /// Groups of soft words that occur, as a set of bits.
    kinds: u8,
    /// Words against spam.
    pub(super) enforcement: usize,
    /// Whether they say that the text is about the key words: they stand before the first or
    /// behind the last of those, or are several.
    pub(super) speaks: bool,
    /// Key words that are quoted: a text that names them.
    quoted: usize,
    /// All key words but soft ones.
    named: usize,
    /// Share of key words, hard and soft, in the letters of the stretch.
    pub(super) share: f32,
    /// Share of words of policy text.
    pub(super) plain: f32,
}

impl Evidence {
    /// Counts the words of a stretch.
    pub(super) fn of(stretch: &str, text: &str, hits: &[Hit]) -> Self {
        let mut evidence = Self::of_words(text, hits);
        evidence.weigh(stretch, hits);
        evidence
    }

    /// Counts the words of a stretch; their shares are left out.
    pub(super) fn of_words(text: &str, hits: &[Hit]) -> Self {
        let mut evidence = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        let mut against: Option<&str> = None;
        let first = hits.iter().position(|hit| tells(hit.1)).unwrap_or(0);
        let last = hits.iter().rposition(|hit| tells(hit.1)).unwrap_or(0);
        for (at, (range, class)) in hits.iter().enumerate() {
            let word = &text[range.clone()];
            if *class == Class::Enforcement {
                evidence.enforcement += 1;
                let is_frame = !(first..last).contains(&at) && !MATTERS.contains(&word);
                evidence.speaks |= is_frame || against.is_some_and(|other| other != word);
                against = Some(word);
            }
            if matches!(class, Class::Hard | Class::Advert) {
                evidence.named += 1;
                evidence.quoted += usize::from(text[..range.start].ends_with(QUOTES));
            }
            if !seen.contains(&word) && seen.len() < MAX_DIFFERENT {
                seen.push(word);
                evidence.count(*class);
            }
        }
        evidence
    }

    /// Adds the shares of the words in the letters of their stretch.
    pub(super) fn weigh(&mut self, stretch: &str, hits: &[Hit]) {
        let (mut covered, mut plain) = (0, 0);
        for (range, class) in hits {
            match class {
                Class::Ordinary | Class::Harmless => plain += range.len(),
                Class::Enforcement => {}
                _ => covered += range.len(),
            }
        }
        let letters = stretch.chars().filter(|found| found.is_alphanumeric());
        let letters: usize = letters.map(char::len_utf8).sum();
        self.share = ratio(covered, letters);
        self.plain = ratio(plain, letters);
    }

    fn count(&mut self, class: Class) {
        match class {
            Class::Hard => self.hard += 1,
            Class::Advert => self.adverts += 1,
            Class::Contact => self.contacts += 1,
            Class::Soft(kind) => {
                self.soft += 1;
                self.kinds |= 1 << kind as u8;
                self.games += usize::from(kind == Soft::Game);
                self.sites += usize::from(kind == Soft::Site);
            }
            _ => {}
        }
    }

    /// Returns whether the key words are quoted rather than used.
    pub(super) fn is_quotation(&self) -> bool {
        self.quoted > 0 && 2 * self.quoted >= self.named
    }

    /// Returns whether soft words of a group occur.
    pub(super) fn has(&self, kind: Soft) -> bool {
        self.kinds & 1 << kind as u8 != 0
    }

    /// Returns the number of groups of soft words that occur.
    pub(super) fn kinds(&self) -> u32 {
        self.kinds.count_ones()
    }
}

/// Words of enforcement that such pages also advertise with: no acts, so they frame nothing.
const MATTERS: [&str; 4] = ["色情", "淫秽", "低俗", "涉黄"];

const QUOTES: [char; 4] = ['“', '‘', '《', '「'];

/// Enough to judge by; keeps the comparison of words bounded.
const MAX_DIFFERENT: usize = 60;

#[expect(clippy::cast_precision_loss, reason = "lengths of one line")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
