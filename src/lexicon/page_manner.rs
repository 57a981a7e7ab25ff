//! How lines of pages are worded, as against lines of documents: weights of characters and of pairs.
//!
//! In: a folded line. Out: a score, above 0 for a line that reads as a page's own (a linear model;
//! logistic regression). Not its job: whether such a line may go, which its place decides.
//!
//! `cargo test --test suite page_manner -- --ignored` makes the table from the development half of the
//! noise generator; no held-out wording is among what it learns from.

use std::sync::LazyLock;

use super::table;

const WEIGHTS: &str = include_str!("data/page_manner.tsv");

/// What the weights of the table are multiplied by.
const SCALE: f32 = 100.0;

/// A character and the one after it, or `\0` for none.
pub type Gram = (char, char);

/// Calls `each` for the characters and pairs of a line, in order, those that come again included: digits
/// are one `0`, white space is left out, `^` and `$` stand for its beginning and end.
fn walk(line: &str, mut each: impl FnMut(Gram)) {
    let mut before = '^';
    for character in line.chars().filter(|character| !character.is_whitespace()) {
        let character = if character.is_ascii_digit() {
            '0'
        } else {
            character
        };
        if character == '0' && before == '0' {
            continue;
        }
        each((character, '\0'));
        each((before, character));
        before = character;
    }
    each((before, '$'));
}

/// Returns the characters and pairs of a line, each once.
#[must_use]
pub fn grams(line: &str) -> Vec<Gram> {
    let mut found = Vec::with_capacity(line.len());
    walk(line, |gram| found.push(gram));
    found.sort_unstable();
    found.dedup();
    found
}

/// The weights by gram: open addressing, linear probing.
struct Model {
    slots: Box<[(u64, f32)]>,
    bias: f32,
}

/// Places of the model, a power of two: three for each weight.
const SLOTS: usize = 1 << 15;

impl Model {
    fn new() -> Self {
        let mut model = Self {
            slots: vec![(0, 0.0); SLOTS].into_boxed_slice(),
            bias: 0.0,
        };
        for row in table::rows(WEIGHTS) {
            let mut characters = row[0].chars();
            let first = characters.next().unwrap_or('\0');
            let gram = (first, characters.next().unwrap_or('\0'));
            let weight = row[1].parse::<f32>().unwrap_or_default() / SCALE;
            if gram == BIAS {
                model.bias = weight;
            } else {
                let at = model.place(key(gram));
                model.slots[at] = (key(gram), weight);
            }
        }
        model
    }

    /// The place of a key: its own, or the free one where it would stand.
    fn place(&self, key: u64) -> usize {
        let mut at =
            (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.trailing_zeros())) as usize;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) % SLOTS;
        }
        at
    }

    fn score(&self, line: &str) -> f32 {
        let mut met = [0_u64; SLOTS / 64];
        let mut score = self.bias;
        walk(line, |gram| {
            let at = self.place(key(gram));
            let (word, bit) = (at / 64, 1 << (at % 64));
            if met[word] & bit == 0 {
                met[word] |= bit;
                score += self.slots[at].1;
            }
        });
        score
    }
}

/// A gram as a number; never 0.
fn key((first, second): Gram) -> u64 {
    u64::from(first as u32) << 32 | u64::from(second as u32)
}

/// Returns how much a folded line reads as a page's own: above 0 as such a line, below it as a
/// document's.
#[must_use]
pub fn score(line: &str) -> f32 {
    static MODEL: LazyLock<Model> = LazyLock::new(Model::new);
    MODEL.score(line)
}

/// The row of the table that every line has.
pub const BIAS: Gram = ('^', '\0');

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 1] {
    [WEIGHTS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_its_columns() {
        table::assert_columns(WEIGHTS, 2);
    }

    #[test]
    fn a_line_has_its_characters_and_pairs_once() {
        assert_eq!(
            grams("1 23次次"),
            [
                ('0', '\0'),
                ('0', '次'),
                ('^', '0'),
                ('次', '\0'),
                ('次', '$'),
                ('次', '次'),
            ]
        );
    }

    #[test]
    fn pages_and_documents_read_differently() {
        for line in [
            "阅读次数:12 分享到微信",
            "扫码下载客户端,查看更多内容",
            "上传者:甲 浏览:12 下载积分:3",
        ] {
            assert!(score(line) > 1.0, "{line}: {}", score(line));
        }
        for line in [
            "各县人民政府,市政府各部门:",
            "第三条 本办法所称企业,是指在本市登记的企业。",
            "甲市人民政府关于印发甲市企业补贴办法的通知",
            "甲市人民政府办公室",
        ] {
            assert!(score(line) < -1.0, "{line}: {}", score(line));
        }
    }
}
