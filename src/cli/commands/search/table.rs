//! Rows for programs and spreadsheets.

use std::io;
use std::path::Path;

use super::args::{Args, Format, Rows};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::engine::embedded::EmbeddedBackend;
use crate::export::{
    self, CslWriter, JsonLinesWriter, Remarks, RisWriter, RowUnit, RowWriter, TableWriter,
    XlsxOptions, XlsxWriter,
};
use crate::indexer::Commit;
use crate::search::Search;

/// What a row stands for: as asked, but a citation is of a document.
pub(super) fn unit(args: &Args) -> RowUnit {
    match (args.form(), args.rows) {
        (Format::Ris | Format::CslJson, _) | (_, Rows::Document) => RowUnit::Document,
        (_, Rows::Passage) => RowUnit::Passage,
        (_, Rows::Occurrence) => RowUnit::Occurrence,
    }
}

/// The columns asked for.
pub(super) fn columns(args: &Args) -> Vec<&str> {
    let mut columns: Vec<&str> = args.columns.iter().map(String::as_str).collect();
    if columns.is_empty() {
        columns = export::columns();
        if args.rows == Rows::Occurrence {
            columns.extend(export::CONTEXT);
        }
    }
    if args.evidence {
        columns.push(export::EVIDENCE);
    }
    columns
}

/// Writes the rows; returns how many.
pub(super) fn write_table(
    context: &Context,
    backend: &EmbeddedBackend,
    search: &Search<'_>,
    args: &Args,
) -> Result<usize, CliError> {
    let path = args.path();
    let mut output = Output::open(path)?;
    let to_file = output.is_file();
    let columns = columns(args);
    let fail = |error: io::Error| CliError::output(path.unwrap_or(Path::new("stdout")), &error);
    let mut writer = writer(args, backend, &mut output, &columns).map_err(fail)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let (mut rows, mut documents) = (0, 0);
    'hits: for hit in search.hits() {
        let hit = hit?;
        let before = rows;
        for row in export::rows(&hit, unit(args)) {
            if rows == limit {
                break 'hits;
            }
            writer.row(&row).map_err(fail)?;
            rows += 1;
            documents += usize::from(rows == before + 1);
        }
    }
    let remarks = writer.finish().map_err(fail)?;
    output.finish()?;
    if let Some(path) = path.filter(|_| to_file) {
        let (rows, documents) = (rows.to_string(), documents.to_string());
        let path = path.display().to_string();
        let values = [("rows", &*rows), ("documents", &documents), ("path", &path)];
        context.note("exported", &values);
    }
    note_remarks(context, remarks);
    if rows == 0 && limit > 0 && search.documents() > 0 {
        context.note("no-occurrences", &[]);
    }
    Ok(rows)
}

/// The writer of the form asked for.
fn writer<'a>(
    args: &Args,
    backend: &EmbeddedBackend,
    output: &'a mut Output,
    columns: &'a [&'a str],
) -> io::Result<Box<dyn RowWriter + 'a>> {
    Ok(match args.form() {
        Format::Jsonl => Box::new(JsonLinesWriter::new(output, columns)),
        Format::Xlsx => {
            let options = XlsxOptions {
                scratch: output.scratch(),
                archives: Commit::parse(Some(backend.payload())).archives,
            };
            Box::new(XlsxWriter::new(output, columns, options)?)
        }
        Format::Ris => Box::new(RisWriter::new(output)),
        Format::CslJson => Box::new(CslWriter::new(output)?),
        Format::Text | Format::Kwic | Format::Csv | Format::Tsv => {
            let options = args.table_options(output);
            Box::new(TableWriter::new(output, columns, options)?)
        }
    })
}

/// Says what the form could not hold.
fn note_remarks(context: &Context, remarks: Remarks) {
    let counts = [
        ("cells-cut", remarks.cut_cells),
        ("rows-unlinked", remarks.unlinked_rows),
    ];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        context.note(key, &[("count", &count.to_string())]);
    }
}
