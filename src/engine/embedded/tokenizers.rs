//! Our tokenizers as tantivy wants them: lazily, line by line.

use tantivy::tokenizer::{Token, TokenStream, TokenizerManager};

use crate::analysis::tokenizer::{Characters, Token as Term, Tokenizer, Words};

/// Tantivy's name for the tokenizer of a keyword: the whole value.
pub(super) const KEYWORD: &str = "raw";

/// Returns the tokenizers under the names of `analyzers.toml`. `words` loads its dictionary only
/// when a text is first cut.
#[must_use]
pub fn manager() -> TokenizerManager {
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

/// A longer line is fed piece by piece (bytes): words are looked for in a whole piece at once, at
/// some hundred bytes for each character. The longest paragraph of 2,650 laws has 6 KB.
const LONGEST_PIECE: usize = 32 << 10;

/// Streams the terms of a text, holding those of one line at a time. One position is left free
/// between lines, so that no phrase crosses a paragraph.
struct LineStream<'a, T> {
    tokenizer: T,
    rest: &'a str,
    line: &'a str,
    line_start: usize,
    next_start: usize,
    /// Whether the next piece is a line's first.
    begins_line: bool,
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
            begins_line: true,
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
        let piece = piece(&self.rest[..end]);
        let begins_line = std::mem::replace(&mut self.begins_line, piece.len() == end);
        // The line's end, where the piece reaches it.
        let next = piece.len() + usize::from(piece.len() == end);
        self.next_start += next;
        self.line = piece;
        self.rest = self.rest.get(next..).unwrap_or("");
        self.terms.clear();
        self.tokenizer.tokenize(self.line, &mut self.terms);
        self.next = 0;
        self.position += usize::from(begins_line);
        true
    }
}

/// The first piece of a line, cut after a sign where there is one.
fn piece(line: &str) -> &str {
    if line.len() <= LONGEST_PIECE {
        return line;
    }
    let mut end = LONGEST_PIECE;
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let start = &line[..end];
    let sign = start.char_indices().rev().take(1000);
    let sign = sign
        .into_iter()
        .find(|(_, character)| !character.is_alphanumeric());
    sign.map_or(start, |(at, character)| &start[..at + character.len_utf8()])
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
    fn a_long_line_is_one_line_piece_by_piece() {
        let long = "园区，".repeat(LONGEST_PIECE / 3);
        let text = format!("{long}\n末");
        let mut stream = LineStream::new(Characters, &text);
        let mut last = (0, 0);
        let mut count = 0;
        while stream.advance() {
            let token = stream.token();
            assert_eq!(&text[token.offset_from..token.offset_to], token.text);
            let step = if token.text == "末" { 2 } else { 1 };
            assert_eq!(token.position, last.0 + step);
            last = (token.position, token.offset_from);
            count += 1;
        }
        assert_eq!(count, long.chars().count() + 1);
        // Words are not torn where signs stand.
        let mut words = LineStream::new(Words::shared(), &long);
        while words.advance() {
            assert_eq!(words.token().text, "园区");
        }
    }

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
