//! Pinyin readings of characters, to tell an injected reading from a real parenthesis.
//!
//! In: characters and letters that stand beside them. Out: whether the letters are their readings.
//! Not its job: finding the letters.

use pinyin::ToPinyinMulti;

use super::script;

/// The longest untoned reading of a character (`zhuang`, `chuang`, `shuang`), in letters.
pub const MAX_LETTERS: usize = 6;

/// Returns a lower-case letter without its tone, `ü` as `v`; none for what pinyin is not written
/// with. Pages also write ɑ, α and ɡ, and breves for carons.
#[must_use]
pub const fn untoned(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' => letter,
        'ā' | 'á' | 'ǎ' | 'à' | 'ă' | 'ɑ' | 'α' => 'a',
        'ō' | 'ó' | 'ǒ' | 'ò' | 'ŏ' => 'o',
        'ē' | 'é' | 'ě' | 'è' | 'ĕ' | 'ê' | 'ế' | 'ề' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' | 'ĭ' => 'i',
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ŭ' => 'u',
        'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        'ɡ' => 'g',
        _ => return None,
    })
}

/// Returns whether a letter carries a tone mark, or is one that combines with the letter before.
#[must_use]
pub const fn is_toned(letter: char) -> bool {
    is_tone_mark(letter)
        || !letter.is_ascii()
            && !matches!(letter, 'ü' | 'ê' | 'ɑ' | 'α' | 'ɡ')
            && untoned(letter).is_some()
}

/// Returns whether a character is a tone mark (or the diaeresis) that combines with the letter
/// before: what is left in NFC where no composed letter exists (`ɑ̄`, `m̀`, `ê̌`).
#[must_use]
pub const fn is_tone_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}' | '\u{301}' | '\u{304}' | '\u{306}' | '\u{308}' | '\u{30c}'
    )
}

/// Returns the toned readings of a character and of its simplified form, heteronyms included,
/// possibly repeated.
pub fn readings(character: char) -> impl Iterator<Item = &'static str> {
    let simplified = script::simplified(character);
    let of = |character: char| character.to_pinyin_multi().into_iter().flatten();
    of(character)
        // Traditional entries are less complete: 說 lacks the shuì of 说.
        .chain(
            (simplified != character)
                .then(|| of(simplified))
                .into_iter()
                .flatten(),
        )
        .map(|reading| reading.with_tone())
}

/// Returns whether the untoned letters are a reading of the character. `u` may stand for `ü`.
#[must_use]
pub fn is_reading(character: char, letters: &str) -> bool {
    readings(character).any(|reading| after(letters, reading) == Some(""))
}

/// Returns whether the untoned letters fall into one reading of each character, in order; 儿 may
/// be the `r` of its word.
#[must_use]
pub fn are_readings(characters: &[char], letters: &str) -> bool {
    let Some((first, rest)) = characters.split_first() else {
        return letters.is_empty();
    };
    let is_suffix = matches!(first, '儿' | '兒');
    let suffix = is_suffix.then_some("r");
    readings(*first)
        .chain(suffix)
        .any(|reading| after(letters, reading).is_some_and(|left| are_readings(rest, left)))
}

/// What is left of the letters after a toned reading; `u` may stand for `ü`.
fn after<'l>(letters: &'l str, reading: &str) -> Option<&'l str> {
    let mut left = letters.chars();
    for expected in reading.chars().filter_map(untoned) {
        let letter = left.next()?;
        if letter != expected && !(expected == 'v' && letter == 'u') {
            return None;
        }
    }
    Some(left.as_str())
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
            ('說', "shui"),
            ('係', "ji"),
            ('會', "kuai"),
            ('車', "ju"),
            ('們', "men"),
            ('麼', "me"),
            ('爲', "wei"),
            ('産', "chan"),
            ('幹', "gan"),
            ('裏', "li"),
            ('〇', "ling"),
            ('兒', "er"),
            ('嗯', "ng"),
            ('呣', "m"),
            ('欸', "e"),
            ('區', "qu"),
            ('略', "lve"),
            ('略', "lue"),
            ('绿', "lu"),
            ('绿', "lv"),
        ] {
            assert!(is_reading(character, letters), "{character} {letters}");
        }
        for (character, letters) in [
            ('顷', "ha"),
            ('第', "a"),
            ('安', "xian"),
            ('时', "kwh"),
            ('区', "quan"),
            ('区', "q"),
            ('区', ""),
        ] {
            assert!(!is_reading(character, letters), "{character} {letters}");
        }
    }

    #[test]
    fn words_fall_into_readings() {
        assert!(are_readings(&['方', '案'], "fangan"));
        assert!(are_readings(&['家', '园'], "jiayuan"));
        assert!(are_readings(&['这', '儿'], "zher"));
        assert!(are_readings(&['女', '儿'], "nver"));
        assert!(!are_readings(&['工', '作'], "fangan"));
    }

    #[test]
    fn every_traditional_character_of_official_texts_has_a_reading() {
        for character in "產業優區網鎮發創環質現態統礎領關規經構協調聯術內設強標導續濟驅進機戰\
                          護務醫數應準團轉責權側鄉監執結衛據農風絡預測彈計複復認該適國實時點動\
                          級場個當頁堅報會過來萬營潤長獨對開學簡書專門員穩處值陽隊檢黨誠嚴細歸\
                          擴獎蟲斬後證爲羣産裏衆啓衞髮麵製係菸隻衹於"
            .chars()
        {
            assert!(readings(character).next().is_some(), "{character}");
        }
    }
}
