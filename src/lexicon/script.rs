//! Traditional and variant characters and their simplified forms.
//!
//! In: a character, or a character and the text on its two sides. Out: the form it takes in
//! simplified script. Two tables of OpenCC: characters with one form ([`simplified`]) and words that
//! decide the form of one of their characters ([`Contextual`]: 著名 but 沿着, 計劃 for 計畫). Not its
//! job: walking a text (`analysis::char_filter`).

use std::sync::LazyLock;

use super::table;

const T2S: &str = include_str!("data/t2s.tsv");
const WORDS: &str = include_str!("data/script_words.tsv");

/// Maps every character of the Basic Multilingual Plane, and the few beyond it that matter.
struct Table {
    plane0: Box<[u16]>,
    beyond: Vec<(char, char)>,
    to_beyond: Vec<(char, char)>,
    contextual: Vec<Contextual>,
    /// Those of the plane that do not stay as they are.
    changing: Vec<char>,
}

/// Stands in the plane for a character whose form lies beyond it.
const BEYOND: u16 = 0;

/// What [`form`] returns for a character whose form depends on the word.
pub const DEPENDS: char = '\u{1}';

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // Every process that folds a text waits for this: the table is read without lists of fields.
    let mut plane0: Vec<u16> = (0..0x1_0000_u32).map(|code| code as u16).collect();
    let mut beyond = Vec::new();
    let mut to_beyond = Vec::new();
    let mut changing = Vec::new();
    for line in T2S.lines().filter(|line| !line.starts_with('#')) {
        let mut characters = line.chars();
        let mut next = || characters.next();
        let (Some(from), Some('\t'), Some(to)) = (next(), next(), next()) else {
            continue;
        };
        let Ok(code) = u16::try_from(from as u32) else {
            beyond.push((from, to));
            continue;
        };
        changing.push(from);
        plane0[usize::from(code)] = u16::try_from(to as u32).unwrap_or_else(|_| {
            to_beyond.push((from, to));
            BEYOND
        });
    }
    beyond.sort_unstable();
    to_beyond.sort_unstable();
    let contextual = contextual_characters();
    for entry in &contextual {
        if let Ok(code) = u16::try_from(entry.character as u32) {
            plane0[usize::from(code)] = DEPENDS as u16;
            changing.push(entry.character);
        }
    }
    Table {
        plane0: plane0.into_boxed_slice(),
        beyond,
        to_beyond,
        contextual,
        changing,
    }
});

/// Returns the simplified form of a character, itself where it has none and where the form
/// depends on the word.
#[must_use]
pub fn simplified(character: char) -> char {
    match form(character) {
        DEPENDS => character,
        form => form,
    }
}

/// Returns the simplified form of a character, itself where it has none, [`DEPENDS`] where the
/// word decides (see [`contextual`]).
#[must_use]
pub fn form(character: char) -> char {
    if (character as u32) < 0x3400 {
        return character;
    }
    let table = &*TABLE;
    let found = |list: &[(char, char)]| {
        list.binary_search_by_key(&character, |&(from, _)| from)
            .ok()
            .map(|index| list[index].1)
    };
    match u16::try_from(character as u32) {
        Ok(code) => match table.plane0[usize::from(code)] {
            BEYOND => found(&table.to_beyond),
            mapped => char::from_u32(mapped.into()),
        },
        Err(_) => found(&table.beyond),
    }
    .unwrap_or(character)
}

/// Returns the characters of the Basic Multilingual Plane whose [`form`] is another.
pub fn changing() -> &'static [char] {
    &TABLE.changing
}

/// A character whose simplified form depends on the word. All its forms have three bytes.
#[derive(Debug)]
pub struct Contextual {
    character: char,
    /// What it becomes outside the words.
    elsewhere: char,
    words: Vec<Word>,
}

/// A word in simplified script but for the character, cut at the character.
#[derive(Debug)]
struct Word {
    before: &'static str,
    after: &'static str,
    becomes: char,
}

/// Returns what is known of a character for which [`form`] says [`DEPENDS`].
#[must_use]
pub fn contextual(character: char) -> Option<&'static Contextual> {
    let all = &TABLE.contextual;
    all.binary_search_by_key(&character, |entry| entry.character)
        .ok()
        .map(|index| &all[index])
}

impl Contextual {
    /// Returns the forms that the character may take between the two texts, most likely first:
    /// more than one only where it stands in a word that an end of the text cuts. `before` is
    /// simplified, `after` is so but for contextual characters. A word that keeps the character
    /// goes before one that changes it (批覆盖).
    #[must_use]
    pub fn forms(&self, before: &str, after: &str) -> Vec<char> {
        let mut whole = None;
        let mut cut = Vec::new();
        for word in &self.words {
            match word.fit(before, after) {
                Fit::Whole if word.becomes == self.character => return vec![self.character],
                Fit::Whole => whole = Some(word.becomes),
                Fit::Cut => cut.push(word.becomes),
                Fit::None => {}
            }
        }
        let mut forms = vec![whole.unwrap_or(self.elsewhere)];
        // A cut word changes a whole one only if it keeps the character.
        cut.retain(|form| whole.is_none() || *form == self.character);
        if !cut.is_empty() {
            cut.push(self.character);
        }
        for form in cut {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }
}

enum Fit {
    Whole,
    /// It fits as far as the text goes.
    Cut,
    None,
}

impl Word {
    fn fit(&self, before: &str, after: &str) -> Fit {
        let left = before.ends_with(self.before);
        let right = after.starts_with(self.after);
        if left && right {
            return Fit::Whole;
        }
        let left = left || self.before.ends_with(before);
        let right = right || self.after.starts_with(after);
        if left && right { Fit::Cut } else { Fit::None }
    }
}

fn contextual_characters() -> Vec<Contextual> {
    let mut all: Vec<Contextual> = Vec::new();
    for row in table::rows(WORDS) {
        let (word, name) = (row[0], row[1]);
        let characters = |field: usize| row[field].chars().next().unwrap_or_default();
        let Some((before, after)) = word.split_once(name) else {
            continue;
        };
        let word = Word {
            before,
            after,
            becomes: characters(3),
        };
        match all
            .iter_mut()
            .find(|entry| entry.character == characters(1))
        {
            Some(entry) => entry.words.push(word),
            None => all.push(Contextual {
                character: characters(1),
                elsewhere: characters(2),
                words: vec![word],
            }),
        }
    }
    all.sort_unstable_by_key(|entry| entry.character);
    all
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [T2S, WORDS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(T2S, 2);
        table::assert_columns(WORDS, 4);
    }

    #[test]
    fn simplifies_variants_and_over_conversions() {
        // Variant glyphs and over-conversions all heal at character level.
        for (from, to) in "爲羣産裏衆啓衞衛髮麵製係菸隻衹於區園圞殢"
            .chars()
            .zip("为群产里众启卫卫发面制系烟只只于区园𪢮𣨼".chars())
        {
            assert_eq!(simplified(from), to, "{from}");
        }
        for kept in "著乾着干后里发余准覆沈a1，".chars() {
            assert_eq!(simplified(kept), kept);
        }
    }

    #[test]
    fn simplifying_twice_changes_nothing() {
        for row in table::rows(T2S) {
            let to = row[1].chars().next().unwrap();
            assert_eq!(simplified(to), to, "{row:?}");
            assert_ne!(form(row[0].chars().next().unwrap()), DEPENDS, "{row:?}");
        }
    }

    /// What keeps folding idempotent: a word's decision does not wait for another one's.
    #[test]
    fn words_do_not_depend_on_one_another() {
        let entries = contextual_characters();
        let is_contextual = |c: char| entries.iter().any(|entry| entry.character == c);
        let outcomes: Vec<char> = entries
            .iter()
            .flat_map(|entry| {
                let forms = entry.words.iter().map(|word| word.becomes);
                let forms = forms.chain([entry.elsewhere]);
                forms.filter(|form| *form != entry.character)
            })
            .collect();
        for entry in &entries {
            assert!(('\u{4e00}'..='\u{9fff}').contains(&entry.character));
            for word in &entry.words {
                for character in word.before.chars().chain(word.after.chars()) {
                    assert!(!is_contextual(character), "{word:?}");
                    assert_eq!(simplified(character), character, "{word:?}");
                }
                assert!(!word.after.contains(&outcomes[..]), "{word:?}");
                assert!(!word.before.is_empty() || !word.after.is_empty());
            }
        }
        for outcome in outcomes {
            assert_eq!(outcome.len_utf8(), 3);
            assert_eq!(simplified(outcome), outcome);
        }
    }

    #[test]
    fn a_word_decides_and_a_cut_word_leaves_the_choice() {
        let forms = |text: &str, character: char| {
            let at = text.find(character).unwrap();
            let entry = contextual(character).unwrap();
            let forms = entry.forms(&text[..at], &text[at + character.len_utf8()..]);
            forms.into_iter().collect::<String>()
        };
        for (text, character, expected) in [
            ("的著名人", '著', "著"),
            ("沿著路", '著', "着"),
            ("作批覆，", '覆', "复"),
            ("作批覆盖", '覆', "覆"),
            ("作批覆", '覆', "复覆"),
            ("计畫的", '畫', "划"),
            ("油畫的", '畫', "画"),
            ("沈阳市", '沈', "沈"),
            ("幺麼的", '麼', "麽"),
            ("幺麽的", '麽', "麽"),
            ("沈", '沈', "沈沉"),
        ] {
            assert_eq!(forms(text, character), expected, "{text}");
        }
    }
}
