//! Our tokenizers as tantivy wants them: lazily, line by line.

use tantivy::tokenizer::{Token, TokenStream, TokenizerManager};

use crate::analysis::tokenizer::{Characters, Token as Term, Tokenizer, Words};

/// Tantivy's name for the tokenizer of a keyword: the whole value.
pub(super) const KEYWORD: &str = "raw";

/// Returns the tokenizers under the names of `analyzers.toml`. `words` loads its dictionary only
/// when a text is first cut.
pub(super) fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("words", LazyWords);
    manager.register("characters", CharacterTokenizer);
    manager
}

#[derive(Clone)]
struct CharacterTokenizer;

impl tantivy::tokenizer::Tokenizer for CharacterTokenizer {
    type TokenStream<'a> = LineStream<'a, Characters>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        LineStream::new(Characters, text)
    }
}

#[derive(Clone)]
struct LazyWords;

impl tantivy::tokenizer::Tokenizer for LazyWords {
    type TokenStream<'a> = LineStream<'a, Words>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        LineStream::new(Words::shared(), text)
    }
}

/// Streams the terms of a text, holding those of one line at a time. One position is left free
/// between lines, so that no phrase crosses a paragraph.
struct LineStream<'a, T> {
    tokenizer: T,
    rest: &'a str,
    line: &'a str,
    line_start: usize,
    next_start: usize,
    terms: Vec<Term>,
    next: usize,
    position: usize,
    token: Token,
}

impl<'a, T: Tokenizer> LineStream<'a, T> {
    fn new(tokenizer: T, text: &'a str) -> Self {
        Self {
            tokenizer,
            rest: text,
            line: "",
            line_start: 0,
            next_start: 0,
            terms: Vec::new(),
            next: 0,
            position: 0,
            token: Token::default(),
        }
    }

    fn next_line(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        self.line_start = self.next_start;
        self.next_start += end + 1;
        self.line = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        self.terms.clear();
        self.tokenizer.tokenize(self.line, &mut self.terms);
        self.next = 0;
        self.position += 1;
        true
    }
}

impl<T: Tokenizer> TokenStream for LineStream<'_, T> {
    fn advance(&mut self) -> bool {
        while self.next == self.terms.len() {
            if !self.next_line() {
                return false;
            }
        }
        let term = self.terms[self.next];
        self.next += 1;
        self.token.position = self.position;
        self.position += 1;
        self.token.offset_from = self.line_start + term.start;
        self.token.offset_to = self.line_start + term.end;
        self.token.text.clear();
        self.token.text.push_str(&self.line[term.start..term.end]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_leave_a_gap_between_lines() {
        let mut stream = LineStream::new(Characters, "甲乙\n丙");
        let mut seen = Vec::new();
        while stream.advance() {
            let token = stream.token();
            seen.push((token.text.clone(), token.position, token.offset_from));
        }
        let expected = [("甲", 1, 0), ("乙", 2, 3), ("丙", 4, 7)];
        assert_eq!(
            seen,
            expected.map(|(text, position, at)| (text.to_owned(), position, at))
        );
    }
}
