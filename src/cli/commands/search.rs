//! `zhengsou search`: find, filter, count, export.

mod facets;
mod notes;

use std::io::{IsTerminal, Write};

use crate::cli::args::FilterArgs;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::output::Output;
use crate::cli::source::SourceArgs;
use crate::cli::table::{Format, TableArgs};
use crate::cli::{hidden, printer};
use crate::engine::embedded::EmbeddedBackend;
use crate::export::{self, ExportRow, RowUnit};
use crate::lexicon::synonyms::Synonyms;
use crate::model::Sort;
use crate::search::parse::{fixed, parse};
use crate::search::widen::widen;
use crate::search::{Matching, Question, Search, plan};
use crate::tabular::Writer;

/// Search an archive: exact strings, ranked passages, every hit exported
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to find; spaces mean AND, also OR, -, "…", ( ), field:value
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// More words of the query
    #[arg(value_name = "WORD", hide = true)]
    more: Vec<String>,
    #[command(flatten)]
    source: SourceArgs,
    /// Take the whole query as one exact string
    #[arg(short = 'F', long = "fixed-string", visible_alias = "fixed-strings")]
    fixed_string: bool,
    /// How strings match: exact, all of their words, any word
    #[arg(long = "match", value_enum, value_name = "HOW")]
    matching: Option<MatchChoice>,
    /// Find synonyms as well (高新区, 高新技术产业开发区 …); =FILE: your own, a group per line, tabs between
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-"
    )]
    synonyms: Option<std::path::PathBuf>,
    /// Say on standard error how the query is understood and what each condition finds
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    table: TableArgs,
    /// What one row is
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    rows: Rows,
    /// Most rows (default: 10 documents as text, else all)
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["csv", "output", "facets"])]
    count: bool,
    /// Count the hits by fields: issuer,date,zone,region …
    #[arg(long, value_delimiter = ',', value_name = "FIELD")]
    facets: Vec<String>,
    /// Order of the hits
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "ORDER",
        allow_hyphen_values = true
    )]
    sort: Order,
    /// Only these columns (CSV, TSV, JSONL)
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    columns: Vec<String>,
    /// Say where each value comes from: rule, confidence, bytes of the file
    #[arg(long, conflicts_with_all = ["count", "facets"])]
    evidence: bool,
}

impl Args {
    fn to_terminal(&self) -> bool {
        self.table.path().is_none() && std::io::stdout().is_terminal()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MatchChoice {
    /// As strings
    Exact,
    /// All of their words
    All,
    /// Any of their words
    Any,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Rows {
    /// Every passage with a match
    #[default]
    Passage,
    /// Every document, with its best passage
    Document,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// Best first
    #[default]
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    DateDescending,
}

/// Documents shown as text unless `--limit` says otherwise.
const TEXT_LIMIT: usize = 10;

/// Searches and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    check_columns(&args.columns)?;
    let backend = args.source.open(context)?;
    let mut question = question(args, &backend)?;
    let synonyms = notes::synonyms(args.synonyms.as_deref())?;
    let widened = synonyms
        .as_ref()
        .map(|synonyms| widen(&mut question.query, synonyms));
    let mut search = Search::run(&backend, &question)?;
    let format = args.table.form();
    let for_people = format == Format::Text && !args.count && args.facets.is_empty();
    let may_loosen = for_people && args.matching.is_none() && !args.fixed_string;
    if search.documents() == 0 && may_loosen && args.to_terminal() {
        search = loosen(context, &backend, &mut question, search)?;
    }
    if args.explain {
        notes::explain(context, &question, &backend)?;
    }
    notes::widened(context, widened.unwrap_or_default().as_slice());
    let found = search.documents();
    if args.count {
        print_count(&search, args.rows)?;
    } else if !args.facets.is_empty() {
        facets::print(context, &search, args)?;
    } else if for_people {
        print_text(context, &search, args)?;
    } else {
        write_table(context, &search, args)?;
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
    let widened = widen(&mut wider.query, Synonyms::embedded());
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
    let words: Vec<&str> = args
        .query
        .iter()
        .chain(&args.more)
        .map(String::as_str)
        .collect();
    let text = words.join(" ");
    let query = if args.fixed_string {
        fixed(&text)
    } else {
        parse(&text, backend).map_err(|error| CliError::in_query(error, &text))?
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

fn check_columns(columns: &[String]) -> Result<(), CliError> {
    let known = export::columns();
    match columns
        .iter()
        .find(|column| !known.contains(&column.as_str()))
    {
        None => Ok(()),
        Some(column) => Err(CliError::new("no-column")
            .with("column", column)
            .hint("hint-values", &[("values", &known.join(", "))])),
    }
}

fn print_count(search: &Search<'_>, rows: Rows) -> Result<(), CliError> {
    let mut out = Context::raw_stdout();
    match rows {
        Rows::Passage => writeln!(out, "{}", search.count_passages()?)?,
        Rows::Document => writeln!(out, "{}", search.documents())?,
    }
    out.flush()?;
    Ok(())
}

fn print_text(context: &Context, search: &Search<'_>, args: &Args) -> Result<(), CliError> {
    let limit = args.limit.unwrap_or(TEXT_LIMIT);
    let hits = search.hits().take(limit);
    if let Some(path) = args.table.path() {
        let mut output = Output::open(Some(path))?;
        let mut plain = anstream::StripStream::new(&mut output as &mut dyn Write);
        for hit in hits {
            printer::print_hit(&mut plain, &hit?, args.evidence, &context.messages)?;
        }
        output.finish()?;
    } else {
        let mut out = context.stdout();
        for hit in hits {
            printer::print_hit(&mut out, &hit?, args.evidence, &context.messages)?;
        }
        out.flush()?;
    }
    let (found, shown) = (search.documents(), search.documents().min(limit));
    if found > 0 {
        let values = [("found", found.to_string()), ("shown", shown.to_string())];
        context.note(
            "found",
            &values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str())),
        );
    }
    Ok(())
}

fn unit(rows: Rows) -> RowUnit {
    match rows {
        Rows::Passage => RowUnit::Passage,
        Rows::Document => RowUnit::Document,
    }
}

fn write_table(context: &Context, search: &Search<'_>, args: &Args) -> Result<(), CliError> {
    let path = args.table.path();
    let mut output = Output::open(path)?;
    let chosen: Vec<&str> = args.columns.iter().map(String::as_str).collect();
    let mut columns = if chosen.is_empty() {
        export::columns()
    } else {
        chosen
    };
    if args.evidence {
        columns.push(export::EVIDENCE);
    }
    let limit = args.limit.unwrap_or(usize::MAX);
    let rows = if args.table.form() == Format::Jsonl {
        each_row(search, unit(args.rows), limit, |row| {
            Ok(writeln!(output, "{}", export::row_json(row, &columns))?)
        })?
    } else {
        let options = args.table.options(&output);
        let mut table = Writer::new(&mut output, options);
        table.header(&columns)?;
        let rows = each_row(search, unit(args.rows), limit, |row| {
            Ok(export::write_row(&mut table, row, &columns)?)
        })?;
        table.finish()?;
        rows
    };
    let to_file = output.is_file();
    output.finish()?;
    if let Some(path) = path.filter(|_| to_file) {
        let values = [
            ("rows", rows.to_string()),
            ("documents", search.documents().to_string()),
            ("path", path.display().to_string()),
        ];
        context.note(
            "exported",
            &values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str())),
        );
    }
    Ok(())
}

/// Writes at most `limit` rows of the hits, in order; returns how many.
fn each_row(
    search: &Search<'_>,
    unit: RowUnit,
    limit: usize,
    mut write: impl FnMut(&ExportRow<'_>) -> Result<(), CliError>,
) -> Result<usize, CliError> {
    let mut written = 0;
    for hit in search.hits() {
        let hit = hit?;
        for row in export::rows(&hit, unit) {
            if written == limit {
                return Ok(written);
            }
            write(&row)?;
            written += 1;
        }
    }
    Ok(written)
}
