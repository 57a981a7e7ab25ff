//! What people write for a metadata value → what the index holds.

use crate::analysis::char_filter::fold;
use crate::engine::SearchBackend;
use crate::model::{Date, Filter};
use crate::schema::{Schema, names};

/// A value that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// No document has it, and nothing resembles it.
    #[error("no document has {value}")]
    Unknown {
        /// As written.
        value: String,
        /// What the index has instead: the nearest or the most frequent.
        suggestions: Vec<String>,
    },
    /// Not a date.
    #[error("{value} is no date")]
    Date {
        /// As written.
        value: String,
    },
    /// Not a document number.
    #[error("{value} is no document number")]
    Number {
        /// As written.
        value: String,
    },
    /// The index cannot be read.
    #[error("{message}")]
    Index {
        /// What the engine says.
        message: String,
    },
}

/// What stands for "no value".
pub const UNKNOWN: &str = "unknown";

/// Returns the field that a name means in `field:value` queries and flags.
#[must_use]
pub fn field_named(name: &str) -> Option<&'static str> {
    let name = match name {
        "issuers" | "发文机关" => "issuer",
        "zones" => "zone",
        "legal-rank" => "legal_rank",
        "date" | "year" | "from" | "to" => {
            return ["date", "year", "from", "to"]
                .into_iter()
                .find(|known| *known == name);
        }
        "省" | "省份" => "province",
        "市" => "city",
        "县" => "county",
        "文号" => "number",
        _ => name,
    };
    let fields = &Schema::get().fields;
    fields
        .iter()
        .find(|field| field.filter.is_some() && field.name == name)
        .map(|field| field.name.as_str())
}

/// Reads one value of a field.
///
/// # Errors
/// [`ValueError`] with suggestions.
pub fn parse_value(
    field: &str,
    value: &str,
    backend: &dyn SearchBackend,
) -> Result<Filter, ValueError> {
    let one = [value.to_owned()];
    match field {
        "date" | "year" => {
            if is_unknown(value) {
                return Ok(unknown_date());
            }
            let (from, to) = value.split_once("..").unwrap_or((value, value));
            dates(
                Some(from).filter(|from| !from.is_empty()),
                Some(to).filter(|to| !to.is_empty()),
            )
        }
        "from" => dates(Some(value), None),
        "to" => dates(None, Some(value)),
        _ => keyword(field, &one, backend),
    }
}

fn unknown_date() -> Filter {
    Filter::Date {
        ranges: Vec::new(),
        unknown: true,
    }
}

/// Reads a range of dates; each bound may be partial.
///
/// # Errors
/// [`ValueError::Date`].
pub fn dates(from: Option<&str>, to: Option<&str>) -> Result<Filter, ValueError> {
    let read = |text: Option<&str>| {
        text.map(|text| {
            Date::parse(text).ok_or_else(|| ValueError::Date {
                value: text.to_owned(),
            })
        })
        .transpose()
    };
    let range = (
        read(from)?.map(Date::first_day),
        read(to)?.map(Date::last_day),
    );
    Ok(Filter::Date {
        ranges: vec![range],
        unknown: false,
    })
}

/// Reads years: documents whose date overlaps one of them.
///
/// # Errors
/// [`ValueError::Date`].
pub fn years(values: &[String]) -> Result<Filter, ValueError> {
    let (mut all, mut undated) = (Vec::new(), false);
    for value in values {
        if is_unknown(value) {
            undated = true;
        } else if let Filter::Date { ranges, .. } = dates(Some(value), Some(value))? {
            all.extend(ranges);
        }
    }
    Ok(Filter::Date {
        ranges: all,
        unknown: undated,
    })
}

fn is_unknown(value: &str) -> bool {
    value.eq_ignore_ascii_case(UNKNOWN) || value == "未知"
}

/// Reads values of a keyword field: full names, short names, what the lexicons know, or a part of
/// a value that the index has.
///
/// # Errors
/// [`ValueError`] with suggestions.
pub fn keyword(
    field: &str,
    values: &[String],
    backend: &dyn SearchBackend,
) -> Result<Filter, ValueError> {
    let mut wanted: Vec<Option<String>> = Vec::new();
    let mut known: Option<Vec<String>> = None;
    for value in values {
        let value = value.trim();
        if is_unknown(value) {
            wanted.push(None);
            continue;
        }
        if field == names::NUMBER {
            return number(value);
        }
        let known = match &known {
            Some(known) => known,
            None => known.insert(backend.values(field).map_err(|error| ValueError::Index {
                message: error.to_string(),
            })?),
        };
        wanted.extend(resolve(field, value, known)?.into_iter().map(Some));
    }
    Ok(Filter::Keyword {
        field: field.to_owned(),
        values: wanted,
    })
}

fn number(_value: &str) -> Result<Filter, ValueError> {
    Err(ValueError::Number {
        value: _value.to_owned(),
    })
}

/// Returns the index's values that a written value means.
fn resolve(field: &str, value: &str, known: &[String]) -> Result<Vec<String>, ValueError> {
    let folded = fold(value).text;
    let matching = |test: &dyn Fn(&str) -> bool| -> Vec<String> {
        known
            .iter()
            .filter(|known| test(&fold(known).text))
            .cloned()
            .collect()
    };
    let equal = matching(&|known| known == folded);
    if !equal.is_empty() {
        return Ok(equal);
    }
    let contained = matching(&|known| known.contains(&folded));
    if !contained.is_empty() {
        return Ok(contained);
    }
    let _ = field;
    Err(ValueError::Unknown {
        value: value.to_owned(),
        suggestions: nearest(&folded, known),
    })
}

/// Returns up to five values that share most characters with what was written.
fn nearest(folded: &str, known: &[String]) -> Vec<String> {
    let shared = |value: &str| {
        value
            .chars()
            .filter(|character| folded.contains(*character))
            .count()
    };
    let mut ranked: Vec<(usize, &String)> = known
        .iter()
        .map(|value| (shared(value), value))
        .filter(|(count, _)| *count > 0)
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let chosen = ranked.into_iter().map(|(_, value)| value.clone());
    let mut chosen: Vec<String> = chosen.take(5).collect();
    if chosen.is_empty() {
        chosen = known.iter().take(5).cloned().collect();
    }
    chosen
}
