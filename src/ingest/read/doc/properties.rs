//! Properties of paragraphs and characters in a Word 97 document.
//!
//! In: the document's streams. Out: for a place in the file, what its paragraph is within (a table,
//! the end of a row) and whether its characters are hidden or deleted. Source: [MS-DOC] 2.8.5,
//! 2.8.25 (`PlcBteChpx`, `PlcBtePapx`), 2.9.30, 2.9.174 (pages of properties), 2.6 (`sprm`s). Not its
//! job: text.

use std::collections::HashSet;

use crate::ingest::read::compound::{offset_at, u16_at, u32_at};

/// A page of properties.
const PAGE: usize = 512;
/// Most pages looked at: a document of 64 MB has fewer.
const MOST_PAGES: usize = 200_000;

/// What a paragraph is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) is_in_table: bool,
    /// Its mark ends a table row.
    pub(super) ends_row: bool,
    /// Tables around it; 0 where it is not said.
    pub(super) depth: u32,
    /// It ends a cell or a row of a table within a cell.
    pub(super) ends_inner_cell: bool,
    pub(super) ends_inner_row: bool,
    /// Of a row's end: right edge of each cell, whether a merged cell starts, goes on.
    pub(super) cells: Vec<(i32, bool, bool)>,
}

/// Runs of the file, in order, with their properties.
#[derive(Debug, Default)]
pub(super) struct Runs<T> {
    runs: Vec<(usize, usize, T)>,
}

impl<T> Runs<T> {
    /// Returns the properties at a place of the `WordDocument` stream.
    pub(super) fn at(&self, place: usize) -> Option<&T> {
        let after = self.runs.partition_point(|(start, ..)| *start <= place);
        let (_, end, value) = self.runs.get(after.checked_sub(1)?)?;
        (place < *end).then_some(value)
    }
}

/// Reads the paragraphs' properties.
pub(super) fn paragraphs(document: &[u8], table: &[u8]) -> Runs<Paragraph> {
    read(document, table, 0x0102, 13, |page, at| {
        let short = usize::from(*page.get(at)?);
        let (start, len) = match short {
            0 => (at + 2, usize::from(*page.get(at + 1)?) * 2),
            _ => (at + 1, short * 2 - 1),
        };
        let bytes = page.get(start..(start + len).min(page.len()))?;
        Some(paragraph(bytes.get(2..)?))
    })
}

/// Reads which characters are hidden or deleted.
pub(super) fn hidden(document: &[u8], table: &[u8]) -> Runs<bool> {
    read(document, table, 0x00fa, 1, |page, at| {
        let len = usize::from(*page.get(at)?);
        let bytes = page.get(at + 1..(at + 1 + len).min(page.len()))?;
        let mut is_hidden = false;
        for_each(bytes, |sprm, operand| {
            // sprmCFRMarkDel, sprmCFVanish.
            if matches!(sprm, 0x0800 | 0x083c) {
                is_hidden |= operand.first() == Some(&1);
            }
        });
        Some(is_hidden)
    })
}

/// Reads all pages that a table of pages names; `entry` bytes stand for each run in a page.
fn read<T: Default>(
    document: &[u8],
    table: &[u8],
    place: usize,
    entry: usize,
    properties: impl Fn(&[u8], usize) -> Option<T>,
) -> Runs<T> {
    let mut runs = Vec::new();
    let numbers = page_numbers(document, table, place).unwrap_or_default();
    for number in numbers {
        let Some(page) = document.get(number * PAGE..(number + 1) * PAGE) else {
            continue;
        };
        let count = usize::from(page[PAGE - 1]);
        for run in 0..count {
            let (Some(start), Some(end)) = (offset_at(page, run * 4), offset_at(page, run * 4 + 4))
            else {
                break;
            };
            let Some(at) = page.get((count + 1) * 4 + run * entry) else {
                break;
            };
            // 0 says that nothing differs from the style.
            let value = match usize::from(*at) * 2 {
                0 => Some(T::default()),
                at => properties(page, at),
            };
            runs.push((start, end, value.unwrap_or_default()));
        }
    }
    runs.sort_by_key(|(start, ..)| *start);
    Runs { runs }
}

fn page_numbers(document: &[u8], table: &[u8], place: usize) -> Option<Vec<usize>> {
    let start = offset_at(document, place)?;
    let len = offset_at(document, place + 4)?;
    let list = table.get(start..start.checked_add(len)?)?;
    // n + 1 places, then n numbers, four bytes each.
    let count = (list.len() / 4).checked_sub(1)? / 2;
    let numbers = (0..count.min(MOST_PAGES)).filter_map(|at| u32_at(list, (count + 1 + at) * 4));
    let numbers = numbers.map(|number| (number & 0x3f_ffff) as usize);
    // A page that is named again says the same again.
    let mut seen = HashSet::new();
    Some(numbers.filter(|number| seen.insert(*number)).collect())
}

fn paragraph(bytes: &[u8]) -> Paragraph {
    let mut found = Paragraph::default();
    for_each(bytes, |sprm, operand| {
        let is_on = operand.first() == Some(&1);
        match sprm {
            0x2416 => found.is_in_table = is_on,
            0x2417 => found.ends_row = is_on,
            0x244b => found.ends_inner_cell = is_on,
            0x244c => found.ends_inner_row = is_on,
            0x6649 => found.depth = u32_at(operand, 0).unwrap_or_default(),
            0xd608 => found.cells = cells(operand).unwrap_or_default(),
            _ => {}
        }
    });
    found
}

/// A row's cells (`sprmTDefTable`): their edges, then 20 bytes each, of which the first two are flags.
fn cells(operand: &[u8]) -> Option<Vec<(i32, bool, bool)>> {
    const CELL: usize = 20;
    let count = usize::from(*operand.first()?);
    let flags = 1 + (count + 1) * 2;
    let mut cells = Vec::with_capacity(count);
    for at in 0..count {
        let right = u16_at(operand, 1 + (at + 1) * 2)?.cast_signed();
        let flags = u16_at(operand, flags + at * CELL).unwrap_or_default();
        let (is_merged, starts) = (flags & 0x20 != 0, flags & 0x40 != 0);
        cells.push((i32::from(right), starts, is_merged && !starts));
    }
    Some(cells)
}

/// Calls `f` for each property of a list; ends where the list is damaged.
fn for_each(bytes: &[u8], mut f: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(sprm) = u16_at(bytes, at) {
        at += 2;
        let len = match sprm >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if sprm == 0xd608 => {
                let len = u16_at(bytes, at).map_or(0, usize::from);
                at += 2;
                len.saturating_sub(1)
            }
            _ => {
                let len = bytes.get(at).map_or(0, |len| usize::from(*len));
                at += 1;
                len
            }
        };
        let Some(operand) = bytes.get(at..at + len) else {
            return;
        };
        f(sprm, operand);
        at += len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One page named by every entry of the table would be kept as often.
    #[test]
    fn r0029_a_page_is_read_once() {
        let mut document = vec![0; PAGE];
        document[0x0102..0x010a].copy_from_slice(&[0, 0, 0, 0, 28, 0, 0, 0]);
        let mut page = vec![0; PAGE];
        page[..8].copy_from_slice(&[0, 0, 0, 0, 9, 0, 0, 0]);
        page[PAGE - 1] = 1;
        document.extend(page);
        // Four places, then three times page 1.
        let words = [0_u32, 1, 2, 3, 1, 1, 1];
        let table: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let runs = paragraphs(&document, &table);
        assert_eq!(runs.runs.len(), 1);
        assert_eq!(runs.at(3), Some(&Paragraph::default()));
    }
}
