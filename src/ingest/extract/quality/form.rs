//! Flags by the characters of a text: two languages side by side, words starred out, digits that a
//! scan took for letters.
//!
//! In: the sample, folded. Out: yes or no each.

use super::Sample;
use crate::analysis::char_filter::is_han;

/// Stars for words, each set apart: `* * *`.
const STARS: &str = "* * *";

/// Whether a round trip through a translator starred words out: twice within Chinese text.
pub(super) fn is_starred(sample: &Sample) -> bool {
    let within = |piece: &str| {
        let stars = memchr::memmem::find_iter(piece.as_bytes(), STARS);
        let beside = stars.filter(|at| piece[at + STARS.len()..].starts_with(is_han));
        beside.count()
    };
    sample.pieces().into_iter().map(within).sum::<usize>() >= 2
}

/// A paragraph of another language has so many letters of it.
const FOREIGN_LETTERS: usize = 100;

/// Whether Chinese text and paragraphs of English or Korean stand side by side.
pub(super) fn is_bilingual(sample: &Sample) -> bool {
    if !sample.pieces().into_iter().any(has_foreign_letters) {
        return false;
    }
    let mut has_chinese = false;
    let mut foreign = 0;
    for line in sample.pieces().into_iter().flat_map(str::lines) {
        let (mut han, mut latin, mut korean) = (0_usize, 0_usize, 0_usize);
        for character in line.chars() {
            han += usize::from(is_han(character));
            latin += usize::from(character.is_ascii_lowercase());
            korean += usize::from(('\u{ac00}'..='\u{d7a3}').contains(&character));
        }
        has_chinese |= han >= 20;
        let english = latin >= FOREIGN_LETTERS && latin > 20 * han && is_english(line);
        foreign += usize::from(english || korean >= FOREIGN_LETTERS / 4);
    }
    has_chinese && foreign > 0
}

/// Whether enough letters stand in a piece to make a foreign paragraph. Hangul begins with the
/// bytes EA to ED in UTF-8, Chinese never does.
fn has_foreign_letters(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    count(bytes, b'a', 26) >= FOREIGN_LETTERS || count(bytes, 0xea, 4) >= FOREIGN_LETTERS / 4
}

/// How many bytes are one of `several` from the first on. Sums of a byte are added up many at a time:
/// this runs over every text.
fn count(bytes: &[u8], first: u8, several: u8) -> usize {
    let is_one = |byte: &u8| u8::from(byte.wrapping_sub(first) < several);
    let of_chunk = |chunk: &[u8]| chunk.iter().map(is_one).sum::<u8>();
    bytes
        .chunks(128)
        .map(|chunk| usize::from(of_chunk(chunk)))
        .sum()
}

/// Code and addresses have no articles.
fn is_english(line: &str) -> bool {
    let small = [
        "the", "of", "and", "to", "in", "a", "for", "is", "with", "on",
    ];
    line.split(' ').filter(|word| small.contains(word)).count() >= 5
}

/// Numbers with a letter in them that a text has at most: parts and drawings have such names.
const MIXED: usize = 3;

/// Whether a scan took digits for letters: `2Ol0年`, `l3月`.
pub(super) fn has_mixed_digits(sample: &Sample) -> bool {
    sample.pieces().into_iter().map(mixed).sum::<usize>() >= MIXED
}

fn mixed(piece: &str) -> usize {
    let is_digit = |character: char| character.is_ascii_digit() || "ol".contains(character);
    let bytes = piece.as_bytes();
    let beside_digit = |at: usize| {
        let sides = [at.checked_sub(1), at.checked_add(1)];
        let mut sides = sides
            .into_iter()
            .flatten()
            .filter_map(|side| bytes.get(side));
        sides.any(u8::is_ascii_digit)
    };
    if !memchr::memchr2_iter(b'o', b'l', bytes).any(beside_digit) {
        return 0;
    }
    piece
        .match_indices(['年', '月', '日', '号'])
        .filter(|(at, _)| {
            let before = piece[..*at]
                .chars()
                .rev()
                .take_while(|found| is_digit(*found));
            let number: Vec<char> = before.take(5).collect();
            let letters = number
                .iter()
                .filter(|found| !found.is_ascii_digit())
                .count();
            letters > 0 && letters < number.len()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: fn(&Sample) -> bool, text: &str) -> bool {
        rule(&Sample::new(text, ""))
    }

    #[test]
    fn starred_words_are_seen() {
        assert!(holds(is_starred, "实现* * *富裕,推动* * *繁荣"));
        assert!(!holds(is_starred, "* * *\n第一章\n* * *\n"));
        assert!(!holds(is_starred, "实现共同富裕* * *"));
    }

    #[test]
    fn a_second_language_is_seen() {
        let chinese = "甲县要切实加强组织领导,明确目标任务,细化工作措施,确保各项工作落到实处。";
        let english = "the park is one of the first in the county to offer a full set of services to companies and it is open for all of them with a single window on the site";
        assert!(holds(is_bilingual, &format!("{chinese}\n{english}")));
        let korean = "중국공업단지의관리체제에관한의견을다음과같이통지한다각시군은성실히집행";
        assert!(holds(is_bilingual, &format!("{chinese}\n{korean}")));
        assert!(!holds(is_bilingual, &format!("{chinese}\n(gdp)(ppp)")));
        assert!(!holds(is_bilingual, english));
        let address = "http://www.example.cn/".repeat(12);
        assert!(!holds(is_bilingual, &format!("{chinese}\n{address}")));
    }

    #[test]
    fn letters_for_digits_are_seen() {
        assert!(holds(has_mixed_digits, "2ol0年l2月3o日,20l1年"));
        assert!(!holds(
            has_mixed_digits,
            "2010年12月30日,型号ol号,protocol月"
        ));
    }
}
