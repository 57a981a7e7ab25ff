//! Finds the strings that copy protection strews into text: random letters within a Chinese word
//! (`新冠xiKdqE疫情`) and forum jammers (`( o: m1 G* o8 O4 N c`).
//!
//! In: the source text (letter case tells). Out: marks. Names and units in mixed case (WiFi, SaaS,
//! mRNA) are words: their letters follow each other as in words, and they come again. Not its job:
//! site names (`site_names`), tags (`tags`).

use super::site_names::{beside, is_one_word};
use crate::analysis::char_filter::{is_cjk, simplify};
use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// Random letters within a word.
pub(crate) const LETTERS: RuleId = RuleId::new("clean/jammer/letters");
/// A forum's jammer: loose letters, digits and signs.
pub(crate) const LOOSE: RuleId = RuleId::new("clean/jammer/loose");

/// Letters of a random string: measured ones have 5 or 6.
const RANDOM_LETTERS: std::ops::RangeInclusive<usize> = 4..=8;
/// How odd a string must be to be random by itself, and beside one that is.
const ODD: usize = 3;
const ODD_IN_COMPANY: usize = 1;
/// So odd that it may come again: some sites strew one string.
const ODD_AGAIN: usize = 5;

/// Finds the jammers of a text.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    let letters = runs_of_letters(text);
    let mut marks = random_letters(text, &letters);
    marks.extend(with_digits(text, &letters));
    marks.extend(loose(text));
    marks
}

/// The runs of Latin letters of a text.
fn runs_of_letters(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(at) = next_letter(bytes, from) {
        let letters = bytes[at..].iter();
        let count = letters
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        from = at + count;
        runs.push(Span::new(at, from));
    }
    runs
}

/// Mixed-case strings between Chinese characters that no word looks like and that stand once.
fn random_letters(text: &str, letters: &[Span]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut candidates: Vec<(Span, usize)> = Vec::new();
    for span in letters {
        let letters = &bytes[span.range()];
        if RANDOM_LETTERS.contains(&span.len())
            && is_mixed(letters)
            && !is_acronym(letters)
            && within_chinese(text, *span)
        {
            candidates.push((*span, oddness(letters)));
        }
    }
    let enough = match candidates.iter().any(|candidate| candidate.1 >= ODD) {
        true => ODD_IN_COMPANY,
        false => return Vec::new(),
    };
    candidates
        .into_iter()
        .take(MAX_JAMMERS)
        .filter(|(span, odd)| {
            let again = || text.matches(&text[span.range()]).nth(1).is_some();
            *odd >= enough && (*odd >= ODD_AGAIN || !again())
        })
        .map(|(span, _)| Mark {
            span,
            rule: LETTERS,
        })
        .collect()
}

/// Letters and digits of a string that sites strew into words.
const WITH_DIGITS: std::ops::RangeInclusive<usize> = 8..=24;
/// How often a string changes between capitals, small letters and digits at least.
const FEWEST_CHANGES: usize = 6;

/// Strings of capitals, small letters and digits between Chinese characters: `Nq4mXz91Vu7gb`. One part
/// of a name may be such a string (iPhone15Pro): they must change more often.
fn with_digits(text: &str, letters: &[Span]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let is_sign = |byte: &&u8| byte.is_ascii_alphanumeric();
    let mut marks = Vec::new();
    let mut done = 0;
    for run in letters.iter().filter(|run| run.len() <= *WITH_DIGITS.end()) {
        if run.start < done {
            continue;
        }
        let before = bytes[done..run.start]
            .iter()
            .rev()
            .take_while(is_sign)
            .count();
        let after = bytes[run.end..].iter().take_while(is_sign).count();
        let span = Span::new(run.start - before, run.end + after);
        done = span.end;
        let signs = &bytes[span.range()];
        let changes = signs
            .windows(2)
            .filter(|pair| kind(pair[0]) != kind(pair[1]));
        if WITH_DIGITS.contains(&span.len())
            && before + after > 0
            && is_mixed(signs)
            && changes.count() >= FEWEST_CHANGES
            && within_chinese(text, span)
        {
            marks.push(Mark {
                span,
                rule: LETTERS,
            });
        }
    }
    // A name of a model comes again, too, but cuts no word.
    let is_strewn = |mark: &Mark| {
        let string = &text[mark.span.range()];
        let again = || text.matches(string).nth(1).is_some();
        again()
            && text
                .match_indices(string)
                .take(MAX_JAMMERS)
                .any(|(at, _)| cuts_word(text, at, string.len()))
    };
    marks
        .into_iter()
        .take(MAX_JAMMERS)
        .filter(is_strewn)
        .collect()
}

/// Characters on either side of a string in which the word that it cuts is looked for.
const AROUND: usize = 4;

/// Whether a word of the dictionary stands across a string.
fn cuts_word(text: &str, at: usize, len: usize) -> bool {
    let [left, right] = beside(&text[..at], &text[at + len..], AROUND);
    is_one_word(&simplify(&left), &simplify(&right))
}

/// The next Latin letter; Chinese text is passed over 32 bytes at a time.
fn next_letter(bytes: &[u8], from: usize) -> Option<usize> {
    let any = |piece: &[u8]| {
        let letters = piece.iter().map(u8::is_ascii_alphabetic);
        letters.fold(false, |any, letter| any | letter)
    };
    let mut at = from;
    for piece in bytes.get(from..)?.chunks(32) {
        if any(piece) {
            let within = piece.iter().position(u8::is_ascii_alphabetic)?;
            return Some(at + within);
        }
        at += piece.len();
    }
    None
}

/// A text with more is not Chinese prose; bounds the counting of repetitions.
const MAX_JAMMERS: usize = 200;

fn is_mixed(letters: &[u8]) -> bool {
    letters.iter().any(u8::is_ascii_lowercase) && letters.iter().any(u8::is_ascii_uppercase)
}

/// `mRNA`, `eMBB`, `APPs`: capitals but for one end.
fn is_acronym(letters: &[u8]) -> bool {
    let capitals = |letters: &[u8]| letters.iter().all(u8::is_ascii_uppercase);
    capitals(&letters[1..]) || capitals(&letters[..letters.len() - 1])
}

fn within_chinese(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let is_wide = |found| is_cjk(found) || ('\u{ff00}'..='\u{ffef}').contains(&found);
    before.is_some_and(is_wide) && after.is_some_and(is_wide)
}

/// Counts what no word has: letters that do not follow each other (two points), a capital that
/// begins nothing after a small letter.
fn oddness(letters: &[u8]) -> usize {
    let unheard = letters
        .windows(2)
        .filter(|pair| !may_follow(pair[0], pair[1]))
        .count();
    let stray = letters
        .windows(2)
        .enumerate()
        .filter(|(at, pair)| {
            let next = letters.get(at + 2);
            let alone = next.is_none_or(u8::is_ascii_uppercase);
            let acronym = letters[at + 1..].iter().all(u8::is_ascii_uppercase);
            pair[0].is_ascii_lowercase()
                && pair[1].is_ascii_uppercase()
                && alone
                && !(acronym && next.is_some())
        })
        .count();
    let opens_small = letters[0].is_ascii_lowercase();
    2 * unheard + stray + usize::from(opens_small)
}

/// For each letter those that follow it in English words, pinyin and common acronyms.
const FOLLOWERS: [&str; 26] = [
    "abcdefghiklmnoprstuvwxyz",
    "aeiloruysbjt",
    "aeihkloruytcsmp",
    "aeiorudygslnmv",
    "abcdefghiklmnopqrstuvwxyz",
    "aeiloruftys",
    "aeilorunghsymtp",
    "aeioruyntlm",
    "abcdefgklmnopqrstuvxz",
    "aeiou",
    "aeiolnsyuwrh",
    "aeiouyldtkfmspvc",
    "aeiouybpmnslt",
    "aeiouydgtcsknfvjlhm",
    "abcdefghiklmnoprstuvwxyz",
    "aeiouhlrstpymc",
    "ui",
    "aeioudgklmnstvcybfpr",
    "aeiouhtckplmnqswy",
    "aeiourhywstlcm",
    "abcdefgiklmnopqrstvxyz",
    "aeiouryl",
    "aeiouhnrsly",
    "aeiouptcy",
    "aeiouslmnptrcdg",
    "aeiouhzyl",
];

fn may_follow(first: u8, second: u8) -> bool {
    let row = usize::from(first.to_ascii_lowercase().saturating_sub(b'a'));
    FOLLOWERS
        .get(row)
        .is_some_and(|list| list.as_bytes().contains(&second.to_ascii_lowercase()))
}

/// Fewest pieces of a forum jammer, and how many of them pair a letter with a digit or a sign.
const LOOSE_PIECES: usize = 5;
const LOOSE_PAIRS: usize = 3;

/// Runs of pieces of one or two signs between single spaces.
fn loose(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut done = 0;
    for space in memchr::memchr_iter(b' ', bytes) {
        if space < done {
            continue;
        }
        let run = run_around(bytes, space, done);
        done = run.end.max(space + 1);
        if is_loose(&bytes[run.range()]) {
            marks.push(Mark {
                span: run,
                rule: LOOSE,
            });
        }
    }
    marks
}

/// The pieces around a space: the one before it, and all that follow.
fn run_around(bytes: &[u8], space: usize, from: usize) -> Span {
    let graphic = |byte: &&u8| byte.is_ascii_graphic();
    let before = bytes[from..space].iter().rev().take_while(graphic).take(3);
    let before = match before.count() {
        len @ 1..=2 => len,
        _ => 0,
    };
    let mut end = space;
    while bytes.get(end) == Some(&b' ') {
        let piece = bytes[end + 1..].iter().take_while(graphic).take(3).count();
        if !(1..=2).contains(&piece) {
            break;
        }
        end += 1 + piece;
    }
    let start = if before == 0 {
        space + 1
    } else {
        space - before
    };
    Span::new(start, end.max(start))
}

fn is_loose(run: &[u8]) -> bool {
    let pieces = || {
        run.split(|byte| *byte == b' ')
            .filter(|piece| !piece.is_empty())
    };
    let pairs = pieces().filter(|piece| {
        piece.len() == 2
            && piece
                .iter()
                .filter(|byte| byte.is_ascii_alphabetic())
                .count()
                == 1
    });
    pieces().count() >= LOOSE_PIECES && pairs.count() >= LOOSE_PAIRS && is_mixed(run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        let mut marks = find(text);
        marks.sort_by_key(|mark| mark.span);
        marks.iter().map(|mark| &text[mark.span.range()]).collect()
    }

    #[test]
    fn random_letters_are_found() {
        for (text, wanted) in [
            ("做好新冠xiKdqE疫情防控", vec!["xiKdqE"]),
            (
                "中试验证xqKdwE基地,推进GzRvtb项目",
                vec!["xqKdwE", "GzRvtb"],
            ),
            ("加强QvbXw管理", vec!["QvbXw"]),
            ("山xiKdqE西省，xiKdqE结果", vec!["xiKdqE", "xiKdqE"]),
            ("中试xqKdwE基地与toReN项目", vec!["xqKdwE", "toReN"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn strings_with_digits_are_found() {
        let text = "应当书Qm4xZ91kVu7gb面说明,人民政Qm4xZ91kVu7gb府";
        assert_eq!(found(text), ["Qm4xZ91kVu7gb"; 2]);
    }

    #[test]
    fn names_in_mixed_case_stay() {
        for text in [
            "采用iPhone15Pro手机",
            "型号XJ2000Plus设备",
            "编号A1B2C3D4的设备",
            "符合WiFi6E标准",
            "通过IPv6接入",
            "型号为Gen4x16PCIe3的接口,支持Gen4x16PCIe3协议",
            "密钥aB3dE5fGh7K由县政务中心保管",
            "免费WiFi覆盖",
            "提供SaaS服务和PaaS平台",
            "推广LoRa技术",
            "研发mRNA疫苗",
            "使用iPhone手机",
            "部署VoLTE业务",
            "支持MySQL数据库",
            "国产HarmonyOS系统",
            "接入DeepSeek模型",
            "探索ChatGPT应用",
            "发电量MWh计",
            "支持eMBB场景和uRLLC场景",
            "建设FinTech中心",
            "发展GaAs器件",
            "部署AIoT平台",
            "通过WeChat办理",
            "发布YouTube视频",
            "开展JavaScript培训",
            "采用NoSQL存储",
            "购买PowerPoint软件",
            "依托GitHub社区",
            "xiKdqE疫情",
            "编号ToReN项,另见ToReN表",
            "BRCA基因",
            "app下载",
        ] {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    #[test]
    fn forum_jammers_are_found() {
        for (text, wanted) in [
            (
                "补贴期限为两年。( o: m1 G* o8 O4 N c\n四、",
                vec!["( o: m1 G* o8 O4 N c"],
            ),
            ("认真落实。4 V. T6 r* e/ J\n", vec!["4 V. T6 r* e/ J"]),
            ("认真落实 h7 Q9 n. T0 l", vec!["h7 Q9 n. T0 l"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn tables_and_formulas_stay() {
        for text in [
            "x1 + x2 = y3 * z4 - 5",
            "A1 B2 C3 D4 E5 F6",
            "1 2 3 4 5 6 7 8",
            "a b c d e f g",
            "A B C D E a b c d e",
            "I am on it to go at 5 p. m. or so",
            "其中 a 为系数 b 为常数",
        ] {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    proptest! {
        #[test]
        fn spans_lie_within_any_text(text in "([a-zA-Z]{1,6}|甲| [a-zA-Z0-9:*.]{1,2}|\\n| ){0,30}|.{0,40}") {
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
            }
        }
    }
}
