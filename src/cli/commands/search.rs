//! `zhengsou search`: find, filter, count, export.

mod args;
mod batch;
mod check;
mod facets;
mod kwic;
mod list;
mod notes;
mod provenance;
mod table;
mod text;

pub(crate) use args::Args;
use args::{Format, MatchChoice, Order};

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::{hidden, query, reposts};
use crate::engine::embedded::EmbeddedBackend;
use crate::export::Counts;
use crate::indexer::clusters_of;
use crate::model::{Query, Sort};
use crate::search::widen::widen;
use crate::search::{Matching, Question, Search, plan};

/// Searches and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    if let Some(file) = &args.file {
        return batch::run(context, args, file);
    }
    check::check(args)?;
    if !args.fixed_string {
        query::check(&args.text(), "search")?;
    }
    let backend = args.source.open(context)?;
    let mut question = question(args, &backend)?;
    let synonyms = notes::synonyms(context, args.synonyms.as_deref())?;
    let widened = synonyms
        .as_ref()
        .map(|synonyms| widen(&mut question.query, synonyms));
    let mut search = Search::run(&backend, &question)?;
    let format = args.form();
    let for_people = format == Format::Text && !args.count && args.facets.is_empty();
    let may_loosen = for_people && args.matching.is_none() && !args.fixed_string;
    if search.documents() == 0 && may_loosen && args.to_terminal() {
        search = loosen(context, &backend, &mut question, search)?;
    }
    if args.explain {
        notes::explain(context, &question, &backend)?;
    }
    notes::widened(context, widened.unwrap_or_default().as_slice());
    let mut search = search.with_clusters(clusters_of(&backend)?);
    if for_people {
        search.rerank(&question)?;
    }
    search.treat(args.reposts())?;
    let found = search.documents();
    if args.count {
        reposts::note(context, &search)?;
        text::print_count(&search, args.rows)?;
    } else if !args.facets.is_empty() {
        facets::print(context, &search, args)?;
        reposts::note(context, &search)?;
        context.note_written(args.path());
    } else if for_people {
        text::print_text(context, &backend, &search, args)?;
    } else if format == Format::Kwic {
        kwic::print(context, &search, args)?;
    } else {
        let rows = table::write_table(context, &backend, &search, args)?;
        reposts::note(context, &search)?;
        if args.provenance {
            let documents = search.documents();
            let counts = Counts { documents, rows };
            provenance::write(context, &backend, &question, args, counts)?;
        }
    }
    if found == 0 {
        notes::no_hits(context, &question, &backend)?;
    }
    if for_people && found < notes::FEW {
        notes::any_numeral(context, &question, &backend, found)?;
    }
    hidden::note(context, &search)?;
    Ok(if found == 0 {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

/// Where nothing matches exactly: with synonyms, by all words, then by any word, and says so.
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
    // Where only the filters stand between, that is said.
    if Search::run(backend, &unfiltered)?.documents() > 0 || !plan::can_loosen(&question.query) {
        return Ok(search);
    }
    let mut wider = question.clone();
    let synonyms = notes::usual_synonyms(context)?;
    let widened = widen(&mut wider.query, &synonyms);
    if !widened.is_empty() {
        let found = Search::run(backend, &wider)?;
        if found.documents() > 0 {
            notes::widened(context, &widened);
            *question = wider;
            return Ok(found);
        }
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
    let query = query::read(&args.text(), args.fixed_string, backend)?;
    asked(args, query, backend)
}

/// What the flags ask, with this query.
fn asked(args: &Args, query: Query, backend: &EmbeddedBackend) -> Result<Question, CliError> {
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
