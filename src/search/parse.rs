//! Query text → [`Query`].
//!
//! A bare word is an exact string. White space (any width) and `AND` are AND; `OR` and `|`; `-` and `NOT`;
//! `( )`; quotes of any script. An operator counts only with a space or the line's edge before it;
//! a bracket that touches a word is literal. `\` escapes the next character. A final `？` or `。`
//! outside quotes is punctuation. In words and quotes `?` is one character, `*` a few, `{N}` a
//! numeral. `A ~20 B`, `A /s B`, `A /p B` ask for nearness and bind closest. `field:value` is a
//! filter for the names of the schema only, and never what stands within quotes.

mod lexer;
mod pattern;
mod syntax;

use super::filters::ValueError;
use crate::analysis::char_filter::fold_query;
use crate::engine::SearchBackend;
use crate::model::query::ExactString;
use crate::model::{Query, Span};
use lexer::{Lexer, Token};

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A quote is not closed.
    #[error("unclosed quote {quote} at character {at}")]
    UnclosedQuote {
        /// The quote.
        quote: char,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A group is not closed.
    #[error("unclosed bracket at character {at}")]
    UnclosedGroup {
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A closing bracket without an opening one.
    #[error("bracket closed but not opened at character {at}")]
    UnopenedGroup {
        /// Its place in characters, from 1.
        at: usize,
    },
    /// `OR`, `NOT`, `-`, `~n`, `/s` or `/p` without anything to apply to.
    #[error("nothing after {operator} at character {at}")]
    DanglingOperator {
        /// The operator.
        operator: String,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// `~n`, `/s` or `/p` without anything before it.
    #[error("nothing before {operator} at character {at}")]
    LeadingOperator {
        /// The operator.
        operator: String,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// Nearness of something that is no string, pattern or choice of them.
    #[error("{operator} at character {at} joins strings, patterns and (A OR B) only")]
    NotNear {
        /// The operator.
        operator: String,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A pattern of nothing but `?` and `*`.
    #[error("a pattern without a character or {{N}} at character {at}")]
    EmptyPattern {
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A pattern with too many wildcards.
    #[error("a pattern of more than {most} wildcards at character {at}")]
    LongPattern {
        /// How many may be.
        most: usize,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A `field:value` whose value is not understood.
    #[error("{field}: {error}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong.
        #[source]
        error: ValueError,
    },
}

impl ParseError {
    /// Returns the place in characters, from 1, where there is one.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        match self {
            Self::UnclosedQuote { at, .. }
            | Self::UnclosedGroup { at }
            | Self::UnopenedGroup { at }
            | Self::DanglingOperator { at, .. }
            | Self::LeadingOperator { at, .. }
            | Self::NotNear { at, .. }
            | Self::LongPattern { at, .. }
            | Self::EmptyPattern { at } => Some(*at),
            Self::Value { .. } => None,
        }
    }
}

/// Reads a query; an empty one asks for everything.
///
/// # Errors
/// [`ParseError`], with the place in characters.
pub fn parse(text: &str, backend: &dyn SearchBackend) -> Result<Query, ParseError> {
    let tokens = Lexer::new(text).run()?;
    let mut parser = syntax::Parser::new(&tokens, text, backend);
    let query = parser.either(0)?;
    match parser.peek() {
        Some((Token::Close, at)) => Err(ParseError::UnopenedGroup {
            at: place(text, *at),
        }),
        _ => Ok(query),
    }
}

/// Takes the whole text as one exact string (`--fixed-strings`).
#[must_use]
pub fn fixed(text: &str) -> Query {
    exact(text, true, Span::new(0, text.len()))
}

fn exact(text: &str, literal: bool, span: Span) -> Query {
    let forms = fold_query(text, literal);
    if forms[0].is_empty() {
        return Query::Everything;
    }
    Query::Exact(ExactString {
        text: text.to_owned(),
        forms,
        span,
    })
}

/// The place of a byte, in characters from 1.
fn place(text: &str, at: usize) -> usize {
    text[..at].chars().count() + 1
}

#[cfg(test)]
mod tests;
