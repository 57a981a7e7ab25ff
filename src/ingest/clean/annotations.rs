//! Finds pinyin injected into the text: `統(tǒng)籌`, `高(gao)(gao)(gao)新(xin)`, `會(huì )`,
//! `關(guan) 於`, `方案(fāngàn)`.
//!
//! In: the decoded text. Out: marks, one for each reading. A parenthesis is an annotation only if
//! its letters, without tones, are a reading of the character before it (688 of 688 annotations in
//! five counted files, none of the parentheses of ordinary text: `(ha)` after 顷, `(app)`); a word
//! of several syllables must carry a tone. What could be an author's own note – letters without a
//! tone (`亩(mu)`, `余额(e)`), a rare character's reading (`歙(shè)县`) – needs other annotations in
//! the same text. In texts about readings ([`is_about_readings`]) nothing is one. Not its job: what a byte-level replacement destroyed.

use std::collections::BTreeSet;

use encoding_rs::GB18030;

use crate::analysis::char_filter::is_han;
use crate::lexicon::{readings, script};
use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// An injected reading.
pub(crate) const ANNOTATION: RuleId = RuleId::new("clean/annotation");

/// Longest annotated word, in characters.
const MAX_WORD_CHARS: usize = 6;
/// Longest annotation of a word, in letters.
const MAX_WORD_LETTERS: usize = MAX_WORD_CHARS * readings::MAX_LETTERS;
/// How far from another annotation a single untoned letter may stand, in bytes: 40 characters.
/// Where random characters are annotated, one in three or four is (measured on real pages).
const NEAR_BYTES: usize = 120;

/// Finds the annotations of a text, in order.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found: Vec<Found> = Vec::new();
    // 0xef leads `（` and is never an inner byte: every stop is a boundary.
    for at in memchr::memchr2_iter(b'(', 0xef, bytes) {
        let is_open = bytes[at] == b'(' || text[at..].starts_with(OPEN);
        if is_open && found.last().is_none_or(|last| at >= last.span.end) {
            found.extend(annotation(text, at, found.last()));
        }
    }
    if found.is_empty() || is_about_readings(text, &found) {
        return Vec::new();
    }
    let mut marks = Vec::with_capacity(found.len());
    for annotation in corroborated(&found) {
        let line_end = text[annotation.span.range()].find('\n');
        let Some(end) = line_end.map(|offset| annotation.span.start + offset) else {
            marks.push(mark(annotation.span.start, annotation.span.end));
            continue;
        };
        // A line end within stays: the lines of all texts are in step.
        marks.push(mark(annotation.span.start, end));
        marks.push(mark(end + 1, annotation.span.end));
    }
    marks
}

fn mark(start: usize, end: usize) -> Mark {
    Mark {
        span: Span::new(start, end),
        rule: ANNOTATION,
    }
}

const OPEN: [char; 3] = ['(', '（', '﹙'];
const CLOSE: [char; 3] = [')', '）', '﹚'];

/// A parenthesis that holds a reading of what stands before it.
#[derive(Debug)]
struct Found {
    span: Span,
    /// Where the annotated characters end.
    base_end: usize,
    base: char,
    evidence: Evidence,
}

/// How sure it is that nobody wrote the reading on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// A toned reading, or one repeated.
    Sure,
    /// Letters without tone: a unit, an abbreviation?
    Untoned,
    /// One letter without tone: a variable?
    Letter,
    /// The reading of a rare character, as authors give it: 亳(bó)州.
    Gloss,
}

/// What tables of characters and rules of spelling are called.
const SUBJECTS: [&str; 12] = [
    "读音",
    "拼音",
    "注音",
    "审音",
    "字音",
    "汉字表",
    "正词法",
    "多音字",
    "讀音",
    "審音",
    "漢字表",
    "正詞法",
];
/// A subject is named within so many bytes of the beginning: the title and the first paragraph
/// below a page's head.
const LEAD_BYTES: usize = 1000;
/// Where the lead does not name it, so many mentions do.
const MENTIONS: usize = 4;

/// Whether a text is about readings, and gives them on purpose. Texts in traditional characters,
/// which sites annotate by their traditional ones, are not.
fn is_about_readings(text: &str, found: &[Found]) -> bool {
    let traditional = found.iter().filter(|found| is_traditional(found.base));
    if traditional.count() * 4 > found.len() {
        return false;
    }
    let mut mentions = 0;
    for subject in SUBJECTS {
        let mut found = memchr::memmem::find_iter(text.as_bytes(), subject);
        let Some(first) = found.next() else { continue };
        mentions += 1 + found.take(MENTIONS).count();
        if first < LEAD_BYTES || mentions >= MENTIONS {
            return true;
        }
    }
    false
}

fn is_traditional(character: char) -> bool {
    script::simplified(character) != character
}

/// Those that are sure or stand among others.
fn corroborated(found: &[Found]) -> impl Iterator<Item = &Found> {
    let has_sure = found.iter().any(|found| found.evidence == Evidence::Sure);
    let among_others = has_sure || are_several(found);
    let is_near = move |index: usize, other: usize| {
        let (span, near) = (found[index].span, found.get(other));
        near.is_some_and(|near| {
            near.evidence != Evidence::Letter
                && near.span.start < span.end + NEAR_BYTES
                && span.start < near.span.end + NEAR_BYTES
        })
    };
    let kept = move |&(index, found): &(usize, &Found)| match found.evidence {
        Evidence::Sure => true,
        Evidence::Untoned | Evidence::Gloss => among_others,
        Evidence::Letter => {
            among_others && (is_near(index, index.wrapping_sub(1)) || is_near(index, index + 1))
        }
    };
    found
        .iter()
        .enumerate()
        .filter(kept)
        .map(|(_, found)| found)
}

/// So many different characters with letters after them are no units (`元(yuan)、亩(mu)`).
const SEVERAL: usize = 4;

/// Whether readings without tone prove each other: many characters have one, or two of which one
/// is traditional or follows the other at once.
fn are_several(found: &[Found]) -> bool {
    let untoned = || found.iter().filter(|one| one.evidence == Evidence::Untoned);
    let bases: BTreeSet<char> = untoned().map(|one| one.base).collect();
    let follows = |pair: &[Found]| {
        let [first, second] = pair else { return false };
        let is_untoned = |one: &Found| one.evidence == Evidence::Untoned;
        let base_start = second.base_end - second.base.len_utf8();
        is_untoned(first) && is_untoned(second) && base_start == first.span.end
    };
    bases.len() >= SEVERAL
        || bases.len() > 1
            && (bases.iter().any(|base| is_traditional(*base)) || found.windows(2).any(follows))
}

fn annotation(text: &str, open: usize, last: Option<&Found>) -> Option<Found> {
    let inner = open + text[open..].chars().next()?.len_utf8();
    let reading = Reading::parse(&text[inner..])?;
    let before = before_space(text, open);
    // A run repeats the reading behind the same character.
    let run = last.filter(|last| last.span.end == before || last.span.end == open);
    let base_end = run.map_or(before, |last| last.base_end);
    let characters = last_han(text, base_end);
    let base = *characters.last()?;
    let is_one = reading.letters.len() <= readings::MAX_LETTERS
        && readings::is_reading(base, &reading.letters);
    if !is_one && !reading.is_of_word(&characters) {
        return None;
    }
    let evidence = match (run.is_some(), reading.toned, is_one) {
        (true, ..) | (_, true, false) => Evidence::Sure,
        (_, true, true) if is_rare(base) => Evidence::Gloss,
        (_, true, true) => Evidence::Sure,
        (_, false, _) if reading.letters.len() == 1 => Evidence::Letter,
        (_, false, _) => Evidence::Untoned,
    };
    // A line end before the parenthesis stays.
    let spaced = before.max(run.map_or(0, |last| last.span.end)).min(open);
    let wrapped = text[spaced..open].contains('\n');
    let start = if wrapped { open } else { spaced };
    let close = inner + reading.len;
    let end = close + trailing_space(&text[close..], &reading);
    Some(Found {
        span: Span::new(start, end),
        base_end,
        base,
        evidence,
    })
}

/// Whether a character is none that a site would annotate throughout: neither traditional nor in
/// the first level of GB/T 2312 (the 3,755 most usual characters, lead bytes B0 to D7).
fn is_rare(character: char) -> bool {
    if is_traditional(character) {
        return false;
    }
    let mut buffer = [0; 4];
    let bytes = GB18030.encode(character.encode_utf8(&mut buffer)).0;
    !matches!(bytes[..], [0xb0..=0xd7, 0xa1..=0xfe])
}

/// Where the white space before a reading begins: one line end or a few spaces may stand between
/// it and its character; more is layout.
fn before_space(text: &str, open: usize) -> usize {
    let before = &text[..open];
    let trimmed = before.trim_end_matches([' ', '\u{3000}', '\n']);
    let gap = &before[trimmed.len()..];
    let near = gap.chars().count() <= 3 && gap.matches('\n').count() <= 1;
    if near { trimmed.len() } else { open }
}

/// The last Han characters before `end`, in text order; single spaces and line ends between them
/// are looked through, readings are not: the annotated characters of a word stand together.
fn last_han(text: &str, end: usize) -> Vec<char> {
    let mut base = Vec::with_capacity(MAX_WORD_CHARS);
    let mut gap = false;
    for character in text[..end].chars().rev().take(2 * MAX_WORD_CHARS) {
        if is_han(character) && base.len() < MAX_WORD_CHARS {
            base.push(character);
            gap = false;
        } else if matches!(character, ' ' | '\u{3000}' | '\n') && !gap && !base.is_empty() {
            gap = true;
        } else {
            break;
        }
    }
    base.reverse();
    base
}

/// Form C (`關(guan) 於`) adds a space after an untoned reading; it goes if Han follows.
fn trailing_space(rest: &str, reading: &Reading) -> usize {
    let spaced = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
    usize::from(!reading.toned && spaced.is_some_and(is_han))
}

/// The letters within a parenthesis.
struct Reading {
    /// Without tones.
    letters: String,
    toned: bool,
    /// Bytes from the first letter or space to after the closing parenthesis.
    len: usize,
}

impl Reading {
    /// Reads letters and a closing parenthesis; capitals (Běijīng) only in a toned reading.
    fn parse(text: &str) -> Option<Self> {
        let mut letters = String::new();
        let (mut toned, mut capital, mut line_ends) = (false, false, 0);
        for (at, character) in text.char_indices() {
            let lower = lower(character);
            if let Some(letter) = readings::untoned(lower) {
                letters.push(letter);
                toned |= readings::is_toned(lower);
                capital |= lower != character;
            } else if CLOSE.contains(&character) {
                let len = at + character.len_utf8();
                return (!letters.is_empty() && (toned || !capital)).then_some(Self {
                    letters,
                    toned,
                    len,
                });
            } else if readings::is_tone_mark(character) && !letters.is_empty() {
                toned = true;
            } else if character == '\n' && line_ends == 0 {
                line_ends = 1;
            } else if !matches!(character, ' ' | '\u{a0}' | '\u{3000}' | '\'' | '’' | 'ʼ') {
                return None;
            }
            if letters.len() > MAX_WORD_LETTERS || at > 4 * MAX_WORD_LETTERS {
                return None;
            }
        }
        None
    }

    fn is_of_word(&self, base: &[char]) -> bool {
        self.toned
            && (2..=base.len())
                .any(|count| readings::are_readings(&base[base.len() - count..], &self.letters))
    }
}

/// The lower-case, half-width form of a letter.
fn lower(character: char) -> char {
    match character {
        'a'..='z' => character,
        'A'..='Z' => character.to_ascii_lowercase(),
        'ａ'..='ｚ' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{c0}'..='\u{24f}' => character.to_lowercase().next().unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> String {
        let removed: Vec<Span> = find(text).iter().map(|mark| mark.span).collect();
        Span::new(0, text.len())
            .minus(&removed)
            .iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn every_form_goes() {
        let cases = [
            ("統(tǒng)籌創(chuàng)新", "統籌創新"),
            ("市人大常委會(huì )召開(kāi )會議", "市人大常委會召開會議"),
            ("工(gōng)作(zuò)下(xià)達", "工作下達"),
            ("高(gao)(gao)(gao)新(xin)區(qu)", "高新區"),
            ("園(yuan)(yuan)(yuan)(yuan)", "園"),
            ("關(guan) 於(yu) 更好地", "關於更好地"),
            ("清洁家园(jiāyuán)工作方案(fāngàn)", "清洁家园工作方案"),
            ("中小企业(zhōng xiǎo qǐyè)发展", "中小企业发展"),
            ("西安(xī’ān)市、方案(Fāng'àn)", "西安市、方案"),
            (
                "人民代表大会(rénmíndàibiǎodàhuì)和一点儿(yīdiǎnr)",
                "人民代表大会和一点儿",
            ),
            ("產（chǎn）業（yè）", "產業"),
            ("產﹙chǎn﹚業(yè）", "產業"),
            ("產 (chǎn)業", "產業"),
            ("長(zhǎng)期、調(diào)研。行(xíng)。", "長期、調研。行。"),
            ("重(chóng)建說(shuō)明系(jì)統(tǒng)", "重建說明系統"),
            ("2021年(nián)2022年(nián)", "2021年2022年"),
            ("發(fā)\n展(zhǎn)", "發\n展"),
            ("發\n(fā)展", "發\n展"),
            ("發(f\nā)展(\nzhǎn)，業(yè\n)", "發\n展\n，業\n"),
            ("工作方\n案(fāngàn)", "工作方\n案"),
            ("綠(lǜ)色、戰略(lüè)、女(nǚ)、旅(lv)", "綠色、戰略、女、旅"),
            // No composed letter: the tone mark stays apart in NFC. Breves for carons, ɡ, ɑ.
            ("網(wɑ\u{30c}nɡ)格、創(chuàng)、產(chăn)", "網格、創、產"),
            ("欸(ê\u{304})，呣(m\u{300})，產(chǎn)", "欸，呣，產"),
            ("聚合產(chǎn)業(yè) 高新區(qū)", "聚合產業 高新區"),
            ("額(e)度增(zeng)長(zhang)", "額度增長"),
            ("亳(bo)州推(tui)進(jin)", "亳州推進"),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text), expected);
        }
    }

    #[test]
    fn ordinary_parentheses_stay() {
        for text in [
            "国内生产总值(GDP)增长",
            "采用(PPP)模式、(R&D)经费、光伏(BIPV)",
            "面积十公顷(ha)",
            "千瓦时(kwh)",
            "第(a)项、第(n)次、(b)、（i）",
            "期末余额(e)与限额(e)之比，阿(a)、额(E)",
            "每亩(mu)五百元",
            "他(he)、长度(l)、面积(s)",
            "应用程序(app)",
            "(一)总体要求",
            "陕西(Shaanxi)、西安(xian)",
            "北京(Beijing)、上海(Shanghai)",
            "亳(bó)州、歙(shè)县、郫（pí）县的沿革",
            "区(qū",
            "区(q\n\nū)",
            "(qū)",
            "每元(yuan)、每亩(mu)计",
            "金属锗(zhe)和钠(na)的储量",
            "《规范汉字表》说明\n一(yī)、厂(chǎng)、七(qī)，长(cháng)度、长(zhǎng)辈",
            "关于公布《地名读音表》的通知\n郫(pí)县、六(lù)安、铅(yán)山、重(chóng)庆",
            "关于推行正词法的意见\n一、一(yī)、一定(yídìng)、人民(rénmín)",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn a_page_that_mentions_readings_is_cleaned() {
        for (text, expected) in [
            (
                format!(
                    "教育工作(zuò)要点{}教授拼音(yīn)的",
                    "，坚持标准".repeat(80)
                ),
                format!("教育工作要点{}教授拼音的", "，坚持标准".repeat(80)),
            ),
            (
                "幼兒園(yuán)不得教授拼音，嚴(yán)禁".into(),
                "幼兒園不得教授拼音，嚴禁".into(),
            ),
        ] {
            assert_eq!(cleaned(&text), expected);
        }
    }

    #[test]
    fn an_untoned_letter_needs_a_neighbour() {
        let apart = format!("余额(e){}高(gao)新(xin)", "。本条所称余额".repeat(20));
        let expected = apart.replace("(gao)", "").replace("(xin)", "");
        assert_eq!(cleaned(&apart), expected);
    }

    /// Nothing is taken for a reading in the clean laws, where they are at hand.
    #[test]
    fn the_archive_has_no_annotations() {
        let Some(data) = crate::ingest::clean::seeds_tests::data() else {
            return;
        };
        let (mut bytes, mut found) = (0, Vec::new());
        for entry in walkdir::WalkDir::new(data.join("archive"))
            .into_iter()
            .flatten()
        {
            let Ok(text) = std::fs::read_to_string(entry.path()) else {
                continue;
            };
            bytes += text.len();
            let marks = find(&text);
            found.extend(marks.iter().map(|mark| text[mark.span.range()].to_owned()));
        }
        println!("{bytes} bytes, found: {found:?}");
        assert!(found.is_empty());
    }

    proptest! {
        #[test]
        fn marks_lie_on_boundaries_in_order(text in "[區产高歙阿额 \n()（）﹙?a-gtQāōǎǜ，\u{fffd}\u{30c}]{0,40}") {
            let mut last = 0;
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
                prop_assert!(mark.span.start >= last && !mark.span.is_empty());
                prop_assert!(!text[mark.span.range()].contains('\n'));
                last = mark.span.end;
            }
        }
    }
}
