//! XLSX (ECMA-376, Office Open XML): the columns of the table with types that a spreadsheet can
//! sort and filter by.
//!
//! In: rows. Out: a workbook through any writer, once all rows are there; until then they wait in a
//! file in a folder that the caller names. Text is text: no cell is a formula. Not its job: whether
//! the output is a terminal.

mod address;
mod layout;

use std::io::{self, Write};
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};

use super::links::Links;
use super::row::ExportRow;
use super::writer::{Remarks, RowWriter};
use crate::tabular::{Cell, list_text};
use address::address;
use layout::{fit, width};

/// Rows of a sheet, header included (Microsoft, "Excel specifications and limits").
const SHEET_ROWS: u32 = 1_048_576;
/// Links that Excel keeps of a sheet (Microsoft, "Excel specifications and limits"); a file with
/// more is reported as damaged. No workbook gets more: links wait in memory, about 2 kB each.
const LINKS: u32 = 65_530;

/// How to write a workbook.
#[derive(Debug, Clone, Default)]
pub struct XlsxOptions {
    /// Where rows wait until the workbook is whole.
    pub scratch: PathBuf,
    /// The archives' names and folders, for links to the files.
    pub archives: Vec<(String, PathBuf)>,
}

/// Writes a workbook.
pub struct XlsxWriter<'a, W: Write + Send> {
    out: W,
    columns: &'a [&'a str],
    workbook: Workbook,
    formats: Formats,
    links: Links,
    /// Rows of a sheet; a test has small ones.
    sheet_rows: u32,
    /// The next row of the last sheet.
    next: u32,
    /// Links so far.
    linked: u32,
    remarks: Remarks,
}

struct Formats {
    header: Format,
    date: Format,
    link: Format,
}

impl<'a, W: Write + Send> XlsxWriter<'a, W> {
    /// Begins the first sheet.
    ///
    /// # Errors
    /// Fails when the scratch folder cannot be written.
    pub fn new(out: W, columns: &'a [&'a str], options: XlsxOptions) -> io::Result<Self> {
        Self::with_sheet_rows(out, columns, options, SHEET_ROWS)
    }

    fn with_sheet_rows(
        out: W,
        columns: &'a [&'a str],
        options: XlsxOptions,
        sheet_rows: u32,
    ) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(&options.scratch).map_err(io_error)?;
        let mut writer = Self {
            out,
            columns,
            workbook,
            formats: Formats {
                header: Format::new().set_bold(),
                date: Format::new().set_num_format("yyyy-mm-dd"),
                link: Format::new().set_hyperlink(),
            },
            links: Links::new(options.archives),
            sheet_rows,
            next: 0,
            linked: 0,
            remarks: Remarks::default(),
        };
        writer.begin_sheet().map_err(io_error)?;
        Ok(writer)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let number = self.workbook.worksheets().len() + 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("hits {number}"))?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(self.columns) {
            sheet.set_column_width(at, width(column))?;
            sheet.write_string_with_format(0, at, *column, &self.formats.header)?;
        }
        self.next = 1;
        Ok(())
    }

    /// Puts the filter over the rows of the last sheet: they are all there.
    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let column = self.columns.len().saturating_sub(1);
        let (row, column) = (self.next - 1, u16::try_from(column).unwrap_or(u16::MAX));
        last(&mut self.workbook)?.autofilter(0, 0, row, column)?;
        Ok(())
    }

    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), XlsxError> {
        if self.next == self.sheet_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        for (at, column) in (0..).zip(self.columns) {
            match *column {
                "date" => self.date(at, row)?,
                "path" => self.path(at, row)?,
                column => self.cell(at, row.cell(column))?,
            }
        }
        self.next += 1;
        Ok(())
    }

    /// A whole date is a date; one without day or month stays text.
    fn date(&mut self, at: u16, row: &ExportRow<'_>) -> Result<(), XlsxError> {
        let date = row.hit.document.metadata.date.as_ref();
        let Some(date) = date.map(|date| date.value).filter(|date| date.day > 0) else {
            return self.cell(at, row.cell("date"));
        };
        let typed = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
        let sheet = last(&mut self.workbook)?;
        sheet.write_datetime_with_format(self.next, at, typed, &self.formats.date)?;
        Ok(())
    }

    fn path(&mut self, at: u16, row: &ExportRow<'_>) -> Result<(), XlsxError> {
        let document = &row.hit.document;
        let file = self.links.file(&document.root, &document.path);
        let Some(address) = file.and_then(address) else {
            return self.cell(at, row.cell("path"));
        };
        if self.linked == LINKS {
            self.remarks.unlinked_rows += 1;
            return self.cell(at, row.cell("path"));
        }
        self.linked += 1;
        let url = Url::new(address).set_text(&document.path);
        let sheet = last(&mut self.workbook)?;
        sheet.write_url_with_format(self.next, at, url, &self.formats.link)?;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: Cell) -> Result<(), XlsxError> {
        let line = self.next;
        let text = match cell {
            Cell::Number(number) => {
                if let Ok(number) = number.parse::<f64>() {
                    last(&mut self.workbook)?.write_number(line, at, number)?;
                }
                return Ok(());
            }
            Cell::Text(text) => text,
            Cell::List(list) => list_text(&list),
        };
        if !text.is_empty() {
            let (text, is_cut) = fit(text);
            self.remarks.cut_cells += u64::from(is_cut);
            last(&mut self.workbook)?.write_string(line, at, text)?;
        }
        Ok(())
    }
}

impl<W: Write + Send> RowWriter for XlsxWriter<'_, W> {
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        self.write(row).map_err(io_error)
    }

    fn finish(mut self: Box<Self>) -> io::Result<Remarks> {
        self.end_sheet().map_err(io_error)?;
        self.workbook
            .save_to_writer(&mut self.out)
            .map_err(io_error)?;
        self.out.flush()?;
        Ok(self.remarks)
    }
}

/// The sheet that rows go to.
fn last(workbook: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    let last = workbook.worksheets().len() - 1;
    workbook.worksheet_from_index(last)
}

/// The system's reason where there is one, so that a closed pipe is known as such.
fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::ZipError(error) => error.into(),
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests;
