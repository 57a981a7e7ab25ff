//! The marks of a Word 97 text → paragraphs, cells and rows.
//!
//! In: pieces of text and the marks between them, in order. Out: blocks. Source: [MS-DOC] 2.4.2
//! (paragraphs), 2.4.3 (cells), 2.8.25 (fields). Not its job: where text stands in the file.

use super::properties::Paragraph;
use crate::ingest::read::blocks::{Block, EdgedCell, of_edges};

/// A story as it is read.
#[derive(Debug, Default)]
pub(super) struct Story {
    blocks: Vec<Block>,
    rows: Vec<Vec<EdgedCell>>,
    /// The cells of the open row.
    row: Vec<EdgedCell>,
    /// The blocks of the open cell.
    cell: Vec<Block>,
    /// The cells of the open row of a table within a cell.
    inner: Vec<String>,
    text: String,
    /// The open fields: whether their result has begun.
    fields: Vec<bool>,
}

impl Story {
    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        if self.fields.iter().all(|is_result| *is_result) {
            self.text.push_str(text);
        }
    }

    /// Adds a mark; `paragraph` is what it belongs to.
    pub(super) fn mark(&mut self, code: u16, paragraph: Option<&Paragraph>) {
        match code {
            0x07 => self.end_cell(paragraph),
            0x0d => self.end_paragraph(paragraph),
            0x0c => self.end_paragraph(None),
            0x0b => self.text("\n"),
            0x09 => self.text("\t"),
            0x1e => self.text("-"),
            0x13 => self.fields.push(false),
            0x14 => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            0x15 => {
                self.fields.pop();
            }
            // Pictures, references of notes, soft hyphens.
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: Option<&Paragraph>) {
        let text = std::mem::take(&mut self.text);
        let Some(paragraph) = paragraph.filter(|paragraph| paragraph.is_in_table) else {
            self.end_table();
            self.blocks.push(Block::Paragraph(text));
            return;
        };
        if paragraph.ends_inner_row {
            let cells = std::mem::take(&mut self.inner);
            self.cell.push(Block::Paragraph(cells.join(" ")));
        } else if paragraph.ends_inner_cell || paragraph.depth > 1 {
            self.inner.push(text);
        } else {
            self.cell.push(Block::Paragraph(text));
        }
    }

    fn end_cell(&mut self, paragraph: Option<&Paragraph>) {
        let text = std::mem::take(&mut self.text);
        let row_end = paragraph.filter(|paragraph| paragraph.ends_row);
        let Some(end) = row_end else {
            self.cell.push(Block::Paragraph(text));
            let right = i32::try_from(self.row.len()).unwrap_or(i32::MAX);
            self.row.push(EdgedCell {
                blocks: std::mem::take(&mut self.cell),
                right,
                ..EdgedCell::default()
            });
            return;
        };
        let mut row = std::mem::take(&mut self.row);
        if end.cells.len() == row.len() {
            for (cell, (right, starts, goes_on)) in row.iter_mut().zip(&end.cells) {
                (cell.right, cell.starts, cell.goes_on) = (*right, *starts, *goes_on);
            }
        }
        self.rows.push(row);
    }

    fn end_table(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if !cell.is_empty() {
            self.row.push(EdgedCell {
                blocks: cell,
                ..EdgedCell::default()
            });
        }
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
        if !self.rows.is_empty() {
            self.blocks.push(of_edges(std::mem::take(&mut self.rows)));
        }
    }

    /// Ends the story.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_table();
        if !self.text.is_empty() {
            self.blocks.push(Block::Paragraph(self.text));
        }
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::blocks::to_text;

    #[test]
    fn marks_make_paragraphs_and_rows() {
        let within = Paragraph {
            is_in_table: true,
            ..Paragraph::default()
        };
        let end = |cells: &[(i32, bool, bool)]| Paragraph {
            is_in_table: true,
            ends_row: true,
            cells: cells.to_vec(),
            ..Paragraph::default()
        };
        let mut story = Story::default();
        story.text("题");
        story.mark(0x0d, None);
        for (cells, ends) in [
            (["城区", "甲区"], [(5, true, false), (9, false, false)]),
            (["", "乙区"], [(5, false, true), (9, false, false)]),
        ] {
            for cell in cells {
                story.text(cell);
                story.mark(7, Some(&within));
            }
            story.mark(7, Some(&end(&ends)));
        }
        for (code, text) in [(0x13, "PAGE"), (0x14, "3"), (0x15, "页")] {
            story.mark(code, None);
            story.text(text);
        }
        story.mark(0x1e, None);
        assert_eq!(
            to_text(&story.finish()),
            "题\n城区 | 甲区\n城区 | 乙区\n3页-\n"
        );
    }
}
