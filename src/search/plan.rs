//! Query → plan.

use super::{Matching, Question};
use crate::analysis::char_filter;
use crate::engine::SearchBackend;
use crate::model::query::ExactString;
use crate::model::{Clause, Plan, Query};

/// Builds the plan of a question.
#[must_use]
pub fn plan(question: &Question, backend: &dyn SearchBackend) -> Plan {
    let mut strings = Vec::new();
    positive(&question.query, &mut strings);
    let title_strings = match question.matching {
        Matching::Exact => strings
            .iter()
            .flat_map(|string| string.forms.clone())
            .collect(),
        _ => Vec::new(),
    };
    Plan {
        clause: clause(&question.query, question.matching, backend),
        filters: question.filters.clone(),
        title_strings,
        sort: question.sort,
        min_confidence: question.min_confidence,
    }
}

fn clause(query: &Query, matching: Matching, backend: &dyn SearchBackend) -> Clause {
    let all = |queries: &[Query]| {
        queries
            .iter()
            .map(|query| clause(query, matching, backend))
            .collect()
    };
    match query {
        Query::Everything => Clause::Everything,
        Query::Exact(string) if matching == Matching::Exact => any_form(string),
        Query::Exact(string) => {
            let words = loose_words(string, matching, backend);
            if words.is_empty() {
                return any_form(string);
            }
            Clause::Words {
                words,
                any: matching == Matching::AnyWord,
            }
        }
        // "Any word" loosens the AND between the strings, too.
        Query::And(queries) if matching == Matching::AnyWord => loosened(queries, backend),
        Query::And(queries) => Clause::And(all(queries)),
        Query::Or(queries) => Clause::Or(all(queries)),
        // What is excluded is excluded exactly, however loose the rest is.
        Query::Not(query) => Clause::Not(Box::new(clause(query, Matching::Exact, backend))),
        Query::Filter(filter) => Clause::Filter(filter.clone()),
    }
}

/// The words of a string. Where any one is enough, single characters say too little: they are left
/// out beside longer words.
fn loose_words(
    string: &ExactString,
    matching: Matching,
    backend: &dyn SearchBackend,
) -> Vec<String> {
    let mut words = backend.words(&string.forms[0]);
    let is_long = |word: &String| word.chars().nth(1).is_some();
    if matching == Matching::AnyWord && words.iter().any(is_long) {
        words.retain(is_long);
    }
    words
}

fn loosened(queries: &[Query], backend: &dyn SearchBackend) -> Clause {
    let (strings, rest): (Vec<_>, Vec<_>) = queries
        .iter()
        .partition(|query| matches!(query, Query::Exact(_) | Query::Or(_)));
    let run = |query: &&Query| clause(query, Matching::AnyWord, backend);
    let mut clauses: Vec<Clause> = rest.iter().map(run).collect();
    if !strings.is_empty() {
        clauses.push(Clause::Or(strings.iter().map(run).collect()));
    }
    Clause::And(clauses)
}

fn any_form(string: &ExactString) -> Clause {
    let mut forms: Vec<Clause> = string.forms.iter().cloned().map(Clause::Exact).collect();
    if forms.len() == 1 {
        forms.remove(0)
    } else {
        Clause::Or(forms)
    }
}

/// Collects the strings a document matches by (not the excluded ones).
fn positive<'a>(query: &'a Query, strings: &mut Vec<&'a ExactString>) {
    match query {
        Query::Exact(string) => strings.push(string),
        Query::And(queries) | Query::Or(queries) => {
            for query in queries {
                positive(query, strings);
            }
        }
        Query::Not(_) | Query::Everything | Query::Filter(_) => {}
    }
}

/// Returns the folded strings to mark in passages: the query's own, or their words where matching
/// is loose.
#[must_use]
pub fn marked_strings(question: &Question, backend: &dyn SearchBackend) -> Vec<String> {
    let mut strings = Vec::new();
    positive(&question.query, &mut strings);
    let mut marked: Vec<String> = Vec::new();
    for string in strings {
        if question.matching == Matching::Exact {
            marked.extend(string.forms.clone());
        } else {
            marked.extend(loose_words(string, question.matching, backend));
        }
    }
    marked.sort_unstable();
    marked.dedup();
    marked
}

/// Returns whether the query has a string that a looser matching could find more with.
#[must_use]
pub fn can_loosen(query: &Query) -> bool {
    let mut strings = Vec::new();
    positive(query, &mut strings);
    strings.iter().any(|string| {
        string.forms[0]
            .chars()
            .filter(|c| char_filter::is_han(*c))
            .count()
            > 2
    }) || strings.len() > 1
}
