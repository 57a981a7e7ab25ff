//! Spreadsheets (XLSX, XLS, ET) → page: each sheet's name as a line, then its rows.
//!
//! In: a file's bytes. Out: rows as lines, as tables of pages are written; numbers and dates as the
//! sheet shows them. Hidden sheets are left out, formulas give their stored results. Not its job:
//! number formats ([`shown`]), ODS ([`super::odf`]).

mod biff;
mod shown;

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx};
use calamine::{XlsxError, open_workbook_from_rs};

use super::Limits;
use super::blocks::{Block, Cell, write};
use super::docx::add_core_properties;
use super::package::Package;
use super::reading::{Gap, ReadError, Reading, Sheet};
use crate::model::PageHints;

/// Empty cells kept between two values of a row; a wider gap parts nothing more.
const WIDEST_GAP: u32 = 64;
/// The attribute that states how many shared texts there are, and the most that is believed: room
/// for some 400 MB, which is not used. Some programs count every cell there.
const STATED: &[u8] = b"uniqueCount";
const MOST_STATED: usize = 16_000_000;
/// A longer shared text (bytes) may be shown again until all of that comes to so much: cells name
/// texts, and a long one named by every cell would come to any length.
const LONG: usize = 100;
const MOST_REPEATED: usize = 16 << 20;
/// Areas that reach into one row: a sheet has so many columns.
const MOST_ABOVE: usize = 16_384;
/// A table of documents has no more columns.
const MOST_COLUMNS: usize = 256;

/// Reads an XLSX file.
pub(super) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    // The library below unpacks without bounds: the package is measured first.
    let mut package = Package::open(bytes, limits)?;
    package.measure()?;
    check_stated_texts(&mut package)?;
    let mut hints = PageHints::default();
    add_core_properties(&mut package, &mut hints);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(xlsx_error)?;
    let mut out = Sheets::new(limits);
    let mut repeats = Repeats::default();
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
                Ok(Some((cell, _))) if !repeats.allow(cell.get_value()) => out.is_too_long(),
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

/// The library makes room for as many shared texts as their part states before it reads one; where
/// no allocator bears that, the whole program would end.
fn check_stated_texts(package: &mut Package<'_>) -> Result<(), ReadError> {
    let keys = package.keys();
    for key in keys.iter().filter(|key| key.ends_with("sharedstrings.xml")) {
        let mut part = match package.part(key) {
            Err(ReadError::Damaged { .. }) => continue,
            part => part?.unwrap_or_default(),
        };
        // Written in two bytes a character, it is the same.
        part.retain(|byte| *byte != 0);
        let most = part.len().max(MOST_STATED);
        let stated = memchr::memmem::find_iter(&part, STATED);
        let mut counts = stated.map(|at| digits(&part[at + STATED.len()..]));
        if counts.any(|count| !count.is_empty() && !is_at_most(count, most)) {
            return Err(ReadError::Damaged {
                what: "the workbook cannot be read",
            });
        }
    }
    Ok(())
}

/// The digits of an attribute's value; `bytes` begin after its name.
fn digits(bytes: &[u8]) -> &str {
    let is_before =
        |byte: &&u8| matches!(**byte, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n');
    let start = bytes.iter().take_while(is_before).count();
    let rest = &bytes[start..];
    let end = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..end]).unwrap_or_default()
}

fn is_at_most(count: &str, most: usize) -> bool {
    count.parse::<usize>().is_ok_and(|count| count <= most)
}

/// Reads an XLS or ET file.
pub(super) fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let bytes = biff::bearable(bytes, limits)?;
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

    fn is_too_long(&mut self) {
        Gap::limit("limit:unpacked-bytes").add_once(&mut self.gaps);
    }

    fn reading(self, hints: PageHints) -> Reading {
        let mut reading = Reading::new(&self.text, hints, "UTF-8");
        reading.gaps = self.gaps;
        reading.sheets = self.sheets;
        reading
    }
}

/// Long texts that several cells show.
#[derive(Default)]
struct Repeats {
    /// Where the texts that have been shown are stored.
    shown: HashSet<*const u8>,
    bytes: usize,
}

impl Repeats {
    /// Counts a value; false where it was shown and comes to too much.
    fn allow(&mut self, value: &DataRef<'_>) -> bool {
        let DataRef::SharedString(text) = value else {
            return true;
        };
        if text.len() <= LONG || self.shown.insert(text.as_ptr()) {
            return true;
        }
        self.bytes = self.bytes.saturating_add(text.len());
        self.bytes <= MOST_REPEATED
    }
}

/// The rows of a sheet that have values.
struct Rows {
    /// Merged areas by where they start, and how many of them start above the open row.
    merged: Vec<Dimensions>,
    begun: usize,
    /// The areas that reach into the open row from above, by their columns.
    above: Vec<Dimensions>,
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
            begun: 0,
            above: Vec::new(),
            rows: Vec::new(),
            values: Vec::new(),
            at: None,
        }
    }

    /// Finds the areas that reach into a row from above. Rows come in order; areas do not overlap.
    fn reach(&mut self, row: u32) {
        let rest = &self.merged[self.begun..];
        let begun = rest.partition_point(|area| area.start.0 < row);
        self.above.extend_from_slice(&rest[..begun]);
        self.begun += begun;
        self.above.retain(|area| area.end.0 >= row);
        self.above.sort_unstable_by_key(|area| area.start.1);
        self.above.truncate(MOST_ABOVE);
    }

    fn add(&mut self, (row, column): (u32, u32), text: String) {
        if text.trim().is_empty() {
            return;
        }
        let (last, mut next) = self.at.unwrap_or((u32::MAX, 0));
        if last != row {
            self.rows.push(Vec::new());
            self.values.push((i64::from(row) + 1, Vec::new()));
            self.reach(row);
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
            let before = self.above.partition_point(|area| area.start.1 <= at);
            let area = before.checked_sub(1).map(|last| self.above[last]);
            if area.is_none_or(|area| area.end.1 < at) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::package::tests::packed;

    const BOOK: &str = "<workbook><sheets><sheet name='表' r:id='r1'/></sheets></workbook>";
    const RELATIONS: &str = "<Relationships>\
        <Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/>\
        </Relationships>";

    const PACKAGE: &str = "<Relationships>\
        <Relationship Id='r' Type='http://x/relationships/officeDocument' Target='xl/workbook.xml'/>\
        </Relationships>";

    fn read(strings: &str, cells: &str) -> Result<Reading, ReadError> {
        let bytes = packed(&[
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/sharedStrings.xml", strings),
            (
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"),
            ),
        ]);
        read_xlsx(&bytes, &Limits::default())
    }

    /// The library makes room for as many texts as are stated, which no allocator bears.
    #[test]
    fn r0034_a_stated_number_of_texts_is_not_believed() {
        let cells = "<row r='1'><c r='A1' t='s'><v>0</v></c></row>";
        for (count, is_read) in [("1", true), ("900", true), ("9000000000000", false)] {
            let strings = format!("<sst count='1' uniqueCount='{count}'><si><t>甲</t></si></sst>");
            assert_eq!(read(&strings, cells).is_ok(), is_read, "{count}");
        }
    }

    /// A text that is stored once and shown by every cell would come to any length.
    #[test]
    fn r0032_shared_texts_are_bounded() {
        let long = "甲".repeat(10_000);
        let row = |row: usize| {
            format!(
                "<row r='{row}'><c r='A{row}' t='s'><v>0</v></c><c r='B{row}' t='s'><v>1</v></c></row>"
            )
        };
        let rows: String = (1..=2000).map(row).collect();
        let strings = format!("<sst><si><t>{long}</t></si><si><t>是</t></si></sst>");
        let text = read(&strings, &rows).unwrap().page.text;
        assert!(text.starts_with(&format!("表\n{long}\n是\n")));
        assert_eq!(text.matches('是').count(), 2000);
        assert!(text.len() < 20 << 20, "{}", text.len());
    }
}
