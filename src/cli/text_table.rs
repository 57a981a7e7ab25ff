//! Tables for people: columns aligned by the width that a terminal gives Chinese characters.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// A table; every row has the same number of cells.
pub(super) struct TextTable {
    /// Columns that hold names and begin at the left; the others hold numbers.
    names: usize,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    /// Returns an empty table whose first `names` columns hold names.
    pub(super) fn new(names: usize) -> Self {
        Self {
            names,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes the rows, two spaces between columns.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width_cjk()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let space = " ".repeat(widths[column].saturating_sub(cell.width_cjk()));
                if column > 0 {
                    line.push_str("  ");
                }
                if column < self.names {
                    line.extend([cell.as_str(), &space]);
                } else {
                    line.extend([&space, cell.as_str()]);
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_two_columns_wide() {
        let mut table = TextTable::new(1);
        for (name, number) in [
            ("province", "documents"),
            ("湖北省", "6"),
            ("新疆维吾尔自治区", "12"),
        ] {
            table.row(vec![name.to_owned(), number.to_owned()]);
        }
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "province          documents\n湖北省                    6\n新疆维吾尔自治区         12\n"
        );
    }
}
