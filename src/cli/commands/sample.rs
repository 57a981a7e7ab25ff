//! `zhengsou sample`: documents drawn by lot, from every stratum in proportion.

use std::io::Write;

use crate::cli::args::{FilterArgs, facet_field};
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::output::Output;
use crate::cli::printer::Printer;
use crate::cli::reposts::RepostsChoice;
use crate::cli::source::SourceArgs;
use crate::cli::table::{Format, TableArgs};
use crate::cli::{hidden, query, reposts};
use crate::export::{self, Links, RowUnit};
use crate::indexer::clusters_of;
use crate::model::{Hit, Sort};
use crate::schema::Schema;
use crate::search::sample::{self, Stratum};
use crate::search::{Matching, Question, Search};
use crate::tabular::Cell;

/// Draw a stratified sample of documents that can be drawn again
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to draw from, as `search` takes it; all documents if left out
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
    /// Strata: fields with one value a document, such as province,year (default: none)
    #[arg(long, value_delimiter = ',', value_name = "FIELD")]
    by: Vec<String>,
    /// How many documents
    #[arg(short = 'n', long = "size", default_value_t = 100, value_name = "N")]
    size: usize,
    /// Another seed draws another sample, the same seed the same
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// Take the query as one exact string
    #[arg(short = 'F', long = "fixed-string", visible_alias = "fixed-strings")]
    fixed_string: bool,
    /// Copies of one policy: show draws from all (default), fold from one, only from nothing else
    #[arg(long, value_enum, value_name = "HOW")]
    reposts: Option<RepostsChoice>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    table: TableArgs,
}

/// The columns after those of `search`.
const COLUMNS: [&str; 2] = ["stratum", "weight"];

/// Draws and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    args.table.check()?;
    let fields = fields(&args.by)?;
    let text = args.query.as_deref().unwrap_or_default();
    if !args.fixed_string {
        query::check(text, "sample")?;
    }
    let backend = args.source.open(context)?;
    let query = query::read(text, args.fixed_string, &backend)?;
    let question = Question {
        query,
        filters: args.filters.filters(&backend)?,
        sort: Sort::Relevance,
        matching: Matching::Exact,
        min_confidence: args.filters.min_confidence(),
    };
    let search = Search::run(&backend, &question)?;
    let mut search = search.with_clusters(clusters_of(&backend)?);
    search.treat(reposts::asked(args.reposts))?;
    let found = search.documents();
    reposts::note(context, &search)?;
    hidden::note(context, &search)?;
    let strata = sample::draw(&search, &fields, args.size, args.seed)?;
    let drawn: Vec<usize> = strata
        .iter()
        .flat_map(|stratum| stratum.drawn.clone())
        .collect();
    search.keep(&drawn);
    write(context, args, &search, &strata)?;
    context.note_written(args.table.path());
    report(context, args, found, &strata);
    Ok(if found == 0 {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

/// Says what was drawn, and what the sample cannot speak for.
fn report(context: &Context, args: &Args, found: usize, strata: &[Stratum]) {
    if found == 0 {
        return context.no_hits();
    }
    let drawn: usize = strata.iter().map(|stratum| stratum.drawn.len()).sum();
    let values = [
        ("drawn", drawn.to_string()),
        ("found", found.to_string()),
        ("strata", strata.len().to_string()),
        ("seed", args.seed.to_string()),
    ];
    context.note(
        "sampled",
        &values.each_ref().map(|(key, value)| (*key, value.as_str())),
    );
    let none = strata.iter().filter(|stratum| stratum.drawn.is_empty());
    let none = none.count();
    if none > 0 {
        context.note("sample-none", &[("count", &none.to_string())]);
    }
}

/// The fields of the strata. A document in two strata could be drawn twice: fields with several
/// values are refused.
fn fields(by: &[String]) -> Result<Vec<String>, CliError> {
    let fields: Vec<String> = by.iter().map(|name| facet_field(name)).collect();
    let is_multi = |field: &&String| Schema::get().field(field).is_some_and(|field| field.multi);
    match fields.iter().find(is_multi) {
        None => Ok(fields),
        Some(field) => Err(CliError::new("sample-multi")
            .with("field", field)
            .hint("hint-sample-multi", &[])),
    }
}

fn write(
    context: &Context,
    args: &Args,
    search: &Search<'_>,
    strata: &[Stratum],
) -> Result<(), CliError> {
    let mut output = Output::open(args.table.path())?;
    let columns = [&export::columns()[..], &COLUMNS].concat();
    let owners = strata
        .iter()
        .flat_map(|stratum| stratum.drawn.iter().map(move |_| stratum));
    let hits = search.hits().zip(owners);
    if args.table.form() == Format::Text {
        let mut printer = Printer {
            messages: &context.messages,
            evidence: false,
            links: Links::default(),
        };
        for (hit, stratum) in hits {
            let label = label(stratum);
            if !label.is_empty() {
                writeln!(output, "[{label} × {}]", weight(stratum))?;
            }
            let mut plain = anstream::StripStream::new(&mut output as &mut dyn Write);
            printer.hit(&mut plain, &hit?)?;
        }
        return output.finish();
    }
    let mut rows = Vec::new();
    for (hit, stratum) in hits {
        rows.extend(row(&hit?, stratum));
    }
    args.table.write(&mut output, &columns, rows.into_iter())?;
    output.finish()
}

/// The row of a document, as `search --rows document` has it, its stratum and what it stands for.
fn row(hit: &Hit, stratum: &Stratum) -> Option<Vec<Cell>> {
    let rows = export::rows(hit, RowUnit::Document);
    let row = rows.first()?;
    let cells = export::columns().into_iter().map(|column| row.cell(column));
    let stratum = [Cell::Text(label(stratum)), Cell::Number(weight(stratum))];
    Some(cells.chain(stratum).collect())
}

fn label(stratum: &Stratum) -> String {
    let values = stratum.values.iter();
    let values: Vec<&str> = values
        .map(|value| value.as_deref().unwrap_or("unknown"))
        .collect();
    values.join("/")
}

fn weight(stratum: &Stratum) -> String {
    format!("{:.4}", stratum.weight())
}
