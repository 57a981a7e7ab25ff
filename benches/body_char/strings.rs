//! The strings that are asked for, drawn by a seed.
//!
//! In: texts. Out: strings of Chinese characters by kind. Not its job: which documents have them.

use crate::draw::{Draw, is_chinese};
use crate::random::Random;

/// Kinds of strings: from random places; there, of frequent characters only; frequent characters
/// put together so that no document has the string; the same where every pair stands somewhere,
/// which is the worst for pairs.
pub(crate) const KINDS: [&str; 4] = ["any", "frequent", "made up", "made up of pairs"];

/// Characters of a string.
const LENGTHS: [usize; 5] = [2, 3, 4, 6, 8];

/// A frequent character stands in more documents than this share, in hundredths.
const FREQUENT: usize = 30;

/// Tries for each string before its kind goes without it.
const TRIES: usize = 2000;

pub(crate) struct Strings([Vec<String>; 4]);

impl Strings {
    /// Draws some strings of every kind and length; `occurs` tells whether a document has one.
    pub(crate) fn new(texts: &[String], count: usize, occurs: impl Fn(&str) -> bool) -> Self {
        let frequent = frequent(texts);
        let mut draw = Draw {
            texts,
            random: Random(8),
        };
        let mut strings = Self([const { Vec::new() }; 4]);
        for length in LENGTHS {
            for (kind, strings) in strings.0.iter_mut().enumerate() {
                // Two characters that are a pair somewhere are no string that is nowhere.
                if kind == 3 && length == 2 {
                    continue;
                }
                let drawn = (0..count).filter_map(|_| {
                    (0..TRIES).find_map(|_| match kind {
                        0 => draw.place(length, is_chinese),
                        1 => draw.place(length, |character| frequent.contains(&character)),
                        2 => Some(
                            (0..length)
                                .map(|_| frequent[draw.random.below(frequent.len())])
                                .collect(),
                        )
                        .filter(|string: &String| !occurs(string)),
                        _ => chain(&mut draw, length, &frequent).filter(|string| !occurs(string)),
                    })
                });
                strings.extend(drawn);
            }
        }
        strings
    }

    pub(crate) fn of(&self, kind: &str) -> &[String] {
        let at = KINDS.iter().position(|other| *other == kind).unwrap();
        &self.0[at]
    }
}

/// The Chinese characters of many documents.
fn frequent(texts: &[String]) -> Vec<char> {
    // The number of documents, and the last of them, from 1.
    let mut seen = vec![(0, 0); 1 << 16];
    for (number, text) in texts.iter().enumerate() {
        for character in text.chars().filter(|character| is_chinese(*character)) {
            let (count, last) = &mut seen[character as usize];
            *count += usize::from(*last != number + 1);
            *last = number + 1;
        }
    }
    ('\u{4e00}'..='\u{9fff}')
        .filter(|character| seen[*character as usize].0 * 100 > texts.len() * FREQUENT)
        .collect()
}

/// Pairs from random places, each beginning with the last one's second character.
fn chain(draw: &mut Draw<'_>, length: usize, frequent: &[char]) -> Option<String> {
    let mut string = draw.place(2, |character| frequent.contains(&character))?;
    for _ in 2..length {
        let last = string.chars().next_back()?;
        let next = (0..20).find_map(|_| {
            let (_, rest) = draw.rest().split_once(last)?;
            let next = rest.chars().next();
            next.filter(|character| frequent.contains(character))
        })?;
        string.push(next);
    }
    Some(string)
}
