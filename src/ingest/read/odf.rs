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

/// Copies made of an empty cell that the file says is repeated: sheets fill their rest with them.
const MOST_EMPTY: usize = 64;
/// What all copies of a document may come to: bytes of text, and [`CELL_BYTES`] a cell. Copies hold
/// tables, which hold copies.
const MOST_COPIED: usize = 16 << 20;
const CELL_BYTES: usize = 16;
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
    if walk.is_cut {
        reading.gaps.push(Gap::limit("limit:unpacked-bytes"));
    }
    Ok(reading)
}

#[derive(Debug, Default)]
struct Walk {
    notes: Vec<Block>,
    /// What frames and boxes within the open paragraph hold.
    boxes: Vec<Block>,
    /// What copies have come to.
    copied: usize,
    /// Copies were left out.
    is_cut: bool,
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
                    let most = if is_blank { 1 } else { usize::MAX };
                    let copies = repeated(element, "number-rows-repeated", most);
                    let copies = self.affordable(copies, || row.iter().map(cost).sum());
                    rows.extend(std::iter::repeat_n(row, copies));
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(element, rows),
                _ => {}
            }
        }
    }

    /// How many of so many copies, each of that cost, are made: the first is none.
    fn affordable(&mut self, copies: usize, cost: impl FnOnce() -> usize) -> usize {
        if copies <= 1 {
            return copies;
        }
        let cost = cost().max(1);
        let more = (copies - 1).min((MOST_COPIED - self.copied) / cost);
        self.copied += more * cost;
        self.is_cut |= more < copies - 1;
        1 + more
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
            let most = if cell.is_blank() {
                MOST_EMPTY
            } else {
                usize::MAX
            };
            let copies = repeated(element, "number-columns-repeated", most);
            let copies = self.affordable(copies, || cost(&cell));
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

/// What a cell and all within comes to.
fn cost(cell: &Cell) -> usize {
    let blocks = cell.blocks.iter().map(|block| match block {
        Block::Paragraph(text) => text.len(),
        Block::Table(rows) => rows.iter().flatten().map(cost).sum(),
    });
    CELL_BYTES + blocks.sum::<usize>()
}

fn repeated(element: Element<'_>, name: &str, most: usize) -> usize {
    element.number(name).unwrap_or(1_usize).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::package::tests::packed;

    fn reading(body: &str) -> Reading {
        let content = format!("<document><body><text>{body}</text></body></document>");
        let mimetype = "application/vnd.oasis.opendocument.text";
        let bytes = packed(&[("mimetype", mimetype), ("content.xml", &content)]);
        read(&bytes, &Limits::default()).unwrap()
    }

    fn text(body: &str) -> String {
        let reading = reading(body);
        assert_eq!(reading.gaps, []);
        reading.page.text
    }

    fn repeated(cell: &str, columns: usize, rows: usize) -> String {
        format!(
            "<table><table-row number-rows-repeated='{rows}'>\
             <table-cell number-columns-repeated='{columns}'>{cell}</table-cell></table-row></table>"
        )
    }

    #[test]
    fn repeated_cells_are_written() {
        let row = "甲 | 甲 | 甲\n";
        assert_eq!(text(&repeated("<p>甲</p>", 3, 2)), row.repeat(2));
        assert_eq!(text(&repeated("<p>甲</p>", 3, 200)), row.repeat(200));
    }

    /// Copies within copies: five tables deep, a kilobyte would be a trillion cells.
    #[test]
    fn r0027_copies_of_copies_are_bounded() {
        let paragraph = format!("<p>{}</p>", "甲".repeat(100));
        let inner = repeated(&paragraph, 64, 1);
        let bounded = reading(&repeated(&inner, 64, 64));
        assert!(bounded.page.text.len() < (20 << 20));
        assert_eq!(bounded.gaps[0].code, "limit:unpacked-bytes");
        let mut deep = paragraph;
        for _ in 0..2 {
            deep = repeated(&deep, 4, 4);
        }
        assert_eq!(text(&deep).matches('甲').count(), 256 * 100);
    }
}
