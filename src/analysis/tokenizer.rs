//! Tokenizers: folded text → terms. Fed line by line (a line is a paragraph).

use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;

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
        static JIEBA: LazyLock<Arc<Jieba>> = LazyLock::new(|| Arc::new(Jieba::new()));
        Self {
            jieba: Arc::clone(&JIEBA),
        }
    }
}

impl Tokenizer for Words {
    fn tokenize(&self, line: &str, tokens: &mut Vec<Token>) {
        for token in self.jieba.cut_for_search(line, false) {
            let word = token.word;
            if word.chars().any(char::is_alphanumeric) {
                let start = token.byte_start;
                tokens.push(Token {
                    start,
                    end: start + word.len(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
}
