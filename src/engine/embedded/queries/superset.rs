//! What the index can say of a pattern or a nearness: documents that have its fixed parts.

use tantivy::query::{AllQuery, BooleanQuery, Query};
use tantivy::schema::Field;

use super::{exact, phrase};
use crate::analysis::numeral;
use crate::model::{Near, Pattern, Piece, Term};

/// Documents with all fixed parts of a pattern; parts that only `?` stands between keep their
/// distance.
pub(super) fn of_pattern(field: Field, pattern: &Pattern) -> Box<dyn Query> {
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    let end = |run: &mut Vec<(usize, char)>, queries: &mut Vec<Box<dyn Query>>| {
        // A phrase begins at its first character.
        let first = run.first().map_or(0, |(at, _)| *at);
        let characters: Vec<(usize, char)> = run
            .drain(..)
            .map(|(at, character)| (at - first, character))
            .collect();
        if !characters.is_empty() {
            queries.push(phrase(field, characters));
        }
    };
    for piece in &pattern.pieces {
        match piece {
            Piece::Text(forms) if forms.len() == 1 => {
                for character in forms[0].chars() {
                    run.push((at, character));
                    at += 1;
                }
            }
            Piece::Text(forms) => {
                end(&mut run, &mut queries);
                let forms = forms.iter().map(|form| exact(field, form)).collect();
                queries.push(Box::new(BooleanQuery::union(forms)));
            }
            Piece::One => at += 1,
            Piece::Few | Piece::Numeral => end(&mut run, &mut queries),
        }
    }
    end(&mut run, &mut queries);
    if queries.is_empty() && pattern.pieces.contains(&Piece::Numeral) {
        let starts = numeral::STARTS.chars();
        let starts = starts.map(|start| exact(field, start.encode_utf8(&mut [0; 4])));
        queries.push(Box::new(BooleanQuery::union(starts.collect())));
    }
    all(queries)
}

/// Documents with all terms, wherever they stand.
pub(super) fn of_near(field: Field, near: &Near) -> Box<dyn Query> {
    all(near.terms.iter().map(|term| of_term(field, term)).collect())
}

fn of_term(field: Field, term: &Term) -> Box<dyn Query> {
    match term {
        Term::Exact(string) => {
            let forms = string.forms.iter().map(|form| exact(field, form));
            Box::new(BooleanQuery::union(forms.collect()))
        }
        Term::Pattern(pattern) => of_pattern(field, pattern),
        Term::Any(terms) => {
            let terms = terms.iter().map(|term| of_term(field, term));
            Box::new(BooleanQuery::union(terms.collect()))
        }
    }
}

fn all(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(AllQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}
