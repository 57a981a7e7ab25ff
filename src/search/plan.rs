//! Query → plan.

use super::{Matching, Question};
use crate::analysis::char_filter;
use crate::analysis::matcher::Matcher;
use crate::engine::SearchBackend;
use crate::model::query::ExactString;
use crate::model::{Clause, Near, Pattern, Plan, Query, Term};

/// Builds the plan of a question.
#[must_use]
pub fn plan(question: &Question, backend: &dyn SearchBackend) -> Plan {
    let title_strings = match question.matching {
        Matching::Exact => leaves(&question.query)
            .iter()
            .flat_map(Leaf::strings)
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
            let forms = string.forms.iter();
            let mut forms: Vec<Clause> = forms.map(|form| loose(form, matching, backend)).collect();
            if forms.len() == 1 {
                return forms.remove(0);
            }
            Clause::Or(forms)
        }
        Query::Pattern(pattern) => Clause::Pattern(pattern.clone()),
        Query::Near(near) if matching == Matching::Exact => Clause::Near(near.clone()),
        // Loosely, what should be near need only be there.
        Query::Near(near) => clause(&apart(near), matching, backend),
        // "Any word" loosens the AND between the strings, too.
        Query::And(queries) if matching == Matching::AnyWord => loosened(queries, backend),
        Query::And(queries) => Clause::And(all(queries)),
        Query::Or(queries) => Clause::Or(all(queries)),
        // What is excluded is excluded exactly, however loose the rest is.
        Query::Not(query) => Clause::Not(Box::new(clause(query, Matching::Exact, backend))),
        Query::Filter(filter) => Clause::Filter(filter.clone()),
    }
}

/// The same terms, wherever they stand.
fn apart(near: &Near) -> Query {
    fn alone(term: &Term) -> Query {
        match term {
            Term::Exact(string) => Query::Exact(string.clone()),
            Term::Pattern(pattern) => Query::Pattern(pattern.clone()),
            Term::Any(terms) => Query::Or(terms.iter().map(alone).collect()),
        }
    }
    Query::And(near.terms.iter().map(alone).collect())
}

/// One form of a string by its words; exactly, where it has none.
fn loose(form: &str, matching: Matching, backend: &dyn SearchBackend) -> Clause {
    let words = loose_words(form, matching, backend);
    if words.is_empty() {
        return Clause::Exact(form.to_owned());
    }
    let any = matching == Matching::AnyWord;
    let mut beside = if any { backend.words(form) } else { Vec::new() };
    beside.retain(|word| !words.contains(word));
    Clause::Words { words, any, beside }
}

/// The words of a string. Where any one is enough, single characters say too little: they are left
/// out beside longer words.
fn loose_words(form: &str, matching: Matching, backend: &dyn SearchBackend) -> Vec<String> {
    let mut words = backend.words(form);
    let is_long = |word: &String| word.chars().nth(1).is_some();
    if matching == Matching::AnyWord && words.iter().any(is_long) {
        words.retain(is_long);
    }
    words
}

fn loosened(queries: &[Query], backend: &dyn SearchBackend) -> Clause {
    let (strings, rest): (Vec<_>, Vec<_>) = queries
        .iter()
        .partition(|query| !matches!(query, Query::Not(_) | Query::Filter(_)));
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

/// What a document matches by: not what is excluded, and no filter.
enum Leaf<'a> {
    Exact(&'a ExactString),
    Pattern(&'a Pattern),
    Near(&'a Near),
}

impl<'a> Leaf<'a> {
    /// The patterns in it.
    fn patterns(&self) -> Vec<&'a Pattern> {
        match self {
            Self::Exact(_) => Vec::new(),
            Self::Pattern(pattern) => vec![pattern],
            Self::Near(near) => {
                let mut patterns = Vec::new();
                patterns_of(&near.terms, &mut patterns);
                patterns
            }
        }
    }

    /// The exact strings in it.
    fn strings(&self) -> Vec<&'a ExactString> {
        fn of<'a>(term: &'a Term, strings: &mut Vec<&'a ExactString>) {
            match term {
                Term::Exact(string) => strings.push(string),
                Term::Pattern(_) => {}
                Term::Any(terms) => terms.iter().for_each(|term| of(term, strings)),
            }
        }
        match self {
            Self::Exact(string) => vec![string],
            Self::Pattern(_) => Vec::new(),
            Self::Near(near) => {
                let mut strings = Vec::new();
                near.terms.iter().for_each(|term| of(term, &mut strings));
                strings
            }
        }
    }
}

/// The patterns among terms.
fn patterns_of<'a>(terms: &'a [Term], patterns: &mut Vec<&'a Pattern>) {
    for term in terms {
        match term {
            Term::Exact(_) => {}
            Term::Pattern(pattern) => patterns.push(pattern),
            Term::Any(terms) => patterns_of(terms, patterns),
        }
    }
}

fn leaves(query: &Query) -> Vec<Leaf<'_>> {
    match query {
        Query::Exact(string) => vec![Leaf::Exact(string)],
        Query::Pattern(pattern) => vec![Leaf::Pattern(pattern)],
        Query::Near(near) => vec![Leaf::Near(near)],
        Query::And(queries) | Query::Or(queries) => queries.iter().flat_map(leaves).collect(),
        Query::Not(_) | Query::Everything | Query::Filter(_) => Vec::new(),
    }
}

/// Returns the exact strings, folded, that a document may match by.
pub(super) fn strings(query: &Query) -> Vec<String> {
    let leaves = leaves(query);
    let strings = leaves.iter().flat_map(Leaf::strings);
    strings.map(|string| string.forms[0].clone()).collect()
}

/// Returns what to mark in passages: the query's own strings, patterns and nearnesses, or words
/// where matching is loose.
#[must_use]
pub fn matchers(question: &Question, backend: &dyn SearchBackend) -> Vec<Matcher> {
    let exact = question.matching == Matching::Exact;
    let mut strings: Vec<String> = Vec::new();
    let mut matchers = Vec::new();
    for leaf in leaves(&question.query) {
        match leaf {
            Leaf::Near(near) if exact => matchers.push(Matcher::near(near)),
            Leaf::Exact(_) if exact => {
                let forms = leaf.strings().into_iter();
                strings.extend(forms.flat_map(|string| string.forms.clone()));
            }
            _ => {
                for form in leaf.strings().iter().flat_map(|string| &string.forms) {
                    strings.extend(loose_words(form, question.matching, backend));
                }
                let patterns = leaf.patterns().into_iter();
                matchers.extend(patterns.map(Matcher::pattern));
            }
        }
    }
    strings.sort_unstable();
    strings.dedup();
    strings.retain(|string| !string.is_empty());
    matchers.extend(strings.iter().map(|string| Matcher::text(string)));
    matchers
}

/// Returns whether the query has a string that a looser matching could find more with.
#[must_use]
pub fn can_loosen(query: &Query) -> bool {
    let leaves = leaves(query);
    let strings: Vec<&ExactString> = leaves.iter().flat_map(Leaf::strings).collect();
    let is_long = |string: &&ExactString| {
        let han = string.forms[0].chars().filter(|c| char_filter::is_han(*c));
        han.count() > 2
    };
    strings.len() > 1 || strings.iter().any(is_long)
}
