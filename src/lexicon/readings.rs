//! Pinyin readings of characters, to tell an injected reading from a real parenthesis.
//!
//! In: a character and letters that stand beside it. Out: whether the letters are one of its
//! readings. Not its job: finding the letters.

use pinyin::ToPinyinMulti;

/// The longest untoned reading of a character (`zhuang`, `chuang`, `shuang`), in letters.
pub const MAX_LETTERS: usize = 6;

/// Returns a letter without its tone, `ü` as `v`; none for what pinyin is not written with.
#[must_use]
pub const fn untoned(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' => letter,
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ē' | 'é' | 'ě' | 'è' | 'ê' | 'ế' | 'ề' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        'ɡ' => 'g',
        _ => return None,
    })
}

/// Returns whether a letter carries a tone mark.
#[must_use]
pub const fn is_toned(letter: char) -> bool {
    !letter.is_ascii() && letter != 'ü' && untoned(letter).is_some()
}

/// Returns the untoned readings of a character, heteronyms included, `ü` as `v`, possibly repeated.
pub fn readings(character: char) -> impl Iterator<Item = String> {
    character
        .to_pinyin_multi()
        .into_iter()
        .flatten()
        .map(|reading| reading.with_tone().chars().filter_map(untoned).collect())
}

/// Returns whether the untoned letters are a reading of the character. `u` may stand for `ü`.
#[must_use]
pub fn is_reading(character: char, letters: &str) -> bool {
    readings(character).any(|reading| reading == letters || reading.replace('v', "u") == letters)
}

/// Returns whether the untoned letters fall into one reading of each character, in order.
#[must_use]
pub fn are_readings(characters: &[char], letters: &str) -> bool {
    let Some((first, rest)) = characters.split_first() else {
        return letters.is_empty();
    };
    readings(*first).any(|reading| {
        let plain = reading.replace('v', "u");
        [reading, plain].iter().any(|reading| {
            letters
                .strip_prefix(reading.as_str())
                .is_some_and(|left| are_readings(rest, left))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_heteronyms_and_traditional_characters() {
        for (character, letters) in [
            ('長', "chang"),
            ('長', "zhang"),
            ('調', "diao"),
            ('調', "tiao"),
            ('行', "hang"),
            ('重', "chong"),
            ('區', "qu"),
            ('绿', "lu"),
            ('绿', "lv"),
        ] {
            assert!(is_reading(character, letters), "{character} {letters}");
        }
        for (character, letters) in [('顷', "ha"), ('第', "a"), ('安', "xian"), ('时', "kwh")] {
            assert!(!is_reading(character, letters), "{character} {letters}");
        }
    }

    #[test]
    fn words_fall_into_readings() {
        assert!(are_readings(&['方', '案'], "fangan"));
        assert!(are_readings(&['家', '园'], "jiayuan"));
        assert!(!are_readings(&['工', '作'], "fangan"));
    }
}
