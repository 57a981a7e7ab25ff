//! `zhengsou search`: find, filter, count, export.

mod args;
mod check;
mod facets;
mod kwic;
mod provenance;
mod source;
mod table;
mod text;

pub(crate) use args::Args;
use args::{Format, MatchChoice, Order};

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::engine::embedded::EmbeddedBackend;
use crate::export::Counts;
use crate::model::Sort;
use crate::search::parse::{fixed, parse};
use crate::search::{Matching, Question, Search, plan};

/// Searches and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    check::check(args)?;
    let backend = source::open(context, args)?;
    let mut question = question(args, &backend)?;
    let mut search = Search::run(&backend, &question)?;
    let format = args.form();
    let for_people = format == Format::Text && !args.count && args.facets.is_empty();
    let may_loosen = for_people && args.matching.is_none() && !args.fixed_string;
    if search.documents() == 0 && may_loosen && args.to_terminal() {
        search = loosen(context, &backend, &mut question, search)?;
    }
    let found = search.documents();
    if args.count {
        text::print_count(&search, args.rows)?;
    } else if !args.facets.is_empty() {
        facets::print(context, &search, args)?;
    } else if for_people {
        text::print_text(context, &search, args)?;
    } else if format == Format::Kwic {
        kwic::print(context, &search, args)?;
    } else {
        let rows = table::write_table(context, &backend, &search, args)?;
        if args.provenance {
            let documents = search.documents();
            let counts = Counts { documents, rows };
            provenance::write(context, &backend, &question, args, counts)?;
        }
    }
    if found == 0 && !args.count {
        context.note("no-hits", &[]);
    }
    context.note_unsure(search.hidden_unsure()?);
    for (field, count) in search.hidden_unknown()? {
        let flag = if field == "date" {
            "year".to_owned()
        } else {
            field.replace('_', "-")
        };
        let name = context
            .messages
            .get(&format!("field-{}", field.replace('_', "-")));
        context.note(
            "hidden",
            &[
                ("count", &count.to_string()),
                ("field", &name),
                ("flag", &flag),
            ],
        );
    }
    Ok(if found == 0 {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

/// Where nothing matches exactly: all words, then any word, and says so. Where only the filters stand
/// between, it says that instead.
fn loosen<'a>(
    context: &Context,
    backend: &'a EmbeddedBackend,
    question: &mut Question,
    search: Search<'a>,
) -> Result<Search<'a>, CliError> {
    let unfiltered = Question {
        filters: Vec::new(),
        ..question.clone()
    };
    let elsewhere = Search::run(backend, &unfiltered)?.documents();
    if elsewhere > 0 {
        context.note("filtered-out", &[("count", &elsewhere.to_string())]);
        return Ok(search);
    }
    if !plan::can_loosen(&question.query) {
        return Ok(search);
    }
    for (matching, key) in [
        (Matching::AllWords, "all-words"),
        (Matching::AnyWord, "any-words"),
    ] {
        question.matching = matching;
        let loose = Search::run(backend, question)?;
        if loose.documents() > 0 {
            context.note(key, &[]);
            return Ok(loose);
        }
    }
    Ok(search)
}

fn question(args: &Args, backend: &EmbeddedBackend) -> Result<Question, CliError> {
    let text = args.text();
    let query = if args.fixed_string {
        fixed(&text)
    } else {
        parse(&text, backend)?
    };
    Ok(Question {
        query,
        filters: args.filters.filters(backend)?,
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
            Order::DateDescending => Sort::DateDescending,
        },
        matching: match args.matching {
            None | Some(MatchChoice::Exact) => Matching::Exact,
            Some(MatchChoice::All) => Matching::AllWords,
            Some(MatchChoice::Any) => Matching::AnyWord,
        },
        min_confidence: args.filters.min_confidence(),
    })
}
