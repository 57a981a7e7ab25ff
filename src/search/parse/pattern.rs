//! A word's characters → an exact string or a pattern.

use super::super::describe::escape;
use super::exact;
use super::lexer::Glyph;
use crate::analysis::char_filter::fold_query;
use crate::model::{Pattern, Piece, Query, Span};

/// Wildcards of one pattern at most: what it compiles to stays small.
pub(super) const MOST_WILDCARDS: usize = 64;

/// Returns whether there are more wildcards than a pattern may have.
pub(super) fn is_long(glyphs: &[Glyph]) -> bool {
    let parts = parts(glyphs);
    let wildcards = parts.iter().filter(|part| !matches!(part, Part::Text(_)));
    wildcards.count() > MOST_WILDCARDS
}

/// Reads a word, or what stood in quotes; none for a pattern of nothing but `?` and `*`.
pub(super) fn string(glyphs: &[Glyph], at: usize) -> Option<Query> {
    let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
    let mut parts = parts(glyphs);
    // `*` at an edge asks for nothing: a string is found whatever stands beside it.
    while parts.first() == Some(&Part::Few) {
        parts.remove(0);
    }
    while parts.last() == Some(&Part::Few) {
        parts.pop();
    }
    match parts.as_slice() {
        [] if text.is_empty() || is_star(glyphs) => return Some(Query::Everything),
        [] => return None,
        [Part::Text(text)] => {
            return Some(exact(text, false, Span::new(at, at + text.len())));
        }
        parts
            if parts
                .iter()
                .all(|part| matches!(part, Part::One | Part::Few)) =>
        {
            return None;
        }
        _ => {}
    }
    let mut pieces = Vec::new();
    let mut text = String::new();
    for part in parts {
        text.push_str(&part.print());
        match part {
            Part::Text(text) => {
                let forms = fold_query(&text, false);
                if !forms[0].is_empty() {
                    pieces.push(Piece::Text(forms));
                }
            }
            Part::One => pieces.push(Piece::One),
            Part::Few => pieces.push(Piece::Few),
            Part::Numeral => pieces.push(Piece::Numeral),
        }
    }
    let has_content = |piece: &Piece| matches!(piece, Piece::Text(_) | Piece::Numeral);
    pieces
        .iter()
        .any(has_content)
        .then_some(Query::Pattern(Pattern { text, pieces }))
}

fn is_star(glyphs: &[Glyph]) -> bool {
    matches!(
        glyphs,
        [Glyph {
            character: '*' | '＊',
            literal: false
        }]
    )
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    One,
    Few,
    Numeral,
}

impl Part {
    fn print(&self) -> String {
        match self {
            Self::Text(text) => text.chars().map(escape).collect(),
            Self::One => "?".to_owned(),
            Self::Few => "*".to_owned(),
            Self::Numeral => "{N}".to_owned(),
        }
    }
}

fn parts(glyphs: &[Glyph]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(glyph) = glyphs.get(at) {
        let wildcard = match glyph.character {
            _ if glyph.literal => None,
            '?' | '？' => Some((Part::One, 1)),
            '*' | '＊' => Some((Part::Few, 1)),
            '{' | '｛' if is_numeral(&glyphs[at..]) => Some((Part::Numeral, 3)),
            _ => None,
        };
        if let Some((part, length)) = wildcard {
            parts.push(part);
            at += length;
            continue;
        }
        match parts.last_mut() {
            Some(Part::Text(text)) => text.push(glyph.character),
            _ => parts.push(Part::Text(glyph.character.to_string())),
        }
        at += 1;
    }
    parts
}

/// `{N}`, as an input method may type it.
fn is_numeral(glyphs: &[Glyph]) -> bool {
    matches!(
        glyphs,
        [_, n, close, ..]
            if matches!(n.character, 'N' | 'n' | 'Ｎ' | 'ｎ')
                && matches!(close.character, '}' | '｝')
                && !n.literal && !close.literal
    )
}
