//! Paragraphs and tables of a document → its text: a paragraph a line, a table row a line.
//!
//! In: blocks as a reader of an office format finds them. Out: lines, written as HTML's are
//! ([`super::tables`]): the cells of a row joined by ` | `, cells that span rows repeated; rows that
//! are layout (one cell, long texts, tables within) become lines of their own.
//! Not its job: finding blocks in a format.

use std::collections::HashMap;

use super::tables::{
    CELL_SEPARATOR, CellStart, LARGEST_SPAN, LONGEST_ROW_CHARS, MOST_PARAGRAPHS,
    MOST_PARAGRAPHS_ALONE, Tables,
};

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(String),
    Table(Vec<Vec<Cell>>),
}

/// A cell of a table. Cells that another one covers are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) blocks: Vec<Block>,
    /// Columns it spans.
    pub(super) columns: usize,
    /// Rows it spans.
    pub(super) rows: usize,
}

impl Cell {
    /// A cell of one column and row.
    pub(super) fn of_text(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::Paragraph(text.into())],
            columns: 1,
            rows: 1,
        }
    }

    /// Whether it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.blocks.iter().all(|block| match block {
            Block::Paragraph(text) => text.trim().is_empty(),
            Block::Table(rows) => rows.iter().flatten().all(Self::is_blank),
        })
    }
}

/// A cell of a format that says where its right edge is.
#[derive(Debug, Clone, Default)]
pub(super) struct EdgedCell {
    pub(super) blocks: Vec<Block>,
    /// In any unit.
    pub(super) right: i32,
    /// It begins a cell that reaches down.
    pub(super) starts: bool,
    /// It is covered by the cell above.
    pub(super) goes_on: bool,
}

/// Makes a table of rows of edged cells: columns are told by all edges of the table.
pub(super) fn of_edges(rows: Vec<Vec<EdgedCell>>) -> Block {
    let mut edges: Vec<i32> = rows.iter().flatten().map(|cell| cell.right).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut table: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    // Right edge of a cell that reaches down → its row and place.
    let mut open: HashMap<i32, (usize, usize)> = HashMap::new();
    for row in rows {
        let mut cells = Vec::with_capacity(row.len());
        let mut before = 0;
        for cell in row {
            let at = edges.partition_point(|edge| *edge < cell.right) + 1;
            let columns = at.saturating_sub(before).max(1);
            before = at.max(before);
            let above = open.get(&cell.right).filter(|_| cell.goes_on);
            if let Some((row, place)) = above
                && let Some(above) = table.get_mut(*row).and_then(|row| row.get_mut(*place))
            {
                above.rows += 1;
                continue;
            }
            open.remove(&cell.right);
            if cell.starts {
                open.insert(cell.right, (table.len(), cells.len()));
            }
            cells.push(Cell {
                blocks: cell.blocks,
                columns,
                rows: 1,
            });
        }
        table.push(cells);
    }
    Block::Table(table)
}

/// Writes blocks as lines; paragraphs without a visible character are left out.
pub(super) fn write(blocks: &[Block], text: &mut String) {
    let mut writer = Writer {
        text,
        tables: Tables::default(),
        next: 0,
    };
    writer.blocks(blocks);
}

/// Returns blocks as lines.
pub(super) fn to_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    write(blocks, &mut text);
    text
}

/// Adds the lines of a paragraph.
pub(super) fn push_paragraph(paragraph: &str, text: &mut String) {
    for line in paragraph.lines() {
        let line = line.trim();
        if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
}

struct Writer<'a> {
    text: &'a mut String,
    tables: Tables<usize>,
    /// The number of the next table or row.
    next: usize,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => push_paragraph(text, self.text),
                Block::Table(rows) => self.table(rows),
            }
        }
    }

    fn id(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let id = self.id();
        self.tables.open_table(id);
        for row in rows {
            self.row(row, rows.len() > 1);
        }
        self.tables.close(id);
    }

    fn row(&mut self, cells: &[Cell], has_rows: bool) {
        let id = self.id();
        self.tables
            .open_row(id, |carried| is_data_row(cells, carried, has_rows));
        if !self.tables.is_in_row() {
            for cell in cells {
                self.blocks(&cell.blocks);
            }
            return;
        }
        let mut line = String::new();
        for cell in cells {
            let rows = cell.rows.clamp(1, LARGEST_SPAN);
            let starts = self.tables.open_cell(cell.columns.min(LARGEST_SPAN), rows);
            start_cells(starts, &mut line);
            self.tables.cell_text_begins(line.len());
            add_cell(cell, &mut line);
            self.tables.close_cell(&line);
        }
        let rest = self.tables.close(id);
        start_cells(rest, &mut line);
        // A row of nothing but empty cells shows nothing.
        if line.chars().any(|c| !c.is_whitespace() && c != '|') {
            self.text.push_str(line.trim());
            self.text.push('\n');
        }
    }
}

fn start_cells(starts: Vec<CellStart>, line: &mut String) {
    for start in starts {
        match start {
            CellStart::Separator => line.push_str(CELL_SEPARATOR),
            CellStart::Repeated(text) => line.push_str(&text),
        }
    }
}

/// Adds a cell's words, one blank between them.
fn add_cell(cell: &Cell, line: &mut String) {
    let paragraphs = cell.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text),
        Block::Table(_) => None,
    });
    let blank = [' ', '\t', '\n', '\r'];
    let mut is_first = true;
    for word in paragraphs
        .flat_map(|text| text.split(blank))
        .filter(|word| !word.is_empty())
    {
        if !is_first {
            line.push(' ');
        }
        is_first = false;
        line.push_str(word);
    }
}

/// A row of data, not of page layout, as HTML's are told.
fn is_data_row(cells: &[Cell], carried: usize, has_rows: bool) -> bool {
    let most = if has_rows {
        MOST_PARAGRAPHS
    } else {
        MOST_PARAGRAPHS_ALONE
    };
    let mut chars = 0;
    for cell in cells {
        let mut paragraphs = 0;
        for block in &cell.blocks {
            let Block::Paragraph(text) = block else {
                return false;
            };
            paragraphs += usize::from(!text.trim().is_empty());
            chars += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        if paragraphs > most || chars > LONGEST_ROW_CHARS {
            return false;
        }
    }
    cells.len() + carried > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spanning(text: &str, columns: usize, rows: usize) -> Cell {
        Cell {
            columns,
            rows,
            ..Cell::of_text(text)
        }
    }

    #[test]
    fn rows_are_written_as_those_of_pages() {
        let plain = |texts: &[&str]| texts.iter().map(|text| Cell::of_text(*text)).collect();
        let inner = Block::Table(vec![plain(&["内甲", "内乙"])]);
        let cases: Vec<(Vec<Vec<Cell>>, &str)> = vec![
            (vec![plain(&["索引号", "001\n续"])], "索引号 | 001 续\n"),
            (
                vec![
                    vec![
                        spanning("单位", 1, 2),
                        spanning("金额", 2, 1),
                        spanning("备注", 1, 2),
                    ],
                    plain(&["去年", "今年"]),
                    plain(&["", "", "", ""]),
                ],
                "单位 | 金额 | 备注\n单位 | 去年 | 今年 | 备注\n",
            ),
            (
                vec![vec![
                    Cell::of_text("菜单"),
                    Cell {
                        blocks: vec![inner],
                        columns: 1,
                        rows: 1,
                    },
                ]],
                "菜单\n内甲 | 内乙\n",
            ),
            (
                vec![plain(&["只有一格"]), plain(&["又一格"])],
                "只有一格\n又一格\n",
            ),
        ];
        for (rows, expected) in cases {
            assert_eq!(to_text(&[Block::Table(rows)]), expected);
        }
    }
}
