//! What an index alone cannot decide: patterns, and strings near each other.
//!
//! In: terms of a query, and one line (paragraph) of folded text. Out: whether it matches and where.
//! All of it is linear in the line, but for the length of one match. Not its job: choosing lines.

mod near;

use memchr::memmem;
use regex::Regex;

use super::numeral;
use crate::model::query::ExactString;
use crate::model::{Near, Pattern, Piece, Span, Term, Within};

/// Finds one exact string, pattern or nearness in lines of folded text.
#[derive(Debug, Clone)]
pub struct Matcher(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Text(Box<memmem::Finder<'static>>),
    Pattern(Regex),
    Any(Vec<Matcher>),
    Near(Vec<Matcher>, Vec<Within>),
}

/// A match in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// What matches.
    pub span: Span,
    /// The same, together with what it has to be near to.
    pub whole: Span,
    /// The match of a pattern's first `{N}`.
    pub numeral: Option<Span>,
}

impl Matcher {
    /// Returns a matcher of one folded string; empty strings match nothing.
    #[must_use]
    pub fn text(folded: &str) -> Self {
        let finder = memmem::Finder::new(folded).into_owned();
        Self(Kind::Text(Box::new(finder)))
    }

    /// Returns a matcher of a string in all its forms.
    #[must_use]
    pub fn exact(string: &ExactString) -> Self {
        let mut forms: Vec<Self> = string.forms.iter().map(|form| Self::text(form)).collect();
        if forms.len() == 1 {
            return forms.remove(0);
        }
        Self(Kind::Any(forms))
    }

    /// Returns a matcher of a pattern.
    #[must_use]
    pub fn pattern(pattern: &Pattern) -> Self {
        let expression: String = pattern.pieces.iter().map(expression).collect();
        // Short pieces of a query: it cannot be too large, and every piece is valid.
        match Regex::new(&expression) {
            Ok(regex) => Self(Kind::Pattern(regex)),
            Err(_) => Self(Kind::Any(Vec::new())),
        }
    }

    /// Returns a matcher of what can stand at one place.
    #[must_use]
    pub fn term(term: &Term) -> Self {
        match term {
            Term::Exact(string) => Self::exact(string),
            Term::Pattern(pattern) => Self::pattern(pattern),
            Term::Any(terms) => Self(Kind::Any(terms.iter().map(Self::term).collect())),
        }
    }

    /// Returns a matcher of terms near each other.
    #[must_use]
    pub fn near(near: &Near) -> Self {
        let terms = near.terms.iter().map(Self::term).collect();
        Self(Kind::Near(terms, near.gaps.clone()))
    }

    /// Returns whether the line has a match.
    #[must_use]
    pub fn is_match(&self, line: &str) -> bool {
        match &self.0 {
            Kind::Text(finder) => {
                !finder.needle().is_empty() && finder.find(line.as_bytes()).is_some()
            }
            Kind::Pattern(regex) => regex.is_match(line),
            Kind::Any(matchers) => matchers.iter().any(|matcher| matcher.is_match(line)),
            Kind::Near(terms, _) => {
                terms.iter().all(|term| term.is_match(line)) && !self.find(line).is_empty()
            }
        }
    }

    /// Returns the matches in the line, by their start; they may overlap.
    #[must_use]
    pub fn find(&self, line: &str) -> Vec<Match> {
        let mut found = match &self.0 {
            Kind::Text(finder) => return find_text(finder, line),
            Kind::Pattern(regex) => return find_pattern(regex, line),
            Kind::Any(matchers) => matchers
                .iter()
                .flat_map(|matcher| matcher.find(line))
                .collect(),
            Kind::Near(terms, gaps) => near::find(terms, gaps, line),
        };
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn expression(piece: &Piece) -> String {
    match piece {
        Piece::Text(forms) => {
            let forms: Vec<String> = forms.iter().map(|form| regex::escape(form)).collect();
            format!("(?:{})", forms.join("|"))
        }
        Piece::One => ".".to_owned(),
        Piece::Few => format!(".{{0,{}}}?", Piece::FEW),
        Piece::Numeral => format!("({})", numeral::PATTERN),
    }
}

/// Every place where the string stands.
fn find_text(finder: &memmem::Finder<'static>, line: &str) -> Vec<Match> {
    let needle = finder.needle();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line
        .as_bytes()
        .get(from..)
        .filter(|_| !needle.is_empty())
        .and_then(|rest| finder.find(rest))
    {
        let span = Span::new(from + at, from + at + needle.len());
        found.push(Match {
            span,
            whole: span,
            numeral: None,
        });
        from = span.start + 1;
    }
    found
}

/// The leftmost match from every place on; where a numeral takes part, from its end: 12园 is no 2园.
fn find_pattern(regex: &Regex, line: &str) -> Vec<Match> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(captures) = regex.captures_at(line, from) {
        let Some(whole) = captures.get(0) else { break };
        let span = Span::from(whole.range());
        let numeral = captures.get(1).map(|group| Span::from(group.range()));
        found.push(Match {
            span,
            whole: span,
            numeral,
        });
        let first = whole.as_str().chars().next().map_or(1, char::len_utf8);
        from = numeral.map_or(span.start + first, |numeral| numeral.end);
        if span.is_empty() || from > line.len() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests;
