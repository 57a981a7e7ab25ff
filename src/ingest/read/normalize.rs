//! Decoded text → the form every later stage may rely on: NFC, `\n` line ends, no controls.
//!
//! Not its job: white space, width and script (the char filter folds those, the source keeps them).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns the text in NFC with `\n` line ends (CR, CRLF, VT, FF, NEL, U+2028 and U+2029 become
/// `\n`), without control characters other than `\n` and `\t`, without byte order marks and
/// overrides of direction. Other invisible characters stay: the folding removes them.
pub(super) fn normalize(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unusual(text) else {
        return Cow::Borrowed(text);
    };
    // NFC never works across a line end, so that lines are normalised one by one.
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let mut normal = String::with_capacity(text.len());
    normal.push_str(&text[..start]);
    for line in text[start..].split_inclusive('\n') {
        if first_unusual(line).is_none() {
            normal.push_str(line);
        } else {
            normalize_line(line, &mut normal);
        }
    }
    Cow::Owned(normal)
}

/// Where the first character stands that may have to change.
fn first_unusual(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let next = || bytes.get(at + 1).copied().unwrap_or_default();
        // Most of a text, all usual: printable ASCII, tabs, line ends, Han characters (U+4E00 to
        // U+9FFF, first bytes E4 B8 to E9) and full-width forms (U+FF00 to U+FFBF).
        let usual = match byte {
            b'\t' | b'\n' | b' '..=b'~' => 1,
            0xe5..=0xe9 => 3,
            0xe4 if next() >= 0xb8 => 3,
            0xef if matches!(next(), 0xbc..=0xbe) => 3,
            _ => 0,
        };
        if usual > 0 {
            at += usual;
            continue;
        }
        let character = text.get(at..)?.chars().next()?;
        if !is_usual(character) {
            return Some(at);
        }
        at += character.len_utf8();
    }
    None
}

/// Characters that are in NFC whatever stands beside them, and no controls.
/// (U+3099 and U+309A are combining kana marks; kana before them compose.)
const fn is_usual(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | ' '..='~' | '\u{a0}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205f}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{ff00}'..='\u{ffee}')
}

/// Overrides, embeddings and isolates of direction (UAX #9): they show a text as what it is not.
const fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn normalize_line(line: &str, out: &mut String) {
    let mut cleaned = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' | '\n' => cleaned.push(character),
            '\u{feff}' => {}
            _ if is_direction(character) => {}
            _ if character.is_control() => {}
            _ => cleaned.push(character),
        }
    }
    out.extend(cleaned.nfc());
}

/// Checks the invariants of a source text, for tests.
#[cfg(test)]
pub(super) fn assert_normal(text: &str) {
    assert!(unicode_normalization::is_nfc(text), "not NFC: {text:?}");
    for character in text.chars() {
        let allowed = matches!(character, '\n' | '\t') || !character.is_control();
        assert!(
            allowed && !matches!(character, '\u{2028}' | '\u{2029}'),
            "control {character:?} in {text:?}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normalizes_line_ends_controls_and_composition() {
        let cases = [
            ("第一条　总则\n第二条", "第一条　总则\n第二条"),
            (
                "甲\r\n乙\r丙\u{c}丁\u{b}戊\u{2028}己",
                "甲\n乙\n丙\n丁\n戊\n己",
            ),
            ("\u{feff}标题\u{0}\u{1b}[0m\t正文", "标题[0m\t正文"),
            ("cafe\u{301} 開\u{fa12}", "café 開晴"),
            ("か\u{3099}", "が"),
            ("甲\r\r\n乙", "甲\n\n乙"),
            ("零\u{200b}宽", "零\u{200b}宽"),
            ("甲\u{202e}乙\u{2066}丙\u{2069}", "甲乙丙"),
        ];
        for (text, normal) in cases {
            assert_eq!(normalize(text), normal, "{text:?}");
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(normalize("一、总体要求\n"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn any_text_becomes_normal_and_stays_so(text in any::<String>()) {
            let normal = normalize(&text).into_owned();
            assert_normal(&normal);
            prop_assert_eq!(normalize(&normal).into_owned(), normal.clone());
        }

        #[test]
        fn usual_characters_are_in_nfc_beside_each_other(text in "[\u{a0}-\u{2ff}\u{3040}-\u{30ff}\u{4e00}-\u{9fff}\u{300}-\u{36f}\u{1100}-\u{11ff}ac]{0,20}") {
            assert_normal(&normalize(&text));
        }
    }
}
