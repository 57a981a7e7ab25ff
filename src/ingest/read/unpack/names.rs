//! Names of members: untrusted bytes → an address of plain text.
//!
//! In: a name's raw bytes. Out: UTF-8 (or else GBK, whatever flags say: Chinese Windows writes
//! GBK), `/` between folders, no control or direction characters. `..` stays as it is: no name is
//! ever a path on disk. Not its job: what makes an address unique.

use std::borrow::Cow;

use encoding_rs::GBK;

use super::super::head_of;

/// A longer name is cut (bytes); systems take 4,096 for a whole path.
const LONGEST_NAME: usize = 4096;

/// Parts the levels of an address.
pub(super) const LEVEL: &str = "!/";

/// Decodes a name as its program meant it.
pub(in crate::ingest::read) fn decode(raw: &[u8]) -> Cow<'_, str> {
    let gbk = || GBK.decode_without_bom_handling(raw);
    match std::str::from_utf8(raw) {
        // 通知 in GBK is valid UTF-8: two marks of other scripts.
        Ok(name) if name.chars().any(is_foreign) => match gbk() {
            (chinese, false) => chinese,
            _ => Cow::Borrowed(name),
        },
        Ok(name) => Cow::Borrowed(name),
        Err(_) => gbk().0,
    }
}

/// Letters and marks of two bytes beyond Latin: Greek to N'Ko, of no use in a Chinese name.
const fn is_foreign(character: char) -> bool {
    matches!(character, '\u{180}'..='\u{7ff}')
}

/// Makes a name fit to be shown.
pub(super) fn plain(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|character| match character {
            '\\' => '/',
            hidden if is_hidden(hidden) => '\u{fffd}',
            other => other,
        })
        .collect();
    let name = name.strip_prefix("./").unwrap_or(&name);
    head_of(name.trim_start_matches('/'), LONGEST_NAME).to_owned()
}

/// Control characters, and those that turn the direction of what follows (Unicode UAX #9).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Puts a name below an address.
pub(in crate::ingest::read) fn join(address: &str, name: &str) -> String {
    match (address, name) {
        ("", name) => name.to_owned(),
        (address, "") => address.to_owned(),
        (address, name) => format!("{address}{LEVEL}{name}"),
    }
}

/// Files of operating systems that stand in containers and are nobody's documents.
pub(super) fn is_junk(name: &str) -> bool {
    const FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || FILES.contains(&file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_text() {
        let cases: [(&[u8], &str); 6] = [
            ("通知\\附件.doc".as_bytes(), "通知/附件.doc"),
            (b"\xcd\xa8\xd6\xaa.txt", "通知.txt"),
            (b"../../etc/passwd", "../../etc/passwd"),
            (b"/abs\x1b[31m.txt", "abs\u{fffd}[31m.txt"),
            ("\u{202e}cod.exe".as_bytes(), "\u{fffd}cod.exe"),
            (b"./a//b.txt", "a//b.txt"),
        ];
        for (raw, expected) in cases {
            assert_eq!(plain(&decode(raw)), expected, "{raw:?}");
        }
    }

    #[test]
    fn levels_are_parted() {
        assert_eq!(join("", "a"), "a");
        assert_eq!(join("a.zip", "b"), "a.zip!/b");
        assert_eq!(join("a.eml", ""), "a.eml");
    }
}
