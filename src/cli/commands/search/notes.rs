//! What is said beside the results, on standard error: how a query is understood, why nothing is
//! found, what would find more.

use std::path::Path;

use crate::analysis::char_filter::fold;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::engine::SearchBackend;
use crate::lexicon::synonyms::Synonyms;
use crate::model::Query;
use crate::search::conditions::{self, Condition, conditions};
use crate::search::widen::Widened;
use crate::search::{Question, describe, plan};

/// Fewer documents than this make the program look for a query that finds more.
pub(super) const FEW: usize = 5;

/// Suggestions at most: the best.
const SUGGESTIONS: usize = 3;

/// Reads the synonyms asked for: the usual ones where no file is named.
pub(super) fn synonyms(
    context: &Context,
    file: Option<&Path>,
) -> Result<Option<Synonyms>, CliError> {
    file.map(|path| match path.as_os_str() == "-" {
        true => usual_synonyms(context),
        false => read_synonyms(path),
    })
    .transpose()
}

/// Reads the synonyms that are set, else the embedded ones.
pub(super) fn usual_synonyms(context: &Context) -> Result<Synonyms, CliError> {
    match &context.settings.synonyms {
        Some(path) => read_synonyms(path),
        None => Ok(Synonyms::embedded().clone()),
    }
}

fn read_synonyms(path: &Path) -> Result<Synonyms, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::unreadable(path, &error))?;
    let synonyms = Synonyms::read(text.trim_start_matches('\u{feff}'), |name| fold(name).text);
    if synonyms.is_empty() {
        return Err(CliError::new("no-synonyms")
            .with("path", path.display())
            .hint("hint-synonyms", &[]));
    }
    Ok(synonyms)
}

/// Says which synonyms are looked for.
pub(super) fn widened(context: &Context, widened: &[Widened]) {
    for one in widened {
        let synonyms = one.synonyms.join(", ");
        context.note(
            "explain-synonyms",
            &[("text", &one.text), ("synonyms", &synonyms)],
        );
    }
}

/// Says how the query is understood, and how many documents meet each of its conditions.
pub(super) fn explain(
    context: &Context,
    question: &Question,
    backend: &dyn SearchBackend,
) -> Result<(), CliError> {
    let query = describe::query(&question.query);
    context.note("explain-query", &[("query", &query)]);
    for Condition { text, alone, .. } in conditions(question, backend)? {
        let values = [("count", alone.to_string()), ("condition", text)];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        context.note("explain-condition", &values);
    }
    Ok(())
}

/// Says that nothing is found, which condition leaves nothing, and the nearest queries that find
/// something.
pub(super) fn no_hits(
    context: &Context,
    question: &Question,
    backend: &dyn SearchBackend,
) -> Result<(), CliError> {
    context.no_hits();
    let mut conditions = conditions(question, backend)?;
    if conditions.len() < 2 {
        return Ok(());
    }
    let operator = |text: &str| matches!(text, "or" | "and" | "not");
    if let Some(word) = conditions
        .iter()
        .find(|condition| operator(&condition.text))
    {
        let large = word.text.to_uppercase();
        context.note(
            "small-operator",
            &[("word", &word.text), ("operator", &large)],
        );
    }
    for condition in conditions.iter().filter(|condition| condition.alone == 0) {
        context.note("nothing-has", &[("condition", &condition.text)]);
    }
    conditions.retain(|condition| condition.without > 0);
    conditions.sort_by_key(|condition| std::cmp::Reverse(condition.without));
    for condition in conditions.iter().take(SUGGESTIONS) {
        let count = condition.without.to_string();
        let values = [("condition", condition.text.as_str()), ("count", &count)];
        match &condition.others {
            Some(query) => {
                context.note(
                    "found-without",
                    &[&values[..], &[("query", query)]].concat(),
                );
            }
            None => context.note("found-without-it", &values),
        }
    }
    Ok(())
}

/// Says what the same string with any numeral in it would find: 一区{N}园 beside 一区多园.
pub(super) fn any_numeral(
    context: &Context,
    question: &Question,
    backend: &dyn SearchBackend,
    found: usize,
) -> Result<(), CliError> {
    let Some(query) = conditions::any_numeral(&question.query) else {
        return Ok(());
    };
    let Query::Pattern(pattern) = &query else {
        return Ok(());
    };
    let text = pattern.text.clone();
    let wider = Question {
        query,
        ..question.clone()
    };
    let count = backend.count(&plan::plan(&wider, backend))?;
    if count > found as u64 {
        let count = count.to_string();
        context.note("any-numeral", &[("query", &text), ("count", &count)]);
    }
    Ok(())
}
