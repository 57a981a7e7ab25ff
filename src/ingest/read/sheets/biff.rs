//! A look over an old workbook before it is read: how large its sheets make themselves.
//!
//! In: a compound file. Out: an error where its cells lie so far apart that a sheet would take more
//! memory than it may: the library that reads them keeps every cell between the first and the last,
//! and makes room for as many as a sheet states.
//! Source: [MS-XLS] 2.1.4, 2.4. Not its job: values.

use crate::ingest::read::Limits;
use crate::ingest::read::compound::{Compound, u16_at, u32_at};
use crate::ingest::read::reading::ReadError;

/// Cells that a workbook may spread over: some 500 MB. A full sheet of 65,536 rows with 200 columns
/// stays below.
const MOST_CELLS: u64 = 16_000_000;
/// Cells that one sheet may state: all that it can have. Room is made for them, and not used.
const MOST_STATED: u64 = 65_536 * 256;
const BEGIN: u16 = 0x0809;
/// A sheet's own word on its rows and columns (`Dimensions`).
const STATED: u16 = 0x0200;
/// Records that begin with a row and a column.
const CELLS: [u16; 10] = [
    0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e,
];

/// Checks a workbook.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut file = Compound::open(bytes, limits)?;
    // The library takes the first of that name in any folder.
    let names = file.named(&["workbook", "book"]);
    if names.is_empty() {
        return Err(ReadError::Damaged {
            what: "it has no workbook",
        });
    }
    for name in names {
        let stream = file.stream(&name).unwrap_or_default();
        if spread(&stream) > MOST_CELLS {
            return Err(ReadError::Limit {
                code: "limit:unpacked-bytes",
            });
        }
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
        if kind == STATED && stated(stream, at + 4, len) > MOST_STATED {
            return u64::MAX;
        }
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

/// The cells that a sheet states, as the library takes them: the first row and column and those
/// after the last, rows of two or four bytes.
fn stated(stream: &[u8], at: usize, len: u16) -> u64 {
    let word = |at: usize| u64::from(u16_at(stream, at).unwrap_or_default());
    let double = |at: usize| u64::from(u32_at(stream, at).unwrap_or_default());
    let (top, bottom, columns) = match len {
        10 => (word(at), word(at + 2), at + 4),
        _ => (double(at), double(at + 4), at + 8),
    };
    let (mut left, right) = (word(columns), word(columns + 2));
    if bottom == 0 || right == 0 {
        return 1;
    }
    if left > 0xff || right < left {
        left = 0;
    }
    // What ends before it begins wraps around there.
    let rows = bottom.checked_sub(top).unwrap_or(u64::from(u32::MAX));
    let columns = right.checked_sub(left).unwrap_or(u64::from(u32::MAX));
    rows.saturating_mul(columns)
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

    /// A sheet that only says that it is large is made so large; where no allocator bears that, the
    /// whole program would end.
    #[test]
    fn r0033_a_stated_size_is_not_believed() {
        let record = |len: u16, words: &[u16]| {
            let words = [&[STATED, len], words].concat();
            words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let cases: [(u16, &[u16], u64); 6] = [
            (14, &[0, 0, 10, 0, 0, 4, 0], 40),
            (14, &[0, 0, 0xffff, 0x7fff, 0, 256, 0], 0x7fff_ffff * 256),
            (14, &[9, 0, 0, 0, 0, 0, 0], 1),
            (14, &[9, 0, 1, 0, 0, 1, 0], u64::from(u32::MAX)),
            (10, &[0, 10, 0, 4, 0], 40),
            (14, &[0, 0, 10, 0, 0x100, 0x101, 0], 2570),
        ];
        for (len, words, expected) in cases {
            let bytes = record(len, words);
            assert_eq!(stated(&bytes, 4, len), expected, "{words:?}");
            let is_refused = spread(&bytes) > MOST_CELLS;
            assert_eq!(is_refused, expected > MOST_STATED, "{words:?}");
        }
    }
}
