//! Strings from random places of texts, drawn by a seed.
//!
//! In: texts. Out: strings that stand in them. Not its job: which strings a bench asks for.

use crate::random::Random;

pub(crate) struct Draw<'a> {
    pub(crate) texts: &'a [String],
    pub(crate) random: Random,
}

impl<'a> Draw<'a> {
    /// A random place of a random text to its end.
    pub(crate) fn rest(&mut self) -> &'a str {
        let text = &self.texts[self.random.below(self.texts.len())];
        let mut at = self.random.below(text.len().max(1));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        &text[at..]
    }

    /// The characters of a random place, if all are wanted ones.
    pub(crate) fn place(
        &mut self,
        length: usize,
        is_wanted: impl Fn(char) -> bool,
    ) -> Option<String> {
        let string: String = self.rest().chars().take(length).collect();
        let wanted = string.chars().filter(|character| is_wanted(*character));
        (wanted.count() == length).then_some(string)
    }
}

pub(crate) fn is_chinese(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}
