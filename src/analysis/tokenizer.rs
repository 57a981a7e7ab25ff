//! Tokenizers: folded text → terms. Fed line by line (a line is a paragraph).

use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;

use crate::lexicon::words;

/// Names the tokenizers in the index manifest; raise it with every change of behaviour.
pub const VERSION: &str = "jieba-rs-0.11-search-nohmm+characters-1";

/// A term's place in its line, as byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Turns one line of folded text into terms.
pub trait Tokenizer: Send + Sync {
    /// Appends the line's terms to `tokens`, in order of their start.
    fn tokenize(&self, line: &str, tokens: &mut Vec<Token>);
}

/// One term per character: letters, digits, spaces and punctuation included. Exact strings,
/// phrases and proximity rest on it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Characters;

impl Tokenizer for Characters {
    fn tokenize(&self, line: &str, tokens: &mut Vec<Token>) {
        tokens.extend(line.char_indices().map(|(start, character)| Token {
            start,
            end: start + character.len_utf8(),
        }));
    }
}

/// Chinese words by jieba in search mode (a long word and the words inside it), without the
/// hidden Markov model, so that the dictionary alone rules. White space and punctuation are no
/// terms.
#[derive(Debug, Clone)]
pub struct Words {
    jieba: Arc<Jieba>,
}

impl Words {
    /// Returns the tokenizer over the one shared dictionary. The first call in a process loads it
    /// (about 85 ms).
    #[must_use]
    pub fn shared() -> Self {
        static JIEBA: LazyLock<Arc<Jieba>> = LazyLock::new(|| {
            let mut jieba = Jieba::empty();
            for word in words::all() {
                jieba.add_word(word.word, Some(word.frequency), None);
            }
            Arc::new(jieba)
        });
        Self {
            jieba: Arc::clone(&JIEBA),
        }
    }
}

impl Tokenizer for Words {
    fn tokenize(&self, line: &str, tokens: &mut Vec<Token>) {
        tokens.extend(cut(&self.jieba, line));
    }
}

/// The terms of [`Words`], for short texts such as queries: of the dictionary only the words that
/// stand in the line are loaded (about 0.2 ms and 10 µs for each character, instead of the whole).
#[derive(Debug, Clone, Copy, Default)]
pub struct WordsOfShortText;

/// Stands for all words that are not in a line. A noncharacter is no part of what jieba looks up.
const OTHER_WORDS: &str = "\u{10ffff}";

impl Tokenizer for WordsOfShortText {
    fn tokenize(&self, line: &str, tokens: &mut Vec<Token>) {
        // jieba weighs the words that stand in a line by their frequencies and by the sum of all
        // frequencies: both are as with the whole dictionary, and so is what it chooses.
        let mut jieba = Jieba::empty();
        let mut others = words::TOTAL_FREQUENCY;
        for (at, _) in line.char_indices() {
            for found in words::beginning(&line[at..]) {
                if !jieba.has_word(found.word) {
                    jieba.add_word(found.word, Some(found.frequency), None);
                    others -= found.frequency;
                }
            }
        }
        jieba.add_word(OTHER_WORDS, Some(others), None);
        tokens.extend(cut(&jieba, line));
    }
}

/// The words of a line, in order of their ends.
fn cut(jieba: &Jieba, line: &str) -> impl Iterator<Item = Token> {
    let words = jieba.cut_for_search(line, false).into_iter();
    let words = words.filter(|token| token.word.chars().any(char::is_alphanumeric));
    words.map(|token| Token {
        start: token.byte_start,
        end: token.byte_end,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(tokenizer: &dyn Tokenizer, line: &'static str) -> Vec<&'static str> {
        let mut tokens = Vec::new();
        tokenizer.tokenize(line, &mut tokens);
        tokens
            .iter()
            .map(|token| &line[token.start..token.end])
            .collect()
    }

    #[test]
    fn characters_cover_the_line() {
        assert_eq!(terms(&Characters, "一区 a,"), ["一", "区", " ", "a", ","]);
    }

    #[test]
    fn words_come_with_the_words_inside_them() {
        let words = terms(&Words::shared(), "国务院高新技术,2020");
        assert!(
            words.contains(&"国务院") && words.contains(&"高新技术") && words.contains(&"技术")
        );
        assert!(!words.contains(&","));
    }

    #[test]
    fn the_table_is_the_dictionary_of_jieba() {
        let mut jieba = Jieba::new();
        let size = format!("{jieba:?}");
        for word in words::all() {
            jieba.add_word(word.word, Some(word.frequency), None);
            // Another frequency changes the total; a word of our own, the number of records.
            assert_eq!(format!("{jieba:?}"), size, "{word:?}");
        }
        let records = format!("records_len: {},", words::all().count());
        assert!(size.contains(&records), "{size}, not {records}");
    }

    /// Words of the dictionary and what stands between them.
    fn piece() -> impl Strategy<Value = String> {
        static WORDS: LazyLock<Vec<&str>> =
            LazyLock::new(|| words::all().map(|word| word.word).collect());
        prop_oneof![
            4 => any::<prop::sample::Index>().prop_map(|at| at.get(&WORDS).to_string()),
            1 => "[\u{4e00}-\u{9fff}]{1,3}",
            1 => "[a-zA-Z0-9+#&._%-]{1,6}",
            1 => "[的和在一号年第人大中国]{1,4}",
            1 => "\\PC{1,3}",
            1 => "[ \t\r\n，。、《》“”（）0-9]{1,3}",
        ]
    }

    proptest! {
        #[test]
        fn a_short_text_is_cut_as_with_the_whole_dictionary(
            pieces in prop::collection::vec(piece(), 0..12)
        ) {
            let line = pieces.concat();
            let (mut expected, mut found) = (Vec::new(), Vec::new());
            expected.extend(cut(whole(), &line));
            WordsOfShortText.tokenize(&line, &mut found);
            prop_assert_eq!(found, expected, "{}", line);
        }
    }

    /// jieba with its own dictionary.
    fn whole() -> &'static Jieba {
        static WHOLE: LazyLock<Jieba> = LazyLock::new(Jieba::new);
        &WHOLE
    }
}
