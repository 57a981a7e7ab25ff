//! `zhengsou stats`: counts by one or two fields, queries side by side.

mod plot;
mod text;

use crate::cli::args::{FilterArgs, facet_field};
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::output::Output;
use crate::cli::reposts::RepostsChoice;
use crate::cli::source::SourceArgs;
use crate::cli::table::{Format, TableArgs};
use crate::cli::{hidden, query, reposts};
use crate::engine::embedded::EmbeddedBackend;
use crate::export::crosstab;
use crate::indexer::clusters_of;
use crate::model::{Query, Sort};
use crate::search::crosstab::CrossTab;
use crate::search::{Matching, Question, Search, numerals};

/// Count documents and matches by year, place, issuer …; queries side by side
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to count, one argument as `search` takes it; all documents if left out
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Refused: more than one query needs -e
    #[arg(value_name = "WORD", hide = true)]
    more: Vec<String>,
    /// A query to be counted beside the others: -e 一区多园 -e 一区七园
    #[arg(
        short = 'e',
        long = "query",
        value_name = "QUERY",
        allow_hyphen_values = true
    )]
    queries: Vec<String>,
    #[command(flatten)]
    source: SourceArgs,
    /// One or two fields: province, city, county, year, date:month, issuer, zone, type, kind …, N
    #[arg(long, value_delimiter = ',', required = true, value_name = "FIELD")]
    by: Vec<String>,
    /// Take every query as one exact string
    #[arg(short = 'F', long = "fixed-string", visible_alias = "fixed-strings")]
    fixed_string: bool,
    /// List values without a hit as well, if the archive has documents of them
    #[arg(long)]
    zeros: bool,
    /// Copies of one policy: show counts all (default), fold counts one, only counts nothing else
    #[arg(long, value_enum, value_name = "HOW")]
    reposts: Option<RepostsChoice>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    table: TableArgs,
    #[command(flatten)]
    picture: plot::PlotArgs,
}

/// Counts and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let fields = fields(&args.by)?;
    let queries = queries(args)?;
    if !args.fixed_string {
        for query in &queries {
            query::check(query, "stats")?;
        }
    }
    args.picture.check()?;
    args.table.check()?;
    let backend = args.source.open(context)?;
    let clusters = clusters_of(&backend)?;
    let run = |query: Query| -> Result<Search<'_>, CliError> {
        let search = Search::run(&backend, &question(args, query, &backend)?)?;
        let mut search = search.with_clusters(clusters.clone());
        search.treat(reposts::asked(args.reposts))?;
        Ok(search)
    };
    let base = run(Query::Everything)?;
    let mut searches = Vec::new();
    for text in queries {
        let query = query::read(&text, args.fixed_string, &backend)?;
        if fields.iter().any(|field| field == numerals::FIELD) && !numerals::asks(&query) {
            return Err(CliError::new("stats-numeral")
                .with("query", text)
                .hint("hint-stats-numeral", &[]));
        }
        let search = run(query)?;
        reposts::note(context, &search)?;
        searches.push((text, search));
    }
    let table = CrossTab::count(&base, &searches, &fields, args.zeros)?;
    // A picture of nothing would replace one of something.
    let picture = match table.is_empty() {
        true => None,
        false => args.picture.draw(&table, &context.messages)?,
    };
    write(context, args, &table)?;
    context.note_written(args.table.path());
    if let Some(picture) = picture {
        picture.write(context)?;
    }
    if table.is_empty() {
        context.no_hits();
    }
    match &searches[..] {
        [(_, only)] => hidden::note(context, only)?,
        _ => hidden::note(context, &base)?,
    }
    Ok(if table.is_empty() {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

fn fields(by: &[String]) -> Result<Vec<String>, CliError> {
    let fields: Vec<String> = by.iter().map(|name| facet_field(name)).collect();
    match &fields[..] {
        [_] => Ok(fields),
        [first, second] if first != second => Ok(fields),
        _ => Err(CliError::new("stats-fields").hint("hint-stats-fields", &[])),
    }
}

/// The queries: the one argument, or each `-e`. Two arguments are refused: `A B` is one query when
/// it is quoted, and two with `-e`.
fn queries(args: &Args) -> Result<Vec<String>, CliError> {
    let words: Vec<&String> = args.query.iter().chain(&args.more).collect();
    match (&words[..], &args.queries[..]) {
        ([], []) => Ok(vec![String::new()]),
        ([only], []) => Ok(vec![(*only).clone()]),
        ([], each) => Ok(each.to_vec()),
        (words, each) => {
            let all = words.iter().copied().chain(each).map(String::as_str);
            let all: Vec<&str> = all.collect();
            let one = format!("'{}'", all.join(" "));
            let each = format!("-e '{}'", all.join("' -e '"));
            Err(CliError::new("stats-queries")
                .hint("hint-stats-queries", &[("one", &one), ("each", &each)]))
        }
    }
}

fn question(args: &Args, query: Query, backend: &EmbeddedBackend) -> Result<Question, CliError> {
    Ok(Question {
        query,
        filters: args.filters.filters(backend)?,
        sort: Sort::Relevance,
        matching: Matching::Exact,
        min_confidence: args.filters.min_confidence(),
    })
}

fn write(context: &Context, args: &Args, table: &CrossTab) -> Result<(), CliError> {
    let mut output = Output::open(args.table.path())?;
    if args.table.form() == Format::Text {
        text::write(&mut output, table, &context.messages)?;
        for axis in table.axes.iter().filter(|axis| axis.is_multi()) {
            let field = crosstab::column(&axis.field).replace('_', "-");
            let field = context.messages.get(&format!("field-{field}"));
            context.note("stats-multi", &[("field", &field)]);
        }
    } else {
        let columns = crosstab::columns(table);
        args.table
            .write(&mut output, &columns, crosstab::rows(table))?;
    }
    output.finish()
}
