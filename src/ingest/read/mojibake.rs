//! Repairs text that was decoded wrongly before it was saved: GBK or UTF-8 read as Latin-1,
//! UTF-8 read as GBK.
//!
//! In: decoded text. Out: the repaired text where that raises the share of frequent characters.
//! Not its job: choosing the file's own encoding ([`super::decode`]).

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::common_chars::Tally;
use super::head_of;

/// Fewer Latin characters than this prove nothing by themselves.
const FEWEST_LATIN: usize = 4;
/// A repair must reach this share of frequent characters. Right decodings of the policy texts
/// looked at score above .7, chance ones below .3.
const LEAST_SCORE: f64 = 0.5;
/// The same for a long run where others of the text prove the encoding, and for a short one.
const LEAST_PROVED_SCORES: [f64; 2] = [0.2, 0.6];
/// Text read wrongly twice or three times was seen; nobody saves it more often.
const MAX_ROUNDS: usize = 3;

/// Returns the repaired text, or none where nothing needs repair.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut repaired: Option<String> = None;
    for _ in 0..MAX_ROUNDS {
        let current = repaired.as_deref().unwrap_or(text);
        match repair_latin(current).or_else(|| repair_gbk(current)) {
            Some(next) => repaired = Some(next),
            None => break,
        }
    }
    repaired
}

/// Returns whether a text went through a decoding that loses everything: GBK read as UTF-8 and
/// saved, `锟斤拷` for every two characters.
pub(super) fn is_lost(text: &str) -> bool {
    text.contains("锟斤拷")
}

/// `À´Ô´ÈËÃñ` and `åŒ–å­¦`: runs of Latin letters that are bytes of Chinese.
fn repair_latin(text: &str) -> Option<String> {
    // U+0080–U+00FF begin with C2 or C3 in UTF-8; most Chinese texts have none.
    let mut latin = memchr::memchr2_iter(0xc2, 0xc3, text.as_bytes());
    latin.nth(FEWEST_LATIN - 1)?;
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for line in text.split_inclusive('\n') {
        pieces.extend(runs(line).map(Piece::new));
    }
    let repaired_bytes = |encoding: &'static Encoding| {
        let repaired = pieces.iter().filter_map(|piece| piece.repaired.as_ref());
        let texts = repaired.filter(|(found, _)| *found == encoding);
        texts.map(|(_, text)| text.len()).sum::<usize>()
    };
    let proved = ENCODINGS
        .into_iter()
        .max_by_key(|encoding| repaired_bytes(encoding));
    let proved = proved.filter(|encoding| repaired_bytes(encoding) > 0)?;
    let mut repaired = String::with_capacity(text.len());
    for piece in &pieces {
        match &piece.repaired {
            Some((_, text)) => repaired.push_str(text),
            None => repaired.push_str(&piece.read_as(proved)),
        }
    }
    Some(repaired)
}

/// What text is read as Latin-1 from.
const ENCODINGS: [&Encoding; 3] = [BIG5, GB18030, UTF_8];

/// The stretches of a line that could be bytes, and the others between them.
fn runs(line: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let is_byte = byte_of(rest.chars().next()?).is_some();
        let end = rest
            .find(|character| byte_of(character).is_some() != is_byte)
            .unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        rest = tail;
        Some((is_byte, run))
    })
}

struct Piece<'t> {
    text: &'t str,
    /// Characters outside ASCII that could be bytes.
    latin: usize,
    /// What it proves to be.
    repaired: Option<(&'static Encoding, String)>,
}

impl<'t> Piece<'t> {
    fn new((is_byte, text): (bool, &'t str)) -> Self {
        let latin = if is_byte && !text.is_ascii() {
            text.chars().filter(|&c| c as u32 >= 0x80).count()
        } else {
            0
        };
        Self {
            text,
            latin,
            repaired: repair_run(text, latin),
        }
    }

    /// The piece in the encoding that others prove, if that reads as Chinese without an error.
    fn read_as(&self, encoding: &'static Encoding) -> Cow<'t, str> {
        let unchanged = Cow::Borrowed(self.text);
        if self.latin < 2 {
            return unchanged;
        }
        let bytes = bytes_of(self.text);
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes)
        else {
            return unchanged;
        };
        let tally = Tally::of(&text);
        // `°C` is a rare character in GBK: short runs must be of frequent ones.
        let [long, short] = LEAST_PROVED_SCORES;
        let least = if self.latin > 8 { long } else { short };
        if tally.bad == 0 && tally.score() >= least {
            return Cow::Owned(text.into_owned());
        }
        unchanged
    }
}

fn bytes_of(run: &str) -> Vec<u8> {
    run.chars().filter_map(byte_of).collect()
}

fn repair_run(run: &str, latin: usize) -> Option<(&'static Encoding, String)> {
    let visible = run.chars().filter(|c| !c.is_ascii_whitespace()).count();
    // More than 40 % of the letters (measured on real pages); European text has one in ten.
    if latin < FEWEST_LATIN || latin * 5 < visible * 2 {
        return None;
    }
    let bytes = bytes_of(run);
    // Latin letters that happen to be UTF-8 are no chance, whatever they say (read wrongly twice).
    if let Ok(text) = std::str::from_utf8(&bytes) {
        return Some((UTF_8, text.to_owned()));
    }
    let score = |text: &str| Tally::of(text).score();
    ENCODINGS
        .into_iter()
        .map(|encoding| (encoding, encoding.decode_without_bom_handling(&bytes).0))
        .map(|(encoding, text)| (score(&text), encoding, text))
        .filter(|(score, ..)| *score >= LEAST_SCORE)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, encoding, text)| (encoding, text.into_owned()))
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

/// `鍏充簬`: lines of UTF-8 that were read as GBK.
fn repair_gbk(text: &str) -> Option<String> {
    // `锛` begins ，；：（） and `銆` begins 。、《》 when UTF-8 is read as GBK.
    let is_suspect = ['锛', '銆', '鐨']
        .into_iter()
        .any(|sign| text.contains(sign))
        || Tally::of(head_of(text, BEGINNING_BYTES)).score() < LEAST_SCORE - 0.1;
    if !is_suspect {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut changed = false;
    for line in text.split_inclusive('\n') {
        let fixed = repair_gbk_line(line);
        changed |= fixed.is_some();
        repaired.push_str(fixed.as_deref().unwrap_or(line));
    }
    changed.then_some(repaired)
}

/// A text's beginning shows whether all of it was read wrongly.
const BEGINNING_BYTES: usize = 512;

fn repair_gbk_line(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let before = Tally::of(line).score();
    if before > LEAST_SCORE - 0.1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(line.len());
    for character in line.chars() {
        let mut buffer = [0; 4];
        match character {
            // A byte that was lost then; FF is none of UTF-8.
            '\u{fffd}' => bytes.push(0xff),
            // How decoders read a lone byte 80.
            '€' => bytes.push(0x80),
            _ => bytes.extend(&*GB18030.encode(character.encode_utf8(&mut buffer)).0),
        }
    }
    restore_usual(&mut bytes);
    let repaired = String::from_utf8_lossy(&bytes);
    let after = Tally::of(&repaired).score();
    (after > before + 0.3 && after > 0.0).then(|| one_mark_each(&repaired))
}

/// An odd number of bytes loses the last one: of a line's final 。 (E3 80 82), of the 条 (E6 9D A1)
/// before the space in `第一条 `. Nothing else is so sure.
fn restore_usual(bytes: &mut [u8]) {
    let article = "第".as_bytes();
    for at in 2..bytes.len() {
        if bytes[at] != 0xff {
            continue;
        }
        let ends_line = matches!(bytes.get(at + 1), None | Some(b'\n'));
        let lost = match &bytes[..at] {
            [.., 0xe3, 0x80] if ends_line => Some(0x82),
            [.., 0xe6, 0x9d] if bytes.starts_with(article) && at < 30 => Some(0xa1),
            _ => None,
        };
        if let Some(lost) = lost {
            bytes[at] = lost;
        }
    }
}

/// One U+FFFD for the several pieces of a broken character.
fn one_mark_each(text: &str) -> String {
    let mut previous = ' ';
    let is_first =
        |c: &char| std::mem::replace(&mut previous, *c) != '\u{fffd}' || *c != '\u{fffd}';
    text.chars().filter(is_first).collect()
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

    /// Every way of wrong decoding, on real laws, where they are at hand; lines that lost no byte.
    #[test]
    fn repairs_real_texts_of_every_kind() {
        let Some(folder) = crate::ingest::read::tests::data("archive") else {
            return;
        };
        let windows = |bytes: &[u8]| {
            WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned()
        };
        type Damage<'a> = &'a dyn Fn(&str) -> String;
        let kinds: [(&str, Damage<'_>); 8] = [
            ("GBK as Latin-1", &|text| as_latin(&GB18030.encode(text).0)),
            ("GBK as 1252", &|text| windows(&GB18030.encode(text).0)),
            ("UTF-8 as Latin-1", &|text| as_latin(text.as_bytes())),
            ("UTF-8 as 1252", &|text| windows(text.as_bytes())),
            ("UTF-8 as 1252 twice", &|text| {
                windows(windows(text.as_bytes()).as_bytes())
            }),
            ("UTF-8 as GBK", &|text| {
                GB18030
                    .decode_without_bom_handling(text.as_bytes())
                    .0
                    .into_owned()
            }),
            ("every other line GBK as Latin-1", &|text| {
                every_other(text, &|line| as_latin(&GB18030.encode(line).0))
            }),
            ("every other line UTF-8 as GBK", &|text| {
                every_other(text, &|line| {
                    GB18030
                        .decode_without_bom_handling(line.as_bytes())
                        .0
                        .into_owned()
                })
            }),
        ];
        let texts: Vec<String> = walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
            .step_by(60)
            .map(|text| text.chars().take(2_000).collect())
            .collect();
        for (name, damage) in kinds {
            let (mut all, mut right) = (0, 0);
            let mut worst = Vec::new();
            for text in &texts {
                let damaged = damage(text);
                let repaired = repair(&damaged).unwrap_or_else(|| damaged.clone());
                let lines = repaired.lines().zip(text.lines()).zip(damaged.lines());
                for ((line, expected), _) in
                    lines.filter(|(_, damaged)| !damaged.contains('\u{fffd}'))
                {
                    let count = expected.chars().count();
                    all += count;
                    let same = if line == expected { count } else { 0 };
                    right += same;
                    if same < count {
                        worst.push((
                            line.chars().take(40).collect::<String>(),
                            expected.chars().take(40).collect::<String>(),
                        ));
                    }
                }
            }
            println!("{name}: {right} of {all} characters");
            for row in worst.iter().take(5) {
                println!("   {row:?}");
            }
            assert!(right * 1000 >= all * 980, "{name}");
        }
    }

    fn every_other(text: &str, damage: &dyn Fn(&str) -> String) -> String {
        text.split_inclusive('\n')
            .enumerate()
            .map(|(index, line)| {
                if index % 3 == 0 {
                    line.to_owned()
                } else {
                    damage(line)
                }
            })
            .collect()
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
