//! Rows → a format, one row at a time: memory does not grow with them.

use std::io::{self, Write};

use super::json::row_json;
use super::row::ExportRow;
use crate::tabular::{Options, Writer};

/// Writes rows in one format.
pub trait RowWriter {
    /// Writes one row.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()>;

    /// Writes what is still held back, and returns what the format could not hold.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<Remarks>;
}

/// What of the rows a format could not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Cells that were cut at the format's limit; they say so at their end.
    pub cut_cells: u64,
    /// Rows whose path is no link, because a workbook gets no more.
    pub unlinked_rows: u64,
}

/// Writes a table: CSV or TSV.
pub struct TableWriter<'a, W: Write> {
    table: Writer<W>,
    columns: &'a [&'a str],
}

impl<'a, W: Write> TableWriter<'a, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    pub fn new(out: W, columns: &'a [&'a str], options: Options) -> io::Result<Self> {
        let mut table = Writer::new(out, options);
        table.header(columns)?;
        Ok(Self { table, columns })
    }
}

impl<W: Write> RowWriter for TableWriter<'_, W> {
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        let cells: Vec<_> = self.columns.iter().map(|column| row.cell(column)).collect();
        Ok(self.table.row(&cells)?)
    }

    fn finish(self: Box<Self>) -> io::Result<Remarks> {
        self.table.finish()?;
        Ok(Remarks::default())
    }
}

/// Writes one JSON object per line.
pub struct JsonLinesWriter<'a, W: Write> {
    out: W,
    columns: &'a [&'a str],
}

impl<'a, W: Write> JsonLinesWriter<'a, W> {
    /// Returns a writer of these keys, and `spans`.
    pub fn new(out: W, columns: &'a [&'a str]) -> Self {
        Self { out, columns }
    }
}

impl<W: Write> RowWriter for JsonLinesWriter<'_, W> {
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        writeln!(self.out, "{}", row_json(row, self.columns))
    }

    fn finish(mut self: Box<Self>) -> io::Result<Remarks> {
        self.out.flush()?;
        Ok(Remarks::default())
    }
}
