//! What is typed as a query. Not its job: the flags beside it.

use super::error::CliError;
use crate::engine::SearchBackend;
use crate::model::Query;
use crate::search::parse::{fixed, parse};

/// Reads a query, or, where that is asked for, one exact string.
pub(super) fn read(
    text: &str,
    fixed_string: bool,
    backend: &dyn SearchBackend,
) -> Result<Query, CliError> {
    if fixed_string {
        return Ok(fixed(text));
    }
    parse(text, backend).map_err(|error| CliError::in_query(error, text))
}

/// Refuses, before an index is opened or brought up to date, a query that is a mistyped option: `--provinc`, `-synonyms`. What is excluded may begin
/// with a hyphen, but hardly ever is a bare Latin word.
pub(super) fn check(query: &str, command: &str) -> Result<(), CliError> {
    let first = query.split_whitespace().next().unwrap_or_default();
    let name = first.trim_start_matches('-');
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_latin = name
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let dashes = first.len() - name.len();
    if begins && (dashes >= 2 || dashes == 1 && is_latin && name.len() > 1) {
        return Err(CliError::new("unknown-option")
            .with("option", first)
            .hint("hint-option", &[("command", command)]));
    }
    Ok(())
}
