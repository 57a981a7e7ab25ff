//! The text of an RTF file by destination → blocks, notes and properties.
//!
//! In: text, ends of paragraphs, words of tables. Out: blocks in order, notes last. Not its job:
//! groups and encodings.

use super::destination::Destination;
use crate::ingest::read::blocks::{Block, EdgedCell, of_edges};

/// Properties of the file, by name.
type Properties = Vec<(&'static str, String)>;

/// What has been read.
#[derive(Debug, Default)]
pub(super) struct Output {
    blocks: Vec<Block>,
    text: String,
    boxes: Vec<Block>,
    box_text: String,
    notes: Vec<Block>,
    note_text: String,
    properties: Properties,
    table: Table,
}

/// The open table.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<EdgedCell>>,
    row: Vec<EdgedCell>,
    /// The blocks of the open cell.
    cell: Vec<Block>,
    /// The open paragraph is in a cell.
    is_within: bool,
    /// Edges and merges that the row declares.
    edges: Vec<(i32, bool, bool)>,
    starts: bool,
    goes_on: bool,
}

impl Output {
    pub(super) fn text(&mut self, destination: Destination, text: &str) {
        match destination {
            Destination::Text => self.text.push_str(text),
            Destination::Box => self.box_text.push_str(text),
            Destination::Note => self.note_text.push_str(text),
            Destination::Property(name) => match self.properties.last_mut() {
                Some((last, value)) if *last == name => value.push_str(text),
                _ => self.properties.push((name, text.to_owned())),
            },
            Destination::Fonts | Destination::Information | Destination::Skipped => {}
        }
    }

    pub(super) fn end_paragraph(&mut self, destination: Destination) {
        match destination {
            Destination::Text => {
                let text = std::mem::take(&mut self.text);
                if self.table.is_within {
                    self.table.cell.push(Block::Paragraph(text));
                } else {
                    self.end_table();
                    self.blocks.push(Block::Paragraph(text));
                    self.blocks.append(&mut self.boxes);
                }
            }
            Destination::Box => {
                let text = std::mem::take(&mut self.box_text);
                self.boxes.push(Block::Paragraph(text));
            }
            Destination::Note => {
                let text = std::mem::take(&mut self.note_text);
                self.notes.push(Block::Paragraph(text));
            }
            _ => {}
        }
    }

    pub(super) fn begin_note(&mut self) {
        self.end(Destination::Note);
    }

    /// Ends a destination: its last paragraph may have no mark.
    pub(super) fn end(&mut self, destination: Destination) {
        let is_open = match destination {
            Destination::Box => !self.box_text.is_empty(),
            Destination::Note => !self.note_text.is_empty(),
            _ => false,
        };
        if is_open {
            self.end_paragraph(destination);
        }
    }

    /// Takes a word about tables; false where it is none.
    pub(super) fn table_word(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "trowd" => {
                self.table.edges.clear();
                (self.table.starts, self.table.goes_on) = (false, false);
            }
            "clvmgf" => self.table.starts = true,
            "clvmrg" | "clmrg" => self.table.goes_on = true,
            "cellx" => {
                let right = number.unwrap_or(0);
                let edge = (right, self.table.starts, self.table.goes_on);
                self.table.edges.push(edge);
                (self.table.starts, self.table.goes_on) = (false, false);
            }
            "intbl" => self.table.is_within = true,
            "pard" => self.table.is_within = false,
            "cell" => self.end_cell(),
            "nestcell" => self.text.push(' '),
            "nestrow" => {
                let text = std::mem::take(&mut self.text);
                self.table.cell.push(Block::Paragraph(text));
            }
            "row" => self.end_row(),
            _ => return false,
        }
        true
    }

    fn end_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.table.cell.push(Block::Paragraph(text));
        self.table.cell.append(&mut self.boxes);
        let blocks = std::mem::take(&mut self.table.cell);
        let right = i32::try_from(self.table.row.len()).unwrap_or(i32::MAX);
        self.table.row.push(EdgedCell {
            blocks,
            right,
            ..EdgedCell::default()
        });
    }

    fn end_row(&mut self) {
        let mut row = std::mem::take(&mut self.table.row);
        if row.len() == self.table.edges.len() {
            for (cell, (right, starts, goes_on)) in row.iter_mut().zip(&self.table.edges) {
                (cell.right, cell.starts, cell.goes_on) = (*right, *starts, *goes_on);
            }
        }
        if !row.is_empty() {
            self.table.rows.push(row);
        }
    }

    fn end_table(&mut self) {
        if !self.table.cell.is_empty() {
            self.end_cell();
        }
        self.end_row();
        if !self.table.rows.is_empty() {
            self.blocks
                .push(of_edges(std::mem::take(&mut self.table.rows)));
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> (Vec<Block>, Properties) {
        self.table.is_within = false;
        self.end(Destination::Box);
        self.end(Destination::Note);
        self.end_paragraph(Destination::Text);
        self.blocks.append(&mut self.notes);
        (self.blocks, self.properties)
    }
}
