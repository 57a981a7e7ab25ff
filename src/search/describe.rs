//! A query and filters as text in the query language, to be read and to be typed again.

use crate::model::{Filter, Near, Query, Term, Within};
use crate::schema::names;

/// Returns a query as text; parsed, it means the same.
#[must_use]
pub fn query(query: &Query) -> String {
    match query {
        Query::Everything => "*".to_owned(),
        Query::Exact(string) => quoted(&string.text),
        Query::Pattern(pattern) => in_quotes(&pattern.text),
        Query::Near(near) => nearness(near),
        Query::And(queries) => {
            let parts: Vec<String> = queries.iter().map(grouped).collect();
            parts.join(" ")
        }
        Query::Or(queries) => {
            let parts: Vec<String> = queries.iter().map(grouped).collect();
            parts.join(" OR ")
        }
        Query::Not(excluded) => match &**excluded {
            Query::Not(_) => format!("-({})", self::query(excluded)),
            _ => format!("-{}", grouped(excluded)),
        },
        Query::Filter(filter) => self::filter(filter),
    }
}

/// In brackets where it would not hold together otherwise.
fn grouped(query: &Query) -> String {
    let text = self::query(query);
    match query {
        Query::And(_) | Query::Or(_) | Query::Near(_) => format!("({text})"),
        _ => text,
    }
}

fn nearness(near: &Near) -> String {
    let mut text = term(&near.terms[0]);
    for (gap, next) in near.gaps.iter().zip(&near.terms[1..]) {
        let gap = match gap {
            Within::Chars(most) => format!("~{most}"),
            Within::Sentence => "/s".to_owned(),
            Within::Paragraph => "/p".to_owned(),
        };
        text = format!("{text} {gap} {}", term(next));
    }
    text
}

fn term(one: &Term) -> String {
    match one {
        Term::Exact(string) => quoted(&string.text),
        Term::Pattern(pattern) => in_quotes(&pattern.text),
        Term::Any(terms) => {
            let terms: Vec<String> = terms.iter().map(term).collect();
            format!("({})", terms.join(" OR "))
        }
    }
}

/// A string, escaped where the language would read more into it.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(char::is_alphanumeric);
    let is_word = plain && !matches!(text, "AND" | "OR" | "NOT");
    if is_word {
        return text.to_owned();
    }
    let escaped: String = text.chars().map(escape).collect();
    format!("\"{escaped}\"")
}

/// A character as it stands for itself within quotes.
pub(super) fn escape(character: char) -> String {
    match character {
        '"' | '＂' | '\\' | '?' | '？' | '*' | '＊' | '{' | '｛' => format!("\\{character}"),
        _ => character.to_string(),
    }
}

/// A pattern, whose text is escaped already.
fn in_quotes(text: &str) -> String {
    format!("\"{text}\"")
}

/// Returns a filter as `field:value`, several values as a choice.
#[must_use]
pub fn filter(filter: &Filter) -> String {
    let choices: Vec<String> = match filter {
        Filter::Keyword {
            field,
            values,
            prefixes,
        } => {
            let values = values.iter().map(|value| match value {
                None => format!("{field}:unknown"),
                Some(key) if field == names::NUMBER => format!("{field}:\"{}\"", number(key)),
                Some(value) if value.chars().all(char::is_alphanumeric) => {
                    format!("{field}:{value}")
                }
                Some(value) => format!("{field}:\"{value}\""),
            });
            let prefixes = prefixes
                .iter()
                .map(|prefix| format!("{field}:\"{}*\"", number(prefix)));
            values.chain(prefixes).collect()
        }
        Filter::Date { ranges, unknown } => {
            let ranges = ranges
                .iter()
                .map(|(from, to)| format!("date:{}..{}", day(*from), day(*to)));
            let unknown = unknown.then(|| "date:unknown".to_owned());
            ranges.chain(unknown).collect()
        }
    };
    match choices.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", choices.join(" OR ")),
    }
}

/// A number's key, or its beginning, as it is written: 国发|2020|7 → 国发〔2020〕7号.
fn number(key: &str) -> String {
    let parts: Vec<&str> = key.split('|').collect();
    match parts.as_slice() {
        [code, "", serial] => format!("{code}第{serial}号"),
        [code, year, ""] => format!("{code}〔{year}〕"),
        [code, year, serial] => format!("{code}〔{year}〕{serial}号"),
        [code, _] => (*code).to_owned(),
        _ => key.to_owned(),
    }
}

fn day(day: Option<i64>) -> String {
    day.map_or_else(String::new, |day| {
        format!(
            "{:04}-{:02}-{:02}",
            day / 10_000,
            day / 100 % 100,
            day % 100
        )
    })
}
