//! OpenDocument (ODT, ODS, ODP; ISO/IEC 26300) → page.
//!
//! In: a package. Out: the text of `content.xml` in order: paragraphs, headings, list items, table
//! rows, slides with their notes, sheets with their names; footnotes at the end; deleted text left
//! out. `meta.xml` becomes hints. Not its job: headers and footers (they stand in `styles.xml`).

use super::Limits;
use super::blocks::{self, Block, Cell};
use super::package::Package;
use super::reading::{Gap, ReadError, Reading, add_property};
use super::xml::{Content, Element};
use crate::model::PageHints;

/// Copies made of a cell or row that the file says is repeated; sheets fill their rest with
/// repeated empty ones.
const MOST_COPIES: usize = 64;
/// Blanks made of one `text:s`.
const MOST_BLANKS: usize = 64;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    if let Some(manifest) = package.xml("META-INF/manifest.xml")?
        && let Some(root) = manifest.root()
        && root.find("encryption-data").is_some()
    {
        return Err(ReadError::Encrypted);
    }
    let tree = package.xml("content.xml")?.ok_or(ReadError::Damaged {
        what: "it has no main part",
    })?;
    let mut walk = Walk::default();
    let mut found = Vec::new();
    if let Some(body) = tree.root().and_then(|root| root.child("body")) {
        walk.blocks(body, &mut found);
    }
    found.append(&mut walk.notes);
    let mut hints = PageHints::default();
    if let Ok(Some(meta)) = package.xml("meta.xml")
        && let Some(list) = meta.root().and_then(|root| root.child("meta"))
    {
        for property in list.children() {
            add_property(&mut hints, property.name(), &property.text());
        }
    }
    let mut reading = Reading::new(&blocks::to_text(&found), hints, "UTF-8");
    if !tree.is_whole {
        reading.gaps.push(Gap::damaged("the document's text"));
    }
    Ok(reading)
}

#[derive(Debug, Default)]
struct Walk {
    notes: Vec<Block>,
    /// What frames and boxes within the open paragraph hold.
    boxes: Vec<Block>,
}

impl Walk {
    fn blocks(&mut self, container: Element<'_>, found: &mut Vec<Block>) {
        for element in container.children() {
            match element.name() {
                "p" | "h" => {
                    let mut text = String::new();
                    self.inline(element, &mut text);
                    found.push(Block::Paragraph(text));
                    found.append(&mut self.boxes);
                }
                "table" => {
                    let is_sheet = container.name() == "spreadsheet";
                    let name = element.attribute("name").filter(|_| is_sheet);
                    let rows = self.table(element);
                    if rows.iter().flatten().any(|cell| !cell.is_blank()) {
                        found.extend(name.map(|name| Block::Paragraph(name.to_owned())));
                        found.push(Block::Table(rows));
                    }
                }
                "tracked-changes"
                | "sequence-decls"
                | "forms"
                | "annotation"
                | "shapes"
                | "table-of-content-source"
                | "index-title-template" => {}
                _ => self.blocks(element, found),
            }
        }
    }

    fn inline(&mut self, element: Element<'_>, text: &mut String) {
        for content in element.contents() {
            let child = match content {
                Content::Text(piece) => {
                    text.push_str(&piece.replace('\n', " "));
                    continue;
                }
                Content::Element(child) => child,
            };
            match child.name() {
                "s" => {
                    let count = child.number("c").unwrap_or(1_usize).min(MOST_BLANKS);
                    text.extend(std::iter::repeat_n(' ', count));
                }
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                "annotation" | "ruby-text" | "note-citation" | "tracked-changes" | "title"
                | "desc" => {}
                "note" => {
                    let mut note = Vec::new();
                    if let Some(body) = child.child("note-body") {
                        self.blocks(body, &mut note);
                    }
                    self.notes.append(&mut note);
                }
                "frame" | "custom-shape" | "text-box" | "g" => {
                    let boxes = std::mem::take(&mut self.boxes);
                    let mut inner = Vec::new();
                    self.blocks(child, &mut inner);
                    self.boxes = boxes;
                    self.boxes.append(&mut inner);
                }
                _ => self.inline(child, text),
            }
        }
    }

    fn table(&mut self, table: Element<'_>) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        rows
    }

    fn rows(&mut self, container: Element<'_>, rows: &mut Vec<Vec<Cell>>) {
        for element in container.children() {
            match element.name() {
                "table-row" => {
                    let row = self.row(element);
                    let is_blank = row.iter().all(Cell::is_blank);
                    let copies = repeated(element, "number-rows-repeated", is_blank);
                    rows.extend(std::iter::repeat_n(row, copies));
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(element, rows),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: Element<'_>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for element in row.children() {
            // Covered cells belong to the one that spans them.
            if element.name() != "table-cell" {
                continue;
            }
            let mut blocks = Vec::new();
            self.blocks(element, &mut blocks);
            let cell = Cell {
                blocks,
                columns: element.number("number-columns-spanned").unwrap_or(1),
                rows: element.number("number-rows-spanned").unwrap_or(1),
            };
            let copies = repeated(element, "number-columns-repeated", false);
            cells.extend(std::iter::repeat_n(cell, copies));
        }
        while cells
            .last()
            .is_some_and(|cell| cell.is_blank() && cell.rows == 1)
        {
            cells.pop();
        }
        cells
    }
}

fn repeated(element: Element<'_>, name: &str, is_blank: bool) -> usize {
    let most = if is_blank { 1 } else { MOST_COPIES };
    element.number(name).unwrap_or(1_usize).clamp(1, most)
}
