//! Finds the words of an embedded list in a text, in one pass.

use std::ops::Range;

use daachorse::charwise::CharwiseDoubleArrayAhoCorasick;
use daachorse::{CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

/// A word list with a class for each word.
pub struct Terms<C> {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    classes: Vec<C>,
}

impl<C: Copy> Terms<C> {
    /// Builds the finder; the longest word wins where several begin.
    pub(crate) fn new(words: impl Iterator<Item = (&'static str, C)>) -> Self {
        let mut patterns: Vec<(&'static str, C)> = words.collect();
        patterns.sort_by_key(|(word, _)| *word);
        patterns.dedup_by_key(|(word, _)| *word);
        let numbered = (0u32..).zip(&patterns).map(|(at, (word, _))| (*word, at));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(numbered)
            .expect("an embedded list holds distinct words");
        Self {
            automaton,
            classes: patterns.into_iter().map(|(_, class)| class).collect(),
        }
    }

    /// Returns the words found in folded text, left to right, not overlapping.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, C)> {
        self.automaton.leftmost_find_iter(text).map(|found| {
            (
                found.start()..found.end(),
                self.classes[found.value() as usize],
            )
        })
    }
}
