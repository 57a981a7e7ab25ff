//! Tables as readable rows: which rows are data, and what a row takes over from rows above it.
//!
//! In: a table's rows as they are walked. Out: for each row whether it is one line; the text of
//! cells that span several rows, repeated, so that each line can be read by itself. A cell that
//! spans columns stands once. Not its job: the text within cells.

use scraper::node::{Element, Node};

use super::blocks::{NodeId, NodeRef};
use super::names;

/// A table row with more text than this, or with another table in it, is page layout: its cells
/// become blocks of their own.
const LONGEST_ROW_CHARS: usize = 1000;
/// Looking whether a row is layout stops here.
const LARGEST_ROW_NODES: usize = 400;
/// A cell with more paragraphs than this holds a text, not a value; less are enough in the only
/// row of a table.
const MOST_PARAGRAPHS: usize = 6;
const MOST_PARAGRAPHS_ALONE: usize = 2;
/// A longer cell is not repeated in the rows that it spans.
const LONGEST_REPEATED: usize = 40;
/// A row takes over at most this many cells.
const MOST_CARRIED: usize = 32;
/// Real spans stay below 100 rows; the standard's bound is 65,534.
const LARGEST_SPAN: usize = 10_000;
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
struct Row {
    id: NodeId,
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

/// The open tables of a page and the open data row.
#[derive(Debug, Default)]
pub(super) struct Tables {
    open: Vec<(NodeId, Vec<Carried>)>,
    row: Option<Row>,
    repeated: usize,
}

impl Tables {
    /// Returns whether cells are being joined.
    pub(super) const fn is_in_row(&self) -> bool {
        self.row.is_some()
    }

    pub(super) fn open_table(&mut self, id: NodeId) {
        if self.row.is_none() {
            self.open.push((id, Vec::new()));
        }
    }

    pub(super) fn open_row(&mut self, node: NodeRef<'_>) {
        if self.row.is_some() {
            return;
        }
        let carried = self.open.last().map_or(0, |(_, carried)| {
            carried.iter().filter(|c| !c.text.is_empty()).count()
        });
        if is_data_row(node, carried) {
            self.row = Some(Row {
                id: node.id(),
                column: 0,
                has_cell: false,
                cell: None,
                fresh: Vec::new(),
            });
        } else if let Some((_, carried)) = self.open.last_mut() {
            next_row(carried, Vec::new());
        }
    }

    /// Begins a cell; returns, in order, what comes before its text.
    pub(super) fn open_cell(&mut self, element: &Element) -> Vec<CellStart> {
        let mut starts = self.repeated_before(false);
        let Some(row) = &mut self.row else {
            return Vec::new();
        };
        if row.has_cell {
            starts.push(CellStart::Separator);
        }
        row.has_cell = true;
        let span = |name| {
            let value = element
                .attr(name)
                .and_then(|value| value.trim().parse().ok());
            value.unwrap_or(1_usize).min(LARGEST_SPAN)
        };
        // `rowspan=0` reaches to the end of the table.
        let rows = match span("rowspan") {
            0 => LARGEST_SPAN,
            rows => rows,
        };
        row.cell = Some((span("colspan").max(1), rows, usize::MAX));
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
    pub(super) fn close(&mut self, id: NodeId) -> Vec<CellStart> {
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

/// A row of data, not of page layout: several cells, no table within, not much text, no cell that
/// holds a text of its own.
fn is_data_row(row: NodeRef<'_>, carried: usize) -> bool {
    let is_row = |node: NodeRef<'_>| node.value().as_element().is_some_and(|e| e.name() == "tr");
    let has_rows = row.prev_siblings().any(is_row) || row.next_siblings().any(is_row);
    let most_paragraphs = if has_rows {
        MOST_PARAGRAPHS
    } else {
        MOST_PARAGRAPHS_ALONE
    };
    let (mut cells, mut chars, mut paragraphs) = (carried, 0, 0);
    for (seen, node) in row.descendants().skip(1).enumerate() {
        match node.value() {
            Node::Element(element) => match element.name() {
                "table" | "h1" | "h2" | "form" => return false,
                "td" | "th" => {
                    if names::role(element).main == Some(true) {
                        return false;
                    }
                    cells += 1;
                    paragraphs = 0;
                }
                "p" | "div" | "li" => paragraphs += 1,
                _ => {}
            },
            Node::Text(text) => chars += text.chars().filter(|c| !c.is_whitespace()).count(),
            _ => {}
        }
        if seen > LARGEST_ROW_NODES || chars > LONGEST_ROW_CHARS || paragraphs > most_paragraphs {
            return false;
        }
    }
    cells > 1
}
