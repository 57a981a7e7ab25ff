//! Traditional and variant characters and their simplified forms (OpenCC's character table).

use std::sync::LazyLock;

use super::table;

const T2S: &str = include_str!("data/t2s.tsv");
const PROTECTED: &str = include_str!("data/protected.tsv");

/// Maps every character of the Basic Multilingual Plane, and the few beyond it that matter.
struct Table {
    plane0: Box<[u16]>,
    beyond: Vec<(char, char)>,
    to_beyond: Vec<(char, char)>,
}

/// Stands in the plane for a character whose form lies beyond it.
const BEYOND: u16 = 0;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut plane0: Vec<u16> = (0..=u16::MAX).collect();
    let mut beyond = Vec::new();
    let mut to_beyond = Vec::new();
    for row in table::rows(T2S) {
        let mut characters = row.iter().filter_map(|field| field.chars().next());
        let (Some(from), Some(to)) = (characters.next(), characters.next()) else {
            continue;
        };
        match (u16::try_from(from as u32), u16::try_from(to as u32)) {
            (Ok(from), Ok(to)) => plane0[usize::from(from)] = to,
            (Ok(code), Err(_)) => {
                plane0[usize::from(code)] = BEYOND;
                to_beyond.push((from, to));
            }
            _ => beyond.push((from, to)),
        }
    }
    beyond.sort_unstable();
    to_beyond.sort_unstable();
    Table {
        plane0: plane0.into_boxed_slice(),
        beyond,
        to_beyond,
    }
});

/// Returns the simplified form of a character, itself where it has none. Does not depend on
/// context; 著 and 乾 stay (see [`CONTEXTUAL`]).
#[must_use]
pub fn simplified(character: char) -> char {
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

/// The characters whose simplified form depends on the word, with the form they take outside the
/// [`protected_words`].
pub const CONTEXTUAL: [(char, char); 2] = [('著', '着'), ('乾', '干')];

/// Returns the words in which a contextual character stays as it is (著名, 乾县).
#[must_use]
pub fn protected_words() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| table::rows(PROTECTED).map(|row| row[0]).collect());
    &WORDS
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 2] {
    [T2S, PROTECTED]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_columns() {
        table::assert_columns(T2S, 2);
        table::assert_columns(PROTECTED, 3);
    }

    #[test]
    fn simplifies_variants_and_over_conversions() {
        // NOISE 1.2: variant glyphs and over-conversions all heal at character level.
        for (from, to) in "爲羣産裏衆啓衞髮麵製係菸隻衹於區園"
            .chars()
            .zip("为群产里众启卫发面制系烟只只于区园".chars())
        {
            assert_eq!(simplified(from), to, "{from}");
        }
        for kept in "著乾着干后里发a1，".chars() {
            assert_eq!(simplified(kept), kept);
        }
    }

    #[test]
    fn simplifying_twice_changes_nothing() {
        for row in table::rows(T2S) {
            let to = row[1].chars().next().unwrap();
            assert_eq!(simplified(to), to, "{row:?}");
        }
    }
}
