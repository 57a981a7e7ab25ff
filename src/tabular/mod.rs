//! L1: the one writer of CSV and TSV, for reports and exports alike.
//!
//! UTF-8; CSV quoted and ended by CRLF as RFC 4180 asks; TSV lines end in `\n`, because its readers
//! are `cut` and `awk`, which would keep a `\r` in the last column (Excel and LibreOffice take
//! both); lists joined by `；`; text cells that a spreadsheet would run as a formula are guarded.
//! Not its job: files, columns and what they mean.

use std::borrow::Cow;
use std::io::{self, Write};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text; guarded.
    Text(String),
    /// A number as it is to be printed; never guarded, so that `-5` stays a number.
    Number(String),
    /// Several texts, joined by `；`; guarded.
    List(Vec<String>),
}

/// What stands between fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Separator {
    /// CSV.
    #[default]
    Comma,
    /// TSV: tabs and line ends within a cell become spaces, nothing is quoted.
    Tab,
}

/// How to write a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What stands between fields.
    pub separator: Separator,
    /// Begin with a byte order mark: Excel reads UTF-8 only then.
    pub bom: bool,
    /// Put `'` before a text cell that begins with `= + - @`, TAB or CR (OWASP, CSV injection).
    pub guard: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            separator: Separator::Comma,
            bom: false,
            guard: true,
        }
    }
}

/// A table that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write table: {source}")]
pub struct TableError {
    /// The system's reason.
    #[from]
    source: io::Error,
}

impl From<TableError> for io::Error {
    fn from(error: TableError) -> Self {
        error.source
    }
}

/// Joins the texts of a list cell.
const LIST_SEPARATOR: &str = "；";

/// Returns the text of a list cell, as every table has it.
#[must_use]
pub fn list_text(list: &[String]) -> String {
    list.join(LIST_SEPARATOR)
}

/// Writes a table row by row.
pub struct Writer<W: Write> {
    csv: csv::Writer<W>,
    options: Options,
}

impl<W: Write> Writer<W> {
    /// Returns a writer; nothing is written before the header.
    pub fn new(out: W, options: Options) -> Self {
        let mut builder = csv::WriterBuilder::new();
        match options.separator {
            Separator::Comma => builder.delimiter(b',').terminator(csv::Terminator::CRLF),
            Separator::Tab => builder
                .delimiter(b'\t')
                .quote_style(csv::QuoteStyle::Never)
                .terminator(csv::Terminator::Any(b'\n')),
        };
        let csv = builder.from_writer(out);
        Self { csv, options }
    }

    /// Writes the header, after the byte order mark if asked for. Comes first. A name that people
    /// chose is guarded as a text cell is.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    pub fn header(&mut self, columns: &[&str]) -> Result<(), TableError> {
        let cells = columns.iter().map(|&name| Cell::Text(name.to_owned()));
        let mut names: Vec<String> = cells.map(|cell| self.field(&cell).into_owned()).collect();
        if let Some(first) = names.first_mut().filter(|_| self.options.bom) {
            first.insert(0, '\u{feff}');
        }
        self.record(&names)
    }

    /// Writes one row.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        let fields: Vec<Cow<'_, str>> = cells.iter().map(|cell| self.field(cell)).collect();
        self.record(&fields)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    pub fn finish(mut self) -> Result<(), TableError> {
        Ok(self.csv.flush()?)
    }

    /// Most cells are written as they are: nothing is copied for them.
    fn field<'c>(&self, cell: &'c Cell) -> Cow<'c, str> {
        let text = match cell {
            Cell::Number(number) => return Cow::Borrowed(number),
            Cell::Text(text) => Cow::Borrowed(text.as_str()),
            Cell::List(list) => Cow::Owned(list_text(list)),
        };
        let guarded = self.options.guard && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if guarded {
            Cow::Owned(format!("'{text}"))
        } else {
            text
        };
        match self.options.separator {
            Separator::Tab if text.contains(['\t', '\n', '\r']) => {
                Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
            }
            Separator::Comma | Separator::Tab => text,
        }
    }

    fn record(&mut self, fields: &[impl AsRef<str>]) -> Result<(), TableError> {
        let fields = fields.iter().map(|field| field.as_ref().as_bytes());
        self.csv
            .write_record(fields)
            .map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(source) => TableError { source },
                _ => TableError {
                    source: io::Error::other("rows differ in length"),
                },
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(options: Options, cells: &[Cell]) -> String {
        let mut out = Vec::new();
        let mut table = Writer::new(&mut out, options);
        table.header(&["a", "b"]).unwrap();
        table.row(cells).unwrap();
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn quotes_lists_and_guards() {
        let cells = [
            text("=1+1"),
            Cell::List(vec!["甲,\"乙\"".to_owned(), "丙".to_owned()]),
        ];
        let table = written(Options::default(), &cells);
        assert_eq!(table, "a,b\r\n'=1+1,\"甲,\"\"乙\"\"；丙\"\r\n");
    }

    #[test]
    fn every_dangerous_beginning_is_guarded_but_numbers_are_not() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let table = written(Options::default(), &[text(&format!("{start}x")), text("")]);
            assert!(table.contains(&format!("'{start}x")), "{table:?}");
        }
        let cells = [Cell::Number("-5".to_owned()), text("-5")];
        assert!(written(Options::default(), &cells).ends_with("-5,'-5\r\n"));
        let raw = Options {
            guard: false,
            ..Options::default()
        };
        assert!(written(raw, &[text("=1"), text("")]).ends_with("=1,\r\n"));
    }

    #[test]
    fn names_of_columns_are_guarded() {
        let mut out = Vec::new();
        let mut table = Writer::new(&mut out, Options::default());
        table.header(&["-房地产", "甲"]).unwrap();
        table.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "'-房地产,甲\r\n");
    }

    #[test]
    fn the_mark_comes_first_and_once() {
        let options = Options {
            bom: true,
            ..Options::default()
        };
        let table = written(options, &[text("甲"), text("乙")]);
        assert!(table.starts_with("\u{feff}a,b\r\n甲"), "{table:?}");
    }

    #[test]
    fn tsv_cells_hold_no_tab_and_no_line_end() {
        let options = Options {
            separator: Separator::Tab,
            ..Options::default()
        };
        assert_eq!(
            written(options, &[text("甲\t\"乙\n丙"), text("丁")]),
            "a\tb\n甲 \"乙 丙\t丁\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(cells in proptest::collection::vec(proptest::prelude::any::<String>(), 2)) {
            let options = Options { guard: false, ..Options::default() };
            let table = written(options, &[text(&cells[0]), text(&cells[1])]);
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            proptest::prop_assert_eq!(row.iter().collect::<Vec<_>>(), cells);
        }

        #[test]
        fn a_tsv_line_is_a_row(cells in proptest::collection::vec(proptest::prelude::any::<String>(), 2)) {
            let options = Options { separator: Separator::Tab, ..Options::default() };
            let table = written(options, &[text(&cells[0]), text(&cells[1])]);
            proptest::prop_assert_eq!(table.matches('\n').count(), 2);
            proptest::prop_assert_eq!(table.matches('\t').count(), 2);
        }
    }
}
