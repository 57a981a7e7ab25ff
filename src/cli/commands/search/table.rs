//! Rows for programs and spreadsheets.

use std::io::Write;

use super::args::{Args, Format, Rows};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::export::{self, ExportRow, RowUnit};
use crate::search::Search;
use crate::tabular::Writer;

pub(super) fn check_columns(columns: &[String]) -> Result<(), CliError> {
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

fn unit(rows: Rows) -> RowUnit {
    match rows {
        Rows::Passage => RowUnit::Passage,
        Rows::Document => RowUnit::Document,
    }
}

pub(super) fn write_table(
    context: &Context,
    search: &Search<'_>,
    args: &Args,
) -> Result<(), CliError> {
    let path = args.path();
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
    let rows = if args.form() == Format::Jsonl {
        each_row(search, unit(args.rows), limit, |row| {
            Ok(writeln!(output, "{}", export::row_json(row, &columns))?)
        })?
    } else {
        let options = args.table_options(&output);
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
