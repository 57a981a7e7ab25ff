//! What a question asks for, condition by condition: which one leaves nothing, and what is found
//! without it.

use super::{Question, describe, plan};
use crate::engine::{EngineError, SearchBackend};
use crate::model::query::ExactString;
use crate::model::{Filter, Pattern, Piece, Query};

/// One of the conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// As text of the query language.
    pub text: String,
    /// Documents that meet it.
    pub alone: u64,
    /// Documents that meet all others.
    pub without: u64,
    /// All others, as text of the query language; none where that would be too long to type.
    pub others: Option<String>,
}

/// Conditions that are looked at: more would take long, and nobody would read them.
const MOST: usize = 12;

/// Returns the conditions of a question, parts of the query before filters.
///
/// # Errors
/// Fails when the index cannot be read.
pub fn conditions(
    question: &Question,
    backend: &dyn SearchBackend,
) -> Result<Vec<Condition>, EngineError> {
    let parts = parts(question);
    // A part of a name may stand for thousands of names: nobody would read or type them.
    let is_short = |text: &String| text.chars().count() <= LONGEST;
    let count = |parts: Vec<Query>| {
        let one = Question {
            query: Query::And(parts),
            filters: Vec::new(),
            ..question.clone()
        };
        backend.count(&plan::plan(&one, backend))
    };
    let mut conditions = Vec::new();
    for (at, part) in parts.iter().take(MOST).enumerate() {
        let mut others = parts.clone();
        others.remove(at);
        conditions.push(Condition {
            text: shortened(describe::query(part)),
            alone: count(vec![part.clone()])?,
            others: Some(describe::query(&Query::And(others.clone()))).filter(is_short),
            without: if others.is_empty() { 0 } else { count(others)? },
        });
    }
    Ok(conditions)
}

/// Characters of a condition that are shown.
const LONGEST: usize = 200;

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn parts(question: &Question) -> Vec<Query> {
    let mut parts = match &question.query {
        Query::And(queries) => queries.clone(),
        Query::Everything => Vec::new(),
        query => vec![query.clone()],
    };
    parts.extend(
        question
            .filters
            .iter()
            .map(|filter: &Filter| Query::Filter(filter.clone())),
    );
    parts
}

/// For a query of one string with a numeral in it (一区多园), the pattern of any numeral there
/// (一区{N}园).
#[must_use]
pub fn any_numeral(query: &Query) -> Option<Query> {
    let Query::Exact(ExactString { forms, .. }) = query else {
        return None;
    };
    let is_numeral = |c: &char| "0123456789一二三四五六七八九十百两几数多".contains(*c);
    let characters: Vec<char> = forms[0].chars().collect();
    // A numeral at the beginning is more often part of a word: 一区, 三农, 数据.
    let first = characters.iter().skip(2).position(is_numeral)? + 2;
    let length = characters[first..]
        .iter()
        .take_while(|c| is_numeral(c))
        .count();
    let (before, after) = (&characters[..first], &characters[first + length..]);
    if after.is_empty() {
        return None;
    }
    let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
    let escaped = |text: &str| text.chars().map(describe::escape).collect::<String>();
    Some(Query::Pattern(Pattern {
        text: format!("{}{{N}}{}", escaped(&before), escaped(&after)),
        pieces: vec![
            Piece::Text(vec![before]),
            Piece::Numeral,
            Piece::Text(vec![after]),
        ],
    }))
}
