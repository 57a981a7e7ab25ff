//! Synonyms: a query's strings find what else they may be called.

use crate::lexicon::synonyms::Synonyms;
use crate::model::{Piece, Query, Term};

/// A string of a query and what it finds besides.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Widened {
    /// Folded.
    pub text: String,
    /// The others, folded.
    pub synonyms: Vec<String>,
}

/// Adds synonyms to the strings of a query, but for excluded ones; returns which.
pub fn widen(query: &mut Query, synonyms: &Synonyms) -> Vec<Widened> {
    let mut widened = Vec::new();
    of_query(query, synonyms, &mut widened);
    widened
}

fn of_query(query: &mut Query, synonyms: &Synonyms, widened: &mut Vec<Widened>) {
    match query {
        Query::Exact(string) => of_forms(&mut string.forms, synonyms, widened),
        Query::Pattern(pattern) => of_pieces(&mut pattern.pieces, synonyms, widened),
        Query::Near(near) => {
            for term in &mut near.terms {
                of_term(term, synonyms, widened);
            }
        }
        Query::And(queries) | Query::Or(queries) => {
            for query in queries {
                of_query(query, synonyms, widened);
            }
        }
        Query::Not(_) | Query::Everything | Query::Filter(_) => {}
    }
}

fn of_term(term: &mut Term, synonyms: &Synonyms, widened: &mut Vec<Widened>) {
    match term {
        Term::Exact(string) => of_forms(&mut string.forms, synonyms, widened),
        Term::Pattern(pattern) => of_pieces(&mut pattern.pieces, synonyms, widened),
        Term::Any(terms) => {
            for term in terms {
                of_term(term, synonyms, widened);
            }
        }
    }
}

fn of_pieces(pieces: &mut [Piece], synonyms: &Synonyms, widened: &mut Vec<Widened>) {
    for piece in pieces {
        if let Piece::Text(forms) = piece {
            of_forms(forms, synonyms, widened);
        }
    }
}

fn of_forms(forms: &mut Vec<String>, synonyms: &Synonyms, widened: &mut Vec<Widened>) {
    let variants = synonyms.variants(&forms[0]);
    if variants.is_empty() {
        return;
    }
    let one = Widened {
        text: forms[0].clone(),
        synonyms: variants.clone(),
    };
    if !widened.contains(&one) {
        widened.push(one);
    }
    forms.extend(variants);
}
