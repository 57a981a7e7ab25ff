//! Tokens → [`Query`]: choices of conjunctions of nearnesses.

use super::super::filters;
use super::lexer::Token;
use super::{ParseError, pattern, place};
use crate::engine::SearchBackend;
use crate::model::{Near, Query, Term, Within};

pub(super) struct Parser<'a> {
    tokens: &'a [(Token, usize)],
    next: usize,
    text: &'a str,
    backend: &'a dyn SearchBackend,
}

/// Brackets may be this deep: more is no human's query, and recursion must end.
const MAX_DEPTH: usize = 64;

impl<'a> Parser<'a> {
    pub(super) fn new(
        tokens: &'a [(Token, usize)],
        text: &'a str,
        backend: &'a dyn SearchBackend,
    ) -> Self {
        Self {
            tokens,
            next: 0,
            text,
            backend,
        }
    }

    pub(super) fn peek(&self) -> Option<&'a (Token, usize)> {
        self.tokens.get(self.next)
    }

    fn place(&self, at: usize) -> usize {
        place(self.text, at)
    }

    pub(super) fn either(&mut self, depth: usize) -> Result<Query, ParseError> {
        let mut choices = vec![self.all(depth)?];
        while let Some((Token::Or, at)) = self.peek() {
            self.next += 1;
            if matches!(self.peek(), None | Some((Token::Or | Token::Close, _))) {
                return Err(self.dangling("OR", *at));
            }
            choices.push(self.all(depth)?);
        }
        if choices.len() > 1 && choices.contains(&Query::Everything) {
            let at = self
                .tokens
                .iter()
                .find(|(token, _)| *token == Token::Or)
                .map_or(0, |(_, at)| *at);
            return Err(self.dangling("OR", at));
        }
        Ok(if choices.len() == 1 {
            choices.remove(0)
        } else {
            Query::Or(choices)
        })
    }

    fn all(&mut self, depth: usize) -> Result<Query, ParseError> {
        let mut parts = Vec::new();
        while let Some((token, _)) = self.peek() {
            if matches!(token, Token::Or | Token::Close) {
                break;
            }
            let part = self.near(depth)?;
            if part != Query::Everything {
                parts.push(part);
            }
        }
        Ok(match parts.len() {
            0 => Query::Everything,
            1 => parts.remove(0),
            _ => Query::And(parts),
        })
    }

    /// One thing, or several that are near each other.
    fn near(&mut self, depth: usize) -> Result<Query, ParseError> {
        let first = self.one(depth)?;
        let mut rest = Vec::new();
        while let Some((Token::Near { operator, within }, at)) = self.peek() {
            self.next += 1;
            if !matches!(self.peek(), Some((Token::Word { .. } | Token::Open, _))) {
                return Err(self.dangling(operator, *at));
            }
            rest.push((operator, *at, *within, self.one(depth)?));
        }
        let Some((operator, at, ..)) = rest.first() else {
            return Ok(first);
        };
        let not_near = |operator: &str, at| ParseError::NotNear {
            operator: operator.to_owned(),
            at: self.place(at),
        };
        let mut terms = vec![term(first).ok_or_else(|| not_near(operator, *at))?];
        let mut gaps: Vec<Within> = Vec::new();
        for (operator, at, within, query) in rest {
            terms.push(term(query).ok_or_else(|| not_near(operator, at))?);
            gaps.push(within);
        }
        Ok(Query::Near(Near { terms, gaps }))
    }

    fn one(&mut self, depth: usize) -> Result<Query, ParseError> {
        let Some((token, at)) = self.peek() else {
            return Ok(Query::Everything);
        };
        let at = *at;
        self.next += 1;
        match token {
            Token::Word { glyphs, .. } if pattern::is_long(glyphs) => {
                Err(ParseError::LongPattern {
                    most: pattern::MOST_WILDCARDS,
                    at: self.place(at),
                })
            }
            Token::Word { glyphs, .. } => pattern::string(glyphs, at)
                .ok_or_else(|| ParseError::EmptyPattern { at: self.place(at) }),
            Token::Field { field, value } => filters::parse_value(field, value, self.backend)
                .map(Query::Filter)
                .map_err(|error| ParseError::Value {
                    field: (*field).to_owned(),
                    error,
                }),
            Token::Not(operator) => {
                let negated = self.peek().filter(|(token, _)| {
                    matches!(
                        token,
                        Token::Word { .. } | Token::Field { .. } | Token::Open
                    )
                });
                if negated.is_none() {
                    return Err(self.dangling(operator, at));
                }
                match self.near(depth)? {
                    Query::Everything => Err(self.dangling(operator, at)),
                    excluded => Ok(Query::Not(Box::new(excluded))),
                }
            }
            Token::Near { operator, .. } => Err(ParseError::LeadingOperator {
                operator: operator.clone(),
                at: self.place(at),
            }),
            Token::Open if depth < MAX_DEPTH => {
                let query = self.either(depth + 1)?;
                match self.peek() {
                    Some((Token::Close, _)) => self.next += 1,
                    _ => return Err(ParseError::UnclosedGroup { at: self.place(at) }),
                }
                Ok(query)
            }
            Token::Open => Err(ParseError::UnclosedGroup { at: self.place(at) }),
            Token::Or | Token::Close => unreachable!("the callers stop at these"),
        }
    }

    fn dangling(&self, operator: &str, at: usize) -> ParseError {
        ParseError::DanglingOperator {
            operator: operator.to_owned(),
            at: self.place(at),
        }
    }
}

/// What can be near something: a string, a pattern, or a choice of them.
fn term(query: Query) -> Option<Term> {
    match query {
        Query::Exact(string) => Some(Term::Exact(string)),
        Query::Pattern(pattern) => Some(Term::Pattern(pattern)),
        Query::Or(queries) => queries
            .into_iter()
            .map(term)
            .collect::<Option<_>>()
            .map(Term::Any),
        _ => None,
    }
}
