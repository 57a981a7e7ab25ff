//! `zhengsou number`, `place` and `issuer`: what the lexicons know. They share everything but the
//! subject.

use std::io::{BufRead, Write};
use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::messages::Messages;
use crate::export::cells_json;
use crate::export::lookup::Subject;
use crate::tabular::{Cell, Options as TableOptions, Separator, Writer};

/// Normalise a document number (文号) and say what its letters tell
#[derive(Debug, clap::Args)]
pub(crate) struct NumberArgs {
    /// Numbers, in any brackets, width and spacing; `-` = lines of stdin
    #[arg(required = true, value_name = "NUMBER")]
    values: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Say what is known of a place: full name, parents, past
#[derive(Debug, clap::Args)]
pub(crate) struct PlaceArgs {
    /// Names, short or former, maybe after their parents; `-` = lines of stdin
    #[arg(required = true, value_name = "NAME")]
    values: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Say what is known of an issuer (发文机关): full name, lineage
#[derive(Debug, clap::Args)]
pub(crate) struct IssuerArgs {
    /// Names, short or full; `-` = lines of stdin
    #[arg(required = true, value_name = "NAME")]
    values: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object per line
    Jsonl,
    /// Comma-separated
    Csv,
    /// Tab-separated
    Tsv,
}

/// Looks numbers up.
pub(crate) fn number(context: &Context, args: &NumberArgs) -> Result<ExitStatus, CliError> {
    run(context, Subject::Number, &args.values, args.format)
}

/// Looks places up.
pub(crate) fn place(context: &Context, args: &PlaceArgs) -> Result<ExitStatus, CliError> {
    run(context, Subject::Place, &args.values, args.format)
}

/// Looks organs up.
pub(crate) fn issuer(context: &Context, args: &IssuerArgs) -> Result<ExitStatus, CliError> {
    run(context, Subject::Issuer, &args.values, args.format)
}

/// Writes the rows of all values. Machine formats have a row for what is not known as well, so that
/// every line of the input has its answer.
fn run(
    context: &Context,
    subject: Subject,
    values: &[String],
    format: Format,
) -> Result<ExitStatus, CliError> {
    let mut printer = Printer::new(context, subject, format)?;
    let mut unknown = false;
    each(values, |value| {
        let rows = subject.rows(value);
        if rows.is_empty() {
            let (known, hint) = keys(subject);
            let hint = (!unknown).then_some(hint);
            let error = CliError::new(known).with("value", value);
            context.report(
                &hint
                    .into_iter()
                    .fold(error, |error, hint| error.hint(hint, &[])),
            );
            unknown = true;
        }
        printer.print(value, &rows)
    })?;
    printer.finish()?;
    Ok(if unknown {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

/// What to say of an unknown value, and how to mend it.
fn keys(subject: Subject) -> (&'static str, &'static str) {
    match subject {
        Subject::Number => ("bad-number", "hint-number"),
        Subject::Place => ("unknown-place", "hint-place"),
        Subject::Issuer => ("unknown-issuer", "hint-issuer"),
    }
}

/// Calls for every value; for `-`, for every line of standard input that is not blank.
fn each(
    values: &[String],
    mut call: impl FnMut(&str) -> Result<(), CliError>,
) -> Result<(), CliError> {
    for value in values {
        if value != "-" {
            call(value.trim())?;
            continue;
        }
        for line in std::io::stdin().lock().lines() {
            let line = line.map_err(|error| CliError::unreadable(Path::new("stdin"), &error))?;
            let line = line.trim().trim_start_matches('\u{feff}');
            if !line.is_empty() {
                call(line)?;
            }
        }
    }
    Ok(())
}

/// Prints rows in one of the formats.
enum Printer<'a> {
    Text(Box<dyn Write>, Subject, &'a Messages),
    Jsonl(Box<dyn Write>, Subject),
    Table(Box<Writer<Box<dyn Write>>>, Subject),
}

impl<'a> Printer<'a> {
    fn new(context: &'a Context, subject: Subject, format: Format) -> Result<Self, CliError> {
        let raw = || Box::new(Context::raw_stdout()) as Box<dyn Write>;
        let separator = match format {
            Format::Text => {
                let out = Box::new(context.stdout());
                return Ok(Self::Text(out, subject, &context.messages));
            }
            Format::Jsonl => return Ok(Self::Jsonl(raw(), subject)),
            Format::Csv => Separator::Comma,
            Format::Tsv => Separator::Tab,
        };
        let options = TableOptions {
            separator,
            ..TableOptions::default()
        };
        let mut table = Writer::new(raw(), options);
        table.header(subject.columns())?;
        Ok(Self::Table(Box::new(table), subject))
    }

    fn print(&mut self, value: &str, rows: &[Vec<Cell>]) -> Result<(), CliError> {
        let unknown = |subject: &Subject| match rows {
            [] => vec![subject.unknown(value)],
            rows => rows.to_vec(),
        };
        match self {
            Self::Text(out, subject, messages) => {
                for row in rows {
                    print_row(out, messages, subject.columns(), row)?;
                }
            }
            Self::Jsonl(out, subject) => {
                for row in unknown(subject) {
                    writeln!(out, "{}", cells_json(subject.columns(), &row))?;
                }
            }
            Self::Table(table, subject) => {
                for row in unknown(subject) {
                    table.row(&row)?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), CliError> {
        match self {
            Self::Text(mut out, ..) | Self::Jsonl(mut out, _) => Ok(out.flush()?),
            Self::Table(table, _) => Ok(table.finish()?),
        }
    }
}

/// Columns that the heading of a reading shows already.
const IN_HEADING: [&str; 6] = ["query", "number", "name", "province", "city", "county"];

/// Places shown that may use the same letters: the table's own come first, and every division whose
/// name begins alike follows. Machine formats have them all.
const MOST_OTHERS: usize = 6;

/// Prints a reading: what it is and where it lies, then a line for everything else known of it.
fn print_row(
    out: &mut dyn Write,
    messages: &Messages,
    columns: &[&str],
    row: &[Cell],
) -> std::io::Result<()> {
    let shown = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        Cell::List(list) => list.join("、"),
    };
    let cell = |name: &str| {
        let at = columns.iter().position(|column| *column == name);
        at.and_then(|at| row.get(at)).map(shown).unwrap_or_default()
    };
    let name = row.get(1).map(shown).unwrap_or_default();
    let mut path: Vec<String> = ["province", "city", "county"]
        .into_iter()
        .map(cell)
        .collect();
    path.retain(|place| !place.is_empty());
    let bold = anstyle::Style::new().bold();
    let place = match path.last() {
        Some(last) if path.len() > 1 || *last != name => format!("  {}", path.join(" › ")),
        _ => String::new(),
    };
    writeln!(out, "{bold}{name}{bold:#}{place}")?;
    for (&column, value) in columns.iter().zip(row) {
        let value = match value {
            Cell::List(list) if column == "others" && list.len() > MOST_OTHERS => {
                format!("{}…", list[..MOST_OTHERS].join("、"))
            }
            value => shown(value),
        };
        if value.is_empty() || IN_HEADING.contains(&column) {
            continue;
        }
        // Closed vocabularies are worded; everything else is shown as it is.
        let key = format!("value-{column}-{value}");
        let worded = messages.get(&key);
        let value = if worded == key { value } else { worded };
        writeln!(out, "  {}{value}", messages.get(&format!("known-{column}")))?;
    }
    writeln!(out)
}
