//! The story of a Word document → blocks.
//!
//! In: `w:body`, `w:footnote` … Out: paragraphs and tables as a reader sees them in print: deletions,
//! hidden text and field codes left out, insertions and results kept, list numbers written, text
//! boxes once, after their paragraph. Source: ECMA-376 part 1, 17. Not its job: other parts.

use std::collections::BTreeMap;

use super::numbering::{Numbering, is_on, value};
use crate::ingest::read::blocks::{Block, Cell};
use crate::ingest::read::xml::{Content, Element};

/// For each column where a merged cell begins: its row and place.
type Merged = BTreeMap<usize, (usize, usize)>;

/// The walk over a story.
#[derive(Debug, Default)]
pub(super) struct Story {
    numbering: Numbering,
    /// The open fields: whether their result has begun.
    fields: Vec<bool>,
    /// The paragraph being read.
    text: String,
    /// Text boxes of the paragraph being read.
    boxes: Vec<Block>,
    /// Footnotes and endnotes in the order of their marks: `footnote` or `endnote`, id.
    pub(super) notes: Vec<(&'static str, String)>,
}

impl Story {
    /// Begins a walk that counts with these lists.
    pub(super) fn new(numbering: Numbering) -> Self {
        Self {
            numbering,
            ..Self::default()
        }
    }

    /// Reads all blocks of a container.
    pub(super) fn blocks(&mut self, container: Element<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.add_blocks(container, &mut blocks);
        blocks
    }

    fn add_blocks(&mut self, container: Element<'_>, blocks: &mut Vec<Block>) {
        for element in container.children() {
            match element.name() {
                "p" => self.paragraph(element, blocks),
                "tbl" => {
                    let rows = self.table(element);
                    blocks.push(Block::Table(rows));
                }
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.add_blocks(chosen, blocks);
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => {
                    self.add_blocks(element, blocks);
                }
                // A field may begin or end between paragraphs.
                "r" | "fldSimple" | "hyperlink" => self.inline(element),
                _ => {}
            }
        }
        if !self.text.is_empty() {
            self.end_paragraph(blocks);
        }
    }

    fn paragraph(&mut self, paragraph: Element<'_>, blocks: &mut Vec<Block>) {
        let properties = paragraph.child("pPr");
        let label = self.numbering.label(properties);
        if self.is_shown() && self.text.is_empty() {
            self.text.push_str(&label);
        }
        let before = self.text.len();
        for element in paragraph.children() {
            self.inline(element);
        }
        let mark = properties.and_then(|p| p.child("rPr"));
        let is_mark_deleted = mark.is_some_and(|mark| mark.child("del").is_some());
        if self.text.len() == before && label.len() == before && self.boxes.is_empty() {
            // A number without a text is an empty paragraph of a list.
            self.text.clear();
        }
        if !is_mark_deleted {
            self.end_paragraph(blocks);
        }
    }

    fn end_paragraph(&mut self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Paragraph(std::mem::take(&mut self.text)));
        blocks.append(&mut self.boxes);
    }

    fn is_shown(&self) -> bool {
        self.fields.iter().all(|is_result| *is_result)
    }

    fn push(&mut self, text: &str) {
        if self.is_shown() {
            self.text.push_str(text);
        }
    }

    /// Reads what stands within a paragraph.
    fn inline(&mut self, element: Element<'_>) {
        match element.name() {
            "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "smartTagPr" | "customXmlPr" | "del"
            | "moveFrom" | "delText" | "instrText" | "delInstrText" | "rt" | "rubyPr"
            | "ctrlPr" => {}
            "r" => {
                if !is_hidden(element) {
                    self.within(element);
                }
            }
            "t" => {
                for content in element.contents() {
                    if let Content::Text(text) = content {
                        self.push(text);
                    }
                }
            }
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.symbol(element),
            "fldChar" => self.field(element),
            "footnoteReference" => self.note("footnote", element),
            "endnoteReference" => self.note("endnote", element),
            "AlternateContent" => {
                if let Some(chosen) = alternative(element) {
                    self.within(chosen);
                }
            }
            "txbxContent" => self.text_box(element),
            _ => self.within(element),
        }
    }

    fn within(&mut self, element: Element<'_>) {
        for child in element.children() {
            self.inline(child);
        }
    }

    fn field(&mut self, element: Element<'_>) {
        match element.attribute("fldCharType") {
            Some("begin") => self.fields.push(false),
            Some("separate") => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn note(&mut self, kind: &'static str, element: Element<'_>) {
        if let Some(id) = element.attribute("id") {
            self.notes.push((kind, id.to_owned()));
        }
    }

    /// A text box is a story of its own; fields and the paragraph around it go on after it.
    fn text_box(&mut self, element: Element<'_>) {
        let text = std::mem::take(&mut self.text);
        let fields = std::mem::take(&mut self.fields);
        let mut outer = std::mem::take(&mut self.boxes);
        let blocks = self.blocks(element);
        outer.extend(blocks);
        self.boxes = outer;
        self.fields = fields;
        self.text = text;
    }

    /// Characters of symbol fonts: the few that forms and lists use.
    fn symbol(&mut self, element: Element<'_>) {
        let code = element
            .attribute("char")
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        let font = element.attribute("font").unwrap_or_default();
        let text = match code {
            Some(code) if (0xf000..=0xf0ff).contains(&code) => symbol(font, code - 0xf000),
            Some(code) => char::from_u32(code),
            None => None,
        };
        if let Some(character) = text {
            self.push(character.encode_utf8(&mut [0; 4]));
        }
    }

    fn table(&mut self, table: Element<'_>) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        self.add_rows(table, &mut rows, &mut Merged::new());
        rows
    }

    fn add_rows(&mut self, container: Element<'_>, rows: &mut Vec<Vec<Cell>>, merged: &mut Merged) {
        for element in container.children() {
            match element.name() {
                "tr" => self.row(element, rows, merged),
                "sdt" | "sdtContent" | "customXml" | "ins" => {
                    self.add_rows(element, rows, merged);
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, row: Element<'_>, rows: &mut Vec<Vec<Cell>>, merged: &mut Merged) {
        let properties = row.child("trPr");
        if properties.is_some_and(|p| p.child("del").is_some()) {
            return;
        }
        let skipped = properties.and_then(|p| value(p.child("gridBefore")));
        let mut column: usize = skipped.and_then(|n| n.parse().ok()).unwrap_or(0);
        let mut cells = Vec::new();
        for cell in cells_of(row) {
            let properties = cell.child("tcPr");
            let span = properties.and_then(|p| value(p.child("gridSpan")));
            let columns = span.and_then(|n| n.parse().ok()).unwrap_or(1_usize).max(1);
            let merge = properties.and_then(|p| p.child("vMerge"));
            let starts = merge.is_some_and(|m| m.attribute("val") == Some("restart"));
            if merge.is_some() && !starts {
                if let Some((at, place)) = merged.get(&column)
                    && let Some(above) = rows.get_mut(*at).and_then(|r| r.get_mut(*place))
                {
                    above.rows += 1;
                }
            } else {
                let covered = merged.range(column..column.saturating_add(columns));
                for start in covered.map(|(start, _)| *start).collect::<Vec<_>>() {
                    merged.remove(&start);
                }
                if starts {
                    merged.insert(column, (rows.len(), cells.len()));
                }
                let blocks = self.cell(cell);
                cells.push(Cell {
                    blocks,
                    columns,
                    rows: 1,
                });
            }
            column = column.saturating_add(columns);
        }
        rows.push(cells);
    }

    /// A cell's blocks; fields do not reach beyond it.
    fn cell(&mut self, cell: Element<'_>) -> Vec<Block> {
        let boxes = std::mem::take(&mut self.boxes);
        let blocks = self.blocks(cell);
        self.boxes = boxes;
        blocks
    }
}

/// The cells of a row, those within content controls included.
fn cells_of(row: Element<'_>) -> Vec<Element<'_>> {
    let mut cells = Vec::new();
    for element in row.children() {
        match element.name() {
            "tc" => cells.push(element),
            "sdt" | "sdtContent" | "customXml" => cells.extend(cells_of(element)),
            _ => {}
        }
    }
    cells
}

/// Which of several renderings of the same thing is read: the first choice that holds a text, else
/// the fallback.
fn alternative(element: Element<'_>) -> Option<Element<'_>> {
    let choices = element.children().filter(|child| child.name() == "Choice");
    let has_text = |choice: &Element<'_>| {
        choice
            .descendants()
            .any(|below| below.name() == "t" && !below.text().is_empty())
    };
    let mut choices = choices.filter(has_text);
    choices.next().or_else(|| element.child("Fallback"))
}

fn is_hidden(run: Element<'_>) -> bool {
    let vanish = run
        .child("rPr")
        .and_then(|properties| properties.child("vanish"));
    vanish.is_some_and(|vanish| vanish.attribute("val").is_none_or(is_on))
}

/// Symbol and Wingdings characters by their codes in those fonts.
fn symbol(font: &str, code: u32) -> Option<char> {
    if !font.starts_with("Wingdings") {
        return None;
    }
    Some(match code {
        0x52 | 0xfe => '☑',
        0x6c | 0x9f => '●',
        0x6e => '■',
        0x6f | 0x71 | 0x72 | 0xa8 => '□',
        0x75 => '◆',
        0xa1 => '○',
        0xd8 => '➢',
        0xe0 => '→',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        _ => return None,
    })
}
