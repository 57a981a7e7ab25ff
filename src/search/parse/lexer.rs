//! Query text → tokens.

use super::super::filters;
use super::{ParseError, place};
use crate::analysis::char_filter::fold;
use crate::model::Within;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word { glyphs: Vec<Glyph>, quoted: bool },
    Field { field: &'static str, value: String },
    Near { operator: String, within: Within },
    Or,
    Not(&'static str),
    Open,
    Close,
}

/// A character of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) character: char,
    /// Escaped: never a wildcard.
    pub(super) literal: bool,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    characters: Vec<(usize, char)>,
    next: usize,
    depth: usize,
    tokens: Vec<(Token, usize)>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let characters = text.char_indices().collect();
        Self {
            text,
            characters,
            next: 0,
            depth: 0,
            tokens: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Result<Vec<(Token, usize)>, ParseError> {
        while let Some(&(at, character)) = self.characters.get(self.next) {
            match character {
                _ if character.is_whitespace() => self.next += 1,
                '(' | '（' => {
                    self.depth += 1;
                    self.push(Token::Open, at);
                }
                ')' | '）' if self.depth > 0 => {
                    self.depth -= 1;
                    self.push(Token::Close, at);
                }
                '|' | '｜' => self.push(Token::Or, at),
                '-' | '－' if self.follows_word() => self.push(Token::Not("-"), at),
                _ => self.word(at)?,
            }
        }
        Ok(self.tokens)
    }

    fn push(&mut self, token: Token, at: usize) {
        self.tokens.push((token, at));
        self.next += 1;
    }

    /// Whether something that can be excluded comes right after the current character.
    fn follows_word(&self) -> bool {
        self.characters
            .get(self.next + 1)
            .is_some_and(|(_, next)| !next.is_whitespace())
    }

    fn word(&mut self, at: usize) -> Result<(), ParseError> {
        let mut word = Word::default();
        let mut open = 0usize;
        while let Some(&(here, character)) = self.characters.get(self.next) {
            match character {
                '\\' if self.next + 1 < self.characters.len() => {
                    word.push(self.characters[self.next + 1].1, true);
                    word.literal = true;
                    self.next += 2;
                    continue;
                }
                _ if character.is_whitespace() => break,
                ')' | '）' if open == 0 && self.depth > 0 => break,
                '(' | '（' => open += 1,
                ')' | '）' => open = open.saturating_sub(1),
                _ => {}
            }
            if let Some(closing) = closing_quote(character).filter(|_| word.takes_quote()) {
                word.quoted = true;
                word.literal |= word.glyphs.is_empty();
                self.quoted(here, character, closing, &mut word)?;
                continue;
            }
            word.push(character, false);
            self.next += 1;
        }
        self.tokens.extend(word.token().map(|token| (token, at)));
        Ok(())
    }

    fn quoted(
        &mut self,
        at: usize,
        quote: char,
        closing: &[char],
        word: &mut Word,
    ) -> Result<(), ParseError> {
        self.next += 1;
        while let Some(&(_, character)) = self.characters.get(self.next) {
            self.next += 1;
            if character == '\\' && self.next < self.characters.len() {
                word.push(self.characters[self.next].1, true);
                self.next += 1;
            } else if closing.contains(&character) {
                return Ok(());
            } else {
                word.push(character, false);
            }
        }
        Err(ParseError::UnclosedQuote {
            quote,
            at: place(self.text, at),
        })
    }
}

/// A word as it is read.
#[derive(Default)]
struct Word {
    text: String,
    glyphs: Vec<Glyph>,
    /// A part of it stands in quotes.
    quoted: bool,
    /// It is a string whatever it looks like: escaped, or quoted from its beginning.
    literal: bool,
}

impl Word {
    fn push(&mut self, character: char, literal: bool) {
        self.text.push(character);
        self.glyphs.push(Glyph { character, literal });
    }

    /// A quote counts at a word's beginning and after `field:`; inside a word it is literal.
    fn takes_quote(&self) -> bool {
        self.text.is_empty() || field_prefix(&self.text).is_some_and(|(_, value)| value.is_empty())
    }

    /// What the word means; nothing for `AND`.
    fn token(self) -> Option<Token> {
        let Self {
            text,
            mut glyphs,
            quoted,
            literal,
        } = self;
        if literal {
            return Some(Token::Word {
                glyphs,
                quoted: true,
            });
        }
        if matches!(text.as_str(), "AND" | "ＡＮＤ") {
            return None;
        }
        if let Some(within) = nearness(&text).filter(|_| !quoted) {
            return Some(Token::Near {
                operator: text,
                within,
            });
        }
        match text.as_str() {
            "OR" | "ＯＲ" => return Some(Token::Or),
            "NOT" | "ＮＯＴ" => return Some(Token::Not("NOT")),
            _ => {}
        }
        if let Some((field, value)) = field_prefix(&text) {
            return Some(Token::Field {
                field,
                value: value.to_owned(),
            });
        }
        // A final mark is punctuation, unless it is all there is.
        let trimmed = text.trim_end_matches(['？', '。', '?']).chars().count();
        if trimmed == 0 {
            glyphs.iter_mut().for_each(|glyph| glyph.literal = true);
        } else {
            glyphs.truncate(trimmed);
        }
        Some(Token::Word { glyphs, quoted })
    }
}

/// Returns what closes a quote, if the character opens one. A Chinese input method types “ ” or
/// 「 」; a double quote may be closed by ” where the editor turned it.
fn closing_quote(character: char) -> Option<&'static [char]> {
    match character {
        '"' | '＂' => Some(&['"', '＂']),
        '“' | '”' => Some(&['”', '“']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// Reads `~20`, `/s` and `/p`.
fn nearness(word: &str) -> Option<Within> {
    match word {
        "/s" | "/S" | "／s" | "／S" => return Some(Within::Sentence),
        "/p" | "/P" | "／p" | "／P" => return Some(Within::Paragraph),
        _ => {}
    }
    let most = word.strip_prefix(['~', '～'])?;
    let digits = fold(most).text;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // No paragraph has more characters than that.
    is_number.then(|| Within::Chars(digits.parse().unwrap_or(u32::MAX)))
}

fn field_prefix(word: &str) -> Option<(&'static str, &str)> {
    let at = word.find([':', '：'])?;
    let (name, rest) = word.split_at(at);
    let field = filters::field_named(&name.to_ascii_lowercase())?;
    Some((field, rest.trim_start_matches([':', '：'])))
}
