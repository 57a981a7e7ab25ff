//! Spreadsheets (XLSX, XLS, ET) → page: each sheet's name as a line, then its rows.
//!
//! In: a file's bytes. Out: rows as lines, as tables of pages are written; numbers and dates as the
//! sheet shows them. Hidden sheets are left out, formulas give their stored results. Not its job:
//! number formats ([`shown`]), ODS ([`super::odf`]).

mod biff;
mod shown;

use std::io::Cursor;

use calamine::{Data, Dimensions, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx};
use calamine::{XlsxError, open_workbook_from_rs};

use super::Limits;
use super::blocks::{Block, Cell, write};
use super::docx::add_core_properties;
use super::package::Package;
use super::reading::{Gap, ReadError, Reading, Sheet};
use crate::model::PageHints;

/// Empty cells kept between two values of a row; a wider gap parts nothing more.
const WIDEST_GAP: u32 = 64;
/// A table of documents has no more columns.
const MOST_COLUMNS: usize = 256;

/// Reads an XLSX file.
pub(super) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    // The library below unpacks without bounds: the package is measured first.
    let mut package = Package::open(bytes, limits)?;
    package.measure("xl/")?;
    let mut hints = PageHints::default();
    add_core_properties(&mut package, &mut hints);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(xlsx_error)?;
    let mut out = Sheets::new(limits);
    for name in shown_sheets(book.sheets_metadata()) {
        if !out.begin(&name) {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut rows = Rows::new(merged);
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            out.gaps.push(Gap::damaged(&format!("sheet {name}")));
            continue;
        };
        loop {
            match cells.next_cell_with_style_id() {
                Ok(Some((cell, style))) => {
                    let format = cells.styles().get(style);
                    let format = format.and_then(|style| style.number_format.as_ref());
                    let format = format.map_or("", |format| format.format_code.as_str());
                    let data = Data::from(cell.get_value().clone());
                    rows.add(cell.get_position(), value(&data, format));
                }
                Ok(None) => break,
                Err(_) => {
                    out.gaps.push(Gap::damaged(&format!("sheet {name}")));
                    break;
                }
            }
        }
        out.end(rows);
    }
    Ok(out.reading(hints))
}

/// Reads an XLS or ET file.
pub(super) fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    biff::check(bytes, limits)?;
    let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(xls_error)?;
    let mut out = Sheets::new(limits);
    for name in shown_sheets(book.sheets_metadata()) {
        if !out.begin(&name) {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut rows = Rows::new(merged);
        let Ok(range) = book.worksheet_range(&name) else {
            out.gaps.push(Gap::damaged(&format!("sheet {name}")));
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let at = (top + position(row), left + position(column));
            rows.add(at, value(data, ""));
        }
        out.end(rows);
    }
    Ok(out.reading(PageHints::default()))
}

/// The names of the worksheets that are not hidden.
fn shown_sheets(sheets: &[calamine::Sheet]) -> Vec<String> {
    let is_shown = |sheet: &calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let shown = sheets.iter().filter(|sheet| is_shown(sheet));
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX / 2)
}

/// The text of a workbook, sheet by sheet.
struct Sheets {
    text: String,
    sheets: Vec<Sheet>,
    gaps: Vec<Gap>,
    most: usize,
    count: usize,
}

impl Sheets {
    fn new(limits: &Limits) -> Self {
        Self {
            text: String::new(),
            sheets: Vec::new(),
            gaps: Vec::new(),
            most: limits.pages,
            count: 0,
        }
    }

    /// Begins a sheet; false where there are too many.
    fn begin(&mut self, name: &str) -> bool {
        self.count += 1;
        if self.count == self.most + 1 {
            self.gaps.push(Gap::limit("limit:pages"));
        }
        if self.count > self.most {
            return false;
        }
        self.text.push_str(name.trim());
        self.text.push('\n');
        self.sheets.push(Sheet {
            name: name.trim().to_owned(),
            ..Sheet::default()
        });
        true
    }

    /// Ends a sheet; one without a value leaves no name.
    fn end(&mut self, rows: Rows) {
        if rows.rows.is_empty() {
            let kept = self.text.trim_end_matches('\n');
            self.text.truncate(kept.rfind('\n').map_or(0, |at| at + 1));
            return;
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows = rows.values;
        }
        write(&[Block::Table(rows.rows)], &mut self.text);
    }

    fn reading(self, hints: PageHints) -> Reading {
        let mut reading = Reading::new(&self.text, hints, "UTF-8");
        reading.gaps = self.gaps;
        reading.sheets = self.sheets;
        reading
    }
}

/// The rows of a sheet that have values.
struct Rows {
    merged: Vec<Dimensions>,
    rows: Vec<Vec<Cell>>,
    /// The same by the numbers of rows and columns, without merged areas.
    values: Vec<(i64, Vec<String>)>,
    /// The number of the last row, and the next column in it.
    at: Option<(u32, u32)>,
}

impl Rows {
    fn new(mut merged: Vec<Dimensions>) -> Self {
        merged.sort_unstable_by_key(|area| area.start);
        Self {
            merged,
            rows: Vec::new(),
            values: Vec::new(),
            at: None,
        }
    }

    fn add(&mut self, (row, column): (u32, u32), text: String) {
        if text.trim().is_empty() {
            return;
        }
        let (last, mut next) = self.at.unwrap_or((u32::MAX, 0));
        if last != row {
            self.rows.push(Vec::new());
            self.values.push((i64::from(row) + 1, Vec::new()));
            next = 0;
        }
        let Some(cells) = self.rows.last_mut() else {
            return;
        };
        if let Some((_, values)) = self.values.last_mut()
            && (column as usize) < MOST_COLUMNS
        {
            values.resize(column as usize, String::new());
            values.push(text.clone());
        }
        // Areas that reach into this row from above stand for themselves.
        let gap = column.saturating_sub(next);
        for at in next..next + gap.min(WIDEST_GAP) {
            let is_covered = self
                .merged
                .iter()
                .any(|a| a.start.0 < row && a.end.0 >= row && (a.start.1..=a.end.1).contains(&at));
            if !is_covered {
                cells.push(Cell::of_text(""));
            }
        }
        let area = self
            .merged
            .binary_search_by_key(&(row, column), |area| area.start);
        let (rows, columns) = area.map_or((1, 1), |index| {
            let area = self.merged[index];
            let span = |from: u32, to: u32| to.saturating_sub(from) as usize + 1;
            (span(row, area.end.0), span(column, area.end.1))
        });
        cells.push(Cell {
            rows,
            columns,
            ..Cell::of_text(text)
        });
        self.at = Some((row, column.saturating_add(position(columns))));
    }
}

fn value(data: &Data, format: &str) -> String {
    match data {
        Data::Int(value) => shown::number(*value as f64, format),
        Data::Float(value) => shown::number(*value, format),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(date) if date.is_duration() => shown::number(date.as_f64(), ""),
        Data::DateTime(date) => shown::date(date.to_ymd_hms_milli(), date.as_f64(), format),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

fn xlsx_error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        _ => ReadError::Damaged {
            what: "the workbook cannot be read",
        },
    }
}

fn xls_error(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Encrypted,
        _ => ReadError::Damaged {
            what: "the workbook cannot be read",
        },
    }
}
