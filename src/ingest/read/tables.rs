//! Tables as readable rows: what a row takes over from rows above it, when a row is one line.
//!
//! In: tables, rows and cells as a reader meets them. Out: for each cell what comes before its text
//! in the line: a separator, the text of cells that span several rows, repeated, so that each line
//! can be read by itself. A cell that spans columns stands once. Every format with tables writes
//! them so. Not its job: the text within cells, finding rows in a format.

/// Between the cells of a table row.
pub(super) const CELL_SEPARATOR: &str = " | ";
/// A table row with more text than this, or with another table in it, is page layout: its cells
/// become blocks of their own.
pub(super) const LONGEST_ROW_CHARS: usize = 1000;
/// A cell with more paragraphs than this holds a text, not a value; less are enough in the only
/// row of a table.
pub(super) const MOST_PARAGRAPHS: usize = 6;
pub(super) const MOST_PARAGRAPHS_ALONE: usize = 2;
/// A longer cell is not repeated in the rows that it spans.
const LONGEST_REPEATED: usize = 40;
/// A row takes over at most this many cells.
const MOST_CARRIED: usize = 32;
/// Real spans stay below 100 rows; the standard's bound is 65,534.
pub(super) const LARGEST_SPAN: usize = 10_000;
/// All repeated text of a page, in bytes: a bound for hostile tables.
const MOST_REPEATED: usize = 1024 * 1024;

/// A cell that reaches down into later rows.
#[derive(Debug, Clone)]
struct Carried {
    column: usize,
    width: usize,
    /// How many rows it still reaches.
    rows: usize,
    text: String,
}

/// The row whose cells are being joined.
#[derive(Debug)]
struct Row<I> {
    id: I,
    column: usize,
    has_cell: bool,
    /// The open cell: columns, rows, where its text begins in the line.
    cell: Option<(usize, usize, usize)>,
    /// Cells of this row that reach further.
    fresh: Vec<Carried>,
}

/// What a cell's start asks of the line.
pub(super) enum CellStart {
    /// The line continues after a separator.
    Separator,
    /// Text taken over from a row above, then the same.
    Repeated(String),
}

/// The open tables of a document and the open data row; `I` tells them apart.
#[derive(Debug)]
pub(super) struct Tables<I> {
    open: Vec<(I, Vec<Carried>)>,
    row: Option<Row<I>>,
    repeated: usize,
}

impl<I> Default for Tables<I> {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            row: None,
            repeated: 0,
        }
    }
}

impl<I: Copy + PartialEq> Tables<I> {
    /// Returns whether cells are being joined.
    pub(super) const fn is_in_row(&self) -> bool {
        self.row.is_some()
    }

    pub(super) fn open_table(&mut self, id: I) {
        if self.row.is_none() {
            self.open.push((id, Vec::new()));
        }
    }

    /// Begins a row. `is_data` is told how many cells from above stand in it, and tells whether the
    /// row is one line.
    pub(super) fn open_row(&mut self, id: I, is_data: impl FnOnce(usize) -> bool) {
        if self.row.is_some() {
            return;
        }
        let carried = self.open.last().map_or(0, |(_, carried)| {
            carried.iter().filter(|c| !c.text.is_empty()).count()
        });
        if is_data(carried) {
            self.row = Some(Row {
                id,
                column: 0,
                has_cell: false,
                cell: None,
                fresh: Vec::new(),
            });
        } else if let Some((_, carried)) = self.open.last_mut() {
            next_row(carried, Vec::new());
        }
    }

    /// Begins a cell of so many columns and rows; returns, in order, what comes before its text.
    pub(super) fn open_cell(&mut self, columns: usize, rows: usize) -> Vec<CellStart> {
        let mut starts = self.repeated_before(false);
        let Some(row) = &mut self.row else {
            return Vec::new();
        };
        if row.has_cell {
            starts.push(CellStart::Separator);
        }
        row.has_cell = true;
        row.cell = Some((columns.max(1), rows, usize::MAX));
        starts
    }

    /// Says where in the line the open cell's text begins.
    pub(super) fn cell_text_begins(&mut self, at: usize) {
        if let Some(cell) = self.row.as_mut().and_then(|row| row.cell.as_mut()) {
            cell.2 = at;
        }
    }

    /// Ends a cell, whose text is the end of `line`.
    pub(super) fn close_cell(&mut self, line: &str) {
        let Some(row) = &mut self.row else { return };
        let Some((width, rows, start)) = row.cell.take() else {
            return;
        };
        if rows > 1 && row.fresh.len() < MOST_CARRIED {
            let text = line.get(start..).unwrap_or_default().trim();
            let is_short = text.chars().count() <= LONGEST_REPEATED;
            row.fresh.push(Carried {
                column: row.column,
                width,
                rows: rows - 1,
                text: if is_short {
                    text.to_owned()
                } else {
                    String::new()
                },
            });
        }
        row.column += width;
    }

    /// Ends an element; returns what a row that ends with it still takes over.
    pub(super) fn close(&mut self, id: I) -> Vec<CellStart> {
        if self.row.as_ref().is_some_and(|row| row.id == id) {
            let starts = self.repeated_before(true);
            let fresh = self.row.take().map_or_else(Vec::new, |row| row.fresh);
            if let Some((_, carried)) = self.open.last_mut() {
                next_row(carried, fresh);
            }
            return starts;
        }
        if self.open.last().is_some_and(|(table, _)| *table == id) {
            self.open.pop();
        }
        Vec::new()
    }

    /// The cells from above that stand at the row's next column (or anywhere in its rest).
    fn repeated_before(&mut self, rest: bool) -> Vec<CellStart> {
        let (Some(row), Some((_, carried))) = (&mut self.row, self.open.last()) else {
            return Vec::new();
        };
        let mut starts = Vec::new();
        for cell in carried {
            let is_next = cell.column == row.column || (rest && cell.column > row.column);
            if !is_next {
                continue;
            }
            row.column = cell.column + cell.width;
            if cell.text.is_empty() || self.repeated + cell.text.len() > MOST_REPEATED {
                continue;
            }
            self.repeated += cell.text.len();
            if row.has_cell {
                starts.push(CellStart::Separator);
            }
            row.has_cell = true;
            starts.push(CellStart::Repeated(cell.text.clone()));
        }
        starts
    }
}

/// Passes over one row: what reached only it ends, what begins in it joins.
fn next_row(carried: &mut Vec<Carried>, fresh: Vec<Carried>) {
    for cell in carried.iter_mut() {
        cell.rows -= 1;
    }
    carried.retain(|cell| cell.rows > 0);
    let room = MOST_CARRIED.saturating_sub(carried.len());
    carried.extend(fresh.into_iter().take(room));
    carried.sort_by_key(|cell| cell.column);
}
