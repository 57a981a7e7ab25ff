//! Repairs text that was decoded wrongly before it was saved: GBK or UTF-8 read as Latin-1,
//! UTF-8 read as GBK.
//!
//! In: decoded text. Out: the repaired text where that raises the share of frequent characters.
//! Not its job: choosing the file's own encoding ([`super::decode`]).

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_8, WINDOWS_1252};

use super::common_chars::Tally;

/// Fewer Latin characters than this prove nothing.
const FEWEST_LATIN: usize = 4;
/// A repair must reach this share of frequent characters. Right decodings of the policy texts
/// looked at score above .7, chance ones below .3.
const LEAST_SCORE: f64 = 0.5;

/// Returns the repaired text, or none where nothing needs repair.
pub(super) fn repair(text: &str) -> Option<String> {
    repair_latin(text).or_else(|| repair_gbk(text))
}

/// `À´Ô´ÈËÃñ` and `åŒ–å­¦`: runs of Latin letters that are bytes of Chinese.
fn repair_latin(text: &str) -> Option<String> {
    // U+0080–U+00FF begin with C2 or C3 in UTF-8; most Chinese texts have none.
    if memchr::memchr2_iter(0xc2, 0xc3, text.as_bytes()).count() < FEWEST_LATIN {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut changed = false;
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let is_byte = byte_of(first).is_some();
            let end = rest
                .find(|character| byte_of(character).is_some() != is_byte)
                .unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            let fixed = if is_byte { repair_run(run) } else { None };
            changed |= fixed.is_some();
            repaired.push_str(fixed.as_deref().unwrap_or(run));
            rest = tail;
        }
    }
    changed.then_some(repaired)
}

fn repair_run(run: &str) -> Option<String> {
    let latin = run.chars().filter(|&c| c as u32 >= 0x80).count();
    let visible = run.chars().filter(|c| !c.is_ascii_whitespace()).count();
    // More than 40 % of the letters (NOISE 1.5); European text has one in ten.
    if latin < FEWEST_LATIN || latin * 5 < visible * 2 {
        return None;
    }
    let bytes: Vec<u8> = run.chars().filter_map(byte_of).collect();
    let score = |text: &str| Tally::of(text).score();
    [UTF_8, GB18030, BIG5]
        .into_iter()
        .map(|encoding| encoding.decode_without_bom_handling(&bytes).0)
        .map(|text| (score(&text), text))
        .filter(|(score, _)| *score >= LEAST_SCORE)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, text)| text.into_owned())
}

/// The byte that Latin-1 or Windows-1252 shows as this character.
fn byte_of(character: char) -> Option<u8> {
    match u8::try_from(character as u32) {
        Ok(b'\n') => None,
        Ok(byte) => Some(byte),
        Err(_) if !matches!(character, '\u{152}'..='\u{192}' | '\u{2c6}' | '\u{2dc}' | '\u{2013}'..='\u{2122}') => {
            None
        }
        Err(_) => {
            let mut buffer = [0; 4];
            let encoded = WINDOWS_1252.encode(character.encode_utf8(&mut buffer)).0;
            match encoded {
                Cow::Owned(bytes) if bytes.len() == 1 => Some(bytes[0]),
                _ => None,
            }
        }
    }
}

/// `鍏充簬`: the whole text is UTF-8 that was read as GBK.
fn repair_gbk(text: &str) -> Option<String> {
    // `锛` begins ，；：（） and `銆` begins 。、《》 when UTF-8 is read as GBK.
    if !text.contains('锛') && !text.contains('銆') && !text.contains('鐨') {
        return None;
    }
    let before = Tally::of(text).score();
    if before > LEAST_SCORE - 0.1 {
        return None;
    }
    let bytes = GB18030.encode(text).0;
    let repaired = UTF_8.decode_without_bom_handling(&bytes).0;
    (Tally::of(&repaired).score() > before + 0.3).then(|| repaired.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "为了加强开发区管理，根据国家有关规定，制定本办法。";

    fn as_latin(bytes: &[u8]) -> String {
        bytes.iter().map(|&byte| char::from(byte)).collect()
    }

    #[test]
    fn repairs_bytes_read_as_latin_1_or_windows_1252() {
        let gbk = GB18030.encode(TEXT).0;
        let latin_1 = as_latin(&gbk);
        let windows = WINDOWS_1252.decode_without_bom_handling(TEXT.as_bytes()).0;
        for damaged in [latin_1.as_str(), &as_latin(TEXT.as_bytes()), &windows] {
            assert_eq!(repair(damaged).as_deref(), Some(TEXT), "{damaged}");
        }
        let mixed = format!("标题正常\n{latin_1}\n正文正常。\n");
        let expected = format!("标题正常\n{TEXT}\n正文正常。\n");
        assert_eq!(repair(&mixed), Some(expected));
    }

    #[test]
    fn repairs_utf_8_read_as_gbk() {
        let damaged = GB18030.decode_without_bom_handling(TEXT.as_bytes()).0;
        let repaired = repair(&damaged).unwrap();
        // GBK has no byte pair for a few of the pieces: those were lost before.
        assert!(
            repaired.contains("区管理，根据国家有关规定，制定本办法"),
            "{repaired}"
        );
    }

    #[test]
    fn leaves_sound_text_alone() {
        for text in [
            TEXT,
            "統(tǒng)籌創(chuàng)新資源，產(chǎn)業(yè)協(xié)同，體(tǐ)系(xì)。",
            "Les régions à développer : les pôles économiques près de la métropole créée",
            "气温 25°C～30°C，误差±2°，面积×3÷2",
            "",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
