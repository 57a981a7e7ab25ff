//! `search --file`: every query of a list, counted in every document.

use std::path::Path;

use super::args::{Args, Format, Rows, Shape};
use super::list::{self, List};
use super::{asked, notes};
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::output::Output;
use crate::cli::table::write_rows;
use crate::cli::text_table::TextTable;
use crate::cli::{hidden, query, reposts};
use crate::engine::embedded::EmbeddedBackend;
use crate::export::batch;
use crate::indexer::clusters_of;
use crate::model::Query;
use crate::search::batch::Batch;
use crate::search::terms::Term;
use crate::search::widen::widen;

/// Terms without a hit that are named beside a table.
const NAMED: usize = 10;

/// Reads the list, asks all of it, prints.
pub(super) fn run(context: &Context, args: &Args, file: &Path) -> Result<ExitStatus, CliError> {
    check(args)?;
    let List { path, terms } = list::read(file)?;
    let backend = args.source.open(context)?;
    let queries = queries(context, args, path, &terms, &backend)?;
    let common = asked(args, Query::Everything, &backend)?;
    let batch = Batch::run(&backend, &common, &queries)?;
    let batch = batch.treat(clusters_of(&backend)?, reposts::asked(args.reposts))?;
    if args.count || args.form() == Format::Text {
        print(context, args, &terms, &batch)?;
    } else {
        write(context, args, &terms, &batch)?;
    }
    let found = batch.any().documents();
    if found == 0 {
        context.no_hits();
    }
    reposts::note(context, batch.any())?;
    hidden::note(context, batch.any())?;
    Ok(if found == 0 {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

/// Refuses what cannot be said of many queries at once.
fn check(args: &Args) -> Result<(), CliError> {
    let form = args.form();
    let is_text = args.count || form == Format::Text;
    let unfit = [
        ("--facets", !args.facets.is_empty()),
        ("--columns", !args.columns.is_empty()),
        ("--rows", args.rows != Rows::default()),
        ("--explain", args.explain),
        ("--evidence", args.evidence),
        ("--provenance", args.provenance),
        ("--kwic-sort", args.kwic_sort.is_some()),
    ];
    if let Some((flag, _)) = unfit.into_iter().find(|(_, is_unfit)| *is_unfit) {
        return Err(CliError::new("batch-flag")
            .with("flag", flag)
            .hint("hint-batch-flag", &[]));
    }
    let of_rows = [
        ("--shape", args.shape.is_some()),
        ("--limit", args.limit.is_some()),
    ];
    if let Some((flag, _)) = of_rows.into_iter().find(|(_, given)| *given && is_text) {
        return Err(CliError::new("unfit-flag")
            .with("flag", flag)
            .hint("hint-batch-rows", &[]));
    }
    match form {
        _ if is_text => Ok(()),
        Format::Csv | Format::Tsv | Format::Jsonl => Ok(()),
        _ => Err(CliError::new("unfit-flag")
            .with("flag", "--file")
            .hint("hint-facet-form", &[])),
    }
}

/// Reads every query before anything is written, and widens them where that is asked for.
fn queries(
    context: &Context,
    args: &Args,
    path: &Path,
    terms: &[Term],
    backend: &EmbeddedBackend,
) -> Result<Vec<Query>, CliError> {
    let synonyms = notes::synonyms(context, args.synonyms.as_deref())?;
    let mut widened = Vec::new();
    let mut queries = Vec::new();
    for term in terms {
        let query = query::read(&term.query, args.fixed_string, backend);
        let mut query = query.map_err(|error| error.in_line(path, term.line))?;
        if let Some(synonyms) = &synonyms {
            widened.extend(widen(&mut query, synonyms));
        }
        queries.push(query);
    }
    widened.sort_by(|a, b| a.text.cmp(&b.text));
    widened.dedup();
    notes::widened(context, &widened);
    Ok(queries)
}

/// A line for each term, those without a hit as well.
fn print(
    context: &Context,
    args: &Args,
    terms: &[Term],
    batch: &Batch<'_>,
) -> Result<(), CliError> {
    let heading = |key: &str| context.messages.get(key);
    let mut lines = TextTable::new(1);
    lines.row(
        ["batch-term", "stats-documents", "stats-occurrences"]
            .map(heading)
            .to_vec(),
    );
    for (term, total) in terms.iter().zip(batch.totals()?) {
        let occurrences = total.occurrences.map(|count| count.to_string());
        lines.row(vec![
            term.name.clone(),
            total.documents.to_string(),
            occurrences.unwrap_or_else(|| "–".to_owned()),
        ]);
    }
    let any = batch.any().documents().to_string();
    lines.row(vec![heading("batch-any"), any, String::new()]);
    let mut output = Output::open(args.path())?;
    lines.write(&mut output)?;
    output.finish()
}

/// A table for programs and spreadsheets.
fn write(
    context: &Context,
    args: &Args,
    terms: &[Term],
    batch: &Batch<'_>,
) -> Result<(), CliError> {
    let mut output = Output::open(args.path())?;
    let is_jsonl = args.form() == Format::Jsonl;
    let options = (!is_jsonl).then(|| args.table_options(&output));
    let shape = args.shape.unwrap_or(match is_jsonl {
        true => Shape::Long,
        false => Shape::Matrix,
    });
    let columns = match shape {
        Shape::Matrix => batch::matrix_columns(terms),
        Shape::Long => batch::long_columns(),
    };
    let rows = batch.hits().flat_map(|found| match (found, shape) {
        (Err(error), _) => vec![Err(CliError::from(error))],
        (Ok(found), Shape::Matrix) => vec![Ok(batch::matrix_row(&found, terms))],
        (Ok(found), Shape::Long) => batch::long_rows(&found, terms).map(Ok).collect(),
    });
    let rows = rows.take(args.limit.unwrap_or(usize::MAX));
    let rows = write_rows(&mut output, &columns, rows, options)?;
    let to_file = output.is_file();
    output.finish()?;
    if let Some(path) = args.path().filter(|_| to_file) {
        let (rows, documents) = (rows.to_string(), batch.any().documents().to_string());
        let path = path.display().to_string();
        let values = [("rows", &*rows), ("documents", &documents), ("path", &path)];
        context.note("exported", &values);
    }
    note_without(context, terms, batch);
    Ok(())
}

/// Names the terms without a hit: rows do not show them, columns of nothing are overlooked.
fn note_without(context: &Context, terms: &[Term], batch: &Batch<'_>) {
    let found = terms.iter().zip(batch.documents());
    let none = found.filter(|(_, documents)| *documents == 0);
    let none: Vec<&str> = none.map(|(term, _)| term.name.as_str()).collect();
    if none.is_empty() {
        return;
    }
    let mut names = none[..none.len().min(NAMED)].join(", ");
    if none.len() > NAMED {
        names.push_str(", …");
    }
    let count = none.len().to_string();
    context.note("batch-none", &[("count", &count), ("names", &names)]);
}
