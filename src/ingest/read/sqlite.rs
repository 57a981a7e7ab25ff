//! SQLite databases → tables of documents, else one page of all rows.
//!
//! In: a file's bytes, what a user says of columns. Out: each table whose columns say that its rows
//! are documents, as sheets of a workbook are, rows by their `rowid`; where there is none, the rows
//! of all tables as lines. Views and virtual tables are not read; values that are no text are,
//! where they are valid UTF-8. What stands in a write-ahead log beside the file is not read: that
//! log is a file of its own, and has its own row. SQLite itself reads, from memory, without writing,
//! extensions, triggers and functions with effects. Not its job: what a column says.

use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, MAIN_DB, Row};

use super::blocks::{Block, Cell, write};
use super::columns::Columns;
use super::reading::{Gap, ReadError, Reading, Sheet};
use super::{Limits, Options};
use crate::model::PageHints;

/// The first bytes of a file (Database File Format, section 1.3).
const HEADER_BYTES: usize = 100;
/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 10_000;
/// What a cell costs beside its text.
const CELL_BYTES: u64 = size_of::<String>() as u64;
/// Rows cost up to so many times the file, and this: a row of numbers is short in a file.
const EXPANSION: u64 = 8;
const SMALL: u64 = 16 << 20;
/// Longest statement, most columns of a table.
const LONGEST_SQL: i32 = 1 << 20;
const MOST_COLUMNS: i32 = 256;
/// Rows of a table that are held at once.
const ROWS: usize = 1000;

/// Reads a database.
pub(super) fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let mut tables = Tables {
        connection: open(bytes, &options.limits)?,
        left: (bytes.len() as u64)
            .saturating_mul(EXPANSION)
            .saturating_add(SMALL)
            .min(options.limits.unpacked_bytes),
        gaps: Vec::new(),
    };
    let mut names = tables.names()?;
    if names.len() > options.limits.pages {
        names.truncate(options.limits.pages);
        tables.gaps.push(Gap::limit("limit:pages"));
    }
    let mut sheets: Vec<Sheet> = names.iter().map(|name| tables.heading(name)).collect();
    let is_table = |sheet: &Sheet| are_documents(sheet, &options.columns);
    let mut text = String::new();
    if sheets.iter().any(is_table) {
        for sheet in sheets.iter_mut().filter(|sheet| is_table(sheet)) {
            let rows = &mut sheet.rows;
            tables.rows(&sheet.name, |number, cells| rows.push((number, cells)));
        }
    } else {
        for sheet in &sheets {
            tables.page(sheet, &mut text);
        }
    }
    let mut reading = Reading::new(&text, PageHints::default(), "UTF-8");
    reading.sheets = sheets;
    reading.gaps = tables.gaps;
    if bytes.len() as u64 == options.limits.file_bytes {
        // Cut, not damaged: that is told of the file.
        reading.gaps.retain(|gap| gap.code != "damaged");
    }
    Ok(reading)
}

fn are_documents(sheet: &Sheet, columns: &Columns) -> bool {
    let heading = sheet.rows.first();
    heading.is_some_and(|(_, names)| columns.are_documents(names.iter().map(String::as_str)))
}

/// Opens a copy in memory, for reading only.
fn open(bytes: &[u8], limits: &Limits) -> Result<Connection, ReadError> {
    let damaged = |_| ReadError::Damaged {
        what: "the database cannot be read",
    };
    let header = bytes.get(..HEADER_BYTES).ok_or(ReadError::Damaged {
        what: "the database has no header",
    })?;
    let mut header = header.to_vec();
    // Bytes 18 and 19: 2 for files with a write-ahead log, which a copy in memory has not.
    header[18..20].fill(1);
    // Bytes 16 and 17 are the size of a page, 1 for 65,536; 28 to 31 the number of pages. A cut file
    // has fewer, and SQLite refuses it as a whole where it states more.
    let page = match usize::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 1 << 16,
        size => size.max(1),
    };
    let pages = u32::try_from(bytes.len() / page).unwrap_or(u32::MAX);
    header[28..32].copy_from_slice(&pages.to_be_bytes());
    // The number that shows the count of pages to be valid is the change counter again.
    header.copy_within(24..28, 92);
    let whole = Cursor::new(header).chain(&bytes[HEADER_BYTES..]);

    let mut connection = Connection::open_in_memory().map_err(damaged)?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    ] {
        connection.set_db_config(setting, value).map_err(damaged)?;
    }
    let longest = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, longest),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL.min(longest)),
        (Limit::SQLITE_LIMIT_COLUMN, MOST_COLUMNS),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
    ] {
        connection.set_limit(limit, value).map_err(damaged)?;
    }
    connection
        .deserialize_read_exact(MAIN_DB, whole, bytes.len(), true)
        .map_err(damaged)?;
    connection
        .execute_batch(
            "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = 2;",
        )
        .map_err(damaged)?;
    let end = Instant::now() + Duration::from_secs(limits.seconds);
    connection
        .progress_handler(STEPS, Some(move || Instant::now() > end))
        .map_err(damaged)?;
    Ok(connection)
}

/// An open database.
struct Tables {
    connection: Connection,
    /// What may still be held of its rows.
    left: u64,
    gaps: Vec<Gap>,
}

impl Tables {
    /// The tables with rows of their own, in the order of their making.
    fn names(&self) -> Result<Vec<String>, ReadError> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 \
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";
        self.strings(sql, 0)
            .map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::OperationInterrupted) => ReadError::Limit {
                    code: "limit:seconds",
                },
                _ => ReadError::Damaged {
                    what: "the list of its tables cannot be read",
                },
            })
    }

    /// The texts in a column of what a statement gives.
    fn strings(&self, sql: &str, column: usize) -> rusqlite::Result<Vec<String>> {
        let mut statement = self.connection.prepare(sql)?;
        let strings = statement.query_map([], |row| Ok(text(row.get_ref(column)?)))?;
        strings.collect()
    }

    /// A table's name and the names of its columns.
    fn heading(&mut self, name: &str) -> Sheet {
        // Names in damaged files need not be UTF-8, as the library takes those of a statement to be.
        let sql = format!("PRAGMA table_xinfo({})", quoted(name));
        let names = self.strings(&sql, 1);
        let mut sheet = Sheet {
            name: name.to_owned(),
            rows: Vec::new(),
        };
        match names {
            Ok(names) => sheet.rows.push((0, names)),
            Err(error) => self.failed(name, &error),
        }
        sheet
    }

    /// Hands over the rows of a table by their `rowid`, or their count where they have none.
    fn rows(&mut self, name: &str, mut each: impl FnMut(i64, Vec<String>)) {
        // A covering index may have another order.
        let table = format!("FROM {} NOT INDEXED", quoted(name));
        let numbered = self.connection.prepare(&format!("SELECT rowid, * {table}"));
        let statement = numbered.or_else(|_| {
            let sql = format!("SELECT NULL, * {table}");
            self.connection.prepare(&sql)
        });
        let mut left = self.left;
        let outcome = statement.and_then(|mut statement| {
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                count += 1;
                let cells = cells(row, columns)?;
                let bytes: usize = cells.iter().map(String::len).sum();
                let cost = bytes as u64 + CELL_BYTES * (cells.len() as u64 + 1);
                let Some(rest) = left.checked_sub(cost) else {
                    return Ok(false);
                };
                left = rest;
                let number = row.get_ref(0)?.as_i64().unwrap_or(count);
                each(number, cells);
            }
            Ok(true)
        });
        self.left = left;
        match outcome {
            Ok(true) => {}
            Ok(false) => self.gaps.push(Gap::limit("limit:unpacked-bytes")),
            Err(error) => self.failed(name, &error),
        }
    }

    /// Writes a table as lines below its name; nothing of one without rows.
    fn page(&mut self, sheet: &Sheet, text: &mut String) {
        let heading = sheet.rows.iter().map(|(_, names)| line(names));
        let mut some: Vec<Vec<Cell>> = heading.collect();
        let mut is_begun = false;
        let mut flush = |some: &mut Vec<Vec<Cell>>| {
            if !is_begun {
                text.push_str(sheet.name.trim());
                text.push('\n');
            }
            is_begun = true;
            write(&[Block::Table(std::mem::take(some))], text);
        };
        let mut count = 0_u64;
        self.rows(&sheet.name, |_, cells| {
            count += 1;
            some.push(line(&cells));
            if some.len() >= ROWS {
                flush(&mut some);
            }
        });
        if count > 0 && !some.is_empty() {
            flush(&mut some);
        }
    }

    fn failed(&mut self, name: &str, error: &rusqlite::Error) {
        let is_late = error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted);
        self.gaps.push(if is_late {
            Gap::limit("limit:seconds")
        } else {
            Gap::damaged(&format!("table {name}"))
        });
    }
}

fn line(cells: &[String]) -> Vec<Cell> {
    cells.iter().map(Cell::of_text).collect()
}

/// The values of a row behind its number, as text.
fn cells(row: &Row<'_>, columns: usize) -> rusqlite::Result<Vec<String>> {
    (1..columns)
        .map(|column| row.get_ref(column).map(text))
        .collect()
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => value.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => str::from_utf8(bytes).unwrap_or_default().to_owned(),
    }
}

/// A name within a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests;
