//! A look over an old workbook before it is read: how large its sheets make themselves.
//!
//! In: a compound file. Out: an error where its cells lie so far apart that a sheet would take more
//! memory than it may: the library that reads them keeps every cell between the first and the last.
//! Source: [MS-XLS] 2.1.4, 2.4. Not its job: values.

use crate::ingest::read::Limits;
use crate::ingest::read::compound::{Compound, u16_at};
use crate::ingest::read::reading::ReadError;

/// Cells that a workbook may spread over: some 500 MB. A full sheet of 65,536 rows with 200 columns
/// stays below.
const MOST_CELLS: u64 = 16_000_000;
const BEGIN: u16 = 0x0809;
/// Records that begin with a row and a column.
const CELLS: [u16; 10] = [
    0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e,
];

/// Checks a workbook.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut file = Compound::open(bytes, limits)?;
    let names = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"];
    let stream = names.iter().find_map(|name| file.stream(name));
    let stream = stream.ok_or(ReadError::Damaged {
        what: "it has no workbook",
    })?;
    if spread(&stream) > MOST_CELLS {
        return Err(ReadError::Limit {
            code: "limit:unpacked-bytes",
        });
    }
    Ok(())
}

/// The cells between the first and last ones of all sheets.
fn spread(stream: &[u8]) -> u64 {
    let mut at = 0;
    let mut total: u64 = 0;
    let mut bounds: Option<[u64; 4]> = None;
    let area = |bounds: Option<[u64; 4]>| {
        bounds.map_or(0, |[top, bottom, left, right]| {
            (bottom - top + 1) * (right - left + 1)
        })
    };
    let word = |at: usize| u16_at(stream, at);
    while let (Some(kind), Some(len)) = (word(at), word(at + 2)) {
        if kind == BEGIN {
            total = total.saturating_add(area(bounds.take()));
        } else if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (word(at + 4), word(at + 6))
        {
            let (row, first) = (u64::from(row), u64::from(column));
            // Records of several cells: two or six bytes each.
            let last = match kind {
                0x00bd => first + u64::from(len) / 6,
                0x00be => first + u64::from(len) / 2,
                _ => first,
            };
            let [top, bottom, left, right] = bounds.unwrap_or([row, row, first, last]);
            bounds = Some([
                top.min(row),
                bottom.max(row),
                left.min(first),
                right.max(last),
            ]);
        }
        at += 4 + usize::from(len);
    }
    total.saturating_add(area(bounds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_cells_are_counted() {
        let cell = |row: u16, column: u16| {
            let words = [0x0203_u16, 14, row, column, 0, 0, 0, 0, 0];
            words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let near = [cell(0, 0), cell(9, 3)].concat();
        let far = [cell(0, 0), cell(65_535, 65_535)].concat();
        assert_eq!(spread(&near), 40);
        assert!(spread(&far) > MOST_CELLS);
        assert_eq!(spread(&near[..7]), 0);
    }
}
